from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit

from sessionary.views.campaign.campaign_page import CampaignPage

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from sessionary.views.theme import Theme

    from .conftest import Desk


@pytest.fixture
def campaign(qtbot: QtBot, theme: Theme, desk: Desk) -> CampaignPage:
    made = CampaignPage(theme, desk.open)
    qtbot.addWidget(made)
    desk.open.changed.connect(lambda _change: made.refresh())
    made.resize(760, 900)
    made.show_campaign("deep")
    with qtbot.waitExposed(made):
        made.show()
    return made


def told(page: CampaignPage) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel))


def open_events(qtbot: QtBot, page: CampaignPage, count: int) -> None:
    page.tabs.turn_to("events")
    qtbot.waitUntil(lambda: page.model.rowCount() == count and page._job is None)


def test_a_campaign_says_its_numbers_and_how_often_players_came(campaign: CampaignPage) -> None:
    words = told(campaign)
    assert "1 session  ·  4 h  ·  2 events" in words
    assert "1 of 1" in words
    assert "0 of 1" in words
    assert "100.00" in words
    assert "Day 0, 9:00 AM" in words


def test_looking_at_a_campaign_changes_nothing(
    qtbot: QtBot, campaign: CampaignPage, desk: Desk
) -> None:
    before = desk.bytes()
    campaign.name.open_editor()
    open_events(qtbot, campaign, 2)
    campaign.show_campaign("campaign-001")
    campaign.flush()
    assert desk.bytes() == before


def test_its_name_is_edited_and_the_edit_undone(
    qtbot: QtBot, campaign: CampaignPage, desk: Desk
) -> None:
    qtbot.keyClick(campaign.name.face, Qt.Key.Key_Return)
    assert isinstance(campaign.name.editor, QLineEdit)
    campaign.name.editor.setText("The Shallows")
    qtbot.keyClick(campaign.name.editor, Qt.Key.Key_Return)
    assert desk.record("deep", "campaign")["name"] == "The Shallows"
    desk.open.undo()
    assert desk.record("deep", "campaign")["name"] == "The Deep"


def test_notes_are_saved_when_the_page_is_left(
    qtbot: QtBot, campaign: CampaignPage, desk: Desk
) -> None:
    qtbot.keyClicks(campaign.overview.notes, "Remember")
    campaign.show_campaign("campaign-001")
    assert desk.own("deep", "campaign")["notes"] == "Remember"


def test_all_events_of_a_campaign_are_listed_and_lead_to_their_session(
    qtbot: QtBot, campaign: CampaignPage
) -> None:
    open_events(qtbot, campaign, 2)
    assert [campaign.model.index(row, 4).data() for row in (0, 1)] == ["Mother Dunn", "HIDDENCLUE"]
    campaign.table.setCurrentIndex(campaign.model.index(1, 0))
    with qtbot.waitSignals([campaign.session_asked, campaign.event_asked]):
        qtbot.keyClick(campaign.table, Qt.Key.Key_Return)


def test_the_player_view_lists_only_what_players_may_see(
    qtbot: QtBot, campaign: CampaignPage
) -> None:
    campaign.set_player_view(True)
    open_events(qtbot, campaign, 1)
    assert campaign.model.index(0, 4).data() == "Mother Dunn"
    assert not campaign.overview.notes_card.isVisible()
    assert "2 events" not in told(campaign)


def test_planned_sessions_count_when_it_is_asked_for(campaign: CampaignPage) -> None:
    campaign.overview.every.click()
    assert campaign._every


def test_buttons_tell_what_is_wanted(qtbot: QtBot, campaign: CampaignPage) -> None:
    with qtbot.waitSignal(campaign.export_asked) as asked:
        campaign.export_button.click()
    assert asked.args == ["deep"]
    with qtbot.waitSignal(campaign.new_session_asked):
        campaign.new_button.click()
