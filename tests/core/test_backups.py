"""Which backups are kept, and what their names say."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessionary.core.backups import (
    ALL_FOR,
    Backup,
    Contents,
    backup_name,
    read_name,
    room_for,
    to_keep,
)

NOW = datetime(2026, 11, 20, 13, 0, tzinfo=UTC)
ENOUGH = 10**15


def made_at(moment: datetime, size: int = 1, number: int = 1) -> Backup:
    name = backup_name(moment, "before import", None, number)
    return Backup(name=name, made=moment, why="before import", size=size)


def every(hours: float, count: int) -> list[Backup]:
    return [made_at(NOW - timedelta(hours=hours * step)) for step in range(count)]


def ages(kept: list[Backup]) -> list[float]:
    return [(NOW - backup.made) / timedelta(days=1) for backup in kept]


@st.composite
def backups(draw: st.DrawFn) -> list[Backup]:
    minutes = draw(st.lists(st.integers(-10, 60 * 24 * 900), max_size=60, unique=True))
    sizes = st.integers(1, 1000)
    return [made_at(NOW - timedelta(minutes=m), draw(sizes)) for m in minutes]


@pytest.mark.parametrize(
    ("name", "why", "contents"),
    [
        (
            "2026-11-20 101112 before import, 13 sessions, 245 events.sessionary.gz",
            "before import",
            Contents(sessions=13, events=245),
        ),
        (
            "2026-11-20 101112 after changes, 1 sessions, 0 events (2).sessionary.gz",
            "after changes",
            Contents(sessions=1, events=0),
        ),
        ("2026-11-20 101112 before migration.sessionary", "before migration", None),
        ("2026-11-20 101112 before restore 2.sessionary", "before restore", None),
    ],
)
def test_a_name_says_when_why_and_what(name: str, why: str, contents: Contents | None) -> None:
    read = read_name(name, 7)
    assert read is not None
    assert read.made == datetime(2026, 11, 20, 10, 11, 12, tzinfo=UTC)
    assert (read.why, read.contents, read.size) == (why, contents, 7)


@pytest.mark.parametrize(
    "name",
    [
        "library.sessionary",
        "my copy.sessionary.gz",
        "2026-11-20 101112 before import.sessionary.gz.part",
        "2026-13-40 101112 before import.sessionary.gz",
        "2026-11-20 101112 before import, mine.sessionary.gz",
        "٢٠٢٦-11-20 101112 before import.sessionary.gz",
    ],
)
def test_a_file_of_another_name_is_not_ours(name: str) -> None:
    assert read_name(name, 1) is None


@given(
    st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    st.sampled_from(["before import", "after changes", "before emptying the bin"]),
    st.none() | st.builds(Contents, sessions=st.integers(0), events=st.integers(0)),
    st.integers(1, 99),
)
def test_a_name_is_read_as_it_was_written(
    moment: datetime, why: str, contents: Contents | None, count: int
) -> None:
    read = read_name(backup_name(moment, why, contents, count), 1)
    assert read is not None
    assert (read.made, read.why, read.contents) == (moment.replace(microsecond=0), why, contents)


def test_all_of_two_days_are_kept_then_days_weeks_and_months() -> None:
    kept = to_keep(every(3, 8 * 800), NOW, ENOUGH)
    days = ages(kept)
    assert len([age for age in days if age < 2]) == 16
    assert len(kept) == 16 + 14 + 8 + 24
    assert 14 < max(days[:30]) < 16
    assert max(days) > 24 * 28


def test_who_plays_once_a_month_keeps_years() -> None:
    assert len(to_keep(every(24 * 31, 40), NOW, ENOUGH)) == 40


def test_where_there_is_no_room_the_oldest_of_the_densest_go_first() -> None:
    kept = to_keep(every(3, 8 * 60), NOW, 26)
    assert len(kept) == 26
    assert ages(kept)[0] == 0
    assert max(ages(kept)) > 50, "the old ones are rare: they stay"
    assert len(to_keep(every(3, 8 * 60), NOW, 0)) == 1


def test_backups_take_two_gigabytes_or_five_libraries() -> None:
    assert room_for(1_000) == 2_000_000_000
    assert room_for(1_000_000_000) == 5_000_000_000


@given(backups(), st.integers(0, 20_000))
def test_the_newest_always_stays_and_the_rest_fits(given_: list[Backup], limit: int) -> None:
    kept = to_keep(given_, NOW, limit)
    assert set(kept) <= set(given_)
    assert kept == sorted(kept, key=lambda one: one.made, reverse=True)
    if given_:
        assert kept[0].made == max(one.made for one in given_)
    assert len(kept) <= 1 or sum(one.size for one in kept) <= limit


@given(backups())
def test_with_room_nothing_of_two_days_goes_and_the_rest_is_bounded(given_: list[Backup]) -> None:
    kept = to_keep(given_, NOW, ENOUGH)
    recent = {one for one in given_ if NOW - one.made < ALL_FOR}
    assert recent <= set(kept)
    assert len(kept) - len(recent) <= 14 + 8 + 24


@given(backups(), st.integers(0, 20_000))
def test_thinning_twice_is_thinning_once(given_: list[Backup], limit: int) -> None:
    kept = to_keep(given_, NOW, limit)
    assert to_keep(reversed(kept), NOW, limit) == kept


@given(backups())
def test_every_month_that_is_kept_is_kept_by_the_passing_of_time(given_: list[Backup]) -> None:
    """However often it is thinned on the way, old backups do not all go at once."""
    there = list(given_)
    for day in range(0, 120, 3):
        there = to_keep(there, NOW + timedelta(days=day), ENOUGH)
    months = {(one.made.year, one.made.month) for one in given_}
    assert len({(one.made.year, one.made.month) for one in there}) >= min(len(months), 24)
