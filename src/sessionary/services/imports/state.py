"""What an import knows while it reads: the library's documents and the drafts made of them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sessionary.core.campaign.epochs import EpochVote
from sessionary.core.campaign.gametime import implied_epoch, pair_of
from sessionary.core.json_text import digest
from sessionary.core.store.errors import BadReason
from sessionary.core.store.store import check_key
from sessionary.core.survey.rows import DEFINITION, SURVEY
from sessionary.services.imports.drafts import Draft
from sessionary.services.imports.places import inside
from sessionary.services.stored import opened, sentence
from sessionary.storage import queries, seen

if TYPE_CHECKING:
    from sessionary.formats.records import Record
    from sessionary.services.library import Library
    from sessionary.storage.connection import Reader
    from sessionary.storage.seen import KnownDocument


MOST_WITNESSES = 1000
"""So many game times are remembered of each epoch that some imply, to be told of."""


@dataclass(frozen=True, slots=True)
class Witness:
    """A game time with both a text and a total.

    Attributes:
        file: The number of its file.
        place: Where it stands there.
        text: What it reads.
        total: Its seconds since the campaign began.
    """

    file: int
    place: str
    text: str
    total: int


class State:
    """The drafts of one import, over all its files.

    Args:
        library: Where they will go.
        campaign: The campaign chosen for records that name none.
    """

    def __init__(self, library: Library, campaign: str = "") -> None:
        self.library = library
        self.chosen = campaign
        self.drafts: dict[tuple[str, str, str], Draft] = {}
        self.votes: dict[str, EpochVote] = defaultdict(EpochVote)
        self.witnesses: dict[str, dict[int, list[Witness]]] = defaultdict(dict)
        self.declared: dict[str, int] = {}
        self._known: dict[tuple[str, str, str], KnownDocument] = {}
        self._campaigns_of: dict[str, set[str]] = defaultdict(set)
        self._keys: set[tuple[str, str]] = set()
        self.numbers: dict[tuple[str, int], KnownDocument] = {}
        with library.reading() as connection:
            for known in seen.known_documents(connection):
                self._remember(known)

    def _remember(self, known: KnownDocument) -> None:
        # The ids of surveys and of their sessions are unique in themselves.
        container = "" if known.kind in (SURVEY, DEFINITION) else known.container
        self._known[known.kind, container, known.id] = known
        self._keys.add((known.kind, known.key))
        if known.kind == "session":
            self._campaigns_of[known.id].add(known.container)
            if known.number is not None and not known.binned:
                self.numbers[known.container, known.number] = known

    def campaigns_of(self, session: str) -> set[str]:
        """Return the campaigns that have a session with this id, in the library or the files."""
        return self._campaigns_of.get(session, set())

    def known(self, kind: str, campaign: str, identifier: str) -> KnownDocument | None:
        """Return what the library has under a name."""
        return self._known.get((kind, campaign, identifier))

    def draft(
        self, connection: Reader, kind: str, campaign: str, identifier: str, key: str = ""
    ) -> Draft:
        """Return the draft of a document, begun from the library's or empty.

        Args:
            connection: A reader.
            kind: What it is.
            campaign: Its campaign.
            identifier: The id that files give it.
            key: The key that a new one is to have, if it is free.
        """
        name = (kind, campaign, identifier)
        draft = self.drafts.get(name)
        if draft is None:
            draft = self.drafts[name] = self._begin(connection, *name, key)
        return draft

    def campaign(self, connection: Reader, identifier: str) -> Draft:
        """Return the draft of a campaign, which need not be more than an id."""
        draft = self.draft(connection, "campaign", identifier, identifier)
        if not draft.record:
            draft.data["record"] = {"id": identifier}
        return draft

    def hear(self, campaign: str, file: int, record: Record, key: str, time: object) -> None:
        """Take note of the epoch that a record's game time implies, if it implies one.

        Args:
            campaign: The campaign it counts for.
            file: The number of the file.
            record: The record.
            key: Where in the record the time stands.
            time: The game time.
        """
        pair = (
            pair_of(time, self.library.epochs.clock_of(campaign))
            if isinstance(time, dict)
            else None
        )
        if pair is None or not isinstance(time, dict):
            return
        implied = implied_epoch(*pair)
        self.votes[campaign].votes[implied] += 1
        witnesses = self.witnesses[campaign].setdefault(implied, [])
        if len(witnesses) < MOST_WITNESSES:
            witnesses.append(Witness(file, inside(record, key), str(time["formatted"]), pair[1]))

    def declare(self, campaign: str, epoch: int) -> None:
        """Take note of the epoch that a file says a campaign has."""
        self.declared[campaign] = epoch

    def _begin(
        self, connection: Reader, kind: str, campaign: str, identifier: str, wanted: str
    ) -> Draft:
        known = self.known(kind, campaign, identifier)
        stored = queries.document_by_pk(connection, known.pk) if known else None
        if stored is not None:
            data = opened(self.library, kind, stored.text)
            if isinstance(data, BadReason):
                return Draft.bad(stored, identifier, sentence(data, stored.text))
            return Draft.of(stored, identifier)
        key = wanted
        if not wanted or (kind, wanted) in self._keys:
            key = self._free_key(kind, identifier)
        self._keys.add((kind, key))
        if kind == "session":
            self._campaigns_of[identifier].add(campaign)
        return Draft(kind=kind, key=key, id=identifier, campaign=campaign)

    def _free_key(self, kind: str, identifier: str) -> str:
        """Return the id, or ``id~2`` where another campaign has it.

        An id that is no key (too long, control characters) is stood for by its digest.
        """
        try:
            check_key(f"{identifier}~999")
            stem = identifier
        except ValueError:
            stem = digest(identifier).hex()
        key, count = stem, 2
        while (kind, key) in self._keys:
            key, count = f"{stem}~{count}", count + 1
        return key

    def has_session(self, campaign: str, identifier: str) -> bool:
        """Say whether a session will be there once the import is written."""
        draft = self.drafts.get(("session", campaign, identifier))
        if draft is not None and (draft.base or draft.refused is None):
            return True
        return self.known("session", campaign, identifier) is not None

    def campaigns(self) -> list[str]:
        """Return the ids of all campaigns, known and coming, sorted."""
        ids = {name[2] for name in self._known if name[0] == "campaign"}
        return sorted(ids | {name[2] for name in self.drafts if name[0] == "campaign"})

    def epoch_of(self, campaign: str) -> int | None:
        """Return the epoch that a campaign has or, by its files, will have."""
        known = self.library.epochs.set_for(campaign)
        return known if known is not None else self._told(campaign)

    def shift_of(self, campaign: str) -> int:
        """Return what is added to game times whose file reckons from another epoch, in seconds."""
        known = self.library.epochs.set_for(campaign)
        told = self._told(campaign)
        return 0 if known is None or told is None else known - told

    def _told(self, campaign: str) -> int | None:
        vote = self.votes.get(campaign)
        heard = vote.winner() if vote else None
        return self.declared.get(campaign, heard)
