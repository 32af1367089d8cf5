"""The answers of a session as entries, which lists, the timeline and the search read."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from sessionary.core.entries import DerivedEntry, Importance, Visible
from sessionary.core.survey.question_types import is_secret
from sessionary.core.survey.values import HASH_STORED, printable, value_text
from sessionary.core.text import fold, one_line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sessionary.core.survey.records import Answer, Definition, Question, SurveySession

ANSWER: Final = "answer"
LABEL: Final = 300
"""The most characters of a line in a list."""

_US: Final = 1_000_000
_LAST_SECOND: Final = 253_402_300_799
"""The last second of the year 9999: what is later is no time at which anybody has answered."""


class _Same:
    """A definition as a key: it is known by being the same one, not by being alike."""

    __slots__ = ("definition",)

    def __init__(self, definition: Definition | None) -> None:
        self.definition = definition

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.definition is self.definition

    def __hash__(self) -> int:
        return id(self.definition)


@lru_cache(maxsize=4)
def _known(_key: str, _respondent: str, _definition: _Same) -> dict[str, tuple[str, DerivedEntry]]:
    """Return uids and entries that lines of a session have given; an edit changes one or two."""
    return {}


@lru_cache(maxsize=32)
def _questions(definition: _Same) -> Mapping[str, Question]:
    found: Mapping[str, Question] = {}
    if definition.definition is not None:
        found = {one.uid: one for one in reversed(definition.definition.questions)}
    return found


def answer_rows(session: SurveySession, definition: Definition | None) -> list[DerivedEntry]:
    """Return an entry for each answer line of a session, those of its header too.

    An entry goes by the uid of its answer, so it stays the same one while the answer changes; of
    answers with one uid the second is ``uid~2``. What only a line says that cannot be decoded has
    none.

    Args:
        session: The session.
        definition: What it is pinned to, None if that is not known.
    """
    same = _Same(definition)
    questions = _questions(same)
    respondent = printable(session.respondent)
    known = _known(session.id, respondent, same)
    found: list[DerivedEntry] = []
    taken: set[str] = set()
    for answer in (*session.header, *session.body):
        text = session.lines[answer.line - 1].text
        there = known.get(text)
        if there is None:
            entry = _entry(answer, questions.get(answer.uid), respondent)
            there = entry.id, entry
        uid, entry = there
        name = _free(uid, taken) if uid in taken else uid
        taken.add(name)
        if entry.position != answer.line or entry.id != name:
            entry = entry._replace(id=name, position=answer.line)
        if entry is not there[1] or text not in known:
            known[text] = uid, entry
        found.append(entry)
    return found


def _free(name: str, taken: set[str]) -> str:
    count = 2
    while f"{name}~{count}" in taken:
        count += 1
    return f"{name}~{count}"


def _entry(answer: Answer, question: Question | None, respondent: str) -> DerivedEntry:
    uid = printable(answer.uid)
    if answer.is_system:
        question = None
    title = (printable(question.text) if question is not None else "") or uid
    value = _value(answer, question)
    facets = [("person", respondent), ("question", uid)]
    # Of the header the document itself tells whose and when it is.
    is_header = uid.startswith("@")
    return DerivedEntry(
        type=ANSWER,
        id=uid,
        position=answer.line,
        real_us=None if answer.is_system else _moment(answer.stored),
        category=_category(answer),
        word=answer.type,
        importance=int(Importance.TRIVIAL if answer.is_system else Importance.NORMAL),
        # What one respondent has said is nobody's business but the GM's.
        visible=int(Visible.GM),
        label=one_line(f"{title}: {value}" if value else title, LABEL),
        struck=answer.is_deleted,
        search="" if is_header else _searched(title, value, uid),
        facets=() if is_header else tuple(facet for facet in facets if facet[1]),
    )


def _searched(*texts: str) -> str:
    return fold("\n".join(dict.fromkeys(texts)).replace("\0", ""))


def _moment(second: int) -> int | None:
    return second * _US if 0 < second <= _LAST_SECOND else None


def _value(answer: Answer, question: Question | None) -> str:
    if question is not None and is_secret(question.type):
        # Also where the answer says that it is of another type.
        return HASH_STORED if answer.text else ""
    return value_text(answer, question)


def _category(answer: Answer) -> str:
    if answer.is_deleted:
        return "deleted"
    return "system" if answer.is_system else ANSWER
