from __future__ import annotations

import json
from typing import Any

import pytest

from sessionary.core.campaign.mentions import Names
from sessionary.core.campaign.redact import Mention, PlayerView
from sessionary.core.entries import EntryColumns, Visible


def event(visibility: str | None = "public", /, **parts: Any) -> dict[str, Any]:
    metadata: dict[str, Any] = dict(parts.pop("metadata", {}))
    if visibility is not None:
        metadata["visibility"] = visibility
    return {"id": "event-001", "event": {"type": "attack"}, **parts, "metadata": metadata}


def session(own: dict[str, Any] | None = None, /, **record: Any) -> dict[str, Any]:
    return {"record": {"id": "session-015", "number": 15, **record}, "own": own or {}}


def person(name: str, visibility: str | None, **more: Any) -> dict[str, Any]:
    record = {"id": f"npc-{name.rsplit(maxsplit=1)[-1].lower()}", "name": name, **more}
    return {"record": record, "own": {} if visibility is None else {"visibility": visibility}}


MALACHAR = person("Cult Leader Malachar", "gm-only", aliases=["The Pale One"])


def view(**more: Any) -> PlayerView:
    return PlayerView({"record": {}, "own": more.pop("own", {})}, **more)


@pytest.mark.parametrize(
    ("visibility", "seen"),
    [
        ("public", True),
        ("gm-only", False),
        ("player-specific", False),
        (None, False),
        ("Public", False),
        ("", False),
        (7, False),
        (["public"], False),
    ],
)
def test_only_what_is_public_is_seen(visibility: Any, seen: bool) -> None:
    assert view().sees(event(visibility)) is seen
    assert (view().event(event(visibility)) is not None) is seen


def test_an_imported_event_without_visibility_is_seen_once_the_gm_has_said_so() -> None:
    allowed = view(own={"playersMaySee": True})
    assert allowed.sees(event(None))
    assert not allowed.sees(event("gm-only"))
    assert not allowed.sees(event("party"))


def test_an_event_made_here_is_seen_unless_it_is_marked() -> None:
    assert view().sees(event(None), made_here=True)
    assert not view().sees(event("gm-only"), made_here=True)


def test_an_event_for_one_player_is_in_the_export_for_that_player_alone() -> None:
    whisper = event("player-specific", metadata={"visibleTo": ["wizard-pc"]})
    own = {"characters": [{"id": "wizard-pc", "name": "Zed", "userId": "user-player-2"}]}
    assert view(own=own, player="user-player-2").sees(whisper)
    assert not view(own=own, player="user-player-1").sees(whisper)
    assert not view(own=own).sees(whisper)
    assert not view(own=own, player="user-player-2").sees(event("player-specific"))


def test_a_safety_pause_is_never_seen() -> None:
    assert not view().sees(
        {"event": {"type": "safety_pause"}, "metadata": {"visibility": "public"}}
    )


def test_a_session_keeps_what_players_were_there_for_and_nothing_else() -> None:
    record = {
        "campaignId": "campaign-001",
        "title": "Into the Temple",
        "description": "A long night",
        "location": "Online",
        "status": "completed",
        "notes": "the cult wins",
        "realTime": {"startTime": "2025-01-20T18:05:00Z", "durationMinutes": 250, "x": "?"},
        "gameTime": {
            "startTime": {"total": 1296000, "formatted": "Day 15, 9:00 AM", "moon": "new"},
            "elapsed": {"hours": 9},
        },
        "participants": {
            "gm": "user-gm-1",
            "players": [
                {"userId": "a", "characterIds": ["fighter-pc"], "attended": True, "mood": "low"}
            ],
        },
        "plannedObjectives": ["Explore"],
        "actualObjectives": [],
        "summary": {"auto": "auto", "gm": "A fine night", "highlights": ["Fight"], "plot": "x"},
        "stats": {"eventCount": 247},
        "tags": ["temple"],
        "createdAt": "2025-01-18T10:00:00Z",
        "house": "rules",
    }
    own = {"tags": ["cult"], "prep": "x", "secrets": ["y"], "notes": "z", "edited": ["/record"]}
    assert view().session(session(own, **record)) == {
        "record": {
            "id": "session-015",
            "campaignId": "campaign-001",
            "number": 15,
            "status": "completed",
            "title": "Into the Temple",
            "description": "A long night",
            "location": "Online",
            "realTime": {"startTime": "2025-01-20T18:05:00Z", "durationMinutes": 250},
            "gameTime": {
                "startTime": {"total": 1296000, "formatted": "Day 15, 9:00 AM"},
                "elapsed": {"hours": 9},
            },
            "participants": {
                "gm": "user-gm-1",
                "players": [{"userId": "a", "characterIds": ["fighter-pc"], "attended": True}],
            },
            "plannedObjectives": ["Explore"],
            "actualObjectives": [],
            "summary": {"gm": "A fine night", "highlights": ["Fight"]},
            "tags": ["temple"],
        },
        "own": {"tags": ["cult"]},
        "spelling": {},
    }


