"""What is offered while somebody types: names that are known, by whatever they are called."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Final, TypeAlias

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter
from typing_extensions import override

from sessionary.views.widgets.text import one_line

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLineEdit

Choices: TypeAlias = Sequence[str] | Mapping[str, str]
"""Texts that are offered; with a mapping each stands for what it is also found by and told with."""

Source: TypeAlias = Choices | Callable[[], Choices]

_TYPED: Final = int(Qt.ItemDataRole.UserRole)
_CHARACTERS: Final = 200
_MOST: Final = 10_000


def offered(source: Source) -> Choices:
    """Return the choices of a source, which may be made when they are wanted."""
    return source() if callable(source) else source


class Suggestions(QCompleter):
    """Offers texts under a line; what is chosen replaces what was typed, and never must be."""

    def __init__(self, choices: Choices, editor: QLineEdit) -> None:
        """Offer choices to an editor, which owns this."""
        super().__init__(editor)
        said = choices if isinstance(choices, Mapping) else {}
        model = QStandardItemModel(self)
        for choice in list(choices)[:_MOST]:
            also = said.get(choice, "")
            item = QStandardItem(one_line(f"{choice}  –  {also}" if also else choice, _CHARACTERS))
            item.setData(choice, _TYPED)
            model.appendRow(item)
        self.setModel(model)
        self.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setFilterMode(Qt.MatchFlag.MatchContains)

    @override
    def pathFromIndex(self, index: QModelIndex | QPersistentModelIndex, /) -> str:
        return str(index.data(_TYPED))
