from __future__ import annotations

import json
from datetime import UTC
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessionary.core.campaign.campaign_review import next_number, review_campaign
from sessionary.core.campaign.columns import event_columns
from sessionary.core.campaign.derived import campaign_json, derived_json
from sessionary.core.campaign.lifecycle import Status
from sessionary.core.campaign.merge import merge_all
from sessionary.core.campaign.other_fields import EVENT_KEYS, other_fields
from sessionary.core.campaign.pauses import lateness, paused_us
from sessionary.core.campaign.review import SessionReview, heading, review_session
from sessionary.core.problems import Severity
from sessionary.core.store.values import freeze

if TYPE_CHECKING:
    from sessionary.core.campaign.order import LoggedEvent

NINE = 9 * 3_600
CAMPAIGN = {
    "record": {"id": "campaign-001", "name": "The Temple"},
    "own": {
        "epoch": NINE,
        "users": [{"id": "user-player-1", "name": "Ann"}, {"id": "user-gm-1", "name": "Guy"}],
        "characters": [{"id": "wizard-pc", "name": "Ilma"}],
    },
}


def logged(record: dict[str, Any]) -> LoggedEvent:
    return record, event_columns(record, epoch=NINE, zone=UTC)


@pytest.fixture
def data(lifecycle: list[dict[str, Any]]) -> dict[str, Any]:
    record = merge_all(None, [lifecycle[0], lifecycle[1], lifecycle[3]]).value
    return {"record": record, "own": {"plannedStart": "2025-01-20T18:00:00Z", "tags": ["boss"]}}


@pytest.fixture
def review(data: dict[str, Any], lifecycle: list[dict[str, Any]]) -> SessionReview:
    return review_session(freeze(data), campaign=freeze(CAMPAIGN), events=[logged(lifecycle[2])])


def test_the_samples_give_the_session_that_the_specification_names(review: SessionReview) -> None:
    derived = derived_json(review)
    assert derived["number"] == 15
    assert derived["status"] == "completed"
    assert derived["durationMinutes"] == derived["netMinutes"] == 250
    assert (derived["gameStart"], derived["gameEnd"]) == ("Day 15, 9:00 AM", "Day 15, 6:00 PM")
    assert (derived["gameStartSeconds"], derived["gameEndSeconds"]) == (1_328_400, 1_360_800)
    assert derived["elapsed"] == {"hours": 9}
    assert (derived["elapsedSeconds"], derived["elapsedText"]) == (32_400, "9 h")
    assert derived["epoch"] == "Day 0, 9:00 AM"
    assert derived["attendance"] == {
        "listed": 2,
        "attended": 2,
        "late": 1,
        "left": 0,
        "players": [
            {
                "userId": "user-player-1",
                "name": "Ann",
                "characterIds": ["fighter-pc"],
                "attended": True,
                "arrivedLate": False,
                "leftEarly": False,
            },
            {
                "userId": "user-player-2",
                "name": "user-player-2",
                "characterIds": ["wizard-pc"],
                "attended": True,
                "arrivedLate": True,
                "leftEarly": False,
            },
        ],
    }
    assert derived["objectives"] == {"planned": 3, "reached": 3}
    assert derived["statistics"]["declared"]["eventCount"] == 247
    assert derived["statistics"]["counted"]["eventCount"] == 1
    assert "totalDamageReceived" not in derived["statistics"]["declared"]
    assert derived["lateness"] == "started 5 min late"
    assert derived["findings"] == derived["otherFields"] == []
    assert derived["summaryText"].startswith("# Session 15\n\nThe party discovered 3 new locations")
    json.dumps(derived, allow_nan=False)


