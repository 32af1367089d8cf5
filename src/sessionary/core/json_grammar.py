"""What is wrong with a JSON text, and where: the grammar of RFC 8259 with our limits."""

from __future__ import annotations

import json
import re
from typing import Final

MAX_DEPTH: Final = 100
MAX_DIGITS: Final = 4300
"""The longest whole number that Python turns from text into an int."""

NUMBER: Final = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")
_SPACES: Final = re.compile(r"[ \t\n\r]*")
_STRING: Final = re.compile(r'"(?:[^"\\\x00-\x1f]++|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*+"')
_STRING_PART: Final = re.compile(r'"(?:[^"\\\x00-\x1f]++|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*+')
_NOT_FINITE: Final = re.compile(r"NaN|-?Infinity")
_WORD: Final = re.compile(r"true|false|null")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


class JsonError(ValueError):
    """Text that is not JSON, or JSON that no library can hold.

    Attributes:
        code: ``json.syntax``, ``json.duplicate_key``, ``json.not_finite``, ``json.depth`` or
            ``value.range``.
        position: Where in the text, counted in characters from 0.
        found: What stood there, shortened.
        expected: What should have stood there.
    """

    def __init__(self, code: str, position: int, found: str, expected: str) -> None:
        super().__init__(f"{code} at {position}: found {found}, expected {expected}")
        self.code = code
        self.position = position
        self.found = found
        self.expected = expected


def skip_space(text: str, position: int) -> int:
    """Return the first place from `position` on that is no blank of JSON."""
    match = _SPACES.match(text, position)
    return match.end() if match else position


def shown(text: str, position: int, length: int = 20) -> str:
    """Return what stands at `position`, cut at the line's end, unprintable characters escaped."""
    part = text[position : position + length]
    if not part:
        return "the end of the text"
    line = part.partition("\n")[0].rstrip()
    if not line:
        return "the end of the line"
    return line if line.isprintable() else json.dumps(line)


def line_column(text: str, position: int) -> tuple[int, int]:
    """Return line and column of a place, both counted from 1."""
    return text.count("\n", 0, position) + 1, position - text.rfind("\n", 0, position)


class Checker:
    """Goes through one value of a text to find the first thing that is wrong with it.

    It is the grammar of `scan`, some ten times slower, without recursion and with places.
    """

    def __init__(self, text: str, start: int, deepest: int = MAX_DEPTH) -> None:
        self._text = text
        self._deepest = deepest
        self._at = start
        self._open: list[set[str] | None] = []  # the keys of each open object; None for a list
        self._fresh = False  # nothing stands in the innermost container yet

    def run(self) -> int:
        """Return the end of the value; raise `JsonError` at the first error."""
        self._value()
        while self._open:
            self._step()
        return self._at

    def _step(self) -> None:
        keys = self._open[-1]
        end, name = ("]", "list") if keys is None else ("}", "object")
        found = self._peek()
        if found == end:
            self._open.pop()
            self._at += 1
            self._fresh = False
            return
        if not self._fresh:
            if found != ",":
                raise self._syntax(f"a comma or the {name}'s end")
            self._at += 1
            self._peek()
        if keys is not None:
            self._key(keys)
        self._value()

    def _peek(self) -> str:
        self._at = skip_space(self._text, self._at)
        return self._text[self._at : self._at + 1]

    def _value(self) -> None:
        found = self._peek()
        self._fresh = found in ("{", "[")
        if self._fresh:
            if len(self._open) == self._deepest:
                found_level, expected = f"level {self._deepest + 1}", f"at most {self._deepest}"
                raise JsonError("json.depth", self._at, found_level, f"{expected} levels")
            self._open.append(set() if found == "{" else None)
            self._at += 1
        elif found == '"':
            self._string()
        else:
            self._bare()

    def _key(self, keys: set[str]) -> None:
        start = self._at
        if self._text[start : start + 1] != '"':
            raise self._syntax("a key in double quotes")
        key = self._string()
        if key in keys:
            raise JsonError(
                "json.duplicate_key", start, f"the key {shown(key, 0, 40)} again", "each key once"
            )
        keys.add(key)
        if self._peek() != ":":
            raise self._syntax("a colon")
        self._at += 1

    def _string(self) -> str:
        match = _STRING.match(self._text, self._at)
        if not match:
            part = _STRING_PART.match(self._text, self._at)
            self._at = part.end() if part else self._at
            raise self._syntax("the string's end, a character or a valid escape")
        value = str(json.loads(match[0]))
        if _SURROGATE.search(value):
            raise JsonError(
                "json.syntax", self._at, f"half a surrogate pair in {shown(value, 0)}", "characters"
            )
        self._at = match.end()
        return value

    def _bare(self) -> None:
        if number := NUMBER.match(self._text, self._at):
            self._number(number)
            self._at = number.end()
        elif word := _WORD.match(self._text, self._at):
            self._at = word.end()
        elif wrong := _NOT_FINITE.match(self._text, self._at):
            raise JsonError("json.not_finite", self._at, wrong[0], "a finite number")
        else:
            raise self._syntax("a value")

    def _number(self, number: re.Match[str]) -> None:
        text = number[0]
        if number[1] or number[2]:
            if abs(float(text)) == float("inf"):
                raise JsonError("json.not_finite", self._at, shown(text, 0), "a finite number")
        elif len(text.lstrip("-")) > MAX_DIGITS:
            raise JsonError(
                "value.range",
                self._at,
                f"a number of {len(text.lstrip('-'))} digits",
                f"at most {MAX_DIGITS} digits",
            )

    def _syntax(self, expected: str) -> JsonError:
        return JsonError("json.syntax", self._at, shown(self._text, self._at), expected)
