from __future__ import annotations

from datetime import UTC
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from sessionary.core.campaign.columns import event_columns
from sessionary.core.campaign.order import (
    LoggedEvent,
    cascade_lines,
    cascade_parents,
    game_seconds,
    round_of,
    timeline_order,
)


def event(
    key: str, minute: int | None = None, game: object = None, cascade: Any = (), word: str = "note"
) -> LoggedEvent:
    record: dict[str, Any] = {"id": key, "event": {"type": word}, "timestamp": {}}
    if minute is not None:
        record["timestamp"]["realTime"] = f"2025-01-20T18:{minute:02}:00Z"
    if game is not None:
        record["timestamp"]["gameTime"] = (
            {"total": game} if isinstance(game, int) else {"formatted": game}
        )
    if cascade:
        record["effects"] = {"cascade": list(cascade)}
    return record, event_columns(record, epoch=0, zone=UTC)


def ids(events: list[LoggedEvent]) -> str:
    return "".join(events[i][0]["id"] for i in timeline_order(events))


def test_game_time_comes_first_then_real_time_then_the_file() -> None:
    assert ids([event("c", 1, 60), event("b", 9, 0), event("a", 3, 0)]) == "abc"
    assert ids([event("a", 1, 0), event("b", 1, 0), event("c", 1, 0)]) == "abc"


def test_an_event_without_game_time_stands_where_it_was_logged() -> None:
    events = [event("c", 5, 600), event("b", 3), event("a", 1, 0)]
    assert ids(events) == "abc"


def test_an_event_before_any_game_time_comes_first() -> None:
    assert ids([event("b", 5, -600), event("a", 1)]) == "ab"


def test_an_event_without_any_time_follows_the_one_before_it_in_the_file() -> None:
    assert ids([event("a", 1, 0), event("b"), event("c", 3, 0)]) == "abc"


def test_rounds_count_from_the_start_of_their_combat() -> None:
    events = [
        event("a", 1, "Day 2, 9:00 AM", word="combat_start"),
        event("c", 2, "Round 3, Turn 1"),
        event("b", 3, "Round 2"),
    ]
    start = 2 * 86_400 + 9 * 3_600
    assert game_seconds(events) == [start, start + 12, start + 6]
    assert ids(events) == "abc"
    assert round_of(events[1][0]) == 3
    assert round_of(events[0][0]) is None


def test_a_round_without_a_combat_has_no_game_time() -> None:
    assert game_seconds([event("a", 1, "Round 3")]) == [None]


def test_a_fireball_stands_above_what_it_did() -> None:
    records = [
        event("flight")[0],
        event("fireball", cascade=["death", "flight", "nothing"])[0],
        event("death", cascade=["loot"])[0],
        event("loot")[0],
    ]
    assert cascade_parents(records) == [1, None, 1, 2]
    assert cascade_lines(records, [1, 2, 0, 3]) == [(1, 0), (2, 1), (3, 2), (0, 1)]


def test_an_event_cannot_trigger_itself_by_way_of_others() -> None:
    records = [event("a", cascade="b")[0], event("b", cascade="c")[0], event("c", cascade="a")[0]]
    assert cascade_parents(records) == [None, 0, 1]
    assert cascade_parents([event("a", cascade="a")[0]]) == [None]


def test_a_long_cascade_is_no_trouble() -> None:
    records = [event(str(i), cascade=[str(i + 1)])[0] for i in range(20_000)]
    assert cascade_lines(records, range(20_000))[-1] == (19_999, 19_999)


@given(st.lists(st.lists(st.sampled_from("abcdef"), max_size=4), max_size=6))
def test_every_event_is_shown_once_in_the_tree(cascades: list[list[str]]) -> None:
    records = [event("abcdef"[i], cascade=cascade)[0] for i, cascade in enumerate(cascades)]
    lines = cascade_lines(records, range(len(records)))
    assert sorted(i for i, _ in lines) == list(range(len(records)))
    assert all(depth <= previous + 1 for (_, previous), (_, depth) in pairwise(lines))
