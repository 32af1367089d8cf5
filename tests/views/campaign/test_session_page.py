from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPlainTextEdit,
    QWidget,
)

from sessionary.core.campaign.agenda import Carried, Sort
from sessionary.core.campaign.lifecycle import Status
from sessionary.services.next_session import take_over
from sessionary.services.sessions import new_session
from sessionary.views.campaign.fields import EditableText

from .conftest import FULL

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from sessionary.views.campaign.session_page import SessionPage
    from sessionary.views.theme import Theme

    from .conftest import Desk

NOW = datetime(2026, 3, 1, 20, tzinfo=UTC)
TABS = ("overview", "log", "attendance", "statistics", "notes", "other")


def type_into(
    qtbot: QtBot, field: EditableText, text: str, end: Qt.Key = Qt.Key.Key_Return
) -> None:
    """Open a field by F2 and type over what stands there."""
    qtbot.keyClick(field.face, Qt.Key.Key_F2)
    assert field.editor is not None
    field.editor.selectAll()
    qtbot.keyClicks(field.editor, text)
    modifier = Qt.KeyboardModifier.NoModifier
    if isinstance(field.editor, QPlainTextEdit):
        modifier = Qt.KeyboardModifier.ControlModifier
    qtbot.keyClick(field.editor, end, modifier)


def said(widget: QWidget) -> Iterator[str]:
    """Yield everything that a page says to eyes and to screen readers, hidden parts too."""
    for one in [widget, *widget.findChildren(QWidget)]:
        yield from (one.accessibleName(), one.accessibleDescription(), one.toolTip())
        if isinstance(one, (QLabel, QAbstractButton, QLineEdit)):
            yield one.text()
        if isinstance(one, QPlainTextEdit):
            yield one.toPlainText()


def all_said(page: SessionPage) -> str:
    parts: list[str] = []
    # What was taken out of the page is still there until the event loop runs.
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    for tab in TABS:
        page.tabs.turn_to(tab)
        parts += said(page)
        model = page.log.model
        for row in range(model.rowCount()):
            page.log.choose(model.entry_at(row).pk)  # type: ignore[union-attr]  # the row is there
            parts += [str(model.index(row, column).data()) for column in range(6)]
            parts += said(page.log.detail)
    model_of_others = page.other.model
    parts += [
        str(model_of_others.index(row, column).data())
        for row in range(model_of_others.rowCount())
        for column in range(2)
    ]
    return "\n".join(parts)


def test_looking_at_everything_changes_nothing(qtbot: QtBot, page: SessionPage, desk: Desk) -> None:
    before = desk.bytes()
    all_said(page)
    for field in page.findChildren(EditableText):
        field.open_editor()
        assert field.flush()
    page.header.tags.edit()
    page.show_session("session-015")
    page.show_session("s1")
    page.set_player_view(True)
    page.set_player_view(False)
    page.flush()
    page.close()
    assert desk.bytes() == before
    assert not desk.open.undo_stack.canUndo()


def test_a_title_is_edited_in_its_place_and_the_edit_can_be_undone(
    qtbot: QtBot, page: SessionPage, desk: Desk
) -> None:
    type_into(qtbot, page.header.title, "Further down")
    assert desk.record()["title"] == "Further down"
    assert page.header.title.face.value() == "Further down"
    assert desk.open.undo_stack.undoText() == "Edit title"
    desk.open.undo()
    assert desk.record()["title"] == "Down\r\nthere"
    assert page.header.title.face.value() == "Down\r\nthere"


def test_escape_gives_up(qtbot: QtBot, page: SessionPage, desk: Desk) -> None:
    before = desk.bytes()
    type_into(qtbot, page.header.title, "Nothing", Qt.Key.Key_Escape)
    assert not page.header.title.editing
    assert desk.bytes() == before


def test_leaving_the_field_saves(qtbot: QtBot, page: SessionPage, desk: Desk) -> None:
    page.overview.glance.place.open_editor()
    assert isinstance(page.overview.glance.place.editor, QLineEdit)
    page.overview.glance.place.editor.setText("Cellar")
    page.tabs.bar.setFocus()
    qtbot.waitUntil(lambda: desk.record()["location"] == "Cellar")
    assert not page.overview.glance.place.editing


