from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest

from sessionary.core.store import (
    Act,
    ActDone,
    Database,
    PatchError,
    Session,
    SessionStopped,
    Store,
    StoreError,
    TransactionError,
)
from sessionary.core.store.memory import HandScheduler, MemoryBackend

if TYPE_CHECKING:
    from collections.abc import Callable

Value: TypeAlias = dict[str, Any]


def add(value: Value, number: int = 1) -> Value:
    value["count"] += number
    return value


@pytest.fixture
def one(store: Store[Value]) -> Session[Value]:
    session = store.load("one")
    session.wait()
    return session


def saved(backend: MemoryBackend) -> dict[tuple[str, str], int]:
    return {
        place: json.loads(stored.text)["data"]["count"] for place, stored in backend.stored.items()
    }


def test_all_sessions_have_their_new_value_before_the_first_callback(
    database: Database, store: Store[Value], one: Session[Value]
) -> None:
    two = store.load("two")
    calls: list[tuple[str, int]] = []

    def answer(value: Value) -> None:
        calls.append(("one", value["count"]))
        if value["count"]:
            assert two.value["count"] == 1
            two.patch(add, 10)

    one.updated(answer)
    two.updated(lambda value: calls.append(("two", value["count"])))
    with database.act("Both") as act:
        act.patch(one, add)
        act.patch(two, add)
    assert calls == [("one", 0), ("two", 0), ("one", 1), ("two", 1), ("two", 11)]


def test_an_act_may_begin_in_a_callback(
    database: Database, store: Store[Value], one: Session[Value], backend: MemoryBackend
) -> None:
    two = store.load("two")

    def answer(value: Value) -> None:
        if value["count"] == 1:
            with database.act("Answer") as act:
                act.patch(two, add)
                act.patch(one, add, 10)

    one.updated(answer)
    with database.act("Begin") as act:
        act.patch(one, add)
    assert [write.name for write in backend.acts[1:]] == ["Begin", "Answer"]
    assert (one.value["count"], two.value["count"]) == (11, 1)


def test_endless_answers_to_an_act_raise_when_it_is_done(
    database: Database, one: Session[Value], backend: MemoryBackend
) -> None:
    one.updated(lambda value: value["count"] and one.patch(add))
    with pytest.raises(PatchError) as caught, database.act("Begin") as act:
        act.patch(one, add)
    assert caught.value.code == "feedback"
    assert act.number == 2


def test_what_does_not_fit_into_an_act_is_refused(
    database: Database, store: Store[Value], one: Session[Value]
) -> None:
    def codes_of(*calls: Any) -> list[str]:
        codes: list[str] = []
        for call in calls:
            with pytest.raises(StoreError) as caught:
                call()
            codes.append(caught.value.code)
        return codes

    with database.act("Outer") as act:
        assert codes_of(
            lambda: database.act("Inner").__enter__(),
            one.stop,
            one.undo,
            one.redo,
            one.wait,
            store.close,
            database.close,
            lambda: store.delete("one"),
        ) == [
            "nested",
            "stop_inside",
            "undo_inside",
            "undo_inside",
            "wait_inside",
            "wait_inside",
            "wait_inside",
            "nested",
        ]
    assert (
        codes_of(
            lambda: act.patch(one, add),
            lambda: act.put("entry"),
            lambda: act.delete(store, "one"),
            lambda: act.create(store, "two", {}),
            lambda: act.edit(store, "two", add),
        )
        == ["ended"] * 5
    )


def test_an_act_takes_sessions_and_stores_of_its_database_alone(
    database: Database, scheduler: HandScheduler
) -> None:
    elsewhere = Database(MemoryBackend(), scheduler)
    other: Store[Value] = Store(elsewhere, "session", default_data=lambda: {"count": 0})
    session = other.load("one")
    calls: tuple[Callable[[Act], object], ...] = (
        lambda act: act.patch(session, add),
        lambda act: act.edit(other, "one", add),
        lambda act: act.delete(other, "one"),
    )
    for call in calls:
        with pytest.raises(TransactionError) as caught, database.act("Mix") as act:
            call(act)
        assert caught.value.code == "other_database"


def test_an_act_needs_open_sessions(database: Database, one: Session[Value]) -> None:
    one.stop()
    with pytest.raises(SessionStopped), database.act("Late") as act:
        act.patch(one, add)


def test_an_autosave_is_an_act(
    one: Session[Value], scheduler: HandScheduler, done: list[ActDone]
) -> None:
    one.patch(add)
    scheduler.advance(15)
    assert done == [
        ActDone(act=2, name="add", origin="edit", documents=(("session", "one"),), entries=())
    ]


def test_a_conflict_is_raised_and_changes_nothing(
    database: Database, store: Store[Value], one: Session[Value], backend: MemoryBackend
) -> None:
    elsewhere = Database(backend, HandScheduler())
    other: Store[Value] = Store(elsewhere, "session", default_data=lambda: {"count": 0})
    with elsewhere.act("Elsewhere") as act:
        act.edit(other, "one", add, 7)
    act = database.act("Here")
    act.__enter__()
    act.edit(store, "two", add)
    act.patch(one, add)
    with pytest.raises(StoreError) as caught:
        act.__exit__(None, None, None)
    assert caught.value.code == "conflict"
    assert saved(backend) == {("session", "one"): 7}
    assert one.value["count"] == 0
