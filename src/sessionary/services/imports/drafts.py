"""Documents as an import would leave them: each record of a file is merged into its draft."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sessionary.core.campaign.merge import (
    Conflict,
    Merged,
    conflicts,
    merge_all,
    merge_record,
    merge_session,
    merge_spelling,
    planned_start,
)
from sessionary.core.json_text import spellings
from sessionary.core.problems import Problem, Severity
from sessionary.core.store.values import same
from sessionary.services.imports.report import Verdict
from sessionary.storage.goal_hits import CLOSED_AT, COUNTED

if TYPE_CHECKING:
    from sessionary.formats.records import Record
    from sessionary.storage.queries import StoredDocument

_PEOPLE = ("users", "characters")
# What of another library's own part never takes the place of ours: the bin is nobody else's.
_OURS = frozenset({"binned", "edited", "epoch", "gameShift", "campaign", *_PEOPLE})
# Up to where the log counts already goes with what the record says.
_MERGED = _OURS | {"plannedStart", COUNTED, CLOSED_AT}


@dataclass(slots=True, kw_only=True)
class Draft:
    """One document while files are read.

    Attributes:
        kind, key, id, campaign: What names it.
        pk: The document's number, None for a new one.
        base: The revision that is replaced, 0 for a new one.
        before: Its data in the library, None for a new one.
        data: Its data as the records read so far leave it.
        hashes: Digests of the records merged into it by this import.
        records: (file, record) of these, kept so that a refused one can be put aside.
        refused: Why it must be left out.
        accepted: Whether a conflict is taken all the same.
        whole: Whether it comes from a library, which has judged it before.
    """

    kind: str
    key: str
    id: str
    campaign: str
    pk: int | None = None
    base: int = 0
    before: dict[str, Any] | None = None
    data: dict[str, Any] = field(default_factory=lambda: {"record": {}, "own": {}, "spelling": {}})
    hashes: list[bytes] = field(default_factory=list)
    records: list[tuple[int, Record]] = field(default_factory=list)
    refused: Problem | None = None
    accepted: bool = False
    whole: bool = False
    _clashes: list[Conflict] = field(default_factory=list)

    @classmethod
    def of(cls, stored: StoredDocument, identifier: str) -> Draft:
        """Return the draft of a document that is in the library."""
        data = json.loads(stored.text)["data"]
        return cls(
            kind=stored.kind,
            key=stored.key,
            id=identifier,
            campaign=stored.container,
            pk=stored.pk,
            base=stored.revision,
            before=data,
            data={part: dict(data[part]) for part in ("record", "own", "spelling")},
        )

    @classmethod
    def bad(cls, stored: StoredDocument, identifier: str, reason: str) -> Draft:
        """Return the draft of a document that cannot be used: nothing is merged into that."""
        problem = Problem(
            severity=Severity.ERROR,
            code="document.bad",
            place="",
            found=f"{stored.kind}/{stored.key}",
            expected="a document that can be used",
            message=f"{stored.kind}/{stored.key} is in the library and is not written. {reason}",
        )
        return cls(
            kind=stored.kind,
            key=stored.key,
            id=identifier,
            campaign=stored.container,
            pk=stored.pk,
            base=stored.revision,
            refused=problem,
        )

    @property
    def record(self) -> dict[str, Any]:
        """What files say of it."""
        value: dict[str, Any] = self.data["record"]
        return value

    def merge(self, file: int, record: Record) -> None:
        """Take another record in: objects key by key, players by user, other lists whole."""
        self._merge(file, record, spellings(record.text, "/record"))

    def _merge(self, file: int, record: Record, spelling: dict[str, str]) -> None:
        current = None if self.base == 0 and not self.records else self.record
        merge = merge_session if self.kind == "session" else merge_record
        merged = merge(current, record.value)
        own = self.data["own"]
        if self.kind == "session":
            planned = planned_start(current, merged.value, own.get("plannedStart"))
            own = own if planned is None else {**own, "plannedStart": planned}
        # Users and characters of a campaign stand in its own part; their spellings stay.
        spelt = merge_spelling(self.data["spelling"], spelling, merged)
        self.data = {"record": merged.value, "own": own, "spelling": spelt}
        self.hashes.append(record.digest)
        self.records.append((file, record))

    def adopt(self, file: int, record: Record, data: dict[str, Any]) -> None:
        """Take in a document of another library, own part included.

        Args:
            file: The number of the file.
            record: The document's record.
            data: Its data.
        """
        self.whole = True
        if self.before is None and not self.records:
            self.data = data
            self.hashes.append(record.digest)
            self.records.append((file, record))
            return
        ours, theirs = self.data["own"], data["own"]
        spelling = {p: n for p, n in data["spelling"].items() if p.startswith("/record/")}
        self._merge(file, record, spelling)
        own = {**self.data["own"], **{k: v for k, v in theirs.items() if k not in _OURS}}
        for part in _PEOPLE:
            if part in ours and part in theirs:
                own[part] = _by_id(ours[part], theirs[part])
        if edited := list(dict.fromkeys((*ours.get("edited", ()), *theirs.get("edited", ())))):
            own["edited"] = edited
        self.data["own"] = own
        self._clashes += [
            Conflict(reason="edited", pointer=f"/own/{key}", ours=ours[key], theirs=value)
            for key, value in theirs.items()
            if key in ours and key not in _MERGED and not same(ours[key], value)
        ]

    def replace(self, file: int, record: Record, data: dict[str, Any], *, edited: bool) -> None:
        """Take in a document of which a file brings the whole content.

        Args:
            file: The number of the file.
            record: What names the content.
            data: The document's data with that content.
            edited: Whether it takes the place of something that was edited here.
        """
        self.data = data
        self.hashes.append(record.digest)
        self.records.append((file, record))
        self._clashes = []
        if edited:
            said = "what was edited here", "another content"
            clash = Conflict(reason="edited", pointer="/content", ours=said[0], theirs=said[1])
            self._clashes.append(clash)

    def conflicts(self) -> tuple[Conflict, ...]:
        """Return what must not change unasked: a status that moves back, values edited here."""
        if self.before is None:
            return ()
        before = self.before["record"]
        values = [record.value for _file, record in self.records]
        edited = self.before["own"].get("edited", ())
        if self.kind == "session":
            found = conflicts(before, merge_all(before, values), edited)
        elif edited:
            # Only sessions have a life in which a status can move back.
            found = tuple(
                conflict
                for conflict in conflicts(before, _merged(before, values), edited)
                if conflict.reason == "edited"
            )
        else:
            found = ()
        return (*found, *self._clashes)

    def verdict(self) -> Verdict:
        """Return what would become of it."""
        if self.refused is not None:
            return Verdict.WRONG
        if self.before is None:
            return Verdict.NEW
        if same(self.before, self.data):
            return Verdict.SAME
        if self.conflicts() and not self.accepted:
            return Verdict.CONFLICT
        return Verdict.CHANGED

    @property
    def writes(self) -> bool:
        """Whether the document is to be written."""
        return self.verdict() in (Verdict.NEW, Verdict.CHANGED)


def _by_id(ours: list[dict[str, Any]], theirs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return ours with theirs merged in, each person once."""
    people = {str(person.get("id")): person for person in ours}
    for person in theirs:
        name = str(person.get("id"))
        people[name] = merge_record(people.get(name, {}), person).value
    return list(people.values())


def _merged(before: dict[str, Any], updates: list[dict[str, Any]]) -> Merged:
    changed: dict[str, None] = {}
    for update in updates:
        merged = merge_record(before, update)
        before = merged.value
        changed.update(dict.fromkeys(merged.changed))
    return Merged(value=before, changed=tuple(changed))
