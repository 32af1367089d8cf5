"""Copies of the library file: taken whole, verified, and put back."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sessionary.core.problems import UserError

if TYPE_CHECKING:
    from pathlib import Path


class BackupFailed(UserError):
    """The copy could not be made or did not verify; nothing was left behind."""


def make(library: Path, folder: Path, reason: str, *, now: datetime | None = None) -> Path:
    """Copy the library into ``folder`` under a name that says when and why; return the copy.

    Raises:
        BackupFailed: There is no room, or the copy does not verify.
    """
    folder.mkdir(parents=True, exist_ok=True)
    stamp = (now or datetime.now(UTC)).strftime("%Y-%m-%d %H%M%S")
    target = folder / f"{stamp} {reason}.sessionary"
    count = 2
    while target.exists():
        target = folder / f"{stamp} {reason} {count}.sessionary"
        count += 1
    copy(library, target)
    return target


def copy(library: Path, target: Path) -> None:
    """Copy a library, open or not, to ``target`` and verify the copy before it counts.

    Raises:
        BackupFailed: There is no room, or the copy does not verify.
    """
    _check_room(library, target.parent)
    partial = target.with_name(target.name + ".part")
    partial.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(library)) as origin, closing(sqlite3.connect(partial)) as made:
            origin.backup(made)
            # A copy is one file: no WAL may be needed to read it.
            made.execute("PRAGMA journal_mode=DELETE").close()
            verdict = made.execute("PRAGMA integrity_check").fetchone()[0]
        if verdict != "ok":
            raise BackupFailed(f"The copy of {library} is not whole: {verdict}.")
        _flush(partial)
        partial.replace(target)
    except (sqlite3.Error, OSError) as error:
        raise BackupFailed(f"No backup was made to {target}: {error}.") from error
    finally:
        partial.unlink(missing_ok=True)


def replace(library: Path, with_copy: Path) -> None:
    """Put a copy in the place of a library that nobody has open.

    Raises:
        BackupFailed: The copy is not whole, or there is no room; the library is as it was.
    """
    arriving = library.with_name(library.name + ".arriving")
    copy(with_copy, arriving)
    # A WAL of the old file beside the new one would mix the two.
    for suffix in ("-wal", "-shm"):
        library.with_name(library.name + suffix).unlink(missing_ok=True)
    arriving.replace(library)


def _check_room(library: Path, folder: Path) -> None:
    needed = library.stat().st_size if library.exists() else 0
    free = shutil.disk_usage(folder).free
    if free < needed + (1 << 20):
        raise BackupFailed(
            f"{folder} has {free // 1_000_000} MB free; a backup needs {needed // 1_000_000} MB."
        )


def _flush(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
