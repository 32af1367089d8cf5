"""Two programs that change one document: nothing that was said to be saved is lost."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sessionary.core.store.plain import PlainScheduler
from sessionary.services.check import check
from sessionary.services.library import Library

if TYPE_CHECKING:
    from collections.abc import Iterator

RACER = Path(__file__).with_name("racer.py")


class Racer:
    """One program on the library."""

    def __init__(self, folder: Path, times: int) -> None:
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        self._said = folder.with_name(f"{time.monotonic_ns()} said")
        with self._said.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, str(RACER), str(folder), str(times)],
                env=environment,
                stdin=subprocess.PIPE,
                stdout=output,
            )

    def said(self, word: str) -> int:
        return self._said.read_text("ascii").split().count(word)

    def start(self) -> None:
        while not self.said("READY"):
            assert self.process.poll() is None
            time.sleep(0.01)
        assert self.process.stdin
        self.process.stdin.write(b"go\n")
        self.process.stdin.close()

    def end(self) -> int:
        """Wait for its end; return how often it said that something is saved."""
        assert self.process.wait(300) == 0
        return self.said("ACK")

    def kill(self) -> int:
        """Kill it; return how often it said that something is saved."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(30)
        return self.said("ACK")


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "library"
    Library(place, PlainScheduler(), zone="UTC").close()
    yield place
    # The library is as it should be, whatever happened.
    library = Library(place, PlainScheduler(), zone="UTC", read_only=True)
    assert check(library, lambda _done, _total: None) == []
    library.close()


def count(folder: Path) -> tuple[int, int]:
    """Return (the count, the revision) of the document that all change."""
    library = Library(folder, PlainScheduler(), zone="UTC", read_only=True)
    stored = library.database.backend.read("campaign", "race")
    library.close()
    assert stored is not None
    return json.loads(stored.text)["data"]["own"]["count"], stored.revision


@pytest.mark.parametrize(
    "times", [25, pytest.param(1_000, marks=[pytest.mark.slow, pytest.mark.timeout(600)])]
)
def test_no_update_is_lost_between_two_programs(folder: Path, times: int) -> None:
    racers = [Racer(folder, times) for _ in range(2)]
    for racer in racers:
        racer.start()
    acknowledged = sum(racer.end() for racer in racers)
    assert acknowledged == 2 * times
    assert count(folder) == (acknowledged, acknowledged)


@pytest.mark.skipif(sys.platform == "win32", reason="needs a kill")
def test_what_a_killed_program_held_is_free_and_what_it_saved_is_there(folder: Path) -> None:
    steady = Racer(folder, 60)
    steady.start()
    acknowledged = 0
    kills = 0
    while steady.process.poll() is None and kills < 2:
        victim = Racer(folder, 10_000)
        victim.start()
        before = victim.said("ACK")
        while victim.said("ACK") < before + 5:
            time.sleep(0.002)
        acknowledged += victim.kill()
        kills += 1
    acknowledged += steady.end()
    counted, revision = count(folder)
    assert counted == revision
    # What was saved may have been killed before it could say so.
    assert acknowledged <= counted <= acknowledged + kills
