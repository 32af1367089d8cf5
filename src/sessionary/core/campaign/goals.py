"""How goals hang together: parents and dependencies, and the cycles that must not be.

Source: campaign specification, sections 6 and 10.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sessionary.core.campaign.record import Record, text_at, texts_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def find_cycle(edges: Mapping[str, Iterable[str]]) -> tuple[str, ...] | None:
    """Return one cycle of a directed graph, None if it has none.

    Args:
        edges: For each node the nodes that it points to; a node may be missing as a key.

    Returns:
        The nodes of the cycle in order, each once: ``("a", "b")`` where a points to b and b to a.
        Which cycle is found depends on the order of `edges` alone.
    """
    done: set[str] = set()
    for start in edges:
        if start in done:
            continue
        # Kept by hand and not by recursion: a chain of goals may be longer than Python's stack.
        path = [start]
        on_path = {start}
        waiting = [iter(tuple(edges.get(start, ())))]
        while waiting:
            following = next(waiting[-1], None)
            if following is None:
                waiting.pop()
                finished = path.pop()
                on_path.discard(finished)
                done.add(finished)
            elif following in on_path:
                return tuple(path[path.index(following) :])
            elif following not in done:
                path.append(following)
                on_path.add(following)
                waiting.append(iter(tuple(edges.get(following, ()))))
    return None


def parent_edges(goals: Iterable[Record]) -> dict[str, tuple[str, ...]]:
    """Return for each goal its parents, from ``parentGoalId`` and from the parents' lists."""
    edges: dict[str, tuple[str, ...]] = {}
    for goal in goals:
        key = text_at(goal, "id")
        parent = text_at(goal, "parentGoalId")
        edges[key] = (*edges.get(key, ()), *([parent] if parent else []))
        for child in texts_at(goal, "childGoalIds"):
            edges[child] = (*edges.get(child, ()), key)
    return {key: tuple(dict.fromkeys(parents)) for key, parents in edges.items()}


def dependency_edges(goals: Iterable[Record]) -> dict[str, tuple[str, ...]]:
    """Return for each goal the goals that must be completed before it starts."""
    return {text_at(goal, "id"): texts_at(goal, "dependencies") for goal in goals}
