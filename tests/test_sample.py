"""The sample campaign must be as consistent as we ask others' files to be; read as plain JSON."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

PATH = Path(__file__).parents[1] / "resources" / "sample" / "campaign.json"
BUNDLE: dict[str, Any] = json.loads(PATH.read_text(encoding="utf-8"))
SESSIONS: dict[str, dict[str, Any]] = {session["id"]: session for session in BUNDLE["sessions"]}
EVENTS: list[dict[str, Any]] = BUNDLE["events"]
PLAYED = [session for session in SESSIONS.values() if session["status"] == "completed"]
EPOCH = (1 * 24 + 18) * 3600
"""The campaign begins on Day 1, 6:00 PM."""

# Made by the goal engine, by a round, or at the table: no part of eventCount.
UNCOUNTED = {
    "combat_round",
    "round_end",
    "goal_progress",
    "goal_completed",
    "goal_failed",
    "objective_completed",
    "session_started",
    "player_joined",
    "player_left",
}
LISTS = {
    "highlights": "highlight",
    "npcsIntroduced": "npc_introduced",
    "locationsVisited": "location_discovered",
    "itemsAcquired": "item_acquired",
    "questsStarted": "quest_started",
    "questsCompleted": "quest_completed",
}

played = pytest.mark.parametrize("session", PLAYED, ids=lambda session: session["title"])


def log_of(session: dict[str, Any]) -> list[dict[str, Any]]:
    return [event for event in EVENTS if event.get("sessionId") == session["id"]]


def effects_of(event: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = event.get("effects", {}).get("immediate", [])
    return found


def game_times(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if "formatted" in value:
            yield value
        for part in value.values():
            yield from game_times(part)
    elif isinstance(value, list):
        for part in value:
            yield from game_times(part)


def clock_face(total: int) -> str:
    day, second = divmod(EPOCH + total, 86_400)
    hour, minute = second // 3600, second % 3600 // 60
    return f"Day {day}, {hour % 12 or 12}:{minute:02} {'AM' if hour < 12 else 'PM'}"


def moment(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    assert found.tzinfo is not None
    return found


def test_every_game_time_reads_as_the_epoch_and_its_total_say() -> None:
    times = list(game_times(BUNDLE))
    assert len(times) > 400
    for time in times:
        assert time["formatted"] == clock_face(time["total"])
        parts = (time.get(unit, 0) for unit in ("days", "hours", "minutes", "rounds"))
        lengths = (86_400, 3_600, 60, 6)
        assert sum(map(int.__mul__, parts, lengths)) == EPOCH + time["total"]


@pytest.mark.parametrize("part", ["users", "characters", "sessions", "events", "goals"])
def test_every_id_is_there_once(part: str) -> None:
    counts = Counter(record["id"] for record in BUNDLE[part])
    assert not [name for name, count in counts.items() if count > 1]


def test_sessions_are_numbered_from_zero_to_twelve() -> None:
    assert [session["number"] for session in SESSIONS.values()] == list(range(13))
    statuses = Counter(session["status"] for session in SESSIONS.values())
    assert statuses == {"completed": 11, "cancelled": 1, "planned": 1}
    assert len({session["title"] for session in SESSIONS.values()}) == 13


def test_every_reference_leads_somewhere() -> None:
    users = {user["id"] for user in BUNDLE["users"]}
    characters = {character["id"] for character in BUNDLE["characters"]}
    goals = {goal["id"] for goal in BUNDLE["goals"]}
    events = {event["id"] for event in EVENTS}
    for character in BUNDLE["characters"]:
        assert character["userId"] in users
    for session in SESSIONS.values():
        listed = session["participants"]["players"]
        assert {player["userId"] for player in listed} <= users
        played_by = {name for player in listed for name in player["characterIds"]}
        assert played_by == set(session["participants"]["characters"])
        assert played_by <= characters
    for event in EVENTS:
        assert event.get("sessionId", "session-00") in SESSIONS
        assert set(event.get("effects", {}).get("cascade", [])) <= events
        people = event.get("participants", {})
        named = {people.get("actor", ""), *people.get("targets", [])}
        assert {name for name in named if name.startswith("char-")} <= characters
    for goal in BUNDLE["goals"]:
        linked = {goal.get("parentGoalId", goal["id"]), *goal.get("childGoalIds", [])}
        assert linked | set(goal.get("dependencies", [])) <= goals
        assert goal.get("sessionId", "session-00") in SESSIONS


@played
def test_a_session_lasts_as_long_as_it_says(session: dict[str, Any]) -> None:
    real, game = session["realTime"], session["gameTime"]
    lasted = moment(real["endTime"]) - moment(real["startTime"])
    assert lasted.total_seconds() == real["durationMinutes"] * 60
    units = {"days": 86_400, "hours": 3_600, "minutes": 60, "rounds": 6}
    elapsed = sum(units[unit] * amount for unit, amount in game["elapsed"].items())
    assert elapsed == game["endTime"]["total"] - game["startTime"]["total"]
    assert elapsed > 0


@played
def test_events_happen_within_their_session_and_in_order(session: dict[str, Any]) -> None:
    log = log_of(session)
    assert 20 <= len(log) <= 45
    real = [moment(event["timestamp"]["realTime"]) for event in log]
    game = [event["timestamp"]["gameTime"]["total"] for event in log]
    assert real == sorted(real)
    assert game == sorted(game)
    assert moment(session["realTime"]["startTime"]) <= real[0]
    assert real[-1] <= moment(session["realTime"]["endTime"])
    assert session["gameTime"]["startTime"]["total"] <= game[0]
    assert game[-1] <= session["gameTime"]["endTime"]["total"]


@played
def test_statistics_are_those_of_the_log(session: dict[str, Any]) -> None:
    log, party = log_of(session), set(session["participants"]["characters"])
    damage = [effect for event in log for effect in effects_of(event) if effect["type"] == "damage"]
    healing = [
        effect for event in log for effect in effects_of(event) if effect["type"] == "healing"
    ]
    deaths = [
        target
        for event in log
        if event["event"]["type"] == "creature_death"
        for target in event["participants"]["targets"]
    ]

    def values(word: str) -> int:
        return sum(event["event"]["value"] for event in log if event["event"]["type"] == word)

    types = Counter(event["event"]["type"] for event in log)
    assert session["stats"] == {
        "eventCount": sum(count for word, count in types.items() if word not in UNCOUNTED),
        "combatEncounters": types["combat_start"],
        "totalDamageDealt": sum(hit["value"] for hit in damage if hit["target"] not in party),
        "totalDamageReceived": sum(hit["value"] for hit in damage if hit["target"] in party),
        "totalHealingDone": sum(effect["value"] for effect in healing),
        "npcsKilled": len([name for name in deaths if name not in party]),
        "treasureGained": values("treasure_gained"),
        "xpEarned": values("xp_awarded"),
    }
    assert types["combat_start"] == types["combat_end"]


@played
def test_lists_of_the_summary_are_those_of_the_visible_events(session: dict[str, Any]) -> None:
    visible = [event for event in log_of(session) if event["metadata"]["visibility"] == "public"]
    for name, word in LISTS.items():
        names = [event["event"]["name"] for event in visible if event["event"]["type"] == word]
        assert session["summary"][name] == list(dict.fromkeys(names))
    assert len(session["summary"]["gm"]) > 200


@played
def test_objectives_that_were_ticked_were_planned_and_reached(session: dict[str, Any]) -> None:
    ticked = [
        event["event"]["name"]
        for event in log_of(session)
        if event["event"]["type"] == "objective_completed"
    ]
    assert ticked
    assert set(ticked) <= set(session["plannedObjectives"])
    assert set(session["actualObjectives"]) & set(session["plannedObjectives"]) == set(ticked)


def test_rolls_add_up_and_decide_what_they_say() -> None:
    rolls = [event["mechanics"] for event in EVENTS if "roll" in event.get("mechanics", {})]
    assert len(rolls) > 50
    for mechanics in rolls:
        roll = mechanics["roll"]
        dice, sides = map(int, re.findall(r"\d+", roll["expression"])[:2])
        assert all(1 <= die <= sides for die in roll["rolls"])
        if "advantage" in roll:
            kept = max(roll["rolls"])
        elif "disadvantage" in roll:
            kept = min(roll["rolls"])
        else:
            assert len(roll["rolls"]) == dice
            kept = sum(roll["rolls"])
        assert roll["total"] == kept + roll["modifiers"]
        if difficulty := re.search(r"difficulty (\d+)", mechanics.get("prompt", "")):
            success = roll["total"] >= int(difficulty[1])
            assert mechanics["result"] == ("success" if success else "failure")


def test_a_goal_has_come_as_far_as_its_events_took_it() -> None:
    by_id = {goal["id"]: goal for goal in BUNDLE["goals"]}
    for goal in BUNDLE["goals"]:
        current, target = goal["progress"]["current"], goal["progress"]["target"]
        moves = 0
        for tracked in goal.get("trackedEvents", []):
            for event in EVENTS:
                found = {**event["event"], "tags": event["metadata"].get("tags", [])}
                matches = all(
                    value in found[key] if key == "tags" else value == found[key]
                    for key, value in tracked.get("filter", {}).items()
                )
                if found["type"] == tracked["type"] and matches:
                    moves += tracked["contribution"]
        if "trackedEvents" in goal:
            assert moves == current
        if "childGoalIds" in goal:
            children = [by_id[child] for child in goal["childGoalIds"]]
            assert current == sum(child["status"] == "completed" for child in children)
            assert {child["parentGoalId"] for child in children} == {goal["id"]}
        assert (goal["status"] == "completed") == ("completedAt" in goal)
        assert (goal["status"] == "failed") == ("failedAt" in goal)
        assert current >= target or goal["status"] != "completed"


def test_the_sample_shows_what_the_program_can_do() -> None:
    types = {event["event"]["type"] for event in EVENTS}
    assert len(types) >= 45
    assert {event["metadata"]["visibility"] for event in EVENTS} == {
        "public",
        "gm-only",
        "player-specific",
    }
    assert {event["metadata"]["importance"] for event in EVENTS} >= {"normal", "critical"}
    players = [player for session in PLAYED for player in session["participants"]["players"]]
    assert [player for player in players if player.get("arrivedLate")]
    assert [player for player in players if player.get("leftEarly")]
    assert [player for player in players if not player["attended"]]
    starts = [session["gameTime"]["startTime"]["total"] for session in PLAYED]
    assert min(starts) < 0, "a flashback to before the campaign began"
    assert [event for event in EVENTS if "sessionId" not in event], "what happened in between"
    statuses = {goal["status"] for goal in BUNDLE["goals"]}
    assert statuses == {"not_started", "in_progress", "completed", "failed", "abandoned"}


def test_twelve_days_go_by_on_the_coast_road() -> None:
    before, after = SESSIONS["session-04"], SESSIONS["session-05"]
    gap = after["gameTime"]["startTime"]["total"] - before["gameTime"]["endTime"]["total"]
    assert gap == 12 * 86_400


def test_a_cascade_leads_from_the_fireball_to_the_flight() -> None:
    by_id = {event["id"]: event for event in EVENTS}
    fireball = next(event for event in EVENTS if event["event"]["name"] == "Fireball")
    deaths = [by_id[name] for name in fireball["effects"]["cascade"]]
    assert deaths[0]["event"]["type"] == "creature_death"
    assert [by_id[name]["event"]["name"] for name in deaths[0]["effects"]["cascade"]] == [
        "The third goblin flees"
    ]


def test_nothing_hidden_is_named_where_players_read() -> None:
    """A person whom only the GM's events know must not stand in a title or a recap."""
    seen: set[str] = set()
    hidden: set[str] = set()
    for event in EVENTS:
        people = event.get("participants", {})
        named = {people.get("actor", ""), *people.get("targets", [])} - {""}
        (seen if event["metadata"]["visibility"] == "public" else hidden).update(named)
    assert hidden <= seen
