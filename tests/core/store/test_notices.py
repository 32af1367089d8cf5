from __future__ import annotations

from typing import Any, TypeAlias

import pytest

from sessionary.core.store import ActDone, Database, PatchError, Session, Store, StoreError
from sessionary.core.store.memory import HandScheduler

Value: TypeAlias = dict[str, Any]


def add(value: Value, number: int = 1) -> Value:
    value["count"] += number
    return value


def test_the_first_call_comes_before_updated_returns(store: Store[Value]) -> None:
    calls: list[Value] = []
    store.load("one").updated(calls.append)
    assert [value["count"] for value in calls] == [0]


def test_all_callbacks_get_the_same_frozen_object(store: Store[Value]) -> None:
    session = store.load("one")
    calls: list[Value] = []
    session.updated(calls.append)
    session.updated(calls.append)
    session.patch(add)
    assert len(calls) == 4
    assert calls[2] is calls[3] is session.value
    with pytest.raises(TypeError):
        calls[3]["count"] = 7


def test_a_callback_that_raises_at_its_first_call_is_not_bound(
    store: Store[Value], errors: list[Exception]
) -> None:
    session = store.load("one")

    def refuse(value: Value) -> None:
        raise LookupError(value["count"])

    with pytest.raises(LookupError):
        session.updated(refuse)
    session.patch(add)
    assert not errors


def test_a_callback_that_raises_later_is_reported_and_the_others_run(
    store: Store[Value], errors: list[Exception]
) -> None:
    session = store.load("one")
    calls: list[int] = []

    def refuse(value: Value) -> None:
        if value["count"]:
            raise LookupError(value["count"])

    session.updated(refuse)
    session.updated(lambda value: calls.append(value["count"]))
    assert session.patch(add)
    assert calls == [0, 1]
    assert [type(error) for error in errors] == [LookupError]


def test_an_interrupt_in_a_callback_is_not_swallowed(store: Store[Value]) -> None:
    session = store.load("one")
    calls: list[int] = []

    def interrupt(value: Value) -> None:
        if value["count"] == 1:
            raise KeyboardInterrupt

    session.updated(interrupt)
    session.updated(lambda value: calls.append(value["count"]))
    with pytest.raises(KeyboardInterrupt):
        session.patch(add)
    session.patch(add)
    assert calls == [0, 2]


def test_a_patch_in_a_callback_is_told_after_the_present_version_reached_all(
    store: Store[Value],
) -> None:
    session = store.load("one")
    calls: list[tuple[str, int, int]] = []

    def double(value: Value) -> None:
        calls.append(("first", value["count"], session.version))
        if value["count"] == 1:
            assert session.patch(add, 10)
            assert session.value["count"] == 11

    session.updated(double)
    session.updated(lambda value: calls.append(("second", value["count"], session.version)))
    session.patch(add)
    assert calls == [
        ("first", 0, 0),
        ("second", 0, 0),
        ("first", 1, 1),
        ("second", 1, 2),
        ("first", 11, 2),
        ("second", 11, 2),
    ]


def test_a_patch_in_the_first_call_reaches_all_after_it(store: Store[Value]) -> None:
    session = store.load("one")
    calls: list[tuple[str, int]] = []
    session.updated(lambda value: calls.append(("old", value["count"])))

    def begin(value: Value) -> None:
        calls.append(("new", value["count"]))
        if value["count"] == 0:
            session.patch(add)

    session.updated(begin)
    assert calls == [("old", 0), ("new", 0), ("old", 1), ("new", 1)]


def test_a_callback_bound_during_a_notice_gets_the_newest_and_then_later_versions(
    store: Store[Value],
) -> None:
    session = store.load("one")
    late: list[int] = []

    def bind(value: Value) -> None:
        if value["count"] == 1:
            session.patch(add)
            session.updated(lambda newest: late.append(newest["count"]))

    session.updated(bind)
    session.patch(add)
    assert late == [2]
    session.patch(add)
    assert late == [2, 3]


def test_a_callback_bound_in_a_notice_may_patch_in_its_first_call(store: Store[Value]) -> None:
    session = store.load("one")
    late: list[int] = []

    def second(value: Value) -> None:
        late.append(value["count"])
        if value["count"] == 1:
            session.patch(add)

    session.updated(lambda value: value["count"] == 1 and bool(session.updated(second)))
    session.patch(add)
    assert late == [1, 2]


def test_unbinding_works_at_once_even_during_a_notice(store: Store[Value]) -> None:
    session = store.load("one")
    calls: list[int] = []
    unbinds: list[Any] = []
    session.updated(lambda value: value["count"] and unbinds[0]())
    unbinds.append(session.updated(lambda value: calls.append(value["count"])))
    session.patch(add)
    unbinds[0]()
    assert calls == [0]


