"""Home folders of surveys among what is to be imported: each stands for the files in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sessionary.core.problems import Problem, Severity, UserError
from sessionary.formats.survey.home import Home, is_home, scan
from sessionary.services.imports.report import FileReport

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def expanded(paths: Iterable[Path]) -> tuple[list[Path], list[Home]]:
    """Return the files that some paths mean, each once, and the home folders among them.

    Raises:
        UserError: A folder is no home of surveys, or cannot be read.
    """
    files: dict[Path, None] = {}
    homes: list[Home] = []
    for path in paths:
        if not path.is_dir():
            files[path] = None
            continue
        if not is_home(path):
            raise UserError(f"{path} is a folder without surveys/ and sessions/ in it.")
        try:
            home = scan(path)
        except OSError as error:
            raise UserError(f"{path}: {error.strerror or error}.") from error
        homes.append(home)
        files.update(dict.fromkeys(one.path for one in home.definitions))
        files.update(dict.fromkeys(one.path for one in home.sessions))
    return list(files), [home for home in homes if home.others]


def told_of(home: Home) -> FileReport:
    """Return a report of the files in a home folder that are none of a survey."""
    report = FileReport(path=home.folder, is_folder=True)
    for other in home.others:
        place = other.path.relative_to(home.folder).as_posix()
        report.add(
            Problem(
                severity=Severity.NOTE,
                code="survey.other",
                place=place,
                found=other.path.name,
                expected="a definition or a session",
                message=f"{place} was left alone: {other.reason}.",
                file=home.folder.name,
            )
        )
    return report
