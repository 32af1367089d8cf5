from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest

from sessionary.core.store import Database, Session, Store, UndoBlocked

if TYPE_CHECKING:
    from sessionary.core.store.memory import HandScheduler, MemoryBackend

Value: TypeAlias = dict[str, Any]


def add(value: Value, number: int = 1) -> Value:
    value["count"] += number
    return value


@pytest.fixture
def one(store: Store[Value]) -> Session[Value]:
    session = store.load("one")
    session.wait()
    return session


@pytest.fixture
def two(store: Store[Value]) -> Session[Value]:
    session = store.load("two")
    session.wait()
    return session


def test_undo_puts_the_former_value_back_as_a_new_version(one: Session[Value]) -> None:
    calls: list[int] = []
    one.updated(lambda value: calls.append(value["count"]))
    before = one.value
    one.patch(add)
    assert one.undo()
    assert one.value is before
    assert one.version == 2
    assert one.dirty
    assert calls == [0, 1, 0]
    assert one.redo()
    assert one.value["count"] == 1
    assert (one.version, calls) == (3, [0, 1, 0, 1])


def test_undo_and_redo_are_false_when_there_is_nothing(one: Session[Value]) -> None:
    assert not one.can_undo()
    assert not one.undo()
    assert not one.can_redo()
    assert not one.redo()
    assert one.version == 0


def test_a_new_patch_empties_redo_and_one_without_effect_does_not(one: Session[Value]) -> None:
    one.patch(add)
    one.undo()
    one.patch(lambda _: None)
    assert one.can_redo()
    one.patch(add, 5)
    assert not one.can_redo()
    assert one.undo()
    assert one.value["count"] == 0


def test_a_save_does_not_clear_undo_and_is_named_after_it(
    one: Session[Value], scheduler: HandScheduler, backend: MemoryBackend
) -> None:
    one.patch(add)
    scheduler.advance(15)
    assert one.undo()
    scheduler.advance(15)
    assert one.redo()
    scheduler.advance(15)
    assert [act.name for act in backend.acts] == ["New", "add", "Undo: add", "Redo: add"]
    assert json.loads(backend.stored["session", "one"].text)["data"]["count"] == 1


def test_the_oldest_change_is_dropped_beyond_the_limit(database: Database) -> None:
    store: Store[Value] = Store(database, "short", default_data=lambda: {"count": 0}, undo_limit=3)
    session = store.load("one")
    for _ in range(5):
        session.patch(add)
    assert [session.undo() for _ in range(4)] == [True, True, True, False]
    assert session.value["count"] == 2
    assert [session.redo() for _ in range(4)] == [True, True, True, False]
    assert session.value["count"] == 5


def test_undo_is_gone_after_stop(store: Store[Value], one: Session[Value]) -> None:
    one.patch(add)
    one.stop()
    one.wait()
    assert not store.load("one").can_undo()


def test_undo_in_a_callback_is_told_afterwards(one: Session[Value]) -> None:
    calls: list[int] = []

    def take_back(value: Value) -> None:
        calls.append(value["count"])
        if value["count"] == 1:
            one.undo()

    one.updated(take_back)
    one.patch(add)
    assert calls == [0, 1, 0]


def test_an_act_is_taken_back_on_all_its_sessions_by_an_act(
    database: Database, one: Session[Value], two: Session[Value], backend: MemoryBackend
) -> None:
    with database.act("Both") as act:
        act.patch(one, add)
        act.patch(two, add, 2)
    assert one.can_undo()
    assert two.undo()
    assert (one.value["count"], two.value["count"]) == (0, 0)
    assert not one.dirty
    assert not one.can_undo()
    assert two.can_redo()
    assert one.redo()
    assert (one.value["count"], two.value["count"]) == (1, 2)
    assert one.can_undo()
    assert [(act.name, act.origin, len(act.documents)) for act in backend.acts[2:]] == [
        ("Both", "edit", 2),
        ("Undo: Both", "undo", 2),
        ("Redo: Both", "redo", 2),
    ]


def test_an_act_of_one_session_is_taken_back_by_an_act(
    database: Database, one: Session[Value], backend: MemoryBackend
) -> None:
    with database.act("Add") as act:
        act.patch(one, add)
    assert one.undo()
    assert backend.acts[-1].name == "Undo: Add"
    assert not one.dirty


def test_undo_of_an_act_is_blocked_by_a_later_change_until_that_is_taken_back(
    database: Database, one: Session[Value], two: Session[Value]
) -> None:
    with database.act("Both") as act:
        act.patch(one, add)
        act.patch(two, add)
    two.patch(add)
    assert not one.can_undo()
    with pytest.raises(UndoBlocked) as caught:
        one.undo()
    assert caught.value.reason == "two was changed since"
    assert (one.value["count"], two.value["count"]) == (1, 2)
    two.undo()
    assert one.undo()
    assert two.value["count"] == 0


def test_redo_of_an_act_is_blocked_when_one_session_went_on(
    database: Database, one: Session[Value], two: Session[Value]
) -> None:
    with database.act("Both") as act:
        act.patch(one, add)
        act.patch(two, add)
    one.undo()
    two.patch(add)
    assert not one.can_redo()
    with pytest.raises(UndoBlocked):
        one.redo()


def test_undo_of_an_act_is_blocked_when_a_session_was_stopped(
    database: Database, store: Store[Value], one: Session[Value], two: Session[Value]
) -> None:
    with database.act("Both") as act:
        act.patch(one, add)
        act.patch(two, add)
    two.stop()
    assert not one.can_undo()
    with pytest.raises(UndoBlocked) as caught:
        one.undo()
    assert caught.value.reason == "two is not open"
    store.load("two")
    assert not one.can_undo()


@pytest.mark.parametrize(
    ("how", "reason"),
    [
        ("put", "the act changed entries too"),
        ("create", "the act created or deleted documents too"),
        ("delete", "the act created or deleted documents too"),
        ("edit", "three is not open"),
    ],
)
def test_undo_of_what_is_more_than_open_sessions_is_blocked(
    database: Database,
    store: Store[Value],
    one: Session[Value],
    two: Session[Value],
    how: str,
    reason: str,
) -> None:
    with database.act("More") as act:
        act.patch(one, add)
        if how == "put":
            act.put("entry")
        if how == "create":
            act.create(store, "three", {"count": 0})
        if how == "delete":
            act.delete(store, "two")
        if how == "edit":
            act.edit(store, "three", add)
    assert not one.can_undo()
    with pytest.raises(UndoBlocked) as caught:
        one.undo()
    assert caught.value.reason == reason
    assert one.value["count"] == 1
