"""Reads a file of a survey into a preview: the session of a respondent, or a definition."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from sessionary.core.json_text import digest
from sessionary.core.problems import Problem, Severity
from sessionary.core.survey.definition import read_definition
from sessionary.core.survey.findings import Level
from sessionary.core.survey.lines import Line, join_lines, shown, split_lines, stored_lines
from sessionary.core.survey.masking import masked_lines
from sessionary.core.survey.opening import open_session, snapshot_name
from sessionary.core.survey.question_types import is_secret
from sessionary.core.survey.rows import (
    CURRENT,
    DEFINITION,
    SNAPSHOT,
    SURVEY,
    file_lines,
)
from sessionary.core.survey.session import is_session_id, read_session
from sessionary.core.text import one_line
from sessionary.formats.records import Record
from sessionary.formats.survey.files import Sort, SurveyFile, read_file
from sessionary.formats.survey.home import HomeSession, home_of
from sessionary.services.imports.report import Line as Told
from sessionary.services.imports.report import Verdict
from sessionary.services.imports.survey_preview import ComingShelf
from sessionary.storage import seen, versions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sessionary.core.survey.findings import Finding
    from sessionary.services.imports.drafts import Draft
    from sessionary.services.imports.preview import Preview, Reading
    from sessionary.services.library import Library
    from sessionary.storage.connection import Reader

    Report = Callable[[int, int], None]

_SEVERITIES: Final = {
    Level.FATAL: Severity.ERROR,
    Level.ERROR: Severity.ERROR,
    Level.WARNING: Severity.WARNING,
    Level.INFO: Severity.NOTE,
}
_SHOWN: Final = 60


def read(reading: Reading, report: Report) -> None:
    """Read a file.

    Raises:
        FileRefused: It is too large.
    """
    found = read_file(reading.file.path)
    if found is not None and found.sort is Sort.SESSION:
        _read_session(reading, found)
    elif found is not None:
        _read_definition(reading, found)
    report(reading.file.size, reading.file.size)


def _read_session(reading: Reading, found: SurveyFile) -> None:
    stem = found.path.stem
    key = found.name or (stem if is_session_id(stem) else found.path.name)
    lines = split_lines(found.content)
    session = read_session(lines, id=key)
    if session.fatal:
        reading.refuse(*(_problem(reading, one) for one in session.findings))
        return
    draft = reading.state.draft(reading.connection, SURVEY, "", key, key)
    prefix = _prefix(reading, found)
    own = {name: value for name, value in draft.data["own"].items() if name != "prefix"}
    own |= {"prefix": prefix} if prefix else {}
    _take(reading, draft, found.content, lines, own)
    reading.preview.surveys.sessions.append((reading.number, key, lines))


def _prefix(reading: Reading, found: SurveyFile) -> str:
    """Return the folder of a home in which a session stands, if that is not where it belongs."""
    if home_of(found.path) is None:
        return ""
    placed = HomeSession(path=found.path, id=found.name, folder=found.path.absolute().parent.name)
    if placed.finding is not None:
        reading.file.add(_problem(reading, placed.finding))
    return placed.folder if placed.is_misplaced else ""


def _read_definition(reading: Reading, found: SurveyFile) -> None:
    lines = split_lines(found.content)
    definition = read_definition(lines)
    if definition.fatal:
        reading.refuse(*(_problem(reading, one) for one in definition.findings))
        return
    if not found.survey:
        reading.refuse(_nameless(reading))
        return
    for finding in definition.findings:
        reading.file.add(_problem(reading, finding))
    draft = reading.state.draft(reading.connection, DEFINITION, "", found.survey, found.survey)
    if found.name in ("", CURRENT):
        _take(reading, draft, found.content, lines, draft.data["own"])
        return
    verdict = take_snapshot(reading, found.survey, found.name, found.content)
    title = definition.description.strip() or found.survey
    reading.file.counts[verdict] += 1
    reading.file.lines.append(
        Told(
            sort=SNAPSHOT,
            title=shown(title),
            verdict=verdict,
            detail=f"{found.survey}/{found.name[:8]}",
        )
    )
    reading.file.records += verdict in (Verdict.NEW, Verdict.CHANGED)


def _nameless(reading: Reading) -> Problem:
    name = reading.file.path.name
    return Problem(
        severity=Severity.ERROR,
        code="survey.id",
        place="",
        found=one_line(name, _SHOWN),
        expected="the id of a survey as the name of the file or of its folder",
        message=f"Of which survey {name} is the definition is not said: neither the file nor its "
        "folder has a name of letters, digits, blanks, points, hyphens and underscores.",
        file=name,
    )


def _take(
    reading: Reading, draft: Draft, content: str, lines: tuple[Line, ...], own: dict[str, object]
) -> None:
    """Take a file as the content of a document, whole."""
    mark = digest(content)
    record = Record(
        sort=draft.kind, value={}, text=content, place="", line=0, column=0, position=0,
        digest=mark,
    )  # fmt: skip
    if draft.pk is not None and seen.was_seen(reading.connection, draft.pk, mark):
        reading.file.counts[Verdict.SAME] += 1
        return
    data = {**draft.data, "record": {"lines": stored_lines(lines)}, "own": own}
    draft.replace(
        reading.number, record, data, edited=was_edited(reading.connection, draft, content)
    )


def adopt_whole(reading: Reading, draft: Draft, record: Record, data: dict[str, Any]) -> None:
    """Take in a document of a survey of another library, with what only that one knows of it."""
    content = join_lines(file_lines(data))
    ours = draft.data["own"] if draft.before is not None else {}
    theirs = {name: value for name, value in data["own"].items() if name not in ours}
    edited = was_edited(reading.connection, draft, content)
    draft.whole = True
    draft.replace(reading.number, record, {**data, "own": {**ours, **theirs}}, edited=edited)
    if content:
        draft.hashes.append(seen.content_mark(digest(content)))


def was_edited(connection: Reader, draft: Draft, coming: str) -> bool:
    """Say whether a document of a survey holds what no file has brought, nor is bringing now."""
    content = "" if draft.before is None else join_lines(file_lines(draft.before))
    if draft.pk is None or content in ("", coming):
        return False
    mark = digest(content)
    return not (
        seen.was_seen(connection, draft.pk, mark)
        or seen.was_seen(connection, draft.pk, seen.content_mark(mark))
    )


def take_snapshot(reading: Reading, survey: str, name: str, content: str) -> Verdict:
    """Take a snapshot; return what becomes of it. One that is as its name says never changes."""
    coming = reading.preview.surveys.snapshots
    there = coming.get((survey, name))
    if there is None:
        there = versions.snapshot(reading.connection, survey, name)
    if there == content:
        return Verdict.SAME
    if there is not None and (snapshot_name(there) == name or snapshot_name(content) != name):
        reading.problem(
            "conflict", "", "another content of a snapshot that is here",
            "the content that is here",
            f"Snapshot {name} of {survey} is here with another content, and snapshots do not "
            "change; that of the file is left out.",
        )  # fmt: skip
        return Verdict.CONFLICT
    coming[survey, name] = content
    # Its number may be known by now, or the same file may come twice.
    reading.preview.repeated |= there is not None
    return Verdict.NEW if there is None else Verdict.CHANGED


def tell_findings(preview: Preview, library: Library) -> None:
    """Report what is odd or wrong in the sessions that files bring, against their definitions.

    Once all files are read: the definition of a session may come after it.
    """
    shelf = ComingShelf(preview.surveys, preview.state, library.shelf)
    for number, key, lines in preview.surveys.sessions:
        file = preview.files[number]
        shown_lines = tuple(masked_lines(lines))
        for finding in open_session(read_session(lines, id=key), shelf).findings:
            at = finding.line - 1
            # The end of a secret that was split at a line break looks like any other line.
            is_hidden = at < len(lines) and shown_lines[at] != lines[at].text
            told = replace(finding, raw="") if is_hidden else finding
            file.add(problem_of(told, file.path.name))


def _problem(reading: Reading, finding: Finding) -> Problem:
    return problem_of(finding, reading.file.path.name)


def problem_of(finding: Finding, file: str) -> Problem:
    """Return a finding as the problem of a file."""
    place = f"line {finding.line}"
    return Problem(
        severity=_SEVERITIES[finding.level],
        code=finding.code,
        place=f"{place}, {finding.field}" if finding.field else place,
        found=_told(finding.raw),
        expected="",
        message=finding.message,
        file=file,
        fatal=finding.level is Level.FATAL,
    )


def _told(raw: str) -> str:
    """Return the beginning of a line, unless it may hold a secret."""
    if any(is_secret(part.upper()) for part in raw.split(":")[1:4]):
        return ""
    return one_line(shown(raw), _SHOWN)


def record_bytes(kind: str, text: str) -> bytes:
    """Return the bytes that stood in a file, given the text of a record of it."""
    if kind in (SURVEY, DEFINITION):
        return text.encode("latin-1")
    return text.encode("utf-8", "surrogatepass")


def changed_versions(preview: Preview, writes: Iterable[Draft]) -> set[tuple[str, str]]:
    """Return survey and name of each version of a definition that an import changes."""
    changed = {(draft.key, CURRENT) for draft in writes if draft.kind == DEFINITION}
    return changed | preview.surveys.snapshots.keys()
