"""What tells a page that is kept from one that would be another today."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

from sessionary import __version__
from sessionary.storage import plain_log

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from zoneinfo import ZoneInfo

    from sessionary.core.campaign.session_review import GoalLine

_SEAL_BYTES: Final = 16
_FORM: Final = 6
"""To be raised when a page says the same things in other words."""


def page_seal(
    connection: plain_log.Snapshot,
    variant: str,
    zone: ZoneInfo,
    session: int,
    documents: Iterable[tuple[str, str]],
    goals: Sequence[GoalLine],
) -> bytes:
    """Return a digest of all that goes into the page of a session.

    Args:
        connection: What it is read from.
        variant: Names the sort of page among those that are made of a session.
        zone: The zone of date-times that give no offset.
        session: The number of the session's document.
        documents: Kind and key of that document and of the others that go into the page.
        goals: What became of goals in it.
    """
    entries = plain_log.entry_state(connection, session)
    hashes = [plain_log.document_hash(connection, *name) for name in documents]
    seal = hashlib.blake2b(digest_size=_SEAL_BYTES)
    for part in (__version__, _FORM, variant, zone, entries, hashes, [*goals]):
        seal.update(f"{part!r}\n".encode())
    return seal.digest()
