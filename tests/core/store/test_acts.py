from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest

from sessionary.core.store import (
    ActDone,
    Database,
    PatchError,
    SaveFailed,
    Session,
    SessionBad,
    Store,
    StoreError,
)

if TYPE_CHECKING:
    from sessionary.core.store.memory import HandScheduler, MemoryBackend

Value: TypeAlias = dict[str, Any]


def is_dirty(session: Session[Value]) -> bool:
    """Read anew: mypy believes that a property keeps its value over a call."""
    return session.dirty


def state_of(session: Session[Value]) -> str:
    return session.state


def add(value: Value, number: int = 1) -> Value:
    value["count"] += number
    return value


def refuse(_: Value) -> Value:
    raise LookupError("half-way")


@pytest.fixture
def goals(database: Database) -> Store[Value]:
    return Store(
        database,
        "goal",
        default_data=lambda: {"count": 0},
        schema=lambda value: value["count"] < 100,
    )


@pytest.fixture
def one(store: Store[Value]) -> Session[Value]:
    session = store.load("one")
    session.wait()
    return session


def saved(backend: MemoryBackend) -> dict[tuple[str, str], int]:
    return {
        place: json.loads(stored.text)["data"]["count"] for place, stored in backend.stored.items()
    }


def test_an_act_is_one_commit_of_all_it_collected(
    database: Database,
    store: Store[Value],
    goals: Store[Value],
    one: Session[Value],
    backend: MemoryBackend,
    done: list[ActDone],
) -> None:
    goal = goals.load("goal")
    with database.act("Reach the goal", "play") as act:
        assert act.patch(goal, add)
        assert act.patch(one, add, 5)
        act.put({"entry": 1})
        act.put({"entry": 2})
    (write,) = backend.acts[1:]
    assert act.number == 2
    assert (write.name, write.origin) == ("Reach the goal", "play")
    assert [(part.store, part.key, part.base) for part in write.documents] == [
        ("goal", "goal", 0),
        ("session", "one", 1),
    ]
    assert write.documents[1].value is one.value
    assert write.documents[1].rows == {"count": [("one", 5)]}
    assert write.entries == ({"entry": 1}, {"entry": 2})
    assert done == [
        ActDone(
            act=2,
            name="Reach the goal",
            origin="play",
            documents=(("goal", "goal"), ("session", "one")),
            entries=({"entry": 1}, {"entry": 2}),
        )
    ]
    assert not is_dirty(one)
    assert not is_dirty(goal)


def test_memory_changes_and_callbacks_run_when_the_block_is_left(
    database: Database, one: Session[Value], backend: MemoryBackend
) -> None:
    calls: list[tuple[int, int]] = []
    one.updated(lambda value: calls.append((value["count"], len(backend.acts))))
    with database.act("Add twice") as act:
        act.patch(one, add)
        act.patch(one, add, 10)
        assert one.value["count"] == 0
        assert act.value(one)["count"] == 11
    assert one.value["count"] == 11
    assert one.version == 1
    assert calls == [(0, 1), (11, 2)]


def test_parts_left_alone_by_several_patches_of_an_act_are_shared(
    database: Database, one: Session[Value]
) -> None:
    plan, before = one.value["plan"], one.value
    with database.act("There and back") as act:
        act.patch(one, lambda _: {"count": 7})
        act.patch(one, lambda _: {**before, "count": 8})
    assert one.value["plan"] is plan


def test_patches_that_cancel_out_write_nothing(
    database: Database, one: Session[Value], backend: MemoryBackend
) -> None:
    before = one.value
    with database.act("Nothing") as act:
        assert act.patch(one, add)
        assert act.patch(one, add, -1)
        assert not act.patch(one, lambda _: None)
    assert act.number is None
    assert one.value is before
    assert len(backend.acts) == 1


