"""Looks the library over: the file, the content hashes, and whether the index is the truth's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sessionary.services import rebuild
from sessionary.storage import integrity
from sessionary.storage.library_file import LibraryDamaged

if TYPE_CHECKING:
    from collections.abc import Callable

    from sessionary.services.library import Library


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
