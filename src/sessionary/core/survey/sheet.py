"""A session as a sheet of questions: what stands at each of them, and what may be done there."""

from __future__ import annotations

from collections import defaultdict
from enum import Enum, auto
from typing import TYPE_CHECKING, NamedTuple

from sessionary.core.survey.flow import proposal
from sessionary.core.survey.records import Generation, Question, State

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sessionary.core.survey.findings import Finding
    from sessionary.core.survey.flow import Standing
    from sessionary.core.survey.records import Answer, Opened


class Stand(Enum):
    """How a question stands in a session."""

    ANSWERED = auto()
    ASKED = auto()
    """It can be answered now."""
    LATER = auto()
    """It has no answer, and cannot be given one now."""
    LOOSE = auto()
    """An answer to a question that the definition does not have."""
    IGNORED = auto()
    """A question after the blank line that ends the survey."""


class SheetRow(NamedTuple):
    """One question with its answer.

    Attributes:
        number: Its place in the survey, counted from 1; 0 for what has none.
        question: What is asked; of a loose answer no more than its uid and type are known.
        answer: The answer that counts, None if there is none.
        taken_back: The answer that was taken back, where there is no other.
        proposal: What an answer may begin with, in raw form.
        is_next: Whether it is what is asked next.
        is_again: Whether it is asked although it is answered.
        can_correct: Whether its answer may be replaced: where a program decides what is asked,
            only the last one may.
        findings: Those of the lines of its answers.
    """

    number: int
    question: Question
    stand: Stand
    answer: Answer | None = None
    taken_back: Answer | None = None
    proposal: str = ""
    is_next: bool = False
    is_again: bool = False
    can_correct: bool = True
    findings: tuple[Finding, ...] = ()


def sheet(opened: Opened, standing: Standing) -> tuple[SheetRow, ...]:
    """Return the rows of a session: its questions in order, then the answers without one."""
    return _Sheet(opened, standing).rows()


class _Sheet:
    """Puts questions and answers together; each line of the session is looked at once."""

    def __init__(self, opened: Opened, standing: Standing) -> None:
        self._opened, self._standing = opened, standing
        self._given: dict[str, Answer] = {}
        self._taken_back: dict[str, Answer] = {}
        self._last: Answer | None = None
        for answer in opened.session.body:
            if answer.is_given:
                self._given.setdefault(answer.uid, answer)
                self._last = answer
            elif not answer.is_system:
                self._taken_back.setdefault(answer.uid, answer)
        self._findings = _by_line(opened.findings)

    def rows(self) -> tuple[SheetRow, ...]:
        """Return all rows."""
        definition = self._opened.definition
        questions = () if definition is None else definition.questions
        rows = [self._row(place + 1, one) for place, one in enumerate(questions)]
        rows += self._loose({one.uid for one in questions})
        if definition is not None:
            rows += [
                SheetRow(number=0, question=one, stand=Stand.IGNORED)
                for one in definition.after_blank
            ]
        return tuple(rows)

    def _row(self, number: int, question: Question) -> SheetRow:
        uid = question.uid
        answer = self._given.get(uid)
        taken_back = self._taken_back.get(uid) if answer is None else None
        stand = Stand.ANSWERED if answer is not None else self._unanswered(question)
        is_next = uid in self._standing.next
        return SheetRow(
            number=number,
            question=question,
            stand=stand,
            answer=answer,
            taken_back=taken_back,
            # Known already for what is asked next; looked for again it costs a walk each.
            proposal=self._proposal(uid) if stand is Stand.ASKED else "",
            is_next=is_next,
            is_again=is_next and answer is not None,
            can_correct=self._standing.order_known or answer is self._last,
            findings=self._of(answer) + self._of(taken_back),
        )

    def _unanswered(self, question: Question) -> Stand:
        standing = self._standing
        first = self._opened.session.generation is Generation.FIRST
        closed = standing.state in (State.FINISHED, State.CLOSED)
        system = question.type == "META" or question.uid.startswith("@")
        if system or closed or not standing.order_known:
            return Stand.LATER
        return Stand.ASKED if first or question.uid in standing.next else Stand.LATER

    def _proposal(self, uid: str) -> str:
        if uid in self._standing.proposals:
            return self._standing.proposals[uid]
        return proposal(self._opened, uid)

    def _loose(self, known: set[str]) -> list[SheetRow]:
        return [
            SheetRow(
                number=0,
                question=Question(
                    line=0, uid=answer.uid, text=answer.uid, html="", type=answer.type,
                    unit=answer.unit,
                ),
                stand=Stand.LOOSE,
                answer=answer,
                findings=self._of(answer),
            )
            for answer in self._opened.session.body
            if answer.is_given and answer.uid not in known
        ]  # fmt: skip

    def _of(self, answer: Answer | None) -> tuple[Finding, ...]:
        return () if answer is None else self._findings.get(answer.line, ())


def _by_line(findings: tuple[Finding, ...]) -> Mapping[int, tuple[Finding, ...]]:
    found: dict[int, list[Finding]] = defaultdict(list)
    for one in findings:
        found[one.line].append(one)
    return {line: tuple(ones) for line, ones in found.items()}
