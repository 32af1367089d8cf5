from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from tests.core.store.copies import Program, Value, add, backend_of, refuse, remember, saved, texts

from sessionary.core.store import (
    Database,
    PatchError,
    SaveFailed,
    Session,
    SessionStopped,
    Store,
    StoreError,
    TransactionError,
    UndoBlocked,
    transaction,
)
from sessionary.core.store.memory import HandScheduler, MemoryBackend

if TYPE_CHECKING:
    from collections.abc import Callable

BOTH_BACKENDS = True


@pytest.fixture(params=["here", "there"])
def pair(program: Program, request: pytest.FixtureRequest) -> tuple[Session[Value], Session[Value]]:
    """Two saved sessions: of one file, and of two."""
    one, two = program.load("here", "one"), program.load(request.param, "two")
    one.save()
    two.save()
    program.scheduler.advance(0)
    return one, two


def counts(*sessions: Session[Value]) -> list[int]:
    return [session.value["count"] for session in sessions]


def code_of(call: Callable[[], object]) -> str:
    with pytest.raises(StoreError) as caught:
        call()
    return caught.value.code


def test_all_sessions_change_together_and_are_clean(
    pair: tuple[Session[Value], Session[Value]],
) -> None:
    one, two = pair
    calls: list[tuple[str, list[int]]] = []
    one.updated(lambda _: calls.append(("one", counts(one, two))))
    two.updated(lambda _: calls.append(("two", counts(one, two))))
    calls.clear()

    def success() -> None:
        assert two.patch(add, 1)
        assert one.patch(add, -1)
        assert two.patch(add, 1)
        assert counts(one, two) == [10, 10]
        assert not calls

    assert transaction(success)
    assert calls == [("two", [9, 12]), ("one", [9, 12])]
    assert (one.version, two.version) == (1, 1)
    assert not one.dirty
    assert not two.dirty
    assert (saved(one), saved(two)) == (9, 12)


def test_each_action_sees_what_the_earlier_ones_of_its_function_did(
    pair: tuple[Session[Value], Session[Value]],
) -> None:
    one, two = pair
    seen: list[Any] = []

    def look(value: Value) -> None:
        seen.append(value["count"])

    one.live.document.rules.actions["look"] = look

    def success() -> None:
        one.patch(add)
        assert not one.patch(look)
        two.patch(add)

    def failure() -> None:
        assert not one.patch(look)
        one.patch(add, 5)

    assert transaction(success, failure)
    assert seen == [11, 10]


def test_without_a_patch_in_success_nothing_happens(
    pair: tuple[Session[Value], Session[Value]], program: Program
) -> None:
    one, two = pair
    before = texts(program)

    def success() -> None:
        assert not one.patch(add, 0)

    assert transaction(success, lambda: two.patch(add))
    assert counts(one, two) == [10, 10]
    assert texts(program) == before
    assert not two.dirty


@pytest.mark.parametrize("in_failure", [False, True])
def test_an_exception_in_either_function_comes_through_and_nothing_has_changed(
    pair: tuple[Session[Value], Session[Value]], program: Program, in_failure: bool
) -> None:
    one, two = pair
    before = texts(program)

    def work() -> None:
        one.patch(add)
        two.patch(add)

    def fail() -> None:
        one.patch(add)
        two.patch(refuse)

    with pytest.raises(LookupError):
        transaction(*((work, fail) if in_failure else (fail, work)))
    assert counts(one, two) == [10, 10]
    assert not one.can_undo()
    assert texts(program) == before
    assert one.patch(add)


def test_what_a_transaction_function_may_not_do(
    pair: tuple[Session[Value], Session[Value]], program: Program
) -> None:
    one, two = pair
    codes: list[str] = []

    def success() -> None:
        codes.extend(
            code_of(call)
            for call in (
                lambda: one.patch(lambda value: value),
                lambda: one.patch(remember, {1, 2}),
                lambda: transaction(lambda: None),
                one.stop,
                one.undo,
                one.redo,
                one.wait,
                lambda: program.stores["here"].delete("one"),
                lambda: program.stores["here"].database.act("Act").__enter__(),
            )
        )
        two.patch(add)

    assert transaction(success)
    assert codes == [
        "not_an_action",
        "not_json",
        "nested",
        "stop_inside",
        "undo_inside",
        "undo_inside",
        "wait_inside",
        "nested",
        "nested",
    ]


def test_arguments_are_json_and_their_copies(
    pair: tuple[Session[Value], Session[Value]],
) -> None:
    one, two = pair
    given: list[Any] = [None, (1, 2)]

    def success() -> None:
        one.patch(remember, given)
        given.append("later")
        two.patch(add)

    assert transaction(success)
    assert one.value["what"] == (None, (1, 2))


def test_a_transaction_is_refused_in_a_patch_function_and_in_an_act(
    pair: tuple[Session[Value], Session[Value]],
) -> None:
    one, two = pair

    def inside(_: Value) -> None:
        transaction(lambda: two.patch(add))

    with pytest.raises(PatchError) as caught:
        one.patch(inside)
    assert caught.value.code == "nested"
    with pytest.raises(TransactionError), one.live.database.act("Act"):
        transaction(lambda: one.patch(add))


