"""The program that is killed, a folder for it to work in, and the counts of what was done to it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from tests.faults import shim
from tests.faults.program import Program

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """The program, with the shim below it where there can be one."""
    preload = None if shim.why_not() else shim.build(tmp_path_factory.mktemp("shim"))
    made = Program(preload)
    yield made
    made.end()


@pytest.fixture(scope="session")
def begun(program: Program, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which every work can begin; to be copied."""
    folder = tmp_path_factory.mktemp("begun") / "begun"
    folder.mkdir()
    program.do("prepare", folder=folder)
    return folder


class Tally(Counter[str]):
    """How often what was done, printed at the end."""

    def said(self) -> str:
        """Return the counts in one line."""
        return ", ".join(f"{count} {what}" for what, count in self.items())


@pytest.fixture
def tally(request: pytest.FixtureRequest) -> Iterator[Tally]:
    """Counts of one test; those of the long ones are printed."""
    counts = Tally()
    yield counts
    if request.node.get_closest_marker("slow") is not None:
        request.node.user_properties.append(("faults", counts.said()))
