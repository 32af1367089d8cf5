from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QAccessible, QImage, QPainter
from PySide6.QtWidgets import QLabel, QMessageBox, QPushButton, QVBoxLayout, QWidget

from sessionary.views.theme import Appearance, Look
from sessionary.views.widgets.banner import Banner
from sessionary.views.widgets.buttons import IconButton, MenuButton, OutlinedButton, PrimaryButton
from sessionary.views.widgets.cards import Card, CardRow, KeyValue, ScrollPage
from sessionary.views.widgets.chips import Chip, ChipFlow, ChipText, chip_width, paint_chips
from sessionary.views.widgets.empty_state import EmptyState
from sessionary.views.widgets.flow_layout import FlowLayout
from sessionary.views.widgets.headers import DetailHeader, PaneHeader
from sessionary.views.widgets.message import message_box
from sessionary.views.widgets.search_field import SearchField
from sessionary.views.widgets.status_bar import StatusBar
from sessionary.views.widgets.status_icon import (
    StatusBadge,
    StatusIcon,
    paint_status,
    status_tone,
    status_word,
)
from sessionary.views.widgets.tab_bar import TabPages
from sessionary.views.widgets.text import Paragraph, TextLabel

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from sessionary.views.theme import Theme

DARK = Look(appearance=Appearance.DARK)


def _name(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name)


def _painted(theme: Theme, status: str) -> QImage:
    image = QImage(16, 16, QImage.Format.Format_ARGB32)
    image.fill(theme.tokens.surface)
    with QPainter(image) as painter:
        paint_status(painter, QRectF(0, 0, 16, 16), status, theme.tokens)
    return image


# Status


@pytest.mark.parametrize(
    ("status", "word", "tone"),
    [
        ("planned", "Planned", "text2"),
        ("in_progress", "Live", "accent"),
        ("live", "Live", "accent"),
        ("completed", "Played", "ok"),
        ("played", "Played", "ok"),
        ("cancelled", "Cancelled", "bad"),
        ("postponed", "postponed", "text2"),
    ],
)
def test_a_status_has_a_word_and_a_colour(status: str, word: str, tone: str) -> None:
    assert (status_word(status), status_tone(status)) == (word, tone)


def test_statuses_differ_by_shape_not_only_by_colour(theme: Theme) -> None:
    shapes = set()
    for status in ("planned", "live", "played", "cancelled", "other"):
        image = _painted(theme, status)
        ground = theme.tokens.surface
        shapes.add(tuple(image.pixelColor(x, y) == ground for x in range(16) for y in range(16)))
    assert len(shapes) == 5


def test_a_status_icon_is_named_for_screen_readers(qtbot: QtBot, theme: Theme) -> None:
    icon = StatusIcon(theme, "cancelled")
    qtbot.addWidget(icon)
    assert _name(icon) == "Cancelled"
    icon.set_status("in_progress")
    assert _name(icon) == "Live"


def test_a_badge_says_what_is_added(qtbot: QtBot, theme: Theme) -> None:
    badge = StatusBadge(theme, "planned")
    qtbot.addWidget(badge)
    badge.set_status("in_progress", "1:42")
    words = [label.text() for label in badge.findChildren(QLabel)]
    assert words == ["Live · 1:42"]


# Chips


def test_chips_that_do_not_fit_are_counted(theme: Theme) -> None:
    chips = [ChipText("intrigue", "violet"), ChipText("travel", "rust"), ChipText("combat", "red")]

    def colours(width: int) -> set[str]:
        image = QImage(width, 36, QImage.Format.Format_ARGB32)
        image.fill(theme.tokens.surface)
        with QPainter(image) as painter:
            paint_chips(painter, QRect(0, 0, width, 36), chips, theme)
        return {image.pixelColor(x, y).name() for x in range(width) for y in range(36)}

    all_three = sum(chip_width(theme, chip) for chip in chips) + 2 * theme.px(4)
    violet, rust, red = (theme.tokens.category(chip.category or 0).name() for chip in chips)
    assert {violet, rust, red} <= colours(all_three)
    narrow = colours(all_three - 1)
    assert {violet, rust} <= narrow
    assert red not in narrow
    assert theme.tokens.sunken.name() in narrow
    assert {violet} == colours(chip_width(theme, chips[0]) + theme.px(34)) & {violet, rust, red}


