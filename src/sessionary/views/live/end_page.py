"""How a session ends: its times, where its objectives stand, and what the next one takes over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from sessionary.core.campaign.agenda import Standing
from sessionary.core.campaign.gametime import clock_face, elapsed_text
from sessionary.core.campaign.words import span_of_minutes
from sessionary.core.text import fold
from sessionary.views.campaign.choice_rows import ChoiceRows
from sessionary.views.campaign.small_parts import Spares, TickLine
from sessionary.views.campaign.standings import objective_choices, sort_word
from sessionary.views.campaign.when import span_text
from sessionary.views.widgets.buttons import OutlinedButton, PrimaryButton
from sessionary.views.widgets.cards import Card, CardRow, KeyValue, ScrollPage
from sessionary.views.widgets.text import Paragraph, TextLabel

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sessionary.core.campaign.agenda import Carried
    from sessionary.services.live import LivePage
    from sessionary.views.live.live_work import LiveWork
    from sessionary.views.theme import Theme

_SECONDS_PER_MINUTE = 60


class EndPage(QWidget):
    """Asks how the evening ended; nothing has happened before its button is pressed.

    Signals:
        ended: The session is to end, and the next one takes over these things; None where none is
            to be planned.
        left: The reader wants back to the table.
    """

    ended = Signal(object)
    left = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self._page: LivePage | None = None
        self._work: LiveWork | None = None
        self._left: Sequence[Carried] = ()
        self._refused: set[tuple[str, str]] = set()
        self.title = TextLabel(role="page_title", elide=True)
        self.back = OutlinedButton(theme, self.tr("&Back to the table"), "arrow-left")
        self.end = PrimaryButton(theme, self.tr("&End session"), "flag")
        self.times = KeyValue(theme)
        self.summary = Paragraph()
        self.objectives = ChoiceRows(
            theme, objective_choices(), self._stand, wrap=True, onward=True
        )
        self.none = TextLabel(self.tr("Nothing was planned."), tone="text2")
        self.plan = TickLine()
        self.nothing_left = TextLabel(self.tr("Nothing was left open."), tone="text2")
        lines = QWidget()
        self._column = QVBoxLayout(lines)
        self._column.setContentsMargins(24, 0, 0, 0)
        self._column.setSpacing(0)
        self._lines = lines
        self._spares: Spares[TickLine] = Spares(self._column, self._made_line, _emptied)
        self.lines: list[TickLine] = []
        self._places: dict[TickLine, int] = {}
        self._lay_out()
        self.back.clicked.connect(self.left)
        self.end.clicked.connect(self._end)
        self.plan.ticked.connect(lambda _on: self._fit())

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(24, 12, 24, 0)
        top.setSpacing(8)
        top.addWidget(self.title, 1)
        top.addWidget(self.back)
        top.addWidget(self.end)
        times = Card(self.theme, self.tr("The evening"))
        times.add(self.times)
        objectives = Card(self.theme, self.tr("Objectives"))
        objectives.add(self.objectives)
        objectives.add(self.none)
        told = Card(self.theme, self.tr("Recap"))
        told.add(self.summary)
        following = Card(self.theme, self.tr("Next session"))
        following.add(self.plan)
        following.add(self._lines)
        following.add(self.nothing_left)
        page = ScrollPage(self.theme)
        page.setAccessibleName(self.tr("End session"))
        page.add(CardRow(self.theme, [times, objectives]))
        page.add(CardRow(self.theme, [told, following]))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(top)
        column.addWidget(page, 1)

    def begin(self) -> None:
        """Ask anew: everything that is left is proposed again."""
        self._refused.clear()
        self.plan.box.setChecked(True)
        self.end.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_page(
        self,
        page: LivePage,
        work: LiveWork,
        left: Sequence[Carried],
        *,
        face: int | None,
        now: datetime,
    ) -> None:
        """Show how a session would end now.

        Args:
            page: All that is known of it.
            work: What can be done in it.
            left: What it leaves open.
            face: Where the game's clock stands; None before it was set.
            now: The time of day.
        """
        self._page, self._work, self._left = page, work, left
        review = page.page.review
        self.title.setText(self.tr("End {0}").format(review.heading))
        self.times.set_rows(self._times(page, face, now))
        rows = self.objectives.take(len(page.objectives))
        for row, (text, standing) in zip(rows, page.objectives, strict=True):
            row.set_row(text, standing.value)
        self.none.setVisible(not page.objectives)
        self.summary.setText(review.summary().partition("\n\n")[2])
        self.plan.set_line(
            self.tr("Plan the next session with what is left"),
            ticked=self.plan.box.isChecked(),
            editable=True,
        )
        self.lines = self._spares.take(len(left))
        for at, (line, one) in enumerate(zip(self.lines, left, strict=True)):
            self._places[line] = at
            ticked = (one.sort.value, fold(one.text)) not in self._refused
            line.set_line(f"{sort_word(one.sort)}: {one.text}", ticked=ticked, editable=True)
        self._fit()

    def _times(
        self, page: LivePage, face: int | None, now: datetime
    ) -> list[tuple[str, str | QWidget]]:
        review = page.page.review
        now_us = round(now.timestamp() * 1_000_000)
        rows: list[tuple[str, str | QWidget]] = []
        if review.start_us is not None:
            gross = max(0, now_us - review.start_us) // (_SECONDS_PER_MINUTE * 1_000_000)
            net = page.played_seconds(now) // _SECONDS_PER_MINUTE
            length = span_of_minutes(gross)
            if net != gross:
                length = self.tr("{0}, {1} without pauses").format(length, span_of_minutes(net))
            rows += [
                (self.tr("When"), span_text(review.start_us, now_us)),
                (self.tr("Length"), length),
            ]
        if face is not None:
            begun, until = review.game_start, clock_face(face, clock=review.clock)
            if begun is not None:
                first = clock_face(begun, clock=review.clock)
                rows.append((self.tr("Game time"), f"{first} → {until}"))
                rows.append((self.tr("Passed"), elapsed_text(face - begun, review.clock)))
            else:
                rows.append((self.tr("Game time"), until))
        came = self.tr("{0} of {1} came").format(review.attended, len(review.players))
        rows.append((self.tr("Players"), came))
        return rows

    def _made_line(self) -> TickLine:
        line = TickLine()
        line.ticked.connect(lambda on, line=line: self._refuse(line, refused=not on))
        return line

    def _refuse(self, line: TickLine, *, refused: bool) -> None:
        one = self._left[self._places[line]]
        place = (one.sort.value, fold(one.text))
        if refused:
            self._refused.add(place)
        else:
            self._refused.discard(place)

    def _fit(self) -> None:
        planned = self.plan.box.isChecked()
        self._lines.setVisible(planned and bool(self._left))
        self.nothing_left.setVisible(planned and not self._left)

    def _stand(self, at: int, key: str) -> None:
        if self._page is not None and self._work is not None:
            self._work.stand(self._page.objectives[at][0], Standing(key))

    def _end(self) -> None:
        taken = [one for one in self._left if (one.sort.value, fold(one.text)) not in self._refused]
        self.ended.emit(taken if self.plan.box.isChecked() else None)


def _emptied(line: TickLine) -> None:
    line.set_line("", ticked=False, editable=False)
