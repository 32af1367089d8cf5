"""The history of a session as a person sees it and works it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QInputDialog
from shiboken6 import isValid

from sessionary.core.changes import ABSENT, Difference, Member
from sessionary.core.store.plain import PlainScheduler
from sessionary.models.field_words import difference_lines, place_words
from sessionary.models.history_list import HistoryModel
from sessionary.models.open_library import OpenLibrary
from sessionary.services.library import Library
from sessionary.services.sessions import document_data, edit
from sessionary.views.history_dialog import PRESENT, HistoryDialog

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import Any

    from PySide6.QtWidgets import QApplication
    from pytestqt.modeltest import ModelTester
    from pytestqt.qtbot import QtBot

    from sessionary.views.theme import Theme

pytestmark = pytest.mark.gui

NOTES = "\n".join(f"line {number}" for number in range(9))


@pytest.fixture
def library(qapp: QApplication, tmp_path: Path) -> Iterator[OpenLibrary]:
    """A session that was made and edited twice."""
    opened = OpenLibrary(Library(tmp_path / "library", PlainScheduler(), zone="UTC"))
    record = {
        "id": "s", "campaignId": "c", "number": 1, "title": "Bells", "notes": NOTES,
        "realTime": {"startTime": "2025-02-01T18:00:00Z"},
        "participants": {"players": [{"userId": "user-tomas", "attended": False}]},
    }  # fmt: skip
    with opened.library.act("New session") as act:
        data = {"record": record, "own": {}, "spelling": {}}
        act.create(opened.library.stores["session"], "s", data)
    edit(opened.library, "session", "s", "/title", "<b>Drowned</b> & Bells", "Edit title")
    edit(opened.library, "session", "s", "/notes", NOTES.replace("line 4", "4th"), "Edit notes")
    yield opened
    opened.close()


@pytest.fixture
def dialog(qtbot: QtBot, theme: Theme, library: OpenLibrary) -> Iterator[HistoryDialog]:
    made = HistoryDialog(theme, library, "session", "s", title="Bells", name_of=_name)
    with qtbot.waitExposed(made):
        made.open()
    made.activateWindow()
    yield made
    if isValid(made):
        made.close()


def _name(identifier: str) -> str:
    return {"user-tomas": "Tomás Reyes"}.get(identifier, identifier)


def cells(dialog: HistoryDialog, *columns: int) -> list[list[str]]:
    rows = range(dialog.model.rowCount())
    return [[dialog.model.index(row, column).data() for column in columns] for row in rows]


def title(library: OpenLibrary) -> Any:
    return document_data(library.library, "session", "s")["record"]["title"]


def test_the_model_behaves(qtmodeltester: ModelTester, library: OpenLibrary) -> None:
    qtmodeltester.check(HistoryModel(library.library, "session", "s", _name))


def test_each_revision_says_what_it_changed(dialog: HistoryDialog) -> None:
    assert cells(dialog, 0, 2, 3) == [
        ["3", "Edit notes (now)", "Notes"],
        ["2", "Edit title", "Title"],
        ["1", "New session", "The first that is kept"],
    ]
    assert dialog.changes.toPlainText().split("\n") == [
        "Notes", "…", "  line 3", "− line 4", "+ 4th", "  line 5", "…",
    ]  # fmt: skip


def test_a_version_is_compared_with_the_present_and_brought_back_by_keys_alone(
    dialog: HistoryDialog, library: OpenLibrary
) -> None:
    assert dialog.focusWidget() is dialog.table
    QTest.keyClick(dialog.table, Qt.Key.Key_PageDown)
    assert dialog.changes.toPlainText().startswith("Id\n+ s")
    QTest.keyClick(dialog.table, Qt.Key.Key_Tab)
    assert dialog.focusWidget() is dialog.against
    QTest.keyClick(dialog.against, Qt.Key.Key_Down)
    assert dialog.against.currentData() == PRESENT
    assert dialog.changes.toPlainText().split("\n")[:3] == [
        "Title", "− Bells", "+ <b>Drowned</b> & Bells",
    ]  # fmt: skip
    for widget in (dialog.against, dialog.changes, dialog.namer, dialog.close_button):
        QTest.keyClick(widget, Qt.Key.Key_Tab)
    assert dialog.focusWidget() is dialog.back
    QTest.keyClick(dialog.back, Qt.Key.Key_Space)
    assert title(library) == "Bells"
    assert cells(dialog, 2)[0] == ["Bring back version 1 (now)"]
    library.undo()
    assert title(library) == "<b>Drowned</b> & Bells"
    assert cells(dialog, 2)[0] == ["Undo Bring back version 1 (now)"]


def test_a_version_is_given_a_name_that_stays(dialog: HistoryDialog, library: OpenLibrary) -> None:
    dialog.table.choose_row(1)
    dialog.namer.click()
    (box,) = dialog.findChildren(QInputDialog)
    box.setTextValue("Before the finale")
    box.accept()
    assert cells(dialog, 2)[1] == ["“Before the finale”: Edit title"]
    assert dialog.table.currentIndex().row() == 1
    edit(library.library, "session", "s", "/title", "Bells", "Edit title")
    assert cells(dialog, 2)[2] == ["“Before the finale”: Edit title"]


def test_the_present_version_cannot_be_brought_back(dialog: HistoryDialog) -> None:
    assert not dialog.back.isEnabled()
    dialog.table.choose_row(1)
    assert dialog.back.isEnabled()


def test_a_library_that_is_only_read_shows_its_history(
    qtbot: QtBot, theme: Theme, library: OpenLibrary, tmp_path: Path
) -> None:
    library.library.save_all()
    read = OpenLibrary(Library(tmp_path / "library", PlainScheduler(), zone="UTC", read_only=True))
    dialog = HistoryDialog(theme, read, "session", "s", title="Bells", name_of=_name)
    dialog.open()
    dialog.table.choose_row(1)
    assert dialog.model.rowCount() == 3
    assert not dialog.back.isEnabled()
    assert not dialog.namer.isEnabled()
    dialog.close()
    read.close()


def test_versions_that_say_the_same_are_told_to(
    dialog: HistoryDialog, library: OpenLibrary
) -> None:
    edit(library.library, "session", "s", "/title", "Bells", "Edit title")
    dialog.table.choose_row(2)
    dialog.compare_with(3)
    dialog.compare_with(2)
    assert dialog.pages.currentWidget() is dialog.nothing


def test_what_cannot_be_brought_back_says_why(dialog: HistoryDialog, library: OpenLibrary) -> None:
    with library.library.act("Take the number") as act:
        record = {"id": "t", "campaignId": "c", "number": 2, "realTime": {"startTime": ""}}
        data: dict[str, Any] = {"record": record, "own": {}, "spelling": {}}
        act.create(library.library.stores["session"], "t", data)
    edit(library.library, "session", "s", "/number", 5, "Edit number")
    with library.library.act("Take the number") as act:
        act.edit(library.library.stores["session"], "t", _numbered, 1)
    dialog.table.choose_row(3)
    dialog.back.click()
    assert "has taken the number" in dialog.told.text()
    assert document_data(library.library, "session", "s")["record"]["number"] == 5


def _numbered(data: dict[str, Any], number: int) -> dict[str, Any]:
    data["record"]["number"] = number
    return data


def test_the_colours_follow_the_theme_and_never_speak_alone(
    dialog: HistoryDialog, theme: Theme
) -> None:
    from sessionary.views.theme import Appearance, Look

    before = dialog.changes.toPlainText()
    theme.set_look(Look(appearance=Appearance.DARK))
    assert dialog.changes.toPlainText() == before
    assert {line[:1] for line in before.split("\n")[1:]} == {"…", " ", "−", "+"}


@pytest.mark.parametrize(
    ("path", "words"),
    [
        (("record", "realTime", "startTime"), "Start"),
        (("record", "participants", "players", Member("user-tomas"), "arrivedLate"),
         "Players, Tomás Reyes, came late"),
        (("record", "houseRules", "fumbleTable"), "House rules, Fumble table"),
        (("own", "tags"), "Tags set here"),
        (("record", "own"), "Own"),
        (("spelling", "/record/number"), "How a number is written, /record/number"),
        ((), "Everything"),
    ],
)  # fmt: skip
def test_places_are_named_in_words(path: tuple[str, ...], words: str) -> None:
    assert place_words(path, _name) == words


@pytest.mark.parametrize(
    ("path", "old", "new", "lines"),
    [
        (("record", "status"), "planned", "completed", ["- Planned", "+ Played"]),
        (("record", "a"), True, None, ["- yes", "+ nothing"]),
        (("record", "a"), 1, 1.0, ["- 1", "+ 1.0"]),
        (("record", "a"), True, "yes", ["- true", '+ "yes"']),
        (("record", "a"), ABSENT, [], ["+ (none)"]),
        (("record", "tags"), ("bell", "sea"), ("sea",), ["- bell", "  sea"]),
        (("record", "gm"), "user-tomas", ABSENT, ["- Tomás Reyes"]),
        (("record", "gameTime", "startTime"), ABSENT, {"formatted": "Day 3"}, ["+ Day 3"]),
    ],
)
def test_values_are_shown_in_words(
    path: tuple[str, ...], old: Any, new: Any, lines: list[str]
) -> None:
    shown = difference_lines(Difference(path, old, new), _name)
    assert [f"{line.sign} {line.text}" for line in shown] == lines
