from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit

from sessionary.core.entries import Visible
from sessionary.services.event_edits import move_event
from sessionary.services.pages import session_page
from sessionary.services.rebuild import index_problems
from sessionary.storage.ids import FILE_NAME
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
    assert campaign.overview.numbers.epoch.face.value() == "Day 0, 9:00 AM"


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


def test_what_happened_between_sessions_is_edited_below_the_list(
    qtbot: QtBot, campaign: CampaignPage, desk: Desk
) -> None:
    with desk.library.reading() as connection:
        pk = connection.exec_driver_sql("SELECT pk FROM entry WHERE id='e1'").scalar() or 0
    move_event(desk.library, pk, "")
    open_events(qtbot, campaign, 2)
    row = next(r for r in (0, 1) if campaign.events.model.pk_at(r) == pk)
    assert campaign.events.model.index(row, 5).data() == "Between sessions"
    campaign.events.table.setCurrentIndex(campaign.events.model.index(row, 0))
    detail = campaign.events.detail
    assert detail.isVisible()
    assert detail.title.face.value() == "Mother Dunn"
    detail.rows.session.open_editor()
    editor = detail.rows.session.editor
    assert isinstance(editor, QLineEdit)
    assert editor.text() == "Between sessions"
    editor.setText("1")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert not detail.isVisible()
    desk.open.undo()
    assert detail.isVisible()
    campaign.set_player_view(True)
    assert not detail.isVisible()


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


def type_epoch(qtbot: QtBot, page: CampaignPage, text: str) -> None:
    epoch = page.overview.numbers.epoch
    qtbot.keyClick(epoch.face, Qt.Key.Key_F2)
    assert isinstance(epoch.editor, QLineEdit)
    epoch.editor.selectAll()
    qtbot.keyClick(epoch.editor, Qt.Key.Key_Delete)
    qtbot.keyClicks(epoch.editor, text)
    qtbot.keyClick(epoch.editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not page.open_library.busy)


def placed(desk: Desk, campaign: str) -> list[tuple[int | None, int]]:
    """Return game time and visibility of the events of a campaign as the index has them."""
    with sqlite3.connect(f"file:{desk.folder / FILE_NAME}?mode=ro", uri=True) as connection:
        rows = connection.execute(
            "SELECT game_s, visible FROM entry WHERE scope=? ORDER BY id", (campaign,)
        ).fetchall()
    connection.close()
    return rows


def sound(desk: Desk) -> bool:
    """Say whether the index is what documents and entries give."""
    return not index_problems(desk.library, lambda _done, _all: None)


@pytest.fixture
def bare(qtbot: QtBot, theme: Theme, desk: Desk, tmp_path: Path) -> CampaignPage:
    """The page of a campaign whose game times are totals alone."""
    file = tmp_path / "bare.json"
    file.write_text(
        json.dumps(
            {
                "campaign": {"id": "bare", "name": "Bare"},
                "sessions": [{"id": "b1", "campaignId": "bare", "number": 1,
                              "realTime": {"startTime": "2025-01-01T18:00:00Z"},
                              "gameTime": {"startTime": {"total": 3600}}}],
                "events": [
                    {"id": "a", "sessionId": "b1", "event": {"type": "note", "name": "Rain"},
                     "timestamp": {"gameTime": {"total": 7200}}},
                    {"id": "b", "sessionId": "b1", "event": {"type": "note", "name": "Secret"},
                     "timestamp": {"gameTime": {"total": 7260}},
                     "metadata": {"visibility": "gm-only"}},
                ],
            }
        ),
        encoding="utf-8",
    )  # fmt: skip
    desk.take(file)
    page = CampaignPage(theme, desk.open)
    qtbot.addWidget(page)
    desk.open.changed.connect(lambda _change: page.refresh())
    page.show_campaign("bare")
    page.show()
    return page


