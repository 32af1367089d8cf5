from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest
from tests.core.store.copies import Copy, state_of

from sessionary.core.store import (
    ActDone,
    Database,
    ForgetBlocked,
    ForgetReport,
    Migration,
    PatchError,
    SaveFailed,
    Session,
    Store,
    Stored,
    StoreError,
    TransactionError,
    UndoBlocked,
    export_person,
    forget,
    people,
)
from sessionary.core.store.memory import HandScheduler, MemoryBackend
from sessionary.core.store.memory_locks import KnownProcesses

if TYPE_CHECKING:
    from collections.abc import Callable

Value: TypeAlias = dict[str, Any]


def leave(value: Value, person: str) -> Value:
    value["people"] = ["former" if name == person else name for name in value["people"]]
    return value


def join(value: Value, name: str) -> Value:
    value["people"].append(name)
    return value


@pytest.fixture
def database(backend: MemoryBackend, scheduler: HandScheduler, errors: list[Exception]) -> Database:
    return Database(backend, scheduler, errors.append, journal=backend.journal, persons=backend)


def make(database: Database, name: str, **settings: Any) -> Store[Value]:
    return Store(database, name, default_data=lambda: {"people": []}, **settings)


@pytest.fixture
def campaigns(database: Database) -> Store[Value]:
    store = make(
        database,
        "campaign",
        index=lambda _, value: {} if value is None else {"who": [tuple(value["people"])]},
    )
    store.action("forget", leave)
    return store


@pytest.fixture
def visits(database: Database) -> Store[Value]:
    return make(database, "visit")


def write(store: Store[Value], key: str, *names: int | str) -> Session[Value]:
    """Write a document in one revision a person, noting each."""
    session = store.load(key)
    for name in names:
        session.patch(join, str(name))
        session.userid(name)
        session.save()
        session.wait()
    return session


def value_of(backend: MemoryBackend, store: str, key: str) -> Any:
    return json.loads(backend.stored[store, key].text)["data"]


def test_the_people_of_a_library_are_listed(
    database: Database, campaigns: Store[Value], visits: Store[Value]
) -> None:
    write(campaigns, "one", "bo", 7)
    write(visits, "two", "7", "ann")
    assert people(database) == ["7", "ann", "bo"]


def test_an_export_has_the_last_saved_values_sorted(
    database: Database, campaigns: Store[Value], visits: Store[Value], backend: MemoryBackend
) -> None:
    write(visits, "b", 7)
    write(visits, "a", "7", "ann").patch(join, "unsaved")
    write(campaigns, "z", 7)
    write(campaigns, "y", "ann")
    assert export_person(database, 7) == {
        "person": "7",
        "documents": [
            {"store": "campaign", "key": "z", "revision": 1, "data": {"people": ["7"]}},
            {"store": "visit", "key": "a", "revision": 2, "data": {"people": ["7", "ann"]}},
            {"store": "visit", "key": "b", "revision": 1, "data": {"people": ["7"]}},
        ],
    }
    assert export_person(database, "nobody") == {"person": "nobody", "documents": []}
    backend.stored["visit", "b"] = Stored(revision=4, text="{7", saved_at=0.0)
    documents = export_person(database, "7")["documents"]
    assert documents[2] == {"store": "visit", "key": "b", "revision": 4, "data": "{7"}


def test_forgetting_changes_or_deletes_and_leaves_no_trace(
    database: Database,
    campaigns: Store[Value],
    visits: Store[Value],
    backend: MemoryBackend,
    done: list[ActDone],
) -> None:
    write(campaigns, "one", "bo", "ann")
    write(campaigns, "other", "ann")
    write(visits, "two", "bo")
    for store, key in (("campaign", "one"), ("visit", "two"), ("campaign", "other")):
        backend.put_aside(store, key, "bo and ann", "save_failed", 1)
    assert forget(database, "bo") == ForgetReport(
        changed=(("campaign", "one"),), deleted=(("visit", "two"),)
    )
    assert value_of(backend, "campaign", "one") == {"people": ["former", "ann"]}
    assert backend.rows["campaign", "one"] == {"who": [("former", "ann")]}
    assert backend.stored["campaign", "one"].revision == 3
    assert ("visit", "two") not in backend.stored
    assert ("campaign", "one") not in backend.former
    assert [aside.key for aside in backend.aside] == ["other"]
    assert people(database) == ["ann"]
    assert backend.purged == 1
    assert (done[-1].origin, done[-1].documents) == (
        "forget",
        (("campaign", "one"), ("visit", "two")),
    )
    assert forget(database, "bo") == ForgetReport(changed=(), deleted=())


def test_open_sessions_end_without_a_last_save(
    database: Database, campaigns: Store[Value], scheduler: HandScheduler, backend: MemoryBackend
) -> None:
    session = write(campaigns, "one", "bo")
    session.patch(join, "bo")
    forget(database, "bo")
    assert state_of(session) == "done"
    assert session.bad() is None
    scheduler.advance(60)
    assert value_of(backend, "campaign", "one") == {"people": ["former"]}
    assert campaigns.load("one").value == {"people": ("former",)}


def test_a_person_noted_but_never_saved_is_forgotten_too(
    database: Database, visits: Store[Value], scheduler: HandScheduler, backend: MemoryBackend
) -> None:
    session = visits.load("one")
    session.userid("bo")
    assert forget(database, "bo") == ForgetReport(changed=(), deleted=())
    assert state_of(session) == "done"
    scheduler.advance(60)
    assert not backend.stored


