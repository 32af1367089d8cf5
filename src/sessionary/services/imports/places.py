"""Where in a file something stands, in the words of reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sessionary.formats.records import Record


def inside(record: Record, key: str) -> str:
    """Return the place of something inside a record: ``events[3].id`` or ``line 3, id``."""
    if not record.place:
        return key
    return f"{record.place}, {key}" if record.place.startswith("line") else f"{record.place}.{key}"
