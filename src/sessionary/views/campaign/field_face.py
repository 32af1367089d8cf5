"""A value as it stands on a page while nobody edits it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QStyle, QToolTip, QWidget
from typing_extensions import override

from sessionary.views.widgets.focus import paint_focus
from sessionary.views.widgets.text import one_line, shown_text, tip_text

if TYPE_CHECKING:
    from sessionary.views.theme import ColourRole, TextRole, Theme

_KEYS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2})
_LONGEST = 1_000
_LINE_HEIGHT = 1.25
_LEADING = Qt.AlignmentFlag.AlignLeft


class FieldFace(QAbstractButton):
    """Text that can be clicked to be edited; shows what it says as it stands.

    `wanted` says that the reader wants to edit: by click, Space, Enter or F2.
    """

    wanted = Signal()

    def __init__(
        self,
        theme: Theme,
        name: str,
        *,
        placeholder: str = "",
        role: TextRole = "body",
        tone: ColourRole = "text",
        wrap: bool = False,
        right: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """Make an empty face.

        Args:
            theme: Colours and sizes.
            name: What the value is, for screen readers.
            placeholder: What stands there while there is no value.
            role: Size and weight.
            tone: Colour.
            wrap: Lines break where the face ends; else the text is cut with an ellipsis.
            right: Whether it stands at the right, as figures do.
            parent: The widget it belongs to.
        """
        super().__init__(parent)
        self.theme = theme
        self._name, self._placeholder = name, placeholder
        self._role: TextRole = role
        self._tone: ColourRole = tone
        self._wrap, self._right = wrap, right
        self._value = self._tip = ""
        self._layouts: dict[int, tuple[list[QTextLayout], int]] = {}
        self._editable = True
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        policy = QSizePolicy(
            QSizePolicy.Policy.Ignored if wrap else QSizePolicy.Policy.Preferred,
            QSizePolicy.Policy.Preferred if wrap else QSizePolicy.Policy.Fixed,
        )
        policy.setHeightForWidth(wrap)
        self.setSizePolicy(policy)
        self.set_editable(editable=True)
        self.clicked.connect(self.wanted)
        theme.changed.connect(self._restyle)
        self.set_value("")

    def set_value(self, text: str, tip: str = "") -> None:
        """Show a value; an empty one shows the placeholder."""
        self._value, self._tip = text, tip
        said = shown_text(text, _LONGEST) if text else self._text()
        self.setAccessibleName(f"{self._name}: {said}")
        self._restyle()

    def value(self) -> str:
        """Return what is shown, empty while the placeholder is."""
        return self._value

    def set_editable(self, *, editable: bool) -> None:
        """Let the value be edited or only read."""
        if editable != self._editable:
            self._editable = editable
            self._restyle()
        policy = Qt.FocusPolicy.StrongFocus if editable else Qt.FocusPolicy.NoFocus
        self.setFocusPolicy(policy)
        self.setCursor(Qt.CursorShape.IBeamCursor if editable else Qt.CursorShape.ArrowCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, on=False)
        self.setAccessibleDescription(self.tr("Press Enter to edit") if editable else "")
        self.update()

    @override
    def hitButton(self, _pos: object, /) -> bool:
        return self._editable

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._editable and event.key() in _KEYS:
            self.wanted.emit()
        else:
            super().keyPressEvent(event)

    @override
    def hasHeightForWidth(self) -> bool:
        return self._wrap

    @override
    def heightForWidth(self, width: int, /) -> int:
        return self._laid_out(width)[1] + 2 * self._above

    @override
    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self._font())
        width = metrics.horizontalAdvance(one_line(self._text(), 400)) + 2 * self._side + 1
        if self._wrap:
            width = min(width, self.theme.px(260))
            return QSize(width, self.heightForWidth(width))
        return QSize(width, metrics.height() + 2 * self._above)

    @override
    def minimumSizeHint(self) -> QSize:
        height = QFontMetrics(self._font()).height() + 2 * self._above
        return QSize(min(self.theme.px(40), self.sizeHint().width()), height)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = self.theme.tokens
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if self._editable and self.underMouse():
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(tokens.hover)
                painter.drawRoundedRect(self.rect(), 4, 4)
            if self.hasFocus():
                paint_focus(painter, self.rect(), tokens, 4)
            painter.setFont(self._font())
            painter.setPen(tokens.colour(self._tone if self._value else "text2"))
            if self._wrap:
                for paragraph in self._laid_out(self.width())[0]:
                    paragraph.draw(painter, QPointF(self._side, self._above))
            else:
                painter.drawText(self._room(), self._flags(), self._painted())

    @override
    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            tip = self._tip
            if not tip and not self._wrap and self._painted() != self._text():
                tip = self._value
            if tip:
                QToolTip.showText(event.globalPos(), tip_text(tip), self)
            return True
        return super().event(event)

    @property
    def _side(self) -> int:
        return self.theme.px(6)

    @property
    def _above(self) -> int:
        return self.theme.px(3)

    def _room(self) -> QRect:
        return self.rect().adjusted(self._side, self._above, -self._side, -self._above)

    def _font(self) -> QFont:
        return self.theme.fonts[self._role]

    def _flags(self) -> int:
        align = Qt.AlignmentFlag
        side = align.AlignTrailing if self._right else align.AlignLeading
        return int(align.AlignVCenter | side) | int(Qt.TextFlag.TextSingleLine)

    def _laid_out(self, width: int) -> tuple[list[QTextLayout], int]:
        """Return the paragraphs broken into lines for this width, and how high they are."""
        # Layouts ask for the same few widths again and again.
        if width not in self._layouts:
            self._layouts[width] = self._lay_out(width)
        return self._layouts[width]

    def _lay_out(self, width: int) -> tuple[list[QTextLayout], int]:
        font = self._font()
        metrics = QFontMetrics(font)
        step = round(metrics.height() * _LINE_HEIGHT)
        option = QTextOption(QStyle.visualAlignment(self.layoutDirection(), _LEADING))
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        paragraphs, height = [], 0
        for words in self._text().split("\n"):
            paragraph = QTextLayout(words, font)
            paragraph.setTextOption(option)
            paragraph.beginLayout()
            while (line := paragraph.createLine()).isValid():
                line.setLineWidth(max(1, width - 2 * self._side))
                line.setPosition(QPointF(0, height))
                height += step
            paragraph.endLayout()
            paragraphs.append(paragraph)
        return paragraphs, height - step + metrics.height()

    def _text(self) -> str:
        text = self._value or (self._placeholder if self._editable else "–")
        return shown_text(text) if self._wrap else one_line(text)

    def _painted(self) -> str:
        if self._wrap:
            return self._text()
        metrics = QFontMetrics(self._font())
        return metrics.elidedText(self._text(), Qt.TextElideMode.ElideRight, self._room().width())

    def _restyle(self) -> None:
        self._layouts.clear()
        self.updateGeometry()
        self.update()
