from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.services.conftest import SAMPLE

from sessionary.services.search import Found, found_json, search
from sessionary.services.sessions import delete_sessions, edit, restore_sessions

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.services.conftest import Desk

BUNDLE: dict[str, Any] = json.loads(SAMPLE.read_text(encoding="utf-8"))
DAY = 86_400
WIDE = "".join(chr(ord(letter) + 0xFEE0) for letter in "DRAGON")
EPOCH = 42 * 3600

Event = dict[str, Any]


def find(desk: Desk, text: str) -> Found:
    return search(desk.library, text, limit=1000)


def ids(found: Found) -> set[str]:
    return {entry.id for entry, _session in found.entries}


def numbers(found: Found) -> list[int | None]:
    return [session.number for session in found.sessions]


def day_of(event: Event) -> int:
    return int((EPOCH + event["timestamp"]["gameTime"]["total"]) // DAY)


def said(event: Event) -> str:
    people = event.get("participants", {})
    texts = [event["event"].get("name"), event["event"].get("description")]
    texts += [people.get("actor"), *people.get("targets", []), people.get("location")]
    texts += event["metadata"].get("tags", [])
    texts += [event.get("mechanics", {}).get(key) for key in ("prompt", "outcome")]
    return " ".join(text for text in texts if text).casefold()


EVENTS: list[tuple[str, Callable[[Event], bool]]] = [
    ("day:3", lambda event: day_of(event) == 3),
    ("day:3..5", lambda event: 3 <= day_of(event) <= 5),
    ("-day:3 category:rest", lambda e: day_of(e) != 3 and e["event"]["category"] == "rest"),
    ("category:combat", lambda event: event["event"]["category"] == "combat"),
    ("type:combat_start", lambda event: event["event"]["type"] == "combat_start"),
    ("importance:critical", lambda event: event["metadata"]["importance"] == "critical"),
    ("visibility:gm-only", lambda event: event["metadata"]["visibility"] == "gm-only"),
    ("session:3", lambda event: event.get("sessionId") == "session-03"),
    ("session:session-03", lambda event: event.get("sessionId") == "session-03"),
    ("actor:char-pell", lambda e: e.get("participants", {}).get("actor") == "char-pell"),
    ("actor:pell", lambda e: e.get("participants", {}).get("actor") == "char-pell"),
    ("target:pell", lambda e: "char-pell" in e.get("participants", {}).get("targets", [])),
    (
        "category:combat importance:critical",
        lambda e: (e["event"]["category"], e["metadata"]["importance"]) == ("combat", "critical"),
    ),
    ("^gutted", lambda e: "Gutted" in e.get("participants", {}).get("location", "")),
]


@pytest.mark.parametrize(("query", "wanted"), EVENTS, ids=[row[0] for row in EVENTS])
def test_events_are_found_by_what_they_say(
    sample: Desk, query: str, wanted: Callable[[Event], bool]
) -> None:
    expected = {event["id"] for event in BUNDLE["events"] if wanted(event)}
    assert expected
    assert ids(find(sample, query)) == expected


SESSIONS = [
    ("status:played", [11, 10, 9, 8, 7, 5, 4, 3, 2, 1, 0]),
    ("status:completed", [11, 10, 9, 8, 7, 5, 4, 3, 2, 1, 0]),
    ("status:planned", [12]),
    ("-status:played", [12, 6]),
    ("kind:score", []),
    ("session:3", [3]),
    ("#harbour", [11, 3, 1, 0]),
    ("#HARB", [11, 3, 1, 0]),
    ("day:17", [5]),
    ("@jonas", [7]),
    ('"dead ship"', [0]),
    ("fathoms", [3]),
    ("fathoms rop", [3]),
    ("fathoms status:planned", []),
]


@pytest.mark.parametrize(("query", "expected"), SESSIONS, ids=[row[0] for row in SESSIONS])
def test_sessions_are_found_newest_first(sample: Desk, query: str, expected: list[int]) -> None:
    assert numbers(find(sample, query)) == expected


@pytest.mark.parametrize("word", ["bell", "rope", "Ostrel", "slack water", "LEDGER", "Élan"])
def test_a_word_is_found_where_it_stands_and_where_longer_ones_begin(
    sample: Desk, word: str
) -> None:
    parts = word.casefold().split()
    texts = {event["id"]: f" {said(event)}" for event in BUNDLE["events"]}
    found = ids(find(sample, word))
    starts = {key for key, text in texts.items() if all(f" {part}" in text for part in parts)}
    inside = {key for key, text in texts.items() if all(part in text for part in parts)}
    assert starts <= found <= inside


def test_what_is_left_out_is_not_there(sample: Desk) -> None:
    bell, both = ids(find(sample, "bell")), ids(find(sample, "bell rope"))
    assert both
    assert ids(find(sample, "bell -rope")) == bell - both


def test_a_phrase_is_found_in_its_order_alone(sample: Desk) -> None:
    assert ids(find(sample, '"slack water"')) <= ids(find(sample, "slack water"))
    assert ids(find(sample, '"slack water"'))
    assert not ids(find(sample, '"water slack"'))


def test_what_lies_in_the_bin_is_not_found(sample: Desk) -> None:
    before = ids(find(sample, "session:3"))
    delete_sessions(sample.library, ["session-03"])
    assert find(sample, "session:3") == Found((), ())
    assert "event-03-001" not in ids(find(sample, "the"))
    restore_sessions(sample.library, ["session-03"])
    assert ids(find(sample, "session:3")) == before


def test_an_edit_is_found_at_once_and_what_was_there_no_more(sample: Desk) -> None:
    edit(sample.library, "session", "session-03", "/title", "Kettledrums", "Rename")
    assert numbers(find(sample, "kettledrums")) == [3]
    edit(sample.library, "session", "session-03", "/title", "Trumpets", "Rename")
    assert numbers(find(sample, "kettledrums")) == []
    assert numbers(find(sample, "trumpets")) == [3]


def test_only_the_newest_are_given(sample: Desk) -> None:
    every = [entry.pk for entry, _ in find(sample, "the").entries]
    assert every == sorted(every, reverse=True)
    few = search(sample.library, "the", limit=5)
    assert [entry.pk for entry, _ in few.entries] == every[:5]


def test_the_command_line_says_where_a_hit_belongs(sample: Desk) -> None:
    found = found_json(find(sample, "session:3"))
    assert {one["key"] for one in found} == {"session/session-03"}
    assert [one["type"] for one in found][:2] == ["session", "event"]
    between = found_json(find(sample, "-status:played -status:planned -status:cancelled"))
    assert {one["key"] for one in between} == {None}


def test_full_width_and_chinese_are_found(desk: Desk) -> None:
    records = [
        {
            "id": "s-1",
            "campaignId": "c",
            "number": 1,
            "title": f"龍の洞窟 {WIDE}",
            "realTime": {"startTime": "2025-01-20T18:00:00Z"},
        }
    ]
    desk.take(desk.paper("a.jsonl", *records))
    for query in ("龍", "洞窟", "dragon", WIDE, '"龍の"'):
        assert numbers(find(desk, query)) == [1], query


@pytest.mark.parametrize(
    "query",
    ["", " ", '"', '"x', "dragon AND", "dragon OR", "NEAR(", "http://x-y", "%", "*", "(", "-",
     "--", "'; drop table entry;--", "title:x", ":", "a:", "day:", "day:x", "day:3..",
     "day:99999999999999999999", "day:-9999999999999999..3", "#", "@", "^", "\0", "a\0b",
     "type:" + "x" * 5000, "@" * 3000, "\ud7ff", "status:" + "%"],
)  # fmt: skip
def test_every_text_asks_for_something(sample: Desk, query: str) -> None:
    find(sample, query)
    find(sample, f"-{query}")


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    query=st.one_of(
        st.text(max_size=40),
        st.lists(
            st.sampled_from(
                ["bell", '"slack water"', "-rope", "day:3", "-day:3", "#harbour", "@pell", "^the",
                 "status:played", "type:attack", "importance:critical", '"', "NOT", "*", "actor:x"]
            ),
            max_size=6,
        ).map(" ".join),
    )
)  # fmt: skip
def test_no_text_is_an_error(searched: Desk, query: str) -> None:
    found = search(searched.library, query, limit=5)
    assert len(found.entries) <= 5


@pytest.fixture(scope="module")
def searched(tmp_path_factory: pytest.TempPathFactory) -> Any:
    from tests.services.conftest import Desk

    desk = Desk(tmp_path_factory.mktemp("search") / "library")
    desk.take(SAMPLE)
    yield desk
    desk.close()
