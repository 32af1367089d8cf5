"""What is running right now, so that a call in the wrong place is refused and not half done."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from sessionary.core.store.errors import PatchError, StoreError, TransactionError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sessionary.core.store.act import Act
    from sessionary.core.store.recording import Recording

# A transaction belongs to no single database, so what runs is known by thread and not by object.
RECORDING: ContextVar[Recording | None] = ContextVar("RECORDING", default=None)
"""The transaction whose functions run on this thread."""

_PATCHING: ContextVar[bool] = ContextVar("_PATCHING", default=False)


def check_not_patching() -> None:
    """Refuse what comes from inside a patch function of any session."""
    if _PATCHING.get():
        raise PatchError("nested")


class Activity:
    """Knows the database's thread, and whether a patch function, a callback or an act runs."""

    def __init__(self) -> None:
        self._thread = threading.get_ident()
        self._callbacks = 0
        self.act: Act | None = None

    @contextmanager
    def patch_function(self) -> Iterator[None]:
        """Mark that a patch function runs."""
        token = _PATCHING.set(True)  # its value is positional
        try:
            yield
        finally:
            _PATCHING.reset(token)

    @contextmanager
    def callback(self) -> Iterator[None]:
        """Mark that a callback runs; callbacks may run inside others."""
        self._callbacks += 1
        try:
            yield
        finally:
            self._callbacks -= 1

    def check(self) -> None:
        """Refuse what comes from another thread or from inside a patch function."""
        self.check_thread()
        check_not_patching()

    def check_thread(self) -> None:
        """Refuse what comes from another thread than the one that made the database."""
        if threading.get_ident() != self._thread:
            raise StoreError("wrong_thread")

    def check_no_act(self, code: str) -> None:
        """Refuse what must not happen inside an act or a transaction, by an error's code."""
        if self.act is not None or RECORDING.get() is not None:
            raise TransactionError(code)

    def check_may_wait(self) -> None:
        """Refuse to wait where what is waited for could never happen."""
        self.check_thread()
        inside = self._callbacks or self.act is not None or RECORDING.get() is not None
        if inside or _PATCHING.get():
            raise StoreError("wait_inside")