def test_a_review_says_what_a_page_shows(review: SessionReview) -> None:
    assert review.heading == "Session 15"
    assert (review.status, review.status.word) == (Status.COMPLETED, "Played")
    assert review.campaign_name == "The Temple"
    assert review.gm is not None
    assert review.gm.name == "Guy"
    assert [player.word for player in review.players] == ["came", "came late"]
    assert [character.name for character in review.characters] == ["fighter-pc", "Ilma"]
    assert review.tags == ("dungeon-crawl", "temple", "cult", "boss")
    assert [combat.name for combat in review.combats] == ["Ambushed by cultists"]
    assert [line.differs for line in review.statistics] == [True, True, True, False, *[True] * 4]
    assert review.entries("npcsIntroduced")[1].name == "Priestess Elara"
    assert review.entries("dialogue") == ()
    assert review.lists[0].label == "Highlights"
    assert [objective.reached for objective in review.planned] == [False, False, False]


def test_a_session_without_anything_still_has_a_review() -> None:
    review = review_session({"record": {}})
    assert (review.heading, review.status.word, review.gm) == ("Session", "Planned", None)
    assert (review.minutes, review.elapsed_text, review.gap, review.lateness) == (None, "", "", "")
    assert review.epoch_text == "Day 1, 12:00 AM"
    derived = derived_json(review)
    assert derived["elapsed"] is derived["gameStart"] is derived["gap"] is None
    assert derived["summaryText"] == "# Session\n\nThis session has not been played yet."


@pytest.mark.parametrize(
    ("number", "title", "text"),
    [
        (15, "", "Session 15"),
        (0, "", "Session 0"),
        (15, "The Temple", "Session 15: The Temple"),
        (None, "", "Session"),
        (None, "The Temple", "Session: The Temple"),
    ],
)
def test_a_session_is_called_by_its_number_and_title(
    number: int | None, title: str, text: str
) -> None:
    assert heading(number, title) == text


def test_the_jump_from_the_session_before_is_told(data: dict[str, Any]) -> None:
    def previous(day: int, hour: str) -> dict[str, Any]:
        return {"record": {"gameTime": {"endTime": {"formatted": f"Day {day}, {hour}"}}}}

    def gap(before: dict[str, Any]) -> str:
        return review_session(data, campaign=CAMPAIGN, previous=before).gap

    assert gap(previous(3, "9:00 AM")) == "12 days later"
    assert gap(previous(15, "11:00 AM")) == "2 hours earlier"
    assert gap(previous(15, "9:00 AM")) == ""
    assert gap({"record": {}}) == ""


def test_somebody_without_a_name_is_called_by_their_id() -> None:
    campaign = {"own": {"users": [{"id": "gm"}, {"id": "ann", "name": " "}, 3]}}
    record = {"participants": {"gm": "gm"}, "summary": {"npcsIntroduced": ["elara"]}}
    review = review_session({"record": record}, campaign=campaign, names={"elara": "Elara"})
    assert review.gm is not None
    assert review.gm.name == "gm"
    assert [named.name for named in review.entries("npcsIntroduced")] == ["Elara"]


def test_objectives_are_ticked_by_their_text_or_here() -> None:
    record = {"plannedObjectives": ["Explore", "Rest", "Fight"], "actualObjectives": ["explore "]}
    review = review_session({"record": record, "own": {"objectives": {"Rest": "reached"}}})
    assert [objective.reached for objective in review.planned] == [True, True, False]


@pytest.mark.parametrize(
    ("times", "seconds", "text"),
    [
        ({"startTime": {"total": 0}, "endTime": {"total": 9_000}}, 9_000, "2 h 30 min"),
        ({"startTime": {"total": 9_000}, "endTime": {"total": 1_800}}, -7_200, "2 h earlier"),
        (
            {
                "startTime": {"formatted": "Day 1, 9:00 AM"},
                "endTime": {"formatted": "Day 2, 9:00 AM"},
            },
            86_400,
            "1 day",
        ),
        ({"elapsed": {"hours": 9}}, 32_400, "9 h"),
        ({"startTime": {"total": 0}}, None, ""),
    ],
)
def test_elapsed_is_end_minus_start(times: dict[str, Any], seconds: int | None, text: str) -> None:
    review = review_session({"record": {"gameTime": times}})
    assert (review.elapsed_seconds, review.elapsed_text) == (seconds, text)