def test_values_of_another_type_than_the_field_has_are_left_out() -> None:
    odd = session(
        {"tags": "x"},
        title={"secret": 1},
        tags=[{"secret": 1}, 3, "ok"],
        realTime=["secret"],
        summary={"highlights": [["secret"], "ok"], "gm": 3},
        participants={"players": [{"userId": {"secret": 1}, "attended": True}, "secret"]},
    )
    reduced = view().session(odd)
    assert "secret" not in json.dumps(reduced)
    assert reduced is not None
    assert reduced["record"]["tags"] == ["ok"]
    assert reduced["record"]["summary"] == {"highlights": ["ok"]}


def test_a_hidden_session_is_not_there_at_all() -> None:
    assert view().session(session({"visibility": "gm-only"})) is None
    assert view().session(session({"visibility": "whatever"})) is None
    assert view().session(session({"visibility": ["public"]})) is None
    assert view().session(session({"visibility": "public"})) is not None
    hiding = view(sessions=[session({"visibility": "gm-only"})])
    assert not hiding.sees(event("public", sessionId="session-015"))
    assert hiding.sees(event("public", sessionId="session-016"))


def test_single_fields_of_a_session_can_be_hidden() -> None:
    marks = {"/record/tags/1": "gm-only", "/record/location": "gm-only", "/record/title": "public"}
    reduced = view().session(
        session({"visibility": marks}, title="T", location="Bo's house", tags=["a", "b", "c"])
    )
    assert reduced is not None
    assert reduced["record"] == {
        "id": "session-015",
        "number": 15,
        "title": "T",
        "tags": ["a", "c"],
    }


def test_a_hidden_person_is_left_out_of_every_text() -> None:
    hiding = view(world=[MALACHAR, person("Priestess Elara", None)])
    reduced = hiding.session(
        session(
            title="The Fall of cult leader MALACHAR",
            description="They meet the Pale One's guard and Elara.",
            plannedObjectives=["Find the artifact", "Confront Cult Leader Malachar"],
            summary={
                "gm": "npc-malachar escapes; Cult-Leader Mala\u200bchar laughs.",
                "npcsIntroduced": ["Cult Leader Malachar", "Priestess Elara"],
            },
            participants={"characters": ["npc-malachar", "fighter-pc"]},
            tags=["npc-malachar", "temple"],
        )
    )
    assert reduced is not None
    assert reduced["record"]["title"] == "The Fall of …"
    assert reduced["record"]["description"] == "They meet …'s guard and Elara."
    assert reduced["record"]["plannedObjectives"] == ["Find the artifact"]
    assert reduced["record"]["summary"] == {
        "gm": "… escapes; … laughs.",
        "npcsIntroduced": ["Priestess Elara"],
    }
    assert reduced["record"]["participants"]["characters"] == ["fighter-pc"]
    assert reduced["record"]["tags"] == ["temple"]


def test_objectives_that_were_ticked_here_stay_ticked() -> None:
    states = {"Rest": "reached", "Meet Malachar": "reached", "Plot": "reached", "Go": "secret"}
    hiding = view(world=[person("Malachar", "gm-only")])
    reduced = hiding.session(
        session({"objectives": states}, plannedObjectives=["Rest", "Meet Malachar", "Go"])
    )
    assert reduced is not None
    assert reduced["record"]["plannedObjectives"] == ["Rest", "Go"]
    assert reduced["own"] == {"objectives": {"Rest": "reached"}}


