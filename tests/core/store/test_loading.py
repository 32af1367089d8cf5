from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest

from sessionary.core.store import (
    BadReason,
    Database,
    Migration,
    PatchError,
    Session,
    SessionBad,
    Store,
    Stored,
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


def add(value: Value) -> Value:
    value["count"] += 1
    return value


def rename(value: Value) -> Value:
    value["count"] = value.pop("number")
    return value


def double(value: Value) -> Value:
    value["count"] *= 2
    return value


TWO_STEPS = (Migration("rename", rename), Migration("double", double))


def keep(backend: MemoryBackend, text: str, key: str = "one") -> None:
    backend.stored["session", key] = Stored(revision=3, text=text, saved_at=0.0)


def envelope(data: Any, *steps: str, pending: Any = None) -> str:
    return json.dumps({"migrations": steps, "pending": pending or {}, "data": data})


def store_with(database: Database, **settings: Any) -> Store[Value]:
    return Store(database, "session", default_data=lambda: {"count": 0}, **settings)


def test_the_default_data_is_made_anew_and_copied(database: Database) -> None:
    shared = {"count": 0, "tags": ["new"]}
    store: Store[Value] = Store(database, "session", default_data=lambda: shared)
    session = store.load("one")
    shared["count"] = 7
    assert session.value["count"] == 0
    assert store.load("two").value["count"] == 7


def test_default_data_that_is_not_json_is_refused(database: Database) -> None:
    store: Store[Any] = Store(database, "session", default_data=lambda: None)
    with pytest.raises(PatchError) as caught:
        store.load("one")
    assert caught.value.code == "not_json"


def test_loading_twice_gives_the_same_object_until_it_is_done(store: Store[Value]) -> None:
    session = store.load("one")
    assert store.load("one") is session
    session.stop()
    session.wait()
    assert store.load("one") is not session


def test_a_saved_document_is_clean_when_it_is_loaded(
    database: Database, backend: MemoryBackend, scheduler: HandScheduler
) -> None:
    keep(backend, envelope({"count": 4}))
    session = store_with(database).load("one")
    assert not is_dirty(session)
    assert session.value == {"count": 4}
    assert session.version == 0
    session.patch(add)
    scheduler.advance(15)
    stored = backend.read("session", "one")
    assert stored is not None
    assert (stored.revision, stored.text) == (4, envelope({"count": 5}))


@pytest.mark.parametrize("key", ["", "k" * 201, "a\nb", "a\x7fb", "\ud800"])
def test_a_key_out_of_bounds_is_refused(store: Store[Value], key: str) -> None:
    for call in (store.load, store.view, store.delete):
        with pytest.raises(ValueError, match="key"):
            call(key)


@pytest.mark.parametrize("key", ["k", "k" * 200, "a b", "id~2", "東京\u00a0駅", "a/b:c"])
def test_any_other_key_is_fine(store: Store[Value], key: str) -> None:
    assert store.load(key).wait()
    assert store.keys() == [key]


def test_migrations_bring_data_to_the_newest_form_and_keep_the_old_text(
    database: Database, backend: MemoryBackend, scheduler: HandScheduler
) -> None:
    old = envelope({"number": 4})
    keep(backend, old)
    session = store_with(database, migrations=TWO_STEPS).load("one")
    assert session.value == {"count": 8}
    assert is_dirty(session)
    assert not session.can_undo()
    assert not backend.aside
    scheduler.advance(15)
    assert [(aside.text, aside.reason) for aside in backend.aside] == [(old, "migration")]
    stored = backend.read("session", "one")
    assert stored is not None
    assert stored.text == envelope({"count": 8}, "rename", "double")
    session.patch(add)
    scheduler.advance(15)
    assert len(backend.aside) == 1


def test_only_the_missing_migrations_run(database: Database, backend: MemoryBackend) -> None:
    keep(backend, envelope({"count": 4}, "rename"), "one")
    keep(backend, envelope({"count": 4}, "rename", "double"), "two")
    store = store_with(database, migrations=TWO_STEPS)
    assert store.load("one").value == {"count": 8}
    newest = store.load("two")
    assert newest.value == {"count": 4}
    assert not is_dirty(newest)


def test_all_migrations_count_as_done_for_a_new_document(
    database: Database, backend: MemoryBackend
) -> None:
    store = store_with(database, migrations=TWO_STEPS)
    assert store.load("one").wait()
    assert json.loads(backend.stored["session", "one"].text)["migrations"] == ["rename", "double"]


def test_a_migration_step_named_twice_is_refused(database: Database) -> None:
    with pytest.raises(ValueError, match="rename is there twice"):
        store_with(database, migrations=(TWO_STEPS[0], TWO_STEPS[0]))


def test_a_store_named_twice_is_refused(store: Store[Value], database: Database) -> None:
    with pytest.raises(ValueError, match="a store named session already"):
        store_with(database)


def test_pending_transactions_are_kept_as_they_are(
    database: Database, backend: MemoryBackend, scheduler: HandScheduler
) -> None:
    pending: Value = {"t1": {"success": [], "failure": []}}
    keep(backend, envelope({"count": 4}, pending=pending))
    store_with(database).load("one").patch(add)
    scheduler.advance(15)
    assert backend.stored["session", "one"].text == envelope({"count": 5}, pending=pending)


def raise_lookup(_: Value) -> Value:
    raise LookupError("number")


BAD = [
    ("", (), "corrupt"),
    ("{", (), "corrupt"),
    ("[]", (), "corrupt"),
    ('{"migrations": [], "pending": {}}', (), "corrupt"),
    ('{"migrations": [], "data": {}}', (), "corrupt"),
    ('{"pending": {}, "data": {}}', (), "corrupt"),
    ('{"migrations": [1], "pending": {}, "data": {}}', (), "corrupt"),
    (envelope(None), (), "corrupt"),
    ('{"migrations": [], "pending": {}, "data": NaN}', (), "corrupt"),
    ('{"migrations": [], "pending": {}, "data": 1e999}', (), "corrupt"),
    ('{"migrations": [], "pending": {}, "data": "\\ud800"}', (), "corrupt"),
    ("[" * 100_000, (), "corrupt"),
    (envelope({"count": 1}, "newer"), TWO_STEPS, "unknown_migration: newer"),
    (envelope({"count": 1}, "rename", "newer", "double"), TWO_STEPS, "unknown_migration: newer"),
    (envelope({"count": 1}, "double"), TWO_STEPS, "migration_order: double"),
    (envelope({"count": 1}, "double", "rename"), TWO_STEPS, "migration_order: double, rename"),
    (
        envelope({"count": 1}, "rename", "rename", "double"),
        TWO_STEPS,
        "migration_order: rename, rename, double",
    ),
    (envelope({"count": 1}), TWO_STEPS, "migration_failed: rename: KeyError('number')"),
    (envelope({}), (Migration("none", lambda _: None),), "migration_failed: none"),
    (envelope({}), (Migration("set", lambda _: {1}),), "migration_failed: set"),
    (envelope({}), (Migration("raise", raise_lookup),), "migration_failed: raise"),
]


@pytest.mark.parametrize(("text", "migrations", "reason"), BAD)
def test_a_document_that_cannot_be_used_is_bad_and_stays_byte_for_byte(
    database: Database,
    backend: MemoryBackend,
    scheduler: HandScheduler,
    text: str,
    migrations: Any,
    reason: str,
) -> None:
    keep(backend, text)
    store = store_with(database, migrations=migrations)
    session = store.load("one")
    bad = session.bad()
    assert bad is not None
    assert str(bad).startswith(reason)
    assert state_of(session) == "done"
    value: Any = session.value
    assert value is None
    assert not is_dirty(session)
    assert not session.wait()
    reasons: list[BadReason | None] = []
    session.stopped(reasons.append)
    assert reasons == [bad]
    with pytest.raises(SessionBad) as caught:
        session.patch(add)
    assert caught.value.reason == bad
    session.stop()
    scheduler.advance(100)
    assert backend.stored["session", "one"].text == text
    assert store.load("one") is not session
    if bad.code == "corrupt":
        assert store.view("one").latest() is None


def refuse_all(_: Value) -> bool:
    raise LookupError("count")


@pytest.mark.parametrize(
    ("schema", "reason"),
    [(lambda value: value["count"] > 9, "schema"), (refuse_all, "schema: LookupError('count')")],
)
def test_a_value_that_the_schema_refuses_is_bad(
    database: Database, backend: MemoryBackend, schema: Any, reason: str
) -> None:
    keep(backend, envelope({"number": 4}))
    store = store_with(database, migrations=TWO_STEPS, schema=schema)
    for key in ("one", "new"):
        assert str(store.load(key).bad()) == reason


def test_the_schema_sees_the_migrated_value(database: Database, backend: MemoryBackend) -> None:
    keep(backend, envelope({"number": 4}))
    store = store_with(database, migrations=TWO_STEPS, schema=lambda value: value["count"] == 8)
    assert store.load("one").bad() is None


def test_every_number_is_read_as_it_was_written(database: Database, backend: MemoryBackend) -> None:
    text = envelope([1, 1.0, -0.0, 1e300, True, 10**40, "\u2028 é"])
    keep(backend, text)
    session = store_with(database).load("one")
    session.patch(lambda value: [*value, "more"])
    session.undo()
    assert session.wait()
    assert json.loads(backend.stored["session", "one"].text) == json.loads(text)
    value: Any = session.value
    assert repr(value) == repr((1, 1.0, -0.0, 1e300, True, 10**40, "\u2028 é"))


def test_the_store_knows_its_sessions_until_they_are_done(store: Store[Value]) -> None:
    one, two = store.load("one"), store.load("two")
    one.stop()
    assert store.sessions() == (one, two)
    one.wait()
    assert store.sessions() == (two,)


def test_keys_are_sorted_and_those_of_the_store(
    store: Store[Value], backend: MemoryBackend
) -> None:
    for key in ("b", "a", "C"):
        keep(backend, envelope({}), key)
    backend.stored["goal", "other"] = backend.stored["session", "a"]
    assert store.keys() == ["C", "a", "b"]


def test_a_view_shows_what_is_saved_without_migrations(
    database: Database, backend: MemoryBackend, scheduler: HandScheduler
) -> None:
    keep(backend, envelope({"number": 4}))
    store = store_with(database, migrations=TWO_STEPS)
    view = store.view("one")
    session = store.load("one")
    assert view.latest() == {"number": 4}
    with pytest.raises(TypeError):
        view.latest()["number"] = 5  # type: ignore[index]  # the write is what is tested
    start = scheduler.wall()
    scheduler.advance(15)
    session.patch(add)
    scheduler.advance(15)
    assert view.latest() == {"count": 9}
    assert [view.version(revision) for revision in (2, 3, 4, 5, 6)] == [
        None,
        {"number": 4},
        {"count": 8},
        {"count": 9},
        None,
    ]
    times = (-1, start, start + 15, start + 29, start + 99)
    assert [view.timestamp(time) for time in times] == [
        None,
        {"number": 4},
        {"count": 8},
        {"count": 8},
        {"count": 9},
    ]
    assert store.view("other").latest() is None
    assert store.view("other").timestamp(start) is None


def test_deleting_removes_the_document_and_ends_its_session_without_a_save(
    store: Store[Value], backend: MemoryBackend, scheduler: HandScheduler
) -> None:
    session = store.load("one")
    assert session.wait()
    session.patch(add)
    reasons: list[BadReason | None] = []
    session.stopped(reasons.append)
    assert store.delete("one")
    assert state_of(session) == "done"
    assert reasons == [None]
    scheduler.advance(60)
    assert store.keys() == []
    assert backend.acts[-1].documents[0].text is None
    assert not store.delete("one")
    assert store.load("one").value["count"] == 0


def test_deleting_what_is_not_open_or_never_saved_or_bad(
    store: Store[Value], backend: MemoryBackend
) -> None:
    keep(backend, envelope({"count": 1}), "closed")
    keep(backend, "{", "bad")
    unsaved = store.load("unsaved")
    assert [store.delete(key) for key in ("closed", "bad", "unsaved", "never")] == [
        True,
        True,
        True,
        False,
    ]
    assert state_of(unsaved) == "done"
    assert not backend.stored
    assert len(backend.acts) == 2


def test_a_deletion_that_fails_leaves_the_session_open(
    store: Store[Value], backend: MemoryBackend
) -> None:
    session = store.load("one")
    session.wait()
    session.patch(add)
    backend.failures.append(StoreError("conflict"))
    with pytest.raises(StoreError):
        store.delete("one")
    assert state_of(session) == "open"
    assert session.value["count"] == 1


def test_deleting_a_session_that_is_saving_ends_it(
    store: Store[Value], backend: MemoryBackend, scheduler: HandScheduler
) -> None:
    session = store.load("one")
    session.wait()
    session.patch(add)
    session.stop()
    assert store.delete("one")
    assert state_of(session) == "done"
    scheduler.advance(60)
    assert not backend.stored
