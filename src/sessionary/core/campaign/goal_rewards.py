"""What is promised for a goal, where it is nothing but texts: so it can be typed, one a line."""

from __future__ import annotations


def are_lines(rewards: object) -> bool:
    """Say whether what is promised is a list of texts, a text, or nothing."""
    if rewards is None or isinstance(rewards, str):
        return True
    return isinstance(rewards, (list, tuple)) and all(isinstance(one, str) for one in rewards)


def reward_lines(rewards: object) -> list[str]:
    """Return what is promised as texts; none where it is more than texts."""
    if isinstance(rewards, str):
        return [rewards]
    return list(rewards) if isinstance(rewards, (list, tuple)) and are_lines(rewards) else []