def test_a_hidden_person_leaves_a_visible_event_without_a_trace() -> None:
    seen = view(world=[MALACHAR]).event(
        event(
            id="malachar-npc-malachar-7",
            event={"type": "attack", "name": "The Pale One strikes", "secret": "x"},
            participants={"actor": "npc-malachar", "targets": ["fighter-pc", "npc-malachar"]},
            effects={
                "immediate": [
                    {"type": "damage", "target": "npc-malachar", "value": 8},
                    {"type": "damage", "target": "fighter-pc", "value": 3},
                ]
            },
            metadata={"tags": ["boss"], "note": "x"},
        )
    )
    assert seen is not None
    assert seen.pop("id") not in {"", "malachar-npc-malachar-7"}
    assert seen == {
        "event": {"type": "attack", "name": "… strikes"},
        "participants": {"targets": ["fighter-pc"]},
        "effects": {"immediate": [{"type": "damage", "target": "fighter-pc", "value": 3}]},
        "metadata": {"tags": ["boss"], "visibility": "public"},
    }


def test_hidden_tags_and_what_speaks_of_them_are_left_out() -> None:
    hiding = view(own={"hiddenTags": ["Traitor"]})
    reduced = hiding.session(session({"tags": ["traitor"]}, tags=["TRAITOR", "temple"]))
    assert reduced is not None
    assert (reduced["record"]["tags"], reduced["own"]) == (["temple"], {"tags": []})
    seen = hiding.event(event(metadata={"tags": ["traitor", "a"]}, event={"name": "#traitor"}))
    assert seen is not None
    assert "traitor" not in json.dumps(seen)


def test_a_goal_is_seen_only_if_it_says_so() -> None:
    def goal(**record: Any) -> dict[str, Any]:
        return {"record": {"id": "g", "name": "Find it", "rewards": "x", **record}, "own": {}}

    reduced = view().goal(goal(visibility="public", progress={"current": 1, "target": 2, "x": 3}))
    assert reduced is not None
    assert reduced["record"] == {
        "id": "g",
        "name": "Find it",
        "progress": {"current": 1, "target": 2},
        "visibility": "public",
    }
    for visibility in ("gm-only", "player-specific", None, "all", 1):
        assert view().goal(goal(visibility=visibility)) is None
    mine = goal(visibility="player-specific", assignedTo=["ann"])
    assert view(player="ann").goal(mine) is not None
    assert view(player="bob").goal(mine) is None


def test_a_hidden_goal_is_not_spoken_of() -> None:
    hiding = view(goals=[{"record": {"id": "g", "name": "Save the King", "visibility": "gm-only"}}])
    reduced = hiding.session(session(plannedObjectives=["Save the king", "Rest"]))
    assert reduced is not None
    assert reduced["record"]["plannedObjectives"] == ["Rest"]


def test_a_visible_text_that_names_somebody_known_only_from_hidden_events_is_told() -> None:
    safe = view(own={"characters": [{"id": "spy", "name": "The Grey Fox"}]})
    safe.notice(event("gm-only", participants={"actor": "spy", "targets": ["goblin", "Elara"]}))
    safe.notice(event("public", participants={"actor": "goblin"}))
    reduced = safe.session(session(title="The Grey Fox and a goblin", summary={"gm": "Elara?"}))
    assert reduced is not None
    assert reduced["record"]["title"] == "The Grey Fox and a goblin"
    assert safe.mentions() == (
        Mention("Elara", "session 15, summary, gm"),
        Mention("The Grey Fox", "session 15, title"),
    )
    assert safe.mentions()[0].sentence() == (
        "session 15, summary, gm names Elara, known only from hidden events."
    )


def test_a_cascade_leads_only_to_events_that_are_seen() -> None:
    safe = view()
    first = event(id="a", effects={"cascade": ["b", "c"], "immediate": []})
    for each in (first, event("gm-only", id="b"), event(id="c")):
        safe.notice(each)
    seen = safe.event(first)
    assert seen is not None
    assert seen["effects"]["cascade"] == ["c"]


