"""Acts on surveys and their sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sessionary.app.acts.base import Acts
from sessionary.app.places import SURVEYS

if TYPE_CHECKING:
    from sessionary.views.survey.place.surveys_place import SurveysPlace
    from sessionary.views.survey.session_page import SurveySessionPage


class SurveyActs(Acts):
    """Begins surveys, shows what came of them, and does in their sessions what has a key."""

    def _surveys(self) -> SurveysPlace | None:
        """Return the place, if it was opened once."""
        # Imported here: the first picture of the window does not wait for it.
        from sessionary.views.survey.place.surveys_place import SurveysPlace  # noqa: PLC0415

        place = self.window.places.get(SURVEYS)
        return place if isinstance(place, SurveysPlace) else None

    def _survey_session(self) -> SurveySessionPage | None:
        """Return the page of the session that is looked at, None if none is."""
        place = self._surveys()
        if place is None or place.lists.session() is None:
            return None
        return place.session_page

    def open_found_session(self, key: str) -> None:
        """Show a session that was found, of whatever kind it is."""
        if self._library is not None and self._library.is_survey_session(key):
            self.open_survey_session(key)
        else:
            self.window.open_session(key)

    def open_found_event(self, pk: int) -> None:
        """Show an event, or the session of a survey that an answer belongs to."""
        survey = "" if self._library is None else self._library.survey_of_event(pk)
        if survey:
            self.open_survey_session(survey)
        else:
            self.window.open_event(pk)

    def open_survey_session(self, key: str, line: int = 0) -> None:
        """Show a session of a survey, and what stands in a line of it."""
        self.window.go_to(SURVEYS)
        place = self._surveys()
        if place is not None:
            place.show_line(key, line)

    def open_of_survey(self, key: str) -> bool:
        """Show a session if it is of a survey; say whether it is."""
        is_survey = self._library is not None and self.window.sessions_model.by_key(key) is None
        if is_survey:
            self.open_survey_session(key)
        return is_survey

    def open_answer(self, pk: int) -> bool:
        """Show an answer in its session; say whether an entry is one."""
        from sessionary.services.survey_links import place_of_answer  # noqa: PLC0415

        found = None if self._library is None else place_of_answer(self._library.library, pk)
        if found is not None:
            self.open_survey_session(*found)
        return found is not None

    def survey_new(self) -> None:
        """Ask for the title of a new survey."""
        self.window.go_to(SURVEYS)
        place = self._surveys()
        if place is not None:
            place.ask_for_survey()

    def survey_results(self) -> None:
        """Show the results of the chosen survey."""
        place = self._surveys()
        if place is not None:
            place.show_results()

    def survey_edit(self) -> None:
        """Show the questions of the chosen survey where they are edited."""
        place = self._surveys()
        if place is not None:
            place.show_editor()

    def survey_add_question(self) -> None:
        """Add a question to the chosen survey."""
        place = self._surveys()
        if place is not None:
            place.show_editor()
            place.page.edit.add_question()

    def survey_question_up(self) -> None:
        """Move the chosen question up."""
        place = self._surveys()
        if place is not None:
            place.page.edit.move_question(-1)

    def survey_question_down(self) -> None:
        """Move the chosen question down."""
        place = self._surveys()
        if place is not None:
            place.page.edit.move_question(1)

    def survey_form(self) -> None:
        """Show the chosen session as a form."""
        page = self._survey_session()
        if page is not None:
            page.tabs.turn_to("form")
            page.enter()

    def survey_interview(self) -> None:
        """Go on with the chosen session, one question at a time."""
        page = self._survey_session()
        if page is not None:
            page.tabs.turn_to("interview")
            page.enter()

    def survey_back(self) -> None:
        """Take the last answer of the chosen session back."""
        page = self._survey_session()
        if page is not None:
            page.take_back_last()

    def survey_close(self) -> None:
        """Close the chosen session."""
        page = self._survey_session()
        if page is not None:
            page.close_session()

    def survey_link(self) -> None:
        """Ask to which evening the chosen session belongs."""
        place = self._surveys()
        if place is not None:
            place.ask_to_link()
