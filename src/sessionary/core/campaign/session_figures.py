"""The figures of one session that charts across a campaign are made of.

They are taken from the same review and the same tallies as the session's page, so that a chart and
a page never differ.

Source: campaign specification, sections 5, 7 and 8.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from sessionary.core.campaign.attendance import Presence, presences
from sessionary.core.campaign.clock import campaign_clock
from sessionary.core.campaign.lifecycle import Status
from sessionary.core.campaign.record import Number, list_at, object_at
from sessionary.core.campaign.review import review_session
from sessionary.core.campaign.statistics import declared_statistics, summed
from sessionary.core.campaign.tallies import party_of, tallied
from sessionary.core.campaign.told import tell, told_order

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import tzinfo

    from sessionary.core.campaign.order import ReadEvent

TOOK_PLACE: Final = (Status.COMPLETED, Status.IN_PROGRESS)


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionFigures:
    """What is known of one session. None is not known, which is not 0.

    Attributes:
        key: The session's key in the library.
        number, title, status, start: As in its record.
        minutes: Whole minutes from start to end, pauses included.
        elapsed: Seconds of game time that passed, below 0 where the clock went back.
        days: The first and the last game day.
        players: Who is listed, and came or not.
        declared: The statistics that its file declares.
        counted: The statistics that its log gives; None where the log is empty.
        categories: How many events of its log each category has.
        waits: Whether its log is still to be counted: what that would give is not known yet.
    """

    key: str
    number: int | None
    title: str
    status: Status
    start: str = ""
    minutes: int | None = None
    elapsed: int | None = None
    days: tuple[int, int] | None = None
    players: tuple[Presence, ...] = ()
    declared: Mapping[str, Number] = field(default_factory=dict)
    counted: Mapping[str, Number] | None = None
    categories: Mapping[str, int] = field(default_factory=dict)
    waits: bool = False

    @property
    def took_place(self) -> bool:
        """Whether it was played, or is being played."""
        return self.status in TOOK_PLACE

    @property
    def events(self) -> int | None:
        """How many events its log has, None without one."""
        return sum(self.categories.values()) or None


def session_figures(
    key: str,
    data: Mapping[str, Any],
    *,
    campaign: Mapping[str, Any],
    categories: Mapping[str, int],
    zone: tzinfo,
) -> SessionFigures:
    """Return what a session's document says; its log is still to be counted if it has one.

    Args:
        key: The session's key in the library.
        data: Its data, ``{"record": …, "own": …}``; for players, what they may see of it.
        campaign: The campaign's data; its epoch is used.
        categories: How many events of its log each category has.
        zone: The zone of date-times that give no offset.
    """
    review = review_session(data, campaign=campaign, zone=zone, findings=False)
    record = object_at(data, "record")
    return SessionFigures(
        key=key,
        number=review.number,
        title=review.title,
        status=review.status,
        start=review.start,
        minutes=review.minutes,
        elapsed=review.elapsed_seconds,
        days=_days(review.game_start, review.game_end, review.clock.day_length),
        players=presences(record),
        declared=declared_statistics(record),
        categories=dict(categories),
        waits=bool(categories),
    )


def with_log(
    figures: SessionFigures,
    data: Mapping[str, Any],
    events: Sequence[ReadEvent],
    *,
    campaign: Mapping[str, Any],
) -> SessionFigures:
    """Return figures with what the log gives.

    Args:
        figures: Those of the document.
        data: The session's data, or what players may see of it.
        events: The events that are not struck, in the order of the file; for players, those
            that they may see, reduced.
        campaign: The campaign's data; an event may name its characters.
    """
    if not events:
        return replace(figures, counted=None, categories={}, waits=False)
    party = party_of(object_at(data, "record"), list_at(campaign, "own", "characters"))
    by_file = [tell(parts, columns, party) for parts, columns in events]
    # In the order of the page: of two events that list the same effect, the first one counts.
    told = [by_file[i] for i in told_order(by_file, campaign_clock(campaign))]
    tallies = tallied([one.id for one in told], [one.adding for one in told])
    return replace(
        figures,
        counted=summed([one.columns.word for one in told], tallies.counted),
        categories=dict(Counter(columns.category for _, columns in events)),
        waits=False,
    )


def in_order(sessions: Sequence[SessionFigures]) -> tuple[SessionFigures, ...]:
    """Return sessions by number; those without one last, by their start."""
    return tuple(sorted(sessions, key=lambda s: (s.number is None, s.number or 0, s.start, s.key)))


def figures_value(figures: SessionFigures) -> dict[str, Any]:
    """Return figures as a JSON value."""
    value = {name: getattr(figures, name) for name in figures.__slots__}
    value["players"] = [
        (one.user, one.characters, one.attended, one.late, one.left) for one in figures.players
    ]
    return value


def read_figures(value: Mapping[str, Any]) -> SessionFigures:
    """Return the figures of which :func:`figures_value` made a JSON value."""
    days = value["days"]
    return SessionFigures(
        **{
            **value,
            "status": Status(value["status"]),
            "days": None if days is None else (days[0], days[1]),
            "players": tuple(
                Presence(
                    user=user, characters=tuple(characters), attended=came, late=late, left=left
                )
                for user, characters, came, late, left in value["players"]
            ),
        }
    )


def _days(start: int | None, end: int | None, length: int) -> tuple[int, int] | None:
    seconds = [second for second in (start, end) if second is not None]
    if not seconds:
        return None
    return min(seconds) // length, max(seconds) // length
