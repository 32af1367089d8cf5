"""Ctrl+C and its like close the window: from the event loop, and never in the middle of a thing."""

from __future__ import annotations

import os
import signal
import sys
from types import ModuleType
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEventLoop, QSize, QTimer
from PySide6.QtWidgets import QDialog, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from sessionary.app.main import main
from sessionary.app.signals import ClosingSignals
from sessionary.views.widgets.stacks import discard

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtGui import QCloseEvent
    from pytestqt.qtbot import QtBot

ENDS = [number for number in (signal.SIGINT, signal.SIGTERM) if os.name == "posix" or number == 2]


class Page(QWidget):
    """A page that is reached by a signal where a layout asks for its size."""

    number: signal.Signals | None = None

    @override
    def sizeHint(self) -> QSize:
        if self.number is not None:
            signal.raise_signal(self.number)
        return QSize(10, 10)


class Window(QWidget):
    """Throws its pages away when it closes, as the window of the program does."""

    def __init__(self) -> None:
        super().__init__()
        self.stack = QStackedWidget()
        self.pages = [Page() for _number in range(3)]
        for page in self.pages:
            self.stack.addWidget(page)
        QVBoxLayout(self).addWidget(self.stack)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        while self.pages:
            discard(self.stack, self.pages.pop())
        super().closeEvent(event)


@pytest.fixture(autouse=True)
def handlers() -> Iterator[None]:
    """Signals do afterwards what they did before."""
    before = {number: signal.getsignal(number) for number in ENDS}
    yield
    signal.set_wakeup_fd(-1)
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[Window]:
    """A window that signals close."""
    shown = Window()
    qtbot.addWidget(shown)
    signals = ClosingSignals(shown)
    shown.show()
    yield shown
    signals.end()


@pytest.mark.parametrize("number", ENDS)
def test_a_layout_keeps_its_pages_while_it_asks_for_their_sizes(
    qtbot: QtBot, window: Window, number: signal.Signals
) -> None:
    window.pages[0].number = number
    assert window.stack.sizeHint() == QSize(10, 10)
    assert window.isVisible()
    assert window.stack.count() == 3
    qtbot.waitUntil(lambda: not window.isVisible())
    assert window.stack.count() == 0


def test_whoever_waits_in_a_loop_of_his_own_comes_to_his_end_first(
    qtbot: QtBot, window: Window
) -> None:
    seen = []

    def save() -> None:
        signal.raise_signal(signal.SIGINT)
        loop = QEventLoop()
        QTimer.singleShot(50, loop, loop.quit)
        loop.exec()
        seen.append(window.isVisible())

    QTimer.singleShot(0, save)
    qtbot.waitUntil(lambda: not window.isVisible())
    assert seen == [True]


def test_a_question_gets_no_answer(qtbot: QtBot, window: Window) -> None:
    answers = []

    def ask() -> None:
        signal.raise_signal(signal.SIGINT)
        answers.append(QDialog(window).exec())

    QTimer.singleShot(0, ask)
    qtbot.waitUntil(lambda: not window.isVisible())
    assert answers == [QDialog.DialogCode.Rejected.value]


def test_two_signals_close_it_once(qtbot: QtBot, window: Window) -> None:
    signal.raise_signal(signal.SIGINT)
    signal.raise_signal(signal.SIGINT)
    qtbot.waitUntil(lambda: not window.isVisible())


def test_none_disturbs_what_comes_after_the_window(qtbot: QtBot) -> None:
    window = Window()
    qtbot.addWidget(window)
    ClosingSignals(window).end()
    window.show()
    for number in ENDS:
        signal.raise_signal(number)
    qtbot.wait(20)
    assert window.isVisible()


@pytest.mark.parametrize(
    ("before", "while_loading"),
    [(signal.default_int_handler, signal.SIG_DFL), (signal.SIG_IGN, signal.SIG_IGN)],
    ids=["usual", "ignored in the background"],
)
def test_ctrl_c_ends_a_program_that_loads_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: object, while_loading: object
) -> None:
    found = []
    start = ModuleType("sessionary.app.start")

    def open_window(*_given: object) -> int:
        found.append(signal.getsignal(signal.SIGINT))
        return 0

    start.open_window = open_window  # type: ignore[attr-defined]  # made here
    monkeypatch.setitem(sys.modules, "sessionary.app.start", start)
    signal.signal(signal.SIGINT, before)  # type: ignore[arg-type]  # one of the two above
    assert main(["--library", str(tmp_path)]) == 0
    assert found == [while_loading]
