"""The columns of an event: what lists, filters and the search know of it.

Made for every event of an import and again for every event of a rebuild, so it is written for
speed: no helper where a plain test will do. It never raises, whatever the record holds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sessionary.core.campaign.clock import PLAIN, Clock
from sessionary.core.campaign.event_types import ALWAYS_HIDDEN, EVENT_TYPES, readable
from sessionary.core.campaign.gametime import sort_value
from sessionary.core.campaign.own_events import UNTIL_FACET
from sessionary.core.campaign.record import LARGEST_COLUMN, instant_us
from sessionary.core.entries import EntryColumns, Importance, Visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import tzinfo

_IMPORTANCE: Final = {
    "trivial": int(Importance.TRIVIAL),
    "normal": int(Importance.NORMAL),
    "significant": int(Importance.SIGNIFICANT),
    "critical": int(Importance.CRITICAL),
}
_VISIBLE: Final = {
    "public": int(Visible.PLAYERS),
    "gm-only": int(Visible.GM),
    "player-specific": int(Visible.SOME),
}
_TYPES: Final = {row.word: (row.category, int(row.importance)) for row in EVENT_TYPES.values()}
_UNKNOWN_TYPE: Final = ("", int(Importance.NORMAL))
_GM: Final = int(Visible.GM)
SAID_BY_DESCRIPTION: Final = frozenset({"note", "quote", "highlight", "ruling", "dialogue", ""})
_LABEL_LENGTH: Final = 200
_EMPTY: Final[dict[str, Any]] = {}


def event_columns(
    value: dict[str, Any],
    *,
    epoch: int,
    zone: tzinfo,
    shift: int = 0,
    unmarked: Visible = Visible.GM,
    clock: Clock = PLAIN,
    categories: Mapping[str, str] = _EMPTY,
    meanings: Mapping[str, str] = _EMPTY,
) -> EntryColumns:
    """Return the columns of an event.

    Args:
        value: The event as read from JSON (plain dicts and lists).
        epoch: The campaign's epoch, in seconds since Day 0, midnight.
        zone: The zone of date-times that give no offset.
        shift: What is added to a readable game time, where the event's file has another epoch
            than the campaign; see :func:`sessionary.core.campaign.gametime.sort_value`.
        unmarked: Who sees an event that says nothing about it: the GM if it was imported.
            A visibility that is not known here is the GM's alone in any case.
        clock: How the campaign's days are counted and written.
        categories: Type -> category, of types that the campaign has of its own.
        meanings: Alias -> the type that it stands for, of aliases that the campaign has of its own.
    """
    event = value.get("event")
    event = event if type(event) is dict else _EMPTY
    word = event.get("type")
    word = spelt = word if type(word) is str else ""
    if word in meanings:
        word = meanings[word]
    category, importance = _TYPES.get(word, _UNKNOWN_TYPE)
    given = event.get("category")
    if type(given) is str and given:
        category = given
    elif word in categories:
        category = categories[word]
    facets, search = _facets(value, event, spelt)
    if spelt is not word:
        # It is found as what it counts as, and by the file's own word.
        facets.append(("type", word))
    metadata = value.get("metadata")
    visible = int(unmarked)
    if type(metadata) is dict:
        importance, visible = _marks(metadata, facets, search, importance, visible)
    timestamp = value.get("timestamp")
    real_us, game_s = _times(timestamp, epoch, zone, shift, clock)
    if type(timestamp) is dict and "endGameTime" in timestamp:
        ends = {"gameTime": timestamp["endGameTime"]}
        until = _times(ends, epoch, zone, shift, clock)[1]
        if until is not None:
            facets.append((UNTIL_FACET, str(until)))
    text = "\n".join(search)
    name = event.get("name")
    label = name if type(name) is str and 0 < len(name) <= _LABEL_LENGTH else ""
    return EntryColumns(
        real_us=real_us,
        game_s=game_s,
        category=category,
        word=word,
        importance=importance,
        visible=_GM if word in ALWAYS_HIDDEN else visible,
        label=label or _label(value, event, word),
        facets=tuple(facets),
        search=text.replace("\0", "") if "\0" in text else text,
    )


def _times(
    timestamp: Any, epoch: int, zone: tzinfo, shift: int, clock: Clock
) -> tuple[int | None, int | None]:
    if type(timestamp) is not dict:
        return None, None
    real, game = timestamp.get("realTime"), timestamp.get("gameTime")
    real_us = instant_us(real, zone) if type(real) is str else None
    game_s = sort_value(game, epoch, shift=shift, clock=clock) if type(game) is dict else None
    if game_s is not None and not -LARGEST_COLUMN <= game_s <= LARGEST_COLUMN:
        game_s = None
    return real_us, game_s


def _facets(
    value: dict[str, Any], event: dict[str, Any], word: str
) -> tuple[list[tuple[str, str]], list[str]]:
    """Return by what the event is found, and the texts that the search reads, tags left out."""
    facets = [("type", word)] if word else []
    search = []
    name, description = event.get("name"), event.get("description")
    if type(name) is str and name:
        search.append(name)
    if type(description) is str and description:
        search.append(description)
    participants = value.get("participants")
    if type(participants) is dict:
        _add_participants(participants, facets, search)
    mechanics = value.get("mechanics")
    if type(mechanics) is dict:
        for key in ("prompt", "outcome"):
            text = mechanics.get(key)
            if type(text) is str and text:
                search.append(text)
    return facets, search


def _add_participants(
    participants: dict[str, Any], facets: list[tuple[str, str]], search: list[str]
) -> None:
    actor = participants.get("actor")
    if type(actor) is str and actor:
        facets.append(("actor", actor))
        search.append(actor)
    targets = participants.get("targets")
    if type(targets) is list:
        for target in targets if len(targets) < 2 else _once(targets):
            if type(target) is str and target:
                facets.append(("target", target))
                search.append(target)
    place = participants.get("location")
    if type(place) is str and place:
        facets.append(("place", place))
        search.append(place)


def _once(names: list[Any]) -> Iterable[Any]:
    try:
        return dict.fromkeys(names)
    except TypeError:  # something among them is no name at all
        return dict.fromkeys(name for name in names if type(name) is str)


def _marks(
    metadata: dict[str, Any],
    facets: list[tuple[str, str]],
    search: list[str],
    importance: int,
    visible: int,
) -> tuple[int, int]:
    """Add the tags; return importance and visibility, those given unless the event has its own."""
    tags = metadata.get("tags")
    if type(tags) is list:
        for tag in tags if len(tags) < 2 else _once(tags):
            if type(tag) is str and tag:
                facets.append(("tag", tag))
                search.append(tag)
    weight = metadata.get("importance")
    if type(weight) is str:
        importance = _IMPORTANCE.get(weight, importance)
    shown_to = metadata.get("visibility")
    if shown_to is not None:
        visible = _VISIBLE.get(shown_to, _GM) if type(shown_to) is str else _GM
    return importance, visible


def _label(value: dict[str, Any], event: dict[str, Any], word: str) -> str:
    """Return what a list shows: the name, what a note says, or the type with its amount."""
    name = event.get("name")
    if type(name) is str and name:
        return _cut(name)
    if word in SAID_BY_DESCRIPTION:
        said = event.get("description")
        if type(said) is str and said.strip():
            return _cut(said.strip().partition("\n")[0].rstrip())
    title = readable(word) if word else "Event"
    amount = event.get("value")
    if amount is None:
        amount = value.get("value")
    if amount is None:
        amount = _effect_amount(value.get("effects"))
    if type(amount) not in {int, float, str}:
        return title
    coin = event.get("coin")
    return _cut(f"{title} {amount} {coin}" if type(coin) is str and coin else f"{title} {amount}")


def _effect_amount(effects: Any) -> Any:
    """Return how much an event did where it did one thing, such as the damage of one hit."""
    done = effects.get("immediate") if type(effects) is dict else None
    one = done[0] if type(done) is list and len(done) == 1 else None
    return one.get("value") if type(one) is dict else None


def _cut(text: str) -> str:
    return text if len(text) <= _LABEL_LENGTH else text[: _LABEL_LENGTH - 1] + "…"
