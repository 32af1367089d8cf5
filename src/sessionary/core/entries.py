"""Entries: what happened in a session. They are added, replaced or struck whole."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from typing import Final, NamedTuple, TypeAlias


class Importance(IntEnum):
    """How much an entry matters, in rising order."""

    TRIVIAL = 0
    NORMAL = 1
    SIGNIFICANT = 2
    CRITICAL = 3


class Visible(IntEnum):
    """Who may see an entry. What a file does not say is the GM's alone."""

    GM = 0
    PLAYERS = 1
    SOME = 2


# Not frozen: an import makes a million, and to freeze one takes longer than to make it.
@dataclass(slots=True, kw_only=True)
class EntryColumns:
    """The columns computed from an entry's record, by which it is ordered, filtered and found.

    Nobody changes them.

    Attributes:
        real_us: When it was logged, in microseconds since 1970 UTC.
        game_s: When it happened, in seconds on the campaign's clock face.
        category: Such as ``combat``; given by the file or following from the type.
        word: The event type as the file writes it, such as ``combat_start``.
        importance: A value of :class:`Importance`.
        visible: A value of :class:`Visible`.
        label: What a list shows of it in one line.
        facets: (name, value) pairs by which it is found: actor, target, place, tag, type.
        search: The text that full text search reads.
    """

    real_us: int | None = None
    game_s: int | None = None
    category: str = ""
    word: str = ""
    importance: int = Importance.NORMAL
    visible: int = Visible.GM
    label: str = ""
    facets: tuple[tuple[str, str], ...] = ()
    search: str = ""


class LoggedEntry(NamedTuple):
    """What a walk through a long log reads of an entry: its text, and columns as in `EntryColumns`.

    A tuple, because a row is one already: exports read a hundred thousand of them.
    """

    text: str
    real_us: int | None
    game_s: int | None
    category: str
    word: str
    importance: int
    visible: int
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry as the library holds it.

    Attributes:
        pk: Its number in this library.
        kind: The kind of document it belongs to, such as ``session``.
        type: ``event``, ``score``, ``snapshot`` …
        scope: Where its id is unique, such as the campaign's id; empty while unassigned.
        id: The id that the file gave.
        document: The pk of its document, None while unassigned.
        wanted: The id of a document that is not here yet.
        position: Its place in the order of the file.
        text: The exact text of its record.
        real_us, game_s, category, word, importance, visible, label: See :class:`EntryColumns`.
        struck: Whether it was struck out.
    """

    pk: int
    kind: str
    type: str
    scope: str
    id: str
    document: int | None
    wanted: str | None
    position: int
    text: str = field(repr=False)
    real_us: int | None
    game_s: int | None
    category: str
    word: str
    importance: int
    visible: int
    label: str
    struck: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryPut:
    """A change: add an entry, or replace the one with the same kind, type, scope and id whole.

    Attributes:
        kind, type, scope, id: What names it.
        document: (kind, key) of the document it belongs to, None while unassigned.
        wanted: The id of a document that is not here yet.
        text: The exact text of its record.
        columns: What was computed from the record.
        seen: Digest of the record last imported; empty for one that was made here.
        source: The number of the source it was read from.
        position: Its place in the order of its file; None places it last.
        struck: Whether it is struck out.
    """

    kind: str
    type: str
    scope: str
    id: str
    document: tuple[str, str] | None
    text: str = field(repr=False)
    columns: EntryColumns
    wanted: str | None = None
    seen: bytes = b""
    source: int | None = None
    position: int | None = None
    struck: bool = False


class DerivedEntry(NamedTuple):
    """An entry that is computed from its document, so that what every kind has serves it too.

    It has no text of its own: the save of its document writes it, undo and history are those of
    the document. Its scope is the document's key.

    Attributes:
        type: Such as ``answer``.
        id: What names it in its document; it stays when the entry changes.
        position: Its place in the order of the file.
        real_us, category, word, importance, visible, label, facets: See :class:`EntryColumns`.
        struck: Whether it counts no more.
        search: The text that full text search reads, folded.
    """

    type: str
    id: str
    position: int
    real_us: int | None
    category: str
    word: str
    importance: int
    visible: int
    label: str
    struck: bool
    search: str
    facets: tuple[tuple[str, str], ...]


DERIVED: Final = frozenset({("survey", "answer")})
"""(kind, type) of the entries that are derived."""


AnyColumns: TypeAlias = EntryColumns | LoggedEntry | Entry
"""Whatever has the columns of an entry."""
