"""A campaign at a glance: its numbers, where its clock begins, and what players may see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QGridLayout, QWidget

from sessionary.core.campaign.gametime import clock_face
from sessionary.core.campaign.lifecycle import Status
from sessionary.core.campaign.typed import typed_face
from sessionary.models.event_words import day_text
from sessionary.views.campaign.fields import EditableText
from sessionary.views.campaign.overview_cards import tighten
from sessionary.views.campaign.small_parts import TickLine
from sessionary.views.campaign.when import length_text, number_text
from sessionary.views.widgets.cards import Card, KeyValue
from sessionary.views.widgets.text import TextLabel, set_tip

if TYPE_CHECKING:
    from sessionary.services.campaign_pages import CampaignPage
    from sessionary.views.campaign.edits import DocumentEdits
    from sessionary.views.theme import Theme

_EVENTS: Final = 2
_FARTHEST: Final = 10**15


class CampaignGlance(Card):
    """Says the numbers of a campaign; its epoch is edited where it stands."""

    def __init__(self, theme: Theme, edits: DocumentEdits) -> None:
        super().__init__(theme, "")
        self.set_title(self.tr("At a glance"))
        self._edits = edits
        self._page: CampaignPage | None = None
        self._values = [TextLabel(wrap=True) for _row in range(5)]
        for value in self._values:
            value.setContentsMargins(6, 3, 6, 3)
        self.epoch = EditableText(
            theme, self.tr("Clock begins"), self._save_epoch, hint="Day 1, 12:00 AM", wrap=True
        )
        keys = (
            self.tr("Sessions"), self.tr("Played"), self.tr("Events"), self.tr("From"),
            self.tr("To"),
        )  # fmt: skip
        rows: list[tuple[str, str | QWidget]] = [*zip(keys, self._values, strict=True)]
        self.rows = KeyValue(theme, [*rows, (self.tr("Clock begins"), self.epoch)])
        tighten(self.rows)
        self.open = TickLine()
        set_tip(
            self.open,
            self.tr(
                "Also those that were imported before. What says that it is the GM’s stays so."
            ),
        )
        self.open.ticked.connect(self._open_up)
        self.add(self.rows)
        self.add(self.open)

    def show_page(self, page: CampaignPage, *, editable: bool, private: bool) -> None:
        """Show a campaign.

        Args:
            page: All that is known of it.
            editable: Whether values can be edited.
            private: Whether what is for the GM alone is shown.
        """
        self._page = page
        for value, text in zip(self._values, self._texts(page), strict=True):
            value.setText(text)
        grid = self.rows.layout()
        if isinstance(grid, QGridLayout):
            for column in (0, 1):
                item = grid.itemAtPosition(_EVENTS, column)
                widget = None if item is None else item.widget()
                if widget is not None:
                    # How many there are is not for players: some of them are hidden.
                    widget.setVisible(private)
        self.epoch.set_value(
            clock_face(0, epoch=page.epoch, clock=page.clock),
            tip=self.tr("What the clock shows at a total of 0; all game times follow it"),
        )
        self.epoch.set_editable(editable=editable)
        self.open.set_line(
            self.tr("Players may see imported events that do not say who may see them"),
            ticked=page.players_may_see,
            editable=editable,
        )
        self.open.setVisible(private)

    def _texts(self, page: CampaignPage) -> list[str]:
        counts = {
            status: sum(session.status == status.value for session in page.sessions)
            for status in Status
        }
        kinds = ", ".join(
            f"{count} {status.word.lower()}" for status, count in counts.items() if count
        )
        starts = [s.start_us for s in page.sessions if s.start_us is not None]
        return [
            f"{len(page.sessions)}" + (f" ({kinds})" if kinds else ""),
            length_text(page.minutes) or "–",
            number_text(page.events),
            day_text(min(starts)) if starts else "–",
            day_text(max(starts)) if starts else "–",
        ]

    def _save_epoch(self, text: str) -> str:
        if self._page is None:
            return ""
        face = typed_face(text.strip(), former=self._page.epoch, clock=self._page.clock)
        if face is None or abs(face) > _FARTHEST:
            return self.tr("“{0}” is no game time. Write for example Day 0, 9:00 AM.").format(
                text.strip()
            )
        if face == self._page.epoch:
            return ""
        return self._edits.reckon(epoch=face)

    def _open_up(self, ticked: bool) -> None:  # noqa: FBT001  Qt's signature
        if self._edits.reckon(players_may_see=ticked) and self._page is not None:
            self.open.box.setChecked(self._page.players_may_see)
