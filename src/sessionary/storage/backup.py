"""Copies of the library file: taken whole, verified, packed, and put back."""

from __future__ import annotations

import gzip
import os
import secrets
import shutil
import time
import zlib
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from typing import IO, TYPE_CHECKING, Final

from sessionary.core.backups import BackupFailed, NotWhole, backup_name
from sessionary.storage.ids import APPLICATION_ID
from sessionary.storage.snapshot import Snapshot, empty_wal, prove, take, use_wal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    Report = Callable[[int, int], None]

FOLDER: Final = "backups"
"""Where backups lie, beside the library."""

_GZIP: Final = b"\x1f\x8b"
_PIECE: Final = 1 << 20
_LEVEL: Final = 1  # A third larger than the densest, in a fifth of its time.
_STALE_SECONDS: Final = 86_400.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A backup that was made: where, and what it holds."""

    path: Path
    snapshot: Snapshot


def _quiet(_done: int, _total: int) -> None:
    """Take no note of progress."""


def make(
    library: Path,
    folder: Path,
    why: str,
    *,
    now: datetime | None = None,
    report: Report = _quiet,
) -> Made:
    """Pack the library, open or not, into ``folder`` under a name that says when, why and what.

    Args:
        library: The library file.
        folder: Where the backup goes, made when it is not there.
        why: In lower-case words, such as ``before import``.
        now: The present.
        report: Called with bytes done and in all; may raise to cancel, which leaves nothing.

    Raises:
        NotWhole: The library is damaged: no copy of it is a backup.
        BackupFailed: There is no room, or the disk failed.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BackupFailed(f"No backup was made in {folder}: {error.strerror}.") from error
    _sweep(folder)
    made_at = now or datetime.now(UTC)
    # Until it is packed the copy lies there as it is.
    _check_room(library, folder, times=2)
    with _part(folder) as plain, _part(folder) as packed:
        snapshot = take(library, plain, report)
        _pack(plain, packed, report)
        target = _free_name(folder, made_at, why, snapshot)
        _settle(packed, target)
    return Made(path=target, snapshot=snapshot)


def copy(library: Path, target: Path, report: Report = _quiet) -> Snapshot:
    """Copy a library, open or not, to ``target``; packed where its name ends with ``.gz``.

    The copy is verified before it counts; what was at ``target`` stays until then.

    Raises:
        NotWhole: The library is damaged, or none of this program.
        BackupFailed: There is no room, or the disk failed.
    """
    packing = target.suffix == ".gz"
    _check_room(library, target.parent, times=2 if packing else 1)
    with _part(target.parent) as plain, _part(target.parent) as packed:
        snapshot = take(library, plain, report)
        if packing:
            _pack(plain, packed, report)
        _settle(packed if packing else plain, target)
    return snapshot


@contextmanager
def unpacked(
    backup: Path, folder: Path, report: Report = _quiet
) -> Iterator[tuple[Path, Snapshot]]:
    """Lend what is in a backup, packed or not, as a whole library file in ``folder``.

    The file may be moved away; otherwise it is gone when the block is left.

    Raises:
        NotWhole: It is damaged, or no library of this program.
        BackupFailed: It cannot be read, or there is no room.
    """
    try:
        with backup.open("rb") as file:
            is_packed = file.read(2) == _GZIP
    except OSError as error:
        raise BackupFailed(f"{backup} could not be read: {error.strerror}.") from error
    with _part(folder) as plain:
        if is_packed:
            _unpack(backup, plain, report)
            snapshot = prove(plain)
        else:
            _check_room(backup, folder)
            snapshot = take(backup, plain, report)
        yield plain, snapshot


def holds_any(backup: Path, needles: Sequence[bytes]) -> bool:
    """Say whether a backup, packed or not, has any of some bytes, or cannot be read."""
    longest = max((len(needle) for needle in needles), default=0)
    kept = b""
    try:
        with backup.open("rb") as file:
            is_packed = file.read(2) == _GZIP
        with gzip.open(backup) if is_packed else backup.open("rb") as stream:
            while piece := stream.read(_PIECE):
                looked = kept + piece
                if any(needle in looked for needle in needles):
                    return True
                kept = looked[len(looked) - longest :]
    except (OSError, EOFError, zlib.error):
        return True
    return False


def put_in_place(arrived: Path, library: Path) -> None:
    """Let a whole file become the library, which nobody has open.

    Raises:
        BackupFailed: The disk did not take it; the library is what it was.
    """
    try:
        # To a library here: done in its place this would need a journal for a moment, and who
        # only reads could not open it after a power cut in that.
        use_wal(arrived)
        _flush(arrived)
        if library.exists():
            # Stopped in between, the old file must be whole without its WAL.
            empty_wal(library)
        # A WAL of the old file beside the new one would mix the two.
        for suffix in ("-wal", "-shm"):
            library.with_name(library.name + suffix).unlink(missing_ok=True)
        _flush_folder(library.parent)
        arrived.replace(library)
        _flush_folder(library.parent)
    except OSError as error:
        raise BackupFailed(f"{library} was not replaced: {error.strerror}.") from error


