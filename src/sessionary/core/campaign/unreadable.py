"""What a document that cannot be read may hide: the names in what is left of it.

Nobody knows any more whether players may know of it, so they may not: better a name too much left
out for them than one that was hidden.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_TEXT: Final = r'"((?:[^"\\]|\\.)*)"'
_NAME: Final = re.compile(rf'"(id|name)"\s*:\s*{_TEXT}')
_ALIASES: Final = re.compile(r'"aliases"\s*:\s*\[([^\]]*)(\]?)')
_TAGS: Final = re.compile(r'"hiddenTags"\s*:\s*\[([^\]]*)')
_ONE: Final = re.compile(_TEXT)
_LONGEST: Final = 60


def names_left_in(text: str, found_by: str = "") -> list[str]:
    """Return the names, aliases and ids that can still be made out in a stored text.

    Args:
        text: What is stored of a thing or a goal, cut off or in a form not known here.
        found_by: What searches found it by: its name first, then aliases, then running text. Asked
            where the text does not hold a name and all its aliases any more.
    """
    fields, aliases = _NAME.findall(text), _ALIASES.findall(text)
    names = [name for _, name in fields]
    names += [name for listed, _ in aliases for name in _ONE.findall(listed)]
    found = [*_spelt(names)]
    if "name" not in dict(fields) or not any(closed for _, closed in aliases):
        # Short lines may be names; a sentence among them hides nothing but itself.
        found += [line for line in found_by.splitlines() if 0 < len(line) <= _LONGEST]
    return [name for name in dict.fromkeys(found) if name.strip()]


def hidden_tags_left_in(text: str) -> list[str]:
    """Return the hidden tags that can still be made out in what is stored of a campaign."""
    return [*_spelt([tag for listed in _TAGS.findall(text) for tag in _ONE.findall(listed)])]


def _spelt(names: list[str]) -> Iterator[str]:
    for name in names:
        try:
            yield str(json.loads(f'"{name}"'))
        except ValueError:
            yield name
