"""What stands between the program and its disk: see ``shim.c``."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
import sys
from pathlib import Path

SOURCE = Path(__file__).with_name("shim.c")


def why_not() -> str:
    """Return why the shim cannot be used here, empty if it can."""
    if not sys.platform.startswith("linux"):
        return "LD_PRELOAD is of Linux"
    return "" if shutil.which("cc") else "there is no C compiler"


def build(folder: Path) -> Path:
    """Compile the shim; return what is to be preloaded."""
    library = folder / "shim.so"
    subprocess.run(
        ["cc", "-shared", "-fPIC", "-O2", "-o", str(library), str(SOURCE), "-ldl"], check=True
    )
    return library


class Shim:
    """The shim that was loaded before this process began.

    Raises:
        AttributeError: It was not.
    """

    def __init__(self) -> None:
        self._library = ctypes.CDLL(None)
        self._library.faults_fail.restype = ctypes.c_long
        self._library.faults_fail.argtypes = [ctypes.c_long] * 2 + [ctypes.c_int] * 2
        self._library.faults_failed.restype = ctypes.c_long

    def watch(self, folder: Path, log: Path | None = None) -> None:
        """Look at what is done to the files below a folder from now on."""
        self._library.faults_record(str(folder).encode(), None if log is None else bytes(log))

    def mark(self, text: str) -> None:
        """Put a text into the log."""
        self._library.faults_mark(text.encode())

    def fail(self, nth: int, times: int, errno: int, *, torn: bool = False) -> None:
        """Have calls that write fail, the `nth` from now first; 0 ends that."""
        self._library.faults_fail(nth, times, errno, torn)

    def calls(self) -> int:
        """Return how many calls that write there were since the last time, and let all pass."""
        return int(self._library.faults_fail(0, 0, 0, 0))

    def failed(self) -> int:
        """Return how many calls have failed."""
        return int(self._library.faults_failed())