def test_leaving_the_page_saves(page: SessionPage, desk: Desk) -> None:
    page.overview.glance.place.open_editor()
    assert isinstance(page.overview.glance.place.editor, QLineEdit)
    page.overview.glance.place.editor.setText("Cellar")
    page.show_session("session-015")
    assert desk.record()["location"] == "Cellar"


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("start", "yesterday", "“yesterday” is no date and time."),
        ("start", "", "“” is no date and time."),
        ("end", "2025-03-01T10:00:00Z", "cannot end before it starts"),
        ("game_start", "noon", "“noon” is no game time."),
    ],
)
def test_wrong_input_is_told_below_the_field_and_stays(
    qtbot: QtBot, page: SessionPage, desk: Desk, field: str, typed: str, sentence: str
) -> None:
    before = desk.bytes()
    one: EditableText = getattr(page.overview.glance, field)
    one.open_editor()
    assert isinstance(one.editor, QLineEdit)
    one.editor.setText(typed)
    qtbot.keyClick(one.editor, Qt.Key.Key_Return)
    assert one.editing
    assert one.editor.text() == typed
    assert one.error.isVisible()
    assert sentence in one.error.text()
    assert desk.bytes() == before


def test_a_number_that_is_taken_is_refused_with_the_next_free_one(
    qtbot: QtBot, theme: Theme, page: SessionPage, desk: Desk
) -> None:
    from datetime import UTC, datetime

    from sessionary.services.sessions import new_session

    new_session(desk.library, "deep", datetime(2025, 4, 1, 18, tzinfo=UTC))
    type_into(qtbot, page.header.number, "2")
    assert "Number 2 is taken" in page.header.number.error.text()
    assert page.header.number.editing
    page.header.number.give_up()
    type_into(qtbot, page.header.number, "#7")
    assert desk.record()["number"] == 7


def test_offsets_fractions_and_unknown_keys_survive_an_edit_beside_them(
    qtbot: QtBot, page: SessionPage, desk: Desk
) -> None:
    type_into(qtbot, page.overview.glance.start, "2025-03-01T18:30:00+05:45")
    times = desk.record()["realTime"]
    assert times["startTime"] == "2025-03-01T18:30:00+05:45"
    assert times["endTime"] == "2025-03-01T22:00:00.123456789+05:45"
    assert times["durationMinutes"] == 210
    type_into(qtbot, page.overview.glance.game_start, "+1h")
    game = desk.record()["gameTime"]
    assert game["startTime"]["formatted"] == "Day 15, 10:00 AM"
    assert game["startTime"]["moon"] == "full"
    assert game["startTime"]["total"] == 1299600
    assert game["elapsed"] == {"hours": 8}


def test_an_objective_is_ticked_and_unticked(qtbot: QtBot, page: SessionPage, desk: Desk) -> None:
    rows = page.overview.objectives.rows.rows
    assert [row.accessibleName() for row in rows] == ["Go down: met", "Come up again: open"]
    qtbot.keyClick(rows[1], Qt.Key.Key_Space)
    assert desk.record()["actualObjectives"] == ("Go down", "Found a lamp", "Come up\nagain")
    desk.open.undo()
    assert desk.record()["actualObjectives"] == ("Go down", "Found a lamp")
    qtbot.keyClicks(rows[0], "f")
    assert desk.record()["actualObjectives"] == ("Found a lamp",)
    assert rows[0].word.text() == "failed"


