"""The library: its documents, its entries, and the one way anything in it is changed."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sessionary.core.campaign.columns import event_columns
from sessionary.core.entries import Visible
from sessionary.core.problems import UserError
from sessionary.core.store.database import Database
from sessionary.core.store.errors import BadReason, StoreError
from sessionary.core.store.locking import LockSupport
from sessionary.core.survey.rows import DEFINITION, SNAPSHOT, snapshot_columns
from sessionary.services.documents import document_kinds, empty_data, make_stores
from sessionary.services.reckoning import Choices, Epochs, Reckoning, Sources, is_open, reckoning_in
from sessionary.services.stored import opened
from sessionary.services.survey_shelf import LibraryShelf, index_again
from sessionary.storage import queries, settings
from sessionary.storage.backend import SqliteBackend
from sessionary.storage.journal import SqliteJournal
from sessionary.storage.library_file import LibraryFile
from sessionary.storage.locks import SqliteLocks
from sessionary.storage.persons import SqlitePersons
from sessionary.storage.processes import SystemProcesses, this_process
from sessionary.storage.revisions import revisions

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

    from sessionary.core.entries import EntryColumns
    from sessionary.core.store.act import Act
    from sessionary.core.store.backend import Scheduler
    from sessionary.core.store.database import ActDone
    from sessionary.core.store.store import Store
    from sessionary.storage.connection import Reader


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What an act has changed, told after it is written.

    Attributes:
        act: Its number.
        name: What was done, in words for people.
        origin: ``edit``, ``import``, ``undo`` …
        documents: (kind, key) of the documents it touched; empty means that any may have changed.
        entries: Whether it touched entries.
    """

    act: int
    name: str
    origin: str
    documents: frozenset[tuple[str, str]]
    entries: bool


