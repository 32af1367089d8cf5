"""The Markdown page of one session, made while its events go by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sessionary.core.campaign.clock import campaign_clock
from sessionary.core.campaign.review import party, review_session
from sessionary.core.campaign.told import tell, told_order
from sessionary.formats.markdown.log import told_lines
from sessionary.formats.markdown.session import session_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import tzinfo

    from sessionary.core.campaign.order import ReadEvent
    from sessionary.core.campaign.session_review import GoalLine
    from sessionary.core.campaign.told import Told
    from sessionary.formats.markdown.log import LogLine
    from sessionary.formats.markdown.names import MarkdownNames


def session_page(
    data: Mapping[str, Any],
    parts: Iterable[Sequence[ReadEvent]],
    *,
    campaign: Mapping[str, Any],
    previous: Mapping[str, Any] | None,
    goals: Sequence[GoalLine],
    zone: tzinfo,
    names: MarkdownNames,
    level: int,
) -> str:
    """Return the page of a session; no event is kept longer than it takes to read it.

    Args:
        data: The session's data.
        parts: Its events in the order of the file, a few at a time.
        campaign: The campaign's data.
        previous: The data of the session before it.
        goals: What became of goals in it.
        zone: The zone of date-times that give no offset.
        names: How people and places are named.
        level: The level of its heading.
    """
    ours = party(data, campaign)
    told: list[Told] = []
    lines: list[LogLine] = []
    for part in parts:
        told += [tell(event, columns, ours) for event, columns in part]
        lines += told_lines(part, names)
    order = told_order(told, campaign_clock(campaign))
    review = review_session(
        data,
        campaign=campaign,
        told=[told[i] for i in order],
        previous=previous,
        goals=goals,
        findings=False,
        zone=zone,
    )
    ordered = [lines[i] for i in order]
    return "".join(session_lines(review, names=names, lines=ordered, level=level))
