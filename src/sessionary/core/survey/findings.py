"""What is odd or wrong in a survey's file, told by line."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How bad a finding is.

    A fatal one leaves nothing to be opened; with an error the document is read-only until that
    line is repaired; a warning and an information change nothing.
    """

    FATAL = "F"
    ERROR = "E"
    WARNING = "W"
    INFO = "I"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One finding.

    Attributes:
        level: How bad it is.
        code: The stable name, such as ``FIELD-COUNT``.
        line: The physical line, counted from 1.
        field: The name of the field, empty if it is the whole line or not known.
        message: The whole in a sentence for people.
        raw: The line's bytes as latin-1.
    """

    level: Level
    code: str
    line: int
    field: str = ""
    message: str
    raw: str = ""
