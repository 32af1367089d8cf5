from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessionary.core.campaign.gametime import clock_face, sort_value
from sessionary.core.campaign.typed import (
    game_time_over,
    names_line,
    typed_back,
    typed_face,
    typed_instant,
    typed_lines,
    typed_names,
)
from sessionary.core.text import one_line
from sessionary.core.times import read_instant

BERLIN = ZoneInfo("Europe/Berlin")
FORMER = "2025-01-20T18:05:00Z"
DAY = 86_400
NINE = 15 * DAY + 9 * 3600


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("2025-01-20T18:10:00Z", "2025-01-20T18:10:00Z"),
        ("2025-01-20T18:10+05:45", "2025-01-20T18:10+05:45"),
        ("2025-01-20 18:10", "2025-01-20T18:10:00+01:00"),
        ("2025-07-20 18:10", "2025-07-20T18:10:00+02:00"),
        ("18:10", "2025-01-20T18:10:00+01:00"),
        ("6:10 pm", "2025-01-20T18:10:00+01:00"),
        ("12 am", "2025-01-20T00:00:00+01:00"),
        ("20 Jan 2025, 6:05 pm", "2025-01-20T18:05:00+01:00"),
        ("Mon 20 January 2025 18:05", "2025-01-20T18:05:00+01:00"),
        ("Jan 20th 2025 18:05", "2025-01-20T18:05:00+01:00"),
        ("20.1.2025 18:05", "2025-01-20T18:05:00+01:00"),
        ("2025-1-2", "2025-01-02T19:05:00+01:00"),
        ("2025/01/20 18:05 +02:00", "2025-01-20T18:05:00+02:00"),
    ],
)
def test_a_time_is_read_forgivingly_and_written_with_its_offset(typed: str, written: str) -> None:
    assert typed_instant(typed, former=FORMER, zone=BERLIN) == written


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "yesterday",
        "25:00",
        "13 pm",
        "18",
        "2025-13-01 10:00",
        "1066-10-14 09:00",
        "20 Foo 2025",
    ],
)
def test_what_is_no_time_is_refused(typed: str) -> None:
    assert typed_instant(typed, former=FORMER, zone=BERLIN) is None


def test_a_time_alone_needs_a_day_to_stand_on() -> None:
    assert typed_instant("18:10", former="", zone=BERLIN) is None
    assert typed_instant("18:10", former="some day", zone=BERLIN) is None


@given(st.datetimes(timezones=st.timezones()).filter(lambda moment: 1901 < moment.year < 2999))
def test_what_a_file_may_write_stays_word_for_word(moment: object) -> None:
    text = moment.isoformat()  # type: ignore[attr-defined]  # a datetime
    instant = read_instant(text, BERLIN)
    if instant is not None and instant.offset:
        assert typed_instant(text, former=FORMER, zone=BERLIN) == text


@pytest.mark.parametrize(
    ("typed", "face"),
    [
        ("Day 15, 3:30 PM", 15 * DAY + 15 * 3600 + 1800),
        ("15d 9h", NINE),
        ("+2h", NINE + 7200),
        ("-1d", NINE - DAY),
        ("3:30 PM", 15 * DAY + 15 * 3600 + 1800),
        ("15:30", 15 * DAY + 15 * 3600 + 1800),
        ("later", None),
        ("25:00", None),
    ],
)
def test_game_times_are_read_from_the_former_one(typed: str, face: int | None) -> None:
    assert typed_face(typed, former=NINE) == face


def test_without_a_former_time_nothing_is_added_to() -> None:
    assert typed_face("+2h", former=None) is None
    assert typed_face("3:30 PM", former=None) is None


@given(st.integers(-(10**12), 10**12), st.integers(-(10**6), 10**6), st.integers(-(10**6), 10**6))
def test_a_typed_game_time_stands_where_it_was_typed(face: int, epoch: int, shift: int) -> None:
    face -= face % 60
    shift -= shift % 60
    time = game_time_over({"moon": "full", "total": 1}, face, epoch=epoch, shift=shift)
    assert sort_value(time, epoch, shift=shift) == face
    assert time["moon"] == "full"
    assert time["formatted"] == clock_face(face - shift)


@given(st.lists(st.text(max_size=20), max_size=6))
def test_lines_that_nobody_touched_stay_word_for_word(entries: list[str]) -> None:
    text = "\n".join(one_line(entry, None) for entry in entries)
    kept = [entry for entry in entries if one_line(entry, None)]
    assert [e for e in typed_lines(text, entries) if e.strip()] == [e for e in kept if e.strip()]


def test_an_entry_of_several_lines_survives_an_edit_beside_it() -> None:
    assert typed_lines("one two\n  new \n", ["one\ntwo"]) == ["one\ntwo", "new"]


@given(st.lists(st.text("ab ,;\"\n'", min_size=1, max_size=8), max_size=5))
def test_names_on_a_line_are_read_again(names: list[str]) -> None:
    clean = list(dict.fromkeys(name.strip() for name in names if name.strip()))
    assert typed_names(names_line(clean)) == clean


@pytest.mark.parametrize(
    ("source", "shown", "typed", "kept"),
    [
        ("a\r\nb\u2028c\u00a0d", "a\nb\nc d", "a\nb\nc dX", "a\r\nb\u2028c\u00a0dX"),
        ("a\r\nb", "a\nb", "aX\nb", "aX\r\nb"),
        ("same\r\n", "same\n", "same\n", "same\r\n"),
        ("abc", "something else", "typed", "typed"),
        ("", "", "new", "new"),
        ("aaa", "aaa", "aa", "aa"),
    ],
)
def test_only_what_was_typed_changes(source: str, shown: str, typed: str, kept: str) -> None:
    assert typed_back(source, shown, typed) == kept


@given(st.text("a\r\n\u2028\u00a0b"), st.text("a\nb"), st.integers(0, 20), st.integers(0, 20))
def test_typing_into_a_text_never_loses_what_stands_around_it(
    source: str, new: str, start: int, length: int
) -> None:
    shown = source.replace("\r\n", "\n").replace("\r", "\n")
    shown = shown.replace("\u2028", "\n").replace("\u00a0", " ")
    typed = shown[:start] + new + shown[start + length :]
    kept = typed_back(source, shown, typed)
    again = kept.replace("\r\n", "\n").replace("\r", "\n")
    again = again.replace("\u2028", "\n").replace("\u00a0", " ")
    # A lone CR before a typed line break becomes one with it; nothing else may differ.
    assert again == typed or "\r" in source
