"""What an answer of each type may say: told when a file is read, refused when it is given.

Source: survey specification, section 5.1. The original program checks next to nothing of it, so
what stands in a file is a warning; what is given here is refused with the same code.
"""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise
from operator import attrgetter
from typing import TYPE_CHECKING, Final, NamedTuple

from sessionary.core.survey.fields import FieldFault, read_integer
from sessionary.core.survey.findings import Level
from sessionary.core.survey.question_types import (
    DATA_FIELDS,
    QUESTION_TYPES,
    Choosing,
    QuestionType,
    is_hash,
    type_named,
)
from sessionary.core.survey.refusals import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sessionary.core.survey.given import Given
    from sessionary.core.survey.records import Answer, Question

SECONDS_PER_DAY: Final = 86400
"""The end of a day, which is a time of that day too: 24:00."""

MOST_DECIMALS: Final = 18
"""With more decimal places no stored integer comes near a whole number."""

_LAT, _LON = 90, 180
_INT32 = range(-(1 << 31), 1 << 31)
_DECIMAL = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_UUID = re.compile(r"(?!-)[0-9a-f-]{36}")
_CANONICAL_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Fault(NamedTuple):
    """What is wrong with the data of an answer.

    Attributes:
        code: The stable name, such as ``V-RANGE``.
        level: A warning, or an information that never refuses anything.
        field: The data field concerned.
        message: The whole in a sentence; it quotes no answer.
    """

    code: str
    level: Level
    field: str
    message: str


def reading_findings(answer: Answer, question: Question | None) -> Iterator[Fault]:
    """Tell what is odd about the data of an answer that stands in a file.

    Args:
        answer: Its own type decides what is looked at. System answers have no rules.
        question: The question that it answers; without it, or where it is of another type,
            bounds and choices are not looked at.
    """
    kind = type_named(answer.type)
    if kind is None or answer.is_system:
        return
    if question is not None and question.type != answer.type:
        question = None
    yield from _faults(kind, answer, question)
    yield from _stray(kind, answer)


def check_given(question: Question, given: Given, *, editing: bool = True) -> None:
    """Refuse what may not be given as an answer.

    Args:
        question: The question that is answered.
        given: The answer, a secret still as it was typed.
        editing: Whether a person gives it, so that what is mandatory may not be skipped and what
            is written is in its one right form. Unused fields are kept as they come.

    Raises:
        Refused: A code of section 5; ``R-SYSTEM`` for what nobody may answer.
    """
    kind = type_named(question.type)
    if kind is None or kind.name == "META":
        raise Refused("R-SYSTEM", "Nobody can answer this question.", uid=question.uid)
    faults = _editing_faults(kind, given, question) if editing else _faults(kind, given, question)
    for fault in faults:
        if fault.level is not Level.INFO:
            raise Refused(fault.code, fault.message, uid=question.uid, field=fault.field)


def _editing_faults(kind: QuestionType, given: Given, question: Question) -> Iterator[Fault]:
    if kind.skippable and not given.text and question.is_mandatory:
        yield _wrong("V-MANDATORY", "text", "This question must be answered.")
    if kind.secret:
        # What was typed becomes a hash afterwards; only that something was typed counts.
        if not given.text and not kind.skippable:
            yield _wrong(kind.code, "text", "Type something to keep its hash.")
        return
    yield from _faults(kind, given, question)
    if kind.name == "INT" and given.value not in _INT32:
        yield _wrong(kind.code, "value", "The number does not fit into 32 bits.")
    if kind.name == "UUID" and not _CANONICAL_UUID.fullmatch(given.text):
        yield _wrong(kind.code, "text", "The dashes of the UUID are not where they belong.")


def _faults(kind: QuestionType, data: Answer | Given, question: Question | None) -> Iterable[Fault]:
    if kind.skippable and not data.text:
        return ()
    return _RULES.get(kind.name, _nothing)(kind, data, question)


def _nothing(
    _kind: QuestionType, _data: Answer | Given, _question: Question | None
) -> Iterable[Fault]:
    return ()


