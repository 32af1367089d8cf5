"""A campaign across its sessions: the arc, the attendance, and what they add up to.

Source: campaign specification, sections 3, 5 and 8.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, tzinfo
from typing import TYPE_CHECKING, Any

from sessionary.core.campaign.attendance import PlayerAttendance, attendance_by_player
from sessionary.core.campaign.check_session import STATISTICS
from sessionary.core.campaign.clock import Clock, campaign_clock
from sessionary.core.campaign.gametime import clock_face, whole
from sessionary.core.campaign.naming import names_of
from sessionary.core.campaign.record import Number, Record, exact, object_at, text_at
from sessionary.core.campaign.review import review_session
from sessionary.core.campaign.rows import campaign_epoch, game_second
from sessionary.core.campaign.session_review import SessionReview, Who
from sessionary.core.campaign.statistics import LABELS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sessionary.core.campaign.lifecycle import Status
    from sessionary.core.campaign.order import LoggedEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayerShare:
    """One player of a campaign and how often they came."""

    who: Who
    attendance: PlayerAttendance


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """One statistic over all sessions: of each what its summary states."""

    key: str
    label: str
    value: Number


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignReview:
    """A campaign as it is shown.

    Attributes:
        id: The campaign's id.
        name: Its name, the id where none is known.
        description: As in the file, empty if there is none.
        epoch: What its clock shows at total 0, in seconds since Day 0, midnight.
        clock: How its days are counted and written.
        sessions: Its sessions by number, those without a number last.
        players: Attendance in the order in which players first appear.
        minutes: Real minutes of all sessions, pauses included.
        net_minutes: The same without pauses.
        elapsed_seconds: Game time of all sessions together.
        totals: The statistics over all sessions.
        categories: How many events each category has, the most first.
        next_number: The number that a new session would get.
    """

    id: str
    name: str
    description: str
    epoch: int
    clock: Clock
    sessions: tuple[SessionReview, ...]
    players: tuple[PlayerShare, ...]
    minutes: int
    net_minutes: int
    elapsed_seconds: int
    totals: tuple[Total, ...]
    categories: Mapping[str, int]
    next_number: int

    @property
    def epoch_text(self) -> str:
        """What the clock showed at total 0, such as "Day 0, 9:00 AM"."""
        return clock_face(self.epoch, clock=self.clock)

    def of_status(self, status: Status) -> int:
        """Return how many sessions have a status."""
        return sum(session.status is status for session in self.sessions)


def review_campaign(
    data: Mapping[str, Any],
    sessions: Iterable[tuple[Mapping[str, Any], Sequence[LoggedEvent]]],
    *,
    names: Mapping[str, str] | None = None,
    every: bool = False,
    zone: tzinfo = UTC,
) -> CampaignReview:
    """Return the review of a campaign.

    Args:
        data: The campaign's data, ``{"record": …, "own": …}``.
        sessions: The data of each of its sessions with the events that are not struck.
        names: Names of further ids.
        every: Whether attendance counts planned and cancelled sessions as well.
        zone: The zone of date-times that give no offset.
    """
    record = object_at(data, "record")
    ordered = sorted(sessions, key=lambda session: _order(object_at(session[0], "record")))
    reviews = _reviews(data, ordered, names, zone)
    name_of = names_of(data, names)
    shares = attendance_by_player(
        (object_at(session, "record") for session, _ in ordered), every=every
    )
    return CampaignReview(
        id=text_at(record, "id"),
        name=text_at(record, "name") or text_at(record, "id"),
        description=text_at(record, "description"),
        epoch=campaign_epoch(data),
        clock=campaign_clock(data),
        sessions=reviews,
        players=tuple(
            PlayerShare(who=Who(id=share.user, name=name_of(share.user)), attendance=share)
            for share in shares
        ),
        minutes=sum(review.minutes or 0 for review in reviews),
        net_minutes=sum(review.net_minutes or 0 for review in reviews),
        elapsed_seconds=sum(review.elapsed_seconds or 0 for review in reviews),
        totals=_totals(reviews),
        categories=_categories(reviews),
        next_number=next_number(review.number for review in reviews),
    )


def next_number(numbers: Iterable[int | None]) -> int:
    """Return the number that is proposed for a new session: the highest plus one; with none, 1."""
    highest = max((number for number in numbers if number is not None), default=0)
    return highest + 1


def _order(record: Record) -> tuple[bool, int, str]:
    number = whole(record.get("number"))
    return number is None, number or 0, text_at(record, "realTime", "startTime")


def _reviews(
    campaign: Mapping[str, Any],
    ordered: Sequence[tuple[Mapping[str, Any], Sequence[LoggedEvent]]],
    names: Mapping[str, str] | None,
    zone: tzinfo,
) -> tuple[SessionReview, ...]:
    reviews = []
    previous: Mapping[str, Any] | None = None
    epoch, clock = campaign_epoch(campaign), campaign_clock(campaign)
    for data, events in ordered:
        reviews.append(
            review_session(
                data, campaign=campaign, events=events, previous=previous, names=names, zone=zone
            )
        )
        # A session that says no game time does not hide the jump from the one before it.
        if game_second(data, "endTime", epoch, clock) is not None:
            previous = data
    return tuple(reviews)


def _totals(reviews: Sequence[SessionReview]) -> tuple[Total, ...]:
    return tuple(
        Total(
            key=key,
            label=LABELS[key],
            value=exact(sum(review.stated(key) or 0 for review in reviews)),
        )
        for key in STATISTICS
    )


def _categories(reviews: Sequence[SessionReview]) -> dict[str, int]:
    counts = Counter(
        columns.category or "other" for review in reviews for _, columns in review.events
    )
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
