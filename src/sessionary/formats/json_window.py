"""The part of a JSON text that is looked at, sliding along a file of any size."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sessionary.core.json_text import JsonError, scan, scan_again, scan_part, skip_space
from sessionary.formats.records import COMMON_LIMITS, MEBIBYTE, FileRefused, Limits

if TYPE_CHECKING:
    from sessionary.core.json_text import J
    from sessionary.formats.text_feed import TextFeed

_LONGEST_INDENT: Final = 64


@dataclass(slots=True)
class Taken:
    """A value read from the window, or the error why there is none.

    Attributes:
        value: The value, None if there is an error.
        length: How many characters it has from the window's place on; 0 with an error.
        error: What is wrong with the text there.
        line, column: Where the error is, else where the value begins.
    """

    value: J
    length: int
    error: JsonError | None
    line: int
    column: int


class Window:
    """Holds one record and a chunk of a text, and knows lines and columns.

    Attributes:
        text: What is held.
        at: The place in `text` that comes next. `fill` moves it, so lengths from it are kept, not
            places.
        ended: Whether nothing comes after `text`.
    """

    def __init__(self, feed: TextFeed, limits: Limits = COMMON_LIMITS) -> None:
        self.feed = feed
        self.limits = limits
        self.text = ""
        self.at = 0
        self.ended = False
        self._dropped = 0
        self._line = 1
        self._line_start = 0  # place in `text` where the counted line begins; may be dropped
        self._counted = 0

    @property
    def offset(self) -> int:
        """The place of `at` in the whole text, in characters."""
        return self._dropped + self.at

    def fill(self, least: int = 1) -> bool:
        """Read on until at least `least` characters were added; tell whether any were."""
        parts: list[str] = []
        added = 0
        while added < least and not self.ended:
            part = self.feed.read()
            self.ended = not part
            parts.append(part)
            added += len(part)
        if added:
            self._count(self.at)
            # The indent of the line is kept: by it records are told from their parts.
            cut = self.at
            if 0 <= self.at - self._line_start <= _LONGEST_INDENT:
                cut = max(self._line_start, 0)
            self.text = "".join((self.text[cut:], *parts))
            self._dropped += cut
            self.at -= cut
            self._counted -= cut
            self._line_start -= cut
        return added > 0

    def has(self, length: int) -> bool:
        """Read on until `length` characters from `at` are held; tell whether there are so many."""
        missing = self.at + length - len(self.text)
        return missing <= 0 or (self.fill(missing) and len(self.text) - self.at >= length)

    def peek(self) -> str:
        """Go past blanks and return the character there, empty at the end."""
        while True:
            if self.at < len(self.text):
                found = self.text[self.at]
                if found > " ":
                    return found
                self.at = skip_space(self.text, self.at)
                if self.at < len(self.text):
                    return self.text[self.at]
            if not self.fill():
                return ""

    def where(self, position: int | None = None) -> tuple[int, int]:
        """Return line and column of a place in `text`, `at` by default."""
        self._count(self.at)
        if position is None or position <= self.at:
            return self._line, self.at - self._line_start + 1
        lines = self.text.count("\n", self.at, position)
        start = self.text.rfind("\n", self.at, position) + 1 if lines else self._line_start
        return self._line + lines, position - start + 1

    def indent(self) -> str | None:
        """Return the blanks between the line's start and `at`; None if there is more than that."""
        self._count(self.at)
        if self._line_start < 0:
            return None
        before = self.text[self._line_start : self.at]
        return before if not before.strip(" \t") else None

    def take(self, ahead: int = 0) -> Taken:
        """Read the value at `at` or `ahead` of it, without going past it.

        Raises:
            FileRefused: It is longer than one record may be.
        """
        while True:
            start = self.at + ahead
            try:
                read = (scan if self.ended else scan_part)(self.text, start, self.limits.depth)
            except JsonError as error:
                return Taken(None, 0, error, *self.where(error.position))
            if read is not None:
                value, end = read
                self._limit(start, end)
                return Taken(value, end - start, None, *self.where(start))
            if len(self.text) - start > self.limits.size:
                raise self._too_long(start)
            self.fill(len(self.text) - start)

    def read(self) -> tuple[J, int] | None:
        """Read the value at `at`.

        Returns:
            The value and the place in `text` behind it; None if it is wrong or not all held.
        """
        try:
            read = (scan if self.ended else scan_part)(self.text, self.at, self.limits.depth)
        except JsonError:
            return None
        # No character has more than four bytes, so most records are surely short enough.
        if read is not None and (read[1] - self.at) * 4 > self.limits.size:
            self._limit(self.at, read[1])
        return read

    def read_again(self) -> tuple[J, int] | None:
        """Read the value at `at` of a file that was found good before.

        Returns:
            As `read`; None too for a value that must be looked at with care after all.
        """
        return scan_again(self.text, self.at)

    def look(self, ahead: int) -> tuple[str, int]:
        """Return the first character from `ahead` of `at` on that is no blank, and how far it is.

        At the end the character is empty. `at` stays.
        """
        while True:
            place = skip_space(self.text, self.at + ahead)
            ahead = place - self.at
            if place < len(self.text):
                return self.text[place], ahead
            if not self.fill():
                return "", ahead

    def _limit(self, start: int, end: int) -> None:
        limit = self.limits.size
        if (end - start) * 4 > limit and len(self.text[start:end].encode()) > limit:
            raise self._too_long(start)

    def _too_long(self, start: int) -> FileRefused:
        line, column = self.where(start)
        return FileRefused(
            "file.limit",
            self.feed.name,
            f"line {line}, column {column}",
            f"a record of more than {self.limits.size // MEBIBYTE} MB",
            f"at most {self.limits.size // MEBIBYTE} MB a record",
        )

    def _count(self, place: int) -> None:
        if place <= self._counted:
            return
        lines = self.text.count("\n", self._counted, place)
        if lines:
            self._line += lines
            self._line_start = self.text.rfind("\n", self._counted, place) + 1
        self._counted = place
