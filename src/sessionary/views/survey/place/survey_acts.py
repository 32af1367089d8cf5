"""What is done with surveys and their sessions as wholes: begun, linked, deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

from sessionary.core.survey.definition_edit import new_definition as definition_lines
from sessionary.core.survey.rows import SURVEY
from sessionary.core.survey.templates import TEMPLATES
from sessionary.core.survey.values import printable
from sessionary.services import sessions as session_acts
from sessionary.services import survey_bin
from sessionary.services.survey_edits import link_to_campaign, new_definition, new_session
from sessionary.views.survey.place.dialogs import NewSession, NewSurvey, SessionChooser
from sessionary.views.widgets.text import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from datetime import datetime

    from PySide6.QtWidgets import QWidget

    from sessionary.core.kinds import SessionSummary
    from sessionary.models.open_library import OpenLibrary
    from sessionary.services.library import Library
    from sessionary.services.surveys import RespondentSession, Survey
    from sessionary.views.theme import Theme

_TITLE: Final = 80

_OF_ANSWERING: Final = frozenset({"survey.form", "survey.interview"})
_OF_SESSION: Final = _OF_ANSWERING | {"survey.link", "survey.close", "survey.back"}
_OF_SURVEY: Final = frozenset({"survey.results", "survey.edit", "survey.add_question"})


class SurveyActs(QObject):
    """Asks what has to be known, and does it as one act each.

    Signals:
        acted: Something was done that can be taken back; the sentence says what.
        told: The sentence says why nothing was done.
        made: A survey was made, or a session of it: their ids, the second empty for a survey.
    """

    acted = Signal(str)
    told = Signal(str)
    made = Signal(str, str)

    def __init__(
        self,
        theme: Theme,
        library: Callable[[], OpenLibrary | None],
        *,
        sessions: Callable[[], tuple[Sequence[SessionSummary], Mapping[str, str]]],
        now: Callable[[], datetime],
        parent: QWidget,
    ) -> None:
        """Make the acts.

        Args:
            theme: Colours and sizes.
            library: Returns the library that is open, None without one.
            sessions: Returns the sessions of campaigns, and what the campaigns are called.
            now: The time of day, with an offset.
            parent: Over which it is asked.
        """
        super().__init__(parent)
        self.theme, self._library, self._sessions, self._now = theme, library, sessions, now
        self._over = parent

    def ask_for_survey(self, known: Collection[str]) -> None:
        """Ask for the title of a new survey; the ids that there are already are not taken."""
        dialog = NewSurvey(self.theme, known, self._over)
        dialog.taken.connect(self._begin_survey)
        dialog.open()

    def _begin_survey(self, title: str, id_: str, template: str) -> None:
        def begin(library: Library) -> None:
            new_definition(library, id_, definition_lines(title, TEMPLATES[template]))

        if self._act(begin):
            self.made.emit(id_, "")

    def ask_for_session(self, survey: Survey) -> None:
        """Ask who answers a new session of a survey."""
        about = self._evening()
        names = sorted({one.respondent for one in survey.sessions if one.respondent})
        said = "" if about is None else _said(about)
        dialog = NewSession(self.theme, printable(survey.title), names, said, self._over)

        def begin(name: str, linked: bool) -> None:  # noqa: FBT001  Qt's signature
            key = about.key if linked and about is not None else ""
            self._begin_session(survey.id, name, key)

        dialog.taken.connect(begin)
        dialog.open()

    def _evening(self) -> SessionSummary | None:
        """Return the session of a campaign that was played last, None without one."""
        played = [one for one in self._sessions()[0] if one.status in ("completed", "in_progress")]
        return max(played, key=lambda one: one.start_us or 0, default=None)

    def _begin_session(self, survey: str, respondent: str, about: str) -> None:
        made: list[str] = []
        now = int(self._now().timestamp())

        def begin(library: Library) -> None:
            made.append(new_session(library, survey, respondent, now, about=about))

        if self._act(begin):
            self.made.emit(survey, made[0])

    def ask_to_link(self, key: str) -> None:
        """Ask to which evening of a campaign a session belongs."""
        sessions, names = self._sessions()
        if not sessions:
            self.told.emit(self.tr("There is no session of a campaign yet."))
            return
        dialog = SessionChooser(self.theme, sessions, names, self._over)
        dialog.taken.connect(lambda to: self._link(key, to))
        dialog.open()

    def _link(self, key: str, to: str) -> None:
        named = next((_said(one) for one in self._sessions()[0] if one.key == to), "")
        if self._act(lambda library: link_to_campaign(library, key, to)):
            self.acted.emit(self.tr("Linked to “{0}”.").format(one_line(named, _TITLE)))

    def delete_sessions(self, chosen: Sequence[RespondentSession]) -> None:
        """Put sessions into the bin."""
        keys = [one.key for one in chosen]
        if self._act(lambda library: session_acts.delete_sessions(library, keys, SURVEY)):
            one, many = self.tr("The session is deleted."), self.tr("{0} sessions are deleted.")
            self.acted.emit(one if len(keys) == 1 else many.format(len(keys)))

    def delete_survey(self, survey: Survey) -> None:
        """Put a survey into the bin, and its sessions with it."""
        if self._act(lambda library: survey_bin.delete_survey(library, survey.id)):
            title, count = one_line(printable(survey.title), _TITLE), len(survey.sessions)
            alone = self.tr("“{0}” is deleted.")
            both = self.tr("“{0}” and its {1} sessions are deleted.")
            self.acted.emit((both if count else alone).format(title, count))

    def _act(self, act: Callable[[Library], object]) -> bool:
        library = self._library()
        return library is not None and library.try_act(lambda: act(library.library))


def is_possible(command: str, *, survey: bool, session: bool, question: bool, gm: bool) -> bool:
    """Say whether a command can be done with what is chosen, by the GM or in the player view."""
    if not gm:
        return command in _OF_ANSWERING and session
    if command in _OF_SESSION:
        return session
    if command in _OF_SURVEY:
        return survey
    return command == "survey.new" or question


def _said(session: SessionSummary) -> str:
    number = "" if session.number is None else f"{session.number}  "
    return f"{number}{session.name}"
