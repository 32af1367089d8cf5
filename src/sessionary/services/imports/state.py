"""What an import knows while it reads: the library's documents and the drafts made of them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sessionary.core.campaign.gametime import EpochVote
from sessionary.core.json_text import digest
from sessionary.core.store.store import check_key
from sessionary.services.imports.drafts import Draft
from sessionary.storage import queries, seen

if TYPE_CHECKING:
    from sessionary.services.library import Library
    from sessionary.storage.connection import Reader
    from sessionary.storage.seen import KnownDocument


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
        self._known: dict[tuple[str, str, str], KnownDocument] = {}
        self._campaigns_of: dict[str, set[str]] = defaultdict(set)
        self._keys: set[tuple[str, str]] = set()
        self.numbers: dict[tuple[str, int], KnownDocument] = {}
        with library.reading() as connection:
            for known in seen.known_documents(connection):
                self._remember(known)

    def _remember(self, known: KnownDocument) -> None:
        self._known[known.kind, known.container, known.id] = known
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

    def draft(self, connection: Reader, kind: str, campaign: str, identifier: str) -> Draft:
        """Return the draft of a document, begun from the library's or empty."""
        name = (kind, campaign, identifier)
        draft = self.drafts.get(name)
        if draft is None:
            draft = self.drafts[name] = self._begin(connection, *name)
        return draft

    def _begin(self, connection: Reader, kind: str, campaign: str, identifier: str) -> Draft:
        known = self.known(kind, campaign, identifier)
        stored = queries.document_by_pk(connection, known.pk) if known else None
        if stored is not None:
            return Draft.of(stored, identifier)
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
        vote = self.votes.get(campaign)
        return known if known is not None else vote.winner() if vote else None

    def shift_of(self, campaign: str) -> int:
        """Return what is added to game times whose file reckons from another epoch, in seconds."""
        known = self.library.epochs.set_for(campaign)
        vote = self.votes.get(campaign)
        told = vote.winner() if vote else None
        return 0 if known is None or told is None else known - told
