"""The table of section 5.1: what an answer of each type may say."""

from typing import Any

import pytest
from tests.core.survey.surveys import question

from sessionary.core.survey.findings import Level
from sessionary.core.survey.given import Given
from sessionary.core.survey.question_types import QUESTION_TYPES
from sessionary.core.survey.records import MANDATORY, Answer, Question
from sessionary.core.survey.refusals import Refused
from sessionary.core.survey.validation import check_given, reading_findings

ABC = ("a", "b", "c")
YES = ("no", "yes")
HASH = "932e6411f5816cdd470c246b11f61597563a5f83"
UUID = "1e601ec7-fb00-4deb-a8bb-d9da5147d878"
I32, I64 = 1 << 31, 1 << 63


def asked(type_: str, **said: Any) -> Question:
    if type_ in {"MULTICHOICE", "MULTISELECT", "SINGLECHOICE", "SINGLESELECT"} or "_SEQ" in type_:
        said.setdefault("choices", ABC)
    if type_ in {"CHECKBOX", "DIALOG_DATA_CRAWLER"}:
        said.setdefault("choices", YES)
    return question(type_, **said)


def bounded(type_: str, low: int, high: int, decimals: int = 0) -> Question:
    return asked(type_, low=low, high=high, decimals=decimals)


RIGHT: list[tuple[Question, dict[str, Any]]] = [
    (asked("INT"), {"value": I32 - 1}),
    (asked("INT"), {"value": -I32}),
    (bounded("INT", 1, 10), {"value": 1}),
    (bounded("INT", 1, 10), {"value": 10}),
    (bounded("INT", -1, -1), {"value": 7}),
    (bounded("INT", 0, 0), {"value": 7}),
    (bounded("INT", 10, 1), {"value": 70}),
    (bounded("FIXEDPOINT", 0, 300, 2), {"value": 300}),
    (asked("FIXEDPOINT", decimals=2), {"value": I64 - 1}),
    (asked("MULTICHOICE"), {"text": ""}),
    (asked("MULTICHOICE"), {"text": "c,a"}),
    (asked("MULTICHOICE", choices=("a", "", "c")), {"text": "a,"}),
    (asked("MULTISELECT"), {"text": "b"}),
    (asked("LATLON"), {"lat": -90, "lon": 180}),
    (asked("LATLON", decimals=-1), {"lat": 90, "lon": -180}),
    (asked("LATLON", decimals=4), {"lat": -349285, "lon": 1386007}),
    (asked("LATLON", decimals=I32 - 1), {"lat": I64 - 1}),
    (asked("DATETIME"), {"time_begin": -I64}),
    (bounded("DATETIME", -5, 5), {"time_begin": -5}),
    (asked("DAYTIME"), {"time_begin": 0}),
    (asked("DAYTIME"), {"time_begin": 86400}),
    (bounded("DAYTIME", 3600, 7200), {"time_begin": 7200}),
    (asked("TIMERANGE"), {"time_begin": 0, "time_end": 86400}),
    (asked("TIMERANGE"), {"time_begin": 66600, "time_end": 7200}),
    (asked("TEXT"), {"text": "any\nthing"}),
    (bounded("TEXT", 2, 3), {"text": ""}),
    (bounded("TEXT", 2, 3), {"text": "äöü"}),
    (asked("CHECKBOX"), {"text": "yes"}),
    (asked("HIDDEN"), {"text": ""}),
    (asked("HIDDEN", default="seen"), {"text": "anything"}),
    (bounded("TEXTAREA", 0, 5), {"text": "a\nb"}),
    (asked("EMAIL"), {"text": ""}),
    (asked("EMAIL"), {"text": "a@b"}),
    (asked("SINGLECHOICE"), {"text": ""}),
    (asked("SINGLECHOICE"), {"text": "c"}),
    (asked("SINGLESELECT"), {"text": "a"}),
    (asked("FIXEDPOINT_SEQUENCE"), {"text": ""}),
    (asked("FIXEDPOINT_SEQUENCE"), {"text": "0,5.5,30.8"}),
    (asked("FIXEDPOINT_SEQUENCE"), {"text": "-2.5,-2.5,0"}),
    (asked("DAYTIME_SEQUENCE"), {"text": "0,43200,86400"}),
    (asked("DATETIME_SEQUENCE"), {"text": "-1,0,1720288800"}),
    (asked("DURATION24"), {"value": 0}),
    (asked("DURATION24"), {"value": 86400}),
    (asked("DIALOG_DATA_CRAWLER"), {"text": "no"}),
    (asked("UUID"), {"text": UUID}),
]

