"""Files that are either the old ones or the new ones, never half of both."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import secrets
import stat
import time
from contextlib import AbstractContextManager, contextmanager
from typing import IO, TYPE_CHECKING, Any, BinaryIO, Final, TextIO, cast

from sessionary.core.problems import UserError
from sessionary.formats.file_names import inside, same_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path
    from types import TracebackType

MANIFEST: Final = ".sessionary-export.json"
"""The file in which an exported folder says which of its files are ours."""

_MANIFEST_LIMIT: Final = 64 * 2**20
_PART: Final = ".sessionary-"
_PART_SECONDS: Final = 86_400


class NotOurs(UserError):
    """A file is in the way that this program did not write, or that was changed since."""

    def __init__(self, folder: Path, names: tuple[str, ...]) -> None:
        shown = ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")
        super().__init__(
            f"{folder} holds files that were not written by this export, or were changed since: "
            f"{shown}. Nothing was written."
        )
        self.names = names


@contextmanager
def atomic_bytes(path: Path, *, replace: bool = True) -> Iterator[BinaryIO]:
    """Give a stream whose bytes become the file `path` when the block is left.

    The bytes go to a file beside it, which is flushed to the disk and then takes the place of
    `path`. After an exception, a power cut or a full disk `path` is what it was before.

    Args:
        path: The file; where it is a symbolic link, what it points to is replaced.
        replace: False refuses a file that is there already, also one that appears meanwhile.

    Raises:
        FileExistsError: If the file exists and `replace` is False.
        OSError: What the disk says.
    """
    target = path.resolve()
    if target.exists() and not replace:
        raise FileExistsError(f"{path} exists already.")
    _sweep(target.parent)
    part = _part(target.parent)
    try:
        with part.open("xb") as stream:
            yield stream
            _to_disk(stream)
        _take_place(part, target, replace=replace)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def atomic_text(
    path: Path, *, replace: bool = True, encoding: str = "utf-8", newline: str = "\n"
) -> Iterator[TextIO]:
    """Give a text stream whose text becomes the file `path`; see :func:`atomic_bytes`.

    Args:
        path: The file.
        replace: False refuses a file that is there already.
        encoding: ``utf-8``, or ``utf-8-sig`` for a mark at the start that spreadsheets look for.
        newline: What a line ends with, the same on every system. An empty text leaves line ends
            as they are written.
    """
    with atomic_bytes(path, replace=replace) as stream, _text(stream, encoding, newline) as text:
        yield text


class ExportFolder:
    """A folder of exported files, written as one: all of them are new, or none is.

    Files are written beside their places first. Leaving the block looks whether anything is in the
    way, puts all of them in place, removes files of the last export that this one has no more, and
    writes the manifest last. A file that we did not write, or that somebody changed since, is
    never touched: the export is refused with :class:`NotOurs`.

    ::

        with ExportFolder(path) as folder:
            with folder.text("Session 15 3kx9aq.md") as stream:
                stream.write(...)
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.removed: tuple[str, ...] = ()
        """Files of the last export that were removed because this one has them no more."""
        self.kept: tuple[str, ...] = ()
        """Files of the last export that this one has no more, but that somebody changed."""
        self._parts: dict[str, Path] = {}
        self._sums: dict[str, str] = {}
        self._ours: dict[str, frozenset[str]] = {}

    def __enter__(self) -> ExportFolder:
        self.path.mkdir(parents=True, exist_ok=True)
        _sweep(self.path)
        self._ours = _read_manifest(self.path / MANIFEST)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if kind is None:
                self._put_in_place()
        finally:
            for part in self._parts.values():
                part.unlink(missing_ok=True)

    def bytes(self, name: str) -> AbstractContextManager[BinaryIO]:
        """Give a binary stream for the file `name` of this folder."""
        return self._stream(name)

    @contextmanager
    def text(self, name: str, *, encoding: str = "utf-8", newline: str = "\n") -> Iterator[TextIO]:
        """Give a text stream for the file `name` of this folder; see :func:`atomic_text`."""
        with self._stream(name) as stream, _text(stream, encoding, newline) as text:
            yield text

    @contextmanager
    def _stream(self, name: str) -> Iterator[BinaryIO]:
        inside(self.path, name)
        if same_file(name) in {same_file(MANIFEST), *map(same_file, self._parts)}:
            raise FileExistsError(f"{name} is written twice in one export.")
        part = _part(self.path)
        try:
            with part.open("xb") as file:
                summing = _Summing(file)
                yield cast("BinaryIO", summing)
                _to_disk(file)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
        self._parts[name] = part
        self._sums[name] = summing.sum.hexdigest()

    def _put_in_place(self) -> None:
        in_the_way = tuple(name for name in self._parts if not self._may_replace(name))
        if in_the_way:
            raise NotOurs(self.path, in_the_way)
        gone = [name for name in self._ours if name not in self._parts]
        # Said before it is done: after a power cut in between, both the old and the new files
        # are known as ours, and the same export can be made again.
        self._write_manifest(self._sums, self._ours)
        for name, part in self._parts.items():
            part.replace(self.path / name)
        self._remove(gone)
        _folder_to_disk(self.path)
        self._write_manifest(self._sums, {})

    def _may_replace(self, name: str) -> bool:
        path = self.path / name
        try:
            mode = path.lstat().st_mode
        except FileNotFoundError:
            return True
        if not stat.S_ISREG(mode):
            return False
        known = [sums for ours, sums in self._ours.items() if same_file(ours) == same_file(name)]
        return bool(known) and _sum(path) in frozenset().union(*known)

    def _remove(self, names: list[str]) -> None:
        removed, kept = [], []
        for name in names:
            path = self.path / name
            if not path.is_file() or self._is_new(path):
                continue
            if self._may_replace(name):
                path.unlink()
                removed.append(name)
            else:
                kept.append(name)
        self.removed, self.kept = tuple(removed), tuple(kept)

    def _is_new(self, path: Path) -> bool:
        # Where the file system ignores case, the old name now leads to a new file.
        alike = (name for name in self._parts if same_file(name) == same_file(path.name))
        return any(path.samefile(self.path / name) for name in alike)

    def _write_manifest(
        self, sums: Mapping[str, str], before: Mapping[str, frozenset[str]]
    ) -> None:
        manifest: dict[str, object] = {"files": dict(sorted(sums.items()))}
        if before:
            manifest["before"] = {name: sorted(before[name]) for name in sorted(before)}
        with atomic_text(self.path / MANIFEST) as stream:
            json.dump(manifest, stream, ensure_ascii=False, indent=1)
            stream.write("\n")