def _number(kind: QuestionType, data: Answer | Given, question: Question | None) -> Iterator[Fault]:
    yield from _bounds(kind, "value", data.value, question)


def _duration(
    kind: QuestionType, data: Answer | Given, question: Question | None
) -> Iterator[Fault]:
    if not 0 <= data.value <= SECONDS_PER_DAY:
        yield _wrong(kind.code, "value", "A duration is of 0 to 86400 seconds.")
    else:
        yield from _bounds(kind, "value", data.value, question)


def _date_time(
    kind: QuestionType, data: Answer | Given, question: Question | None
) -> Iterator[Fault]:
    yield from _bounds(kind, "time_begin", data.time_begin, question)


def _day_time(
    kind: QuestionType, data: Answer | Given, question: Question | None
) -> Iterator[Fault]:
    if not 0 <= data.time_begin <= SECONDS_PER_DAY:
        yield _wrong(kind.code, "time_begin", "A time of day is of 0 to 86400 seconds.")
    else:
        yield from _bounds(kind, "time_begin", data.time_begin, question)


def _time_range(
    kind: QuestionType, data: Answer | Given, _question: Question | None
) -> Iterator[Fault]:
    for name in ("time_begin", "time_end"):
        if not 0 <= getattr(data, name) <= SECONDS_PER_DAY:
            yield _wrong(kind.code, name, "A time of day is of 0 to 86400 seconds.")
            return
    if data.time_begin > data.time_end:
        said = "The range begins later than it ends: it goes past midnight."
        yield Fault("V-WRAP", Level.INFO, "time_begin", said)


def _coordinates(
    kind: QuestionType, data: Answer | Given, question: Question | None
) -> Iterator[Fault]:
    if question is None or question.decimals > MOST_DECIMALS:
        # How many decimal places there are only the question says; with that many all are near 0.
        return
    scale = 10 ** max(question.decimals, 0)
    for name, value, most in (("lat", data.lat, _LAT), ("lon", data.lon, _LON)):
        if abs(value) > most * scale:
            yield _wrong(kind.code, name, f"{name} is beyond {most} degrees.")
            return


def _length(kind: QuestionType, data: Answer | Given, question: Question | None) -> Iterator[Fault]:
    bounds = None if question is None else question.bounds
    if bounds is not None and not bounds[0] <= len(data.text) <= bounds[1]:
        said = f"The text must have {bounds[0]} to {bounds[1]} characters."
        yield _wrong(kind.code, "text", said)


def _email(kind: QuestionType, data: Answer | Given, _question: Question | None) -> Iterator[Fault]:
    before, _at, after = data.text.partition("@")
    blank = any(letter.isspace() for letter in data.text)
    if not before or not after or "@" in after or blank:
        said = "An e-mail address has one @ with something on both sides and no blanks."
        yield _wrong(kind.code, "text", said)


def _one_choice(
    kind: QuestionType, data: Answer | Given, question: Question | None
) -> Iterator[Fault]:
    if question is None:
        return
    allowed = question.choices[:2] if kind.choosing is Choosing.PAIR else question.choices
    if data.text not in allowed:
        yield _wrong(kind.code, "text", "The answer is not one of the choices.")


def _many_choices(
    kind: QuestionType, data: Answer | Given, question: Question | None
) -> Iterator[Fault]:
    chosen = data.text.split(",")
    if len(set(chosen)) < len(chosen):
        yield _wrong(kind.code, "text", "A choice is named twice.")
    elif question is not None and not set(chosen) <= set(question.choices):
        yield _wrong(kind.code, "text", "The answer names what is not one of the choices.")


def _sequence(
    kind: QuestionType, data: Answer | Given, question: Question | None
) -> Iterator[Fault]:
    numbers = sequence_numbers(kind.name, data.text)
    if numbers is None:
        yield _wrong(kind.code, "text", "The answer is not a list of numbers of its kind.")
    elif question is not None and len(numbers) != len(question.choices):
        said = f"The list must have {len(question.choices)} numbers, one for each choice."
        yield _wrong(kind.code, "text", said)
    elif any(after < before for before, after in pairwise(numbers)):
        yield _wrong(kind.code, "text", "The numbers must not descend.")


