"""Sessions made, edited, moved, deleted and put back, with keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QMessageBox

from sessionary.core.campaign.agenda import carried
from sessionary.services.backups import listed
from sessionary.services.sessions import document_data, new_campaign, new_session
from sessionary.views.bin_dialog import BinDialog
from sessionary.views.campaign_chooser import CampaignChooser

if TYPE_CHECKING:
    from tests.app.conftest import Desk, Person


def record(person: Person, title: str) -> dict[str, object]:
    """Return what the library says of a session."""
    key = next(s.key for s in person.window.sessions_model.everything() if s.title == title)
    found: dict[str, object] = document_data(person.library.library, "session", key)["record"]
    return found


def rename(person: Person, title: str) -> None:
    """Rename the chosen session with F2."""
    person.press("F2", "Ctrl+A")
    person.type(title)
    person.press("Return")
    person.wait(lambda: title in person.titles())


def test_f2_edits_the_title_and_undo_takes_it_back(sample: Person) -> None:
    sample.click_row("Slack Water")
    rename(sample, "Dead Water")
    assert sample.heading() == sample.chosen() == "Dead Water"
    undo = sample.window.commands["edit.undo"].action
    assert undo.text().startswith("&Undo ")
    assert undo.text() != "&Undo "
    sample.press("Ctrl+Z")
    sample.wait(lambda: "Slack Water" in sample.titles())
    assert sample.heading() == "Slack Water"
    sample.press("Ctrl+Shift+Z")
    sample.wait(lambda: "Dead Water" in sample.titles())


def test_escape_leaves_the_title_as_it_was(sample: Person) -> None:
    sample.click_row("Slack Water")
    sample.press("F2", "Ctrl+A")
    sample.type("Something else")
    sample.press("Esc")
    sample.settle()
    assert sample.heading() == "Slack Water"
    assert not sample.can("edit.undo")


def test_a_new_session_has_the_next_number_and_is_being_named(sample: Person) -> None:
    sample.press("Ctrl+N")
    sample.settle()
    sample.type("A Letter Unsealed")
    sample.press("Return")
    sample.wait(lambda: "A Letter Unsealed" in sample.titles())
    assert record(sample, "A Letter Unsealed")["number"] == 13
    assert sample.chosen() == "A Letter Unsealed"
    # The name, then the session itself.
    sample.press("Ctrl+Z")
    sample.wait(lambda: "A Letter Unsealed" not in sample.titles())
    sample.press("Ctrl+Z")
    sample.wait(lambda: sample.window.sessions_model.total == 13)


def test_a_new_session_is_proposed_for_the_evening_of_the_last_one(sample: Person) -> None:
    sample.press("Ctrl+N")
    sample.settle()
    sample.type("A Letter Unsealed")
    sample.press("Return")
    sample.wait(lambda: "A Letter Unsealed" in sample.titles())
    times = record(sample, "A Letter Unsealed")["realTime"]
    # The last one is planned for Tuesday the 24th at six in UTC, which is seven here.
    assert isinstance(times, dict)
    assert str(times["startTime"]).startswith("2026-12-01T19:00+01:00")


def test_what_the_last_session_left_undone_is_offered_for_the_new_one(sample: Person) -> None:
    sample.click_row("Thirteen Names Left")
    sample.press("Del")
    sample.press("Ctrl+N")
    sample.settle()
    sample.type("A Letter Unsealed")
    sample.press("Return")
    sample.wait(lambda: "A Letter Unsealed" in sample.titles())
    assert sample.banner() == "2 things were left open in The Bell Rings Once."
    sample.click(sample.window.banner.action)
    planned = record(sample, "A Letter Unsealed")["plannedObjectives"]
    assert isinstance(planned, tuple)
    assert planned == ("Bring the Tallymaster to answer",)
    page = sample.window.sessions_place.page
    assert page is not None
    assert page.page is not None
    assert [(one.sort, one.text) for one in carried(page.page.data)] == [
        ("objective", "Bring the Tallymaster to answer"),
        ("thread", "Thirteen Names Left"),
    ]
    sample.press("Ctrl+Z")
    sample.wait(lambda: "plannedObjectives" not in record(sample, "A Letter Unsealed"))


def test_delete_offers_undo_at_once(sample: Person) -> None:
    sample.click_row("Slack Water")
    sample.press("Del")
    assert "Slack Water" not in sample.titles()
    assert sample.banner() == "“Slack Water” is deleted."
    # The next one is chosen, so that one can go on.
    assert sample.chosen() == "Ink and Salt Water"
    sample.click(sample.window.banner.action)
    assert "Slack Water" in sample.titles()
    assert sample.banner() == ""


def test_del_in_the_filter_deletes_letters_not_sessions(sample: Person) -> None:
    sample.filter("sea")
    sample.press("Home", "Del")
    assert sample.window.sessions_place.list.field.text() == "ea"
    assert len(sample.window.sessions_model.everything()) == 13


def test_a_deleted_session_is_put_back_from_the_bin(sample: Person) -> None:
    sample.click_row("Slack Water")
    sample.press("Del")
    sample.run("session.bin")
    bin_ = sample.dialog(BinDialog)
    assert bin_.model.rowCount() == 1
    bin_.table.choose_row(0)
    sample.click(bin_.restore)
    assert "Slack Water" in sample.titles()
    assert bin_.empty.isVisible()
    bin_.close()


def test_a_number_that_was_taken_meanwhile_keeps_a_session_in_the_bin(sample: Person) -> None:
    sample.click_row("Thirteen Names Left")
    sample.press("Del")
    campaign = sample.library.campaigns()[0].id
    new_session(sample.library.library, campaign, sample.window.acts.now())
    sample.run("session.bin")
    bin_ = sample.dialog(BinDialog)
    bin_.table.choose_row(0)
    sample.click(bin_.restore)
    assert "number" in sample.banner()
    assert bin_.model.rowCount() == 1
    bin_.close()


def test_the_bin_is_emptied_only_after_a_question_and_that_can_be_undone(sample: Person) -> None:
    sample.click_row("Slack Water")
    sample.press("Del")
    sample.run("session.bin")
    bin_ = sample.dialog(BinDialog)
    sample.click(bin_.erase)
    sample.answer(QMessageBox.StandardButton.Cancel)
    assert bin_.model.rowCount() == 1
    sample.click(bin_.erase)
    sample.answer(QMessageBox.StandardButton.Yes)
    sample.wait(lambda: bin_.model.rowCount() == 0)
    assert [made.why for made in listed(sample.folder)] == ["before emptying the bin"]
    bin_.close()
    sample.settle()
    sample.press("Ctrl+Z", "Ctrl+Z")
    assert "Slack Water" in sample.titles()


def test_a_session_is_started_and_ended_by_keys(sample: Person) -> None:
    sample.click_row("Thirteen Names Left")
    assert sample.can("session.start")
    assert not sample.can("session.end")
    sample.press("F5")
    assert record(sample, "Thirteen Names Left")["status"] == "in_progress"
    assert sample.window.commands["edit.undo"].action.text() == "&Undo Set session to live"
    assert sample.window.place == "live"
    sample.press("Ctrl+Shift+E")
    assert record(sample, "Thirteen Names Left")["status"] == "in_progress"
    sample.press("Space")
    assert record(sample, "Thirteen Names Left")["status"] == "completed"
    assert sample.window.place == "sessions"
    sample.press("Ctrl+Z", "Ctrl+Z", "Ctrl+Z")
    assert record(sample, "Thirteen Names Left")["status"] == "planned"


def test_a_played_session_is_reopened_only_after_a_question(sample: Person) -> None:
    sample.click_row("The Bell Rings Once")
    sample.press("F5")
    sample.answer(QMessageBox.StandardButton.Cancel)
    assert record(sample, "The Bell Rings Once")["status"] == "completed"
    sample.press("F5")
    sample.answer(QMessageBox.StandardButton.Yes)
    assert record(sample, "The Bell Rings Once")["status"] == "in_progress"


def test_undo_from_the_menu_takes_back_what_is_being_typed_first(sample: Person) -> None:
    sample.click_row("Slack Water")
    rename(sample, "Dead Water")
    sample.press("F2", "Ctrl+A")
    sample.type("Half a tit")
    sample.run("edit.undo")
    sample.wait(lambda: "Dead Water" in sample.titles())
    sample.run("edit.redo")
    sample.wait(lambda: "Half a tit" in sample.titles())


@pytest.mark.parametrize("leave", ["close", "other row", "other place"])
def test_what_is_being_typed_is_saved_on_leaving(sample: Person, desk: Desk, leave: str) -> None:
    sample.click_row("Slack Water")
    sample.press("F2", "Ctrl+A")
    sample.type("Half a tit")
    if leave == "close":
        desk.close(sample)
        sample = desk.open(sample.folder)
    elif leave == "other row":
        sample.click_row("Thirteen Names Left")
    else:
        sample.press("Ctrl+1", "Ctrl+2")
    sample.wait(lambda: "Half a tit" in sample.titles())


def test_looking_at_everything_changes_nothing(sample: Person, desk: Desk) -> None:
    before = sample.library.library.newest_act()
    for title in sample.titles():
        sample.click_row(title)
        page = sample.window.sessions_place.page
        assert page is not None
        for key in list(page.tabs.parts):
            page.tabs.turn_to(key)
    sample.press("Ctrl+Shift+2", "Ctrl+1", "Ctrl+2", "Ctrl+Shift+1")
    desk.close(sample)
    again = desk.open(sample.folder)
    assert again.library.library.newest_act() == before


def test_without_a_backup_the_bin_is_emptied_only_after_another_question(sample: Person) -> None:
    (sample.folder / "backups").write_text("in the way")
    sample.click_row("Slack Water")
    sample.press("Del")
    sample.run("session.bin")
    bin_ = sample.dialog(BinDialog)
    sample.click(bin_.erase)
    sample.answer(QMessageBox.StandardButton.Yes)
    sample.wait(bin_.erase.isEnabled)
    assert bin_.model.rowCount() == 1
    sample.answer(QMessageBox.StandardButton.Yes)
    assert bin_.model.rowCount() == 0
    bin_.close()


@pytest.fixture
def two_campaigns(sample: Person) -> Person:
    """A person with two campaigns, of whom neither is chosen."""
    new_campaign(sample.library.library, "Another sea")
    sample.window.filter_campaign("")
    sample.window.sessions_place.list.choose("")
    sample.window.sessions_place.list.table.setCurrentIndex(QModelIndex())
    sample.settle()
    assert sample.chosen() == ""
    return sample


def container_of(person: Person) -> str:
    session = person.window.sessions_place.list.current()
    return "" if session is None else session.container


def test_a_new_session_asks_for_its_campaign_where_none_is_chosen(two_campaigns: Person) -> None:
    before = len(two_campaigns.library.summaries())
    two_campaigns.press("Ctrl+N")
    dialog = two_campaigns.dialog(CampaignChooser)
    assert dialog.list.key() == "campaign-drowned-bells"
    two_campaigns.press("A", "Return")
    two_campaigns.settle()
    assert len(two_campaigns.library.summaries()) == before + 1
    other = next(c.id for c in two_campaigns.library.campaigns() if c.name == "Another sea")
    assert container_of(two_campaigns) == other


def test_who_is_asked_can_do_without(two_campaigns: Person) -> None:
    before = two_campaigns.library.summaries()
    two_campaigns.press("Ctrl+N")
    two_campaigns.dialog(CampaignChooser)
    two_campaigns.press("Escape")
    assert two_campaigns.library.summaries() == before


def test_the_campaign_of_the_chosen_session_is_meant(two_campaigns: Person) -> None:
    two_campaigns.click_row("Slack Water")
    two_campaigns.press("Ctrl+N")
    two_campaigns.settle()
    assert container_of(two_campaigns) == "campaign-drowned-bells"
