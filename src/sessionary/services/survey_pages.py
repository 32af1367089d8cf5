"""All that ``show`` says of a survey's definition and of one of its sessions."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from sessionary.core.survey.findings import Level
from sessionary.core.survey.flow import standing
from sessionary.core.survey.lines import join_lines, split_lines
from sessionary.core.survey.masking import masked_lines
from sessionary.core.survey.opening import snapshot_name
from sessionary.core.survey.question_types import is_secret
from sessionary.core.survey.remembered import definition_of
from sessionary.core.survey.rows import DEFINITION, SURVEY, file_lines
from sessionary.core.survey.values import HASH_STORED, printable, value_text
from sessionary.core.text import one_line
from sessionary.formats.survey.markdown import survey_lines
from sessionary.services.sessions import document_data
from sessionary.services.survey_check import finding_json, standing_json
from sessionary.services.survey_shelf import opened_session
from sessionary.storage import versions

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sessionary.core.survey.findings import Finding
    from sessionary.core.survey.records import Answer, Opened, Question
    from sessionary.services.library import Library

_SEVERITIES = {
    Level.FATAL: "error",
    Level.ERROR: "error",
    Level.WARNING: "warning",
    Level.INFO: "note",
}


def show_survey(library: Library, key: str) -> dict[str, Any]:
    """Return a survey session as ``show --json`` prints it.

    Raises:
        UserError: There is no such session, or it cannot be used.
    """
    data = document_data(library, SURVEY, key)
    opened = opened_session(library, key)
    return {
        "key": f"{SURVEY}/{key}",
        "kind": SURVEY,
        "document": _masked(data["record"], opened),
        "own": data["own"],
        "entries": list(_answers(opened)),
        "derived": _derived(opened),
        "findings": [_finding(one) for one in opened.findings],
    }


def _masked(record: Mapping[str, Any], opened: Opened) -> dict[str, Any]:
    """Return a session's record whose lines show no secret."""
    lines = opened.session.lines
    shown = zip(masked_lines(lines), lines, strict=True)
    return {**record, "lines": [[text, line.end] for text, line in shown]}


def show_definition(library: Library, key: str) -> dict[str, Any]:
    """Return a survey's definition as ``show --json`` prints it; its entries are its snapshots.

    Raises:
        UserError: There is no such survey, or it cannot be used.
    """
    data = document_data(library, DEFINITION, key)
    content = join_lines(file_lines(data))
    definition = definition_of(content)
    with library.reading() as connection:
        names = versions.snapshot_names(connection, key)
        snapshots = [(name, versions.snapshot(connection, key, name) or "") for name in names]
    return {
        "key": f"{DEFINITION}/{key}",
        "kind": DEFINITION,
        "document": data["record"],
        "own": data["own"],
        "entries": [_snapshot(name, found) for name, found in snapshots],
        "derived": _version(content),
        # What a survey of which only snapshots are known lacks is no finding.
        "findings": [_finding(one) for one in definition.findings] if content else [],
    }


def survey_text(library: Library, key: str) -> str:
    """Return a survey session as text for people."""
    return "".join(survey_lines(opened_session(library, key)))


def definition_text(library: Library, key: str) -> str:
    """Return a survey's definition as text for people: its questions, and its versions."""
    shown = show_definition(library, key)
    derived = shown["derived"]
    questions = _count(len(derived["questions"]), "question")
    lines = [
        str(derived["description"] or key),
        f"{questions}, {_count(len(shown['entries']), 'version')} kept",
        "",
        *(f"{one['uid']} ({one['type']}): {one['text']}" for one in derived["questions"]),
    ]
    return "\n".join(one_line(line) for line in lines)


def _count(count: int, one: str) -> str:
    return f"{count} {one}" if count == 1 else f"{count} {one}s"


def _derived(opened: Opened) -> dict[str, Any]:
    session, definition = opened.session, opened.definition
    group = session.head("@group")
    facts: dict[str, Any] = {
        "survey": session.survey,
        "snapshot": session.snapshot,
        "generation": None if session.generation is None else int(session.generation),
        "respondent": printable(session.respondent),
        "group": "" if group is None else printable(group.text),
        "description": None if definition is None else printable(definition.description),
        "sha1": snapshot_name(join_lines(session.lines)),
    }
    return facts if session.fatal else {**facts, **standing_json(standing(opened))}


def _answers(opened: Opened) -> Iterator[dict[str, Any]]:
    """Yield the answer lines of a session, those of its header first, all of their fields."""
    session, definition = opened.session, opened.definition
    questions: dict[str, Question] = {}
    for question in definition.questions if definition is not None else ():
        questions.setdefault(question.uid, question)
    for answer in session.header:
        yield _answer(answer, None, "header")
    for answer in session.body:
        sort = "system" if answer.is_system else "deleted" if answer.is_deleted else "given"
        yield _answer(answer, None if answer.is_system else questions.get(answer.uid), sort)


def _answer(answer: Answer, question: Question | None, sort: str) -> dict[str, Any]:
    fields = asdict(answer)
    for name in ("uid", "text", "unit"):
        fields[name] = printable(fields[name])
    told = value_text(answer, question)
    if is_secret(answer.type) or (question is not None and is_secret(question.type)):
        told = HASH_STORED if answer.text else ""
        fields["text"] = ""
    return {
        **fields,
        "sort": sort,
        "question": None if question is None else printable(question.text),
        "shown": told,
    }


def _snapshot(name: str, content: str) -> dict[str, Any]:
    version = _version(content)
    version["questions"] = len(version["questions"])
    return {"id": name, **version}


def _version(content: str) -> dict[str, Any]:
    definition = definition_of(content)
    return {
        "sha1": snapshot_name(content) if content else None,
        "version": definition.version,
        "description": printable(definition.description),
        "withPython": definition.with_python,
        "questions": [
            {
                name: printable(value) if isinstance(value, str) else value
                for name, value in asdict(question).items()
            }
            for question in definition.questions
        ],
        "lines": len(split_lines(content)),
    }


def _finding(finding: Finding) -> dict[str, Any]:
    place = f"line {finding.line}"
    return {
        "severity": _SEVERITIES[finding.level],
        "place": f"{place}, {finding.field}" if finding.field else place,
        **finding_json(finding),
    }
