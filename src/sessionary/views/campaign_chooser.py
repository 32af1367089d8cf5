"""Asks which campaign is meant, where there are several and none is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from sessionary.views.widgets.buttons import OutlinedButton, PrimaryButton
from sessionary.views.widgets.nav_list import NavList, NavRow
from sessionary.views.widgets.text import TextLabel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sessionary.views.theme import Theme


class CampaignChooser(QDialog):
    """Lists campaigns: arrows and letters choose one, Enter takes it.

    Signals:
        taken: A campaign was taken; its id.
        new_asked: The reader wants another campaign, a new one.
    """

    taken = Signal(str)
    new_asked = Signal()

    def __init__(
        self,
        theme: Theme,
        campaigns: Sequence[tuple[str, str, int]],
        chosen: str,
        parent: QWidget | None = None,
    ) -> None:
        """Make the dialog; `open` shows it.

        Args:
            theme: Colours and sizes.
            campaigns: Id, name and number of sessions of each; at least one.
            chosen: The id of the one that is proposed.
            parent: The window.
        """
        super().__init__(parent)
        self.setWindowTitle(self.tr("New session"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        words = TextLabel(self.tr("Which campaign is the session for?"), role="strong")
        self.list = NavList(theme, self.tr("Campaigns"))
        self.list.set_rows(
            [
                NavRow(key=key, text=name, icon="book-open", count=self.locale().toString(count))
                for key, name, count in campaigns
            ]
        )
        self.list.choose(chosen)
        self.new_button = OutlinedButton(theme, self.tr("New &campaign…"))
        self.cancel = OutlinedButton(theme, self.tr("Cancel"))
        self.take = PrimaryButton(theme, self.tr("&Plan session"))
        self.take.setDefault(True)
        frame = QFrame()
        frame.setObjectName("card")
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(4, 4, 4, 4)
        inside.addWidget(self.list)
        foot = QHBoxLayout()
        foot.addWidget(self.new_button)
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.take)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(12)
        column.addWidget(words)
        column.addWidget(frame, 1)
        column.addLayout(foot)
        self.resize(theme.px(440), theme.px(340))
        self.list.installEventFilter(self)
        self.list.doubleClicked.connect(self.accept)
        self.take.clicked.connect(self.accept)
        self.cancel.clicked.connect(self.reject)
        self.new_button.clicked.connect(self._ask_for_new)
        self.accepted.connect(lambda: self.taken.emit(self.list.key()))
        self.list.setFocus()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            watched is self.list
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        ):
            self.accept()
            return True
        return super().eventFilter(watched, event)

    def _ask_for_new(self) -> None:
        self.reject()
        self.new_asked.emit()
