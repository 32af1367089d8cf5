"""A card with the results of one question: how many answered, and a chart or what was written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

from sessionary.core.survey.result_words import answered_words, told_words
from sessionary.core.survey.results import Texts
from sessionary.core.survey.values import printable, value_text
from sessionary.core.text import one_line
from sessionary.models.rows_model import RowsModel
from sessionary.models.survey_words import day_of, title_of
from sessionary.services.survey_results import counts_table, question_text
from sessionary.views.delegates.columns import CellKind, ColumnLook
from sessionary.views.delegates.table import Table
from sessionary.views.plots.plot_card import PlotCard
from sessionary.views.survey.results.result_plots import plot_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from sessionary.core.survey.results import QuestionResult, Said
    from sessionary.views.plots.takeaway import Takeaway
    from sessionary.views.theme import Theme

Index = QModelIndex | QPersistentModelIndex

_MOST_ROWS: Final = 6
_TITLE_CHARACTERS: Final = 200
_LOOKS: Final = (
    ColumnLook(kind=CellKind.TITLE),
    ColumnLook(width=112, tone="text2", gives_way=1),
    ColumnLook(kind=CellKind.NUMBER, width=132, tone="text2", left=True, gives_way=2),
)


class SaidModel(RowsModel):
    """Answers as text, each with whose it is."""

    headings = ("Answer", "Respondent", "Given")
    context = "SaidModel"

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._said: Sequence[Said] = ()

    def show(self, said: Sequence[Said]) -> None:
        """Show other answers."""
        self.beginResetModel()
        self._said = said
        self.endResetModel()

    def said(self, row: int) -> Said | None:
        """Return the answer of a row, None if there is no such row."""
        return self._said[row] if 0 <= row < len(self._said) else None

    @override
    def count(self) -> int:
        return len(self._said)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        said = self.said(index.row()) if index.isValid() else None
        if said is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            if index.column() == 0:
                return one_line(value_text(said.answer, said.question))
            if index.column() == 1:
                return one_line(printable(said.respondent)) or said.key[:8]
            return day_of(said.answer.stored)
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == 0:
            text = value_text(said.answer, said.question)
            # A text of several lines is read whole where one points at it.
            return text if "\n" in text else None
        return None


class ResultCard(PlotCard):
    """The results of one question.

    `session_asked` says the key of a session whose answer the reader opened.
    """

    def __init__(self, theme: Theme, result: QuestionResult, takeaway: Takeaway) -> None:
        super().__init__(theme, one_line(title_of(result.question), _TITLE_CHARACTERS), takeaway)
        self.result = result
        self.model = SaidModel(self)
        self.table: Table | None = None
        self.show_result(result)
        theme.changed.connect(self._fit)

    def show_result(self, result: QuestionResult) -> None:
        """Show newer results of the same question."""
        self.result = result
        title = one_line(title_of(result.question), _TITLE_CHARACTERS)
        self.heading = title
        self.set_title(f"{result.number}  {title}" if result.number else title)
        said = [answered_words(result), told_words(result)]
        if not result.number:
            said.append(self.tr("not asked any more"))
        self.show_plot(plot_of(self.theme, result), "  ·  ".join(filter(None, said)))
        self.menu_button.setVisible(bool(result.answered))
        self.offer_pictures(offered=self.view.plot is not None and not self.view.isHidden())
        self._show_texts(result)

    @override
    def as_text(self) -> str:
        return question_text(self.result)

    @override
    def as_table(self) -> bytes:
        return counts_table((self.result,))

    @override
    def stops(self) -> list[QWidget]:
        return [*super().stops(), *([] if self.table is None else [self.table])]

    def _show_texts(self, result: QuestionResult) -> None:
        texts = result.told.texts if isinstance(result.told, Texts) else result.odd
        if texts and self.table is None:
            self.table = Table(self.theme, _LOOKS, self.tr("Answers"))
            self.table.setModel(self.model)
            self.table.opened.connect(self._open)
            self.add(self.table)
        self.model.show(texts)
        if self.table is not None:
            self.table.setVisible(bool(texts))
        self._fit()

    def _fit(self) -> None:
        if self.table is not None:
            rows = min(self.model.rowCount(), _MOST_ROWS)
            head = self.table.horizontalHeader().sizeHint().height()
            self.table.setFixedHeight(head + rows * self.theme.row_height + 2)

    def _open(self, index: QModelIndex) -> None:
        said = self.model.said(index.row())
        if said is not None:
            self.session_asked.emit(said.key)
