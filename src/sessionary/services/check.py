"""Looks the library over: the file, the content hashes, and whether the index is the truth's."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from sessionary.core.store.errors import StoreError
from sessionary.services import rebuild
from sessionary.storage import integrity, settings
from sessionary.storage.library_file import DiskError, LibraryDamaged

if TYPE_CHECKING:
    from collections.abc import Callable

    from sessionary.services.library import Library

_HASHED_AT: Final = "hashed_at"
_HASHED_EVERY: Final = timedelta(days=7)
_SMALL_BYTES: Final = 20_000_000


def check(
    library: Library, report: Callable[[int, int], None], *, mend_index: bool = False
) -> list[str]:
    """Return what is wrong with a library, a sentence each; empty if all is well.

    Args:
        library: The library; with ``mend_index`` no document of it may be open.
        report: Called with rows done and in all; may raise to cancel.
        mend_index: Compute the index anew first. Documents and entries are never touched.
    """
    try:
        return _problems(library, report, mend_index=mend_index)
    except LibraryDamaged as damaged:
        return [str(damaged)]


def file_problems(library: Library) -> list[str]:
    """Return what is wrong with the file alone, a sentence each: quick enough for each start."""
    try:
        with library.reading() as connection:
            return integrity.file_problems(connection)
    except LibraryDamaged as damaged:
        return [str(damaged)]


def damage(library: Library, report: Callable[[int, int], None], *, now: datetime) -> list[str]:
    """Return how a library that was opened is damaged, a sentence each; from any thread.

    SQLite's own check is made each time. It passes over rows that are wrong in themselves, so the
    content hashes are looked at too: each time where that takes no time, else once a week.

    Args:
        library: The library.
        report: Called with rows done and in all; may raise to cancel.
        now: The time of day, with an offset.
    """
    problems = file_problems(library)
    if problems or not _hashes_are_due(library, now):
        return problems
    try:
        with library.reading() as connection:
            problems = integrity.hash_problems(connection, report)
    except LibraryDamaged as damaged:
        return [str(damaged)]
    if not problems and not library.read_only and not _is_small(library):
        # Not noted, the look is taken again at the next start; nothing else depends on it.
        with suppress(DiskError, StoreError), library.file.writing() as connection:
            settings.keep(connection, _HASHED_AT, now.isoformat())
    return problems


def _is_small(library: Library) -> bool:
    return library.file.path.stat().st_size < _SMALL_BYTES


def _hashes_are_due(library: Library, now: datetime) -> bool:
    if _is_small(library):
        return True
    with library.reading() as connection:
        last = settings.value(connection, _HASHED_AT)
    # A clock that was set back must not put the look off for years.
    return last is None or not timedelta(0) <= now - datetime.fromisoformat(last) < _HASHED_EVERY


def _problems(
    library: Library, report: Callable[[int, int], None], *, mend_index: bool
) -> list[str]:
    with library.reading() as connection:
        problems = integrity.file_problems(connection)
        if problems:
            # On a damaged file nothing else can be trusted, least of all a rebuild.
            return problems
        problems = integrity.hash_problems(connection, report)
        if problems:
            # Nothing can be computed from texts that are not those that were written.
            return problems
    if mend_index:
        rebuild.rebuild_index(library, report)
    with library.reading() as connection:
        problems = integrity.owner_problems(connection)
    return problems + rebuild.index_problems(library, report)
