"""Values of answers: the raw form that defaults are written in, and the text that people read.

Source: survey specification, sections 5.2 and 5.3.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from sessionary.core.survey.fields import FieldFault, read_integer
from sessionary.core.survey.given import Given
from sessionary.core.survey.question_types import DATA_FIELDS, is_secret, type_named
from sessionary.core.survey.records import DAYS, HOURS, MINUTES, SECONDS, Answer
from sessionary.core.survey.validation import MOST_DECIMALS, SECONDS_PER_DAY, sequence_numbers

if TYPE_CHECKING:
    from collections.abc import Callable

    from sessionary.core.survey.records import Question

HASH_STORED: Final = "hash stored"
"""All that is ever shown of a secret."""

_UNITS: Final = ((DAYS, 86400, "d"), (HOURS, 3600, "h"), (MINUTES, 60, "min"), (SECONDS, 1, "s"))
_ALL_UNITS: Final = SECONDS | MINUTES | HOURS | DAYS
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def raw_form(answer: Answer) -> str:
    """Return an answer's value in the form of a default; empty where its type has none."""
    return raw_form_of(answer.type, answer)


def raw_form_of(type_name: str, data: Answer | Given) -> str:
    """Return data in the raw form of a type; empty where it has none (META, UPLOAD)."""
    kind = type_named(type_name)
    if kind is None or not kind.fields or kind.fields == DATA_FIELDS:
        return ""
    return ",".join(str(getattr(data, name)) for name in kind.fields)


def parse_raw(question: Question, text: str) -> Given | None:
    """Return what a text in raw form gives to a question, None if it does not parse.

    An empty text is no default. Bounds and choices are not looked at.
    """
    kind = type_named(question.type)
    if kind is None or not kind.fields or kind.fields == DATA_FIELDS or not text:
        return None
    if kind.is_text:
        return Given(uid=question.uid, text=text)
    parts = text.split(",")
    if len(parts) != len(kind.fields):
        return None
    try:
        numbers = [read_integer(part, 64)[0] for part in parts]
    except FieldFault:
        return None
    return Given(uid=question.uid, **dict(zip(kind.fields, numbers, strict=True)))  # type: ignore[arg-type] # number fields only


def value_text(data: Answer | Given, question: Question | None) -> str:
    """Return the value of an answer as people read it, on one or several lines.

    Args:
        data: An answer, whose own type decides, or what was given to the question.
        question: It says units, decimal places, labels, and how durations are told. Where it is
            missing or of another type, the stored numbers are told.

    Returns:
        Empty for what was skipped. A secret is only said to be stored. Bytes that are no UTF-8
        are replaced by U+FFFD.
    """
    type_name = data.type if isinstance(data, Answer) else question.type if question else ""
    if question is not None and question.type != type_name:
        question = None
    if is_secret(type_name):
        return HASH_STORED if data.text else ""
    unit = question.unit if question is not None else getattr(data, "unit", "")
    text = _TEXTS.get(type_name, _fields_text)(data, question, unit)
    return printable(text)


