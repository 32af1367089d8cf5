"""The index rows of campaign documents: what lists, filters and the search know of them.

Pure functions of a document's data: called with each value about to be written, and again for all
of them when the index is rebuilt. They never raise, whatever the record holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, tzinfo
from typing import Any, Final, TypeAlias

from sessionary.core.campaign.attendance import Presence, presences
from sessionary.core.campaign.check_session import SUMMARY_LISTS
from sessionary.core.campaign.clock import PLAIN, Clock, campaign_clock
from sessionary.core.campaign.gametime import sort_value, whole
from sessionary.core.campaign.lifecycle import Status
from sessionary.core.campaign.own_events import end_links
from sessionary.core.campaign.persons import campaign_people, person_rows, session_people
from sessionary.core.campaign.record import (
    Record,
    in_column,
    instant_us,
    list_at,
    object_at,
    text_at,
    texts_at,
)
from sessionary.core.index_rows import Facet, all_texts, joined, once, own_links

Rows: TypeAlias = Mapping[str, Sequence[tuple[Any, ...]]]

CAMPAIGN: Final = "campaign"
_US_PER_MINUTE: Final = 60_000_000
_OWN_TEXTS: Final = ("notes", "prep", "secrets")


def session_rows(
    key: str,
    data: Mapping[str, Any] | None,
    *,
    epoch: int,
    zone: tzinfo = UTC,
    clock: Clock = PLAIN,
) -> Rows:
    """Return the index rows of a session.

    Args:
        key: The document's key.
        data: ``{"record": …, "own": …}``; None for a document that is deleted.
        epoch: The campaign's epoch, in seconds since Day 0, midnight.
        zone: The zone of date-times that give no offset.
        clock: How the campaign's days are counted and written.
    """
    if data is None:
        return {}
    record, own = object_at(data, "record"), object_at(data, "own")
    players = presences(record)
    tags, people = session_tags(data), _people(record)
    container = text_at(record, "campaignId")
    start, start_us = _moment(record, "startTime", zone)
    end, end_us = _moment(record, "endTime", zone)
    row = (
        CAMPAIGN,
        text_at(record, "id") or key,
        container,
        in_column(whole(record.get("number"))),
        text_at(record, "title"),
        text_at(record, "status") or Status.PLANNED.value,
        start,
        start_us,
        end,
        end_us,
        duration_minutes(record, zone),
        game_second(data, "startTime", epoch, clock),
        game_second(data, "endTime", epoch, clock),
        len(players),
        sum(player.attended for player in players),
        len(texts_at(record, "plannedObjectives")),
        len(texts_at(record, "actualObjectives")),
        "\n".join(tags),
        "\n".join(people),
    )
    return {
        "session_row": [row],
        "attendance": [
            (player.user, player.attended, player.late, player.left) for player in players
        ],
        "facet": once([*(("tag", tag) for tag in tags), *_session_facets(record, players)]),
        "search": [(joined(_session_texts(record, own, tags, people)),)],
        "link": [*own_links(own), *end_links(own, epoch, clock)],
        "document": [(container,)],
        "person": person_rows(session_people(data)),
    }


def campaign_rows(key: str, data: Mapping[str, Any] | None) -> Rows:
    """Return the index rows of a campaign."""
    if data is None:
        return {}
    record, own = object_at(data, "record"), object_at(data, "own")
    people = [person for name in ("users", "characters") for person in list_at(own, name)]
    names = [text_at(person, "name") for person in people]
    tags = texts_at(record, "tags")
    texts = [text_at(record, "name"), text_at(record, "description"), *tags, *names]
    return {
        "facet": once([("tag", tag) for tag in tags]),
        "search": [(joined([*texts, *all_texts(own.get("notes"))]),)],
        "link": [*own_links(own), *end_links(own, campaign_epoch(data), campaign_clock(data))],
        "document": [(text_at(record, "id") or key,)],
        "person": person_rows(campaign_people(data)),
    }


def goal_rows(_key: str, data: Mapping[str, Any] | None) -> Rows:
    """Return the index rows of a goal: its links lead to its parent, children and dependencies."""
    if data is None:
        return {}
    record, own = object_at(data, "record"), object_at(data, "own")
    tags = texts_at(record, "tags")
    words = [(name, text_at(record, name)) for name in ("type", "status", "category", "ownerId")]
    links = [
        ("goal", text_at(record, "parentGoalId"), "parent"),
        *(("goal", child, "child") for child in texts_at(record, "childGoalIds")),
        *(("goal", other, "dependency") for other in texts_at(record, "dependencies")),
        ("session", text_at(record, "sessionId"), "session"),
    ]
    texts = [text_at(record, "name"), text_at(record, "description"), *tags]
    return {
        "facet": once([*(("tag", tag) for tag in tags), *words]),
        "search": [(joined([*texts, *all_texts(own.get("notes"))]),)],
        "link": list(dict.fromkeys([*(link for link in links if link[1] != ""), *own_links(own)])),
        "document": [(text_at(record, "campaignId"),)],
    }


def session_tags(data: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the tags of a session, those of the file before those set here, each once."""
    tags = (*texts_at(data, "record", "tags"), *texts_at(data, "own", "tags"))
    return tuple(dict.fromkeys(tags))