def test_lists_are_edited_one_entry_a_line_and_untouched_entries_stay(
    qtbot: QtBot, page: SessionPage, desk: Desk
) -> None:
    page.overview.objectives.edit_planned()
    editor = page.overview.objectives.planned.editor
    assert isinstance(editor, QPlainTextEdit)
    assert editor.toPlainText() == "Go down\nCome up again"
    editor.moveCursor(editor.textCursor().MoveOperation.End)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.keyClicks(editor, "Sleep")
    qtbot.keyClick(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert desk.record()["plannedObjectives"] == ("Go down", "Come up\nagain", "Sleep")


def test_tags_of_the_file_stay_and_new_ones_are_set_here(
    qtbot: QtBot, page: SessionPage, desk: Desk
) -> None:
    page.header.tags.edit_button.click()
    editor = page.header.tags.line.editor
    assert isinstance(editor, QLineEdit)
    assert editor.text() == 'deep, "a, b"'
    editor.setText('"a, b", wet')
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert desk.record()["tags"] == ("a, b",)
    assert desk.own()["tags"] == ("wet",)
    assert page.page is not None
    assert page.page.review.tags == ("a, b", "wet")


def test_people_are_typed_by_their_names(qtbot: QtBot, page: SessionPage, desk: Desk) -> None:
    type_into(qtbot, page.overview.glance.gm, "ann lee")
    assert desk.record()["participants"]["gm"] == "ann"
    page.tabs.turn_to("attendance")
    type_into(qtbot, page.attendance.add_field, "Dee")
    assert desk.record()["participants"]["players"][2]["userId"] == "Dee"
    type_into(qtbot, page.attendance.rows[2].characters, "wren, Somebody")
    players = desk.record()["participants"]["players"]
    assert players[2]["characterIds"] == ("wren", "Somebody")
    page.attendance.rows[2].remove.click()
    assert len(desk.record()["participants"]["players"]) == 2


def test_attendance_is_ticked_and_late_means_there(
    qtbot: QtBot, page: SessionPage, desk: Desk
) -> None:
    page.tabs.turn_to("attendance")
    row = page.attendance.rows[1]
    qtbot.keyClick(row.boxes["arrivedLate"], Qt.Key.Key_Space)
    player = desk.record()["participants"]["players"][1]
    assert player["attended"] is True
    assert player["arrivedLate"] is True
    assert player["seat"] == "SEAT"
    qtbot.keyClick(page.attendance.rows[1].boxes["attended"], Qt.Key.Key_Space)
    player = desk.record()["participants"]["players"][1]
    assert player["attended"] is False
    assert player["arrivedLate"] is False
    page.attendance.all_button.click()
    assert all(one["attended"] for one in desk.record()["participants"]["players"])


def test_arrows_go_from_tick_to_tick(qtbot: QtBot, page: SessionPage) -> None:
    page.tabs.turn_to("attendance")
    first, second = (row.boxes["attended"] for row in page.attendance.rows)
    qtbot.waitUntil(first.isVisible)
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Down)
    assert QApplication.focusWidget() is second


def test_one_click_takes_the_logs_figure(qtbot: QtBot, page: SessionPage, desk: Desk) -> None:
    page.tabs.turn_to("statistics")
    assert page.statistics.note.isVisible()
    page.statistics._lines["eventCount"].use.click()
    assert desk.record()["stats"]["eventCount"] == 2
    desk.open.undo()
    assert desk.record()["stats"]["eventCount"] == 9
    page.statistics.all_button.click()
    assert dict(desk.record()["stats"]) == {"eventCount": 2, "xpEarned": 0}


def test_a_declared_figure_is_typed(qtbot: QtBot, page: SessionPage, desk: Desk) -> None:
    page.tabs.turn_to("statistics")
    field = page.statistics._lines["npcsKilled"].declared
    type_into(qtbot, field, "many")
    assert "no number" in field.error.text()
    field.give_up()
    type_into(qtbot, field, "12")
    assert desk.record()["stats"]["npcsKilled"] == 12


def test_why_a_figure_is_another_than_the_logs_is_said_beside_it(
    qtbot: QtBot, page: SessionPage, desk: Desk
) -> None:
    page.tabs.turn_to("statistics")
    line = page.statistics._lines["eventCount"]
    assert not line.source.isHidden()
    assert line.reason.isHidden()
    type_into(qtbot, line.declared, "5")
    assert line.source.isHidden()
    type_into(qtbot, line.reason, "counted by hand")
    assert line.reason.face.value() == "counted by hand"
    assert desk.own()["statisticReasons"] == {"eventCount": "counted by hand"}
    line.use.click()
    assert line.reason.isHidden()
    assert "statisticReasons" not in desk.own()


