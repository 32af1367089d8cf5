"""Events logged, removed and taken back with the keyboard alone."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.app.conftest import Person

    from sessionary.views.campaign.fields import EditableText
    from sessionary.views.campaign.log_tab import LogTab


def log_of(person: Person) -> LogTab:
    page = person.window.sessions_place.page
    assert page is not None
    return page.log


def said(person: Person) -> list[str]:
    """Return what the log says, event by event."""
    model = log_of(person).model
    return [str(model.index(row, 4).data()) for row in range(model.rowCount())]


def open_log(person: Person, title: str = "The Bell Rings Once") -> LogTab:
    person.click_row(title)
    person.press("Ctrl+L")
    log = log_of(person)
    assert person.focus is log.entry.field
    return log


def test_lines_are_logged_with_enter_one_after_the_other(sample: Person) -> None:
    log = open_log(sample)
    before = said(sample)
    for typed in ("npc The Ferryman !gm", "dmg 8 goblin @Pell Ambry", "Something stirs"):
        sample.type(typed)
        sample.press("Return")
        assert log.entry.field.text() == ""
        assert sample.focus is log.entry.field
    after = said(sample)
    assert len(after) == len(before) + 3
    assert any("The Ferryman" in line for line in after)
    assert any("Something stirs" in line for line in after)
    # The newest one is chosen, so that one sees what was written.
    entry = log.model.entry_at(log.table.currentIndex().row())
    assert entry is not None
    assert entry.label == "Something stirs"


def test_the_line_says_what_it_will_become_and_what_the_clock_says(sample: Person) -> None:
    log = open_log(sample)
    assert log.entry.hint.text() == "Day 24, 6:50 AM"
    sample.type("dmg 8 goblin !gm")
    assert log.entry.hint.text() == "Day 24, 6:50 AM  ·  Damage: 8 → goblin · GM only"
    assert log.entry.kind.text() == "Damage"
    sample.press("Ctrl+A")
    sample.type("+2h rowing back")
    assert log.entry.hint.text() == (
        "Day 24, 8:50 AM  ·  Time jump: rowing back · 2 hours later"
    )  # fmt: skip
    sample.press("Return")
    assert log.entry.hint.text() == "Day 24, 8:50 AM"


def test_what_lacks_something_says_so_and_is_logged_as_a_note(sample: Person) -> None:
    log = open_log(sample)
    before = said(sample)
    sample.type("dmg goblin")
    assert log.entry.hint.text() == "Note  ·  How much? Such as dmg 8 goblin."
    sample.press("Return")
    assert log.entry.field.text() == ""
    sample.type("!gm")
    sample.press("Return")
    assert log.entry.hint.text() == "There is nothing to log yet."
    assert log.entry.field.text() == "!gm"
    assert len(said(sample)) == len(before) + 1


def test_each_line_is_taken_back_by_itself(sample: Person) -> None:
    open_log(sample)
    before = said(sample)
    sample.type("first")
    sample.press("Return")
    sample.type("second")
    sample.press("Return")
    assert len(said(sample)) == len(before) + 2
    sample.press("Ctrl+Z")
    sample.wait(lambda: len(said(sample)) == len(before) + 1)
    assert any("first" in line for line in said(sample))
    sample.press("Ctrl+Z")
    sample.wait(lambda: said(sample) == before)
    sample.press("Ctrl+Shift+Z")
    sample.wait(lambda: len(said(sample)) == len(before) + 1)


def test_up_brings_back_what_was_logged(sample: Person) -> None:
    log = open_log(sample)
    for typed in ("first", "second"):
        sample.type(typed)
        sample.press("Return")
    sample.press("Up", "Up")
    assert log.entry.field.text() == "first"
    sample.press("Down")
    assert log.entry.field.text() == "second"
    sample.press("Down")
    assert log.entry.field.text() == ""


def test_escape_clears_the_line_then_leaves_it_for_the_log(sample: Person) -> None:
    log = open_log(sample)
    sample.type("no")
    sample.press("Esc")
    assert log.entry.field.text() == ""
    sample.press("Esc")
    assert sample.focus is log.table


def test_delete_removes_the_event_and_not_the_session(sample: Person) -> None:
    log = open_log(sample)
    sample.press("Esc", "Home", "Down", "Down")
    gone = log.pk()
    before = said(sample)
    sample.press("Del")
    assert len(said(sample)) == len(before) - 1
    assert log.model.row_of(gone or 0) < 0
    assert "The Bell Rings Once" in sample.titles()
    assert log.pk() is not None
    sample.press("Ctrl+Z")
    sample.wait(lambda: said(sample) == before)


def edit_field(person: Person, field: EditableText, typed: str) -> None:
    field.face.setFocus()
    person.press("Return", "Ctrl+A")
    person.type(typed)
    person.press("Ctrl+Return")


def test_an_event_is_renamed_and_described_where_it_stands(sample: Person) -> None:
    log = open_log(sample)
    sample.press("Esc", "Home", "Down", "Down")
    pk = log.pk()
    before = said(sample)
    edit_field(sample, log.detail.title, "The Belfry, drowned")
    assert log.pk() == pk
    assert any("The Belfry, drowned" in line for line in said(sample))
    edit_field(sample, log.detail.description, "Green light under the boards.")
    record = log.model.record_at(log.table.currentIndex().row())
    assert record is not None
    assert record["event"]["name"] == "The Belfry, drowned"
    assert record["event"]["description"] == "Green light under the boards."
    sample.press("Ctrl+Z", "Ctrl+Z")
    sample.wait(lambda: said(sample) == before)


def test_who_sees_an_event_and_how_much_it_weighs_are_chosen(sample: Person) -> None:
    log = open_log(sample)
    sample.press("Esc", "Home", "Down", "Down")
    for button, word in ((log.detail.visibility, "GM alone"), (log.detail.importance, "Critical")):
        action = next(one for one in button.choices.actions() if one.text() == word)
        action.trigger()
        assert button.text() == word
        assert action.isChecked()
    entry = log.model.entry_at(log.table.currentIndex().row())
    assert entry is not None
    assert (entry.visible, entry.importance) == (0, 3)
    sample.run("view.players")
    sample.settle()
    assert entry.label not in said(sample)


def test_a_file_that_is_taken_again_leaves_what_was_edited(sample: Person) -> None:
    from sessionary.app.sample import sample_file
    from sessionary.services.imports.reading import read_files

    log = open_log(sample)
    sample.press("Esc", "Home", "Down", "Down")
    edit_field(sample, log.detail.title, "Mine")
    preview = read_files(
        sample.library.library,
        [sample_file(sample.window.read_resource)],
        lambda _done, _all: None,
    )
    assert not preview.writes


def test_players_see_no_line_to_log_in(sample: Person) -> None:
    log = open_log(sample)
    sample.run("view.players")
    sample.settle()
    assert not log.entry.isVisible()
    assert not sample.can("session.log")


def test_a_kind_can_be_chosen_from_the_menu(sample: Person) -> None:
    log = open_log(sample)
    sample.type("goblin")
    actions = {action.data(): action for action in log.entry.kind.choices.actions()}
    actions["dead"].trigger()
    assert log.entry.field.text() == "dead goblin"
    actions["npc"].trigger()
    assert log.entry.field.text() == "npc goblin"
    actions["*"].trigger()
    assert log.entry.field.text() == "*goblin"


def test_what_is_typed_for_one_session_is_not_logged_in_another(sample: Person) -> None:
    log = open_log(sample)
    sample.type("half a line")
    sample.click_row("Slack Water")
    assert log.entry.field.text() == ""


@pytest.mark.parametrize("count", [3])
def test_a_line_is_seen_in_no_time(sample: Person, count: int) -> None:
    open_log(sample)
    spent = []
    for number in range(count):
        sample.type(f"line {number}")
        begun = time.process_time()  # what others do at the same time is not counted
        sample.press("Return")
        spent.append(time.process_time() - begun)
        assert any(f"line {number}" in line for line in said(sample))
    assert min(spent) < 0.25  # it takes about a tenth of that where nothing else runs
