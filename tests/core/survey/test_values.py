"""Section 5.2, the raw form of values, and the text that people read."""

from typing import Any

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st
from tests.core.survey.surveys import question

from sessionary.core.survey.given import Given
from sessionary.core.survey.question_types import QUESTION_TYPES
from sessionary.core.survey.records import DAYS, HOURS, MINUTES, SECONDS, Answer, Question
from sessionary.core.survey.values import (
    duration_text,
    fixed_point,
    parse_raw,
    raw_form,
    raw_form_of,
    value_text,
)

FULL: dict[str, Any] = {
    "text": "t",
    "value": 5,
    "lat": 1,
    "lon": -2,
    "time_begin": 3,
    "time_end": 4,
}

RAW = {
    "INT": "5", "FIXEDPOINT": "5", "DURATION24": "5", "LATLON": "1,-2", "DATETIME": "3",
    "DAYTIME": "3", "TIMERANGE": "3,4", "UPLOAD": "", "META": "",
}  # fmt: skip


@pytest.mark.parametrize("type_", QUESTION_TYPES)
def test_each_type_has_its_raw_form(type_: str) -> None:
    answer = Answer(line=6, uid="q1", type=type_, **FULL)
    assert raw_form(answer) == RAW.get(type_, "t")


@pytest.mark.parametrize(
    ("type_", "text"),
    [
        ("INT", ""),
        ("INT", "1.5"),
        ("INT", " 1"),
        ("INT", "+1"),
        ("INT", str(1 << 63)),
        ("FIXEDPOINT", "one"),
        ("LATLON", "1"),
        ("LATLON", "1,2,3"),
        ("LATLON", "1, 2"),
        ("TIMERANGE", "3"),
        ("TIMERANGE", "3,"),
        ("DATETIME", "2024-07-06"),
        ("TEXT", ""),
        ("UPLOAD", "x"),
        ("META", "x"),
        ("NO_SUCH_TYPE", "x"),
    ],
)
def test_a_default_that_does_not_parse_is_none(type_: str, text: str) -> None:
    assert parse_raw(question(type_), text) is None


@for_all(
    st.sampled_from([one.name for one in QUESTION_TYPES.values() if one.fields and one.answerable]),
    st.text(min_size=1),
    st.lists(st.integers(-(1 << 63), (1 << 63) - 1), min_size=5, max_size=5),
)
def test_the_raw_form_gives_the_value_back(type_: str, text: str, numbers: list[int]) -> None:
    kind = QUESTION_TYPES[type_]
    rest = dict(zip(("value", "lat", "lon", "time_begin", "time_end"), numbers, strict=True))
    used: dict[str, Any] = {
        name: value for name, value in ({"text": text} | rest).items() if name in kind.fields
    }
    given = Given(uid="q1", **used)
    assert parse_raw(question(type_), raw_form_of(type_, given)) == given