def test_a_clickable_chip_is_pressed_by_key(qtbot: QtBot, theme: Theme) -> None:
    chip = Chip(theme, ChipText("combat", "red"), clickable=True)
    qtbot.addWidget(chip)
    chip.show()
    assert _name(chip) == "combat"
    with qtbot.waitSignal(chip.clicked):
        qtbot.keyClick(chip, Qt.Key.Key_Space)


def test_chips_are_replaced_and_the_row_hides_without_any(qtbot: QtBot, theme: Theme) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    flow = ChipFlow(theme, parent)
    flow.set_chips([ChipText("one"), ChipText("two", "blue")])
    assert flow.accessibleName() == "one, two"
    flow.set_chips([])
    assert flow.isHidden()


def test_a_flow_goes_on_in_the_next_line(qtbot: QtBot) -> None:
    pane = QWidget()
    qtbot.addWidget(pane)
    flow = FlowLayout(pane, gap=4)
    for _ in range(3):
        square = QWidget()
        square.setFixedSize(50, 20)
        flow.addWidget(square)
    assert flow.heightForWidth(158) == 20
    assert flow.heightForWidth(157) == 44
    assert flow.heightForWidth(50) == 68
    assert flow.sizeHint() == QSize(158, 20)
    assert flow.minimumSize() == QSize(50, 20)
    pane.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    flow.setGeometry(QRect(0, 0, 110, 100))
    squares = [square.x() for square in pane.findChildren(QWidget)]
    assert squares == [60, 6, 60]
    flow.clear()
    assert flow.count() == 0


# Buttons


def test_an_icon_button_says_its_name(qtbot: QtBot, theme: Theme) -> None:
    button = IconButton(theme, "funnel", "Filter")
    qtbot.addWidget(button)
    assert _name(button) == "Filter"
    assert "Filter" in button.toolTip()


def test_a_compact_button_keeps_its_name_and_gets_its_words_back(
    qtbot: QtBot, theme: Theme
) -> None:
    button = OutlinedButton(theme, "&Add note", "sticky-note")
    qtbot.addWidget(button)
    wide = button.sizeHint().width()
    button.set_compact(compact=True)
    assert button.text() == ""
    assert _name(button) == "Add note"
    assert button.sizeHint().width() < wide <= button.full_width()
    button.set_compact(compact=False)
    assert button.text() == "&Add note"


def test_the_focused_primary_button_has_a_ring(qtbot: QtBot, theme: Theme) -> None:
    pane = QWidget()
    qtbot.addWidget(pane)
    column = QVBoxLayout(pane)
    other, button = QPushButton("other"), PrimaryButton(theme, "New session", "plus")
    column.addWidget(other)
    column.addWidget(button)
    pane.show()
    pane.activateWindow()
    other.setFocus()
    plain = button.grab().toImage()
    button.setFocus()
    qtbot.waitUntil(button.hasFocus)
    assert button.grab().toImage() != plain


def test_a_menu_button_has_its_arrow_behind_the_words(qtbot: QtBot, theme: Theme) -> None:
    button = MenuButton(theme, "Sorting")
    qtbot.addWidget(button)
    button.setText("Newest first")
    assert button.layoutDirection() == Qt.LayoutDirection.RightToLeft
    assert button.choices.layoutDirection() == Qt.LayoutDirection.LeftToRight
    theme.set_look(DARK)
    button.grab()


# Fields, headers, cards


def test_escape_and_the_cross_clear_what_is_searched(qtbot: QtBot, theme: Theme) -> None:
    field = SearchField(theme, "Filter by title")
    qtbot.addWidget(field)
    field.show()
    assert _name(field) == "Filter by title"
    assert field.cross.isHidden()
    qtbot.keyClicks(field, "dragon")
    assert not field.cross.isHidden()
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == ""
    field.setText("dragon")
    qtbot.mouseClick(field.cross, Qt.MouseButton.LeftButton)
    assert field.text() == ""


@pytest.mark.parametrize("key", [Qt.Key.Key_Down, Qt.Key.Key_Return])
def test_down_and_enter_lead_to_what_was_found(qtbot: QtBot, theme: Theme, key: Qt.Key) -> None:
    field = SearchField(theme, "Filter")
    qtbot.addWidget(field)
    with qtbot.waitSignal(field.moved_on):
        qtbot.keyClick(field, key)


def test_a_focused_field_does_not_jump(qtbot: QtBot, theme: Theme) -> None:
    pane = QWidget()
    qtbot.addWidget(pane)
    column = QVBoxLayout(pane)
    other, field = QPushButton("other"), SearchField(theme, "Filter")
    column.addWidget(other)
    column.addWidget(field)
    pane.show()
    pane.activateWindow()
    other.setFocus()
    qtbot.waitUntil(other.hasFocus)
    before, place = field.sizeHint(), field.cursorRect()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    assert (field.sizeHint(), field.cursorRect()) == (before, place)