def duration_minutes(record: Record, zone: tzinfo) -> int | None:
    """Return the length of a session in whole minutes, pauses included.

    It is what the file says, else what lies between start and end; None while the session runs.
    """
    declared = in_column(whole(object_at(record, "realTime").get("durationMinutes")))
    if declared is not None:
        return declared
    _, start = _moment(record, "startTime", zone)
    _, end = _moment(record, "endTime", zone)
    return None if start is None or end is None else (end - start) // _US_PER_MINUTE


def game_second(
    data: Mapping[str, Any], which: str, epoch: int, clock: Clock = PLAIN
) -> int | None:
    """Return the game time at which a session starts or ends, in seconds on the clock face.

    Args:
        data: The session's data; ``own.gameShift`` is what its file's epoch differs by.
        which: ``startTime`` or ``endTime``.
        epoch: The campaign's epoch.
        clock: How the campaign's days are counted and written.
    """
    time = object_at(data, "record", "gameTime", which)
    shift = whole(object_at(data, "own").get("gameShift")) or 0
    return in_column(sort_value(time, epoch, shift=shift, clock=clock))


def campaign_epoch(data: Mapping[str, Any] | None) -> int:
    """Return the epoch that a campaign's data sets, Day 1, 12:00 AM if it sets none."""
    epoch = whole(object_at(data, "own").get("epoch"))
    return campaign_clock(data).day_length if epoch is None else epoch


def _moment(record: Record, which: str, zone: tzinfo) -> tuple[str, int | None]:
    text = text_at(record, "realTime", which)
    return text, instant_us(text, zone)


def _people(record: Record) -> tuple[str, ...]:
    """Return the ids and names by which the people of a session are found."""
    players = list_at(record, "participants", "players")
    found = [text_at(record, "participants", "gm")]
    for player in players:
        found += [text_at(player, "userId"), text_at(player, "name")]
        found += texts_at(player, "characterIds")
    found += texts_at(record, "participants", "characters")
    return tuple(dict.fromkeys(name for name in found if name))


def _session_facets(record: Record, players: Iterable[Presence]) -> Iterator[Facet]:
    yield "person", text_at(record, "participants", "gm")
    for player in players:
        yield "person", player.user
        yield from (("character", character) for character in player.characters)
    yield from (("character", name) for name in texts_at(record, "participants", "characters"))
    yield "where", text_at(record, "location")
    yield from (("place", name) for name in texts_at(record, "summary", "locationsVisited"))
    yield from (("npc", name) for name in texts_at(record, "summary", "npcsIntroduced"))
    yield from (("item", name) for name in texts_at(record, "summary", "itemsAcquired"))


def _session_texts(
    record: Record, own: Record, tags: Iterable[str], people: Iterable[str]
) -> Iterator[str]:
    for name in ("title", "description", "location", "notes"):
        yield text_at(record, name)
    yield from texts_at(record, "plannedObjectives")
    yield from texts_at(record, "actualObjectives")
    yield text_at(record, "summary", "gm")
    yield text_at(record, "summary", "auto")
    for name in SUMMARY_LISTS:
        yield from texts_at(record, "summary", name)
    yield from tags
    yield from people
    for name in _OWN_TEXTS:
        yield from all_texts(own.get(name))