def test_notes_are_saved_while_they_are_typed_and_keep_their_line_breaks(
    qtbot: QtBot, page: SessionPage, desk: Desk
) -> None:
    page.tabs.turn_to("notes")
    editor = page.notes.editors["/description"]
    editor.moveCursor(editor.textCursor().MoveOperation.End)
    qtbot.keyClicks(editor, "!")
    qtbot.waitUntil(lambda: desk.record()["description"].endswith("!"), timeout=3000)
    assert desk.record()["description"] == "First\r\nsecond\u2028third\u00a0end!"
    assert desk.open.undo_stack.undoText() == "Edit description"
    desk.open.undo()
    assert desk.record()["description"] == "First\r\nsecond\u2028third\u00a0end"
    assert editor.toPlainText() == "First\nsecond\nthird end"


def test_typing_is_saved_at_once_when_the_page_is_left(
    qtbot: QtBot, page: SessionPage, desk: Desk
) -> None:
    page.tabs.turn_to("notes")
    qtbot.keyClicks(page.notes.editors["/own/prep"], "Maps")
    qtbot.keyClicks(page.overview.gm_text, "So. ")
    page.show_session("session-015")
    assert desk.own()["prep"] == "Maps"
    assert desk.record()["summary"]["gm"] == "So. Told by the GM."


def test_an_edit_does_not_take_typing_with_it_when_it_is_undone(
    qtbot: QtBot, page: SessionPage, desk: Desk
) -> None:
    qtbot.keyClicks(page.overview.gm_text, "So. ")
    type_into(qtbot, page.header.title, "Other")
    desk.open.undo()
    assert desk.record()["title"] == "Down\r\nthere"
    assert desk.record()["summary"]["gm"] == "So. Told by the GM."


def test_the_player_view_says_nothing_of_what_is_the_gms(page: SessionPage) -> None:
    words = ("GMNOTES", "HIDDENCLUE", "SECRETVALUE", "SECRETKEY", "OTHERKEY", "SEAT")
    told = all_said(page)
    assert [word for word in words if word not in told] == []
    page.set_player_view(True)
    told = all_said(page)
    assert [word for word in words if word in told] == []
    assert "Mother Dunn" in told
    assert page.log.model.total == 1
    assert not page.editable


def test_a_note_and_a_secret_are_shown_to_players_by_key_and_it_can_be_undone(
    qtbot: QtBot, page: SessionPage, desk: Desk
) -> None:
    page.tabs.turn_to("notes")
    notes = page.notes
    notes.editors["/own/secrets"].setPlainText("Mara lies\nThe bell is cursed")
    page.flush()
    assert [row.words.text() for row in notes.secrets.rows] == ["Mara lies", "The bell is cursed"]
    qtbot.keyClick(notes.secrets.rows[1], Qt.Key.Key_Space)
    assert [row.word.text() for row in notes.secrets.rows] == ["secret", "revealed"]
    qtbot.keyClick(notes.shared["notes"], Qt.Key.Key_Space)
    page.set_player_view(True)
    assert "GMNOTES are here" in notes.editors["/notes"].toPlainText()
    assert [row.words.text() for row in notes.secrets.rows] == ["The bell is cursed"]
    assert "Mara" not in all_said(page)
    page.set_player_view(False)
    page.tabs.turn_to("notes")
    desk.open.undo()
    assert not notes.shared["notes"].isChecked()
    desk.open.undo()
    page.set_player_view(True)
    assert "GMNOTES" not in all_said(page)
    assert "cursed" not in all_said(page)
    assert notes.cards["/notes"].isHidden()


