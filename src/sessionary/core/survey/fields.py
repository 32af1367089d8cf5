r"""One physical line as fields, and fields as a line.

A record is fields joined by ``:``. There is no quoting; ``\`` starts an escape of two bytes. All of
it is about bytes, which stand here as latin-1, one character each; `lines.shown` decodes what
people see.

Source: survey specification, sections 2 and 4.2.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from sessionary.core.survey.lines import kept, shown
from sessionary.core.survey.question_types import LEGACY, QUESTION_TYPES
from sessionary.core.survey.records import Generation

if TYPE_CHECKING:
    from sessionary.core.survey.records import Answer, Question

LONGEST_LINE: Final = 65534
"""The most bytes of a physical line before its line feed."""
LONGEST_FIELD: Final = 16383
"""The most bytes of a field once it is decoded."""

QUESTION_FIELDS: Final = (
    "uid",
    "text",
    "html",
    "type",
    "flags",
    "default",
    "min",
    "max",
    "decimals",
    "num_choices",
    "choices",
    "unit",
)
ANSWER_FIELDS: Final = (
    "uid",
    "type",
    "text",
    "value",
    "lat",
    "lon",
    "time_begin",
    "time_end",
    "time_zone_delta",
    "dst_delta",
    "unit",
    "flags",
    "stored",
)

LEGACY_TYPE: Final = LEGACY.name
TYPE_NAMES: Final = frozenset(QUESTION_TYPES)
"""The names of types that files may hold, the legacy one among them."""

_ESCAPE = re.compile(r"\\(.?)", re.DOTALL)
# A decoded colon must not be taken for one that ends a field: above U+00FF there are no bytes.
_COLON = "\u0100"
_MEANS = {":": _COLON, "\\": "\\", "n": "\n", "r": "\r", "t": "\t", "b": "\b"}
_WRITTEN = {":": "\\:", "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\b": "\\b"}
_ESCAPES = {
    # A reader of the first generation refuses the escape of a TAB.
    Generation.FIRST: str.maketrans(_WRITTEN),
    Generation.SECOND: str.maketrans(_WRITTEN | {"\t": "\\t"}),
}
_INTEGER = re.compile(r"-?[0-9]+")
_MOST_DIGITS = 19
_QUOTED = 60


class FieldFault(Exception):
    """What keeps a line from being decoded.

    Attributes:
        code: The stable name of the finding, such as ``ESCAPE``.
        field_number: The field concerned, counted from 1; 0 if it is the whole line.
        message: The whole in a sentence for people.
    """

    def __init__(self, code: str, field_number: int, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.field_number = field_number
        self.message = message


def split_fields(text: str) -> list[str]:
    """Return the decoded fields of a line, however many there are.

    Args:
        text: The line without its terminator, bytes as latin-1.

    Returns:
        The values, still bytes as latin-1.

    Raises:
        FieldFault: ``ESCAPE``, with the number of the field that holds the escape.
    """
    if "\\" not in text:
        return text.split(":")
    try:
        plain = _ESCAPE.sub(lambda escape: _MEANS[escape[1]], text)
    except KeyError:
        raise _bad_escape(text) from None
    fields = plain.split(":")
    if _COLON in plain:
        return [field.replace(_COLON, ":") for field in fields]
    return fields


def _bad_escape(text: str) -> FieldFault:
    """Return the fault for the first escape of a line that is none."""
    bad = next(found for found in _ESCAPE.finditer(text) if found[1] not in _MEANS)
    before = _ESCAPE.sub("", text[: bad.start()])
    said = (
        f"The backslash before {bad[1]!r} starts no escape."
        if bad[1]
        else "A backslash is the last byte of the line."
    )
    return FieldFault("ESCAPE", before.count(":") + 1, said)


def _readable(text: str) -> str:
    """Return the text of a field; a piece of a list or a default is decoded from UTF-8 already."""
    try:
        return shown(text)
    except UnicodeEncodeError:
        return text


def read_integer(text: str, bits: int) -> tuple[int, bool]:
    """Return the integer of a field, and whether it is written in its shortest form.

    Args:
        text: The decoded field.
        bits: 64 or 32, the width that it must fit into.

    Raises:
        FieldFault: ``INT-SYNTAX`` or ``INT-RANGE``; its field number is 0.
    """
    if not _INTEGER.fullmatch(text):
        found = quoted(_readable(text)) if text else "an empty field"
        raise FieldFault("INT-SYNTAX", 0, f"Found {found} where an integer was expected.")
    digits = text.lstrip("-").lstrip("0") or "0"
    value = 0 if len(digits) > _MOST_DIGITS else int(digits)
    if text[0] == "-":
        value = -value
    top = 1 << (bits - 1)
    if len(digits) > _MOST_DIGITS or not -top <= value < top:
        raise FieldFault("INT-RANGE", 0, f"{quoted(text)} does not fit into {bits} bits.")
    return value, text == str(value)


def quoted(text: str) -> str:
    """Return a value as a message quotes it: its beginning, on one line."""
    return repr(text if len(text) <= _QUOTED else f"{text[: _QUOTED - 1]}…")


def encode_field(value: str, generation: Generation) -> str:
    """Return a value as it is written into a line.

    Args:
        value: The text as people see it; surrogates stand for bytes that are no UTF-8.
        generation: Of the file: the first has no escape for a TAB.

    Returns:
        Bytes as latin-1. Nothing is checked: not the length, not a NUL, which no line can hold.
    """
    return kept(value).translate(_ESCAPES[generation])


def encode_answer(answer: Answer, generation: Generation) -> str:
    """Return the line of an answer without its terminator, bytes as latin-1."""
    return ":".join(
        (
            encode_field(answer.uid, generation),
            answer.type.upper(),
            encode_field(answer.text, generation),
            str(answer.value),
            str(answer.lat),
            str(answer.lon),
            str(answer.time_begin),
            str(answer.time_end),
            str(answer.time_zone_delta),
            str(answer.dst_delta),
            encode_field(answer.unit, generation),
            str(answer.flags),
            str(answer.stored),
        )
    )


def encode_question(question: Question, generation: Generation = Generation.SECOND) -> str:
    """Return the line of a question without its terminator, bytes as latin-1."""
    return ":".join(
        (
            encode_field(question.uid, generation),
            encode_field(question.text, generation),
            encode_field(question.html, generation),
            question.type.upper(),
            str(question.flags),
            encode_field(question.default, generation),
            str(question.low),
            str(question.high),
            str(question.decimals),
            str(question.num_choices),
            encode_field(choice_list(question.choices), generation),
            encode_field(question.unit, generation),
        )
    )


def choice_list(choices: tuple[str, ...]) -> str:
    """Return choices as the field that holds them; `read_choices` takes it back."""
    joined = ",".join(choices)
    # One empty item at the end is ignored, so a last choice that is empty needs another.
    return joined + "," if choices and not choices[-1] else joined


def read_choices(text: str) -> tuple[str, ...]:
    """Return the items of a list of choices; a trailing empty one is none, others are."""
    choices = text.split(",")
    if not choices[-1]:
        choices.pop()
    return tuple(choices)
