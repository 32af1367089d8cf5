from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from sessionary.views.theme import Appearance, Look
from sessionary.views.widgets.focus import tab_through
from sessionary.views.widgets.nav_list import NavList, NavRow
from sessionary.views.widgets.segmented import Segment, SegmentedFilter

if TYPE_CHECKING:
    from pytestqt.modeltest import ModelTester
    from pytestqt.qtbot import QtBot

    from sessionary.views.theme import Theme

SEGMENTS = (
    Segment("all", "All"),
    Segment("planned", "Planned", "planned"),
    Segment("played", "Played", "played"),
)
ROWS = (
    NavRow(key="now", text="Now", icon="clock"),
    NavRow(key="sessions", text="Sessions", icon="list", count="15"),
    NavRow(text="Tags", heading=True),
    NavRow(key="tag:combat", text="Combat", category="red", count="5"),
)


@pytest.fixture
def segmented(qtbot: QtBot, theme: Theme) -> SegmentedFilter:
    made = SegmentedFilter(theme, SEGMENTS, "Status")
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def nav(qtbot: QtBot, theme: Theme) -> NavList:
    made = NavList(theme, "Places")
    qtbot.addWidget(made)
    made.set_rows(ROWS)
    made.resize(220, 300)
    made.show()
    return made


def test_arrow_keys_move_between_the_choices(qtbot: QtBot, segmented: SegmentedFilter) -> None:
    chosen: list[str] = []
    segmented.chosen.connect(chosen.append)
    segmented.buttons["all"].setFocus()
    qtbot.keyClick(segmented.buttons["all"], Qt.Key.Key_Right)
    qtbot.keyClick(segmented.buttons["planned"], Qt.Key.Key_Right)
    assert segmented.key() == "played"
    assert chosen == ["planned", "played"]
    assert segmented.buttons["played"].hasFocus()


def test_tab_stops_at_the_choice_that_holds_and_at_no_other(
    qtbot: QtBot, segmented: SegmentedFilter
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    before, after = QLineEdit(), QLineEdit()
    for widget in (before, segmented, after):
        column.addWidget(widget)
    segmented.choose("planned")
    tab_through([before, segmented, after])
    window.show()
    for held in ("planned", "played"):
        segmented.choose(held)
        before.setFocus()
        qtbot.keyClick(before, Qt.Key.Key_Tab)
        assert window.focusWidget() is segmented.buttons[held]
        qtbot.keyClick(segmented.buttons[held], Qt.Key.Key_Tab)
        assert window.focusWidget() is after


def test_the_choice_made_by_the_program_is_not_told(
    qtbot: QtBot, segmented: SegmentedFilter
) -> None:
    with qtbot.assertNotEmitted(segmented.chosen):
        segmented.choose("played")
    assert segmented.key() == "played"


def test_a_choice_can_be_clicked_and_never_unchosen(
    qtbot: QtBot, segmented: SegmentedFilter
) -> None:
    button = segmented.buttons["planned"]
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert segmented.key() == "planned"


def test_icons_stand_before_the_words_only_where_there_is_room(qtbot: QtBot, theme: Theme) -> None:
    pane = QWidget()
    qtbot.addWidget(pane)
    segmented = SegmentedFilter(theme, SEGMENTS, "Status", pane)
    pane.show()
    wide = segmented.sizeHint().width()
    assert segmented.minimumSizeHint().width() < wide
    segmented.resize(wide, 28)
    with_icon = segmented.buttons["played"].sizeHint().width()
    segmented.resize(segmented.minimumSizeHint().width(), 28)
    assert segmented.buttons["played"].sizeHint().width() < with_icon


def test_choices_do_not_move_when_another_one_holds(segmented: SegmentedFilter) -> None:
    before = [button.sizeHint() for button in segmented.buttons.values()]
    segmented.choose("planned")
    assert [button.sizeHint() for button in segmented.buttons.values()] == before


def test_a_screen_reader_hears_the_choices(segmented: SegmentedFilter) -> None:
    interface = QAccessible.queryAccessibleInterface(segmented.buttons["planned"])
    assert interface.text(QAccessible.Text.Name) == "Planned"
    assert interface.state().checkable


def test_the_focused_choice_looks_different(qtbot: QtBot, segmented: SegmentedFilter) -> None:
    segmented.activateWindow()
    button = segmented.buttons["all"]
    button.clearFocus()
    plain = button.grab().toImage()
    button.setFocus()
    qtbot.waitUntil(button.hasFocus)
    assert button.grab().toImage() != plain


def test_up_and_down_choose_places_and_skip_headings(qtbot: QtBot, nav: NavList) -> None:
    nav.choose("sessions")
    with qtbot.waitSignal(nav.chosen) as told:
        qtbot.keyClick(nav, Qt.Key.Key_Down)
    assert told.args == ["tag:combat"]
    qtbot.keyClick(nav, Qt.Key.Key_Up)
    assert nav.key() == "sessions"


def test_letters_jump_to_a_place(qtbot: QtBot, nav: NavList) -> None:
    nav.choose("now")
    qtbot.keyClicks(nav, "com")
    assert nav.key() == "tag:combat"


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Space])
def test_enter_says_the_chosen_place_again(qtbot: QtBot, nav: NavList, key: Qt.Key) -> None:
    nav.choose("sessions")
    with qtbot.waitSignal(nav.chosen) as told:
        qtbot.keyClick(nav, key)
    assert told.args == ["sessions"]


