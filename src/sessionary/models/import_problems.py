"""What is wrong in the files of an import, as a table and as a report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import (
    QLocale,
    QObject,
)

from sessionary.core.problems import Problem, Severity
from sessionary.models.import_rows import (
    ALL_FILES,
    Column,
    RowsModel,
    say,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sessionary.services.imports.report import FileReport

_SEVERITY_ICONS: Final[dict[Severity, tuple[str, str]]] = {
    Severity.ERROR: ("circle-x", "bad"),
    Severity.WARNING: ("triangle-alert", "warn"),
    Severity.NOTE: ("info", "text2"),
}


def severity_word(severity: Severity) -> str:
    """Return the word a reader sees for how bad a problem is."""
    return {
        Severity.ERROR: say("Error"),
        Severity.WARNING: say("Warning"),
        Severity.NOTE: say("Note"),
    }[severity]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemRow:
    """A problem and the place of its file among the files."""

    file: int
    problem: Problem


def problem_text(problem: Problem) -> str:
    """Return what is wrong, in a sentence, without the place."""
    return problem.message or say("Found {0}, expected {1}.").format(
        problem.found or say("nothing"), problem.expected
    )


class PreviewProblems(RowsModel[ProblemRow]):
    """What is wrong in the files: place, found, expected, and the whole in a sentence."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(
            [
                Column(
                    "",
                    lambda row: severity_word(row.problem.severity),
                    lambda row: _SEVERITY_ICONS[row.problem.severity],
                ),
                Column(say("Place"), self._place),
                Column(say("What is wrong"), lambda row: problem_text(row.problem)),
                Column(say("Found"), lambda row: row.problem.found),
                Column(say("Expected"), lambda row: row.problem.expected),
            ],
            parent,
        )
        self._several = False

    def show_files(self, files: Sequence[FileReport], only: int = ALL_FILES) -> None:
        """Show the problems of the files, or of one of them; errors first."""
        self._several = len(files) > 1
        rows = [
            ProblemRow(file=number, problem=problem)
            for number, file in enumerate(files)
            if only in (ALL_FILES, number)
            for problem in (*file.problems, *_uncounted(file))
        ]
        order = list(Severity)
        self.set_rows(sorted(rows, key=lambda row: order.index(row.problem.severity)))

    def _place(self, row: ProblemRow) -> str:
        parts = (row.problem.file if self._several else "", row.problem.place)
        return ", ".join(part for part in parts if part)


def _uncounted(file: FileReport) -> Iterator[Problem]:
    for code, count in sorted(file.unlisted.items()):
        yield Problem(
            severity=Severity.NOTE,
            code=code,
            place="",
            found=QLocale().toString(count),
            expected="",
            message=say("{0} more problems of the kind {1} are not listed.").format(
                QLocale().toString(count), code
            ),
            file=file.path.name,
        )


def report_text(files: Sequence[FileReport]) -> str:
    """Return the report of an import as text, to be copied or sent: a line a problem."""
    lines: list[str] = []
    for file in files:
        lines.append(file.sentence())
        lines += [
            f"{severity_word(problem.severity)}  {problem.code}  {problem.sentence()}"
            + _found(problem)
            for problem in (*file.problems, *_uncounted(file))
        ]
    return "\n".join(lines) + "\n"


def _found(problem: Problem) -> str:
    if not (problem.message and problem.expected):
        return ""
    return f" (found {problem.found}, expected {problem.expected})"
