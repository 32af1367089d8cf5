"""One event of the log, edited field by field with the keyboard, and taken back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCompleter

from sessionary.core.json_pointer import get_at
from sessionary.services.search import search

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot
    from tests.views.campaign.conftest import Desk

    from sessionary.views.campaign.event_detail import EventDetail
    from sessionary.views.campaign.fields import EditableText
    from sessionary.views.campaign.session_page import SessionPage

Key = Qt.Key


@pytest.fixture
def detail(page: SessionPage) -> EventDetail:
    """The event e1, chosen in the log."""
    assert page.page is not None
    page.show_event(page.page.entries[0].pk)
    return page.log.detail


def stored(desk: Desk, identity: str = "e1") -> str:
    with desk.library.reading() as connection:
        text = connection.exec_driver_sql("SELECT text FROM entry WHERE id=?", (identity,)).scalar()
    return str(text)


def record(desk: Desk, identity: str = "e1") -> Any:
    return json.loads(stored(desk, identity))


def fill(qtbot: QtBot, field: EditableText, typed: str, key: Key = Key.Key_Return) -> None:
    """Put the focus on a field, press F2, type and press Enter."""
    field.setFocus()
    qtbot.keyClick(field.face, Key.Key_F2)
    editor = field.editor
    assert editor is not None
    assert editor.hasFocus()
    qtbot.keyClick(editor, Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(editor, Key.Key_Delete)
    qtbot.keyClicks(editor, typed)
    completer = getattr(editor, "completer", lambda: None)()
    if completer is not None:
        completer.popup().hide()
    qtbot.keyClick(editor, key)


CASES: list[tuple[Callable[[EventDetail], EditableText], str, str, str, Any]] = [
    (lambda d: d.rows.type, "fight", "Combat start", "/event/type", "combat_start"),
    (lambda d: d.rows.type, "Tea party", "Tea party", "/event/type", "Tea party"),
    (lambda d: d.rows.category, "Cooking", "Cooking", "/event/category", "Cooking"),
    (lambda d: d.rows.value, "12.5", "12.5", "/event/value", 12.5),
    (lambda d: d.rows.game, "+2h", "Day 15, 12:00 PM", "/timestamp/gameTime/total", 1_306_800),
    (lambda d: d.rows.logged, "2025-03-01T19:00:00Z", "", "/timestamp/realTime",
     "2025-03-01T19:00:00Z"),
    (lambda d: d.rows.who, "wren", "Wren", "/participants/actor", "wren"),
    (lambda d: d.rows.who, "A stranger", "A stranger", "/participants/actor", "A stranger"),
    (lambda d: d.rows.where, "Attic", "Attic", "/participants/location", "Attic"),
]  # fmt: skip


def test_fields_are_typed_and_taken_back(qtbot: QtBot, desk: Desk, detail: EventDetail) -> None:
    for which, typed, shown, pointer, value in CASES:
        before, field = stored(desk), which(detail)
        was = field.face.value()
        fill(qtbot, field, typed)
        assert field.face.hasFocus()
        assert shown in field.face.value()
        assert get_at(record(desk), pointer) == value
        desk.open.undo()
        assert stored(desk) == before
        assert field.face.value() == was


def test_whom_an_event_names_is_a_key_away(
    qtbot: QtBot, desk: Desk, detail: EventDetail, page: SessionPage
) -> None:
    fill(qtbot, detail.rows.who, "wren")
    fill(qtbot, detail.rows.where, "Attic")
    links = {link.text(): link for link in detail.rows.things.links}
    assert {"Wren", "Attic"} <= links.keys()
    with qtbot.waitSignal(page.thing_asked) as asked:
        qtbot.keyClick(links["Wren"], Key.Key_Space)
    assert asked.args == ["wren"]


def test_an_event_for_some_players_says_for_whom(
    qtbot: QtBot, desk: Desk, detail: EventDetail
) -> None:
    assert detail.rows.shown_to.isHidden()
    detail.visibility.choices.actions()[2].trigger()
    assert detail.rows.shown_to.isVisible()
    detail.rows.shown_to.edit(None)
    editor = detail.rows.shown_to.line.editor
    assert editor is not None
    qtbot.keyClicks(editor, "Ann Lee")
    qtbot.keyClick(editor, Key.Key_Return)
    assert record(desk)["metadata"]["visibleTo"] == ["ann"]
    assert [item.chip.chip.text for item in detail.rows.shown_to.items()] == ["Ann Lee"]


def test_what_cannot_be_read_is_told_beside_the_field_and_stays_typed(
    qtbot: QtBot, desk: Desk, detail: EventDetail
) -> None:
    before, field = stored(desk), detail.rows.game
    fill(qtbot, field, "teatime")
    assert field.editor is not None
    assert field.error.isVisible()
    assert field.error.text().startswith("“teatime” is no game time. Write for example Day 15")
    assert field.editor.accessibleDescription() == field.error.text()
    qtbot.keyClick(field.editor, Key.Key_Escape)
    assert field.face.value() == "Day 15, 10:00 AM"
    assert field.face.hasFocus()
    assert stored(desk) == before
    assert not desk.open.undo_stack.canUndo()


def test_later_events_are_shifted_only_if_the_gm_says_so(
    qtbot: QtBot, desk: Desk, detail: EventDetail, page: SessionPage
) -> None:
    before = stored(desk, "e2")
    fill(qtbot, detail.rows.game, "+2h")
    offer = detail.rows.offer
    assert offer.isVisible()
    assert offer.words.text() == "Shift the event after it by 2 h too?"
    assert stored(desk, "e2") == before
    offer.yes.setFocus()
    qtbot.keyClick(offer.yes, Key.Key_Space)
    assert not offer.isVisible()
    assert record(desk, "e2")["timestamp"]["gameTime"] == {
        "total": 1_310_400, "formatted": "Day 15, 1:00 PM",
    }  # fmt: skip
    desk.open.undo()
    assert stored(desk, "e2") == before
    assert detail.rows.game.face.value() == "Day 15, 12:00 PM"
    desk.open.undo()
    fill(qtbot, detail.rows.game, "-1d")
    assert "back by 1 day" in offer.words.text()
    page.log.choose(page.page.entries[1].pk)  # type: ignore[union-attr]  # it is shown
    assert not offer.isVisible()


def test_targets_are_chips_that_are_added_edited_and_taken_out(
    qtbot: QtBot, desk: Desk, detail: EventDetail
) -> None:
    field = detail.rows.targets
    field.add_button.setFocus()
    qtbot.keyClick(field.add_button, Key.Key_Space)
    editor = field.line.editor
    assert editor is not None
    qtbot.keyClicks(editor, "Wren, goblin 1")
    editor.completer().popup().hide()  # type: ignore[union-attr]  # a line
    qtbot.keyClick(editor, Key.Key_Return)
    assert record(desk)["participants"]["targets"] == ["wren", "goblin 1"]
    assert [item.chip.chip.text for item in field.items()] == ["Wren", "goblin 1"]
    # No window manager gives the focus back when what was offered is gone.
    qtbot.waitUntil(lambda: field.window().focusWidget() is field.add_button)
    field.window().activateWindow()
    chip = field.items()[1].chip
    chip.setFocus()
    qtbot.keyClick(chip, Key.Key_F2)
    editor = field.line.editor
    assert editor is not None
    assert editor.text() == "goblin 1"  # type: ignore[union-attr]  # a line
    qtbot.keyClick(editor, Key.Key_End)
    qtbot.keyClicks(editor, "2")
    qtbot.keyClick(editor, Key.Key_Return)
    qtbot.waitUntil(lambda: field.window().focusWidget() is chip)
    assert record(desk)["participants"]["targets"] == ["wren", "goblin 12"]
    qtbot.keyClick(chip, Key.Key_Delete)
    assert record(desk)["participants"]["targets"] == ["wren"]
    assert field.window().focusWidget() is field.items()[0].chip
    for _step in range(3):
        desk.open.undo()
    assert "targets" not in record(desk)["participants"]


def test_an_effect_is_added_part_by_part_and_removed(
    qtbot: QtBot, desk: Desk, detail: EventDetail
) -> None:
    before, effects = stored(desk), detail.effects
    qtbot.keyClick(effects.add_button, Key.Key_Space)
    line = effects.lines[0]
    editor = line.parts["type"].editor
    assert editor is not None
    qtbot.keyClicks(editor, "damage")
    qtbot.keyClick(editor, Key.Key_Return)
    fill(qtbot, line.parts["value"], "lots")
    assert "“lots” is no number" in line.parts["value"].error.text()
    line.parts["value"].give_up()
    for part, typed in (("value", "8"), ("target", "Wren"), ("duration", "3 rounds")):
        fill(qtbot, line.parts[part], typed)
    assert record(desk)["effects"] == {
        "cascade": ["e2"],
        "immediate": [{"type": "damage", "value": 8, "target": "wren", "duration": "3 rounds"}],
    }
    assert line.parts["target"].face.value() == "Wren"
    qtbot.keyClick(line.remove, Key.Key_Space)
    assert effects.lines == []
    for _step in range(5):
        desk.open.undo()
    assert stored(desk) == before


def test_a_new_effect_of_which_nothing_is_typed_goes_away(
    qtbot: QtBot, desk: Desk, detail: EventDetail
) -> None:
    before = desk.library.newest_act()
    detail.effects.add()
    editor = detail.effects.lines[0].parts["type"].editor
    assert editor is not None
    qtbot.keyClick(editor, Key.Key_Escape)
    qtbot.waitUntil(detail.effects.add_button.hasFocus)
    assert detail.effects.lines == []
    assert desk.library.newest_act() == before


def test_a_roll_is_begun_and_filled(qtbot: QtBot, desk: Desk, detail: EventDetail) -> None:
    roll = detail.roll
    assert roll.prompt.isHidden()
    qtbot.keyClick(roll.begin, Key.Key_Space)
    fill(qtbot, roll.expression, "2d20+5")
    fill(qtbot, roll.dice, "14, 3")
    fill(qtbot, roll.modifiers, "+5")
    fill(qtbot, roll.total, "19")
    assert roll.warning.isVisible()
    next(one for one in roll.luck.choices.actions() if one.data() == "advantage").trigger()
    assert not roll.warning.isVisible()
    assert record(desk)["mechanics"]["roll"] == {
        "expression": "2d20+5", "rolls": [14, 3], "modifiers": 5, "total": 19, "advantage": True,
    }  # fmt: skip
    fill(qtbot, roll.outcome, "It opens.")
    assert record(desk)["mechanics"]["outcome"] == "It opens."


def test_a_long_event_is_found_on_the_day_it_ends(
    qtbot: QtBot, desk: Desk, detail: EventDetail
) -> None:
    fill(qtbot, detail.rows.until, "+2d")
    assert detail.rows.until.face.value() == "Day 17, 10:00 AM"
    assert [entry.id for entry, _owner in search(desk.library, "day:17").entries] == ["e1"]
    assert "endGameTime" not in stored(desk)
    fill(qtbot, detail.rows.until, "15d 9h")
    assert "is before it begins" in detail.rows.until.error.text()
    detail.rows.until.give_up()
    desk.open.undo()
    assert detail.rows.until.face.value() == ""


def test_an_event_is_moved_between_sessions_and_comes_back(
    qtbot: QtBot, desk: Desk, detail: EventDetail, page: SessionPage
) -> None:
    before = stored(desk)
    fill(qtbot, detail.rows.session, "17")
    assert detail.rows.session.error.text().startswith("“17” is no session of this campaign.")
    detail.rows.session.give_up()
    fill(qtbot, detail.rows.session, "")
    assert page.log.model.total == 1
    assert page.log.pk() == page.page.entries[0].pk  # type: ignore[union-attr]  # it is shown
    assert page.log.table.hasFocus()
    desk.open.undo()
    assert page.log.model.total == 2
    assert stored(desk) == before


def test_what_it_triggered_is_taken_out_and_added(
    qtbot: QtBot, desk: Desk, detail: EventDetail
) -> None:
    before, field = stored(desk), detail.triggered
    field._spares.take(1)[0].remove.click()
    assert "cascade" not in record(desk)["effects"]
    field.add()
    editor = field.line.editor
    assert editor is not None
    qtbot.keyClicks(editor, "HIDDENCLUE")
    qtbot.keyClick(editor, Key.Key_Return)
    assert record(desk)["effects"]["cascade"] == ["e2"]
    desk.open.undo()
    desk.open.undo()
    assert stored(desk) == before


def test_a_field_that_is_not_known_here_is_edited_as_it_is_kept(
    qtbot: QtBot, desk: Desk, detail: EventDetail, page: SessionPage
) -> None:
    page.log.choose(page.page.entries[1].pk)  # type: ignore[union-attr]  # it is shown
    row = detail.other._rows[0]
    assert row.path.text() == "SECRETKEY"
    fill(qtbot, row.field, "told")
    assert record(desk, "e2")["SECRETKEY"] == "told"


def test_what_has_an_odd_type_is_shown_as_it_stands_and_stays_so(
    qtbot: QtBot, desk: Desk, page: SessionPage, tmp_path: Path
) -> None:
    odd = {
        "id": "odd", "sessionId": "s1", "campaignId": "deep",
        "mechanics": {"prompt": 5, "result": {"hit": True}, "roll": {"modifiers": "+2"}},
        "effects": {"ongoing": [{"type": "status", "duration": {"rounds": 3}}]},
    }  # fmt: skip
    file = tmp_path / "odd.json"
    file.write_text(json.dumps([odd]), encoding="utf-8")
    desk.take(file)
    page.refresh()
    before, detail = stored(desk, "odd"), page.log.detail
    page.show_event(next(one.pk for one in page.page.entries if one.id == "odd"))  # type: ignore[union-attr]  # it is shown
    shown = {
        detail.roll.prompt: "5",
        detail.roll.result: '{"hit": true}',
        detail.roll.modifiers: "+2",
        detail.lasting.lines[0].parts["duration"]: '{"rounds": 3}',
    }
    for field, said in shown.items():
        assert field.face.value() == said
        qtbot.keyClick(field.face, Key.Key_F2)
        assert field.editor is not None
        qtbot.keyClick(field.editor, Key.Key_Return)
    assert stored(desk, "odd") == before
    fill(qtbot, detail.lasting.lines[0].parts["duration"], '{"rounds": 4}')
    assert record(desk, "odd")["effects"]["ongoing"][0]["duration"] == {"rounds": 4}


def test_names_are_offered_and_need_not_be_taken(
    qtbot: QtBot, desk: Desk, detail: EventDetail
) -> None:
    field = detail.rows.who
    field.open_editor()
    editor = field.editor
    assert editor is not None
    completer: QCompleter = editor.completer()  # type: ignore[union-attr]  # a line
    editor.selectAll()
    qtbot.keyClicks(editor, "wr")
    popup = completer.popup()
    assert popup is not None
    qtbot.waitUntil(popup.isVisible)
    assert completer.completionCount() == 1
    qtbot.keyClick(popup, Key.Key_Down)
    qtbot.keyClick(popup, Key.Key_Return)
    assert editor.text() == "Wren"  # type: ignore[union-attr]  # a line
    qtbot.keyClick(editor, Key.Key_Return)
    assert record(desk)["participants"]["actor"] == "wren"
    assert QApplication.focusWidget() is field.face
