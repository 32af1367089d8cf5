"""A program that is killed at any time has lost nothing that it said was safe."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.services.conftest import Desk, quiet

from sessionary.services.check import check
from sessionary.services.pages import session_page
from sessionary.services.sessions import summaries

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="a system without fork"),
]
RUNS = 20
START = {"startTime": "2025-02-01T18:00:00Z"}


class Scribe:
    """The program that is killed."""

    def __init__(self) -> None:
        script = Path(__file__).with_name("scribe.py")
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        self._process = subprocess.Popen(
            [sys.executable, str(script)], env=environment, text=True, bufsize=1,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip

    def write_until_killed(self, mode: str, folder: Path, seconds: float) -> list[list[str]]:
        """Have it write into a library and kill it; return what it said was safe."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{mode} {folder}\n")
        said: list[list[str]] = []
        writer = 0
        while ["ACK", "open"] not in said or not writer:
            words = self._process.stdout.readline().split()
            writer = int(words[1]) if words[0] == "PID" else writer
            said.append(words)
        time.sleep(seconds)
        os.kill(writer, signal.SIGKILL)
        while (words := self._process.stdout.readline().split()) != ["DEAD"]:
            assert words, "the program ended by itself"
            said.append(words)
        return [words[1:] for words in said if words[0] == "ACK"]

    def end(self) -> None:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.close()
        self._process.wait(10)
        self._process.stdout.close()


@pytest.fixture(scope="module")
def scribe() -> Iterator[Scribe]:
    made = Scribe()
    yield made
    made.end()


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with three sessions, and a file to be imported beside it."""
    folder = tmp_path_factory.mktemp("begun")
    desk = Desk(folder / "library")
    sessions = [
        {"id": f"s-{n}", "campaignId": "c", "number": n, "realTime": START} for n in (1, 2, 3)
    ]
    desk.take(desk.paper("sessions.jsonl", *sessions))
    events = [
        {"id": f"e-{n}", "sessionId": f"s-{n % 4}", "event": {"type": "note", "name": f"Note {n}"}}
        for n in range(400)
    ]
    update = {"id": "s-2", "title": "From the file"}
    paper = desk.paper("paper.jsonl", update, *events, '{"broken')
    shutil.copy(paper, folder / "paper.jsonl")
    desk.close()
    return folder


@pytest.fixture
def folder(begun: Path, tmp_path: Path) -> Path:
    shutil.copytree(begun, tmp_path / "run")
    return tmp_path / "run" / "library"


def numbers(said: list[list[str]]) -> dict[str, int]:
    """Return the last number that was safe of each sort."""
    return {words[0]: int(words[1]) for words in said if len(words) > 1}


@pytest.mark.parametrize("run", range(RUNS))
def test_every_edit_and_event_that_was_safe_is_there(
    scribe: Scribe, folder: Path, run: int
) -> None:
    chance = random.Random(run)  # noqa: S311  the same moments in every run of the suite
    said = scribe.write_until_killed("write", folder, chance.uniform(0.0, 0.25))
    safe = numbers(said)
    began = time.process_time()
    desk = Desk(folder)
    try:
        assert time.process_time() - began < 2, "it opens at once"
        pages = {key: session_page(desk.library, key) for key in ("s-1", "s-2")}
        # What was done may be one more than what was said: it was killed in between.
        title = pages["s-1"].data["record"].get("title", "title 0")
        assert int(title.split()[1]) - safe.get("title", 0) in (0, 1)
        typed = pages["s-2"].data["own"].get("notes", "typed 0")
        assert int(typed.split()[1]) - safe.get("typed", 0) in (0, 1)
        logged = {entry.id for entry in pages["s-1"].entries}
        assert logged >= {f"logged-{n}" for n in range(1, safe.get("log", 0) + 1)}
        assert len(logged) - safe.get("log", 0) in (0, 1)
        assert check(desk.library, quiet) == []
    finally:
        desk.close()


@pytest.mark.parametrize("run", range(6))
def test_an_import_is_there_whole_or_not_at_all(scribe: Scribe, folder: Path, run: int) -> None:
    desk = Desk(folder)
    empty = desk.content()
    act = desk.write(desk.read(folder.parent / "paper.jsonl")).act
    full = desk.content()
    desk.take_back(act)
    desk.close()
    chance = random.Random(run)  # noqa: S311  the same moments in every run of the suite
    said = scribe.write_until_killed("import", folder, chance.uniform(0.0, 0.4))
    desk = Desk(folder)
    try:
        assert desk.content() in (empty, full)
        assert check(desk.library, quiet) == []
        assert len(summaries(desk.library)) == 3
        assert said
    finally:
        desk.close()
