"""Who came to a session, with which characters, late or leaving early."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QWidget
from typing_extensions import override

from sessionary.core.campaign.attendance import TOOK_PLACE
from sessionary.core.campaign.typed import names_line
from sessionary.views.campaign.fields import EditableText
from sessionary.views.campaign.small_parts import SmallButton, clear
from sessionary.views.widgets.buttons import OutlinedButton
from sessionary.views.widgets.cards import Card, ScrollPage
from sessionary.views.widgets.focus import tab_through
from sessionary.views.widgets.text import TextLabel, one_line, set_tip

if TYPE_CHECKING:
    from sessionary.core.campaign.session_review import PlayerLine
    from sessionary.services.pages import SessionPage
    from sessionary.views.campaign.session_saves import SessionSaves
    from sessionary.views.theme import Theme

_MOST_ROWS: Final = 100
_TICKS: Final = ("attended", "arrivedLate", "leftEarly")
_STEPS: Final = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class AttendanceTab(ScrollPage):
    """A table of the players; Up and Down go from tick to tick, Space ticks."""

    def __init__(self, theme: Theme, saves: SessionSaves, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self._saves = saves
        self._shown: tuple[tuple[PlayerLine, ...], bool] | None = None
        self._editable = True
        self.rows: list[_Row] = []
        self.card = Card(theme, self.tr("Players"))
        self.count = TextLabel(tone="text2")
        self.all_button = OutlinedButton(theme, self.tr("Everybody came"), "user-check")
        self.card.add_to_header(self.count)
        self._table = QWidget()
        self._grid = QGridLayout(self._table)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(0, 3)
        self._grid.setColumnStretch(1, 3)
        self.more = TextLabel(tone="text2")
        self.add_field = EditableText(
            theme,
            self.tr("Add a player"),
            saves.add_player,
            placeholder=self.tr("Add a player"),
            hint=self.tr("Name"),
        )
        foot = QWidget()
        line = QHBoxLayout(foot)
        line.setContentsMargins(0, 4, 0, 0)
        line.addWidget(self.add_field, 1)
        line.addWidget(self.all_button)
        self.card.add(self._table)
        self.card.add(self.more)
        self.card.add(foot)
        self._foot = foot
        self.add(self.card)
        self.all_button.clicked.connect(saves.everybody_came)

    def show_page(self, page: SessionPage, *, editable: bool) -> None:
        """Show who came."""
        players = page.review.players
        self._editable = editable
        self.add_field.set_editable(editable=editable)
        self.add_field.setVisible(editable)
        self.add_field.set_value("")
        self.add_field.set_choices(list(self._saves.people("users").values()))
        self.all_button.setVisible(editable and any(not p.presence.attended for p in players))
        self.count.setText(self._counted(page))
        if (players, editable) == self._shown:
            return
        same = [row.user for row in self.rows] == [p.who.id for p in players[:_MOST_ROWS]]
        if not same or self._shown is None or editable != self._shown[1]:
            self._make_rows(players)
        self._shown = (players, editable)
        for row, player in zip(self.rows, players, strict=False):
            row.show_player(player)
        more = len(players) - _MOST_ROWS
        self.more.setVisible(more > 0)
        self.more.setText(self.tr("and {0} more players").format(more))

    def _counted(self, page: SessionPage) -> str:
        listed = len(page.review.players)
        if not listed:
            return ""
        if page.review.status in TOOK_PLACE:
            return self.tr("{0} of {1} came").format(page.review.attended, listed)
        return self.tr("{0} expected").format(listed)

    def flush(self) -> bool:
        """Save what is typed; say whether nothing is left unsaved."""
        return all([self.add_field.flush(), *(row.characters.flush() for row in self.rows)])

    def give_up(self) -> None:
        """Close all editors without saving."""
        for field in (self.add_field, *(row.characters for row in self.rows)):
            field.give_up()

    def _make_rows(self, players: tuple[PlayerLine, ...]) -> None:
        clear(self._grid)
        self.rows = []
        if not players:
            words = TextLabel(self.tr("No player is listed."), tone="text2")
            self._grid.addWidget(words, 0, 0, 1, 6)
            return
        heads = (
            self.tr("Player"), self.tr("Characters"), self.tr("Came"), self.tr("Late"),
            self.tr("Left early"), "",
        )  # fmt: skip
        for column, head in enumerate(heads):
            align = Qt.AlignmentFlag.AlignLeft if column < 2 else Qt.AlignmentFlag.AlignHCenter
            label = TextLabel(head, role="caption", tone="text2")
            label.setContentsMargins(6 if column == 1 else 0, 0, 0, 2)
            self._grid.addWidget(label, 0, column, align)
        for place, player in enumerate(players[:_MOST_ROWS], 1):
            row = _Row(self, self._saves, player, editable=self._editable)
            self.rows.append(row)
            row.place(self._grid, place)
        tab_through([self._table, self._foot], after=self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in _STEPS
        ):
            return self._step(watched, _STEPS[Qt.Key(event.key())])
        return super().eventFilter(watched, event)

    def _step(self, box: QObject, down: int) -> bool:
        for at, row in enumerate(self.rows):
            for key, one in row.boxes.items():
                if one is box and 0 <= at + down < len(self.rows):
                    self.rows[at + down].boxes[key].setFocus(Qt.FocusReason.TabFocusReason)
                    return True
        return True


class _Row:
    """One player: name, characters, three boxes to tick, and a button that takes the row away."""

    def __init__(
        self, tab: AttendanceTab, saves: SessionSaves, player: PlayerLine, *, editable: bool
    ) -> None:
        theme = tab.theme
        self.user = player.who.id
        self._saves = saves
        name = one_line(player.who.name, 80)
        self.name = TextLabel(elide=True, role="medium")
        self.characters = EditableText(
            theme,
            tab.tr("Characters of {0}").format(name),
            partial(saves.characters, self.user),
            placeholder=tab.tr("Add"),
            hint=tab.tr("Names, with commas between them"),
            wrap=True,
        )
        self.characters.set_editable(editable=editable)
        self.characters.set_choices(list(saves.people("characters").values()))
        words = (tab.tr("{0} came"), tab.tr("{0} came late"), tab.tr("{0} left early"))
        self.boxes: dict[str, QCheckBox] = {}
        for key, said in zip(_TICKS, words, strict=True):
            box = QCheckBox()
            box.setAccessibleName(said.format(name))
            box.setEnabled(editable)
            box.clicked.connect(lambda ticked, mark=key: self._tick(mark, ticked))
            box.installEventFilter(tab)
            self.boxes[key] = box
        self.remove = SmallButton(theme, "x", tab.tr("Take {0} off the list").format(name))
        # Not shown before it stands in the table: it would be a window of its own.
        self._removable = editable
        self.remove.clicked.connect(lambda: saves.remove_player(self.user))

    def place(self, grid: QGridLayout, row: int) -> None:
        """Put the parts into a row of the table."""
        middle = Qt.AlignmentFlag.AlignVCenter
        grid.addWidget(self.name, row, 0)
        grid.addWidget(self.characters, row, 1, middle)
        for column, box in enumerate(self.boxes.values(), 2):
            grid.addWidget(box, row, column, Qt.AlignmentFlag.AlignCenter)
        grid.addWidget(self.remove, row, 5)
        self.remove.setVisible(self._removable)

    def show_player(self, player: PlayerLine) -> None:
        """Show who came and how."""
        self.name.setText(player.who.name)
        set_tip(self.name, player.who.id if player.who.id != player.who.name else "")
        names = [who.name for who in player.characters]
        self.characters.set_value(", ".join(names), names_line(names))
        presence = player.presence
        for box, ticked in zip(
            self.boxes.values(), (presence.attended, presence.late, presence.left), strict=True
        ):
            box.setChecked(ticked)

    def _tick(self, key: str, ticked: bool) -> None:  # noqa: FBT001  Qt's signature
        if self._saves.presence(self.user, key, value=ticked):
            # It was refused; the box shows again what holds.
            self.boxes[key].setChecked(not ticked)
