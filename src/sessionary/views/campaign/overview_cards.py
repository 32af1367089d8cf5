"""The cards of a session's overview."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from sessionary.core.campaign.record import texts_at
from sessionary.core.campaign.typed import names_line
from sessionary.core.text import fold
from sessionary.core.text import one_line as in_one_line
from sessionary.models.event_words import moment_text
from sessionary.models.session_list import reached_tip
from sessionary.views.campaign.choice_rows import ChoiceRows
from sessionary.views.campaign.fields import EditableText
from sessionary.views.campaign.linked_text import Line, LinkedText, Part
from sessionary.views.campaign.small_parts import SmallButton
from sessionary.views.campaign.standings import objective_choices
from sessionary.views.campaign.when import length_text
from sessionary.views.widgets.cards import Card, KeyValue
from sessionary.views.widgets.focus import tab_through
from sessionary.views.widgets.text import TextLabel, one_line, set_tip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from sessionary.core.campaign.discoveries import Named
    from sessionary.core.campaign.session_review import SessionReview
    from sessionary.views.campaign.session_saves import SessionSaves
    from sessionary.views.theme import Theme

_MOST = 60


class Glance(Card):
    """At a glance: times, place and people, each edited where it stands."""

    def __init__(self, theme: Theme, saves: SessionSaves, parent: QWidget | None = None) -> None:
        super().__init__(theme, "", parent)
        self.set_title(self.tr("At a glance"))
        self._saves = saves
        add = self.tr("Add")
        text = partial(EditableText, theme)
        self.start = text(self.tr("Start"), saves.start, placeholder=add, wrap=True)
        self.end = text(self.tr("End"), saves.end, placeholder=add, wrap=True)
        self.length = TextLabel(wrap=True)
        self.game_start = text(
            self.tr("Game time at start"), saves.game_start, placeholder=add,
            hint="Day 15, 3:30 PM", wrap=True,
        )  # fmt: skip
        self.game_end = text(
            self.tr("Game time at end"), saves.game_end, placeholder=add,
            hint="Day 15, 6:00 PM, +2h", wrap=True,
        )  # fmt: skip
        self.passed = TextLabel(wrap=True)
        self.place = text(self.tr("Where"), saves.location, placeholder=add, wrap=True)
        self.gm = text(self.tr("GM"), saves.gm, placeholder=add, wrap=True)
        self.players = TextLabel(wrap=True)
        self.characters = text(
            self.tr("Characters"),
            saves.involved,
            placeholder=add,
            hint=self.tr("Names, with commas between them"),
            wrap=True,
        )
        self.fields = (
            self.start, self.end, self.game_start, self.game_end, self.place, self.gm,
            self.characters,
        )  # fmt: skip
        for label in (self.length, self.passed, self.players):
            label.setContentsMargins(6, 3, 6, 3)
        self.rows = KeyValue(
            theme,
            [
                (self.tr("Start"), self.start),
                (self.tr("End"), self.end),
                (self.tr("Length"), self.length),
                (self.tr("Game start"), self.game_start),
                (self.tr("Game end"), self.game_end),
                (self.tr("Passed"), self.passed),
                (self.tr("Where"), self.place),
                (self.tr("GM"), self.gm),
                (self.tr("Players"), self.players),
                (self.tr("Characters"), self.characters),
            ],
        )
        tighten(self.rows)
        self.add(self.rows)

    def show_review(self, review: SessionReview) -> None:
        """Show a session."""
        self.start.set_value(
            moment_text(review.start_us) or review.start, review.start, self._said(review.start)
        )
        self.end.set_value(
            moment_text(review.end_us) or review.end, review.end, self._said(review.end)
        )
        length = length_text(review.minutes, review.net_minutes)
        if review.lateness:
            length = f"{length}, {review.lateness}" if length else review.lateness
        self.length.setText(length or "–")
        self.game_start.set_value(review.game_start_text)
        self.game_end.set_value(review.game_end_text)
        passed = [review.elapsed_text, review.gap and self.tr("begins {0}").format(review.gap)]
        self.passed.setText(", ".join(part for part in passed if part) or "–")
        self.place.set_value(review.location)
        self.gm.set_value(
            review.gm.name if review.gm else "",
            tip=review.gm.id if review.gm and review.gm.id != review.gm.name else "",
        )
        self.gm.set_choices(list(self._saves.people("users").values()))
        self.players.setText(self._players(review))
        self._show_characters(review)

    def _said(self, text: str) -> str:
        return self.tr("In the file: {0}").format(text) if text else ""

    def _players(self, review: SessionReview) -> str:
        if not review.players:
            return "–"
        names = ", ".join(one_line(player.who.name, 80) for player in review.players[:_MOST])
        count = len(review.players)
        if review.status.value in ("planned", "cancelled"):
            return self.tr("{0} expected: {1}").format(count, names)
        return self.tr("{0} of {1} came: {2}").format(review.attended, count, names)

    def _show_characters(self, review: SessionReview) -> None:
        names = {who.id: who.name for who in review.characters}
        own = texts_at(self._saves.record, "participants", "characters")
        self.characters.set_value(
            ", ".join(who.name for who in review.characters),
            names_line([names.get(one, one) for one in own]),
        )


def tighten(rows: KeyValue) -> None:
    """Set keys level with values that have a face of their own padding."""
    layout = rows.layout()
    if layout is None:
        return
    layout.setSpacing(0)
    for place in range(0, layout.count(), 2):
        item = layout.itemAt(place)
        if item is not None and isinstance(key := item.widget(), TextLabel):
            key.setContentsMargins(0, 3, 10, 3)


class Objectives(Card):
    """What was planned and where it stands, and what was reached besides.

    `stood` says the text of an objective and the :class:`.Standing` that was chosen.
    """

    stood = Signal(str, str)

    def __init__(self, theme: Theme, saves: SessionSaves, parent: QWidget | None = None) -> None:
        super().__init__(theme, "", parent)
        self.set_title(self.tr("Objectives"))
        self._shown: object = None
        self._editable = True
        self.count = TextLabel(tone="text2")
        self.edit_button = SmallButton(theme, "pencil", self.tr("Edit objectives"))
        self.add_to_header(self.count)
        self.add_to_header(self.edit_button)
        self._texts: list[str] = []
        self.rows = ChoiceRows(
            theme,
            objective_choices(),
            lambda at, key: self.stood.emit(self._texts[at], key),
            wrap=True,
        )
        self._nothing = TextLabel(self.tr("Nothing was planned."), tone="text2")
        self.planned = EditableText(
            theme,
            self.tr("Planned objectives"),
            lambda text: saves.lines("/plannedObjectives", text, self.tr("Edit objectives")),
            lines=True,
            hint=self.tr("One objective a line"),
        )
        # The whole field: one whose face alone is hidden would hold Tab back.
        self.planned.hide()
        self.planned.closed.connect(self._closed)
        self.besides_title = TextLabel(self.tr("Reached"), tone="text2", role="secondary")
        self.reached = EditableText(
            theme,
            self.tr("Objectives reached"),
            lambda text: saves.lines("/actualObjectives", text, self.tr("Edit what was reached")),
            placeholder=self.tr("Add what was reached"),
            lines=True,
            hint=self.tr("One objective a line"),
        )
        self.fields = (self.planned, self.reached)
        for widget in (self.rows, self._nothing, self.planned, self.besides_title, self.reached):
            self.add(widget)
        self.body.setSpacing(2)
        self.edit_button.clicked.connect(self.edit_planned)

    def show_review(self, review: SessionReview) -> None:
        """Show a session's objectives."""
        now = (review.planned, review.reached, review.status, self._editable)
        if now == self._shown:
            return
        self._shown = now
        self._count(review)
        shown = review.planned[:_MOST]
        known = len(self.rows.rows)
        self._texts = [objective.text for objective in shown]
        for row, objective in zip(self.rows.take(len(shown)), shown, strict=True):
            text, standing = one_line(objective.text, 300), objective.standing
            row.set_row(text, standing, editable=self._editable)
        if len(shown) > known:
            tab_through([self.edit_button, self.rows, *self.fields])
        self._nothing.setVisible(not shown)
        planned = {fold(objective.text).strip() for objective in review.planned}
        besides = [text for text in review.reached if fold(text).strip() not in planned]
        self.planned.set_value("", _lines([objective.text for objective in review.planned]))
        self.reached.set_value(
            "\n".join(f"✓  {one_line(text, 300)}" for text in besides), _lines(review.reached)
        )
        self.besides_title.setVisible(bool(review.planned))

    def _count(self, review: SessionReview) -> None:
        planned, reached = len(review.planned), len(review.reached)
        ticked = sum(objective.reached for objective in review.planned)
        # A file may tell in other words what was reached: then it is counted, as the list does.
        done = ticked or min(planned, reached)
        more = max(reached - done, 0)
        count = f"{done}/{planned}" if planned else ""
        self.count.setText(f"{count}  +{more}" if count and more else count)
        set_tip(self.count, reached_tip(planned, planned + more))

    def set_editable(self, *, editable: bool) -> None:
        """Let objectives be edited or only read."""
        self._editable = editable
        self.edit_button.setVisible(editable)
        for field in self.fields:
            field.set_editable(editable=editable)

    def edit_planned(self) -> None:
        """Open the list of planned objectives, one a line."""
        if self._editable:
            self.rows.hide()
            self.planned.show()
            self.planned.open_editor()

    def _closed(self) -> None:
        self.planned.hide()
        self.rows.show()


