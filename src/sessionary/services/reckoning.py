"""How game time is reckoned: each campaign's epoch, and the choices made for a file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sessionary.core.campaign.clock import PLAIN, Clock, campaign_clock
from sessionary.core.campaign.own_types import BUILT_IN, OwnTypes, own_types

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


@dataclass(frozen=True, slots=True)
class Reckoning:
    """By what a campaign reckons beside its epoch.

    Attributes:
        clock: How its days are counted and written.
        types: The event types and aliases that it has of its own.
    """

    clock: Clock = PLAIN
    types: OwnTypes = BUILT_IN


def reckoning_in(data: Mapping[str, Any] | None) -> Reckoning:
    """Return by what a campaign reckons, by its data."""
    return Reckoning(campaign_clock(data), own_types(data))


class Epochs:
    """Remembers how each campaign reckons and to whom it is open; what is set is read once.

    Args:
        read: Returns the epoch that a campaign has set, None if it has set none.
        read_reckoning: Returns by what else a campaign reckons.
    """

    def __init__(
        self, read: Callable[[str], int | None], read_reckoning: Callable[[str], Reckoning]
    ) -> None:
        self._read, self._read_reckoning = read, read_reckoning
        self._known: dict[str, int | None] = {}
        self._reckonings: dict[str, Reckoning] = {}
        self._open: dict[str, bool] = {}

    def set_for(self, campaign: str) -> int | None:
        """Return the epoch that a campaign has set, None while there is no evidence of one."""
        if campaign not in self._known:
            self._known[campaign] = self._read(campaign) if campaign else None
        return self._known[campaign]

    def of(self, campaign: str) -> int:
        """Return the epoch to reckon with, in seconds since Day 0, midnight."""
        known = self.set_for(campaign)
        return self.clock_of(campaign).day_length if known is None else known

    def clock_of(self, campaign: str) -> Clock:
        """Return how the days of a campaign are counted and written."""
        return self.reckoning_of(campaign).clock

    def types_of(self, campaign: str) -> OwnTypes:
        """Return the event types and aliases of a campaign."""
        return self.reckoning_of(campaign).types

    def reckoning_of(self, campaign: str) -> Reckoning:
        """Return by what a campaign reckons beside its epoch."""
        if campaign not in self._reckonings:
            found = self._read_reckoning(campaign) if campaign else Reckoning()
            self._reckonings[campaign] = found
        return self._reckonings[campaign]

    def learn_reckonings(self, reckonings: Mapping[str, Reckoning]) -> None:
        """Take over by what campaigns reckon that are about to be written."""
        self._reckonings.update(reckonings)

    def players_may_see(self, campaign: str, read: Callable[[str], bool]) -> bool:
        """Return whether players see what a campaign's files do not say who may see.

        Args:
            campaign: Its id.
            read: Returns what the campaign has set.
        """
        if campaign not in self._open:
            self._open[campaign] = read(campaign) if campaign else False
        return self._open[campaign]

    def learn_open(self, campaigns: Mapping[str, bool]) -> None:
        """Take over what is about to be written of who may see."""
        self._open.update(campaigns)

    def learn(self, epochs: Mapping[str, int | None]) -> None:
        """Take over epochs that are about to be written; None where one is taken away."""
        self._known.update(epochs)

    def forget(self) -> None:
        """Read everything again when it is asked for."""
        self._known.clear()
        self._reckonings.clear()
        self._open.clear()


def is_open(data: Mapping[str, Any]) -> bool:
    """Return whether a campaign's data say that players see what no file marks."""
    return data["own"].get("playersMaySee") is True


@dataclass(frozen=True, slots=True)
class Choices:
    """What was chosen when a file was imported, and bears on how its events are read.

    Attributes:
        shift: Campaign -> what is added to its readable game times, in seconds.
        players_see: Whether events that do not say who may see them are the players' too.
    """

    shift: Mapping[str, int] = field(default_factory=dict)
    players_see: bool = False


class Sources:
    """Remembers the choices made for each source.

    Args:
        read: Returns the choices of a source.
    """

    def __init__(self, read: Callable[[int], Choices]) -> None:
        self._read = read
        self._known: dict[int, Choices] = {}

    def of(self, source: int | None) -> Choices:
        """Return the choices for a source; for what was made here there are none."""
        if source is None:
            return Choices()
        if source not in self._known:
            self._known[source] = self._read(source)
        return self._known[source]

    def learn(self, source: int, choices: Choices) -> None:
        """Take over the choices of a source that is being written."""
        self._known[source] = choices

    def forget(self) -> None:
        """Read everything again when it is asked for."""
        self._known.clear()
