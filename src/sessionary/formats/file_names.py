"""Names of files made from titles: stable, valid on every system, never outside their folder."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Final
from unicodedata import category, normalize

from sessionary.core.problems import UserError

NAME_BYTES: Final = 120
"""The longest name in bytes of UTF-8; paths of 260 characters still fit on Windows."""

_DIGITS: Final = "0123456789abcdefghjkmnpqrstvwxyz"
_SHORT: Final = 6
_ASCII: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 -_")

# Letters that show nothing: a name of them alone would look like no name.
_BLANK_LETTERS: Final = frozenset("\u115f\u1160\u17b4\u17b5\u3164\uffa0")
_BLANKS: Final = re.compile(r"[ ]{2,}")


class OutsideFolder(UserError):
    """A name that would leave the folder it was meant for."""


def short_id(id: str) -> str:  # noqa: A002 - the field's word
    """Return six characters that stand for `id` in a file name; the same for ever."""
    return _digits(id, _SHORT)


def safe_name(title: str, id: str, suffix: str = "") -> str:  # noqa: A002 - the field's word
    """Return a file name made of `title`, always ending with a short form of `id`.

    Letters and digits of any script, blanks, hyphens and underscores are kept, in NFC; anything
    else becomes a blank. The short id keeps names such as ``con`` valid on Windows and a session's
    file name recognisable when its title changes.

    Args:
        title: Any text; it may be empty.
        id: What the file is of; equal ids give equal names for equal titles.
        suffix: Such as ``.md``.
    """
    return _name(title, short_id(id), suffix)


class FolderNames:
    """Gives out the names of one folder, no two alike to a file system that ignores case."""

    def __init__(self) -> None:
        self._given: dict[tuple[str, str, str], str] = {}
        self._taken: set[str] = set()

    def name(self, title: str, id: str, suffix: str = "") -> str:  # noqa: A002 - the field's word
        """Return :func:`safe_name`, with more of the id where another file has that name.

        Asked twice for the same file, it answers the same. Names depend on the order of asking
        only where two ids share their short form and their title.
        """
        asked = (title, id, suffix)
        if asked not in self._given:
            length = _SHORT
            while same_file(name := _name(title, _digits(id, length), suffix)) in self._taken:
                length += 2
            self._taken.add(same_file(name))
            self._given[asked] = name
        return self._given[asked]


def same_file(name: str) -> str:
    """Return what two names share when some file system takes them for one."""
    return normalize("NFKC", normalize("NFKC", name).casefold())


def inside(folder: Path, name: str) -> Path:
    """Return the path of the file `name` in `folder`.

    Raises:
        OutsideFolder: If `name` is not the plain name of a file, or leads out of the folder.
    """
    plain = name not in {"", ".", ".."} and "\0" not in name
    if plain and PurePosixPath(name).name == name == PureWindowsPath(name).name:
        path = folder / name
        if path.parent.resolve() == folder.resolve():
            return path
    raise OutsideFolder(f"“{name}” is not the name of a file in this folder.")


def _digits(id: str, length: int) -> str:  # noqa: A002 - the field's word
    # Base 32 without i, l, o and u: readable aloud, equal in upper and lower case.
    seed = id.encode("utf-8", "surrogatepass")
    number = int.from_bytes(hashlib.blake2b(seed, digest_size=32).digest())
    return "".join(_DIGITS[number >> 5 * place & 31] for place in range(min(length, 51)))


def _name(title: str, mark: str, suffix: str) -> str:
    room = NAME_BYTES - len(f" {mark}{suffix}".encode())
    kept = "".join(c if _allowed(c) else " " for c in normalize("NFC", title))
    words = _BLANKS.sub(" ", kept).strip(" -_")
    while words and category(words[0]).startswith("M"):
        words = words[1:].strip(" -_")
    words = words.encode()[:room].decode("utf-8", "ignore").rstrip(" -_")
    return f"{words} {mark}{suffix}" if words else f"{mark}{suffix}"


def _allowed(character: str) -> bool:
    if character.isascii():
        return character in _ASCII
    return category(character)[0] in "LNM" and character not in _BLANK_LETTERS
