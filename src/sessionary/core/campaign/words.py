"""English for numbers and lists: nought, one and many each as a person would say it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sessionary.core.campaign.record import Number, exact

if TYPE_CHECKING:
    from collections.abc import Sequence


def said_number(value: Number) -> str:
    """Return a number as it is written in a sentence: ``1500``, ``2.5``."""
    whole = exact(value)
    return str(whole) if isinstance(whole, int) else f"{whole:.2f}".rstrip("0").rstrip(".")


def counted(count: int, one: str, many: str) -> str:
    """Return ``one NPC`` or ``3 NPCs``; nought is ``no NPC``."""
    if count == 0:
        return f"no {one}"
    return f"one {one}" if count == 1 else f"{count} {many}"


def listed(names: Sequence[str]) -> str:
    """Return ``A``, ``A and B`` or ``A, B and C``."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def counted_names(names: Sequence[str], one: str, many: str, named: int | None = None) -> str:
    """Return a count with its names, such as ``2 NPCs: Malachar and Elara``.

    Args:
        names: The names, none of them empty.
        one: What one of them is called, such as ``new location``.
        many: What several are called.
        named: How many to name; of so many or more it says
            ``4 new locations, among them A, B and C``.
    """
    count = counted(len(names), one, many)
    if not names:
        return count
    if named is not None and len(names) >= named:
        return f"{count}, among them {listed(names[:named])}"
    return f"{count}: {listed(names)}"


def span_of_minutes(minutes: int) -> str:
    """Return a real span: ``5 min``, ``2 h``, ``4 h 10 min``."""
    hours, rest = divmod(minutes, 60)
    if hours == 0:
        return f"{rest} min"
    return f"{hours} h {rest} min" if rest else f"{hours} h"
