from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessionary.core.campaign.goals import dependency_edges, find_cycle, parent_edges


@pytest.mark.parametrize(
    ("edges", "cycle"),
    [
        ({}, None),
        ({"a": []}, None),
        ({"a": ["b"], "b": ["c"]}, None),
        ({"a": ["b", "c"], "b": ["d"], "c": ["d"]}, None),
        ({"a": ["a"]}, ("a",)),
        ({"a": ["b"], "b": ["a"]}, ("a", "b")),
        ({"x": ["a"], "a": ["b"], "b": ["c"], "c": ["a"]}, ("a", "b", "c")),
    ],
)
def test_a_cycle_is_found_and_named(
    edges: dict[str, list[str]], cycle: tuple[str, ...] | None
) -> None:
    assert find_cycle(edges) == cycle


def test_a_long_chain_is_no_cycle_and_no_trouble() -> None:
    chain = {str(i): [str(i + 1)] for i in range(50_000)}
    assert find_cycle(chain) is None
    assert len(find_cycle({**chain, "50000": ["0"]}) or ()) == 50_001


NODES = st.sampled_from("abcdef")


@given(st.dictionaries(NODES, st.lists(NODES, max_size=3)))
def test_what_is_called_a_cycle_is_one(edges: dict[str, list[str]]) -> None:
    cycle = find_cycle(edges)
    if cycle is None:
        # Without a cycle, taking away what points nowhere must leave nothing.
        left = {key: set(targets) for key, targets in edges.items()}
        while ends := [key for key, targets in left.items() if not targets & left.keys()]:
            for key in ends:
                del left[key]
        assert not left
    else:
        assert all(
            following in edges[key]
            for key, following in zip(cycle, cycle[1:] + cycle[:1], strict=True)
        )


def test_parents_are_read_from_both_ends() -> None:
    goals: list[dict[str, Any]] = [
        {"id": "top", "childGoalIds": ["left", "right"], "dependencies": ["before"]},
        {"id": "left", "parentGoalId": "top"},
        {"id": "right", "parentGoalId": "left"},
    ]
    assert parent_edges(goals) == {"top": (), "left": ("top",), "right": ("top", "left")}
    assert dependency_edges(goals) == {"top": ("before",), "left": (), "right": ()}
