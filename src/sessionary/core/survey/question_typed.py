"""What people type into the editor of a question, and what a change of its type brings along.

Bounds and proposed answers stand in a definition as raw numbers; people type dates, times of day
and numbers with a point. Source: survey specification, sections 3.1, 5.1 and 5.2.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from sessionary.core.problems import UserError
from sessionary.core.survey.question_types import Bounded, Choosing, QuestionType, type_named
from sessionary.core.survey.records import Question
from sessionary.core.survey.typed_values import (
    clock_text,
    moment_text,
    read_clock,
    read_moment,
    read_scaled,
    scaled_text,
)
from sessionary.core.survey.validation import check_given
from sessionary.core.survey.values import parse_raw

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

NO_BOUNDS: Final = (-1, -1)
TIME_UNIT: Final = "seconds"

_BETWEEN: Final = re.compile(r"\s+(?:to|–|\.\.)\s+|\s*(?:–|\.\.)\s*")
_CLOCKS: Final = frozenset({"DAYTIME", "TIMERANGE", "DURATION24", "DAYTIME_SEQUENCE"})
_MOMENTS: Final = frozenset({"DATETIME", "DATETIME_SEQUENCE"})
_SCALED: Final = frozenset({"FIXEDPOINT", "FIXEDPOINT_SEQUENCE", "LATLON"})
_TIMES: Final = _CLOCKS | _MOMENTS
_SEPARATED: Final = frozenset({"LATLON", "DAYTIME_SEQUENCE", "DATETIME_SEQUENCE"})


def _kind(question: Question) -> QuestionType:
    kind = type_named(question.type)
    return kind if kind is not None else QuestionType(name=question.type, number=0)


def takes_choices(question: Question) -> bool:
    """Say whether a question has choices, or labels."""
    return _kind(question).choosing is not Choosing.NONE


def takes_bounds(question: Question) -> bool:
    """Say whether bounds mean anything for a question."""
    return _kind(question).bounded is not Bounded.NOTHING


def takes_decimals(question: Question) -> bool:
    """Say whether the numbers of a question have places after their point."""
    return question.type in _SCALED


def takes_units(question: Question) -> bool:
    """Say whether a question can be a duration that is told in days, hours, minutes or seconds."""
    return question.type in {"INT", "DURATION24"}


def takes_default(question: Question) -> bool:
    """Say whether an answer can be proposed."""
    kind = _kind(question)
    return kind.answerable and not kind.secret


def fresh_uid(questions: Iterable[Question]) -> str:
    """Return a uid that no question has: ``q7`` for the seventh, or the next one that is free."""
    taken = {one.uid for one in questions}
    number = len(taken) + 1
    while f"q{number}" in taken:
        number += 1
    return f"q{number}"


def new_question(uid: str, text: str) -> Question:
    """Return a question that asks for a line of text."""
    return Question(line=0, uid=uid, text=text, html="", type="TEXT")


def with_type(question: Question, name: str, choices: Sequence[str] = ()) -> Question:
    """Return a question of another type, without what means something else there.

    Args:
        question: The question.
        name: The type.
        choices: What can be chosen, where the new type needs it and nothing can be yet.
    """
    before, kind = _kind(question), type_named(name)
    if kind is None or name == question.type:
        return question
    kept = question.choices
    if kind.choosing is Choosing.NONE:
        kept = ()
    elif kind.choosing is Choosing.PAIR:
        kept = kept if len(kept) == 2 else tuple(choices[:2])
    elif not kept:
        kept = tuple(choices)
    low, high = (question.low, question.high)
    if kind.bounded is not before.bounded or (name in _SCALED) != (question.type in _SCALED):
        low, high = NO_BOUNDS
    unit = "" if question.unit == TIME_UNIT and name not in _TIMES else question.unit
    made = replace(
        question,
        type=name,
        choices=kept,
        num_choices=len(kept),
        low=low,
        high=high,
        decimals=question.decimals if name in _SCALED else 0,
        unit=unit or (TIME_UNIT if name in _TIMES else ""),
    )
    # What was proposed for another type stays only if it could be answered here.
    return made if _is_possible(made, made.default) else replace(made, default="")


def _is_possible(question: Question, raw: str) -> bool:
    given = parse_raw(question, raw)
    if given is None:
        return False
    try:
        check_given(question, given)
    except UserError:
        return False
    return True


def with_choices(question: Question, text: str) -> Question:
    """Return a question with other choices, one a line; empty lines are none."""
    choices = tuple(line.strip() for line in text.split("\n") if line.strip())
    # Files disagree with the list; a count that was right stays right.
    right = question.num_choices == len(question.choices)
    return replace(
        question, choices=choices, num_choices=len(choices) if right else question.num_choices
    )


def typed_bounds(question: Question) -> str:
    """Return the bounds of a question as they are typed: ``1 to 10``; empty where there are none.

    They are numbers, times or lengths as its type has them.
    """
    bounds = question.bounds
    return "" if bounds is None else " to ".join(_written(question, one) for one in bounds)


def read_bounds(question: Question, text: str) -> tuple[int, int]:
    """Return the least and the greatest value that somebody typed; no text is no bounds.

    Raises:
        UserError: They are no two values, or the first is not the lesser one.
    """
    if not text.strip():
        return NO_BOUNDS
    parts = _BETWEEN.split(text.strip())
    values = [_read(question, part) for part in parts]
    if len(values) != 2 or values[0] is None or values[1] is None:
        raise UserError(f"Bounds are typed like {_example(question)}.")
    if values[0] >= values[1]:
        raise UserError("The second one has to be the greater one.")
    return values[0], values[1]


def _example(question: Question) -> str:
    if question.type in _MOMENTS:
        return "2026-01-01 to 2026-12-31"
    if question.type in _CLOCKS:
        return "18:00 to 23:30"
    return "0.5 to 3" if question.type in _SCALED and question.decimals > 0 else "1 to 10"


def _written(question: Question, value: int) -> str:
    if _kind(question).bounded is Bounded.LENGTH:
        return str(value)
    if question.type in _MOMENTS:
        return moment_text(value)
    if question.type in _CLOCKS:
        return clock_text(value)
    return scaled_text(value, question.decimals if question.type in _SCALED else 0)


def _read(question: Question, text: str) -> int | None:
    if _kind(question).bounded is Bounded.LENGTH:
        return read_scaled(text)
    if question.type in _MOMENTS:
        return read_moment(text)
    if question.type in _CLOCKS:
        return read_clock(text)
    return read_scaled(text, question.decimals if question.type in _SCALED else 0)


def typed_default(question: Question) -> str:
    """Return the proposed answer as it is typed; one that cannot be read stands as it is."""
    raw = question.default
    if parse_raw(question, raw) is None:
        return raw
    if question.type == "TIMERANGE":
        return _joined(question, raw, " to ")
    if question.type in _SEPARATED:
        return _joined(question, raw, ", ")
    kind = _kind(question)
    return raw if kind.is_text else _joined(question, raw, "")


def _joined(question: Question, raw: str, between: str) -> str:
    parts = raw.split(",")
    if not all(part.lstrip("-").isdigit() for part in parts):
        return raw
    return between.join(_written(question, int(part)) for part in parts)


def read_default(question: Question, text: str) -> str:
    """Return a proposed answer in raw form.

    Raises:
        UserError: It could not be an answer to the question.
    """
    if not text.strip():
        return ""
    if question.type in _SEPARATED or not _kind(question).is_text:
        values = _parted(question, text)
        if any(value is None for value in values):
            raise UserError("This cannot be read as an answer to the question.")
        text = ",".join(map(str, values))
    given = parse_raw(question, text)
    if given is None:
        raise UserError("This cannot be read as an answer to the question.")
    check_given(question, given)
    return text


def _parted(question: Question, text: str) -> list[int | None]:
    parts = [text]
    if question.type == "TIMERANGE":
        parts = _BETWEEN.split(text.strip())
    elif question.type in _SEPARATED:
        parts = text.split(",")
    return [_read(question, part.strip()) for part in parts]
