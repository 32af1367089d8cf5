"""The lists of the Surveys place: the surveys above, the sessions of the chosen one below."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from sessionary.core.survey.values import printable
from sessionary.models.survey_list import (
    FINDING_ROLE,
    SHARE_ROLE,
    STATE_ROLE,
    SurveyListModel,
    SurveySessionsModel,
)
from sessionary.models.survey_words import STATES, say, state_word
from sessionary.views.delegates.columns import CellKind, ColumnLook
from sessionary.views.delegates.table import Table
from sessionary.views.widgets.buttons import OutlinedButton, PrimaryButton
from sessionary.views.widgets.empty_state import EmptyState
from sessionary.views.widgets.focus import tab_through
from sessionary.views.widgets.headers import PaneHeader
from sessionary.views.widgets.search_field import SearchField
from sessionary.views.widgets.segmented import Segment, SegmentedFilter
from sessionary.views.widgets.text import TextLabel, one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sessionary.services.surveys import RespondentSession, Survey
    from sessionary.views.theme import Theme

_ALL: Final = ""
_MOST_ROWS: Final = 7
_COMPACT_BELOW: Final = 440
_BY_TAB: Final = frozenset({Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason})


class SurveyLists(QWidget):
    """Filters and lists surveys and their sessions.

    A survey is always chosen where there is one; a session only while its page is looked at.

    Signals:
        survey_chosen: The page of the chosen survey is wanted.
        session_chosen: The page of the chosen session is wanted.
        opened: The reader wants to go on in the page that is shown.
        survey_asked: The reader wants to begin a survey.
    """

    survey_chosen = Signal()
    session_chosen = Signal()
    opened = Signal()
    survey_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._quiet, self._writable = False, True
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)
        self.surveys = SurveyListModel(self)
        self.sessions = SurveySessionsModel(self)
        self.header = PaneHeader(theme, self.tr("Surveys"))
        self.new_survey = OutlinedButton(theme, self.tr("New s&urvey"), "clipboard-list")
        self.new_session = PrimaryButton(theme, self.tr("&New session"), "plus")
        self.header.add(self.new_survey)
        self.header.add(self.new_session)
        self.field = SearchField(theme, self.tr("Filter by survey, respondent, #tag"))
        self.table = Table(theme, _survey_looks(), self.tr("Surveys"))
        self.table.setModel(self.surveys)
        self.rule = QFrame()
        self.rule.setObjectName("rule")
        self.of = TextLabel(role="strong", elide=True)
        self.states = SegmentedFilter(theme, _states(), self.tr("State"))
        self.session_table = Table(theme, _session_looks(), self.tr("Sessions"), several=True)
        self.session_table.setModel(self.sessions)
        self.empty = EmptyState(theme, "clipboard-list", " ", " ", self.tr("Clear filter"))
        self.rows = QStackedWidget()
        self._lay_out()
        self.table.installEventFilter(self)
        self.table.viewport().installEventFilter(self)
        self.field.textChanged.connect(lambda _text: self._narrow())
        self.field.moved_on.connect(self.enter)
        self.states.chosen.connect(lambda _key: self._narrow())
        self.table.chosen.connect(self._choose_survey)
        self.table.opened.connect(lambda _index: self.opened.emit())
        self.session_table.chosen.connect(self._choose_session)
        self.session_table.opened.connect(lambda _index: self.opened.emit())
        self.empty.acted.connect(self._leave_empty)
        theme.changed.connect(self._fit)

    def _lay_out(self) -> None:
        head = QVBoxLayout()
        head.setContentsMargins(14, 12, 10, 8)
        head.setSpacing(8)
        head.addWidget(self.header)
        head.addWidget(self.field)
        self._below = QWidget()
        middle = QHBoxLayout()
        middle.setContentsMargins(14, 12, 10, 8)
        middle.setSpacing(8)
        self.of.setMinimumWidth(self.theme.px(92))
        middle.addWidget(self.of, 1)
        middle.addWidget(self.states)
        self.rows.addWidget(self.session_table)
        self.rows.addWidget(self.empty)
        below = QVBoxLayout(self._below)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(0)
        below.addLayout(middle)
        below.addWidget(self.rows, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.table)
        column.addWidget(self._below, 1)
        tab_through([self.header, self.field, self.table, self.states, self.rows])

    def show_surveys(self, surveys: Sequence[Survey]) -> None:
        """Show surveys; what was chosen stays so, or what stands in its place."""
        survey, session = self.survey(), self.session()
        row = self.table.currentIndex().row()
        session_row = self.session_table.currentIndex().row()
        self._quiet = True
        self.surveys.show(surveys)
        at = -1 if survey is None else self.surveys.row_of(survey.id)
        self.table.choose_row(at if at >= 0 else min(max(row, 0), self.surveys.rowCount() - 1))
        self.sessions.show(self.survey())
        at = -1 if session is None else self.sessions.row_of(session.key)
        if at < 0 and session is not None and session_row >= 0 and survey is not None:
            same = self.survey() is not None and self.surveys.row_of(survey.id) >= 0
            at = min(session_row, self.sessions.rowCount() - 1) if same else -1
        self.session_table.choose_row(at)
        self._quiet = False
        self._say()

    def set_writable(self, *, writable: bool) -> None:
        """Say whether surveys and sessions can be begun."""
        self._writable = writable
        self.new_survey.setVisible(writable)
        self._say()

    def survey_of(self, session: str) -> str:
        """Return the survey that a session is of, empty if it is not known."""
        return self.surveys.survey_of(session)

    def survey(self) -> Survey | None:
        """Return the chosen survey."""
        return self.surveys.survey(self.table.currentIndex().row())

    @property
    def survey_id(self) -> str:
        """The id of the chosen survey, empty without one."""
        survey = self.survey()
        return "" if survey is None else survey.id

    def session(self) -> RespondentSession | None:
        """Return the chosen session, None while the survey's own page is looked at."""
        return self.sessions.session(self.session_table.currentIndex().row())

    def selected(self) -> list[RespondentSession]:
        """Return all sessions that are selected, in the order of the list."""
        rows = sorted({one.row() for one in self.session_table.selectionModel().selectedRows()})
        found = [self.sessions.session(row) for row in rows]
        return [one for one in found if one is not None]

    def choose(self, survey: str, session: str = "") -> bool:
        """Choose a survey or one of its sessions, whatever the filter hides; say if it is there."""
        if self.surveys.row_of(survey) < 0:
            self.clear_filter()
        row = self.surveys.row_of(survey)
        if row < 0:
            return False
        self._quiet = True
        self.table.choose_row(row)
        self.sessions.show(self.survey())
        if session and self.sessions.row_of(session) < 0:
            self.clear_filter()
        at = self.sessions.row_of(session) if session else -1
        self.session_table.choose_row(at)
        self._quiet = False
        self._say()
        (self.session_chosen if at >= 0 else self.survey_chosen).emit()
        return at >= 0 or not session

    def enter(self) -> None:
        """Take the focus into the list of what is looked at."""
        if self.session() is not None:
            self.session_table.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.surveys.rowCount():
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def clear_filter(self) -> None:
        """Show everything again."""
        self.states.choose(_ALL)
        self.field.clear()
        self._narrow()

    def step(self, down: int) -> None:
        """Choose the session below (1) or above (-1) the current one."""
        row = self.session_table.currentIndex().row() + down
        if 0 <= row < self.sessions.rowCount():
            self.session_table.choose_row(row)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # The page is of the list that one is in: back in the surveys, it is the survey's again.
        pressed = (
            watched is self.table.viewport() and event.type() == QEvent.Type.MouseButtonRelease
        )
        tabbed = (
            watched is self.table
            and isinstance(event, QFocusEvent)
            and event.type() == QEvent.Type.FocusIn
            and event.reason() in _BY_TAB
        )
        if (pressed or tabbed) and self.session() is not None:
            self._leave_session()
        return False

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_buttons()
        self._fit()

    def _fit_buttons(self) -> None:
        narrow = self.width() < self.theme.px(_COMPACT_BELOW)
        self.new_survey.set_compact(compact=narrow and self.surveys.total > 0)

    def _leave_session(self) -> None:
        self._quiet = True
        self.session_table.choose_row(-1)
        self._quiet = False
        self.survey_chosen.emit()

    def _choose_survey(self, _index: QModelIndex) -> None:
        if self._quiet:
            return
        self._quiet = True
        self.sessions.show(self.survey())
        self.session_table.choose_row(-1)
        self._quiet = False
        self._say()
        self.survey_chosen.emit()

    def _choose_session(self, index: QModelIndex) -> None:
        if not self._quiet:
            (self.session_chosen if index.isValid() else self.survey_chosen).emit()

    def _narrow(self) -> None:
        survey, session = self.survey(), self.session()
        state = next((one for one, key in STATES.items() if key == self.states.key()), None)
        self._quiet = True
        self.surveys.narrow(self.field.text())
        row = -1 if survey is None else self.surveys.row_of(survey.id)
        self.table.choose_row(max(0, row))
        self.sessions.show(self.survey())
        self.sessions.narrow(self.field.text(), state)
        self.session_table.choose_row(-1 if session is None else self.sessions.row_of(session.key))
        self._quiet = False
        self._say()
        (self.session_chosen if self.session() is not None else self.survey_chosen).emit()

    def _leave_empty(self) -> None:
        if self.field.text() or self.states.key() != _ALL:
            self.clear_filter()
        elif self.survey() is None:
            self.survey_asked.emit()
        else:
            self.new_session.click()

    def _say(self) -> None:
        """Say how many there are, and why there is nothing where there is nothing."""
        shown, total = self.surveys.rowCount(), self.surveys.total
        all_of = self.tr("{0} of {1}")
        self.header.set_count(str(total) if shown == total else all_of.format(shown, total))
        survey = self.survey()
        # Without a survey there is nothing that anybody could answer.
        self.new_session.setVisible(self._writable and self.surveys.total > 0)
        self.new_session.setEnabled(survey is not None and not survey.barred)
        self._fit_buttons()
        shown, total = self.sessions.rowCount(), self.sessions.total
        count = str(total) if shown == total else all_of.format(shown, total)
        self.of.setText(self.tr("Sessions  {0}").format(count))
        self.table.setVisible(bool(self.surveys.rowCount()))
        self.of.setVisible(survey is not None)
        self.states.setVisible(survey is not None and total > 0)
        self._fit()
        if shown:
            self.rows.setCurrentWidget(self.session_table)
            return
        self._say_nothing(survey, total)
        self.rows.setCurrentWidget(self.empty)

    def _say_nothing(self, survey: Survey | None, total: int) -> None:
        clear, words = self.tr("Clear filter"), one_line(self.field.text().strip(), 60)
        if survey is None and self.surveys.total:
            self.empty.say(
                "search",
                self.tr("Nothing matches “{0}”").format(words),
                self.tr("Titles of surveys, respondents and tags were searched."),
                clear,
            )
        elif survey is None:
            self.empty.say(
                "clipboard-list",
                self.tr("No surveys yet"),
                self.tr("Ask your table before the first evening, and how it was after each one."),
                self.tr("New survey") if self._writable else "",
            )
        elif total:
            self.empty.say(
                "search",
                self.tr("No session is left"),
                self.tr("The filter hides all {0} sessions of this survey.").format(total)
                if total > 1
                else self.tr("The filter hides the one session of this survey."),
                clear,
            )
        else:
            title = one_line(printable(survey.title), 80)
            self.empty.say(
                "users",
                self.tr("Nobody has answered yet"),
                self._why_barred(survey)
                or self.tr("Sessions of “{0}” are listed here, one a respondent.").format(title),
                self.tr("New session") if self._writable and not survey.barred else "",
            )

    def _why_barred(self, survey: Survey) -> str:
        return {
            "S-DEF-MISSING": self.tr("Only former versions of it are here; nobody can begin."),
            "R-DAMAGED": self.tr("A line of it is damaged. Repair it, and people can answer."),
            "R-CONTROLLER": self.tr(
                "A program that is not here decides what is asked; nobody can begin."
            ),
        }.get(survey.barred, "")

    def _fit(self) -> None:
        """Give the surveys the room that they need, but not all that there is."""
        rows = min(max(self.surveys.rowCount(), 1), _MOST_ROWS)
        wanted = rows * self.theme.row_height + self.table.horizontalHeader().sizeHint().height()
        self.table.setFixedHeight(min(wanted + 2, max(self.height() * 2 // 5, self.theme.px(104))))


def _states() -> list[Segment]:
    return [
        Segment(_ALL, say("All")),
        *(Segment(key, state_word(state), key) for state, key in STATES.items()),
    ]


def _survey_looks() -> list[ColumnLook]:
    return [
        ColumnLook(kind=CellKind.ICON, width=40, tone="text2", role=FINDING_ROLE),
        ColumnLook(kind=CellKind.TITLE),
        ColumnLook(kind=CellKind.NUMBER, width=84, tone="text2", hide_below=600),
        ColumnLook(kind=CellKind.NUMBER, width=78, tone="text2", hide_below=680),
        ColumnLook(kind=CellKind.NUMBER, width=80, tone="text2"),
    ]


def _session_looks() -> list[ColumnLook]:
    return [
        ColumnLook(kind=CellKind.STATUS, width=40, role=STATE_ROLE),
        ColumnLook(kind=CellKind.TITLE),
        ColumnLook(kind=CellKind.BAR, width=132, tone="text2", role=SHARE_ROLE, gives_way=1),
        ColumnLook(kind=CellKind.NUMBER, width=126, tone="text2", left=True, gives_way=2),
        ColumnLook(kind=CellKind.ICON, width=36, tone="warn", role=FINDING_ROLE),
    ]
