"""Drives ``server.py``: gives it jobs, listens, and kills."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from tests.faults.truth import Said, Verdict


class Broken(AssertionError):
    """A job ended with a traceback."""


class Program:
    """The program, running and waiting for jobs.

    Args:
        preload: What is loaded before everything else, if anything.
    """

    def __init__(self, preload: Path | None = None) -> None:
        paths = [str(Path(__file__).parents[2]), *filter(None, sys.path)]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
        if preload is not None:
            environment["LD_PRELOAD"] = str(preload)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.server"], env=environment,
            text=True, bufsize=1, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip

    def do(self, job: str, *, kill_after: float | None = None, **given: Any) -> list[list[Any]]:
        """Have one job done, or killed after some seconds; return what it said.

        Raises:
            Broken: It ended with a traceback.
        """
        assert self._process.stdin
        self._process.stdin.write(json.dumps({"do": job, **given}, default=str) + "\n")
        lines = self._lines(kill_after)
        for line in lines:
            if line[0] == "raised":
                raise Broken(f"{job} {given}\n{line[1]}")
        return lines

    def _lines(self, kill_after: float | None) -> list[list[Any]]:
        assert self._process.stdout
        lines: list[list[Any]] = []
        while not lines or lines[-1] != ["ended"]:
            line = self._process.stdout.readline()
            assert line, "the program ended by itself"
            lines.append(json.loads(line))
            if kill_after is not None and lines[-1][0] == "process":
                time.sleep(kill_after)
                os.kill(lines[-1][1], signal.SIGKILL)
        return lines

    def judge(self, work: str, folder: Path, said: Said, start: int) -> Verdict:
        """Return what is found in a folder in which a work was stopped."""
        lines = self.do(
            "judge", work=work, folder=folder, begun=said.begun, promised=said.promised, start=start
        )
        return next(Verdict(**line[1]) for line in lines if line[0] == "verdict")

    def end(self) -> None:
        """Let it go."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.close()
        self._process.wait(10)
        self._process.stdout.close()


def said_in(lines: list[list[Any]], known: dict[str, int] | None = None) -> Said:
    """Return what a job began and promised, beside what was known before."""
    said = Said({**(known or {})}, {**(known or {})})
    for what, *more in lines:
        if what == "begun":
            said.begin(*more)
        elif what == "safe":
            said.safe(*more)
    return said
