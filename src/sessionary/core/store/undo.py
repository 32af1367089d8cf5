"""What a session can take back and do again. In memory only: gone when it stops."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from sessionary.core.store.session import Session
    from sessionary.core.store.values import J

Direction: TypeAlias = Literal["undo", "redo"]


@dataclass(eq=False, slots=True)
class Shared:
    """What the steps of one act have in common: they are taken back together or not at all.

    Attributes:
        name: The act's name.
        parts: The sessions that have a step of it, with that step.
        beyond: Why no session can take the act back, such as ``entries``; empty if they can.
    """

    name: str
    parts: list[tuple[Session[J], Step]] = field(default_factory=list)
    beyond: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """One applied change.

    Attributes:
        before: The value that undo puts back.
        after: The value that redo puts back.
        label: What the change is called.
        shared: The act it belongs to, None for a patch.
    """

    before: J = field(repr=False)
    after: J = field(repr=False)
    label: str
    shared: Shared | None = None

    def target(self, direction: Direction) -> J:
        """Return the value to which this step leads in that direction."""
        return self.before if direction == "undo" else self.after


class UndoStack:
    """The steps of one session. Beyond its limit the oldest are dropped."""

    def __init__(self, limit: int) -> None:
        self._past: deque[Step] = deque(maxlen=limit)
        self._future: deque[Step] = deque(maxlen=limit)

    def add(self, step: Step) -> None:
        """Take up a new change; nothing can be done again any more."""
        self._past.append(step)
        self._future.clear()

    def top(self, direction: Direction) -> Step | None:
        """Return the step that would be taken back or done again next."""
        steps = self._past if direction == "undo" else self._future
        return steps[-1] if steps else None

    def move(self, direction: Direction) -> None:
        """Take note that the top step was taken back or done again."""
        if direction == "undo":
            self._future.append(self._past.pop())
        else:
            self._past.append(self._future.pop())

    def disown(self, reason: str) -> None:
        """Make that nobody can take back acts that have steps here, nor keeps their values."""
        for step in (*self._past, *self._future):
            if step.shared is not None:
                step.shared.parts.clear()
                step.shared.beyond = reason
        self.clear()

    def clear(self) -> None:
        """Forget all."""
        self._past.clear()
        self._future.clear()
