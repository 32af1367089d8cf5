"""A line of a survey's file, edited as it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QFontDatabase, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from sessionary.core.survey.findings import Level
from sessionary.core.survey.raw_text import raw_kept, raw_shown
from sessionary.core.survey.repairs import proposed_repair, repair
from sessionary.views.survey.small_parts import FindingLine, FindingLines
from sessionary.views.widgets.buttons import DangerButton, OutlinedButton, PrimaryButton
from sessionary.views.widgets.screen import resize_within_screen
from sessionary.views.widgets.text import TextLabel

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sessionary.core.survey.findings import Finding
    from sessionary.core.survey.lines import Line
    from sessionary.views.theme import Theme

_CHECK_MS: Final = 200
_CONTEXT_CHARACTERS: Final = 300
_SERIOUS: Final = frozenset({Level.FATAL, Level.ERROR})


class RawLineDialog(QDialog):
    """Edits one line of a file; a known defect is mended by a button, never unasked.

    Signals:
        repaired: The reader wants these lines to be the file.
    """

    repaired = Signal(object)

    def __init__(
        self,
        theme: Theme,
        lines: Sequence[Line],
        number: int,
        check: Callable[[Sequence[Line]], Sequence[Finding]],
        parent: QWidget | None = None,
    ) -> None:
        """Show a line.

        Args:
            theme: Colours and sizes.
            lines: The file.
            number: The physical line, counted from 1.
            check: Returns the findings of a file.
            parent: The window it belongs to.
        """
        super().__init__(parent)
        self.theme, self._lines, self._number, self._check = theme, tuple(lines), number, check
        self._first = self._last = number
        self._proposed = proposed_repair(self._lines, number)
        self.wrong = FindingLines(theme)
        self.before, self.after = self._context(), self._context()
        self.editor = QPlainTextEdit()
        self.use = OutlinedButton(theme, self.tr("Use the proposed repair"), "wand-sparkles")
        self.then = FindingLine(theme)
        self.remove = DangerButton(theme, self.tr("Remove the line"), "trash-2")
        self.cancel = OutlinedButton(theme, self.tr("Cancel"))
        self.save = PrimaryButton(theme, self.tr("Save"))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_CHECK_MS)
        self._lay_out()
        self._connect()
        self._show()

    def _context(self) -> TextLabel:
        label = TextLabel(role="secondary", tone="text2")
        label.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        return label

    def _lay_out(self) -> None:
        self.setWindowTitle(self.tr("Edit line {0}").format(self._number))
        self.editor.setAccessibleName(self.tr("The line as it stands in the file"))
        self.editor.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.editor.setTabChangesFocus(True)
        self.editor.setMinimumHeight(self.theme.px(96))
        hint = self.tr(
            "Fields stand between colons; \\: is a colon, \\\\ a backslash, \\n a line break. "
            "⟪E9⟫ is a byte that is no text. A new line here is a new line of the file."
        )
        offer = QHBoxLayout()
        offer.addWidget(self.use)
        offer.addStretch(1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.remove)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(10)
        title = self.tr("Line {0}").format(self._number)
        column.addWidget(TextLabel(title, role="pane_title"))
        for part in (self.wrong, self.before, self.editor, self.after):
            column.addWidget(part)
        column.addLayout(offer)
        column.addWidget(self.then)
        column.addWidget(TextLabel(hint, role="secondary", tone="text2", wrap=True))
        column.addStretch(1)
        column.addLayout(buttons)
        resize_within_screen(self, self.theme.px(720), self.theme.px(440))

    def _connect(self) -> None:
        self.editor.textChanged.connect(self._timer.start)
        self._timer.timeout.connect(self._look)
        self.use.clicked.connect(self._use)
        self.remove.clicked.connect(self._remove)
        self.cancel.clicked.connect(self.reject)
        self.save.clicked.connect(self._save)
        QShortcut(QKeySequence("Ctrl+Return"), self, self._save)

    def _show(self) -> None:
        at = self._number - 1
        found = [one for one in self._check(self._lines) if one.line == self._number]
        self.wrong.show_all([(one.level, one.message, one.code) for one in found])
        self._show_context()
        self.editor.setPlainText(raw_shown(self._lines[at].text) if at < len(self._lines) else "")
        self.use.setVisible(self._proposed is not None)
        self.then.say(Level.INFO, "")
        self.save.setEnabled(False)
        self._timer.stop()
        self.editor.setFocus()

    def _show_context(self) -> None:
        for label, numbers in (
            (self.before, range(max(self._first - 2, 1), self._first)),
            (self.after, range(self._last + 1, min(self._last + 3, len(self._lines) + 1))),
        ):
            shown = [
                f"{number:>5}  {raw_shown(self._lines[number - 1].text)[:_CONTEXT_CHARACTERS]}"
                for number in numbers
            ]
            label.setText("\n".join(shown))
            label.setVisible(bool(shown))

    def lines(self) -> tuple[Line, ...]:
        """Return the file with what is typed."""
        typed = raw_kept(self.editor.toPlainText())
        return repair(self._lines, self._first, typed, through=self._last)

    def _use(self) -> None:
        if self._proposed is not None:
            self._first, self._last = self._proposed.first, self._proposed.last
            self.editor.setPlainText(raw_shown(self._proposed.text))
            self._show_context()
            self._look()

    def _look(self) -> None:
        """Say what the file would be with what is typed."""
        self._timer.stop()
        lines = self.lines()
        found = self._check(lines)
        end = self._first + self.editor.toPlainText().count("\n")
        here = [one for one in found if self._first <= one.line <= end]
        worst = next((one for one in found if one.level is Level.FATAL), None)
        worst = worst or next((one for one in here if one.level in _SERIOUS), None)
        self.save.setEnabled(
            lines != self._lines and (worst is None or worst.level is not Level.FATAL)
        )
        if worst is not None:
            self.then.say(worst.level, worst.message, worst.code)
        elif here:
            self.then.say(here[0].level, here[0].message, here[0].code)
        else:
            self.then.say(Level.INFO, self.tr("The line can be read like this."))

    def _save(self) -> None:
        self._look()
        if self.save.isEnabled():
            self.repaired.emit(self.lines())
            self.accept()

    def _remove(self) -> None:
        self.repaired.emit(repair(self._lines, self._first, None, through=self._last))
        self.accept()
