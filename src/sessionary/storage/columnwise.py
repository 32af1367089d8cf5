"""Makes many values of a frozen class at once, column by column.

The constructor of a frozen class sets each field through Python: of two thousand sessions that
takes four times as long as reading them. Its slots can be filled by loops that run in C.
"""

from __future__ import annotations

from collections import deque
from dataclasses import fields
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

T = TypeVar("T")


class Maker(Generic[T]):
    """Makes values of one class from rows that have its fields, in their order.

    Args:
        kind: A data class with slots whose constructor does nothing but keep what it is given.
        read: What makes a field's values of those of its column, where they differ.
    """

    def __init__(
        self,
        kind: type[T],
        read: Mapping[str, Callable[[Iterable[Any]], Iterable[Any]]] | None = None,
    ) -> None:
        self._kind = kind
        read = read or {}
        names = [field.name for field in fields(kind)]  # type: ignore[arg-type]  # any data class
        self._columns = [(getattr(kind, name).__set__, read.get(name)) for name in names]

    def made(self, rows: Sequence[Sequence[Any]]) -> list[T]:
        """Return a value for each row."""
        made = [self._kind.__new__(self._kind) for _ in rows]
        if made:
            for (put, read), column in zip(self._columns, zip(*rows, strict=True), strict=True):
                deque(map(put, made, read(column) if read else column), maxlen=0)
        return made
