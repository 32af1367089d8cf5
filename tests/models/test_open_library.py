"""One library in one window: acts on the undo stack, imports as jobs."""

from __future__ import annotations

import json
import shutil
import threading
from typing import TYPE_CHECKING

import pytest

from sessionary.core.problems import UserError
from sessionary.core.store.document import Change
from sessionary.core.store.errors import LockLost, SaveFailed
from sessionary.core.store.plain import PlainScheduler
from sessionary.models.open_library import OpenLibrary
from sessionary.models.scheduler import QtScheduler
from sessionary.services.backups import listed
from sessionary.services.imports.reading import read_files
from sessionary.services.library import Library
from sessionary.services.sessions import edit, new_campaign

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from sessionary.services.imports.reading import Preview

RECORD = {
    "id": "s-1",
    "campaignId": "salt",
    "number": 1,
    "title": "Out of Ostrel",
    "realTime": {"startTime": "2026-01-20T18:00:00Z"},
}


@pytest.fixture
def opened(qtbot: QtBot, tmp_path: Path) -> Iterator[OpenLibrary]:
    made = OpenLibrary(Library(tmp_path / "library", QtScheduler(), zone="Europe/Berlin"))
    yield made
    made.close()


@pytest.fixture
def preview(opened: OpenLibrary, tmp_path: Path) -> Preview:
    """One session, read and not imported yet."""
    path = tmp_path / "one.json"
    path.write_text(json.dumps(RECORD), encoding="utf-8")
    return read_files(opened.library, [path], lambda _done, _total: None)


def titles(opened: OpenLibrary) -> list[str]:
    """Return the titles of the sessions."""
    return [session.title for session in opened.summaries()]


def is_busy(opened: OpenLibrary) -> bool:
    """Say whether something is being written."""
    return opened.busy


def write(qtbot: QtBot, opened: OpenLibrary, preview: Preview) -> None:
    """Import and wait for it."""
    with qtbot.waitSignal(opened.changed):
        opened.write_import(preview)


def test_every_act_is_a_step_of_undo(opened: OpenLibrary) -> None:
    new_campaign(opened.library, "The Salt Road")
    stack = opened.undo_stack
    assert (stack.count(), stack.undoText()) == (1, "New campaign The Salt Road")
    assert [one.name for one in opened.campaigns()] == ["The Salt Road"]
    opened.undo()
    assert opened.campaigns() == []
    assert (stack.count(), stack.index(), stack.redoText()) == (1, 0, "New campaign The Salt Road")
    opened.redo()
    assert len(opened.campaigns()) == 1
    opened.undo()
    assert opened.campaigns() == []


def test_an_import_is_a_step_of_undo_as_well(
    qtbot: QtBot, opened: OpenLibrary, preview: Preview
) -> None:
    write(qtbot, opened, preview)
    assert titles(opened) == ["Out of Ostrel"]
    for expected in ([], ["Out of Ostrel"], []):
        with qtbot.waitSignal(opened.changed):
            opened.redo() if expected else opened.undo()
        assert titles(opened) == expected
    assert opened.undo_stack.count() == 1


def test_an_import_is_taken_back_only_with_a_backup_before(
    qtbot: QtBot, opened: OpenLibrary, preview: Preview
) -> None:
    write(qtbot, opened, preview)
    folder = opened.library.file.folder
    before = {one.name for one in listed(folder)}
    with qtbot.waitSignal(opened.changed):
        opened.undo()
    (made,) = [one for one in listed(folder) if one.name not in before]
    assert made.contents is not None
    assert made.contents.sessions == 1
    # With no room for a backup nothing is done, and the step stays.
    shutil.rmtree(folder / "backups")
    (folder / "backups").write_text("in the way")
    with qtbot.waitSignal(opened.refused) as told:
        opened.redo()
    qtbot.waitUntil(opened.undo_stack.canRedo)
    assert told.args is not None
    assert told.args[0].startswith("Nothing was changed. ")
    assert titles(opened) == []


def test_while_an_import_is_written_nothing_else_is_changed(
    qtbot: QtBot, opened: OpenLibrary, preview: Preview
) -> None:
    with qtbot.waitSignal(opened.changed):
        opened.write_import(preview)
        assert is_busy(opened)
        with qtbot.waitSignal(opened.refused) as told:
            assert not opened.try_act(lambda: new_campaign(opened.library, "No"))
        assert told.args == ["An import is being written; try again when it is done."]
        opened.undo()
        opened.redo()
    assert not is_busy(opened)
    assert opened.undo_stack.index() == 1


def test_an_undo_of_an_import_that_was_stopped_can_be_tried_again(
    qtbot: QtBot, opened: OpenLibrary, preview: Preview
) -> None:
    write(qtbot, opened, preview)
    jobs: list[object] = []
    opened.job_began.connect(jobs.append)
    opened.job_began.connect(lambda job: job.cancel())
    stack = opened.undo_stack
    opened.undo()
    qtbot.waitUntil(lambda: not opened.busy)
    if titles(opened):
        # It was stopped in time, so the step is still there to be taken back.
        assert (stack.index(), stack.canUndo()) == (1, True)
        opened.job_began.disconnect()
        with qtbot.waitSignal(opened.changed):
            opened.undo()
    assert titles(opened) == []
    assert stack.index() == 0


def test_what_is_refused_is_told_in_a_sentence(qtbot: QtBot, opened: OpenLibrary) -> None:
    def act() -> None:
        raise UserError("A campaign needs a name.")

    with qtbot.waitSignal(opened.refused) as told:
        assert not opened.try_act(act)
    assert told.args == ["A campaign needs a name."]
    assert opened.undo_stack.count() == 0


