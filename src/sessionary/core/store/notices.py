"""Telling callbacks of new versions: in order, each once, whatever they do meanwhile."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sessionary.core.store.errors import Caught, PatchError

if TYPE_CHECKING:
    from collections.abc import Callable

    from sessionary.core.store.activity import Activity

ROUNDS = 100
"""After so many notices in one go, callbacks that answer each with a change are stopped."""


@dataclass(eq=False, slots=True)
class _Binding:
    fn: Callable[[Any], object]
    seen: int
    bound: bool = True


class Notices:
    """The callbacks of one session, or of a database, and the notices they still have to get.

    A change made inside a callback is queued: the present notice reaches all callbacks first.

    Args:
        activity: Where it is marked that a callback runs.
        on_error: Gets what callbacks raise.
        collapse: Whether, after :data:`ROUNDS` in one go, only the newest notice is still given;
            otherwise all are.
    """

    def __init__(
        self, activity: Activity, on_error: Callable[[Exception], None], *, collapse: bool = True
    ) -> None:
        self._activity = activity
        self._on_error = on_error
        self._collapse = collapse
        self._bindings: list[_Binding] = []
        self._queue: deque[tuple[int, Any]] = deque()
        self._delivering = False
        self._refusing = False

    def check_accepts(self) -> None:
        """Refuse a change made in the last notice after too many rounds."""
        if self._refusing:
            raise PatchError("feedback")

    def bind(self, fn: Callable[[Any], object], seen: int) -> Callable[[], None]:
        """Have `fn` called with every notice newer than number `seen`; return what unbinds it."""
        binding = _Binding(fn, seen)
        self._bindings.append(binding)
        return lambda: self._unbind(binding)

    def bind_and_call(
        self, fn: Callable[[Any], object], seen: int, value: Any
    ) -> Callable[[], None]:
        """Bind `fn` and call it with `value` at once.

        What it raises goes to the caller, and then it is not bound. Changes that it makes reach
        it, as all others, after this call.
        """
        unbind = self.bind(fn, seen)
        outermost = not self._delivering
        self._delivering = True
        try:
            with self._activity.callback():
                fn(value)
        except BaseException:
            unbind()
            raise
        finally:
            self._delivering = not outermost
            if outermost:
                self._drain_for(unbind)
        return unbind

    def queue(self, number: int, value: Any) -> None:
        """Have a notice given at the next :meth:`drain`."""
        self._queue.append((number, value))

    def drain(self) -> None:
        """Give all queued notices, unless a call further out is already doing so.

        Raises:
            PatchError: ``feedback`` after too many rounds; the notices were given.
        """
        if self._delivering:
            return
        self._delivering = True
        rounds = 0
        try:
            while self._queue:
                rounds += 1
                if rounds > ROUNDS:
                    self._refuse_more()
                self._give(*self._queue.popleft())
            refused = self._refusing
        finally:
            self._delivering = self._refusing = False
        if refused:
            raise PatchError("feedback")

    def drop(self) -> None:
        """Unbind all and forget what is queued: nobody is called after this."""
        for binding in self._bindings:
            binding.bound = False
        self._bindings.clear()
        self._queue.clear()

    def _drain_for(self, unbind: Callable[[], None]) -> None:
        try:
            self.drain()
        except PatchError:
            unbind()
            raise

    def _refuse_more(self) -> None:
        self._refusing = True
        while self._collapse and len(self._queue) > 1:
            self._queue.popleft()

    def _give(self, number: int, value: Any) -> None:
        for binding in tuple(self._bindings):
            if not binding.bound or binding.seen >= number:
                continue
            binding.seen = number
            with Caught() as caught, self._activity.callback():
                binding.fn(value)
            if caught.error is not None:
                self._on_error(caught.error)

    def _unbind(self, binding: _Binding) -> None:
        if binding.bound:
            binding.bound = False
            self._bindings.remove(binding)