def printable(text: str) -> str:
    """Return a text with U+FFFD for each byte that is no UTF-8."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def fixed_point(value: int, decimals: int) -> str:
    """Return a stored integer as the number it stands for: 125 with two places is ``1.25``."""
    if decimals <= 0:
        return str(value)
    if decimals > MOST_DECIMALS:
        return f"{value}e-{decimals}"
    digits = str(abs(value)).rjust(decimals + 1, "0")
    sign = "-" if value < 0 else ""
    return f"{sign}{digits[:-decimals]}.{digits[-decimals:]}"


def duration_text(seconds: int, flags: int) -> str:
    """Return a duration in the units that a question's flags name: ``1 h 30 min``.

    The largest unit takes all that is above it. What is less than the smallest one is told in
    smaller units, so nothing is lost. Without any flag hours and minutes are meant.
    """
    units = flags & _ALL_UNITS or HOURS | MINUTES
    parts = []
    left = abs(seconds)
    for flag, size, name in _UNITS:
        below = flag < units & -units
        if flag & units or (below and left):
            count, left = divmod(left, size)
            if count:
                parts.append(f"{count} {name}")
    smallest = next(name for flag, _size, name in reversed(_UNITS) if flag & units)
    told = " ".join(parts) or f"0 {smallest}"
    return f"-{told}" if seconds < 0 else told


def day_time_text(seconds: int) -> str:
    """Return a time of day as ``19:30``, with seconds where there are any; 86400 is ``24:00``."""
    if not 0 <= seconds <= SECONDS_PER_DAY:
        return f"{seconds} seconds"
    minutes, second = divmod(seconds, 60)
    text = f"{minutes // 60:02}:{minutes % 60:02}"
    return f"{text}:{second:02}" if second else text


def date_time_text(seconds: int) -> str:
    """Return UNIX seconds as ``2024-07-06 18:00 UTC``; what no calendar holds as seconds."""
    try:
        when = _EPOCH + timedelta(seconds=seconds)
    except OverflowError:
        return f"{seconds} seconds since 1970"
    # strftime does not pad years before 1000 alike everywhere.
    text = f"{when.year:04}-{when.month:02}-{when.day:02} {when.hour:02}:{when.minute:02}"
    return f"{text}:{when.second:02} UTC" if when.second else f"{text} UTC"


def _with_unit(text: str, unit: str) -> str:
    return f"{text} {unit}" if unit else text


def _integer_text(data: Answer | Given, question: Question | None, unit: str) -> str:
    if question is not None and question.flags & _ALL_UNITS:
        return duration_text(data.value, question.flags)
    return _with_unit(str(data.value), unit)


def _fixed_point_text(data: Answer | Given, question: Question | None, unit: str) -> str:
    if question is None:
        return f"{data.value} (stored)"
    return _with_unit(fixed_point(data.value, question.decimals), unit)


def _list_text(data: Answer | Given, _question: Question | None, _unit: str) -> str:
    return ", ".join(data.text.split(","))


def _plain_text(data: Answer | Given, _question: Question | None, _unit: str) -> str:
    return data.text


def _coordinates_text(data: Answer | Given, question: Question | None, _unit: str) -> str:
    if question is None:
        return f"{data.lat}, {data.lon} (stored)"
    lat, lon = (fixed_point(one, question.decimals) for one in (data.lat, data.lon))
    return f"{lat}°, {lon}°"


def _date_text(data: Answer | Given, _question: Question | None, _unit: str) -> str:
    return date_time_text(data.time_begin)


def _time_text(data: Answer | Given, _question: Question | None, _unit: str) -> str:
    return day_time_text(data.time_begin)


def _range_text(data: Answer | Given, _question: Question | None, _unit: str) -> str:
    return f"{day_time_text(data.time_begin)} – {day_time_text(data.time_end)}"


def _duration_text(data: Answer | Given, question: Question | None, _unit: str) -> str:
    return duration_text(data.value, 0 if question is None else question.flags)


def _sequence_text(
    data: Answer | Given,
    question: Question | None,
    type_name: str,
    tell: Callable[[str], str],
) -> str:
    if not data.text or sequence_numbers(type_name, data.text) is None:
        return data.text
    items = [tell(item) for item in data.text.split(",")]
    if question is None or len(items) != len(question.choices):
        return ", ".join(items)
    return ", ".join(
        f"{label}: {item}" for label, item in zip(question.choices, items, strict=True)
    )


def _number_sequence(data: Answer | Given, question: Question | None, _unit: str) -> str:
    return _sequence_text(data, question, "FIXEDPOINT_SEQUENCE", str)


def _time_sequence(data: Answer | Given, question: Question | None, _unit: str) -> str:
    return _sequence_text(data, question, "DAYTIME_SEQUENCE", lambda item: day_time_text(int(item)))


def _date_sequence(data: Answer | Given, question: Question | None, _unit: str) -> str:
    return _sequence_text(
        data, question, "DATETIME_SEQUENCE", lambda item: date_time_text(int(item))
    )


def _fields_text(data: Answer | Given, _question: Question | None, _unit: str) -> str:
    """Tell whatever stands in the data fields: of a system answer or of a type without a form."""
    said = [data.text] if data.text else []
    said += [f"{name} {getattr(data, name)}" for name in DATA_FIELDS[1:] if getattr(data, name)]
    return ", ".join(said)


_TEXTS: Final[dict[str, Callable[[Answer | Given, Question | None, str], str]]] = {
    "INT": _integer_text,
    "FIXEDPOINT": _fixed_point_text,
    "MULTICHOICE": _list_text,
    "MULTISELECT": _list_text,
    "LATLON": _coordinates_text,
    "DATETIME": _date_text,
    "DAYTIME": _time_text,
    "TIMERANGE": _range_text,
    "TEXT": _plain_text,
    "CHECKBOX": _plain_text,
    "HIDDEN": _plain_text,
    "TEXTAREA": _plain_text,
    "EMAIL": _plain_text,
    "SINGLECHOICE": _plain_text,
    "SINGLESELECT": _plain_text,
    "FIXEDPOINT_SEQUENCE": _number_sequence,
    "DAYTIME_SEQUENCE": _time_sequence,
    "DATETIME_SEQUENCE": _date_sequence,
    "DURATION24": _duration_text,
    "DIALOG_DATA_CRAWLER": _plain_text,
    "UUID": _plain_text,
}
