"""Locks on files beside the library: who has it open, and who writes to it just now.

They belong to the system, not to a note in a file: when their owner is killed they are gone at
once. Which program has which document open is a matter of rows in the library, see `locks`.
"""

from __future__ import annotations

import os
import platform
import sys
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LOCK_NAME = "library.lock"
"""Held by everybody who has the library open to write: shared, or by one who needs all of it."""

WRITE_NAME = "library.write"
"""Held for one transaction or one checkpoint: SQLite may damage a file in which two connections
write and checkpoint at once (3.7.0 to 3.51.2)."""

PATIENCE_S = 5.0
"""How long a writer waits for another one."""

JOB_PATIENCE_S = 120.0
"""How long a job does, at which nobody waits before a window that stands still."""

_FIRST_PAUSE_S = 0.0005
_LONGEST_PAUSE_S = 0.004


class LockHeld(Exception):
    """Somebody else has the lock; ``owner`` says who, for people."""

    def __init__(self, owner: str) -> None:
        super().__init__(owner)
        self.owner = owner


class FileLock:
    """A lock on a file that is there for nothing else. The file stays when it is given back.

    Removing the file would race with the next owner.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)

    def take(self, *, shared: bool = False, patience: float = 0.0) -> bool:
        """Take the lock; return whether it was to be had.

        Args:
            shared: Have it together with others who share it.
            patience: Seconds to wait for it.
        """
        if _take(self._file, shared=shared):
            return True
        until, pause = time.monotonic() + patience, _FIRST_PAUSE_S
        while (left := until - time.monotonic()) > 0:
            time.sleep(min(pause, left))
            if _take(self._file, shared=shared):
                return True
            pause = min(2 * pause, _LONGEST_PAUSE_S)
        return False

    def give_back(self) -> None:
        """Let others have it; it can be taken again."""
        _give_back(self._file)

    @contextmanager
    def held(self, patience: float) -> Iterator[bool]:
        """Have it to oneself for a block; lend whether it was to be had."""
        taken = self.take(patience=patience)
        try:
            yield taken
        finally:
            if taken:
                self.give_back()

    def note(self, text: str) -> None:
        """Write who has it, for people."""
        # The first byte is what older versions lock on Windows; a reader must get past it.
        os.ftruncate(self._file, 0)
        os.lseek(self._file, 0, os.SEEK_SET)
        os.write(self._file, f" {text}".encode())

    def noted(self) -> str:
        """Return who had it last, for people."""
        return self.path.read_text("utf-8", "replace").strip("\0 \n")

    def close(self) -> None:
        """Give it back for good."""
        os.close(self._file)


class LibraryLock:
    """That a library is open to be written; held from construction until :meth:`release`."""

    def __init__(self, folder: Path, *, alone: bool = True, patience: float = 0.0) -> None:
        """Take the lock of the library in ``folder``.

        Args:
            folder: The library's folder.
            alone: Keep everybody else out; otherwise only those who want to be alone.
            patience: Seconds to wait for it.

        Raises:
            LockHeld: Another program stands in the way.
        """
        self._lock = FileLock(folder / LOCK_NAME)
        if not self._lock.take(shared=not alone, patience=patience):
            owner = self._lock.noted()
            self._lock.close()
            raise LockHeld(owner or "another program")
        # A full disk has no room for that; the lock is held all the same.
        with suppress(OSError):
            self._lock.note(f"process {os.getpid()} on {platform.node()}")

    def release(self) -> None:
        """Give the lock back."""
        self._lock.close()


if sys.platform == "win32":
    import ctypes
    import msvcrt
    from ctypes import wintypes

    _FAIL_AT_ONCE, _EXCLUSIVE = 1, 2
    _PLACE = 0x7FFF0000  # far behind the text, which others must be able to read

    class _Overlapped(ctypes.Structure):
        _fields_ = (
            ("internal", ctypes.c_void_p),
            ("internal_high", ctypes.c_void_p),
            ("offset", wintypes.DWORD),
            ("offset_high", wintypes.DWORD),
            ("event", wintypes.HANDLE),
        )

    _kernel = ctypes.WinDLL("kernel32", use_last_error=True)

    def _take(handle: int, *, shared: bool) -> bool:
        flags = _FAIL_AT_ONCE | (0 if shared else _EXCLUSIVE)
        place = _Overlapped(offset=_PLACE)
        file = wintypes.HANDLE(msvcrt.get_osfhandle(handle))
        return bool(_kernel.LockFileEx(file, flags, 0, 1, 0, ctypes.byref(place)))

    def _give_back(handle: int) -> None:
        place = _Overlapped(offset=_PLACE)
        file = wintypes.HANDLE(msvcrt.get_osfhandle(handle))
        _kernel.UnlockFileEx(file, 0, 1, 0, ctypes.byref(place))

else:
    import fcntl

    def _take(handle: int, *, shared: bool) -> bool:
        kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        try:
            fcntl.flock(handle, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _give_back(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)
