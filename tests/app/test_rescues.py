"""A change that could not be saved is offered at the next start, and never comes by itself."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from sessionary.services.sessions import document_data
from sessionary.views.rescue_dialog import RescueDialog

if TYPE_CHECKING:
    from tests.app.conftest import Desk, Person

pytestmark = pytest.mark.gui
KEY = "session-10"


def title(person: Person) -> Any:
    return document_data(person.library.library, "session", KEY)["record"]["title"]


def keep(person: Person, new_title: str) -> None:
    """Put a change aside, as a session does whose last save failed."""
    library = person.library.library
    data = json.loads(json.dumps(document_data(library, "session", KEY)))
    data["record"]["title"] = new_title
    text = json.dumps({"migrations": [], "pending": {}, "data": data})
    library.database.backend.put_aside("session", KEY, text, "save_failed", 1)


def test_a_rescued_change_is_offered_looked_at_brought_back_and_undone(
    sample: Person, desk: Desk
) -> None:
    keep(sample, "Slack & <b>Water</b>")
    desk.close(sample)
    person = desk.open(sample.folder)
    assert "A change to “Slack & <b>Water</b>” could not be saved on" in person.banner()
    assert title(person) == "Slack Water"
    person.click(person.window.banner.action)
    dialog = person.dialog(RescueDialog)
    person.press("Esc")
    assert title(person) == "Slack Water", "looking at it changes nothing"
    person.run("tools.rescues")
    dialog = person.dialog(RescueDialog)
    person.click(dialog.back)
    assert title(person) == "Slack & <b>Water</b>"
    assert dialog.pages.currentWidget() is dialog.nothing
    person.press("Esc")
    person.press("Ctrl+Z")
    assert title(person) == "Slack Water"
    keep(person, "One")
    keep(person, "Two")
    desk.close(person)
    assert desk.open(sample.folder).banner() == "2 changes could not be saved; they were kept."