WRONG: list[tuple[Question, dict[str, Any], str]] = [
    (bounded("INT", 1, 10), {"value": 0}, "V-RANGE"),
    (bounded("INT", 1, 10), {"value": 11}, "V-RANGE"),
    (bounded("FIXEDPOINT", 0, 300, 2), {"value": 301}, "V-RANGE"),
    (bounded("FIXEDPOINT", 0, 300, 2), {"value": -1}, "V-RANGE"),
    (asked("MULTICHOICE"), {"text": "a,d"}, "V-CHOICE"),
    (asked("MULTICHOICE"), {"text": "a,a"}, "V-CHOICE"),
    (asked("MULTICHOICE"), {"text": "a,"}, "V-CHOICE"),
    (asked("MULTICHOICE"), {"text": "a, b"}, "V-CHOICE"),
    (asked("MULTISELECT"), {"text": "d"}, "V-CHOICE"),
    (asked("MULTISELECT"), {"text": "b,c,b"}, "V-CHOICE"),
    (asked("LATLON"), {"lat": 91}, "V-LATLON"),
    (asked("LATLON"), {"lon": -181}, "V-LATLON"),
    (asked("LATLON", decimals=4), {"lat": 900001}, "V-LATLON"),
    (asked("LATLON", decimals=-1), {"lat": 91}, "V-LATLON"),
    (bounded("DATETIME", 5, 6), {"time_begin": 7}, "V-RANGE"),
    (asked("DAYTIME"), {"time_begin": -1}, "V-DAYTIME"),
    (asked("DAYTIME"), {"time_begin": 86401}, "V-DAYTIME"),
    (bounded("DAYTIME", 3600, 7200), {"time_begin": 0}, "V-DAYTIME"),
    (asked("TIMERANGE"), {"time_begin": -1}, "V-DAYTIME"),
    (asked("TIMERANGE"), {"time_end": 86401}, "V-DAYTIME"),
    (bounded("TEXT", 2, 3), {"text": "x"}, "V-LENGTH"),
    (bounded("TEXT", 2, 3), {"text": "xxxx"}, "V-LENGTH"),
    (asked("CHECKBOX"), {"text": ""}, "V-CHOICE"),
    (asked("CHECKBOX"), {"text": "maybe"}, "V-CHOICE"),
    (asked("CHECKBOX", choices=ABC), {"text": "c"}, "V-CHOICE"),
    (asked("CHECKBOX", choices=()), {"text": "yes"}, "V-CHOICE"),
    (bounded("TEXTAREA", 0, 5), {"text": "abcdef"}, "V-LENGTH"),
    (asked("EMAIL"), {"text": "a"}, "V-EMAIL"),
    (asked("EMAIL"), {"text": "@b"}, "V-EMAIL"),
    (asked("EMAIL"), {"text": "a@"}, "V-EMAIL"),
    (asked("EMAIL"), {"text": "a@b@c"}, "V-EMAIL"),
    (asked("EMAIL"), {"text": "a b@c"}, "V-EMAIL"),
    (asked("SINGLECHOICE"), {"text": "d"}, "V-CHOICE"),
    (asked("SINGLECHOICE"), {"text": "A"}, "V-CHOICE"),
    (asked("SINGLESELECT"), {"text": "a,b"}, "V-CHOICE"),
    (asked("FIXEDPOINT_SEQUENCE"), {"text": "1,2"}, "V-SEQUENCE"),
    (asked("FIXEDPOINT_SEQUENCE"), {"text": "1,2,3,4"}, "V-SEQUENCE"),
    (asked("FIXEDPOINT_SEQUENCE"), {"text": "1,3,2"}, "V-SEQUENCE"),
    (asked("FIXEDPOINT_SEQUENCE"), {"text": "1,2,x"}, "V-SEQUENCE"),
    (asked("FIXEDPOINT_SEQUENCE"), {"text": "1,2,1e3"}, "V-SEQUENCE"),
    (asked("FIXEDPOINT_SEQUENCE"), {"text": "1,,3"}, "V-SEQUENCE"),
    (asked("DAYTIME_SEQUENCE"), {"text": "0,1,86401"}, "V-SEQUENCE"),
    (asked("DAYTIME_SEQUENCE"), {"text": "-1,0,1"}, "V-SEQUENCE"),
    (asked("DAYTIME_SEQUENCE"), {"text": "0,1.5,2"}, "V-SEQUENCE"),
    (asked("DAYTIME_SEQUENCE"), {"text": "2,1,0"}, "V-SEQUENCE"),
    (asked("DATETIME_SEQUENCE"), {"text": "2,1,0"}, "V-SEQUENCE"),
    (asked("DATETIME_SEQUENCE"), {"text": f"0,1,{I64}"}, "V-SEQUENCE"),
    (asked("DURATION24"), {"value": -1}, "V-DURATION"),
    (asked("DURATION24"), {"value": 86401}, "V-DURATION"),
    (bounded("DURATION24", 60, 120), {"value": 0}, "V-DURATION"),
    (asked("DIALOG_DATA_CRAWLER"), {"text": ""}, "V-CHOICE"),
    (asked("DIALOG_DATA_CRAWLER"), {"text": "yes, but"}, "V-CHOICE"),
    (asked("UUID"), {"text": ""}, "V-UUID"),
    (asked("UUID"), {"text": UUID.upper()}, "V-UUID"),
    (asked("UUID"), {"text": f"-{UUID[1:]}"}, "V-UUID"),
    (asked("UUID"), {"text": UUID[:-1]}, "V-UUID"),
    (asked("UPLOAD"), {}, "V-UPLOAD"),
]

