"""The line in which a game master logs what happens, with what it will become below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from sessionary.core.campaign.event_types import readable
from sessionary.core.campaign.gametime import clock_face
from sessionary.core.campaign.line_words import said
from sessionary.core.campaign.log_line import ALIASES
from sessionary.models.world_words import kind_word
from sessionary.views.widgets.buttons import LinkButton, MenuButton, OutlinedButton
from sessionary.views.widgets.focus import tab_through
from sessionary.views.widgets.text import TextLabel, literal, one_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QResizeEvent

    from sessionary.services.log_entries import Table
    from sessionary.views.theme import Theme

_COMPACT_BELOW = 440
_OFFERED = (
    ("note", "npc", "met", "loc", "room", "loot"),
    ("fight", "round", "dmg", "heal", "down", "dead", "end"),
    ("q+", "q!", "clue", "decide", "promise", "say"),
    ("xp", "gp", "rest", "rest l", "+1h", "*", '"'),
)


class LogEntry(QWidget):
    """A line that logs with Enter.

    Below it stands what the line means and where the clock stands, or what is missing yet.

    Signals:
        left: Escape was pressed in an empty line.
        thing_asked: The reader wants the page of somebody who was named for the first time.
    """

    left = Signal()
    thing_asked = Signal(str)

    def __init__(
        self, theme: Theme, log: Callable[[str], str], parent: QWidget | None = None
    ) -> None:
        """Make a line.

        Args:
            theme: Colours and sizes.
            log: Logs what was typed; returns the sentence that stands in the way, empty if it
                was logged.
            parent: The widget it belongs to.
        """
        super().__init__(parent)
        self.theme = theme
        self._log = log
        self._table: Table | None = None
        self._logged: list[str] = []
        self._recalled = 0
        self.kind = MenuButton(theme, self.tr("What kind of event"))
        self.kind.setText(self.tr("Note"))
        self.field = _Line(self)
        self.field.setAccessibleName(self.tr("Log an event"))
        self.field.setPlaceholderText(self.tr("What just happened?  @name  ^place  #tag"))
        self.button = OutlinedButton(theme, self.tr("&Log"), "corner-down-left")
        self.hint = TextLabel(tone="text2", elide=True)
        self.named = LinkButton(theme, "")
        self.named.hide()
        self._new = ""
        self._fill()
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.kind)
        row.addWidget(self.field, 1)
        row.addWidget(self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        below = QHBoxLayout()
        below.setSpacing(8)
        below.addWidget(self.hint, 1)
        below.addWidget(self.named)
        column.addLayout(below)
        tab_through([self.kind, self.field, self.button, self.named])
        self.field.textChanged.connect(lambda _text: self._read())
        self.field.returnPressed.connect(self.log)
        self.field.recalled.connect(self._recall)
        self.field.left.connect(self._leave)
        self.button.clicked.connect(self.log)
        self.named.clicked.connect(lambda: self.thing_asked.emit(self._new))
        self.kind.choices.triggered.connect(lambda action: self.begin_with(action.data()))
        self._read()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.button.set_compact(compact=event.size().width() < self.theme.px(_COMPACT_BELOW))

    def _fill(self) -> None:
        menu = self.kind.choices
        for place, words in enumerate(_OFFERED):
            if place:
                menu.addSeparator()
            for word in words:
                action = menu.addAction(_offered(word))
                action.setData(word)

    def set_table(self, table: Table | None) -> None:
        """Say what is known where the session is played; None where nothing can be logged."""
        self._table = table
        self.setEnabled(table is not None)
        self._read()

    def set_session(self) -> None:
        """Forget what was typed in another session."""
        self._logged.clear()
        self._recalled = 0
        self._offer("", "")
        self.field.clear()

    def begin_with(self, word: str) -> None:
        """Begin the line with a word for a type, in the place of the one it begins with."""
        text = self.field.text()
        first, _, rest = text.partition(" ")
        known = ALIASES if self._table is None else self._table.types.aliases
        if first in known or first == "note":
            text = rest
        self.field.setText(f"{word}{text}" if word in {"*", '"'} else f"{word} {text}")
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.field.end(False)  # noqa: FBT003  Qt's signature

    def log(self) -> None:
        """Log the line; what stands in the way is said below it, and the line stays."""
        typed = self.field.text().strip()
        if self._table is None or not typed:
            return
        line = self._table.read(typed)
        new = self._table.new_in(line)
        refused = line.problem or self._log(typed)
        if refused:
            self._say(refused, bad=True)
            return
        self._logged.append(typed)
        self._recalled = len(self._logged)
        self._offer(new[0][0] if new else "", kind_word(new[0][1]) if new else "")
        self.field.setText("")

    def _offer(self, name: str, kind: str) -> None:
        """Offer the page of somebody or something new, which is there in any case."""
        self._new = name
        words = self.tr("New {0}: {1}").format(kind, one_line(name, 40))
        self.named.setText(literal(words) if name else "")
        self.named.setVisible(bool(name))

    def _read(self) -> None:
        if self._table is None:
            self._say("", bad=False)
            return
        typed = self.field.text().strip()
        line = self._table.read(typed)
        self.kind.setText(readable(line.word))
        self.button.setEnabled(bool(typed))
        face = self._table.face
        clock = (
            ""
            if face is None
            else clock_face(face + (line.shift if typed else 0), clock=self._table.clock)
        )
        if not typed:
            self._say(clock, bad=False)
            return
        if line.hint:
            # There is not always room for more.
            self._say(f"{readable(line.word)}  ·  {line.hint}", bad=False)
            return
        meaning = line.problem or said(line, self._table.clock)
        self._say(f"{clock}  ·  {meaning}" if clock else meaning, bad=False)

    def _say(self, text: str, *, bad: bool) -> None:
        self.hint.set_tone("bad" if bad else "text2")
        self.hint.setText(text)

    def _recall(self, step: int) -> None:
        """Bring back what was logged here before, as a shell does."""
        place = self._recalled + step
        if 0 <= place < len(self._logged):
            self._recalled = place
            self.field.setText(self._logged[place])
        elif place >= len(self._logged):
            self._recalled = len(self._logged)
            self.field.clear()

    def _leave(self) -> None:
        if self.field.text():
            self.field.clear()
        else:
            self.left.emit()


class _Line(QLineEdit):
    """A line that tells of Escape, Up and Down.

    Undo takes back what is typed in it, and once there is nothing left of that, the last act.
    """

    recalled = Signal(int)
    left = Signal()

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            steps = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)
            if any(event.matches(step) for step in steps) and not self.text():
                event.ignore()
                return False
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if event.key() in steps and not event.modifiers():
            self.recalled.emit(steps[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


def _offered(word: str) -> str:
    first = word.partition(" ")[0]
    if word == "rest l":
        return f"{readable('long_rest_complete')}\t{word}"
    if word.startswith("+"):
        return f"{readable('time_advanced')}\t{word}"
    alias = ALIASES.get(first)
    return f"{readable(alias.word if alias else word)}\t{word}"
