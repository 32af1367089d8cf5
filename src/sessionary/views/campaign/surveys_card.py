"""The surveys that belong to an evening: what was asked before it, and how it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from sessionary.core.survey.values import printable
from sessionary.views.campaign.linked_text import Line, LinkedText, Part
from sessionary.views.widgets.cards import Card
from sessionary.views.widgets.status_icon import status_word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from sessionary.core.kinds import SessionSummary
    from sessionary.views.theme import Theme

_MOST = 40


class SurveysCard(Card):
    """Lists the survey sessions that are linked to a session; without any it hides.

    `survey_asked` says the key of one that the reader wants to see.
    """

    survey_asked = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "", parent)
        self.set_title(self.tr("Surveys"))
        self._keys: list[str] = []
        self.words = LinkedText(theme)
        self.words.followed.connect(self._follow)
        self.add(self.words)

    def show_surveys(self, linked: Sequence[SessionSummary]) -> None:
        """Show these sessions of surveys."""
        self.setVisible(bool(linked))
        self._keys = [one.key for one in linked[:_MOST]]
        lines = []
        for place, one in enumerate(linked[:_MOST]):
            who = printable(", ".join(one.people)) or one.key[:8]
            title = printable(one.title).removesuffix(f" · {who}") or printable(one.container)
            state = f"{status_word(one.status)}  ·  {title}"
            parts = (Part(who, (place,), strong=True), Part(state, tone="text2"))
            lines.append(Line(parts, above=2 if place else 0))
        if len(linked) > _MOST:
            more = self.tr("and {0} more").format(len(linked) - _MOST)
            lines.append(Line((Part(more, tone="text2"),)))
        self.words.set_lines(lines)

    def _follow(self, places: tuple[int, ...]) -> None:
        self.survey_asked.emit(self._keys[places[0]])
