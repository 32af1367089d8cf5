"""What can go wrong with a store, by fixed codes that callers and tests compare."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from types import TracebackType


@dataclass(frozen=True, slots=True)
class BadReason:
    """Why a session ended without being usable, or why its last save was given up.

    Attributes:
        code: ``corrupt``, ``unknown_migration``, ``migration_order``, ``migration_failed``,
            ``unknown_action``, ``action_failed``, ``schema``, ``lock_lost``, ``save_failed``.
        detail: What exactly, for people and for the log.
    """

    code: str
    detail: str = ""

    def __str__(self) -> str:
        return _said(self.code, self.detail)


@dataclass(frozen=True, slots=True)
class LockInfo:
    """Who holds a document.

    Attributes:
        owner: The random id of the holding program's start.
        label: Computer and program, for people.
        same_machine: Whether the holder runs on this computer.
        alive: Whether its process lives; None if that cannot be known from here.
    """

    owner: str
    label: str
    same_machine: bool
    alive: bool | None


class StoreError(Exception):
    """The base of all errors of the engine.

    Attributes:
        code: The fixed name, such as ``wrong_thread``, ``wait_inside``, ``conflict``, ``closed``.
        detail: What exactly.
    """

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(_said(code, detail))
        self.code = code
        self.detail = detail


class SaveFailed(StoreError):
    """A commit that the disk refused; nothing was written.

    Attributes:
        cause: What the disk or database said.
    """

    def __init__(self, cause: BaseException | str) -> None:
        super().__init__("save_failed", str(cause))
        self.cause = cause


class SessionLocked(StoreError):
    """Another copy of the program holds the document."""

    def __init__(self, info: LockInfo) -> None:
        super().__init__("locked", info.label)
        self.info = info


class LockLost(StoreError):
    """A write was fenced off: another copy of the program took locks over. Nothing was written.

    Attributes:
        places: (store, key) of the documents whose locks were lost.
    """

    def __init__(self, places: tuple[tuple[str, str], ...]) -> None:
        super().__init__("lock_lost", ", ".join(key for _, key in places))
        self.places = places


class SessionStopped(StoreError):
    """A call that needs an open session came after its end."""

    def __init__(self, key: str, code: str = "stopped") -> None:
        super().__init__(code, key)


class SessionBad(SessionStopped):
    """A call that needs an open session came to one that is bad."""

    def __init__(self, key: str, reason: BadReason) -> None:
        super().__init__(f"{key}: {reason}", "bad")
        self.reason = reason


class PatchError(StoreError):
    """A patch was refused; nothing has changed.

    Codes: ``not_json`` (detail: JSON pointer), ``schema``, ``nested``, ``impure``, ``feedback``.
    """


class TransactionError(StoreError):
    """A call does not fit the act that is running: ``nested``, ``stop_inside``, ``undo_inside``."""


class UndoBlocked(StoreError):
    """An undo or redo would take back only a part of an act, or somebody else's change."""

    def __init__(self, reason: str) -> None:
        super().__init__("undo_blocked", reason)
        self.reason = reason


class ForgetBlocked(StoreError):
    """A person cannot be forgotten now; nothing was changed.

    Attributes:
        keys: (store, key) of the documents that stand in the way.
    """

    def __init__(self, keys: tuple[tuple[str, str], ...]) -> None:
        super().__init__("forget_blocked", ", ".join(key for _, key in keys))
        self.keys = keys


class Caught:
    """Runs code that is not ours and keeps what it raised, so that ours goes on.

    Callbacks, migrations and index functions may raise anything, and the specification says what
    happens then; ``KeyboardInterrupt`` and ``SystemExit`` pass through.

    Attributes:
        error: What was raised inside the ``with`` block, None if nothing.
    """

    def __init__(self) -> None:
        self.error: Exception | None = None

    def __enter__(self) -> Caught:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool:
        if isinstance(error, Exception):
            self.error = error
        return self.error is not None


State = Literal["open", "saving", "done"]


def _said(code: str, detail: str) -> str:
    return f"{code}: {detail}" if detail else code
