"""Locks of documents that were left behind by programs which nobody can ask any more."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_GIVE_BACK = (
    "UPDATE session_lock SET owner=NULL, busy=0, generation=generation+1 WHERE owner IS NOT NULL"
)


def give_all_back(path: Path) -> None:
    """Free all documents of a library that no program has open.

    Whoever held one and comes back in spite of that finds its lock lost, as by a takeover.
    """
    # What is damaged is told of by those who want to read it.
    with suppress(sqlite3.Error), closing(sqlite3.connect(path, isolation_level=None)) as plain:
        held = "SELECT 1 FROM session_lock WHERE owner IS NOT NULL LIMIT 1"
        if plain.execute(held).fetchone() is not None:
            plain.execute(_GIVE_BACK)
