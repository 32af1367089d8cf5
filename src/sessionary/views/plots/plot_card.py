"""A card with one chart: its title, what it amounts to, the chart, and a menu to take it away."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from sessionary.views.campaign.small_parts import SmallButton
from sessionary.views.plots.chart_view import ChartView
from sessionary.views.plots.pictures import png_bytes, svg_bytes
from sessionary.views.widgets.cards import Card
from sessionary.views.widgets.text import TextLabel

if TYPE_CHECKING:
    from sessionary.views.plots.plot import Plot
    from sessionary.views.plots.takeaway import Takeaway
    from sessionary.views.theme import Theme

_PICTURE: Final = "picture"


class PlotCard(Card):
    """A card with a chart of some kind; a class of its own says what it is as text and as table.

    `session_asked` says the key of a session that the reader opened.
    """

    session_asked = Signal(str)

    def __init__(self, theme: Theme, title: str, takeaway: Takeaway) -> None:
        """Make a card without a chart.

        Args:
            theme: Colours and sizes.
            title: What the chart is called.
            takeaway: Where it goes when it is copied or saved.
        """
        super().__init__(theme, title)
        self.takeaway, self.heading = takeaway, title
        self.summary = TextLabel(tone="text2", wrap=True)
        words = self.tr("Copy or save: {0}").format(title)
        self.menu_button = SmallButton(theme, "ellipsis", words)
        self.view = ChartView(theme)
        self.menu = QMenu(self)
        self.menu_button.setMenu(self.menu)
        policy = self.menu_button.sizePolicy()
        # Without it the title of a card with nothing to show stands higher than its neighbour's.
        policy.setRetainSizeWhenHidden(True)
        self.menu_button.setSizePolicy(policy)
        self.menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu.addAction(self.tr("&Copy as Markdown")).triggered.connect(self.copy)
        self.menu.addSeparator()
        self.menu.addAction(self.tr("Save as CS&V…")).triggered.connect(partial(self.save, "csv"))
        for ending, text in (
            ("png", self.tr("Save as &PNG…")),
            ("svg", self.tr("Save as &SVG…")),
        ):
            action = self.menu.addAction(text)
            action.setData(_PICTURE)
            action.triggered.connect(partial(self.save, ending))
        self.add_to_header(self.menu_button)
        self.add(self.summary)
        self.add(self.view)
        self.view.opened.connect(self.session_asked)

    def as_text(self) -> str:
        """Return the chart as Markdown, empty where there is none."""
        raise NotImplementedError

    def as_table(self) -> bytes:
        """Return the chart as CSV."""
        raise NotImplementedError

    def stops(self) -> list[QWidget]:
        """Return what Tab stops at, in the order in which one reads."""
        return [self.menu_button, self.view.canvas]

    def show_plot(self, plot: Plot | None, sentence: str) -> None:
        """Show a chart, or only a sentence where there is none."""
        self.summary.setText(sentence)
        if plot is not None:
            self.view.show_plot(plot)
        self.view.setVisible(plot is not None)
        self.menu_button.setVisible(plot is not None)

    def offer_pictures(self, *, offered: bool) -> None:
        """Let the card be saved as a picture, or not: there is no chart."""
        # Asked from the menu: an action that is kept beside it is found dead now and then.
        for action in self.menu.actions():
            if action.data() == _PICTURE:
                action.setVisible(offered)

    def copy(self) -> None:
        """Put the chart on the clipboard, as Markdown."""
        text = self.as_text()
        if text:
            self.takeaway.copy(self.heading, text)

    def save(self, ending: str) -> None:
        """Ask where to and save the chart as ``csv``, ``png`` or ``svg``."""
        self.takeaway.save(self, self.heading, ending, partial(self._content, ending))

    def _content(self, ending: str) -> bytes:
        if ending == "csv":
            return self.as_table()
        plot = self.view.plot
        if plot is None:
            return b""
        heading = f"{self.takeaway.name}: {self.heading}"
        return (png_bytes if ending == "png" else svg_bytes)(plot, heading, self.summary.text())
