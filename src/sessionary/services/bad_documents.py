"""The documents of a library that cannot be used: found, told of, and never written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sessionary.core.store.errors import BadReason
from sessionary.services.stored import DocumentBad, opened
from sessionary.storage.suspects import suspects

if TYPE_CHECKING:
    from sessionary.services.library import Library
    from sessionary.storage.connection import Reader


def bad_documents(library: Library, connection: Reader) -> dict[tuple[str, str], DocumentBad]:
    """Return the documents that cannot be used, by kind and key."""
    found = {}
    for kind, key, text in suspects(connection):
        reason = opened(library, kind, text) if kind in library.stores else None
        if isinstance(reason, BadReason):
            found[kind, key] = DocumentBad(kind, key, reason, text)
    return found


def left_out(bad: DocumentBad) -> str:
    """Return the warning of an export that had to leave a document out."""
    return f"{bad.kind}/{bad.key} was left out. {bad}"
