from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from sessionary.app.documents import title_of
from sessionary.app.exporting import survey_scopes
from sessionary.core.survey.given import Given
from sessionary.core.survey.records import State
from sessionary.models.search_results import SearchResults
from sessionary.services.search import search
from sessionary.services.survey_edits import answer as answer_question
from sessionary.views.survey.place.dialogs import NewSession, NewSurvey, SessionChooser
from sessionary.views.survey.place.surveys_place import SurveysPlace

if TYPE_CHECKING:
    from sessionary.views.survey.session_page import SurveySessionPage

    from .conftest import Person

NOW = 1_795_179_600


def place_of(person: Person) -> SurveysPlace:
    place = person.window.places.get("surveys")
    assert isinstance(place, SurveysPlace)
    return place


def read(person: Person) -> SurveysPlace:
    place = place_of(person)
    person.qtbot.waitUntil(lambda: not place.busy)
    return place


def page_of(person: Person) -> SurveySessionPage:
    page = read(person).session_page
    assert page is not None
    return page


def places(person: Person) -> list[str]:
    rows = person.window.sidebar.places
    return [str(rows.model().index(row, 0).data()) for row in range(rows.model().rowCount())]


def questions(place: SurveysPlace) -> list[str]:
    model = place.page.edit.model
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def respondents(place: SurveysPlace) -> list[str]:
    model = place.lists.sessions
    return [str(model.index(row, 1).data()) for row in range(model.rowCount())]


def begin_survey(person: Person, title: str, template: str) -> SurveysPlace:
    person.press("Ctrl+Shift+U")
    dialog = person.dialog(NewSurvey)
    QTest.keyClicks(dialog.line, title)
    person.click(dialog.templates.buttons[template])
    QTest.keyClick(dialog.line, Qt.Key.Key_Return)
    return read(person)


def begin_session(person: Person, name: str, *, about: bool = False) -> SurveysPlace:
    person.press("Ctrl+N")
    dialog = person.dialog(NewSession)
    QTest.keyClicks(dialog.line, name)
    if about:
        assert dialog.choices is not None
        person.click(dialog.choices.buttons["about"])
    QTest.keyClick(dialog.line, Qt.Key.Key_Return)
    return read(person)


