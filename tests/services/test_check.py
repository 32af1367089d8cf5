from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from sessionary.core.problems import UserError
from sessionary.services.check import check
from sessionary.services.rebuild import bring_index_up, rebuild_index
from sessionary.services.sessions import delete_sessions, edit, edit_own
from sessionary.storage import settings
from sessionary.storage.first_page import has_new_index
from sessionary.storage.library_file import LibraryDamaged

if TYPE_CHECKING:
    from tests.services.conftest import Desk


def quiet(_done: int, _total: int) -> None:
    """Take no note of progress."""


def tamper(desk: Desk, *statements: str) -> None:
    """Change rows behind the program's back."""
    desk.close()
    with closing(sqlite3.connect(desk.library.file.path)) as connection:
        for statement in statements:
            assert connection.execute(statement).rowcount
        connection.commit()
    desk.reopen()


def test_a_library_in_use_is_whole(sample: Desk) -> None:
    delete_sessions(sample.library, ["session-02"])
    edit(sample.library, "session", "session-03", "/title", "Élan", "Rename")
    late = {"id": "e-late", "sessionId": "nowhere", "event": {"type": "note"}, "timestamp": {}}
    sample.take_back(sample.write(sample.read(sample.paper("late.jsonl", late))).act)
    assert check(sample.library, quiet) == []


EVENT = "UPDATE entry SET text = text || ' ' WHERE pk=7"
SESSION = "UPDATE document SET text = replace(text, 'Fathoms', 'fathoms') WHERE key='session-03'"


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        (EVENT, "The event event-00-007 is not as it was written."),
        (
            "UPDATE document SET text = replace(text, 'Fathoms', 'fathoms') WHERE key='session-03'",
            "session/session-03 is not as it was written.",
        ),
        (
            "UPDATE entry SET text = CAST(x'7bff7d' AS TEXT) WHERE pk=7",
            "The event event-00-007 is not as it was written.",
        ),
    ],
)
def test_a_text_that_was_tampered_with_is_found(sample: Desk, statement: str, problem: str) -> None:
    tamper(sample, statement)
    assert check(sample.library, quiet) == [problem]
    assert check(sample.library, quiet, mend_index=True) == [problem]


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        (
            "UPDATE entry SET game_s = game_s + 60 WHERE pk=7",
            "The index of the event event-00-007 is not its record's.",
        ),
        (
            "UPDATE entry SET visible = 1 - visible WHERE pk=7",
            "The index of the event event-00-007 is not its record's.",
        ),
        (
            "UPDATE session_row SET title='Other' WHERE number=3",
            "The index (session_row) of session/session-03 is not its document's.",
        ),
        (
            "UPDATE session_row SET entries=1 WHERE number=3",
            "The list is wrong about session/session-03.",
        ),
        (
            "DELETE FROM attendance WHERE rowid IN (SELECT rowid FROM attendance LIMIT 1)",
            "The index (attendance) of session/session-00 is not its document's.",
        ),
        (
            "DELETE FROM facet WHERE owner > 0",
            "Entries are found by other names, places and tags than they have.",
        ),
        (
            "INSERT INTO fts (rowid, text) VALUES (7, 'nothing at all')",
            "The full text holds other words than documents and entries do.",
        ),
    ],
)
def test_an_index_that_is_not_the_truths_is_found_and_mended(
    sample: Desk, statement: str, problem: str
) -> None:
    index, truth = sample.index(), sample.content()
    tamper(sample, statement)
    problems = check(sample.library, quiet)
    assert problem in problems
    assert check(sample.library, quiet, mend_index=True) == []
    assert (sample.index(), sample.content()) == (index, truth)


def test_an_index_built_anew_is_the_one_that_grew(sample: Desk) -> None:
    delete_sessions(sample.library, ["session-02"])
    edit(sample.library, "session", "session-03", "/title", "Élan", "Rename")
    for players in ([{"userId": "ann", "attended": True}, {"userId": "bob"}], [{"userId": "bob"}]):
        edit(sample.library, "session", "session-03", "/participants/players", players, "Came")
    for links in (["campaign", "goal"], ["goal"], []):
        to = [{"kind": kind, "key": "there", "role": "of"} for kind in links]
        edit_own(sample.library, "session", "session-04", "links", to, "Link")
        edit(sample.library, "session", "session-04", "/tags", links, "Tags")
    index, truth = sample.index(), sample.content()
    rebuild_index(sample.library, quiet)
    assert (sample.index(), sample.content()) == (index, truth)


def test_an_index_that_another_version_computed_is_written_anew(sample: Desk) -> None:
    index = sample.index()
    with sample.library.file.writing() as connection:
        connection.exec_driver_sql("UPDATE session_row SET title='as it was computed before'")
    bring_index_up(sample.library, quiet)
    assert sample.index() != index
    with sample.library.file.writing() as connection:
        settings.keep(connection, settings.INDEX, "0")
    assert not has_new_index(sample.library.file.path)
    bring_index_up(sample.library, quiet)
    assert sample.index() == index
    assert has_new_index(sample.library.file.path)


@pytest.mark.parametrize("first", [2, 60])
def test_a_file_of_which_pages_are_gone_is_told_of(sample: Desk, first: int) -> None:
    sample.close()
    path = sample.library.file.path
    whole = path.read_bytes()
    with path.open("r+b") as file:
        for page in range(first, len(whole) // 4096, 3):
            file.seek(page * 4096)
            file.write(b"\0" * 4096)
    damaged = path.read_bytes()
    try:
        sample.reopen()
        problems = check(sample.library, quiet)
        sample.close()
    except LibraryDamaged as refused:
        problems = [str(refused)]
    assert problems
    assert all("damaged" in problem for problem in problems)
    assert path.read_bytes() == damaged, "a damaged file is not touched"
    path.write_bytes(whole)
    sample.reopen()
    assert check(sample.library, quiet) == []


def test_a_file_that_was_cut_off_is_told_of(sample: Desk) -> None:
    sample.close()
    path = sample.library.file.path
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size // 2)
    damaged = path.read_bytes()
    with pytest.raises((UserError, OSError)):
        sample.reopen()
    assert path.read_bytes() == damaged
    path.unlink()
    sample.reopen()


def test_at_each_start_every_record_is_looked_at_in_small_steps(
    sample: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sessionary.services import check as module

    monkeypatch.setattr(module, "_ENTRIES_A_STEP", 10)
    monkeypatch.setattr(module, "_DOCUMENTS_A_STEP", 3)
    with sample.library.file.writing() as connection:
        last = int(connection.exec_driver_sql("SELECT max(pk) FROM entry").scalar_one())
        assert last > 50
        connection.exec_driver_sql("UPDATE entry SET text = text || ' ' WHERE pk = ?", (last,))
    for _start in range(2):
        steps: list[int] = []
        rests: list[float] = []

        def note(done: int, _all: int, steps: list[int] = steps) -> None:
            steps.append(done)

        (problem,) = module.damage(sample.library, note, rest=rests.append)
        assert problem.endswith("is not as it was written.")
        assert steps[-1] == last
        assert len(rests) == len(steps) > last // 10


def test_the_look_at_each_start_can_be_ended(sample: Desk) -> None:
    from sessionary.services import check as module

    class Ended(Exception):
        pass

    def end(_done: int, _all: int) -> None:
        raise Ended

    with pytest.raises(Ended):
        module.damage(sample.library, end)
