"""Takes acts back. An undo is an act of its own, so undoing it is redoing the first."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sessionary.core.store.backend import DocumentWrite
from sessionary.core.store.envelope import read_envelope
from sessionary.core.store.errors import UndoBlocked
from sessionary.core.survey.rows import DEFINITION
from sessionary.services.collector import collector_paused
from sessionary.services.imports.reading import file_digest, read_files
from sessionary.services.imports.writing import write_import
from sessionary.services.library import Change
from sessionary.services.rebuild import reckon_again
from sessionary.services.reckoning import is_open, reckoning_in
from sessionary.services.survey_shelf import index_again
from sessionary.storage import acts, bulk, versions
from sessionary.storage.backend import begin_act, take_out, write_document
from sessionary.storage.entry_changes import (
    NOTHING,
    ActUndone,
    EntryRemove,
    EntryRestore,
    EntryWriter,
)
from sessionary.storage.goal_hits import campaigns_with_goals
from sessionary.storage.goal_keeper import keep_all
from sessionary.storage.indexing import IndexWriter
from sessionary.storage.lock import JOB_PATIENCE_S

if TYPE_CHECKING:
    from collections.abc import Callable

    from sessionary.services.imports.preview import Preview
    from sessionary.services.library import Library
    from sessionary.storage.acts import ReplacedEntry, StoredAct, TouchedDocument
    from sessionary.storage.connection import Reader, Writer

    Report = Callable[[int, int], None]


def undo(library: Library, act: int) -> int:
    """Take back an act that changed documents and entries; return the number of the new act.

    Args:
        library: Where it happened.
        act: Its number. An import is taken back by :func:`undo_import`.

    Raises:
        UndoBlocked: What it left was changed since.
    """
    # What was typed and not saved yet is part of what stands in the way, or of what is undone.
    library.save_all()
    with library.reading() as connection:
        found = _act(connection, act)
        documents = acts.touched_documents(connection, act)
        replaced = acts.replaced_entries(connection, act)
        added = acts.added_entries(connection, found)
        lost = acts.lost_entries(connection, found)
    _check_documents(documents)
    _check_entries(replaced, lost)
    with library.act(_name(found.name), "undo") as undoing:
        for document in documents:
            store = library.stores[document.kind]
            if document.before is None:
                undoing.delete(store, document.key)
            elif document.left == b"":
                undoing.create(store, document.key, _data(document.before))
            else:
                before = _data(document.before)
                undoing.edit(store, document.key, lambda _value, former=before: former)
        for pk in added:
            undoing.put(EntryRemove(pk=pk))
        for entry in replaced:
            undoing.put(_back(entry))
        undoing.put(ActUndone(act=act))
    assert undoing.number is not None  # ActUndone alone is a change  # noqa: S101
    return undoing.number


def undo_import(library: Library, act: int, report: Report, *, at: float) -> Change:
    """Take back an import, or what it was that :func:`.reckon_campaign` did.

    Runs on any thread while no document is open; see :func:`.write_import`.

    Raises:
        UndoBlocked: What it left was changed since.
    """
    try:
        with collector_paused(), library.file.writing(patience=JOB_PATIENCE_S) as connection:
            found = _act(connection, act)
            number = begin_act(connection, _name(found.name), "undo import", at)
            _take_back(library, connection, found, number, report, at)
    finally:
        # The campaigns may have other epochs now, or, rolled back, those they had.
        library.epochs.forget()
    return Change(
        act=number, name=_name(found.name), origin="undo import", documents=frozenset(),
        entries=True,
    )  # fmt: skip


def _take_back(
    library: Library, connection: Writer, act: StoredAct, number: int, report: Report, at: float
) -> None:
    documents = acts.touched_documents(connection, act.pk)
    replaced = acts.replaced_entries(connection, act.pk)
    with_goals = campaigns_with_goals(connection)
    _check_documents(documents)
    _check_entries(replaced, acts.lost_entries(connection, act))
    changed = versions.added_by(connection, act.pk)
    changed |= {(one.key, versions.CURRENT) for one in documents if one.kind == DEFINITION}
    bulk.remove_import(connection, act.pk, library.columns_of, report)
    reckoned = _learn(library, documents)
    index = IndexWriter(connection)
    writes = [_write(library, document) for document in documents]
    for write in writes:
        take_out(connection, index, write)
    for write in writes:
        write_document(connection, index, number, write, at)
    entries = EntryWriter(connection, number, library.columns_of)
    entries.apply(map(_back, replaced))
    entries.finish()
    for campaign in reckoned:
        reckon_again(library, connection, campaign)
    index_again(library, connection, number, changed | entries.snapshots)
    keep_all(connection, number, library.columns_of, with_goals)
    acts.mark_undone(connection, act.pk, number)


def _learn(library: Library, documents: list[TouchedDocument]) -> set[str]:
    """Learn how campaigns reckon once the documents are put back; return those that change."""
    campaigns = (document for document in documents if document.kind == "campaign")
    former = {
        document.key: None if document.before is None else _data(document.before)
        for document in campaigns
    }
    changed = set()
    for key, data in former.items():
        epoch = None if data is None else data["own"].get("epoch")
        open_now = data is not None and is_open(data)
        reckoning = reckoning_in(data)
        same = epoch == library.epochs.set_for(key) and reckoning == library.epochs.reckoning_of(
            key
        )
        if not same or open_now != library.is_open(key):
            changed.add(key)
        library.epochs.learn({key: epoch})
        library.epochs.learn_reckonings({key: reckoning})
        library.epochs.learn_open({key: open_now})
    return changed


def redo_import(library: Library, act: int, report: Report, *, at: float) -> Change:
    """Import the files of an undone import again.

    Args:
        library: Where they go.
        act: The number of the import's undo.
        report: Called with bytes done and in all.
        at: The time of day.

    Raises:
        UndoBlocked: A file is gone or is no longer what was imported.
    """
    with library.reading() as connection:
        first = acts.undone_by(connection, act)
        sources = [] if first is None else acts.sources_of(connection, first)
    for path, digest, _choices in sources:
        if not Path(path).exists():
            raise UndoBlocked(f"{path} is gone")
        if file_digest(Path(path)) != digest:
            raise UndoBlocked(f"{path} is no longer the file that was imported")
    choices = json.loads(sources[0][2]) if sources else {}
    preview = read_files(
        library,
        [Path(path) for path, _digest, _choices in sources],
        report,
        campaign=choices.get("campaign", ""),
        players_see=choices.get("playersSee", False),
    )
    _accept(preview, choices.get("accepted", {}))
    return replace(write_import(library, preview, report, at=at), origin="redo import")


def _accept(preview: Preview, accepted: dict[str, list[list[str]]]) -> None:
    """Take the conflicts that were taken the first time."""
    for name in accepted.get("documents", ()):
        kind, campaign, identifier = name
        draft = preview.state.drafts.get((kind, campaign, identifier))
        if draft is not None:
            draft.accepted = True
    preview.accepted |= {(scope, identifier) for scope, identifier in accepted.get("events", ())}


def _act(connection: Reader, act: int) -> StoredAct:
    found = acts.stored_act(connection, act)
    if found is None:
        raise UndoBlocked(f"there is no act {act}")
    return found


def _check_entries(replaced: list[ReplacedEntry], lost: int) -> None:
    if lost or any(entry.remains != entry.now for entry in replaced):
        raise UndoBlocked("an event was changed since")


def _back(entry: ReplacedEntry) -> EntryRestore | EntryRemove:
    if entry.row == NOTHING:
        return EntryRemove(pk=entry.pk)
    return EntryRestore(pk=entry.pk, row=entry.row)


def _check_documents(documents: list[TouchedDocument]) -> None:
    for document in documents:
        if document.left != document.now:
            raise UndoBlocked(f"{document.kind}/{document.key} was changed since")


def _data(text: str) -> Any:
    envelope = read_envelope(text)
    if envelope is None:
        raise UndoBlocked("what was there before cannot be read")
    return envelope.data


def _write(library: Library, document: TouchedDocument) -> DocumentWrite:
    data = None if document.before is None else _data(document.before)
    rows = {} if data is None else library.kinds[document.kind].index(document.key, data)
    return DocumentWrite(
        store=document.kind,
        key=document.key,
        base=document.revision,
        text=document.before,
        value=data,
        rows=rows,
    )


def _name(name: str) -> str:
    if name.startswith("Undo "):
        return "Redo " + name.removeprefix("Undo ")
    return "Undo " + name.removeprefix("Redo ")
