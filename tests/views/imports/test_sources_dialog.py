from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from sessionary.models.reject_list import RejectsModel
from sessionary.services.rejects import kept_rejects
from sessionary.views.sources_dialog import SHOWN_WORDS, SourcesDialog

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytestqt.modeltest import ModelTester
    from pytestqt.qtbot import QtBot

    from sessionary.models.open_library import OpenLibrary
    from sessionary.views.theme import Theme

    Write = Callable[..., Path]

pytestmark = pytest.mark.gui
WRONG = '{"id": "s-2", "campaignId": "temple", "number": "<b>two</b>"}'


@pytest.fixture
def dialog(
    theme: Theme, open_library: OpenLibrary, hand: Any, write: Write, tmp_path: Path
) -> Iterator[SourcesDialog]:
    """The list of two records that an import put aside; what is saved goes to saved.json."""
    hand.do_import(hand.show(write("evening.jsonl", hand.session(1), WRONG, "{broken")))
    made = SourcesDialog(
        theme, open_library.library, ask=lambda *_: (str(tmp_path / "saved.json"), "")
    )
    made.open()
    yield made
    made.close()


def test_each_is_listed_with_its_place_and_what_is_wrong(dialog: SourcesDialog) -> None:
    model = dialog.table.model()
    places = [model.index(row, 1).data() for row in range(model.rowCount())]
    assert places == ["line 2", "line 3"] or places[0].startswith("line 2")
    assert model.index(0, 0).data() == "evening.jsonl"
    assert model.index(0, 3).data() == "number.type"
    assert model.index(1, 3).data() == "json.syntax"


def test_the_text_stands_there_word_for_word(qtbot: QtBot, dialog: SourcesDialog) -> None:
    assert dialog.words.toPlainText() == WRONG
    qtbot.keyClick(dialog.table, Qt.Key.Key_Down)
    assert dialog.words.toPlainText() == "{broken"
    assert dialog.words.isReadOnly()


def test_the_text_is_copied_and_saved_as_it_came(
    qtbot: QtBot, dialog: SourcesDialog, tmp_path: Path
) -> None:
    qtbot.mouseClick(dialog.copy, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == WRONG
    qtbot.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    assert (tmp_path / "saved.json").read_text(encoding="utf-8") == WRONG
    assert "saved.json" in dialog.told.text()


def test_a_place_that_cannot_be_written_is_told(
    qtbot: QtBot, dialog: SourcesDialog, tmp_path: Path
) -> None:
    (tmp_path / "saved.json").mkdir()
    qtbot.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    assert dialog.told.text().startswith(str(tmp_path / "saved.json"))
    assert dialog.told.property("tone") == "bad"


def test_typing_narrows_the_list(qtbot: QtBot, dialog: SourcesDialog) -> None:
    qtbot.keyClicks(dialog.field, "syntax evening")
    assert dialog.table.model().rowCount() == 1
    assert dialog.words.toPlainText() == "{broken"
    qtbot.keyClicks(dialog.field, " nowhere")
    assert dialog.no_match.isVisible()
    qtbot.mouseClick(dialog.no_match.button, Qt.MouseButton.LeftButton)
    assert dialog.table.model().rowCount() == 2


def test_without_any_the_dialog_says_so(theme: Theme, open_library: OpenLibrary) -> None:
    dialog = SourcesDialog(theme, open_library.library)
    dialog.open()
    assert dialog.nothing.isVisible()
    assert dialog.copy.isHidden()
    dialog.close()


def test_undoing_the_import_takes_its_rejects_away(
    qtbot: QtBot, dialog: SourcesDialog, open_library: OpenLibrary
) -> None:
    assert len(kept_rejects(open_library.library)) == 2
    open_library.undo()
    qtbot.waitUntil(lambda: not open_library.busy)
    assert kept_rejects(open_library.library) == []


def test_bytes_that_are_no_text_are_shown_one_by_one_and_long_ones_cut(
    theme: Theme, open_library: OpenLibrary, hand: Any, tmp_path: Path
) -> None:
    path = tmp_path / "latin.bin"
    path.write_bytes(b"\xe4\xff" + b"x " * SHOWN_WORDS)
    hand.do_import(hand.show(path))
    dialog = SourcesDialog(theme, open_library.library)
    dialog.open()
    shown = dialog.words.toPlainText()
    assert shown.startswith("äÿx ")
    assert len(shown) == SHOWN_WORDS
    dialog.close()


def test_the_model_is_a_sound_one(dialog: SourcesDialog, qtmodeltester: ModelTester) -> None:
    assert isinstance(dialog.model, RejectsModel)
    qtmodeltester.check(dialog.model)
