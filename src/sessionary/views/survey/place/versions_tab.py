"""The versions of a survey, and in what two of them differ."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from sessionary.core.survey.differences import differences
from sessionary.models.survey_versions import (
    ICON_ROLE,
    DifferencesModel,
    SurveyVersionsModel,
    counted,
    version_name,
)
from sessionary.views.delegates.columns import CellKind, ColumnLook
from sessionary.views.delegates.table import Table
from sessionary.views.widgets.buttons import MenuButton, OutlinedButton
from sessionary.views.widgets.cards import CardFrame
from sessionary.views.widgets.empty_state import EmptyState
from sessionary.views.widgets.text import TextLabel, literal

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from sessionary.services.surveys import Survey, Version
    from sessionary.views.theme import Theme

_MOST_ROWS: Final = 5
_NARROW: Final = 560


class VersionsTab(QWidget):
    """Lists versions; the chosen one is compared with the one before it, or with another.

    Signals:
        restore_asked: The reader wants a former version to be the current one; its name.
    """

    restore_asked = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.survey: Survey | None = None
        self._editable = False
        self._other = ""
        self._compared: object = None
        self.model = SurveyVersionsModel(self)
        self.table = Table(theme, _version_looks(), self.tr("Versions"))
        self.table.setModel(self.model)
        self.found = DifferencesModel(self)
        self.heading = TextLabel(role="strong")
        self.with_words = TextLabel(self.tr("compared with"), tone="text2")
        self.chooser = MenuButton(theme, self.tr("Version that it is compared with"))
        self.summary = TextLabel(tone="text2", elide=True)
        self.restore = OutlinedButton(theme, self.tr("&Make current"), "archive-restore")
        self.list = Table(theme, _difference_looks(), self.tr("Differences"))
        self.list.setModel(self.found)
        self.whole = TextLabel(wrap=True, selectable=True)
        self.whole.setAccessibleName(self.tr("Difference"))
        self.empty = EmptyState(theme, "git-compare", " ", " ")
        self._rows = QStackedWidget()
        self._lay_out()
        self.list.chosen.connect(lambda index: self._say_whole(index.row()))
        self.table.chosen.connect(lambda _index: self._choose())
        self.restore.clicked.connect(self._restore)
        theme.changed.connect(self._fit)

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setContentsMargins(15, 0, 15, 0)
        line.setSpacing(8)
        for part in (self.heading, self.with_words, self.chooser):
            line.addWidget(part)
        line.addWidget(self.summary, 1)
        line.addWidget(self.restore)
        self._rows.addWidget(self.list)
        self._rows.addWidget(self.empty)
        frame = QFrame()
        frame.setObjectName("card")
        below = QHBoxLayout()
        below.setContentsMargins(15, 0, 15, 4)
        below.addWidget(self.whole)
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(1, 10, 1, 6)
        inside.setSpacing(8)
        inside.addLayout(line)
        inside.addWidget(self._rows, 1)
        inside.addLayout(below)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(12)
        column.addWidget(CardFrame(self.table))
        column.addWidget(frame, 1)

    def show_survey(self, survey: Survey, *, editable: bool) -> None:
        """Show the versions of a survey.

        Args:
            survey: What is shown.
            editable: Whether a former version may become the current one.
        """
        former = self._chosen()
        other = self.survey is None or self.survey.id != survey.id
        self.survey, self._editable = survey, editable
        self.model.show(survey)
        if other:
            self._other = ""
        names = [one.name for one in survey.versions]
        kept = names.index(former.name) if former and not other and former.name in names else 0
        self.table.choose_row(kept if names else -1)
        self._fit()
        self._compare()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_line()

    def _fit_line(self) -> None:
        """Leave words out where the two versions would not stand side by side."""
        narrow = self.width() < self.theme.px(_NARROW)
        self.restore.set_compact(compact=narrow)
        self.with_words.setVisible(not narrow and not self.chooser.isHidden())

    def _fit(self) -> None:
        rows = min(max(self.model.rowCount(), 1), _MOST_ROWS)
        head = self.table.horizontalHeader().sizeHint().height()
        self.table.setFixedHeight(head + rows * self.theme.row_height + 2)

    def _chosen(self) -> Version | None:
        return self.model.version(self.table.currentIndex().row())

    def _choose(self) -> None:
        self._other = ""
        self._compare()

    def _against(self, chosen: Version, versions: tuple[Version, ...]) -> Version | None:
        """Return what the chosen version is compared with: what was chosen, else the one before."""
        others = [one for one in versions if one.name != chosen.name]
        named = next((one for one in others if one.name == self._other), None)
        at = versions.index(chosen)
        before = versions[at + 1] if at + 1 < len(versions) else None
        return named or before or (others[0] if others else None)

    def _compare(self) -> None:
        chosen, survey = self._chosen(), self.survey
        if chosen is None or survey is None:
            self._say(self.tr("No version is known"), self.tr("Only its sessions are here."))
            return
        other = self._against(chosen, survey.versions)
        self.heading.setText(version_name(chosen))
        self.chooser.setVisible(other is not None)
        self._fit_line()
        self.restore.setVisible(self._editable and not chosen.is_current)
        if other is None:
            self._say(
                self.tr("There is one version"),
                self.tr(
                    "Sessions keep the version that they were begun with. Once one has been "
                    "begun, an edit makes another version."
                ),
            )
            return
        self._fill_chooser(survey, chosen, other)
        compared = (survey.id, other.name, chosen.name)
        if compared != self._compared:
            self._compared = compared
            found = differences(other.definition, chosen.definition)
            self.found.show(found)
            self.summary.setText(counted(found))
            self.list.choose_row(0)
        if self.found.rowCount():
            self._rows.setCurrentWidget(self.list)
        else:
            self._say(
                self.tr("They ask the same"),
                self.tr("The two files differ only in how they are written."),
            )

    def _fill_chooser(self, survey: Survey, chosen: Version, other: Version) -> None:
        self.chooser.setText(literal(version_name(other)))
        self.chooser.choices.clear()
        for one in survey.versions:
            if one.name != chosen.name:
                action = self.chooser.choices.addAction(literal(version_name(one)))
                action.setCheckable(True)
                action.setChecked(one.name == other.name)
                action.triggered.connect(partial(self.compare_with, one.name))

    def compare_with(self, name: str) -> None:
        """Compare the chosen version with another."""
        self._other = name
        self._compare()

    def _say(self, statement: str, sentence: str) -> None:
        self._compared = None
        self.summary.setText("")
        self._say_whole(-1)
        self.empty.say("git-compare", statement, sentence)
        self._rows.setCurrentWidget(self.empty)

    def _say_whole(self, row: int) -> None:
        """Say below the list what its cells have no room for."""
        self.whole.setText(self.found.whole(row))
        self.whole.setVisible(bool(self.whole.text()))

    def _restore(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            self.restore_asked.emit(chosen.name)


def _version_looks() -> list[ColumnLook]:
    return [
        ColumnLook(kind=CellKind.TITLE),
        ColumnLook(kind=CellKind.NUMBER, width=86, tone="text2"),
        ColumnLook(kind=CellKind.NUMBER, width=80, tone="text2"),
        ColumnLook(kind=CellKind.NUMBER, width=132, tone="text2", left=True, gives_way=1),
    ]


def _difference_looks() -> list[ColumnLook]:
    return [
        ColumnLook(kind=CellKind.ICON, width=40, tone="text2", role=ICON_ROLE),
        ColumnLook(kind=CellKind.TITLE, width=180),
        ColumnLook(tone="text2"),
    ]
