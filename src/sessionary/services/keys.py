"""Finds the document that a KEY of the command line means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sessionary.core.problems import UserError
from sessionary.storage import seen

if TYPE_CHECKING:
    from sessionary.services.library import Library
    from sessionary.storage.seen import KnownDocument

KINDS = (
    "campaign", "session", "goal", "person", "world", "score", "survey", "definition", "visit",
)  # fmt: skip


class NoSuchKey(UserError):
    """A KEY means nothing in the library, or more than one thing."""


def find_document(library: Library, key: str) -> KnownDocument:
    """Return the document that ``KIND/ID``, ``campaign/ID/NUMBER`` or a unique ID means.

    Raises:
        NoSuchKey: Nothing, or several documents, go by that key; the message names them.
    """
    with library.reading() as connection:
        known = seen.known_documents(connection)
    kind, _, name = key.partition("/")
    if kind in KINDS and name:
        exact = [one for one in known if one.kind == kind and name in (one.key, one.id)]
        # Our own handle says more than an id that two campaigns share.
        handles = [one for one in exact if one.key == name]
        if handles or exact:
            return _only(key, handles or exact)
        if kind == "campaign":
            return _only(key, _numbered(known, name))
    return _only(key, [one for one in known if key in (one.key, one.id)])


def _numbered(known: list[KnownDocument], name: str) -> list[KnownDocument]:
    campaign, _, number = name.rpartition("/")
    if not number.lstrip("-").isdecimal():
        return []
    return [
        one
        for one in known
        if one.kind == "session"
        and one.container == campaign
        and one.number == int(number)
        and not one.binned
    ]


def _only(key: str, found: list[KnownDocument]) -> KnownDocument:
    if len(found) == 1:
        return found[0]
    if not found:
        raise NoSuchKey(f"Nothing in the library goes by {key}.")
    names = ", ".join(sorted(f"{one.kind}/{one.key}" for one in found))
    raise NoSuchKey(f"{key} could be any of {names}.")
