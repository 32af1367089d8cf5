"""Measure the table of a million events against Qt's own model of twenty thousand rows.

    python tests/benchmarks/bench_table.py [FOLDER]

The limit's model is C++ and holds all its texts, so none can be cheaper. Both are shown by the
program's table, whose rows are painted by Python, and by a plain view of Qt's, in which the model
weighs most. A frame scrolls by three rows, a jump goes anywhere; the two models take turns.
"""

from __future__ import annotations

import os
import random
import statistics
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from measure import Measure, big_library, milliseconds, print_rows, wanted_folder
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QApplication, QTableView

from sessionary.core.store.plain import PlainScheduler
from sessionary.models.entry_pages import HEADINGS, EntryPagesModel
from sessionary.services.campaign_pages import event_lines, event_numbers, session_labels
from sessionary.services.library import Library
from sessionary.views.delegates.columns import CellKind, ColumnLook
from sessionary.views.delegates.table import Table
from sessionary.views.theme import Icons, Theme

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QAbstractItemModel

LIMIT_ROWS = 20_000
_ICONS = Path(__file__).parents[2] / "resources"
_SIZE = (1440, 868)
_PAINTS, _FRAMES, _JUMPS = 9, 300, 150
_FRAME_TARGET, _PAINT_TARGET = 1.35, 1.5
_WIDTHS = (150, 130, 120, 180, 0, 220)


def standard_model(model: EntryPagesModel) -> QStandardItemModel:
    """Return Qt's model with the texts of the first rows of ours."""
    copy = QStandardItemModel(LIMIT_ROWS, len(HEADINGS))
    for row in range(LIMIT_ROWS):
        for column in range(len(HEADINGS)):
            copy.setItem(row, column, QStandardItem(model.index(row, column).data()))
    return copy


def program_table(theme: Theme) -> QTableView:
    """Return the table that every list of the program uses."""
    looks = [
        ColumnLook(kind=CellKind.TEXT if width else CellKind.TITLE, width=width)
        for width in _WIDTHS
    ]
    return Table(theme, looks, "Events")


def plain_table() -> QTableView:
    """Return a view with Qt's own delegate, its rows of one height."""
    view = QTableView()
    view.verticalHeader().hide()
    view.verticalHeader().setDefaultSectionSize(28)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setWordWrap(False)
    return view


def first_paint(made: Callable[[], QTableView], model: QAbstractItemModel) -> float:
    """Return how long a new view takes to show a model."""
    view = made()
    view.resize(*_SIZE)

    def show() -> None:
        view.setModel(model)
        view.show()
        QApplication.processEvents()

    took = milliseconds(show)
    view.close()
    view.deleteLater()
    return took


class Shown:
    """A view with a model, to be scrolled."""

    def __init__(self, made: Callable[[], QTableView], model: QAbstractItemModel) -> None:
        self.view = made()
        self.view.resize(*_SIZE)
        self.view.setModel(model)
        self.view.show()
        # Nothing is painted before the window system has shown the window.
        QApplication.processEvents()
        self.bar = self.view.verticalScrollBar()
        self._row = self.view.rowHeight(0)

    def scroll(self) -> None:
        """Go down by three rows and paint."""
        self.bar.setValue(self.bar.value() + 3 * self._row)
        self.view.viewport().repaint()

    def jump(self, share: float) -> None:
        """Go to another part of the list and paint."""
        self.bar.setValue(int(self.bar.maximum() * share))
        self.view.viewport().repaint()


def compare(
    what: str, made: Callable[[], QTableView], limit: QStandardItemModel, program: EntryPagesModel
) -> list[Measure]:
    """Return first paint, frame and jump of both models in views of one sort."""
    paints = []
    for _ in range(_PAINTS):
        program.reread()  # the first page is read from the library each time
        paints.append((first_paint(made, limit), first_paint(made, program)))
    shown = Shown(made, limit), Shown(made, program)
    frames = [
        (milliseconds(shown[0].scroll), milliseconds(shown[1].scroll)) for _ in range(_FRAMES)
    ]
    chance = random.Random(7)  # noqa: S311  the same jumps each time are the point
    jumps = []
    for _ in range(_JUMPS):
        share = chance.random()
        jumps.append(
            (
                milliseconds(partial(shown[0].jump, share)),
                milliseconds(partial(shown[1].jump, share)),
            )
        )
    return [
        _measure(f"First paint of 1,000,000 rows, {what}", paints, _PAINT_TARGET),
        _measure(f"Frame of 1,000,000 rows, {what}", frames, _FRAME_TARGET),
        _measure(f"Jump within 1,000,000 rows, {what}", jumps, None),
    ]


def _measure(name: str, pairs: list[tuple[float, float]], target: float | None) -> Measure:
    limits, programs = zip(*pairs, strict=True)
    return Measure(
        name=name,
        limit_name="QStandardItemModel, 20,000 rows",
        limit=statistics.median(limits),
        program=statistics.median(programs),
        target=target,
    )


def measure(folder: Path) -> list[Measure]:
    """Return the measures of both sorts of views."""
    path = big_library(folder)
    application = QApplication.instance() or QApplication([])
    if not isinstance(application, QApplication):
        raise TypeError("needs an application with windows")
    theme = Theme(application, Icons(lambda name: (_ICONS / name).read_bytes()))
    library = Library(path, PlainScheduler(), zone="UTC", read_only=True)
    try:
        model = EntryPagesModel(lambda pks: event_lines(library, pks))
        key = "campaign-big"
        model.set_numbers(event_numbers(library, key), str, session_labels(library, key))
        limit = standard_model(model)
        return [
            *compare("the program's table", partial(program_table, theme), limit, model),
            *compare("a plain view", plain_table, limit, model),
        ]
    finally:
        library.close()


if __name__ == "__main__":
    sys.exit(print_rows(measure(wanted_folder(__doc__))))
