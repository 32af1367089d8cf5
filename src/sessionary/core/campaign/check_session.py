"""What can be wrong with the record of a session."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sessionary.core.campaign.findings import (
    Fields,
    Findings,
    check_amount,
    check_count,
    check_fields,
    check_flag,
    check_game_time,
    check_text,
    check_texts,
    check_time,
    check_whole,
    object_with,
    objects_with,
    said,
)
from sessionary.core.campaign.gametime import (
    clock_face,
    elapsed_seconds,
    elapsed_text,
    implied_epoch,
    pair_of,
    whole,
)
from sessionary.core.campaign.lifecycle import Status
from sessionary.core.campaign.record import (
    LARGEST_COLUMN,
    at,
    instant_us,
    list_at,
    object_at,
    text_at,
)

SUMMARY_LISTS: Final = (
    "highlights",
    "npcsIntroduced",
    "locationsVisited",
    "itemsAcquired",
    "questsStarted",
    "questsCompleted",
)
"""The six lists of a summary, in the order in which they are shown."""

STATISTICS: Final = (
    "eventCount",
    "combatEncounters",
    "totalDamageDealt",
    "totalDamageReceived",
    "totalHealingDone",
    "npcsKilled",
    "treasureGained",
    "xpEarned",
)
"""The statistics of a session, in the order in which they are shown."""

_FIELDS: Final[Fields] = {
    "campaignId": check_text,
    "realTime": object_with(
        {"startTime": check_time, "endTime": check_time, "durationMinutes": check_count}
    ),
    "gameTime": object_with(
        {
            "startTime": check_game_time,
            "endTime": check_game_time,
            "elapsed": object_with(
                dict.fromkeys(("rounds", "minutes", "hours", "days"), check_whole)
            ),
        }
    ),
    "participants": object_with(
        {
            "gm": check_text,
            "players": objects_with(
                {
                    "userId": check_text,
                    "characterIds": check_texts,
                    "attended": check_flag,
                    "arrivedLate": check_flag,
                    "leftEarly": check_flag,
                }
            ),
            "characters": check_texts,
        }
    ),
    "title": check_text,
    "description": check_text,
    "location": check_text,
    "notes": check_text,
    "plannedObjectives": check_texts,
    "actualObjectives": check_texts,
    "summary": object_with(
        {"auto": check_text, "gm": check_text, **dict.fromkeys(SUMMARY_LISTS, check_texts)}
    ),
    "stats": object_with(dict.fromkeys(STATISTICS, check_amount)),
    "tags": check_texts,
    "createdAt": check_time,
    "updatedAt": check_time,
}


def lacks_campaign(record: Mapping[str, Any]) -> bool:
    """Return whether a session does not say its campaign, so that an import has to ask for it."""
    return not record.get("campaignId")


def check_session(findings: Findings, record: Mapping[str, Any], *, first: bool) -> None:
    """Look at a session, or (not `first`) at an update of one."""
    check_fields(findings, record, "", _FIELDS)
    _check_number(findings, record, first=first)
    _check_status(findings, record, first=first)
    _check_start(findings, record, first=first)
    if not first and "campaignId" in record and record["campaignId"] is None:
        _missing_campaign(findings)
    _check_players(findings, record)
    check_order(findings, record)
    _check_game_times(findings, record)


def check_order(findings: Findings, record: Mapping[str, Any]) -> None:
    """Look whether a session ends after it starts; for the sum of updates as for each of them."""
    start, end = at(record, "realTime", "startTime"), at(record, "realTime", "endTime")
    if not isinstance(start, str) or not isinstance(end, str):
        return
    start_us, end_us = instant_us(start, findings.zone), instant_us(end, findings.zone)
    if start_us is not None and end_us is not None and end_us < start_us:
        expected = f"a time at or after the start, {start}"
        message = f"the session ends at {end}, before it starts at {start}"
        findings.error("time.order", "realTime.endTime", said(end), expected, message)


def _missing_campaign(findings: Findings) -> None:
    message = "a session must belong to a campaign; an update cannot take that away"
    findings.error("campaign.missing", "campaignId", "null", "the id of a campaign", message)


def _check_number(findings: Findings, record: Mapping[str, Any], *, first: bool) -> None:
    value = record.get("number")
    if "number" not in record or (first and value is None):
        return
    expected = "a whole number, 0 or more"
    number = whole(value)
    if number is None:
        findings.error("number.type", "number", said(value), expected)
    elif not 0 <= number <= LARGEST_COLUMN:
        findings.error("value.range", "number", said(value), expected)


def _check_status(findings: Findings, record: Mapping[str, Any], *, first: bool) -> None:
    value = record.get("status")
    if "status" not in record or (first and value is None):
        return
    if not isinstance(value, str) or value not in Status.__members__.values():
        expected = " or ".join(Status)
        message = f"{said(value)} is no status of a session; expected is {expected}"
        findings.error("status.unknown", "status", said(value), expected, message)


def _check_start(findings: Findings, record: Mapping[str, Any], *, first: bool) -> None:
    times = record.get("realTime")
    start = at(times, "startTime")
    taken_away = ("realTime" in record and times is None) or (
        isinstance(times, Mapping) and "startTime" in times
    )
    if start is None and (first or taken_away):
        found = "null" if taken_away else "nothing"
        message = "the session has no start"
        findings.error("time.invalid", "realTime.startTime", found, "a date-time", message)


def _check_players(findings: Findings, record: Mapping[str, Any]) -> None:
    seen = set()
    for position, player in enumerate(list_at(record, "participants", "players")):
        if not isinstance(player, Mapping):
            continue
        user, place = player.get("userId"), f"participants.players[{position}].userId"
        if user is None or user == "":
            found = "null" if "userId" in player and user is None else said(user or "nothing")
            message = "a player has no userId, so nobody knows who it is"
            findings.error("value.type", place, found, "the id of a user", message)
        elif isinstance(user, str) and user in seen:
            message = f"{said(user)} is listed twice; both entries are put together in order"
            findings.warning("value.range", place, said(user), "each player once", message)
        elif isinstance(user, str):
            seen.add(user)


def _check_game_times(findings: Findings, record: Mapping[str, Any]) -> None:
    """Look whether the game times of one session contradict each other."""
    start, end = (
        object_at(record, "gameTime", "startTime"),
        object_at(record, "gameTime", "endTime"),
    )
    first, last = pair_of(start, findings.clock), pair_of(end, findings.clock)
    if first and last and implied_epoch(*first) != implied_epoch(*last):
        reckoned = clock_face(last[1], epoch=implied_epoch(*first), clock=findings.clock)
        text = text_at(end, "formatted")
        message = (
            f"the text says {text}, but by the start of the session "
            f"a total of {last[1]} is {reckoned}"
        )
        findings.warning("gametime.mismatch", "gameTime.endTime", said(text), reckoned, message)
    _check_elapsed(findings, record, whole(start.get("total")), whole(end.get("total")))


def _check_elapsed(
    findings: Findings, record: Mapping[str, Any], start: int | None, end: int | None
) -> None:
    declared = elapsed_seconds(object_at(record, "gameTime", "elapsed"), findings.clock)
    if declared is None or start is None or end is None:
        return
    if abs(declared - (end - start)) >= findings.clock.round_length:
        found = elapsed_text(declared, findings.clock)
        expected = elapsed_text(end - start, findings.clock)
        message = f"{found} are said to have passed, but from start to end it is {expected}"
        findings.warning("gametime.mismatch", "gameTime.elapsed", found, expected, message)
