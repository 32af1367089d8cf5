"""What an import says of its files, before and after anything is written."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sessionary.core.problems import Problem, Severity

if TYPE_CHECKING:
    from pathlib import Path

KEPT_BYTES = 64 * 2**20
"""A file of which nothing can be read is kept word for word up to this size."""

MOST_OF_ONE_CODE = 1000
"""A million equal warnings are counted, not listed: so many of a code in a file are told."""


class Verdict(StrEnum):
    """What becomes of a record."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    CONFLICT = "conflict"
    WRONG = "wrong"


@dataclass(slots=True, kw_only=True)
class Line:
    """One line of a preview: a document, or all events of one session.

    Attributes:
        sort: ``session``, ``event``, ``goal`` …
        title: What people call it.
        verdict: What becomes of it.
        detail: What else there is to say, such as the values that change.
        count: How many records it stands for.
    """

    sort: str
    title: str
    verdict: Verdict
    detail: str = ""
    count: int = 1


@dataclass(slots=True, kw_only=True)
class FileReport:
    """What was found in one file.

    Attributes:
        path: The file.
        format: ``campaign`` or ``sessionary``, empty if it is none we know.
        sha256: Of its bytes, by which the second reading knows that it is the same file.
        size: In bytes.
        counts: Records by verdict.
        lines: What is shown, a line a document and a line for the events of a session.
        problems: At most :data:`MOST_OF_ONE_CODE` of each code; ``unlisted`` counts the others.
        records: How many events must be written.
        wrong: Positions of the records that must not be imported.
        kept: Whether what is wrong in a file of the same bytes was put aside before.
        refused: Whether nothing of it can be taken, so that it is put aside whole.
        too_large: Whether it is refused and too large to be put aside.
        noted: How many parts nobody here reads; they are put aside, and nothing is wrong.
        is_folder: Whether it is a folder, of which only is told what was left alone in it.
    """

    path: Path
    format: str = ""
    sha256: str = ""
    size: int = 0
    counts: Counter[Verdict] = field(default_factory=Counter)
    lines: list[Line] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unlisted: Counter[str] = field(default_factory=Counter)
    records: int = 0
    wrong: set[int] = field(default_factory=set)
    kept: bool = False
    refused: bool = False
    too_large: bool = False
    noted: int = 0
    is_folder: bool = False
    _of_code: Counter[str] = field(default_factory=Counter)

    def add(self, problem: Problem) -> None:
        """Take a problem into the report."""
        self._of_code[problem.code] += 1
        if self._of_code[problem.code] > MOST_OF_ONE_CODE:
            self.unlisted[problem.code] += 1
        else:
            self.problems.append(problem)

    @property
    def errors(self) -> int:
        """How many errors are listed."""
        return sum(problem.severity is Severity.ERROR for problem in self.problems)

    def sentence(self) -> str:
        """Return one line such as ``evening.json: 3 new, 1 changed, 0 the same, 0 wrong``."""
        said = {
            Verdict.NEW: "new",
            Verdict.CHANGED: "changed",
            Verdict.SAME: "the same",
            Verdict.CONFLICT: "in conflict",
            Verdict.WRONG: "wrong",
        }
        counts = [
            f"{self.counts[verdict]} {word}"
            for verdict, word in said.items()
            if self.counts[verdict] or verdict in (Verdict.NEW, Verdict.CHANGED, Verdict.SAME)
        ]
        return f"{self.path.name}: {', '.join(counts)}"

    def as_json(self) -> dict[str, Any]:
        """Return the report as the command line prints it."""
        problems = [
            {
                "severity": problem.severity.value,
                "code": problem.code,
                "place": problem.place,
                "found": problem.found,
                "expected": problem.expected,
                "message": problem.message or problem.sentence(),
                **({"fatal": True} if problem.fatal else {}),
            }
            for problem in self.problems
        ]
        problems += [
            {
                "severity": "note",
                "code": code,
                "place": "",
                "found": f"{count} more",
                "expected": "",
                "message": f"{count} more problems of this kind are not listed.",
            }
            for code, count in sorted(self.unlisted.items())
        ]
        return {
            "file": str(self.path),
            "format": self.format,
            "new": self.counts[Verdict.NEW],
            "changed": self.counts[Verdict.CHANGED],
            "same": self.counts[Verdict.SAME],
            "problems": problems,
        }
