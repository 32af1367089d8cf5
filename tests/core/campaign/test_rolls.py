from __future__ import annotations

from typing import Any

import pytest

from sessionary.core.campaign.rolls import roll_adds_up


@pytest.mark.parametrize(
    "roll",
    [
        {"rolls": [14], "modifiers": 5, "total": 19},
        {"rolls": [14], "modifiers": [3, 2], "total": 19},
        {"rolls": [3, 4, 5], "total": 12},
        {"rolls": [14], "modifiers": -2, "total": 12},
        {"rolls": [4, 17], "modifiers": 5, "total": 22, "advantage": True},
        {"rolls": [4, 17], "modifiers": 5, "total": 9, "disadvantage": True},
        {"rolls": [4, 17], "total": 4, "advantage": True, "disadvantage": True},
        {"rolls": [17], "modifiers": 5, "total": 22, "advantage": True},
        {"expression": "4d6kh3", "rolls": [1, 3, 4, 5], "total": 12},
        {"expression": "4d6k3", "rolls": [1, 3, 4, 5], "total": 12},
        {"expression": "4d6dl1", "rolls": [1, 3, 4, 5], "total": 12},
        {"expression": "4d6d1", "rolls": [1, 3, 4, 5], "total": 12},
        {"expression": "2d20kl1+5", "rolls": [4, 17], "modifiers": 5, "total": 9},
        {"expression": "2d20dh1", "rolls": [4, 17], "total": 4},
        {"expression": "1d20+5", "total": 19},
        {"expression": "1d20+5", "rolls": [14]},
        {"rolls": ["14"], "total": 3},
        {"rolls": [14], "total": "19"},
        {"rolls": [14], "modifiers": "five", "total": 3},
        {"rolls": [14], "modifiers": ["five"], "total": 3},
        {"rolls": [], "total": 3},
        {},
    ],
)
def test_a_roll_whose_numbers_add_up_or_are_not_given_is_right(roll: dict[str, Any]) -> None:
    assert roll_adds_up(roll)


@pytest.mark.parametrize(
    "roll",
    [
        {"rolls": [14], "modifiers": 5, "total": 20},
        {"rolls": [4, 17], "modifiers": 5, "total": 9, "advantage": True},
        {"rolls": [4, 17], "modifiers": 5, "total": 26, "advantage": True},
        {"rolls": [4, 17], "total": 17, "disadvantage": True},
        {"rolls": [4, 17], "total": 3, "advantage": True, "disadvantage": True},
        {"expression": "2d6", "rolls": [4, 5], "total": 5},
        {"expression": "4d6kh3", "rolls": [1, 3, 4, 5], "total": 9},
    ],
)
def test_a_roll_whose_numbers_do_not_add_up_is_wrong(roll: dict[str, Any]) -> None:
    assert not roll_adds_up(roll)
