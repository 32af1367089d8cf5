"""A survey session as a Markdown page: the questions with their answers.

What the respondent does not see, what was taken back and what only the program says is left out
unless it is asked for; what was typed as a secret never leaves the library.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TextIO

from sessionary.core.survey.flow import standing
from sessionary.core.survey.question_html import plain_text
from sessionary.core.survey.question_types import is_secret
from sessionary.core.survey.values import date_time_text, printable, value_text
from sessionary.formats.markdown.escape import escape, prose
from sessionary.formats.markdown.session import table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sessionary.core.survey.flow import Standing
    from sessionary.core.survey.records import Answer, Opened, Question

    Lines = Iterator[str]

_MASKED: Final = "*Kept secret.*"
_SKIPPED: Final = "*Skipped.*"


@dataclass(frozen=True, slots=True, kw_only=True)
class Included:
    """What a page tells beyond the answers that respondents see.

    Attributes:
        hidden: Answers to questions that are hidden from the respondent.
        deleted: Answers that were taken back, struck through.
        system: The lines of the header, and answers of the program's own.
    """

    hidden: bool = False
    deleted: bool = False
    system: bool = False


USUAL: Final = Included()


def write_survey_session(
    stream: TextIO,
    opened: Opened,
    *,
    include: Included = USUAL,
    facts: Iterable[tuple[str, str]] = (),
    notes: str = "",
) -> None:
    """Write a survey session's page; see `survey_lines`.

    Args:
        stream: Opened as UTF-8 with LF as line end, as `atomic_text` does.
        opened: The session with its definition.
        include: What is told beyond the usual.
        facts: More of (label, Markdown) for the head of the page.
        notes: What somebody wrote down about it here.
    """
    stream.writelines(survey_lines(opened, include=include, facts=facts, notes=notes))


def survey_lines(
    opened: Opened,
    *,
    include: Included = USUAL,
    facts: Iterable[tuple[str, str]] = (),
    notes: str = "",
    level: int = 1,
) -> Lines:
    """Yield the lines of a survey session's page, each with its line end.

    Questions without an answer are left out: which of them are still to come may be a secret.

    Args:
        opened: The session with its definition.
        include: What is told beyond the usual.
        facts: More of (label, Markdown) for the head of the page.
        notes: What somebody wrote down about it here.
        level: The level of its heading; deeper where sessions are parts of a longer page.
    """
    page = _Page(opened, include)
    mark = "#" * (level + 1)
    yield f"{'#' * level} {page.title()}\n\n"
    for label, said in (*page.facts(), *facts):
        yield f"- **{label}:** {said}\n"
    for question, answers in page.answered():
        yield f"\n{mark} {_line(question.text) or _line(question.uid)}\n"
        if about := _line(plain_text(question.html)):
            yield f"\n{about}\n"
        for answer in answers:
            yield from _answer_lines(answer, question)
    yield from _section(f"{mark} {page.other_title}", page.other_answers())
    yield from _section(f"{mark} System answers", page.system_answers())
    if told := prose(notes):
        yield f"\n{mark} Notes\n\n{told}\n"


class _Page:
    """What a page has to tell of a session."""

    def __init__(self, opened: Opened, include: Included) -> None:
        self._opened = opened
        self._include = include
        self._answers: dict[str, list[Answer]] = {}
        for answer in opened.session.body:
            if not answer.is_system and (include.deleted or not answer.is_deleted):
                self._answers.setdefault(answer.uid, []).append(answer)
        definition = opened.definition
        self._questions: dict[str, Question] = {}
        for question in definition.questions if definition else ():
            self._questions.setdefault(question.uid, question)
        self.other_title = "Answers without a question" if definition else "Answers"

    def title(self) -> str:
        """Return the heading: what the survey is about, and who answered."""
        session, definition = self._opened.session, self._opened.definition
        about = (_line(definition.description) if definition else "") or _line(session.survey)
        respondent = _line(session.respondent)
        return f"{about} – {respondent}" if respondent else about

    def facts(self) -> Iterator[tuple[str, str]]:
        """Yield label and Markdown of what is known of the session."""
        session = self._opened.session
        yield "Survey", _line(session.survey)
        if session.respondent:
            yield "Respondent", _line(session.respondent)
        yield "State", state_text(standing(self._opened))
        state = session.head("@state")
        if state is not None and state.time_begin:
            yield "Started", date_time_text(state.time_begin)
        if state is not None and state.time_end:
            yield "Closed", date_time_text(state.time_end)
        if session.raw:
            count = len(session.raw)
            yield "Left out", f"{count} line{'' if count == 1 else 's'} that cannot be read"

    def answered(self) -> Iterator[tuple[Question, list[Answer]]]:
        """Yield the questions that have an answer to be told, with all of these."""
        for uid, question in self._questions.items():
            answers = self._answers.get(uid)
            if answers and (self._include.hidden or not question.is_hidden):
                yield question, answers

    def other_answers(self) -> Lines:
        """Yield the answers that no question is known of."""
        for uid, answers in self._answers.items():
            if uid not in self._questions:
                for answer in answers:
                    told = _MASKED if _is_secret(answer, None) else _value(answer, None)
                    yield f"- {_line(uid)}: {_struck(told, answer)}\n"

    def system_answers(self) -> Lines:
        """Yield header and answers of the program's own as a table."""
        if not self._include.system:
            return
        session = self._opened.session
        told = [*session.header, *(one for one in session.body if one.is_system)]
        rows = (
            (_line(one.uid), _value(one, None) or " ", date_time_text(one.stored)) for one in told
        )
        yield from table(("Name", "Value", "Stored"), rows)


def state_text(standing: Standing) -> str:
    """Return how a session stands: ``open, 3 of 10``; without a definition the state alone."""
    if standing.total is None:
        return standing.word
    about = "about " if standing.approximate else ""
    return f"{standing.word}, {about}{standing.done} of {standing.total}"


def _answer_lines(answer: Answer, question: Question) -> Lines:
    """Yield an answer as a quotation."""
    if _is_secret(answer, question):
        yield f"\n> {_struck(_MASKED, answer)}\n"
        return
    said = value_text(answer, question)
    if not said.strip():
        # A slide has no answer to be skipped.
        if answer.type != "HIDDEN":
            yield f"\n> {_struck(_SKIPPED, answer)}\n"
        return
    if answer.is_deleted:
        yield f"\n> {_struck(escape(said), answer)}\n"
        return
    yield "\n"
    for line in prose(said).split("\n"):
        yield f"> {line}".rstrip() + "\n"


def _is_secret(answer: Answer, question: Question | None) -> bool:
    return is_secret(answer.type) or (question is not None and is_secret(question.type))


def _value(answer: Answer, question: Question | None) -> str:
    return escape(value_text(answer, question))


def _struck(told: str, answer: Answer) -> str:
    return f"~~{told}~~ (deleted)" if answer.is_deleted else told


def _line(text: str) -> str:
    return escape(printable(text))


def _section(title: str, lines: Lines) -> Lines:
    """Yield a heading and its lines, nothing if there are none."""
    first = next(lines, None)
    if first is not None:
        yield f"\n{title}\n\n"
        yield first
        yield from lines