def test_a_survey_is_begun_edited_and_taken_back_by_keyboard(sample: Person) -> None:
    assert places(sample) == ["Now", "Sessions", "World", "Insights", "More"]
    place = begin_survey(sample, "After the evening", "after-session")
    assert places(sample) == ["Now", "Sessions", "World", "Surveys", "Insights"]
    survey = place.lists.survey()
    assert survey is not None
    assert (survey.id, survey.title, len(questions(place))) == (
        "after-the-evening", "After the evening", 7,
    )  # fmt: skip
    # The editor is open; a question is added behind the first one, and named.
    sample.press("Ctrl+Shift+A")
    editor = place.page.edit.editor.text.editor
    assert editor is not None
    QTest.keyClick(editor, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(editor, "Who was best?")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert questions(read(sample))[:3] == ["How was it?", "Who was best?", "What was best?"]
    types = {action.data(): action for action in place.page.edit.editor.type.choices.actions()}
    types["SINGLECHOICE"].trigger()
    definition = read(sample).page.edit.definition
    assert definition is not None
    assert definition.questions[1].choices == ("first", "second", "third")
    place.page.edit.list.setFocus()
    sample.press("Alt+Shift+Down", "Alt+Shift+Down")
    assert questions(read(sample)).index("Who was best?") == 3
    place.page.edit.list.setFocus()
    sample.press("Del")
    assert "Who was best?" not in questions(read(sample))
    for _ in range(5):
        sample.press("Ctrl+Z")
        read(sample)
    assert "New question" in questions(place)
    sample.press("Ctrl+Z", "Ctrl+Z")
    read(sample)
    assert places(sample)[-2:] == ["More", "Surveys"]
    assert place.lists.survey() is None


def test_a_session_is_begun_for_an_evening_and_counted_and_deleted(sample: Person) -> None:
    begin_survey(sample, "Feedback", "after-session")
    place = begin_session(sample, "Ann", about=True)
    assert respondents(place) == ["Ann"]
    chosen = place.lists.session()
    assert chosen is not None
    assert chosen.state is State.NEW
    page = page_of(sample)
    # The first question has the focus, and the foot of the window tells of surveys.
    assert page.form.isAncestorOf(sample.focus)
    assert sample.window.status._facts.text() == "1 survey  ·  1 session"
    assert title_of(sample.window, "survey", chosen.key) == "Ann · Feedback"
    alone, *_more = survey_scopes(sample.library, "survey", chosen.key)
    assert (alone.key, sorted(alone.without)) == ("session", ["csv"])
    assert page.view is not None
    answer_question(sample.library.library, chosen.key, [Given(uid="rating", value=9)], NOW)
    place = read(sample)
    chosen = place.lists.session()
    assert chosen is not None
    assert (chosen.state, chosen.done, chosen.links) == (State.OPEN, 1, (chosen.links[0],))

    # What was answered is counted, and an answer leads to its session.
    sample.press("Ctrl+Shift+R")
    read(sample)
    results = place.page.results
    sample.qtbot.waitUntil(lambda: results.results is not None and not results.busy)
    card = results.cards["rating", "INT"]
    assert card.summary.text() == "1 of 1 answered  ·  9 points"

    # What was answered is found by its words, and leads to its session.
    found = search(sample.library.library, "rating")
    (entry,) = [one for one, _session in found.entries]
    searching = SearchResults()
    searching.show(found)
    assert searching.index(0, 2).data() == "Ann · Feedback"
    sample.window.open_event(entry.pk)
    read(sample)
    assert page_of(sample).key == chosen.key

    # It stands on the page of the evening too, and leads back.
    page_of(sample).linked_asked.emit(chosen.links[0])
    sample.settle()
    assert sample.heading() == "The Bell Rings Once"
    evening = sample.window.sessions_place.page
    assert evening is not None
    card_of_evening = evening.overview.surveys
    assert not card_of_evening.isHidden()
    card_of_evening.survey_asked.emit(chosen.key)
    read(sample)
    assert sample.window.place == "surveys"
    assert place.lists.session() is not None

    # Linked to another evening as well; deleted, and brought back.
    sample.press("Ctrl+Shift+L")
    chooser = sample.dialog(SessionChooser)
    QTest.keyClicks(chooser.field, "slack")
    QTest.keyClick(chooser.field, Qt.Key.Key_Down)
    QTest.keyClick(chooser.table, Qt.Key.Key_Return)
    read(sample)
    assert sample.banner() == "Linked to “10  Slack Water”."
    place.lists.session_table.setFocus()
    sample.press("Del")
    assert respondents(read(sample)) == []
    assert place.lists.survey() is not None
    assert sample.banner() == "The session is deleted."
    sample.press("Ctrl+Z")
    assert respondents(read(sample)) == ["Ann"]
    # By now, its button would undo something else.
    assert sample.banner() == ""


def test_players_see_questions_and_answer_but_no_results(sample: Person) -> None:
    place = begin_survey(sample, "Feedback", "session-zero")
    begin_session(sample, "Ann")
    begin_session(sample, "Bob")
    assert respondents(read(sample)) == ["Ann", "Bob"] or respondents(place) == ["Bob", "Ann"]
    sample.press("Ctrl+Shift+P")
    read(sample)
    place.lists.choose("feedback")
    tabs = place.page.tabs
    shown = [tabs._keys[at] for at in range(tabs.bar.count()) if tabs.bar.isTabVisible(at)]
    assert shown == ["questions"]
    assert place.page.results.survey is None
    for command in ("survey.new", "survey.edit", "survey.results", "survey.link"):
        assert not sample.can(command)
    place.lists.table.setFocus()
    sample.press("Ctrl+N")
    assert not place.findChildren(NewSession)


def test_a_filter_leaves_surveys_and_sessions_that_fit(sample: Person) -> None:
    begin_survey(sample, "Session zero", "session-zero")
    place = begin_survey(sample, "Feedback", "after-session")
    begin_session(sample, "Ann")
    begin_session(sample, "Bob")
    read(sample)
    sample.press("Ctrl+F")
    sample.type("bob")
    assert place.lists.surveys.rowCount() == 1
    assert respondents(place) == ["Bob"]
    sample.click(place.lists.states.buttons["closed"])
    assert respondents(place) == []
    sample.click(place.lists.empty.button)
    assert place.lists.surveys.rowCount() == 2
    assert set(respondents(place)) == {"Ann", "Bob"}
