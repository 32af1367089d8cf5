"""What readers of files hand on: records, rejects, and the refusal of a whole file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from sessionary.core.json_text import MAX_DEPTH
from sessionary.core.problems import Problem, Severity, UserError

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    from sessionary.core.json_text import J

    Report: TypeAlias = Callable[[int, int], None]
    """Called with the bytes read and the file's bytes, at least every 500 records; it may raise."""

MEBIBYTE: Final = 1 << 20
RECORD_LIMIT: Final = 16 * MEBIBYTE
FILE_LIMIT: Final = 4096 * MEBIBYTE
RATIO_LIMIT: Final = 200
RATIO_FROM: Final = 100 * MEBIBYTE
"""How much a packed file may give before its ratio is looked at."""

REPORT_EVERY: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one record of a file may be.

    Attributes:
        size: Its bytes in UTF-8.
        depth: Its levels.
    """

    size: int = RECORD_LIMIT
    depth: int = MAX_DEPTH


COMMON_LIMITS: Final = Limits()


# Not frozen: that would take as long as finding its end in the file.
@dataclass(slots=True, kw_only=True)
class Record:
    """One record of a file, good or wrong. Nobody changes it.

    Attributes:
        sort: ``session``, ``event``, ``goal``, ``campaign``, ``character`` or ``user``.
        value: What it says.
        text: Its exact text in the file.
        place: Where it stands: ``line 3``, ``events[4]``, empty for a file that is one object.
        line, column: Where it begins, both counted from 1.
        position: Its place among the file's records and rejects, counted from 0.
        campaign: The id of the campaign of the bundle it came in, else empty.
        problems: What is wrong with it. With an error among them it must not be imported, but
            its text is kept.
        digest: By which the same content is known again.
    """

    sort: str
    value: dict[str, J]
    text: str = field(repr=False)
    place: str
    line: int
    column: int
    position: int
    campaign: str = ""
    problems: tuple[Problem, ...] = ()
    digest: bytes

    @property
    def wrong(self) -> bool:
        """Whether an error keeps it out."""
        return bool(self.problems) and any(
            problem.severity is Severity.ERROR for problem in self.problems
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Reject:
    """A part of a file that is no record, kept word for word.

    Attributes:
        problem: Why it is none. A note says that it is kept although nobody here reads it.
        text: Its bytes as they stand in the file (unpacked).
        place: Where it stands, as in `Record`.
        position: Its place among the file's records and rejects, counted from 0.
    """

    problem: Problem
    text: bytes = field(repr=False)
    place: str
    position: int


class FileRefused(UserError):
    """A file of which nothing can be read: a limit, a damaged archive, an unknown encoding.

    Whoever gets it in the midst of a file forgets the records before it.

    Attributes:
        problem: With the codes ``file.limit``, ``file.damaged`` or ``file.encoding``.
    """

    def __init__(self, code: str, file: str, place: str, found: str, expected: str) -> None:
        self.problem = Problem(
            severity=Severity.ERROR,
            code=code,
            place=place,
            found=found,
            expected=expected,
            file=file,
        )
        super().__init__(self.problem.sentence())
