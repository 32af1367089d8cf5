"""What is hidden from players is gone for them, and back when it is shown again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.app.test_summary_template import open_card

if TYPE_CHECKING:
    from tests.app.conftest import Person


def test_a_session_is_hidden_from_players_by_its_menu(sample: Person) -> None:
    sample.click_row("Slack Water")
    page = sample.window.sessions_place.page
    assert page is not None
    hide = next(a for a in page.header.more.choices.actions() if a.text() == "Hide from players")
    hide.trigger()
    sample.settle()
    assert page.header.second.text().startswith("Hidden from players")
    sample.press("Ctrl+Shift+P")
    assert "Slack Water" not in sample.titles()
    sample.press("Ctrl+Shift+P")
    assert "Slack Water" in sample.titles()
    sample.press("Ctrl+Z")
    sample.press("Ctrl+Shift+P")
    assert "Slack Water" in sample.titles()


def test_a_tag_is_hidden_from_players_in_the_settings_of_its_campaign(sample: Person) -> None:
    open_card(sample)
    page = sample.window.sessions_place.campaign_page
    assert page is not None
    field = page.settings.hidden_tags
    field.open_editor()
    sample.type("#finale, bell")
    sample.press("Return")
    sample.settle()
    assert field.face.value() == "finale, bell"

    def tags() -> set[str]:
        model = sample.window.sidebar.tags.model()
        return {str(model.index(row, 0).data()) for row in range(model.rowCount())}

    assert {"finale", "bell", "harbour"} <= tags()
    sample.press("Ctrl+Shift+P")
    assert not {"finale", "bell"} & tags()
    assert "harbour" in tags()
