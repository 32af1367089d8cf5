"""The command palette: one line that finds every command and every session."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QFocusEvent, QFont, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from sessionary.views.commands import native
from sessionary.views.subsequence import match
from sessionary.views.widgets.search_field import SearchField
from sessionary.views.widgets.text import TextLabel, one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sessionary.views.commands import Commands
    from sessionary.views.theme import ColourRole, Theme

Index = QModelIndex | QPersistentModelIndex

_ENTRY_ROLE: Final = int(Qt.ItemDataRole.UserRole)
_SHOWN_AT_MOST: Final = 60
_ROWS_AT_ONCE: Final = 10
_REMEMBERED: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class PaletteEntry:
    """One line of the palette.

    Attributes:
        text: What is read.
        act: Called when it is chosen, after the palette has closed.
        path: Where it stands: a menu, or a campaign.
        keys: Its keys.
        icon: Name of an icon.
        enabled: Whether it can be done now.
        places: Which letters of `text` were found.
    """

    text: str
    act: Callable[[], object]
    path: str = ""
    keys: str = ""
    icon: str = ""
    enabled: bool = True
    places: tuple[int, ...] = ()


class CommandPalette(QFrame):
    """A panel at the top of the window; Escape, or leaving it, closes it.

    Commands are found by the letters typed; `sessions` is asked for what else fits.
    """

    def __init__(
        self,
        theme: Theme,
        commands: Commands,
        window: QWidget,
        sessions: Callable[[str], Sequence[PaletteEntry]] | None = None,
    ) -> None:
        """Make a closed palette.

        Args:
            theme: Colours and sizes.
            commands: What it finds.
            window: Over which it opens.
            sessions: Returns entries such as ``Go to session 13 A Toll of Ash`` for what was
                typed, best first; it must be quick.
        """
        super().__init__(window)
        self.theme, self._commands, self._window = theme, commands, window
        self._sessions = sessions
        self._recent: list[str] = []
        self._before: QWidget | None = None
        self.setObjectName("popup")
        self.setAccessibleName(self.tr("Command palette"))
        self.setAutoFillBackground(True)
        self.field = SearchField(theme, self.tr("Search or run a command…"))
        self.found = QListView()
        self.nothing = TextLabel(tone="text2", elide=True)
        self._model = _Entries(self)
        self._dress()
        self.field.textChanged.connect(self._search)
        self.field.installEventFilter(self)
        self.found.clicked.connect(self._run)
        theme.changed.connect(self._place)
        window.installEventFilter(self)
        self.hide()

    def open(self) -> None:
        """Open the palette over the window, or close it if it is open."""
        if self.isVisible():
            self.close_up()
            return
        self._before = self._window.focusWidget()
        self.field.clear()
        self._search("")
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def close_up(self) -> None:
        """Close the palette and give the focus back."""
        self.hide()
        if self._before is not None:
            self._before.setFocus(Qt.FocusReason.PopupFocusReason)
        self._before = None

    def entries(self) -> tuple[PaletteEntry, ...]:
        """Return what is listed now."""
        return tuple(self._model.entries)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window and event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        elif watched is self.field and isinstance(event, QKeyEvent):
            return event.type() == QEvent.Type.KeyPress and self._key(event)
        elif watched is self.field and isinstance(event, QFocusEvent) and event.lostFocus():
            self._left(event.reason())
        return False

    def _dress(self) -> None:
        self.found.setModel(self._model)
        self.found.setItemDelegate(_EntryDelegate(self.theme, self.found))
        self.found.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.found.setAccessibleName(self.tr("Commands found"))
        self.found.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.found.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.found.setUniformItemSizes(True)
        self.found.setMouseTracking(True)
        self.found.entered.connect(self.found.setCurrentIndex)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        column.addWidget(self.field)
        column.addWidget(self.nothing)
        column.addWidget(self.found)

    def _key(self, event: QKeyEvent) -> bool:
        steps = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: _ROWS_AT_ONCE,
            Qt.Key.Key_PageUp: -_ROWS_AT_ONCE,
        }
        key = Qt.Key(event.key())
        if key in steps:
            self._step(steps[key])
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._run(self.found.currentIndex())
        elif key == Qt.Key.Key_Escape:
            self.close_up()
        else:
            return False
        return True

    def _step(self, by: int) -> None:
        rows = self._model.rowCount()
        if rows:
            row = self.found.currentIndex().row() + by
            # One step past an end comes out at the other; a page stops there.
            row = row % rows if abs(by) == 1 else max(0, min(rows - 1, row))
            self._choose(row)

    def _choose(self, row: int) -> None:
        index = self._model.index(row)
        self.found.setCurrentIndex(index)
        # The focus stays in the line, so the line has to say what is chosen.
        self.field.setAccessibleDescription(str(index.data(Qt.ItemDataRole.AccessibleTextRole)))

    def _left(self, reason: Qt.FocusReason) -> None:
        stays = {Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason}
        if reason not in stays and self.isVisible():
            self._before = None
            self.hide()

    def _run(self, index: Index) -> None:
        entry = index.data(_ENTRY_ROLE)
        if not isinstance(entry, PaletteEntry) or not entry.enabled:
            return
        self._recent = [entry.text, *(one for one in self._recent if one != entry.text)]
        del self._recent[_REMEMBERED:]
        self.close_up()
        entry.act()

    def _search(self, typed: str) -> None:
        found = self._found_commands(typed)
        if self._sessions is not None and typed.strip():
            found.extend(self._sessions(typed))
        self._model.show(found[:_SHOWN_AT_MOST])
        self.nothing.setText(self.tr("Nothing is called “{typed}”.").format(typed=typed))
        self.nothing.setVisible(not found)
        self.found.setVisible(bool(found))
        if found:
            self._choose(0)
        self._place()

    def _found_commands(self, typed: str) -> list[PaletteEntry]:
        ranked = []
        for command in self._commands:
            hit = match(typed, command.name, command.path)
            if hit is None or not command.action.isVisible():
                continue
            entry = PaletteEntry(
                text=command.name,
                act=command.action.trigger,
                path=command.path,
                keys=native(command.action.shortcuts()),
                icon=command.icon,
                enabled=command.action.isEnabled(),
                places=hit.places,
            )
            ranked.append((not entry.enabled, self._age(entry, typed), -hit.score, entry))
        return [entry for *_, entry in sorted(ranked, key=lambda one: one[:3])]

    def _age(self, entry: PaletteEntry, typed: str) -> int:
        """How long ago a command was run from here; it counts only before something is typed."""
        if typed.strip() or entry.text not in self._recent:
            return _REMEMBERED
        return self._recent.index(entry.text)

    def _place(self) -> None:
        px = self.theme.px
        width = min(px(640), self._window.width() - 32)
        rows = min(_ROWS_AT_ONCE, self._model.rowCount())
        self.found.setFixedHeight(rows * px(34) + 2)
        self._column.activate()
        height = min(self.sizeHint().height(), self._window.height() - px(64))
        self.setGeometry((self._window.width() - width) // 2, px(48), width, height)


class _Entries(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.entries: list[PaletteEntry] = []

    def show(self, entries: list[PaletteEntry]) -> None:
        self.beginResetModel()
        self.entries = entries
        self.endResetModel()

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.entries)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        entry = self.entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return one_line(entry.text, 300)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (entry.text, entry.path, entry.keys) if part)
        return entry if role == _ENTRY_ROLE else None


class _EntryDelegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(self.theme.px(100), self.theme.px(34))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry: PaletteEntry = index.data(_ENTRY_ROLE)
        tokens, px = self.theme.tokens, self.theme.px
        rect: QRect = option.rect.adjusted(0, 1, 0, -1)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens.selection)
            painter.drawRoundedRect(rect, 6, 6)
            painter.setBrush(tokens.accent)
            painter.drawRoundedRect(rect.left(), rect.center().y() - px(8) + 1, 3, px(16), 1.5, 1.5)
        left, end = rect.left() + px(12), rect.right() - px(12)
        if entry.icon:
            ratio = painter.device().devicePixelRatio()
            top = rect.top() + (rect.height() - px(16)) // 2
            role: ColourRole = "text2" if entry.enabled else "disabled"
            painter.drawPixmap(left, top, self.theme.pixmap(entry.icon, role, 16, ratio))
        left += px(26)
        painter.setPen(tokens.text2 if entry.enabled else tokens.disabled)
        end = self._paint_right(painter, QRect(left, rect.top(), end - left, rect.height()), entry)
        painter.setPen(tokens.text if entry.enabled else tokens.disabled)
        self._paint_name(painter, QRect(left, rect.top(), end - left, rect.height()), entry)
        painter.restore()

    def _paint_right(self, painter: QPainter, room: QRect, entry: PaletteEntry) -> int:
        """Paint path and keys at the right, and return where they begin."""
        font = self.theme.fonts["secondary"]
        words = "   ".join(part for part in (one_line(entry.path, 80), entry.keys) if part)
        metrics = QFontMetrics(font)
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideLeft, room.width() // 2)
        width = metrics.horizontalAdvance(shown)
        painter.setFont(font)
        painter.drawText(
            QRect(room.right() - width, room.top(), width + 1, room.height()),
            Qt.AlignmentFlag.AlignVCenter,
            shown,
        )
        return room.right() - width - self.theme.px(12)

    def _paint_name(self, painter: QPainter, room: QRect, entry: PaletteEntry) -> None:
        plain, heavy = self.theme.fonts["body"], self.theme.fonts["strong"]
        name = one_line(entry.text, 300)
        left = room.left()
        for start, end, found in _runs(len(name), entry.places):
            font = QFont(heavy if found else plain)
            font.setUnderline(found)
            metrics = QFontMetrics(font)
            piece = metrics.elidedText(
                name[start:end], Qt.TextElideMode.ElideRight, max(0, room.right() - left)
            )
            painter.setFont(font)
            painter.drawText(
                QRect(left, room.top(), room.right() - left, room.height()),
                Qt.AlignmentFlag.AlignVCenter,
                piece,
            )
            left += metrics.horizontalAdvance(name[start:end])
            if left >= room.right():
                return


def _runs(length: int, places: Sequence[int]) -> list[tuple[int, int, bool]]:
    """Return stretches of letters that were found and that were not, as (start, end, found)."""
    found = set(places)
    runs: list[tuple[int, int, bool]] = []
    for at in range(length):
        hit = at in found
        if runs and runs[-1][2] == hit:
            runs[-1] = (runs[-1][0], at + 1, hit)
        else:
            runs.append((at, at + 1, hit))
    return runs