def test_a_narrow_header_takes_the_words_from_its_buttons(qtbot: QtBot, theme: Theme) -> None:
    header = DetailHeader(theme)
    qtbot.addWidget(header)
    note = OutlinedButton(theme, "Add note", "sticky-note")
    header.add(note)
    header.add(IconButton(theme, "ellipsis", "More"))
    header.set_title("A Toll of Ash")
    header.set_status("live", "1:42")
    header.set_facts(["Session 13", "", "4 players"])
    header.resize(700, 120)
    header.show()
    assert note.text() == "Add note"
    header.resize(240, 120)
    assert note.text() == ""
    header.resize(700, 120)
    assert note.text() == "Add note"
    header.set_status("")
    header.grab()


def test_a_pane_header_says_title_and_count(qtbot: QtBot, theme: Theme) -> None:
    header = PaneHeader(theme, "Sessions")
    qtbot.addWidget(header)
    header.set_title("Scores")
    header.set_count("11 of 15")
    header.add(IconButton(theme, "funnel", "Filter"))
    assert [label.text() for label in header.findChildren(QLabel)] == ["Scores", "11 of 15"]


def test_cards_stand_side_by_side_only_where_there_is_room(qtbot: QtBot, theme: Theme) -> None:
    one, two = Card(theme, "Summary"), Card(theme, "At a glance")
    row = CardRow(theme, [one, two])
    qtbot.addWidget(row)
    row.resize(theme.px(600), 300)
    row.show()
    assert one.geometry().top() == two.geometry().top()
    assert abs(one.width() - two.width()) <= 1
    row.resize(theme.px(500), 300)
    qtbot.waitUntil(lambda: one.geometry().left() == two.geometry().left())
    assert one.geometry().bottom() < two.geometry().top()


def test_a_card_without_title_leaves_no_gap(qtbot: QtBot, theme: Theme) -> None:
    card = Card(theme)
    qtbot.addWidget(card)
    card.add(TextLabel("body"))
    bare = card.sizeHint().height()
    card.set_title("Title")
    card.add_to_header(IconButton(theme, "pencil", "Edit"))
    assert card.sizeHint().height() > bare
    assert card.accessibleName() == "Title"


def test_keys_and_values_are_replaced_and_read_together(qtbot: QtBot, theme: Theme) -> None:
    facts = KeyValue(theme, [("Place", "Ashen Quay")])
    qtbot.addWidget(facts)
    facts.set_rows([("Goal", "Find who pays"), ("Status", StatusIcon(theme, "live"))])
    shown = [label for label in facts.findChildren(QLabel) if not label.isHidden()]
    assert [label.text() for label in shown] == ["Goal", "Find who pays", "Status"]
    assert shown[1].accessibleName() == "Goal: Find who pays"


def test_a_page_of_cards_never_gets_wider_than_its_window(qtbot: QtBot, theme: Theme) -> None:
    page = ScrollPage(theme)
    qtbot.addWidget(page)
    card = Card(theme, "Log")
    card.add(TextLabel("a word that is far too long for this page " * 5))
    page.add(card)
    page.resize(300, 200)
    page.show()
    inner = page.widget()
    assert inner is not None
    assert inner.width() <= page.viewport().width()


def test_tabs_say_their_counts_and_hide(qtbot: QtBot, theme: Theme) -> None:
    pages = TabPages(theme, "Session")
    qtbot.addWidget(pages)
    assert pages.key() == ""
    for key in ("overview", "log", "notes"):
        pages.add(key, key.title(), QLabel(key))
    plain = pages.bar.tabSizeHint(1).width()
    pages.set_count("log", 247)
    assert pages.bar.tabSizeHint(1).width() > plain
    pages.turn_to("log")
    assert pages.pages.currentIndex() == 1
    pages.set_shown("log", shown=False)
    assert pages.key() != "log"
    theme.set_look(DARK)
    pages.resize(400, 100)
    pages.grab()


