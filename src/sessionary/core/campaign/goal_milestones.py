"""The points on the way of a goal: reached by themselves, ticked by hand, and typed a line each.

One with a number is reached when the goal has come so far. One of words alone is reached when
somebody says so; that stands in the goal's record as ``reached``, beside its ``text``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sessionary.core.campaign.record import Number, exact, list_at, number, text_at
from sessionary.core.store.values import thaw
from sessionary.core.text import one_line

if TYPE_CHECKING:
    from sessionary.core.campaign.record import Record

_THRESHOLDS: Final = ("at", "value", "current", "target", "threshold", "progress")
_TITLES: Final = ("name", "title", "label", "description", "text")
_TICKS: Final = ("reached", "completed")
_NUMBERED: Final = re.compile(r"(\d{1,15}(?:\.\d{1,6})?)\s*(?::\s*(.*))?\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """A point on the way to a target, and whether the goal has come so far.

    Attributes:
        text: What it says.
        at: How far the goal must have come; None for one that is ticked by hand.
        reached: Whether it has come so far.
    """

    text: str
    at: Number | None
    reached: bool


def milestones_of(record: Record, current: Number) -> tuple[Milestone, ...]:
    """Return the milestones of a goal, given how far it has come."""
    return tuple(_milestone(one, current) for one in list_at(record, "progress", "milestones"))


def _milestone(given: Any, current: Number) -> Milestone:
    at, text, said = None, given if isinstance(given, str) else "", False
    if isinstance(given, Mapping):
        at = next((n for key in _THRESHOLDS if (n := number(given.get(key))) is not None), None)
        text = next((t for key in _TITLES if (t := text_at(given, key))), "")
        said = any(given.get(key) is True for key in _TICKS)
    else:
        at = number(given)
    reached = said or (at is not None and current >= at)
    return Milestone(text=text or ("" if at is None else str(at)), at=at, reached=reached)


def with_tick(milestones: Sequence[Any], place: int, *, reached: bool) -> list[Any]:
    """Return the milestones of a record with one of words ticked, or not ticked any more.

    Args:
        milestones: As the record has them.
        place: Which one.
        reached: Whether the goal has come so far.
    """
    given: list[Any] = list(thaw(list(milestones)))
    one = given[place]
    if isinstance(one, Mapping):
        rest = {key: value for key, value in one.items() if key not in _TICKS}
        given[place] = {**rest, "reached": True} if reached else rest
        if rest.keys() == {"text"} and not reached:
            given[place] = rest["text"]
    elif reached:
        given[place] = {"text": one, "reached": True}
    return given


def milestone_lines(record: Record) -> str:
    """Return the milestones of a goal as people type them, such as ``10: Half of the rooms``."""
    return "\n".join(_line(one) for one in list_at(record, "progress", "milestones"))


def _line(given: Any) -> str:
    one = _milestone(given, 0)
    text = one_line(one.text, None)
    return text if one.at is None or text == str(one.at) else f"{one.at}: {text}"


def typed_milestones(text: str, former: Sequence[Any] = ()) -> list[Any]:
    """Return the milestones that a goal is to have.

    Args:
        text: One a line, as :func:`milestone_lines` gives them.
        former: Those it had; of a line that was not changed nothing is lost.
    """
    known = {_line(one): one for one in former}
    lines = [line.strip() for line in text.split("\n")]
    return [thaw(known[line]) if line in known else _typed(line) for line in lines if line]


def _typed(line: str) -> Any:
    found = _NUMBERED.match(line)
    if found is None:
        return line
    at = exact(float(found[1])) if "." in found[1] else int(found[1])
    return {"at": at, "text": found[2].strip()} if found[2] else at
