"""The history of a document in a library: what saves put there, and what is thinned out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from sessionary.core.store.memory import HandScheduler
from sessionary.services.library import Library
from sessionary.services.undo import undo
from sessionary.storage import backend as backend_module
from sessionary.storage import history

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sessionary.core.store import Session

KEY = "one"


@pytest.fixture
def clock() -> HandScheduler:
    return HandScheduler()


@pytest.fixture
def library(tmp_path: Path, clock: HandScheduler) -> Iterator[Library]:
    opened = Library(tmp_path / "library", clock, zone="UTC")
    yield opened
    opened.close()


def titled(data: dict[str, Any], title: str, status: str = "completed") -> dict[str, Any]:
    data["record"] = {"id": KEY, "title": title, "status": status}
    return data


def save(session: Session[dict[str, Any]], title: str, *more: str) -> None:
    session.patch(titled, title, *more)
    session.save()
    assert session.wait()


def revisions(library: Library) -> list[int]:
    with library.reading() as connection:
        rows = connection.exec_driver_sql("SELECT revision FROM history ORDER BY revision").all()
    return [row[0] for row in rows]


def test_closing_leaves_the_newest_fifty_and_the_last_of_each_hour_before(
    library: Library, clock: HandScheduler, tmp_path: Path
) -> None:
    session = library.stores["session"].load(KEY)
    for number in range(120):
        save(session, f"Title {number}")
        clock.advance(60)
    assert len(revisions(library)) == 119
    assert library.close()
    again = Library(tmp_path / "library", clock, zone="UTC")
    kept = revisions(again)
    again.close()
    assert kept[-50:] == list(range(70, 120))
    assert 1 <= len(kept) - 50 <= 2


def test_a_revision_that_moved_the_status_is_kept(
    library: Library, clock: HandScheduler, tmp_path: Path
) -> None:
    session = library.stores["session"].load(KEY)
    save(session, "Title", "planned")
    for number in range(4):
        save(session, f"Title {number}", "planned")
    save(session, "Title", "in_progress")
    moved = session.live.document.revision
    for number in range(70):
        save(session, f"Title {number}", "in_progress")
    library.close()
    again = Library(tmp_path / "library", clock, zone="UTC")
    kept = revisions(again)
    with again.reading() as connection:
        marks = connection.exec_driver_sql("SELECT revision, why FROM revision_mark").all()
    again.close()
    assert marks == [(moved, history.STATUS)]
    assert moved in kept
    assert moved + 1 not in kept
    assert len(kept) == 51


def test_what_an_undo_made_and_what_was_named_is_kept(
    library: Library, clock: HandScheduler, tmp_path: Path
) -> None:
    store = library.stores["session"]
    with library.act("New") as act:
        act.edit(store, KEY, titled, "first")
    with library.act("Edit") as act:
        act.edit(store, KEY, titled, "second")
    assert act.number is not None
    undo(library, act.number)
    with library.file.writing() as connection:
        pk = connection.exec_driver_sql("SELECT pk FROM document").scalar_one()
        history.mark(connection, pk, 1, "named", "As it began")
    session = store.load(KEY)
    for number in range(70):
        save(session, f"Title {number}")
    library.close()
    again = Library(tmp_path / "library", clock, zone="UTC")
    kept = revisions(again)
    again.close()
    assert kept[:2] == [1, 3]
    assert len(kept) == 52


def test_the_revision_that_an_import_replaced_is_kept_for_its_undo(
    library: Library, clock: HandScheduler, tmp_path: Path
) -> None:
    store = library.stores["session"]
    for title in ("one", "two"):
        with library.act("Edit") as act:
            act.edit(store, KEY, titled, title)
    with library.act("Import a file", "import") as act:
        act.edit(store, KEY, titled, "imported")
    session = store.load(KEY)
    for number in range(70):
        save(session, f"Title {number}")
    library.close()
    again = Library(tmp_path / "library", clock, zone="UTC")
    kept = revisions(again)
    again.close()
    assert kept[:2] == [2, 3]
    assert 1 not in kept


def test_a_long_evening_of_typing_does_not_fill_the_library(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backend_module, "_THIN_AFTER", 10)
    monkeypatch.setattr(backend_module, "_NEWEST_WHILE_OPEN", 20)
    session = library.stores["session"].load(KEY)
    for number in range(100):
        save(session, f"Title {number}")
        assert len(revisions(library)) <= 31
    assert revisions(library)[-20:] == list(range(80, 100))


def test_a_library_with_little_in_it_is_closed_without_a_write(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = library.stores["session"].load(KEY)
    save(session, "Title")
    session.stop()
    library.database.close()

    def refuse(**_given: object) -> None:
        raise AssertionError

    monkeypatch.setattr(library.file, "writing", refuse)
    library._backend.tidy(0.0)
