"""The settings: how the program looks, its keys, and where its data is."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QSlider,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from sessionary.views.key_settings import KeySettings
from sessionary.views.theme import Appearance, Density, Look
from sessionary.views.widgets.buttons import OutlinedButton
from sessionary.views.widgets.cards import Card, KeyValue, ScrollPage
from sessionary.views.widgets.segmented import Segment, SegmentedFilter
from sessionary.views.widgets.tab_bar import TabPages
from sessionary.views.widgets.text import Paragraph, TextLabel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sessionary.views.commands import Commands
    from sessionary.views.theme import Theme


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """What the reader chose, apart from the keys.

    Attributes:
        look: Theme, density and text size.
        list_letters: Whether J and K move down and up in lists.
    """

    look: Look = field(default_factory=Look)
    list_letters: bool = False


class SettingsDialog(QDialog):
    """Settings that hold as soon as they are chosen; there is nothing to confirm.

    `chosen` carries the `Preferences` after each change; changed keys are told by
    `Commands.keys_changed`; `folder_asked` says that the library's folder should be opened.
    """

    chosen = Signal(object)
    folder_asked = Signal()

    def __init__(
        self,
        theme: Theme,
        preferences: Preferences,
        commands: Commands,
        library: Sequence[tuple[str, str]],
        parent: QWidget | None = None,
    ) -> None:
        """Make the dialog; show it with `open` or `show`.

        Args:
            theme: Colours and sizes; the dialog does not change it, `chosen` is to.
            preferences: What holds now.
            commands: Whose keys can be changed.
            library: Facts about the library, such as ``("Place", "…/library.db")``.
            parent: The window it belongs to.
        """
        super().__init__(parent)
        self.theme, self.preferences = theme, preferences
        self.setWindowTitle(self.tr("Settings"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.pages = TabPages(theme, self.tr("Settings"), side=16)
        self.appearance = _AppearancePage(theme, preferences)
        self.keys = KeySettings(theme, commands)
        self.data = _DataPage(theme, library)
        self.pages.add("appearance", self.tr("Appearance"), self.appearance)
        self.pages.add("keys", self.tr("Keys"), self.keys)
        self.pages.add("data", self.tr("Data"), self.data)
        done = OutlinedButton(theme, self.tr("Close"))
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 8, 16, 12)
        foot.addStretch(1)
        foot.addWidget(done)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.pages, 1)
        column.addLayout(foot)
        done.clicked.connect(self.close)
        self.appearance.chosen.connect(self._choose)
        self.data.folder_asked.connect(self.folder_asked)
        self.resize(theme.px(640), theme.px(560))

    @Slot(object)
    def _choose(self, preferences: Preferences) -> None:
        self.preferences = preferences
        self.chosen.emit(preferences)


class _AppearancePage(ScrollPage):
    chosen = Signal(object)

    def __init__(self, theme: Theme, preferences: Preferences) -> None:
        super().__init__(theme, side=16)
        self._preferences = preferences
        look = preferences.look
        self.appearance = SegmentedFilter(
            theme,
            [
                Segment(Appearance.SYSTEM, self.tr("As the system")),
                Segment(Appearance.LIGHT, self.tr("Light")),
                Segment(Appearance.DARK, self.tr("Dark")),
            ],
            self.tr("Theme"),
        )
        self.density = SegmentedFilter(
            theme,
            [
                Segment(Density.COMFORTABLE, self.tr("Comfortable")),
                Segment(Density.COMPACT, self.tr("Compact")),
            ],
            self.tr("Rows"),
        )
        self.percent = QSpinBox()
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.letters = QCheckBox(self.tr("&J and K move down and up in lists"))
        self._dress(look, letters=preferences.list_letters)
        self.appearance.chosen.connect(self._looks_changed)
        self.density.chosen.connect(self._looks_changed)
        self.percent.valueChanged.connect(self._percent_changed)
        self.slider.valueChanged.connect(self.percent.setValue)
        self.letters.toggled.connect(self._letters_changed)

    def _dress(self, look: Look, *, letters: bool) -> None:
        self.appearance.choose(look.appearance)
        self.density.choose(look.density)
        for widget in (self.percent, self.slider):
            widget.setRange(75, 200)
            widget.setSingleStep(5)
            widget.setValue(look.text_percent)
            widget.setAccessibleName(self.tr("Text size in percent"))
        self.percent.setSuffix(self.tr(" %"))
        # The size is taken up when the figure is whole, not at each of its digits.
        self.percent.setKeyboardTracking(False)
        self.letters.setChecked(letters)
        size = QHBoxLayout()
        size.setSpacing(12)
        size.addWidget(self.slider, 1)
        size.addWidget(self.percent)
        form = QGridLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(12)
        form.setColumnMinimumWidth(0, 76)
        form.setColumnStretch(1, 1)
        for row, name in enumerate((self.tr("Theme"), self.tr("Rows"), self.tr("Text size"))):
            form.addWidget(TextLabel(name, tone="text2"), row, 0)
        form.addWidget(self.appearance, 0, 1)
        form.addWidget(self.density, 1, 1)
        form.addLayout(size, 2, 1)
        looks = Card(self.theme, self.tr("Looks"))
        looks.body.addLayout(form)
        lists = Card(self.theme, self.tr("Lists"))
        lists.add(self.letters)
        self.add(looks)
        self.add(lists)

    @Slot()
    def _looks_changed(self) -> None:
        look = Look(
            appearance=Appearance(self.appearance.key()),
            density=Density(self.density.key()),
            text_percent=self.percent.value(),
        )
        self._emit(replace(self._preferences, look=look))

    @Slot(int)
    def _percent_changed(self, percent: int) -> None:
        self.slider.setValue(percent)
        self._looks_changed()

    @Slot(bool)
    def _letters_changed(self, on: bool) -> None:  # noqa: FBT001 - Qt's signal
        self._emit(replace(self._preferences, list_letters=on))

    def _emit(self, preferences: Preferences) -> None:
        if preferences != self._preferences:
            self._preferences = preferences
            self.chosen.emit(preferences)


class _DataPage(ScrollPage):
    folder_asked = Signal()

    def __init__(self, theme: Theme, library: Sequence[tuple[str, str]]) -> None:
        super().__init__(theme, side=16)
        card = Card(theme, self.tr("Library"))
        card.add(KeyValue(theme, library))
        card.add(
            Paragraph(
                self.tr(
                    "Everything is kept in this one file. To copy it by hand, close the program "
                    "first; a backup from the File menu can be made at any time."
                ),
                tone="text2",
            )
        )
        self.open_folder = OutlinedButton(theme, self.tr("&Open folder"), "folder-open")
        row = QHBoxLayout()
        row.addWidget(self.open_folder)
        row.addStretch(1)
        card.body.addLayout(row)
        self.add(card)
        self.open_folder.clicked.connect(self.folder_asked)
