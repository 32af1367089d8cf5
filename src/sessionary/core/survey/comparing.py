"""What a survey's documents say, in a form in which two versions of one are compared.

Lines are told as answers and questions, secrets only as stored.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sessionary.core.survey.lines import shown
from sessionary.core.survey.masking import masked_lines
from sessionary.core.survey.records import State
from sessionary.core.survey.values import date_time_text, printable, value_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sessionary.core.survey.records import Answer, Definition, Question, SurveySession

J = dict[str, Any]


def told_session(session: SurveySession, definition: Definition | None) -> J:
    """Return what a session says: its header and answers by name, and lines that are damaged.

    Args:
        session: The session.
        definition: Gives titles, units and labels; without it answers go by their uids.
    """
    asked = {one.uid: one for one in reversed(definition.questions if definition else ())}
    masked = list(masked_lines(session.lines))
    answers = [_told_answer(one, asked.get(one.uid)) for one in session.body]
    head = {one.uid.removeprefix("@"): _head_text(one) for one in session.header}
    damaged = [{"id": f"line {one}", "text": _text(masked[one - 1])} for one in session.raw]
    return {
        "survey": session.survey,
        "version": session.snapshot,
        "header": head,
        "answers": list(_numbered(answers)),
        "damaged": damaged,
    }


def told_definition(definition: Definition) -> J:
    """Return what a definition says: its head and its questions by uid."""
    decoded = {one.line for one in (*definition.questions, *definition.after_blank)}
    first = min(decoded, default=len(definition.lines) + 1)
    return {
        "description": printable(definition.description),
        "formatVersion": definition.version,
        "orderByProgram": definition.with_python,
        "questions": list(_numbered(map(_told_question, definition.questions))),
        "afterTheEnd": list(_numbered(map(_told_question, definition.after_blank))),
        "damaged": [
            {"id": f"line {number}", "text": _text(line.text)}
            for number, line in enumerate(definition.lines, 1)
            if number >= first and line.text and number not in decoded
        ],
    }


def _told_answer(answer: Answer, question: Question | None) -> J:
    title = question.text if question is not None and question.text else answer.uid
    told: J = {"id": printable(title), "value": value_text(answer, question)}
    if answer.is_deleted:
        told["takenBack"] = True
    return told


def _head_text(answer: Answer) -> str:
    """Return what a line of the header says."""
    said = [printable(answer.text)] if answer.text else []
    if answer.uid in {"@state", "@closed"}:
        said.insert(0, _state_text(answer))
    if answer.time_end:
        said.append(date_time_text(answer.time_end))
    return ", ".join(said)


def _state_text(answer: Answer) -> str:
    """Return the state as people call it, with the number that the file has for it."""
    if answer.uid == "@state" and answer.value in set(State):
        return f"{State(answer.value).name.capitalize()} ({answer.value})"
    return str(answer.value)


def _told_question(question: Question) -> J:
    return {
        "id": printable(question.uid),
        "title": printable(question.text),
        "description": printable(question.html),
        "type": question.type,
        "flags": question.flags,
        "default": printable(question.default),
        "min": question.low,
        "max": question.high,
        "decimals": question.decimals,
        "choices": [printable(choice) for choice in question.choices],
        "unit": printable(question.unit),
    }


def _numbered(told: Iterable[J]) -> Iterator[J]:
    """Yield what is told with ids that differ: the second of a name is ``name (2)``."""
    seen: dict[str, int] = {}
    for one in told:
        name = one["id"]
        seen[name] = seen.get(name, 0) + 1
        yield one if seen[name] == 1 else {**one, "id": f"{name} ({seen[name]})"}


def _text(line: str) -> str:
    return printable(shown(line))
