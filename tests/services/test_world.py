from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from sessionary.core.campaign.world import Kind, Thing
from sessionary.core.problems import UserError
from sessionary.core.text import fold
from sessionary.services.campaign_pages import campaign_page, event_lines, event_numbers
from sessionary.services.event_edits import edit_event
from sessionary.services.exports.formats import FORMATS
from sessionary.services.forgetting import forget, plan_to_forget
from sessionary.services.goals import flat, goal_page, goal_tree
from sessionary.services.hidden import (
    entries_for_players,
    hidden_names,
    sessions_for_players,
)
from sessionary.services.insights import read_insights
from sessionary.services.log_entries import log_line
from sessionary.services.month_days import Days, events_of_days
from sessionary.services.pages import session_page
from sessionary.services.persons import export_person
from sessionary.services.player_pages import for_players
from sessionary.services.sessions import delete_sessions, document_data, edit_own, summaries
from sessionary.services.timeline import entries_by_pk, event_times
from sessionary.services.timeline_lanes import lane_members
from sessionary.services.undo import undo
from sessionary.services.world import World, mentions_of, world_of
from sessionary.services.world_edits import (
    delete_things,
    make_thing,
    merge_things,
    rename_thing,
    write_about,
)

from .conftest import event, quiet, session

if TYPE_CHECKING:
    from .conftest import Desk

BELLS = "campaign-drowned-bells"


def thing(desk: Desk, name: str, campaign: str = BELLS) -> Thing:
    found = world_of(desk.library, campaign).find(name)
    assert found is not None, name
    return found


def test_the_world_is_what_the_records_name(sample: Desk) -> None:
    counted: Counter[str] = Counter()
    for record in json.loads(next(iter(sample.exported("campaign").values())))["events"]:
        who = record.get("participants", {})
        # Each event once, whatever part one has in it.
        named = {who.get("actor"), who.get("location"), *who.get("targets", ())}
        counted.update(fold(name) for name in named if name)
    found = {
        fold(name): one for one in world_of(sample.library, BELLS).things for name in one.names
    }
    assert counted.keys() <= found.keys()
    assert found["gullmother oss"].events == counted["gullmother oss"]
    assert found["char-wren"].name == "Sister Wren Hallow"
    assert found["log book of the patient margit"].kind is Kind.ITEM
    assert found["the fish market"].name == "The Fish Market"


def test_what_is_logged_is_there_at_once_and_gone_with_its_event(desk: Desk) -> None:
    desk.take(desk.paper("a.jsonl", session(1), session(2, "other")), players_see=True)
    log_line(desk.library, "s-1", "npc Elara ^temple", datetime.now(UTC))
    assert {one.name for one in world_of(desk.library, "c").things} >= {"Elara", "temple"}
    assert world_of(desk.library, "other").find("Elara") is None
    undo(desk.library, desk.changes[-1].act)
    assert world_of(desk.library, "c").find("Elara") is None


def test_a_document_is_made_by_the_first_thing_that_is_written(sample: Desk) -> None:
    before = sample.content()
    key = write_about(
        sample.library, BELLS, thing(sample, "Hesper Crake"), {"notes": "Forges"}, "Edit notes"
    )
    assert document_data(sample.library, "world", key)["record"]["name"] == "Hesper Crake"
    assert thing(sample, "Hesper Crake").notes == "Forges"
    assert sample.changes[-1].name == "Edit notes"
    undo(sample.library, sample.changes[-1].act)
    assert sample.content() == before


def test_merging_is_one_act_and_leaves_the_events_as_they_are(sample: Desk) -> None:
    taken, into = thing(sample, "Ketil Odd"), thing(sample, "Bosun Ketil Odd")
    write_about(sample.library, BELLS, taken, {"notes": "Never lost a man"}, "Edit notes")
    acts = len(sample.changes)
    merge_things(sample.library, BELLS, thing(sample, "Ketil Odd"), into)
    assert len(sample.changes) == acts + 1
    merged = thing(sample, "Ketil Odd")
    assert (merged.name, merged.kind) == ("Bosun Ketil Odd", Kind.CHARACTER)
    assert merged.events == taken.events + into.events
    assert merged.notes == "Never lost a man"
    labels = {one.pk for one in mentions_of(sample.library, BELLS, merged) if one.named}
    assert len(labels) == merged.events
    undo(sample.library, sample.changes[-1].act)
    assert thing(sample, "Ketil Odd").notes == "Never lost a man"
    assert thing(sample, "Bosun Ketil Odd").aliases == ()


