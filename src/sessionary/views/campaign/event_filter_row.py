"""The filter of a list of events: text, categories, importance, and who may see them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QVBoxLayout, QWidget

from sessionary.core.campaign.event_filter import EventFilter
from sessionary.core.entries import Importance, Visible
from sessionary.models.event_words import category_word, importance_word, visible_word
from sessionary.views.widgets.buttons import MenuButton
from sessionary.views.widgets.flow_layout import FlowLayout
from sessionary.views.widgets.search_field import SearchField
from sessionary.views.widgets.text import TextLabel, literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sessionary.views.theme import Theme

_TYPING_PAUSE_MS = 120


class EventFilterRow(QWidget):
    """A field and three menus.

    Signals:
        narrowed: Another filter holds from now on.
        moved_on: The reader goes on to the events.
    """

    narrowed = Signal()
    moved_on = Signal()

    def __init__(self, theme: Theme, placeholder: str, shape: QWidget | None = None) -> None:
        """Make a filter that lets everything through.

        Args:
            theme: Colours and sizes.
            placeholder: What the field filters.
            shape: A switch that stands in the row behind the menus.
        """
        super().__init__()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_TYPING_PAUSE_MS)
        self.field = SearchField(theme, placeholder)
        self.category = MenuButton(theme, self.tr("Categories"))
        self.importance = MenuButton(theme, self.tr("Importance"))
        self.visibility = MenuButton(theme, self.tr("Who may see it"))
        self.count = TextLabel(tone="text2")
        self._fill_menus()
        self._lay_out(shape)
        self._pause.timeout.connect(self.narrow)
        self.field.textChanged.connect(lambda _text: self._pause.start())
        self.field.moved_on.connect(self.moved_on)
        for button, group in ((self.importance, self.weights), (self.visibility, self.seers)):
            group.triggered.connect(partial(self._choose_one, button))
        self.category.choices.triggered.connect(self.narrow)

    def _fill_menus(self) -> None:
        self.weights = _group(self.importance, {
            "0": self.tr("Any importance"),
            "1": self.tr("Normal and up"),
            "2": self.tr("Significant and up"),
            "3": importance_word(Importance.CRITICAL),
        })  # fmt: skip
        self.seers = _group(self.visibility, {
            "": self.tr("All visibilities"),
            str(int(Visible.PLAYERS)): visible_word(Visible.PLAYERS),
            str(int(Visible.GM)): visible_word(Visible.GM),
            str(int(Visible.SOME)): visible_word(Visible.SOME),
        })  # fmt: skip
        self.category.setText(self.tr("All categories"))

    def _lay_out(self, shape: QWidget | None) -> None:
        menus = QWidget()
        flow = FlowLayout(menus, gap=4)
        for widget in (self.category, self.importance, self.visibility, shape, self.count):
            if widget is not None:
                flow.addWidget(widget)
        policy = menus.sizePolicy()
        policy.setHeightForWidth(True)
        menus.setSizePolicy(policy)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 12, 24, 8)
        column.setSpacing(6)
        column.addWidget(self.field)
        column.addWidget(menus)

    def wanted(self) -> EventFilter:
        """Return the filter that holds."""
        categories = self._checked()
        seen = self.seers.checkedAction().data()
        return EventFilter(
            categories=frozenset(categories) if categories else None,
            least=int(self.weights.checkedAction().data()),
            visible=int(seen) if seen else None,
            text=self.field.text(),
        )

    @property
    def typing(self) -> bool:
        """Whether what was typed does not hold yet."""
        return self._pause.isActive()

    def narrow(self) -> None:
        """Let the filter hold, without waiting for more to be typed."""
        self._pause.stop()
        self._say_categories()
        self.narrowed.emit()

    def clear(self, *, focus: bool = True) -> None:
        """Let everything through again."""
        self.field.clear()
        for group in (self.weights, self.seers):
            group.actions()[0].setChecked(True)
        self.importance.setText(self.weights.actions()[0].text())
        self.visibility.setText(self.seers.actions()[0].text())
        for action in self.category.choices.actions():
            action.setChecked(False)
        self.narrow()
        if focus:
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_private(self, *, private: bool) -> None:
        """Offer what only the GM may filter by, or hide it and let it hold no longer."""
        self.visibility.setVisible(private)
        if not private and self.seers.checkedAction() is not self.seers.actions()[0]:
            self.seers.actions()[0].setChecked(True)
            self.visibility.setText(self.seers.actions()[0].text())
            self.narrow()

    def set_categories(self, counts: Mapping[str, int]) -> None:
        """Offer these categories, each with how many events it has; what was chosen stays so."""
        menu = self.category.choices
        if [action.data() for action in menu.actions()] != list(counts):
            checked = self._checked()
            menu.clear()
            for name in counts:
                action = menu.addAction("")
                action.setData(name)
                action.setCheckable(True)
                action.setChecked(name in checked)
            if self._checked() != checked:
                # A category that is not there any more cannot be chosen away either.
                self.narrow()
        for action, (name, count) in zip(menu.actions(), counts.items(), strict=True):
            action.setText(literal(f"{category_word(name)}  {self.locale().toString(count)}"))

    def say_count(self, shown: int, total: int) -> None:
        """Say how many events are shown of how many, unless it is all of them."""
        number = self.locale().toString
        same = shown == total
        self.count.setText(
            "" if same else self.tr("{0} of {1}").format(number(shown), number(total))
        )

    def _checked(self) -> set[str]:
        return {str(a.data()) for a in self.category.choices.actions() if a.isChecked()}

    def _choose_one(self, button: MenuButton, action: QAction) -> None:
        button.setText(action.text())
        self.narrow()

    def _say_categories(self) -> None:
        checked = sorted(self._checked())
        if not checked:
            self.category.setText(self.tr("All categories"))
        elif len(checked) == 1:
            self.category.setText(literal(category_word(checked[0])))
        else:
            self.category.setText(self.tr("{0} categories").format(len(checked)))


def _group(button: MenuButton, choices: dict[str, str]) -> QActionGroup:
    """Fill a menu with choices of which the first holds."""
    group = QActionGroup(button)
    for place, (key, text) in enumerate(choices.items()):
        action = button.choices.addAction(text)
        action.setCheckable(True)
        action.setChecked(place == 0)
        action.setData(key)
        group.addAction(action)
    button.setText(next(iter(choices.values())))
    return group
