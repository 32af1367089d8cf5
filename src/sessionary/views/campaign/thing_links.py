"""Links to the pages of those whom an event names: who did it, to whom, where, and with what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from sessionary.views.campaign.small_parts import Spares, TabAnchor
from sessionary.views.widgets.buttons import LinkButton
from sessionary.views.widgets.flow_layout import FlowLayout
from sessionary.views.widgets.text import literal, one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sessionary.views.theme import Theme

_CHARACTERS = 60
_MOST = 30


class ThingLinks(QWidget):
    """A word for each thing of the world; a click or Space asks for its page.

    `thing_asked` says the name, or the id, by which the event calls it.
    """

    thing_asked = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._asked: list[str] = []
        self._made: list[LinkButton] = []
        self._anchor = TabAnchor(self)
        flow = FlowLayout(self, gap=4)
        self._spares: Spares[LinkButton] = Spares(flow, self._link, _cleared)
        self.links: list[LinkButton] = []
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def _link(self) -> LinkButton:
        link, place = LinkButton(self.theme, ""), len(self._made)
        self._made.append(link)
        link.clicked.connect(lambda: self.thing_asked.emit(self._asked[place]))
        return link

    def show_things(self, things: Sequence[tuple[str, str]]) -> None:
        """Show these links.

        Args:
            things: By what each is asked for, and what it is called.
        """
        self._asked = [asked for asked, _name in things[:_MOST]]
        self.links = self._spares.take(len(self._asked))
        for link, (_asked, name) in zip(self.links, things, strict=False):
            link.setText(literal(one_line(name, _CHARACTERS)))
            link.setAccessibleDescription(self.tr("Opens its page in World"))
        self._anchor.lead(self.links)
        self.updateGeometry()


def _cleared(link: LinkButton) -> None:
    link.setText("")
