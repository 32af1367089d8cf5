"""Buttons: one filled primary button a window, the others outlined, links and icons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QMenu, QPushButton, QToolButton, QWidget
from typing_extensions import override

from sessionary.views.widgets.text import plain_name, set_tip

if TYPE_CHECKING:
    from sessionary.views.theme import ColourRole, Theme


class OutlinedButton(QPushButton):
    """A button with an outline; the common kind."""

    kind = "outlined"
    icon_role: ColourRole = "text"

    def __init__(
        self, theme: Theme, text: str, icon: str = "", parent: QWidget | None = None
    ) -> None:
        """Make a button.

        Args:
            theme: Colours and sizes.
            text: What it says, with ``&`` before the letter that Alt reaches it by.
            icon: Name of an icon, or nothing.
            parent: The widget it belongs to.
        """
        super().__init__(text, parent)
        self.theme = theme
        self.setProperty("kind", self.kind)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        if icon:
            theme.bind_icon(self, icon, self.icon_role)
        self._words = text
        theme.changed.connect(self._resized)
        self._resized()

    def full_width(self) -> int:
        """Return how wide it is with its words."""
        if self.text():
            return self.sizeHint().width()
        words = self.fontMetrics().horizontalAdvance(self._words)
        return self.sizeHint().width() + words + self.theme.px(4)

    def set_compact(self, *, compact: bool) -> None:
        """Show the icon alone, with the words as tooltip; a button without icon stays as it is."""
        if self.icon().isNull() or compact == (not self.text()):
            return
        if compact:
            self._words = self.text()
        name = plain_name(self._words)
        self.setText("" if compact else self._words)
        self.setAccessibleName(name)
        set_tip(self, name if compact else "")

    def _resized(self) -> None:
        side = self.theme.px(16)
        self.setIconSize(QSize(side, side))


class PrimaryButton(OutlinedButton):
    """The one filled button of a window: what one comes here to do."""

    kind = "primary"
    icon_role = "on_accent"

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            # An accent border would not be seen on an accent ground.
            with QPainter(self) as painter:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setPen(QPen(self.theme.tokens.on_accent, 2))
                painter.drawRoundedRect(QRectF(self.rect()).adjusted(3, 3, -3, -3), 4, 4)


class DangerButton(OutlinedButton):
    """A button for what takes something away."""

    kind = "danger"
    icon_role = "bad"


class LinkButton(OutlinedButton):
    """A word that acts, such as Undo in the banner."""

    kind = "link"
    icon_role = "accent"


class IconButton(QToolButton):
    """A button of one icon; its name is its tooltip and what a screen reader says."""

    def __init__(self, theme: Theme, icon: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme.bind_icon(self, icon, "text2")
        self.rename(name)
        theme.changed.connect(self._resized)
        self._resized()

    def rename(self, name: str) -> None:
        """Change what the button is called."""
        self.setAccessibleName(name)
        set_tip(self, name)

    def _resized(self) -> None:
        side = self.theme.px(18)
        self.setIconSize(QSize(side, side))


class MenuButton(QToolButton):
    """Words that open a menu, such as the sorting of a list."""

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        """Make a button with an empty menu.

        Args:
            theme: Colours and sizes.
            name: What it is for; the words on it are set by `setText`.
            parent: The widget it belongs to.
        """
        super().__init__(parent)
        self.theme = theme
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        # Turned around, so that the arrow stands behind the words.
        reading = self.layoutDirection()
        turned = Qt.LayoutDirection.RightToLeft
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight if reading == turned else turned)
        self.setProperty("type", "secondary")
        self.setAccessibleName(name)
        set_tip(self, name)
        self.choices = QMenu(self)
        self.setMenu(self.choices)
        self.choices.setLayoutDirection(reading)
        theme.bind_icon(self, "chevron-down", "text2")
        theme.changed.connect(self._resized)
        self._resized()

    def _resized(self) -> None:
        side = self.theme.px(14)
        self.setIconSize(QSize(side, side))
