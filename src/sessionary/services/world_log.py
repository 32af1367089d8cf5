"""Whom and what the events of a campaign name, kept from one look at its world to the next.

To count what a long log names takes a third of a second. So it is kept, with the newest act of
the library and the last entry that it counts. What was logged since is added to it; whatever else
has happened to entries, and all that bears on every one of them, lets it be counted anew.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from sessionary.core.campaign.record import text_at, texts_at
from sessionary.core.campaign.world import Kind, Said, named_in
from sessionary.core.store.errors import StoreError
from sessionary.core.text import fold
from sessionary.storage import queries, session_logs, world_queries
from sessionary.storage.library_file import DiskError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sessionary.core.campaign.own_types import OwnTypes
    from sessionary.services.library import Library
    from sessionary.storage.connection import Reader
    from sessionary.storage.world_queries import NamedRow, Scope

_FORM: Final = 1
_MOST_ADDED: Final = 2_000
_WORTH_KEEPING: Final = 100
_KINDS: Final = {"actor": Kind.NPC, "target": Kind.NPC, "place": Kind.PLACE}
_NAMING: Final = ""
"""Stands for the facet of what an event names by its type."""


class _Counts:
    """How often each name was said in each way, and where first.

    Attributes:
        rows: (facet, folded name or name and kind) -> [name, kind, session, events, game time].
    """

    def __init__(self, rows: Iterable[tuple[tuple[str, str], list[Any]]] = ()) -> None:
        self.rows: dict[tuple[str, str], list[Any]] = dict(rows)

    def said(self) -> Iterator[Said]:
        """Yield what was said."""
        for name, kind, session, events, game_s in self.rows.values():
            yield Said(name, Kind(kind), session, events, game_s=game_s)

    def add(self, facet: str, name: str, kind: Kind, session: int, game_s: int | None, *,
            events: int = 1) -> None:  # fmt: skip
        """Count a name once more."""
        key = (facet, f"{kind} {name}" if facet == _NAMING else fold(name))
        row = self.rows.setdefault(key, [name, kind.value, session, 0, game_s])
        row[3] += events


class NamedInLog:
    """Finds out what the events of a campaign name.

    Args:
        library: Where they are.
        words: The types of events that name something by more than actor, targets and location.
        party: The ids and names of the players' characters, folded for comparison.
        types: The event types and aliases of the campaign.
    """

    def __init__(
        self, library: Library, words: Sequence[str], party: frozenset[str], types: OwnTypes
    ) -> None:
        self._library, self._words = library, words
        self._party, self._types = party, types

    def said(self, connection: Reader, scope: Scope) -> list[Said]:
        """Return what the events of a campaign name.

        Args:
            connection: A reader.
            scope: Which events.
        """
        name = f"world/{'players' if scope.players_only else 'all'}/{scope.campaign}"
        bears = self._bears(scope)
        now = queries.newest_act(connection)
        last = world_queries.last_entry(connection, scope.campaign)
        found = self._kept(connection, name, bears)
        if found is not None:
            counts, act, counted = found
            if act == now:
                return list(counts.said())
            added = world_queries.added_since(connection, scope, act, counted, _MOST_ADDED)
            if added is not None:
                for event in added:
                    self._add(counts, event)
                if len(added) >= _WORTH_KEEPING:
                    self._keep(name, bears, counts, now, last)
                return list(counts.said())
        counts = self._counted(connection, scope)
        self._keep(name, bears, counts, now, last)
        return list(counts.said())

    def _bears(self, scope: Scope) -> str:
        """Return a digest of what bears on every event."""
        parts = (_FORM, sorted(scope.without), sorted(self._party), sorted(self._words),
                 sorted(self._types.meanings.items()))  # fmt: skip
        return hashlib.blake2b(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()

    def _counted(self, connection: Reader, scope: Scope) -> _Counts:
        """Count anew: facets give most of it, and the JSON of few events the rest."""
        counts = _Counts()
        rows = world_queries.named_in_events(connection, scope, self._words)
        firsts = world_queries.first_events(connection, sorted({row.pk for row in rows}))
        for row in rows:
            first = firsts[row.pk]
            counts.add(
                row.facet, _spelt(first.participants, row), _KINDS[row.facet], first.session,
                first.game_s, events=row.events,
            )  # fmt: skip
        for event in world_queries.naming_events(connection, scope, self._words):
            self._add_naming(counts, event)
        return counts

    def _add(self, counts: _Counts, event: world_queries.NamingRow) -> None:
        """Count an event that was logged since."""
        word = self._types.meaning(text_at(event.record, "event", "type"))
        if word in self._words:
            self._add_naming(counts, event)
            return
        who = event.record
        actor = text_at(who, "participants", "actor")
        targets = [name for name in texts_at(who, "participants", "targets") if name]
        targets = list({fold(name): name for name in reversed(targets)}.values())[::-1]
        # Who does something to himself is an actor and a target, of one event.
        both = any(fold(actor) == fold(name) for name in targets)
        if actor:
            counts.add("actor", actor, _KINDS["actor"], event.session, event.game_s,
                       events=not both)  # fmt: skip
        for target in targets:
            counts.add("target", target, _KINDS["target"], event.session, event.game_s)
        if place := text_at(who, "participants", "location"):
            counts.add("place", place, _KINDS["place"], event.session, event.game_s)

    def _add_naming(self, counts: _Counts, event: world_queries.NamingRow) -> None:
        named = named_in(event.record, lambda who: fold(who) in self._party, self._types)
        for name, kind in named:
            counts.add(_NAMING, name, kind, event.session, event.game_s)

    def _kept(self, connection: Reader, name: str, bears: str) -> tuple[_Counts, int, int] | None:
        """Return what is kept, the newest act when it was counted, and the last entry in it."""
        kept = session_logs.kept_figures(connection, name)
        if kept is None:
            return None
        value = json.loads(kept[1])
        if value["bears"] != bears:
            return None
        rows = (((facet, key), row) for facet, key, row in value["rows"])
        return _Counts(rows), kept[0], value["last"]

    def _keep(self, name: str, bears: str, counts: _Counts, act: int, last: int) -> None:
        if self._library.read_only:
            return
        rows = [(facet, key, row) for (facet, key), row in counts.rows.items()]
        text = json.dumps({"bears": bears, "last": last, "rows": rows})
        # What cannot be kept is counted again the next time.
        with suppress(DiskError, StoreError), self._library.file.writing() as connection:
            session_logs.keep_figures(connection, name, text, read=act, complete=True)


def _spelt(participants: object, row: NamedRow) -> str:
    """Return how an event spells what it names: a facet has it as searches compare it."""
    texts = {
        "actor": (text_at(participants, "actor"),),
        "target": texts_at(participants, "targets"),
        "place": (text_at(participants, "location"),),
    }
    return next((text for text in texts[row.facet] if fold(text) == row.value), row.value)
