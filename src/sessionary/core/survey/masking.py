"""Raw lines as they may be shown: a password that a file holds in plain text is left out.

The file itself keeps it, so that it can be written back as it was.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from sessionary.core.survey.fields import ANSWER_FIELDS, TYPE_NAMES, FieldFault, split_fields
from sessionary.core.survey.question_types import is_secret
from sessionary.core.survey.values import HASH_STORED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sessionary.core.survey.lines import Line

_START: Final = re.compile(r"((?:[^:\\]|\\.)*:([A-Za-z0-9_]+):)((?:[^:\\]|\\.)*)", re.DOTALL)

_INSIDE: Final = re.compile(r":(?:PASSWORD|SHA1_HASH):", re.IGNORECASE)
_INTEGER: Final = re.compile(r"-?[0-9]+")


def masked_line(text: str) -> str:
    """Return a session's line with the text of a secret replaced; bytes as latin-1.

    Of a damaged line nothing is shown behind its type: nobody can tell where the text ends.
    """
    start = _START.match(text)
    if start is None or not is_secret(start[2].upper()):
        # A colon too many in the uid, and the type is no longer the second field.
        inside = _INSIDE.search(text)
        if inside is None or _is_record(text):
            return text
        return f"{text[: inside.end()]}{HASH_STORED}"
    if not _is_record(text):
        return f"{start[1]}{HASH_STORED}"
    return f"{start[1]}{HASH_STORED}{text[start.end() :]}" if start[3] else text


def masked_lines(lines: Sequence[Line]) -> Iterator[str]:
    """Yield the lines of a session as they may be shown; bytes as latin-1.

    The first generation split a record at a line break in its text, so what follows a damaged
    secret is left out until a line is whole again.
    """
    inside = False
    for line in lines:
        shown = masked_line(line.text)
        inside = not _is_record(line.text) and (inside or shown != line.text)
        yield HASH_STORED if inside and shown == line.text else shown


def _is_record(text: str) -> bool:
    """Say whether a line is an answer, and no piece of one."""
    try:
        fields = split_fields(text)
    except FieldFault:
        return False
    if len(fields) != len(ANSWER_FIELDS) or not fields[0] or fields[1].upper() not in TYPE_NAMES:
        return False
    # Where no integer stands, there may be the end of a text whose colon was not escaped.
    return all(_INTEGER.fullmatch(one) for one in (*fields[3:10], *fields[11:]))
