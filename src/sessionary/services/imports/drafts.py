"""Documents as an import would leave them: each record of a file is merged into its draft."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sessionary.core.campaign.merge import (
    Conflict,
    conflicts,
    merge_all,
    merge_record,
    merge_session,
    merge_spelling,
    planned_start,
)
from sessionary.core.json_text import spellings
from sessionary.core.store.values import same
from sessionary.services.imports.report import Verdict

if TYPE_CHECKING:
    from sessionary.core.problems import Problem
    from sessionary.formats.records import Record
    from sessionary.storage.queries import StoredDocument


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

    @property
    def record(self) -> dict[str, Any]:
        """What files say of it."""
        value: dict[str, Any] = self.data["record"]
        return value

    def merge(self, file: int, record: Record) -> None:
        """Take another record in: objects key by key, players by user, other lists whole."""
        current = None if self.base == 0 and not self.records else self.record
        merge = merge_session if self.kind == "session" else merge_record
        merged = merge(current, record.value)
        own = self.data["own"]
        if self.kind == "session":
            planned = planned_start(current, merged.value, own.get("plannedStart"))
            own = own if planned is None else {**own, "plannedStart": planned}
        # Users and characters of a campaign stand in its own part; their spellings stay.
        spelling = merge_spelling(self.data["spelling"], spellings(record.text, "/record"), merged)
        self.data = {"record": merged.value, "own": own, "spelling": spelling}
        self.hashes.append(record.digest)
        self.records.append((file, record))

    def conflicts(self) -> tuple[Conflict, ...]:
        """Return what must not change unasked: a status that moves back, values edited here."""
        if self.before is None or self.kind != "session":
            return ()
        before = self.before["record"]
        merged = merge_all(before, [record.value for _file, record in self.records])
        return conflicts(before, merged, self.before["own"].get("edited", ()))

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
