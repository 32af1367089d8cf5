"""Asks for the name of a new thing, and with which one another becomes one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from sessionary.core.campaign.world import Kind
from sessionary.core.text import fold
from sessionary.models.world_list import groups
from sessionary.views.widgets.asking import Asking
from sessionary.views.widgets.segmented import Segment, SegmentedFilter
from sessionary.views.widgets.text import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from sessionary.core.campaign.world import Thing
    from sessionary.views.theme import Theme

_MADE = (Kind.NPC, Kind.PLACE, Kind.ITEM, Kind.FACTION, Kind.CHARACTER)
_NAME_CHARACTERS = 40


class NewThing(Asking):
    """Asks for name and kind of a new thing.

    Signals:
        taken: Name and kind.
    """

    taken = Signal(str, str)

    def __init__(self, theme: Theme, kind: Kind, parent: QWidget | None = None) -> None:
        super().__init__(theme, "", "", parent)
        self.setWindowTitle(self.tr("New entry"))
        self.take.setText(self.tr("&Add"))
        self.words.setText(self.tr("What is it called?"))
        self.line.setAccessibleName(self.tr("Name"))
        words = dict(groups())
        segments = [Segment(str(one), words.get(str(one), self.tr("Characters"))) for one in _MADE]
        self.kinds = SegmentedFilter(theme, segments, self.tr("What it is"))
        self.kinds.choose(str(kind if kind in _MADE else Kind.NPC))
        self.column.addWidget(self.kinds)
        self.choice_words.hide()
        self.take.clicked.connect(self._take)

    def _take(self) -> None:
        if self.line.text().strip():
            self.taken.emit(self.line.text().strip(), self.kinds.key())
            self.accept()
        else:
            self.refuse(self.tr("It needs a name."))


class MergeChooser(Asking):
    """Asks with which thing another becomes one, and which name stays.

    Signals:
        taken: The thing that becomes another name, and the one that stays.
    """

    taken = Signal(object, object)

    def __init__(
        self,
        theme: Theme,
        thing: Thing,
        others: Sequence[Thing],
        parent: QWidget | None = None,
    ) -> None:
        """Make the dialog; `open` shows it.

        Args:
            theme: Colours and sizes.
            thing: What is to become one with another.
            others: With what it can; the likeliest first.
            parent: The window.
        """
        super().__init__(theme, "", "", parent)
        self._thing, self._others = thing, others
        self._by_name = {fold(name): one for one in reversed(others) for name in one.names}
        self._staying: SegmentedFilter | None = None
        self.setWindowTitle(self.tr("Merge"))
        self.take.setText(self.tr("&Merge"))
        name = one_line(thing.name, 80)
        self.words.setText(self.tr("Who or what else is “{0}”?").format(name))
        self.line.setAccessibleName(self.tr("The other name"))
        self.line.setPlaceholderText(self.tr("Begin to type a name"))
        self.complete([one.name for one in others])
        self.line.textChanged.connect(lambda _text: self._typed())
        self.take.clicked.connect(self._take)
        self._typed()

    def other(self) -> Thing | None:
        """Return what the typed name means."""
        return self._by_name.get(fold(self.line.text().strip()))

    def _typed(self) -> None:
        if self._staying is not None:
            self.column.removeWidget(self._staying)
            self._staying.deleteLater()
            self._staying = None
        other = self.other()
        if other is None:
            self.choice_words.setText(
                self.tr("The two become one, with all names and notes; events stay as they are.")
            )
            return
        self.choice_words.setText(self.tr("Which name stays? The other becomes an alias."))
        ours, theirs = (one_line(one.name, _NAME_CHARACTERS) for one in (self._thing, other))
        self._staying = SegmentedFilter(
            self.theme,
            [Segment("ours", ours), Segment("theirs", theirs)],
            self.tr("Name that stays"),
        )
        self._staying.choose("theirs" if other.mentions > self._thing.mentions else "ours")
        self.column.addWidget(self._staying)

    def _take(self) -> None:
        other = self.other()
        if other is None or self._staying is None:
            self.refuse(self.tr("Nothing goes by that name."))
            return
        ours = self._staying.key() == "ours"
        pair = (other, self._thing) if ours else (self._thing, other)
        self.taken.emit(*pair)
        self.accept()
