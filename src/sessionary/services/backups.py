"""Copies of the library, made and put back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sessionary.core.problems import UserError
from sessionary.storage import backup
from sessionary.storage.first_page import FileState, first_summaries, inspect_file
from sessionary.storage.ids import FILE_NAME
from sessionary.storage.lock import LibraryLock, LockHeld

if TYPE_CHECKING:
    from pathlib import Path


def back_up(folder: Path, target: Path) -> Path:
    """Copy the library in ``folder`` to ``target``, verified; return the target.

    Works while a window has the library open: the copy is of one moment.

    Raises:
        UserError: There is no library, or no room.
    """
    library = folder / FILE_NAME
    if inspect_file(library) is FileState.MISSING:
        raise UserError(f"There is no library in {folder}.")
    target.parent.mkdir(parents=True, exist_ok=True)
    backup.copy(library, target)
    return target


def restore(folder: Path, copy: Path) -> Path | None:
    """Put a copy in the place of the library in ``folder``; what was there is kept as a backup.

    Returns:
        Where the library that was there is kept, None if there was none.

    Raises:
        UserError: The copy is no library of this program, or a window has the library open.
    """
    if inspect_file(copy) not in (FileState.CURRENT, FileState.OLDER):
        raise UserError(f"{copy} is not a library that this program can open.")
    folder.mkdir(parents=True, exist_ok=True)
    try:
        lock = LibraryLock(folder)
    except LockHeld as held:
        raise UserError(f"The library is open in another window ({held.owner}).") from held
    try:
        library = folder / FILE_NAME
        kept = None
        if library.exists():
            kept = backup.make(library, folder / "backups", "before restore")
        backup.replace(library, copy)
    finally:
        lock.release()
    return kept


def describe(copy: Path) -> str:
    """Return what a backup holds, in one sentence.

    Raises:
        UserError: It is no library of this program.
    """
    if inspect_file(copy) is not FileState.CURRENT:
        return f"{copy.name} was written by another version of Sessionary."
    sessions = first_summaries(copy)
    events = sum(session.entries for session in sessions)
    newest = max((session.start for session in sessions if session.start), default="")
    said = f"{copy.name} holds {len(sessions)} sessions and {events} events"
    return f"{said}; the latest began {newest[:10]}." if newest else f"{said}."