def test_what_a_planned_session_took_over_is_left_out_item_by_item(
    qtbot: QtBot, page: SessionPage, desk: Desk
) -> None:
    key = new_session(desk.open.library, "deep", NOW)
    items = [
        Carried(sort=Sort.THREAD, text="Who rang the bell?", origin="s1"),
        Carried(sort=Sort.OBJECTIVE, text="Find the rope", origin="s1"),
    ]
    take_over(desk.open.library, key, items)
    page.show_session(key)
    card = page.overview.carried
    assert [row.words.text() for row in card.rows] == [
        "Open thread: Who rang the bell?", "Objective: Find the rope",
    ]  # fmt: skip
    qtbot.keyClick(card.rows[1].button, Qt.Key.Key_Space)
    qtbot.keyClick(card.rows[0].button, Qt.Key.Key_Space)
    assert card.isHidden()
    assert page.page is not None
    assert page.page.review.planned == ()
    desk.open.undo()
    assert [row.words.text() for row in card.rows] == ["Open thread: Who rang the bell?"]
    page.set_player_view(True)
    assert card.isHidden()


def test_nothing_can_be_edited_in_the_player_view(
    qtbot: QtBot, page: SessionPage, desk: Desk
) -> None:
    page.set_player_view(True)
    before = desk.bytes()
    for field in page.findChildren(EditableText):
        qtbot.keyClick(field.face, Qt.Key.Key_F2)
        assert not field.editing
    qtbot.keyClicks(page.overview.gm_text, "x")
    assert desk.bytes() == before


def test_only_moves_that_a_session_has_are_offered(
    qtbot: QtBot, page: SessionPage, desk: Desk
) -> None:
    assert not page.header.move_button.isVisible()
    assert [action.text() for action in page.header.more.choices.actions()] == [
        "Reopen…",
        "Hide from players",
    ]
    page.header.more.choices.actions()[0].trigger()
    box = page.findChild(QMessageBox)
    assert box is not None
    moved: list[tuple[str, str]] = []
    page.moved.connect(lambda key, status: moved.append((key, status)))
    qtbot.mouseClick(box.button(QMessageBox.StandardButton.Yes), Qt.MouseButton.LeftButton)
    assert moved == [("s1", "in_progress")]
    assert desk.record()["status"] == "in_progress"
    assert page.header.move_button.text() == "End"
    asked: list[str] = []
    page.end_asked.connect(asked.append)
    page.header.move_button.click()
    assert asked == ["s1"], "how it ends is asked where it is played"
    assert page.page is not None
    assert page.page.review.status is Status.IN_PROGRESS


def test_a_sentence_of_the_recap_opens_its_events(qtbot: QtBot, page: SessionPage) -> None:
    page.overview.recap.linkActivated.emit("0")
    assert page.tabs.key() == "log"
    assert page.page is not None
    assert page.log.pk() == page.page.entries[0].pk


def test_an_event_is_shown_in_full_with_what_it_triggered(qtbot: QtBot, page: SessionPage) -> None:
    assert page.page is not None
    first, second = page.page.entries
    page.show_event(second.pk)
    told = "\n".join(said(page.log.detail))
    for part in ("Roll: 1d20+5", "Dice: [3]", "Modifiers: + 5", "Total: = 9"):
        assert part in told
    assert "do not add up" in told
    assert "SECRETVALUE" in told
    page.log.choose(first.pk)
    links = [b for b in page.log.detail.findChildren(QAbstractButton) if b.text() == "HIDDENCLUE"]
    links[0].click()
    assert page.log.pk() == second.pk


def test_the_log_is_filtered_by_typing_and_by_menus(qtbot: QtBot, page: SessionPage) -> None:
    page.tabs.turn_to("log")
    qtbot.keyClicks(page.log.filters.field, "dunn")
    page.log.filters.narrow()
    assert page.log.model.rowCount() == 1
    assert page.log.filters.count.text() == "1 of 2"
    page.log.clear_filter()
    page.log.filters.category.choices.actions()[1].trigger()
    assert page.log.model.rowCount() == 1
    page.log.filters.field.setText("nothing like it")
    page.log.filters.narrow()
    assert page.log.empty.isVisible()
    page.log.empty.button.click()
    assert page.log.model.rowCount() == 2
    page.log.filters.seers.actions()[2].trigger()
    assert page.log.model.rowCount() == 1


