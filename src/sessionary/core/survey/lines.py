"""Physical lines: a file as it stands on disk, byte for byte.

A survey's files are bytes. In the library a line is a string with one character U+0000–U+00FF for
each byte (latin-1); what is shown and searched is decoded from UTF-8 when it is wanted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any


class Line(NamedTuple):
    r"""One physical line.

    Attributes:
        text: Its bytes before the terminator, one character each (latin-1).
        end: ``"\n"``, ``"\r\n"``, or empty for a last line without one.
    """

    text: str
    end: str = "\n"


def split_lines(content: str) -> tuple[Line, ...]:
    """Return the lines of a file's bytes, given as latin-1; :func:`join_lines` takes it back."""
    lines = [
        Line(part[:-1], "\r\n") if part[-1:] == "\r" else Line(part) for part in content.split("\n")
    ]
    # What follows the last line feed has none; a file that ends with one has nothing there.
    last = content.rpartition("\n")[2]
    if last:
        lines[-1] = Line(last, "")
    else:
        lines.pop()
    return tuple(lines)


def join_lines(lines: Iterable[Line]) -> str:
    """Return the bytes of a file as latin-1."""
    return "".join(line.text + line.end for line in lines)


def lines_of(stored: Sequence[Sequence[Any]]) -> tuple[Line, ...]:
    """Return the lines that a document's record holds as ``[text, end]``."""
    return tuple(Line(str(text), str(end)) for text, end in stored)


def stored_lines(lines: Iterable[Line]) -> list[list[str]]:
    """Return lines as a document's record holds them."""
    return [[line.text, line.end] for line in lines]


def is_bytes(text: str) -> bool:
    """Say whether a text can stand for bytes: it has no character above U+00FF."""
    return text.isascii() or max(text) <= "\xff"


def shown(text: str) -> str:
    """Return the text that bytes given as latin-1 mean; what is no UTF-8 becomes surrogates."""
    return text.encode("latin-1").decode("utf-8", "surrogateescape")


def kept(text: str) -> str:
    """Return the bytes of a text as latin-1, as a line holds them; the reverse of `shown`."""
    return text.encode("utf-8", "surrogateescape").decode("latin-1")