def test_what_was_changed_since_is_not_undone_blindly(
    qtbot: QtBot, opened: OpenLibrary, preview: Preview
) -> None:
    write(qtbot, opened, preview)
    key = opened.summaries()[0].key
    edit(opened.library, "session", key, "/title", "One", "Rename")
    edit(opened.library, "session", key, "/title", "Two", "Rename again")
    opened.undo()
    assert titles(opened) == ["One"]
    opened.undo()
    assert titles(opened) == ["Out of Ostrel"]


def test_closing_waits_for_the_jobs_it_stops(qtbot: QtBot, tmp_path: Path) -> None:
    opened = OpenLibrary(Library(tmp_path / "other", QtScheduler(), zone="UTC"))
    begun, ended = threading.Event(), threading.Event()

    def work(report: object) -> None:
        assert callable(report)
        begun.set()
        try:
            for number in range(10**9):
                report(number, 10**9)
        finally:
            ended.set()

    job = opened.run("Read for long", work)
    assert begun.wait(5)
    assert opened.close()
    assert ended.is_set()
    assert not job.running()
    qtbot.waitUntil(lambda: not job.running())


# Other programs on the same library


@pytest.fixture
def other(opened: OpenLibrary) -> Iterator[Library]:
    """The library as another program has it open."""
    library = Library(opened.library.file.folder, PlainScheduler(), zone="Europe/Berlin")
    yield library
    library.close()


def test_what_others_do_is_noticed_within_two_seconds_and_is_no_step_of_undo(
    qtbot: QtBot, opened: OpenLibrary, other: Library
) -> None:
    with qtbot.waitSignal(opened.changed, timeout=2000) as told:
        new_campaign(other, "The Salt Road")
    assert told.args[0].origin == "elsewhere"
    assert [one.name for one in opened.campaigns()] == ["The Salt Road"]
    assert opened.undo_stack.count() == 0


def test_a_document_that_another_has_open_is_told_of_and_not_changed(
    qtbot: QtBot, opened: OpenLibrary, other: Library
) -> None:
    campaign = new_campaign(opened.library, "The Salt Road")
    held = other.stores["campaign"].load(campaign)
    with qtbot.waitSignal(opened.held_changed, timeout=2000):
        pass
    assert "Open for editing in Sessionary on" in opened.held_elsewhere("campaign", campaign)
    with qtbot.waitSignal(opened.refused) as told:
        assert not opened.try_act(
            lambda: edit(opened.library, "campaign", campaign, "/name", "x", "Edit name")
        )
    assert told.args[0].startswith("Open for editing in Sessionary on")
    held.stop()
    assert held.wait()
    opened.look()
    assert opened.held_elsewhere("campaign", campaign) == ""


def test_an_act_that_is_refused_looks_at_once_who_has_the_document(
    qtbot: QtBot, opened: OpenLibrary, other: Library
) -> None:
    campaign = new_campaign(opened.library, "The Salt Road")
    other.stores["campaign"].load(campaign)
    with qtbot.waitSignal(opened.held_changed):
        opened.try_act(lambda: edit(opened.library, "campaign", campaign, "/name", "x", "Name"))
    assert opened.held_elsewhere("campaign", campaign)


def test_undo_of_what_another_has_open_is_refused_and_can_be_tried_again(
    qtbot: QtBot, opened: OpenLibrary, other: Library
) -> None:
    campaign = new_campaign(opened.library, "The Salt Road")
    edit(opened.library, "campaign", campaign, "/name", "The Long Road", "Edit name")
    held = other.stores["campaign"].load(campaign)
    with qtbot.waitSignal(opened.refused):
        opened.undo()
    qtbot.waitUntil(lambda: opened.undo_stack.undoText() == "Edit name")
    held.stop()
    assert held.wait()
    opened.undo()
    assert [one.name for one in opened.campaigns()] == ["The Salt Road"]


def test_a_lock_that_was_lost_is_told_in_other_words_than_a_full_disk(
    qtbot: QtBot, opened: OpenLibrary
) -> None:
    with qtbot.waitSignal(opened.lock_lost) as lost:
        opened.take_error(LockLost((("campaign", "one"),)))
    assert "rescue copy" in lost.args[0]
    with qtbot.waitSignal(opened.save_failed) as failed:
        opened.take_error(SaveFailed("disk full"))
    assert "disk full" in failed.args[0]


def test_while_another_program_writes_for_long_a_save_waits_and_that_is_no_failure(
    qtbot: QtBot, opened: OpenLibrary, other: Library
) -> None:
    campaign = new_campaign(opened.library, "The Salt Road")
    opened.library.file.patience = 0.05
    session = opened.library.stores["campaign"].load(campaign)
    with other.file.writing():
        session.patch(lambda data: {**data, "own": {"notes": "Salt"}})
        with pytest.raises(SaveFailed) as failed:
            opened.library.database.commit("Edit", "edit", [Change.of(session.live.document)])
        with qtbot.waitSignal(opened.save_waits):
            opened.take_error(failed.value)
    assert opened.library.save_all()


def test_a_file_that_goes_away_is_told_of_soon_and_once(qtbot: QtBot, opened: OpenLibrary) -> None:
    told: list[str] = []
    opened.save_failed.connect(told.append)
    path = opened.library.file.path
    kept = path.rename(path.with_name("kept"))
    qtbot.waitUntil(lambda: bool(told), timeout=2000)
    opened.look()
    kept.rename(path)
    assert len(told) == 1
    assert "was deleted while it was open" in told[0]
