from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from sessionary.core.campaign.gametime import DEFAULT_EPOCH
from sessionary.core.campaign.merge import merge_all
from sessionary.core.campaign.rows import (
    campaign_epoch,
    campaign_rows,
    goal_rows,
    session_rows,
    session_tags,
)
from sessionary.core.store.values import freeze

NINE = 9 * 3_600


def test_the_sample_session_becomes_one_row(lifecycle: list[dict[str, Any]]) -> None:
    record = merge_all(None, [lifecycle[0], lifecycle[1], lifecycle[3]]).value
    data = freeze({"record": record, "own": {"tags": ["boss", "temple"]}, "spelling": {}})
    rows = session_rows("session-015", data, epoch=NINE)
    assert rows["session_row"] == [
        (
            "campaign",
            "session-015",
            "campaign-001",
            15,
            "",
            "completed",
            "2025-01-20T18:05:00Z",
            1_737_396_300_000_000,
            "2025-01-20T22:15:00Z",
            1_737_411_300_000_000,
            250,
            15 * 86_400 + NINE,
            15 * 86_400 + 18 * 3_600,
            2,
            2,
            3,
            3,
            "dungeon-crawl\ntemple\ncult\nboss",
            "user-gm-1\nuser-player-1\nfighter-pc\nuser-player-2\nwizard-pc",
        )
    ]
    assert rows["attendance"] == [
        ("user-player-1", True, False, False),
        ("user-player-2", True, True, False),
    ]
    assert ("tag", "boss") in rows["facet"]
    assert ("character", "wizard-pc") in rows["facet"]
    assert ("npc", "Priestess Elara") in rows["facet"]
    assert "Explored 15/20 rooms of the temple" in rows["search"][0][0].split("\n")
    assert rows["document"] == [("campaign-001",)]
    assert rows["link"] == []


def test_what_a_record_lacks_is_none_or_empty() -> None:
    (row,) = session_rows("key", {"record": {}}, epoch=0)["session_row"]
    assert row == (
        *("campaign", "key", "", None, "", "planned", "", None, "", None, None, None, None),
        *(0, 0, 0, 0, "", ""),
    )
    assert session_rows("key", None, epoch=0) == {}


def test_the_duration_is_what_the_file_says_or_what_lies_between() -> None:
    times: dict[str, Any] = {
        "startTime": "2025-01-20T18:05:00Z",
        "endTime": "2025-01-20T22:15:59+00:00",
    }
    row = session_rows("s", {"record": {"realTime": times}}, epoch=0)["session_row"][0]
    assert row[10] == 250
    declared = {"record": {"realTime": {**times, "durationMinutes": 240}}}
    assert session_rows("s", declared, epoch=0)["session_row"][0][10] == 240


def test_numbers_that_no_column_holds_are_left_out() -> None:
    record = {
        "number": 2**70,
        "realTime": {"durationMinutes": 2**70},
        "gameTime": {"startTime": {"total": 2**70}},
    }
    (row,) = session_rows("s", {"record": record}, epoch=0)["session_row"]
    assert (row[3], row[10], row[11]) == (None, None, None)


def test_a_session_of_another_epoch_is_shifted_in_its_columns() -> None:
    game = {"startTime": {"total": 21_600, "formatted": "Day 3, 6:00 AM"}}
    data = {"record": {"gameTime": game}, "own": {"gameShift": NINE - 3 * 86_400}}
    (row,) = session_rows("s", data, epoch=NINE)["session_row"]
    assert row[11] == NINE + 21_600


def test_links_and_own_texts_are_found() -> None:
    link = {"kind": "world", "key": "elara", "role": "met"}
    own = {
        "links": [link, link, {"kind": ""}, 3],
        "prep": {"scene": ["a\0b"]},
        "secrets": ["she lies"],
    }
    rows = session_rows("s", {"record": {"id": "s"}, "own": own}, epoch=0)
    assert rows["link"] == [("world", "elara", "met")]
    assert rows["search"] == [("ab\nshe lies",)]


def test_tags_of_the_file_come_before_those_set_here() -> None:
    data = {"record": {"tags": ["b", "a"]}, "own": {"tags": ["c", "a"]}}
    assert session_tags(data) == ("b", "a", "c")


def test_a_campaign_is_found_by_its_people() -> None:
    data = {
        "record": {"id": "c", "name": "The Temple", "tags": ["dark"]},
        "own": {"users": [{"id": "u", "name": "Ann"}], "characters": [{"name": "Ilma"}]},
    }
    rows = campaign_rows("c", data)
    assert rows["search"] == [("The Temple\ndark\nAnn\nIlma",)]
    assert rows["document"] == [("c",)]
    assert rows["facet"] == [("tag", "dark")]
    assert campaign_rows("c", None) == {}


def test_a_goal_links_to_the_goals_around_it() -> None:
    record = {
        "id": "g",
        "campaignId": "c",
        "name": "Explore",
        "type": "quest",
        "status": "in_progress",
        "parentGoalId": "top",
        "childGoalIds": ["left"],
        "dependencies": ["before"],
    }
    rows = goal_rows("g", {"record": record})
    assert rows["link"] == [
        ("goal", "top", "parent"),
        ("goal", "left", "child"),
        ("goal", "before", "dependency"),
    ]
    assert rows["facet"] == [("type", "quest"), ("status", "in_progress")]
    assert rows["document"] == [("c",)]
    assert goal_rows("g", None) == {}


def test_the_epoch_is_the_campaigns_or_day_1() -> None:
    assert campaign_epoch({"own": {"epoch": NINE}}) == NINE
    assert campaign_epoch({"own": {}}) == campaign_epoch(None) == DEFAULT_EPOCH == 86_400


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "record",
                    "own",
                    "participants",
                    "players",
                    "tags",
                    "gameTime",
                    "startTime",
                    "links",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(["record", "own"]), JSON))
def test_no_data_is_so_odd_that_it_has_no_rows(data: dict[str, Any]) -> None:
    for rows in (
        session_rows("k", data, epoch=NINE),
        goal_rows("k", data),
        campaign_rows("k", data),
    ):
        assert len(rows["search"]) == len(rows["document"]) == 1