def test_choosing_by_program_is_not_told(qtbot: QtBot, nav: NavList) -> None:
    with qtbot.assertNotEmitted(nav.chosen):
        nav.choose("now")
        nav.choose("no such place")
    assert nav.key() == ""


def test_pressing_the_place_one_is_in_says_it_again(qtbot: QtBot, nav: NavList) -> None:
    nav.choose("sessions")
    place = nav.visualRect(nav.currentIndex()).center()
    with qtbot.waitSignal(nav.chosen) as told:
        qtbot.mouseClick(nav.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert told.args == ["sessions"]


def test_a_heading_cannot_be_chosen_by_mouse(qtbot: QtBot, nav: NavList) -> None:
    nav.choose("sessions")
    heading = nav.visualRect(nav.model().index(2, 0)).center()
    qtbot.mouseClick(nav.viewport(), Qt.MouseButton.LeftButton, pos=heading)
    assert nav.key() in {"", "sessions"}


def test_new_rows_keep_the_chosen_place(qtbot: QtBot, nav: NavList) -> None:
    nav.choose("sessions")
    with qtbot.assertNotEmitted(nav.chosen):
        nav.set_rows((NavRow(key="more", text="More"), *ROWS))
    assert nav.key() == "sessions"


def test_counts_change_in_place_and_are_read_out(nav: NavList) -> None:
    nav.set_count("sessions", "16")
    nav.set_count("now", badge="LIVE")
    said = [nav.model().index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(2)]
    assert said == ["Now, LIVE", "Sessions, 16"]


def test_collapsed_it_is_48_wide_and_says_its_words_as_tips(theme: Theme, nav: NavList) -> None:
    tip = Qt.ItemDataRole.ToolTipRole
    assert nav.model().index(1, 0).data(tip) is None
    nav.set_collapsed(collapsed=True)
    assert nav.sizeHint().width() == theme.px(48)
    assert "Sessions, 15" in nav.model().index(1, 0).data(tip)
    nav.grab()


def test_the_chosen_row_has_tint_and_bar(theme: Theme, nav: NavList) -> None:
    nav.choose("sessions")
    nav.clearFocus()
    image = nav.viewport().grab().toImage()
    rect = nav.visualRect(nav.currentIndex())
    colours = {image.pixelColor(x, rect.center().y()).name() for x in range(rect.width())}
    assert {theme.tokens.selection.name(), theme.tokens.accent.name()} <= colours


def test_the_list_changes_with_the_theme(theme: Theme, nav: NavList) -> None:
    nav.choose("sessions")
    light = nav.grab().toImage()
    theme.set_look(Look(appearance=Appearance.DARK, text_percent=150))
    assert nav.grab().toImage() != light
    assert nav.visualRect(nav.currentIndex()).height() == theme.px(34)


def test_the_rows_are_a_sound_model(nav: NavList, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(nav.model())


def test_a_row_that_folds_is_pressed_and_never_chosen(qtbot: QtBot, nav: NavList) -> None:
    nav.set_rows([*ROWS[:2], NavRow(key="more", text="More", folds=True)])
    chosen: list[str] = []
    folded: list[str] = []
    nav.chosen.connect(chosen.append)
    nav.folded.connect(folded.append)
    nav.choose("sessions")
    nav.setFocus()
    qtbot.keyClick(nav, Qt.Key.Key_Down)
    assert (nav.key(), chosen, folded) == ("", [], [])
    qtbot.keyClick(nav, Qt.Key.Key_Return)
    assert (nav.key(), chosen, folded) == ("sessions", [], ["more"])
    row = nav.visualRect(nav.model().index(2, 0))
    qtbot.mouseClick(nav.viewport(), Qt.MouseButton.LeftButton, pos=row.center())
    assert (nav.key(), chosen, folded) == ("sessions", [], ["more", "more"])
