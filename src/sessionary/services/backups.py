"""Copies of the library: made by themselves and when asked for, thinned, and put back."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from sessionary.core.backups import Backup, NotWhole, read_name, room_for, to_keep
from sessionary.core.problems import UserError
from sessionary.storage import backup, settings
from sessionary.storage.first_page import FileState, inspect_file
from sessionary.storage.ids import FILE_NAME, SCHEMA_VERSION
from sessionary.storage.lock import LibraryLock, LockHeld

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sessionary.services.library import Library
    from sessionary.storage.snapshot import Snapshot

    Report = Callable[[int, int], None]

BEFORE_IMPORT: Final = "before import"
BEFORE_EMPTYING: Final = "before emptying the bin"
BEFORE_MIGRATION: Final = "before migration"
BEFORE_RESTORE: Final = "before restore"
AFTER_CHANGES: Final = "after changes"

LARGE: Final = 200_000_000
"""A library of more bytes is backed up before imports once an hour at most: it takes seconds."""

_LARGE_EVERY: Final = timedelta(hours=1)
_NOTE: Final = "backup"
_PATIENCE_S: Final = 1.0  # A start has the library to itself for a moment.


def _quiet(_done: int, _total: int) -> None:
    """Take no note of progress."""


def folder_of(library_folder: Path) -> Path:
    """Return where the backups of a library lie."""
    return library_folder / backup.FOLDER


def listed(library_folder: Path) -> list[Backup]:
    """Return the backups of a library, newest first; files that are none of ours are left out."""
    folder = folder_of(library_folder)
    found = []
    if folder.is_dir():
        for file in folder.iterdir():
            # One that is thinned out just now may be gone by the time it is looked at.
            with suppress(OSError):
                if (read := read_name(file.name, file.stat().st_size)) is not None:
                    found.append(read)
    return sorted(found, key=lambda one: (one.made, one.name), reverse=True)


def is_due(library: Library) -> bool:
    """Say whether anything has changed since the last backup that made itself."""
    newest = library.newest_act()
    if library.read_only or not newest:
        return False
    with library.reading() as connection:
        note = json.loads(settings.value(connection, _NOTE) or "{}")
    there = folder_of(library.file.folder) / str(note.get("name", ""))
    return bool(note.get("act") != newest or not there.is_file())


def automatic(
    library: Library, why: str, report: Report = _quiet, *, now: datetime | None = None
) -> Path | None:
    """Make a backup if anything has changed since the last one, and thin out the old ones.

    Runs on any thread, also while documents are open: what is typed and not saved is not in it.

    Args:
        library: The library.
        why: One of the reasons of this module.
        report: Called with bytes done and in all; may raise to cancel.
        now: The present.

    Returns:
        The backup, None if there is nothing that the last one does not hold.

    Raises:
        BackupFailed: There is no room, the disk failed, or the library is damaged.
    """
    if not is_due(library):
        return None
    moment = now or datetime.now(UTC)
    folder = folder_of(library.file.folder)
    made = backup.make(library.file.path, folder, why, now=moment, report=report)
    # Without the note the next one is made for nothing; the backup is there all the same.
    with suppress(OSError), library.file.writing() as connection:
        note = {"act": made.snapshot.act, "name": made.path.name}
        settings.keep(connection, _NOTE, json.dumps(note))
    thin(library.file.folder, moment)
    return made.path


def before_import(
    library: Library, report: Report = _quiet, *, now: datetime | None = None
) -> Path | None:
    """Make the backup that an import wants; see :func:`automatic`.

    Returns:
        The backup; None if the last one will do: nothing has changed since, or the library is
        large and the last one is not an hour old.

    Raises:
        BackupFailed: There is none; whoever imports must say whether to go on.
    """
    moment = now or datetime.now(UTC)
    if backup.size_of(library.file.path) > LARGE:
        newest = next(iter(listed(library.file.folder)), None)
        if newest is not None and timedelta(0) <= moment - newest.made < _LARGE_EVERY:
            return None
    return automatic(library, BEFORE_IMPORT, report, now=moment)


def thin(library_folder: Path, now: datetime) -> None:
    """Remove the backups that are not worth their room; see :func:`.to_keep`."""
    there = listed(library_folder)
    limit = room_for(backup.size_of(library_folder / FILE_NAME))
    kept = {one.name for one in to_keep(there, now, limit)}
    for one in there:
        if one.name not in kept:
            # One that cannot be removed only takes room.
            with suppress(OSError):
                (folder_of(library_folder) / one.name).unlink(missing_ok=True)


def back_up(folder: Path, target: Path, *, replace: bool = False) -> Path:
    """Copy the library in ``folder`` to ``target``, verified; return the target.

    Works while a window has the library open: the copy is of one moment. It is packed where the
    target's name ends with ``.gz``.

    Args:
        folder: The library's folder.
        target: The copy.
        replace: Whether a copy that holds more may be replaced, because somebody was asked.

    Raises:
        UserError: There is no library, no room, or the target holds more than the library.
    """
    library = folder / FILE_NAME
    if inspect_file(library) is FileState.MISSING:
        raise UserError(f"There is no library in {folder}.")
    if target.exists() and target.samefile(library):
        raise UserError(f"{target} is the library itself.")
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists() and not replace:
        _refuse_less(folder, target)
    backup.copy(library, target)
    return target


def _refuse_less(folder: Path, target: Path) -> None:
    """Keep a copy from being replaced by less, or what is no copy from being replaced at all."""
    there = look_into(target, target.parent)
    present = look_into(folder / FILE_NAME, target.parent)
    if (there.documents, there.entries) > (present.documents, present.entries):
        raise UserError(
            f"{target} holds more than the library: {describe_contents(there)}. "
            "Remove it, or name another file."
        )


def look_into(copy: Path, folder: Path, report: Report = _quiet) -> Snapshot:
    """Return what a backup holds, if it is whole.

    Args:
        copy: The backup, packed or not.
        folder: Where it may be unpacked meanwhile.
        report: Called with bytes done and in all; may raise to cancel.

    Raises:
        BackupFailed: It is damaged, no library of this program, or there is no room.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with backup.unpacked(copy, folder, report) as (_plain, snapshot):
        return snapshot


