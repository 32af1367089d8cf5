"""Where a broken part of a JSON file ends, so that the good parts behind it can be read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sessionary.core.json_text import JsonError, line_column, scan

if TYPE_CHECKING:
    from sessionary.formats.json_window import Window

# A string ends with its line at the latest: a quote that is missing shall not turn the rest of
# the file inside out.
_TOKEN: Final = re.compile(r'"(?:[^"\\\n]++|\\[^\n])*+("?)|[\[\]{}]|\n([ \t]*+)(?=([^ \t]))')
_STRING: Final = re.compile(r'"(?:[^"\\\n]++|\\[^\n])*+"?')
_PAIRS: Final = {"]": "[", "}": "{"}
_JUNK: Final = {
    "": re.compile(r"[^\n{\[]+"),
    "]": re.compile(r'[^,\]\[{"\n]+'),
    "}": re.compile(r'[^,}\[{"\n]+'),
}
_LONGEST_JUNK: Final = 64 * 1024
_FAILURES: Final = 1000
"""How many lines behind a broken record may look like the next one and not be it."""


def broken_length(window: Window, end: str, *, one_line: bool) -> int | None:
    """Return how long the broken value at the window's place is.

    Args:
        window: Stands on the first character of the value.
        end: ``]`` or ``}`` inside a list or an object, empty outside of both.
        one_line: Whether all records so far stood on one line each.

    Returns:
        At least 1; or None if what stands behind the error cannot be told, so that the rest of
        the file is broken too.
    """
    first = window.text[window.at]
    if first in "{[":
        return _Search(window, end, window.indent(), one_line).run()
    window.has(_LONGEST_JUNK)
    shape = _STRING if first == '"' else _JUNK[end]
    match = shape.match(window.text, window.at, window.at + _LONGEST_JUNK)
    return len(match[0]) if match else 1


@dataclass(slots=True)
class _Search:
    """Looks for the end of the broken value at the window's place, token by token."""

    window: Window
    end: str
    indent: str | None
    one_line: bool
    length: int = 0
    lines: int = 0
    failures: int = 0

    def run(self) -> int | None:
        """Return the length of the broken part; None if nothing good can be found behind it."""
        open_: list[str] | None = []  # None once brackets do not match
        while self.length < self.window.limits.size:
            token = self._token()
            if token is None:
                return None
            char = token[0][0]
            if char == "\n":
                if self._next_record(token):
                    return self.length
            elif open_ is not None and char != '"':
                open_ = _nested(open_, char)
                if open_ == []:
                    return self.length
        return None

    def _token(self) -> re.Match[str] | None:
        while True:
            token = _TOKEN.search(self.window.text, self.window.at + self.length)
            # At the end of what is held, a string or an indent may not be whole yet.
            if self.window.ended or (token and token.end() < len(self.window.text)):
                self.length = (token.end() if token else len(self.window.text)) - self.window.at
                return token
            if len(self.window.text) - self.window.at > 2 * self.window.limits.size:
                return None
            self.window.fill(len(self.window.text) - self.window.at)

    def _next_record(self, token: re.Match[str]) -> bool:
        self.lines += 1
        if token[2] != self.indent or token[3] not in "{[" or self.failures > _FAILURES:
            return False
        # Without an indent, the parts of a record may stand where records stand.
        if self.end and not self.indent and not self.one_line and self.lines > 1:
            return False
        ahead = token.end() - self.window.at
        before = token.start() - self.window.at
        if self._good(ahead):
            self.length = before + 1
            return True
        self.failures += 1
        return False

    def _good(self, ahead: int) -> bool:
        taken = self.window.take(ahead)
        if taken.error:
            return False
        following, _ = self.window.look(ahead + taken.length)
        if self.end:
            return following in ("", ",", self.end)
        return following not in (",", "]", "}")


def _nested(open_: list[str], char: str) -> list[str] | None:
    if char in "{[":
        open_.append(char)
        return open_
    return open_ if open_ and open_.pop() == _PAIRS[char] else None


def error_alone(
    text: str, error: JsonError, where: tuple[int, int], line: int, column: int
) -> tuple[JsonError, tuple[int, int]]:
    """Return the error of a part that is read without what follows it, and where that stands.

    Args:
        text: The part.
        error: What was found with all that follows; kept if the part alone has no error.
        where: Line and column of that.
        line: Where the part begins.
        column: Where in that line.
    """
    try:
        scan(text)
    except JsonError as alone:
        down, right = line_column(text, alone.position)
        return alone, (line + down - 1, right if down > 1 else column + right - 1)
    return error, where
