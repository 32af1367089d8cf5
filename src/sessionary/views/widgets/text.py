"""Text that came from a file is shown as it stands: labels, running text and tips.

Qt takes any label, tip or message box text that looks like HTML for HTML: a session's name can
then open files or keep the layout busy for minutes. All text that a person or a file wrote goes
through this module, messages through `message`.
"""

from __future__ import annotations

import html
import re
import textwrap
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QToolTip, QWidget
from typing_extensions import override

if TYPE_CHECKING:
    from collections.abc import Callable

    from sessionary.views.theme import ColourRole, TextRole

SHOWN_CHARACTERS: Final = 10_000
"""How much of a text a label, a cell or a tip shows; laying out much more takes seconds."""

_TIP_LINES: Final = textwrap.TextWrapper(
    72, expand_tabs=False, replace_whitespace=False, break_on_hyphens=False
)
_LINE_BREAKS: Final = re.compile("[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]+")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def shown_text(text: str, limit: int = SHOWN_CHARACTERS) -> str:
    """Return `text` as it can be shown: NUL and broken characters made visible, and capped."""
    cut = text if len(text) <= limit else text[: limit - 1] + "…"
    return _SURROGATE.sub("\ufffd", cut.replace("\0", "␀"))


def one_line(text: str, limit: int = SHOWN_CHARACTERS) -> str:
    """Return `text` as one line, for titles and cells."""
    return _LINE_BREAKS.sub(" ", shown_text(text, limit))


def literal(text: str) -> str:
    """Return `text` for a button, a tab or a menu, where ``&`` would underline a letter."""
    return shown_text(text).replace("&", "&&")


def plain_name(text: str) -> str:
    """Return a menu text without the mark of its letter: ``&New`` is ``New``, ``&&`` is ``&``."""
    return "&".join(piece.replace("&", "") for piece in text.split("&&"))


def tip_text(text: str) -> str:
    """Return `text` for a tooltip: capped, in lines that are short enough to be read.

    Tips are plain text (`theme/plain_style.py`), which Qt does not wrap.
    """
    return "\n".join("\n".join(_TIP_LINES.wrap(line)) for line in shown_text(text).split("\n"))


class HeightMemo:
    """Remembers how high a text is at each width.

    Layouts inside layouts ask for the height at the same few widths dozens of times a pass, and
    each answer lays the whole text out.
    """

    def __init__(self) -> None:
        self._heights: dict[int, int] = {}

    def at(self, width: int, measure: Callable[[int], int]) -> int:
        """Return the height at a width, measured if it is not known."""
        if width not in self._heights:
            self._heights[width] = measure(width)
        return self._heights[width]

    def forget(self) -> None:
        """Forget all: the text or its font is another."""
        self._heights.clear()


_RESTYLES: Final = frozenset({QEvent.Type.FontChange, QEvent.Type.StyleChange})


class MeasuredLabel(QLabel):
    """A label of several lines that measures each width once."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._memo = HeightMemo()

    def setText(self, text: str) -> None:  # noqa: D102 - Qt's
        self._memo.forget()
        super().setText(text)

    @override
    def heightForWidth(self, width: int, /) -> int:
        return self._memo.at(width, super().heightForWidth)

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() in _RESTYLES:
            self._memo.forget()
        super().changeEvent(event)


def set_tip(widget: QWidget, text: str) -> None:
    """Give a widget a tooltip that shows `text` as it stands."""
    widget.setToolTip(tip_text(text))


class TextLabel(QLabel):
    """A label that shows its text as it stands, in one of the design's sizes and tones."""

    def __init__(
        self,
        text: str = "",
        *,
        role: TextRole = "body",
        tone: ColourRole = "text",
        wrap: bool = False,
        elide: bool = False,
        selectable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """Make a label.

        Args:
            text: What it says.
            role: Size and weight.
            tone: Colour.
            wrap: Lines break where the label ends.
            elide: One line, cut with an ellipsis; the whole text is its tooltip then.
            selectable: The text can be marked and copied.
            parent: The widget it belongs to.
        """
        super().__init__(parent)
        self._elide = elide
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("type", role)
        self.setProperty("tone", tone)
        self.setWordWrap(wrap)
        if selectable:
            self.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse
                | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
        if elide:
            self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setText(text)

    def setText(self, text: str) -> None:  # noqa: D102 - Qt's
        super().setText(one_line(text) if self._elide else shown_text(text))

    def set_tone(self, tone: ColourRole) -> None:
        """Change the colour."""
        if self.property("tone") != tone:
            self.setProperty("tone", tone)
            self.style().unpolish(self)
            self.style().polish(self)

    @override
    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        return (
            QSize(self.fontMetrics().averageCharWidth() * 4, hint.height()) if self._elide else hint
        )

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._elide:
            super().paintEvent(event)
            return
        with QPainter(self) as painter:
            rect = self.contentsRect()
            self.style().drawItemText(
                painter,
                rect,
                int(self.alignment()),
                self.palette(),
                self.isEnabled(),
                self._elided(),
                self.foregroundRole(),
            )

    @override
    def event(self, event: QEvent) -> bool:
        if (
            self._elide
            and isinstance(event, QHelpEvent)
            and event.type() == QEvent.Type.ToolTip
            and not self.toolTip()
            and self._elided() != self.text()
        ):
            QToolTip.showText(event.globalPos(), tip_text(self.text()), self)
            return True
        return super().event(event)

    def _elided(self) -> str:
        metrics = self.fontMetrics()
        return metrics.elidedText(
            self.text(), Qt.TextElideMode.ElideRight, self.contentsRect().width()
        )


class Paragraph(MeasuredLabel):
    """Running text with the design's line height; shows its text as it stands.

    Only HTML has a line height in Qt, so this label is given HTML of its own making: one paragraph
    that holds the escaped text.
    """

    def __init__(
        self,
        text: str = "",
        *,
        tone: ColourRole = "text",
        role: TextRole = "body",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._plain = ""
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setProperty("type", role)
        self.setProperty("tone", tone)
        self.setWordWrap(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setText(text)

    def setText(self, text: str) -> None:  # noqa: D102 - Qt's
        self._plain = shown_text(text)
        escaped = html.escape(self._plain, quote=False)
        super().setText(f'<p style="line-height:139%; white-space:pre-wrap">{escaped}</p>')
        self.setAccessibleName(self._plain)

    def text(self) -> str:
        """Return the text as it was given, not the HTML that shows it."""
        return self._plain
