"""A line's bytes as text that can be edited: what is no text stands there in brackets.

``⟪E9⟫`` is the byte E9. Where a line itself says something of that shape, its first bracket is
written as bytes, so that every line comes back exactly.
"""

from __future__ import annotations

import re
from typing import Final

_SHAPE: Final = re.compile("\u27ea(?=[0-9A-F]{2}\u27eb)")
_BYTE: Final = re.compile("\u27ea([0-9A-F]{2})\u27eb")
_HALVES: Final = re.compile("[\ud800-\udc7f\udd00-\udfff]")
# Control characters, what breaks lines in an editor, and what it cannot tell from a blank.
_ODD: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\xa0\u2028\u2029\udc80-\udcff\ufdd0-\ufdef\ufeff\ufffc-\uffff]"
)


def raw_shown(line: str) -> str:
    """Return the bytes of a line, given as latin-1, as text for an editor."""
    text = line.encode("latin-1").decode("utf-8", "surrogateescape")
    return _ODD.sub(_written, _SHAPE.sub(_written, text))


def raw_kept(text: str) -> str:
    """Return what was typed as bytes in latin-1; the reverse of `raw_shown`."""
    pieces = _BYTE.split(_HALVES.sub("\ufffd", text))
    kept = [
        chr(int(piece, 16)) if place % 2 else _bytes(piece).decode("latin-1")
        for place, piece in enumerate(pieces)
    ]
    return "".join(kept)


def _written(match: re.Match[str]) -> str:
    return "".join(f"\u27ea{byte:02X}\u27eb" for byte in _bytes(match[0]))


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")