def test_the_tree_of_causes_is_walked_by_keys(qtbot: QtBot, page: SessionPage) -> None:
    page.tabs.turn_to("log")
    page.log.shape.buttons["tree"].click()
    table = page.log.table
    table.setCurrentIndex(page.log.model.index(1, 0))
    qtbot.keyClick(table, Qt.Key.Key_Left)
    assert table.currentIndex().row() == 0
    qtbot.keyClick(table, Qt.Key.Key_Left)
    assert page.log.model.rowCount() == 1
    qtbot.keyClick(table, Qt.Key.Key_Right)
    assert page.log.model.rowCount() == 2


def test_opening_an_event_tells_its_number(qtbot: QtBot, page: SessionPage) -> None:
    page.tabs.turn_to("log")
    assert page.page is not None
    page.log.choose(page.page.entries[1].pk)
    with qtbot.waitSignal(page.event_asked) as asked:
        qtbot.keyClick(page.log.table, Qt.Key.Key_Return)
    assert asked.args == [page.page.entries[1].pk]


def test_other_fields_are_shown_and_copied(qtbot: QtBot, page: SessionPage) -> None:
    page.tabs.turn_to("other")
    page.other.copy_button.click()
    copied = QGuiApplication.clipboard().text()
    assert "mood.OTHERKEY: 1.5" in copied or 'mood: {"OTHERKEY": 1.5}' in copied
    page.show_session("session-015")
    assert not page.tabs.bar.isTabVisible(page.tabs.bar.count() - 1)


def other_row(page: SessionPage, path: str) -> None:
    """Choose an other field."""
    model = page.other.model
    row = next(row for row in range(model.rowCount()) if model.index(row, 0).data() == path)
    page.other.table.setCurrentIndex(model.index(row, 0))