def test_what_cannot_be_merged_says_why(sample: Desk) -> None:
    world = world_of(sample.library, BELLS)
    ingrid, oss = world.find("Ingrid Vale"), world.find("Gullmother Oss")
    assert ingrid is not None
    assert oss is not None
    for pair in ((ingrid, oss), (oss, oss)):
        with pytest.raises(UserError):
            merge_things(sample.library, BELLS, *pair)


def test_by_its_former_name_events_find_what_was_renamed(sample: Desk) -> None:
    rename_thing(sample.library, BELLS, thing(sample, "The Bellwarden"), "Anselm Crake")
    anselm = thing(sample, "Anselm Crake")
    assert (anselm.aliases, anselm.events) == (("The Bellwarden",), 10)
    with pytest.raises(UserError, match="merge"):
        make_thing(sample.library, BELLS, "anselm  crake", Kind.NPC)
    with pytest.raises(UserError, match="name"):
        make_thing(sample.library, BELLS, "  ", Kind.NPC)
    delete_things(sample.library, [anselm.key])
    assert thing(sample, "The Bellwarden").key == ""


def test_every_event_that_speaks_of_a_thing_is_a_mention(sample: Desk) -> None:
    found = mentions_of(sample.library, BELLS, thing(sample, "The Bellwarden"))
    told = [one for one in found if not one.named]
    assert sum(one.named for one in found) == 10
    assert "Past the Bellwarden" in {one.label for one in told}
    assert [one.game_s for one in found] == sorted(one.game_s or 0 for one in found)


@pytest.mark.parametrize("format_", ["json", "campaign"])
def test_what_is_written_goes_into_files_and_comes_back(
    sample: Desk, other: Desk, format_: str
) -> None:
    values = {"notes": "Lies", "aliases": ["The Gull"], "visibility": "gm-only"}
    write_about(sample.library, BELLS, thing(sample, "Gullmother Oss"), values, "Edit")
    written = sample.export(format_, "out", [("campaign", BELLS)])
    other.take(*written.paths)
    oss = thing(other, "The Gull")
    assert (oss.name, oss.notes, oss.visibility) == ("Gullmother Oss", "Lies", "gm-only")
    assert other.read(*written.paths).writes is False


def test_a_file_does_not_overwrite_what_was_written_here_since(sample: Desk) -> None:
    oss = thing(sample, "Gullmother Oss")
    write_about(sample.library, BELLS, oss, {"notes": "Old"}, "Edit")
    written = sample.export("json", "out")
    write_about(sample.library, BELLS, thing(sample, "Gullmother Oss"), {"notes": "New"}, "Edit")
    sample.take(*written.paths)
    assert thing(sample, "Gullmother Oss").notes == "New"


CANARY = "Zyxquill"


@pytest.fixture
def secretive(desk: Desk) -> Desk:
    """A campaign whose visible records are full of a name that is hidden afterwards."""
    name, other = f"Lord {CANARY}", f"{CANARY}ia"
    public: dict[str, Any] = {"metadata": {"visibility": "public"}}
    whom = {"actor": name, "targets": ["char-ann"], "location": f"{CANARY} Hall"}
    bundle = {
        "campaign": {"id": "c", "name": "Bells"},
        "users": [{"id": "u-1", "name": "Ann"}],
        "characters": [{"id": "char-ann", "name": "Wren", "userId": "u-1"},
                       {"id": "char-z", "name": name}],
        "sessions": [session(1, title=f"The fall of {name}", description=f"{name} falls",
            status="completed", tags=[CANARY, "sea"], plannedObjectives=[f"Find {name}"],
            summary={"npcsIntroduced": [name, "Oss"], "locationsVisited": [f"{CANARY} Hall"]},
            participants={"players": [{"userId": "u-1", "attended": True}]})],
        "events": [
            event(1, participants=whom, event={"type": "attack", "name": f"{name} hits"}, **public),
            event(2, event={"type": "note", "name": "Fog", "description": f"by {other}"}, **public),
            event(3, event={"type": "npc_introduced", "name": name}, **public),
        ],
        "goals": [
            {"id": "g-1", "campaignId": "c", "name": f"Find {name}", "visibility": "public",
             "description": f"{CANARY} hides", "ownerId": "char-z",
             "progress": {"current": 1, "target": 3, "unit": CANARY}},
        ],
        "world": [
            {"id": "w-1", "kind": "npc", "name": name, "aliases": [CANARY, other],
             "notes": f"{CANARY} is dead", "visibility": "gm-only"},
            {"id": "w-2", "kind": "npc", "name": "Oss", "notes": f"Serves {CANARY}",
             "visibility": "public", "aliases": ["Mother"]},
            {"id": "w-3", "kind": "item", "name": "Hammer", "notes": f"of {CANARY}"},
        ],
    }  # fmt: skip
    path = desk.papers / "bundle.json"
    path.write_text(json.dumps(bundle))
    desk.take(path)
    return desk


