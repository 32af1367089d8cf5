"""Rows of the form before they are widgets: about how high they are, and what is painted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle

from sessionary.core.survey.sheet import SheetRow, Stand
from sessionary.core.survey.values import value_text
from sessionary.models.survey_words import title_of
from sessionary.views.survey.question_row import STAND_ICONS
from sessionary.views.widgets.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sessionary.views.theme import Theme

_HEAD, _LINE, _FIELD = 44, 20, 38
_IN_A_LINE: Final = 100


def guessed_heights(rows: Iterable[SheetRow], theme: Theme) -> list[int]:
    """Return about how high each row is; thousands of them take a few milliseconds."""
    known: dict[tuple[bool, str, int, int], int] = {}
    heights = []
    for row in rows:
        question = row.question
        quiet = row.stand is Stand.LATER or row.stand is Stand.IGNORED
        lines = len(row.findings) + len(question.html) // _IN_A_LINE + bool(question.html)
        alike = (quiet, question.type, len(question.choices), lines)
        if alike not in known:
            known[alike] = theme.px(_guess(*alike))
        heights.append(known[alike])
    return heights


def _guess(quiet: bool, type_: str, choices: int, lines: int) -> int:  # noqa: FBT001  one call
    """Return about how high a row is, at the design's text size."""
    if quiet:
        return _HEAD + _LINE
    field = _FIELD
    if type_ == "TEXTAREA":
        field = 2 * _FIELD
    elif type_ == "MULTISELECT" or type_.endswith("_SEQUENCE"):
        field = 30 * min(choices, 8) or _FIELD
    return _HEAD + field + lines * _LINE


def paint_row(painter: QPainter, rect: QRect, row: SheetRow, theme: Theme) -> None:
    """Paint a row as a card with its title and its answer."""
    tokens, px = theme.tokens, theme.px
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(tokens.line, 1))
    painter.setBrush(tokens.surface)
    painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
    name, role = STAND_ICONS[row.stand]
    direction = painter.layoutDirection()
    icon = QRect(rect.left() + 14, rect.top() + 12, px(16), px(16))
    ratio = painter.device().devicePixelRatio()
    picture = theme.pixmap(name, role, 16, ratio)
    painter.drawPixmap(QStyle.visualRect(direction, rect, icon), picture)
    words = QStyle.visualRect(direction, rect, rect.adjusted(14 + px(16) + 10, 12, -14, -6))
    painter.setFont(theme.fonts["strong"])
    painter.setPen(tokens.text)
    leading = QStyle.visualAlignment(direction, Qt.AlignmentFlag.AlignLeft)
    flags = int(Qt.AlignmentFlag.AlignTop | leading)
    number = f"{row.number}  " if row.number else ""
    painter.drawText(words, flags, number + one_line(title_of(row.question), 200))
    if row.answer is not None:
        painter.setFont(theme.fonts["body"])
        text = value_text(row.answer, row.question)
        below = words.adjusted(0, px(26), 0, 0)
        painter.drawText(below, flags, one_line(text, 200))
    painter.restore()
