"""Forgetting a person: what would go, and taking it out for good. It cannot be undone."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from sessionary.core.campaign.persons import FORMER, Forgetter, last_former
from sessionary.core.json_text import dump, spellings
from sessionary.core.problems import UserError
from sessionary.core.store.backend import DocumentWrite, Forget
from sessionary.core.store.envelope import read_envelope
from sessionary.core.store.errors import BadReason, StoreError
from sessionary.core.survey.rows import DEFINITION, SURVEY
from sessionary.services import survey_forgetting
from sessionary.services.backups import folder_of, listed
from sessionary.services.collector import collector_paused
from sessionary.services.forgetting_plan import Forgetting
from sessionary.services.library import Change
from sessionary.services.persons import (
    bare,
    find_person,
    is_respondent,
    names_of_person,
    places_of_people,
)
from sessionary.services.stored import opened, sentence
from sessionary.storage import forgetting, queries, settings
from sessionary.storage.backend import begin_act, take_out, write_document
from sessionary.storage.backup import holds_any
from sessionary.storage.goal_keeper import keep_all
from sessionary.storage.indexing import IndexWriter
from sessionary.storage.locks import check_unheld
from sessionary.storage.persons import forget_person

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from sessionary.services.library import Library
    from sessionary.services.persons import Person
    from sessionary.services.survey_forgetting import Respondent
    from sessionary.storage.connection import Reader, Writer
    from sessionary.storage.queries import StoredDocument

    Report = Callable[[int, int], None]
    Place = tuple[str, str]

FORGET: Final = "forget"
_NAME: Final = "Forget a person"
# These are files of another program: a line that is another is another answer. Whoever has
# answered a survey is forgotten by that name.
_AS_FILES: Final = frozenset((SURVEY, DEFINITION))
_NUMBER: Final = "former players"
_TRACES: Final = "traces of forgotten people"


@dataclass(slots=True)
class _Found:
    """Where in a library a person is."""

    forgetter: Forgetter
    documents: list[StoredDocument] = field(default_factory=list)
    places: set[Place] = field(default_factory=set)
    entries: list[int] = field(default_factory=list)
    rejects: list[int] = field(default_factory=list)
    copies: int = 0
    remaining_events: int = 0

    def look(self, pk: int, text: str) -> None:
        """Take note of an event."""
        if self.forgetter.touches(text):
            self.entries.append(pk)
            text = cleaned(text, self.forgetter)
        self.remaining_events += self.forgetter.mentions(text)


def plan_to_forget(library: Library, wanted: str, report: Report) -> Forgetting:
    """Return what forgetting a person would change; nothing is. From any thread.

    Args:
        library: The library.
        wanted: The id of the person, with or without its kind.
        report: Called with events looked at and in all; may raise to cancel.

    Raises:
        UserError: The library holds nothing of such a person.
    """
    person = find_person(library, wanted)
    indexed = places_of_people(library).get(person.id, set())
    if is_respondent(person.id):
        with library.reading() as connection:
            theirs = survey_forgetting.find(connection, person.id, bare(person.id), indexed)
            plan = _told_of_respondent(connection, person, theirs)
        backups = _backups(library, theirs.needles)
        return replace(plan, backups=tuple(path.name for path in backups))
    with collector_paused(), library.reading() as connection:
        found = _find(library, connection, person, indexed, report)
        plan = _told(connection, person, found)
    backups = _backups(library, found.forgetter.needles)
    return replace(plan, backups=tuple(path.name for path in backups))


def forget(
    library: Library, plan: Forgetting, report: Report, *, at: float
) -> tuple[Forgetting, Change]:
    """Take a person out of a library, in one transaction, and leave no trace in the file.

    Runs on any thread while no document is open; see :func:`.write_import`.

    Args:
        library: The library.
        plan: What :func:`plan_to_forget` returned, and somebody agreed to.
        report: Called with steps done and in all; may raise to cancel until it is written.
        at: The time of day.

    Returns:
        What was changed, and the change to announce.

    Raises:
        UserError: The library has changed since, another program has a document open that is
            concerned, or one that holds the person cannot be used. Nothing was changed.
    """
    person = find_person(library, plan.person)
    indexed = places_of_people(library).get(person.id, set())
    if is_respondent(person.id):
        return _forget_respondent(library, plan, person, indexed, report, at)
    with collector_paused(), library.file.writing() as connection:
        forgetting.begin(connection)
        found = _find(library, connection, person, indexed, report)
        told = _told(connection, person, found)
        _check_told(connection, told, plan)
        _check(library, found)
        act = begin_act(connection, _NAME, FORGET, at)
        _write_documents(library, connection, act, found, at)
        _write_rest(library, connection, found, report)
        # Filters of goals may have named the person, and events no longer do.
        keep_all(connection, act, library.columns_of)
        forget_person(connection, Forget(person=person.id, documents=tuple(sorted(found.places))))
        settings.keep(connection, _NUMBER, told.former.removeprefix(FORMER))
        settings.keep(connection, _TRACES, "1")
    return _forgotten(library, told, act, found.forgetter.needles)


def _forget_respondent(
    library: Library, plan: Forgetting, person: Person, indexed: set[Place], report: Report,
    at: float,
) -> tuple[Forgetting, Change]:  # fmt: skip
    with collector_paused(), library.file.writing() as connection:
        forgetting.begin(connection)
        found = survey_forgetting.find(connection, person.id, bare(person.id), indexed)
        told = _told_of_respondent(connection, person, found)
        _check_told(connection, told, plan)
        act = survey_forgetting.write(connection, found, _NAME, at, report)
        settings.keep(connection, _TRACES, "1")
    return _forgotten(library, told, act, found.needles)


def _check_told(connection: Writer, told: Forgetting, plan: Forgetting) -> None:
    """Raise UserError if not exactly that would go to which somebody has agreed."""
    if told != replace(plan, backups=()):
        raise UserError("The library has changed since this was looked up. Look again.")
    check_unheld(connection, sorted(told.places))


def _forgotten(
    library: Library, told: Forgetting, act: int, needles: tuple[bytes, ...]
) -> tuple[Forgetting, Change]:
    library.epochs.forget()
    library.sources.forget()
    clear_traces(library)
    told = replace(told, backups=tuple(path.name for path in _backups(library, needles)))
    change = Change(act=act, name=_NAME, origin=FORGET, documents=frozenset(), entries=True)
    return told, change


def _told_of_respondent(connection: Reader, person: Person, found: Respondent) -> Forgetting:
    return Forgetting(
        person=person.id,
        name=person.name,
        former="",
        surveys=len(found.documents),
        revisions=forgetting.count_formers(connection, sorted(found.places)),
        copies=found.copies,
        rejects=len(found.rejects),
        places=tuple(sorted(found.places)),
    )


def traces_left(library: Library) -> bool:
    """Say whether the file may hold traces of who was forgotten, in places that nothing uses."""
    with library.reading() as connection:
        return settings.value(connection, _TRACES) == "1"


def clear_traces(library: Library) -> None:
    """Write the file anew if it may hold traces of who was forgotten; from any thread.

    Where there is no room for that it is left for later: each start of a window tries again.
    """
    index = library.database.persons
    if library.read_only or index is None or not traces_left(library):
        return
    with suppress(StoreError, OSError):
        index.purge()
        with library.file.writing() as connection:
            settings.keep(connection, _TRACES, "")


def check_settled(library: Library, plan: Forgetting) -> None:
    """Raise UserError if a transaction is not settled in a document that is concerned.

    On the thread that opened the library.
    """
    for kind, key in plan.places:
        if library.database.recovery.names((kind, key)):
            raise UserError(f"A transaction is not settled in {kind}/{key}.")


def delete_backups(library: Library, names: Sequence[str]) -> list[str]:
    """Delete backups by name; return the names of those that could not be deleted."""
    left = []
    there = {one.name for one in listed(library.file.folder)}
    for name in names:
        if name in there:
            try:
                (folder_of(library.file.folder) / name).unlink(missing_ok=True)
            except OSError:
                left.append(name)
    return left


def _find(
    library: Library, connection: Reader, person: Person, indexed: set[Place], report: Report
) -> _Found:
    names = names_of_person(library, connection, person.id)
    former = f"{FORMER}{_last_number(connection) + 1}"
    found = _Found(Forgetter(bare(person.id), names, former))
    touches = found.forgetter.touches
    found.places |= indexed
    for document in queries.documents(connection):
        if document.kind not in _AS_FILES and touches(document.text):
            found.documents.append(document)
            found.places.add((document.kind, document.key))
    for one in forgetting.former_texts(connection):
        if one.kind not in _AS_FILES and touches(one.text):
            found.places.add((one.kind, one.key))
    for one in forgetting.copied_texts(connection):
        theirs = one.kind not in _AS_FILES and touches(one.text)
        if theirs or (one.kind, one.key) in found.places:
            found.places.add((one.kind, one.key))
            found.copies += 1
    found.rejects = [pk for pk, text in forgetting.reject_texts(connection) if touches(text)]
    total, done = queries.count_entries(connection), 0
    for part in forgetting.entry_texts(connection):
        for pk, text in part:
            found.look(pk, text)
        done += len(part)
        report(done, 2 * total)
    return found


def _last_number(connection: Reader) -> int:
    """Return the highest number that a forgotten person has, here or in what was imported."""
    kept = int(settings.value(connection, _NUMBER) or 0)
    texts = (document.text for document in queries.documents(connection))
    return max(kept, *(last_former(text) for text in texts if FORMER in text), 0)


def _told(connection: Reader, person: Person, found: _Found) -> Forgetting:
    kinds = [document.kind for document in found.documents]
    forgetter = found.forgetter
    remaining = tuple(
        (document.kind, document.key)
        for document in queries.documents(connection)
        if forgetter.mentions(
            document.text if document.kind in _AS_FILES else cleaned(document.text, forgetter)
        )
    )
    return Forgetting(
        person=person.id,
        name=person.name,
        former=forgetter.former,
        sessions=kinds.count("session"),
        campaigns=kinds.count("campaign"),
        goals=kinds.count("goal"),
        world=kinds.count("world"),
        events=len(found.entries),
        revisions=forgetting.count_formers(connection, sorted(found.places)),
        copies=found.copies,
        rejects=len(found.rejects),
        names=forgetting.count_words(connection, forgetter.words),
        remaining=remaining,
        remaining_events=found.remaining_events,
        places=tuple(sorted(found.places)),
    )


def _check(library: Library, found: _Found) -> None:
    """Raise UserError if a document cannot be written anew."""
    for document in found.documents:
        name = f"{document.kind}/{document.key}"
        data = opened(library, document.kind, document.text)
        if isinstance(data, BadReason):
            told = sentence(data, document.text)
            raise UserError(f"Nothing was changed: {name} cannot be used. {told}")
        envelope = read_envelope(document.text)
        if envelope is not None and envelope.pending:
            raise UserError(f"Nothing was changed: a transaction is not settled in {name}.")


def _write_documents(
    library: Library, connection: Writer, act: int, found: _Found, at: float
) -> None:
    index = IndexWriter(connection)
    writes = [_write(library, document, found.forgetter) for document in found.documents]
    for write in writes:
        take_out(connection, index, write)
    for write in writes:
        write_document(connection, index, act, write, at)


def _write(library: Library, document: StoredDocument, forgetter: Forgetter) -> DocumentWrite:
    parts = json.loads(document.text)
    data = forgetter.value(parts["data"])
    text = dump({**parts, "data": data}, {})
    return DocumentWrite(
        store=document.kind,
        key=document.key,
        base=document.revision,
        text=text,
        value=data,
        rows=library.kinds[document.kind].index(document.key, data),
    )


def _write_rest(library: Library, connection: Writer, found: _Found, report: Report) -> None:
    forgetter = found.forgetter
    total, done = max(len(found.entries), 1), 0

    def step() -> None:
        nonlocal done
        done += 1
        report(total + done, 2 * total)

    def clean(text: str) -> str:
        return cleaned(text, forgetter)

    forgetting.rewrite_entries(connection, found.entries, clean, library.columns_of, step)
    forgetting.rewrite_former_entries(connection, clean)
    forgetting.rewrite_rejects(connection, found.rejects, clean)
    forgetting.rewrite_words(connection, forgetter.words)
    forgetting.sweep_index(connection)


def cleaned(text: str, forgetter: Forgetter) -> str:
    """Return a record's text without a person; what is no JSON is cleaned as a text."""
    if not forgetter.concerns(text):
        return text
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return forgetter.words(text)
    made = forgetter.value(value)
    return text if made is value else dump(made, spellings(text))


def _backups(library: Library, needles: tuple[bytes, ...]) -> list[Path]:
    """Return the backups that hold any of some bytes, or cannot be read."""
    folder = folder_of(library.file.folder)
    there = [folder / one.name for one in listed(library.file.folder)]
    return [path for path in there if holds_any(path, needles)]
