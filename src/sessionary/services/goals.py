"""The goals of a campaign: their tree, how they stand, and why."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

from sessionary.core.campaign.goal_objectives import OBJECTIVE
from sessionary.core.campaign.goal_progress import goal_of
from sessionary.core.campaign.goal_review import GoalMove
from sessionary.core.campaign.goal_tracking import total
from sessionary.core.campaign.record import text_at
from sessionary.core.campaign.redact import PlayerView
from sessionary.core.entries import Visible
from sessionary.core.problems import UserError
from sessionary.services.hidden import stored_in, unreadable_names
from sessionary.services.sessions import document_data
from sessionary.storage import goal_hits, goal_standings, queries

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sessionary.core.campaign.goal_progress import Goal, Standing
    from sessionary.core.campaign.record import Number, Record
    from sessionary.services.library import Library
    from sessionary.storage.connection import Reader
    from sessionary.storage.goal_hits import KeptGoal
    from sessionary.storage.goal_standings import Made


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalNode:
    """One goal in the tree of its campaign.

    Attributes:
        key: Its key.
        standing: How it stands.
        public: Whether all players may see it.
        children: Its sub-goals.
    """

    key: str
    standing: Standing
    public: bool
    children: tuple[GoalNode, ...] = ()

    @property
    def goal(self) -> Goal:
        """What its record says."""
        return self.standing.goal


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalHit:
    """An event that has moved a goal.

    Attributes:
        pk, id: The number of its entry, and its id in files.
        amount: By how much it moved the goal.
        current: How far the goal had come with it.
        label: What a list shows of it.
        word: Its type.
        session: The key of its session, empty if it has none.
        title: What its session is called.
        real_us, game_s: When it was logged and when it happened; None if that is not known.
    """

    pk: int
    id: str
    amount: Number
    current: Number
    label: str
    word: str
    session: str
    title: str
    real_us: int | None
    game_s: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalPage:
    """One goal with all that has brought it where it is: "why 12 of 20?".

    Attributes:
        key: Its key.
        standing: How it stands.
        record: What is said of it.
        stated: How far its record says that it had come, before the events.
        hits: The events that have moved it since, in the order in which they came.
        children: Its sub-goals: (key, standing).
        waits_for: The names of the goals that it waits for.
        parent: The name of the goal it belongs to, empty if to none.
    """

    key: str
    standing: Standing
    record: Record = field(repr=False)
    stated: Number
    hits: tuple[GoalHit, ...]
    children: tuple[tuple[str, Standing], ...]
    waits_for: tuple[str, ...]
    parent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionGoal:
    """A goal that a session has to do with, as the review of that session needs it.

    Attributes:
        data: The goal's record and own part.
        move: What the session has done to it.
        seen: What its visible events have done to it; None if the session has no more to do with
            it, as far as players know, or if nobody asked.
    """

    data: Mapping[str, object]
    move: GoalMove
    seen: GoalMove | None


def goal_tree(
    library: Library, campaign: str, *, session: str = "", players_only: bool = False
) -> tuple[GoalNode, ...]:
    """Return the goals of a campaign as a tree: goals without a parent, with all below them.

    Args:
        library: Where they are.
        campaign: The campaign's id.
        session: The id of a session, to get only its own goals and those that its events have
            moved; they come without the tree they belong to.
        players_only: Leave out goals and events that players may not see.
    """
    if not library.file.has_goals:
        return ()
    with library.reading() as connection:
        found = goal_standings.standings(connection, campaign, players_only=players_only)
        if players_only:
            found = _for_players(library, campaign, found)
        if session:
            of_session = goal_standings.moved_by_session(connection, campaign, session)
            found = [
                (kept, standing)
                for kept, standing in found
                if kept.pk in of_session or text_at(kept.goal.record, "sessionId") == session
            ]
    nodes = {kept.goal.id: (kept, standing) for kept, standing in found}
    below = {child for _kept, standing in nodes.values() for child in standing.children}
    # Goals that are each other's parents, which no import lets in, are shown side by side.
    roots = [one for one in nodes if one not in below] or list(nodes)
    return tuple(_node(nodes, one, frozenset()) for one in roots)


def _for_players(
    library: Library, campaign: str, found: list[tuple[KeptGoal, Standing]]
) -> list[tuple[KeptGoal, Standing]]:
    """Return the goals that players may see, without what in their words is for the GM alone."""
    try:
        data = document_data(library, "campaign", campaign)
    except UserError:
        data = {"record": {"id": campaign}, "own": {}, "spelling": {}}
    with library.reading() as connection:
        world = stored_in(library, connection, "world", campaign).values()
        unreadable = unreadable_names(library, connection, campaign)
    goals = [_data_of(kept) for kept, _standing in found]
    view = PlayerView(data, world=world, goals=goals, unreadable=unreadable)
    reduced = [(kept, standing, view.goal(_data_of(kept))) for kept, standing in found]
    seen = {kept.goal.id for kept, _standing, shown in reduced if shown is not None}
    return [
        (
            kept,
            replace(
                standing,
                goal=goal_of(shown["record"]),
                waits_for=tuple(one for one in standing.waits_for if one in seen),
                children=tuple(one for one in standing.children if one in seen),
            ),
        )
        for kept, standing, shown in reduced
        if shown is not None
    ]


def _data_of(kept: KeptGoal) -> dict[str, object]:
    return {"record": kept.goal.record, "own": kept.own, "spelling": {}}


def _node(
    nodes: Mapping[str, tuple[KeptGoal, Standing]], goal: str, above: frozenset[str]
) -> GoalNode:
    kept, standing = nodes[goal]
    above |= {goal}
    return GoalNode(
        key=kept.key,
        standing=standing,
        public=kept.public,
        children=tuple(
            _node(nodes, child, above)
            for child in standing.children
            if child in nodes and child not in above
        ),
    )


def goal_page(library: Library, key: str, *, players_only: bool = False) -> GoalPage:
    """Return one goal and why it stands where it stands.

    Args:
        library: Where it is.
        key: Its key.
        players_only: Count only events that players may see, and name none of them.

    Raises:
        UserError: There is no such goal, it cannot be read, or players may not see it.
    """
    with library.reading() as connection:
        stored = queries.document(connection, "goal", key)
        found = (
            goal_standings.standings(connection, stored.container, players_only=players_only)
            if stored is not None and library.file.has_goals
            else []
        )
        if players_only and stored is not None:
            found = _for_players(library, stored.container, found)
        mine = next((one for one in found if one[0].key == key), None)
        if mine is None:
            raise UserError(f"There is no goal {key} that can be read.")
        kept, standing = mine
        hits = () if players_only else _hits(connection, kept)
    by_id = {one.goal.id: (one.key, stands) for one, stands in found}
    names = {goal: stands.goal.name for goal, (_key, stands) in by_id.items()}
    parents = [one for one, (_key, stands) in by_id.items() if kept.goal.id in stands.children]
    return GoalPage(
        key=key,
        standing=standing,
        record=standing.goal.record,
        stated=kept.goal.base,
        hits=hits,
        children=tuple(by_id[child] for child in standing.children),
        waits_for=tuple(names.get(one, one) for one in standing.waits_for),
        parent=names[parents[0]] if parents else "",
    )


def _hits(connection: Reader, kept: KeptGoal) -> tuple[GoalHit, ...]:
    rows = goal_standings.hits_with_entries(connection, kept.pk)
    hits, current = [], kept.goal.base
    for pk, identifier, amount, label, word, key, number, title, real_us, game_s in rows:
        current = total([current, amount])
        named = " ".join(filter(None, ("" if number is None else str(number), title or "")))
        hits.append(
            GoalHit(
                pk=pk, id=identifier, amount=amount, current=current, label=label, word=word,
                session=key or "", title=named or key or "", real_us=real_us, game_s=game_s,
            )
        )  # fmt: skip
    return tuple(hits)


class SessionGoals:
    """Finds the goals that sessions of a campaign have to do with, as long as nothing changes.

    Those are a session's own goals, those that its events have moved, and those they completed;
    not those that stand for its objectives.

    Args:
        connection: A reader of a library that has goals.
        campaign: The campaign's id.
        players_only: Whether it is told as well what players have seen of it.
    """

    def __init__(self, connection: Reader, campaign: str, *, players_only: bool = False) -> None:
        self._goals = goal_hits.campaign_goals(connection, campaign)
        made = goal_standings.made_completions(connection, campaign) if self._goals else {}
        self._all = _Moves(connection, campaign, self._goals, made, players_only=False)
        self._seen = (
            _Moves(connection, campaign, self._goals, made, players_only=True)
            if players_only
            else None
        )

    def of(self, session: int, identifier: str) -> tuple[SessionGoal, ...]:
        """Return the goals of one session, in the order in which they came.

        Args:
            session: The number of the session's document.
            identifier: The session's id in files.
        """
        if not self._goals:
            return ()
        everything = self._all.of(session)
        visible = None if self._seen is None else self._seen.of(session)
        found = []
        for kept in self._goals:
            if text_at(kept.own, OBJECTIVE):
                # The session tells of it where it tells of its objectives.
                continue
            mine = text_at(kept.goal.record, "sessionId") == identifier
            move = everything(kept, mine=mine)
            if move is not None:
                seen = None if visible is None else visible(kept, mine=mine)
                found.append(SessionGoal(data=_data_of(kept), move=move, seen=seen))
        return tuple(found)


class _Moves:
    """What the sessions of a campaign have done to its goals, as one audience knows it."""

    def __init__(
        self,
        connection: Reader,
        campaign: str,
        goals: Sequence[KeptGoal],
        made: Mapping[str, Made],
        *,
        players_only: bool,
    ) -> None:
        self._connection = connection
        self._players_only = players_only
        self._standings = {
            kept.pk: standing
            for kept, standing in goal_standings.standings(
                connection, campaign, players_only=players_only, goals=goals
            )
        }
        self._completed: dict[int | None, set[str]] = defaultdict(set)
        for goal, one in made.items():
            if not one.struck and (one.visible == Visible.PLAYERS or not players_only):
                self._completed[one.document].add(goal)

    def of(self, session: int) -> _Told:
        """Return what tells of a goal what the session has done to it, None for nothing."""
        hits: dict[int, list[tuple[int, Number]]] = defaultdict(list)
        for goal, entry, amount in goal_standings.hits_in_session(
            self._connection, session, players_only=self._players_only
        ):
            hits[goal].append((entry, amount))
        completed = self._completed.get(session, set())

        def told(kept: KeptGoal, *, mine: bool) -> GoalMove | None:
            moved = hits.get(kept.pk, [])
            done = kept.goal.id in completed
            if not (moved or done or mine):
                return None
            return GoalMove(
                standing=self._standings[kept.pk],
                current=self._current(kept, moved[-1][0]) if moved else None,
                moved=total(amount for _entry, amount in moved),
                completed=done,
            )

        return told

    def _current(self, kept: KeptGoal, last: int) -> Number:
        moved = goal_standings.moved_until(
            self._connection, kept.pk, last, players_only=self._players_only
        )
        return total([kept.goal.base, moved])


class _Told(Protocol):
    def __call__(self, kept: KeptGoal, *, mine: bool) -> GoalMove | None: ...


def computed_goals(
    connection: Reader, campaign: str, *, players_only: bool = False
) -> dict[str, tuple[Standing, str]]:
    """Return by key how the goals of a campaign stand, and when those completed here were.

    Args:
        connection: A reader of a library that has goals.
        campaign: The campaign's id.
        players_only: Count only events that players may see.
    """
    times = goal_standings.completion_times(connection, campaign)
    found = goal_standings.standings(connection, campaign, players_only=players_only)
    return {kept.key: (standing, times.get(kept.goal.id, "")) for kept, standing in found}


def flat(nodes: Iterable[GoalNode], depth: int = 0) -> Sequence[tuple[int, GoalNode]]:
    """Return the goals of a tree one below the other, each with how deep it stands."""
    found: list[tuple[int, GoalNode]] = []
    for node in nodes:
        found.append((depth, node))
        found += flat(node.children, depth + 1)
    return found
