"""What an export takes: a campaign whole, or some of its sessions and goals."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sessionary.core.problems import UserError
from sessionary.storage import queries, seen

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sessionary.core.kinds import SessionSummary
    from sessionary.storage.connection import Reader

Named = tuple[str, str]
"""Kind and key of a document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What is taken of one campaign.

    Attributes:
        campaign: Its id.
        whole: Whether all of it is taken.
        sessions: Its sessions that are taken, by number.
        goals: The keys of its goals that are taken.
        world: The keys of what is written about its world; with all of it only.
        history: All its sessions that are not in the bin, by number.
        bad: Documents of the library that cannot be used; they are in none of the above.
    """

    campaign: str
    whole: bool
    sessions: tuple[SessionSummary, ...]
    goals: tuple[str, ...]
    world: tuple[str, ...]
    history: tuple[SessionSummary, ...] = field(repr=False)
    bad: frozenset[Named] = frozenset()

    @property
    def entries(self) -> int:
        """How many entries the sessions hold."""
        return sum(session.entries for session in self.sessions)


def select(
    connection: Reader, chosen: Sequence[Named] | None, bad: Mapping[Named, UserError]
) -> tuple[Part, ...]:
    """Return what is taken, campaign by campaign.

    Args:
        connection: A reader.
        chosen: Kind and key of each document; None for every campaign.
        bad: The documents that cannot be used, each with why: they are left out.

    Raises:
        UserError: Something chosen is not there, or cannot be exported by itself.
    """
    shelf = _Shelf(connection, frozenset(bad))
    for named in chosen or ():
        if named in bad:
            raise UserError(f"{named[0]}/{named[1]} cannot be exported. {bad[named]}")
    if chosen is None:
        return tuple(shelf.whole(campaign) for campaign in shelf.campaigns())
    whole: dict[str, None] = {}
    sessions: dict[str, list[SessionSummary]] = defaultdict(list)
    goals: dict[str, list[str]] = defaultdict(list)
    for kind, key in dict.fromkeys(chosen):
        if kind == "campaign":
            whole[shelf.campaign(key)] = None
        elif kind == "session":
            session = shelf.session(key)
            sessions[session.container].append(session)
        elif kind == "goal":
            goals[shelf.goal(key)].append(key)
        else:
            raise UserError(f"{kind}/{key}: a {kind} cannot be exported by itself.")
    return tuple(
        shelf.whole(campaign)
        if campaign in whole
        else shelf.part(campaign, sessions[campaign], goals[campaign])
        for campaign in dict.fromkeys([*whole, *sessions, *goals])
    )


class _Shelf:
    """Knows which sessions and goals stand in which campaign."""

    def __init__(self, connection: Reader, bad: frozenset[Named]) -> None:
        self._bad = bad
        self._sessions: dict[str, SessionSummary] = {}
        self._of_campaign: dict[str, list[SessionSummary]] = defaultdict(list)
        for session in queries.summaries(connection, kind="campaign"):
            self._sessions[session.key] = session
            if ("session", session.key) not in bad:
                self._of_campaign[session.container].append(session)
        for session in queries.summaries(connection, kind="campaign", binned=True):
            self._sessions[session.key] = session
        self._campaigns: dict[str, None] = {}
        self._goals: dict[str, str] = {}
        self._world: dict[str, str] = {}
        for known in seen.known_documents(connection):
            if known.kind == "campaign" and not known.binned:
                self._campaigns[known.key] = None
            elif known.kind == "goal" and not known.binned and ("goal", known.key) not in bad:
                self._goals[known.key] = known.container
            elif known.kind == "world" and not known.binned and ("world", known.key) not in bad:
                self._world[known.key] = known.container

    def campaigns(self) -> list[str]:
        """Return all campaigns, those too that are known by their sessions alone."""
        return sorted(
            {*self._campaigns, *self._of_campaign, *self._goals.values(), *self._world.values()}
        )

    def campaign(self, key: str) -> str:
        if key not in self._campaigns and key not in self._of_campaign:
            raise UserError(f"There is no campaign {key}.")
        return key

    def session(self, key: str) -> SessionSummary:
        if key not in self._sessions:
            raise UserError(f"There is no session {key}.")
        return self._sessions[key]

    def goal(self, key: str) -> str:
        if key not in self._goals:
            raise UserError(f"There is no goal {key}.")
        return self._goals[key]

    def whole(self, campaign: str) -> Part:
        goals = sorted(key for key, owner in self._goals.items() if owner == campaign)
        return Part(
            campaign=campaign,
            whole=True,
            sessions=_by_number(self._of_campaign[campaign]),
            goals=tuple(goals),
            world=tuple(sorted(key for key, owner in self._world.items() if owner == campaign)),
            history=_by_number(self._of_campaign[campaign]),
            bad=self._bad,
        )

    def part(self, campaign: str, sessions: Iterable[SessionSummary], goals: Iterable[str]) -> Part:
        return Part(
            campaign=campaign,
            whole=False,
            sessions=_by_number(sessions),
            goals=tuple(goals),
            world=(),
            history=_by_number(self._of_campaign[campaign]),
            bad=self._bad,
        )


def _by_number(sessions: Iterable[SessionSummary]) -> tuple[SessionSummary, ...]:
    return tuple(
        sorted(
            sessions,
            key=lambda session: (
                session.number is None,
                session.number or 0,
                session.start_us or 0,
                session.key,
            ),
        )
    )
