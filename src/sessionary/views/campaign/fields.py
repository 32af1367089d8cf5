"""Values that are edited where they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from sessionary.core.campaign.typed import typed_back
from sessionary.views.campaign.field_face import FieldFace
from sessionary.views.campaign.suggestions import Suggestions, offered
from sessionary.views.widgets.text import TextLabel

if TYPE_CHECKING:
    from collections.abc import Callable

    from sessionary.views.campaign.suggestions import Source
    from sessionary.views.theme import ColourRole, TextRole, Theme

_LONGEST: Final = 10_000_000
_ENTER: Final = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class EditableText(QWidget):
    """A value; clicked, or with F2 or Enter, it becomes an editor in the same spot.

    Enter or leaving the editor saves, Escape gives up. What was refused stays in the editor, with
    the reason below it. What nobody touched is never written. `closed` says that the editor went
    away, with or without a change.
    """

    closed = Signal()

    def __init__(
        self,
        theme: Theme,
        name: str,
        save: Callable[[str], str],
        *,
        placeholder: str = "",
        role: TextRole = "body",
        tone: ColourRole = "text",
        wrap: bool = False,
        lines: bool = False,
        right: bool = False,
        hint: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """Make an empty field.

        Args:
            theme: Colours and sizes.
            name: What the value is, for screen readers.
            save: Takes what was typed; returns why it is refused, empty if it was saved.
            placeholder: What stands there while there is no value.
            role: Size and weight.
            tone: Colour.
            wrap: Whether the value may take several lines.
            lines: Whether line breaks can be typed: Enter begins a new line, Ctrl+Enter saves.
            right: Whether the value stands at the right, as figures do.
            hint: An example of what can be typed, shown in the empty editor.
            parent: The widget it belongs to.
        """
        super().__init__(parent)
        self.theme, self._name, self._save_text = theme, name, save
        self._role: TextRole = role
        self._lines, self._hint = lines, hint
        # What the value is edited as, what the open editor began with, and what it made of that.
        self._typed = self._source = self._baseline = ""
        self._choices: Source = ()
        self._closing = self._stays = False
        self.editor: QLineEdit | QPlainTextEdit | None = None
        self.face = FieldFace(
            theme,
            name,
            placeholder=placeholder,
            role=role,
            tone=tone,
            wrap=wrap or lines,
            right=right,
        )
        self.error = TextLabel(role="secondary", tone="bad", wrap=True)
        self.error.hide()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)
        self._column.addWidget(self.face)
        self._column.addWidget(self.error)
        self.setSizePolicy(self.face.sizePolicy())
        self.setFocusProxy(self.face)
        self.face.wanted.connect(self.open_editor)

    def set_value(self, shown: str, typed: str | None = None, tip: str = "") -> None:
        """Show a value.

        Args:
            shown: What stands on the page.
            typed: What the editor begins with, if that is something else.
            tip: What a tooltip adds.
        """
        self.face.set_value(shown, tip)
        self._typed = shown if typed is None else typed

    def set_editable(self, *, editable: bool) -> None:
        """Let the value be edited or only read."""
        if not editable:
            self.give_up()
        self.face.set_editable(editable=editable)

    def set_choices(self, choices: Source) -> None:
        """Offer these texts while somebody types."""
        self._choices = choices

    @property
    def editing(self) -> bool:
        """Whether the editor is open."""
        return self.editor is not None

    def open_editor(self) -> None:
        """Put the editor in the place of the value."""
        if self.editor is not None:
            return
        self._source = self._typed
        self.editor = self._line_editor() if not self._lines else self._lines_editor()
        self.editor.setAccessibleName(self._name)
        self.editor.installEventFilter(self)
        self._baseline = self._text()
        self._column.insertWidget(0, self.editor)
        self.face.hide()
        # A layout shows a new widget later on, and what is not shown cannot have the focus.
        self.editor.show()
        # A new widget comes last otherwise, and Tab would leave the page instead of the field.
        QWidget.setTabOrder(self.face, self.editor)
        self.setFocusProxy(self.editor)
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self.editor.selectAll()

    def give_up(self) -> None:
        """Close the editor without saving."""
        self._close()

    def flush(self) -> bool:
        """Save what is typed; say whether nothing is left unsaved."""
        return self._save()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.editor and not self._closing:
            if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
                return self._key(event)
            if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
                # Otherwise a window's shortcut would take the key from the editor.
                if event.key() == Qt.Key.Key_Escape:
                    event.accept()
                    return True
            elif isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusOut:
                popup = event.reason() == Qt.FocusReason.PopupFocusReason
                if not popup:
                    # After the focus has arrived where it goes: saving changes the page.
                    QTimer.singleShot(0, self, self._left)
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape:
            self._close()
            self.face.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() in _ENTER and (control or not self._lines):
            if self._save() and self._stays:
                self.face.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        return False

    def _left(self) -> None:
        if self.editor is not None and not self.editor.hasFocus():
            self._save()

    def _save(self) -> bool:
        if self.editor is None or self._closing:
            return True
        typed = self._text()
        if typed != self._baseline:
            refused = self._save_text(typed_back(self._source, self._baseline, typed))
            if refused:
                self._tell(refused)
                self.editor.setAccessibleDescription(refused)
                return False
        # What was saved may have led to another place: then the focus stays there.
        self._stays = self.window().focusWidget() is self.editor
        self._close()
        return True

    def _close(self) -> None:
        if self.editor is None:
            return
        self._closing = True
        editor, self.editor = self.editor, None
        self.setFocusProxy(self.face)
        self.face.show()
        self._tell("")
        editor.hide()
        editor.deleteLater()
        self._closing = False
        self.closed.emit()

    def _tell(self, refused: str) -> None:
        """Say below the editor why something was refused, or nothing any more."""
        self.error.setText(refused)
        self.error.setVisible(bool(refused))
        policy = self.face.sizePolicy()
        if refused:
            # As high as the sentence is where the field is as wide as it is.
            policy.setVerticalPolicy(QSizePolicy.Policy.Preferred)
            policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def _text(self) -> str:
        if isinstance(self.editor, QPlainTextEdit):
            return self.editor.toPlainText()
        return "" if self.editor is None else self.editor.text()

    def _line_editor(self) -> QLineEdit:
        editor = QLineEdit()
        editor.setMaxLength(_LONGEST)
        editor.setPlaceholderText(self._hint)
        editor.setText(self._typed)
        editor.setCursorPosition(0)
        if choices := offered(self._choices):
            editor.setCompleter(Suggestions(choices, editor))
        px = self.theme.px
        height = self.face.sizeHint().height() - 2 * px(3)
        editor.setStyleSheet(
            f"padding: {px(3) - 2}px {px(6) - 2}px; min-height: {height}px;"
            f"border: 2px solid {self.theme.tokens.accent.name()};"
        )
        editor.setFont(self.theme.fonts[self._role])
        return editor

    def _lines_editor(self) -> QPlainTextEdit:
        editor = QPlainTextEdit()
        editor.setTabChangesFocus(True)
        editor.setPlaceholderText(self._hint)
        editor.setPlainText(self._typed)
        lines = min(max(self._typed.count("\n") + 2, 3), 12)
        editor.setFixedHeight(lines * editor.fontMetrics().lineSpacing() + self.theme.px(20))
        return editor
