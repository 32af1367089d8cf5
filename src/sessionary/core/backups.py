"""Backups by their names: when, why and of what; and which of many are worth their room."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from sessionary.core.problems import UserError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

SUFFIX: Final = ".sessionary.gz"
"""What the name of a compressed library ends with; a plain one lacks the ``.gz``."""

ALL_FOR: Final = timedelta(hours=48)
DAYS, WEEKS, MONTHS = 14, 8, 24
_ROOM_AT_LEAST: Final = 2_000_000_000
_ROOM_TIMES: Final = 5

_STAMP: Final = "%Y-%m-%d %H%M%S"
_NAME: Final = re.compile(
    r"(?P<made>\d{4}-\d\d-\d\d \d{6}) (?P<why>[a-z ]+?)"
    r"(?:, (?P<sessions>\d+) sessions, (?P<events>\d+) events)?(?: \(?\d+\)?)?"
    r"\.sessionary(?:\.gz)?",
    re.ASCII,
)


class BackupFailed(UserError):
    """No backup was made, and nothing of it was left behind."""


class NotWhole(BackupFailed):
    """What was to be copied is damaged, or is no library."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """How much a library holds."""

    sessions: int
    events: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """A backup as its name tells of it.

    Attributes:
        name: The file's name.
        made: When, in UTC.
        why: ``before import``, ``after changes`` …
        size: Bytes on the disk.
        contents: What it holds, None if its name does not say.
    """

    name: str
    made: datetime
    why: str
    size: int
    contents: Contents | None = None


def backup_name(made: datetime, why: str, contents: Contents | None, count: int = 1) -> str:
    """Return the name of a backup.

    Args:
        made: When; with an offset.
        why: In lower-case words.
        contents: What it holds, if that is known.
        count: 2 for the second one of the same second, and so on.
    """
    what = f", {contents.sessions} sessions, {contents.events} events" if contents else ""
    again = f" ({count})" if count > 1 else ""
    return f"{made.astimezone(UTC).strftime(_STAMP)} {why}{what}{again}{SUFFIX}"


def read_name(name: str, size: int) -> Backup | None:
    """Return what a file's name says, None if it is not that of a backup of ours."""
    found = _NAME.fullmatch(name)
    if found is None:
        return None
    try:
        made = datetime.strptime(found["made"], _STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None
    contents = None
    if found["sessions"] is not None:
        contents = Contents(sessions=int(found["sessions"]), events=int(found["events"]))
    return Backup(name=name, made=made, why=found["why"], size=size, contents=contents)


def room_for(library_bytes: int) -> int:
    """Return how many bytes all backups of a library may take together."""
    return max(_ROOM_AT_LEAST, _ROOM_TIMES * library_bytes)


def to_keep(backups: Iterable[Backup], now: datetime, limit: int) -> list[Backup]:
    """Return the backups that are worth their room, newest first.

    All of the last 48 hours; of what is older the newest of each of 14 days, before those of
    each of 8 weeks, before those of each of 24 months, counting only days, weeks and months of
    which there is one: who plays once a month keeps years. Where they take more than the limit,
    the oldest of the densest go first: those of which the same day has another. The newest stays
    whatever its size.

    Args:
        backups: In any order.
        now: The present, with an offset.
        limit: How many bytes they may take together.
    """
    ordered = sorted(backups, key=lambda backup: (backup.made, backup.name), reverse=True)
    tiers: list[list[Backup]] = [[one for one in ordered if now - one.made < ALL_FOR]]
    rest = ordered[len(tiers[0]) :]
    for count, period in ((DAYS, _day), (WEEKS, _week), (MONTHS, _month)):
        tier, rest = _newest_of_each(rest, count, period)
        tiers.append(tier)
    return _within(tiers, limit)


def _newest_of_each(
    backups: Sequence[Backup], count: int, period: Callable[[Backup], object]
) -> tuple[list[Backup], list[Backup]]:
    """Return the newest backup of each of `count` periods, and those older than all of them."""
    found: dict[object, Backup] = {}
    for number, backup in enumerate(backups):
        if period(backup) not in found:
            if len(found) == count:
                return list(found.values()), list(backups[number:])
            found[period(backup)] = backup
    return list(found.values()), []


def _within(tiers: Sequence[Sequence[Backup]], limit: int) -> list[Backup]:
    kept = [backup for tier in tiers for backup in tier]
    spare = sum(backup.size for backup in kept) - limit
    gone: set[str] = set()
    # The last one of each of the newest days is as sparse as those of the days before.
    heads, _older = _newest_of_each(tiers[0], len(tiers[0]), _day)
    again = [one for one in tiers[0] if one not in heads]
    for dense in (again, [*heads, *tiers[1]], *tiers[2:]):
        for backup in reversed(dense):
            if spare > 0 and backup is not kept[0]:
                gone.add(backup.name)
                spare -= backup.size
    return [backup for backup in kept if backup.name not in gone]


def _day(backup: Backup) -> object:
    return backup.made.date()


def _week(backup: Backup) -> object:
    return backup.made.isocalendar()[:2]


def _month(backup: Backup) -> object:
    return (backup.made.year, backup.made.month)
