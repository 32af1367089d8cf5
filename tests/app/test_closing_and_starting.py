"""What holds when the window closes, is killed, or is started twice."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QProcess, QProcessEnvironment

from sessionary.app.instance import Door, hand_over
from sessionary.core.store.plain import PlainScheduler
from sessionary.services.backups import back_up
from sessionary.services.library import Library
from sessionary.services.sessions import edit, summaries
from sessionary.storage.ids import FILE_NAME
from sessionary.views.backups_dialog import BackupsDialog

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot
    from tests.app.conftest import Desk, Person

SOURCES = Path(__file__).parents[2] / "src"


def titles(folder: Path) -> list[str]:
    """Return the titles that a library holds."""
    library = Library(folder, PlainScheduler(), zone="UTC", read_only=True)
    try:
        return [session.title for session in summaries(library)]
    finally:
        library.close()


class Started:
    """The program in a process of its own, without a screen."""

    def __init__(self, folder: Path, *files: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "sessionary", "--library", str(folder), *map(str, files)],
            env={**os.environ, "PYTHONPATH": str(SOURCES), "QT_QPA_PLATFORM": "offscreen"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def end(self) -> tuple[int, str]:
        """Wait for the end; return the exit status and what was said on standard error."""
        _out, err = self.process.communicate(timeout=30)
        said = [line for line in err.splitlines() if "propagateSizeHints" not in line]
        return self.process.returncode, "\n".join(said)


@pytest.fixture
def library(template: Path, tmp_path: Path) -> Path:
    """The sample, in a folder of its own."""
    return Path(shutil.copytree(template, tmp_path / "lib"))


@pytest.fixture
def started(library: Path) -> Iterator[list[Started]]:
    """Processes that are ended with the test, whatever becomes of it."""
    made: list[Started] = []
    yield made
    for one in made:
        if one.process.poll() is None:
            one.process.kill()
            one.process.communicate()


def knock(folder: Path, *files: Path) -> None:
    """Hand files over as soon as there is a window that takes them."""
    until = time.monotonic() + 30
    while not hand_over(folder, files):
        assert time.monotonic() < until
        time.sleep(0.05)


def test_sigterm_saves_and_ends_well(library: Path, started: list[Started]) -> None:
    one = Started(library)
    started.append(one)
    knock(library)
    one.process.send_signal(signal.SIGTERM)
    assert one.end() == (0, "")
    assert len(titles(library)) == 13


def test_a_second_start_hands_its_files_to_the_first_and_ends(
    library: Path, started: list[Started], tmp_path: Path
) -> None:
    first = Started(library)
    started.append(first)
    knock(library)
    second = Started(library, tmp_path / "some file.json")
    started.append(second)
    assert second.end() == (0, "")
    assert first.process.poll() is None
    first.process.send_signal(signal.SIGINT)
    assert first.end() == (0, "")


def test_of_two_starts_at_once_one_becomes_the_window(
    library: Path, started: list[Started], tmp_path: Path
) -> None:
    started.extend(Started(library, tmp_path / f"{name}.json") for name in ("one", "two"))
    until = time.monotonic() + 30
    while all(one.process.poll() is None for one in started):
        assert time.monotonic() < until
        time.sleep(0.05)
    ended = next(one for one in started if one.process.poll() is not None)
    assert ended.end() == (0, "")
    (left,) = (one for one in started if one is not ended)
    assert left.process.poll() is None
    left.process.send_signal(signal.SIGTERM)
    assert left.end() == (0, "")


def knock_beside(folder: Path, files: list[Path]) -> QProcess:
    """Knock from another process; it ends with 0 where the files were taken, else with 5."""
    knocking = QProcess()
    code = (
        "import sys; from pathlib import Path; from sessionary.app.instance import hand_over; "
        "sys.exit(0 if hand_over(Path(sys.argv[1]), [Path(n) for n in sys.argv[2:]]) else 5)"
    )
    knocking.setProcessEnvironment(_environment())
    knocking.start(sys.executable, ["-c", code, str(folder), *map(str, files)])
    return knocking


def test_files_that_are_knocked_with_are_told_whole(qtbot: QtBot, tmp_path: Path) -> None:
    door = Door(tmp_path)
    names = [tmp_path / name for name in ("one.json", "zwei ä.json", "<b>.json")]
    with qtbot.waitSignal(door.knocked, timeout=20_000) as told:
        knocking = knock_beside(tmp_path, names)
    assert told.args == [[name.resolve() for name in names]]
    qtbot.waitUntil(lambda: knocking.state() == QProcess.ProcessState.NotRunning, timeout=20_000)
    assert knocking.exitCode() == 0


def test_a_window_that_closes_takes_no_files(qtbot: QtBot, tmp_path: Path) -> None:
    door = Door(tmp_path, may_enter=lambda: False)
    knocked: list[object] = []
    door.knocked.connect(knocked.append)
    knocking = knock_beside(tmp_path, [tmp_path / "one.json"])
    qtbot.waitUntil(lambda: knocking.state() == QProcess.ProcessState.NotRunning, timeout=20_000)
    assert knocking.exitCode() == 5
    door.shut()
    assert not hand_over(tmp_path, [])
    assert knocked == []


def _environment() -> QProcessEnvironment:
    environment = QProcessEnvironment.systemEnvironment()
    environment.insert("PYTHONPATH", str(SOURCES))
    for name, value in os.environ.items():
        environment.insert(name, value)
    environment.insert("PYTHONPATH", str(SOURCES))
    return environment


def test_nobody_answers_where_no_window_is(tmp_path: Path) -> None:
    assert not hand_over(tmp_path, [])


def test_nonsense_at_the_door_does_no_harm(qtbot: QtBot, tmp_path: Path) -> None:
    from PySide6.QtNetwork import QLocalSocket

    from sessionary.app.instance import _name

    door = Door(tmp_path)
    socket = QLocalSocket()
    socket.connectToServer(_name(tmp_path))
    assert socket.waitForConnected(2000)
    with qtbot.waitSignal(door.knocked) as told:
        socket.write(b'{"files": 7}\n')
        socket.flush()
    assert told.args == [[]]
    with qtbot.waitSignal(socket.disconnected):
        socket.disconnectFromServer()


def test_a_kill_straight_after_saved_is_shown_loses_nothing(
    library: Path, started: list[Started]
) -> None:
    code = """
