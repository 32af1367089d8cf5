"""What an event triggered: links to those events, each can be taken out, and more added."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from sessionary.core.campaign.event_fields import shown_value
from sessionary.views.campaign.event_saves import CASCADE
from sessionary.views.campaign.fields import EditableText
from sessionary.views.campaign.small_parts import SmallButton, Spares, TabAnchor, left
from sessionary.views.widgets.buttons import LinkButton
from sessionary.views.widgets.text import TextLabel, literal, one_line

if TYPE_CHECKING:
    from sessionary.views.campaign.event_saves import EventSaves
    from sessionary.views.theme import Theme

_MOST = 50


class _Line(QWidget):
    """One event, a link if it is of this session, with the cross that takes it out."""

    followed = Signal(str)

    def __init__(self, theme: Theme, saves: EventSaves) -> None:
        super().__init__()
        self._saves = saves
        self._identity, self._position = "", 0
        self.link = LinkButton(theme, "")
        self.words = TextLabel(wrap=True)
        self.remove = SmallButton(theme, "x", self.tr("Take out"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.link)
        row.addWidget(self.words, 1)
        row.addWidget(self.remove)
        row.addStretch(1)
        self.link.clicked.connect(lambda: self.followed.emit(self._identity))
        self.remove.clicked.connect(lambda: saves.remove(CASCADE, self._position))

    def show_event(
        self, identity: str, label: str | None, position: int, *, editable: bool
    ) -> None:
        """Show an event by its label, by its id where it is none of this session."""
        self._identity, self._position = identity, position
        said = one_line(identity if label is None else label, 120)
        self.link.setText(literal(said) if label is not None else "")
        self.words.setText(said if label is None else "")
        self.link.setVisible(label is not None)
        self.words.setVisible(label is None)
        self.remove.setVisible(editable)
        self.remove.rename(self.tr("Take out {0}").format(said))


class TriggeredField(QWidget):
    """Lists what an event triggered.

    `event_asked` says the id of one, when the reader wants it.
    """

    event_asked = Signal(str)

    def __init__(self, theme: Theme, saves: EventSaves, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme, self._saves = theme, saves
        self.title = TextLabel(self.tr("Triggered"), tone="text2")
        self._anchor = TabAnchor(self)
        self.add_button = LinkButton(theme, self.tr("Add what it triggered"), "plus")
        self._add = left(self.add_button)
        self.line = EditableText(
            theme, self.tr("What it triggered"), saves.triggered, hint=self.tr("Another event")
        )
        self.line.set_choices(self._others)
        self.line.hide()
        self._lines = QVBoxLayout()
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(0)
        self._spares = Spares(
            self._lines, self._made, lambda one: one.show_event("", None, 0, editable=False)
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.title)
        column.addLayout(self._lines)
        column.addWidget(self.line)
        column.addWidget(self._add)
        self.add_button.clicked.connect(self.add)
        self.line.closed.connect(lambda: QTimer.singleShot(0, self, self._closed))

    def _made(self) -> _Line:
        line = _Line(self.theme, self._saves)
        line.followed.connect(self.event_asked)
        return line

    def _others(self) -> list[str]:
        own = "" if self._saves.entry is None else self._saves.entry.id
        return [label for one, label in self._saves.around.labels.items() if label and one != own]

    def show_triggered(self, *, editable: bool) -> None:
        """Show what the event triggered."""
        labels = self._saves.around.labels
        ids = [shown_value(one) for one in self._saves.items(CASCADE)[:_MOST]]
        lines = self._spares.take(len(ids))
        for position, line in enumerate(lines):
            identity = ids[position]
            line.show_event(identity, labels.get(identity), position, editable=editable)
        self.line.set_editable(editable=editable)
        if editable:
            self._anchor.lead([*lines, self.line.face, self.add_button])
        self.title.setVisible(bool(ids))
        self._add.setVisible(editable)
        self.setVisible(editable or bool(ids))

    def add(self) -> None:
        """Open the line that adds."""
        self._add.hide()
        self.line.set_value("")
        self.line.show()
        self.line.open_editor()

    def flush(self) -> bool:
        """Save what is typed; say whether nothing is left unsaved."""
        return self.line.flush()

    def give_up(self) -> None:
        """Close the line without saving."""
        self.line.give_up()

    def forget(self) -> None:
        """Say nothing any more."""
        self.line.set_editable(editable=False)
        self._spares.take(0)

    def _closed(self) -> None:
        if self.line.editing:
            return
        focused = self.window().focusWidget() is self.line.face
        self._add.show()
        if focused:
            self.add_button.setFocus()
        self.line.hide()
