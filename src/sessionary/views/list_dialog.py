"""What dialogs on a list have in common: a name, the list, what is told of a row, and buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, Qt, Slot
from PySide6.QtWidgets import (
    QAbstractButton,
    QDialog,
    QHBoxLayout,
    QProgressBar,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from sessionary.views.widgets.buttons import OutlinedButton
from sessionary.views.widgets.headers import PaneHeader
from sessionary.views.widgets.screen import resize_within_screen
from sessionary.views.widgets.text import TextLabel

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sessionary.models.jobs import Job
    from sessionary.views.theme import ColourRole, Theme

_PERMILLE: Final = 1000


class ListDialog(QDialog):
    """A dialog on a list.

    Attributes:
        head: Its name and how many rows there are.
        close_button: Closes it.
    """

    def __init__(self, theme: Theme, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.head = PaneHeader(theme, title)
        self.close_button = OutlinedButton(theme, QCoreApplication.translate("Dialog", "Close"))
        self.close_button.clicked.connect(self.reject)

    def lay_out(
        self,
        middle: QWidget,
        foot: Sequence[QWidget | None],
        *,
        above: Sequence[QWidget] = (),
        below: QWidget | None = None,
        size: tuple[int, int],
        least: tuple[int, int],
    ) -> None:
        """Put everything in its place.

        Args:
            middle: The list and what belongs to it; it gets all the room that is left.
            foot: The buttons from left to right; None, or what is no button, takes the room.
            above: What stands between the name and the list.
            below: What stands between the list and the buttons.
            size: Width and height it opens with, as far as the screen has room.
            least: Width and height below which it cannot be made.
        """
        px = self.theme.px
        top = QVBoxLayout()
        top.setContentsMargins(16, 12, 16, 8)
        top.setSpacing(4)
        for widget in (self.head, *above):
            top.addWidget(widget)
        row = QHBoxLayout()
        row.setContentsMargins(16, 8, 16, 12)
        row.setSpacing(8)
        for one in foot:
            if one is None:
                row.addStretch(1)
            else:
                row.addWidget(one, 0 if isinstance(one, QAbstractButton) else 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(middle, 1)
        if below is not None:
            column.addWidget(below)
        column.addLayout(row)
        resize_within_screen(self, px(size[0]), px(size[1]))
        self.setMinimumSize(px(least[0]), px(least[1]))


def pages_of(*pages: QWidget) -> QStackedWidget:
    """Return a stack of pages, the first in front."""
    stack = QStackedWidget()
    for page in pages:
        stack.addWidget(page)
    return stack


def detail_below(table: QWidget, detail: Sequence[QWidget], sizes: Sequence[int]) -> QSplitter:
    """Return a list with what is shown of its row below; the last of that takes the room.

    Args:
        table: The list.
        detail: What stands below it, from top to bottom.
        sizes: The height of the list and of what is below.
    """
    below = QWidget()
    column = QVBoxLayout(below)
    column.setContentsMargins(16, 12, 16, 0)
    column.setSpacing(8)
    for widget in detail:
        column.addWidget(widget, 1 if widget is detail[-1] else 0)
    split = QSplitter(Qt.Orientation.Vertical)
    split.setChildrenCollapsible(False)
    split.setHandleWidth(1)
    split.addWidget(table)
    split.addWidget(below)
    split.setSizes(list(sizes))
    return split


class Told(QWidget):
    """What is told of the chosen row, and how far a job is that works on it."""

    def __init__(self) -> None:
        super().__init__()
        self.label = TextLabel(tone="text2", wrap=True, selectable=True)
        self.progress = QProgressBar()
        self.progress.setRange(0, _PERMILLE)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(self.tr("Progress"))
        self.progress.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 2)
        column.setSpacing(4)
        column.addWidget(self.label)
        column.addWidget(self.progress)

    def text(self) -> str:
        """Return what it says."""
        return self.label.text()

    def say(self, words: str, tone: ColourRole = "text2") -> None:
        """Say something in a colour."""
        self.label.set_tone(tone)
        self.label.setText(words)

    def follow(self, job: Job, words: str) -> None:
        """Say what a job does, and how far it is until it ends."""
        self.say(words)
        self.progress.setValue(0)
        self.progress.show()
        job.progressed.connect(self._progressed)
        for ended in (job.finished, job.failed, job.cancelled):
            ended.connect(self.progress.hide)

    @Slot(object, object)
    def _progressed(self, done: int, total: int) -> None:
        self.progress.setValue(done * _PERMILLE // total if total else 0)


def wait_at_the_end(wait: Callable[[], object]) -> None:
    """Call `wait` before the program ends: a thread that outlives its dialog ends the process."""
    application = QCoreApplication.instance()
    assert application is not None  # there are widgets  # noqa: S101
    application.aboutToQuit.connect(wait)
