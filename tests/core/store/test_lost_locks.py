from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from tests.core.store.copies import PLACE, Copy, Value, add, holder, saved_count, state_of

from sessionary.core.store import (
    BadReason,
    LockLost,
    Session,
    SessionBad,
    SessionLocked,
)

if TYPE_CHECKING:
    from sessionary.core.store.memory import MemoryBackend

BOTH_BACKENDS = True


@pytest.fixture
def overtaken(here: Copy, afar: Copy) -> Session[Value]:
    """A session with an unsaved patch whose computer slept until its lock was taken over."""
    session = afar.store.load("one")
    session.save()
    session.wait()
    session.patch(add, 5)
    other = here.store.load("one", takeover=True)
    other.patch(add)
    assert other.wait()
    return session


def check_lost(session: Session[Value], backend: MemoryBackend, reasons: list[Any]) -> None:
    assert state_of(session) == "done"
    assert session.bad() == BadReason("lock_lost", "one")
    assert reasons == [session.bad()]
    assert session.value == {"count": 5}
    assert not session.wait()
    with pytest.raises(SessionBad):
        session.patch(add)
    (aside,) = backend.aside
    assert (aside.key, aside.reason) == ("one", "lock_lost")
    assert json.loads(aside.text)["data"]["count"] == 5
    assert saved_count(backend) == 1
    assert holder(backend) == ("here", 1)


def test_a_save_after_a_takeover_writes_nothing_and_ends_the_session(
    overtaken: Session[Value], afar: Copy, backend: MemoryBackend
) -> None:
    reasons: list[BadReason | None] = []
    overtaken.stopped(reasons.append)
    overtaken.save()
    afar.scheduler.advance(0)
    check_lost(overtaken, backend, reasons)
    assert [type(error) for error in afar.errors] == [LockLost]
    afar.scheduler.advance(100)
    assert len(afar.errors) == 1


def test_a_last_save_after_a_takeover_writes_nothing(
    overtaken: Session[Value], afar: Copy, backend: MemoryBackend
) -> None:
    reasons: list[BadReason | None] = []
    overtaken.stopped(reasons.append)
    overtaken.stop()
    assert not overtaken.wait()
    check_lost(overtaken, backend, reasons)


def test_a_heartbeat_that_finds_its_row_taken_ends_the_session(
    overtaken: Session[Value], afar: Copy, backend: MemoryBackend
) -> None:
    reasons: list[BadReason | None] = []
    overtaken.stopped(reasons.append)
    afar.scheduler.advance(5)
    check_lost(overtaken, backend, reasons)


def test_an_act_after_a_takeover_changes_nothing(
    overtaken: Session[Value], afar: Copy, backend: MemoryBackend
) -> None:
    reasons: list[BadReason | None] = []
    overtaken.stopped(reasons.append)
    two = afar.store.load("two")

    def change_both() -> None:
        with afar.database.act("Both") as act:
            act.patch(two, add)
            act.patch(overtaken, add)

    with pytest.raises(LockLost) as caught:
        change_both()
    assert caught.value.places == (PLACE,)
    check_lost(overtaken, backend, reasons)
    assert (two.value, state_of(two)) == ({"count": 0}, "open")
    assert ("session", "two") not in backend.stored


def test_a_clean_session_that_lost_its_lock_leaves_no_rescue_copy(
    here: Copy, afar: Copy, backend: MemoryBackend
) -> None:
    session = afar.store.load("one")
    session.wait()
    here.store.load("one", takeover=True)
    afar.scheduler.advance(5)
    assert session.bad() is not None
    assert not backend.aside


def test_a_document_can_be_loaded_again_after_its_lock_was_lost(
    overtaken: Session[Value], here: Copy, afar: Copy
) -> None:
    afar.scheduler.advance(5)
    with pytest.raises(SessionLocked):
        afar.store.load("one")
    here.database.close()
    again = afar.store.load("one")
    assert again.value == {"count": 1}
    assert again.patch(add)
