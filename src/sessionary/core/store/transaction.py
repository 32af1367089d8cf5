"""Transactions: changes of several documents, also of several files, all or nothing."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import TYPE_CHECKING

from sessionary.core.store.document import Change
from sessionary.core.store.envelope import SETTLED
from sessionary.core.store.errors import LockLost, StoreError, TransactionError
from sessionary.core.store.journal import CHANGED, JournalRow, JournalWrite, Participant, rewrite
from sessionary.core.store.live import tell_all
from sessionary.core.store.recording import Part, Recording
from sessionary.core.store.undo import Shared, Step

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sessionary.core.store.database import ActDone, Database
    from sessionary.core.store.journal import JournalTable
    from sessionary.core.store.values import J


def transaction(success: Callable[[], object], failure: Callable[[], object] | None = None) -> bool:
    """Apply all patches that `success` makes, or those that `failure` makes.

    Both functions run at once, and only to collect their patches, each on working copies of its
    own: the values of the sessions stay as they were until all is decided. Patches must use
    registered actions. Nothing happens, and True comes back, if `success` changes nothing.

    Returns:
        Whether it was the patches of `success` that were applied.

    Raises:
        TransactionError: ``nested``, ``not_an_action``, or ``no_journal`` if it goes over several
            files of which one keeps no journal.
        PatchError: As from `Session.patch`; ``nested`` inside a patch function.
    """
    recording = Recording()
    with recording.running(success=True):
        success()
    if failure is not None:
        with recording.running(success=False):
            failure()
    parts = recording.parts()
    return not parts or run(parts, _label(parts))


def run(parts: Sequence[Part], name: str) -> bool:
    """Apply the success side of all parts, or the failure side; return which it was."""
    files: dict[Database, list[Part]] = {}
    for part in parts:
        files.setdefault(part.session.live.database, []).append(part)
    if len(files) == 1:
        return _InOneFile(parts, name, next(iter(files))).run()
    circle = next(iter(files)).circle
    journals = dict(circle.journals())
    if not all(database in journals for database in files):
        raise TransactionError("no_journal")
    return _OverFiles(parts, name, files, journals).run()


class _Attempt:
    """What both forms share: parts, what is alive of them, and bringing values into memory."""

    def __init__(self, parts: Sequence[Part], name: str) -> None:
        self.parts = parts
        self.name = name
        self.txid = uuid.uuid4().hex
        self._done: list[tuple[Database, ActDone]] = []

    def write(
        self, database: Database, changes: Sequence[Change], journal: tuple[JournalWrite, ...] = ()
    ) -> None:
        """Commit; a failure is reported and raised, and a lost lock has ended its session."""
        try:
            done = database.commit(self.name, "transaction", changes, journal=journal)
        except StoreError as error:
            database.on_error(error)
            raise
        self._done.append((database, done))

    def land(self, *, success: bool, saved: bool = True) -> bool:
        """Bring a side into memory and tell everybody; return which it was."""
        shared = Shared(self.name)
        changed = [
            part
            for part in self.parts
            if _alive(part) and part.side(success=success).value is not part.session.value
        ]
        for part in changed:
            live, side = part.session.live, part.side(success=success)
            before = live.document.value
            live.changed(side.value, self.name)
            if part.direction is not None:
                live.undos.move(part.direction)
            else:
                step = Step(before, side.value, self.name, shared)
                shared.parts.append((part.session, step))
                live.undos.add(step)
            if live.document.dirty:
                live.saver.arm()
        for part in self.parts if saved else ():
            part.session.live.saver.completed += 1
        for database, done in self._done:
            database.announce(done)
        tell_all(part.session for part in changed)
        return success


class _InOneFile(_Attempt):
    """A transaction of one file: decided and applied by one commit, without a journal row."""

    def __init__(self, parts: Sequence[Part], name: str, database: Database) -> None:
        super().__init__(parts, name)
        self._database = database

    def run(self) -> bool:
        try:
            self.write(self._database, self._changes(success=True))
        except StoreError:
            return self._fail()
        return self.land(success=True)

    def _fail(self) -> bool:
        while True:
            try:
                self.write(self._database, self._changes(success=False), self._debts())
            except LockLost:
                continue  # one session fewer is alive now
            except StoreError:
                # The disk takes nothing: memory keeps it and goes on trying.
                return self.land(success=False, saved=False)
            return self.land(success=False)

    def _changes(self, *, success: bool) -> list[Change]:
        return [
            change_of(part, part.side(success=success).value)
            for part in self.parts
            if _alive(part) and part.side(success=success).value is not part.session.value
        ]

    def _debts(self) -> tuple[JournalWrite, ...]:
        """Return the row that keeps the failure calls of those who lost their locks."""
        journal = self._database.journal
        if journal is None:
            return ()
        owed = tuple(
            replace(participant(part, journal), owed=True)
            for part in self.parts
            if not _alive(part) and part.failure.calls
        )
        if not owed:
            return ()
        row = JournalRow(
            txid=self.txid,
            outcome="aborted",
            coordinator=self._database.locks.owner,
            anchor=self.parts[0].session.live.document.place,
            participants=owed,
        )
        return (JournalWrite(txid=self.txid, seen=None, row=row),)


class _OverFiles(_Attempt):
    """A transaction of several files: prepared in each, decided in the first, then applied."""

    def __init__(
        self,
        parts: Sequence[Part],
        name: str,
        files: dict[Database, list[Part]],
        journals: dict[Database, JournalTable],
    ) -> None:
        super().__init__(parts, name)
        self._files = files
        self._journals = journals
        self._first = next(iter(files))
        self._journal = journals[self._first]
        self._prepared: set[Database] = set()

    def run(self) -> bool:
        running = self._first.recovery.running
        running.add(self.txid)
        try:
            return self._run()
        finally:
            running.discard(self.txid)

    def _run(self) -> bool:
        try:
            for database in self._files:
                self._prepare(database)
            self._decide(success=True)
        except StoreError:
            return self._abort()
        return self._apply_elsewhere(success=True)

    def _prepare(self, database: Database) -> None:
        """Save each document of a file as it is with its entry; in the first file the row too."""
        changes = []
        for part in self._files[database]:
            if _alive(part):
                document = part.session.live.document
                entry = {"success": part.success.calls, "failure": part.failure.calls}
                change = change_of(part, document.value)
                changes.append(replace(change, pending={**document.pending, self.txid: entry}))
        journal: tuple[JournalWrite, ...] = ()
        if database is self._first:
            row = JournalRow(
                txid=self.txid,
                outcome="prepared",
                coordinator=database.locks.owner,
                anchor=self._anchor(),
                participants=tuple(
                    participant(part, self._journals[part.session.live.database])
                    for part in self.parts
                ),
            )
            journal = (JournalWrite(txid=self.txid, seen=None, row=row),)
        if changes or journal:
            self.write(database, changes, journal)
        self._prepared.add(database)

    def _anchor(self) -> tuple[str, str]:
        parts = self._files[self._first]
        held = next((part for part in parts if _alive(part)), parts[0])
        return held.session.live.document.place

    def _decide(self, *, success: bool) -> None:
        """Write the decision, and with it the changes of the first file."""
        seen = self._journal.row(self.txid)
        if seen is None or seen.outcome == "committed" or (success and seen.outcome == "aborted"):
            raise StoreError(CHANGED, self.txid)
        settled = [part for part in self._files[self._first] if _alive(part)]
        row: JournalRow | None = replace(seen, outcome="committed" if success else "aborted")
        if not success and row is not None:
            row = replace(row, participants=tuple(map(self._owed, row.participants)))
        for part in settled:
            row = row and row.without(self._journal.file, part.session.live.document.place)
        self.write(
            self._first,
            self._applying(self._first, success=success),
            (JournalWrite(txid=self.txid, seen=seen, row=row),),
        )

    def _owed(self, one: Participant) -> Participant:
        """Return a participant of an aborted row: those who have their entries are owed nothing."""
        has_entry = any(
            _alive(part) and part.session.live.document.place == (one.store, one.key)
            for database in self._prepared
            if self._journals[database].file == one.file
            for part in self._files[database]
        )
        return replace(one, owed=not has_entry)

    def _applying(self, database: Database, *, success: bool) -> list[Change]:
        return [
            replace(
                change_of(part, part.side(success=success).value),
                pending=part.session.live.document.pending_without(self.txid),
            )
            for part in self._files[database]
            if _alive(part)
        ]

    def _apply_elsewhere(self, *, success: bool) -> bool:
        settled: list[Part] = []
        for database, parts in self._files.items():
            if database not in self._prepared:
                self._pay(parts)
            elif database is not self._first and self._apply(database, success=success):
                settled += [part for part in parts if _alive(part)]
        self._settle(settled)
        return self.land(success=success)

    def _apply(self, database: Database, *, success: bool) -> bool:
        while any(_alive(part) for part in self._files[database]):
            try:
                self.write(database, self._applying(database, success=success))
            except LockLost:
                continue  # its entry stays, for whoever loads it
            except StoreError:
                # It is decided. Memory goes on, and its next save takes the entry out.
                for part in self._files[database]:
                    document = part.session.live.document
                    document.pending = document.pending_without(self.txid)
                    document.settling = (*document.settling, self.txid)
                return False
            return True
        return False

    def _pay(self, parts: list[Part]) -> None:
        """Have what the journal owes to documents without entries saved as a load would."""
        for part in parts:
            if _alive(part):
                document = part.session.live.document
                mark = {SETTLED: self._journal.file}
                document.pending = {**document.pending, self.txid: mark}
                document.settling = (*document.settling, self.txid)

    def _settle(self, parts: list[Part]) -> None:
        def left(row: JournalRow) -> JournalRow | None:
            after: JournalRow | None = row
            for part in parts:
                live = part.session.live
                file = self._journals[live.database].file
                after = after and after.without(file, live.document.place)
            return after

        try:
            rewrite(self._journal, self.txid, left)
        except StoreError as error:
            self._first.on_error(error)

    def _abort(self) -> bool:
        self._prepare_late(self._first)
        for database in self._files if self._first in self._prepared else ():
            self._prepare_late(database)
        if self._first not in self._prepared:
            # Nothing is on disk, and it takes nothing: memory keeps it and goes on trying.
            return self.land(success=False, saved=False)
        while True:
            try:
                self._decide(success=False)
            except LockLost:
                continue
            except StoreError as error:
                if error.code == CHANGED and self._journal.row(self.txid) is not None:
                    continue  # another copy aborts it at this moment
                return False  # the entries stay, for recovery at the next load
            return self._apply_elsewhere(success=False)

    def _prepare_late(self, database: Database) -> None:
        while database not in self._prepared:
            try:
                self._prepare(database)
            except LockLost:
                continue
            except StoreError:
                return


def change_of(part: Part, value: J) -> Change:
    """Return the change that saves a session with a value."""
    document = part.session.live.document
    return Change(
        document=document,
        value=value,
        version=document.version + (value is not document.value),
        persons=document.persons(),
    )


def participant(part: Part, journal: JournalTable) -> Participant:
    """Return a session as the journal notes it."""
    store, key = part.session.live.document.place
    return Participant(
        file=journal.file,
        store=store,
        key=key,
        success=tuple(part.success.calls),
        failure=tuple(part.failure.calls),
    )


def _alive(part: Part) -> bool:
    return part.session.state == "open"


def _label(parts: Sequence[Part]) -> str:
    names = (str(call["name"]) for part in parts for call in part.success.calls)
    return ", ".join(dict.fromkeys(names))