class NamesCard(Card):
    """One of the six lists of a summary; names that the log tells of open their events.

    `followed` says the positions of the events that name an entry.
    """

    followed = Signal(object)

    def __init__(
        self,
        theme: Theme,
        saves: SessionSaves,
        key: str,
        title: str,
        placeholder: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, title, parent)
        self._saves, self.key = saves, key
        self._shown: object = None
        self.field = EditableText(
            theme,
            title,
            lambda text: saves.lines(f"/summary/{key}", text, self.tr("Edit {0}").format(title)),
            placeholder=placeholder,
            lines=True,
            hint=self.tr("One a line"),
        )
        self.count = TextLabel(tone="text2")
        self.add_to_header(self.count)
        self.body.setSpacing(0)
        self.logged = LinkedText(theme)
        self.logged.setContentsMargins(6, 0, 0, 0)
        self.logged.followed.connect(self.followed)
        set_tip(self.logged, self.tr("From the log; a click opens the events"))
        self.add(self.field)
        self.add(self.logged)

    def show_entries(self, entries: Sequence[Named], written: Sequence[str]) -> None:
        """Show a list.

        Args:
            entries: All entries, those of the file first.
            written: The entries of the file as it writes them.
        """
        now = (tuple(entries), tuple(written))
        if now == self._shown:
            return
        self._shown = now
        names = [entry.name for entry in entries]
        besides = entries[len(names) - self._unwritten(entries, written) :]
        kept = names[: len(names) - len(besides)]
        self.field.set_value("\n".join(one_line(name, 300) for name in kept), _lines(written))
        self.count.setText(str(len(names)) if names else "")
        self.logged.set_lines([Line((Part(one.name, one.events),)) for one in besides[:_MOST]])
        self.logged.setVisible(bool(besides))

    def _unwritten(self, entries: Sequence[Named], written: Sequence[str]) -> int:
        """Return how many of the entries only the log has; they are the last ones."""
        texts = {fold(text).strip() for text in written}
        names = self._saves.people("characters") | self._saves.people("users")
        texts |= {fold(names[text]).strip() for text in written if text in names}
        return sum(fold(entry.name).strip() not in texts for entry in entries)


def _lines(entries: Sequence[str]) -> str:
    """Return entries as they are edited, one a line."""
    return "\n".join(in_one_line(entry, None) for entry in entries)
