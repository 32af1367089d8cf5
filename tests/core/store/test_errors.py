from __future__ import annotations

import pytest

from sessionary.core.store import (
    BadReason,
    LockInfo,
    PatchError,
    SaveFailed,
    SessionBad,
    SessionLocked,
    SessionStopped,
    StoreError,
    TransactionError,
    UndoBlocked,
)

INFO = LockInfo(owner="a1", label="laptop, Sessionary", same_machine=False, alive=None)
REASON = BadReason("corrupt", "no envelope")


@pytest.mark.parametrize(
    ("error", "code", "text"),
    [
        (StoreError("wrong_thread"), "wrong_thread", "wrong_thread"),
        (SaveFailed(OSError("disk full")), "save_failed", "save_failed: disk full"),
        (SessionLocked(INFO), "locked", "locked: laptop, Sessionary"),
        (SessionStopped("one"), "stopped", "stopped: one"),
        (SessionBad("one", REASON), "bad", "bad: one: corrupt: no envelope"),
        (PatchError("not_json", "/a/0"), "not_json", "not_json: /a/0"),
        (TransactionError("nested"), "nested", "nested"),
        (UndoBlocked("two is not open"), "undo_blocked", "undo_blocked: two is not open"),
    ],
)
def test_an_error_has_a_code_and_says_it(error: StoreError, code: str, text: str) -> None:
    assert isinstance(error, StoreError)
    assert error.code == code
    assert str(error) == text


def test_a_bad_session_is_a_stopped_one_and_a_lock_names_its_holder() -> None:
    assert issubclass(SessionBad, SessionStopped)
    assert SessionLocked(INFO).info is INFO
    assert SessionBad("one", REASON).reason is REASON
    assert str(BadReason("schema")) == "schema"
