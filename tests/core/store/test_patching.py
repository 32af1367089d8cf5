from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest

from sessionary.core.store import (
    Database,
    PatchError,
    SessionStopped,
    Store,
    StoreError,
    TransactionError,
)
from sessionary.core.store import rules as rules_module
from sessionary.core.store.values import thaw

if TYPE_CHECKING:
    from sessionary.core.store.memory import HandScheduler, MemoryBackend

Value: TypeAlias = dict[str, Any]


def add(value: Value, number: int = 1) -> Value:
    value["count"] += number
    return value


def test_a_patch_replaces_the_value_and_counts_a_version(store: Store[Value]) -> None:
    session = store.load("one")
    assert session.key == "one"
    assert session.version == 0
    assert session.patch(add, 5)
    assert session.value["count"] == 5
    assert session.version == 1
    assert session.dirty
    assert session.can_undo()


def test_what_a_patch_leaves_alone_stays_the_same_object(store: Store[Value]) -> None:
    session = store.load("one")
    plan = session.value["plan"]
    session.patch(add)
    assert session.value["plan"] is plan


def test_a_patch_copies_the_document_once(
    store: Store[Value], monkeypatch: pytest.MonkeyPatch
) -> None:
    session = store.load("one")
    copies: list[Any] = []

    def counted(value: Any) -> Any:
        copies.append(value)
        return thaw(value)

    monkeypatch.setattr(rules_module, "thaw", counted)
    session.patch(add)
    assert len(copies) == 1


def raise_half_way(value: Value) -> Value:
    value["count"] = 99
    raise LookupError("half-way")


def give_none(value: Value) -> None:
    value["count"] = 99


def give_equal(value: Value) -> Value:
    return {**value, "tags": ()}


def give_set(value: Value) -> Value:
    return {**value, "tags": {1}}


@pytest.mark.parametrize(
    ("fn", "error"),
    [
        (raise_half_way, LookupError),
        (give_none, None),
        (give_equal, None),
        (give_set, PatchError),
        (lambda _: {"count": -1}, PatchError),
    ],
)
def test_a_patch_without_effect_leaves_no_trace(
    database: Database, scheduler: HandScheduler, fn: Any, error: type[Exception] | None
) -> None:
    store: Store[Value] = Store(
        database,
        "checked",
        default_data=lambda: {"count": 0, "tags": []},
        schema=lambda value: value["count"] >= 0,
    )
    session = store.load("one")
    session.patch(add)
    session.patch(add)
    session.undo()
    session.save()
    scheduler.advance(0)
    calls: list[Value] = []
    session.updated(calls.append)
    before = session.value
    if error is None:
        assert not session.patch(fn)
    else:
        with pytest.raises(error):
            session.patch(fn)
    assert session.value is before
    assert session.version == 3
    assert not session.dirty
    assert session.can_redo()
    assert calls == [before]


@pytest.mark.parametrize(
    ("fn", "code", "detail"),
    [
        (give_set, "not_json", "/tags"),
        (lambda _: {"count": -1}, "schema", "checked"),
        (lambda _: 7, "schema", "checked"),
    ],
)
def test_a_refused_patch_says_why(database: Database, fn: Any, code: str, detail: str) -> None:
    store: Store[Value] = Store(
        database,
        "checked",
        default_data=lambda: {"count": 0},
        schema=lambda value: isinstance(value, dict) and value["count"] >= 0,
    )
    with pytest.raises(PatchError) as caught:
        store.load("one").patch(fn)
    assert (caught.value.code, caught.value.detail) == (code, detail)


def test_the_root_may_be_any_json_but_none(database: Database) -> None:
    store: Store[Any] = Store(database, "roots", default_data=lambda: 0)
    session = store.load("one")
    roots: tuple[Any, ...] = (False, 0.0, "", [], {}, 0)
    for root in roots:
        assert session.patch(lambda _, new: new, root)
    assert session.version == 6


def test_the_patch_function_works_on_its_own_copy(store: Store[Value]) -> None:
    session = store.load("one")
    kept: list[Value] = []

    def keep(value: Value) -> Value:
        kept.append(value)
        value["tags"].append("kept")
        return value

    session.patch(keep)
    kept[0]["tags"].append("written behind our back")
    assert session.value["tags"] == ("kept",)


