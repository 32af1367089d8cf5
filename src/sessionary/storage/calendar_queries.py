"""What a page of a calendar asks of the events of a campaign: how many a day has, and which."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sessionary.storage.connection import Reader


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """Which days of which events.

    Attributes:
        campaign: The campaign's id.
        first: The second on the clock face at which the first day begins.
        length: Seconds in a day.
        count: How many days.
        documents: Numbers of the sessions whose events are wanted; None for all that are not in
            the bin, and for what happened between them.
        players_only: Leave out what not all players may see.
        without: Numbers of sessions that are left out in any case.
    """

    campaign: str
    first: int
    length: int
    count: int
    documents: Sequence[int] | None = None
    players_only: bool = False
    without: Sequence[int] = ()


class DayEvent(NamedTuple):
    """An event as a day of a calendar shows it; `day` is counted from the first one asked for."""

    day: int
    pk: int
    label: str
    category: str
    word: str


def day_counts(connection: Reader, days: Days) -> dict[int, int]:
    """Return how many events each day has, counted from the first; days without any are absent."""
    where, given = _where(days)
    rows = connection.exec_driver_sql(
        f"SELECT (entry.game_s - ?) / ? AS day, count(*) {where} GROUP BY day",
        (days.first, days.length, *given),
    )
    return {int(day): int(count) for day, count in rows}


def day_events(connection: Reader, days: Days, most: int) -> Iterator[DayEvent]:
    """Yield the weightiest events of each day, at most `most` of one."""
    where, given = _where(days)
    rows = connection.exec_driver_sql(
        "SELECT day, pk, label, category, word FROM ("
        "SELECT (entry.game_s - ?) / ? AS day, entry.pk, entry.label, entry.category, entry.word, "
        "row_number() OVER (PARTITION BY (entry.game_s - ?) / ? "
        "ORDER BY entry.importance DESC, entry.game_s, entry.pk) AS place "
        f"{where}) WHERE place <= ? ORDER BY day, place",
        (days.first, days.length, days.first, days.length, *given, most),
    )
    for row in rows:
        yield DayEvent(*row)


def _where(days: Days) -> tuple[str, tuple[object, ...]]:
    if days.documents is None:
        wanted = "document.binned IS NULL AND (document.pk IS NOT NULL OR entry.wanted IS NULL)"
    else:
        wanted = f"document.pk IN ({', '.join(str(int(pk)) for pk in days.documents)})"
    seen = " AND entry.visible = 1" if days.players_only else ""
    if days.without:
        hidden = ", ".join(str(int(pk)) for pk in days.without)
        seen += f" AND coalesce(entry.document, 0) NOT IN ({hidden})"
    where = (
        "FROM entry LEFT JOIN document ON document.pk = entry.document "
        f"WHERE entry.game_s >= ? AND entry.game_s < ? AND entry.scope = ? AND ({wanted}) "
        f"AND entry.struck IS NULL{seen}"
    )
    return where, (days.first, days.first + days.count * days.length, days.campaign)
