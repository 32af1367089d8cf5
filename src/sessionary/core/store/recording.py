"""What the functions of a transaction ask for: collected on working copies, nothing applied."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sessionary.core.store.activity import RECORDING, check_not_patching
from sessionary.core.store.errors import TransactionError
from sessionary.core.store.rules import PUT
from sessionary.core.store.values import freeze, thaw

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sessionary.core.store.rules import Action
    from sessionary.core.store.session import Session
    from sessionary.core.store.undo import Direction
    from sessionary.core.store.values import J


@dataclass(slots=True, eq=False)
class Side:
    """What one of the two functions does to one session.

    Attributes:
        value: The working copy, frozen.
        calls: The calls ``{"name": …, "args": […]}`` that make it of the present value.
    """

    value: J = field(repr=False)
    calls: list[J] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Part:
    """One session of a transaction.

    Attributes:
        session: The session.
        success: What is applied if all goes well.
        failure: What is applied if not.
        direction: Whether its step is taken back or done again, None for a new change.
    """

    session: Session[Any]
    success: Side
    failure: Side
    direction: Direction | None = None

    @classmethod
    def of(cls, session: Session[Any]) -> Part:
        """Return a part in which nothing happens yet."""
        value = session.live.document.value
        return cls(session, Side(value), Side(value))

    @classmethod
    def putting(cls, session: Session[Any], value: J, direction: Direction) -> Part:
        """Return a part that puts back a former value, or a later one again."""
        part = cls.of(session)
        part.direction = direction
        part.success = Side(value, [{"name": PUT, "args": [value]}])
        return part

    def side(self, *, success: bool) -> Side:
        """Return one of both sides."""
        return self.success if success else self.failure


class Recording:
    """The patches of the functions of a transaction."""

    def __init__(self) -> None:
        self._parts: dict[Session[Any], Part] = {}
        self._success = True

    @contextmanager
    def running(self, *, success: bool) -> Iterator[None]:
        """Mark that one of the two functions runs: patches go to it."""
        check_not_patching()
        if RECORDING.get() is not None:
            raise TransactionError("nested")
        self._success = success
        token = RECORDING.set(self)
        try:
            yield
        finally:
            RECORDING.reset(token)

    def patch(self, session: Session[Any], fn: Action, args: tuple[J, ...]) -> bool:
        """Try a registered action on the working copy; return whether it changed it."""
        live = session.live
        live.check_changeable()
        activity, rules = live.database.activity, live.document.rules
        if activity.act is not None:
            raise TransactionError("nested")
        name = rules.name_of(fn)
        if name is None:
            raise TransactionError("not_an_action", rules.label_of(fn))
        given = freeze(list(args))
        part = self._parts.get(session) or Part.of(session)
        side = part.side(success=self._success)
        with activity.patch_function():
            value = rules.patched(side.value, fn, tuple(thaw(given)))
        if value is side.value:
            return False
        side.value = value
        side.calls.append({"name": name, "args": given})
        self._parts.setdefault(session, part)
        return True

    def parts(self) -> list[Part]:
        """Return the sessions that take part, in the order of their first patch.

        There are none if the success function changed nothing.
        """
        if not any(part.success.calls for part in self._parts.values()):
            return []
        for part in self._parts.values():
            for side in (part.success, part.failure):
                side.value = freeze(side.value, part.session.value)
        return list(self._parts.values())
