"""What players may see of a campaign: records with everything else taken out.

The records themselves are reduced before anything is made of them, so that no page, table, link,
count or file name made later can give away what is not there any more. What is not listed here
is left out, whatever it is called; an unknown visibility is the GM's.

Source: campaign specification, section 9, "For players", and section 10.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, Final

from sessionary.core.campaign.event_types import ALWAYS_HIDDEN, meaning
from sessionary.core.campaign.mentions import Names
from sessionary.core.campaign.record import at, list_at, object_at, text_at, texts_at
from sessionary.core.text import ELLIPSIS, fold

PUBLIC: Final = "public"
SOME_PLAYERS: Final = "player-specific"


class _Kind(Enum):
    ID = auto()  # a text by which records find each other
    TEXT = auto()  # prose: a hidden name in it is left out
    NAME = auto()  # a name or a line of a list: one with a hidden name goes as a whole
    TAG = auto()
    NUMBER = auto()
    FLAG = auto()
    VALUE = auto()  # text, number or flag


_Shape = _Kind | dict[str, Any] | list[Any]

_ID, _TEXT, _NAME, _TAG = _Kind.ID, _Kind.TEXT, _Kind.NAME, _Kind.TAG
_NUMBER, _FLAG, _VALUE = _Kind.NUMBER, _Kind.FLAG, _Kind.VALUE

_SPAN: Final = {"rounds": _NUMBER, "minutes": _NUMBER, "hours": _NUMBER, "days": _NUMBER}
_GAME_TIME: Final = {**_SPAN, "total": _NUMBER, "formatted": _TEXT}
_EFFECT: Final = {
    "type": _NAME,
    "target": _NAME,
    "value": _NUMBER,
    "condition": _NAME,
    "duration": _VALUE,
}
_LISTS: Final = (
    "highlights",
    "npcsIntroduced",
    "locationsVisited",
    "itemsAcquired",
    "questsStarted",
    "questsCompleted",
)

_SESSION: Final[_Shape] = {
    "id": _ID,
    "campaignId": _ID,
    "number": _NUMBER,
    "status": _NAME,
    "title": _TEXT,
    "description": _TEXT,
    "location": _TEXT,
    "realTime": {"startTime": _NAME, "endTime": _NAME, "durationMinutes": _NUMBER},
    "gameTime": {"startTime": _GAME_TIME, "endTime": _GAME_TIME, "elapsed": _SPAN},
    "participants": {
        "gm": _NAME,
        "players": [
            {
                "userId": _NAME,
                "characterIds": [_NAME],
                "attended": _FLAG,
                "arrivedLate": _FLAG,
                "leftEarly": _FLAG,
            }
        ],
        "characters": [_NAME],
    },
    "plannedObjectives": [_NAME],
    "actualObjectives": [_NAME],
    "summary": {"gm": _TEXT, **{name: [_NAME] for name in _LISTS}},
    "tags": [_TAG],
}
_SESSION_OWN: Final[_Shape] = {"tags": [_TAG], "plannedStart": _NAME, "pauses": [[_VALUE]]}

_EVENT: Final[_Shape] = {
    "id": _ID,
    "sessionId": _ID,
    "timestamp": {"realTime": _NAME, "gameTime": _GAME_TIME, "endGameTime": _GAME_TIME},
    "event": {
        "type": _NAME,
        "category": _NAME,
        "name": _TEXT,
        "description": _TEXT,
        "value": _NUMBER,
    },
    "value": _NUMBER,
    "participants": {"actor": _NAME, "targets": [_NAME], "location": _NAME},
    "mechanics": {
        "prompt": _TEXT,
        "roll": {
            "expression": _TEXT,
            "rolls": [_NUMBER],
            "modifiers": _VALUE,
            "total": _NUMBER,
            "type": _NAME,
            "advantage": _FLAG,
            "disadvantage": _FLAG,
        },
        "result": _VALUE,
        "outcome": _VALUE,
    },
    "effects": {"immediate": [_EFFECT], "ongoing": [_EFFECT], "cascade": [_ID]},
    "metadata": {"tags": [_TAG], "importance": _NAME},
}

_GOAL: Final[_Shape] = {
    "id": _ID,
    "campaignId": _ID,
    "sessionId": _ID,
    "name": _TEXT,
    "description": _TEXT,
    "type": _NAME,
    "category": _NAME,
    "ownerId": _NAME,
    "assignedTo": [_NAME],
    "status": _NAME,
    "progress": {"current": _NUMBER, "target": _NUMBER, "unit": _NAME},
    "tags": [_TAG],
    "importance": _NAME,
    "completedAt": _NAME,
    "failedAt": _NAME,
}

_CAMPAIGN: Final[_Shape] = {"id": _ID, "campaignId": _ID, "name": _TEXT}
_USER: Final = {"id": _NAME, "name": _NAME}
_CHARACTER: Final = {"id": _NAME, "name": _NAME, "userId": _NAME}
_CAMPAIGN_OWN: Final[_Shape] = {
    "epoch": _NUMBER,
    "users": [_USER],
    "characters": [_CHARACTER],
}


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
    :meth:`event`, :meth:`goal` and :meth:`campaign`, and the warnings from :meth:`mentions`.
    Records that go in are never changed.

    Args:
        campaign: The campaign's data; its own part says ``playersMaySee`` (imported events without
            a visibility are visible) and ``hiddenTags``.
        world: The data of its people, places and things. One is hidden when its record or own part
            has a ``visibility`` other than ``public``; its name, aliases and id are left out
            of every text then.
        goals: The data of its goals; one that is not public is hidden in the same way.
        player: The user id of the one player whom it is for; empty for all of them.
    """

    def __init__(
        self,
        campaign: object,
        *,
        world: Iterable[object] = (),
        goals: Iterable[object] = (),
        player: str = "",
    ) -> None:
        own = object_at(campaign, "own")
        self._players_may_see = own.get("playersMaySee") is True
        self._player = frozenset({player, *_characters_of(own, player)}) if player else frozenset()
        self._tags = frozenset(map(fold, texts_at(own, "hiddenTags")))
        self._known_ids = {
            text_at(who, "id"): text_at(who, "name")
            for who in (*list_at(own, "users"), *list_at(own, "characters"))
            if text_at(who, "id")
        }
        hidden: list[str] = []
        for data in world:
            self._take_world(data, hidden)
        for data in goals:
            if not self._sees_goal(data) and _visibility(data) is not None:
                hidden += _names_of(data)
        self._hidden = Names(hidden)
        self._in_hidden: dict[str, None] = {}
        self._in_visible: set[str] = set()
        self._watched: Names | None = None
        self._visible_ids: set[str] = set()
        self._mentions: set[Mention] = set()

    def sees(self, event: object, *, made_here: bool = False) -> bool:
        """Return whether an event may be seen.

        Args:
            event: The event's record.
            made_here: Whether it was logged here: then it is visible unless it is marked.
        """
        if meaning(text_at(event, "event", "type")) in ALWAYS_HIDDEN:
            return False
        visibility = at(event, "metadata", "visibility")
        if visibility is None:
            return made_here or self._players_may_see
        return visibility == PUBLIC or (visibility == SOME_PLAYERS and self._is_named(event))

    def notice(self, event: object, *, made_here: bool = False) -> None:
        """Take note of who is known from this event; every event once, before :meth:`session`."""
        people = _people_of(event)
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
        where = f"event {text_at(event, 'id')}"
        reduced: dict[str, Any] = self._reduced(event, _EVENT, where) or {}
        cascade = [i for i in texts_at(event, "effects", "cascade") if i in self._visible_ids]
        if "effects" in reduced:
            reduced["effects"].pop("cascade", None)
            if cascade:
                reduced["effects"]["cascade"] = [self._id(identity) for identity in cascade]
        reduced.setdefault("metadata", {})["visibility"] = PUBLIC
        return reduced

    def events(self, events: Iterable[object]) -> Iterator[dict[str, Any]]:
        """Return what may be seen of each event that may be seen at all, in order."""
        for event in events:
            reduced = self.event(event)
            if reduced is not None:
                yield reduced

    def session(self, data: object) -> dict[str, Any] | None:
        """Return a session's data for players, None if the whole session is hidden.

        Statistics and the automatic summary are left out: they are made anew from visible events.
        A ``visibility`` of its own part that is an object hides single fields by their JSON
        pointer, such as ``{"/record/tags/1": "gm-only"}``.
        """
        visibility = at(data, "own", "visibility")
        if isinstance(visibility, str) and visibility != PUBLIC:
            return None
        shown = data
        if isinstance(visibility, Mapping):
            marked = [place for place, word in visibility.items() if word != PUBLIC]
            shown = _without(data, {tuple(place.split("/")[1:]) for place in marked})
        where = f"session {at(data, 'record', 'number')}"
        return self._document(shown, _SESSION, _SESSION_OWN, where)

    def campaign(self, data: object) -> dict[str, Any]:
        """Return a campaign's data for players: its name, its users and characters."""
        return self._document(data, _CAMPAIGN, _CAMPAIGN_OWN, "campaign")

    def goal(self, data: object) -> dict[str, Any] | None:
        """Return a goal's data for players, None unless it says that they may see it."""
        if not self._sees_goal(data):
            return None
        where = f"goal {text_at(data, 'record', 'name')}"
        reduced = self._document(data, _GOAL, {}, where)
        reduced["record"]["visibility"] = PUBLIC
        return reduced

    def mentions(self) -> tuple[Mention, ...]:
        """Return who was named by the records given out so far, though only hidden events know."""
        return tuple(sorted(self._mentions))

    def _document(self, data: object, record: _Shape, own: _Shape, where: str) -> dict[str, Any]:
        return {
            "record": self._reduced(at(data, "record"), record, where) or {},
            "own": self._reduced(at(data, "own"), own, where) or {},
            "spelling": {},
        }

    def _take_world(self, data: object, hidden: list[str]) -> None:
        visibility = _visibility(data)
        names = _names_of(data)
        if visibility in {None, PUBLIC}:
            identity = text_at(data, "record", "id")
            self._known_ids.setdefault(identity, text_at(data, "record", "name"))
        else:
            hidden += names

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
        return tuple(filter(None, (who, self._known_ids.get(who, ""))))

    def _reduced(self, value: object, shape: _Shape, where: str) -> Any:
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
            return value if shape in {_FLAG, _VALUE} else None
        if isinstance(value, (int, float)):
            return value if shape in {_NUMBER, _VALUE} else None
        return None

    def _reduced_object(
        self, value: object, shape: dict[str, Any], where: str
    ) -> dict[str, Any] | None:
        if not isinstance(value, Mapping):
            return None
        reduced = {}
        for key, inner in shape.items():
            part = self._reduced(value[key], inner, f"{where}, {key}") if key in value else None
            if part is not None:
                reduced[key] = part
            elif key in _WHOSE and value.get(key) is not None:
                return None  # whose it is may not be said, so it is not said what it is
        return reduced or None

    def _reduced_text(self, text: str, kind: _Kind, where: str) -> str | None:
        if kind is _ID:
            return self._id(text)
        if kind in {_NUMBER, _FLAG}:
            return None
        if kind is _TAG and fold(text) in self._tags:
            return None
        if self._hidden.in_text(text):
            if kind is not _TEXT:
                return None
            text = self._hidden.left_out(text)
            if text.strip(f"{ELLIPSIS} ") == "":
                return None
        self._watch(text, where)
        return text

    def _id(self, identity: str) -> str:
        if not self._hidden.in_text(identity):
            return identity
        # Still the same for the same record, so that what refers to it finds it.
        return hashlib.blake2b(identity.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()

    def _watch(self, text: str, where: str) -> None:
        if self._watched is None:
            known = self._in_visible | {
                fold(name) for pair in self._known_ids.items() for name in pair if name
            }
            self._watched = Names(name for name in self._in_hidden if fold(name) not in known)
        for name in self._watched.found(text):
            self._mentions.add(Mention(name, where))


_WHOSE: Final = frozenset({"target", "userId"})
