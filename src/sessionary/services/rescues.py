"""Changes that could not be saved: looked at, brought back, or let go.

They are never loaded by themselves.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sessionary.core.changes import ABSENT, Difference
from sessionary.core.problems import UserError
from sessionary.core.store.errors import BadReason, StoreError
from sessionary.services.history import changes
from sessionary.services.sessions import document_data
from sessionary.services.stored import opened, readable_data, sentence
from sessionary.storage import rescues as stored_rescues

if TYPE_CHECKING:
    from sessionary.services.library import Library
    from sessionary.storage.rescues import StoredRescue

Data = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rescue:
    """A rescue copy.

    Attributes:
        pk: Its number.
        kind: The kind of document.
        key: The document's key.
        at: When it was kept, in seconds since 1970.
        reason: Why it could not be saved: ``save_failed``, ``lock_lost``.
        title: What it calls the document.
        wrong: Why it cannot be read, empty if it can.
        text: What was kept, as it stands.
    """

    pk: int
    kind: str
    key: str
    at: float
    reason: str
    title: str
    wrong: str
    text: str = field(repr=False)


def rescues(library: Library) -> list[Rescue]:
    """Return the rescue copies that nobody has decided about, newest first."""
    with library.reading() as connection:
        return [_rescue(library, one) for one in stored_rescues.rescues(connection)]


def _rescue(library: Library, stored: StoredRescue) -> Rescue:
    data: Data | BadReason = BadReason("schema")
    if stored.kind in library.stores:
        data = opened(library, stored.kind, stored.text)
    wrong = sentence(data, stored.text) if isinstance(data, BadReason) else ""
    record = {} if isinstance(data, BadReason) else data["record"]
    return Rescue(
        pk=stored.pk,
        kind=stored.kind,
        key=stored.key,
        at=stored.at,
        reason=stored.reason,
        title=str(record.get("title") or record.get("name") or stored.key),
        wrong=wrong,
        text=stored.text,
    )


def rescued_changes(library: Library, rescue: Rescue) -> list[Difference]:
    """Return where a rescue copy differs from what the library has now.

    Raises:
        UserError: The copy or the document cannot be read.
    """
    kept = readable_data(library, rescue.kind, rescue.key, rescue.text)
    present: Any = ABSENT
    if library.database.backend.read(rescue.kind, rescue.key) is not None:
        present = document_data(library, rescue.kind, rescue.key)
    return changes(present, kept)


def bring_back(library: Library, rescue: Rescue) -> int | None:
    """Make a rescue copy the present document, as one act, and take the copy away.

    Returns:
        The number of the act; None if the document says all that already.

    Raises:
        UserError: The copy cannot be read, or would break a rule of the library.
    """
    kept = readable_data(library, rescue.kind, rescue.key, rescue.text)
    store = library.stores[rescue.kind]
    library.save_all()
    there = library.database.backend.read(rescue.kind, rescue.key) is not None
    try:
        with library.act(f"Bring back what could not be saved of {rescue.title}") as act:
            if there:
                act.edit(store, rescue.key, lambda _present: kept)
            else:
                act.create(store, rescue.key, kept)
    except StoreError as error:
        if error.code != "conflict":
            raise
        raise UserError(
            "Another session has taken its number; give that one another number first."
        ) from error
    # Last: were it gone before the act is written, it could be lost.
    discard(library, rescue)
    return act.number


def discard(library: Library, rescue: Rescue) -> None:
    """Let a rescue copy go, for good.

    Raises:
        UserError: The library is read-only.
    """
    with library.file.writing() as connection:
        stored_rescues.drop_rescue(connection, rescue.pk)