def test_a_transaction_may_run_in_a_callback(
    pair: tuple[Session[Value], Session[Value]],
) -> None:
    one, two = pair

    def answer(value: Value) -> None:
        if value["count"] == 11:
            assert transaction(lambda: two.patch(add) and one.patch(add))

    one.updated(answer)
    one.patch(add)
    assert counts(one, two) == [12, 11]


def test_a_transaction_needs_open_sessions(pair: tuple[Session[Value], Session[Value]]) -> None:
    one, two = pair
    two.stop()
    with pytest.raises(SessionStopped):
        transaction(lambda: one.patch(add) and two.patch(add))
    assert counts(one) == [10]


def test_unsaved_patches_are_saved_with_it(pair: tuple[Session[Value], Session[Value]]) -> None:
    one, two = pair
    one.patch(add, 100)
    assert transaction(lambda: one.patch(add) and two.patch(add))
    assert (saved(one), saved(two)) == (111, 11)
    assert not one.dirty


def test_when_the_disk_refuses_the_failure_side_is_applied(
    pair: tuple[Session[Value], Session[Value]], program: Program
) -> None:
    one, two = pair
    backend_of(one.live.database).failures.append(SaveFailed("disk full"))
    assert not transaction(
        lambda: one.patch(add) and two.patch(add), lambda: one.patch(add, 5) and two.patch(add, 7)
    )
    assert counts(one, two) == [15, 17]
    assert (saved(one), saved(two)) == (15, 17)
    assert (one.version, two.version) == (1, 1)
    assert len(program.errors) == 1
    assert one.undo()
    assert counts(one, two) == [10, 10]


def test_what_the_disk_never_takes_stays_in_memory_and_is_saved_later(
    pair: tuple[Session[Value], Session[Value]], program: Program
) -> None:
    one, two = pair
    for session in pair:
        backend = backend_of(session.live.database)
        backend.failures.extend(SaveFailed("disk full") for _ in range(2 - len(backend.failures)))
    assert not transaction(lambda: one.patch(add) and two.patch(add), lambda: two.patch(add, 7))
    assert counts(one, two) == [10, 17]
    assert two.dirty
    for session in pair:
        backend_of(session.live.database).failures.clear()
    program.scheduler.advance(15)
    assert (saved(one), saved(two)) == (10, 17)
    assert len(program.errors) == 2


def test_a_transaction_is_one_step_of_undo_for_all_its_sessions(
    pair: tuple[Session[Value], Session[Value]],
) -> None:
    one, two = pair
    assert transaction(lambda: one.patch(add) and one.patch(add) and two.patch(add))
    assert two.can_undo()
    assert two.undo()
    assert counts(one, two) == [10, 10]
    assert (saved(one), saved(two)) == (10, 10)
    assert (one.version, two.version) == (2, 2)
    assert one.redo()
    assert counts(one, two) == [12, 11]
    one.patch(add)
    assert not two.can_undo()
    with pytest.raises(UndoBlocked):
        two.undo()
    one.undo()
    assert two.undo()
    two.stop()
    with pytest.raises(UndoBlocked):
        one.redo()
    assert counts(one, two) == [10, 10]


def test_an_undo_that_cannot_be_written_changes_nothing(program: Program) -> None:
    one, two = program.load("here", "one"), program.load("there", "two")
    assert transaction(lambda: one.patch(add) and two.patch(add))
    backend_of(two.live.database).failures.append(SaveFailed("disk full"))
    with pytest.raises(UndoBlocked):
        one.undo()
    assert counts(one, two) == [11, 11]
    assert one.undo()
    assert counts(one, two) == [10, 10]


def test_one_file_needs_no_journal_and_several_do(scheduler: HandScheduler) -> None:
    stores: list[Store[Value]] = []
    for _ in range(2):
        database = Database(MemoryBackend(), scheduler)
        stores.append(Store(database, "account", default_data=lambda: {"count": 0}))
        stores[-1].action("add", add)
    one, two, other = stores[0].load("one"), stores[0].load("two"), stores[1].load("one")
    assert transaction(lambda: one.patch(add) and two.patch(add))
    assert [act.name for act in backend_of(stores[0].database).acts] == ["add"]
    with pytest.raises(TransactionError) as caught:
        transaction(lambda: one.patch(add) and other.patch(add))
    assert caught.value.code == "no_journal"
    assert counts(one, two, other) == [1, 1, 0]


def test_one_file_writes_neither_a_row_nor_an_entry(program: Program) -> None:
    one, two = program.load("here", "one"), program.load("here", "two")
    assert transaction(lambda: one.patch(add) and two.patch(add))
    (act,) = backend_of(one.live.database).acts
    assert not act.journal
    assert all('"pending": {}' in (document.text or "") for document in act.documents)


def test_no_action_takes_the_name_of_the_one_that_all_have(program: Program) -> None:
    with pytest.raises(ValueError, match="named ="):
        program.stores["here"].action("=", add)


def test_a_file_is_open_once_in_a_circle(program: Program, scheduler: HandScheduler) -> None:
    backend = backend_of(program.stores["here"].database)
    with pytest.raises(ValueError, match="open already"):
        Database(backend, scheduler, journal=backend.journal, circle=program.circle)
    program.stores["here"].database.close()
    Database(backend, scheduler, journal=backend.journal, circle=program.circle)
