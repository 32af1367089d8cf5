"""The page of a session as players may see it: reduced first, and reviewed anew after that."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sessionary.core.campaign.record import text_at
from sessionary.core.campaign.review import review_session
from sessionary.core.entries import Visible
from sessionary.core.problems import UserError
from sessionary.services.hidden import player_view, without_names

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sessionary.core.campaign.order import LoggedEvent
    from sessionary.core.campaign.redact import PlayerView
    from sessionary.core.campaign.session_review import GoalLine
    from sessionary.core.entries import Entry
    from sessionary.services.goals import SessionGoal
    from sessionary.services.library import Library
    from sessionary.services.pages import SessionPage


def for_players(page: SessionPage, library: Library) -> SessionPage:
    """Return a page without anything that is for the GM alone; findings are.

    Args:
        page: The page as the GM sees it, read for this.
        library: Where it is from, and what is hidden is known.

    Raises:
        UserError: The whole session is hidden.
    """
    with library.reading() as connection:
        view = player_view(library, connection, page.campaign, [page.data])
    seen = list(zip(page.records, page.entries, strict=True))
    for record, entry in seen:
        view.notice(record, made_here=_is_public(entry))
    data = view.session(page.data)
    if data is None:
        raise UserError("Players may not see this session.")
    campaign = view.campaign(page.campaign)
    events: list[LoggedEvent] = []
    entries: list[Entry] = []
    for record, entry in seen:
        for shown in view.log([(record, entry)], made_here=_is_public(entry)):
            events.append(shown)
            columns = shown[1]
            entries.append(replace(entry, text="", label=columns.label, category=columns.category))
    review = review_session(
        data,
        campaign={**campaign, "own": {**campaign["own"], "epoch": page.review.epoch}},
        events=events,
        goals=player_lines(view, page.goals),
        zone=library.zone,
        findings=False,
        template=text_at(page.campaign, "own", "template"),
    )
    gap = page.review if review.game_start is not None else review
    return replace(
        page,
        summary=without_names(page.summary, view.hidden),
        data=data,
        campaign=campaign,
        entries=tuple(entries),
        goals=(),
        records=tuple(dict(record) for record, _ in events),
        review=replace(review, gap=gap.gap, gap_seconds=gap.gap_seconds),
    )


def player_lines(view: PlayerView, goals: Iterable[SessionGoal]) -> list[GoalLine]:
    """Return what players are told of goals: of those that they may see, what they have seen."""
    shown = ((goal.seen, view.goal(goal.data)) for goal in goals if goal.seen is not None)
    return [move.line(data["record"]) for move, data in shown if data is not None]


def _is_public(entry: Entry) -> bool:
    """Say whether an event that says nothing about it is visible: as its columns have it."""
    return entry.visible == Visible.PLAYERS
