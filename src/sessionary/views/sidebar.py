"""The sidebar: which campaign, which place, which tag."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QSizePolicy,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from sessionary.views.widgets.buttons import MenuButton
from sessionary.views.widgets.nav_list import NavList, NavRow
from sessionary.views.widgets.text import literal, one_line, tip_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from PySide6.QtGui import QPaintEvent

    from sessionary.core.kinds import SessionSummary
    from sessionary.views.theme import Theme

_MOST_TAGS = 16
_TAG_ROW = 34
_ALL = ""
_MORE = "more"


class CampaignChoice(QComboBox):
    """Offers the campaigns; a name that is too long ends in an ellipsis, and is the tip whole."""

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        control = QStyle.ComplexControl.CC_ComboBox
        field = QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(control, option, field, self).width()
        whole = self.currentText()
        cut = self.fontMetrics().elidedText(whole, Qt.TextElideMode.ElideRight, room - 4)
        option.currentText = cut
        painter = QStylePainter(self)
        painter.drawComplexControl(control, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        painter.end()
        self.setToolTip(tip_text(whole) if cut != whole else "")


class Sidebar(QWidget):
    """Campaign, places and tags; collapses to icons in a narrow window.

    Signals:
        campaign_chosen: The id of a campaign, empty for all.
        place_chosen: The key of a place.
        tag_chosen: A tag to filter by.
        search_chosen: The words of a search that was kept.
        settings_asked: The reader wants the settings.
    """

    campaign_chosen = Signal(str)
    place_chosen = Signal(str)
    tag_chosen = Signal(str)
    search_chosen = Signal(str)
    settings_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._hues: dict[str, int] = {}
        self._common: list[tuple[str, int]] = []
        self._tag_rows: list[NavRow] = []
        self._collapsed = self._unfolded = False
        self._places: tuple[Sequence[NavRow], Sequence[NavRow]] = ((), ())
        self._place_rows: list[NavRow] = []
        self._counts: dict[str, tuple[str, str]] = {}
        self.campaigns = CampaignChoice()
        self.campaigns.setAccessibleName(self.tr("Campaign"))
        self.campaigns.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.campaigns.addItem(self.tr("All campaigns"), _ALL)
        self.campaign_button = MenuButton(theme, self.tr("Campaign"))
        self.campaign_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        theme.bind_icon(self.campaign_button, "castle", "text2")
        self.campaign_button.hide()
        self.places = NavList(theme, self.tr("Places"))
        self.searches = NavList(theme, self.tr("Searches"))
        self.searches.hide()
        self.tags = NavList(theme, self.tr("Tags"))
        self.foot = NavList(theme, self.tr("Settings"))
        self.foot.set_rows([NavRow(key="settings", text=self.tr("Settings"), icon="settings")])
        self.foot.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._lay_out()
        self.campaigns.activated.connect(
            lambda at: self.campaign_chosen.emit(self.campaigns.itemData(at))
        )
        self.campaign_button.choices.aboutToShow.connect(self._fill_campaigns)
        self.places.chosen.connect(self.place_chosen)
        self.places.folded.connect(self._fold)
        self.searches.chosen.connect(self._search)
        self.tags.chosen.connect(self.tag_chosen)
        self.tags.installEventFilter(self)
        self.foot.chosen.connect(self._settings)
        theme.changed.connect(self._restyle)
        self._restyle()

    def _lay_out(self) -> None:
        self._column = QVBoxLayout(self)
        self._column.setSpacing(8)
        self._column.addWidget(self.campaigns)
        self._column.addWidget(self.campaign_button, 0, Qt.AlignmentFlag.AlignHCenter)
        self._column.addWidget(self.places)
        self._column.addWidget(self.searches)
        self._column.addWidget(self.tags, 1)
        self._column.addWidget(self.foot)

    def set_places(self, rows: Sequence[NavRow], folded: Sequence[NavRow] = ()) -> None:
        """Show places; those that are folded stand under *More*."""
        self._places = (rows, folded)
        self._show_places()

    def choose_place(self, key: str) -> None:
        """Make a place the chosen one without telling anybody; one that is folded is seen then."""
        if any(row.key == key for row in self._places[1]):
            self._unfolded = True
            self._show_places()
        self.places.choose(key)

    def set_count(self, key: str, count: str = "", badge: str = "") -> None:
        """Change what stands at the right of a place."""
        self._counts[key] = (count, badge)
        self.places.set_count(key, count, badge)

    def _show_places(self) -> None:
        shown, folded = self._places
        rows = list(shown)
        if folded:
            icon = "chevron-down" if self._unfolded else "chevron-right"
            rows.append(NavRow(key=_MORE, text=self.tr("More"), icon=icon, folds=True))
            rows += folded if self._unfolded else ()
        if rows != self._place_rows:
            self._place_rows = rows
            self.places.set_rows(rows)
            for key, (count, badge) in self._counts.items():
                self.places.set_count(key, count, badge)

    def _fold(self, _key: str) -> None:
        self._unfolded = not self._unfolded
        self._show_places()

    def set_searches(self, searches: Sequence[str]) -> None:
        """Show the searches that are kept."""
        rows = [NavRow(key=text, text=text, icon="search") for text in searches]
        self.searches.set_rows([NavRow(text=self.tr("Searches"), heading=True), *rows])
        self.searches.setVisible(bool(rows))

    def set_campaigns(self, campaigns: Iterable[tuple[str, str]], chosen: str) -> None:
        """Offer these campaigns, as (id, name)."""
        with QSignalBlocker(self.campaigns):
            self.campaigns.clear()
            self.campaigns.addItem(self.tr("All campaigns"), _ALL)
            for identifier, name in campaigns:
                self.campaigns.addItem(one_line(name, 200), identifier)
            self.campaigns.setCurrentIndex(max(0, self.campaigns.findData(chosen)))

    def _fill_campaigns(self) -> None:
        """Fill the menu that stands for the choice where there is no room for its words."""
        menu = self.campaign_button.choices
        menu.clear()
        for at in range(self.campaigns.count()):
            action = menu.addAction(literal(self.campaigns.itemText(at)))
            action.setCheckable(True)
            action.setChecked(at == self.campaigns.currentIndex())
            action.triggered.connect(lambda _on=False, at=at: self._choose_at(at))

    def _choose_at(self, at: int) -> None:
        self.campaigns.setCurrentIndex(at)
        self.campaign_chosen.emit(self.campaigns.itemData(at))

    def choose_campaign(self, campaign: str) -> None:
        """Make a campaign the chosen one without telling anybody."""
        with QSignalBlocker(self.campaigns):
            self.campaigns.setCurrentIndex(max(0, self.campaigns.findData(campaign)))

    def set_sessions(self, sessions: Iterable[SessionSummary]) -> None:
        """Show the tags of these sessions, the commonest first, each with a colour of its own."""
        counts = Counter(tag for session in sessions for tag in session.tags)
        self._common = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0].casefold()))
        for tag, _count in self._common:
            # A tag keeps its colour for as long as the window lives, whatever comes and goes.
            self._hues.setdefault(tag, len(self._hues))
        self._show_tags()

    def _show_tags(self) -> None:
        """Show as many tags as there is room for: a list to scroll in is no overview."""
        # The heading takes a row as well.
        fitting = (self.tags.height() - 4) // self.theme.px(_TAG_ROW) - 1
        shown = self._common[: max(0, min(_MOST_TAGS, fitting))]
        rows = [NavRow(text=self.tr("Tags"), heading=True)] if shown else []
        rows += [
            NavRow(key=tag, text=tag, category=self._hues[tag] % 10, count=str(count))
            for tag, count in shown
        ]
        if rows != self._tag_rows:
            self._tag_rows = rows
            self.tags.set_rows(rows)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.tags and event.type() == QEvent.Type.Resize:
            self._show_tags()
        return False

    def hue_of(self, tag: str) -> int | None:
        """Return the colour of a tag, as a place among the ten."""
        hue = self._hues.get(tag)
        return None if hue is None else hue % 10

    def set_collapsed(self, *, collapsed: bool) -> None:
        """Show icons alone, or icons with words."""
        self._collapsed = collapsed
        for nav in (self.places, self.searches, self.tags, self.foot):
            nav.set_collapsed(collapsed=collapsed)
        self.campaigns.setVisible(not collapsed)
        self.campaign_button.setVisible(collapsed)
        self._restyle()

    def _restyle(self) -> None:
        px = self.theme.px
        side = 4 if self._collapsed else 10
        self._column.setContentsMargins(side, 12, side, 8)
        self.setFixedWidth(px(48 if self._collapsed else 220))
        self.foot.setFixedHeight(self.foot.sizeHint().height())

    def _search(self, text: str) -> None:
        # It is begun, not stayed in: the place that opens says what is looked for.
        self.searches.choose("")
        self.search_chosen.emit(text)

    def _settings(self, _key: str) -> None:
        self.foot.choose("")
        self.settings_asked.emit()