import sys
from pathlib import Path
from sessionary.app.start import make_application, open_library
from sessionary.services.sessions import edit
application = make_application()
opened = open_library(Path(sys.argv[1]))
opened.changed.connect(lambda change: print("SAVED", change.name, flush=True))
key = opened.summaries()[0].key
for number in range(10_000):
    edit(opened.library, "session", key, "/title", f"Title {number}", f"{number}")
"""
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(library)],
        env={**os.environ, "PYTHONPATH": str(SOURCES), "QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    shown = 0
    for line in process.stdout:
        shown = int(line.split()[1])
        if shown >= 20:
            break
    process.kill()
    rest, _ = process.communicate()
    shown = max([shown, *(int(line.split()[1]) for line in rest.splitlines() if line.count(" "))])
    kept = [title for title in titles(library) if title.startswith("Title ")]
    assert len(kept) == 1
    assert int(kept[0].split()[1]) >= shown


def test_a_newer_library_is_only_read_and_says_so(
    desk: Desk, template: Path, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(template, tmp_path / "newer"))
    with closing(sqlite3.connect(folder / FILE_NAME)) as connection:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        connection.execute(f"PRAGMA user_version={version + 1}")
        connection.commit()
    before = (folder / FILE_NAME).read_bytes()
    person = desk.open(folder)
    assert "newer" in person.banner()
    assert person.titles()[0] == "Thirteen Names Left"
    for command in (
        "session.new", "campaign.new", "file.import", "file.sample", "file.restore",
        "session.rename", "session.delete", "session.start",
    ):  # fmt: skip
        assert not person.can(command), command
    person.press("Return", "F2")
    page = person.window.sessions_place.page
    assert page is not None
    assert not page.editable
    person.window.acts.import_paths([tmp_path / "x.json"])
    assert "newer" in person.banner()
    desk.close(person)
    assert (folder / FILE_NAME).read_bytes() == before


def test_a_restored_backup_takes_the_place_of_what_is_shown(
    sample: Person, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from PySide6.QtWidgets import QFileDialog, QMessageBox

    from sessionary.app.start import open_library

    copy = tmp_path / "copy.sessionary"
    back_up(sample.folder, copy)
    sample.click_row("Slack Water")
    sample.press("Del")
    first = sample.window.sessions_place.page
    window = sample.window
    window.library_asked.connect(lambda folder: window.attach(open_library(folder)))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", staticmethod(lambda *_a: (str(copy), "")))
    sample.run("file.restore")
    backups = sample.dialog(BackupsDialog)
    sample.click(backups.other)
    sample.wait(backups.restore.isEnabled)
    sample.click(backups.restore)
    sample.answer(QMessageBox.StandardButton.Yes)
    sample.wait(lambda: "Slack Water" in sample.titles())
    sample.settle()
    assert window.sessions_place.page is not first
    assert window.sessions_place.detail.count() == 2
    assert not sample.can("edit.undo")
    # And the new library is the one that is edited.
    sample.click_row("Slack Water")
    sample.press("Del")
    assert "Slack Water" not in titles(sample.folder)


def test_a_backup_that_is_none_leaves_the_library_as_it_is(
    sample: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from PySide6.QtWidgets import QFileDialog

    wrong = tmp_path / "wrong.sessionary"
    wrong.write_bytes(b"not a library")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", staticmethod(lambda *_a: (str(wrong), "")))
    sample.run("file.restore")
    backups = sample.dialog(BackupsDialog)
    sample.click(backups.other)
    sample.wait(lambda: "not a library" in backups.about.text())
    assert not backups.restore.isEnabled()
    sample.click(backups.close_button)
    assert len(sample.titles()) == 13
    assert sample.can("session.delete")


def test_an_uncaught_error_is_logged_and_told(sample: Person, tmp_path: Path) -> None:
    import logging

    from sessionary.app.crash import ErrorHook, log

    hook = ErrorHook()
    told: list[str] = []
    hook.happened.connect(told.append)
    records: list[logging.LogRecord] = []

    class Keeps(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            records.append(record)

    keeps = Keeps()
    log.addHandler(keeps)
    try:
        error = ValueError("nobody expected <b>this</b>")
        hook._take(ValueError, error, None)
    finally:
        log.removeHandler(keeps)
    assert told == ["ValueError: nobody expected <b>this</b>"]
    assert records
    assert records[0].exc_info is not None


def test_the_library_can_be_looked_over_while_something_is_typed(sample: Person) -> None:
    from PySide6.QtWidgets import QMessageBox

    sample.click_row("Slack Water")
    sample.press("F2", "Ctrl+A")
    sample.type("Dead Water")
    sample.run("tools.check")
    for number in range(5):
        key = sample.window.sessions_model.everything()[0].key
        edit(sample.library.library, "session", key, "/location", f"Room {number}", "Move")
    box = sample.dialog(QMessageBox)
    assert box.text() == "The library is whole."
    box.close()
    assert "Dead Water" in sample.titles()


def test_closing_during_an_import_ends_well_and_leaves_it_whole_or_out(
    empty: Person, desk: Desk
) -> None:
    empty.window.acts.file_sample()
    desk.close(empty)
    assert len(titles(empty.folder)) in (0, 13)


def test_what_was_taken_down_is_called_no_more(library: Path) -> None:
    code = f"""
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel
from sessionary.app import start
from sessionary.views.theme.plain_style import PlainStyle

made = []
begin = start._Starter.open
def opened(starter):
    begin(starter)
    made.append(starter._window)
    QTimer.singleShot(0, starter._window.close)
start._Starter.open = opened
assert start.open_window(Path({str(library)!r}), []) == 0
def told(*_given):
    print("told")
PlainStyle.polish = told
label = QLabel("text")
label.show()
QApplication.processEvents()
print(len(made), *[type(one).__name__ for one in QApplication.topLevelWidgets()])
"""
    ended = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(SOURCES), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    said = ended.stdout.split()
    assert said[0] == "1"
    assert "QLabel" in said
    assert "MainWindow" not in said
    assert "told" not in said
