"""What players may see of a campaign: records with everything else taken out.

The records themselves are reduced before anything is made of them, so that no page, table, link,
count or file name made later can give away what is not there any more. What is not listed here
is left out, whatever it is called; an unknown visibility is the GM's.

Source: campaign specification, section 9, "For players", and section 10.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from sessionary.core.campaign.agenda import Standing, secrets
from sessionary.core.campaign.called import characters_of, names_called, people_in
from sessionary.core.campaign.columns import event_columns
from sessionary.core.campaign.event_types import ALWAYS_HIDDEN
from sessionary.core.campaign.mentions import Names, with_bare
from sessionary.core.campaign.notes import PUBLIC, SESSION_NOTES, is_shared
from sessionary.core.campaign.own_types import own_types
from sessionary.core.campaign.player_fields import (
    CAMPAIGN,
    CAMPAIGN_OWN,
    EVENT,
    GOAL,
    SESSION,
    SESSION_OWN,
    THING,
    WHOSE,
    Kind,
    Shape,
)
from sessionary.core.campaign.record import at, list_at, object_at, text_at, texts_at
from sessionary.core.json_pointer import without
from sessionary.core.text import ELLIPSIS, fold

if TYPE_CHECKING:
    from sessionary.core.campaign.order import LoggedEvent

SOME_PLAYERS: Final = "player-specific"

_STANDINGS: Final = frozenset(standing.value for standing in Standing if standing)

_Where: TypeAlias = tuple[str, ...]
_DATE: Final = re.compile(r"[0-9TZtzW:.+\- ]{1,40}")


@dataclass(frozen=True, slots=True, order=True)
class Mention:
    """A visible text that names somebody whom only hidden events know.

    Attributes:
        name: Who is named.
        where: The field that names them, such as ``session 15, title``.
    """

    name: str
    where: str

    def sentence(self) -> str:
        """Return the warning that the GM reads before the file leaves the house."""
        return f"{self.where} names {self.name}, known only from hidden events."


class PlayerView:
    """What players, or one player, may see of one campaign.

    Show it all events once with :meth:`notice`; then take reduced records from :meth:`session`,
    :meth:`event`, :meth:`log`, :meth:`goal` and :meth:`campaign`, and at the end the warnings from
    :meth:`mentions`. Records that go in are never changed.

    Args:
        campaign: The campaign's data; its own part says ``playersMaySee`` (imported events without
            a visibility are visible) and ``hiddenTags``.
        world: The data of its people, places and things. One is hidden when its record or own part
            has a ``visibility`` other than ``public``; its name, aliases and id are left out
            of every text then.
        goals: The data of its goals; one that is not public is hidden in the same way.
        sessions: The data of its sessions, at least of those that are hidden as a whole: their
            events are hidden with them.
        player: The user id of the one player whom it is for; empty for all of them.
        unreadable: Names that documents may hide which cannot be read; all are left out.

    Attributes:
        hidden: The names and ids that are left out of every text.
    """

    def __init__(
        self,
        campaign: object,
        *,
        world: Iterable[object] = (),
        goals: Iterable[object] = (),
        sessions: Iterable[object] = (),
        player: str = "",
        unreadable: Iterable[str] = (),
    ) -> None:
        own = object_at(campaign, "own")
        self._types = own_types(campaign if isinstance(campaign, Mapping) else None)
        self._players_may_see = own.get("playersMaySee") is True
        self._player = frozenset({player, *characters_of(own, player)}) if player else frozenset()
        hidden = [*texts_at(own, "hiddenTags"), *with_bare(list(unreadable))]
        self._tags = frozenset(map(fold, hidden))
        # An id and the name it stands for: a text may use either.
        self._named: dict[str, str] = {}
        self._in_visible: set[str] = set()
        self._take_people(own)
        for data in world:
            hidden += self._take_world(data)
        for data in goals:
            if not self._sees_goal(data) and _visibility(data) is not None:
                hidden += names_called(data)
        self.hidden = Names([*hidden, *self._other_names(Names(hidden))])
        self._hidden_sessions = frozenset(
            text_at(data, "record", "id") for data in sessions if is_hidden_session(data)
        )
        self._in_hidden: dict[str, None] = {}
        self._watched: Names | None = None
        self._visible_ids: set[str] = set()
        self._mentions: set[Mention] = set()

    def sees(self, event: object, *, made_here: bool = False) -> bool:
        """Return whether an event may be seen.

        Args:
            event: The event's record.
            made_here: Whether it was logged here: then it is visible unless it is marked.
        """
        if self._types.meaning(text_at(event, "event", "type")) in ALWAYS_HIDDEN:
            return False
        if text_at(event, "sessionId") in self._hidden_sessions:
            return False
        visibility = at(event, "metadata", "visibility")
        if visibility is None:
            return made_here or self._players_may_see
        return visibility == PUBLIC or (visibility == SOME_PLAYERS and self._is_named(event))

    def notice(self, event: object, *, made_here: bool = False) -> None:
        """Take note of who is known from this event; every event once, before :meth:`session`."""
        people = people_in(event, self._types.meaning(text_at(event, "event", "type")))
        if self.sees(event, made_here=made_here):
            self._in_visible.update(fold(name) for who in people for name in self._both(who))
            if identity := text_at(event, "id"):
                self._visible_ids.add(identity)
        else:
            self._in_hidden.update(dict.fromkeys(n for who in people for n in self._both(who)))
        self._watched = None

    def event(self, event: object, *, made_here: bool = False) -> dict[str, Any] | None:
        """Return what may be seen of an event's record, None if it is hidden."""
        if not self.sees(event, made_here=made_here):
            return None
        where = (f"event {text_at(event, 'id')}",)
        reduced: dict[str, Any] = self._reduced(event, EVENT, where) or {}
        cascade = [i for i in texts_at(event, "effects", "cascade") if i in self._visible_ids]
        if "effects" in reduced:
            reduced["effects"].pop("cascade", None)
            if cascade:
                reduced["effects"]["cascade"] = [self._id(identity) for identity in cascade]
        reduced.setdefault("metadata", {})["visibility"] = PUBLIC
        return reduced

    def log(
        self, events: Iterable[LoggedEvent], *, made_here: bool = False
    ) -> Iterator[LoggedEvent]:
        """Return what may be seen of a log, in its order, with columns made of that alone."""
        for record, columns in events:
            reduced = self.event(record, made_here=made_here)
            if reduced is not None:
                # Times are those of the log: only it knows the campaign's epoch.
                made = event_columns(
                    reduced,
                    epoch=0,
                    zone=UTC,
                    categories=self._types.categories,
                    meanings=self._types.meanings,
                )
                yield reduced, replace(made, real_us=columns.real_us, game_s=columns.game_s)

    def session(self, data: object) -> dict[str, Any] | None:
        """Return a session's data for players, None if the whole session is hidden.

        Statistics and the automatic summary are left out: they are made anew from visible events.
        A ``visibility`` of its own part that is an object hides single fields by their JSON
        pointer, such as ``{"/record/tags/1": "gm-only"}``.
        """
        visibility = at(data, "own", "visibility")
        shown = data
        if is_hidden_session(data):
            return None
        if isinstance(visibility, Mapping):
            marked = (place for place, word in visibility.items() if word != PUBLIC)
            shown = without(data, marked)
        where = (f"session {at(data, 'record', 'number')}",)
        reduced = self._document(shown, SESSION, SESSION_OWN, where)
        # Where objectives stand: of those that are still there, and nothing but that.
        states = object_at(data, "own", "objectives")
        planned = texts_at(reduced, "record", "plannedObjectives")
        ticked = {text: states[text] for text in planned if states.get(text) in _STANDINGS}
        if ticked:
            reduced["own"]["objectives"] = ticked
        self._add_notes(reduced, shown, where)
        return reduced

    def _add_notes(self, reduced: dict[str, Any], data: object, where: _Where) -> None:
        """Add the notes of a session that players may read, and the secrets they know by now."""
        own = reduced["own"]
        for part, name in SESSION_NOTES:
            text = at(data, part, name)
            if is_shared(data, name) and isinstance(text, str):
                self._add_note(reduced, part, name, self._reduced_text(text, Kind.TEXT, where))
        said = (one.text for one in secrets(object_at(data)) if one.revealed)
        known = [self._reduced_text(text, Kind.NAME, (*where, "secrets")) for text in said]
        if revealed := [text for text in known if text is not None]:
            own["secrets"], own["revealed"] = "\n".join(revealed), revealed

    @staticmethod
    def _add_note(reduced: dict[str, Any], part: str, name: str, text: str | None) -> None:
        if text:
            reduced[part][name] = text
            reduced["own"].setdefault("noteVisibility", {})[name] = PUBLIC

    def campaign(self, data: object) -> dict[str, Any]:
        """Return a campaign's data for players: its name, its users and characters."""
        where = ("campaign",)
        reduced = self._document(data, CAMPAIGN, CAMPAIGN_OWN, where)
        if is_shared(data, "notes"):
            notes = text_at(data, "own", "notes")
            text = self._reduced_text(notes, Kind.TEXT, (*where, "notes"))
            self._add_note(reduced, "own", "notes", text)
        return reduced

    def goal(self, data: object) -> dict[str, Any] | None:
        """Return a goal's data for players, None unless it says that they may see it."""
        if not self._sees_goal(data):
            return None
        where = (f"goal {text_at(data, 'record', 'name')}",)
        reduced = self._document(data, GOAL, {}, where)
        reduced["record"]["visibility"] = PUBLIC
        return reduced

    def thing(self, data: object) -> dict[str, Any] | None:
        """Return what may be known of a thing of the world, None unless it is marked as theirs."""
        if _visibility(data) != PUBLIC:
            return None
        where = (f"{text_at(data, 'record', 'kind')} {text_at(data, 'record', 'name')}",)
        reduced = self._document(data, THING, {}, where)
        reduced["record"]["visibility"] = PUBLIC
        if text_at(data, "record", "notesVisibility") == PUBLIC:
            notes = text_at(data, "record", "notes")
            reduced["record"] |= {
                "notes": self._reduced_text(notes, Kind.TEXT, (*where, "notes")) or "",
                "notesVisibility": PUBLIC,
            }
        return reduced if "name" in reduced["record"] else None

    def mentions(self) -> tuple[Mention, ...]:
        """Return who was named by the records given out so far, though only hidden events know."""
        return tuple(sorted(self._mentions))

    def _document(self, data: object, record: Shape, own: Shape, where: _Where) -> dict[str, Any]:
        return {
            "record": self._reduced(at(data, "record"), record, where) or {},
            "own": self._reduced(at(data, "own"), own, where) or {},
            "spelling": {},
        }

    def _take_people(self, own: object) -> None:
        for who in (*list_at(own, "users"), *list_at(own, "characters")):
            identity, name = text_at(who, "id"), text_at(who, "name")
            self._named[identity] = name
            # A character that is nobody's is the GM's: known only if an event shows it.
            if text_at(who, "userId") or who in list_at(own, "users"):
                self._in_visible.update((fold(identity), fold(name)))

    def _take_world(self, data: object) -> list[str]:
        """Take note of a person or place; return what it is called if it is hidden."""
        visibility, names = _visibility(data), names_called(data)
        if visibility is not None and visibility != PUBLIC:
            return with_bare(names)
        self._named.setdefault(text_at(data, "record", "id"), text_at(data, "record", "name"))
        if visibility == PUBLIC:
            self._in_visible.update(map(fold, names))
        return []

    def _other_names(self, hidden: Names) -> list[str]:
        # A campaign's character may be a hidden person under the same id or the same name.
        pairs = self._named.items()
        return [n for pair in pairs if any(map(hidden.in_text, pair)) for n in pair if n]

    def _sees_goal(self, data: object) -> bool:
        visibility = _visibility(data)
        if visibility != SOME_PLAYERS:
            return visibility == PUBLIC
        whose = (text_at(data, "record", "ownerId"), *texts_at(data, "record", "assignedTo"))
        return not self._player.isdisjoint(whose)

    def _is_named(self, event: object) -> bool:
        metadata = object_at(event, "metadata")
        named = (*texts_at(metadata, "visibleTo"), *texts_at(metadata, "players"))
        return not self._player.isdisjoint(named)

    def _both(self, who: str) -> tuple[str, ...]:
        return tuple(filter(None, (who, self._named.get(who, ""))))

    def _reduced(self, value: object, shape: Shape, where: _Where) -> Any:
        """Return of `value` what `shape` lists, None for nothing."""
        if isinstance(shape, dict):
            return self._reduced_object(value, shape, where)
        if isinstance(shape, list):
            if not isinstance(value, (list, tuple)):
                return None
            reduced = (self._reduced(entry, shape[0], where) for entry in value)
            return [entry for entry in reduced if entry is not None]
        if isinstance(value, str):
            return self._reduced_text(value, shape, where)
        if isinstance(value, bool):
            return value if shape in {Kind.FLAG, Kind.VALUE} else None
        if isinstance(value, (int, float)):
            return value if shape in {Kind.NUMBER, Kind.VALUE} else None
        return None

    def _reduced_object(
        self, value: object, shape: dict[str, Any], where: _Where
    ) -> dict[str, Any] | None:
        if not isinstance(value, Mapping):
            return None
        reduced = {}
        for key, inner in shape.items():
            found = value.get(key)
            if found is None:
                continue
            part = self._reduced(found, inner, (*where, key))
            if part is not None:
                reduced[key] = part
            elif key in WHOSE:
                return None  # whose it is may not be said, so it is not said what it is
        return reduced or None

    def _reduced_text(self, text: str, kind: Kind, where: _Where) -> str | None:
        if kind is Kind.DATE and _DATE.fullmatch(text):
            return text
        if kind is Kind.ID:
            return self._id(text)
        if kind in {Kind.NUMBER, Kind.FLAG}:
            return None
        if kind is Kind.TAG and fold(text) in self._tags:
            return None
        if self.hidden.in_text(text):
            if kind is not Kind.TEXT:
                return None
            text = self.hidden.left_out(text)
            if text.strip(f"{ELLIPSIS} ") == "":
                return None
        self._watch(text, where)
        return text

    def _id(self, identity: str) -> str:
        if not self.hidden.in_text(identity):
            return identity
        # Still the same for the same record, so that what refers to it finds it.
        return hashlib.blake2b(identity.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()

    def _watch(self, text: str, where: _Where) -> None:
        if self._watched is None:
            known = self._in_visible
            self._watched = Names(name for name in self._in_hidden if fold(name) not in known)
        for name in self._watched.found(text):
            self._mentions.add(Mention(name, ", ".join(where)))


def _visibility(data: object) -> object:
    """Return the visibility of a document: what was set here, else what its file says."""
    for part in ("own", "record"):
        visibility = at(data, part, "visibility")
        if visibility is not None:
            return visibility
    return None


def is_hidden_session(data: object) -> bool:
    """Return whether players may see nothing of a session."""
    visibility = at(data, "own", "visibility")
    return visibility not in (None, PUBLIC) and not isinstance(visibility, Mapping)
