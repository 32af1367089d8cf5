"""What a document that cannot be read may hide is hidden: names are made out in what is left."""

from __future__ import annotations

import json

import pytest

from sessionary.core.campaign.redact import PlayerView
from sessionary.core.campaign.unreadable import hidden_tags_left_in, names_left_in

RECORD = {"id": "w-1", "name": 'Lord “Ash” "Zyx"', "aliases": ["The Pale One"], "notes": "Rich"}
WHOLE = json.dumps({"migrations": ["moons"], "data": {"record": RECORD, "own": {}}})
SHORT = ['lord “ash” "zyx"', "the pale one"]
FOUND_BY = (
    'lord “ash” "zyx"\nthe pale one\n' + "he is the heir of all that lies below the harbour, " * 3
)


@pytest.mark.parametrize(
    ("text", "found_by", "names"),
    [
        (WHOLE, FOUND_BY, ["w-1", 'Lord “Ash” "Zyx"', "The Pale One"]),
        (WHOLE[: WHOLE.index("Pale")], FOUND_BY, ["w-1", 'Lord “Ash” "Zyx"', *SHORT]),
        (WHOLE[: WHOLE.index("name")], FOUND_BY, ["w-1", *SHORT]),
        ("", FOUND_BY, SHORT),
        ("", "", []),
        ('{"name": "\\ud8"}', "", ["\\ud8"]),
    ],
)  # fmt: skip
def test_names_are_made_out_in_what_is_left(text: str, found_by: str, names: list[str]) -> None:
    assert names_left_in(text, found_by) == names


def test_the_hidden_tags_of_a_campaign_are_made_out_and_nobody_at_the_table_is_hidden() -> None:
    own = {"hiddenTags": ["traitor", "t\u00eate"], "users": [{"id": "ann", "name": "Ann"}]}
    text = json.dumps({"data": {"own": own}})[:-2]
    assert hidden_tags_left_in(text) == ["traitor", "tête"]


def test_they_are_left_out_of_all_that_players_read() -> None:
    view = PlayerView({"record": {}, "own": {}}, unreadable=["The Bellwarden"])
    reduced = view.session({"record": {"id": "s", "title": "Past Bellwarden", "tags": ["x"]}})
    assert reduced is not None
    assert reduced["record"]["title"] == "Past …"
