"""What reading a JSON file part by part hands on, and which of its objects hold such parts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet

    from sessionary.core.json_text import J, JsonError


@dataclass(slots=True)
class Piece:
    """One value of a file, or a part of it that is none.

    Attributes:
        value: The value; None where there is an error.
        text: Its exact text.
        lead: ``line 3`` where the file holds several values, empty where it holds one.
        bundle: Which bundle of the file it stands in, from 1; 0 outside of bundles.
        key: The bundle's key; empty outside of bundles.
        index: Its place in its list, None outside of lists.
        line, column: Where it begins, from 1.
        start: Where it begins, in characters from the start of the file, its mark left out.
        error: Why there is no value.
        error_line, error_column: Where the error is.
    """

    value: J
    text: str
    lead: str
    bundle: int
    key: str
    index: int | None
    line: int
    column: int
    start: int
    error: JsonError | None = None
    error_line: int = 0
    error_column: int = 0

    @property
    def place(self) -> str:
        """Return where it stands: ``line 3``, ``events[4]``, empty for a lone value."""
        inside = self.key if self.index is None else f"{self.key}[{self.index}]"
        return f"{self.lead}, {inside}" if self.lead and inside else self.lead or inside


class Shape(Protocol):
    """Which objects are bundles."""

    @property
    def lists(self) -> AbstractSet[str]:
        """The keys of a bundle whose lists are read element by element."""

    def opens(self, value: Mapping[str, J]) -> bool:
        """Tell whether an object is a bundle.

        Args:
            value: The object; of one that is too long to be held, its first keys, the last of
                them with an empty list.
        """


@dataclass(frozen=True, slots=True)
class BundleShape:
    """Bundles known by one of their keys, unless a key of records is among those before it."""

    lists: AbstractSet[str]
    marks: AbstractSet[str] = frozenset()
    objects: AbstractSet[str] = frozenset()
    """Keys that make a bundle with an object too."""

    def opens(self, value: Mapping[str, J]) -> bool:
        """Tell whether an object is a bundle, see `Shape`."""
        keys = value.keys()
        if self.lists.isdisjoint(keys) and self.objects.isdisjoint(keys):
            return False
        if not self.marks.isdisjoint(keys):
            return False
        return any(isinstance(value[key], list) for key in self.lists & keys) or any(
            isinstance(value[key], dict) for key in self.objects & keys
        )