class Library:
    """One open library.

    Everything that changes it is an act: one SQL transaction, one step of undo. Documents, acts
    and notices belong to the thread that opened it; :meth:`reading` serves any thread.
    """

    def __init__(
        self,
        folder: Path,
        scheduler: Scheduler,
        *,
        zone: str,
        read_only: bool = False,
        alone: bool = False,
        on_error: Callable[[Exception], None] | None = None,
    ) -> None:
        """Open the library in ``folder``, making it when there is none.

        Args:
            folder: Where ``library.sessionary`` lies.
            scheduler: Keeps the time of autosaves.
            zone: The name of the time zone in which times without an offset are read; kept by
                the library when it is made, so that it reads alike on every machine.
            read_only: Never write.
            alone: Let no other program write to it meanwhile.
            on_error: Told what went wrong in a callback or a save.

        Raises:
            NotALibrary, LibraryInUse: See :class:`LibraryFile`.
            LibraryDamaged: Not even its settings can be read.
        """
        self.file = LibraryFile(folder, read_only=read_only, alone=alone)
        try:
            self.zone = ZoneInfo(self._kept_zone(zone))
        except BaseException:
            self.file.close()
            raise
        self.epochs = Epochs(self._epoch_of, self._reckoning_of)
        self.sources = Sources(self._choices_of)
        locks = self._lock_support()
        owner = "" if locks is None else locks.me.owner
        self._backend = SqliteBackend(
            self.file, self.columns_of, self.zone, owner, partial(index_again, self)
        )
        self.database = Database(
            self._backend,
            scheduler,
            on_error,
            locks=locks,
            journal=None if self.read_only else SqliteJournal(self.file),
            persons=SqlitePersons(self.file),
        )
        self.shelf = LibraryShelf(self)
        self.kinds = document_kinds(self.epochs, self.zone, self.shelf)
        self.stores: dict[str, Store[dict[str, Any]]] = make_stores(self.database, self.kinds)
        self.scheduler = scheduler
        self._listeners: list[Callable[[Change], None]] = []
        self.database.committed(self._tell)

    @property
    def read_only(self) -> bool:
        """Whether nothing in it can be changed; ``reason`` says why."""
        return self.file.read_only

    @property
    def reason(self) -> str:
        """Why the library is read-only, in a sentence for people; empty if it is not."""
        return self.file.reason

    def _lock_support(self) -> LockSupport | None:
        """Return what locks documents against other programs; None where nothing is written."""
        if self.read_only:
            return None
        return LockSupport(
            table=SqliteLocks(self.file), me=this_process(), processes=SystemProcesses()
        )

    def _kept_zone(self, zone: str) -> str:
        with self.file.reading() as connection:
            kept = settings.value(connection, "zone")
        if kept is None and not self.file.read_only:
            with self.file.writing() as connection:
                settings.keep(connection, "zone", zone)
        return kept or zone

    def _epoch_of(self, campaign: str) -> int | None:
        data = self._reckoned_by(campaign)
        epoch = None if data is None else data["own"].get("epoch")
        return epoch if isinstance(epoch, int) else None

    def _reckoning_of(self, campaign: str) -> Reckoning:
        return reckoning_in(self._reckoned_by(campaign))

    def _reckoned_by(self, campaign: str) -> dict[str, Any] | None:
        """Return the data that a campaign is reckoned by, None while it has none."""
        with self.file.reading() as connection:
            stored = queries.document(connection, "campaign", campaign)
        if stored is None:
            return None
        data = opened(self, "campaign", stored.text)
        if isinstance(data, BadReason):
            # What its events are reckoned by does not change because its text went bad.
            data = self._last_readable("campaign", campaign)
        return data

    def _last_readable(self, kind: str, key: str) -> dict[str, Any]:
        """Return the newest former revision that can be read, empty parts if none can."""
        if not self.file.has_sharing:
            return empty_data()
        with self.file.reading() as connection:
            kept = revisions(connection, kind, key)
        for one in kept[1:]:
            stored = self.database.backend.revision(kind, key, one.revision)
            data = None if stored is None else opened(self, kind, stored.text)
            if data is not None and not isinstance(data, BadReason):
                return data
        return empty_data()

    def _choices_of(self, source: int) -> Choices:
        with self.file.reading() as connection:
            chosen = json.loads(queries.source_choices(connection, source))
        return Choices(chosen.get("shift", {}), players_see=chosen.get("playersSee", False))

    def columns_of(
        self, kind: str, type_: str, scope: str, text: str, source: int | None
    ) -> EntryColumns:
        """Compute what is indexed of an entry.

        Raises:
            ValueError: There are no entries of that kind and type.
        """
        if (kind, type_) == (DEFINITION, SNAPSHOT):
            return snapshot_columns(text)
        if (kind, type_) != ("session", "event"):
            raise ValueError(f"no columns for {kind} {type_}")
        choices = self.sources.of(source)
        return event_columns(
            json.loads(text),
            epoch=self.epochs.of(scope),
            zone=self.zone,
            shift=choices.shift.get(scope, 0),
            unmarked=self.unmarked(scope, players_see=source is None or choices.players_see),
            clock=self.epochs.clock_of(scope),
            categories=self.epochs.types_of(scope).categories,
            meanings=self.epochs.types_of(scope).meanings,
        )

    def unmarked(self, campaign: str, *, players_see: bool) -> Visible:
        """Return who may see an event that does not say who may.

        What was logged here is the players' too; what came from a file is the GM's unless somebody
        said otherwise, when it was imported or of the whole campaign.

        Args:
            campaign: The id of the event's campaign, empty if it has none.
            players_see: Whether it was logged here, or imported for players too.
        """
        return Visible.PLAYERS if players_see or self.is_open(campaign) else Visible.GM

    def is_open(self, campaign: str) -> bool:
        """Return whether players see what the files of a campaign do not say who may see."""
        return self.epochs.players_may_see(campaign, self._is_open)

    def _is_open(self, campaign: str) -> bool:
        with self.file.reading() as connection:
            stored = queries.document(connection, "campaign", campaign)
        data = None if stored is None else opened(self, "campaign", stored.text)
        # A document that cannot be used opens nothing.
        return data is not None and not isinstance(data, BadReason) and is_open(data)

    def act(self, name: str, origin: str = "edit") -> AbstractContextManager[Act]:
        """Collect changes; leaving the block writes them as one transaction and one undo step."""
        return self.database.act(name, origin)

    def reading(self) -> AbstractContextManager[Reader]:
        """Lend a connection that reads one state of the library; from any thread."""
        return self.file.reading()

    def on_change(self, listener: Callable[[Change], None]) -> Callable[[], None]:
        """Call ``listener`` after each act; return what stops that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def _tell(self, done: ActDone) -> None:
        if any(store == "campaign" for store, _key in done.documents):
            self.epochs.forget()
        self.announce(
            Change(
                act=done.act,
                name=done.name,
                origin=done.origin,
                documents=frozenset(done.documents),
                entries=bool(done.entries),
            )
        )

    def announce(self, change: Change) -> None:
        """Tell all listeners of a change that was written."""
        for listener in tuple(self._listeners):
            listener(change)

    def save_all(self, timeout: float = 5.0) -> bool:
        """Save every open document that has changes; say whether all of them were saved."""
        return self.database.save_all(timeout)

    def release_documents(self) -> None:
        """Save and let go of all open documents, so that a job may write them."""
        for store in self.stores.values():
            store.close()

    def newest_act(self) -> int:
        """Return the number of the newest act; it changes whenever anything does."""
        with self.file.reading() as connection:
            return queries.newest_act(connection)

    def close(self) -> bool:
        """Save everything and close the file; say whether all of it was saved."""
        saved = self.database.close(10.0)
        if not self.read_only:
            # Room that is not won back now is won back another time.
            with suppress(StoreError, OSError, UserError):
                self._backend.tidy(self.scheduler.wall())
        self.file.close()
        return saved
