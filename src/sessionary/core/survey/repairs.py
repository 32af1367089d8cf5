"""Damaged lines mended by hand, in sessions and definitions alike.

Source: survey specification, sections 1.4 and 2.3.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from sessionary.core.survey.fields import (
    ANSWER_FIELDS,
    TYPE_NAMES,
    FieldFault,
    read_integer,
    split_fields,
)
from sessionary.core.survey.lines import Line

if TYPE_CHECKING:
    from collections.abc import Sequence

_BEFORE_TEXT: Final = 2
_AFTER_TEXT: Final = len(ANSWER_FIELDS) - _BEFORE_TEXT - 1
_MOST_SPLIT: Final = 64
"""Over how many physical lines a record is looked for that was split."""


class Repair(NamedTuple):
    """A repair that may be proposed; it is never made unasked.

    Attributes:
        first, last: The physical lines that it replaces, counted from 1.
        text: The line that is to stand there, bytes as latin-1.
    """

    first: int
    last: int
    text: str


def repair(
    lines: Sequence[Line], number: int, text: str | None, *, through: int = 0
) -> tuple[Line, ...]:
    r"""Return the lines with one of them, or several, replaced by what somebody typed.

    Args:
        lines: The file.
        number: The physical line, counted from 1.
        text: Its new bytes as latin-1; a line feed in it makes several lines. None takes the
            line away.
        through: The last line that is replaced, for a record that was split; 0 for `number`.

    Returns:
        The lines; the last of the new ones ends as the last of the replaced ones did.
    """
    last = max(number, through)
    former = lines[number - 1 : last]
    if text is None or not former:
        return (*lines[: number - 1], *lines[last:])
    *inner, final = text.split("\n")
    end = former[0].end or _usual_end(lines)
    new = (*(Line(one, end) for one in inner), Line(final, former[-1].end))
    return (*lines[: number - 1], *new, *lines[last:])


def proposed_repair(lines: Sequence[Line], number: int) -> Repair | None:
    """Return how a defect of the first generation's writer may be mended in an answer's line.

    It wrote a colon as ``::``, a backslash as ``:`` and a backslash, and a line break, TAB or
    backspace as a backslash and the raw byte, so that a record may be split over several lines.

    Args:
        lines: The session's file.
        number: The first physical line of the damaged record, counted from 1.
    """
    record = ""
    for last in range(number, min(number + _MOST_SPLIT, len(lines) + 1)):
        record += lines[last - 1].text
        mended = _mended(record)
        if mended is not None:
            return Repair(number, last, mended)
        if not record.endswith("\\"):
            return None
        record += "\n"
    return None


def _mended(record: str) -> str | None:
    """Return the line that a record of the broken writer stands for, None if it is none.

    Only its text is looked at, between fields that hold no colons.
    """
    head, tail = record.split(":", _BEFORE_TEXT), record.rsplit(":", _AFTER_TEXT)
    if len(head) <= _BEFORE_TEXT or len(tail) <= _AFTER_TEXT:
        return None
    start = len(":".join(head[:_BEFORE_TEXT])) + 1
    end = len(record) - len(":".join(tail[1:])) - 1
    if end < start:
        return None
    text = _undone(record[start:end])
    if text is None or not _is_answer(head[:_BEFORE_TEXT], tail[1:]):
        return None
    return f"{record[:start]}{text}{record[end:]}"


def _is_answer(before: Sequence[str], after: Sequence[str]) -> bool:
    numbers = (*after[:7], *after[8:])
    if not before[0] or before[1].upper() not in TYPE_NAMES:
        return False
    try:
        for text in numbers:
            read_integer(text, 64)
        split_fields(":".join((before[0], after[7])))
    except FieldFault:
        return False
    return True


_BROKEN: Final = {
    "::": "\\:",
    ":\\": "\\\\",
    "\\\n": "\\n",
    "\\\r": "\\r",
    "\\\b": "\\b",
    # The first generation has no escape for a TAB.
    "\\\t": "\t",
}


def _undone(text: str) -> str | None:
    """Return a text of the broken writer as it should have been written."""
    written, at = [], 0
    while at < len(text):
        pair = text[at : at + 2]
        if pair in _BROKEN:
            written.append(_BROKEN[pair])
            at += 2
        elif text[at] in ":\\\n":
            return None
        else:
            written.append(text[at])
            at += 1
    return "".join(written)


def _usual_end(lines: Sequence[Line]) -> str:
    return next((line.end for line in lines if line.end), "\n")
