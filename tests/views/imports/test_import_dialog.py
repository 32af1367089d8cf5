from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QMessageBox, QWidget
from shiboken6 import isValid

from sessionary.models.import_rows import ROW_ROLE
from sessionary.services.imports.report import Verdict
from sessionary.services.rejects import kept_rejects
from sessionary.services.sessions import summaries
from sessionary.views.imports import ImportDialog

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from sessionary.models.open_library import OpenLibrary
    from sessionary.views.theme import Theme

    Write = Callable[..., Path]

pytestmark = pytest.mark.gui
HOSTILE = "<img src=/dev/zero><b>Temple</b>\n&amp; \u202e\0 " + "<table><tr><td>" * 16


def test_a_new_file_is_imported_with_one_click_and_undone_in_one_step(
    qtbot: QtBot, hand: Any, write: Write, open_library: OpenLibrary
) -> None:
    dialog = hand.show(
        write("evening.jsonl", hand.session(1), hand.event("e-1"), hand.event("e-2"))
    )
    assert dialog.go.text() == "&Import 3 records"
    assert dialog.go.hasFocus()
    assert hand.seen(dialog.page.records.table) == [
        ["Session", "1 Evening 1", "New", "New", "temple", "1"],
        ["Events", "Events of Evening 1", "New", "New", "temple", "2"],
    ]
    assert summaries(open_library.library) == []
    assert hand.do_import(dialog).origin == "import"
    assert [one.title for one in summaries(open_library.library)] == ["Evening 1"]
    assert not isValid(dialog) or not dialog.isVisible()
    open_library.undo()
    qtbot.waitUntil(lambda: not open_library.busy)
    assert summaries(open_library.library) == []


def test_what_is_here_already_cannot_be_imported_again(
    qtbot: QtBot, hand: Any, write: Write
) -> None:
    path = write("evening.jsonl", hand.session(1), hand.event("e-1"))
    hand.do_import(hand.show(path))
    dialog = hand.show(path)
    assert not dialog.go.isEnabled()
    assert dialog.sentence.text() == "Nothing new: everything in this file is already here."
    assert [chip for chip in dialog.page.chips.accessibleName().split(", ") if chip] == [
        "2 the same"
    ]


def test_the_good_ones_are_imported_and_the_wrong_ones_kept_word_for_word(
    qtbot: QtBot, hand: Any, write: Write, open_library: OpenLibrary
) -> None:
    wrong = '{"id": "s-2", "campaignId": "temple", "number": "two"}'
    dialog = hand.show(write("evening.jsonl", hand.session(1), wrong, "{broken"))
    assert dialog.go.text() == "&Import the good one"
    assert dialog.sentence.text() == "The 2 wrong ones are kept word for word."
    assert [row[:2] for row in hand.seen(dialog.page.records.table)][1:] == [
        ["Record", "line 2"],
        ["Record", "line 3"],
    ]
    hand.do_import(dialog)
    assert [one.text.decode() for one in kept_rejects(open_library.library)] == [wrong, "{broken"]
    assert len(summaries(open_library.library)) == 1


def test_a_file_of_wrong_records_alone_can_be_kept(
    qtbot: QtBot, hand: Any, write: Write, open_library: OpenLibrary
) -> None:
    path = write("notes.txt", "hello world")
    dialog = hand.show(path)
    assert dialog.go.text() == "&Keep the wrong one"
    hand.do_import(dialog)
    assert [one.file for one in kept_rejects(open_library.library)] == ["notes.txt"]
    again = hand.show(path)
    assert not again.go.isEnabled()
    assert "kept word for word before" in again.sentence.text()