def test_the_former_data_of_a_document_is_migrated_before_it_is_changed(
    database: Database, backend: MemoryBackend
) -> None:
    def rename(value: Value) -> Value:
        return {"people": value["names"]}

    store = make(database, "campaign", migrations=[Migration("rename", rename)])
    store.action("forget", leave)
    text = json.dumps({"migrations": [], "pending": {}, "data": {"names": ["bo"]}})
    backend.stored["campaign", "one"] = Stored(revision=1, text=text, saved_at=0.0)
    backend.persons.add(("campaign", "one", "bo"))
    forget(database, "bo")
    assert value_of(backend, "campaign", "one") == {"people": ["former"]}
    assert not backend.aside


def test_an_action_that_changes_nothing_leaves_the_document(
    database: Database, campaigns: Store[Value], backend: MemoryBackend
) -> None:
    write(campaigns, "one", "ann").userid("bo")
    assert campaigns.database.close()
    again = Database(backend, HandScheduler(), persons=backend)
    make(again, "campaign").action("forget", leave)
    assert forget(again, "bo") == ForgetReport(changed=(), deleted=())
    assert people(again) == ["ann"]
    assert value_of(backend, "campaign", "one") == {"people": ["ann"]}


def refuse(_value: Value, _person: str) -> Value:
    raise LookupError("no")


@pytest.mark.parametrize(
    ("action", "error"), [(refuse, LookupError), (lambda _value, _person: {1}, PatchError)]
)
def test_an_action_that_fails_changes_nothing(
    database: Database,
    visits: Store[Value],
    backend: MemoryBackend,
    action: Callable[..., Any],
    error: type[Exception],
) -> None:
    session = write(visits, "one", "bo")
    visits.action("forget", action)
    before = backend.stored["visit", "one"]
    with pytest.raises(error):
        forget(database, "bo")
    assert backend.stored["visit", "one"] is before
    assert session.patch(join, "ann")


def test_what_cannot_be_opened_is_in_the_way(
    database: Database, campaigns: Store[Value], visits: Store[Value], backend: MemoryBackend
) -> None:
    write(visits, "two", "bo")
    backend.persons.add(("campaign", "one", "bo"))
    backend.stored["campaign", "one"] = Stored(revision=1, text="{", saved_at=0.0)
    with pytest.raises(ForgetBlocked) as caught:
        forget(database, "bo")
    assert caught.value.keys == (("campaign", "one"),)
    assert value_of(backend, "visit", "two") == {"people": ["bo"]}


def test_a_pending_transaction_is_in_the_way(
    database: Database, visits: Store[Value], backend: MemoryBackend
) -> None:
    visits.load("other")
    entry: Value = {"success": [], "failure": []}
    text = json.dumps({"migrations": [], "pending": {"t": entry}, "data": {"people": ["bo"]}})
    backend.stored["visit", "one"] = Stored(revision=1, text=text, saved_at=0.0)
    backend.persons.add(("visit", "one", "bo"))
    with pytest.raises(ForgetBlocked) as caught:
        forget(database, "bo")
    assert caught.value.keys == (("visit", "one"),)
    assert backend.stored["visit", "one"].text == text


def test_a_commit_that_fails_leaves_all_as_it_was(
    database: Database, visits: Store[Value], backend: MemoryBackend
) -> None:
    session = write(visits, "one", "bo")
    backend.failures.append(SaveFailed("disk full"))
    with pytest.raises(SaveFailed):
        forget(database, "bo")
    assert state_of(session) == "open"
    assert people(database) == ["bo"]


def test_a_trace_that_could_not_be_removed_is_reported(
    database: Database,
    visits: Store[Value],
    backend: MemoryBackend,
    errors: list[Exception],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse_purge() -> None:
        raise SaveFailed("disk full")

    write(visits, "one", "bo")
    monkeypatch.setattr(backend, "purge", refuse_purge)
    assert forget(database, "bo").deleted == (("visit", "one"),)
    assert [type(error) for error in errors] == [SaveFailed]


def test_undo_brings_nothing_back(
    database: Database, campaigns: Store[Value], visits: Store[Value]
) -> None:
    one, two = write(campaigns, "one", "ann"), write(visits, "two", "bo")
    with database.act("Both") as act:
        act.patch(one, join, "cy")
        act.patch(two, join, "cy")
    forget(database, "bo")
    assert not one.can_undo()
    with pytest.raises(UndoBlocked, match="forgotten"):
        one.undo()


def test_forgetting_is_no_part_of_an_act_and_needs_an_index(
    database: Database, scheduler: HandScheduler
) -> None:
    with pytest.raises(TransactionError), database.act("Act"):
        forget(database, "bo")
    bare = Database(MemoryBackend(), scheduler)
    with pytest.raises(StoreError) as caught:
        forget(bare, "bo")
    assert caught.value.code == "no_persons"


def test_what_another_copy_holds_is_in_the_way(backend: MemoryBackend) -> None:
    processes = KnownProcesses()
    here, there = Copy("here", backend, processes), Copy("there", backend, processes)
    here.database.persons = backend
    for key in ("held", "open", "closed"):
        session = there.store.load(key)
        session.userid("bo")
        session.save()
        session.wait()
        if key != "held":
            session.stop()
    mine = here.store.load("open")
    texts = dict(backend.stored)
    with pytest.raises(ForgetBlocked) as caught:
        forget(here.database, "bo")
    assert caught.value.keys == (("session", "held"),)
    assert backend.stored == texts
    assert state_of(mine) == "open"
    holders = {key: row.holder and row.holder.owner for (_, key), row in backend.locks.rows.items()}
    assert holders == {"held": "there", "open": "here", "closed": None}
    assert there.database.close()
    assert len(forget(here.database, "bo").deleted) == 3
    assert all(row.holder is None for row in backend.locks.rows.values())