def _sha1(kind: QuestionType, data: Answer | Given, _question: Question | None) -> Iterator[Fault]:
    if not is_hash(data.text):
        yield _wrong(kind.code, "text", "This is no SHA1: 40 lower-case hexadecimal digits.")


def _uuid(kind: QuestionType, data: Answer | Given, _question: Question | None) -> Iterator[Fault]:
    if not _UUID.fullmatch(data.text):
        said = "A UUID has 36 characters of 0-9, a-f and dashes, and starts with no dash."
        yield _wrong(kind.code, "text", said)


def _upload(
    kind: QuestionType, _data: Answer | Given, _question: Question | None
) -> Iterator[Fault]:
    yield _wrong(kind.code, "", "Nothing can be uploaded; the answer is shown as it stands.")


_RULES: Final[dict[str, Callable[..., Iterable[Fault]]]] = {
    "INT": _number,
    "FIXEDPOINT": _number,
    "MULTICHOICE": _many_choices,
    "MULTISELECT": _many_choices,
    "LATLON": _coordinates,
    "DATETIME": _date_time,
    "DAYTIME": _day_time,
    "TIMERANGE": _time_range,
    "UPLOAD": _upload,
    "TEXT": _length,
    "CHECKBOX": _one_choice,
    "TEXTAREA": _length,
    "EMAIL": _email,
    "SINGLECHOICE": _one_choice,
    "SINGLESELECT": _one_choice,
    "FIXEDPOINT_SEQUENCE": _sequence,
    "DAYTIME_SEQUENCE": _sequence,
    "DATETIME_SEQUENCE": _sequence,
    "DURATION24": _duration,
    "DIALOG_DATA_CRAWLER": _one_choice,
    "SHA1_HASH": _sha1,
    "UUID": _uuid,
}


def sequence_numbers(type_name: str, text: str) -> tuple[Decimal, ...] | None:
    """Return the numbers of a sequence's text, None if it is no list of numbers of its type."""
    items = text.split(",")
    if type_name == "FIXEDPOINT_SEQUENCE":
        if not all(_DECIMAL.fullmatch(item) for item in items):
            return None
        return tuple(Decimal(item) for item in items)
    whole = []
    for item in items:
        try:
            whole.append(read_integer(item, 64)[0])
        except FieldFault:
            return None
    if type_name == "DAYTIME_SEQUENCE" and not all(0 <= one <= SECONDS_PER_DAY for one in whole):
        return None
    return tuple(Decimal(one) for one in whole)


def _bounds(
    kind: QuestionType, name: str, value: int, question: Question | None
) -> Iterator[Fault]:
    bounds = None if question is None else question.bounds
    if bounds is not None and not bounds[0] <= value <= bounds[1]:
        yield _wrong(kind.code, name, f"The value must be from {bounds[0]} to {bounds[1]}.")


_UNUSED: Final[dict[str, Callable[[Answer], tuple[object, ...]]]] = {
    kind.name: attrgetter(*(name for name in DATA_FIELDS if name not in kind.fields))
    for kind in QUESTION_TYPES.values()
    if kind.fields != DATA_FIELDS
}
"""The data fields that the answers of a type do not use; nearly always there is nothing in them."""


def _stray(kind: QuestionType, answer: Answer) -> Iterator[Fault]:
    if kind.name not in _UNUSED or not any(_UNUSED[kind.name](answer)):
        return
    for name in DATA_FIELDS:
        if name not in kind.fields and getattr(answer, name):
            said = f"A {kind.name} answer does not use the field {name}."
            yield Fault("V-STRAY", Level.INFO, name, said)


def _wrong(code: str, field: str, message: str) -> Fault:
    return Fault(code, Level.WARNING, field, message)
