"""A person looks what a session was before, and brings it back, in the real window."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from sessionary.services.sessions import document_data, edit
from sessionary.views.history_dialog import HistoryDialog

if TYPE_CHECKING:
    from tests.app.conftest import Person

pytestmark = pytest.mark.gui

CAMPAIGN = "campaign-drowned-bells"


def told(dialog: HistoryDialog) -> list[str]:
    return [str(dialog.model.index(row, 2).data()) for row in range(dialog.model.rowCount())]


def name(person: Person) -> Any:
    return document_data(person.library.library, "campaign", CAMPAIGN)["record"]["name"]


def test_a_session_is_brought_back_by_keys_alone_and_undone(sample: Person) -> None:
    assert sample.can("file.history")
    sample.press("Ctrl+1")
    assert not sample.can("file.history")
    sample.press("Ctrl+2")
    sample.click_row("Slack Water")
    sample.press("F2", "Ctrl+A")
    sample.type("Ebb")
    # What is typed and not left yet is a version too.
    sample.run("file.history")
    dialog = sample.dialog(HistoryDialog)
    assert told(dialog) == ["Edit title (now)", "Import campaign.json"]
    sample.press("Down")
    assert sample.focus is dialog.table
    sample.press("Tab", "Tab", "Tab", "Tab", "Tab", "Space")
    assert sample.chosen() == "Slack Water"
    assert told(dialog)[0] == "Bring back version 1 (now)"
    sample.press("Esc")
    assert sample.heading() == "Slack Water"
    assert sample.window.commands["edit.undo"].action.text() == "&Undo Bring back version 1"
    sample.press("Ctrl+Z")
    assert sample.heading() == "Ebb"
    # Former versions hold what players may not see, and so does personal data.
    sample.press("Ctrl+Shift+P")
    assert not sample.can("file.history")
    assert not sample.can("tools.persons")


def test_a_campaign_has_a_history_too(sample: Person) -> None:
    edit(sample.library.library, "campaign", CAMPAIGN, "/name", "Bells", "Edit name")
    sample.window.choose_campaign(CAMPAIGN)
    sample.window.sessions_place.list.choose("")
    sample.window.sessions_place.refresh()
    sample.settle()
    assert name(sample) == "Bells"
    sample.run("file.history")
    dialog = sample.dialog(HistoryDialog)
    assert dialog.name.text() == "Bells"
    dialog.table.choose_row(1)
    sample.click(dialog.back)
    assert name(sample) == "The Ledger of Drowned Bells"