def test_a_paragraph_has_the_designs_line_height(qtbot: QtBot, theme: Theme) -> None:
    text = "one line and another line and a third line"
    paragraph, label = Paragraph(text), TextLabel(text, wrap=True)
    for widget in (paragraph, label):
        qtbot.addWidget(widget)
        widget.ensurePolished()
    lines = label.heightForWidth(120) / label.fontMetrics().lineSpacing()
    pitch = paragraph.heightForWidth(120) / lines / label.fontMetrics().lineSpacing()
    assert 1.25 < pitch < 1.45


def test_a_label_changes_its_tone(qtbot: QtBot, theme: Theme) -> None:
    label = TextLabel("Saved")
    qtbot.addWidget(label)
    label.ensurePolished()
    label.set_tone("bad")
    assert label.palette().color(label.foregroundRole()) == theme.tokens.bad
    theme.set_look(DARK)
    assert label.palette().color(label.foregroundRole()) == theme.tokens.bad


# What speaks when there is nothing, or something, to say


def test_an_empty_state_offers_a_way_out(qtbot: QtBot, theme: Theme) -> None:
    state = EmptyState(theme, "search", "No session matches “dragon”", "All was searched.", "Clear")
    qtbot.addWidget(state)
    state.show()
    assert _name(state) == "No session matches “dragon”"
    assert state.second.isHidden()
    with qtbot.waitSignal(state.acted):
        qtbot.mouseClick(state.button, Qt.MouseButton.LeftButton)
    state.say("list", "Nothing yet", "Sessions will appear here.", second="Load sample")
    assert state.button.isHidden()
    with qtbot.waitSignal(state.acted_second):
        qtbot.mouseClick(state.second, Qt.MouseButton.LeftButton)
    theme.set_look(DARK)
    state.grab()


def test_a_banner_undoes_and_goes_away(qtbot: QtBot, theme: Theme) -> None:
    banner = Banner(theme)
    qtbot.addWidget(banner)
    undone: list[str] = []
    assert banner.isHidden()
    banner.say("Deleted session 12", "Undo", lambda: undone.append("12"))
    assert _name(banner) == "Deleted session 12"
    with qtbot.waitSignal(banner.dismissed):
        qtbot.mouseClick(banner.action, Qt.MouseButton.LeftButton)
    assert undone == ["12"]
    assert banner.isHidden()


def test_a_banner_is_dismissed_by_its_cross_and_by_time(qtbot: QtBot, theme: Theme) -> None:
    banner = Banner(theme)
    qtbot.addWidget(banner)
    undone: list[str] = []
    banner.say("Saving failed", "Retry", lambda: undone.append("x"), tone="bad")
    qtbot.mouseClick(banner.close_button, Qt.MouseButton.LeftButton)
    assert banner.isHidden()
    banner.say("Session 12 imported", seconds=0.01)
    assert banner.action.isHidden()
    with qtbot.waitSignal(banner.dismissed):
        pass
    assert undone == []


def test_a_message_without_time_stays_though_the_one_before_had_one(
    qtbot: QtBot, theme: Theme
) -> None:
    banner = Banner(theme)
    qtbot.addWidget(banner)
    banner.say("gone soon", seconds=0.01)
    banner.say("stays")
    with qtbot.assertNotEmitted(banner.dismissed, wait=50):
        pass
    assert not banner.isHidden()


def test_a_message_box_is_answered_without_blocking(qtbot: QtBot, theme: Theme) -> None:
    answers: list[QMessageBox.StandardButton] = []
    yes, cancel = QMessageBox.StandardButton.Yes, QMessageBox.StandardButton.Cancel
    box = message_box(
        theme,
        None,
        "Forget",
        "Forget this person?",
        icon=QMessageBox.Icon.Question,
        buttons=yes | cancel,
        answered=answers.append,
    )
    qtbot.addWidget(box)
    qtbot.mouseClick(box.button(yes), Qt.MouseButton.LeftButton)
    assert answers == [yes]


def test_the_status_bar_says_how_it_stands_with_saving(qtbot: QtBot, theme: Theme) -> None:
    bar = StatusBar(theme)
    qtbot.addWidget(bar)
    bar.say_saved("Saved 20:41")
    bar.say_facts(["15 sessions", "", "38 cast"])
    bar.add_fact(TextLabel("GM view"))
    words = [label.text() for label in bar.findChildren(QLabel) if label.text()]
    assert set(words) == {"Saved 20:41", "15 sessions  ·  38 cast", "GM view"}
    saved = bar.grab().toImage()
    bar.say_saved("Saved 20:41", "saving")
    assert bar.grab().toImage() != saved
    bar.say_saved("Not saved: the disk is full", "failed")
    theme.set_look(DARK)
    bar.grab()
