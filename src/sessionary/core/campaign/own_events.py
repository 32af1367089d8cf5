"""What only this program knows of the events of a document: until when a long one lasted.

It stands in the own part, as ``events[id].timestamp.endGameTime``, never inside a file's record.

Source: campaign specification, sections 1 and 10 (*Long events*).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sessionary.core.campaign.clock import PLAIN, Clock
from sessionary.core.campaign.gametime import sort_value
from sessionary.core.campaign.record import in_column, object_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sessionary.core.json_pointer import J

OWN_EVENTS: Final = "events"
END_LINK: Final = "event end"
"""The kind of the links by which the index knows until when an event lasts."""
UNTIL_FACET: Final = "until"
"""The facet by which it knows that where the event's own record says so."""


def end_of(data: Mapping[str, Any], identity: str, epoch: int, clock: Clock = PLAIN) -> int | None:
    """Return until when an event lasted, in seconds on the clock face; None if that is not said.

    Args:
        data: The data of its session, of its campaign for what happened between sessions.
        identity: Its id.
        epoch: The campaign's epoch.
        clock: How the campaign's days are counted and written.
    """
    time = object_at(data, "own", OWN_EVENTS, identity, "timestamp", "endGameTime")
    return in_column(sort_value(time, epoch, clock=clock)) if time else None


def with_end(data: dict[str, Any], identity: str, time: J) -> dict[str, Any]:
    """Note until when an event lasted; None takes that away. For the engine's patches."""
    events = dict(data["own"].get(OWN_EVENTS, {}))
    if time is None:
        events.pop(identity, None)
    else:
        events[identity] = {"timestamp": {"endGameTime": time}}
    if events:
        data["own"][OWN_EVENTS] = events
    else:
        data["own"].pop(OWN_EVENTS, None)
    return data


def end_links(
    own: Mapping[str, Any], epoch: int, clock: Clock = PLAIN
) -> Iterator[tuple[str, str, str]]:
    """Yield index rows that say of each long event of a document when it ends."""
    for identity in object_at(own, OWN_EVENTS):
        end = end_of({"own": own}, identity, epoch, clock)
        if end is not None:
            yield END_LINK, identity, str(end)
