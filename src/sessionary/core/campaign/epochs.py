"""Which epoch a campaign has, by the pairs of text and total that its files hold.

Source: campaign specification, section 3.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sessionary.core.campaign.gametime import agrees, implied_epoch

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True, kw_only=True)
class EpochChoice:
    """What the pairs of text and total say about a campaign's epoch.

    Attributes:
        epoch: The epoch that most pairs imply (of equals the first), None without any pair.
        agreed: Whether all pairs agree; true without any.
        mismatches: The positions of the pairs that differ from it.
    """

    epoch: int | None
    agreed: bool
    mismatches: tuple[int, ...] = ()


@dataclass(slots=True)
class EpochVote:
    """Counts the epochs that pairs imply, one pair at a time; keeps counts and no pairs."""

    votes: Counter[int] = field(default_factory=Counter)

    def add(self, face: int, total: int) -> None:
        """Count one pair."""
        self.votes[implied_epoch(face, total)] += 1

    def winner(self) -> int | None:
        """Return the epoch that most pairs imply; of equals the first that was seen."""
        return max(self.votes, key=self.votes.__getitem__) if self.votes else None

    def agreed(self) -> bool:
        """Return whether no two pairs imply different epochs."""
        return len(self.votes) <= 1


def choose_epoch(pairs: Iterable[tuple[int, int]]) -> EpochChoice:
    """Return the epoch of a campaign from its pairs of (face, total).

    Args:
        pairs: What each readable text says, in seconds since Day 0, midnight, and its total.
    """
    seen = list(pairs)
    vote = EpochVote()
    for face, total in seen:
        vote.add(face, total)
    epoch = vote.winner()
    if epoch is None:
        return EpochChoice(epoch=None, agreed=True)
    differ = tuple(i for i, (face, total) in enumerate(seen) if not agrees(face, total, epoch))
    return EpochChoice(epoch=epoch, agreed=not differ, mismatches=differ)
