"""The settings of a campaign: typed where they stand, placed anew, undone."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QMessageBox, QPlainTextEdit
from tests.formats.campaign.test_calendars import CALENDARIUM

from sessionary.core.store.values import thaw
from sessionary.services.log_entries import log_line
from sessionary.services.pages import session_page
from sessionary.services.rebuild import index_problems
from sessionary.views.campaign.campaign_page import CampaignPage

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from sessionary.views.campaign.campaign_settings import CampaignSettings
    from sessionary.views.campaign.fields import EditableText
    from sessionary.views.theme import Theme

    from .conftest import Desk


@pytest.fixture
def page(qtbot: QtBot, theme: Theme, desk: Desk) -> CampaignPage:
    made = CampaignPage(theme, desk.open)
    qtbot.addWidget(made)
    desk.open.changed.connect(lambda _change: made.refresh())
    made.resize(760, 900)
    made.show_campaign("deep")
    with qtbot.waitExposed(made):
        made.show()
    made.tabs.turn_to("settings")
    return made


@pytest.fixture
def settings(page: CampaignPage) -> CampaignSettings:
    return page.settings


def put(qtbot: QtBot, page: CampaignPage, field: EditableText, text: str) -> str:
    """Type a text in the place of the one that stands there; return why it is refused."""
    field.open_editor()
    editor = field.editor
    if isinstance(editor, QPlainTextEdit):
        editor.setPlainText(text)
    else:
        assert isinstance(editor, QLineEdit)
        editor.setText(text)
    qtbot.keyClick(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not page.open_library.busy)
    refused = field.error.text() if field.editing else ""
    field.give_up()
    return refused


def undo(qtbot: QtBot, desk: Desk) -> None:
    desk.open.undo()
    qtbot.waitUntil(lambda: not desk.open.busy)


def test_a_calendar_is_made_typed_and_taken_back(
    qtbot: QtBot, page: CampaignPage, settings: CampaignSettings, desk: Desk
) -> None:
    card = settings.calendar
    assert card.counted.isVisible()
    assert not card.rows.isVisible()
    qtbot.mouseClick(card.make_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not desk.open.busy)
    assert card.first.face.value() == "1 Month 1 1"
    assert put(qtbot, page, card.parts["months"], "Ash, 10\nFeast, 1, intercalary\nBone, 9") == ""
    assert put(qtbot, page, card.parts["eras"], "AB, from 1") == ""
    assert put(qtbot, page, card.first, "1 Bone 7 AB") == ""
    assert settings.epoch.face.value() == "Feast 7 AB, 9:00 AM"
    assert session_page(desk.library, "s1").review.game_start_text == "6 Ash 8 AB, 9:00 AM"
    assert put(qtbot, page, card.parts["months"], "Ash") == (
        "“Ash” cannot be read. Write for example Hammer, 30, or Midwinter, 1, intercalary."
    )
    assert put(qtbot, page, card.first, "40 Bone 7").startswith("“40 Bone 7” is no date")
    assert not index_problems(desk.library, lambda _done, _all: None)
    assert desk.open.undo_stack.undoText() == "Edit the calendar"
    undo(qtbot, desk)
    assert card.first.face.value() != "1 Bone 7 AB"
    for _ in range(3):
        undo(qtbot, desk)
    assert card.counted.isVisible()
    assert settings.epoch.face.value() == "Day 0, 9:00 AM"
    assert "calendar" not in desk.own("deep", "campaign")


def test_a_calendar_of_a_file_begins_at_its_present_day_and_says_what_it_leaves_out(
    qtbot: QtBot, page: CampaignPage, settings: CampaignSettings, desk: Desk, tmp_path: Path
) -> None:
    file = tmp_path / "data.json"
    file.write_text(json.dumps({"calendars": [CALENDARIUM]}), encoding="utf-8")
    settings.calendar.take_file(file)
    qtbot.waitUntil(lambda: not desk.open.busy)
    box = page.findChild(QMessageBox)
    assert box is not None
    assert "static.years" in box.informativeText()
    box.close()
    review = session_page(desk.library, "s1").review
    assert review.game_end_text.startswith("12 Low 5 MC")
    assert thaw(desk.own("deep", "campaign")["calendar"]["source"]) == CALENDARIUM
    settings.calendar.take_file(tmp_path / "none.json")
    assert "none.json" in settings.calendar.refused.text()


def test_lengths_players_and_words_are_edited_and_each_is_a_step_of_undo(
    qtbot: QtBot, page: CampaignPage, settings: CampaignSettings, desk: Desk
) -> None:
    assert put(qtbot, page, settings.day, "30 h") == ""
    assert settings.epoch.face.value() == "D0 09:00"
    assert put(qtbot, page, settings.day, "soon").startswith("“soon” is no such length")
    undo(qtbot, desk)
    assert settings.day.face.value() == "24 h"
    assert put(qtbot, page, settings.long, "10 h") == ""
    assert put(qtbot, page, settings.types, "combat_start: boss") == ""
    log_line(desk.library, "s1", "boss Ledger", datetime(2026, 1, 1, tzinfo=UTC))
    assert session_page(desk.library, "s1").records[-1]["event"] == {
        "type": "combat_start", "category": "combat", "name": "Ledger",
    }  # fmt: skip
    before = len(settings.players)
    assert put(qtbot, page, settings.add_player, "Dov") == ""
    assert len(settings.players) == before + 1
    _named, played = settings.players[-1]
    assert put(qtbot, page, played, "Heron, Pike") == ""
    own = desk.own("deep", "campaign")
    assert [one["name"] for one in own["characters"] if one.get("userId") == "Dov"] == [
        "Heron", "Pike",
    ]  # fmt: skip
    assert put(qtbot, page, settings.add_player, "dov") == "dov is listed already."
    undo(qtbot, desk)
    undo(qtbot, desk)
    assert len(settings.players) == before


def test_players_do_not_see_the_settings(page: CampaignPage) -> None:
    page.set_player_view(on=True)
    assert page.tabs.key() != "settings"