ONLY_WHEN_EDITING: list[tuple[Question, dict[str, Any], str]] = [
    (asked("INT"), {"value": I32}, "V-RANGE"),
    (asked("INT"), {"value": -I32 - 1}, "V-RANGE"),
    (asked("UUID"), {"text": "1-601ec7fb00-4deb-a8bb-d9da5147d878a"}, "V-UUID"),
    *[
        (asked(name, flags=MANDATORY), {"text": ""}, "V-MANDATORY")
        for name, kind in QUESTION_TYPES.items()
        if kind.skippable
    ],
]


def stored(asked_: Question, data: dict[str, Any]) -> Answer:
    return Answer(line=6, uid=asked_.uid, type=asked_.type, **data)


def refusal(asked_: Question, data: dict[str, Any]) -> str:
    with pytest.raises(Refused) as refused:
        check_given(asked_, Given(uid=asked_.uid, **data))
    assert refused.value.uid == asked_.uid
    return refused.value.code


def warnings(asked_: Question | None, answer: Answer) -> list[str]:
    return [code for code, level, *_ in reading_findings(answer, asked_) if level is Level.WARNING]


def test_there_are_24_types_and_one_of_old() -> None:
    assert [kind.number for kind in QUESTION_TYPES.values()] == [*range(1, 25), 16]
    assert list(QUESTION_TYPES)[-1] == "PASSWORD"


@pytest.mark.parametrize(("asked_", "data"), RIGHT)
def test_an_answer_within_the_rules_is_taken(asked_: Question, data: dict[str, Any]) -> None:
    check_given(asked_, Given(uid=asked_.uid, **data))
    assert not warnings(asked_, stored(asked_, data))


@pytest.mark.parametrize(("asked_", "data", "code"), WRONG)
def test_a_wrong_answer_is_refused_and_told_of_a_file(
    asked_: Question, data: dict[str, Any], code: str
) -> None:
    assert refusal(asked_, data) == code
    assert warnings(asked_, stored(asked_, data)) == [code]


@pytest.mark.parametrize(("asked_", "data", "code"), ONLY_WHEN_EDITING)
def test_what_a_file_may_say_may_still_not_be_given(
    asked_: Question, data: dict[str, Any], code: str
) -> None:
    assert refusal(asked_, data) == code
    assert not warnings(asked_, stored(asked_, data))


def test_a_typed_secret_is_anything_but_nothing() -> None:
    secret = asked("SHA1_HASH")
    check_given(secret, Given(uid="q1", text="not a hash"))
    assert refusal(secret, {"text": ""}) == "V-SHA1"
    assert warnings(secret, stored(secret, {"text": "not a hash"})) == ["V-SHA1"]
    assert warnings(secret, stored(secret, {"text": HASH.upper()})) == ["V-SHA1"]
    assert not warnings(secret, stored(secret, {"text": HASH}))


def test_a_system_question_is_never_answered_and_its_answers_have_no_rules() -> None:
    assert refusal(asked("META"), {"text": "x"}) == "R-SYSTEM"
    assert not list(reading_findings(stored(asked("META"), {"value": 5, "text": "x"}), None))
    by_uid = Answer(line=6, uid="@mood", type="DAYTIME", time_begin=-5)
    assert not list(reading_findings(by_uid, None))


def test_a_range_past_midnight_is_only_told() -> None:
    asked_ = asked("TIMERANGE")
    found = list(reading_findings(stored(asked_, {"time_begin": 2, "time_end": 1}), asked_))
    assert [(one.code, one.level) for one in found] == [("V-WRAP", Level.INFO)]


@pytest.mark.parametrize(
    ("type_", "stray"),
    [
        ("INT", "text"),
        ("TEXT", "value"),
        ("LATLON", "time_begin"),
        ("DATETIME", "time_end"),
        ("TIMERANGE", "lat"),
        ("HIDDEN", "lon"),
    ],
)
def test_data_in_a_field_that_is_not_used_is_told_and_kept(type_: str, stray: str) -> None:
    data: dict[str, Any] = {stray: "x" if stray == "text" else 1}
    found = list(reading_findings(stored(asked(type_), data), None))
    assert [(one.code, one.level, one.field) for one in found] == [("V-STRAY", Level.INFO, stray)]
    check_given(asked(type_), Given(uid="q1", **data))


def test_without_its_question_bounds_and_choices_are_not_looked_at() -> None:
    for type_, data, found in (
        ("INT", {"value": 99}, []),
        ("SINGLECHOICE", {"text": "d"}, []),
        ("MULTICHOICE", {"text": "d,d"}, ["V-CHOICE"]),
        ("LATLON", {"lat": 999}, []),
        ("DAYTIME", {"time_begin": 99999}, ["V-DAYTIME"]),
        ("DAYTIME_SEQUENCE", {"text": "1,2"}, []),
        ("EMAIL", {"text": "nobody"}, ["V-EMAIL"]),
    ):
        answer = Answer(line=6, uid="q1", type=type_, **data)
        assert warnings(None, answer) == found
        # A question of another type says nothing about it either.
        assert warnings(bounded("TEXTAREA", 5, 6), answer) == found
