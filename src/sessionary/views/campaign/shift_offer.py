"""Asks whether later events go along when one gets another game time; never in the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from sessionary.core.campaign.gametime import elapsed_text
from sessionary.views.widgets.buttons import IconButton, LinkButton
from sessionary.views.widgets.text import TextLabel

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sessionary.core.entries import Entry
    from sessionary.views.theme import Theme


class ShiftOffer(QFrame):
    """Offers to shift what happened after an event by as much as the event was shifted.

    Who does nothing about it has said no: it goes when something else is done.
    """

    def __init__(
        self,
        theme: Theme,
        shift: Callable[[Sequence[int], int], str],
        parent: QWidget | None = None,
    ) -> None:
        """Make an offer that is not shown.

        Args:
            theme: Colours and sizes.
            shift: Shifts events by seconds.
            parent: The widget it belongs to.
        """
        super().__init__(parent)
        self.theme, self._shift = theme, shift
        self._pks: Sequence[int] = ()
        self._seconds = 0
        self._stands: tuple[int, int | None] | None = None
        self.setObjectName("card")
        self.words = TextLabel(wrap=True)
        self.yes = LinkButton(theme, self.tr("Shift them"))
        self.no = IconButton(theme, "x", self.tr("Leave them where they are"))
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 2, 2, 2)
        row.setSpacing(4)
        row.addWidget(self.words, 1)
        row.addWidget(self.yes)
        row.addWidget(self.no)
        self.yes.clicked.connect(self._accept)
        self.no.clicked.connect(self.withdraw)
        self.hide()

    def offer(self, pk: int, face: int, pks: Sequence[int], seconds: int) -> None:
        """Offer to shift events.

        Args:
            pk: The event that was shifted.
            face: Where it stands now; once it stands elsewhere, the offer is void.
            pks: The events after it.
            seconds: By how much.
        """
        self._stands, self._pks, self._seconds = (pk, face), pks, seconds
        span = elapsed_text(abs(seconds))
        if len(pks) == 1:
            ahead = self.tr("Shift the event after it by {1} too?")
            back = self.tr("Shift the event after it back by {1} too?")
            self.yes.setText(self.tr("Shift it"))
        else:
            ahead = self.tr("Shift the {0} events after it by {1} too?")
            back = self.tr("Shift the {0} events after it back by {1} too?")
            self.yes.setText(self.tr("Shift them"))
        said = (ahead if seconds > 0 else back).format(self.locale().toString(len(pks)), span)
        self.words.setText(said)
        self.setAccessibleName(said)
        self.yes.setAccessibleDescription(said)
        self.show()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def look(self, entry: Entry | None) -> None:
        """Take the offer back if what is shown is not what it was made for."""
        if entry is None or (entry.pk, entry.game_s) != self._stands:
            self.withdraw()

    def withdraw(self) -> None:
        """Take the offer back."""
        self._stands, self._pks = None, ()
        self.hide()

    def _accept(self) -> None:
        pks, seconds = self._pks, self._seconds
        self.withdraw()
        if pks:
            self._shift(pks, seconds)
