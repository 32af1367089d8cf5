"""The page on which keys are changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
    Slot,
)
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QKeySequenceEdit, QVBoxLayout, QWidget
from typing_extensions import override

from sessionary.views.commands import Command, KeyNeededForTyping, KeyTaken, native
from sessionary.views.delegates import CellKind, ColumnLook, Table
from sessionary.views.widgets.buttons import OutlinedButton
from sessionary.views.widgets.search_field import SearchField
from sessionary.views.widgets.text import TextLabel

if TYPE_CHECKING:
    from sessionary.views.commands import Commands
    from sessionary.views.theme import Theme

Index = QModelIndex | QPersistentModelIndex

COMMAND_ROLE: Final = int(Qt.ItemDataRole.UserRole)
_LOOKS: Final = (
    ColumnLook(kind=CellKind.TITLE),
    ColumnLook(width=120, tone="text2", gives_way=1),
    ColumnLook(width=180),
)


class KeySettings(QWidget):
    """The commands with their keys; below, the key of the chosen one can be pressed anew.

    A key that another command has is refused with that command's name.
    """

    def __init__(self, theme: Theme, commands: Commands, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme, self._commands = theme, commands
        self.field = SearchField(theme, self.tr("Filter by command or key"))
        self._keys = _KeysModel(commands, self)
        self._shown = QSortFilterProxyModel(self)
        self._shown.setSourceModel(self._keys)
        self._shown.setFilterKeyColumn(-1)
        self._shown.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.table = Table(theme, _LOOKS, self.tr("Commands and their keys"))
        self.table.setModel(self._shown)
        self.name = TextLabel(role="strong", elide=True)
        self.edit = QKeySequenceEdit()
        self.edit.setMaximumSequenceLength(1)
        self.edit.setAccessibleName(self.tr("New key"))
        self.default = OutlinedButton(theme, self.tr("Use &default"))
        self.none = OutlinedButton(theme, self.tr("&No key"))
        self.all_defaults = OutlinedButton(theme, self.tr("All defaults"))
        self.message = TextLabel(wrap=True, role="secondary")
        self._lay_out()
        self.field.textChanged.connect(self._shown.setFilterFixedString)
        self.field.moved_on.connect(self.table.setFocus)
        self.table.chosen.connect(self._show_chosen)
        self.table.opened.connect(self.edit.setFocus)
        self.edit.editingFinished.connect(self._take)
        self.default.clicked.connect(self._use_default)
        self.none.clicked.connect(self._use_none)
        self.all_defaults.clicked.connect(self._use_all_defaults)
        commands.keys_changed.connect(self._keys.tell)
        self.table.setCurrentIndex(self._shown.index(0, 0))

    def command(self) -> Command | None:
        """Return the chosen command."""
        command = self.table.currentIndex().data(COMMAND_ROLE)
        return command if isinstance(command, Command) else None

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.edit, 1)
        line.addWidget(self.none)
        line.addWidget(self.default)
        foot = QVBoxLayout()
        foot.setContentsMargins(16, 12, 16, 4)
        foot.setSpacing(8)
        foot.addWidget(self.name)
        foot.addLayout(line)
        foot.addWidget(self.message)
        head = QHBoxLayout()
        head.setContentsMargins(16, 12, 16, 12)
        head.setSpacing(8)
        head.addWidget(self.field, 1)
        head.addWidget(self.all_defaults)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.table, 1)
        column.addLayout(foot)

    @Slot()
    def _show_chosen(self) -> None:
        command = self.command()
        for widget in (self.edit, self.default, self.none):
            widget.setEnabled(command is not None)
        self.name.setText("" if command is None else command.name)
        first = None if command is None else command.action.shortcut()
        self.edit.setKeySequence(first if first is not None else QKeySequence())
        self._say(self.tr("Press the new key in the field above."))

    @Slot()
    def _take(self) -> None:
        command, wanted = self.command(), self.edit.keySequence()
        if command is None or wanted == command.action.shortcut():
            return
        if wanted.isEmpty():
            self.edit.setKeySequence(command.action.shortcut())
            return
        self._give(command, [wanted, *command.action.shortcuts()[1:]])

    @Slot()
    def _use_default(self) -> None:
        if (command := self.command()) is not None:
            self._give(command, command.defaults)

    @Slot()
    def _use_none(self) -> None:
        if (command := self.command()) is not None:
            self._give(command, ())

    @Slot()
    def _use_all_defaults(self) -> None:
        self._commands.use_defaults()
        self._show_chosen()
        self._say(self.tr("All commands have their default keys."))

    def _give(
        self, command: Command, sequences: list[QKeySequence] | tuple[QKeySequence, ...]
    ) -> None:
        try:
            self._commands.set_keys(command.key, sequences)
        except KeyTaken as taken:
            key = native([taken.sequence])
            refused = self.tr("{key} belongs to “{other}” ({path}). Choose another key.").format(
                key=key, other=taken.other.name, path=taken.other.path
            )
        except KeyNeededForTyping:
            refused = self.tr("A letter or figure alone is needed for writing. Add Ctrl or Alt.")
        else:
            self._show_chosen()
            keys = native(sequences) or self.tr("no key")
            self._say(self.tr("“{name}” has {keys} now.").format(name=command.name, keys=keys))
            return
        self.edit.setKeySequence(command.action.shortcut())
        self._say(refused, refused=True)

    def _say(self, text: str, *, refused: bool = False) -> None:
        self.message.setText(text)
        self.message.set_tone("bad" if refused else "text2")
        self.edit.setAccessibleDescription(text)


class _KeysModel(QAbstractTableModel):
    def __init__(self, commands: Commands, parent: QObject) -> None:
        super().__init__(parent)
        self._commands = list(commands)

    @Slot()
    def tell(self) -> None:
        """Tell the views that keys have changed."""
        if self._commands:
            self.dataChanged.emit(self.index(0, 2), self.index(len(self._commands) - 1, 2))

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._commands)

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(_LOOKS)

    @override
    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return (self.tr("Command"), self.tr("Menu"), self.tr("Keys"))[section]

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        command = self._commands[index.row()]
        if role == COMMAND_ROLE:
            return command
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return (command.name, command.path, native(command.action.shortcuts()))[index.column()]
