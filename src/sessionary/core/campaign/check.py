"""What is wrong with one record of a campaign file, and what kind of record it is.

Errors keep a record out, warnings do not; keys that are not known here are never a problem.

Source: campaign specification, sections 9 and 10.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from sessionary.core.campaign.check_event import check_event, is_plain_event
from sessionary.core.campaign.check_session import check_order, check_session, lacks_campaign
from sessionary.core.campaign.clock import PLAIN, Clock
from sessionary.core.campaign.findings import (
    Fields,
    Findings,
    check_amount,
    check_fields,
    check_number,
    check_text,
    check_texts,
    check_time,
    check_visibility,
    object_with,
    objects_with,
    said,
)

if TYPE_CHECKING:
    from datetime import tzinfo

    from sessionary.core.problems import Problem

__all__ = ["GOAL_STATUSES", "Sort", "check_end", "check_record", "lacks_campaign", "sort_of"]

Sort: TypeAlias = Literal["session", "event", "goal", "campaign", "character", "user", "world"]

GOAL_STATUSES: Final = ("not_started", "in_progress", "completed", "failed", "abandoned")

_GOAL: Final[Fields] = {
    **dict.fromkeys(
        ("campaignId", "sessionId", "name", "description", "type", "category", "ownerId"),
        check_text,
    ),
    **dict.fromkeys(("parentGoalId", "importance"), check_text),
    **dict.fromkeys(("assignedTo", "childGoalIds", "dependencies", "tags"), check_texts),
    **dict.fromkeys(("createdAt", "updatedAt", "completedAt", "failedAt"), check_time),
    "visibility": check_visibility,
    "progress": object_with({"current": check_number, "target": check_amount, "unit": check_text}),
    "trackedEvents": objects_with({"type": check_text, "contribution": check_number}),
}
_NAMED: Final[Fields] = {
    "name": check_text,
    "userId": check_text,
    "createdAt": check_time,
    "updatedAt": check_time,
}
_WORLD: Final[Fields] = {
    **dict.fromkeys(("campaignId", "kind", "name", "notes", "userId"), check_text),
    "aliases": check_texts,
    "visibility": check_visibility,
    "notesVisibility": check_visibility,
}

# Keys that only one sort of record has; "status" and "tags" stand in goals as well as in sessions.
_EVENT_KEYS: Final = frozenset({"event", "timestamp", "mechanics", "effects"})
_GOAL_KEYS: Final = frozenset(
    {
        "progress",
        "trackedEvents",
        "parentGoalId",
        "childGoalIds",
        "dependencies",
        "rewards",
        "ownerId",
        "assignedTo",
        "completedAt",
        "failedAt",
    }
)
_SESSION_KEYS: Final = frozenset(
    {
        "realTime",
        "gameTime",
        "plannedObjectives",
        "actualObjectives",
        "stats",
        "number",
        "title",
        "location",
        "notes",
        "summary",
        "participants",
    }
)
_CAMPAIGN_KEYS: Final = frozenset({"calendar", "epoch", "eventTypes"})
_GOAL_TYPES: Final = ("campaign", "character", "session", "quest")
_ONLY_GOAL_STATUSES: Final = ("not_started", "failed", "abandoned")
_EITHER_KEYS: Final = frozenset({"status", "tags", "description", "createdAt", "updatedAt"})


def sort_of(value: object) -> Sort | None:
    """Return what kind of record a file holds here, judged by its keys.

    An update such as ``{"id": …, "status": "completed"}`` is a session's. Campaigns are told by a
    key that only they have; characters and users only by the list of a bundle in which they stand.

    Returns:
        None if it is nothing that a campaign file has; the code is then ``record.unknown``.
    """
    if not isinstance(value, Mapping):
        return None
    keys = value.keys()
    # The commonest first: in a file of a million records nearly all are events.
    if "event" in keys or not _EVENT_KEYS.isdisjoint(keys):
        return "event"
    if _is_goal(value):
        return "goal"
    if not _SESSION_KEYS.isdisjoint(keys):
        return "session"
    if not _CAMPAIGN_KEYS.isdisjoint(keys):
        return "campaign"
    if "id" in keys and "name" not in keys and not _EITHER_KEYS.isdisjoint(keys):
        return "session"
    return None


def _is_goal(value: Mapping[str, Any]) -> bool:
    if not _GOAL_KEYS.isdisjoint(value.keys()):
        return True
    if value.get("status") in _ONLY_GOAL_STATUSES:
        return True
    return "name" in value and value.get("type") in _GOAL_TYPES


def check_record(
    sort: Sort, value: object, *, first: bool, zone: tzinfo, clock: Clock = PLAIN
) -> tuple[Problem, ...]:
    """Return what is wrong with one record.

    Args:
        sort: What kind of record it is.
        value: The record as read from JSON.
        first: Whether nothing is known yet under its id; an update may leave out what is required
            (but may not clear it).
        zone: The zone of date-times that give no offset.
        clock: How the campaign's days are counted and written, where that is known.

    Returns:
        Problems with their place inside the record, such as
        ``participants.players[1].attended``; errors and warnings in the order found.

    A first session without ``campaignId`` is no error: see :func:`lacks_campaign`.
    """
    if sort == "event" and type(value) is dict and is_plain_event(value, zone):
        return ()
    findings = Findings(zone, clock)
    if not isinstance(value, Mapping):
        findings.error("record.unknown", "", said(value), f"an object for a {sort}")
        return tuple(findings.problems)
    _check_id(findings, value)
    if sort == "session":
        check_session(findings, value, first=first)
    elif sort == "event":
        check_event(findings, value)
    elif sort == "goal":
        _check_goal(findings, value)
    elif sort == "world":
        check_fields(findings, value, "", _WORLD)
    else:
        check_fields(findings, value, "", _NAMED)
    return tuple(findings.problems)


def check_end(record: Mapping[str, Any], zone: tzinfo) -> tuple[Problem, ...]:
    """Return the error of a session that ends before it starts: for what updates add up to."""
    findings = Findings(zone)
    check_order(findings, record)
    return tuple(findings.problems)


def _check_id(findings: Findings, record: Mapping[str, Any]) -> None:
    value = record.get("id")
    if value is None or value == "":
        found = said(value) if "id" in record else "nothing"
        message = "the record has no id, so nothing can be matched with it"
        findings.error("id.missing", "id", found, "a text that is this record's own", message)
    elif not isinstance(value, str):
        findings.wrong_type(value, "id", "text")


def _check_goal(findings: Findings, record: Mapping[str, Any]) -> None:
    check_fields(findings, record, "", _GOAL)
    status = record.get("status")
    if status is not None and status not in GOAL_STATUSES:
        expected = " or ".join(GOAL_STATUSES)
        message = f"{said(status)} is no status of a goal; expected is {expected}"
        findings.error("status.unknown", "status", said(status), expected, message)