def test_problems_say_place_found_and_expected_and_can_be_copied(
    qtbot: QtBot, hand: Any, write: Write
) -> None:
    dialog = hand.show(
        write("evening.jsonl", hand.session(1), {**hand.session(2), "number": "two"})
    )
    dialog.page.pages.turn_to("problems")
    problems = dialog.page.problems
    row = hand.seen(problems.table)[0]
    assert row[0] == "Error"
    assert row[1] == "line 2, number"
    assert row[3] == '"two"'
    assert problems.count.text() == "1 error"
    problems.table.setFocus()
    problems.table.selectRow(0)
    assert "number.type" in problems.whole.toPlainText()
    qtbot.mouseClick(problems.copy, Qt.MouseButton.LeftButton)
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith("evening.jsonl: 1 new, 0 changed, 0 the same, 1 wrong\n")
    assert "evening.jsonl, line 2, number" in copied


def test_the_filter_narrows_the_records_by_verdict(qtbot: QtBot, hand: Any, write: Write) -> None:
    hand.do_import(hand.show(write("one.jsonl", hand.session(1))))
    dialog = hand.show(write("two.jsonl", hand.session(1, title="Other"), hand.session(2)))
    records = dialog.page.records
    assert records.filter is not None
    assert list(records.filter.buttons) == ["", "new", "changed"]
    qtbot.mouseClick(records.filter.buttons["changed"], Qt.MouseButton.LeftButton)
    assert [row[1] for row in hand.seen(records.table)] == ["1 Other"]
    qtbot.mouseClick(records.filter.buttons[""], Qt.MouseButton.LeftButton)
    assert len(hand.seen(records.table)) == 2


def test_several_files_are_counted_each_and_altogether(
    qtbot: QtBot, hand: Any, write: Write
) -> None:
    one = write("one.jsonl", hand.session(1), hand.session(2))
    dialog = hand.show(one, write("two.jsonl", hand.session(3), "{broken"))
    assert [row[:2] + row[-1:] for row in hand.seen(dialog.page.files)] == [
        ["All files", "3", "1"],
        ["one.jsonl", "2", "–"],
        ["two.jsonl", "1", "1"],
    ]
    dialog.page.files.selectRow(2)
    assert [row[1] for row in hand.seen(dialog.page.records.table)] == ["3 Evening 3", "line 2"]
    dialog.page.files.selectRow(1)
    assert not dialog.page.problems.model.rows
    assert hand.show(one).page.files.isHidden()


def test_a_file_that_changed_since_is_told_in_the_dialog_which_stays(
    qtbot: QtBot, hand: Any, write: Write, open_library: OpenLibrary
) -> None:
    path = write("one.jsonl", hand.session(1))
    dialog = hand.show(path)
    write("one.jsonl", hand.session(1), hand.session(2))
    with qtbot.assertNotEmitted(dialog.imported):
        qtbot.mouseClick(dialog.go, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: "has changed since" in dialog.sentence.text())
    assert dialog.isVisible()
    assert summaries(open_library.library) == []


def test_without_a_backup_it_imports_only_after_a_question(
    qtbot: QtBot, hand: Any, write: Write, open_library: OpenLibrary
) -> None:
    hand.do_import(hand.show(write("one.jsonl", hand.session(1))))
    (open_library.library.file.folder / "backups").write_text("in the way")
    told: list[str] = []
    open_library.refused.connect(told.append)
    dialog = hand.show(write("two.jsonl", hand.session(2)))
    qtbot.mouseClick(dialog.go, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(dialog.findChildren(QMessageBox)))
    (box,) = dialog.findChildren(QMessageBox)
    assert "backups" in box.informativeText()
    assert len(summaries(open_library.library)) == 1
    yes = box.button(QMessageBox.StandardButton.Yes)
    assert yes is not None
    assert yes.text() == "Import without a backup"
    with qtbot.waitSignal(dialog.imported):
        qtbot.mouseClick(yes, Qt.MouseButton.LeftButton)
    assert len(summaries(open_library.library)) == 2
    assert told == []


def test_a_file_that_is_gone_is_told_and_can_be_tried_again(
    qtbot: QtBot, hand: Any, write: Write
) -> None:
    path = write("one.jsonl", hand.session(1))
    path.unlink()
    dialog = hand.show(path)
    assert dialog.failed.isVisible()
    assert "one.jsonl" in dialog.failed.accessibleDescription()
    assert not dialog.go.isEnabled()
    write("one.jsonl", hand.session(1))
    qtbot.mouseClick(dialog.failed.button, Qt.MouseButton.LeftButton)
    hand.wait_read(dialog)
    assert dialog.go.isEnabled()


