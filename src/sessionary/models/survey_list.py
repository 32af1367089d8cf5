"""The lists of the Surveys place: the surveys, and the sessions of one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QLocale, QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

from sessionary.core.survey.values import printable
from sessionary.core.text import fold, one_line
from sessionary.models.rows_model import RowsModel
from sessionary.models.survey_words import STATES, day_of, say, state_word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sessionary.core.survey.records import State
    from sessionary.services.surveys import RespondentSession, Survey

Index = QModelIndex | QPersistentModelIndex

STATE_ROLE: Final = int(Qt.ItemDataRole.UserRole)
SHARE_ROLE: Final = STATE_ROLE + 1
FINDING_ROLE: Final = STATE_ROLE + 2
TAGS_ROLE: Final = STATE_ROLE + 3

TITLE: Final = 1
_NAME_CHARACTERS: Final = 200


class SurveyListModel(RowsModel):
    """The surveys that a filter leaves, by title."""

    headings = ("", "Survey", "Questions", "Versions", "Sessions")
    context = "SurveyListModel"

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: tuple[Survey, ...] = ()
        self._shown: list[Survey] = []
        self._words: list[str] = []

    def show(self, surveys: Sequence[Survey]) -> None:
        """Show other surveys."""
        self._all = tuple(surveys)
        self._narrow()

    def narrow(self, text: str) -> None:
        """Leave only surveys that have all words of a text, or a session that has."""
        words = fold(text).split()
        if words != self._words:
            self._words = words
            self._narrow()

    def _narrow(self) -> None:
        shown = [one for one in self._all if _has_survey(one, self._words)]
        same = [one.id for one in shown] == [one.id for one in self._shown]
        with self.changing(same=same and bool(shown)):
            self._shown = shown

    @property
    def total(self) -> int:
        """How many surveys there are."""
        return len(self._all)

    @property
    def facts(self) -> tuple[str, str]:
        """How many surveys there are, and how many sessions they have, in words."""
        surveys, sessions = self.total, sum(len(one.sessions) for one in self._all)
        number = QLocale().toString
        one, many = say("1 survey"), say("{0} surveys")
        single, several = say("1 session"), say("{0} sessions")
        return (
            one if surveys == 1 else many.format(number(surveys)),
            single if sessions == 1 else several.format(number(sessions)),
        )

    def ids(self) -> frozenset[str]:
        """Return the ids of all surveys, shown or not."""
        return frozenset(one.id for one in self._all)

    def survey_of(self, session: str) -> str:
        """Return the id of the survey that a session is of, empty if none has it."""
        found = (one.id for one in self._all if any(s.key == session for s in one.sessions))
        return next(found, "")

    def survey(self, row: int) -> Survey | None:
        """Return what stands in a row, None if there is no such row."""
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def row_of(self, id_: str) -> int:
        """Return where a survey stands, -1 if it does not."""
        return next((row for row, one in enumerate(self._shown) if one.id == id_), -1)

    @override
    def count(self) -> int:
        return len(self._shown)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        survey = self.survey(index.row()) if index.isValid() else None
        if survey is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._cell(survey, index.column())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            cell = self._cell(survey, index.column())
            named = self.headings[index.column()].lower()
            return f"{cell} {named}" if index.column() > TITLE else cell
        if role == FINDING_ROLE:
            return _survey_icon(survey)
        return None

    def _cell(self, survey: Survey, column: int) -> str:
        newest = survey.newest
        if column == 0:
            return _survey_word(survey)
        if column == TITLE:
            return one_line(printable(survey.title), _NAME_CHARACTERS)
        if column == TITLE + 1:
            return "–" if newest is None else str(len(newest.definition.questions))
        counts = (len(survey.versions), len(survey.sessions))
        return str(counts[column - TITLE - 2])


def _survey_icon(survey: Survey) -> str:
    newest = survey.newest
    if newest is None:
        return "file"
    return "circle-alert" if newest.definition.damaged else "clipboard-list"


def _survey_word(survey: Survey) -> str:
    newest = survey.newest
    if newest is None:
        return say("Its questions are not known")
    return say("A line of it is damaged") if newest.definition.damaged else ""


def _has_survey(survey: Survey, words: Sequence[str]) -> bool:
    if not words or _has_all([survey.title, survey.id], words):
        return True
    return any(_has_all([survey.title, survey.id, *_said(one)], words) for one in survey.sessions)


def _said(session: RespondentSession) -> list[str]:
    tags = (part for tag in session.tags for part in (tag, f"#{tag}"))
    return [session.respondent, session.group, session.key, *tags]


def _has_all(texts: Sequence[str], words: Sequence[str]) -> bool:
    said = " ".join(map(fold, texts))
    return all(word in said for word in words)


class SurveySessionsModel(RowsModel):
    """The sessions of one survey that a filter leaves, newest first."""

    headings = ("", "Respondent", "Progress", "Begun", "")
    context = "SurveySessionsModel"

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._survey: Survey | None = None
        self._shown: list[RespondentSession] = []
        self._words: list[str] = []
        self._state: State | None = None

    def show(self, survey: Survey | None) -> None:
        """Show the sessions of a survey; None shows nothing."""
        self._survey = survey
        self._narrow()

    def narrow(self, text: str, state: State | None) -> None:
        """Leave only sessions that have all words of a text, and are in a state.

        A text that only says which survey is meant leaves all of its sessions.
        """
        words = fold(text).split()
        if (words, state) != (self._words, self._state):
            self._words, self._state = words, state
            self._narrow()

    def _narrow(self) -> None:
        survey = self._survey
        names = [] if survey is None else [survey.title, survey.id]
        shown = [
            one
            for one in (() if survey is None else survey.sessions)
            if (self._state is None or one.state is self._state)
            and (not self._words or _has_all([*names, *_said(one)], self._words))
        ]
        same = [one.key for one in shown] == [one.key for one in self._shown]
        with self.changing(same=same and bool(shown)):
            self._shown = shown

    @property
    def total(self) -> int:
        """How many sessions the survey has."""
        return 0 if self._survey is None else len(self._survey.sessions)

    def session(self, row: int) -> RespondentSession | None:
        """Return what stands in a row, None if there is no such row."""
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def row_of(self, key: str) -> int:
        """Return where a session stands, -1 if it does not."""
        return next((row for row, one in enumerate(self._shown) if one.key == key), -1)

    @override
    def count(self) -> int:
        return len(self._shown)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        session = self.session(index.row()) if index.isValid() else None
        if session is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return _CELLS[index.column()](session)
        if role == STATE_ROLE:
            return "" if session.state is None else STATES[session.state]
        if role == SHARE_ROLE:
            return session.share
        if role == FINDING_ROLE:
            return _finding_icon(session)
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == 0:
            return session.bad or state_word(session.state)
        return None


def respondent_of(session: RespondentSession) -> str:
    """Return who a session is of: the name of its user, else the beginning of its id."""
    return one_line(printable(session.respondent), _NAME_CHARACTERS) or session.key[:8]


def progress_text(session: RespondentSession) -> str:
    """Return how far a session is, such as ``3/10``; ``~`` before a guess."""
    if session.state is None:
        return "–"
    if session.total is None:
        return str(session.answers)
    return f"{'~' if session.approximate else ''}{session.done}/{session.total}"


def findings_text(session: RespondentSession) -> str:
    """Return how much is odd or wrong with a session; empty where nothing is."""
    if session.bad:
        return session.bad
    errors, warnings = session.errors, session.warnings
    parts = []
    if errors:
        parts.append(say("1 error") if errors == 1 else say("{0} errors").format(errors))
    if warnings:
        words = say("1 warning") if warnings == 1 else say("{0} warnings").format(warnings)
        parts.append(words)
    return ", ".join(parts)


def _finding_icon(session: RespondentSession) -> str:
    if session.bad or session.errors:
        return "circle-alert"
    return "triangle-alert" if session.warnings else ""


_CELLS: Final = (
    lambda session: state_word(session.state),
    respondent_of,
    progress_text,
    lambda session: day_of(session.started),
    findings_text,
)
