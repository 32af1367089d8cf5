"""Documents that live: loaded, patched, watched, undone, saved, moved to newer forms."""

from sessionary.core.store.act import Act
from sessionary.core.store.backend import (
    ActWrite,
    Backend,
    Committed,
    DocumentWrite,
    Forget,
    Rows,
    Scheduler,
    Stored,
)
from sessionary.core.store.database import ActDone, Database
from sessionary.core.store.errors import (
    BadReason,
    ForgetBlocked,
    LockInfo,
    LockLost,
    PatchError,
    SaveFailed,
    SessionBad,
    SessionLocked,
    SessionStopped,
    StoreError,
    TransactionError,
    UndoBlocked,
)
from sessionary.core.store.journal import (
    Circle,
    JournalRow,
    JournalTable,
    JournalWrite,
    Participant,
)
from sessionary.core.store.locking import Fence, LockRow, LockSupport, LockTable, Process, Processes
from sessionary.core.store.persons import ForgetReport, PersonIndex, export_person, forget, people
from sessionary.core.store.plain import PlainScheduler
from sessionary.core.store.rules import Action, Migration
from sessionary.core.store.session import Session
from sessionary.core.store.store import Store
from sessionary.core.store.transaction import transaction
from sessionary.core.store.values import FrozenDict, J, check_json, freeze, same, thaw
from sessionary.core.store.view import View

__all__ = [
    "Act",
    "ActDone",
    "ActWrite",
    "Action",
    "Backend",
    "BadReason",
    "Circle",
    "Committed",
    "Database",
    "DocumentWrite",
    "Fence",
    "Forget",
    "ForgetBlocked",
    "ForgetReport",
    "FrozenDict",
    "J",
    "JournalRow",
    "JournalTable",
    "JournalWrite",
    "LockInfo",
    "LockLost",
    "LockRow",
    "LockSupport",
    "LockTable",
    "Migration",
    "Participant",
    "PatchError",
    "PersonIndex",
    "PlainScheduler",
    "Process",
    "Processes",
    "Rows",
    "SaveFailed",
    "Scheduler",
    "Session",
    "SessionBad",
    "SessionLocked",
    "SessionStopped",
    "Store",
    "StoreError",
    "Stored",
    "TransactionError",
    "UndoBlocked",
    "View",
    "check_json",
    "export_person",
    "forget",
    "freeze",
    "people",
    "same",
    "thaw",
    "transaction",
]
