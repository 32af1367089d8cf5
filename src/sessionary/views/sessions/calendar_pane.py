"""The calendar of the Sessions place: a month of real time or of the game, and what is on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QMenu, QWidget
from typing_extensions import override

from sessionary.models.timeline_content import AxisKind
from sessionary.views.calendar.month_view import MonthView
from sessionary.views.sessions.filter_parts import (
    CALENDAR,
    filter_hint,
    lay_out_pane,
    pane_row,
    show_header_where_room,
    status_filter,
    view_switch,
)
from sessionary.views.widgets.buttons import IconButton, OutlinedButton
from sessionary.views.widgets.headers import PaneHeader
from sessionary.views.widgets.search_field import SearchField
from sessionary.views.widgets.segmented import Segment, SegmentedFilter
from sessionary.views.widgets.text import TextLabel, literal, one_line

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from sessionary.models.calendar_model import CalendarModel, DayItem
    from sessionary.views.theme import Theme

_MENU_CHARACTERS: Final = 80
_NAME_CHARACTERS: Final = 30


class CalendarPane(QWidget):
    """A calendar with its switches above and the chosen day below.

    Signals:
        session_asked: The reader opened a session; its pk.
        event_asked: The reader opened an event; its pk.
    """

    session_asked = Signal(object)
    event_asked = Signal(object)

    def __init__(self, theme: Theme, model: CalendarModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme, self.model = theme, model
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)
        self.header = PaneHeader(theme, self.tr("Calendar"))
        self.switch = view_switch(theme)
        self.switch.choose(CALENDAR)
        self.field = SearchField(theme, filter_hint())
        self.statuses = status_filter(theme)
        self.axis = SegmentedFilter(
            theme,
            [
                Segment(AxisKind.REAL, self.tr("Real time")),
                Segment(AxisKind.GAME, self.tr("Game time")),
            ],
            self.tr("Which days are shown"),
        )
        self.back = IconButton(theme, "chevron-left", self.tr("The month before (Page Up)"))
        self.on = IconButton(theme, "chevron-right", self.tr("The month after (Page Down)"))
        self.title = TextLabel(role="strong", elide=True)
        self.whose = TextLabel(tone="text2")
        self.home = OutlinedButton(theme, self.tr("&Today"))
        self.view = MonthView(theme, model)
        self.picked = TextLabel(elide=True)
        self.open_button = OutlinedButton(theme, self.tr("&Open"))
        self._lay_out()
        self.axis.chosen.connect(self.show_days)
        self.back.clicked.connect(lambda: model.turn(-1))
        self.on.clicked.connect(lambda: model.turn(1))
        self.home.clicked.connect(lambda: model.go(model.latest()))
        self.open_button.clicked.connect(self.view.open_day)
        self.view.opened.connect(self._open)
        self.view.several.connect(self._ask_which)
        model.changed.connect(self._tell)
        self._tell()

    def begin(self) -> None:
        """Take the focus to the days."""
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_days(self, axis: str) -> None:
        """Show days of the game or of real time; unknown words change nothing."""
        if axis in set(AxisKind):
            self.axis.choose(axis)
            self.model.set_game(game=axis == AxisKind.GAME)

    def _lay_out(self) -> None:
        self.field.setMinimumWidth(self.theme.px(250))
        top = pane_row(self.header, self.switch, 1, self.field, self.statuses, above=12, below=4)
        top.insertSpacing(2, 8)
        switches = pane_row(
            self.axis, self.back, self.on, 1, self.title, self.whose, self.home, above=4, below=8
        )
        foot = pane_row(1, self.picked, self.open_button, above=6, below=6)
        lay_out_pane(self, top, switches, self.view, foot)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        show_header_where_room(self.theme, self.header, event.size().width())

    def _tell(self) -> None:
        model = self.model
        self.title.setText(model.page.title)
        sessions, events = model.total
        one = self.tr("1 session")
        parts = [one if sessions == 1 else self.tr("{0} sessions").format(sessions)]
        if model.game:
            parts.append(self.view.events_text(events))
        if model.game and model.clock.calendar is not None:
            parts.append(one_line(model.clock.calendar.name, _NAME_CHARACTERS))
        self.whose.setText("  ·  ".join(parts))
        self.home.setText(self.tr("&Latest") if model.game else self.tr("&Today"))
        day = min(max(model.day, model.page.first), model.page.last)
        items = model.items(day)
        self.open_button.setEnabled(bool(items))
        self.picked.setText(self.view.said(day).replace("\n", "  ·  "))

    def _open(self, item: DayItem) -> None:
        (self.session_asked if item.status else self.event_asked).emit(item.pk)

    def _ask_which(self, where: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for item in self.model.items(self.model.day):
            action = menu.addAction(literal(one_line(item.text, _MENU_CHARACTERS)))
            action.triggered.connect(lambda _on=False, one=item: self._open(one))
        menu.popup(where)
