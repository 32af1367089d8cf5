"""The people of a library: who they are, and all that is held about one of them."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sessionary.core.campaign.persons import Forgetter, names_in
from sessionary.core.problems import UserError
from sessionary.core.store.errors import BadReason
from sessionary.core.survey.rows import PREFIX as SURVEY_PREFIX
from sessionary.core.survey.rows import SURVEY
from sessionary.formats.atomic import atomic_text
from sessionary.services import survey_forgetting
from sessionary.services.stored import opened
from sessionary.storage import forgetting, persons, queries, settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from sessionary.services.library import Library
    from sessionary.storage.connection import Reader
    from sessionary.storage.forgetting import Kept
    from sessionary.storage.queries import StoredDocument

    Report = Callable[[int, int], None]
    Place = tuple[str, str]

_COMPLETE = "persons"
"""The setting that says that the person index knows the documents from before it was made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A person of whom the library holds data.

    Attributes:
        id: As the person index has it: ``campaign:user-tomas``.
        name: What they are called, their id where no name is known.
        documents: How many documents hold, or held, data of them.
        events: How many events name them.
    """

    id: str
    name: str
    documents: int
    events: int

    def as_json(self) -> dict[str, Any]:
        """Return what ``person list --json`` prints."""
        return {
            "person": self.id,
            "name": self.name,
            "documents": self.documents,
            "events": self.events,
        }


def people(library: Library) -> list[Person]:
    """Return the people of a library by name; from any thread."""
    places = places_of_people(library)
    with library.reading() as connection:
        names = _names(library, connection)
        return sorted(
            (
                Person(
                    id=person,
                    name=next(iter(names.get(person, ())), bare(person)),
                    documents=len(found),
                    events=persons.count_events(
                        connection, bare(person), SURVEY if is_respondent(person) else "session"
                    ),
                )
                for person, found in places.items()
            ),
            key=lambda one: (one.name.casefold(), one.id),
        )


def bare(person: str) -> str:
    """Return the id of a person as documents have it."""
    return person.partition(":")[2] or person


def shown_id(person: str) -> str:
    """Return the id by which people know a person: as documents have it, and whose it is."""
    return person if is_respondent(person) else bare(person)


def is_respondent(person: str) -> bool:
    """Say whether a person, given with the kind, is one who answers surveys."""
    return person.startswith(SURVEY_PREFIX)


def find_person(library: Library, wanted: str) -> Person:
    """Return the person that an id means, with or without its kind.

    Raises:
        UserError: The library holds nothing of such a person, or it is not clear who is meant.
    """
    known = people(library)
    found = [one for one in known if one.id == wanted] or [
        one for one in known if bare(one.id) == wanted
    ]
    if not found:
        raise UserError(f"The library holds nothing of a person {wanted}.")
    if len(found) > 1:
        raise UserError(f"{wanted} could be any of {', '.join(one.id for one in found)}.")
    return found[0]


def names_of_person(library: Library, connection: Reader, person: str) -> tuple[str, ...]:
    """Return all that a person is called in the library."""
    return tuple(_names(library, connection).get(person, {}))


def _names(library: Library, connection: Reader) -> dict[str, dict[str, None]]:
    """Return id, with its kind -> the names it stands for, in campaigns and among players."""
    names: dict[str, dict[str, None]] = defaultdict(dict)
    for document in queries.documents(connection):
        data = opened(library, document.kind, document.text)
        if not isinstance(data, BadReason):
            kind = library.kinds[document.kind]
            for person in kind.people(data):
                said = (person,) if kind.name == SURVEY else names_in(data, person)
                names[kind.prefix + person].update(dict.fromkeys(said))
    return names


def places_of_people(library: Library) -> dict[str, set[Place]]:
    """Return person -> the documents that hold, or held, data of them."""
    found: dict[str, set[Place]] = defaultdict(set)
    with library.reading() as connection:
        # One of an older program that is only read has no index.
        if library.file.has_sharing:
            for person, kind, key in persons.all_rows(connection):
                found[person].add((kind, key))
            if settings.value(connection, _COMPLETE):
                return found
        texts = [(*_place(one), one.text) for one in queries.documents(connection)]
        texts += [(one.kind, one.key, one.text) for one in forgetting.former_texts(connection)]
    _note(found, texts, library)
    if not library.read_only:
        rows = [(*place, person) for person, places in found.items() for place in sorted(places)]
        with library.file.writing() as connection:
            persons.add_persons(connection, rows)
            settings.keep(connection, _COMPLETE, "1")
    return found


def _note(
    found: dict[str, set[Place]], texts: Iterable[tuple[str, str, str]], library: Library
) -> None:
    for kind, key, text in texts:
        data = opened(library, kind, text)
        if not isinstance(data, BadReason):
            for person in library.kinds[kind].people(data):
                found[library.kinds[kind].prefix + person].add((kind, key))


def _place(document: StoredDocument) -> Place:
    return document.kind, document.key


def export_person(library: Library, wanted: str, report: Report) -> dict[str, Any]:
    """Return all that the library holds about a person, as JSON; from any thread.

    Documents are given whole, with their former revisions that hold the person, and so are the
    events that name them and what could not be read.

    Args:
        library: The library.
        wanted: The id of the person.
        report: Called with events looked at and in all; may raise to cancel.

    Raises:
        UserError: The library holds nothing of such a person.
    """
    person = find_person(library, wanted)
    if is_respondent(person.id):
        return _respondent(library, person)
    with library.reading() as connection:
        forgetter = Forgetter(
            bare(person.id), names_of_person(library, connection, person.id), "former-player-0"
        )
        touches = forgetter.touches
        return {
            "person": person.id,
            "name": person.name,
            "documents": [
                _document(one) for one in queries.documents(connection) if touches(one.text)
            ],
            "former": [
                {
                    "store": one.kind,
                    "key": one.key,
                    "revision": one.revision,
                    "savedAt": one.saved_at,
                    "data": _data(one.text),
                }
                for texts in (forgetting.former_texts, forgetting.copied_texts)
                for one in texts(connection)
                if touches(one.text)
            ],
            "events": _events(connection, forgetter, report),
            "unread": [text for _pk, text in forgetting.reject_texts(connection) if touches(text)],
        }


def _respondent(library: Library, person: Person) -> dict[str, Any]:
    """Return all that the library holds about one who has answered surveys."""
    places = places_of_people(library).get(person.id, set())
    with library.reading() as connection:
        found = survey_forgetting.find(connection, person.id, bare(person.id), places)
        rejects = dict(forgetting.reject_texts(connection))
        former = [
            one
            for texts in (forgetting.former_texts, forgetting.copied_texts)
            for one in texts(connection)
            if one.kind == SURVEY and found.is_theirs(one.text)
        ]
    return {
        "person": person.id,
        "name": person.name,
        "documents": [_document(one) for one in found.documents],
        "former": [{**_document(one), "savedAt": one.saved_at} for one in former],
        "events": [],
        "unread": [rejects[pk] for pk in found.rejects],
    }


def _document(one: StoredDocument | Kept) -> dict[str, Any]:
    return {
        "store": one.kind,
        "key": one.key,
        "revision": one.revision,
        "data": _data(one.text),
    }


def write_person(library: Library, wanted: str, path: Path, report: Report) -> Path:
    """Write :func:`export_person` to a file of JSON; return its path."""
    held = export_person(library, wanted, report)
    with atomic_text(path) as stream:
        json.dump(held, stream, ensure_ascii=False, indent=2)
        stream.write("\n")
    return path


def _data(text: str) -> Any:
    """Return the data in a stored text, the text itself where it cannot be read."""
    try:
        return json.loads(text)["data"]
    except (ValueError, KeyError, TypeError):
        return text


def _events(connection: Reader, forgetter: Forgetter, report: Report) -> list[dict[str, Any]]:
    total, done = queries.count_entries(connection), 0
    pks: list[int] = []
    for part in forgetting.entry_texts(connection):
        pks += [pk for pk, text in part if forgetter.touches(text)]
        done += len(part)
        report(done, total)
    owners = persons.owners(connection)
    return [
        {
            "campaign": entry.scope,
            "session": owners.get(entry.document or 0, entry.wanted),
            "record": json.loads(entry.text),
        }
        for entry in queries.entries_by_pk(connection, pks)
    ]
