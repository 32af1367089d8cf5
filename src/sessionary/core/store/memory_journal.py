"""A journal in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sessionary.core.store.errors import SaveFailed, StoreError
from sessionary.core.store.journal import CHANGED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sessionary.core.store.journal import JournalRow, JournalWrite
    from sessionary.core.store.memory_locks import Fuse


class MemoryJournal:
    """Journal rows in a dict.

    Attributes:
        file: The id of the file.
        kept: The rows.
        failures: How many of the next writes outside acts the disk refuses.
    """

    def __init__(self, file: str, fuse: Fuse) -> None:
        self.file = file
        self.kept: dict[str, JournalRow] = {}
        self.failures = 0
        self._fuse = fuse

    def rows(self) -> list[JournalRow]:
        """Return all rows."""
        return list(self.kept.values())

    def row(self, txid: str) -> JournalRow | None:
        """Return a row."""
        return self.kept.get(txid)

    def naming(self, file: str, store: str, key: str) -> list[JournalRow]:
        """Return the rows in which a document is not settled."""
        return [row for row in self.kept.values() if row.participant(file, (store, key))]

    def write(self, write: JournalWrite) -> None:
        """Write a row by itself."""
        if self.failures:
            self.failures -= 1
            raise SaveFailed("disk full")
        self._fuse.burn()
        self.check([write])
        self.put([write])

    def check(self, writes: Sequence[JournalWrite]) -> None:
        """Raise StoreError if a row is not what was seen."""
        for write in writes:
            if self.row(write.txid) != write.seen:
                raise StoreError(CHANGED, write.txid)

    def put(self, writes: Sequence[JournalWrite]) -> None:
        """Write rows that were checked."""
        for write in writes:
            if write.row is None:
                self.kept.pop(write.txid, None)
            else:
                self.kept[write.txid] = write.row