def test_binding_twice_calls_twice_and_each_is_unbound_by_itself(store: Store[Value]) -> None:
    session = store.load("one")
    calls: list[Value] = []
    session.updated(calls.append)
    unbind = session.updated(calls.append)
    session.patch(add)
    assert len(calls) == 4
    unbind()
    session.patch(add)
    assert len(calls) == 5


def test_nobody_is_called_after_a_stop_during_a_notice(store: Store[Value]) -> None:
    session = store.load("one")
    calls: list[int] = []

    def stop(value: Value) -> None:
        if value["count"]:
            session.patch(add)
            session.stop()

    session.updated(stop)
    session.updated(lambda value: calls.append(value["count"]))
    session.patch(add)
    assert calls == [0]
    assert session.value["count"] == 2


def test_a_callback_that_always_patches_is_stopped_after_a_hundred_rounds(
    store: Store[Value], errors: list[Exception]
) -> None:
    session = store.load("one")
    quiet: list[int] = []

    def answer(value: Value) -> None:
        if value["count"]:
            session.patch(add)

    session.updated(answer)
    session.updated(lambda value: quiet.append(value["count"]))
    with pytest.raises(PatchError) as caught:
        session.patch(add)
    assert caught.value.code == "feedback"
    assert session.value["count"] == 101
    assert quiet == list(range(102))
    assert [str(error) for error in errors] == ["feedback"]


def test_notices_left_after_a_hundred_rounds_collapse_into_the_newest(
    store: Store[Value], errors: list[Exception]
) -> None:
    session = store.load("one")
    calls: list[int] = []

    def answer_twice(value: Value) -> None:
        calls.append(value["count"])
        if value["count"]:
            session.patch(add)
            session.patch(add)

    session.updated(answer_twice)
    with pytest.raises(PatchError):
        session.patch(add)
    assert calls == [*range(101), 201]
    assert session.value["count"] == 201
    assert len(errors) == 1


def test_endless_answers_at_the_first_call_leave_the_callback_unbound(store: Store[Value]) -> None:
    session = store.load("one")

    def answer(_: Value) -> None:
        session.patch(add)

    with pytest.raises(PatchError):
        session.updated(answer)
    version = session.version
    assert session.patch(add)
    assert session.version == version + 1


def test_two_sessions_that_answer_each_other_are_stopped(
    store: Store[Value], errors: list[Exception]
) -> None:
    one, two = store.load("one"), store.load("two")

    def answer(other: Session[Value]) -> Any:
        return lambda value: value["count"] and other.patch(add)

    one.updated(answer(two))
    two.updated(answer(one))
    with pytest.raises(PatchError):
        one.patch(add)
    assert one.value["count"] == 101
    assert two.value["count"] == 101
    assert [str(error) for error in errors] == ["feedback"]


def test_waiting_inside_a_callback_is_refused(store: Store[Value]) -> None:
    session = store.load("one")

    def wait(_: Value) -> None:
        session.wait()

    with pytest.raises(StoreError) as caught:
        session.updated(wait)
    assert caught.value.code == "wait_inside"


def test_the_default_for_errors_is_the_hook_of_python(
    store: Store[Value], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[Any, ...]] = []
    monkeypatch.setattr("sys.excepthook", lambda *args: seen.append(args))
    database = Database(store.database.backend, HandScheduler())
    other: Store[Value] = Store(database, "session", default_data=lambda: {"count": 0})
    session = other.load("hooked")
    session.updated(lambda value: 1 // (1 - value["count"]))
    session.patch(add)
    assert [args[0] for args in seen] == [ZeroDivisionError]


def test_listeners_hear_of_commits_in_their_order_even_if_one_acts(
    store: Store[Value], database: Database
) -> None:
    session = store.load("one")
    told: list[tuple[str, int]] = []

    def act_once(done: ActDone) -> None:
        told.append(("first", done.act))
        if done.act == 1:
            with database.act("Answer") as act:
                act.patch(session, add)

    database.committed(act_once)
    unbind = database.committed(lambda done: told.append(("second", done.act)))
    with database.act("Begin") as act:
        act.patch(session, add)
    assert told == [("first", 1), ("second", 1), ("first", 2), ("second", 2)]
    unbind()
    with database.act("Again") as act:
        act.patch(session, add)
    assert told[4:] == [("first", 3)]


def test_a_listener_that_answers_every_act_is_stopped_and_no_act_goes_untold(
    store: Store[Value], database: Database, done: list[ActDone], errors: list[Exception]
) -> None:
    session = store.load("one")

    def answer(_: ActDone) -> None:
        with database.act("Answer") as act:
            act.patch(session, add)

    database.committed(answer)
    with database.act("Begin") as act:
        act.patch(session, add)
    assert [one.act for one in done] == list(range(1, 102))
    assert {str(error) for error in errors} == {"feedback"}
