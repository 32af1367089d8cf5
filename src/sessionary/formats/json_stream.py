"""The values of a JSON file one by one, each with its exact text, in bounded memory.

A file may be one value, a list, JSON Lines, values one after the other, or a bundle: an object
whose lists are read element by element. A broken value becomes a piece too, and reading goes on
behind it; so the pieces, and the punctuation between them, are the whole file.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from sessionary.core.json_text import JsonError, shown
from sessionary.formats.json_pieces import Piece
from sessionary.formats.json_resync import broken_length, error_alone
from sessionary.formats.json_window import Window
from sessionary.formats.records import COMMON_LIMITS, MEBIBYTE, Limits
from sessionary.formats.text_feed import CHUNK, TextFeed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sessionary.core.json_text import J
    from sessionary.formats.json_pieces import Shape
    from sessionary.formats.json_window import Taken

_REST: Final = MEBIBYTE
_SHOWN: Final = 20
_BLANKS: Final = " \t\r\n"


class JsonFile:
    """Goes through a JSON file once.

    Attributes:
        feed: Where the text comes from; tells the encoding and how far the reading is.
    """

    def __init__(
        self,
        path: Path,
        shape: Shape,
        *,
        limits: Limits = COMMON_LIMITS,
        chunk: int = CHUNK,
        again: bool = False,
    ) -> None:
        """Open the file; raise `FileRefused` or `OSError` as `TextFeed` does.

        Args:
            path: The file.
            shape: Which objects are bundles.
            limits: What one record may be.
            chunk: How many bytes are read at a time.
            again: Whether the same bytes were read before and every piece was good: then nothing
                is checked, and the pieces do not tell where they stand.
        """
        self._again = again
        self.feed = TextFeed(path, chunk=chunk)
        self._window = Window(self.feed, limits)
        self._shape = shape
        self._lead = ""
        self._bundle = 0
        self._one_line = True
        self._lost = False  # nothing good can be found behind the last piece
        self._broken = False  # the last piece was; then a comma may be missing
        self._misplaced: JsonError | None = None  # why the next piece does not belong there

    def close(self) -> None:
        """Close the file."""
        self.feed.close()

    def pieces(self) -> Iterator[Piece]:
        """Yield every piece of the file in order.

        Raises:
            FileRefused: As `TextFeed.read` does, or a record is longer than 16 MB.
        """
        bundles = 0
        first = True
        look = self._window.read_again if self._again else self._window.read
        while found := self._window.peek():
            if not (first or self._again):
                self._lead = _lead(*self._window.where())
            read = look() if found == "{" else None
            if found == "[":
                yield from self._list("")
            elif found == "{" and self._opens(read):
                bundles += 1
                self._bundle = bundles
                yield from self._of_bundle()
                self._bundle = 0
            elif read and self._again:
                yield self._take("", "", None, read)
            else:
                yield from self._value(read, first=first)
            first = False

    def _value(self, read: tuple[J, int] | None, *, first: bool) -> Iterator[Piece]:
        piece = self._take("", "", None, read)
        if first and not self._lost and self._window.peek():
            piece.lead = _lead(piece.line, piece.column)
        yield piece
        yield from self._rest(piece)

    def _opens(self, read: tuple[J, int] | None) -> bool:
        if read:
            return self._shape.opens(read[0])
        return self._opens_ahead()

    def _opens_ahead(self) -> bool:
        # Too long to be held, or wrong somewhere: as many keys are read as are needed to tell.
        window = self._window
        known: dict[str, J] = {}
        ahead = 1
        while ahead <= window.limits.size:
            key, ahead = self._key_ahead(ahead)
            if key is None:
                break
            found, ahead = window.look(ahead)
            if found == "[" and key in self._shape.lists:
                known[key] = []
                break
            taken = window.take(ahead)
            if taken.error:
                break
            known[key] = taken.value
            found, ahead = window.look(ahead + taken.length)
            if found != ",":
                break
            ahead += 1
        return self._shape.opens(known)

    def _key_ahead(self, ahead: int) -> tuple[str | None, int]:
        # The key that stands there and the place behind its colon; None if there is none.
        window = self._window
        found, ahead = window.look(ahead)
        if found != '"':
            return None, ahead
        taken = window.take(ahead)
        if taken.error:
            return None, ahead
        found, behind = window.look(ahead + taken.length)
        return (taken.value, behind + 1) if found == ":" else (None, ahead)

    def _of_bundle(self) -> Iterator[Piece]:
        window = self._window
        window.at += 1
        seen: set[str] = set()
        found = window.peek()
        while found not in ("", "}"):
            key, length = self._key_ahead(0)
            if key is None:
                yield from self._stop("a key in double quotes and a colon")
                return
            window.at += length
            again = key in seen
            seen.add(key)
            for piece in self._under(key):
                yield _repeated(piece, key) if again else piece
            if self._lost:
                return
            found, extra = self._after("}")
            if self._misplaced:
                self._misplaced = None
                extra = self._nothing("a comma or }")
            if extra:
                yield extra
        yield from self._closed(found, "}")

    def _under(self, key: str) -> Iterator[Piece]:
        if self._window.peek() == "[" and key in self._shape.lists:
            yield from self._list(key)
        else:
            piece = self._take("}", key, None)
            yield piece
            yield from self._rest(piece)

    def _list(self, key: str) -> Iterator[Piece]:
        window = self._window
        window.at += 1
        index = 0
        found = window.peek()
        while found not in ("", "]"):
            piece = self._take("]", key, index)
            yield piece
            if self._lost:
                yield from self._rest(piece)
                return
            index += 1
            found, extra = self._after("]")
            if extra:
                extra.key, extra.index = key, index
                yield extra
        yield from self._closed(found, "]")

    def _after(self, end: str) -> tuple[str, Piece | None]:
        # Goes past the comma behind a value: what comes next, and what is wrong between them.
        window = self._window
        found = window.peek()
        if found == ",":
            window.at += 1
            found = window.peek()
            self._broken = False
            return found, self._nothing("a value") if found == end else None
        if found not in ("", end) and not self._broken:
            self._misplaced = self._error(f"a comma or {end}")
        return found, None

    def _closed(self, found: str, end: str) -> Iterator[Piece]:
        if found:
            self._window.at += 1
        elif not self._broken:
            yield self._nothing(f"a comma or {end}")
        self._broken = False

    def _take(
        self, end: str, key: str, index: int | None, read: tuple[J, int] | None = None
    ) -> Piece:
        # This is the way of every good record: the shorter the better.
        window = self._window
        if self._again and (read := read or window.read_again()):
            text = window.text[window.at : read[1]]
            window.at = read[1]
            return Piece(read[0], text, "", self._bundle, key, index, 0, 0, 0)
        read = read or window.read()
        if read is None or self._misplaced:
            return self._take_with_care(end, key, index)
        value, behind = read
        line, column = window.where()
        text = window.text[window.at : behind]
        start = window.offset
        window.at = behind
        self._broken = False
        if self._one_line and "\n" in text:
            self._one_line = False
        return Piece(value, text, self._lead, self._bundle, key, index, line, column, start)

    def _take_with_care(self, end: str, key: str, index: int | None) -> Piece:
        window = self._window
        taken = window.take()
        if taken.error or self._misplaced:
            return self._take_broken(end, key, index, taken)
        return self._take(end, key, index, (taken.value, window.at + taken.length))

    def _take_broken(self, end: str, key: str, index: int | None, taken: Taken) -> Piece:
        window = self._window
        error, where = taken.error, (taken.line, taken.column)
        if self._misplaced:
            error, where = self._misplaced, window.where()
            self._misplaced = None
        length = taken.length or self._broken_length(end)
        text = window.text[window.at : window.at + length].rstrip(_BLANKS)
        if end and len(text) > 1 and text.endswith(","):
            text = text[:-1].rstrip(_BLANKS)
        line, column = window.where()
        if error is not None and where[0] > line + text.count("\n"):
            # It was met in what follows this part: read alone, the part says where it breaks off.
            error, where = error_alone(text, error, where, line, column)
        piece = Piece(
            None, text, self._lead, self._bundle, key, index, line, column, window.offset, error
        )
        piece.error_line, piece.error_column = where
        window.at += len(text)
        self._broken = True
        return piece

    def _broken_length(self, end: str) -> int:
        window = self._window
        found = window.peek()
        if not found or (end and found in (",", end)):
            return 0
        length = broken_length(window, end, one_line=self._one_line)
        if length is None:
            self._lost = True
            window.has(_REST)
            return min(_REST, len(window.text) - window.at)
        return length

    def _rest(self, broken: Piece) -> Iterator[Piece]:
        # The rest of a file that cannot be told apart any more, in parts that can be held.
        window = self._window
        while self._lost and window.peek():
            window.has(_REST)
            text = window.text[window.at : window.at + _REST]
            line, column = window.where()
            piece = replace(broken, text=text, line=line, column=column, start=window.offset)
            window.at += len(text)
            yield piece

    def _stop(self, expected: str) -> Iterator[Piece]:
        self._lost = True
        yield from self._rest(self._nothing(expected))

    def _nothing(self, expected: str) -> Piece:
        window = self._window
        error = self._error(expected)
        line, column = window.where()
        return Piece(
            None,
            "",
            self._lead,
            self._bundle,
            "",
            None,
            line,
            column,
            window.offset,
            error,
            line,
            column,
        )

    def _error(self, expected: str) -> JsonError:
        window = self._window
        window.has(_SHOWN)
        return JsonError("json.syntax", window.at, shown(window.text, window.at), expected)


def _lead(line: int, column: int) -> str:
    return f"line {line}" if column == 1 else f"line {line}, column {column}"


def _repeated(piece: Piece, key: str) -> Piece:
    if piece.error:
        return piece
    error = JsonError("json.duplicate_key", 0, f"the key {key} again", "each key once")
    return replace(piece, value=None, error=error, error_line=piece.line, error_column=piece.column)
