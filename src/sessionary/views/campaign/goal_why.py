"""Why a goal stands where it stands: what its file says, and the events that have moved it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from sessionary.models.event_words import day_text, label_text
from sessionary.models.goal_list import status_word
from sessionary.views.campaign.small_parts import clear, left
from sessionary.views.widgets.buttons import LinkButton
from sessionary.views.widgets.text import TextLabel, literal, one_line, set_tip

if TYPE_CHECKING:
    from sessionary.core.campaign.record import Number
    from sessionary.services.goals import GoalHit, GoalPage
    from sessionary.views.theme import Theme

_MOST: Final = 100


class GoalWhy(QWidget):
    """Lists what adds up to a goal's progress; Enter opens an event or a sub-goal.

    Signals:
        event_asked: The reader wants an event; the number of its entry.
        goal_asked: The reader wants a sub-goal; its key.
    """

    event_asked = Signal(object)
    goal_asked = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.heading = TextLabel(role="strong")
        self.lines = QWidget()
        self._lines = QVBoxLayout(self.lines)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 0, 6, 0)
        column.setSpacing(4)
        column.addWidget(self.heading)
        column.addWidget(self.lines)
        self._shown: object = None

    def show_why(self, page: GoalPage | None) -> None:
        """Show what has moved a goal; without one nothing is said."""
        seen = None if page is None else (page.key, page.standing, page.hits, page.children)
        if seen == self._shown and seen is not None:
            return
        self._shown = seen
        clear(self._lines)
        told = page is not None and bool(page.hits or page.children)
        self.setVisible(told)
        if page is None or not told:
            self.heading.setText("")
            return
        text = page.standing.text
        self.heading.setText(self.tr("Why {0}?").format(text) if text else self.tr("What moved it"))
        if page.standing.rolled_up or not page.hits:
            self._show_children(page)
        else:
            self._show_hits(page)

    def _show_children(self, page: GoalPage) -> None:
        for key, standing in page.children[:_MOST]:
            words = (one_line(standing.goal.name, 120), standing.text, status_word(standing))
            link = self._link("  ·  ".join(filter(None, words)))
            link.clicked.connect(lambda _c=False, to=key: self.goal_asked.emit(to))

    def _show_hits(self, page: GoalPage) -> None:
        stated = self.tr("{0} before, as it was read or set").format(page.stated)
        self._say(stated)
        passed = len(page.hits) - _MOST
        if passed > 0:
            self._say(self.tr("and {0} events before these").format(passed))
        for hit in page.hits[-_MOST:]:
            link = self._link(self._words(hit))
            set_tip(link, self.tr("Go to this event"))
            link.clicked.connect(lambda _c=False, to=hit.pk: self.event_asked.emit(to))

    def _words(self, hit: GoalHit) -> str:
        where = one_line(hit.title, 60) or day_text(hit.real_us)
        words = (f"{_signed(hit.amount)}  {one_line(label_text(hit.label), 120)}", where)
        return "  ·  ".join(filter(None, words))

    def _say(self, words: str) -> None:
        label = TextLabel(words, tone="text2", wrap=True)
        # As far in as the words of the links below it.
        label.setContentsMargins(self.theme.px(8), 0, 0, 0)
        self._lines.addWidget(label)

    def _link(self, words: str) -> LinkButton:
        link = LinkButton(self.theme, literal(words))
        self._lines.addWidget(left(link))
        return link


def _signed(amount: Number) -> str:
    return f"+{amount}" if amount >= 0 else f"\u2212{-amount}"
