"""What stands around an event that is shown: names, the session's other events, what is offered."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sessionary.core.campaign.clock import PLAIN, Clock
from sessionary.core.campaign.naming import names_of
from sessionary.core.campaign.own_events import end_of
from sessionary.core.campaign.own_types import BUILT_IN, OwnTypes, own_types
from sessionary.core.campaign.record import text_at, texts_at
from sessionary.core.text import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from sessionary.core.entries import Entry
    from sessionary.services.campaign_pages import CampaignPage
    from sessionary.services.pages import SessionPage

Record = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What is known where an event is shown.

    Attributes:
        name_of: Gives the names of ids.
        ids: Name, folded for comparison, -> id.
        epoch: What the campaign's clock shows at total 0.
        clock: How its days are counted and written.
        own: The own part of its session, of its campaign for what happened between sessions.
        session: The key of its session, empty for what happened between sessions.
        session_name: What that session is called.
        entries: The session's events in the order of the timeline.
        records: The record of each.
        labels: Id -> label of those events.
        types: The event types and aliases of the campaign.
    """

    name_of: Callable[[str], str] = str
    ids: Mapping[str, str] = field(default_factory=dict)
    epoch: int = 0
    clock: Clock = PLAIN
    own: Mapping[str, Any] = field(default_factory=dict)
    session: str = ""
    session_name: str = ""
    entries: Sequence[Entry] = ()
    records: Sequence[Record] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    types: OwnTypes = BUILT_IN

    def id_of(self, name: str) -> str:
        """Return the id of a name, the name itself where nobody has it."""
        return self.ids.get(fold(name), name)

    def end_of(self, identity: str) -> int | None:
        """Return until when an event lasted, in seconds on the clock face."""
        return end_of({"own": self.own}, identity, self.epoch, self.clock)

    def after(self, pk: int) -> list[int]:
        """Return the numbers of the events that happened after one, as far as they have a time."""
        places = [place for place, entry in enumerate(self.entries) if entry.pk == pk]
        if not places or self.entries[places[0]].game_s is None:
            return []
        return [entry.pk for entry in self.entries[places[0] + 1 :] if entry.game_s is not None]

    def people(self) -> list[str]:
        """Return who can be named: the campaign's people, then whom the session names."""
        named = [*self.ids.values()]
        for record in self.records:
            named += [
                text_at(record, "participants", "actor"),
                *texts_at(record, "participants", "targets"),
            ]
        return self._names(named)

    def places(self) -> list[str]:
        """Return the places that the session names."""
        return self._names(text_at(record, "participants", "location") for record in self.records)

    def tags(self) -> list[str]:
        """Return the tags of the session's events."""
        return self._names(
            tag for record in self.records for tag in texts_at(record, "metadata", "tags")
        )

    def _names(self, ids: Iterable[str]) -> list[str]:
        return list(dict.fromkeys(self.name_of(one) for one in ids if one))


def around_of(page: SessionPage, ids: Mapping[str, str]) -> Around:
    """Return what stands around the events of a session.

    Args:
        page: The session.
        ids: Name, folded for comparison, -> id, of whom the campaign knows.
    """
    number = "" if page.review.number is None else f"{page.review.number} · "
    return Around(
        name_of=names_of(page.campaign),
        ids=ids,
        epoch=page.review.epoch,
        clock=page.review.clock,
        own=page.data["own"],
        session=page.key,
        session_name=number + page.summary.name,
        entries=page.entries,
        records=page.records,
        labels={entry.id: entry.label for entry in page.entries},
        types=own_types(page.campaign),
    )


def around_of_campaign(page: CampaignPage, between: str) -> Around:
    """Return what stands around what happened between the sessions of a campaign.

    Args:
        page: The campaign.
        between: What stands for no session.
    """
    people = [(name, identity) for name, identity, *_ in (*page.users, *page.characters)]
    return Around(
        name_of=names_of(page.data),
        # Of a player and a character with one name, the game is about the character.
        ids={fold(name): identity for name, identity in people if name},
        epoch=page.epoch,
        clock=page.clock,
        own=page.data["own"],
        session_name=between,
        types=own_types(page.data),
    )
