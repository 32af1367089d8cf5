from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    Qt,
)
from PySide6.QtGui import QColor, QHelpEvent, QImage, QMouseEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QStyleOptionViewItem, QToolTip, QWidget

from sessionary.views.delegates import CellKind, ColumnLook, Table
from sessionary.views.theme import Appearance, Density, Look
from sessionary.views.widgets.chips import ChipText
from sessionary.views.widgets.list_letters import ListLetters
from sessionary.views.widgets.status_icon import status_word
from sessionary.views.widgets.text import tip_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from sessionary.views.theme import Theme

Index = QModelIndex | QPersistentModelIndex
ROW = int(Qt.ItemDataRole.UserRole)
MARK = ROW + 1
SESSIONS: list[tuple[Any, ...]] = [
    ("planned", 15, "The Salt Crown", "Fri 4 Dec", "–", ["intrigue"]),
    ("gap", "12 days pass"),
    ("in_progress", 13, "A Toll of Ash", "Fri 20 Nov", "1:42", ["clue", "harbour", "combat"]),
    ("cancelled", None, "Fog (no table)", "Fri 30 Oct", "–", []),
]
LOOKS = (
    ColumnLook(kind=CellKind.STATUS, width=40, role=MARK),
    ColumnLook(kind=CellKind.NUMBER, width=38, tone="text2"),
    ColumnLook(kind=CellKind.TITLE),
    ColumnLook(kind=CellKind.NUMBER, width=92, tone="text2", left=True, gives_way=1),
    ColumnLook(kind=CellKind.NUMBER, width=68, hide_below=350, gives_way=2),
    ColumnLook(
        kind=CellKind.CHIPS,
        width=152,
        role=MARK,
        category_of={"intrigue": "violet", "clue": "gold"}.get,
        hide_below=500,
        gives_way=3,
    ),
)


