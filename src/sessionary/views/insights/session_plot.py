"""Charts over the sessions of a campaign: a column each, with its number below."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication
from typing_extensions import override

from sessionary.core.campaign.insight_words import session_words
from sessionary.core.text import one_line
from sessionary.views.plots.plot import Plot

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sessionary.core.campaign.session_figures import SessionFigures
    from sessionary.views.theme import Theme

_NAME_CHARACTERS: Final = 300


class SessionPlot(Plot):
    """A chart whose columns are sessions, known by their keys.

    Args:
        theme: Colours, fonts and sizes.
        title: What the chart is called, for screen readers.
        sessions: The sessions on the axis.
    """

    def __init__(self, theme: Theme, title: str, sessions: Sequence[SessionFigures]) -> None:
        super().__init__(theme, title, [one.key for one in sessions])
        self.sessions = tuple(sessions)

    @override
    def name(self, place: int) -> str:
        return one_line(session_words(self.sessions[place]), _NAME_CHARACTERS)

    @override
    def label(self, place: int) -> str:
        number = self.sessions[place].number
        return "–" if number is None else str(number)

    @property
    @override
    def axis(self) -> str:
        return QCoreApplication.translate("Insights", "Session")
