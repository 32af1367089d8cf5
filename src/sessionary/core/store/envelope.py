"""The text of a stored document, and the way from it to a value of the newest form."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NoReturn, TypeAlias

from sessionary.core.store.errors import BadReason, Caught, PatchError
from sessionary.core.store.values import FrozenDict, J, check_json, freeze, thaw

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from sessionary.core.store.recovery import Resolved
    from sessionary.core.store.rules import Rules


# What is written here holds no part of itself, which else would be looked for.
_written = json.JSONEncoder(ensure_ascii=False, allow_nan=False, check_circular=False).encode

SETTLED = "settled"
"""In the place of an entry: what the journal owed was applied here. Its value is the file of the
journal, whose row may still have to learn of it."""

Resolve: TypeAlias = "Callable[[Mapping[str, J]], Resolved]"
"""Pending entries -> what to do about them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """What is stored of a document.

    Attributes:
        migrations: The names of the steps that its data has been through.
        data: The value, plain.
        pending: Transactions that are not decided for this document yet.
    """

    migrations: Sequence[str]
    data: J = field(repr=False)
    pending: Mapping[str, J] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A stored document in its newest form.

    Attributes:
        data: The value; plain if nothing needed it frozen yet.
        frozen: Whether it is frozen.
        pending: As in :class:`Envelope`, without those that were applied.
        label: Why it has to be saved though nobody patched it; empty if it has not.
        migrated: Whether a migration ran.
        settling: The transactions that were applied.
    """

    data: J = field(repr=False)
    frozen: bool
    pending: Mapping[str, J]
    label: str = ""
    migrated: bool = False
    settling: tuple[str, ...] = ()


def write_envelope(envelope: Envelope) -> str:
    """Return the text to store."""
    parts = {
        "migrations": list(envelope.migrations),
        "pending": envelope.pending,
        "data": envelope.data,
    }
    return _written(parts)


class EnvelopeWriter:
    """Writes the envelopes of one document, one after the other, as :func:`write_envelope` does.

    A field that is the same frozen object as the last time is not written anew: in a long document
    mostly one has changed.
    """

    def __init__(self) -> None:
        self._texts: dict[tuple[str, str], tuple[J, str]] = {}

    def text(self, envelope: Envelope) -> str:
        """Return the text to store."""
        former, self._texts = self._texts, {}
        data = envelope.data
        if type(data) is FrozenDict:
            written = _joined((name, self._part(name, part, former)) for name, part in data.items())
        else:
            written = _written(data)
        return _joined((
            ("migrations", _written(list(envelope.migrations))),
            ("pending", _written(envelope.pending)),
            ("data", written),
        ))  # fmt: skip

    def _part(self, name: str, part: J, former: Mapping[tuple[str, str], tuple[J, str]]) -> str:
        # All below a frozen value is frozen too; what is not might have changed inside.
        if type(part) is not FrozenDict:
            return _written(part)
        members = []
        for key, value in part.items():
            known, text = former.get((name, key), (None, ""))
            if known is not value or not text:
                text = _written(value)
            self._texts[name, key] = value, text
            members.append((key, text))
        return _joined(members)


def _joined(members: Iterable[tuple[str, str]]) -> str:
    return "{" + ", ".join([f"{_written(key)}: {text}" for key, text in members]) + "}"


def read_envelope(text: str) -> Envelope | None:
    """Return what a stored text says, None if it is not an envelope with JSON in it."""
    try:
        parts = json.loads(text, parse_constant=_refuse, parse_float=_finite)
        if "\\u" in text:  # the only way in which a lone surrogate can be written
            check_json(parts)
    except (ValueError, RecursionError, PatchError):
        return None
    if not isinstance(parts, dict) or parts.get("data") is None:
        return None
    steps, pending = parts.get("migrations"), parts.get("pending")
    if not isinstance(steps, list) or not isinstance(pending, dict) or not _are_entries(pending):
        return None
    if not all(isinstance(step, str) for step in steps):
        return None
    return Envelope(migrations=steps, pending=pending, data=parts["data"])


def open_text(text: str, rules: Rules, resolve: Resolve) -> Opened | BadReason:
    """Return a stored document in its newest form, or the first reason why it is bad.

    The order of the checks: JSON and envelope, done migrations, migrating, pending actions known,
    applying them, schema.

    Args:
        text: The stored text.
        rules: Those of its store.
        resolve: Says what to do about pending transactions; what it raises comes through.
    """
    envelope = read_envelope(text)
    if envelope is None:
        return BadReason("corrupt", f"{len(text)} characters that are not an envelope")
    reason = _check_steps(envelope.migrations, rules.steps)
    if reason is not None:
        return reason
    data, migrated = envelope.data, len(envelope.migrations) < len(rules.steps)
    if migrated:
        data = _migrate(data, len(envelope.migrations), rules)
    if isinstance(data, BadReason):
        return data
    opened = Opened(
        data=data,
        frozen=False,
        pending=envelope.pending,
        label="Update to the newest form" if migrated else "",
        migrated=migrated,
    )
    return finish(opened, rules, resolve)


def finish(opened: Opened, rules: Rules, resolve: Resolve) -> Opened | BadReason:
    """Return a document of the newest form with pending transactions applied, or why it is bad."""
    resolved = resolve(opened.pending)
    data = _apply(opened.data, resolved.calls, rules)
    if isinstance(data, BadReason):
        return data
    opened = replace(
        opened,
        data=data,
        frozen=opened.frozen and not resolved.calls,
        pending=resolved.pending,
        label="End of a transaction" if resolved.settling else opened.label,
        settling=tuple(resolved.settling),
    )
    if rules.schema is None:
        return opened
    opened = replace(opened, data=freeze(opened.data), frozen=True)
    return check_schema(opened.data, rules) or opened


def check_schema(value: J, rules: Rules) -> BadReason | None:
    """Return why the schema refuses a frozen value, None if it does not."""
    accepted = False
    with Caught() as caught:
        accepted = rules.schema is None or bool(rules.schema(value))
    if accepted:
        return None
    return BadReason("schema", "" if caught.error is None else repr(caught.error))


def _check_steps(done: Sequence[str], known: Sequence[str]) -> BadReason | None:
    for step in done:
        if step not in known:
            return BadReason("unknown_migration", step)
    if list(done) != list(known[: len(done)]):
        return BadReason("migration_order", ", ".join(done))
    return None


def _migrate(data: J, done: int, rules: Rules) -> J | BadReason:
    for migration in rules.migrations[done:]:
        with Caught() as caught:
            # The step's result is copied, so that a step which keeps a hold of it does no harm.
            data = thaw(freeze(migration.migrate(data)))
        if caught.error is not None:
            return BadReason("migration_failed", f"{migration.step}: {caught.error!r}")
    return data


def _apply(data: J, calls: Sequence[J], rules: Rules) -> J | BadReason:
    for call in calls:
        if rules.action(call["name"]) is None:
            return BadReason("unknown_action", call["name"])
    for call in calls:
        with Caught() as caught:
            action = rules.action(call["name"])
            made = None if action is None else action(thaw(data), *thaw(call["args"]))
            data = thaw(freeze(made))
        if caught.error is not None:
            return BadReason("action_failed", f"{call['name']}: {caught.error!r}")
    return data


def _are_entries(pending: Mapping[str, J]) -> bool:
    return all(
        isinstance(entry, dict)
        and (SETTLED in entry or all(_are_calls(entry.get(s)) for s in ("success", "failure")))
        for entry in pending.values()
    )


def _are_calls(calls: J) -> bool:
    return isinstance(calls, list) and all(
        isinstance(call, dict)
        and isinstance(call.get("name"), str)
        and isinstance(call.get("args"), list)
        for call in calls
    )


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError(digits)
    return number
