"""Every command of the window, once: what menus, palette, key settings and the key list show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QKeySequence

from sessionary.views.widgets.text import plain_name, tip_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from sessionary.views.theme import Theme

_PORTABLE: Final = QKeySequence.SequenceFormat.PortableText


class KeyTaken(ValueError):
    """A key that another command has already."""

    def __init__(self, sequence: QKeySequence, other: Command) -> None:
        super().__init__(sequence.toString(_PORTABLE), other.key)
        self.sequence, self.other = sequence, other


class KeyNeededForTyping(ValueError):
    """A key that would be lost for writing text if a command had it."""


@dataclass(frozen=True, slots=True)
class Command:
    """One command.

    Attributes:
        key: Its name in settings: ``session.new``.
        path: The menu it stands in, as read: ``Session``, or ``File > Export``.
        action: What menus and buttons show.
        defaults: The keys it has unless the reader changed them.
        icon: Name of its icon, empty for none.
    """

    key: str
    path: str
    action: QAction
    defaults: tuple[QKeySequence, ...]
    icon: str = ""

    @property
    def name(self) -> str:
        """The command as it is read, without the mark of its letter in the menu."""
        return plain_name(self.action.text())

    @property
    def group(self) -> str:
        """The menu at the top of its path."""
        return self.path.split(" > ", maxsplit=1)[0]


class Commands(QObject):
    """The commands in the order in which they were added, and who has which key."""

    keys_changed = Signal()

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._commands: dict[str, Command] = {}

    def add(
        self,
        key: str,
        path: str,
        text: str,
        act: Callable[[], object] | None = None,
        *,
        keys: str | Iterable[str | QKeySequence.StandardKey] = (),
        icon: str = "",
        checkable: bool = False,
        tip: str = "",
    ) -> QAction:
        """Make a command and return its action, to be put into a menu.

        Args:
            key: Its name in settings, never changed again.
            path: The menu it stands in: ``Session``, or ``File > Export``.
            text: What is read, with ``&`` before its letter.
            act: Called when it is triggered.
            keys: Its keys, in Qt's portable writing: ``Ctrl+N``.
            icon: Name of an icon; `draw_icons` shows it.
            checkable: Whether it is switched on and off.
            tip: More about it.

        Raises:
            KeyTaken: Another command has one of the keys by default; a mistake in the program.
        """
        action = QAction(text, self)
        action.setObjectName(key)
        action.setCheckable(checkable)
        # Qt shows a command's text as its tip, and takes it for HTML where it looks like it.
        action.setToolTip(tip_text(tip or plain_name(text)))
        if act is not None:
            action.triggered.connect(lambda _checked=False: act())
        defaults = tuple(
            QKeySequence(one) for one in ([keys] if isinstance(keys, str) else keys) if one
        )
        command = Command(key, path, action, defaults, icon)
        self._check(command, defaults)
        self._commands[key] = command
        action.setShortcuts(list(defaults))
        return action

    def draw_icons(self, keys: Iterable[str]) -> None:
        """Give commands their icons, when they are about to be seen: drawing all takes long."""
        for key in keys:
            command = self._commands[key]
            if command.icon and command.action.icon().isNull():
                self.theme.bind_icon(command.action, command.icon)

    def __iter__(self) -> Iterator[Command]:
        return iter(self._commands.values())

    def __getitem__(self, key: str) -> Command:
        return self._commands[key]

    def holder(self, sequence: QKeySequence, besides: str = "") -> Command | None:
        """Return the command that has a key, or one that begins or goes on like it."""
        for command in self:
            if command.key != besides and any(
                _collide(sequence, taken) for taken in command.action.shortcuts()
            ):
                return command
        return None

    def set_keys(self, key: str, sequences: Iterable[QKeySequence]) -> None:
        """Give a command these keys instead of those that it has.

        Raises:
            KeyTaken: Another command has one of them; nothing was changed.
            KeyNeededForTyping: One of them is needed for writing; nothing was changed.
        """
        wanted = [sequence for sequence in sequences if not sequence.isEmpty()]
        self._check(self._commands[key], wanted)
        self._commands[key].action.setShortcuts(wanted)
        self.keys_changed.emit()

    def use_defaults(self) -> None:
        """Give every command the keys it came with."""
        for command in self:
            command.action.setShortcuts(list(command.defaults))
        self.keys_changed.emit()

    def changed(self) -> dict[str, str]:
        """Return the keys that differ from the defaults, for the settings file."""
        return {
            command.key: QKeySequence.listToString(command.action.shortcuts(), _PORTABLE)
            for command in self
            if list(command.defaults) != command.action.shortcuts()
        }

    def restore(self, saved: Mapping[str, str]) -> None:
        """Take up keys from the settings file; what does not fit any more is left out."""
        for command in self:
            if command.key in saved:
                command.action.setShortcuts([])
        for key, text in saved.items():
            if key not in self._commands:
                continue
            try:
                self.set_keys(key, QKeySequence.listFromString(text, _PORTABLE))
            except (KeyTaken, KeyNeededForTyping):
                self._fall_back(self._commands[key])

    def _fall_back(self, command: Command) -> None:
        free = [one for one in command.defaults if self.holder(one, command.key) is None]
        command.action.setShortcuts(free)

    def _check(self, command: Command, sequences: Iterable[QKeySequence]) -> None:
        for sequence in sequences:
            if _writes(sequence):
                raise KeyNeededForTyping(sequence.toString(_PORTABLE))
            other = self.holder(sequence, command.key)
            if other is not None:
                raise KeyTaken(sequence, other)


def native(sequences: Iterable[QKeySequence]) -> str:
    """Return keys as this system writes them."""
    return ", ".join(one.toString(QKeySequence.SequenceFormat.NativeText) for one in sequences)


def _collide(one: QKeySequence, other: QKeySequence) -> bool:
    no_match = QKeySequence.SequenceMatch.NoMatch
    return one.matches(other) != no_match or other.matches(one) != no_match


def _writes(sequence: QKeySequence) -> bool:
    first = sequence.toString(_PORTABLE).split(", ")[0].removeprefix("Shift+")
    return len(first) == 1 or first == "Space"