@pytest.mark.parametrize("failing", ["block", "patch", "schema", "disk", "index"])
def test_an_act_that_fails_leaves_no_trace(
    database: Database,
    store: Store[Value],
    goals: Store[Value],
    one: Session[Value],
    backend: MemoryBackend,
    done: list[ActDone],
    scheduler: HandScheduler,
    failing: str,
) -> None:
    one.patch(add)
    calls: list[Value] = []
    one.updated(calls.append)
    before = (one.value, one.version, one.dirty, saved(backend))
    if failing == "disk":
        backend.failures.append(SaveFailed("disk full"))
    act = database.act("Fail")

    def try_it() -> None:
        with act:
            act.patch(one, add)
            act.edit(store, "two", add)
            act.create(goals, "three", {"count": 3})
            act.delete(store, "one" if failing == "block" else "two")
            act.put("entry")
            if failing == "block":
                raise LookupError
            if failing == "patch":
                act.edit(goals, "four", refuse)
            if failing == "schema":
                act.edit(goals, "four", add, 100)
            if failing == "index":
                act.patch(one, lambda _: {"no count": 1})

    with pytest.raises((LookupError, StoreError)):
        try_it()
    assert act.number is None
    assert (one.value, one.version, one.dirty, saved(backend)) == before
    assert len(calls) == 1
    assert not done
    one.undo()
    assert one.value["count"] == 0
    assert goals.is_idle()
    one.stop()
    one.wait()
    assert store.is_idle()
    scheduler.advance(60)
    assert set(backend.stored) == {("session", "one")}


def test_a_patch_that_raises_may_be_caught_and_the_act_goes_on(
    database: Database, one: Session[Value]
) -> None:
    with database.act("Try") as act:
        act.patch(one, add)
        with pytest.raises(LookupError):
            act.patch(one, refuse)
    assert one.value["count"] == 1


def test_unsaved_patches_are_written_with_the_act(
    database: Database, store: Store[Value], one: Session[Value], backend: MemoryBackend
) -> None:
    two = store.load("two")
    two.wait()
    one.patch(add)
    two.patch(add)
    one.userid("ann")
    with database.act("Add") as act:
        act.patch(one, add)
    assert not is_dirty(one)
    assert is_dirty(two)
    assert saved(backend)["session", "one"] == 2
    assert backend.acts[-1].persons == (("session", "one", "ann"),)


def test_an_act_of_entries_alone_is_written(
    database: Database, backend: MemoryBackend, done: list[ActDone]
) -> None:
    with database.act("Log") as act:
        act.put("entry")
    assert act.number == 1
    assert done[0].entries == ("entry",)
    assert backend.acts[0].documents == ()


def test_editing_loads_what_is_not_open_and_lets_go_of_it(
    database: Database, store: Store[Value], one: Session[Value], backend: MemoryBackend
) -> None:
    with database.act("Edit") as act:
        assert act.edit(store, "one", add)
        assert act.edit(store, "two", add)
        assert act.edit(store, "two", add)
        assert not act.edit(store, "three", lambda _: None)
    assert saved(backend) == {("session", "one"): 1, ("session", "two"): 2}
    assert state_of(one) == "open"
    assert one.value["count"] == 1
    assert store.session_of("two") is None
    assert store.session_of("three") is None
    assert len(backend.acts) == 2


def test_what_others_load_in_the_block_stays_open(
    database: Database, store: Store[Value], scheduler: HandScheduler, backend: MemoryBackend
) -> None:
    counts: list[int] = []
    with database.act("Edit") as act:
        act.edit(store, "two", add)
        two = store.load("two")
        two.updated(lambda value: counts.append(value["count"]))
        act.create(store, "three", {"count": 3})
        three = store.load("three")
        act.patch(three, add)
    assert (two.state, three.state) == ("open", "open")
    assert counts == [0, 1]
    assert three.value["count"] == 4
    assert not is_dirty(three)
    assert not three.can_undo()
    assert three.patch(add)
    scheduler.advance(15)
    assert saved(backend)["session", "three"] == 5


