"""The versions of a survey, and in what two of them differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from sessionary.models.survey_versions import SurveyVersionsModel
from sessionary.views.delegates.columns import CellKind, ColumnLook
from sessionary.views.delegates.table import Table
from sessionary.views.widgets.cards import CardFrame

if TYPE_CHECKING:
    from sessionary.services.surveys import Survey
    from sessionary.views.theme import Theme


class VersionsTab(QWidget):
    """Lists versions; the chosen one is compared with another."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.model = SurveyVersionsModel(self)
        self.table = Table(theme, _looks(), self.tr("Versions"))
        self.table.setModel(self.model)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.addWidget(CardFrame(self.table))

    def show_survey(self, survey: Survey) -> None:
        """Show the versions of a survey."""
        self.model.show(survey)


def _looks() -> list[ColumnLook]:
    return [
        ColumnLook(kind=CellKind.TITLE),
        ColumnLook(kind=CellKind.NUMBER, width=86, tone="text2"),
        ColumnLook(kind=CellKind.NUMBER, width=80, tone="text2"),
        ColumnLook(kind=CellKind.NUMBER, width=132, tone="text2", left=True, gives_way=1),
    ]
