"""Keeps pages of sessions in the library, so that an export writes anew only what has changed."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from sessionary import __version__
from sessionary.core.store.errors import StoreError
from sessionary.storage import kept_pages, queries
from sessionary.storage.library_file import DiskError

if TYPE_CHECKING:
    from collections.abc import Callable

    from sessionary.core.kinds import SessionSummary
    from sessionary.services.library import Library
    from sessionary.storage.connection import Reader

_WORTH_KEEPING: Final = 20
"""The events from which on a page is quicker to read than to make."""
_AT_ONCE: Final = 8_000_000
_SEAL_BYTES: Final = 16


class PageKeeper:
    """Gives pages that are kept, and keeps those that had to be made.

    Everything that a page is made of must be in its seal, or an old page is taken for a new one.

    Args:
        library: Where the pages are kept; one that is open for reading only gives pages, and
            keeps none.
        connection: A reader, good for the whole export.
    """

    def __init__(self, library: Library, connection: Reader) -> None:
        self._library = library
        self._connection = connection
        self._made: list[tuple[str, bytes]] = []
        self._bytes = 0

    def page(
        self,
        session: SessionSummary,
        variant: str,
        beside: tuple[tuple[tuple[str, str], ...], str],
        make: Callable[[], str],
    ) -> str:
        """Return the page of a session.

        Args:
            session: Whose page it is.
            variant: Names the sort of page among those that are made of a session.
            beside: Kind and key of the other documents that go into it, and what else does.
            make: Makes the page.
        """
        if session.entries < _WORTH_KEEPING:
            return make()
        seal = self._seal(session, variant, beside)
        name = f"{variant}/{session.pk}"
        kept = kept_pages.kept_page(self._connection, name, seal)
        if kept is not None:
            return kept
        text = make()
        if not self._library.read_only:
            self._keep(name, kept_pages.packed_page(seal, text))
        return text

    def _keep(self, name: str, packed: bytes) -> None:
        self._made.append((name, packed))
        self._bytes += len(packed)
        if self._bytes >= _AT_ONCE:
            self.flush()

    def flush(self) -> None:
        """Write to the library what was made."""
        made, self._made, self._bytes = self._made, [], 0
        if not made:
            return
        # What cannot be kept is made again the next time; the export has it all the same.
        with suppress(DiskError, StoreError), self._library.file.writing() as connection:
            kept_pages.keep_pages(connection, made)

    def _seal(
        self, session: SessionSummary, variant: str, beside: tuple[tuple[tuple[str, str], ...], str]
    ) -> bytes:
        entries = kept_pages.entry_state(self._connection, session.pk)
        documents = [
            queries.document_hash(self._connection, *name)
            for name in (("session", session.key), *beside[0])
        ]
        seal = hashlib.blake2b(digest_size=_SEAL_BYTES)
        for part in (__version__, variant, self._library.zone, entries, documents, beside[1]):
            seal.update(f"{part!r}\n".encode())
        return seal.digest()
