"""Event types and aliases of a campaign's own, and its players."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Any

import pytest

from sessionary.core.campaign.columns import event_columns
from sessionary.core.campaign.log_line import Takes, parse_line
from sessionary.core.campaign.own_types import BUILT_IN, own_types, typed_types, types_text
from sessionary.core.campaign.redact import PlayerView
from sessionary.core.campaign.roster import renamed, with_characters, with_user
from sessionary.core.problems import UserError

if TYPE_CHECKING:
    from sessionary.core.entries import EntryColumns

TYPED = "combat_start: boss, brawl\nomen (quest): om\ndamage"
KEPT = {
    "combat_start": {"aliases": ["boss", "brawl"]},
    "omen": {"category": "quest", "aliases": ["om"]},
    "damage": {},
}


def test_types_are_shown_as_lines_and_read_again() -> None:
    assert typed_types(f"\n{TYPED}\n") == KEPT
    assert types_text({"own": {"eventTypes": KEPT}}) == TYPED
    assert typed_types("") == {}


def test_aliases_are_words_of_the_line_and_have_a_category() -> None:
    types = own_types({"own": {"eventTypes": KEPT}})
    line = parse_line("boss The Ledger", aliases=types.aliases)
    assert (line.word, line.takes, line.text) == ("combat_start", Takes.NAME, "The Ledger")
    assert parse_line("om a black sail", aliases=types.aliases).word == "omen"
    assert parse_line("npc Margit", aliases=types.aliases).word == "npc_introduced"
    assert [types.category(word) for word in ("omen", "om", "boss", "damage", "x")] == [
        "quest", "quest", "combat", "combat", "",
    ]  # fmt: skip
    assert own_types({"own": {}}) is BUILT_IN


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("two words: x", "“two words: x” cannot be read"),
        ("omen: om", "omen is a new type: say its category"),
        ("damage: +x", "“\\+x” can be no alias"),
        ("damage: x\nhealing: x", "“x” stands for damage already"),
        ("damage: healing", "“healing” is a type itself"),
    ],
)
def test_what_can_be_no_alias_is_refused_with_a_reason(text: str, said: str) -> None:
    with pytest.raises(UserError, match=said):
        typed_types(text)


def test_players_get_characters_and_lose_none_of_what_is_kept_of_them() -> None:
    users = with_user([{"id": "u1", "name": "Ann", "zone": "x"}], "Bo")
    assert users == [{"id": "u1", "name": "Ann", "zone": "x"}, {"id": "Bo", "name": "Bo"}]
    assert with_user(users, "ANN") is None
    assert renamed(users, "u1", "Anna")[0] == {"id": "u1", "name": "Anna", "zone": "x"}
    kept: list[dict[str, Any]] = [
        {"id": "c1", "name": "Kestrel", "userId": "u1", "level": 3},
        {"id": "Wren", "name": "Old Wren"},
    ]
    assert with_characters(kept, "u1", ["Wren", "Old wren", "Finch"]) == [
        {"id": "c1", "name": "Kestrel", "level": 3},
        {"id": "Wren", "name": "Old Wren", "userId": "u1"},
        {"id": "Wren~2", "name": "Wren", "userId": "u1"},
        {"id": "Finch", "name": "Finch", "userId": "u1"},
    ]


def test_an_event_of_an_alias_counts_as_the_type_that_it_stands_for() -> None:
    types = own_types(
        {"own": {"eventTypes": typed_types("combat_start: boss, brawl\nomen (quest): om")}}
    )
    assert [types.meaning(word) for word in ("boss", "om", "round_end", "x", "omen")] == [
        "combat_start", "omen", "combat_round", "x", "omen",
    ]  # fmt: skip

    def columns(word: str) -> EntryColumns:
        return event_columns(
            {"event": {"type": word}}, epoch=0, zone=UTC,
            categories=types.categories, meanings=types.meanings,
        )  # fmt: skip

    boss, omen = columns("boss"), columns("om")
    assert (boss.word, boss.category, boss.facets) == (
        "combat_start", "combat", (("type", "boss"), ("type", "combat_start")),
    )  # fmt: skip
    assert (omen.word, omen.category) == ("omen", "quest")
    assert columns("attack").facets == (("type", "attack"),)


def test_an_alias_that_hides_is_hidden_from_players() -> None:
    own = {"eventTypes": typed_types("safety_pause: x-card")}
    view = PlayerView({"record": {}, "own": own})
    assert not view.sees({"event": {"type": "x-card"}, "metadata": {"visibility": "public"}})
