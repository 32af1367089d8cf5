"""Exports that are read by programs: bundles of a campaign, and the library as JSON."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, TextIO

from sessionary.core.json_text import dump
from sessionary.formats.campaign.writer import write_bundle
from sessionary.formats.file_names import FolderNames
from sessionary.formats.library_json import (
    LibraryDocument,
    LibraryEntry,
    LibraryReject,
    write_library,
)
from sessionary.services.exports.contents import library_entry
from sessionary.storage import queries, walks
from sessionary.storage.ids import FILE_NAME

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sessionary.services.exports.contents import Contents, Data
    from sessionary.services.exports.files import Files
    from sessionary.services.exports.progress import Progress
    from sessionary.services.exports.surveys import SurveyContents
    from sessionary.services.library import Library
    from sessionary.services.reckoning import Sources
    from sessionary.services.stored import DocumentBad
    from sessionary.storage.connection import Reader
    from sessionary.storage.queries import StoredDocument, StoredReject

LIBRARY_FILE = "library.json"


def write_bundles(contents: Sequence[Contents], files: Files) -> None:
    """Write each campaign as a bundle: the records that its files had, as they had them."""
    names = FolderNames()
    for campaign in contents:
        with files.text(names.name(campaign.name, campaign.id, ".json")) as stream:
            own, spelling = campaign.campaign["own"], campaign.campaign["spelling"]
            write_bundle(
                stream,
                _record(campaign.campaign) if campaign.id else "",
                sessions=_session_texts(campaign),
                events=_event_texts(campaign),
                goals=(_record(data) for _, data in campaign.computed_goals()),
                world=(_record(data) for _, data in campaign.world()),
                characters=_people(own, spelling, "characters"),
                users=_people(own, spelling, "users"),
            )


def _record(data: Data) -> str:
    return dump(data["record"], data["spelling"], "/record")


def _people(own: Data, spelling: dict[str, str], sort: str) -> Iterator[str]:
    for place, person in enumerate(own.get(sort, ())):
        yield dump(person, spelling, f"/own/{sort}/{place}")


def _session_texts(campaign: Contents) -> Iterator[str]:
    for session, data in campaign.sessions():
        yield _record(campaign.for_players(session, data) if campaign.player_safe else data)


def _event_texts(campaign: Contents) -> Iterator[str]:
    for session, _data in campaign.sessions():
        yield from (entry.record for entry in campaign.entries(session, told=True))
    yield from (entry.record for entry in campaign.loose_entries(told=True))


def write_part(
    contents: Sequence[Contents], files: Files, surveys: SurveyContents, sources: Sources
) -> None:
    """Write campaigns, or sessions and goals with the campaign they are reckoned by, and surveys.

    Args:
        contents: What is taken of campaigns.
        files: Where it goes.
        surveys: What is taken of surveys.
        sources: The choices made for the files that entries came from.
    """
    given = (
        _document(stored.kind, stored.key, stored.container, data)
        for stored, data in surveys.documents()
    )
    snapshots = (library_entry(entry, sources) for entry in surveys.entries())
    with files.text(LIBRARY_FILE) as stream:
        write_library(
            stream,
            chain(_part_documents(contents), given),
            chain(_part_entries(contents), snapshots),
            (),
        )


def _part_documents(contents: Sequence[Contents]) -> Iterator[LibraryDocument]:
    for campaign in contents:
        if campaign.part.campaign:
            yield _document("campaign", campaign.part.campaign, campaign.id, campaign.campaign)
        for session, data in campaign.sessions():
            given = campaign.for_players(session, data) if campaign.player_safe else data
            yield _document("session", campaign.key(session.key, data), campaign.id, given)
        for key, data in campaign.goals():
            yield _document("goal", campaign.key(key, data), campaign.id, data)
        for key, data in campaign.world():
            yield _document("world", campaign.key(key, data), campaign.id, data)


def _part_entries(contents: Sequence[Contents]) -> Iterator[LibraryEntry]:
    for campaign in contents:
        for session, _data in campaign.sessions():
            yield from campaign.entries(session)
        yield from campaign.loose_entries()


def write_whole(
    connection: Reader,
    library: Library,
    progress: Progress,
    stream: TextIO,
    bad: Mapping[tuple[str, str], DocumentBad],
) -> None:
    """Write everything a library holds: the bin, what was struck, and what could not be read.

    A document that cannot be used is written, word for word, as one that could not be read.
    """
    write_library(
        stream,
        (
            _stored(connection, document)
            for document in queries.documents(connection)
            if (document.kind, document.key) not in bad
        ),
        _all_entries(connection, library, progress),
        chain(map(_kept, queries.rejects(connection)), map(_as_reject, bad.values())),
    )


def _kept(reject: StoredReject) -> LibraryReject:
    return LibraryReject(
        file=reject.file, format=reject.format, place=reject.place, code=reject.code,
        bytes=reject.text,
    )  # fmt: skip


def _as_reject(bad: DocumentBad) -> LibraryReject:
    return LibraryReject(
        file=FILE_NAME, format="", place=f"{bad.kind}/{bad.key}", code="document.bad",
        bytes=bad.text.encode(),
    )  # fmt: skip


def _all_entries(
    connection: Reader, library: Library, progress: Progress
) -> Iterator[LibraryEntry]:
    for entry in walks.kept_entries(connection):
        progress.step()
        yield library_entry(entry, library.sources)


def _stored(connection: Reader, document: StoredDocument) -> LibraryDocument:
    data = json.loads(document.text)["data"]
    seen = tuple(hash_.hex() for hash_ in walks.seen_records(connection, document.pk))
    given = _document(document.kind, document.key, document.container, data)
    return replace(given, seen=seen, binned=document.binned)


def _document(kind: str, key: str, container: str, data: Data) -> LibraryDocument:
    spelling = data["spelling"]
    return LibraryDocument(
        kind=kind,
        key=key,
        container=container,
        record=dump(data["record"], spelling, "/record"),
        own=dump(data["own"], spelling, "/own"),
        spelling=json.dumps(spelling, ensure_ascii=False),
    )