# The files of surveys hold nothing of a campaign.
@pytest.mark.parametrize("format_", [name for name in FORMATS if name != "survey"])
def test_the_name_of_a_hidden_thing_is_in_no_export_for_players(
    secretive: Desk, format_: str
) -> None:
    full = secretive.exported(format_)
    assert any(CANARY.encode() in content for content in full.values()) or format_ == "ics"
    safe = secretive.exported(format_, player_safe=True)
    for name, content in safe.items():
        assert CANARY.casefold() not in name.casefold()
        assert CANARY.casefold().encode() not in content.lower()
    if format_ == "json":
        (library,) = safe.values()
        things = [d["record"] for d in json.loads(library)["documents"] if d["kind"] == "world"]
        public = {"id": "w-2", "kind": "npc", "name": "Oss", "aliases": ["Mother"]}
        assert things == [{**public, "visibility": "public"}]


def test_the_name_of_a_hidden_thing_is_nowhere_in_the_player_view(secretive: Desk) -> None:
    library = secretive.library
    hidden = hidden_names(library, "c")
    numbers = event_numbers(library, "c", players_only=True)
    world = world_of(library, "c", players_only=True)
    said = [
        for_players(session_page(library, "s-1"), library),
        campaign_page(library, "c", players_only=True),
        sessions_for_players(library, summaries(library)),
        entries_for_players(library, entries_by_pk(library, list(numbers))),
        event_lines(library, numbers, hidden),
        goal_tree(library, "c", players_only=True),
        goal_page(library, "g-1", players_only=True),
        read_insights(library, "c", quiet, players_only=True),
        world,
        [mentions_of(library, "c", one, players_only=True) for one in world.things],
    ]
    assert CANARY.casefold() not in repr(said).casefold()
    for full in (goal_tree(library, "c"), read_insights(library, "c", quiet)):
        assert CANARY in repr(full)
    assert {one.name for one in world.things} == {"Ann", "Wren", "Oss"}
    assert world.find("Mother") is not None
    assert all(one.notes == "" for one in world.things)


def test_what_is_not_said_to_be_hidden_is_known_from_visible_events(desk: Desk) -> None:
    seen = event(1, participants={"actor": "Oss"}, metadata={"visibility": "public"})
    unseen = event(2, participants={"actor": "Elara"}, metadata={"visibility": "gm-only"})
    desk.take(desk.paper("a.jsonl", session(1), seen, unseen))
    write_about(desk.library, "c", thing(desk, "Oss", "c"), {"aliases": ["Elara"]}, "Edit")
    known = world_of(desk.library, "c", players_only=True)
    assert [(one.name, one.aliases) for one in known.things] == [("Oss", ())]


def test_of_what_was_written_about_a_person_nothing_is_left_when_they_are_forgotten(
    sample: Desk,
) -> None:
    values = {"notes": "Likes Zyxquills", "aliases": ["Tommo"]}
    key = write_about(sample.library, BELLS, thing(sample, "Tomás Reyes"), values, "Edit")
    character = write_about(
        sample.library, BELLS, thing(sample, "Brannoch Teague"), {"notes": "Limps"}, "Edit"
    )
    held = export_person(sample.library, "user-tomas", quiet)
    assert {"world"} < {one["store"] for one in held["documents"]}
    plan = plan_to_forget(sample.library, "user-tomas", quiet)
    assert plan.world == 2
    sample.library.release_documents()
    forget(sample.library, plan, quiet, at=0.0)
    left = document_data(sample.library, "world", key)["record"]
    assert left == {
        "id": key, "campaignId": BELLS, "kind": "person", "name": "former player 1",
        "userId": "former-player-1",
    }  # fmt: skip
    brannoch = document_data(sample.library, "world", character)["record"]
    assert (brannoch["name"], brannoch["notes"]) == ("Brannoch Teague", "Limps")