def test_editing_a_session_that_is_saving_comes_after_its_save(
    database: Database,
    store: Store[Value],
    one: Session[Value],
    backend: MemoryBackend,
    done: list[ActDone],
) -> None:
    one.patch(add)
    one.stop()
    with database.act("Edit") as act:
        act.edit(store, "one", add, 10)
        assert state_of(one) == "done"
        # Listeners may begin acts, so they hear of that save when this one has ended.
        assert not done
    assert [one.name for one in done] == ["add", "Edit"]
    assert saved(backend)["session", "one"] == 11


def test_editing_a_bad_document_raises_its_reason(
    database: Database, store: Store[Value], one: Session[Value], backend: MemoryBackend
) -> None:
    one.stop()
    backend.stored["session", "one"] = backend.stored["session", "one"].__class__(
        revision=1, text="{", saved_at=0
    )
    with pytest.raises(SessionBad) as caught, database.act("Edit") as act:
        act.edit(store, "one", add)
    assert caught.value.reason.code == "corrupt"


def test_creating_adds_a_document(
    database: Database, goals: Store[Value], backend: MemoryBackend, done: list[ActDone]
) -> None:
    with database.act("Create") as act:
        act.create(goals, "new", {"count": 5})
        act.edit(goals, "new", add)
    assert saved(backend) == {("goal", "new"): 6}
    assert done[0].documents == (("goal", "new"),)
    assert goals.is_idle()
    assert goals.load("new").value == {"count": 6}


@pytest.mark.parametrize("how", ["stored", "open", "created"])
def test_creating_what_exists_is_refused(
    database: Database, store: Store[Value], one: Session[Value], how: str
) -> None:
    store.load("open")
    if how == "stored":
        one.stop()

    def create_twice() -> None:
        with database.act("Create") as act:
            act.create(store, "created", {"count": 1})
            act.create(store, "one" if how == "stored" else how, {"count": 1})

    with pytest.raises(StoreError) as caught:
        create_twice()
    assert caught.value.code == "exists"


@pytest.mark.parametrize(("value", "code"), [({"count": 100}, "schema"), ({1}, "not_json")])
def test_creating_a_refused_value_raises(
    database: Database, goals: Store[Value], value: Any, code: str
) -> None:
    with pytest.raises(PatchError) as caught, database.act("Create") as act:
        act.create(goals, "new", value)
    assert caught.value.code == code
    assert goals.keys() == []


def test_deleting_in_an_act_goes_with_the_rest(
    database: Database, store: Store[Value], one: Session[Value], backend: MemoryBackend
) -> None:
    with database.act("Move") as act:
        assert act.delete(store, "one")
        assert not act.delete(store, "one")
        assert not act.delete(store, "never")
        for call in (
            lambda: act.patch(one, add),
            lambda: act.edit(store, "one", add),
            lambda: act.create(store, "one", {"count": 1}),
        ):
            with pytest.raises(StoreError) as caught:
                call()
            assert caught.value.code == "deleted"
        act.create(store, "two", {"count": 1})
        assert state_of(one) == "open"
    assert state_of(one) == "done"
    assert saved(backend) == {("session", "two"): 1}
    assert len(backend.acts) == 2


def test_deleting_what_the_act_patched_or_created_wins(
    database: Database, store: Store[Value], one: Session[Value], backend: MemoryBackend
) -> None:
    calls: list[Value] = []
    one.updated(calls.append)
    with database.act("Change of mind") as act:
        act.patch(one, add)
        act.create(store, "new", {"count": 1})
        assert act.delete(store, "new")
        assert act.delete(store, "one")
    assert not backend.stored
    assert [part.key for part in backend.acts[-1].documents] == ["one"]
    assert len(calls) == 1
    assert store.is_idle()


def test_deleting_twice_over_a_closed_document(
    database: Database, store: Store[Value], one: Session[Value], backend: MemoryBackend
) -> None:
    one.stop()
    with database.act("Delete") as act:
        assert act.delete(store, "one")
        assert not act.delete(store, "one")
        with pytest.raises(StoreError):
            act.edit(store, "one", add)
    assert not backend.stored
