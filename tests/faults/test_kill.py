"""A program that is killed at any moment has lost nothing that it said was safe."""

from __future__ import annotations

import os
import random
import shutil
from typing import TYPE_CHECKING

import pytest
from tests.faults.deeds import WORKS
from tests.faults.program import Program, said_in

if TYPE_CHECKING:
    from pathlib import Path

    from tests.faults.conftest import Tally

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="a system without fork")

LONGEST_S = {
    "edit": 0.3, "import": 0.5, "migrate": 0.5, "export": 0.5, "backup": 0.4, "restore": 0.5,
}  # fmt: skip
"""The latest moment of a kill after the start: long enough for some steps of each work."""

KILLS, SHORT_KILLS = 170, 2


def kill_often(
    program: Program,
    work: str,
    begun: Path,
    folder: Path,
    kills: int,
    tally: Tally,
    longest: float = 0.0,
) -> None:
    """Kill a work again and again, and look each time at what it has left.

    Half of the time it goes on with what it left behind, once or more often, and otherwise with
    what the look has made of that.
    """
    chance = random.Random(work)  # noqa: S311  the same moments in each run, as far as they can be
    left = folder.with_name("left")
    at, copies = 0, dict[str, int]()
    for kill in range(kills):
        if kill % 10 == 0:
            shutil.rmtree(folder, ignore_errors=True)
            shutil.copytree(begun, folder)
            program.do("ready", work=work, folder=folder, steps=0)
            at, copies = 0, {}
        delay = chance.uniform(0.0, longest or LONGEST_S[work])
        lines = program.do("work", work=work, folder=folder, start=at, steps=0, kill_after=delay)
        said = said_in(lines, copies)
        goes_on = chance.random() < 0.5
        if goes_on:
            shutil.copytree(folder, left)
        verdict = program.judge(work, folder, said, at)
        assert not verdict.problems, (work, kill, delay, verdict.problems, said)
        if goes_on:
            shutil.rmtree(folder)
            left.rename(folder)
        tally["kills"] += 1
        tally["steps that were safe"] += verdict.at - at
        tally["steps done but not said"] += verdict.at not in (at, *said.promised.values())
        at, copies = verdict.at, verdict.copies


@pytest.mark.parametrize("work", WORKS)
def test_a_few_kills_lose_nothing(
    program: Program, begun: Path, tmp_path: Path, work: str, tally: Tally
) -> None:
    kill_often(program, work, begun, tmp_path / "run", SHORT_KILLS, tally, 0.2)


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("work", WORKS)
def test_a_thousand_kills_lose_nothing(
    program: Program, begun: Path, tmp_path: Path, work: str, tally: Tally
) -> None:
    kill_often(program, work, begun, tmp_path / "run", KILLS, tally)
