"""A disk that loses its power: what was done to it, replayed up to some moment.

What is certain is what was flushed: the bytes of a file up to its last fsync, the names in a
folder up to the fsync of that folder. Of everything after that each sector of 512 bytes is there
or not by chance, whatever came before or after it; names change in their order, so that some
number of the last changes is missing. That is what file systems with a journal promise, and less
than most of them do.
"""

from __future__ import annotations

import json
import os
import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.faults.truth import Said

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterator
    from pathlib import Path

SECTOR = 512
_HEAD = struct.Struct("<c3xiqii")


@dataclass(frozen=True, slots=True)
class Call:
    """One thing that was done, or said: see ``shim.c``."""

    op: str
    fd: int
    at: int
    path: str
    more: bytes


def read_log(log: Path) -> list[Call]:
    """Return all that a program did while it was watched."""
    data = log.read_bytes()
    calls, at = [], 0
    while at < len(data):
        op, fd, where, first, second = _HEAD.unpack_from(data, at)
        path = at + _HEAD.size
        more = path + first
        at = more + second
        calls.append(Call(op.decode(), fd, where, data[path:more].decode(), data[more:at]))
    return calls


@dataclass(slots=True, eq=False)
class File:
    """What a file certainly is, and what was done to it since: (offset, bytes), or a length."""

    certain: bytes = b""
    since: list[tuple[int, bytes | None]] = field(default_factory=list)

    def flush(self) -> None:
        """Make certain what it is."""
        self.certain = self.after(lambda: True)
        self.since = []

    def after(self, arrives: Callable[[], bool]) -> bytes:
        """Return what it is if of what is not certain only that arrived which `arrives` says."""
        found = bytearray(self.certain)
        for at, data in self.since:
            if data is None:
                if arrives():
                    found[at:] = bytes(max(0, at - len(found)))
                continue
            for sector in _sectors(at, data):
                if arrives():
                    end = sector[0] + len(sector[1])
                    found.extend(bytes(max(0, end - len(found))))
                    found[sector[0] : end] = sector[1]
        return bytes(found)


def _sectors(at: int, data: bytes) -> Iterator[tuple[int, bytes]]:
    start = 0
    while start < len(data):
        end = min(len(data), start + SECTOR - (at + start) % SECTOR)
        yield at + start, data[start:end]
        start = end


Names = dict[str, File]
"""Path below the folder -> file; a folder is a file that nobody asks for."""


class Disk:
    """The files below a folder, as they would be after a power cut.

    Args:
        folder: What was certain when the recording began.
        root: The folder as the log calls it.
    """

    def __init__(self, folder: Path, root: Path) -> None:
        self._root = str(root)
        self._certain: Names = {
            str(path.relative_to(folder)): File(path.read_bytes() if path.is_file() else b"")
            for path in folder.rglob("*")
        }
        self._folders = {
            "", *(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_dir())
        }  # fmt: skip
        self._names = dict(self._certain)
        self._renamings: list[tuple[str, str, File | None]] = []
        self._open: dict[int, tuple[str, File]] = {}
        self.said = Said()

    def take(self, call: Call) -> None:
        """Do what was done."""
        getattr(self, f"_{_NAMES[call.op]}")(call)

    def _inner(self, path: str) -> str:
        return os.path.relpath(path, self._root) if path != self._root else ""

    def _start(self, _call: Call) -> None:
        self._open = {}

    def _mark(self, call: Call) -> None:
        what, topic, value = json.loads(call.path)
        (self.said.begin if what == "begun" else self.said.safe)(topic, value)

    def _opened(self, call: Call) -> None:
        name = self._inner(call.path)
        file = self._names.get(name)
        if file is None:
            file = File()
            if name not in self._folders:
                self._put(name, file)
        elif call.at & os.O_TRUNC:
            file.since.append((0, None))
        self._open[call.fd] = (name, file)

    def _put(self, name: str, file: File | None) -> None:
        folder = os.path.dirname(name)  # noqa: PTH120  a text, not a path of this machine
        self._renamings.append((folder, name, file))
        if file is None:
            self._names.pop(name, None)
        else:
            self._names[name] = file

    def _write(self, call: Call) -> None:
        self._open[call.fd][1].since.append((call.at, call.more))

    def _truncate(self, call: Call) -> None:
        self._open[call.fd][1].since.append((call.at, None))

    def _flush(self, call: Call) -> None:
        name, file = self._open[call.fd]
        if name not in self._folders:
            file.flush()
            return
        # A journal has one order: what is certain of this folder takes with it all before it.
        last = max((i for i, (f, _n, _file) in enumerate(self._renamings) if f == name), default=-1)
        self._make_certain(self._certain, last + 1)
        del self._renamings[: last + 1]

    def _make_certain(self, names: Names, count: int) -> None:
        for _folder, name, file in self._renamings[:count]:
            if file is None:
                names.pop(name, None)
            else:
                names[name] = file

    def _rename(self, call: Call) -> None:
        old, new = self._inner(call.path), self._inner(call.more.decode())
        file = self._names[old]
        # One change: neither name is ever without a file.
        self._put(new, file)
        self._put(old, None)

    def _link(self, call: Call) -> None:
        self._put(self._inner(call.more.decode()), self._names[self._inner(call.path)])

    def _unlink(self, call: Call) -> None:
        self._put(self._inner(call.path), None)

    def _folder(self, call: Call) -> None:
        name = self._inner(call.path)
        self._folders.add(name)
        self._put(name, File())

    def cut(self, target: Path, chance: random.Random, lost: float) -> None:
        """Put into a folder what is there after a cut.

        Args:
            target: A folder that is not there.
            chance: Decides what arrived.
            lost: How much of what is not certain is missing, from 0 to 1.
        """
        names = dict(self._certain)
        arrived = sum(chance.random() >= lost for _ in self._renamings)
        self._make_certain(names, arrived)
        target.mkdir()
        for name, file in sorted(names.items()):
            path = target / name
            if name in self._folders:
                path.mkdir(parents=True, exist_ok=True)
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(file.after(lambda: chance.random() >= lost))


_NAMES: dict[str, Any] = {
    "S": "start", "M": "mark", "O": "opened", "W": "write", "T": "truncate", "F": "flush",
    "R": "rename", "L": "link", "U": "unlink", "D": "folder",
}  # fmt: skip
