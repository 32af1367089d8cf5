"""What a store knows about all its documents."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from sessionary.core.store.backend import Rows
from sessionary.core.store.errors import PatchError
from sessionary.core.store.values import J, freeze, same, thaw

Action: TypeAlias = Callable[..., Any]
"""``(value, *args) -> new value, or None for "no change"``; works on its own plain copy."""

Index: TypeAlias = Callable[[str, J | None], Rows]


PUT = "="
"""The name of the action that every store has: it puts its argument in the place of the value."""


@dataclass(frozen=True, slots=True)
class Migration:
    """One step to a newer form. It is never removed or renamed once it was published.

    Attributes:
        step: The name under which documents note that it was done.
        migrate: Gets a plain copy of the data and returns the newer form.
    """

    step: str
    migrate: Callable[[J], J]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """A store's name and functions, as its documents and acts need them."""

    name: str
    default_data: Callable[[], J]
    index: Index | None = None
    migrations: Sequence[Migration] = ()
    schema: Callable[[J], bool] | None = None
    autosave_s: float = 15.0
    undo_limit: int = 100
    strict: bool = False
    actions: dict[str, Action] = field(default_factory=dict)

    @property
    def steps(self) -> list[str]:
        """The names of all migrations, in order."""
        return [migration.step for migration in self.migrations]

    def rows(self, key: str, value: J | None) -> Rows:
        """Return the index rows of a value about to be written, None for a deletion."""
        return {} if self.index is None else self.index(key, value)

    def checked(self, value: J, like: J = None) -> J:
        """Return `value` frozen; raise PatchError ``not_json`` or ``schema`` if it is refused."""
        frozen = freeze(value, like)
        if frozen is not like and self.schema is not None and not self.schema(frozen):
            raise PatchError("schema", self.name)
        return frozen

    def name_of(self, fn: Action) -> str | None:
        """Return the name under which an action is registered, None if it is not."""
        return next((name for name, known in self.actions.items() if known is fn), None)

    def action(self, name: str) -> Action | None:
        """Return a registered action, None if there is none of that name."""
        return _put if name == PUT else self.actions.get(name)

    def label_of(self, fn: Action) -> str:
        """Return what a change by `fn` is called: its label, its action's name or its own."""
        label = getattr(fn, "label", None)
        if isinstance(label, str):
            return label
        return self.name_of(fn) or str(getattr(fn, "__name__", type(fn).__name__))

    def patched(self, value: J, fn: Action, args: tuple[J, ...]) -> J:
        """Return the frozen value that `fn` makes of a copy of `value`.

        It *is* `value` if the function returned None or something equal. What the function
        raises goes to the caller.
        """
        made = fn(thaw(value), *args)
        result = value if made is None else self.checked(made, value)
        if self.strict:
            again = fn(thaw(value), *args)
            if (made is None) is not (again is None) or not same(
                result, result if again is None else again
            ):
                raise PatchError("impure", self.label_of(fn))
        return result


def _put(_value: J, new: J) -> J:
    return new
