from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMessageBox, QWidget

from sessionary.views.messages import ask, ask_to_empty_bin, ask_to_reopen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from sessionary.views.theme import Theme

pytestmark = pytest.mark.gui
HOSTILE = "<img src=/dev/zero><table><tr><td>" * 4


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[QWidget]:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    yield made
    for box in made.findChildren(QMessageBox):
        box.close()


def test_a_yes_calls_back_and_a_no_does_not(qtbot: QtBot, theme: Theme, window: QWidget) -> None:
    said: list[str] = []
    for key in (QMessageBox.StandardButton.Cancel, QMessageBox.StandardButton.Yes):
        box = ask(theme, window, "Really?", yes="Do it", agreed=partial(said.append, str(key.name)))
        assert box.button(QMessageBox.StandardButton.Yes).text() == "Do it"
        qtbot.mouseClick(box.button(key), Qt.MouseButton.LeftButton)
    assert said == ["Yes"]


def test_enter_agrees_to_what_can_be_taken_back_and_not_to_what_cannot(
    qtbot: QtBot, theme: Theme, window: QWidget
) -> None:
    said: list[str] = []
    box = ask_to_reopen(theme, window, "The Temple", lambda: said.append("reopened"))
    qtbot.keyClick(box, Qt.Key.Key_Return)
    box = ask_to_empty_bin(theme, window, 2, lambda: said.append("emptied"))
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert said == ["reopened"]


def test_escape_is_a_no(qtbot: QtBot, theme: Theme, window: QWidget) -> None:
    said: list[str] = []
    box = ask_to_reopen(theme, window, "The Temple", lambda: said.append("reopened"))
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert said == []


@pytest.mark.parametrize(
    ("count", "sentence"),
    [
        (1, "Empty the bin? 1 session is forgotten, its log with it."),
        (3, "Empty the bin? 3 sessions are forgotten, their logs with them."),
    ],
)
def test_the_question_counts_what_lies_in_the_bin(
    theme: Theme, window: QWidget, count: int, sentence: str
) -> None:
    box = ask_to_empty_bin(theme, window, count, lambda: None)
    assert box.text() == sentence
    box.close()


def test_a_hostile_title_is_shown_as_it_stands(theme: Theme, window: QWidget) -> None:
    box = ask_to_reopen(theme, window, HOSTILE, lambda: None)
    assert "<img src=/dev/zero>" in box.text()
    formats = {label.textFormat() for label in box.findChildren(QLabel) if label.text()}
    assert formats == {Qt.TextFormat.PlainText}
    box.close()
