"""Cards and what stands in them: titles, and keys with values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from sessionary.views.widgets.text import TextLabel

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtGui import QResizeEvent

    from sessionary.views.theme import Theme

_STACKED_BELOW: Final = 520


class WidthFirst(QWidget):
    """A widget that is asked how high it is once it knows how wide it is.

    Qt's own hint lays all text out at a width that nothing on the page has.
    """

    @override
    def sizeHint(self) -> QSize:
        layout = self.layout()
        return super().sizeHint() if layout is None else layout.sizeHint()


class CardFrame(QFrame):
    """The surface of a card around one widget, such as a table, that reaches to its edges."""

    def __init__(self, inside: QWidget) -> None:
        super().__init__()
        self.setObjectName("card")
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 6, 1, 6)
        column.addWidget(inside)


class Card(QFrame):
    """A surface with a title; what is added stands below it, at the top."""

    def __init__(self, theme: Theme, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.setObjectName("card")
        self.setAccessibleName(title)
        self.title = TextLabel(title, role="strong", elide=True)
        self.header = QHBoxLayout()
        self.header.setSpacing(8)
        self.header.addWidget(self.title, 1)
        self.body = QVBoxLayout()
        self.body.setSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addLayout(self.header)
        column.addLayout(self.body)
        # Without it the titles of neighbours of different height do not line up.
        column.addStretch(1)
        self.title.setVisible(bool(title))

    @override
    def sizeHint(self) -> QSize:
        # As of a `WidthFirst`; a frame is none.
        layout = self.layout()
        return super().sizeHint() if layout is None else layout.sizeHint()

    def add(self, widget: QWidget) -> None:
        """Add a widget below the others."""
        self.body.addWidget(widget)

    def add_to_header(self, widget: QWidget) -> None:
        """Add a button or a figure at the right of the title."""
        self.header.addWidget(widget, 0)

    def set_title(self, title: str) -> None:
        """Change the title; an empty one leaves no gap."""
        self.title.setText(title)
        self.title.setVisible(bool(title))
        self.setAccessibleName(title)


class CardRow(QWidget):
    """Cards side by side; one below the other where there is no room."""

    def __init__(
        self, theme: Theme, cards: Iterable[QWidget] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.theme = theme
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(12)
        for card in cards:
            self.add(card)

    def add(self, card: QWidget, stretch: int = 1) -> None:
        """Add a card at the end."""
        # Equal widths come from the stretch, not from what the cards hold.
        policy = card.sizePolicy()
        policy.setHorizontalPolicy(QSizePolicy.Policy.Ignored)
        card.setSizePolicy(policy)
        self._row.addWidget(card, stretch)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = event.size().width() < self.theme.px(_STACKED_BELOW)
        direction = QBoxLayout.Direction
        self._row.setDirection(direction.TopToBottom if narrow else direction.LeftToRight)


class KeyValue(QWidget):
    """Keys in the second tone, each with its value at the right."""

    def __init__(
        self,
        theme: Theme,
        rows: Iterable[tuple[str, str | QWidget]] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.theme = theme
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnMinimumWidth(0, 76)
        self._grid.setColumnStretch(1, 1)
        self._shown: tuple[tuple[str, str | QWidget], ...] = ()
        self.set_rows(rows)

    def set_rows(self, rows: Iterable[tuple[str, str | QWidget]]) -> None:
        """Show these rows instead of the former ones."""
        wanted = tuple(rows)
        if wanted == self._shown:
            return
        self._shown = wanted
        while (item := self._grid.takeAt(0)) is not None:
            if (former := item.widget()) is not None:
                former.hide()
                former.deleteLater()
        for place, (key, value) in enumerate(wanted):
            name = TextLabel(key, tone="text2")
            shown = (
                TextLabel(value, wrap=True, selectable=True) if isinstance(value, str) else value
            )
            shown.setAccessibleName(f"{key}: {value}" if isinstance(value, str) else key)
            top = Qt.AlignmentFlag.AlignTop
            self._grid.addWidget(name, place, 0, top)
            self._grid.addWidget(shown, place, 1)
        self.updateGeometry()

    def show_row(self, value: QWidget, *, shown: bool, key: str = "") -> None:
        """Show or hide the row of a value that is a widget; a key that is given names it anew."""
        at = self._grid.indexOf(value)
        row = self._grid.getItemPosition(at)[0]  # type: ignore[index]  # the stubs say object
        item = self._grid.itemAtPosition(row, 0)
        name = None if item is None else item.widget()
        if isinstance(name, TextLabel):
            name.setVisible(shown)
            if key:
                name.setText(key)
        value.setVisible(shown)


class ScrollPage(QScrollArea):
    """A page of cards that scrolls up and down when the window is low."""

    def __init__(self, theme: Theme, *, side: int = 24, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._page = WidthFirst()
        self._page.setObjectName("page")
        self.column = QVBoxLayout(self._page)
        self.column.setContentsMargins(side, 16, side, 16)
        self.column.setSpacing(12)
        self.column.addStretch(1)
        # It takes the focus, so that arrow keys scroll it, and needs a name for that.
        self.setAccessibleName(self.tr("Page"))
        self.setWidget(self._page)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)

    @override
    def sizeHint(self) -> QSize:
        # Not that of the cards: to know it they would be laid out at a width they never have.
        return QSize(self.theme.px(480), self.theme.px(480))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        # A word too long for the page must not push its right edge out of sight.
        self._page.setMaximumWidth(self.viewport().width())
        super().resizeEvent(event)

    def add(self, widget: QWidget) -> None:
        """Add a card or a row of cards below the others."""
        self.column.insertWidget(self.column.count() - 1, widget)
