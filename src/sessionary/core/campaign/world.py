"""The world of a campaign: who and what its events and sessions name, gathered by themselves.

Whoever is named is there without anybody writing anything down. A document of the kind ``world``
exists once somebody has written something about a thing: notes, another name, who may know of it.

Names are one name where a search takes them for the same; ids of users and characters stand for
their names.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from sessionary.core.campaign.own_types import BUILT_IN, OwnTypes
from sessionary.core.campaign.record import Record, at, list_at, object_at, text_at, texts_at
from sessionary.core.text import fold

Data = Mapping[str, Any]


class Kind(StrEnum):
    """What a thing of the world is."""

    CHARACTER = "character"
    NPC = "npc"
    PLACE = "place"
    ITEM = "item"
    FACTION = "faction"
    PERSON = "person"

    @property
    def word(self) -> str:
        """What people call it."""
        return _WORDS[self]


_WORDS: Final = {
    Kind.CHARACTER: "Player character",
    Kind.NPC: "NPC",
    Kind.PLACE: "Place",
    Kind.ITEM: "Item",
    Kind.FACTION: "Faction",
    Kind.PERSON: "Person at the table",
}
# Of two kinds that events use equally often for one name, the earlier one here holds.
_RANK: Final = {kind: -place for place, kind in enumerate(
    (Kind.CHARACTER, Kind.PLACE, Kind.FACTION, Kind.ITEM, Kind.NPC, Kind.PERSON)
)}  # fmt: skip

PUBLIC: Final = "public"
GM_ONLY: Final = "gm-only"

_MEETING: Final = frozenset({"npc_introduced", "npc_met"})
_FINDING: Final = frozenset({"location_discovered", "location_visited", "room_explored"})
_THINGS: Final = frozenset({"item_acquired", "item_lost", "item_used", "item_identified"})
_STANDING: Final = frozenset({"reputation_changed"})
NAMING_TYPES: Final = tuple(sorted(_MEETING | _FINDING | _THINGS | _STANDING))
"""Types of events that name something by more than actor, targets and location."""

SUMMARY_KINDS: Final = {
    "npcsIntroduced": Kind.NPC,
    "locationsVisited": Kind.PLACE,
    "itemsAcquired": Kind.ITEM,
}
"""The lists of a summary that name things, and what these are."""


@dataclass(frozen=True, slots=True)
class Said:
    """That something was named, perhaps many times.

    Attributes:
        name: A name or an id.
        kind: What it was named as.
        session: The number of the first session in which it was, 0 for between sessions.
        events: In how many events.
        lists: In how many lists of a summary.
        game_s: When it was named first, on the clock face.
    """

    name: str
    kind: Kind
    session: int = 0
    events: int = 0
    lists: int = 0
    game_s: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """A person, place or thing of a campaign.

    Attributes:
        name: What it is called.
        kind: What it is.
        key: The key of its document, empty while nobody wrote anything about it.
        aliases: Other names that somebody gave it.
        ids: The ids that stand for it in files.
        notes: What somebody wrote about it; for the GM alone unless players may read it.
        visibility: Who may know of it; empty where nobody has said.
        user: The id of the person it is, or whose character it is.
        events: How many events name it.
        lists: How many lists of summaries do.
        session: The number of the first session in which it occurs, 0 if it is in none.
        game_s: When it was first named, on the clock face.
    """

    name: str
    kind: Kind
    key: str = ""
    aliases: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    notes: str = ""
    visibility: str = ""
    user: str = ""
    events: int = 0
    lists: int = 0
    session: int = 0
    game_s: int | None = None

    @property
    def mentions(self) -> int:
        """How many events and lists name it."""
        return self.events + self.lists

    @property
    def hidden(self) -> bool:
        """Whether players may not know of it."""
        return self.visibility not in ("", PUBLIC)

    @property
    def names(self) -> tuple[str, ...]:
        """Everything that it goes by, its name first."""
        return tuple(dict.fromkeys((self.name, *self.aliases, *self.ids)))

    def goes_by(self, name: str) -> bool:
        """Say whether a name or id means it."""
        wanted = fold(name.strip())
        return any(fold(one) == wanted for one in self.names)


def named_in(
    record: Record, in_party: Callable[[str], bool], types: OwnTypes = BUILT_IN
) -> list[tuple[str, Kind]]:
    """Return what an event names, in order, each once.

    Args:
        record: The event's record.
        in_party: Says of an id or name whether it is a player's character: who meets an NPC is
            not the NPC.
        types: The event types and aliases of the campaign.
    """
    word = types.meaning(text_at(record, "event", "type"))
    actor = text_at(record, "participants", "actor")
    targets = texts_at(record, "participants", "targets")
    place = text_at(record, "participants", "location")
    found = [(actor, Kind.NPC), (place, Kind.PLACE)]
    name = text_at(record, "event", "name")
    target_kind = Kind.NPC
    if word in _MEETING:
        if all(in_party(who) for who in (actor, *targets) if who):
            found.append((name, Kind.NPC))
    elif word in _FINDING and not place:
        if targets:
            target_kind = Kind.PLACE
        else:
            found.append((name, Kind.PLACE))
    elif word in _THINGS:
        item = text_at(record, "event", "item") or name
        found.append((item, Kind.ITEM))
        if not item:
            target_kind = Kind.ITEM
    elif word in _STANDING:
        faction = text_at(record, "event", "faction")
        found.append((faction, Kind.FACTION))
        if not faction:
            target_kind = Kind.FACTION
    found += [(target, target_kind) for target in targets]
    return list(dict.fromkeys((said.strip(), kind) for said, kind in found if said.strip()))


def called_in(record: Record, types: OwnTypes = BUILT_IN) -> tuple[str, ...]:
    """Return the names and ids by which an event calls somebody or something, each once.

    Those whom its effects hit are among them.

    Args:
        record: The event's record.
        types: The event types and aliases of the campaign.
    """
    named = [name for name, _kind in named_in(record, lambda _who: True, types)]
    for part in ("immediate", "ongoing"):
        named += [text_at(one, "target").strip() for one in list_at(record, "effects", part)]
    return tuple(dict.fromkeys(name for name in named if name))


def named_by_session(record: Record, session: int) -> list[Said]:
    """Return whom and what a session's own record names: its lists, its GM, players, characters.

    Args:
        record: The session's record.
        session: The number of its document. Who did not come is known, but did not occur in it.
    """
    took_place = text_at(record, "status") in ("completed", "in_progress")
    found = [
        Said(name, kind, session, lists=1)
        for key, kind in SUMMARY_KINDS.items()
        for name in dict.fromkeys(texts_at(record, "summary", key))
    ]
    gm = text_at(record, "participants", "gm")
    found.append(Said(gm, Kind.PERSON, session if took_place else 0))
    for player in list_at(record, "participants", "players"):
        there = session if took_place and at(player, "attended") is True else 0
        found.append(Said(text_at(player, "userId"), Kind.PERSON, there))
        played = texts_at(player, "characterIds")
        found += [Said(who, Kind.CHARACTER, there) for who in played]
    return [one for one in found if one.name.strip()]


def gather(
    said: Iterable[Said],
    *,
    campaign: object,
    documents: Mapping[str, Data],
    order: Mapping[int, int] | None = None,
) -> tuple[Thing, ...]:
    """Return the world of a campaign, those named most often first.

    Args:
        said: What events and sessions name.
        campaign: The campaign's data, with its users and characters.
        documents: Key -> data of what was written about things of this campaign.
        order: The number of a session -> its place among the sessions; those without one go last.
    """
    book = _Book()
    for key, data in documents.items():
        book.write(key, data)
    for key, data in documents.items():
        book.add_aliases(key, data)
    for one in list_at(campaign, "own", "users"):
        book.enter(one, Kind.PERSON)
    for one in list_at(campaign, "own", "characters"):
        book.enter(one, Kind.CHARACTER if text_at(one, "userId") else Kind.NPC)
    for hearing in said:
        book.hear(hearing)
    things = (draft.thing(order or {}) for draft in book.drafts)
    return tuple(sorted(things, key=lambda one: (-one.mentions, fold(one.name), one.key)))


@dataclass(slots=True)
class _Draft:
    """A thing while it is gathered."""

    name: str
    key: str = ""
    fixed: Kind | None = None
    known: Kind | None = None
    aliases: tuple[str, ...] = ()
    ids: list[str] = field(default_factory=list)
    notes: str = ""
    visibility: str = ""
    user: str = ""
    kinds: Counter[Kind] = field(default_factory=Counter)
    events: int = 0
    lists: int = 0
    sessions: set[int] = field(default_factory=set)
    game_s: int | None = None

    def kind(self) -> Kind:
        if self.fixed or self.known:
            return self.fixed or self.known or Kind.NPC
        return max(self.kinds, key=lambda kind: (self.kinds[kind], _RANK[kind]), default=Kind.NPC)

    def thing(self, order: Mapping[int, int]) -> Thing:
        last = len(order)
        first = min(self.sessions, key=lambda pk: (order.get(pk, last), pk), default=0)
        return Thing(
            name=self.name, kind=self.kind(), key=self.key, aliases=self.aliases,
            ids=tuple(self.ids), notes=self.notes, visibility=self.visibility, user=self.user,
            events=self.events, lists=self.lists, session=first, game_s=self.game_s,
        )  # fmt: skip


class _Book:
    """Knows whom each name means."""

    def __init__(self) -> None:
        self.drafts: list[_Draft] = []
        self._by_name: dict[str, _Draft] = {}
        self._by_key: dict[str, _Draft] = {}

    def write(self, key: str, data: Data) -> None:
        """Take up what somebody wrote about a thing: its own name goes before all aliases."""
        record = object_at(data, "record")
        name = text_at(record, "name").strip() or key
        draft = _Draft(
            name,
            key=key,
            fixed=kind_of(text_at(record, "kind")),
            aliases=tuple(one.strip() for one in texts_at(record, "aliases") if one.strip()),
            notes=text_at(record, "notes"),
            visibility=visibility_of(data),
            user=text_at(record, "userId"),
        )
        self.drafts.append(draft)
        self._by_key[key] = draft
        self._claim(draft, name)
        self._claim(draft, text_at(record, "id"))

    def add_aliases(self, key: str, data: Data) -> None:
        """Let the other names of a thing mean it, as far as they are nobody's own."""
        for alias in texts_at(data, "record", "aliases"):
            self._claim(self._by_key[key], alias)

    def enter(self, one: object, kind: Kind) -> None:
        """Take up a user or character of the campaign's bundle."""
        identity, name = text_at(one, "id").strip(), text_at(one, "name").strip()
        if not (identity or name):
            return
        draft = self._of(name) or self._of(identity) or self._begun(name or identity)
        # Of a player and a character with one name, the game is about the character.
        draft.known = kind if draft.known in (None, Kind.PERSON) else draft.known
        draft.user = draft.user or (identity if kind is Kind.PERSON else text_at(one, "userId"))
        if identity and identity not in draft.ids:
            draft.ids.append(identity)
        self._claim(draft, identity)
        self._claim(draft, name)

    def hear(self, said: Said) -> None:
        """Take note that something was named."""
        name = said.name.strip()
        draft = self._of(name)
        if draft is None:
            draft = self._begun(name)
            self._claim(draft, name)
            if said.kind is Kind.PERSON:
                draft.user = name
        draft.kinds[said.kind] += said.events + said.lists or 1
        draft.events += said.events
        draft.lists += said.lists
        if said.session:
            draft.sessions.add(said.session)
        if said.game_s is not None:
            draft.game_s = said.game_s if draft.game_s is None else min(draft.game_s, said.game_s)

    def _begun(self, name: str) -> _Draft:
        draft = _Draft(name)
        self.drafts.append(draft)
        return draft

    def _of(self, name: str) -> _Draft | None:
        return self._by_name.get(fold(name)) if name else None

    def _claim(self, draft: _Draft, name: str) -> None:
        if name.strip():
            self._by_name.setdefault(fold(name.strip()), draft)


def kind_of(word: str) -> Kind | None:
    """Return the kind of a word in a file, None if there is none of that name."""
    try:
        return Kind(word.casefold())
    except ValueError:
        return None


def visibility_of(data: object) -> str:
    """Return who may know of a thing: what is set here, else what its file says."""
    return text_at(data, "own", "visibility") or text_at(data, "record", "visibility")