class SessionRows(QAbstractTableModel):
    def __init__(self, copies: int = 1) -> None:
        super().__init__()
        self._copies = copies

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(SESSIONS) * self._copies

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(LOOKS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        words = ("", "#", "Title", "Date", "Length", "Tags")
        across = orientation == Qt.Orientation.Horizontal
        return words[section] if across and role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = SESSIONS[index.row() % len(SESSIONS)]
        if role == ROW:
            return row
        if row[0] == "gap":
            return None
        if role == MARK:
            return row[0] if index.column() == 0 else row[5]
        if role == Qt.ItemDataRole.DisplayRole:
            return status_word(row[0]) if index.column() == 0 else row[index.column()]
        return None


def _gap(index: Index) -> str:
    row = index.data(ROW)
    return str(row[1]) if row[0] == "gap" else ""


@pytest.fixture
def table(qtbot: QtBot, theme: Theme) -> Iterator[Table]:
    made = Table(
        theme, LOOKS, "Sessions", muted=lambda index: index.data(ROW)[0] == "cancelled", gap=_gap
    )
    model = SessionRows()
    model.setParent(made)
    made.setModel(model)
    # A window gives its first widget the focus; a table that has it chooses a row.
    window = QWidget()
    qtbot.addWidget(window)
    QLineEdit(window).move(0, 400)
    made.setParent(window)
    made.resize(600, 300)
    window.show()
    yield made
    window.close()


def _colours(image: QImage, row_top: int, height: int) -> set[str]:
    return {
        image.pixelColor(x, y).name()
        for y in range(row_top, row_top + height)
        for x in range(image.width())
    }


def _row_colours(table: Table, row: int) -> set[str]:
    image = table.viewport().grab().toImage()
    return _colours(image, table.rowViewportPosition(row), table.rowHeight(row))


def _move_mouse(table: Table, place: QPoint) -> None:
    # Not by qtbot: it moves with the button down that a test before it clicked twice.
    up, none = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    where = QPointF(place)
    event = QMouseEvent(QEvent.Type.MouseMove, where, where, up, up, none)
    QApplication.sendEvent(table.viewport(), event)


@pytest.mark.parametrize(
    ("width", "hidden"),
    [(600, set()), (520, {5}), (480, {5}), (340, {4, 5}), (300, {3, 4, 5}), (200, {3, 4, 5})],
)
def test_columns_give_way_before_the_title_gets_narrow(
    table: Table, width: int, hidden: set[int]
) -> None:
    table.resize(width, 300)
    assert {column for column in range(6) if table.isColumnHidden(column)} == hidden
    assert table.columnWidth(2) >= 120


def test_columns_come_back_when_there_is_room_again(table: Table) -> None:
    table.resize(300, 300)
    table.resize(600, 300)
    assert not any(table.isColumnHidden(column) for column in range(6))


def test_enter_and_a_double_click_open_a_row(qtbot: QtBot, table: Table) -> None:
    opened: list[int] = []
    table.opened.connect(lambda index: opened.append(index.row()))
    table.choose_row(2)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    place = table.visualRect(table.model().index(0, 2)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert opened == [2, 0]


def test_the_row_that_became_current_is_told_once(qtbot: QtBot, table: Table) -> None:
    chosen: list[int] = []
    table.chosen.connect(lambda index: chosen.append(index.row()))
    table.setCurrentIndex(table.model().index(0, 2))
    table.setCurrentIndex(table.model().index(0, 3))
    table.setCurrentIndex(table.model().index(2, 3))
    assert chosen == [0, 2]


def test_a_table_reached_by_tab_shows_where_the_focus_is(qtbot: QtBot, table: Table) -> None:
    table.activateWindow()
    table.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(table.hasFocus)
    assert [index.row() for index in table.selectionModel().selectedRows()] == [0]
    focused = table.viewport().grab().toImage()
    table.clearFocus()
    assert table.viewport().grab().toImage() != focused


def test_the_selected_row_has_a_tint_and_a_bar(theme: Theme, table: Table) -> None:
    table.choose_row(0)
    table.clearFocus()
    image = table.viewport().grab().toImage()
    assert [image.pixelColor(x, 10).name() for x in range(4)] == [
        *[theme.tokens.accent.name()] * 3,
        theme.tokens.selection.name(),
    ]
    assert theme.tokens.selection.name() not in _row_colours(table, 3)


def test_rows_are_divided_by_a_line_of_one_pixel(theme: Theme, table: Table) -> None:
    image = table.viewport().grab().toImage()
    bottom = table.rowViewportPosition(0) + table.rowHeight(0) - 1
    assert image.pixelColor(300, bottom) == theme.tokens.row_line
    assert image.pixelColor(300, bottom - 1) == theme.tokens.surface
    assert image.pixelColor(300, bottom + 1) == theme.tokens.surface


def test_a_gap_says_its_words_and_has_no_chips(theme: Theme, table: Table) -> None:
    colours = _row_colours(table, 1)
    assert theme.tokens.text2.name() in colours
    assert theme.tokens.line.name() in colours
    assert theme.tokens.category("violet").name() not in colours


def test_chips_are_painted_in_their_colours_and_the_rest_is_counted(
    theme: Theme, table: Table
) -> None:
    assert theme.tokens.category("gold").name() in _row_colours(table, 2)
    look = LOOKS[5]
    chips = table.rows.chips(table.model().index(2, 5), look)
    assert chips == [ChipText("clue", "gold"), ChipText("harbour"), ChipText("combat")]
    tip = table.rows.tip(table.visualRect(table.model().index(2, 5)), table.model().index(2, 5))
    assert tip == tip_text("clue, harbour, combat")


def test_a_cancelled_row_is_written_in_the_second_tone(theme: Theme, table: Table) -> None:
    title = table.visualRect(table.model().index(3, 2))
    image = table.viewport().grab(title).toImage()
    colours = _colours(image, 0, image.height())
    assert theme.tokens.text.name() not in colours


def test_the_row_under_the_mouse_is_shaded(qtbot: QtBot, theme: Theme, table: Table) -> None:
    _move_mouse(table, table.visualRect(table.model().index(3, 2)).center())
    assert table.rows.hovered_row == 3
    assert theme.tokens.hover.name() in _row_colours(table, 3)
    QApplication.sendEvent(table, QEvent(QEvent.Type.Leave))
    assert theme.tokens.hover.name() not in _row_colours(table, 3)


def test_a_status_says_its_word_as_a_tip(table: Table) -> None:
    index = table.model().index(2, 0)
    place = table.visualRect(index).center()
    event = QHelpEvent(QEvent.Type.ToolTip, place, table.viewport().mapToGlobal(place))
    QApplication.sendEvent(table.viewport(), event)
    assert QToolTip.text() == tip_text("Live")


def test_a_cell_that_shows_all_of_its_text_has_no_tip(table: Table) -> None:
    index = table.model().index(0, 2)
    assert table.rows.tip(table.visualRect(index), index) == ""
    assert table.rows.tip(table.visualRect(index).adjusted(0, 0, -150, 0), index) == tip_text(
        "The Salt Crown"
    )


def test_heads_are_aligned_as_their_cells() -> None:
    right, left = Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignLeft
    assert LOOKS[1].alignment & right
    assert LOOKS[3].alignment & left
    assert LOOKS[0].alignment == Qt.AlignmentFlag.AlignCenter


def test_the_head_stands_on_a_strong_line(theme: Theme, table: Table) -> None:
    image = table.horizontalHeader().grab().toImage()
    bottom = {image.pixelColor(x, image.height() - 1).name() for x in range(image.width())}
    assert bottom == {theme.tokens.strong.name()}
    assert theme.tokens.text2.name() in _colours(image, 0, image.height() - 1)


def test_rows_follow_density_text_size_and_theme(theme: Theme, table: Table) -> None:
    light = table.grab().toImage()
    theme.set_look(Look(appearance=Appearance.DARK, density=Density.COMPACT, text_percent=150))
    assert table.rowHeight(0) == theme.row_height == theme.px(28)
    assert table.grab().toImage() != light
    assert QColor(table.viewport().grab().toImage().pixelColor(595, 250)) == theme.tokens.surface


def test_a_million_rows_are_shown_at_once(qtbot: QtBot, theme: Theme) -> None:
    made = Table(theme, LOOKS, "Sessions", gap=_gap)
    qtbot.addWidget(made)
    model = SessionRows(copies=250_000)
    model.setParent(made)
    began = time.process_time()
    made.setModel(model)
    made.resize(600, 800)
    made.show()
    made.scrollToBottom()
    made.grab()
    assert time.process_time() - began < 1


@pytest.fixture
def letters(qapp: QApplication) -> Iterator[ListLetters]:
    made = ListLetters(qapp)
    yield made
    made.set_enabled(enabled=False)
    made.deleteLater()


def test_j_and_k_move_in_lists_only_for_those_who_asked(
    qtbot: QtBot, table: Table, letters: ListLetters
) -> None:
    table.choose_row(0)
    qtbot.keyClick(table, Qt.Key.Key_J)
    assert table.currentIndex().row() == 0
    letters.set_enabled(enabled=True)
    qtbot.keyClick(table, Qt.Key.Key_J)
    qtbot.keyClick(table, Qt.Key.Key_J)
    qtbot.keyClick(table, Qt.Key.Key_K)
    assert table.currentIndex().row() == 1
    qtbot.keyClick(table, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    assert table.currentIndex().row() == 1


def test_a_row_that_is_not_there_clears_the_choice(table: Table) -> None:
    table.choose_row(2)
    table.choose_row(99)
    assert not table.currentIndex().isValid()
    assert not table.selectionModel().hasSelection()


def test_right_to_left_the_bar_is_at_the_right(theme: Theme, table: Table) -> None:
    table.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    table.choose_row(0)
    QApplication.processEvents()
    image = table.viewport().grab().toImage()
    assert image.pixelColor(image.width() - 1, 10) == theme.tokens.accent
    assert image.pixelColor(0, 10) == theme.tokens.selection


def test_the_place_of_the_mouse_below_the_rows_is_no_row(qtbot: QtBot, table: Table) -> None:
    _move_mouse(table, QPoint(100, 250))
    assert table.rows.hovered_row == -1


class KindRows(QAbstractTableModel):
    """One row with an icon, its tip written by somebody who did not escape it."""

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 1

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 2

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == MARK:
            return "swords" if index.column() == 0 else None
        if role == Qt.ItemDataRole.ToolTipRole:
            return "<b>raw</b>" if index.column() == 1 else None
        return "Combat" if role == Qt.ItemDataRole.DisplayRole else None


def test_icons_are_painted_and_said_and_raw_tips_are_escaped(qtbot: QtBot, theme: Theme) -> None:
    looks = (ColumnLook(kind=CellKind.ICON, width=40, role=MARK, tone="bad"), ColumnLook())
    made = Table(theme, looks, "Kinds", several=True)
    qtbot.addWidget(made)
    model = KindRows(made)
    made.setModel(model)
    made.resize(300, 100)
    made.show()
    assert theme.tokens.bad.name() in _row_colours(made, 0)
    icon, word = model.index(0, 0), model.index(0, 1)
    assert made.rows.tip(made.visualRect(icon), icon) == tip_text("Combat")
    assert made.rows.tip(made.visualRect(word), word) == tip_text("<b>raw</b>")
    assert made.rows.sizeHint(QStyleOptionViewItem(), icon).width() == theme.px(40)
    assert made.rows.sizeHint(QStyleOptionViewItem(), word).height() == theme.row_height


@pytest.mark.parametrize("order", list(Qt.SortOrder))
def test_the_head_shows_by_what_is_sorted(table: Table, order: Qt.SortOrder) -> None:
    plain = table.horizontalHeader().grab().toImage()
    table.horizontalHeader().setSortIndicatorShown(True)
    table.horizontalHeader().setSortIndicator(3, order)
    assert table.horizontalHeader().grab().toImage() != plain


def test_a_row_is_chosen_alone_while_the_keys_of_a_shortcut_are_held(
    qtbot: QtBot, theme: Theme
) -> None:
    made = Table(theme, LOOKS, "Sessions", several=True)
    qtbot.addWidget(made)
    made.setModel(SessionRows())
    for key, held in (
        (Qt.Key.Key_Control, Qt.KeyboardModifier.ControlModifier),
        (Qt.Key.Key_Shift, Qt.KeyboardModifier.ShiftModifier),
    ):
        made.choose_row(0)
        qtbot.keyPress(made, key, held)
        made.choose_row(2)
        qtbot.keyRelease(made, key)
        assert [one.row() for one in made.selectionModel().selectedRows()] == [2]
