"""A session opened together with the definition that it is pinned to.

Source: survey specification, sections 4.4, 5.1 and 6.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Protocol

from sessionary.core.survey.fields import quoted
from sessionary.core.survey.findings import Finding, Level
from sessionary.core.survey.records import Opened
from sessionary.core.survey.remembered import definition_of
from sessionary.core.survey.validation import reading_findings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sessionary.core.survey.records import Answer, Definition, Question, SurveySession


class Shelf(Protocol):
    """Where definitions stand: a home folder, or a library."""

    def snapshot(self, survey: str, name: str, /) -> str | None:
        """Return the bytes of a snapshot as latin-1, None if there is no such one."""

    def current(self, survey: str, /) -> str | None:
        """Return the bytes of a survey's ``current`` as latin-1, None if there is none."""


def snapshot_name(content: str) -> str:
    """Return the name of a snapshot: the SHA1 of its bytes, given as latin-1."""
    return hashlib.sha1(content.encode("latin-1"), usedforsecurity=False).hexdigest()


def open_session(session: SurveySession, shelf: Shelf) -> Opened:
    """Return a session with its definition, and everything odd or wrong about both of them."""
    if session.fatal:
        return Opened(session=session, definition=None, findings=session.findings)
    pinned = _Pinned(session, shelf)
    found = list(session.findings)
    if pinned.code:
        raw = session.lines[0].text
        found.append(
            Finding(level=pinned.level, code=pinned.code, line=1, message=pinned.message, raw=raw)
        )
    found.extend(_answer_findings(session, pinned.definition))
    found.sort(key=lambda one: one.line)
    return Opened(
        session=session,
        definition=pinned.definition,
        findings=tuple(found),
        confirm=pinned.code == "S-DEF-SHA",
        offer=pinned.offer,
    )


class _Pinned:
    """Finds the definition of a session, and what is to be told about it."""

    def __init__(self, session: SurveySession, shelf: Shelf) -> None:
        self.level = Level.WARNING
        self.code = ""
        self.message = ""
        self.offer = False
        self.definition: Definition | None = None
        content = self._content(session, shelf)
        if content is None:
            return
        definition = definition_of(content)
        if not definition.fatal:
            self.definition = definition
            return
        why = next(one for one in definition.findings if one.level is Level.FATAL)
        self.offer = False
        self._tell("S-DEF-MISSING", f"The definition cannot be opened. {why.code}: {why.message}")

    def _tell(self, code: str, message: str, level: Level = Level.WARNING) -> None:
        self.code, self.message, self.level = code, message, level

    def _content(self, session: SurveySession, shelf: Shelf) -> str | None:
        """Return the bytes of the definition to be used."""
        name = session.snapshot
        current = shelf.current(session.survey)
        if name == "current":
            if current is None:
                self._tell("S-DEF-MISSING", "There is no current definition of the survey.")
            return current
        content = shelf.snapshot(session.survey, name)
        of_current = None if current is None else snapshot_name(current)
        if content is None:
            self.offer = of_current == name
            said = "There is no such snapshot of the survey"
            self._tell(
                "S-DEF-MISSING",
                f"{said}, but its current definition is the same."
                if self.offer
                else f"{said}; answers are shown by their own types.",
            )
            return current if self.offer else None
        if (found := snapshot_name(content)) != name:
            message = f"The snapshot is not what its name says: its SHA1 is {found}."
            self._tell("S-DEF-SHA", message)
        elif of_current not in {None, name}:
            message = "The survey has been edited since; the session keeps its own definition."
            self._tell("S-DEF-OUTDATED", message, Level.INFO)
        return content


def _answer_findings(session: SurveySession, definition: Definition | None) -> Iterator[Finding]:
    """Yield what is odd about answers against their questions."""
    questions: dict[str, Question] = {}
    for question in reversed(definition.questions if definition else ()):
        questions[question.uid] = question
    for answer in session.body:
        if answer.is_system:
            continue
        asked = questions.get(answer.uid)
        odd = [] if definition is None else _against(answer, asked)
        for code, level, field, message in (*odd, *reading_findings(answer, asked)):
            yield Finding(
                level=level,
                code=code,
                line=answer.line,
                field=field,
                message=message,
                raw=session.lines[answer.line - 1].text,
            )


def _against(answer: Answer, question: Question | None) -> list[tuple[str, Level, str, str]]:
    """Return code, level, field and message of what does not fit an answer's question."""
    if question is None:
        message = f"The survey has no question {quoted(answer.uid)}."
        return [("A-UNKNOWN-UID", Level.WARNING, "uid", message)]
    odd = []
    if answer.type != question.type:
        message = f"The answer is a {answer.type}, its question a {question.type}."
        odd.append(("A-TYPE", Level.WARNING, "type", message))
    if answer.unit != question.unit:
        message = (
            f"The unit is {quoted(answer.unit)}, that of the question {quoted(question.unit)}."
        )
        odd.append(("A-UNIT", Level.INFO, "unit", message))
    return odd