def test_an_unreadable_game_time_is_shown_word_for_word() -> None:
    review = review_session({"record": {"gameTime": {"startTime": {"formatted": "At dawn"}}}})
    assert (review.game_start, review.game_start_text) == (None, "At dawn")


START, END = 0, 240 * 60_000_000


@pytest.mark.parametrize(
    ("pauses", "minutes"),
    [
        ([], 0),
        ([["1970-01-01T01:00:00Z", "1970-01-01T01:15:00Z"]], 15),
        (
            [
                ["1970-01-01T01:10:00Z", "1970-01-01T01:20:00Z"],
                ["1970-01-01T01:00:00Z", "1970-01-01T01:15:00Z"],
            ],
            20,
        ),
        ([["1970-01-01T03:30:00Z", None]], 30),
        ([["1970-01-01T03:30:00Z"]], 30),
        ([["1969-12-31T23:00:00Z", "1970-01-01T00:05:00Z"]], 5),
        ([["1970-01-01T05:00:00Z", "1970-01-01T06:00:00Z"], ["soon", "later"], [], 3], 0),
    ],
)
def test_pauses_are_taken_off_once_and_only_inside_the_session(
    pauses: list[Any], minutes: int
) -> None:
    assert paused_us({"pauses": pauses}, START, END, UTC) == minutes * 60_000_000


def test_net_play_time_stands_beside_the_duration(data: dict[str, Any]) -> None:
    data["own"]["pauses"] = [["2025-01-20T19:00:00Z", "2025-01-20T19:20:00Z"]]
    review = review_session(data)
    assert (review.minutes, review.net_minutes) == (250, 230)


@pytest.mark.parametrize(
    ("minutes", "text"),
    [
        (5, "started 5 min late"),
        (-10, "started 10 min early"),
        (75, "started 1 h 15 min late"),
        (0, ""),
        (0.5, ""),
    ],
)
def test_lateness_is_told_to_the_minute(minutes: float, text: str) -> None:
    assert lateness(0, int(minutes * 60_000_000)) == text


def test_lateness_needs_both_times() -> None:
    assert lateness(None, 0) == lateness(0, None) == ""


def test_unknown_keys_at_any_depth_are_other_fields() -> None:
    record = {
        "id": "s",
        "weather": {"rain": True},
        "realTime": {"startTime": "x", "zone": "CET"},
        "participants": {"players": [{"userId": "a"}, {"userId": "b", "seat": 3}]},
        "summary": {"highlights": ["x"], "mood": None},
        "stats": {"rollsMade": 4},
    }
    assert other_fields(record) == (
        ("weather", {"rain": True}),
        ("realTime.zone", "CET"),
        ("participants.players[1].seat", 3),
        ("summary.mood", None),
        ("stats.rollsMade", 4),
    )
    event = {
        "event": {"type": "note", "icon": "x"},
        "effects": {"immediate": [{"element": "fire"}]},
    }
    assert other_fields(event, EVENT_KEYS) == (
        ("event.icon", "x"),
        ("effects.immediate[0].element", "fire"),
    )


def test_what_does_not_fit_together_is_listed_and_the_text_decides(data: dict[str, Any]) -> None:
    event = {
        "id": "event-7",
        "timestamp": {"gameTime": {"total": 0, "formatted": "Day 15, 9:00 AM"}},
        "mechanics": {"roll": {"rolls": [3], "total": 4}},
        "event": {"type": "damage", "value": -3},
    }
    data["record"]["gameTime"]["endTime"]["formatted"] = "Day 15, 8:00 PM"
    review = review_session(data, campaign=CAMPAIGN, events=[logged(event)])
    assert [(finding.code, finding.place) for finding in review.findings] == [
        ("gametime.mismatch", "gameTime.endTime"),
        ("roll.sum", "event-7: mechanics.roll"),
        ("gametime.mismatch", "event-7: timestamp.gameTime"),
        ("value.range", "event-7: value"),
    ]
    assert review.findings[2].message == (
        "the text says Day 15, 9:00 AM, but a total of 0 is Day 0, 9:00 AM; the text decides"
    )
    assert review.findings[3].severity is Severity.NOTE
    assert review.game_end_text == "Day 15, 8:00 PM"


