from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit

from sessionary.views.campaign.campaign_page import CampaignPage

if TYPE_CHECKING:
    from pathlib import Path

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
    qtbot.waitUntil(lambda: page.events.model.rowCount() == count and not page.events.reading)


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
    assert [campaign.events.model.index(row, 4).data() for row in (0, 1)] == [
        "Mother Dunn",
        "HIDDENCLUE",
    ]
    campaign.events.table.setCurrentIndex(campaign.events.model.index(1, 0))
    with qtbot.waitSignals([campaign.session_asked, campaign.event_asked]):
        qtbot.keyClick(campaign.events.table, Qt.Key.Key_Return)


def test_the_player_view_lists_only_what_players_may_see(
    qtbot: QtBot, campaign: CampaignPage
) -> None:
    campaign.set_player_view(True)
    open_events(qtbot, campaign, 1)
    assert campaign.events.model.index(0, 4).data() == "Mother Dunn"
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


def narrow(qtbot: QtBot, page: CampaignPage, text: str) -> list[str]:
    """Type into the filter and return what the list shows then."""
    field = page.events.filters.field
    field.setFocus()
    field.selectAll()
    qtbot.keyClick(field, Qt.Key.Key_Delete)
    qtbot.keyClicks(field, text)
    qtbot.waitUntil(lambda: not page.events.filters.typing and not page.events.reading)
    return listed(page)


def listed(page: CampaignPage) -> list[str]:
    model = page.events.model
    return [str(model.index(row, 4).data()) for row in range(model.rowCount())]


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("dunn", ["Mother Dunn"]),
        ("hidden", ["HIDDENCLUE"]),
        ("mother du", ["Mother Dunn"]),
        ("nothing-like-it", []),
        ("", ["Mother Dunn", "HIDDENCLUE"]),
        ("...", ["Mother Dunn", "HIDDENCLUE"]),
    ],
)
def test_the_events_of_a_campaign_are_filtered_by_typing(
    qtbot: QtBot, campaign: CampaignPage, typed: str, shown: list[str]
) -> None:
    open_events(qtbot, campaign, 2)
    narrow(qtbot, campaign, "something else")
    assert narrow(qtbot, campaign, typed) == shown


def test_the_events_of_a_campaign_are_filtered_by_menus(
    qtbot: QtBot, campaign: CampaignPage
) -> None:
    open_events(qtbot, campaign, 2)
    filters = campaign.events.filters
    assert sum(int(a.text().split()[-1]) for a in filters.category.choices.actions()) == 2
    filters.category.choices.actions()[0].trigger()
    qtbot.waitUntil(lambda: campaign.events.model.rowCount() == 1)
    assert filters.count.text() == "1 of 2"
    filters.category.choices.actions()[0].trigger()
    qtbot.waitUntil(lambda: campaign.events.model.rowCount() == 2)
    filters.seers.actions()[2].trigger()
    qtbot.waitUntil(lambda: listed(campaign) == ["HIDDENCLUE"])
    filters.weights.actions()[3].trigger()
    qtbot.waitUntil(lambda: not campaign.events.reading)
    assert listed(campaign) == ["HIDDENCLUE"]


def test_a_filter_that_hides_all_says_so_and_is_cleared_by_its_button(
    qtbot: QtBot, campaign: CampaignPage
) -> None:
    open_events(qtbot, campaign, 2)
    narrow(qtbot, campaign, "xyzzy")
    assert campaign.events.empty.isVisible()
    qtbot.mouseClick(campaign.events.empty.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(listed(campaign)) == 2)
    assert campaign.events.filters.field.text() == ""
    assert campaign.events.table.isVisible()


def test_an_event_is_found_by_the_name_of_who_acts(
    qtbot: QtBot, theme: Theme, desk: Desk, tmp_path: Path
) -> None:
    file = tmp_path / "named.json"
    file.write_text(
        json.dumps(
            {
                "campaign": {"id": "named", "name": "Named"},
                "characters": [{"id": "c-77", "name": "Wren Hallow"}],
                "sessions": [{"id": "n1", "campaignId": "named", "number": 1,
                              "realTime": {"startTime": "2025-01-01T18:00:00Z"}}],
                "events": [
                    {"id": "a", "sessionId": "n1", "event": {"type": "attack", "name": "A blow"},
                     "participants": {"actor": "c-77"}},
                    {"id": "b", "sessionId": "n1", "event": {"type": "note", "name": "Rain"}},
                ],
            }
        ),
        encoding="utf-8",
    )  # fmt: skip
    desk.take(file)
    page = CampaignPage(theme, desk.open)
    qtbot.addWidget(page)
    page.show_campaign("named")
    page.show()
    open_events(qtbot, page, 2)
    assert narrow(qtbot, page, "hallow") == ["A blow"]


def test_in_the_player_view_nothing_is_found_by_what_is_hidden(
    qtbot: QtBot, campaign: CampaignPage
) -> None:
    open_events(qtbot, campaign, 2)
    narrow(qtbot, campaign, "hidden")
    campaign.set_player_view(True)
    open_events(qtbot, campaign, 1)
    assert not campaign.events.filters.field.isVisible()
    assert not campaign.events.filters.visibility.isVisible()
    assert listed(campaign) == ["Mother Dunn"]
