"""Looks the library over: the file, the content hashes, and whether the index is the truth's."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from sessionary.services import rebuild
from sessionary.storage import integrity
from sessionary.storage.library_file import LibraryDamaged

if TYPE_CHECKING:
    from collections.abc import Callable

    from sessionary.services.library import Library

# About two milliseconds of work: a session is as large as a hundred events.
_DOCUMENTS_A_STEP: Final = 10
_ENTRIES_A_STEP: Final = 500
_REST_S: Final = 0.008


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


def damage(
    library: Library,
    report: Callable[[int, int], None],
    *,
    rest: Callable[[float], object] = time.sleep,
) -> list[str]:
    """Return how a library that was opened is damaged, a sentence each; from any thread.

    SQLite's own check passes over rows that are wrong in themselves, so the content hash of every
    record is looked at too: in steps of a few milliseconds, resting between them, so that whoever
    works in a window meanwhile does not notice. A million events take about half a minute.

    Args:
        library: The library.
        report: Called with rows done and in all, after each step; may raise to cancel.
        rest: Waits some seconds.
    """
    problems = file_problems(library)
    if problems:
        return problems
    try:
        with library.reading() as connection:
            last = integrity.last_record(connection)
        return _hash_problems(library, last, report, rest)
    except LibraryDamaged as damaged:
        return [str(damaged)]


def _hash_problems(
    library: Library,
    last: integrity.Last,
    report: Callable[[int, int], None],
    rest: Callable[[float], object],
) -> list[str]:
    problems: list[str] = []
    for table, whole, records in (
        ("document", last.document, _DOCUMENTS_A_STEP),
        ("entry", last.entry, _ENTRIES_A_STEP),
    ):
        for start in range(0, whole + 1, records):
            # A reader held for half a minute would keep the log of writes from being cleared.
            with library.reading() as connection:
                problems += integrity.hash_problems(connection, table, start, start + records - 1)
            report(min(start + records, whole), whole)
            rest(_REST_S)
    return problems


def _problems(
    library: Library, report: Callable[[int, int], None], *, mend_index: bool
) -> list[str]:
    with library.reading() as connection:
        problems = integrity.file_problems(connection)
        if problems:
            # On a damaged file nothing else can be trusted, least of all a rebuild.
            return problems
        problems = integrity.all_hash_problems(connection, report)
        if problems:
            # Nothing can be computed from texts that are not those that were written.
            return problems
    if mend_index:
        rebuild.rebuild_index(library, report)
    with library.reading() as connection:
        problems = integrity.owner_problems(connection)
    return problems + rebuild.index_problems(library, report)