class _Summing(io.RawIOBase):
    """Passes what is written to a file on, and knows its SHA-256 without reading it again."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.sum = hashlib.sha256()

    def writable(self) -> bool:
        return True

    def write(self, data: Any, /) -> int:
        self.sum.update(data)
        return self._file.write(data)


@contextmanager
def _text(stream: BinaryIO, encoding: str, newline: str) -> Iterator[TextIO]:
    text = io.TextIOWrapper(
        cast("IO[bytes]", stream), encoding=encoding, errors="replace", newline=newline
    )
    try:
        yield text
        text.flush()
    finally:
        # The stream below is closed by whoever opened it, after it has gone to the disk.
        with contextlib.suppress(OSError, ValueError):
            text.detach()


def _part(folder: Path) -> Path:
    return folder / f"{_PART}{secrets.token_hex(8)}.part"


def _sweep(folder: Path) -> None:
    """Remove what a program that was killed left of its files a day ago or earlier."""
    yesterday = time.time() - _PART_SECONDS
    for left in folder.glob(f"{_PART}{'[0-9a-f]' * 16}.part"):
        # One that another program has taken away, or that cannot be removed, is in nobody's way.
        with contextlib.suppress(OSError):
            if left.stat().st_mtime < yesterday:
                left.unlink()


def _to_disk(stream: IO[bytes]) -> None:
    stream.flush()
    os.fsync(stream.fileno())


def _take_place(part: Path, target: Path, *, replace: bool) -> None:
    if target.exists():
        part.chmod(stat.S_IMODE(target.stat().st_mode))
    if replace:
        part.replace(target)
    else:
        _move_new(part, target)
    _folder_to_disk(target.parent)


def _move_new(part: Path, target: Path) -> None:
    # A hard link fails where the target has appeared meanwhile; a rename would replace it. On
    # Windows a rename fails by itself, and some file systems have no hard links.
    if os.name == "posix":
        try:
            target.hardlink_to(part)
        except FileExistsError:
            raise
        except OSError:
            if target.exists():
                raise FileExistsError(f"{target} exists already.") from None
        else:
            return
    part.rename(target)


def _folder_to_disk(folder: Path) -> None:
    if os.name != "posix":
        return
    # Some file systems refuse this for folders; the file itself is on the disk by now.
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _sum(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _read_manifest(path: Path) -> dict[str, frozenset[str]]:
    """Return the sums by which each file is ours; empty where there is no manifest to trust."""
    try:
        if path.is_symlink() or path.stat().st_size > _MANIFEST_LIMIT:
            return {}
        manifest = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    ours: dict[str, frozenset[str]] = {}
    if isinstance(manifest, dict):
        for part in ("before", "files"):
            for name, sums in _entries(manifest.get(part)):
                ours[name] = ours.get(name, frozenset()) | sums
    return {name: sums for name, sums in ours.items() if _plain(path.parent, name)}


def _entries(part: object) -> Iterator[tuple[str, frozenset[str]]]:
    if not isinstance(part, dict):
        return
    for name, sums in part.items():
        texts = [sums] if isinstance(sums, str) else sums if isinstance(sums, list) else []
        yield name, frozenset(text for text in texts if isinstance(text, str))


def _plain(folder: Path, name: str) -> bool:
    try:
        inside(folder, name)
    except UserError:
        return False
    return name != MANIFEST
