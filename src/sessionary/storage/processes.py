"""Which starts of the program still live, as far as the system tells.

A process is known by its number and by when it began, on one run of one computer. The system is
asked by as little as will do: files on Linux, calls of its own library on Windows and macOS.
"""

from __future__ import annotations

import os
import platform
import sys
import uuid
from functools import cache
from pathlib import Path
from typing import Final

from sessionary.core.store.locking import Process

_PROC: Final = Path("/proc")
_STARTED: Final = 18
"""Where in ``/proc/N/stat``, counted behind the state, stands when the process began."""


class Gone(Exception):
    """There is no such process."""


class SystemProcesses:
    """Knows the processes of this computer."""

    def lives(self, process: Process) -> bool | None:
        """Return whether a process still runs; None if that cannot be known from here.

        It cannot for one of another computer, of another run of this one, or of another
        container; nor where the system does not say when a process began.
        """
        if process.boot != this_boot():
            return None
        try:
            started = _started(process.pid)
        except Gone:
            return False
        if not started or not process.started:
            return None
        return started == process.started


def this_process() -> Process:
    """Return this process as one start of the program; another one at each call."""
    pid = os.getpid()
    try:
        started = _started(pid)
    except Gone:
        started = ""
    return Process(
        owner=uuid.uuid4().hex,
        label=f"Sessionary on {platform.node() or 'this computer'} (process {pid})",
        pid=pid,
        started=started,
        boot=this_boot(),
    )


@cache
def this_boot() -> str:
    """Return an id of the computer's present run, or one that nobody else has if it is unknown."""
    try:
        return _boot()
    except OSError:
        return f"unknown {uuid.uuid4().hex}"


if sys.platform == "win32":
    import ctypes
    import winreg
    from ctypes import wintypes

    _ASK, _RUNNING, _NO_SUCH = 0x1000, 259, 87
    _kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    _kernel.OpenProcess.restype = wintypes.HANDLE

    def _boot() -> str:
        # When a process began is absolute here, so the computer will do for its present run.
        place = r"SOFTWARE\Microsoft\Cryptography"
        access = winreg.KEY_READ | winreg.KEY_WOW64_64KEY
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, place, 0, access) as key:
            return str(winreg.QueryValueEx(key, "MachineGuid")[0])

    def _started(pid: int) -> str:
        handle = _kernel.OpenProcess(_ASK, False, pid)  # noqa: FBT003  Windows' own signature
        if not handle:
            if ctypes.get_last_error() == _NO_SUCH:
                raise Gone
            return ""
        try:
            code = wintypes.DWORD()
            times = [wintypes.FILETIME() for _ in range(4)]
            asked = _kernel.GetExitCodeProcess(wintypes.HANDLE(handle), ctypes.byref(code))
            if asked and code.value != _RUNNING:
                raise Gone
            given = map(ctypes.byref, times)
            if not _kernel.GetProcessTimes(wintypes.HANDLE(handle), *given):
                return ""
            return str(times[0].dwHighDateTime << 32 | times[0].dwLowDateTime)
        finally:
            _kernel.CloseHandle(wintypes.HANDLE(handle))

elif sys.platform == "darwin":
    import ctypes

    _ASK, _SIZE, _SECONDS = 3, 136, 120
    _system = ctypes.CDLL(None, use_errno=True)

    def _boot() -> str:
        text = ctypes.create_string_buffer(64)
        size = ctypes.c_size_t(64)
        if _system.sysctlbyname(b"kern.bootsessionuuid", text, ctypes.byref(size), None, 0):
            raise OSError(ctypes.get_errno(), "sysctl")
        return text.value.decode("ascii", "replace")

    def _started(pid: int) -> str:
        check_there(pid)
        info = ctypes.create_string_buffer(_SIZE)
        got = _system.proc_pidinfo(pid, _ASK, ctypes.c_uint64(0), info, _SIZE)
        # Seconds and microseconds, one after the other.
        return info.raw[_SECONDS:_SIZE].hex() if got == _SIZE else ""

else:

    def _boot() -> str:
        # Two containers run on one kernel, but their processes have numbers of their own.
        run = (_PROC / "sys/kernel/random/boot_id").read_text("ascii").strip()
        return f"{run} {os.readlink(_PROC / 'self/ns/pid')}"  # noqa: PTH115  it is no path

    def _started(pid: int) -> str:
        try:
            # The name of a program, in brackets, may hold anything.
            stat = (_PROC / str(pid) / "stat").read_text("utf-8", "replace").rpartition(")")[2]
        except OSError:
            # Hidden from this user, or gone.
            check_there(pid)
            return ""
        state, *numbers = stat.split()
        if state in {"Z", "X"}:
            raise Gone
        return numbers[_STARTED]


def check_there(pid: int) -> None:
    """Raise Gone if there is no process of that number; not on Windows."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        raise Gone from None
    except PermissionError:
        return