def counted_anew(desk: Desk, **how: Any) -> World:
    """Return the world with nothing kept from before."""
    with desk.library.file.writing() as connection:
        connection.exec_driver_sql("DELETE FROM cache")
    return world_of(desk.library, BELLS, **how)


def by_name(world: World) -> dict[str, Thing]:
    return {one.name: one for one in world.things}


@pytest.mark.parametrize("players_only", [False, True])
def test_what_is_kept_of_a_log_is_what_a_recount_gives(sample: Desk, players_only: bool) -> None:
    library, key = sample.library, "session-03"
    logged: int | None = None
    now = datetime(2026, 11, 20, 20, tzinfo=UTC)

    def agrees() -> None:
        kept = by_name(world_of(library, BELLS, players_only=players_only))
        assert by_name(counted_anew(sample, players_only=players_only)) == kept
        # The next look is at what this one kept.
        world_of(library, BELLS, players_only=players_only)

    agrees()
    for line in ("npc Zyxquill ^The Fish Market", "dmg 3 Zyxquill @Zyxquill", "loot Bell rope !gm",
                 "dmg 4 goblin @Pell Ambry", "loc The Zyxquill Stair"):  # fmt: skip
        logged = log_line(library, key, line, now)
        agrees()
    assert logged is not None
    undo(library, logged)
    agrees()
    newest = world_of(library, BELLS).find("Zyxquill")
    assert newest is not None
    pk = mentions_of(library, BELLS, newest)[0].pk
    edit_event(library, pk, {"/participants/location": "Elsewhere"}, "Edit")
    agrees()
    delete_sessions(library, [key])
    agrees()
    sample.take(sample.paper("more.jsonl", event(9, "session-04", participants={"actor": "Gull"})))
    agrees()


def test_timeline_and_calendar_show_players_what_is_theirs_alone(desk: Desk) -> None:
    def seen(number: int, visibility: str, owner: str, name: str = "") -> dict[str, Any]:
        time = {"gameTime": {"total": number * 60}}
        said = {"type": "note", "name": name or f"Note {number}"}
        marks = {"visibility": visibility}
        return event(number, owner, event=said, metadata=marks, timestamp=time)

    things = [{"id": "w", "kind": "npc", "name": CANARY, "visibility": "gm-only"}]
    path = desk.papers / "bundle.json"
    bundle = {
        "campaign": {"id": "c"},
        "sessions": [session(1), session(2)],
        "world": [{"campaignId": "c", **one} for one in things],
        "events": [
            seen(1, "public", "s-1", f"{CANARY} laughs"), seen(2, "gm-only", "s-1"),
            seen(3, "player-specific", "s-1"), seen(4, "public", "s-2"),
        ],
    }  # fmt: skip
    path.write_text(json.dumps(bundle))
    desk.take(path)
    edit_own(desk.library, "session", "s-2", "visibility", "gm-only", "Hide")
    assert len(event_times(desk.library, "game_s").pks) == 4
    assert len(event_times(desk.library, "game_s", players_only=True).pks) == 1
    days = Days(campaign="c", first=86_400, length=86_400, count=2, players_only=True)
    found = events_of_days(desk.library, days)
    assert {day: one.count for day, one in found.items()} == {0: 1}
    assert [one.label for one in found[0].events] == ["… laughs"]
    assert events_of_days(desk.library, replace(days, players_only=False))[0].count == 4


@pytest.mark.parametrize("kind", ["character", "place", "goal"])
def test_events_are_sorted_into_the_lanes_of_a_timeline(sample: Desk, kind: str) -> None:
    found = lane_members(sample.library, kind)
    lanes = Counter(found.names[place] for place in found.places)
    assert len(set(zip(found.pks, found.places, strict=True))) == len(found.pks)
    world = world_of(sample.library, BELLS)
    if kind == "goal":
        goals = {one.goal.name: one for _, one in flat(goal_tree(sample.library, BELLS))}
        moved = {name: len(goal_page(sample.library, one.key).hits) for name, one in goals.items()}
        assert lanes == {name: count for name, count in moved.items() if count}
    elif kind == "place":
        thing_ = world.find("The Gutted Heron")
        assert thing_ is not None
        assert lanes["The Gutted Heron"] <= thing_.events
    else:
        pell = world.find("Pell Ambry")
        assert pell is not None
        assert lanes["Pell Ambry"] == pell.events
    write_about(sample.library, BELLS, thing(sample, "Pell Ambry"), {"visibility": "gm-only"}, "X")
    safe = lane_members(sample.library, kind, players_only=True)
    assert "Pell Ambry" not in safe.names
