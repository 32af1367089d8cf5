"""Small parts of the pages of surveys: findings, descriptions, what a question is marked with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from sessionary.core.survey.findings import Level
from sessionary.core.survey.question_html import safe_html
from sessionary.models.survey_lines import LEVEL_ICONS, level_word
from sessionary.views.widgets.text import MeasuredLabel, TextLabel, set_tip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sessionary.views.theme import ColourRole, Theme

_LEVEL_TONES: Final[dict[Level, ColourRole]] = {
    Level.FATAL: "bad",
    Level.ERROR: "bad",
    Level.WARNING: "warn",
    Level.INFO: "text2",
}


class IconLabel(QLabel):
    """An icon that says in words what it means."""

    def __init__(self, theme: Theme, size: int = 16) -> None:
        super().__init__()
        self.theme, self._size = theme, size
        self._name: tuple[str, ColourRole] | None = None
        self.setTextFormat(Qt.TextFormat.PlainText)
        theme.changed.connect(self._restyle)

    def set_icon(self, name: str, role: ColourRole, meaning: str) -> None:
        """Show an icon."""
        self.setAccessibleName(meaning)
        set_tip(self, meaning)
        if (name, role) != self._name:
            self._name = name, role
            self._restyle()

    @Slot()
    def _restyle(self) -> None:
        if self._name is not None:
            ratio = self.devicePixelRatioF()
            self.setPixmap(self.theme.pixmap(*self._name, self._size, ratio))


class FindingLine(QWidget):
    """What is wrong, in words, with its code small behind."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._icon = IconLabel(theme)
        self.words = TextLabel(role="secondary", wrap=True, selectable=True)
        self.words.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.code = TextLabel(role="chip", tone="text2")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        top = Qt.AlignmentFlag.AlignTop
        row.addWidget(self._icon, 0, top)
        row.addWidget(self.words, 1)
        row.addWidget(self.code, 0, top)

    def say(self, level: Level, words: str, code: str = "") -> None:
        """Show a finding or a refusal; without words the line hides."""
        self._icon.set_icon(LEVEL_ICONS[level], _LEVEL_TONES[level], level_word(level))
        self.words.setText(words)
        self.code.setText(code)
        self.code.setVisible(bool(code))
        self.setAccessibleName(f"{words} {code}".strip())
        self.setVisible(bool(words))


class FindingLines(QWidget):
    """Findings below each other; hidden while there is none."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.lines: list[FindingLine] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(3)

    def show_all(self, findings: Sequence[tuple[Level, str, str]]) -> None:
        """Show findings, each a level, its words and its code."""
        while len(self.lines) < len(findings):
            self.lines.append(FindingLine(self.theme))
            self._column.addWidget(self.lines[-1])
        for line, (level, words, code) in zip(self.lines, findings, strict=False):
            line.say(level, words, code)
        for line in self.lines[len(findings) :]:
            line.say(Level.INFO, "")
        self.setVisible(bool(findings))


class Description(MeasuredLabel):
    """The longer text of a question; of its HTML only what is harmless, and nothing is loaded."""

    def __init__(self) -> None:
        super().__init__()
        self._source = ""
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setProperty("type", "body")
        self.setProperty("tone", "text2")
        self.setWordWrap(True)
        self.setOpenExternalLinks(False)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def set_html(self, source: str) -> None:
        """Show a description; an empty one takes no room."""
        if source != self._source:
            self._source = source
            self.setText(f'<div style="line-height:139%">{safe_html(source)}</div>')
        self.setVisible(bool(source.strip()))
