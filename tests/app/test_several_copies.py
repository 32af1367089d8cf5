"""A window and another program on one library."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QLineEdit

from sessionary.app.instance import claim
from sessionary.core.store.plain import PlainScheduler
from sessionary.services.library import Library
from sessionary.services.session_edits import type_text
from sessionary.services.sessions import edit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.app.conftest import Person


@pytest.fixture
def other(sample: Person) -> Iterator[Library]:
    """The library as another program has it open."""
    library = Library(sample.folder, PlainScheduler(), zone="Europe/Berlin")
    yield library
    library.close()


def key_of(person: Person, title: str) -> str:
    return next(s.key for s in person.window.sessions_model.everything() if s.title == title)


def is_editable(person: Person) -> bool:
    page = person.window.sessions_place.page
    assert page is not None
    return page.editable


def test_what_another_program_changes_is_shown_soon(sample: Person, other: Library) -> None:
    sample.click_row("Slack Water")
    edit(other, "session", key_of(sample, "Slack Water"), "/title", "Dead Water", "Edit title")
    sample.wait(lambda: "Dead Water" in sample.titles())
    assert sample.heading() == sample.chosen() == "Dead Water"
    assert not sample.can("edit.undo")


def test_a_session_that_is_edited_elsewhere_is_read_only_until_it_is_free(
    sample: Person, other: Library
) -> None:
    sample.click_row("Slack Water")
    key = key_of(sample, "Slack Water")
    type_text(other, "session", key, "/notes", "Written there", "Edit notes")
    sample.wait(lambda: not is_editable(sample))
    assert sample.banner().startswith("Open for editing in Sessionary on ")
    sample.press("F2")
    page = sample.window.sessions_place.page
    assert page is not None
    assert not page.header.title.editing
    sample.click_row("Ink and Salt Water")
    assert is_editable(sample)
    assert sample.banner() == ""
    sample.click_row("Slack Water")
    assert sample.banner().startswith("Open for editing in ")
    other.release_documents()
    sample.wait(lambda: is_editable(sample))
    assert sample.banner() == ""
    assert page.page is not None
    assert page.page.data["record"]["notes"] == "Written there"


def test_another_message_is_not_taken_away_with_that_of_a_session_in_other_hands(
    sample: Person, other: Library
) -> None:
    sample.click_row("Slack Water")
    other.stores["session"].load(key_of(sample, "Slack Water"))
    sample.wait(lambda: bool(sample.banner()))
    sample.window.banner.say("Something else")
    other.release_documents()
    sample.wait(lambda: is_editable(sample))
    assert sample.banner() == "Something else"


def test_what_is_typed_in_a_field_meanwhile_stays_there_and_is_told_why(
    sample: Person, other: Library
) -> None:
    sample.click_row("Slack Water")
    key = key_of(sample, "Slack Water")
    sample.press("F2", "Ctrl+A")
    sample.type("My title")
    other.stores["session"].load(key)
    page = sample.window.sessions_place.page
    assert page is not None
    sample.press("Return")
    assert sample.banner().startswith("Open for editing in ")
    assert isinstance(page.header.title.editor, QLineEdit)
    assert "My title" in page.header.title.editor.text()
    other.release_documents()
    sample.press("Return")
    sample.wait(lambda: "My title" in sample.titles())


def test_one_start_alone_is_the_window_of_a_library(tmp_path: Path) -> None:
    first = claim(tmp_path)
    assert first is not None
    assert claim(tmp_path) is None
    elsewhere = claim(tmp_path / "another")
    assert elsewhere is not None
    first.close()
    again = claim(tmp_path)
    assert again is not None
    for one in (again, elsewhere):
        one.close()
