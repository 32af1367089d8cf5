"""The statistics of a session as its log gives them, beside those that a file declares.

Source: campaign specification, section 7.
"""

from __future__ import annotations

from collections import Counter
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from sessionary.core.campaign.check_session import STATISTICS
from sessionary.core.campaign.event_types import is_counted
from sessionary.core.campaign.record import Number, Record, event_text_at, exact, number, object_at
from sessionary.core.campaign.tallies import Party, Sort, Tally, tally

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

LABELS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "eventCount": "Events",
        "combatEncounters": "Combats",
        "totalDamageDealt": "Damage dealt",
        "totalDamageReceived": "Damage received",
        "totalHealingDone": "Healing",
        "npcsKilled": "NPCs killed",
        "treasureGained": "Treasure (gp)",
        "xpEarned": "XP",
    }
)
"""How the statistics are called, in the order in which they are shown."""

STATISTIC_REASONS: Final = "statisticReasons"
"""In a session's own part: statistic -> why the GM states another figure than the log gives."""

_SUMS: Final = {
    "combatEncounters": Sort.COMBAT,
    "totalDamageDealt": Sort.DEALT,
    "totalDamageReceived": Sort.RECEIVED,
    "totalHealingDone": Sort.HEALING,
    "npcsKilled": Sort.DEATH,
    "treasureGained": Sort.TREASURE,
    "xpEarned": Sort.XP,
}


def counted_statistics(records: Sequence[Record], party: Party) -> dict[str, Number]:
    """Return all statistics of a session from its events; what never happened is 0."""
    words = [event_text_at(record, "type") for record in records]
    return summed(words, tally(records, party).counted)


def summed(words: Iterable[str], tallies: Sequence[Tally]) -> dict[str, Number]:
    """Return all statistics of events whose types and tallies are known."""
    events = sum(times for word, times in Counter(words).items() if is_counted(word))
    of: dict[Sort, list[Tally]] = {sort: [] for sort in Sort}
    for one in tallies:
        of[one.sort].append(one)
    sums = {key: total(of[sort]) for key, sort in _SUMS.items()}
    return {key: events if key == "eventCount" else sums[key] for key in STATISTICS}


def total(tallies: Iterable[Tally]) -> Number:
    """Return the sum of tallies."""
    return exact(sum([one.amount for one in tallies]))


def declared_statistics(session: Record) -> dict[str, Number]:
    """Return the statistics that a session's file declares; those it does not are left out."""
    stats = object_at(session, "stats")
    found = ((key, number(stats.get(key))) for key in STATISTICS)
    return {key: value for key, value in found if value is not None}
