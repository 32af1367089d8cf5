"""The file lock that lets one program at a time write to a library.

It belongs to the system, not to a note in a file: when its owner is killed it is gone at once.
"""

from __future__ import annotations

import os
import platform
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

LOCK_NAME = "library.lock"


class LockHeld(Exception):
    """Somebody else has the lock; ``owner`` says who, for people."""

    def __init__(self, owner: str) -> None:
        super().__init__(owner)
        self.owner = owner


class LibraryLock:
    """Held from construction until :meth:`release`."""

    def __init__(self, folder: Path) -> None:
        """Take the lock of the library in ``folder``.

        Raises:
            LockHeld: Another process has it.
        """
        self._path = folder / LOCK_NAME
        self._file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o644)
        if not _take(self._file):
            owner = self._path.read_text("utf-8", "replace").strip("\0 \n")
            os.close(self._file)
            raise LockHeld(owner or "another program")
        # The first byte is what Windows locks; a reader must get past it.
        os.ftruncate(self._file, 0)
        os.write(self._file, f" process {os.getpid()} on {platform.node()}".encode())

    def release(self) -> None:
        """Give the lock back. The file stays: removing it would race with the next owner."""
        os.close(self._file)


if sys.platform == "win32":
    import msvcrt

    def _take(handle: int) -> bool:
        os.lseek(handle, 0x7FFF0000, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            os.lseek(handle, 0, os.SEEK_SET)
        return True

else:
    import fcntl

    def _take(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
