"""The settings of a campaign: its clock, its calendar, its players, and the words of its log."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QGridLayout, QWidget

from sessionary.core.campaign.event_types import readable
from sessionary.core.campaign.gametime import clock_face
from sessionary.core.campaign.log_line import ALIASES
from sessionary.core.campaign.own_types import types_text
from sessionary.core.campaign.record import list_at, text_at, texts_at
from sessionary.core.campaign.typed import names_line
from sessionary.views.campaign.calendar_card import CalendarCard
from sessionary.views.campaign.fields import EditableText
from sessionary.views.campaign.overview_cards import tighten
from sessionary.views.campaign.settings_saves import SettingsSaves
from sessionary.views.campaign.small_parts import TickLine, clear
from sessionary.views.campaign.template_card import TemplateCard
from sessionary.views.widgets.cards import Card, KeyValue, ScrollPage
from sessionary.views.widgets.focus import tab_through
from sessionary.views.widgets.text import Paragraph, TextLabel, one_line

if TYPE_CHECKING:
    from sessionary.services.campaign_pages import CampaignPage
    from sessionary.views.campaign.edits import DocumentEdits
    from sessionary.views.theme import Theme

_MOST_PLAYERS: Final = 100
_UNITS: Final = ((3_600, "h"), (60, "min"), (1, "s"))


def span_text(seconds: int) -> str:
    """Return a length as it is typed: ``24 h``, ``1 h 30 min``, ``6 s``."""
    parts = []
    for length, word in _UNITS:
        amount, seconds = divmod(seconds, length)
        if amount:
            parts.append(f"{amount} {word}")
    return " ".join(parts) or "0 s"


class CampaignSettings(ScrollPage):
    """Cards in which a campaign is set up; every edit can be undone."""

    def __init__(self, theme: Theme, edits: DocumentEdits, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self.saves = saves = SettingsSaves(edits)
        self._shown: object = None

        def field(name: str, save: object, hint: str) -> EditableText:
            return EditableText(theme, name, save, hint=hint, wrap=True)  # type: ignore[arg-type]  # each takes a text

        self.epoch = field(self.tr("Clock begins"), saves.epoch, "Day 1, 12:00 AM")
        self.day = field(self.tr("Length of a day"), saves.day_length, "24 h")
        self.round = field(self.tr("Length of a round"), saves.round_length, "6 s")
        self.short = field(self.tr("A short rest"), partial(saves.rest, "short"), "1 h")
        self.long = field(self.tr("A long rest"), partial(saves.rest, "long"), "8 h")
        clock = KeyValue(
            theme,
            [
                (self.tr("Clock begins"), self.epoch),
                (self.tr("Length of a day"), self.day),
                (self.tr("Length of a round"), self.round),
                (self.tr("A short rest"), self.short),
                (self.tr("A long rest"), self.long),
            ],
        )
        tighten(clock)
        self.clock_card = Card(theme, self.tr("Clock"))
        self.clock_card.add(clock)
        self.calendar = CalendarCard(theme, saves)
        self.players_card = Card(theme, self.tr("Players and their characters"))
        self._table = QWidget()
        self._grid = QGridLayout(self._table)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(0, 2)
        self._grid.setColumnStretch(1, 3)
        self.add_player = EditableText(
            theme, self.tr("Add a player"), saves.add_player,
            placeholder=self.tr("Add a player"), hint=self.tr("Name"),
        )  # fmt: skip
        self.players: list[tuple[EditableText, EditableText]] = []
        self.players_card.add(self._table)
        self.players_card.add(self.add_player)
        self.types = EditableText(
            theme, self.tr("Event types and aliases"), saves.types, lines=True,
            placeholder=self.tr("Add a type or an alias"),
            hint="combat_start: boss\nomen (quest): om",
        )  # fmt: skip
        self.types_card = Card(theme, self.tr("Event types and aliases"))
        self.types_card.add(
            Paragraph(
                self.tr(
                    "One type a line, with the words that stand for it in the line to log in: "
                    "“combat_start: boss, brawl”. A type of your own says its category: "
                    "“omen (quest): om”."
                ),
                tone="text2",
            )
        )
        self.types_card.add(self.types)
        built_in = ", ".join(f"{word} = {readable(one.word)}" for word, one in ALIASES.items())
        self.types_card.add(Paragraph(self.tr("Always there: {0}.").format(built_in), tone="text2"))
        self.open = TickLine()
        self.open.ticked.connect(self._open_up)
        self.seen_card = Card(theme, self.tr("What players may see"))
        self.seen_card.add(self.open)
        self.hidden_tags = EditableText(
            theme, self.tr("Tags that players do not see"), saves.hidden_tags,
            placeholder=self.tr("Add tags"), hint=self.tr("Tags, with commas between them"),
        )  # fmt: skip
        self.seen_card.add(KeyValue(theme, [(self.tr("Hidden tags"), self.hidden_tags)]))
        self.template = TemplateCard(theme, edits)
        for card in (
            self.clock_card, self.calendar, self.players_card, self.types_card, self.template,
            self.seen_card,
        ):  # fmt: skip
            self.add(card)

    def show_page(self, page: CampaignPage, *, editable: bool) -> None:
        """Show the settings of a campaign."""
        self.saves.page = page
        clock = page.clock
        self.epoch.set_value(
            clock_face(0, epoch=page.epoch, clock=clock),
            tip=self.tr("What the clock shows at a total of 0; all game times follow it"),
        )
        self.day.set_value(span_text(clock.day_length))
        self.round.set_value(span_text(clock.round_length))
        self.short.set_value(span_text(clock.short_rest))
        self.long.set_value(span_text(clock.long_rest))
        self.types.set_value(types_text(page.data))
        hidden = texts_at(page.data, "own", "hiddenTags")
        self.hidden_tags.set_value(", ".join(hidden), names_line(hidden))
        for field in self._fields():
            field.set_editable(editable=editable)
        self.add_player.set_value("")
        self.add_player.setVisible(editable)
        self.open.set_line(
            self.tr("Players may see imported events that do not say who may see them"),
            ticked=page.players_may_see,
            editable=editable,
        )
        self.calendar.show_page(page, editable=editable)
        self.template.show_page(page, editable=editable)
        self._show_players(page, editable=editable)

    def _fields(self) -> list[EditableText]:
        return [
            self.epoch, self.day, self.round, self.short, self.long, self.types, self.add_player,
            self.hidden_tags,
        ]  # fmt: skip

    def _show_players(self, page: CampaignPage, *, editable: bool) -> None:
        now = (page.users, page.characters, editable)
        if now == self._shown:
            return
        self._shown = now
        clear(self._grid)
        self.players = []
        own = page.data["own"]
        for row, (name, identity) in enumerate(page.users[:_MOST_PLAYERS], 1):
            named, played = self._player(name, identity)
            names = [
                text_at(one, "name") or text_at(one, "id")
                for one in list_at(own, "characters")
                if text_at(one, "userId") == identity
            ]
            named.set_value(name)
            played.set_value(", ".join(names), names_line(names))
            for column, field in enumerate((named, played)):
                field.set_editable(editable=editable)
                self._grid.addWidget(field, row, column)
            self.players.append((named, played))
        if not self.players:
            words = self.tr(
                "Nobody is listed here yet; players of sessions are met by their names."
            )
            self._grid.addWidget(TextLabel(words, tone="text2", wrap=True), 0, 0, 1, 2)
            return
        for column, head in enumerate((self.tr("Player"), self.tr("Characters"))):
            label = TextLabel(head, role="caption", tone="text2")
            label.setContentsMargins(6, 0, 0, 2)
            self._grid.addWidget(label, 0, column)
        # The rows were made after what stands around them.
        parts = (self.clock_card, self.calendar, self._table, self.add_player, self.types_card)
        tab_through([*parts, self.template, self.seen_card])

    def _player(self, name: str, identity: str) -> tuple[EditableText, EditableText]:
        shown = one_line(name, 80)
        named = EditableText(
            self.theme,
            self.tr("Name of {0}").format(shown),
            partial(self.saves.rename_player, identity),
        )
        played = EditableText(
            self.theme,
            self.tr("Characters of {0}").format(shown),
            partial(self.saves.characters, identity),
            placeholder=self.tr("Add"),
            hint=self.tr("Names, with commas between them"),
            wrap=True,
        )
        return named, played

    def _open_up(self, ticked: bool) -> None:  # noqa: FBT001  Qt's signature
        page = self.saves.page
        if self.saves.edits.reckon(players_may_see=ticked) and page is not None:
            self.open.box.setChecked(page.players_may_see)

    def flush(self) -> bool:
        """Save what is typed; say whether nothing is left unsaved."""
        players = [field for pair in self.players for field in pair]
        fields = [*self._fields(), *players]
        cards = [self.calendar.flush(), self.template.flush()]
        return all([*(field.flush() for field in fields), *cards])

    def give_up(self) -> None:
        """Close all editors without saving."""
        for field in (*self._fields(), *(field for pair in self.players for field in pair)):
            field.give_up()
        self.calendar.give_up()
