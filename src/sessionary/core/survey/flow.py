"""What is asked next, how far a session has come, and what is proposed as an answer.

Source: survey specification, sections 7 and 9.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sessionary.core.survey.question_types import is_secret
from sessionary.core.survey.records import Generation, State
from sessionary.core.survey.values import parse_raw, raw_form

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sessionary.core.survey.records import (
        Answer,
        Definition,
        Opened,
        Question,
        SurveySession,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a session stands; computed, and not saved before the next edit.

    Attributes:
        state: Its state, as asking what is next leaves it.
        number: The number of that state as the file has it or would have it: an odd one is kept.
        next: The uids of what is asked next; empty when nothing is left, or nothing is known.
        done, total: The progress; `total` is None where there is no definition to count.
        approximate: Whether the progress is a guess, because a program decides what is asked.
        order_known: Whether what is asked next can be computed.
        conflict: The uid that is asked although it is answered, None if there is none.
        proposals: The uids asked -> the proposed answer in raw form; empty if there is none.
    """

    state: State
    number: int
    next: tuple[str, ...] = ()
    done: int = 0
    total: int | None = None
    approximate: bool = False
    order_known: bool = True
    conflict: str | None = None
    proposals: Mapping[str, str] = field(default_factory=dict)

    @property
    def word(self) -> str:
        """The state in a word: ``new``, ``open``, ``finished`` or ``closed``."""
        return self.state.name.lower()


def standing(opened: Opened) -> Standing:
    """Return how a session stands now."""
    session, definition = opened.session, opened.definition
    if definition is None or definition.with_python:
        return _unknown_order(opened)
    if session.generation is Generation.FIRST:
        asked, done = _first_unanswered(session, definition)
    else:
        asked, done = _after_last(session, definition)
    number = _number_after_asking(session, nothing_left=asked is None)
    uids = () if asked is None else (asked.uid,)
    return Standing(
        state=state_of(number),
        number=number,
        next=uids,
        done=done,
        total=len(definition.questions),
        conflict=asked.uid if asked is not None and answered(session, asked.uid) else None,
        proposals={uid: proposal(opened, uid) for uid in uids},
    )


def stored_state(session: SurveySession) -> int:
    """Return the number of the state that a session's header says; 1 if it says none.

    For the first generation, which stores none, what its answers alone tell: FINISHED takes a
    look at the definition, see `standing`.
    """
    state = session.head("@state")
    if state is not None and session.generation is not Generation.FIRST:
        return state.value
    closed = session.head("@closed")
    if closed is not None and closed.value:
        return int(State.CLOSED)
    return int(State.OPEN if session.given else State.NEW)


def state_of(number: int) -> State:
    """Return the state that a stored number acts like."""
    return State(min(max(number, State.NEW), State.CLOSED))


def stored_next(session: SurveySession) -> tuple[str, ...]:
    """Return the uids that the header says are asked next."""
    state = session.head("@state")
    if state is None or not state.text or session.generation is Generation.FIRST:
        return ()
    return tuple(state.text.split(","))


def answered(session: SurveySession, uid: str) -> bool:
    """Say whether a question has an answer that was not taken back."""
    return any(one.uid == uid and not one.is_deleted for one in session.body)


def proposal(opened: Opened, uid: str) -> str:
    """Return the answer that is proposed for a question, in raw form; empty if there is none.

    It is the answer that was taken back, unless that is a secret; else the question's default.
    What the question's type cannot read is neither.
    """
    question = None if opened.definition is None else opened.definition.question(uid)
    deleted = next((one for one in opened.session.body if one.uid == uid and one.is_deleted), None)
    if deleted is not None and not _is_secret(deleted, question):
        raw = raw_form(deleted)
        if raw and (question is None or parse_raw(question, raw) is not None):
            return raw
    if question is None or parse_raw(question, question.default) is None:
        return ""
    return question.default


def _is_secret(answer: Answer, question: Question | None) -> bool:
    return is_secret(answer.type) or (question is not None and is_secret(question.type))


def _unknown_order(opened: Opened) -> Standing:
    """Tell a session whose order a program decides that we do not have, or without definition."""
    session, definition = opened.session, opened.definition
    number = stored_state(session)
    uids = stored_next(session)
    return Standing(
        state=state_of(number),
        number=number,
        next=uids,
        done=len(session.given),
        total=None if definition is None else len(definition.questions),
        approximate=True,
        order_known=False,
        proposals={uid: proposal(opened, uid) for uid in uids},
    )


def _after_last(session: SurveySession, definition: Definition) -> tuple[Question | None, int]:
    """Return what is asked in the second generation, and the progress.

    Only the last given answer counts, by its place in the file.
    """
    questions = definition.questions
    last = next((one for one in reversed(session.body) if one.is_given), None)
    done = 0
    if last is not None:
        index = next((i for i, one in enumerate(questions) if one.uid == last.uid), -1)
        done = index + 1
    return (questions[done] if done < len(questions) else None), done


def _first_unanswered(
    session: SurveySession, definition: Definition
) -> tuple[Question | None, int]:
    """Return what is asked in the first generation, and how many questions are answered."""
    found = {one.uid for one in session.body if not one.is_deleted}
    asked = next((one for one in definition.questions if one.uid not in found), None)
    return asked, len({one.uid for one in definition.questions if one.uid in found})


def _number_after_asking(session: SurveySession, *, nothing_left: bool) -> int:
    """Return the state after somebody asked what is next."""
    number = stored_state(session)
    state = state_of(number)
    if state is State.OPEN and nothing_left:
        return int(State.FINISHED)
    if state is State.FINISHED and not nothing_left:
        return int(State.OPEN)
    return number
