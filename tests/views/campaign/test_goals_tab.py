"""Goals are made, opened, edited and deleted where they stand, by keyboard alone."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QWidget

from sessionary.services.goals import flat, goal_tree
from sessionary.services.log_entries import log_line
from sessionary.views.campaign.campaign_page import CampaignPage
from sessionary.views.widgets.buttons import LinkButton

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from sessionary.views.campaign.fields import EditableText
    from sessionary.views.campaign.goals_tab import GoalsTab
    from sessionary.views.campaign.session_page import SessionPage
    from sessionary.views.theme import Theme

    from .conftest import Desk

NOW = datetime(2026, 3, 1, 20, tzinfo=UTC)


def type_into(qtbot: QtBot, field: EditableText, text: str, *, lines: bool = False) -> None:
    """Open a field by key, type over what it says and save."""
    qtbot.keyClick(field.face, Qt.Key.Key_F2)
    editor = field.editor
    assert editor is not None
    editor.selectAll()
    qtbot.keyClicks(editor, text)
    modifier = Qt.KeyboardModifier
    qtbot.keyClick(
        editor, Qt.Key.Key_Return, modifier.ControlModifier if lines else modifier.NoModifier
    )


def seen(tab: GoalsTab) -> list[list[str]]:
    """Return what the rows say, blanks of the tree included."""
    model = tab.model
    return [
        [model.index(row, column).data() for column in range(1, model.columnCount())]
        for row in range(model.rowCount())
    ]


def words(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


@pytest.fixture
def goals(qtbot: QtBot, page: SessionPage) -> GoalsTab:
    """The tab of a session, with a goal of its campaign that counts rooms."""
    page.tabs.turn_to("goals")
    tab = page.goals
    type_into(qtbot, tab.add_field, "Explore the deep")
    type_into(qtbot, tab.detail.target, "2 rooms")
    type_into(qtbot, tab.detail.tracked, "room_explored", lines=True)
    return tab


def test_milestones_of_words_are_ticked_by_key_and_it_can_be_undone(
    qtbot: QtBot, goals: GoalsTab, desk: Desk
) -> None:
    detail = goals.detail
    qtbot.keyClick(detail.steps.face, Qt.Key.Key_F2)
    assert isinstance(detail.steps.editor, QPlainTextEdit)
    detail.steps.editor.setPlainText("1: One room\nFind the key")
    qtbot.keyClick(detail.steps.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    type_into(qtbot, detail.rewards, "A crown", lines=True)
    lines = detail.milestones.lines
    assert [line.words.text() for line in lines] == ["One room (at 1)", "Find the key"]
    assert [line.box.isEnabled() for line in lines] == [False, True]
    qtbot.keyClick(lines[1].box, Qt.Key.Key_Space)
    assert [line.box.isChecked() for line in lines] == [False, True]
    assert detail.rewards.face.value() == "A crown"
    desk.open.undo()
    assert [line.box.isChecked() for line in lines] == [False, False]
    assert desk.open.undo_stack.undoText() == "Edit rewards"


def test_a_goal_is_made_where_it_will_stand_and_moves_with_the_log(
    goals: GoalsTab, page: SessionPage, desk: Desk
) -> None:
    assert seen(goals) == [["Explore the deep", "0/2 rooms", "Not started"]]
    for _room in range(2):
        log_line(desk.library, "s1", "room Crypt", NOW)
    assert seen(goals) == [["Explore the deep", "2/2 rooms", "Completed"]]
    assert "2/2 rooms  ·  Completed" in words(goals.detail)
    assert "Why 2/2 rooms?" in words(goals.detail)


def test_enter_opens_the_event_that_moved_it(
    qtbot: QtBot, goals: GoalsTab, page: SessionPage, desk: Desk
) -> None:
    log_line(desk.library, "s1", "room Crypt", NOW)
    link = goals.detail.why.findChildren(LinkButton)[-1]
    assert "+1  Crypt" in link.text()
    link.setFocus()
    qtbot.keyClick(link, Qt.Key.Key_Space)
    assert page.tabs.key() == "log"
    assert page.log.model.entry_at(page.log.table.currentIndex().row()).label == "Crypt"  # type: ignore[union-attr]  # it is there


def test_a_goal_that_has_failed_stays_and_is_opened_again(goals: GoalsTab, desk: Desk) -> None:
    actions = {one.text(): one for one in goals.detail.status.choices.actions()}
    actions["Failed"].trigger()
    assert seen(goals) == [["Explore the deep", "0/2 rooms", "Failed"]]
    assert goals.model.index(0, 0).data() == "Failed"
    desk.open.undo()
    assert seen(goals)[0][2] == "Not started"


def test_goals_hang_below_each_other_and_never_in_a_circle(qtbot: QtBot, goals: GoalsTab) -> None:
    type_into(qtbot, goals.add_field, "Find the crypt")
    parents = {one.text(): one for one in goals.detail.parent_goal.choices.actions()}
    parents["Explore the deep"].trigger()
    assert [row[0].strip() for row in seen(goals)] == ["Explore the deep", "Find the crypt"]
    assert seen(goals)[1][0].startswith(" ")
    type_into(qtbot, goals.detail.dependencies, "Explore the deep")
    assert seen(goals)[1][2] == "Waiting"
    assert "Waits for Explore the deep." in words(goals.detail)
    goals.table.choose_row(0)
    type_into(qtbot, goals.detail.dependencies, "Find the crypt")
    assert "would lead back to itself" in goals.detail.dependencies.error.text()
    goals.detail.give_up()
    assert {one.text() for one in goals.detail.parent_goal.choices.actions()} == {"No other goal"}


def test_delete_deletes_the_chosen_goal_and_not_the_session(
    qtbot: QtBot, goals: GoalsTab, desk: Desk
) -> None:
    goals.table.choose_row(0)
    qtbot.keyClick(goals.table, Qt.Key.Key_Delete)
    assert seen(goals) == []
    assert "No goals yet" in words(goals)
    desk.open.undo()
    assert [row[0] for row in seen(goals)] == ["Explore the deep"]


def test_players_see_no_goal_that_is_not_theirs(
    goals: GoalsTab, page: SessionPage, desk: Desk
) -> None:
    page.set_player_view(True)
    assert seen(goals) == []
    assert "Explore" not in words(page)
    page.set_player_view(False)
    actions = {one.text(): one for one in goals.detail.visibility.choices.actions()}
    goals.table.choose_row(0)
    actions["Players see it"].trigger()
    page.set_player_view(True)
    assert seen(goals) == [["Explore the deep", "0/2 rooms", "Not started"]]
    goals.table.choose_row(0)
    assert not goals.add_field.isVisible()
    assert not goals.detail.delete_button.isVisible()
    nodes = flat(goal_tree(desk.library, "deep", players_only=True))
    assert [node.goal.tracked for _depth, node in nodes] == [()]


def test_the_page_of_a_campaign_lists_its_goals_and_counts_those_left(
    qtbot: QtBot, theme: Theme, goals: GoalsTab, desk: Desk
) -> None:
    made = CampaignPage(theme, desk.open)
    qtbot.addWidget(made)
    made.resize(760, 900)
    made.show_campaign("deep")
    made.show()
    made.tabs.turn_to("goals")
    assert seen(made.goals) == [["Explore the deep", "0/2 rooms", "Not started"]]
    assert not made.goals.scope.isVisible()
    type_into(qtbot, made.goals.add_field, "Come up again")
    assert [row[0] for row in seen(made.goals)] == ["Explore the deep", "Come up again"]
    assert goals.model.rowCount() == 2
