"""Looking a survey's files over where they lie: a file, a folder of them, or a home folder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sessionary.core.problems import UserError
from sessionary.core.survey.definition import read_definition
from sessionary.core.survey.findings import Finding, Level
from sessionary.core.survey.flow import Standing, standing
from sessionary.core.survey.lines import split_lines
from sessionary.core.survey.opening import Shelf, open_session, snapshot_name
from sessionary.core.survey.session import is_snapshot_name, read_session
from sessionary.core.survey.values import printable
from sessionary.formats.records import FileRefused
from sessionary.formats.survey.files import Sort, SurveyFile, read_file
from sessionary.formats.survey.home import HomeSession, HomeShelf, OtherFile, home_of, is_home, scan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from sessionary.core.survey.records import Definition, SurveySession

    Report = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedFile:
    """What was found in a file.

    Attributes:
        path: The file.
        sort: What it is; None where it could not be read.
        sha1: The SHA1 of its bytes, in hexadecimal.
        findings: All there is to tell, by line.
        facts: What it says of itself, by the names that scripts know.
        standing: How a session stands; None for a definition, and where nothing can be opened.
    """

    path: Path
    sort: Sort | None
    sha1: str
    findings: tuple[Finding, ...]
    facts: Mapping[str, Any]
    standing: Standing | None = None

    @property
    def is_wrong(self) -> bool:
        """Whether an error keeps it from being opened or edited."""
        return any(one.level in {Level.FATAL, Level.ERROR} for one in self.findings)

    def as_json(self) -> dict[str, Any]:
        """Return it as scripts get it."""
        return {
            "file": printable(str(self.path)),
            "sort": self.sort,
            "sha1": self.sha1,
            **self.facts,
            **({} if self.standing is None else standing_json(self.standing)),
            "findings": [finding_json(one) for one in self.findings],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What was found in a file or folder: its files of surveys, and what else lies there."""

    files: tuple[CheckedFile, ...]
    others: tuple[OtherFile, ...] = ()

    @property
    def is_wrong(self) -> bool:
        """Whether an error keeps one of the files from being opened or edited."""
        return any(one.is_wrong for one in self.files)

    def as_json(self) -> dict[str, Any]:
        """Return it as scripts get it."""
        others = [
            {"file": printable(str(one.path)), "reason": printable(one.reason)}
            for one in self.others
        ]
        return {
            "ok": not self.is_wrong,
            "files": [one.as_json() for one in self.files],
            "others": others,
        }


def finding_json(finding: Finding) -> dict[str, Any]:
    """Return a finding as scripts get it; the line's bytes, which may be secret, are left out."""
    return {
        "level": finding.level,
        "code": finding.code,
        "line": finding.line,
        "field": finding.field,
        "message": printable(finding.message),
    }


def standing_json(standing: Standing) -> dict[str, Any]:
    """Return how a session stands as scripts get it."""
    return {
        "state": standing.word,
        "stateNumber": standing.number,
        "next": [printable(uid) for uid in standing.next],
        "orderKnown": standing.order_known,
        "progress": {
            "done": standing.done,
            "total": standing.total,
            "approximate": standing.approximate,
        },
        "conflict": None if standing.conflict is None else printable(standing.conflict),
        "proposals": {printable(uid): printable(raw) for uid, raw in standing.proposals.items()},
    }


def check_files(path: Path, report: Report, *, shelf: Shelf | None = None) -> Checked:
    """Look a file or folder over; nothing is changed.

    Args:
        path: A file, a home folder, or a folder with files of surveys.
        report: Called with files done and in all; may raise to cancel.
        shelf: Where the definitions of sessions are that stand in no home folder; those in one
            are opened with what is there.

    Raises:
        UserError: There is no file of a survey.
        OSError: The file or folder cannot be read.
    """
    if not path.is_dir():
        read = read_file(path)
        if read is None:
            raise UserError(f"{path} is neither a definition of a survey nor a session.")
        return Checked(files=(_checked(read, shelf),))
    if is_home(path):
        return _check_home(path, report)
    found = sorted(one for one in path.iterdir() if one.is_file())
    checked = _check_all(found, report, shelf)
    if not checked:
        raise UserError(
            f"{path} is no home folder of surveys (surveys, sessions) and holds no file of one."
        )
    known = {one.path for one in checked}
    reason = "it is neither a definition nor a session"
    others = (OtherFile(path=one, reason=reason) for one in found if one not in known)
    return Checked(files=checked, others=tuple(others))


