from __future__ import annotations

import re
from datetime import UTC
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessionary.core.campaign.columns import event_columns
from sessionary.core.campaign.review import GoalLine, SessionReview, review_session
from sessionary.core.campaign.summary import summary_sentences
from sessionary.core.campaign.words import (
    counted,
    counted_names,
    listed,
    said_number,
    span_of_minutes,
)

if TYPE_CHECKING:
    from sessionary.core.campaign.order import LoggedEvent


def event(word: str, name: str = "", **more: Any) -> LoggedEvent:
    value = more.pop("value", None)
    body = {"type": word, "name": name, **({} if value is None else {"value": value})}
    record = {"id": f"{word}-{name}", "event": body, **more}
    return record, event_columns(record, epoch=0, zone=UTC)


def reviewed(*events: LoggedEvent, goals: Any = (), **record: Any) -> SessionReview:
    record = {"id": "s", "number": 7, "status": "completed", **record}
    return review_session({"record": record}, events=events, goals=goals)


def text(*events: LoggedEvent, **record: Any) -> str:
    return reviewed(*events, **record).summary()


def at_place(place: str) -> dict[str, Any]:
    return {"participants": {"location": place}}


def test_a_session_in_which_nothing_happened_reads_as_english() -> None:
    assert text(title="Into the Temple") == (
        "# Session 7: Into the Temple\n\n"
        "The party discovered no new location. They met no new NPC. There was no combat. "
        "The party earned neither XP nor treasure."
    )


def test_one_of_each_reads_as_english() -> None:
    made = text(
        event("location_discovered", **at_place("the Temple")),
        event("npc_introduced", participants={"actor": "Elara"}),
        event("combat_start"),
        event("damage", value=8, participants={"targets": ["goblin"]}),
        event("item_acquired", "Rope"),
        event("quest_started", "Find the artifact"),
        event("xp_awarded", value=50),
        actualObjectives=["Found the way"],
    )
    assert made == (
        "# Session 7\n\n"
        "The party discovered one new location: the Temple. They met one new NPC: Elara. "
        "There was one combat. The party dealt 8 damage and received none. "
        "They started one quest: Find the artifact. They acquired one item: Rope. "
        "The party earned 50 XP.\n\n"
        "Achievements:\n\n- Found the way"
    )


def test_many_of_each_read_as_english() -> None:
    made = text(
        *(event("location_discovered", **at_place(place)) for place in ("A", "B", "C", "D", "A")),
        event("npc_introduced", participants={"actor": "Elara"}),
        event("npc_introduced", participants={"actor": "Malachar"}),
        event("combat_start"),
        event("combat_start"),
        event("treasure_gained", value=150),
        event("xp_awarded", value=50),
        event("quest_completed", "One"),
        event("quest_completed", "Two"),
    )
    assert "discovered 4 new locations, among them A, B and C." in made
    assert "met 2 new NPCs: Elara and Malachar." in made
    assert "There were 2 combats. The party dealt no damage and received no damage." in made
    assert "They completed 2 quests: One and Two." in made
    assert "earned 50 XP and 150 gp in treasure." in made


@pytest.mark.parametrize(
    ("stats", "sentence"),
    [
        (
            {"combatEncounters": 2, "totalDamageDealt": 385, "totalDamageReceived": 120},
            "There were 2 combats. The party dealt 385 damage and received 120.",
        ),
        (
            {"combatEncounters": 1, "totalDamageReceived": 12},
            "There was one combat. The party received 12 damage.",
        ),
        (
            {"combatEncounters": 3, "totalDamageDealt": 0, "totalDamageReceived": 12},
            "There were 3 combats. The party dealt no damage and received 12 damage.",
        ),
        ({"totalDamageDealt": 8}, "They met no new NPC. The party dealt 8 damage."),
        (
            {"combatEncounters": 0, "totalDamageReceived": 6},
            "There was no combat. The party received 6 damage.",
        ),
        ({"combatEncounters": 2.5}, "There were 2.5 combats."),
        ({"treasureGained": 12.5}, "The party earned 12.5 gp in treasure."),
        ({"xpEarned": 0, "treasureGained": 0}, "The party earned neither XP nor treasure."),
    ],
)
def test_what_a_file_declares_is_what_the_summary_states(
    stats: dict[str, Any], sentence: str
) -> None:
    assert sentence in text(event("note", "x"), stats=stats)


def test_what_a_file_does_not_declare_is_not_said_to_be_nothing() -> None:
    made = text(stats={"eventCount": 247})
    assert "combat" not in made
    assert "earned" not in made


