"""What an empty area says: nothing yet, no match, or nothing selected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from sessionary.views.widgets.buttons import OutlinedButton, PrimaryButton
from sessionary.views.widgets.text import Paragraph, TextLabel

if TYPE_CHECKING:
    from sessionary.views.theme import Theme


class EmptyState(QWidget):
    """An icon, a statement, one sentence, and at most three buttons.

    `acted` says that the button was pressed, `acted_second` and `acted_third` the others.
    """

    acted = Signal()
    acted_second = Signal()
    acted_third = Signal()

    def __init__(
        self,
        theme: Theme,
        icon: str,
        statement: str,
        sentence: str,
        button: str = "",
        *,
        second: str = "",
        third: str = "",
        primary: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """Make an empty state.

        Args:
            theme: Colours and sizes.
            icon: Name of an icon.
            statement: A few words: ``No session matches “dragon”``.
            sentence: What was searched, or what will appear here.
            button: The way out: ``Clear filter``; empty for none.
            second: Another way out.
            third: One more.
            primary: Whether the button is the window's filled one.
            parent: The widget it belongs to.
        """
        super().__init__(parent)
        self.theme = theme
        self._icon_name = icon
        self._icon = QLabel()
        self._icon.setTextFormat(Qt.TextFormat.PlainText)
        self._icon.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._statement = TextLabel(role="heading", wrap=True)
        self._sentence = Paragraph(tone="text2")
        self.button = (PrimaryButton if primary else OutlinedButton)(theme, button)
        self.second = OutlinedButton(theme, second)
        self.third = OutlinedButton(theme, third)
        middle = Qt.AlignmentFlag.AlignHCenter
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(0)
        column.addStretch(2)
        column.addWidget(self._icon, 0, middle)
        column.addSpacing(12)
        for label in (self._statement, self._sentence):
            label.setAlignment(middle)
            column.addWidget(label, 0, middle)
            column.addSpacing(4)
        column.addSpacing(12)
        column.addWidget(self.button, 0, middle)
        column.addSpacing(8)
        column.addWidget(self.second, 0, middle)
        column.addSpacing(8)
        column.addWidget(self.third, 0, middle)
        column.addStretch(3)
        self.button.clicked.connect(self.acted)
        self.second.clicked.connect(self.acted_second)
        self.third.clicked.connect(self.acted_third)
        theme.changed.connect(self._restyle)
        self.say(icon, statement, sentence, button, second, third)
        self._restyle()

    def say(
        self,
        icon: str,
        statement: str,
        sentence: str,
        button: str = "",
        second: str = "",
        third: str = "",
    ) -> None:
        """Say something else."""
        self._icon_name = icon
        self._statement.setText(statement)
        self._sentence.setText(sentence)
        self.setAccessibleName(statement)
        self.setAccessibleDescription(sentence)
        buttons = ((self.button, button), (self.second, second), (self.third, third))
        for widget, words in buttons:
            widget.setText(words)
            if self.isAncestorOf(widget):
                widget.setVisible(bool(words))
        self._restyle()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            # What is in here wears the new style sheet only after this has been told of it.
            QTimer.singleShot(0, self, self._restyle)

    @Slot()
    def _restyle(self) -> None:
        ratio = self.devicePixelRatioF()
        self._icon.setPixmap(self.theme.pixmap(self._icon_name, "text2", 40, ratio))
        for label in (self._statement, self._sentence):
            label.ensurePolished()
            width = self.theme.px(290)
            # Centred in a column, a wrapping label is given the height of an unwrapped one.
            label.setFixedSize(width, max(0, label.heightForWidth(width)))
