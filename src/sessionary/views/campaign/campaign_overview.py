"""The overview of a campaign: its numbers, its players and how often they came, its people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from sessionary.core.campaign.notes import is_shared, shared_notes
from sessionary.core.campaign.record import text_at
from sessionary.views.campaign.campaign_glance import CampaignGlance
from sessionary.views.campaign.live_text import LiveText
from sessionary.views.campaign.small_parts import clear
from sessionary.views.widgets.cards import Card, CardRow, KeyValue, ScrollPage
from sessionary.views.widgets.text import TextLabel, one_line, set_tip

if TYPE_CHECKING:
    from sessionary.services.campaign_pages import CampaignPage, PlayerLine
    from sessionary.views.campaign.edits import DocumentEdits
    from sessionary.views.theme import Theme

_MOST_ROWS = 200


class CampaignOverview(ScrollPage):
    """Cards that say what is known of a campaign.

    `every_asked` says whether attendance is to count planned and cancelled sessions too.
    """

    every_asked = Signal(bool)

    def __init__(self, theme: Theme, edits: DocumentEdits, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self._edits = edits
        self.numbers = CampaignGlance(theme, edits)
        self.description = LiveText(
            theme,
            self.tr("Description"),
            lambda text: edits.type("/description", text, self.tr("Edit description")),
            placeholder=self.tr("What is this campaign about?"),
        )
        self.description_card = Card(theme, self.tr("Description"))
        self.description_card.add(self.description)
        self.players_card = Card(theme, self.tr("Players"))
        self.every = QCheckBox(self.tr("Count planned and cancelled"))
        self.players_card.add_to_header(self.every)
        self.players = QWidget()
        self._grid = QGridLayout(self.players)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self.players_card.add(self.players)
        self.users = KeyValue(theme)
        self.users_card = Card(theme, self.tr("People"))
        self.users_card.add(self.users)
        self.characters = KeyValue(theme)
        self.characters_card = Card(theme, self.tr("Characters"))
        self.characters_card.add(self.characters)
        self.notes = LiveText(
            theme,
            self.tr("Notes"),
            lambda text: edits.type("/own/notes", text, self.tr("Edit campaign notes")),
            placeholder=self.tr("Plans, threads, reminders."),
        )
        self.notes_card = Card(theme, self.tr("Notes"))
        self.shared = QCheckBox(self.tr("Players may read this"))
        self.shared.setAccessibleName(self.tr("Notes: players may read this"))
        self.shared.clicked.connect(self._share)
        self.notes_card.add_to_header(self.shared)
        self.notes_card.add(self.notes)
        self._shown: object = None
        self._data: object = None
        self.add(CardRow(theme, [self.description_card, self.numbers]))
        self.add(self.players_card)
        self.add(CardRow(theme, [self.characters_card, self.users_card]))
        self.add(self.notes_card)
        self.every.clicked.connect(self.every_asked)

    def show_page(self, page: CampaignPage, *, editable: bool, private: bool) -> None:
        """Show a campaign.

        Args:
            page: All that is known of it.
            editable: Whether texts can be edited.
            private: Whether what is for the GM alone is shown.
        """
        self.description.set_text(text_at(page.data, "record", "description"))
        self.description.setReadOnly(not editable)
        notes = text_at(page.data, "own", "notes")
        self.notes.set_text(notes)
        self.notes.setReadOnly(not editable)
        # Players get a page that holds them only if they may read them.
        self.notes_card.setVisible(private or bool(notes))
        self.shared.setVisible(private)
        self.shared.setEnabled(editable)
        self.shared.setChecked(is_shared(page.data, "notes"))
        self._data = page.data
        self.numbers.show_page(page, editable=editable, private=private)
        now = (page.players, page.users, page.characters)
        if now == self._shown:
            return
        self._shown = now
        self._show_players(page.players)
        self.users.set_rows(
            (one_line(name, 60), one_line(identity, 60))
            for name, identity in page.users[:_MOST_ROWS]
        )
        self.users_card.setVisible(bool(page.users))
        self.characters.set_rows(
            (one_line(name, 60), one_line(player or identity, 60))
            for name, identity, player in page.characters[:_MOST_ROWS]
        )
        self.characters_card.setVisible(bool(page.characters))

    def _share(self, on: bool) -> None:  # noqa: FBT001  Qt's signature
        value = shared_notes(self._data, "notes", shared=on)
        name = self.tr("Let players read it") if on else self.tr("Keep for the GM alone")
        if self._edits.put_own("noteVisibility", value, name):
            self.shared.setChecked(not on)

    def flush(self) -> bool:
        """Save what is typed; say whether nothing is left unsaved."""
        return all([self.description.flush(), self.notes.flush(), self.numbers.epoch.flush()])

    def give_up(self) -> None:
        """Close all editors without saving."""
        self.numbers.epoch.give_up()

    def _show_players(self, players: tuple[PlayerLine, ...]) -> None:
        clear(self._grid)
        if not players:
            self._grid.addWidget(
                TextLabel(self.tr("No session that counts lists a player yet."), tone="text2"), 0, 0
            )
            return
        heads = (
            self.tr("Player"), self.tr("Came"), "%", self.tr("Late"), self.tr("Left"),
            self.tr("Run"),
        )  # fmt: skip
        # Short heads leave room for the names.
        tips = {4: self.tr("Left early"), 5: self.tr("Longest run of sessions")}
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for column, head in enumerate(heads):
            label = TextLabel(head, role="caption", tone="text2")
            set_tip(label, tips.get(column, ""))
            self._grid.addWidget(label, 0, column, right if column else Qt.AlignmentFlag.AlignLeft)
        self._grid.setColumnStretch(0, 1)
        for row, player in enumerate(players[:_MOST_ROWS], 1):
            self._add_player(row, player)

    def _add_player(self, row: int, player: PlayerLine) -> None:
        came = player.attendance
        share = came.percentage
        cells = (
            self.tr("{0} of {1}").format(came.attended, came.counted),
            "–" if share is None else f"{share}",
            str(came.late),
            str(came.left),
            str(came.longest_run),
        )
        name = TextLabel(player.name, elide=True)
        characters = ", ".join(one_line(character, 60) for character in player.characters)
        set_tip(name, characters)
        words = self.tr("{0}: came to {1}, {2} %, late {3}, left early {4}, longest run {5}")
        name.setAccessibleName(words.format(one_line(player.name, 60), *cells))
        self._grid.addWidget(name, row, 0)
        for column, cell in enumerate(cells, 1):
            self._grid.addWidget(TextLabel(cell), row, column, Qt.AlignmentFlag.AlignRight)
