from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessionary.core.times import read_instant

KATHMANDU = ZoneInfo("Asia/Kathmandu")
BERLIN = ZoneInfo("Europe/Berlin")


def us(*parts: int) -> int:
    moment = datetime(*parts, tzinfo=UTC)  # type: ignore[misc, arg-type]  # year, month, day …
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025-01-20T18:05:00Z", us(2025, 1, 20, 18, 5)),
        ("2025-01-20t18:05z", us(2025, 1, 20, 18, 5)),
        ("2025-01-20 18:05:00+01:00", us(2025, 1, 20, 17, 5)),
        ("2025-01-20T18:05:00-0530", us(2025, 1, 20, 23, 35)),
        ("2025-01-20T18:05+01", us(2025, 1, 20, 17, 5)),
        ("20250120T180500Z", us(2025, 1, 20, 18, 5)),
        ("2025-01-20T18:05:00.123456789Z", us(2025, 1, 20, 18, 5, 0, 123456)),
        ("2025-01-20T18:05:00,5Z", us(2025, 1, 20, 18, 5, 0, 500000)),
        ("2025-01-20T24:00:00Z", us(2025, 1, 21)),
        ("2025-12-31T24:00Z", us(2026, 1, 1)),
        ("1969-12-31T23:59:59.999999Z", -1),
    ],
)
def test_a_time_with_an_offset_is_read(text: str, expected: int) -> None:
    instant = read_instant(text, KATHMANDU)
    assert instant is not None
    assert (instant.us, instant.text, instant.offset) == (expected, text, True)


@pytest.mark.parametrize(
    ("text", "zone", "expected"),
    [
        ("2025-01-20T18:05:00", KATHMANDU, us(2025, 1, 20, 12, 20)),
        ("2025-07-20T18:05", BERLIN, us(2025, 7, 20, 16, 5)),
        ("2025-10-26T02:30:00", BERLIN, us(2025, 10, 26, 0, 30)),
        ("2025-03-29T24:00", BERLIN, us(2025, 3, 29, 23)),
        ("2025-03-30T24:00", BERLIN, us(2025, 3, 30, 22)),
        ("2025-01-20T18:05:00", ZoneInfo("Australia/Lord_Howe"), us(2025, 1, 20, 7, 5)),
    ],
)
def test_a_time_without_offset_is_read_in_the_given_zone(
    text: str, zone: ZoneInfo, expected: int
) -> None:
    instant = read_instant(text, zone)
    assert instant is not None
    assert (instant.us, instant.offset) == (expected, False)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2025-01-20",
        "20250120",
        "2024-1-1T10:00Z",
        "2024-W01-1T10:00Z",
        "2025-02-30T10:00Z",
        "2025-01-20T25:00Z",
        "2025-01-20T24:01Z",
        "2025-01-20T18:05:60Z",
        "2025-01-20T18Z",
        "2025-01-20T18:05:00+24:00",
        "2025-01-20T18:05:00 Z",
        "0000-01-01T00:00:00Z",
        "0001-01-01T00:00:00Z",
        "10000-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z",
        "٢٠٢٥-01-20T18:05Z",
        "1737396300",
        "yesterday",
        "2025-01-20T18:05:00Z\n",
    ],
)
def test_what_is_no_date_time_is_none(text: str) -> None:
    assert read_instant(text, UTC) is None


@given(
    st.datetimes(datetime(1900, 1, 2), datetime(2999, 12, 30)),  # noqa: DTZ001  # zone is drawn
    st.integers(-14 * 60, 14 * 60),
)
def test_what_python_writes_is_read_as_the_same_moment(naive: datetime, minutes: int) -> None:
    moment = naive.replace(tzinfo=timezone(timedelta(minutes=minutes)))
    instant = read_instant(moment.isoformat(), UTC)
    assert instant is not None
    assert datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=instant.us) == moment


@given(st.text(st.sampled_from("0123456789-:TZ+. ,t"), max_size=30))
def test_no_text_makes_it_raise(text: str) -> None:
    read_instant(text, BERLIN)
