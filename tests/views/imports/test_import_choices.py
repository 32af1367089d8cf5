from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from sessionary.services.sessions import campaigns, edit, summaries

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from sessionary.models.open_library import OpenLibrary

    Write = Callable[..., Path]

pytestmark = pytest.mark.gui


def test_records_without_a_campaign_ask_for_one_and_the_file_is_read_again(
    qtbot: QtBot, hand: Any, write: Write, open_library: OpenLibrary
) -> None:
    hand.do_import(hand.show(write("one.jsonl", hand.session(1))))
    nameless = hand.session(2)
    del nameless["campaignId"]
    path = write("two.jsonl", nameless)
    dialog = hand.show(path, names=(("temple", "The Temple"),))
    choice = dialog.page.campaign
    assert choice.isVisible()
    assert not choice.name.isVisible()
    choice.combo.setCurrentIndex(1)
    choice.combo.activated.emit(1)
    hand.wait_read(dialog)
    assert dialog.go.text() == "&Import 1 record"
    assert choice.isVisible()
    hand.do_import(dialog)
    assert {one.container for one in summaries(open_library.library)} == {"temple"}


def test_a_new_campaign_is_named_in_the_dialog_and_enter_does_not_import(
    qtbot: QtBot, hand: Any, write: Write, open_library: OpenLibrary
) -> None:
    nameless = hand.session(2)
    del nameless["campaignId"]
    dialog = hand.show(write("two.jsonl", nameless))
    choice = dialog.page.campaign
    choice.combo.setCurrentIndex(choice.combo.count() - 1)
    choice.combo.activated.emit(choice.combo.count() - 1)
    assert choice.name.isVisible()
    qtbot.keyClicks(choice.name, "Harbour")
    qtbot.keyClick(choice.name, Qt.Key.Key_Return)
    hand.wait_read(dialog)
    assert dialog.isVisible()
    hand.do_import(dialog)
    assert [one.id for one in campaigns(open_library.library)] == ["Harbour"]


def test_where_every_record_names_a_campaign_none_is_asked_for(hand: Any, write: Write) -> None:
    assert hand.show(write("one.jsonl", hand.session(1))).page.campaign.isHidden()


def test_the_epoch_that_was_found_is_told(hand: Any, write: Write) -> None:
    times = {"startTime": {"total": 1_296_000, "formatted": "Day 15, 9:00 AM"}}
    dialog = hand.show(write("one.jsonl", hand.session(1, gameTime=times)))
    told = [part.accessibleName() for part in dialog.page.times.findChildren(QWidget)]
    assert "temple: Day 0, 9:00 AM" in told


def test_a_conflict_is_left_out_unless_it_is_ticked(
    qtbot: QtBot, hand: Any, write: Write, open_library: OpenLibrary
) -> None:
    hand.do_import(hand.show(write("one.jsonl", hand.session(1))))
    edit(open_library.library, "session", "s-1", "/title", "Mine", "Rename")
    dialog = hand.show(write("two.jsonl", hand.session(1, title="Theirs")))
    assert not dialog.go.isEnabled()
    assert "tick under Conflicts" in dialog.sentence.text()
    dialog.page.pages.turn_to("conflicts")
    table = dialog.page.conflicts.table
    assert hand.seen(table) == [["", "Mine", "title", "Mine", "Theirs"]]
    table.setFocus()
    table.selectRow(0)
    qtbot.keyClick(table, Qt.Key.Key_Space)
    assert dialog.go.text() == "&Import 1 record"
    qtbot.keyClick(table, Qt.Key.Key_Space)
    assert not dialog.go.isEnabled()
    place = table.visualRect(table.model().index(0, 0)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    hand.do_import(dialog)
    assert [one.title for one in summaries(open_library.library)] == ["Theirs"]


def test_all_conflicts_are_ticked_and_cleared_by_one_button(
    qtbot: QtBot, hand: Any, write: Write, open_library: OpenLibrary
) -> None:
    hand.do_import(hand.show(write("one.jsonl", hand.session(1), hand.session(2))))
    for number in (1, 2):
        edit(open_library.library, "session", f"s-{number}", "/title", "Mine", "Rename")
    theirs = (hand.session(1, title="Theirs"), hand.session(2, title="Theirs"), hand.session(3))
    dialog = hand.show(write("two.jsonl", *theirs))
    assert dialog.sentence.text() == "2 conflicts are left out unless ticked."
    button = dialog.page.conflicts.all
    dialog.page.pages.turn_to("conflicts")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert dialog.go.text() == "&Import 3 records"
    assert button.text() == "&Tick none"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert dialog.go.text() == "&Import 1 record"


def test_players_see_unmarked_events_only_where_that_is_ticked(
    qtbot: QtBot, hand: Any, write: Write, open_library: OpenLibrary
) -> None:
    dialog = hand.show(write("one.jsonl", hand.session(1), hand.event("e-1")))
    assert not dialog.page.visibility.tick.isChecked()
    dialog.page.visibility.tick.click()
    hand.do_import(dialog)
    with open_library.library.reading() as connection:
        (visible,) = connection.exec_driver_sql("SELECT visible FROM entry").scalars()
    dialog = hand.show(write("two.jsonl", hand.event("e-2")))
    hand.do_import(dialog)
    with open_library.library.reading() as connection:
        both = connection.exec_driver_sql("SELECT visible FROM entry ORDER BY pk").scalars().all()
    assert both[0] == visible
    assert both[0] != both[1]
