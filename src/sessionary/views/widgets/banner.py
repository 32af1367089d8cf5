"""A message that stays out of the way: what was done, and a word that undoes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from sessionary.views.widgets.buttons import IconButton, LinkButton
from sessionary.views.widgets.text import TextLabel, shown_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from sessionary.views.theme import ColourRole, Theme

_ICONS: Final[dict[ColourRole, str]] = {
    "bad": "circle-alert",
    "warn": "triangle-alert",
    "ok": "circle-check",
}


class Banner(QFrame):
    """One line with an action, above the status bar; never in the way of what is typed.

    `dismissed` says that it went away, by its cross, its action or its time.
    """

    dismissed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.setObjectName("banner")
        self._act: Callable[[], object] | None = None
        self._tone: ColourRole = "text2"
        self._icon = QLabel()
        self._icon.setTextFormat(Qt.TextFormat.PlainText)
        self._words = TextLabel(elide=True)
        self.action = LinkButton(theme, "")
        self.close_button = IconButton(theme, "x", self.tr("Dismiss"))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 4, 4)
        row.setSpacing(8)
        row.addWidget(self._icon)
        row.addWidget(self._words, 1)
        row.addWidget(self.action)
        row.addWidget(self.close_button)
        self.action.clicked.connect(self._acted)
        self.close_button.clicked.connect(self.dismiss)
        self._timer.timeout.connect(self.dismiss)
        theme.changed.connect(self._restyle)
        self.hide()

    def say(
        self,
        text: str,
        action: str = "",
        act: Callable[[], object] | None = None,
        *,
        tone: ColourRole = "text2",
        seconds: float | None = None,
    ) -> None:
        """Show a message in place of the former one.

        Args:
            text: What happened: ``Deleted session 12``.
            action: A word: ``Undo``; empty for none.
            act: Called when the reader chooses the word; the banner goes away first.
            tone: ``bad`` or ``warn`` for what needs attention, ``ok``, or the quiet ``text2``.
            seconds: How long it stays; until it is dismissed if not given.
        """
        self._act, self._tone = act, tone
        self._words.setText(text)
        self.action.setText(action)
        self.action.setVisible(bool(action))
        self._restyle()
        self.setAccessibleName(shown_text(text))
        self._timer.stop()
        if seconds is not None:
            self._timer.start(round(seconds * 1000))
        self.show()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def withdraw(self, act: Callable[[], object]) -> None:
        """Take the message away if it offers an act: by now that would do something else."""
        if self._act == act:
            self.dismiss()

    @Slot()
    def dismiss(self) -> None:
        """Take the message away."""
        self._timer.stop()
        self._act = None
        if not self.isHidden():
            self.hide()
            self.dismissed.emit()

    @Slot()
    def _acted(self) -> None:
        act = self._act
        self.dismiss()
        if act is not None:
            act()

    @Slot()
    def _restyle(self) -> None:
        name = _ICONS.get(self._tone, "info")
        self._icon.setPixmap(self.theme.pixmap(name, self._tone, 16, self.devicePixelRatioF()))
