"""Pages that were written once and are good until what they tell of changes: an index.

A page is kept with a seal, a digest of all that went into it. Nobody has to take a page away when
something changes: its seal is another one then.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sessionary.storage.connection import Reader, Writer

_SEAL_BYTES: Final = 16
_PREFIX: Final = "page:"


def kept_page(connection: Reader, name: str) -> str:
    """Return a page that is kept; see :func:`seals`."""
    (blob,) = connection.exec_driver_sql(
        "SELECT blob FROM cache WHERE name=?", (_PREFIX + name,)
    ).one()
    return zlib.decompress(blob[_SEAL_BYTES:]).decode()


def seals(connection: Reader, variant: str) -> dict[str, bytes]:
    """Return the names and seals of the pages of one sort that are kept."""
    rows = connection.exec_driver_sql(
        "SELECT name, substr(blob, 1, ?) FROM cache WHERE name >= ? AND name < ?",
        (_SEAL_BYTES, f"{_PREFIX}{variant}/", f"{_PREFIX}{variant}0"),
    )
    return {name[len(_PREFIX) :]: seal for name, seal in rows}


def packed_page(seal: bytes, page: bytes) -> bytes:
    """Return a page in UTF-8 as it is kept."""
    return seal + zlib.compress(page, 1)


def keep_pages(connection: Writer, pages: Sequence[tuple[str, bytes]]) -> None:
    """Keep packed pages, each in the place of the one that had its name."""
    if pages:
        connection.exec_driver_sql(
            "INSERT OR REPLACE INTO cache (name, act, blob) "
            "VALUES (?, (SELECT coalesce(max(pk), 0) FROM act), ?)",
            [(_PREFIX + name, blob) for name, blob in pages],
        )
