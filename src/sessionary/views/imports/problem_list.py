"""What is wrong in the files, with the whole of the chosen problem."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QLocale, QModelIndex, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from sessionary.core.problems import Severity
from sessionary.models.import_problems import (
    PreviewProblems,
    ProblemRow,
    problem_text,
    report_text,
    severity_word,
)
from sessionary.models.import_rows import ICON_ROLE, ROW_ROLE
from sessionary.views.delegates import CellKind, ColumnLook
from sessionary.views.imports.rows import TonedTable
from sessionary.views.widgets.buttons import OutlinedButton
from sessionary.views.widgets.text import TextLabel, shown_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sessionary.services.imports.reading import Preview
    from sessionary.views.theme import Theme

_PROBLEM_LOOKS: Final = (
    ColumnLook(kind=CellKind.ICON, width=40, role=ICON_ROLE),
    ColumnLook(width=170),
    ColumnLook(),
    ColumnLook(width=130, tone="text2", hide_below=760, gives_way=2),
    ColumnLook(width=180, tone="text2", hide_below=620, gives_way=1),
)


class ProblemList(QWidget):
    """What is wrong, one by one; below, the whole of the chosen one."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self._preview: Preview | None = None
        self.model = PreviewProblems(self)
        self.table = TonedTable(theme, _PROBLEM_LOOKS, self.tr("Problems"))
        self.table.setModel(self.model)
        self.whole = QPlainTextEdit()
        self.whole.setReadOnly(True)
        self.whole.setTabChangesFocus(True)
        self.whole.setAccessibleName(self.tr("The chosen problem"))
        self.whole.setPlaceholderText(self.tr("Choose a problem to read all of it."))
        self.copy = OutlinedButton(theme, self.tr("&Copy report"))
        self.count = TextLabel(tone="text2")
        head = QHBoxLayout()
        head.setContentsMargins(16, 8, 16, 8)
        head.addWidget(self.count, 1)
        head.addWidget(self.copy)
        foot = QVBoxLayout()
        foot.setContentsMargins(16, 8, 16, 8)
        foot.addWidget(self.whole)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.table, 1)
        column.addLayout(foot)
        self.copy.clicked.connect(self._copy)
        self.table.chosen.connect(self._show)
        self.model.modelReset.connect(self._reset)
        theme.changed.connect(self._resize)
        self._resize()

    def show_preview(self, preview: Preview) -> None:
        """Show the problems of a preview."""
        self._preview = preview
        self.model.show_files(preview.files)

    def _reset(self) -> None:
        self.whole.clear()
        self.count.setText(_counted([row.problem.severity for row in self.model.rows]))

    @Slot(QModelIndex)
    def _show(self, index: QModelIndex) -> None:
        row = index.data(ROW_ROLE)
        self.whole.setPlainText(shown_text(_whole(row)) if isinstance(row, ProblemRow) else "")

    @Slot()
    def _copy(self) -> None:
        if self._preview is not None:
            QGuiApplication.clipboard().setText(report_text(self._preview.files))
            self.count.setText(self.tr("The report was copied."))

    def _resize(self) -> None:
        self.whole.setFixedHeight(self.theme.px(96))


def _counted(severities: Sequence[Severity]) -> str:
    say = QCoreApplication.translate
    words = {
        Severity.ERROR: (say("Import", "{0} error"), say("Import", "{0} errors")),
        Severity.WARNING: (say("Import", "{0} warning"), say("Import", "{0} warnings")),
        Severity.NOTE: (say("Import", "{0} note"), say("Import", "{0} notes")),
    }
    counts = Counter(severities)
    return "  ·  ".join(
        (one if counts[severity] == 1 else many).format(QLocale().toString(counts[severity]))
        for severity, (one, many) in words.items()
        if counts[severity]
    )


def _whole(row: ProblemRow) -> str:
    problem = row.problem
    where = ", ".join(part for part in (problem.file, problem.place) if part)
    parts = [f"{severity_word(problem.severity)} · {problem.code} · {where}", problem_text(problem)]
    if problem.message and problem.expected:
        parts += [f"Found: {problem.found}", f"Expected: {problem.expected}"]
    return "\n".join(parts)
