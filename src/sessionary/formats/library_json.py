"""The whole library as one JSON file, written and read record by record.

``{"format": "sessionary", "version": 1, "documents": […], "entries": […], "rejects": […]}``. What
stands under ``record`` is the exact text that the library holds, so that reading the file into an
empty library and writing that one gives the same bytes.
"""

from __future__ import annotations

import json
from base64 import b64encode
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeAlias

from sessionary.core.json_text import shown
from sessionary.core.problems import Problem, Severity
from sessionary.formats.campaign.writer import write_list
from sessionary.formats.json_pieces import BundleShape
from sessionary.formats.json_stream import JsonFile
from sessionary.formats.library_members import LIBRARY_LIMITS, Members, WrongMember
from sessionary.formats.records import REPORT_EVERY, FileRefused, Reject

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path
    from typing import TextIO

    from sessionary.core.json_text import J
    from sessionary.formats.json_pieces import Piece
    from sessionary.formats.records import Report

FORMAT: Final = "sessionary"
VERSION: Final = 1
LIBRARY_SHAPE: Final = BundleShape(lists=frozenset({"documents", "entries", "rejects"}))


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryDocument:
    """One document.

    Attributes:
        kind, key, container: Its names in the library.
        record, own, spelling: The parts of its data as JSON text.
        seen: Digests of the records that were imported into it, in hexadecimal.
        binned: Whether it lies in the bin.
    """

    kind: str
    key: str
    container: str
    record: str = field(default="null", repr=False)
    own: str = field(default="{}", repr=False)
    spelling: str = field(default="{}", repr=False)
    seen: tuple[str, ...] = ()
    binned: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryEntry:
    """One entry.

    Attributes:
        kind, scope, type, id: Its names in the library.
        document: The key of its document, None while unassigned.
        position: Its place in the order of its file.
        record: Its exact text.
        plain: Whether that text is no JSON, such as the bytes of a survey's snapshot.
        wanted: The id of a document that is not here yet.
        seen: The digest of the record last imported under its id, in hexadecimal.
        struck: Whether it was struck out.
        shift: What its file's game times need to be those of the campaign, in seconds.
        players_see: Whether players see it where it does not say who may.
    """

    kind: str
    scope: str
    type: str
    id: str
    document: str | None
    position: int
    record: str = field(repr=False)
    plain: bool = False
    wanted: str | None = None
    seen: str = ""
    struck: bool = False
    shift: int = 0
    players_see: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryReject:
    """A part of an imported file that was no record.

    Attributes:
        file, format, place, code: Where it stood and what was wrong.
        bytes: It, word for word; base64 in the file.
    """

    file: str
    format: str
    place: str
    code: str
    bytes: bytes = field(repr=False)


LibraryPart: TypeAlias = LibraryDocument | LibraryEntry | LibraryReject


def write_library(
    out: TextIO,
    documents: Iterable[LibraryDocument],
    entries: Iterable[LibraryEntry],
    rejects: Iterable[LibraryReject],
) -> None:
    """Write a library, part by part as the iterables give them.

    Args:
        out: Where to; UTF-8, line ends untranslated.
        documents: In the order in which they shall stand.
        entries: As `documents`.
        rejects: As `documents`.
    """
    out.write(f'{{"format": "{FORMAT}", "version": {VERSION},\n"documents": ')
    write_list(out, map(_document_text, documents))
    out.write(',\n"entries": ')
    write_list(out, map(_entry_text, entries))
    out.write(',\n"rejects": ')
    write_list(out, map(_reject_text, rejects))
    out.write("}\n")


def read_library(path: Path, report: Report) -> Iterator[LibraryPart | Reject]:
    """Read such a file part by part.

    Args:
        path: The file, also packed with gzip.
        report: Called with bytes read and bytes in all. What it raises ends the reading.

    Yields:
        The parts in order, and a `Reject` for each that cannot be one.

    Raises:
        FileRefused: As by `read_campaign`; or ``file.version`` where a newer program wrote it.
        OSError: The file cannot be read.
    """
    file = JsonFile(path, LIBRARY_SHAPE, limits=LIBRARY_LIMITS)
    try:
        for position, piece in enumerate(file.pieces()):
            if position % REPORT_EVERY == 0:
                report(file.feed.done, file.feed.total)
            part = _part(file, piece, position)
            if part:
                yield part
        report(file.feed.total, file.feed.total)
    finally:
        file.close()


def part_text(part: LibraryPart) -> str:
    """Return a part as it stands in a file."""
    if isinstance(part, LibraryDocument):
        return _document_text(part)
    return _entry_text(part) if isinstance(part, LibraryEntry) else _reject_text(part)


def _text(value: J) -> str:
    return json.dumps(value, ensure_ascii=False)


