"""Measure a line that is logged in the live mode: from Enter until it is stored and painted.

    python tests/benchmarks/bench_log_line.py [FOLDER]

The library holds 50,000 events, the session that is played 120 more. The limit is one row that
sqlite3 writes into a file of its own, by one commit that waits for the disk; the two take turns.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from typing import TYPE_CHECKING

from measure import Measure, big_library, print_rows, taking_turns, wanted_folder
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from sessionary.app.main_window import MainWindow
from sessionary.app.places import LIVE
from sessionary.app.preferences_file import PreferencesFile
from sessionary.app.resources import read_resource
from sessionary.app.start import make_application, make_theme, open_library
from sessionary.core.store.plain import PlainScheduler
from sessionary.services.library import Library
from sessionary.services.live import start_session
from sessionary.services.log_entries import log_lines
from sessionary.services.sessions import campaigns, new_session
from sessionary.storage.ids import FILE_NAME
from sessionary.views.live.live_place import LivePlace
from sessionary.views.theme import Appearance, Look

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

RUNS = 60
_EVENTS = 50_000
_BEFORE = 120
_UNMEASURED = 5
_MOST_MS = 100.0
_SETTLE_S = 3.0


def evening(folder: Path) -> str:
    """Start a session of the library's campaign that has a log already; return its key."""
    library = Library(folder, PlainScheduler(), zone="UTC")
    now = datetime.now(UTC)
    key = new_session(library, campaigns(library)[0].id, now)
    start_session(library, key, now)
    log_lines(library, key, [f"Thing {number}" for number in range(_BEFORE)], now, "Before")
    library.close()
    return key


def measure(folder: Path) -> list[Measure]:
    """Return the measure of a logged line."""
    with TemporaryDirectory(dir=folder) as made:
        copy = Path(made) / "library"
        copy.mkdir()
        shutil.copy(big_library(folder, _EVENTS) / FILE_NAME, copy)
        key = evening(copy)
        application = make_application()
        theme = make_theme(application, Look(appearance=Appearance.LIGHT), Path(made) / "images")
        preferences = PreferencesFile(Path(made) / "settings.ini")
        window = MainWindow(application, theme, preferences, read_resource=read_resource)
        window.resize(1440, 900)
        window.show_first([], [])
        window.show()
        window.attach(open_library(copy))
        window.acts.open_live(key)
        _settle(application)
        place = window.places.get(LIVE)
        assert isinstance(place, LivePlace)
        log = place.log
        assert log is not None
        place.begin_entry()

        def enter() -> None:
            log.entry.field.setText("dmg 8 goblin @Ann #fight")
            QTest.keyClick(log.entry.field, Qt.Key.Key_Return)
            log.table.viewport().repaint()
            application.processEvents()

        with closing(sqlite3.connect(Path(made) / "plain.db", isolation_level=None)) as plain:
            plain.execute("PRAGMA journal_mode=WAL")
            plain.execute("PRAGMA synchronous=FULL")
            plain.execute("CREATE TABLE entry (pk INTEGER PRIMARY KEY, text TEXT)")

            def insert() -> None:
                plain.execute("INSERT INTO entry (text) VALUES (?)", ("x" * 300,))

            for _ in range(_UNMEASURED):
                enter()
            limit, program = taking_turns(insert, enter, RUNS)
        shown = log.model.rowCount()
        assert shown == _BEFORE + _UNMEASURED + RUNS, shown
        window.close()
    return [
        Measure(
            name="A logged line, from Enter until it is stored and painted",
            limit_name="one row by sqlite3",
            limit=limit,
            program=program,
            most=_MOST_MS,
            note="50,000 events stored",
        )
    ]


def _settle(application: QApplication) -> None:
    until = time.monotonic() + _SETTLE_S
    while time.monotonic() < until:
        application.processEvents()


if __name__ == "__main__":
    sys.exit(print_rows(measure(wanted_folder(__doc__))))
