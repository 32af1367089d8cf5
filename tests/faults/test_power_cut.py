"""A power cut at any moment takes nothing that the program said was safe."""

from __future__ import annotations

import random
import shutil
from typing import TYPE_CHECKING

import pytest
from tests.faults import shim
from tests.faults.deeds import WORKS
from tests.faults.power import Call, Disk, read_log

if TYPE_CHECKING:
    from pathlib import Path

    from tests.faults.conftest import Tally
    from tests.faults.program import Program
    from tests.faults.truth import Verdict

pytestmark = pytest.mark.skipif(bool(shim.why_not()), reason=shim.why_not())

STEPS = {"edit": 18, "import": 3, "migrate": 4, "export": 7, "backup": 5, "restore": 5}
CUTS, SHORT_CUTS = 90, 2
LOST = (1.0, 0.9, 0.5, 0.1)
"""How much of what was not flushed is missing: all of it, most, half, a little."""


class Recording:
    """A work that was watched, and can be cut off anywhere.

    Attributes:
        calls: What it did.
    """

    def __init__(
        self, program: Program, work: str, begun: Path, folder: Path, *, careless: bool = False
    ) -> None:
        self._program = program
        self._work = work
        self._folder = folder
        run = folder / "run"
        shutil.copytree(begun, run)
        program.do("ready", work=work, folder=run, steps=STEPS[work])
        self._before = folder / "before"
        shutil.copytree(run, self._before)
        log = folder / "log"
        program.do(
            "work", work=work, folder=run, start=0, steps=STEPS[work], log=log, careless=careless
        )
        self.calls = read_log(log)

    def cut(self, seed: int) -> Verdict:
        """Cut the power at a moment that a seed decides, and look at what is left."""
        chance = random.Random(seed)  # noqa: S311  to be had again
        moment = chance.randrange(len(self.calls) + 1)
        disk = Disk(self._before, self._folder / "run")
        for call in self.calls[:moment]:
            disk.take(call)
        left = self._folder / f"left {seed}"
        disk.cut(left, chance, chance.choice(LOST))
        verdict = self._program.judge(self._work, left, disk.said, 0)
        if not verdict.problems:
            shutil.rmtree(left)
        return verdict


def cut_often(recording: Recording, cuts: int, tally: Tally) -> None:
    for seed in range(cuts):
        verdict = recording.cut(seed)
        assert not verdict.problems, (seed, verdict.problems)
        tally["cuts"] += 1
    tally["calls recorded"] += len(recording.calls)
    tally["of them flushes"] += flushes(recording.calls)


def flushes(calls: list[Call]) -> int:
    return sum(call.op == "F" for call in calls)


@pytest.mark.parametrize("work", WORKS)
def test_a_few_cuts_take_nothing(
    program: Program, begun: Path, tmp_path: Path, work: str, tally: Tally
) -> None:
    cut_often(Recording(program, work, begun, tmp_path), SHORT_CUTS, tally)


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("work", WORKS)
def test_five_hundred_cuts_take_nothing(
    program: Program, begun: Path, tmp_path: Path, work: str, tally: Tally
) -> None:
    cut_often(Recording(program, work, begun, tmp_path), CUTS, tally)


@pytest.mark.parametrize(
    "cuts", [4, pytest.param(50, marks=[pytest.mark.slow, pytest.mark.timeout(3600)])]
)
def test_one_that_does_not_wait_for_the_disk_loses_what_it_said_was_safe(
    program: Program, begun: Path, tmp_path: Path, cuts: int, tally: Tally
) -> None:
    recording = Recording(program, "edit", begun, tmp_path, careless=True)
    lost = 0
    for seed in range(cuts):
        verdict = recording.cut(seed)
        assert not any("damaged" in problem for problem in verdict.problems)
        lost += bool(verdict.problems)
    tally["cuts"] += cuts
    tally["of them lost what was safe"] += lost
    assert lost, "the harness is blind"
