"""A row that is in one of several states, each with an icon, a word and a key of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QVBoxLayout, QWidget
from typing_extensions import override

from sessionary.views.widgets.focus import paint_focus
from sessionary.views.widgets.text import TextLabel, literal, one_line, set_tip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent

    from sessionary.views.theme import ColourRole, Theme

_MOST_CHARACTERS = 300
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One state.

    Attributes:
        key: What the program calls it.
        word: What the reader sees.
        icon: Name of an icon.
        letter: The key that chooses it, a small letter; empty for a state without.
        tone: The colour of the icon.
        quiet: Whether a row shows the icon alone: what is so until something else is chosen.
    """

    key: str
    word: str
    icon: str
    letter: str = ""
    tone: ColourRole = "text2"
    quiet: bool = False


class ChoiceRow(QWidget):
    """Says what it is about and its state. A letter chooses a state, Space goes on to the first.

    Signals:
        chosen: A state was chosen by key or menu; its key.
        stepped: Up (-1) or Down (1) was pressed.
    """

    chosen = Signal(str)
    stepped = Signal(int)

    def __init__(
        self,
        theme: Theme,
        choices: Sequence[Choice],
        *,
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """Make a row that says nothing yet.

        Args:
            theme: Colours and sizes.
            choices: The states, the one that it begins with first; Space toggles it and the
                second.
            wrap: Whether its words may take several lines.
            parent: The widget it belongs to.
        """
        super().__init__(parent)
        self.theme, self._choices = theme, {one.key: one for one in choices}
        self._first, self._second = choices[0].key, choices[1].key
        self.state = self._first
        self._editable = True
        self._icon = QLabel()
        self._icon.setTextFormat(Qt.TextFormat.PlainText)
        self.words = TextLabel(wrap=wrap, elide=not wrap)
        self.note = TextLabel(role="secondary", tone="text2", elide=True)
        self.word = TextLabel(role="secondary", tone="text2")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._lay_out(wrap=wrap)
        theme.changed.connect(self._restyle)

    def _lay_out(self, *, wrap: bool) -> None:
        top = Qt.AlignmentFlag.AlignTop if wrap else Qt.AlignmentFlag.AlignVCenter
        texts = QVBoxLayout()
        texts.setContentsMargins(0, 0, 0, 0)
        texts.setSpacing(0)
        texts.addWidget(self.words)
        texts.addWidget(self.note)
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 5, 6, 5)
        row.setSpacing(8)
        row.addWidget(self._icon, 0, top)
        row.addLayout(texts, 1)
        row.addWidget(self.word, 0, top)

    def set_row(
        self, text: str, state: str, *, note: str = "", addition: str = "", editable: bool = True
    ) -> None:
        """Show something else.

        Args:
            text: What it is about.
            state: The key of its state.
            note: A smaller line below, such as characters.
            addition: Stands behind the word of the state, such as minutes.
            editable: Whether another state can be chosen.
        """
        self.state, self._editable = state, editable
        choice = self._choices[state]
        self.words.setText(one_line(text, _MOST_CHARACTERS))
        self.note.setText(note)
        self.note.setVisible(bool(note))
        said = f"{choice.word} {addition}".strip()
        self.word.setText("" if choice.quiet else said)
        self.word.setVisible(not choice.quiet)
        self.setAccessibleName(one_line(f"{text}: {said or choice.key}", 300))
        keys = ", ".join(
            f"{one.letter.upper()} {one.word}" for one in self._choices.values() if one.letter
        )
        self.setAccessibleDescription(keys if editable else "")
        set_tip(self, keys if editable else "")
        self._restyle()

    def clear(self) -> None:
        """Forget what it said."""
        self.words.setText("")
        self.note.setText("")
        self.setAccessibleName("")

    def _restyle(self) -> None:
        choice = self._choices[self.state]
        side = self.theme.px(16)
        ratio = self.devicePixelRatioF()
        self._icon.setPixmap(self.theme.pixmap(choice.icon, choice.tone, ratio=ratio))
        self._icon.setFixedSize(side, side)
        self.update()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.ShiftModifier,
        )
        letter = event.text().casefold()
        if event.key() in _STEPS and plain:
            self.stepped.emit(_STEPS[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Menu):
            self._offer(self.rect().bottomLeft())
        elif event.key() == Qt.Key.Key_Space and plain:
            self._choose(self._first if self.state == self._second else self._second)
        elif plain and letter and (key := self._by_letter(letter)):
            self._choose(key)
        else:
            super().keyPressEvent(event)

    def _by_letter(self, letter: str) -> str:
        return next((one.key for one in self._choices.values() if one.letter == letter), "")

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.rect().contains(event.position().toPoint()):
            self._offer(event.position().toPoint())

    def _choose(self, key: str) -> None:
        if self._editable:
            self.chosen.emit(key)

    def _offer(self, at: QPoint) -> None:
        if not self._editable:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for one in self._choices.values():
            action = menu.addAction(
                literal(f"{one.word}\t{one.letter.upper()}" if one.letter else one.word)
            )
            self.theme.bind_icon(action, one.icon, one.tone)
            action.triggered.connect(lambda _on=False, key=one.key: self._choose(key))
        menu.popup(self.mapToGlobal(at))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self.hasFocus():
            with QPainter(self) as painter:
                paint_focus(painter, self.rect(), self.theme.tokens)
