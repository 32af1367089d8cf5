"""Who came to which session, and how often.

Source: campaign specification, sections 8 and 10.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from sessionary.core.campaign.gametime import whole
from sessionary.core.campaign.lifecycle import Status, status_of
from sessionary.core.campaign.record import Record, list_at, object_at, text_at, texts_at

if TYPE_CHECKING:
    from collections.abc import Iterable

TOOK_PLACE: Final = (Status.COMPLETED, Status.IN_PROGRESS)
"""The states of sessions that count: they were played, or are being played."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """One player at one session. Late but absent is absent.

    Attributes:
        user: The player's user id.
        characters: The ids of the characters planned or played.
        attended: Whether the player came.
        late: Whether the player came late.
        left: Whether the player left early.
    """

    user: str
    characters: tuple[str, ...]
    attended: bool
    late: bool
    left: bool

    @property
    def word(self) -> str:
        """How it is shown, such as "absent" or "came late and left early"."""
        if not self.attended:
            return "absent"
        if self.late:
            return "came late and left early" if self.left else "came late"
        return "left early" if self.left else "came"

    def word_at(self, status: Status) -> str:
        """Return how it reads at a session: nobody is absent from what did not take place."""
        if self.attended or status in TOOK_PLACE:
            return self.word
        return "expected" if status is Status.PLANNED else status.word.lower()


def presences(session: Record) -> tuple[Presence, ...]:
    """Return the players that a session's record lists, in order, each once."""
    found: dict[str, Presence] = {}
    for player in list_at(session, "participants", "players"):
        user = text_at(player, "userId")
        if not user or user in found:
            continue
        entry = object_at(player)
        came = entry.get("attended") is True
        found[user] = Presence(
            user=user,
            characters=texts_at(player, "characterIds"),
            attended=came,
            late=came and entry.get("arrivedLate") is True,
            left=came and entry.get("leftEarly") is True,
        )
    return tuple(found.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One session in the history of a player."""

    session: str
    number: int | None
    start: str
    presence: Presence


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayerAttendance:
    """How often one player came.

    Attributes:
        user: The player's user id.
        attended: Sessions to which the player came, of those counted.
        counted: Sessions that count and list the player.
        late: How often the player came late.
        left: How often the player left early.
        longest_run: The most sessions in a row; one that does not list the player breaks no run.
        history: All sessions counted, in order.
    """

    user: str
    attended: int
    counted: int
    late: int
    left: int
    longest_run: int
    history: tuple[Visit, ...]

    @property
    def percentage(self) -> Decimal | None:
        """The share of sessions attended, see :func:`percentage`."""
        return percentage(self.attended, self.counted)


def percentage(attended: int, counted: int) -> Decimal | None:
    """Return a share in percent with two decimals, rounded half up: 2 of 3 is 66.67.

    Returns:
        None where nothing is counted: that is no share, and not 0.
    """
    if counted == 0:
        return None
    hundredths = (20_000 * attended + counted) // (2 * counted)
    return Decimal(hundredths).scaleb(-2)


def attendance_by_player(
    sessions: Iterable[Record], *, every: bool = False
) -> tuple[PlayerAttendance, ...]:
    """Return how often each player of a campaign came, in the order in which they first appear.

    Args:
        sessions: The records of a campaign's sessions, in any order.
        every: Whether sessions that are planned or cancelled count as well.
    """
    return attendance_of(
        Visit(
            session=text_at(session, "id"),
            number=whole(session.get("number")),
            start=text_at(session, "realTime", "startTime"),
            presence=presence,
        )
        for session in sorted(sessions, key=_order)
        if every or status_of(session) in TOOK_PLACE
        for presence in presences(session)
    )


def attendance_of(visits: Iterable[Visit]) -> tuple[PlayerAttendance, ...]:
    """Return how often each player came, in the order in which they first appear.

    Args:
        visits: Each player at each session that counts, in the order of the sessions.
    """
    histories: dict[str, list[Visit]] = {}
    for visit in visits:
        histories.setdefault(visit.presence.user, []).append(visit)
    return tuple(_sum(user, history) for user, history in histories.items())


def _order(session: Record) -> tuple[bool, int, str]:
    number = whole(session.get("number"))
    return number is None, number or 0, text_at(session, "realTime", "startTime")


def _sum(user: str, history: list[Visit]) -> PlayerAttendance:
    run = longest = 0
    for visit in history:
        run = run + 1 if visit.presence.attended else 0
        longest = max(longest, run)
    return PlayerAttendance(
        user=user,
        attended=sum(visit.presence.attended for visit in history),
        counted=len(history),
        late=sum(visit.presence.late for visit in history),
        left=sum(visit.presence.left for visit in history),
        longest_run=longest,
        history=tuple(history),
    )
