"""Finds the few documents whose text may be unusable, without reading all of them as values."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Connection

# Whoever asks looks at these more closely: SQLite's reader of JSON is quick, and not as strict.
_SUSPECTS = """
SELECT kind, key, text FROM document WHERE NOT CASE WHEN json_valid(text) THEN
    coalesce(json_array_length(text, '$.migrations') = 0
        AND json_type(text, '$.migrations') = 'array'
        AND json_type(text, '$.pending') = 'object'
        AND json_type(text, '$.data.record') = 'object'
        AND json_type(text, '$.data.own') = 'object'
        AND json_type(text, '$.data.spelling') = 'object'
        AND instr(text, '\\ud') = 0 AND instr(text, '\\uD') = 0, 0)
    ELSE 0 END ORDER BY kind, key
"""


def suspects(connection: Connection) -> list[tuple[str, str, str]]:
    """Return (kind, key, text) of the documents that are not plainly as they should be."""
    return [(row[0], row[1], row[2]) for row in connection.exec_driver_sql(_SUSPECTS)]
