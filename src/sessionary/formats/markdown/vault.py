"""What a note of a vault has more than a plain page: front matter, and links between notes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from sessionary.formats.markdown.escape import scalar

Field: TypeAlias = str | int | float | Sequence[str] | None


def front_matter(fields: Mapping[str, Field]) -> str:
    """Return the YAML block at the head of a note, with an empty line behind it.

    Fields that are empty are left out, so no note says ``null``. Every value is written as JSON,
    which YAML reads as that very text or number: ``yes``, ``0123`` and ``1:30`` stay texts.

    Args:
        fields: Plain words as keys, in the order in which they are to stand.
    """
    lines = ["---\n"]
    for key, value in fields.items():
        if value is None or value in ("", (), []):
            continue
        if isinstance(value, (str, int, float)):
            lines.append(f"{key}: {scalar(value)}\n")
        else:
            lines.append(f"{key}:\n")
            lines += [f"  - {scalar(entry)}\n" for entry in value]
    lines.append("---\n\n")
    return "".join(lines)


def tag(text: str) -> str:
    """Return a tag as Obsidian takes it: letters, digits, ``-`` and ``_``, and no number alone."""
    word = "-".join(
        part
        for part in "".join(c if c.isalnum() or c in "-_/" else " " for c in text).split()
        if part
    ).strip("/")
    return f"{word}-" if word.isdigit() else word