def test_where_the_clock_begins_is_edited_and_all_game_times_follow(
    qtbot: QtBot, bare: CampaignPage, desk: Desk
) -> None:
    assert bare.overview.numbers.epoch.face.value() == "Day 1, 12:00 AM"
    type_epoch(qtbot, bare, "day 0 9am")
    assert bare.overview.numbers.epoch.face.value() == "Day 0, 9:00 AM"
    assert desk.own("bare", "campaign")["epoch"] == 32_400
    assert [second for second, _seen in placed(desk, "bare")] == [39_600, 39_660]
    assert session_page(desk.library, "b1").review.game_start_text == "Day 0, 10:00 AM"
    assert sound(desk)
    assert desk.open.undo_stack.undoText() == "Edit where the clock begins"

    desk.open.undo()
    qtbot.waitUntil(lambda: not desk.open.busy)
    assert bare.overview.numbers.epoch.face.value() == "Day 1, 12:00 AM"
    assert "epoch" not in desk.own("bare", "campaign")
    assert [second for second, _seen in placed(desk, "bare")] == [93_600, 93_660]
    assert sound(desk)

    desk.open.redo()
    qtbot.waitUntil(lambda: not desk.open.busy)
    assert [second for second, _seen in placed(desk, "bare")] == [39_600, 39_660]
    desk.open.undo()
    qtbot.waitUntil(lambda: not desk.open.busy)
    assert [second for second, _seen in placed(desk, "bare")] == [93_600, 93_660]


@pytest.mark.parametrize("typed", ["soon", "", "Day 99999999999999999999", "25:99"])
def test_what_is_no_game_time_is_refused_with_a_sentence(
    qtbot: QtBot, bare: CampaignPage, desk: Desk, typed: str
) -> None:
    before = desk.bytes()
    type_epoch(qtbot, bare, typed)
    epoch = bare.overview.numbers.epoch
    assert epoch.editing
    assert epoch.error.text() == f"“{typed}” is no game time. Write for example Day 0, 9:00 AM."
    assert desk.bytes() == before


def test_the_same_beginning_written_otherwise_changes_nothing(
    qtbot: QtBot, bare: CampaignPage, desk: Desk
) -> None:
    before = desk.bytes()
    type_epoch(qtbot, bare, "D1 0:00")
    assert not bare.overview.numbers.epoch.editing
    assert desk.bytes() == before


def test_what_players_may_see_is_decided_later_and_can_be_undone(
    qtbot: QtBot, bare: CampaignPage, desk: Desk
) -> None:
    assert [seen for _second, seen in placed(desk, "bare")] == [Visible.GM, Visible.GM]
    qtbot.mouseClick(bare.overview.numbers.open.box, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not desk.open.busy)
    assert [seen for _second, seen in placed(desk, "bare")] == [Visible.PLAYERS, Visible.GM]
    assert bare.overview.numbers.open.box.isChecked()
    assert sound(desk)
    bare.set_player_view(True)
    open_events(qtbot, bare, 1)
    assert listed(bare) == ["Rain"]
    bare.set_player_view(False)

    desk.open.undo()
    qtbot.waitUntil(lambda: not desk.open.busy)
    assert [seen for _second, seen in placed(desk, "bare")] == [Visible.GM, Visible.GM]
    assert not bare.overview.numbers.open.box.isChecked()
    assert sound(desk)


def test_what_is_imported_into_a_campaign_open_to_players_is_theirs(
    qtbot: QtBot, bare: CampaignPage, desk: Desk, tmp_path: Path
) -> None:
    qtbot.mouseClick(bare.overview.numbers.open.box, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not desk.open.busy)
    more = tmp_path / "more.json"
    more.write_text(
        json.dumps({"id": "c", "sessionId": "b1", "timestamp": {}, "event": {"type": "note"}})
    )
    desk.take(more)
    assert placed(desk, "bare")[2][1] == Visible.PLAYERS
    assert sound(desk)
