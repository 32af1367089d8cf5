"""A session while it is edited: its lines and what they say change together.

Nothing is read anew, so that an edit of a long session takes no longer than one of a short one.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import replace as altered
from typing import TYPE_CHECKING

from sessionary.core.survey.fields import encode_answer
from sessionary.core.survey.flow import standing, state_of
from sessionary.core.survey.lines import Line
from sessionary.core.survey.records import Generation, State
from sessionary.core.survey.refusals import Refused
from sessionary.core.survey.session import MOST_ANSWERS
from sessionary.core.survey.writable import check_answer, check_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sessionary.core.survey.flow import Standing
    from sessionary.core.survey.records import Answer, Opened, SurveySession


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited:
    """What an edit has made.

    Attributes:
        lines: The whole file.
        standing: How the session stands. After a delete that ended on a question which was
            answered already, list and progress are those from before its answer went too.
    """

    lines: tuple[Line, ...]
    standing: Standing


class Draft:
    """A session while it is edited.

    Attributes:
        opened: How it stands now. Findings are those from before.
    """

    def __init__(self, opened: Opened) -> None:
        self.opened = opened

    @property
    def session(self) -> SurveySession:
        """The session as it stands now."""
        return self.opened.session

    def store(self, answer: Answer) -> None:
        """Put an answer in the place of one that was taken back, or append it."""
        former = next(
            (one for one in self.session.body if one.uid == answer.uid and one.is_deleted), None
        )
        if former is not None:
            self.put(altered(answer, line=former.line))
            return
        session = self.session
        if len(session.header) + len(session.body) >= MOST_ANSWERS:
            said = f"A session has at most {MOST_ANSWERS} answers."
            raise Refused("S-TOO-MANY", said, uid=answer.uid)
        lines = _terminated(session.lines)
        new = altered(answer, line=len(lines) + 1)
        check_answer(new, self._generation, end=lines[-1].end)
        line = Line(encode_answer(new, self._generation), lines[-1].end)
        self._set(altered(session, lines=(*lines, line), body=(*session.body, new)))

    def put(self, *answers: Answer, checked: bool = True) -> None:
        """Write answers anew in their own lines.

        Args:
            answers: They; the line says which one is meant.
            checked: Whether they say anything new, so that it must be fit to be written.
        """
        session = self.session
        new = {answer.line: answer for answer in answers}
        lines = list(session.lines)
        for number, answer in new.items():
            end = lines[number - 1].end
            if checked:
                check_answer(answer, self._generation, end=end)
            text = encode_answer(answer, self._generation)
            check_line(text, end, answer.uid)
            lines[number - 1] = Line(text, end)
        self._set(
            altered(
                session,
                lines=tuple(lines),
                header=tuple(new.get(one.line, one) for one in session.header),
                body=tuple(new.get(one.line, one) for one in session.body),
            )
        )

    def settled(self, number: int, asked: Sequence[str], now: int) -> Edited:
        """Write the state into the header, where the generation has one, and return the result.

        Args:
            number: Of the state.
            asked: The uids that are asked next.
            now: UNIX seconds.
        """
        after = standing(self.opened)
        state = self.session.head("@state")
        if state is None or self._generation is Generation.FIRST:
            return Edited(lines=self.session.lines, standing=after)
        new = altered(state, text=",".join(asked))
        if number != state.value:
            closed = state_of(number) is State.CLOSED
            new = altered(new, value=number, stored=now, time_end=now if closed else 0)
        if new != state:
            self.put(new)
        told = altered(after, state=state_of(number), number=number, next=tuple(asked))
        return Edited(lines=self.session.lines, standing=told)

    @property
    def _generation(self) -> Generation:
        return self.session.generation or Generation.SECOND

    def _set(self, session: SurveySession) -> None:
        self.opened = altered(self.opened, session=session)


def _terminated(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Return lines to which one can be appended: the last one ends as the one before it."""
    last = lines[-1]
    if last.end:
        return lines
    end = lines[-2].end if len(lines) > 1 else "\n"
    return (*lines[:-1], Line(last.text, end))
