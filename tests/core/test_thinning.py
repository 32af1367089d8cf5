"""Which former revisions are kept: the newest, the marked, the last of each hour and day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from sessionary.core.thinning import HOURLY_S, NEWEST, Former, to_thin

NOW = datetime(2026, 1, 20, 18, 0, tzinfo=UTC).timestamp()
DAY = 86_400.0


def every(seconds: float, count: int, *, until: float = NOW) -> list[Former]:
    """Return revisions at even distances, the last one at `until`."""
    return [Former(number, until - (count - number) * seconds) for number in range(1, count + 1)]


def left(formers: list[Former], *, newest: int = NEWEST, zone: timezone = UTC) -> list[int]:
    gone = set(to_thin(formers, NOW, zone, newest=newest))
    return [former.revision for former in formers if former.revision not in gone]


def test_as_long_as_there_are_few_all_are_kept() -> None:
    assert to_thin(every(1, NEWEST), NOW, UTC) == []


def test_of_an_hour_of_typing_the_newest_are_left_and_those_before_them_go() -> None:
    assert left(every(1, 3000, until=NOW - 1)) == list(range(2951, 3001))


def test_for_two_days_the_last_of_each_hour_is_left_then_the_last_of_each_day() -> None:
    formers = every(600, 6 * 24 * 5, until=NOW - 1)
    hours = {}
    days = {}
    for former in formers:
        if NOW - former.saved_at < HOURLY_S:
            hours[former.saved_at // 3600] = former.revision
        else:
            days[former.saved_at // DAY] = former.revision
    assert left(formers, newest=0) == sorted([*days.values(), *hours.values()])
    assert len(hours) == 48


def test_a_day_begins_where_its_people_are() -> None:
    # 23:30 and 00:30 of one night in Berlin.
    night = datetime(2025, 6, 1, 22, 0, tzinfo=UTC).timestamp()
    formers = [Former(1, night - 1800), Former(2, night + 1800)]
    berlin = ZoneInfo("Europe/Berlin")
    assert to_thin(formers, NOW, UTC, newest=0) == [1]
    assert to_thin(formers, NOW, berlin, newest=0) == []


def test_what_is_marked_is_left_for_ever() -> None:
    old = NOW - 100 * DAY
    formers = [Former(1, old, marked=True), Former(2, old + 1), Former(3, old + 2)]
    assert to_thin(formers, NOW, UTC, newest=0) == [2]


def test_order_is_by_number_whatever_the_clock_said() -> None:
    future, past = NOW + 1000 * DAY, -1e14
    formers = [Former(3, past), Former(1, future), Former(2, future)]
    assert to_thin(formers, NOW, UTC, newest=0) == [1]
    assert to_thin(formers, NOW, UTC, newest=2) == [1]


@given(
    st.lists(st.tuples(st.floats(0, 400 * DAY), st.booleans()), max_size=120),
    st.integers(0, 20),
    st.sampled_from([UTC, timezone(timedelta(hours=13)), timezone(timedelta(hours=-9.5))]),
)
def test_no_day_loses_its_last_and_a_second_time_thins_nothing(
    saves: list[tuple[float, bool]], newest: int, zone: timezone
) -> None:
    formers = [
        Former(number, NOW - ago, marked) for number, (ago, marked) in enumerate(saves, start=1)
    ]
    kept = left(formers, newest=newest, zone=zone)
    assert set(kept) >= {former.revision for former in formers if former.marked}
    assert kept[len(kept) - min(newest, len(formers)) :] == [
        former.revision for former in formers[max(len(formers) - newest, 0) :]
    ]
    last_of_day = {
        datetime.fromtimestamp(former.saved_at, zone).date(): former.revision for former in formers
    }
    assert set(kept) >= set(last_of_day.values())
    again = [former for former in formers if former.revision in kept]
    assert left(again, newest=newest, zone=zone) == kept