def test_a_session_of_another_epoch_is_no_mismatch() -> None:
    game = {"startTime": {"total": 21_600, "formatted": "Day 3, 6:00 AM"}}
    times = {"startTime": "2025-01-20T18:00:00Z"}
    data = {
        "record": {"id": "s", "realTime": times, "gameTime": game},
        "own": {"gameShift": NINE - 3 * 86_400},
    }
    review = review_session(data, campaign=CAMPAIGN)
    assert review.findings == ()
    assert review.game_start_text == "Day 0, 3:00 PM"


def session(number: int | None, status: str = "completed", **game: Any) -> dict[str, Any]:
    return {
        "record": {
            "id": f"s{number}",
            "campaignId": "campaign-001",
            "number": number,
            "status": status,
            "realTime": {"startTime": "2025-01-20T18:00:00Z", "durationMinutes": 100},
            "gameTime": game,
            "participants": {"players": [{"userId": "user-player-1", "attended": number != 2}]},
        }
    }


def test_a_campaign_is_reviewed_across_its_sessions() -> None:
    damage = logged(
        {"id": "e", "event": {"type": "damage", "value": 8}, "participants": {"targets": ["orc"]}}
    )
    note = logged({"id": "n", "event": {"type": "dance"}})
    sessions = [
        (session(3, startTime={"formatted": "Day 16, 9:00 AM"}), [damage, note]),
        (session(1, startTime={"total": 0}, endTime={"total": 4 * 86_400}), [damage, damage]),
        (session(2), []),
        (session(4, "planned"), []),
    ]
    review = review_campaign(CAMPAIGN, sessions)
    assert (review.id, review.name, review.epoch_text) == (
        "campaign-001",
        "The Temple",
        "Day 0, 9:00 AM",
    )
    assert [one.number for one in review.sessions] == [1, 2, 3, 4]
    assert [one.gap for one in review.sessions] == ["", "", "12 days later", ""]
    assert (review.next_number, review.minutes, review.elapsed_seconds) == (5, 400, 4 * 86_400)
    assert review.categories == {"combat": 3, "other": 1}
    assert review.of_status(Status.COMPLETED) == 3
    derived = campaign_json(review)
    assert derived["statistics"]["totalDamageDealt"] == 24
    assert derived["attendance"] == [
        {
            "userId": "user-player-1",
            "name": "Ann",
            "attended": 2,
            "counted": 3,
            "percentage": 66.67,
            "late": 0,
            "leftEarly": 0,
            "longestRun": 1,
        }
    ]
    json.dumps(derived, allow_nan=False)


def test_the_next_number_is_the_highest_plus_one() -> None:
    assert next_number([]) == 1
    assert next_number([None]) == 1
    assert next_number([0]) == 1
    assert next_number([3, None, 7]) == 8


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    *("record", "own", "status", "participants", "players", "userId", "gameTime"),
                    *("startTime", "endTime", "total", "stats", "xpEarned", "summary", "roll"),
                    *("event", "type", "value", "effects", "immediate", "mechanics"),
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=10,
)
OBJECTS = st.dictionaries(st.sampled_from(["record", "own"]), JSON)


@given(
    OBJECTS, st.none() | OBJECTS, st.lists(st.dictionaries(st.text(max_size=6), JSON), max_size=2)
)
def test_no_data_is_so_odd_that_it_has_no_review(
    data: dict[str, Any], campaign: Any, events: list[dict[str, Any]]
) -> None:
    review = review_session(data, campaign=campaign, events=[logged(event) for event in events])
    assert derived_json(review)["heading"].startswith("Session")