def test_a_log_has_columns_made_of_what_is_seen() -> None:
    whole = event(id="a", event={"type": "attack", "name": "Malachar strikes"})
    columns = EntryColumns(game_s=86_400, real_us=5, label="Malachar strikes", search="secret")
    hidden = (event("gm-only", id="b"), EntryColumns())
    hiding = view(world=[person("Malachar", "gm-only")])
    ((record, seen),) = hiding.log([(whole, columns), hidden])
    assert record["event"]["name"] == "… strikes"
    assert (seen.game_s, seen.real_us, seen.label) == (86_400, 5, "… strikes")
    assert isinstance(seen, EntryColumns)
    assert (seen.search, seen.visible) == ("… strikes", Visible.PLAYERS)


def test_a_campaign_keeps_its_name_and_its_people() -> None:
    data = {
        "record": {"id": "c", "name": "The Malachar War", "description": "plot", "template": "x"},
        "own": {
            "epoch": 0,
            "users": [{"id": "u", "name": "Ann", "mail": "a@b.example"}],
            "characters": [{"id": "npc-malachar", "name": "Mal"}, {"id": "f", "name": "Bo"}],
            "playersMaySee": True,
            "secrets": 1,
        },
    }
    hiding = PlayerView(data, world=[person("Malachar", "gm-only")])
    assert hiding.campaign(data) == {
        "record": {"id": "c", "name": "The … War"},
        "own": {
            "epoch": 0,
            "users": [{"id": "u", "name": "Ann"}],
            "characters": [{"id": "f", "name": "Bo"}],
        },
        "spelling": {},
    }
    reduced = hiding.session(session(title="Mal falls"))
    assert reduced is not None
    assert reduced["record"]["title"] == "… falls"


@pytest.mark.parametrize(
    ("name", "text", "mentioned"),
    [
        ("Malachar", "malachar", True),
        ("Malachar", "Malachar's", True),
        ("Malachar", "Malachars Turm", True),
        ("Malachar", "Malacharian", False),
        ("Ann", "Annual", False),
        ("Ann", "Anns", False),
        ("Cult Leader", "cult_leader-2", True),
        ("Cult Leader", "cult of leader", False),
        ("マラカー", "神官マラカーが来た", True),
        ("room 1", "room 12", False),
        ("room 1", "Room 1!", True),
        ("\uff21nn", "ann", True),
        ("🎲", "a 🎲 b", True),
        ("A B", "a a b", True),
        ("", "x", False),
    ],
)
def test_a_mention_is_found_however_it_is_written(name: str, text: str, mentioned: bool) -> None:
    names = Names([name])
    assert names.in_text(text) is mentioned
    assert (names.found(text) == (name,)) is mentioned
    assert not names.in_text(names.left_out(text))
    assert mentioned or names.left_out(text) == text


def test_mentions_that_overlap_are_left_out_together() -> None:
    assert Names(["Old King", "King Bo"]).left_out("the Old King Bo rules") == "the … rules"


def test_a_reduced_log_leaves_hidden_events_out_and_people_marked_public_are_known() -> None:
    safe = view(world=[person("Priestess Elara", "public")])
    elara = event("gm-only", participants={"actor": "npc-elara"})
    safe.notice(elara)
    assert safe.event(event(event={"name": "Elara, npc-elara"})) is not None
    assert safe.mentions() == ()


def test_a_text_that_is_only_a_hidden_name_is_nothing() -> None:
    reduced = view(world=[MALACHAR]).session(session(title="The Pale One", location=["x"]))
    assert reduced is not None
    assert "title" not in reduced["record"]
    assert "location" not in reduced["record"]


def test_a_name_is_masked_every_time_it_is_asked_for() -> None:
    names = Names(["Malachar", "malachar"])
    assert [names.left_out("x Malachar") for _ in range(3)] == ["x …"] * 3


@pytest.mark.parametrize(
    ("name", "text", "shown"),
    [
        ("The Bellwarden", "Past Bellwarden and on", "Past … and on"),
        ("The Bellwarden", "Past the Bellwarden", "Past …"),
        ("The Drowned Bell", "A drowned bell rings", "A … rings"),
        ("The Bell", "A bell rings", "A bell rings"),
        ("Theodora Bell", "Bell rings", "Bell rings"),
    ],
)
def test_a_hidden_name_is_left_out_without_its_article_too(
    name: str, text: str, shown: str
) -> None:
    seen = view(world=[person(name, "gm-only")]).event(event("public", event={"name": text}))
    assert seen is not None
    assert seen["event"]["name"] == shown
