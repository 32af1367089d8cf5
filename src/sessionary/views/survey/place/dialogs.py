"""Asks what a new survey is called, who answers a new session, and what a session belongs to."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from sessionary.core.query import parse_query
from sessionary.core.survey.session import is_survey_id
from sessionary.models.session_list import GAP_ROLE, HEADING_ROLE, STATUS_ROLE, SessionListModel
from sessionary.views.delegates.columns import CellKind, ColumnLook
from sessionary.views.delegates.table import Table
from sessionary.views.widgets.asking import Asking
from sessionary.views.widgets.buttons import OutlinedButton, PrimaryButton
from sessionary.views.widgets.cards import CardFrame
from sessionary.views.widgets.empty_state import EmptyState
from sessionary.views.widgets.search_field import SearchField
from sessionary.views.widgets.segmented import Segment, SegmentedFilter
from sessionary.views.widgets.text import TextLabel, one_line

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from sessionary.core.kinds import SessionSummary
    from sessionary.views.theme import Theme

_ID_CHARACTERS: Final = 40


class NewSurvey(Asking):
    """Asks for the title of a new survey, and what it begins with.

    Signals:
        taken: Title, id, and the name of a template.
    """

    taken = Signal(str, str, str)

    def __init__(self, theme: Theme, known: Collection[str], parent: QWidget | None = None) -> None:
        """Make the dialog; `open` shows it.

        Args:
            theme: Colours and sizes.
            known: The ids that surveys have already.
            parent: The window.
        """
        super().__init__(theme, "", "", parent)
        self._known = known
        self.setWindowTitle(self.tr("New survey"))
        self.take.setText(self.tr("&Create"))
        self.words.setText(self.tr("What is it called?"))
        self.line.setAccessibleName(self.tr("Title"))
        self.line.setPlaceholderText(self.tr("After the session"))
        self.choice_words.setText(self.tr("What does it begin with?"))
        segments = [
            Segment("", self.tr("One question")),
            Segment("session-zero", self.tr("Session zero")),
            Segment("after-session", self.tr("After a session")),
        ]
        self.templates = SegmentedFilter(theme, segments, self.tr("What it begins with"))
        self.column.addWidget(self.templates)
        self.take.clicked.connect(self._take)

    def _take(self) -> None:
        title = " ".join(self.line.text().split())
        if not title:
            self.refuse(self.tr("It needs a title."))
            return
        self.taken.emit(title, proposed_id(title, self._known), self.templates.key())
        self.accept()


def proposed_id(title: str, known: Collection[str]) -> str:
    """Return an id for a survey of a title that no other one has."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    base = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_ID_CHARACTERS].strip("-")
    base = base if is_survey_id(base) else "survey"
    taken = {one.casefold() for one in known}
    found, number = base, 2
    while found in taken:
        found, number = f"{base}-{number}", number + 1
    return found


class NewSession(Asking):
    """Asks who answers a new session of a survey.

    Signals:
        taken: The respondent, and whether it belongs to the campaign session that was proposed.
    """

    taken = Signal(str, bool)

    def __init__(
        self,
        theme: Theme,
        title: str,
        names: Sequence[str],
        about: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """Make the dialog; `open` shows it.

        Args:
            theme: Colours and sizes.
            title: What the survey is called.
            names: Who may be meant.
            about: The campaign session that it may belong to, empty if there is none.
            parent: The window.
        """
        super().__init__(theme, "", "", parent)
        self.setWindowTitle(self.tr("New survey session"))
        self.take.setText(self.tr("&Begin"))
        self.words.setText(self.tr("Who answers “{0}”?").format(one_line(title, 80)))
        self.line.setAccessibleName(self.tr("Respondent"))
        self.line.setPlaceholderText(self.tr("A name, or nothing"))
        self.complete(names)
        self.choices: SegmentedFilter | None = None
        if about:
            self.choice_words.setText(self.tr("Does it belong to an evening?"))
            named = one_line(about, 40)
            segments = [Segment("", self.tr("None")), Segment("about", named)]
            self.choices = SegmentedFilter(theme, segments, self.tr("What it belongs to"))
            self.column.addWidget(self.choices)
        else:
            self.choice_words.hide()
        self.take.clicked.connect(self._take)

    def _take(self) -> None:
        about = self.choices is not None and self.choices.key() == "about"
        self.taken.emit(" ".join(self.line.text().split()), about)
        self.accept()


class SessionChooser(QDialog):
    """Asks for a session of a campaign.

    Signals:
        taken: The key of the session.
    """

    taken = Signal(str)

    def __init__(
        self,
        theme: Theme,
        sessions: Sequence[SessionSummary],
        names: Mapping[str, str],
        parent: QWidget | None = None,
    ) -> None:
        """Make the dialog; `open` shows it.

        Args:
            theme: Colours and sizes.
            sessions: What can be chosen.
            names: Campaign id -> what it is called.
            parent: The window.
        """
        super().__init__(parent)
        self.setWindowTitle(self.tr("Link to a session"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        words = TextLabel(self.tr("Which evening does it belong to?"), role="strong")
        self.model = SessionListModel()
        self.model.set_sessions(sessions, names)
        self.field = SearchField(theme, self.tr("Filter by title, #tag, @player, day:15"))
        self.table = Table(
            theme,
            _looks(),
            self.tr("Sessions"),
            gap=lambda index: str(index.data(GAP_ROLE) or ""),
            heading=lambda index: str(index.data(HEADING_ROLE) or ""),
        )
        self.table.setModel(self.model)
        self.empty = EmptyState(
            theme,
            "list",
            self.tr("No session of that name"),
            self.tr("Titles, numbers, tags and players were searched."),
        )
        self.rows = QStackedWidget()
        self.rows.addWidget(self.table)
        self.rows.addWidget(self.empty)
        self.cancel = OutlinedButton(theme, self.tr("Cancel"))
        self.take = PrimaryButton(theme, self.tr("&Link"), "link")
        self.take.setDefault(True)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.take)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(12)
        column.addWidget(words)
        column.addWidget(self.field)
        column.addWidget(CardFrame(self.rows), 1)
        column.addLayout(foot)
        self.resize(theme.px(520), theme.px(440))
        self.field.textChanged.connect(lambda _text: self._narrow())
        self.field.moved_on.connect(self.table.setFocus)
        self.table.opened.connect(lambda _index: self._take())
        self.take.clicked.connect(self._take)
        self.cancel.clicked.connect(self.reject)
        self._narrow()
        self.field.setFocus()

    def _narrow(self) -> None:
        self.model.narrow(query=parse_query(self.field.text()))
        rows = range(self.model.rowCount())
        first = next((row for row in rows if self.model.session_at(row) is not None), -1)
        self.table.choose_row(first)
        self.rows.setCurrentWidget(self.table if first >= 0 else self.empty)
        self.take.setEnabled(first >= 0)

    def _take(self) -> None:
        session = self.model.session_at(self.table.currentIndex().row())
        if session is not None:
            self.taken.emit(session.key)
            self.accept()


def _looks() -> list[ColumnLook]:
    hidden = ColumnLook(width=60, hide_below=100_000)
    return [
        ColumnLook(kind=CellKind.STATUS, width=40, role=STATUS_ROLE),
        ColumnLook(kind=CellKind.NUMBER, width=44, tone="text2"),
        ColumnLook(kind=CellKind.TITLE),
        ColumnLook(kind=CellKind.NUMBER, width=126, tone="text2", left=True),
        *[hidden] * 6,
    ]