def test_a_call_inside_a_patch_function_is_refused(store: Store[Value], database: Database) -> None:
    one, two = store.load("one"), store.load("two")
    codes: list[str] = []

    def meddle(value: Value) -> Value:
        for call in (
            lambda: one.patch(add),
            lambda: two.patch(add),
            two.undo,
            two.redo,
            two.stop,
            lambda: two.updated(print),
            lambda: database.act("Meddle").__enter__(),
            lambda: store.delete("two"),
            two.wait,
            store.close,
        ):
            with pytest.raises(StoreError) as caught:
                call()
            codes.append(caught.value.code)
        return add(value)

    assert one.patch(meddle)
    assert codes == ["nested"] * 8 + ["wait_inside"] * 2
    assert one.patch(add)


def test_patching_is_possible_again_after_a_patch_function_raised(store: Store[Value]) -> None:
    session = store.load("one")
    with pytest.raises(LookupError):
        session.patch(raise_half_way)
    assert session.patch(add)


def test_a_strict_store_refuses_what_is_not_pure(database: Database) -> None:
    store: Store[Value] = Store(database, "strict", default_data=lambda: {"count": 0}, strict=True)
    session = store.load("one")
    numbers = iter(range(1, 100))
    answers: Any = iter([None, {"count": 3}, {"count": 3}, None])
    for impure in (lambda value: add(value, next(numbers)), lambda _: next(answers)):
        with pytest.raises(PatchError) as caught:
            session.patch(impure)
        assert caught.value.code == "impure"
    with pytest.raises(PatchError):
        session.patch(lambda _: next(answers))
    assert session.patch(add)
    assert not session.patch(give_none)
    assert not session.patch(lambda value: {**value})
    assert session.value == {"count": 1}


def test_calls_after_stop_raise_or_do_not_as_specified(store: Store[Value]) -> None:
    session = store.load("one")
    session.stop()
    for _ in range(2):
        for call in (
            lambda: session.patch(add),
            lambda: session.updated(print),
            lambda: session.userid(7),
            session.undo,
            session.redo,
            session.save,
        ):
            with pytest.raises(SessionStopped) as caught:
                call()
            assert caught.value.code == "stopped"
        session.stop()
        assert session.wait(1)
        assert session.bad() is None
        assert session.key == "one"
        assert session.value["count"] == 0
    assert not session.can_undo()
    assert not session.dirty


def test_a_call_from_another_thread_is_refused(store: Store[Value], database: Database) -> None:
    session = store.load("one")
    codes: list[str] = []

    def elsewhere() -> None:
        for call in (
            lambda: session.patch(add),
            lambda: session.updated(print),
            lambda: session.stopped(print),
            lambda: session.userid(1),
            session.save,
            session.stop,
            session.undo,
            session.wait,
            lambda: store.load("one"),
            lambda: store.delete("one"),
            store.close,
            database.close,
            lambda: database.act("Away").__enter__(),
        ):
            with pytest.raises(StoreError) as caught:
                call()
            codes.append(caught.value.code)

    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()
    assert codes == ["wrong_thread"] * 13


def test_actions_have_one_function_a_name(store: Store[Value]) -> None:
    @store.action("more")
    def more(value: Value) -> Value:
        return add(value, 10)

    assert store.action("more", more) is more
    with pytest.raises(ValueError, match="Another action of session is named more"):
        store.action("more", add)


def test_a_save_is_named_by_label_action_or_function(
    store: Store[Value], scheduler: HandScheduler, backend: MemoryBackend
) -> None:
    session = store.load("one")
    session.save()
    scheduler.advance(0)

    class Labelled:
        label = "Set the count"

        def __call__(self, value: Value) -> Value:
            return add(value)

    class Plain:
        def __call__(self, value: Value) -> Value:
            return add(value)

    action = store.action("more", lambda value: add(value, 10))
    for fn in (Labelled(), action, add, Plain()):
        session.patch(fn)
        session.save()
        scheduler.advance(0)
    assert [act.name for act in backend.acts] == ["New", "Set the count", "more", "add", "Plain"]
    assert {act.origin for act in backend.acts} == {"edit"}


def test_a_session_of_a_running_act_is_changed_by_the_act_alone(
    store: Store[Value], database: Database
) -> None:
    one, two = store.load("one"), store.load("two")
    with database.act("Both") as act:
        act.patch(one, add)
        with pytest.raises(TransactionError) as caught:
            one.patch(add)
        assert caught.value.code == "in_act"
        assert two.patch(add)