TOLD: list[tuple[Question, dict[str, Any], str]] = [
    (question("INT", unit="points"), {"value": 9}, "9 points"),
    (question("INT", flags=HOURS | MINUTES), {"value": 5400}, "1 h 30 min"),
    (question("FIXEDPOINT", decimals=2, unit="x"), {"value": 125}, "1.25 x"),
    (question("FIXEDPOINT", decimals=2), {"value": -5}, "-0.05"),
    (question("FIXEDPOINT", decimals=-1), {"value": -5}, "-5"),
    (question("MULTICHOICE"), {"text": "a,b"}, "a, b"),
    (question("LATLON", decimals=4, unit="degrees"), {"lat": -349285, "lon": 1386007},
     "-34.9285°, 138.6007°"),
    (question("LATLON"), {"lat": 1, "lon": -2}, "1°, -2°"),
    (question("DATETIME", unit="seconds"), {"time_begin": 1720288800}, "2024-07-06 18:00 UTC"),
    (question("DATETIME"), {"time_begin": -1}, "1969-12-31 23:59:59 UTC"),
    (question("DATETIME"), {"time_begin": 1 << 62}, f"{1 << 62} seconds since 1970"),
    (question("DAYTIME"), {"time_begin": 86400}, "24:00"),
    (question("DAYTIME"), {"time_begin": 68401}, "19:00:01"),
    (question("DAYTIME"), {"time_begin": 86401}, "86401 seconds"),
    (question("TIMERANGE"), {"time_begin": 66600, "time_end": 7200}, "18:30 – 02:00"),
    (question("UPLOAD"), {"text": "file", "value": 3}, "file, value 3"),
    (question("META"), {"text": "", "lat": 2}, "lat 2"),
    (question("FIXEDPOINT_SEQUENCE", choices=("act 1", "act 2")), {"text": "1,3.5"},
     "act 1: 1, act 2: 3.5"),
    (question("FIXEDPOINT_SEQUENCE", choices=("act 1",)), {"text": "1,3.5"}, "1, 3.5"),
    (question("DAYTIME_SEQUENCE", choices=("a", "b")), {"text": "0,86400"}, "a: 00:00, b: 24:00"),
    (question("DAYTIME_SEQUENCE", choices=("a", "b")), {"text": "0,soon"}, "0,soon"),
    (question("DATETIME_SEQUENCE", choices=("a",)), {"text": "0"}, "a: 1970-01-01 00:00 UTC"),
    (question("DURATION24", unit="seconds"), {"value": 5430}, "1 h 30 min 30 s"),
    (question("TEXTAREA"), {"text": "a\nb"}, "a\nb"),
    (question("TEXT"), {"text": "caf\udce9"}, "caf�"),
    (question("TEXT"), {"text": ""}, ""),
    (question("SHA1_HASH"), {"text": "932e"}, "hash stored"),
    (question("PASSWORD"), {"text": "plain"}, "hash stored"),
    (question("PASSWORD"), {"text": ""}, ""),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "data", "text"), TOLD)
def test_values_are_told_in_words(asked: Question, data: dict[str, Any], text: str) -> None:
    given = Given(uid="q1", **data)
    answer = Answer(line=6, uid="q1", type=asked.type, unit=asked.unit, **data)
    assert value_text(given, asked) == text
    assert value_text(answer, asked) == text


def test_an_answer_is_told_by_its_own_type_where_its_question_is_missing_or_another() -> None:
    for asked in (None, question("TEXT")):
        for type_, data, text in (
            ("INT", {"value": 9, "unit": "points"}, "9 points"),
            ("FIXEDPOINT", {"value": 125}, "125 (stored)"),
            ("LATLON", {"lat": 1, "lon": 2}, "1, 2 (stored)"),
            ("DURATION24", {"value": 60}, "1 min"),
            ("DAYTIME_SEQUENCE", {"text": "0,60"}, "00:00, 00:01"),
            ("PASSWORD", {"text": "plain"}, "hash stored"),
        ):
            answer = Answer(line=6, uid="q1", type=type_, **data)
            assert value_text(answer, asked) == text


@pytest.mark.parametrize(
    ("seconds", "flags", "text"),
    [
        (0, 0, "0 min"),
        (5400, SECONDS | MINUTES, "90 min"),
        (5401, SECONDS | MINUTES, "90 min 1 s"),
        (5401, MINUTES | HOURS, "1 h 30 min 1 s"),
        (93784, SECONDS | HOURS | DAYS, "1 d 2 h 184 s"),
        (93784, 15, "1 d 2 h 3 min 4 s"),
        (93784, DAYS, "1 d 2 h 3 min 4 s"),
        (172800, HOURS, "48 h"),
        (-90, MINUTES, "-1 min 30 s"),
        (0, SECONDS, "0 s"),
    ],
)
def test_durations_are_told_in_the_units_of_the_flags(seconds: int, flags: int, text: str) -> None:
    assert duration_text(seconds, flags) == text


def test_a_number_of_very_many_decimal_places_is_told_at_once() -> None:
    assert fixed_point(7, (1 << 31) - 1) == "7e-2147483647"
