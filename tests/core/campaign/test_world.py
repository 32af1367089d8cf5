from __future__ import annotations

from typing import Any

import pytest

from sessionary.core.campaign.world import (
    Kind,
    Said,
    Thing,
    called_in,
    gather,
    named_by_session,
    named_in,
)
from sessionary.core.campaign.world_record import joined, partners, renamed

CAMPAIGN = {
    "record": {"id": "c"},
    "own": {
        "users": [{"id": "u-ann", "name": "Ann"}],
        "characters": [
            {"id": "char-wren", "name": "Sister Wren", "userId": "u-ann"},
            {"id": "char-oss", "name": "Gullmother Oss"},
        ],
    },
}


def event(type_: str, name: str = "", **participants: Any) -> dict[str, Any]:
    return {"event": {"type": type_, "name": name}, "participants": participants}


def written(name: str, kind: str = "npc", **more: Any) -> dict[str, Any]:
    record = {"id": f"id of {name}", "campaignId": "c", "kind": kind, "name": name, **more}
    return {"record": record, "own": {}, "spelling": {}}


def world(*said: Said, **documents: dict[str, Any]) -> dict[str, Thing]:
    things = gather(said, campaign=CAMPAIGN, documents=documents, order={7: 0, 3: 1})
    return {thing.name: thing for thing in things}


@pytest.mark.parametrize(
    ("record", "found"),
    [
        (event("attack", "A blow", actor="Goblin", targets=["char-wren"]),
         [("Goblin", Kind.NPC), ("char-wren", Kind.NPC)]),
        (event("note", "Rain", location="Ebb Quay"), [("Ebb Quay", Kind.PLACE)]),
        (event("npc_introduced", "Elara"), [("Elara", Kind.NPC)]),
        (event("npc_introduced", "Elara", actor="char-wren"),
         [("char-wren", Kind.NPC), ("Elara", Kind.NPC)]),
        (event("npc_introduced", "She comes in", actor="Elara"), [("Elara", Kind.NPC)]),
        (event("location_discovered", "Crypt"), [("Crypt", Kind.PLACE)]),
        (event("location_discovered", "Down", location="Crypt"), [("Crypt", Kind.PLACE)]),
        (event("room_explored", "Search", targets=["Galley"]), [("Galley", Kind.PLACE)]),
        (event("item_acquired", "Log book", actor="char-wren", targets=["char-oss"]),
         [("char-wren", Kind.NPC), ("Log book", Kind.ITEM), ("char-oss", Kind.NPC)]),
        (event("item_acquired", targets=["Log book"]), [("Log book", Kind.ITEM)]),
        (event("reputation_changed", "Thanks", targets=["Tally House"]),
         [("Tally House", Kind.FACTION)]),
        (event("note", "  ", actor=" ", targets=["", 7], location=None), []),
        ({"event": 3, "participants": []}, []),
    ],
)  # fmt: skip
def test_an_event_names(record: dict[str, Any], found: list[tuple[str, Kind]]) -> None:
    assert named_in(record, lambda who: who.startswith("char-wren")) == found


def test_a_session_names_what_its_lists_have_and_who_came() -> None:
    record = {
        "status": "completed",
        "summary": {"npcsIntroduced": ["Elara", "Elara"], "locationsVisited": ["Crypt"]},
        "participants": {
            "gm": "u-gm",
            "players": [
                {"userId": "u-ann", "characterIds": ["char-wren"], "attended": True},
                {"userId": "u-bob", "attended": False},
            ],
        },
    }
    assert named_by_session(record, 7) == [
        Said("Elara", Kind.NPC, 7, lists=1),
        Said("Crypt", Kind.PLACE, 7, lists=1),
        Said("u-gm", Kind.PERSON, 7),
        Said("u-ann", Kind.PERSON, 7),
        Said("char-wren", Kind.CHARACTER, 7),
        Said("u-bob", Kind.PERSON, 0),
    ]


def test_ids_and_spellings_are_one_thing() -> None:
    found = world(
        Said("char-wren", Kind.NPC, 3, 2, game_s=50),
        Said("SISTER WREN", Kind.NPC, 7, 1, game_s=90),
        Said("Ｅｌａｒａ", Kind.NPC, 3, 1),  # noqa: RUF001  full width is meant
        Said("Elara", Kind.NPC, 3, lists=1),
    )
    wren = found["Sister Wren"]
    assert (wren.kind, wren.events, wren.user) == (Kind.CHARACTER, 3, "u-ann")
    assert (wren.session, wren.game_s) == (7, 50)
    assert wren.goes_by("char-wren")
    assert found["Ｅｌａｒａ"].mentions == 2  # noqa: RUF001
    assert found["Gullmother Oss"].kind is Kind.NPC
    assert found["Ann"].kind is Kind.PERSON
    assert len(found) == 4


