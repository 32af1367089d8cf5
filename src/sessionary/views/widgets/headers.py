"""The heads of a list and of a detail page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from sessionary.views.widgets.buttons import OutlinedButton
from sessionary.views.widgets.chips import ChipFlow, ChipText
from sessionary.views.widgets.status_icon import StatusBadge
from sessionary.views.widgets.text import TextLabel, one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

    from sessionary.views.theme import Theme


class PaneHeader(QWidget):
    """A pane's title with its count; buttons stand at the right."""

    def __init__(self, theme: Theme, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._title = TextLabel(title, role="pane_title")
        self._count = TextLabel(tone="text2")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        self._row.addWidget(self._title)
        self._row.addWidget(self._count, 0, Qt.AlignmentFlag.AlignVCenter)
        self._row.addStretch(1)

    def set_title(self, title: str) -> None:
        """Change the title."""
        self._title.setText(title)

    def show_title(self, *, shown: bool) -> None:
        """Leave the title out where there is no room for it, or say it again."""
        self._title.setVisible(shown)

    def set_count(self, count: str) -> None:
        """Say how many of how many are shown: ``11 of 15``."""
        self._count.setText(count)

    def add(self, widget: QWidget) -> None:
        """Add a button at the right."""
        self._row.addWidget(widget)


class DetailHeader(QWidget):
    """A page's title, its status and facts on one line, its chips; buttons at the right."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._title = TextLabel(role="page_title", elide=True)
        self._buttons = QHBoxLayout()
        self._added: list[QWidget] = []
        self._buttons.setSpacing(8)
        self._status = StatusBadge(theme)
        self._facts = TextLabel(tone="text2", elide=True)
        self._chips = ChipFlow(theme)
        first = QHBoxLayout()
        first.setSpacing(12)
        first.addWidget(self._title, 1)
        first.addLayout(self._buttons)
        second = QHBoxLayout()
        second.setSpacing(8)
        second.addWidget(self._status)
        second.addWidget(self._facts, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 12, 24, 4)
        column.setSpacing(4)
        column.addLayout(first)
        column.addLayout(second)
        column.addWidget(self._chips)

    def set_title(self, title: str) -> None:
        """Show a title, cut with an ellipsis where it is too long."""
        self._title.setText(title)
        self._fit()

    def set_status(self, status: str, addition: str = "") -> None:
        """Show a status; an empty one hides icon and word."""
        self._status.setVisible(bool(status))
        if status:
            self._status.set_status(status, addition)
        self._facts.setProperty("after_status", bool(status))

    def set_facts(self, facts: Sequence[str]) -> None:
        """Show facts with dots between them: number, date, players."""
        lead = "·  " if self._facts.property("after_status") else ""
        self._facts.setText(lead + "  ·  ".join(one_line(fact) for fact in facts if fact))

    def set_chips(self, chips: Sequence[ChipText]) -> None:
        """Show tags."""
        self._chips.set_chips(chips)

    def add(self, button: QWidget) -> None:
        """Add a button at the right of the title; without room it shows its icon alone."""
        self._buttons.addWidget(button)
        self._added.append(button)
        self._fit()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Take the words from the buttons where the title would be cut because of them."""
        room = self.width() - 2 * 24 - 12
        for button in self._added:
            wide = button.full_width() if isinstance(button, OutlinedButton) else None
            room -= 8 + (wide if wide is not None else button.sizeHint().width())
        title = self._title.fontMetrics().horizontalAdvance(self._title.text())
        compact = room < min(title, self.theme.px(240))
        for button in self._added:
            if isinstance(button, OutlinedButton):
                button.set_compact(compact=compact)
