"""Text from files is shown as it stands, at once, wherever it is shown.

Read as HTML, the first text opens a device that never ends, and the second takes seconds to lay
out. The test's time limit is what notices.
"""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent, QTextDocumentFragment
from PySide6.QtWidgets import (
    QApplication,
    QCalendarWidget,
    QDateEdit,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QSpinBox,
    QTabBar,
    QTableWidget,
    QTableWidgetItem,
    QToolTip,
    QWidget,
)

from sessionary.views.widgets.banner import Banner
from sessionary.views.widgets.buttons import OutlinedButton
from sessionary.views.widgets.cards import Card, KeyValue
from sessionary.views.widgets.chips import Chip, ChipFlow, ChipText
from sessionary.views.widgets.empty_state import EmptyState
from sessionary.views.widgets.headers import DetailHeader, PaneHeader
from sessionary.views.widgets.message import message_box
from sessionary.views.widgets.nav_list import NavList, NavRow
from sessionary.views.widgets.search_field import SearchField
from sessionary.views.widgets.segmented import Segment, SegmentedFilter
from sessionary.views.widgets.status_bar import StatusBar
from sessionary.views.widgets.status_icon import StatusBadge, StatusIcon
from sessionary.views.widgets.tab_bar import TabPages
from sessionary.views.widgets.text import (
    SHOWN_CHARACTERS,
    Paragraph,
    TextLabel,
    literal,
    one_line,
    plain_name,
    set_tip,
    shown_text,
    tip_text,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytestqt.qtbot import QtBot

    from sessionary.views.theme import Theme

HOSTILE = pytest.mark.parametrize(
    "text",
    [
        '<img src="file:///dev/zero">',
        "<table><tr><td>" * 16,
        "&lt;b&gt;bold&lt;/b&gt; <b>x</b>",
        "\u200b<script>alert(1)</script>",
        "good.example<table>.evil.example",
        "a\0b\ud800c",
        "<b>" * 20_000,
        "x" * 1_000_000,
    ],
    ids=["image", "tables", "entities", "script", "spoof", "broken", "tags", "long"],
)
AT_ONCE = 1.5


def _banner(theme: Theme, text: str) -> QWidget:
    banner = Banner(theme)
    banner.say(text, "Undo")
    return banner


def _badge(theme: Theme, text: str) -> QWidget:
    badge = StatusBadge(theme)
    badge.set_status(text, text)
    return badge


def _pane(theme: Theme, text: str) -> QWidget:
    header = PaneHeader(theme, text[:10_000])
    header.set_count(text)
    return header


def _detail(theme: Theme, text: str) -> QWidget:
    header = DetailHeader(theme)
    header.set_title(text)
    header.set_status("planned", text)
    header.set_facts([text, text])
    header.set_chips([ChipText(text, "blue")])
    header.add(OutlinedButton(theme, "Add", "plus"))
    return header


def _nav(theme: Theme, text: str) -> QWidget:
    nav = NavList(theme, "Places")
    nav.set_rows([NavRow(key="a", text=text, count=text), NavRow(text=text, heading=True)])
    nav.choose("a")
    return nav


def _tabs(theme: Theme, text: str) -> QWidget:
    pages = TabPages(theme, "Pages")
    pages.add("a", literal(text), QWidget())
    return pages


def _search(theme: Theme, text: str) -> QWidget:
    field = SearchField(theme, "Filter")
    field.setText(text)
    return field


def _status_bar(theme: Theme, text: str) -> QWidget:
    bar = StatusBar(theme)
    bar.say_saved(text, "failed")
    bar.say_facts([text, text])
    return bar


def _chips(theme: Theme, text: str) -> QWidget:
    flow = ChipFlow(theme)
    flow.set_chips([ChipText(text), ChipText(text, "red")])
    return flow


WIDGETS: dict[str, Callable[[Theme, str], QWidget]] = {
    "label": lambda _theme, text: TextLabel(text),
    "wrapping label": lambda _theme, text: TextLabel(text, wrap=True),
    "elided label": lambda _theme, text: TextLabel(text, elide=True),
    "paragraph": lambda _theme, text: Paragraph(text),
    "card": Card,
    "keys and values": lambda theme, text: KeyValue(theme, [(text, text)]),
    "banner": _banner,
    "badge": _badge,
    "status icon": StatusIcon,
    "pane header": _pane,
    "detail header": _detail,
    "nav": _nav,
    "tabs": _tabs,
    "search": _search,
    "status bar": _status_bar,
    "chip": lambda theme, text: Chip(theme, ChipText(text, "gold")),
    "chips": _chips,
    "segments": lambda theme, text: SegmentedFilter(theme, [Segment("a", text)], "Status"),
    "empty state": lambda theme, text: EmptyState(theme, "search", text, text, literal(text)),
    "button": lambda theme, text: OutlinedButton(theme, literal(text), "plus"),
}


@HOSTILE
@pytest.mark.parametrize("name", WIDGETS)
def test_widgets_show_text_as_it_stands_and_at_once(
    qtbot: QtBot, theme: Theme, name: str, text: str
) -> None:
    began = time.process_time()
    widget = WIDGETS[name](theme, text)
    qtbot.addWidget(widget)
    widget.resize(300, 200)
    widget.grab()
    assert time.process_time() - began < AT_ONCE
    for label in [widget, *widget.findChildren(QLabel)]:
        if isinstance(label, Paragraph):
            shown = QTextDocumentFragment.fromHtml(QLabel.text(label)).toPlainText()
            assert shown == label.text() == shown_text(text)
        elif isinstance(label, QLabel):
            assert label.textFormat() == Qt.TextFormat.PlainText


@HOSTILE
def test_a_message_shows_both_its_texts_as_they_stand(
    qtbot: QtBot, theme: Theme, text: str
) -> None:
    began = time.process_time()
    text = text[:2000]
    box = message_box(theme, None, "Title", text, details=text)
    qtbot.addWidget(box)
    assert time.process_time() - began < AT_ONCE
    assert box.text() == box.informativeText() == shown_text(text)
    assert {label.textFormat() for label in box.findChildren(QLabel)} == {Qt.TextFormat.PlainText}


@HOSTILE
def test_a_tip_says_just_its_text_in_lines_that_can_be_read(text: str) -> None:
    tip = tip_text(text)
    assert "".join(tip.split()) == "".join(shown_text(text).split())
    assert max(map(len, tip.split("\n"))) <= 72
    assert len(tip) > SHOWN_CHARACTERS or tip_text(tip) == tip


def test_a_tip_keeps_lines_and_indents() -> None:
    assert tip_text("") == ""
    assert tip_text("New session") == "New session"
    assert tip_text("one\n\n  two  three\n" + "four " * 20) == (
        "one\n\n  two  three\n" + ("four " * 14).rstrip() + "\n" + ("four " * 6).rstrip()
    )


@pytest.fixture
def polish(theme: Theme) -> Iterator[Theme]:
    yield theme
    QToolTip.hideText()


def shown_tip() -> str:
    """Return what the tip on the screen says, which must be plain, and laid out as plain."""
    labels = [one for one in QApplication.topLevelWidgets() if one.inherits("QTipLabel")]
    assert labels
    for label in labels:
        assert isinstance(label, QLabel)
        assert label.textFormat() == Qt.TextFormat.PlainText
    return QToolTip.text()


@HOSTILE
def test_a_bare_label_is_caught_before_it_is_shown(qtbot: QtBot, polish: Theme, text: str) -> None:
    label = QLabel()
    qtbot.addWidget(label)
    label.ensurePolished()
    label.setText(text[:10_000])
    began = time.process_time()
    label.grab()
    assert label.textFormat() == Qt.TextFormat.PlainText
    assert time.process_time() - began < AT_ONCE


HOSTILE_TIP = '<img src="file:///dev/zero"> <b>bold</b>'


def _button() -> QWidget:
    button = QPushButton("x")
    button.setToolTip(HOSTILE_TIP)
    return button


def _list() -> QWidget:
    widget = QListWidget()
    item = QListWidgetItem("row")
    item.setToolTip(HOSTILE_TIP)
    widget.addItem(item)
    return widget


def _header() -> QWidget:
    table = QTableWidget(1, 1)
    item = QTableWidgetItem("head")
    item.setToolTip(HOSTILE_TIP)
    table.setHorizontalHeaderItem(0, item)
    return table


def _menu() -> QWidget:
    menu = QMenu()
    menu.setToolTipsVisible(True)
    menu.addAction("first").setToolTip(HOSTILE_TIP)
    return menu


def _tab() -> QWidget:
    bar = QTabBar()
    bar.addTab("first")
    bar.setTabToolTip(0, HOSTILE_TIP)
    return bar


@pytest.mark.parametrize("make", [_button, _list, _header, _menu, _tab])
def test_a_raw_tip_is_caught_before_it_is_shown(
    qtbot: QtBot, polish: Theme, make: Callable[[], QWidget]
) -> None:
    widget = make()
    qtbot.addWidget(widget)
    widget.resize(200, 100)
    widget.show()
    target = widget
    if isinstance(widget, QTableWidget):
        target = widget.horizontalHeader().viewport()
    elif isinstance(widget, QListWidget):
        target = widget.viewport()
    place = QPoint(8, 8)
    event = QHelpEvent(QEvent.Type.ToolTip, place, target.mapToGlobal(place))
    began = time.process_time()
    QApplication.sendEvent(target, event)
    assert shown_tip() == HOSTILE_TIP
    assert time.process_time() - began < AT_ONCE


@HOSTILE
def test_whatever_is_said_as_a_tip_is_plain_also_where_another_tip_was(
    qtbot: QtBot, polish: Theme, text: str
) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    began = time.process_time()
    for said in ("New session", text[:10_000].replace("\ud800", ""), "<b>x</b>"):
        QToolTip.showText(widget.mapToGlobal(QPoint(4, 4)), said, widget)
        assert shown_tip() == said
        QApplication.processEvents()
    assert time.process_time() - began < AT_ONCE


def test_figures_in_spin_boxes_do_not_touch_the_frame(qtbot: QtBot, polish: Theme) -> None:
    spin, date = QSpinBox(), QDateEdit()
    date.setCalendarPopup(True)
    for box in (spin, date):
        qtbot.addWidget(box)
        box.ensurePolished()
    insets = [box.findChild(QLineEdit).textMargins().left() for box in (spin, date)]  # type: ignore[union-attr]  # they have one
    assert insets == [6, 0]


def test_weekends_are_written_in_the_themes_colour(qtbot: QtBot, polish: Theme) -> None:
    calendar = QCalendarWidget()
    qtbot.addWidget(calendar)
    calendar.ensurePolished()
    sunday = calendar.weekdayTextFormat(Qt.DayOfWeek.Sunday)
    assert sunday.foreground().style() == Qt.BrushStyle.NoBrush


def test_a_tip_shows_its_text_as_it_stands(qtbot: QtBot, polish: Theme) -> None:
    button = QPushButton("x")
    qtbot.addWidget(button)
    set_tip(button, "Undo <b>")
    button.show()
    event = QHelpEvent(QEvent.Type.ToolTip, QPoint(4, 4), button.mapToGlobal(QPoint(4, 4)))
    QApplication.sendEvent(button, event)
    assert shown_tip() == "Undo <b>"


def test_broken_characters_are_made_visible_and_long_text_is_cut() -> None:
    assert shown_text("a\0b\ud800") == "a␀b\ufffd"
    assert len(shown_text("x" * 20_000)) == 10_000
    assert shown_text("x" * 20_000).endswith("…")
    assert one_line("one\r\ntwo\u2028three  four") == "one two three  four"
    assert literal("Salt & Crown") == "Salt && Crown"
    assert plain_name("&Salt && Crown") == "Salt & Crown"


def test_a_label_that_cuts_its_text_says_all_of_it_as_a_tip(qtbot: QtBot, theme: Theme) -> None:
    label = TextLabel("A very long title that does not fit <b>", elide=True)
    qtbot.addWidget(label)
    label.resize(80, 20)
    label.show()
    event = QHelpEvent(QEvent.Type.ToolTip, QPoint(4, 4), label.mapToGlobal(QPoint(4, 4)))
    QApplication.sendEvent(label, event)
    assert shown_tip() == "A very long title that does not fit <b>"


def test_setting_text_keeps_the_references_to_none(qtbot: QtBot, theme: Theme) -> None:
    """PySide6 6.12.0 loses one a call on Python 3.10 and 3.11, and then aborts the process."""
    label, paragraph = TextLabel(), Paragraph()
    qtbot.addWidget(label)
    qtbot.addWidget(paragraph)
    before = sys.getrefcount(None)
    for number in range(1000):
        label.setText(str(number))
        paragraph.setText(str(number))
    assert abs(sys.getrefcount(None) - before) < 200
