"""What is wrong with an input, said so that a person can mend it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How bad a problem is: an error keeps its record out, the others do not."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong in a file, with what was found and what was expected.

    Attributes:
        severity: Error, warning or note.
        code: The stable name that specifications and tests use, such as ``time.invalid``.
        place: Where in the file: ``line 3, column 9`` or a JSON path: ``sessions[3].number``.
        found: What stood there, shortened to something that can be shown.
        expected: What should have stood there.
        message: The whole in one sentence.
        file: The file's name, empty for what was not read from one.
        fatal: Whether nothing of the document it stands in can be opened.
    """

    severity: Severity
    code: str
    place: str
    found: str
    expected: str
    message: str = ""
    file: str = ""
    fatal: bool = False

    def sentence(self) -> str:
        """Return one line such as ``evening.jsonl, line 2, number: found "two", expected …``."""
        where = ", ".join(part for part in (self.file, self.place) if part)
        said = self.message or f"found {self.found}, expected {self.expected}"
        return f"{where}: {said}" if where else said


class UserError(Exception):
    """An error that a person can mend; its text is shown as it stands."""