def test_cancelling_closes_the_dialog_and_nothing_is_written(
    qtbot: QtBot, theme: Theme, hand: Any, open_library: OpenLibrary, write: Write
) -> None:
    path = write("long.jsonl", *(hand.session(number) for number in range(3000)))
    dialog = ImportDialog(theme, open_library, [path], [])
    dialog.open()
    assert dialog.progress.isVisible()
    qtbot.mouseClick(dialog.cancel, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not isValid(dialog))
    assert summaries(open_library.library) == []


def test_an_import_that_is_cancelled_while_it_writes_leaves_the_preview(
    qtbot: QtBot, hand: Any, write: Write, open_library: OpenLibrary
) -> None:
    events = (hand.event(f"e-{number}") for number in range(20_000))
    dialog = hand.show(write("long.jsonl", hand.session(1), *events))
    qtbot.mouseClick(dialog.go, Qt.MouseButton.LeftButton)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not open_library.busy and dialog.progress.isHidden(), timeout=20_000)
    assert dialog.isVisible()
    assert dialog.sentence.text() == "Cancelled: nothing was written."
    assert summaries(open_library.library) == []
    assert dialog.go.isEnabled()


def test_hostile_titles_stand_in_the_preview_as_they_are(hand: Any, write: Write) -> None:
    dialog = hand.show(write("one.jsonl", hand.session(1, title=HOSTILE), hand.event("e-1")))
    rows = hand.seen(dialog.page.records.table)
    assert rows[0][1] == f"1 {HOSTILE}"
    assert not dialog.grab().isNull()


def test_everything_is_reached_by_tab_and_has_a_name(qtbot: QtBot, hand: Any, write: Write) -> None:
    nameless = hand.session(2)
    del nameless["campaignId"]
    dialog = hand.show(write("one.jsonl", hand.session(1), nameless, hand.event("e-1"), "{broken"))
    reached: list[QWidget] = []
    dialog.cancel.setFocus()
    for _ in range(40):
        focused = dialog.focusWidget()
        if focused in reached:
            break
        reached.append(focused)
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
    wanted: list[QWidget] = [
        dialog.go,
        dialog.cancel,
        dialog.page.records.table,
        dialog.page.pages.bar,
        dialog.page.campaign.combo,
        dialog.page.visibility.tick,
    ]
    assert [one for one in wanted if one not in reached] == []
    for widget in reached:
        words = widget.text() if isinstance(widget, QAbstractButton) else ""
        assert widget.accessibleName() or words, widget


@pytest.mark.parametrize("size", [(1024, 700), (700, 480), (1440, 900)])
def test_nothing_is_cut_off_in_small_and_large_windows(
    hand: Any, write: Write, size: tuple[int, int]
) -> None:
    nameless = hand.session(2)
    del nameless["campaignId"]
    dialog = hand.show(
        write("one.jsonl", hand.session(1), nameless, hand.event("e-1")),
        write("two.jsonl", hand.session(3)),
    )
    dialog.resize(*size)
    for widget in (dialog.go, dialog.cancel, dialog.page.records.table, dialog.page.side):
        corner = widget.mapTo(dialog, widget.rect().bottomRight())
        assert dialog.rect().contains(corner), widget
    assert dialog.page.records.table.columnWidth(1) >= 120
    boxes = [*dialog.findChildren(QComboBox), *dialog.findChildren(QLineEdit)]
    assert all(box.width() > 100 for box in boxes if box.isVisible())


def test_each_line_knows_its_verdict(qtbot: QtBot, hand: Any, write: Write) -> None:
    dialog = hand.show(write("one.jsonl", hand.session(1), {**hand.session(2), "number": 1}))
    model = dialog.page.records.table.model()
    verdicts = [model.index(row, 0).data(ROW_ROLE).verdict for row in range(model.rowCount())]
    assert verdicts == [Verdict.NEW, Verdict.WRONG]
