"""What is left of transactions that were cut off, brought to an end at opening and loading."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from sessionary.core.store.envelope import SETTLED, read_envelope
from sessionary.core.store.errors import SessionLocked, StoreError
from sessionary.core.store.journal import rewrite

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sessionary.core.store.database import Database
    from sessionary.core.store.document import Document
    from sessionary.core.store.journal import JournalRow, JournalTable, Participant
    from sessionary.core.store.locking import Place
    from sessionary.core.store.values import J


@dataclass(slots=True)
class Resolved:
    """What loading a document has to do about transactions.

    Attributes:
        pending: The entries that stay in its envelope.
        calls: What is to be applied, in order.
        settling: The transactions that end here with the next save.
    """

    pending: dict[str, J]
    calls: list[J] = field(default_factory=list)
    settling: list[str] = field(default_factory=list)


class Recovery:
    """Brings transactions of one database to an end.

    Attributes:
        running: The transactions that this program is in the middle of.
    """

    def __init__(self, database: Database) -> None:
        self.running: set[str] = set()
        self._database = database

    def at_opening(self) -> None:
        """Abort what dead programs left undecided in this file, and drop rows nobody needs."""
        journal = self._database.journal
        for row in () if journal is None else journal.rows():
            try:
                self._finish(row)
            except SessionLocked:
                continue
            except StoreError as error:
                self._database.on_error(error)

    def resolve(
        self, place: Place, pending: Mapping[str, J], *, takeover: bool = False
    ) -> Resolved:
        """Return what has to be done to a document that is being loaded and is locked.

        Args:
            place: The document.
            pending: The entries in its envelope.
            takeover: Wait for a coordinator that may be gone.

        Raises:
            SessionLocked: A transaction is not decided, and its coordinator lives.
        """
        found = Resolved(dict(pending))
        naming = self._naming(place)
        if not naming and not pending:
            return found
        # All are decided before the first is applied, so that nothing is done by half.
        decided = {
            txid: self._decided(database, row, takeover=takeover)
            for txid, (database, row) in (self._rows_of(pending) | naming).items()
        }
        for txid, entry in pending.items():
            self._resolve_entry(found, place, txid, entry, decided.get(txid))
        for txid in naming:
            if txid not in pending:
                self._resolve_owed(found, place, decided[txid])
        return found

    def names(self, place: Place) -> bool:
        """Return whether a transaction is not settled for a document."""
        return bool(self._naming(place))

    def settle(self, document: Document) -> None:
        """Tell the journal what was saved of a document, so that it can forget that.

        What cannot be told now is told after a later save, or found out at the next load.
        """
        told: list[str] = []
        for txid in document.settling:
            if not self._settled(document, txid):
                break
            document.pending = document.pending_without(txid)
            told.append(txid)
        document.settling = tuple(txid for txid in document.settling if txid not in told)

    def _settled(self, document: Document, txid: str) -> bool:
        found = self._database.circle.row(txid)
        if found is None:
            # Without its journal at hand, a mark must stay: the debt is still written there.
            mark = document.pending.get(txid)
            return mark is None or self._database.circle.find(mark[SETTLED]) is not None
        return self._tell_journal(found[0], document.place, txid)

    def _tell_journal(self, journal: JournalTable, place: Place, txid: str) -> bool:
        try:
            rewrite(journal, txid, lambda row: row.without(self._file, place))
        except StoreError as error:
            self._database.on_error(error)
            return False
        return True

    @property
    def _file(self) -> str:
        journal = self._database.journal
        return "" if journal is None else journal.file

    def _naming(self, place: Place) -> dict[str, tuple[Database, JournalRow]]:
        if self._database.journal is None:
            return {}
        return {
            row.txid: (database, row)
            for database, journal in self._database.circle.journals()
            for row in journal.naming(self._file, *place)
        }

    def _rows_of(self, pending: Mapping[str, J]) -> dict[str, tuple[Database, JournalRow]]:
        rows = ((txid, self._database.circle.row(txid)) for txid in pending)
        return {txid: (found[1], found[2]) for txid, found in rows if found is not None}

    def _resolve_entry(
        self, found: Resolved, place: Place, txid: str, entry: J, row: JournalRow | None
    ) -> None:
        participant = None if row is None else row.participant(self._file, place)
        if SETTLED in entry:
            journal = self._database.circle.find(entry[SETTLED])
            told = participant is None or self._tell(place, txid)
            if told and journal is not None:
                del found.pending[txid]
            return
        if row is None:
            self._database.on_error(StoreError("journal_missing", f"{place[1]}: {txid}"))
            return
        found.calls += entry["success" if row.outcome == "committed" else "failure"]
        found.settling.append(txid)
        del found.pending[txid]
        if participant is not None and participant.owed:
            self._mark(found, txid)

    def _resolve_owed(self, found: Resolved, place: Place, row: JournalRow | None) -> None:
        participant = None if row is None else row.participant(self._file, place)
        if row is None or participant is None:
            return
        if participant.owed:
            found.settling.append(row.txid)
            found.calls += participant.failure
            self._mark(found, row.txid)
        else:
            # Without an entry and without a debt it was applied before: only the row is late.
            self._tell(place, row.txid)

    def _tell(self, place: Place, txid: str) -> bool:
        found = self._database.circle.row(txid)
        return found is None or self._tell_journal(found[0], place, txid)

    def _mark(self, found: Resolved, txid: str) -> None:
        """Leave a mark: without an entry that goes away, only it tells that a debt was paid."""
        place = self._database.circle.row(txid)
        if place is not None:
            found.pending[txid] = {SETTLED: place[0].file}

    def _decided(
        self, database: Database, row: JournalRow, *, takeover: bool = False
    ) -> JournalRow | None:
        """Return a row that is decided; one whose coordinator is gone is aborted for that."""
        journal = database.journal
        if row.outcome != "prepared" or journal is None:
            return row
        if row.coordinator != database.locks.owner:
            database.locks.check_gone(row.anchor, row.coordinator, takeover=takeover)
        elif row.txid in database.recovery.running:
            raise StoreError("undecided", row.txid)
        return rewrite(journal, row.txid, aborted)

    def _finish(self, row: JournalRow) -> None:
        journal = self._database.journal
        decided = self._decided(self._database, row)
        if journal is None or decided is None:
            return
        left = tuple(p for p in decided.participants if p.owed or self._has_entry(p, row.txid))
        if left != decided.participants:
            rewrite(journal, row.txid, lambda now: _left(now, left))

    def _has_entry(self, participant: Participant, txid: str) -> bool:
        """Return whether a document names a transaction, as far as is known."""
        database = self._database.circle.find(participant.file)
        if database is None:
            return True
        stored = database.backend.read(participant.store, participant.key)
        if stored is None:
            return False
        envelope = read_envelope(stored.text)
        return envelope is None or txid in envelope.pending


def aborted(row: JournalRow) -> JournalRow:
    """Return an undecided row as aborted; nobody can say which documents have their entries."""
    if row.outcome != "prepared":
        return row
    owed = tuple(replace(p, owed=True) for p in row.participants)
    return replace(row, outcome="aborted", participants=owed)


def _left(row: JournalRow, left: tuple[Participant, ...]) -> JournalRow | None:
    kept = tuple(p for p in row.participants if p in left)
    return replace(row, participants=kept) if kept else None
