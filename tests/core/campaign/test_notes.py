"""Notes and secrets are the game master's until somebody lets players read them."""

from __future__ import annotations

from typing import Any

import pytest

from sessionary.core.campaign.agenda import Carried, Secret, Sort, secrets, with_carried
from sessionary.core.campaign.notes import is_shared, shared_notes
from sessionary.core.campaign.redact import PlayerView

LINES = ["The bell is cursed", "Mara is the thief"]


def view(**more: Any) -> PlayerView:
    return PlayerView({"record": {}, "own": {}}, **more)


def session(**own: Any) -> dict[str, Any]:
    return {"record": {"id": "s", "number": 1, "notes": "Run it fast."}, "own": own}


@pytest.mark.parametrize("stored", [LINES, "\n".join(LINES), "- " + "\n\n- ".join(LINES)])
def test_secrets_are_read_from_a_text_and_from_a_list(stored: Any) -> None:
    data = session(secrets=stored, revealed=[LINES[1].upper()])
    assert secrets(data) == (
        Secret(text=LINES[0], revealed=False),
        Secret(text=LINES[1], revealed=True),
    )
    carried = with_carried(data, [Carried(sort=Sort.SECRET, text="More")])
    assert [one.text for one in secrets(carried)] == [*LINES, "More"]


@pytest.mark.parametrize("stored", [LINES, "\n".join(LINES)])
def test_players_get_the_secrets_that_are_revealed(stored: Any) -> None:
    reduced = view().session(session(secrets=stored, revealed=LINES[1:]))
    assert reduced is not None
    assert secrets(reduced) == (Secret(text=LINES[1], revealed=True),)
    hidden = view().session(session(secrets=stored))
    assert hidden is not None
    assert hidden["own"] == {}


def test_a_revealed_secret_that_names_somebody_hidden_stays_one() -> None:
    world = [{"record": {"id": "m", "name": "Mara", "visibility": "gm-only"}, "own": {}}]
    reduced = view(world=world).session(session(secrets=LINES, revealed=LINES))
    assert reduced is not None
    assert [one.text for one in secrets(reduced)] == LINES[:1]


def test_players_read_the_notes_that_somebody_let_them_read() -> None:
    data = session(prep="Two maps.")
    assert view().session(data)["record"].get("notes") is None  # type: ignore[index]
    data["own"]["noteVisibility"] = shared_notes(data, "notes", shared=True)
    assert is_shared(data, "notes")
    reduced = view().session(data)
    assert reduced is not None
    assert reduced["record"]["notes"] == "Run it fast."
    assert "prep" not in reduced["own"]
    assert is_shared(reduced, "notes")
    assert shared_notes(data, "notes", shared=False) is None


@pytest.mark.parametrize("word", ["gm-only", "Public", "", None, 1, ["public"], {"x": "public"}])
def test_any_other_word_keeps_a_note_for_the_game_master(word: Any) -> None:
    reduced = view().session(session(prep="x", noteVisibility={"prep": word, "notes": word}))
    assert reduced is not None
    assert "notes" not in reduced["record"]
    assert reduced["own"] == {}


def test_the_notes_of_a_campaign_and_of_its_world_are_let_go_in_the_same_way() -> None:
    campaign: dict[str, Any] = {"record": {"id": "c"}, "own": {"notes": "Tides"}}
    assert view().campaign(campaign)["own"] == {}
    campaign["own"]["noteVisibility"] = {"notes": "public"}
    assert view().campaign(campaign)["own"]["notes"] == "Tides"
    record = {"id": "t", "name": "Quay", "visibility": "public", "notes": "Wet"}
    assert "notes" not in view().thing({"record": record})["record"]  # type: ignore[index]
    known = view().thing({"record": {**record, "notesVisibility": "public"}})
    assert known is not None
    assert known["record"]["notes"] == "Wet"
    hidden = {**record, "visibility": "", "notesVisibility": "public"}
    assert view().thing({"record": hidden}) is None
