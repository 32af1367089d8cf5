"""The list of sessions: filtered, sorted, grouped, walked through."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, Qt

from sessionary.models.session_list import REACHED_COLUMN
from sessionary.services.sessions import new_campaign, new_session

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget
    from tests.app.conftest import Person


def is_high(window: QWidget, height: int) -> bool:
    """Say whether a window has taken up a height."""
    return window.height() == height


def has_room(control: QWidget) -> bool:
    """Say whether a control is as wide as it must be."""
    return control.width() >= control.minimumSizeHint().width()


ALL = [
    "Thirteen Names Left",
    "The Bell Rings Once",
    "Slack Water",
    "Ink and Salt Water",
    "The Last Watch of the Patient Margit",
    "A Guest of the Second Tide",
    "The Regatta of Empty Boats",
    "The Founder of Crake Hollow",
    "The Fish Market After Midnight",
    "Nine Fathoms of Rope",
    "Struck Before Sailing",
    "The Patient Margit Comes Home",
    "Four Chairs at the Gutted Heron",
]


FILTERS = [
    ("status:planned", ALL[:1]),
    ("status:cancelled", ["The Regatta of Empty Boats"]),
    ("#finale", ["The Bell Rings Once"]),
    ("salt water", ["Ink and Salt Water"]),
    ("MARGIT", [ALL[4], ALL[11]]),
    ("-status:played", [ALL[0], ALL[6]]),
    ('"second tide"', [ALL[5]]),
]


def test_the_filter_leaves_what_it_asks_for(sample: Person) -> None:
    for typed, left in FILTERS:
        sample.filter(typed)
        assert (typed, sample.titles()) == (typed, left)
        assert sample.counted() == f"{len(left)} of 13"
    sample.filter("#ship")
    left = [s.title for s in sample.window.sessions_model.everything() if "ship" in s.tags]
    assert len(left) == 2
    assert sorted(sample.titles()) == sorted(left)


def test_the_filter_finds_players_and_game_days(sample: Person) -> None:
    everything = sample.window.sessions_model.everything()
    sample.filter("@aiko")
    assert set(sample.titles()) == {
        session.title
        for session in everything
        if any("aiko" in who.casefold() for who in session.people)
    }
    assert sample.titles()
    sample.filter("day:22")
    assert "Ink and Salt Water" in sample.titles()
    assert len(sample.titles()) < 5


def test_status_buttons_and_words_narrow_together(sample: Person) -> None:
    statuses = sample.window.sessions_place.list.statuses
    sample.click(statuses.buttons["completed"])
    assert len(sample.titles()) == 11
    sample.filter("margit")
    assert sample.titles() == [ALL[4], ALL[11]]
    sample.click(statuses.buttons["planned"])
    assert sample.titles() == []


def test_no_match_says_so_and_offers_the_way_out(sample: Person) -> None:
    pane = sample.window.sessions_place.list
    sample.filter("dragon")
    assert sample.titles() == []
    assert pane.empty.isVisible()
    assert pane.empty.accessibleName() == "No session matches “dragon”"
    assert "all 13 sessions" in pane.empty.accessibleDescription()
    sample.click(pane.empty.button)
    assert sample.titles() == ALL
    assert sample.focus is pane.field


def test_escape_clears_the_filter_from_the_field_and_from_the_list(sample: Person) -> None:
    pane = sample.window.sessions_place.list
    sample.filter("margit")
    sample.press("Esc")
    sample.wait(lambda: sample.titles() == ALL)
    sample.filter("margit")
    sample.press("Down")
    assert sample.focus is pane.table
    sample.press("Esc")
    assert sample.titles() == ALL
    assert sample.focus is pane.table


def test_escape_on_the_page_goes_back_to_the_list(sample: Person) -> None:
    sample.press("Return")
    pane = sample.window.sessions_place.list
    assert sample.window.sessions_place.detail.isAncestorOf(sample.focus)
    sample.press("Esc")
    assert sample.focus is pane.table


def test_a_filter_keeps_the_chosen_session_if_it_shows_it(sample: Person) -> None:
    sample.click_row("Slack Water")
    sample.filter("water")
    assert sample.chosen() == "Slack Water"
    assert sample.heading() == "Slack Water"


ORDERS = [
    ("oldest", "Four Chairs at the Gutted Heron"),
    ("title", "A Guest of the Second Tide"),
    ("longest", "The Bell Rings Once"),
    ("newest", "Thirteen Names Left"),
]


def test_the_list_is_sorted_by_its_menu(sample: Person) -> None:
    for order, first in ORDERS:
        is_sorted(sample, order, first)


def is_sorted(sample: Person, order: str, first: str) -> None:
    sorting = sample.window.sessions_place.list.sorting
    action = next(one for one in sorting.choices.actions() if one.data() == order)
    action.trigger()
    assert sample.titles()[0] == first
    assert sorting.text() == action.text()
    assert sample.chosen() == "Thirteen Names Left"


def test_gaps_in_game_time_stand_between_the_sessions(sample: Person) -> None:
    rows = [row[0] for row in sample.rows(2)]
    at = rows.index("The Last Watch of the Patient Margit")
    assert rows[at - 1] == "21 days 4 hours later"
    assert rows[at + 1] == "20 days 18 hours earlier"
    # What is no session cannot be chosen.
    model = sample.window.sessions_model
    assert model.flags(model.index(at - 1, 0)) == Qt.ItemFlag.NoItemFlags


def test_up_and_down_step_over_gaps_and_the_page_follows(sample: Person) -> None:
    sample.click_row("Ink and Salt Water")
    sample.press("Down")
    sample.settle()
    assert sample.heading() == "The Last Watch of the Patient Margit"
    sample.press("Alt+Up", "Alt+Up")
    sample.settle()
    assert sample.heading() == "Slack Water"


def test_sessions_of_several_campaigns_are_grouped_under_their_names(sample: Person) -> None:
    library = sample.library.library
    campaign = new_campaign(library, "The Salt Road")
    new_session(library, campaign, sample.window.acts.now())
    rows = sample.rows(2)
    headings = [row[0] for row in rows if "  ·  " in row[0]]
    assert headings == [
        "The Ledger of Drowned Bells  ·  13 sessions",
        "The Salt Road  ·  1 session",
    ]
    combo = sample.window.sidebar.campaigns
    combo.setFocus()
    sample.press("End")
    sample.settle()
    assert combo.currentText() == "The Salt Road"
    assert len(sample.rows(2)) == 1
    assert sample.counted() == "1"


def test_choosing_a_campaign_shows_its_page(sample: Person) -> None:
    combo = sample.window.sidebar.campaigns
    combo.setFocus()
    sample.window.sessions_place.list.choose("")
    sample.press("Down")
    sample.settle()
    page = sample.window.sessions_place.campaign_page
    assert page is not None
    assert page.isVisible()
    assert page.page is not None
    assert page.page.name == "The Ledger of Drowned Bells"


def test_a_tag_of_the_sidebar_filters(sample: Person) -> None:
    tags = sample.window.sidebar.tags
    tags.setFocus()
    index = tags.model().index(1, 0)
    assert index.data() == "harbour"
    sample.click(tags.viewport(), tags.visualRect(index).center())
    assert sample.window.sessions_place.list.field.text() == "#harbour"
    assert len(sample.titles()) == 4


def test_the_sidebar_shows_only_the_tags_that_fit(sample: Person) -> None:
    tags = sample.window.sidebar.tags
    for height in (700, 540, 900):
        sample.window.resize(1200, height)
        sample.wait(partial(is_high, sample.window, height))
        sample.wait(lambda: tags.verticalScrollBar().maximum() == 0)
        assert tags.model().rowCount() >= 2


def test_no_control_of_the_list_is_cut(sample: Person) -> None:
    for size in ((1024, 700), (1440, 900)):
        shows_its_controls(sample, size)


def shows_its_controls(sample: Person, size: tuple[int, int]) -> None:
    sample.window.resize(*size)
    sample.wait(lambda: sample.window.width() == size[0])
    place = sample.window.sessions_place
    pane = place.list
    assert pane.width() >= 380
    assert place.detail.width() >= 420
    assert pane.new_button.text() == "&New session"
    for control in (pane.switch, pane.new_button, pane.statuses, pane.field, pane.sorting):
        sample.wait(partial(has_room, control))
        seen = QRect(control.mapTo(pane, QPoint()), control.size())
        assert pane.rect().contains(seen)


def test_a_narrow_window_shows_its_sidebar_as_icons_and_campaigns_as_a_menu(
    sample: Person,
) -> None:
    sidebar = sample.window.sidebar
    sample.window.resize(900, 700)
    sample.wait(lambda: sidebar.width() < 60)
    assert not sidebar.campaigns.isVisible()
    sidebar._fill_campaigns()
    texts = [action.text() for action in sidebar.campaign_button.choices.actions()]
    assert texts == ["All campaigns", "The Ledger of Drowned Bells"]
    sidebar.campaign_button.choices.actions()[1].trigger()
    assert sample.window.sessions_place.list.container
    sample.window.resize(1440, 900)
    sample.wait(sidebar.campaigns.isVisible)
    assert sidebar.campaigns.currentText() == "The Ledger of Drowned Bells"


def test_what_was_reached_beyond_the_plan_is_told_in_a_tip(sample: Person) -> None:
    model = sample.window.sessions_model
    row = next(
        row for row in range(model.rowCount())
        if (one := model.session_at(row)) is not None and one.title == "A Guest of the Second Tide"
    )  # fmt: skip
    cell = model.index(row, REACHED_COLUMN)
    more = "One more was reached than was planned."
    assert (cell.data(), cell.data(Qt.ItemDataRole.ToolTipRole)) == ("3/3", more)
    sample.click_row("A Guest of the Second Tide")
    page = sample.window.sessions_place.page
    assert page is not None
    count = page.overview.objectives.count
    assert count.text() == "3/3  +1"
    assert more in count.toolTip()
