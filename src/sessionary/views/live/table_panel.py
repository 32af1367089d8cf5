"""Who is at the table, where the party is, whom they deal with, and the fight that goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from sessionary.core.campaign.agenda import Sort
from sessionary.core.campaign.roll_call import AWAY, Called
from sessionary.core.campaign.words import said_number
from sessionary.views.campaign.choice_rows import ChoiceRows
from sessionary.views.live.words import minutes_addition, player_choices
from sessionary.views.widgets.buttons import OutlinedButton
from sessionary.views.widgets.cards import Card, KeyValue, ScrollPage
from sessionary.views.widgets.flow_layout import FlowLayout
from sessionary.views.widgets.text import TextLabel, set_tip

if TYPE_CHECKING:
    from sessionary.core.campaign.agenda import Carried
    from sessionary.core.campaign.fight import Fight, Fighter
    from sessionary.core.campaign.roll_call import Call
    from sessionary.services.live import LivePage
    from sessionary.views.live.live_work import LiveWork
    from sessionary.views.theme import Theme

_MOST_CAST: Final = 8


class TablePanel(ScrollPage):
    """Cards at the right of the log."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, side=12)
        self.setAccessibleName(self.tr("At the table"))
        self._live: LivePage | None = None
        self._work: LiveWork | None = None
        self.calls = ChoiceRows(theme, player_choices(), self._call, onward=True)
        self.count = TextLabel(tone="text2", role="secondary")
        self.party = Card(theme, self.tr("Party"))
        self.party.add_to_header(self.count)
        self.party.add(self.calls)
        self.nobody = TextLabel(self.tr("No player is listed."), tone="text2", wrap=True)
        self.party.add(self.nobody)
        self.guest = QLineEdit()
        self.guest.setPlaceholderText(self.tr("Add a guest"))
        self.guest.setAccessibleName(self.tr("Add a guest"))
        self.party.add(self.guest)
        self.fight = _FightCard(theme)
        self.scene = KeyValue(theme)
        self.scene_card = Card(theme, self.tr("Scene"))
        self.scene_card.add(self.scene)
        for card in (self.fight, self.party, self.scene_card):
            self.add(card)
        self.guest.returnPressed.connect(self._add_guest)
        self.fight.next.clicked.connect(lambda: self._log("round"))
        self.fight.end.clicked.connect(lambda: self._log("end"))
        self.fight.resume.clicked.connect(self._resume)

    def show_page(self, page: LivePage, work: LiveWork, *, editable: bool, private: bool) -> None:
        """Show the table of a session.

        Args:
            page: All that is known of it.
            work: What can be done in it.
            editable: Whether anything can be changed.
            private: Whether the GM looks on.
        """
        self._live, self._work = page, work
        for row, call in zip(self.calls.take(len(page.calls)), page.calls, strict=True):
            row.set_row(
                call.name,
                call.called,
                note=", ".join(call.characters),
                addition=_addition(call),
                editable=editable,
            )
        there = sum(call.called not in AWAY for call in page.calls)
        self.count.setText(self.tr("{0} of {1}").format(there, len(page.calls)))
        self.nobody.setVisible(not page.calls)
        self.guest.setVisible(editable)
        self.fight.show_fight(page.fight, self._left_fight(private=private), editable=editable)
        rows = [(self.tr("Here"), page.here)] if page.here else []
        if page.cast:
            rows.append((self.tr("NPCs"), "\n".join(page.cast[:_MOST_CAST])))
        self.scene.set_rows(rows)
        self.scene_card.setVisible(bool(rows))

    def begin_roll_call(self) -> None:
        """Go to the first player who was not called yet."""
        for row in self.calls.rows:
            if row.state == Called.OPEN:
                row.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return
        if self.calls.rows:
            self.calls.rows[0].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _left_fight(self, *, private: bool) -> Carried | None:
        """Return a fight that was left open before and was not taken up yet."""
        if self._live is None or not private:
            return None
        fought = {combat.name for combat in self._live.page.review.combats}
        left = [one for one in self._live.carried if one.sort is Sort.FIGHT]
        return next((one for one in left if one.text not in fought), None)

    def _call(self, at: int, key: str) -> None:
        if self._live is not None and self._work is not None:
            self._work.call(self._live, self._live.calls[at], Called(key))

    def _add_guest(self) -> None:
        name = self.guest.text().strip()
        if name and self._work is not None and self._work.call_with(name, Called.GUEST, None):
            self.guest.clear()

    def _log(self, typed: str) -> None:
        if self._work is not None:
            self._work.log(typed)

    def _resume(self) -> None:
        left = self._left_fight(private=True)
        if left is not None and self._work is not None:
            self._work.resume_fight(left)


class _FightCard(Card):
    """The fight that goes on, or one that can be taken up again."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, self.tr("Fight"))
        self.round = TextLabel(role="strong", tone="accent")
        self.add_to_header(self.round)
        self.fighters = KeyValue(theme)
        self.add(self.fighters)
        self.none = TextLabel(self.tr("Nobody was hurt yet."), tone="text2", wrap=True)
        self.add(self.none)
        self.next = OutlinedButton(theme, self.tr("Next &round"), "chevrons-right")
        self.end = OutlinedButton(theme, self.tr("E&nd"), "flag")
        self.end.setAccessibleName(self.tr("End the fight"))
        set_tip(self.end, self.tr("End the fight"))
        self.resume = OutlinedButton(theme, self.tr("Resume fight"), "play")
        row = QWidget()
        buttons = FlowLayout(row, gap=8)
        for button in (self.next, self.end, self.resume):
            buttons.addWidget(button)
        self._buttons = row
        self.add(row)

    def show_fight(self, fight: Fight | None, left: Carried | None, *, editable: bool) -> None:
        """Show a fight, or one that was left open."""
        self.setVisible(fight is not None or left is not None)
        self.next.setVisible(fight is not None)
        self.end.setVisible(fight is not None)
        self.resume.setVisible(fight is None)
        self._buttons.setVisible(editable)
        self.none.setVisible(fight is not None and not fight.fighters)
        if fight is None:
            self.set_title("" if left is None else left.text)
            self.round.setText(self.tr("left open"))
            self.fighters.set_rows([])
            self.fighters.hide()
            return
        self.set_title(fight.name)
        self.round.setText(self.tr("Round {0}").format(fight.round))
        self.fighters.set_rows([(one.name, self._state(one)) for one in fight.fighters])
        self.fighters.setVisible(bool(fight.fighters))

    def _state(self, one: Fighter) -> str:
        parts = []
        if one.damage:
            parts.append(self.tr("{0} damage").format(said_number(one.damage)))
        if one.healed:
            parts.append(self.tr("{0} healed").format(said_number(one.healed)))
        if one.dead:
            parts.append(self.tr("dead"))
        elif one.down:
            parts.append(self.tr("down"))
        return ", ".join(parts)


def _addition(call: Call) -> str:
    if call.called is Called.LATE:
        return minutes_addition(call.minutes)
    return minutes_addition(call.left_minutes) if call.called is Called.LEFT else ""
