"""View: what is saved of a document, without opening it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar, cast

from sessionary.core.store.envelope import read_envelope
from sessionary.core.store.values import freeze

if TYPE_CHECKING:
    from sessionary.core.store.backend import Backend, Stored

T = TypeVar("T")


class View(Generic[T]):
    """Reads saved values as they are stored, without migrations. Needs no lock, is never bad.

    What cannot be read as an envelope is None, like what is not there.
    """

    def __init__(self, backend: Backend, store: str, key: str) -> None:
        self._backend = backend
        self._store = store
        self.key = key

    def latest(self) -> T | None:
        """Return the last saved value, frozen."""
        return self._value(self._backend.read(self._store, self.key))

    def version(self, revision: int) -> T | None:
        """Return the value of a revision, the present one included; None if it is not kept."""
        stored = self._backend.read(self._store, self.key)
        if stored is None or stored.revision != revision:
            stored = self._backend.revision(self._store, self.key, revision)
        return self._value(stored)

    def timestamp(self, unix: float) -> T | None:
        """Return the value of the highest revision saved at `unix` or before, by wall clock."""
        return self._value(self._backend.at_time(self._store, self.key, unix))

    def _value(self, stored: Stored | None) -> T | None:
        envelope = None if stored is None else read_envelope(stored.text)
        return None if envelope is None else cast("T", freeze(envelope.data))
