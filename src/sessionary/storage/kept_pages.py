"""Pages that were written once and are good until what they tell of changes: an index.

A page is kept with a seal, a digest of all that went into it. Nobody has to take a page away when
something changes: its seal is another one then.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sessionary.storage.connection import Reader, Writer

_SEAL_BYTES: Final = 16
_PREFIX: Final = "page:"


def entry_state(connection: Reader, document: int) -> tuple[Any, ...]:
    """Return what changes with each change of a document's entries, undone ones included.

    An act leaves an entry in one way only, so which entries there are, and which act each was
    last written by, tells all of what they say.
    """
    row = connection.exec_driver_sql(
        "SELECT count(*), sum(pk), group_concat(act) FROM "
        "(SELECT pk, act FROM entry WHERE document=? ORDER BY pk)",
        (document,),
    ).one()
    return tuple(row)


def kept_page(connection: Reader, name: str, seal: bytes) -> str | None:
    """Return a page that was kept under a name and this seal, None if there is none."""
    row = connection.exec_driver_sql(
        "SELECT blob FROM cache WHERE name=?", (_PREFIX + name,)
    ).first()
    if row is None or row[0][:_SEAL_BYTES] != seal:
        return None
    return zlib.decompress(row[0][_SEAL_BYTES:]).decode()


def packed_page(seal: bytes, text: str) -> bytes:
    """Return a page as it is kept."""
    return seal + zlib.compress(text.encode(), 1)


def keep_pages(connection: Writer, pages: Sequence[tuple[str, bytes]]) -> None:
    """Keep packed pages, each in the place of the one that had its name."""
    if pages:
        connection.exec_driver_sql(
            "INSERT OR REPLACE INTO cache (name, act, blob) "
            "VALUES (?, (SELECT coalesce(max(pk), 0) FROM act), ?)",
            [(_PREFIX + name, blob) for name, blob in pages],
        )
