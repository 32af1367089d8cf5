"""The first reading of an import: what is new, changed, the same and wrong. Nothing is written."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from sessionary.core.problems import Problem, Severity, UserError
from sessionary.core.survey.session import is_session_id
from sessionary.formats.records import FileRefused
from sessionary.formats.sniff import FileFormat, detect, looks_like_json
from sessionary.services.imports.formats import IMPORTERS
from sessionary.services.imports.judging import judge_documents
from sessionary.services.imports.preview import Preview, Reading
from sessionary.services.imports.report import FileReport
from sessionary.services.imports.state import State
from sessionary.services.imports.survey_folders import expanded, told_of
from sessionary.services.imports.survey_reading import tell_findings
from sessionary.storage import seen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from sessionary.services.library import Library

    Report = Callable[[int, int], None]

__all__ = ["Preview", "file_digest", "read_files"]


def file_digest(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_files(
    library: Library,
    paths: Iterable[Path],
    report: Report,
    *,
    campaign: str = "",
    players_see: bool = False,
) -> Preview:
    """Read files and return what importing them would do.

    Args:
        library: Where they would go.
        paths: The files, in the order in which their records are merged; and home folders of
            surveys, which stand for the files in them.
        report: Called with bytes done and in all; may raise to cancel.
        campaign: The campaign of records that name none.
        players_see: Whether events that do not say who may see them are the players' too.

    Raises:
        UserError: A file cannot be opened, or a folder is no home of surveys.
    """
    paths, folders = expanded(paths)
    sizes: dict[Path, int] = {}
    for path in paths:
        try:
            sizes[path] = path.stat().st_size
            path.open("rb").close()
        except OSError as error:
            raise UserError(f"{path}: {error.strerror or error}.") from error
    refused: dict[int, Problem] = {}
    while True:
        # A file that turns out to be none in its middle must leave nothing in the drafts.
        files = [FileReport(path=path, size=sizes[path]) for path in paths]
        files += [told_of(folder) for folder in folders]
        preview = Preview(files, State(library, campaign), players_see=players_see)
        found = _read_all(preview, library, refused, report)
        if found is None:
            return preview
        refused.update([found])


def _read_all(
    preview: Preview, library: Library, refused: dict[int, Problem], report: Report
) -> tuple[int, Problem] | None:
    """Read all files but those refused before; return the number and problem of one that is."""
    total = sum(file.size for file in preview.files)
    done = 0
    with library.reading() as connection:
        for number, file in enumerate(preview.files):
            if file.is_folder:
                continue
            base = done

            def progress(at: int, _size: int, base: int = base) -> None:
                report(base + at, total)

            reading = Reading(preview, number, connection, library)
            if number in refused:
                _look(reading)
                reading.refuse(refused[number])
            elif problem := _read(reading, progress):
                return number, problem
            done += file.size
        judge_documents(preview, library)
        tell_findings(preview, library)
    return None


def _read(reading: Reading, report: Report) -> Problem | None:
    """Read a file; return why nothing of it can be taken, if that is found in its midst."""
    _look(reading)
    importer = IMPORTERS.get(reading.file.format)
    if importer is None:
        _refuse_format(reading)
        return None
    try:
        importer.read(reading, report)
    except FileRefused as refused:
        return refused.problem
    return None


def _look(reading: Reading) -> None:
    file = reading.file
    file.sha256 = file_digest(file.path)
    file.kept = seen.source_kept(reading.connection, file.sha256)
    found = detect(file.path)
    if found is None and looks_like_json(file.path):
        # Broken at its beginning, perhaps: the reader says where, and takes what can be taken.
        found = FileFormat.CAMPAIGN
    elif found is None and is_session_id(file.path.name):
        # Nothing else is called so.
        found = FileFormat.SURVEY
    file.format = found or ""


def _refuse_format(reading: Reading) -> None:
    with reading.file.path.open("rb") as file:
        head = file.read(40)
    reading.refuse(
        Problem(
            severity=Severity.ERROR,
            code="record.unknown",
            place="",
            found=repr(head.decode("utf-8", "replace")),
            expected="sessions, events, goals or a bundle of a campaign, as JSON or JSON Lines",
            file=reading.file.path.name,
        )
    )
