"""How two versions of a definition differ."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Final

from sessionary.core.survey.records import Question

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sessionary.core.survey.records import Definition

_FIELDS: Final = tuple(
    field.name for field in fields(Question) if field.name not in {"line", "uid"}
)
_NAMES: Final = {"low": "min", "high": "max"}


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """A field that says something else.

    Attributes:
        field: Its name as the format has it.
        before, after: What it says; choices are a tuple.
    """

    field: str
    before: object
    after: object


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionChange:
    """A question that stands in both versions.

    Attributes:
        before, after: The question.
        fields: What it says otherwise.
        moved: Whether it stands elsewhere among the others.
        place_before, place_after: Its place, counted from 1.
    """

    before: Question
    after: Question
    fields: tuple[FieldChange, ...]
    moved: bool
    place_before: int
    place_after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Differences:
    """How the new version of a definition differs from the old one.

    Attributes:
        head: What changed before the questions: ``description``, ``version``, ``with_python``.
        added: In the order of the new version.
        removed: In the order of the old one.
        changed: Those that say something else or were moved, in the order of the new version.
    """

    head: tuple[FieldChange, ...]
    added: tuple[Question, ...]
    removed: tuple[Question, ...]
    changed: tuple[QuestionChange, ...]

    @property
    def is_empty(self) -> bool:
        """Whether both say the same, whatever their bytes are."""
        return not (self.head or self.added or self.removed or self.changed)


def differences(old: Definition, new: Definition) -> Differences:
    """Return how two versions differ; of questions that share a uid only the first counts.

    As few questions as possible are said to be moved.
    """
    before, after = _by_uid(old.questions), _by_uid(new.questions)
    common = [uid for uid in after if uid in before]
    places = {uid: place for place, uid in enumerate(before, 1)}
    stayed = _longest_rising([places[uid] for uid in common])
    changed = []
    for place, uid in enumerate(after, 1):
        if uid not in before:
            continue
        told = _changes(before[uid], after[uid], _FIELDS)
        moved = places[uid] not in stayed
        if told or moved:
            changed.append(
                QuestionChange(
                    before=before[uid],
                    after=after[uid],
                    fields=told,
                    moved=moved,
                    place_before=places[uid],
                    place_after=place,
                )
            )
    return Differences(
        head=_changes(old, new, ("version", "description", "with_python")),
        added=tuple(one for uid, one in after.items() if uid not in before),
        removed=tuple(one for uid, one in before.items() if uid not in after),
        changed=tuple(changed),
    )


def _by_uid(questions: Sequence[Question]) -> dict[str, Question]:
    found: dict[str, Question] = {}
    for question in questions:
        found.setdefault(question.uid, question)
    return found


def _changes(before: object, after: object, names: Sequence[str]) -> tuple[FieldChange, ...]:
    return tuple(
        FieldChange(
            field=_NAMES.get(name, name), before=getattr(before, name), after=getattr(after, name)
        )
        for name in names
        if getattr(before, name) != getattr(after, name)
    )


def _longest_rising(places: Sequence[int]) -> frozenset[int]:
    """Return the longest run of places that rise, with others between them left out."""
    ends: list[int] = []
    former: dict[int, int | None] = {}
    for place in places:
        at = bisect_left(ends, place)
        former[place] = ends[at - 1] if at else None
        ends[at : at + 1] = [place]
    found = set()
    one: int | None = ends[-1] if ends else None
    while one is not None:
        found.add(one)
        one = former[one]
    return frozenset(found)