def set_aside(library: Path, now: datetime) -> Path:
    """Keep a damaged library, byte for byte, under a name beside it; return where it is."""
    stamp = now.astimezone(UTC).strftime("%Y-%m-%d %H%M%S")
    kept = library.with_name(f"library damaged {stamp}{library.suffix}")
    count = 2
    while kept.exists():
        kept = library.with_name(f"library damaged {stamp} ({count}){library.suffix}")
        count += 1
    # The WAL first: beside another file than its own it would do harm.
    wal = library.with_name(library.name + "-wal")
    if wal.exists() and wal.stat().st_size:
        wal.replace(kept.with_name(kept.name + "-wal"))
    wal.unlink(missing_ok=True)
    library.with_name(library.name + "-shm").unlink(missing_ok=True)
    library.replace(kept)
    _flush_folder(library.parent)
    return kept


def size_of(library: Path) -> int:
    """Return how many bytes a library has, with what waits in its WAL."""
    files = (library, library.with_name(library.name + "-wal"))
    return sum(file.stat().st_size for file in files if file.exists())


def _free_name(folder: Path, made_at: datetime, why: str, snapshot: Snapshot) -> Path:
    count = 1
    while (target := folder / backup_name(made_at, why, snapshot.contents, count)).exists():
        count += 1
    return target


def _check_room(library: Path, folder: Path, *, times: int = 1) -> None:
    needed = times * size_of(library)
    free = shutil.disk_usage(folder).free
    if free < needed + _PIECE:
        raise BackupFailed(
            f"{folder} has {free // 1_000_000} MB free; a backup needs {needed // 1_000_000} MB."
        )


@contextmanager
def _part(folder: Path) -> Iterator[Path]:
    """Lend a name for a file that is gone when the block is left, unless it was moved away."""
    part = folder / f".{secrets.token_hex(8)}.part"
    try:
        yield part
    finally:
        for suffix in ("", "-journal", "-wal", "-shm"):
            part.with_name(part.name + suffix).unlink(missing_ok=True)


def _sweep(folder: Path) -> None:
    """Remove what a killed program left half done; not what another one is doing just now."""
    for part in folder.glob(".*.part*"):
        with suppress(OSError):
            if part.stat().st_mtime < time.time() - _STALE_SECONDS:
                part.unlink()


def _pack(plain: Path, packed: Path, report: Report) -> None:
    """Compress a file, and read it back before it counts."""
    total = plain.stat().st_size
    wanted = blake2b()
    try:
        with (
            plain.open("rb") as origin,
            packed.open("xb") as raw,
            gzip.GzipFile("", "wb", _LEVEL, raw, mtime=0) as stream,
        ):
            done = 0
            while piece := origin.read(_PIECE):
                wanted.update(piece)
                stream.write(piece)
                done += len(piece)
                report(done, total)
        found = blake2b()
        with gzip.open(packed, "rb") as stream:
            while piece := stream.read(_PIECE):
                found.update(piece)
    except (OSError, EOFError, zlib.error) as error:
        raise BackupFailed(f"No backup was made in {packed.parent}: {error}.") from error
    if found.digest() != wanted.digest():
        raise NotWhole(f"What was written to {packed.parent} is not what is read back.")


def _unpack(backup: Path, plain: Path, report: Report) -> None:
    total = backup.stat().st_size
    try:
        with (
            backup.open("rb") as raw,
            gzip.GzipFile(fileobj=raw, mode="rb") as stream,
            plain.open("xb") as file,
        ):
            first = True
            while piece := stream.read(_PIECE):
                # Known by its first bytes: what is none of ours does not fill the disk.
                if first and piece[68:72] != APPLICATION_ID.to_bytes(4, "big"):
                    raise NotWhole(f"{backup} is not a library of this program.")
                first = False
                _write(file, piece, plain.parent)
                report(raw.tell(), total)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise NotWhole(f"{backup} is not whole: {error}.") from error
    except OSError as error:
        raise BackupFailed(f"{backup} could not be unpacked: {error.strerror}.") from error


def _write(file: IO[bytes], piece: bytes, folder: Path) -> None:
    if shutil.disk_usage(folder).free < _PIECE + len(piece):
        raise BackupFailed(f"{folder} has no room for what is in the backup.")
    file.write(piece)


def _settle(part: Path, target: Path) -> None:
    """Let a whole file take its place for good."""
    try:
        _flush(part)
        part.replace(target)
        _flush_folder(target.parent)
    except OSError as error:
        raise BackupFailed(f"No backup was made to {target}: {error.strerror}.") from error


def _flush(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _flush_folder(folder: Path) -> None:
    if os.name != "posix":
        return
    # Some file systems refuse this for folders; the file itself is on the disk by now.
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