def test_lists_of_the_file_and_of_the_log_are_one() -> None:
    made = text(
        event("npc_introduced", participants={"actor": "elara"}),
        event("npc_introduced", participants={"actor": "Bo"}),
        summary={"npcsIntroduced": ["Elara", " "], "highlights": ["Epic battle"]},
    )
    assert "met 2 new NPCs: Elara and Bo." in made
    assert made.endswith("Highlights:\n\n- Epic battle")


def test_weighty_events_are_highlights_once() -> None:
    made = text(
        event("highlight", "A king dies"),
        event("attack", "A great blow", metadata={"importance": "significant"}),
        event("attack", "A small blow"),
        event("note", "a king dies", metadata={"importance": "critical"}),
        event("goal_completed", "Not this", metadata={"importance": "critical"}),
    )
    assert made.endswith("Highlights:\n\n- A king dies\n- A great blow")


def test_goals_are_told_with_where_they_stand() -> None:
    goals = [
        GoalLine(id="g", text="Explore", standing="15/20 rooms"),
        GoalLine(id="h", text="Rest"),
    ]
    assert reviewed(goals=goals).summary().endswith("Goals:\n\n- Explore: 15/20 rooms\n- Rest")


def test_planned_and_cancelled_sessions_are_not_told_as_played() -> None:
    assert text(status="planned", plannedObjectives=["Explore"]) == (
        "# Session 7\n\nThis session has not been played yet.\n\nPlanned objectives:\n\n- Explore"
    )
    assert text(status="cancelled") == "# Session 7\n\nThis session was cancelled."


def test_names_stay_on_their_line_and_are_escaped_where_asked_for() -> None:
    review = reviewed(event("location_discovered", **at_place("A\n# heading")), title="*T*\nx")
    assert "# Session 7: *T* x\n" in review.summary()
    assert "one new location: A # heading." in review.summary()
    assert "# «Session 7: *T*\nx»" in review.summary(lambda name: f"«{name}»")


def test_each_sentence_opens_its_events() -> None:
    review = reviewed(
        event("note"),
        event("location_discovered", **at_place("Temple")),
        event("damage", value=8, participants={"targets": ["goblin"]}),
        event("xp_awarded", value=50),
    )
    events = {sentence.text: sentence.events for sentence in summary_sentences(review)}
    assert events["The party discovered one new location: Temple."] == (1,)
    assert events["The party dealt 8 damage and received none."] == (2,)
    assert events["The party earned 50 XP."] == (3,)


WORDS = [
    "npc_introduced",
    "location_discovered",
    "combat_start",
    "damage",
    "xp_awarded",
    "highlight",
]
EVENT = st.builds(
    lambda word, name, actor, place, value: event(
        word, name, value=value, participants={"actor": actor, "location": place}
    ),
    st.sampled_from(WORDS),
    st.text(max_size=3),
    st.text(max_size=3),
    st.text(max_size=3),
    st.none() | st.integers(-5, 5),
)


@given(st.lists(EVENT, max_size=6), st.none() | st.integers(0, 3))
def test_a_summary_has_no_empty_heading_and_no_none(events: list[Any], number: Any) -> None:
    made = text(*events, number=number)
    assert made == text(*events, number=number)
    assert "None" not in made.replace("received none", "")
    # A name may itself be a full stop.
    assert not re.search(r": \.(?!\.)", made)
    assert ":\n\n\n" not in made
    # A list may end with what someone called ":"; a heading has to have something below it.
    assert not re.search(r"^(?!- ).*:\Z", made, re.MULTILINE)
    assert made.startswith("# Session")


@pytest.mark.parametrize(
    ("value", "said"), [(1500, "1500"), (2.5, "2.5"), (3.0, "3"), (1 / 3, "0.33"), (-4, "-4")]
)
def test_numbers_are_said_without_needless_digits(value: float, said: str) -> None:
    assert said_number(value) == said


def test_counts_and_lists_read_as_english() -> None:
    assert [counted(n, "NPC", "NPCs") for n in range(3)] == ["no NPC", "one NPC", "2 NPCs"]
    assert [listed("ABC"[:n]) for n in range(4)] == ["", "A", "A and B", "A, B and C"]
    assert counted_names([], "new location", "new locations") == "no new location"
    assert counted_names(["the Temple"], "new location", "new locations", 3) == (
        "one new location: the Temple"
    )
    assert counted_names(list("AB"), "place", "places", 3) == "2 places: A and B"
    assert counted_names(list("ABC"), "place", "places", 3) == "3 places, among them A, B and C"
    assert counted_names(list("ABCD"), "place", "places") == "4 places: A, B, C and D"


@pytest.mark.parametrize(
    ("minutes", "said"), [(0, "0 min"), (5, "5 min"), (60, "1 h"), (250, "4 h 10 min")]
)
def test_spans_of_real_time_are_said_in_hours_and_minutes(minutes: int, said: str) -> None:
    assert span_of_minutes(minutes) == said
