"""Keeps pages of sessions in the library, so that an export writes anew only what has changed."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final

from sessionary.core.store.errors import StoreError
from sessionary.services.session_pages.seals import page_seal
from sessionary.storage import kept_pages
from sessionary.storage.connection import driver
from sessionary.storage.library_file import DiskError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sessionary.core.kinds import SessionSummary
    from sessionary.services.library import Library
    from sessionary.services.session_pages.wanted import Wanted
    from sessionary.storage.connection import Reader

_WORTH_KEEPING: Final = 20
"""The events from which on a page is quicker to read than to make."""
_AT_ONCE: Final = 8_000_000


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

    def kept(self, variant: str) -> Mapping[str, bytes]:
        """Return the seals of the pages of one sort that are kept, by their names."""
        return kept_pages.seals(self._connection, variant)

    def is_good(self, wanted: Wanted, variant: str, seal: bytes | None) -> bool:
        """Return whether the page of a session that is kept under a seal is the one of today.

        Args:
            wanted: The page.
            variant: Names the sort of page among those that are made of a session.
            seal: The seal under which it is kept, None if it is not.
        """
        return seal is not None and seal == self._seal(wanted, variant)

    def page(self, session: SessionSummary, variant: str) -> str:
        """Return the page of a session that is kept."""
        return kept_pages.kept_page(self._connection, page_name(session, variant))

    def is_worth(self, session: SessionSummary) -> bool:
        """Return whether the page of a session is to be kept once it is made."""
        return session.entries >= _WORTH_KEEPING and not self._library.read_only

    def pack(self, wanted: Wanted, variant: str, text: str) -> None:
        """Keep a page that was made."""
        if self.is_worth(wanted.session):
            seal = self._seal(wanted, variant)
            self.keep(wanted.session, variant, kept_pages.packed_page(seal, text.encode()))

    def keep(self, session: SessionSummary, variant: str, packed: bytes) -> None:
        """Keep a page that was made and packed."""
        self._made.append((page_name(session, variant), packed))
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

    def _seal(self, wanted: Wanted, variant: str) -> bytes:
        return page_seal(
            driver(self._connection),
            variant,
            self._library.zone,
            wanted.session.pk,
            wanted.documents,
            wanted.goals,
        )


def page_name(session: SessionSummary, variant: str) -> str:
    """Return the name under which the page of a session is kept."""
    return f"{variant}/{session.pk}"
