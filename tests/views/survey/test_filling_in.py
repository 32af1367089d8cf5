"""Sessions of surveys filled in by keyboard: the form, the interview, a damaged line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit
from tests.views.survey.conftest import NOW, content

from sessionary.core.survey.records import State
from sessionary.core.survey.sheet import Stand
from sessionary.core.survey.values import value_text
from sessionary.services import survey_edits
from sessionary.services.exports import export

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot
    from tests.views.survey.conftest import Desk, Typist

    from sessionary.views.survey.session_page import SurveySessionPage

FILLED = "d4d4a001-0000-0000-1111-aabbccddeeff"
HALF = "d4d4b002-0000-0000-2222-aabbccddeeff"
ZERO = "c0010a1b-1111-4222-8333-444455556600"
DAMAGED = "bad00004-0000-0000-0000-000000000000"


def state(page: SurveySessionPage) -> State:
    assert page.view is not None
    return page.view.standing.state


def said(page: SurveySessionPage) -> dict[str, str]:
    """Return what people read of each answer, by question."""
    assert page.view is not None
    return {
        one.question.uid: value_text(one.answer, one.question)
        for one in page.view.rows
        if one.answer is not None
    }


def answerable(page: SurveySessionPage) -> bool:
    return page.view is not None and page.view.answerable


def asked(page: SurveySessionPage) -> str:
    assert page.view is not None
    found = page.view.asked
    return "" if found is None else found.question.uid


def test_the_after_session_form_with_all_its_types_by_keyboard(
    desk: Desk, page: SurveySessionPage, typist: Typist, qtbot: QtBot, tmp_path: Path
) -> None:
    desk.take("tabletop", "after-session")
    key = survey_edits.new_session(desk.library, "after-session", "seat-9", int(NOW.timestamp()))
    desk.open.undo_stack.clear()
    page.show_session(key)
    page.enter()
    typist.press("Return")  # the slide
    assert asked(page) == "rating"
    typist.fill("11")
    assert page.form.row_of("rating").refusal.words.text()  # type: ignore[union-attr]
    assert page.form.row_of("rating").refusal.code.text() == "V-RANGE"  # type: ignore[union-attr]
    typist.fill("9")
    typist.press("Up", "Up", "Return")  # pace: 1.00 was proposed
    typist.press("Space", "Tab", "Tab", "Space", "Return")  # best
    typist.press("Down", "Space", "Return")  # npcs
    typist.write("-34.9285")
    typist.press("Tab")
    typist.fill("138.6007")
    typist.fill("2024-07-06 18:00")
    typist.fill("24:00")
    typist.write("18:30")
    typist.press("Tab")
    typist.fill("2:00")
    typist.fill("Møøn Quay – 10:30")
    typist.press("Space", "Return")  # photo
    typist.write("Loved it")
    typist.press("Return")
    typist.type("C:\\maps!")
    typist.press("Ctrl+Return")
    typist.fill("table@example.org")
    typist.press("Space", "Right", "Return")  # mvp
    typist.press("Down", "Down", "Down", "Return")  # role
    for text in ("1", "3.5"):
        typist.write(text)
        typist.press("Tab")
    typist.fill("9")
    typist.write("19:30")
    typist.press("Tab")
    typist.fill("21:00")
    for text in ("2024-07-06 18:00", "2024-07-13 18:00"):
        typist.write(text)
        typist.press("Tab")
    typist.fill("2024-07-20 18:00")
    typist.write("1")
    typist.press("Tab")
    typist.fill("30")
    row = page.form.row_of("vtt")
    assert row is not None
    typist.press("Return")
    dialog = row.field.dialog  # type: ignore[union-attr]
    dialog.buttons[1].setFocus()
    typist.press("Space")
    typist.fill("open sesame")
    typist.fill("1e601ec7-fb00-4deb-a8bb-d9da5147d878")
    assert state(page) is State.FINISHED
    assert said(page) == {
        "intro": "seen", "rating": "9 points", "pace": "1.10 x", "best": "the heist, the feast",
        "npcs": "Moth Queen", "where": "-34.9285°, 138.6007°", "next": "2024-07-06 18:00 UTC",
        "bed": "24:00", "slot": "18:30 – 02:00", "oneline": "Møøn Quay – 10:30", "photo": "yes",
        "notes": "Loved it\nC:\\maps!", "mail": "table@example.org", "mvp": "Brass",
        "role": "scout", "tension": "act 1: 1, act 2: 3.5, act 3: 9",
        "breaks": "first: 19:30, second: 21:00",
        "dates": "earliest: 2024-07-06 18:00 UTC, middle: 2024-07-13 18:00 UTC, "
        "latest: 2024-07-20 18:00 UTC",
        "prep": "1 h 30 min", "vtt": "Granted", "secret": "hash stored",
        "token": "1e601ec7-fb00-4deb-a8bb-d9da5147d878",
    }  # fmt: skip
    assert "open sesame" not in desk.file(key)
    assert desk.open.undo_stack.count() == 22
    for _step in range(11):
        desk.open.undo()
    assert asked(page) == "notes"
    assert state(page) is State.OPEN
    assert typist.focus is page.form.row_of("notes").stops()[0]  # type: ignore[union-attr]
    for _step in range(11):
        desk.open.redo()
    page.header.close_button.click()
    assert state(page) is State.CLOSED
    page.tabs.turn_to("form")
    assert page.form.row_of("rating").field is None  # type: ignore[union-attr]
    assert desk.body(key)[1] == "rating:INT::9:0:0:0:0:0:0:points:0"
    with qtbot.waitSignal(page.export_asked) as wanted:
        page.header.export_button.click()
    assert wanted.args == [key]
    export(desk.library, [("survey", key)], "survey", tmp_path / "file", report=lambda *_: None)
    assert (tmp_path / "file").read_bytes().decode("latin-1") == desk.file(key)


def test_leaving_a_question_stores_it_and_escape_gives_up(
    desk: Desk, page: SurveySessionPage, typist: Typist
) -> None:
    desk.take("tabletop", "after-session", FILLED)
    before = desk.file(FILLED)
    page.show_session(FILLED)
    page.show_question("rating")
    for _step in range(40):
        # Walking through all of them changes nothing.
        typist.press("Tab")
    assert desk.file(FILLED) == before
    page.show_question("rating")
    typist.write("3")
    typist.press("Escape", "Tab")
    assert desk.file(FILLED) == before
    typist.press("Shift+Tab")
    typist.write("3")
    typist.press("Tab")
    assert said(page)["rating"] == "3 points"
    assert desk.open.undo_stack.undoText() == "Correct “Overall rating”"
    typist.press("Ctrl+Down")
    assert typist.focus is page.form.row_of("best").stops()[0]  # type: ignore[union-attr]
    page.show_question("oneline")
    typist.write("another")
    page.show_session("")
    assert "oneline:TEXT:another:" in desk.file(FILLED)
    desk.open.undo()
    desk.open.undo()
    assert desk.file(FILLED) == before


def test_the_first_generation_answers_in_any_order_and_takes_back_one_or_more(
    desk: Desk, page: SurveySessionPage, typist: Typist
) -> None:
    desk.take("tabletop", "after-session", HALF)
    page.show_session(HALF)
    page.show_question("mail")
    typist.fill("no address")
    row = page.form.row_of("mail")
    assert row is not None
    assert row.refusal.code.text() == "V-EMAIL"
    # Whatever the rows above turn out to take, the one that is typed in stays in sight.
    page.form.questions._settle()
    assert page.form.questions.viewport().rect().contains(row.geometry())
    typist.fill("a@b.example")
    assert said(page)["mail"] == "a@b.example"
    page.show_question("best")
    typist.press("Ctrl+Shift+Delete")
    menu = QApplication.activePopupWidget()
    assert menu is not None
    menu.actions()[0].trigger()
    menu.close()
    assert set(said(page)) == {"intro", "rating", "npcs", "mail"}
    row = page.form.row_of("best")
    assert row is not None
    assert row.row is not None
    assert row.row.stand is Stand.ASKED
    assert row.former.text() == "the duel"
    assert row.former.font().strikeOut()


def test_the_interview_through_session_zero_with_a_deletion_in_the_middle(
    desk: Desk, page: SurveySessionPage, typist: Typist
) -> None:
    desk.take("tabletop", "session-zero", ZERO)
    page.show_session(ZERO)
    page.tabs.turn_to("interview")
    page.enter()
    asking = page.interview.asking
    assert asking.title.text() == "Welcome to the table"
    typist.press("Return")
    assert page.header.progress.text() == "1 of 10"
    typist.press("Return")
    assert asking.refusal.code.text() == "V-MANDATORY"
    typist.fill("Thorn")
    typist.press("Space", "Right", "Return")
    assert asking.title.text() == "What do you enjoy most?"
    assert asking.before.text() == "before: grim"
    typist.press("Alt+Left")
    assert asking.title.text() == "Which tone do you want?"
    assert asking.field is not None
    assert asking.field.given().text == "grim"  # type: ignore[union-attr]  # proposed again
    typist.press("Right", "Return")
    typist.press("Space", "Return")
    typist.type("spiders")
    typist.press("Ctrl+Return")
    typist.fill("7")
    typist.press("Space", "Return")
    typist.press("Return")  # 19:00 is proposed
    typist.press("Down", "Down", "Return")
    typist.fill("seat1@example.org")
    assert state(page) is State.FINISHED
    assert page.interview.over.button.text() == "Close the session"
    assert said(page)["tone"] == "comic"
    assert said(page)["start"] == "19:00"
    typist.press("Return")  # once too many
    assert state(page) is State.FINISHED
    typist.press("Tab", "Space")
    assert state(page) is State.CLOSED
    desk.open.undo()
    assert state(page) is State.FINISHED


def test_a_damaged_session_is_repaired_in_the_raw_line_editor(
    desk: Desk, page: SurveySessionPage, typist: Typist
) -> None:
    desk.take("broken", "foo", DAMAGED)
    before = desk.file(DAMAGED)
    page.show_session(DAMAGED)
    assert page.notice.isVisible()
    assert page.notice.line.code.text() == "R-DAMAGED"
    page.notice.button.click()
    dialog = page.raw_dialog
    assert dialog is not None
    dialog.editor.setFocus()
    typist.type("x")
    dialog._look()
    assert dialog.then.code.text() == "FIELD-COUNT"
    dialog.use.click()
    assert dialog.then.words.text() == "The line can be read like this."
    assert desk.file(DAMAGED) == before
    typist.press("Ctrl+Return")
    page.tabs.turn_to("findings")
    assert [page.findings.model.finding(row).line for row in range(2)] == [7, 8]
    page.findings.repair.click()
    assert page.raw_dialog is not None
    page.raw_dialog.use.click()
    page.raw_dialog.save.click()
    assert not page.notice.isVisible()
    assert said(page) == {"question1": "start 7:30 pm", "question2": "two\nlines"}
    desk.open.undo()
    desk.open.undo()
    assert desk.file(DAMAGED) == before


def test_players_see_nothing_of_what_was_taken_back_or_is_the_programs(
    desk: Desk, page: SurveySessionPage, typist: Typist
) -> None:
    desk.take("tabletop", "after-session", HALF)
    page.show_session(HALF)
    page.tabs.turn_to("lines")
    assert page.lines.model.rowCount() == 10
    page.set_player_view(on=True)
    assert page.tabs.key() == "form"
    assert not any(page.tabs.bar.isTabVisible(at) for at in (2, 3, 4))
    assert page.lines.model.rowCount() == 0
    row = page.form.row_of("pace")
    assert row is not None
    assert not row.former.text()
    page.enter()
    typist.fill("1.5")
    assert said(page)["pace"] == "1.50 x"
    page.set_player_view(on=False)
    assert page.tabs.bar.isTabVisible(2)


def test_notes_and_tags_are_the_librarys_and_no_file_has_them(
    desk: Desk, page: SurveySessionPage, typist: Typist
) -> None:
    desk.take("tabletop", "after-session", FILLED)
    before = desk.file(FILLED)
    page.show_session(FILLED)
    page.tabs.turn_to("notes")
    page.notes.text.setFocus()
    typist.type("Ask Brass about the bell.")
    assert page.flush()
    assert page.editor.save_tags(["feedback"]) == ""
    page.show_session("")
    page.show_session(FILLED)
    page.tabs.turn_to("notes")
    assert page.notes.text.toPlainText() == "Ask Brass about the bell."
    assert page.view is not None
    assert list(page.view.own["tags"]) == ["feedback"]
    assert desk.file(FILLED) == before


def test_findings_lead_to_the_question_or_the_line(
    desk: Desk, page: SurveySessionPage, typist: Typist
) -> None:
    odd = "bad00006-0000-0000-0000-000000000000"
    desk.take("broken", "foo", odd)
    page.show_session(odd)
    page.tabs.turn_to("findings")
    codes = [page.findings.model.finding(row).code for row in range(2)]
    assert codes == ["DUP-UID", "A-UNKNOWN-UID"]
    page.findings.table.choose_row(1)
    page.findings.table.setFocus()
    typist.press("Return")
    assert page.tabs.key() == "form"
    row = page.form.row_of("ghost")
    assert row is not None
    assert row.findings.lines[0].code.text() == "A-UNKNOWN-UID"
    page.show_line(2)
    assert page.tabs.key() == "lines"
    assert page.lines.model.answer(page.lines.table.currentIndex().row()).uid == "@user"


def test_ctrl_z_in_a_field_that_nobody_touched_is_the_windows(
    desk: Desk, page: SurveySessionPage, typist: Typist
) -> None:
    from PySide6.QtCore import QEvent, Qt
    from PySide6.QtGui import QKeyEvent

    desk.take("tabletop", "after-session", FILLED)
    page.show_session(FILLED)
    page.show_question("oneline")
    assert isinstance(typist.focus, QLineEdit | QPlainTextEdit)
    undo = QKeyEvent(
        QEvent.Type.ShortcutOverride, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier
    )
    undo.ignore()
    QApplication.sendEvent(typist.focus, undo)
    assert not undo.isAccepted()
    typist.type("x")
    QApplication.sendEvent(typist.focus, undo)
    assert undo.isAccepted()


def test_a_session_without_its_version_is_read_and_one_whose_name_is_wrong_is_confirmed(
    desk: Desk, page: SurveySessionPage
) -> None:
    missing = "bad0000a-0000-0000-0000-000000000000"
    desk.take("broken", "foo", missing)
    page.show_session(missing)
    assert page.notice.line.code.text() == "S-DEF-MISSING"
    assert page.view is not None
    assert {one.stand for one in page.view.rows} <= {Stand.LOOSE}
    other = content("seed-gen1", "sessions", "3815", "381544dc-0000-0000-0d04-01123f06e306")
    wrong = other.split("\n", 1)[0].split("/")[1]
    desk.keep_snapshot("foo", wrong, content("seed-gen1", "surveys", "foo", wrong))
    desk.keep("survey", "381544dc-0000-0000-0d04-01123f06e306", other)
    page.show_session("381544dc-0000-0000-0d04-01123f06e306")
    assert page.notice.line.code.text() == "S-DEF-SHA"
    assert not answerable(page)
    page.notice.button.click()
    assert answerable(page)
    assert not page.notice.isVisible()


def test_with_the_mouse_a_click_on_the_next_question_stores_this_one(
    desk: Desk, page: SurveySessionPage, typist: Typist, qtbot: QtBot
) -> None:
    desk.take("tabletop", "session-zero", ZERO)
    page.show_session(ZERO)
    page.form.row_of("hello").field.stops()[0].click()  # type: ignore[union-attr]
    assert asked(page) == "handle"
    page.enter()
    typist.type("Thorn")
    later = page.form.row_of("tone")
    assert later is not None
    QTest.mouseClick(later, Qt.MouseButton.LeftButton, pos=later.rect().center())
    qtbot.waitUntil(lambda: asked(page) == "tone")
    row = page.form.row_of("tone")
    assert row is not None
    qtbot.waitUntil(lambda: typist.focus is row.stops()[0])
    row.field.buttons[2].click()  # type: ignore[union-attr]
    row.answer_button.click()
    assert said(page)["tone"] == "comic"
    assert asked(page) == "pillars"
    row.remove.click()
    assert asked(page) == "tone"
    assert row.former.text() == "comic"


def test_nothing_is_cut_however_narrow_the_page_is(
    desk: Desk, page: SurveySessionPage, qtbot: QtBot
) -> None:
    desk.take("tabletop", "after-session", HALF)
    page.resize(400, 700)
    page.show_session(HALF)

    def cut() -> list[str]:
        labels = [one for one in page.findChildren(QLabel) if one.isVisible() and one.text()]
        return [
            one.text()
            for one in labels
            if one.height()
            < (one.heightForWidth(one.width()) if one.wordWrap() else one.fontMetrics().height())
        ]

    for tab in ("form", "interview", "lines", "findings", "notes"):
        page.tabs.turn_to(tab)
        qtbot.waitUntil(lambda: cut() == [])
