"""What is stored of a document, read with the rules of its kind, and what is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sessionary.core.json_text import JsonError, line_column, parse
from sessionary.core.problems import UserError
from sessionary.core.store.envelope import open_text
from sessionary.core.store.errors import BadReason
from sessionary.core.store.recovery import Resolved
from sessionary.core.store.values import freeze, thaw

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sessionary.core.store.values import J
    from sessionary.services.library import Library

Data = dict[str, Any]

_WORDS = {
    "corrupt": "Its stored text cannot be read{0}",
    "unknown_migration": "It was written by a newer Sessionary, with the step “{0}” "
    "that this one does not know",
    "migration_order": "The steps it has been through are in an order that never was: {0}",
    "migration_failed": "It could not be brought into the newest form: {0}",
    "unknown_action": "A change is pending that this Sessionary does not know: {0}",
    "action_failed": "A pending change could not be made: {0}",
    "schema": "It is not a document of this kind: its parts record, own and spelling are not there",
    "lock_lost": "Another window has taken it over",
}


class DocumentBad(UserError):
    """A stored document cannot be used. It is shown with its reason, and never written.

    Attributes:
        kind: The kind of document.
        key: Its key.
        reason: Why.
        text: What is stored, as it stands.
    """

    def __init__(self, kind: str, key: str, reason: BadReason, text: str) -> None:
        super().__init__(sentence(reason, text))
        self.kind, self.key, self.reason, self.text = kind, key, reason, text


def sentence(reason: BadReason, text: str) -> str:
    """Return why a document cannot be used: what is wrong, where, and the code of the reason."""
    detail = _place(text) if reason.code == "corrupt" else reason.detail
    words = _WORDS.get(reason.code, "{0}").format(detail)
    return f"{words} ({reason.code})."


def _place(text: str) -> str:
    """Return where a stored text is no JSON, or what it lacks."""
    try:
        value = parse(text)
    except JsonError as error:
        line, column = line_column(text, error.position)
        return (
            f": line {line}, column {column} has {error.found}, where {error.expected} is expected"
        )
    if not isinstance(value, dict):
        return ": it is not an object"
    missing = [part for part in ("migrations", "pending", "data") if value.get(part) is None]
    if missing:
        return f": it lacks /{missing[0]}"
    return ": /migrations or /pending is not what it should be"


def opened(library: Library, kind: str, text: str) -> Data | BadReason:
    """Return a stored text in the newest form of its kind, frozen, or why it cannot be used.

    Transactions that wait in it stay out: their end is not known here.
    """
    found = open_text(text, library.stores[kind].rules, _leave)
    if isinstance(found, BadReason):
        return found
    data: Data = found.data if found.frozen else freeze(found.data)
    return data


def readable_data(library: Library, kind: str, key: str, text: str) -> Data:
    """Return a stored text in the newest form of its kind, frozen.

    Raises:
        DocumentBad: It cannot be used.
    """
    found = opened(library, kind, text)
    if isinstance(found, BadReason):
        raise DocumentBad(kind, key, found, text)
    return found


def _leave(pending: Mapping[str, J]) -> Resolved:
    return Resolved(dict(thaw(pending)))
