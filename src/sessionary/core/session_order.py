"""The order of a list of sessions, and what passes between two of them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sessionary.core.kinds import SessionSummary


@dataclass(frozen=True, slots=True)
class Order:
    """One way to sort sessions.

    Attributes:
        key: Its name in settings.
        value: What is compared; sessions for which it is None come last, whatever the direction.
        down: Whether the greatest comes first.
        by_time: Whether neighbours follow each other, so that a gap between them means something.
    """

    key: str
    value: Callable[[SessionSummary], Any]
    down: bool = False
    by_time: bool = False


def _begin(session: SessionSummary) -> Any:
    """Return what places a session in its campaign: its number, else its start."""
    if session.number is not None:
        return (0, session.number)
    return None if session.start_us is None else (1, session.start_us)


def _title(session: SessionSummary) -> Any:
    return session.title.casefold() or None


def _game(session: SessionSummary) -> Any:
    return session.game_start


ORDERS: dict[str, Order] = {
    order.key: order
    for order in (
        Order("newest", _begin, down=True, by_time=True),
        Order("oldest", _begin, by_time=True),
        Order("title", _title),
        Order("date", lambda session: session.start_us, down=True),
        Order("longest", lambda session: session.duration, down=True),
        Order("game", _game, by_time=True),
        Order("attended", lambda session: session.attended, down=True),
        Order("events", lambda session: session.entries or None, down=True),
        Order("status", lambda session: session.status),
    )
}
"""The ways in which a list can be sorted, by key."""


def sorted_sessions(
    sessions: Iterable[SessionSummary], order: Order, container_name: Callable[[str], str]
) -> list[SessionSummary]:
    """Return sessions campaign by campaign, those of each in an order.

    Args:
        sessions: What is sorted.
        order: A value of :data:`ORDERS`.
        container_name: What a campaign is called; campaigns stand by that name.
    """
    known: list[tuple[Any, SessionSummary]] = []
    unknown: list[tuple[Any, SessionSummary]] = []
    for session in sessions:
        value = order.value(session)
        (unknown if value is None else known).append((value, session))
    known.sort(key=lambda pair: (pair[0], pair[1].pk), reverse=order.down)
    rows = [session for _value, session in known]
    rows += [s for _v, s in sorted(unknown, key=lambda pair: pair[1].pk, reverse=order.down)]
    # Sorting is stable: within a campaign the order stays.
    return sorted(rows, key=lambda one: (container_name(one.container).casefold(), one.container))


def game_gap(earlier: SessionSummary, later: SessionSummary) -> int | None:
    """Return the game time between two sessions of a campaign, in seconds; negative is a flashback.

    None if either has no game time, or none passes.
    """
    if earlier.container != later.container or later.game_start is None:
        return None
    end = earlier.game_end if earlier.game_end is not None else earlier.game_start
    gap = None if end is None else later.game_start - end
    return gap or None


def gaps(sessions: Sequence[SessionSummary]) -> dict[int, int]:
    """Return for each session the game time since the one before it in its campaign, by pk.

    The one before is the one with the next lower number, whatever the order of the list; sessions
    that were cancelled or are only planned are no part of the story.
    """
    told = sorted(
        (s for s in sessions if s.status in ("completed", "in_progress") and _begin(s)),
        key=lambda session: (session.container, _begin(session)),
    )
    found = {}
    for earlier, later in pairwise(told):
        gap = game_gap(earlier, later)
        if gap is not None:
            found[later.pk] = gap
    return found
