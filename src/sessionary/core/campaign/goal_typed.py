"""What people type of a goal: how far it shall come, and which events it tracks.

One line a sort of event: ``room_explored location=temple +1``. Values with blanks stand in quotes,
lists and objects as JSON: ``attack actor=["Brannoch", "Wren"] mechanics.roll={"type": "d20"}``.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from sessionary.core.campaign.record import Number, exact, list_at, number, object_at, text_at
from sessionary.core.problems import UserError
from sessionary.core.store.values import thaw

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sessionary.core.campaign.record import Record

_AMOUNT: Final = re.compile(r"([+\-\u2212])(\d{1,15}(?:[.,]\d{1,6})?)\Z")
_TARGET: Final = re.compile(r"\s*(\d{1,15}(?:[.,]\d{1,6})?)\s*(.*)\Z", re.DOTALL)
_PLAIN: Final = re.compile(r"[^\s\"\[\]{}]+\Z")
_QUOTED: Final = ('"', "[", "{")


def typed_target(text: str) -> tuple[Number | None, str]:
    """Return target and unit of a text such as ``20 rooms``; nothing is no target.

    Raises:
        UserError: It does not begin with a number.
    """
    if not text.strip():
        return None, ""
    found = _TARGET.match(text)
    if found is None:
        raise UserError("Write how many, and of what: 20 rooms.")
    return _number(found[1]), " ".join(found[2].split())


def _number(digits: str) -> Number:
    return exact(float(digits.replace(",", "."))) if re.search("[.,]", digits) else int(digits)


def tracked_lines(record: Record) -> str:
    """Return what a goal tracks as people type it, a line for each."""
    return "\n".join(_line(entry) for entry in list_at(record, "trackedEvents"))


def _line(entry: object) -> str:
    words = [_word(text_at(entry, "type"))]
    words += [f"{_key(key)}={_word(value)}" for key, value in object_at(entry, "filter").items()]
    amount = number(object_at(entry).get("contribution"))
    if amount is not None and amount != 1:
        words.append(f"+{amount}" if amount >= 0 else f"\u2212{-amount}")
    return " ".join(words)


def _key(key: str) -> str:
    plain = _PLAIN.match(key) and "=" not in key
    return key if plain else json.dumps(key, ensure_ascii=False)


def _word(value: Any) -> str:
    """Return a value so that it is read as itself again."""
    if isinstance(value, str) and _PLAIN.match(value) and "=" not in value and _is_text(value):
        return value
    return json.dumps(thaw(value), ensure_ascii=False)


def _is_text(word: str) -> bool:
    """Say whether a bare word is a text, and not a number or one of JSON's own words."""
    return _value(word) == word and not _AMOUNT.match(word)


def _value(word: str) -> Any:
    try:
        return json.loads(word)
    except (ValueError, RecursionError):
        return word


def typed_tracked(text: str, former: Sequence[object] = ()) -> list[Any]:
    """Return what a goal is to track.

    Args:
        text: A line for each sort of event, as :func:`tracked_lines` gives them.
        former: What it tracked; of a line that was not changed nothing is lost.

    Raises:
        UserError: A line cannot be read.
    """
    known = {_line(entry): entry for entry in former}
    lines = [line.strip() for line in text.replace("\t", " ").split("\n")]
    return [thaw(known[line]) if line in known else _entry(line) for line in lines if line]


def _entry(line: str) -> dict[str, Any]:
    words = _words(line)
    kind, *rest = words
    if isinstance(kind, tuple) or _AMOUNT.match(kind):
        raise UserError(f"“{line}”: the type of the event comes first, such as room_explored.")
    entry: dict[str, Any] = {"type": kind}
    wanted: dict[str, Any] = {}
    amount: Number = 1
    for word in rest:
        if isinstance(word, tuple):
            wanted[word[0]] = word[1]
        elif found := _AMOUNT.match(word):
            amount = _number(found[2]) * (1 if found[1] == "+" else -1)
        else:
            raise UserError(f"“{line}”: “{word}” is neither key=value nor an amount such as +2.")
    if wanted:
        entry["filter"] = wanted
    return {**entry, "contribution": amount}


def _words(line: str) -> list[Any]:
    """Return the words of a line; ``key=value`` is a pair."""
    found: list[Any] = []
    at = 0
    while at < len(line):
        if line[at] == " ":
            at += 1
            continue
        key, at = _until(line, at, " =") if line[at] not in _QUOTED else _quoted(line, at)
        if at < len(line) and line[at] == "=" and isinstance(key, str):
            value, at = (
                _quoted(line, at + 1)
                if line[at + 1 : at + 2] in _QUOTED
                else _until(line, at + 1, " ")
            )
            bare = line[at - 1] not in '"]}'
            found.append((key, _value(value) if bare and isinstance(value, str) else value))
        else:
            found.append(key if isinstance(key, str) else str(key))
    return found


def _until(line: str, start: int, ends: str) -> tuple[Any, int]:
    end = start
    while end < len(line) and line[end] not in ends:
        end += 1
    return line[start:end], end


def _quoted(line: str, start: int) -> tuple[Any, int]:
    try:
        return json.JSONDecoder().raw_decode(line, start)
    except (ValueError, RecursionError):
        raise UserError(f"“{line[start:]}” is neither a text in quotes nor JSON.") from None
