"""The agenda of an evening, and what the next one takes over."""

from __future__ import annotations

from typing import Any

import pytest

from sessionary.core.campaign.agenda import (
    Carried,
    Secret,
    Sort,
    Standing,
    carried,
    left_open,
    secrets,
    standings,
    with_carried,
    with_secret,
    with_standing,
    without_carried,
)
from sessionary.core.campaign.columns import event_columns
from sessionary.core.campaign.review import objectives, review_session


def session(**own: Any) -> dict[str, Any]:
    record = {"id": "s", "plannedObjectives": ["Find the cult", "Rest"], "status": "in_progress"}
    return {"record": record, "own": own}


@pytest.mark.parametrize("standing", list(Standing))
def test_an_objective_stands_where_it_was_put(standing: Standing) -> None:
    data = with_standing(session(), "Rest", Standing.MET)
    data = with_standing(data, "Rest", standing)
    assert standings(data) == (("Find the cult", Standing.OPEN), ("Rest", standing))
    assert data["record"].get("actualObjectives", []) == (
        ["Rest"] if standing is Standing.MET else []
    )
    assert [one.reached for one in objectives(data)] == [False, standing is Standing.MET]


def test_what_a_file_says_was_reached_is_met_however_it_is_written() -> None:
    data = session()
    data["record"]["actualObjectives"] = ["REST ", "Something else"]
    assert standings(data)[1] == ("Rest", Standing.MET)
    data = with_standing(data, "Rest", Standing.FAILED)
    assert data["record"]["actualObjectives"] == ["Something else"]
    assert standings(data)[1] == ("Rest", Standing.FAILED)


def test_secrets_are_lines_and_are_revealed_one_by_one() -> None:
    data = session(secrets="- The mayor is the cult leader\n\n* The well is dry\n")
    data = with_secret(data, "The well is dry", revealed=True)
    assert secrets(data) == (
        Secret(text="The mayor is the cult leader", revealed=False),
        Secret(text="The well is dry", revealed=True),
    )
    data = with_secret(data, "The well is dry", revealed=False)
    assert "revealed" not in data["own"]


def logged(number: int, word: str, **event: Any) -> Any:
    record = {"id": f"e{number}", "event": {"type": word, **event}}
    return record, event_columns(record, epoch=0, zone=__import__("datetime").UTC)


def test_what_was_left_open_is_linked_to_where_it_comes_from() -> None:
    data = session(secrets="The well is dry", objectives={"Rest": "failed"})
    events = [
        logged(1, "promise_made", name="To bury the ferryman"),
        logged(2, "quest_started", name="The bell"),
        logged(3, "quest_started", name="The rope"),
        logged(4, "quest_completed", name="The bell"),
        logged(5, "combat_start", name="Ambush"),
    ]
    review = review_session(data, events=events)
    assert left_open(data, review, "s") == (
        Carried(sort=Sort.OBJECTIVE, text="Find the cult", origin="s"),
        Carried(sort=Sort.SECRET, text="The well is dry", origin="s"),
        Carried(sort=Sort.THREAD, text="To bury the ferryman", origin="s", event="e1"),
        Carried(sort=Sort.THREAD, text="The rope", origin="s", event="e3"),
        Carried(sort=Sort.FIGHT, text="Ambush", origin="s", event="e5"),
    )


def test_a_next_session_takes_it_over() -> None:
    items = [
        Carried(sort=Sort.OBJECTIVE, text="Find the cult", origin="s"),
        Carried(sort=Sort.SECRET, text="The well is dry", origin="s"),
        Carried(sort=Sort.THREAD, text="The rope", origin="s", event="e3"),
    ]
    data = with_carried({"record": {"plannedObjectives": ["FIND the cult"]}, "own": {}}, items)
    assert data["record"]["plannedObjectives"] == ["FIND the cult"]
    assert secrets(data) == (Secret(text="The well is dry", revealed=False),)
    assert carried(data) == tuple(items)


def test_what_was_taken_over_is_left_out_item_by_item() -> None:
    items = [
        Carried(sort=Sort.OBJECTIVE, text="Find the cult", origin="s"),
        Carried(sort=Sort.SECRET, text="Mara lies", origin="s"),
        Carried(sort=Sort.THREAD, text="Find the cult", origin="s", event="e"),
    ]
    mine: dict[str, Any] = {
        "record": {"plannedObjectives": ["Rest"]}, "own": {"secrets": "- The bell"},
    }  # fmt: skip
    data = with_carried(mine, items)
    data = without_carried(data, items[0])
    assert data["record"]["plannedObjectives"] == ["Rest"]
    assert [one.sort for one in carried(data)] == [Sort.SECRET, Sort.THREAD]
    data = without_carried(data, items[1])
    assert data["own"]["secrets"] == "- The bell"
    data = without_carried(data, items[2])
    assert data["own"] == {"secrets": "- The bell"}
