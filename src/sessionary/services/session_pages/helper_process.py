"""A helper as the export sees it: a process that is told sessions and answers with pages."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import deque
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import sessionary
from sessionary.services.session_pages.frames import read_frame, write_json

if TYPE_CHECKING:
    from collections.abc import Mapping
    from queue import SimpleQueue

    from sessionary.services.session_pages.wanted import Wanted

_PROGRAM: Final = "sessionary.services.session_pages.helper"


class Answer(NamedTuple):
    """What came back from a helper.

    Attributes:
        helper: Which one it is.
        page: The page of the first session it has in hand; None if nothing comes any more.
        packed: The same as it is kept; empty if it is not to be kept.
    """

    helper: HelperProcess
    page: bytes | None
    packed: bytes = b""


class HelperProcess:
    """One helper. It ends when it is closed, or when this process does.

    Args:
        start: What it has to know first.
        answers: Where its pages go, in the order in which it was told the sessions.

    Raises:
        OSError: It cannot be started.
    """

    def __init__(self, start: Mapping[str, Any], answers: SimpleQueue[Answer]) -> None:
        self.in_hand: deque[Wanted] = deque()
        """What it was told and has not answered yet."""
        self.ready = False
        """Whether it runs, and sees of the library what this process does."""
        self._start = dict(start)
        self._answers = answers
        self._process = subprocess.Popen(  # noqa: S603  our own program, our own arguments
            # Without -P a module in the working folder could take the place of ours.
            [sys.executable, "-P", "-m", _PROGRAM],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            # Else Windows opens a console for it.
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        assert self._process.stdin is not None  # noqa: S101  it is a pipe
        assert self._process.stdout is not None  # noqa: S101
        self._given, self._answered = self._process.stdin, self._process.stdout
        self._thread = Thread(target=self._listen, name="helper with pages", daemon=True)
        self._thread.start()

    @property
    def code(self) -> int | None:
        """What it has ended with, None if it runs."""
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(1)
        return self._process.returncode

    def give(self, wanted: Wanted) -> None:
        """Tell it a session. If it is gone, its last answer says so."""
        self.in_hand.append(wanted)
        with suppress(OSError):
            write_json(
                self._given,
                {
                    "document": wanted.session.pk,
                    "data": wanted.data,
                    "previous": wanted.previous,
                    "goals": [asdict(goal) for goal in wanted.goals],
                    "documents": wanted.documents,
                    "worth": wanted.worth,
                },
            )

    def close(self) -> None:
        """End it, whatever it does."""
        self._process.kill()
        self._process.wait()
        self._thread.join()
        for stream in (self._given, self._answered):
            with suppress(OSError):
                stream.close()

    def _listen(self) -> None:
        with suppress(OSError, ValueError):
            write_json(self._given, self._start)
            self.ready = read_frame(self._answered) is not None
            while (page := read_frame(self._answered)) is not None:
                packed = read_frame(self._answered)
                if packed is None:
                    break
                self._answers.put(Answer(self, page, packed))
        self.ready = False
        self._answers.put(Answer(self, None))


def _environment() -> dict[str, str]:
    """Return an environment in which this very program is found, wherever it was imported from."""
    root = str(Path(sessionary.__file__).parents[1])
    paths = [root, os.environ.get("PYTHONPATH", "")]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))}