def test_a_thing_is_what_it_is_named_as_most_often() -> None:
    found = world(
        Said("The Bell", Kind.NPC, 3, 1),
        Said("The Bell", Kind.ITEM, 3, 2),
        Said("The Quill", Kind.NPC, 3, 1),
        Said("The Quill", Kind.PLACE, 3, 1),
    )
    assert {name: found[name].kind for name in ("The Bell", "The Quill")} == {
        "The Bell": Kind.ITEM,
        "The Quill": Kind.PLACE,
    }


def test_what_is_written_decides_name_and_kind_and_gathers_the_other_names() -> None:
    found = world(
        Said("The Stranger", Kind.NPC, 3, 4),
        Said("elara", Kind.NPC, 7, 1),
        a=written("Elara", "faction", aliases=["The Stranger"], notes="n", visibility="gm-only"),
    )
    elara = found["Elara"]
    assert (elara.key, elara.kind, elara.events, elara.hidden) == ("a", Kind.FACTION, 5, True)
    assert elara.notes == "n"
    assert "The Stranger" not in found


def test_a_name_of_its_own_goes_before_another_ones_alias() -> None:
    found = world(
        Said("Mask", Kind.NPC, 3, 1),
        a=written("Elara", aliases=["Mask"]),
        b=written("Mask"),
    )
    assert (found["Mask"].key, found["Mask"].events) == ("b", 1)
    assert found["Elara"].events == 0


def test_all_whom_an_event_calls_by_name_can_be_looked_up() -> None:
    record = {
        "event": {"type": "item_acquired", "name": "Bell rope"},
        "participants": {"actor": "char-wren", "targets": ["Oss", "char-wren"], "location": "Quay"},
        "effects": {"immediate": [{"target": "Gull"}], "ongoing": [{"target": "Oss"}, 3]},
    }
    assert called_in(record) == ("char-wren", "Quay", "Bell rope", "Oss", "Gull")
    assert called_in({}) == ()


def test_merged_and_taken_apart_again_both_are_there_as_before() -> None:
    said = (Said("The Stranger", Kind.NPC, 3, 4), Said("Elara", Kind.NPC, 7, 1))
    before = world(*said, a=written("Elara", notes="Ours"))
    stranger = Thing(name="The Stranger", kind=Kind.NPC, aliases=("Mask",), notes="Theirs")
    record = joined(written("Elara", notes="Ours")["record"], stranger)
    assert record["aliases"] == ["The Stranger", "Mask"]
    assert record["notes"] == "Ours\n\nTheirs"
    assert world(*said, a={"record": record, "own": {}})["Elara"].events == 5
    apart = {**record, "aliases": [], "notes": "Ours"}
    assert world(*said, a={"record": apart, "own": {}}) == before


@pytest.mark.parametrize(("ours", "theirs", "merged"), [
    ("", "", None), ("public", "", "public"), ("public", "gm-only", "gm-only"),
    ("", "gm-only", "gm-only"), ("gm-only", "public", "gm-only"), ("", "public", None),
])  # fmt: skip
def test_who_is_hidden_stays_so_when_merged(ours: str, theirs: str, merged: str | None) -> None:
    kept = {"name": "Elara", **({"visibility": ours} if ours else {})}
    taken = Thing(name="Mask", kind=Kind.NPC, visibility=theirs)
    assert joined(kept, taken).get("visibility") == merged


def test_a_former_name_becomes_an_alias_once() -> None:
    record = {"name": "Elara", "aliases": ["Mask"]}
    assert renamed(record, "Mask") == {"name": "Mask", "aliases": ["Elara"]}
    assert renamed(record, "ELARA") == {"name": "ELARA", "aliases": ["Mask"]}


def test_likely_partners_come_first_and_persons_are_no_figures() -> None:
    found = world(Said("Wren", Kind.NPC, 3, 9), Said("Wren of the Lamps", Kind.NPC, 3, 1))
    names = [one.name for one in partners(found["Wren"], tuple(found.values()))]
    assert names[:2] == ["Wren of the Lamps", "Sister Wren"]
    assert "Ann" not in names
