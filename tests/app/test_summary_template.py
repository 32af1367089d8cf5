"""The layout of recaps: written in the campaign's settings, seen wherever a recap is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sessionary.services.exports.writing import export

if TYPE_CHECKING:
    from pathlib import Path

    from tests.app.conftest import Person

    from sessionary.views.campaign.template_card import TemplateCard

KEY = "session-11"


def open_card(person: Person) -> TemplateCard:
    person.window.choose_campaign(person.library.campaigns()[0].id)
    person.window.sessions_place.list.choose("")
    person.settle()
    person.wait(lambda: person.window.sessions_place.campaign_page is not None)
    page = person.window.sessions_place.campaign_page
    assert page is not None
    page.tabs.turn_to("settings")
    person.settle()
    card = page.settings.template
    card.editor.setFocus()
    return card


def test_a_template_is_tried_while_it_is_typed_and_lays_out_every_recap(
    sample: Person, tmp_path: Path
) -> None:
    card = open_card(sample)
    sample.type("{{ session.title }}")
    sample.press("Return")
    sample.type("{% if %}")
    sample.wait(card.problem.isVisible)
    assert card.problem.text().startswith("Line 2: Expected an expression")
    sample.press("Ctrl+A")
    sample.type("*{{ session.title }}*: {{ lists.npcsIntroduced | listed }}, {{ events | length }}")
    sample.wait(card.preview.isVisible)
    wanted = "The Bell Rings Once*: Rosamund Ambry, 39"
    assert wanted in card.preview.text()
    assert card.tried.text() == "Session 11: The Bell Rings Once would read:"
    sample.window.save_now()
    sample.window.open_session(KEY)
    sample.settle()
    page = sample.window.sessions_place.page
    assert page is not None
    assert [line.parts[0].text for line in page.overview.recap.lines()] == [f"*{wanted}"]
    for players in (False, True):
        to = tmp_path / f"{players}.md"
        export(
            sample.library.library,
            [("session", KEY)],
            "markdown",
            to,
            player_safe=players,
            report=lambda _done, _all: None,
        )
        text = to.read_text(encoding="utf-8")
        assert "\n\n*The Bell Rings Once*: Rosamund Ambry, " in text
        assert ("Rosamund Ambry, 39" in text) != players, "players' recaps count what they saw"
    sample.press("Ctrl+Z")
    sample.settle()
    assert len(page.overview.recap.lines()) > 1
