"""Forgetting a respondent: all sessions of surveys that are theirs go, with all that was kept."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sessionary.core.store.backend import DocumentWrite, Forget
from sessionary.core.survey.fields import encode_field
from sessionary.core.survey.lines import shown
from sessionary.core.survey.records import Generation
from sessionary.core.survey.rows import SURVEY, respondents
from sessionary.storage import forgetting, queries
from sessionary.storage.backend import begin_act, take_out, write_document
from sessionary.storage.indexing import IndexWriter
from sessionary.storage.persons import forget_person

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sessionary.storage.connection import Reader, Writer
    from sessionary.storage.forgetting import Kept
    from sessionary.storage.queries import StoredDocument

    Report = Callable[[int, int], None]
    Place = tuple[str, str]


@dataclass(slots=True)
class Respondent:
    """Where in a library a respondent is.

    Attributes:
        person: The id, as the index of persons has it.
        name: The name, as headers of sessions have it.
        documents: The sessions that are theirs.
        places: Kind and key of all sessions that are, or once were.
        copies: How many rescue copies, and texts from before migrations, go.
        rejects: The numbers of what could not be read and names them.
    """

    person: str
    name: str
    documents: list[StoredDocument] = field(default_factory=list)
    places: set[Place] = field(default_factory=set)
    copies: int = 0
    rejects: list[int] = field(default_factory=list)

    @property
    def needles(self) -> tuple[bytes, ...]:
        """What a file of a library has in it that holds a session of theirs; as bytes."""
        lines = (line for line in _header_lines(self.name))
        return tuple(json.dumps(line, ensure_ascii=False)[1:-1].encode() for line in lines)

    def is_theirs(self, text: str) -> bool:
        """Say whether a stored session is theirs."""
        return self.name in respondents_in(text)


def respondents_in(text: str) -> tuple[str, ...]:
    """Return whose answers a stored session holds; none where it cannot be read."""
    try:
        data = json.loads(text)["data"]
        return respondents(data)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return ()


def _header_lines(name: str) -> Iterator[str]:
    """Yield how the line begins that names a respondent, as latin-1."""
    for generation in Generation:
        yield f"@user:META:{encode_field(name, generation)}:"


def find(connection: Reader, person: str, name: str, indexed: set[Place]) -> Respondent:
    """Return where a respondent is.

    Args:
        connection: A reader.
        person: The id, as the index of persons has it.
        name: The name.
        indexed: The documents that the index of persons names.
    """
    found = Respondent(person, name, places=set(indexed))
    for document in queries.documents(connection, SURVEY):
        if found.is_theirs(document.text):
            found.documents.append(document)
            found.places.add((document.kind, document.key))
    found.places |= {_place(one) for one in _surveys(forgetting.former_texts(connection), found)}
    for one in forgetting.copied_texts(connection):
        theirs = one.kind == SURVEY and found.is_theirs(one.text)
        if theirs or _place(one) in found.places:
            found.places.add(_place(one))
            found.copies += 1
    lines = [shown(line) for line in _header_lines(name)]
    found.rejects = [
        pk
        for pk, text in forgetting.reject_texts(connection)
        if any(line in text for line in lines)
    ]
    return found


def _surveys(kept: Iterator[Kept], respondent: Respondent) -> Iterator[Kept]:
    return (one for one in kept if one.kind == SURVEY and respondent.is_theirs(one.text))


def _place(kept: Kept) -> Place:
    return kept.kind, kept.key


def write(connection: Writer, found: Respondent, name: str, at: float, report: Report) -> int:
    """Take a respondent out of a library for good, within a transaction; return the act's number.

    Args:
        connection: The writer, inside its transaction, after :func:`.storage.forgetting.begin`.
        found: Where they are.
        name: What is done, in words for people.
        at: The time of day.
        report: Called with sessions done and in all.
    """
    act = begin_act(connection, name, "forget", at)
    index = IndexWriter(connection)
    for done, document in enumerate(found.documents):
        write = DocumentWrite(
            store=SURVEY, key=document.key, base=document.revision, text=None, value=None, rows={}
        )
        take_out(connection, index, write)
        write_document(connection, index, act, write, at)
        report(done + 1, len(found.documents))
    forgetting.remove_rejects(connection, found.rejects)
    forget_person(connection, Forget(person=found.person, documents=tuple(sorted(found.places))))
    forgetting.sweep_index(connection)
    return act
