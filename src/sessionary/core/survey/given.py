"""What a respondent gives: the nine public fields of an answer, and the lines that hold them.

Type, unit, flags and the time of storing are ours; a public line has no room for them.

Source: survey specification, section 4.5.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from sessionary.core.survey.fields import (
    LONGEST_FIELD,
    LONGEST_LINE,
    FieldFault,
    encode_field,
    read_integer,
    split_fields,
)
from sessionary.core.survey.lines import kept, shown
from sessionary.core.survey.question_types import is_hash, is_secret
from sessionary.core.survey.records import Generation
from sessionary.core.survey.refusals import Refused

if TYPE_CHECKING:
    from sessionary.core.survey.records import Answer, SurveySession

PUBLIC_FIELDS: Final = (
    "uid",
    "text",
    "value",
    "lat",
    "lon",
    "time_begin",
    "time_end",
    "time_zone_delta",
    "dst_delta",
)
"""The fields that a respondent sees and gives, in their order."""

_BITS: Final = (64, 64, 64, 64, 64, 32, 32)
"""How wide the integers from `value` on are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """The data of one answer, as a respondent gives it.

    Attributes:
        uid: The question that it answers.
        text: For most types. A password is typed here, so it stands in no log.
        value: For numbers: the stored integer.
        time_begin, time_end: In seconds, of the day or since 1970 UTC as the type has it.
        time_zone_delta, dst_delta: In minutes; nearly always 0.
    """

    uid: str
    text: str = field(default="", repr=False)
    value: int = 0
    lat: int = 0
    lon: int = 0
    time_begin: int = 0
    time_end: int = 0
    time_zone_delta: int = 0
    dst_delta: int = 0


def given_of(answer: Answer) -> Given:
    """Return the public part of an answer."""
    return Given(
        uid=answer.uid,
        text=answer.text,
        value=answer.value,
        lat=answer.lat,
        lon=answer.lon,
        time_begin=answer.time_begin,
        time_end=answer.time_end,
        time_zone_delta=answer.time_zone_delta,
        dst_delta=answer.dst_delta,
    )


def hashed(given: Given) -> Given:
    """Return what is kept of a typed password or secret: the lower-case SHA1 of its bytes.

    An empty text stays empty: nothing was typed.
    """
    if not given.text:
        return given
    typed = given.text.encode("utf-8", "surrogateescape")
    # The format asks for SHA1; nothing is protected by it here.
    return replace(given, text=hashlib.sha1(typed, usedforsecurity=False).hexdigest())


def read_public_line(line: str) -> Given:
    """Return what a public line of nine fields gives.

    Args:
        line: The line without its terminator, decoded from UTF-8.

    Raises:
        Refused: ``FIELD-COUNT``, ``ESCAPE``, ``INT-SYNTAX``, ``INT-RANGE``, ``UID-EMPTY``,
            ``R-TOO-LONG``, ``NUL`` or ``NOT-UTF8``. The message quotes nothing.
    """
    text = _bytes_of(line)
    if len(text) > LONGEST_LINE:
        raise Refused("R-TOO-LONG", f"A line may have at most {LONGEST_LINE} bytes.")
    if "\0" in text:
        raise Refused("NUL", "A line cannot hold a NUL byte.")
    try:
        fields = split_fields(text)
    except FieldFault as fault:
        raise Refused(fault.code, fault.message, field=_name(fault.field_number)) from None
    _check_fields(fields)
    uid, said, *rest = (shown(one) for one in fields)
    numbers = [
        _whole(text, name, bits, uid)
        for text, name, bits in zip(rest, PUBLIC_FIELDS[2:], _BITS, strict=True)
    ]
    value, lat, lon, begin, end, zone, dst = numbers
    return Given(
        uid=uid,
        text=said,
        value=value,
        lat=lat,
        lon=lon,
        time_begin=begin,
        time_end=end,
        time_zone_delta=zone,
        dst_delta=dst,
    )


def write_public_line(given: Given, generation: Generation = Generation.SECOND) -> str:
    """Return the public line of what was given, decoded from UTF-8."""
    numbers = (getattr(given, name) for name in PUBLIC_FIELDS[2:])
    return ":".join(
        (
            shown(encode_field(given.uid, generation)),
            shown(encode_field(given.text, generation)),
            *(str(number) for number in numbers),
        )
    )


def respondent_lines(session: SurveySession) -> list[str]:
    """Return what the respondent of a session may see: a public line for each given answer.

    Deleted and system answers are left out. Of a password or secret that a file holds in plain
    text, only that it was given is told.
    """
    generation = session.generation or Generation.SECOND
    return [write_public_line(_public(answer), generation) for answer in session.given]


def _public(answer: Answer) -> Given:
    given = given_of(answer)
    # A PASSWORD of an old file may be the word itself, as a SHA1_HASH is that holds no hash.
    hashed_already = answer.type == "SHA1_HASH" and is_hash(answer.text)
    if is_secret(answer.type) and not hashed_already:
        return replace(given, text="")
    return given


def _bytes_of(line: str) -> str:
    try:
        return kept(line)
    except UnicodeEncodeError:
        raise Refused("NOT-UTF8", "The line holds half a character.") from None


def _check_fields(fields: list[str]) -> None:
    if len(fields) != len(PUBLIC_FIELDS):
        raise Refused(
            "FIELD-COUNT",
            f"A public line has {len(PUBLIC_FIELDS)} fields; this one has {len(fields)}.",
        )
    for name, text in zip(PUBLIC_FIELDS, fields, strict=True):
        if len(text) > LONGEST_FIELD:
            raise Refused(
                "R-TOO-LONG", f"A field may have at most {LONGEST_FIELD} bytes.", field=name
            )
    if not fields[0]:
        raise Refused("UID-EMPTY", "The line names no question.", field="uid")


def _whole(text: str, name: str, bits: int, uid: str) -> int:
    try:
        return read_integer(text, bits)[0]
    except FieldFault as fault:
        # What stands there may be a piece of a password whose colon was not escaped.
        said = f"The field {name} needs an integer of {bits} bits."
        raise Refused(fault.code, said, uid=uid, field=name) from None


def _name(number: int) -> str:
    return PUBLIC_FIELDS[number - 1] if 0 < number <= len(PUBLIC_FIELDS) else ""
