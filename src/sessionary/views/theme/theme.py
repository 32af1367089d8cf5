"""The theme in force: every widget is given it by its constructor and repaints when it changes."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, Signal, Slot

from sessionary.views.system_font import system_font
from sessionary.views.theme.fonts import Fonts
from sessionary.views.theme.palette import palette
from sessionary.views.theme.plain_style import PlainStyle
from sessionary.views.theme.style_sheet import StyleImages, style_sheet
from sessionary.views.theme.tokens import tokens

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtGui import QAction, QFont, QIcon, QPixmap
    from PySide6.QtWidgets import QAbstractButton, QApplication

    from sessionary.views.colours import ColourRole
    from sessionary.views.theme.icons import Icons


class Appearance(StrEnum):
    """Which theme the reader chose."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Density(StrEnum):
    """How high the rows of tables are."""

    COMFORTABLE = "comfortable"
    COMPACT = "compact"


_SCHEMES: Final = {
    Appearance.SYSTEM: Qt.ColorScheme.Unknown,
    Appearance.LIGHT: Qt.ColorScheme.Light,
    Appearance.DARK: Qt.ColorScheme.Dark,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What the reader chose about the looks.

    Attributes:
        appearance: Light, dark, or as the system has it.
        density: Height of table rows.
        text_percent: Text size relative to the system's, 75 to 200.
    """

    appearance: Appearance = Appearance.SYSTEM
    density: Density = Density.COMFORTABLE
    text_percent: int = 100

    def __post_init__(self) -> None:
        if not 75 <= self.text_percent <= 200:
            raise ValueError("text_percent must be 75 to 200")


class Theme(QObject):
    """Colours, fonts, icons and measures in force.

    `changed` is emitted after the application has its new palette, font and style sheet; widgets
    that paint themselves connect it to `update`.
    """

    changed = Signal()

    def __init__(
        self,
        application: QApplication,
        icons: Icons,
        *,
        images: Path | None = None,
        look: Look | None = None,
        base: QFont | None = None,
    ) -> None:
        """Dress the application.

        Args:
            application: Gets Fusion (with plain labels), the palette, the font and the style sheet.
            icons: Where icons come from.
            images: A folder of ours, where the few images that a style sheet needs are written;
                without one, Qt draws its own arrows and ticks.
            look: What the reader chose.
            base: The system's font for windows; asked for if not given.
        """
        super().__init__(application)
        self._application = application
        self._icons = icons
        self._images = StyleImages(icons, images)
        self._base = base if base is not None else system_font()
        self.look = look if look is not None else Look()
        application.setStyle(PlainStyle())
        self._apply()
        application.styleHints().colorSchemeChanged.connect(self._scheme_changed)

    def set_look(self, look: Look) -> None:
        """Change to what the reader chose now."""
        if look == self.look:
            return
        self.look = look
        self._apply()
        self.changed.emit()

    def px(self, measure: float) -> int:
        """Return a measure of the design in pixels, grown with the text."""
        return round(measure * self.fonts.scale)

    @property
    def row_height(self) -> int:
        """Height of a table's row."""
        return self.px(28 if self.look.density == Density.COMPACT else 36)

    def pixmap(
        self, name: str, role: ColourRole = "text", size: int = 16, ratio: float = 1.0
    ) -> QPixmap:
        """Return an icon as a pixmap, `size` given at the design's text size."""
        return self._icons.pixmap(name, self.tokens.colour(role), self.px(size), ratio)

    def icon(self, name: str, role: ColourRole = "text") -> QIcon:
        """Return an icon in today's colours; `bind_icon` keeps it right when they change."""
        return self._icons.icon(name, self.tokens.colour(role), self.tokens.disabled)

    def bind_icon(
        self, target: QAbstractButton | QAction, name: str, role: ColourRole = "text"
    ) -> None:
        """Give a button or an action an icon that follows the theme."""
        for former in target.findChildren(_BoundIcon):
            former.setParent(None)
            former.deleteLater()
        _BoundIcon(self, target, name, role)

    def _apply(self) -> None:
        """Take up the look: tell the system the choice, then dress the application."""
        hints = self._application.styleHints()
        # Title bars and native dialogs follow the application's scheme, not our palette.
        hints.setColorScheme(_SCHEMES[self.look.appearance])
        if self.look.appearance == Appearance.SYSTEM:
            self._dress(dark=hints.colorScheme() == Qt.ColorScheme.Dark)
        else:
            self._dress(dark=self.look.appearance == Appearance.DARK)

    def _dress(self, *, dark: bool) -> None:
        self.tokens = tokens(dark=dark)
        self.fonts = Fonts(self._base, self.look.text_percent)
        self._application.setPalette(palette(self.tokens))
        self._application.setFont(self.fonts["body"])
        self._wear(style_sheet(self.tokens, self.fonts, self._images))

    @contextmanager
    def undressed(self) -> Iterator[None]:
        """Let many widgets be made without the style sheet, and put it on in the end.

        Qt styles a widget and all in it anew each time it is put into another one: what is built
        from the inside out is styled ten times over.
        """
        sheet = self._application.styleSheet()
        self._wear("")
        try:
            yield
        finally:
            self._wear(sheet)

    def _wear(self, sheet: str) -> None:
        # Qt goes through a list of all widgets and calls into Python for each. A collection in
        # between that frees a widget, left over in a cycle, would leave Qt with a dead one.
        gc.disable()
        try:
            self._application.setStyleSheet(sheet)
        finally:
            gc.enable()

    @Slot(Qt.ColorScheme)
    def _scheme_changed(self, scheme: Qt.ColorScheme) -> None:
        dark = scheme == Qt.ColorScheme.Dark
        if self.look.appearance == Appearance.SYSTEM and dark != self.tokens.dark:
            self._dress(dark=dark)
            self.changed.emit()


class _BoundIcon(QObject):
    """Renews a button's or an action's icon; lives and dies with it."""

    def __init__(
        self, theme: Theme, target: QAbstractButton | QAction, name: str, role: ColourRole
    ) -> None:
        super().__init__(target)
        self._theme, self._target, self._name, self._role = theme, target, name, role
        theme.changed.connect(self.renew)
        self.renew()

    @Slot()
    def renew(self) -> None:
        self._target.setIcon(self._theme.icon(self._name, self._role))