def _object(members: dict[str, str]) -> str:
    return "{" + ", ".join(f'"{key}": {text}' for key, text in members.items()) + "}"


def _document_text(document: LibraryDocument) -> str:
    members = {
        "kind": _text(document.kind),
        "key": _text(document.key),
        "container": _text(document.container),
    }
    if document.seen:
        members["seen"] = _text(document.seen)
    if document.binned:
        members["binned"] = "true"
    members["record"] = document.record
    members["own"] = document.own
    members["spelling"] = document.spelling
    return _object(members)


def _entry_text(entry: LibraryEntry) -> str:
    members = {
        "kind": _text(entry.kind),
        "scope": _text(entry.scope),
        "type": _text(entry.type),
        "id": _text(entry.id),
        "document": _text(entry.document),
        "position": str(entry.position),
    }
    if entry.wanted is not None:
        members["wanted"] = _text(entry.wanted)
    if entry.seen:
        members["seen"] = _text(entry.seen)
    if entry.struck:
        members["struck"] = "true"
    if entry.shift:
        members["shift"] = str(entry.shift)
    if entry.players_see:
        members["playersSee"] = "true"
    if entry.plain:
        members["text"] = _text(entry.record)
    else:
        members["record"] = entry.record
    return _object(members)


def _reject_text(reject: LibraryReject) -> str:
    return _object(
        {
            "file": _text(reject.file),
            "format": _text(reject.format),
            "place": _text(reject.place),
            "code": _text(reject.code),
            "bytes": _text(b64encode(reject.bytes).decode()),
        }
    )


def _part(file: JsonFile, piece: Piece, position: int) -> LibraryPart | Reject | None:
    if piece.error:
        place = f"line {piece.error_line}, column {piece.error_column}"
        error = piece.error
        return _reject(file, piece, position, (error.code, place, error.found, error.expected))
    if piece.bundle and piece.index is None and piece.key in _HEAD:
        _check_head(file, piece)
        return None
    if not piece.bundle or piece.index is None:
        found = (_UNKNOWN, piece.place, shown(piece.text, 0, 40), "documents, entries or rejects")
        return _reject(file, piece, position, found)
    try:
        return _MAKERS[piece.key](Members(piece))
    except WrongMember as wrong:
        found = ("value.type", f"{piece.place}.{wrong.key}", wrong.found, wrong.expected)
        return _reject(file, piece, position, found)


_HEAD: Final = {"format": FORMAT, "version": VERSION}
_UNKNOWN: Final = "record.unknown"


def _check_head(file: JsonFile, piece: Piece) -> None:
    expected = _HEAD[piece.key]
    if type(piece.value) is not type(expected) or piece.value != expected:
        raise FileRefused(
            "file.version", file.feed.name, piece.key, shown(piece.text, 0, 40), str(expected)
        )


def _reject(
    file: JsonFile, piece: Piece, position: int, found: tuple[str, str, str, str]
) -> Reject:
    problem = Problem(
        severity=Severity.NOTE if found[0] == _UNKNOWN and piece.bundle else Severity.ERROR,
        code=found[0],
        place=found[1],
        found=found[2],
        expected=found[3],
        file=file.feed.name,
    )
    text = piece.text.encode(file.feed.encoding)
    return Reject(problem=problem, text=text, place=piece.place, position=position)


def _document(fields: Members) -> LibraryDocument:
    return LibraryDocument(
        kind=fields.text("kind"),
        key=fields.text("key"),
        container=fields.text("container"),
        record=fields.record("record"),
        own=fields.object("own"),
        spelling=fields.object("spelling"),
        seen=fields.texts("seen"),
        binned=fields.truth("binned"),
    )


def _entry(fields: Members) -> LibraryEntry:
    plain = fields.has("text")
    return LibraryEntry(
        kind=fields.text("kind"),
        scope=fields.text("scope"),
        type=fields.text("type"),
        id=fields.text("id"),
        document=fields.text_or_none("document"),
        position=fields.number("position"),
        record=fields.text("text") if plain else fields.record("record"),
        plain=plain,
        wanted=fields.text_or_none("wanted"),
        seen=fields.text_or("seen", ""),
        struck=fields.truth("struck"),
        shift=fields.number_or("shift", 0),
        players_see=fields.truth("playersSee"),
    )


def _rejected(fields: Members) -> LibraryReject:
    return LibraryReject(
        file=fields.text("file"),
        format=fields.text("format"),
        place=fields.text("place"),
        code=fields.text("code"),
        bytes=fields.decoded("bytes"),
    )


_MAKERS: Final[Mapping[str, Callable[[Members], LibraryPart]]] = {
    "documents": _document,
    "entries": _entry,
    "rejects": _rejected,
}
