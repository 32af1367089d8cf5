"""What can be written into a line, so that every program that reads the format can read it back.

Source: survey specification, sections 2 and 8.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sessionary.core.survey.fields import LONGEST_FIELD, LONGEST_LINE, encode_answer
from sessionary.core.survey.lines import kept
from sessionary.core.survey.refusals import Refused

if TYPE_CHECKING:
    from sessionary.core.survey.records import Answer, Generation

_INTEGERS: Final = {
    "value": 64,
    "lat": 64,
    "lon": 64,
    "time_begin": 64,
    "time_end": 64,
    "time_zone_delta": 32,
    "dst_delta": 32,
    "flags": 32,
    "stored": 64,
}


def check_answer(answer: Answer, generation: Generation, *, end: str = "\n") -> None:
    """Refuse an answer that cannot be written.

    Args:
        answer: The answer.
        generation: Of the file.
        end: The terminator of its line.

    Raises:
        Refused: R-BACKSLASH-END, R-TOO-LONG, NUL, NOT-UTF8 or INT-RANGE.
    """
    for name in ("uid", "text", "unit"):
        check_text(getattr(answer, name), name, answer.uid)
    for name, bits in _INTEGERS.items():
        check_integer(getattr(answer, name), name, bits, answer.uid)
    check_line(encode_answer(answer, generation), end, answer.uid)


def check_text(text: str, field: str, uid: str, *, backslash: bool = False) -> None:
    """Refuse a text that no field can hold.

    Args:
        text: The text.
        field: The field's name.
        uid: The question concerned.
        backslash: Whether it may end in a backslash.

    Raises:
        Refused: R-BACKSLASH-END, R-TOO-LONG, NUL or NOT-UTF8.
    """
    if text.endswith("\\") and not backslash:
        said = "The original refuses a session with a value that ends in a backslash."
        raise Refused("R-BACKSLASH-END", said, uid=uid, field=field)
    if "\0" in text:
        raise Refused("NUL", "A line cannot hold a NUL byte.", uid=uid, field=field)
    try:
        length = len(kept(text))
    except UnicodeEncodeError:
        said = "The text holds half a character."
        raise Refused("NOT-UTF8", said, uid=uid, field=field) from None
    if length > LONGEST_FIELD:
        said = f"The field would have {length} bytes, at most {LONGEST_FIELD} are allowed."
        raise Refused("R-TOO-LONG", said, uid=uid, field=field)


def check_integer(value: int, field: str, bits: int, uid: str) -> None:
    """Refuse a number that does not fit into its field, as INT-RANGE."""
    top = 1 << (bits - 1)
    if not -top <= value < top:
        said = f"The field {field} holds an integer of {bits} bits."
        raise Refused("INT-RANGE", said, uid=uid, field=field)


def check_line(text: str, end: str, uid: str) -> None:
    """Refuse a line that is too long to be read, as R-TOO-LONG.

    Args:
        text: The line's bytes before its terminator.
        end: The terminator; a CR counts as one of the line's bytes.
        uid: The question concerned.
    """
    length = len(text) + len(end.removesuffix("\n"))
    if length > LONGEST_LINE:
        said = f"The line would have {length} bytes, at most {LONGEST_LINE} are allowed."
        raise Refused("R-TOO-LONG", said, uid=uid)
