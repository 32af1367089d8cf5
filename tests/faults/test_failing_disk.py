"""A disk that is full or fails at any write: that is said, nothing is half, another try helps."""

from __future__ import annotations

import errno
import shutil
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Any

import pytest
from tests.faults import shim
from tests.faults.program import said_in
from tests.faults.truth import Said

if TYPE_CHECKING:
    from pathlib import Path

    from tests.faults.conftest import Tally
    from tests.faults.program import Program

pytestmark = pytest.mark.skipif(bool(shim.why_not()), reason=shim.why_not())

PLACES: tuple[tuple[str, str | int], ...] = (
    ("edit", "open"),
    *(("edit", step) for step in range(1, 7)),
    ("edit", "close"),
    ("edit", "typing"),
    *(("import", step) for step in (1, 2)),
    *(("export", step) for step in range(1, 7)),
    *(("backup", step) for step in range(1, 4)),
    *(("restore", step) for step in range(1, 5)),
    *(("migrate", step) for step in (1, 2)),
)
"""What is done while the disk fails: a work, and which of its steps."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """How the disk fails.

    Attributes:
        errno: What it says.
        times: How many calls one after the other.
        torn: Whether the first of them still does half of its work.
        dies: Whether the program is killed after that.
    """

    errno: int
    times: int = 1
    torn: bool = False
    dies: bool = False


FAULTS = {
    "full once": Fault(errno=errno.ENOSPC, times=2, torn=True),
    "failing once": Fault(errno=errno.EIO),
    "full for long": Fault(errno=errno.ENOSPC, times=20),
    "full for ever, then killed": Fault(errno=errno.ENOSPC, times=10**6, torn=True, dies=True),
    "failing once, then killed": Fault(errno=errno.EIO, dies=True),
}

COMMANDS: dict[str, tuple[list[str], str, dict[str, Any]]] = {
    "import": (["import", "paper.jsonl"], "import", {"import": 1}),
    "export": (["export", "--all", "--format", "markdown", "--to", "out"], "edit", {}),
    "backup": (["backup", "--to", "copy.sessionary.gz"], "edit", {}),
    "restore": (["restore", "a.sessionary"], "restore", {"restored": ["a.sessionary", 1]}),
    "rebuild": (["check", "--rebuild"], "edit", {}),
}
"""A line to the command line, by what its work is judged, and what it promises."""


class FailingDisk:
    """A program whose disk fails, in a folder of its own each time."""

    def __init__(self, program: Program, begun: Path, folder: Path, tally: Tally) -> None:
        self._program = program
        self._begun = begun
        self._folder = folder
        self._tally = tally

    def fail(self, work: str, where: str | int, fault: Fault, nth: int) -> bool:
        """Have one call fail, look at what is left; say whether there were so many calls."""
        run = self._ready(work)
        lines = self._program.do(
            "fail", work=work, folder=run, where=where, nth=nth, errno=fault.errno,
            times=fault.times, torn=fault.torn, dies=fault.dies,
        )  # fmt: skip
        disk: dict[str, Any] = next(line[1] for line in lines if line[0] == "disk")
        verdict = self._program.judge(work, run, said_in(lines), 0)
        assert not verdict.problems, (work, where, fault, nth, disk, verdict.problems)
        if not disk["failed"]:
            return False
        said = disk["told"].partition(": ")[2]
        assert bool(said) == bool(disk["told"]), "it said nothing"
        assert "\n" not in said
        assert "Traceback" not in said
        self._tally["calls that failed"] += disk["failed"]
        self._tally["runs"] += 1
        self._tally["of them told" if said else "of them done all the same"] += 1
        return True

    def _ready(self, work: str) -> Path:
        ready, run = self._folder / f"ready to {work}", self._folder / "run"
        if not ready.exists():
            shutil.copytree(self._begun, ready)
            self._program.do("ready", work=work, folder=ready, steps=2)
        shutil.rmtree(run, ignore_errors=True)
        shutil.copytree(ready, run)
        return run

    def command(self, verb: str, fault: Fault, nth: int) -> bool:
        """Have one call of the command line fail; say whether there were so many calls."""
        words, work, promised = COMMANDS[verb]
        run = self._ready(work)
        lines = self._program.do(
            "command", words=words, folder=run, nth=nth, errno=fault.errno, times=fault.times,
            torn=fault.torn,
        )  # fmt: skip
        first, second = (line[1] for line in lines if line[0] == "command")
        case = (verb, fault, nth, first, second)
        # 1: the file that is imported has a line that is none, which is no fault of the disk.
        done = 1 if verb == "import" else 0
        assert first["told"] or first["status"] == done, case
        # Besides what went wrong it may have said that there was no backup.
        for line in first["told"].splitlines():
            assert line.startswith("sessionary: "), case
            assert not line.startswith("sessionary: :"), case
        assert second["status"] == done, case
        verdict = self._program.judge(work, run, Said(promised=promised), 0)
        assert not verdict.problems, (*case, verdict.problems)
        self._tally["lines given to the command line"] += bool(first["failed"])
        self._tally["of them answered by a sentence"] += first["status"] != done
        return bool(first["failed"])


def named(place: tuple[str, str | int]) -> str:
    return f"{place[0]} {place[1]}"


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_some_writes_that_fail_leave_nothing_half(
    program: Program, begun: Path, tmp_path: Path, fault: Fault, tally: Tally
) -> None:
    disk = FailingDisk(program, begun, tmp_path, tally)
    # Together the faults come to every place.
    first = list(FAULTS.values()).index(fault)
    for number, (work, where) in enumerate(PLACES[first :: len(FAULTS)]):
        disk.fail(work, where, fault, 3 + 3 * number)


@pytest.mark.parametrize("verb", ["export", "restore"])
def test_a_command_that_fails_says_why(
    program: Program, begun: Path, tmp_path: Path, verb: str, tally: Tally
) -> None:
    assert FailingDisk(program, begun, tmp_path, tally).command(verb, FAULTS["full for long"], 9)


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("verb", COMMANDS)
@pytest.mark.parametrize("fault", ["full for long", "failing once"])
def test_every_command_that_fails_says_why(
    program: Program, begun: Path, tmp_path: Path, fault: str, verb: str, tally: Tally
) -> None:
    disk = FailingDisk(program, begun, tmp_path, tally)
    for nth in count(1):
        if not disk.command(verb, FAULTS[fault], nth):
            break


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("place", PLACES, ids=named)
@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_every_write_that_fails_leaves_nothing_half(
    program: Program,
    begun: Path,
    tmp_path: Path,
    fault: Fault,
    place: tuple[str, str | int],
    tally: Tally,
) -> None:
    disk = FailingDisk(program, begun, tmp_path, tally)
    for nth in count(1):
        if not disk.fail(*place, fault, nth):
            break
