"""The text that an export would write, made while the reader goes on choosing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer, Slot
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QStackedWidget, QVBoxLayout

from sessionary.models.jobs import Job
from sessionary.views.widgets.empty_state import EmptyState
from sessionary.views.widgets.text import TextLabel, shown_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QObject
    from PySide6.QtWidgets import QWidget

    from sessionary.views.theme import Theme

SHOWN_CHARACTERS: Final = 200_000
_LINE_CHARACTERS: Final = 20_000
_PAUSE_MS: Final = 150


class PreviewPane(QFrame):
    """Shows a text that is made on another thread; only the newest one asked for is shown."""

    def __init__(self, theme: Theme, keeper: QObject, parent: QWidget | None = None) -> None:
        """Make an empty pane.

        Args:
            theme: Colours and sizes.
            keeper: What the work belongs to: it must outlive the work, as this pane may not.
            parent: The widget it belongs to.
        """
        super().__init__(parent)
        self.setObjectName("pane")
        self._keeper = keeper
        self._make: Callable[[], str] | None = None
        self._job: Job | None = None
        self.theme = theme
        self.title = TextLabel(self.tr("Preview"), role="strong")
        self.state = TextLabel(tone="text2")
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setProperty("frameless", "true")
        self.text.setAccessibleName(self.tr("Preview"))
        self.empty = EmptyState(
            theme,
            "file-text",
            self.tr("No preview"),
            self.tr("Choose one session, campaign or survey alone to see what would be written."),
        )
        self._pages = QStackedWidget()
        self._pages.addWidget(self.text)
        self._pages.addWidget(self.empty)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.title)
        head.addWidget(self.state, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 8, 8)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self._pages, 1)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._start)
        theme.changed.connect(self._restyle)
        self._restyle()

    def show_text(self, make: Callable[[], str] | None) -> None:
        """Show another text soon.

        Args:
            make: Makes the text, on a thread of its own; None where there is nothing to show.
        """
        self._make = make
        self._let_go()
        self._pause.stop()
        if make is None:
            self.state.setText("")
            self._pages.setCurrentWidget(self.empty)
            self.empty.say(
                "file-text",
                self.tr("No preview"),
                self.tr(
                    "Choose one session, campaign or survey alone to see what would be written."
                ),
            )
            return
        self.state.setText(self.tr("…"))
        self._pause.start()

    def leave(self) -> None:
        """Show nothing that is not there yet: the window is closing."""
        self._pause.stop()
        self._let_go()

    @Slot()
    def _start(self) -> None:
        make = self._make
        if make is None:
            return
        job = Job(self.tr("Preview"), lambda _report: make(), self._keeper)
        self._job = job
        job.finished.connect(self._show)
        job.failed.connect(self._fail)
        for ended in (job.finished, job.failed, job.cancelled):
            ended.connect(job.deleteLater)
        job.start()

    def _let_go(self) -> None:
        if self._job is not None:
            self._job.finished.disconnect(self._show)
            self._job.failed.disconnect(self._fail)
            self._job = None

    @Slot(object)
    def _show(self, text: str) -> None:
        self._job = None
        self.text.setPlainText(shown_lines(text))
        self._pages.setCurrentWidget(self.text)
        long = len(text) >= SHOWN_CHARACTERS
        self.state.setText(self.tr("the beginning of it") if long else "")

    @Slot(object)
    def _fail(self, error: BaseException) -> None:
        self._job = None
        self.state.setText("")
        self.empty.say("circle-alert", self.tr("No preview"), str(error))
        self._pages.setCurrentWidget(self.empty)

    def _restyle(self) -> None:
        # A font set on it comes to nothing in a dialog: the application's style sheet wins.
        family = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).family()
        size = self.theme.fonts.pixels("secondary")
        self.text.setStyleSheet(
            f'QPlainTextEdit {{ font-family: "{family}"; font-size: {size}px; }}'
        )


def shown_lines(text: str) -> str:
    """Return a text as it is shown: capped, and its lines as well, as long ones take seconds."""
    lines = shown_text(text, SHOWN_CHARACTERS).split("\n")
    return "\n".join(
        line if len(line) <= _LINE_CHARACTERS else line[:_LINE_CHARACTERS] + "…" for line in lines
    )