def _check_home(folder: Path, report: Report) -> Checked:
    home = scan(folder)
    misplaced = {one.path: one for one in home.sessions if one.is_misplaced}
    paths = [one.path for one in home.definitions] + [one.path for one in home.sessions]
    return Checked(files=_check_all(paths, report, None, misplaced), others=home.others)


def _check_all(
    paths: list[Path],
    report: Report,
    shelf: Shelf | None,
    misplaced: Mapping[Path, HomeSession] | None = None,
) -> tuple[CheckedFile, ...]:
    checked = []
    for number, path in enumerate(paths):
        report(number, len(paths))
        try:
            read = read_file(path)
        except FileRefused as refused:
            checked.append(_unread(path, refused.problem.code, str(refused)))
        except OSError as error:
            checked.append(_unread(path, "file.unreadable", error.strerror or str(error)))
        else:
            if read is not None:
                checked.append(_checked(read, shelf, (misplaced or {}).get(path)))
    report(len(paths), len(paths))
    return tuple(checked)


def _unread(path: Path, code: str, message: str) -> CheckedFile:
    finding = Finding(level=Level.FATAL, code=code, line=1, message=message)
    return CheckedFile(path=path, sort=None, sha1="", findings=(finding,), facts={})


def _checked(
    read: SurveyFile, shelf: Shelf | None, place: HomeSession | None = None
) -> CheckedFile:
    if read.sort is Sort.DEFINITION:
        return _checked_definition(read)
    home = home_of(read.path)
    if home is not None:
        shelf = HomeShelf(home)
    session = read_session(split_lines(read.content), id=read.name)
    opened = open_session(session, shelf or _NoShelf())
    findings = opened.findings
    if not read.name:
        message = f"A session's file is called by its id, and {read.path.name!r} is none."
        findings = (Finding(level=Level.FATAL, code="S-ID", line=1, message=message), *findings)
    if place is not None and place.finding is not None:
        findings = (place.finding, *findings)
    return CheckedFile(
        path=read.path,
        sort=read.sort,
        sha1=snapshot_name(read.content),
        findings=_by_line(findings),
        facts=_session_facts(opened.session),
        standing=None if opened.session.fatal else standing(opened),
    )


def _session_facts(session: SurveySession) -> dict[str, Any]:
    generation = session.generation
    return {
        "id": session.id,
        "survey": session.survey,
        "snapshot": session.snapshot,
        "generation": None if generation is None else int(generation),
        "respondent": printable(session.respondent),
    }


def _checked_definition(read: SurveyFile) -> CheckedFile:
    definition = read_definition(split_lines(read.content))
    sha1 = snapshot_name(read.content)
    findings = definition.findings
    if is_snapshot_name(read.name) and read.name != sha1:
        message = f"The snapshot is not what its name says: its SHA1 is {sha1}."
        wrong = Finding(level=Level.WARNING, code="S-DEF-SHA", line=1, message=message)
        findings = (wrong, *findings)
    return CheckedFile(
        path=read.path,
        sort=read.sort,
        sha1=sha1,
        findings=_by_line(findings),
        facts=_definition_facts(read, definition),
    )


def _definition_facts(read: SurveyFile, definition: Definition) -> dict[str, Any]:
    return {
        "survey": read.survey,
        "name": read.name,
        "version": definition.version,
        "description": printable(definition.description),
        "withPython": definition.with_python,
        "questions": len(definition.questions),
    }


def _by_line(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda one: one.line))


class _NoShelf:
    """The shelf of a file that stands in no home folder."""

    def snapshot(self, _survey: str, _name: str, /) -> str | None:
        """Return None."""
        return None

    def current(self, _survey: str, /) -> str | None:
        """Return None."""
        return None