def type_other(qtbot: QtBot, page: SessionPage, text: str) -> None:
    """Type a value over the chosen other field, and leave the editor."""
    qtbot.keyClick(page.other.value.face, Qt.Key.Key_F2)
    editor = page.other.value.editor
    assert editor is not None
    editor.selectAll()
    qtbot.keyClicks(editor, text)
    qtbot.keyClick(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def test_an_other_field_is_edited_as_what_it_is(
    qtbot: QtBot, page: SessionPage, desk: Desk
) -> None:
    page.tabs.turn_to("other")
    other_row(page, "participants.players[1].seat")
    type_other(qtbot, page, "by the ~/door")
    assert desk.record()["participants"]["players"][1]["seat"] == "by the ~/door"
    other_row(page, "mood")
    type_other(qtbot, page, '{"OTHERKEY": 2.5, "x": [true]}')
    assert desk.record()["mood"] == {"OTHERKEY": 2.5, "x": (True,)}
    desk.open.undo()
    assert desk.record()["mood"] == {"OTHERKEY": 1.5}
    desk.open.undo()
    assert desk.record()["participants"]["players"][1]["seat"] == "SEAT"


def test_what_is_no_json_is_refused_where_it_was_typed(
    qtbot: QtBot, page: SessionPage, desk: Desk
) -> None:
    page.tabs.turn_to("other")
    other_row(page, "mood")
    before = desk.bytes()
    type_other(qtbot, page, "{no")
    assert page.other.value.error.text().startswith("This is no JSON: ")
    assert page.other.value.editing
    assert desk.bytes() == before


def test_what_was_typed_is_saved_where_it_was_typed(
    qtbot: QtBot, page: SessionPage, desk: Desk
) -> None:
    page.tabs.turn_to("other")
    other_row(page, "participants.players[1].seat")
    qtbot.keyClick(page.other.value.face, Qt.Key.Key_F2)
    editor = page.other.value.editor
    assert editor is not None
    editor.selectAll()
    qtbot.keyClicks(editor, "window")
    other_row(page, "mood")
    assert desk.record()["participants"]["players"][1]["seat"] == "window"
    assert desk.record()["mood"] == {"OTHERKEY": 1.5}
    assert page.other.path.text() == "mood"
    assert not page.other.value.editing


def test_the_lifecycle_sample_reads_as_it_was_played(page: SessionPage) -> None:
    page.show_session("session-015")
    facts = " ".join(label.text() for label in page.header.facts.findChildren(QLabel))
    assert "18:05–22:15" in facts
    assert "4 h 10 min" in facts
    assert "Day 15, 9:00 AM → 6:00 PM (9 h)" in facts
    assert "started 5 min late" in page.header.second.text()
    page.tabs.turn_to("attendance")
    assert [row.boxes["arrivedLate"].isChecked() for row in page.attendance.rows] == [False, True]


def test_every_value_is_named_and_reached_by_key(page: SessionPage) -> None:
    for tab in TABS:
        page.tabs.turn_to(tab)
    # Of an event there is something to edit once one is chosen.
    assert page.log.choose(page.log.model.entry_at(0).pk)  # type: ignore[union-attr]  # it is there
    page.tabs.turn_to("goals")
    assert not page.goals.work.add("Be quits", of_session=False)
    page.goals.table.choose_row(0)
    for field in page.findChildren(EditableText):
        assert field.face.accessibleName()
        assert field.face.focusPolicy() == Qt.FocusPolicy.StrongFocus, field.face.accessibleName()
    for button in page.findChildren(QAbstractButton):
        if button.isVisible() and button.focusPolicy() != Qt.FocusPolicy.NoFocus:
            assert button.accessibleName() or button.text()


def test_no_part_of_the_page_opens_a_window_of_its_own(qtbot: QtBot, page: SessionPage) -> None:
    for key in ("session-015", "s1"):
        page.show_session(key)
        all_said(page)
    shown = [window for window in QApplication.topLevelWidgets() if window.isVisible()]
    assert shown == [page]
    assert page.isActiveWindow()


def test_a_session_that_is_gone_says_so(page: SessionPage) -> None:
    page.show_session("nobody")
    assert page.empty.isVisible()
    assert page.flush()


HOSTILE = (
    "<table><tr><td>" * 16,
    "<img src=/dev/zero>",
    "<b>bold</b> & <script>x</script> &lt;i&gt;",
    "line\nbreak\0nul\u202eright to left\U0001f600",
    "x" * 40_000,
)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_as_it_stands_and_not_changed_by_looking(
    qtbot: QtBot, page: SessionPage, desk: Desk, tmp_path: Path, text: str
) -> None:
    record = {
        **FULL["sessions"][0],
        "id": "s9",
        "number": 9,
        **dict.fromkeys(("title", "description", "location", "notes"), text),
        "plannedObjectives": [text],
        "actualObjectives": [text],
        "summary": {"gm": text, "highlights": [text], "npcsIntroduced": [text]},
        "participants": {"gm": text, "players": [{"userId": text, "characterIds": [text]}]},
        "tags": [text],
        "unknown": {text[:100]: text},
    }
    event = {**FULL["events"][1], "id": "e9", "sessionId": "s9", "campaignId": "deep"}
    event["event"] = {"type": text, "name": text, "description": text, "category": text}
    event["participants"] = {"actor": text, "targets": [text], "location": text}
    file = tmp_path / "hostile.json"
    file.write_text(json.dumps({"sessions": [record], "events": [event]}), encoding="utf-8")
    desk.take(file)
    before = desk.bytes()
    started = time.process_time()
    page.show_session("s9")
    for tab in TABS:
        page.tabs.turn_to(tab)
        page.grab()
    assert page.page is not None
    page.show_event(page.page.entries[0].pk)
    page.grab()
    assert time.process_time() - started < 5
    for label in page.findChildren(QLabel):
        if label.textFormat() != Qt.TextFormat.PlainText:
            # A paragraph says the text that it was given; what Qt has is HTML made of it.
            assert label.textFormat() == Qt.TextFormat.RichText
            assert not {"<img", "<table", "<script"} & set(QLabel.text(label).lower().split())
            assert "<img" not in QLabel.text(label)
    page.header.title.open_editor()
    assert page.header.title.flush()
    assert desk.bytes() == before
