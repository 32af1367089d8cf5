"""The members of one part of a library's JSON, each asked for by its name and type."""

from __future__ import annotations

from base64 import b64decode
from binascii import Error as Base64Error
from typing import TYPE_CHECKING, Final

from sessionary.core.json_text import MAX_DEPTH, scan, shown, skip_space
from sessionary.formats.records import MEBIBYTE, Limits

if TYPE_CHECKING:
    from sessionary.core.json_text import J
    from sessionary.formats.json_pieces import Piece

# A record that may be as deep as any stands some levels down here; and a document that grew past
# the limit of imports must come back all the same.
LIBRARY_LIMITS: Final = Limits(size=256 * MEBIBYTE, depth=MAX_DEPTH + 8)


class WrongMember(Exception):
    """A member of a part that is not what it should be."""

    def __init__(self, key: str, found: str, expected: str) -> None:
        super().__init__(key)
        self.key = key
        self.found = found
        self.expected = expected


class Members:
    """The members of one part. What is asked for and is not like that raises `WrongMember`."""

    def __init__(self, piece: Piece) -> None:
        if not isinstance(piece.value, dict):
            raise WrongMember("", shown(piece.text, 0, 40), "an object")
        self._value = piece.value
        self._texts = _members(piece.text)

    def has(self, key: str) -> bool:
        """Say whether there is a member."""
        return key in self._value

    def text(self, key: str) -> str:
        """Return a text."""
        return str(self._typed(key, str, "text"))

    def text_or(self, key: str, otherwise: str) -> str:
        """Return a text, or another value if there is no such member."""
        return self.text(key) if key in self._value else otherwise

    def text_or_none(self, key: str) -> str | None:
        """Return a text, None if it is null or missing."""
        return None if self._value.get(key) is None else self.text(key)

    def number(self, key: str) -> int:
        """Return a whole number."""
        return int(self._typed(key, int, "a whole number"))

    def number_or(self, key: str, otherwise: int) -> int:
        """Return a whole number, or another value if there is no such member."""
        return self.number(key) if key in self._value else otherwise

    def truth(self, key: str) -> bool:
        """Return true or false; false if there is no such member."""
        return bool(self._typed(key, bool, "true or false")) if key in self._value else False

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts; an empty one if there is no such member."""
        parts = self._typed(key, list, "a list") if key in self._value else []
        if not all(isinstance(part, str) for part in parts):
            raise self._wrong(key, "a list of texts")
        return tuple(parts)

    def record(self, key: str) -> str:
        """Return the exact text of any value."""
        if key not in self._texts:
            raise self._wrong(key, "a record")
        return self._texts[key]

    def object(self, key: str) -> str:
        """Return the exact text of an object."""
        self._typed(key, dict, "an object")
        return self._texts[key]

    def decoded(self, key: str) -> bytes:
        """Return the bytes that a text in base64 stands for."""
        try:
            return b64decode(self.text(key), validate=True)
        except (Base64Error, ValueError) as error:
            raise self._wrong(key, "base64") from error

    def _typed(self, key: str, kind: type, expected: str) -> J:
        value = self._value.get(key)
        if type(value) is not kind:
            raise self._wrong(key, expected)
        return value

    def _wrong(self, key: str, expected: str) -> WrongMember:
        return WrongMember(key, shown(self._texts.get(key, "nothing"), 0, 40), expected)


def _members(text: str) -> dict[str, str]:
    """Return the exact text of each member of an object that was read before."""
    members: dict[str, str] = {}
    at = skip_space(text, 1)
    while not text.startswith("}", at):
        key, at = scan(text, at, LIBRARY_LIMITS.depth)
        start = skip_space(text, skip_space(text, at) + 1)
        _, at = scan(text, start, LIBRARY_LIMITS.depth)
        members[key] = text[start:at]
        at = skip_space(text, at)
        if text.startswith(",", at):
            at = skip_space(text, at + 1)
    return members
