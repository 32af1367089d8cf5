"""The record of an event that was logged at the table, as files write it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sessionary.core.campaign.clock import PLAIN, Clock
from sessionary.core.campaign.columns import SAID_BY_DESCRIPTION
from sessionary.core.campaign.event_types import category_of
from sessionary.core.campaign.gametime import game_time
from sessionary.core.campaign.log_line import Takes

if TYPE_CHECKING:
    from collections.abc import Callable

    from sessionary.core.campaign.log_line import LogLine
    from sessionary.core.campaign.record import Record


def logged_record(
    line: LogLine,
    *,
    identity: str,
    session: str,
    real_time: str,
    face: int | None,
    epoch: int,
    clock: Clock = PLAIN,
    id_of: Callable[[str], str] = str,
    category: Callable[[str], str] = category_of,
) -> Record:
    """Return the record of an event.

    Args:
        line: What was typed; it has no problem.
        identity: The event's id.
        session: The id of its session.
        real_time: When it was logged, as files write it.
        face: When it happened, in seconds on the campaign's clock face; None where the campaign's
            time is not known yet.
        epoch: The campaign's epoch.
        clock: How the campaign's days are counted and written.
        id_of: Gives the id of a name, the name itself where it has none.
        category: Gives the category of a type.
    """
    timestamp: dict[str, Any] = {"realTime": real_time}
    if face is not None:
        timestamp["gameTime"] = game_time(face, epoch=epoch, clock=clock)
    record: dict[str, Any] = {
        "id": identity,
        "sessionId": session,
        "timestamp": timestamp,
        "event": _event(line, category(line.word)),
    }
    if participants := _participants(line, id_of):
        record["participants"] = participants
    if line.takes is Takes.OUTCOME and line.text:
        record["mechanics"] = {"outcome": line.text}
    if line.takes is Takes.HIT:
        record["effects"] = {"immediate": [_effect(line, id_of)]}
    if metadata := _metadata(line):
        record["metadata"] = metadata
    return record


def _event(line: LogLine, category: str) -> dict[str, Any]:
    event: dict[str, Any] = {"type": line.word}
    if category:
        event["category"] = category
    if line.text and line.takes is not Takes.OUTCOME:
        # What these say is said in full; of the others a list shows the name.
        event["description" if line.word in SAID_BY_DESCRIPTION else "name"] = line.text
    if line.takes is Takes.AMOUNT:
        event["value"] = line.amount
        if line.coin:
            event["coin"] = line.coin
    return event


def _participants(line: LogLine, id_of: Callable[[str], str]) -> dict[str, Any]:
    """Return who took part: of several who are named, the first is the one who did it."""
    found: dict[str, Any] = {}
    people = [id_of(one) for one in line.people]
    targets = [id_of(line.target)] if line.target else []
    if people:
        found["actor"] = people[0]
        targets += people[1:]
    if targets:
        found["targets"] = targets
    if line.place:
        found["location"] = id_of(line.place)
    return found


def _effect(line: LogLine, id_of: Callable[[str], str]) -> dict[str, Any]:
    kind = "healing" if line.word == "healing" else "damage"
    return {"type": kind, "target": id_of(line.target), "value": line.amount}


def _metadata(line: LogLine) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if line.tags:
        found["tags"] = list(line.tags)
    if line.visibility:
        found["visibility"] = line.visibility
    return found
