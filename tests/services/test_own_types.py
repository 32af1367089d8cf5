"""Events of a file whose types are aliases of the campaign count as what these stand for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.services.conftest import Desk, at, quiet, session

from sessionary.core.campaign.own_types import typed_types
from sessionary.services.campaign_reckoning import reckon_campaign
from sessionary.services.check import check
from sessionary.services.goals import goal_page
from sessionary.services.pages import session_page
from sessionary.services.search import search
from sessionary.services.world import world_of

if TYPE_CHECKING:
    from sessionary.services.library import Change

GOAL = {
    "id": "g", "campaignId": "c", "name": "Slay three", "type": "campaign", "status": "in_progress",
    "progress": {"current": 0, "target": 2}, "trackedEvents": [{"type": "felled"}],
}  # fmt: skip


def event(number: int, word: str, **more: Any) -> dict[str, Any]:
    return at(number, number * 6, None, event={"type": word, "name": f"Name {number}"}, **more)


EVENTS = [
    event(1, "boss"),
    event(2, "felled", participants={"targets": ["wolf"]}),
    event(3, "creature_death", participants={"targets": ["bear"]}),
    event(4, "over"),
    event(5, "folk"),
]


def set_types(desk: Desk, text: str) -> Change:
    desk.library.release_documents()
    change = reckon_campaign(
        desk.library, "c", quiet, at=0, own={"eventTypes": typed_types(text)}, name="Types"
    )
    desk.library.announce(change)
    return change


TYPES = "combat_start: boss\ncombat_end: over\ncreature_death: felled\nnpc_introduced: folk"


def told(desk: Desk) -> tuple[Any, ...]:
    review = session_page(desk.library, "s-1").review
    goal = goal_page(desk.library, "g").standing
    return (
        len(review.combats),
        review.stated("npcsKilled"),
        [one.name for one in review.entries("npcsIntroduced")],
        (goal.current, goal.word),
        len(search(desk.library, "type:creature_death").entries),
        len(search(desk.library, "type:felled").entries),
        "Name 5" in {one.name for one in world_of(desk.library, "c").things},
    )


BEFORE: tuple[Any, ...] = (0, 1, [], (1, "In progress"), 1, 1, False)
AFTER: tuple[Any, ...] = (1, 2, ["Name 5"], (2, "Completed"), 2, 1, True)


def test_what_is_here_already_counts_once_the_alias_is_set(desk: Desk) -> None:
    desk.take(desk.paper("a.jsonl", session(1), GOAL))
    desk.take(desk.paper("b.jsonl", *EVENTS))
    assert told(desk) == BEFORE
    change = set_types(desk, TYPES)
    assert told(desk) == AFTER
    assert check(desk.library, quiet) == []
    assert change.act is not None
    desk.take_back(change.act)
    assert told(desk) == BEFORE
    assert check(desk.library, quiet) == []


def test_what_comes_later_counts_as_it_comes(desk: Desk) -> None:
    desk.take(desk.paper("a.jsonl", session(1), GOAL))
    set_types(desk, TYPES)
    desk.take(desk.paper("b.jsonl", *EVENTS))
    assert told(desk) == AFTER
    assert check(desk.library, quiet) == []
