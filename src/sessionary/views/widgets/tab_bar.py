"""Tabs: words with an accent underline."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QStyle, QTabBar, QVBoxLayout, QWidget
from typing_extensions import override

from sessionary.views.widgets.focus import paint_focus
from sessionary.views.widgets.text import one_line

if TYPE_CHECKING:
    from sessionary.views.theme import Theme


_BEFORE_WORD: Final = 6
_BETWEEN: Final = 24
_BETWEEN_CLOSE: Final = 15


class TabBar(QTabBar):
    """Words side by side; the chosen one is underlined, a 1 px line runs below all of them."""

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        """Make a bar without tabs.

        Args:
            theme: Colours and sizes.
            name: What the tabs are of, for screen readers.
            parent: The widget it belongs to.
        """
        super().__init__(parent)
        self.theme = theme
        self._between = _BETWEEN
        self.setAccessibleName(name)
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self.setUsesScrollButtons(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        theme.changed.connect(self._restyle)

    def set_count(self, index: int, count: int | None) -> None:
        """Show how many things a tab holds behind its word; None takes the figure away."""
        self.setTabData(index, count)
        self._restyle()
        self.fit()

    @override
    def tabSizeHint(self, index: int, /) -> QSize:
        words = QFontMetrics(self.theme.fonts["strong"]).horizontalAdvance(self._word(index))
        figure = self._count(index)
        if figure:
            metrics = QFontMetrics(self.theme.fonts["secondary"])
            words += self.theme.px(5) + metrics.horizontalAdvance(figure)
        return QSize(words + self.theme.px(self._between), self.theme.px(34))

    @override
    def minimumTabSizeHint(self, index: int, /) -> QSize:
        return self.tabSizeHint(index)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = self.theme.tokens
        with QPainter(self) as painter:
            painter.fillRect(0, self.height() - 1, self.width(), 1, tokens.line)
            for index in range(self.count()):
                self._paint_tab(painter, index)

    def _paint_tab(self, painter: QPainter, index: int) -> None:
        tokens, px = self.theme.tokens, self.theme.px
        chosen = index == self.currentIndex()
        # The underline begins 2 px before the word, the focus outline 4 px before that.
        rect = self.tabRect(index)
        words = self._seen(
            rect, rect.adjusted(px(_BEFORE_WORD), 0, -px(self._between - _BEFORE_WORD), 0)
        )
        hovered = rect.contains(self.mapFromGlobal(self.cursor().pos())) and self.underMouse()
        painter.setFont(self.theme.fonts["strong" if chosen else "body"])
        painter.setPen(tokens.text if chosen or hovered else tokens.text2)
        word = self._word(index)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, word)
        if figure := self._count(index):
            used = painter.fontMetrics().horizontalAdvance(word) + px(5)
            painter.setFont(self.theme.fonts["secondary"])
            painter.setPen(tokens.text2)
            place = self._seen(words, words.adjusted(used, 0, 0, 0))
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, figure)
        if chosen:
            line = QRect(words.left() - px(2), self.height() - 2, words.width() + px(4), 2)
            painter.fillRect(line, tokens.accent)
            if self.hasFocus():
                around = words.adjusted(-px(_BEFORE_WORD), px(3), px(_BEFORE_WORD), -px(5))
                paint_focus(painter, around, tokens, 4)

    def _seen(self, around: QRect, part: QRect) -> QRect:
        return QStyle.visualRect(self.layoutDirection(), around, part)

    def _word(self, index: int) -> str:
        return one_line(self.tabText(index), 200)

    def _count(self, index: int) -> str:
        count = self.tabData(index)
        return self.locale().toString(count) if isinstance(count, int) else ""

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Let the words stand closer where they would not all be seen."""
        shown = [index for index in range(self.count()) if self.isTabVisible(index)]
        words = sum(self.tabSizeHint(index).width() for index in shown)
        apart = (
            words + len(shown) * self.theme.px(_BETWEEN) - len(shown) * self.theme.px(self._between)
        )
        between = _BETWEEN if apart <= self.width() else _BETWEEN_CLOSE
        if between != self._between:
            self._between = between
            self._restyle()

    def _restyle(self) -> None:
        # Qt lays the tabs out again only when it is told that something about them changed.
        self.setIconSize(QSize(self.theme.px(16), self.theme.px(16)))
        for index in range(self.count()):
            self.setTabText(index, self.tabText(index))
        self.updateGeometry()
        self.update()


class TabPages(QWidget):
    """A `TabBar` over the pages that it chooses from.

    Signals:
        wanted: A page that was not made yet is about to be opened; its key. It is to be put in.
        turned: A page was opened; its key.
    """

    wanted = Signal(str)
    turned = Signal(str)

    def __init__(
        self, theme: Theme, name: str, *, side: int = 24, parent: QWidget | None = None
    ) -> None:
        """Make an empty set of pages.

        Args:
            theme: Colours and sizes.
            name: What the tabs are of, for screen readers.
            side: How far the words stand in from the left.
            parent: The widget it belongs to.
        """
        super().__init__(parent)
        self.theme = theme
        self.bar = TabBar(theme, name)
        self.pages = QStackedWidget()
        self._keys: list[str] = []
        self._pages: dict[str, QWidget] = {}
        self._strip = _Strip(theme, self.bar, side)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._strip)
        column.addWidget(self.pages, 1)
        self.bar.currentChanged.connect(self._turn)

    def add(self, key: str, word: str, page: QWidget | None = None) -> None:
        """Add a page behind the last one; without one, it is `wanted` when it is opened."""
        self._keys.append(key)
        if page is not None:
            self.put(key, page)
        self.bar.addTab(word)

    def put(self, key: str, page: QWidget) -> None:
        """Put in the page of a word."""
        self._pages[key] = page
        self.pages.addWidget(page)

    def key(self) -> str:
        """Return the key of the page that is open, empty if there is none."""
        index = self.bar.currentIndex()
        return self._keys[index] if index >= 0 else ""

    def turn_to(self, key: str) -> None:
        """Open a page."""
        self.bar.setCurrentIndex(self._keys.index(key))

    def turn_back_to(self, key: str) -> None:
        """Open a page that was open once, if it is still there to be opened."""
        if key in self._keys and self.bar.isTabVisible(self._keys.index(key)):
            self.turn_to(key)

    def set_count(self, key: str, count: int | None) -> None:
        """Show how many things a page holds behind its word."""
        self.bar.set_count(self._keys.index(key), count)

    def set_shown(self, key: str, *, shown: bool) -> None:
        """Show or hide a page's word, for pages that have nothing to say."""
        self.bar.setTabVisible(self._keys.index(key), shown)
        self.bar.fit()

    def _turn(self, index: int) -> None:
        if index >= 0:
            key = self._keys[index]
            if key not in self._pages:
                self.wanted.emit(key)
            self.pages.setCurrentWidget(self._pages[key])
            self.turned.emit(key)


class _Strip(QWidget):
    """Sets the bar in from the left, while the line below runs from edge to edge."""

    def __init__(self, theme: Theme, bar: TabBar, side: int) -> None:
        super().__init__()
        self.theme = theme
        # A spacer, not a margin: margins stay on their side where one reads from the right.
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addSpacing(side - _BEFORE_WORD + 2)
        row.addWidget(bar, 1)
        theme.changed.connect(self.update)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(0, self.height() - 1, self.width(), 1, self.theme.tokens.line)