def restore(
    folder: Path, copy: Path, report: Report = _quiet, *, now: datetime | None = None
) -> Path | None:
    """Put a copy in the place of the library in ``folder``; what was there is kept.

    Args:
        folder: The library's folder.
        copy: A backup, packed or not.
        report: Called with bytes done and in all; may raise to cancel, which changes nothing.
        now: The present.

    Returns:
        Where the library that was there is kept: a backup, or the damaged file under another
        name. None if there was none.

    Raises:
        UserError: The copy is no whole library that this program can open, there is no room to
            keep what is there, or a window has the library open. All is as it was.
    """
    moment = now or datetime.now(UTC)
    folder.mkdir(parents=True, exist_ok=True)
    try:
        lock = LibraryLock(folder, patience=_PATIENCE_S)
    except LockHeld as held:
        raise UserError(f"The library is open in another window ({held.owner}).") from held
    try:
        with backup.unpacked(copy, folder, report) as (plain, snapshot):
            if snapshot.version > SCHEMA_VERSION:
                raise UserError(f"{copy} was written by a newer Sessionary.")
            kept = _keep_present(folder, report, moment)
            backup.put_in_place(plain, folder / FILE_NAME)
    finally:
        lock.release()
    return kept


def _keep_present(folder: Path, report: Report, now: datetime) -> Path | None:
    library = folder / FILE_NAME
    if not library.exists():
        return None
    try:
        return backup.make(library, folder_of(folder), BEFORE_RESTORE, now=now, report=report).path
    except NotWhole:
        # No copy can be made of it, and what can still be read of it may be wanted one day.
        return backup.set_aside(library, now)


def describe(copy: Path) -> str:
    """Return what a backup holds, in one sentence.

    Raises:
        BackupFailed: It is damaged, or no library of this program.
    """
    return f"{copy.name} holds {describe_contents(look_into(copy, copy.parent))}."


def describe_contents(snapshot: Snapshot) -> str:
    """Return what a library holds: ``13 sessions and 245 events; the latest began 2026-11-20``."""
    if snapshot.contents is None:
        return "what another version of Sessionary wrote"
    said = f"{snapshot.contents.sessions} sessions and {snapshot.contents.events} events"
    return f"{said}; the latest began {snapshot.latest[:10]}" if snapshot.latest else said


def is_missed(folder: Path) -> bool:
    """Say whether there is no library in a folder where there once was one."""
    return not (folder / FILE_NAME).exists() and bool(listed(folder))


def advice(folder: Path) -> str:
    """Return what can be done about a library that cannot be opened, empty if nothing is known."""
    newest = listed(folder)[:1]
    if not newest:
        return ""
    return f"The newest backup is {folder_of(folder) / newest[0].name}."
