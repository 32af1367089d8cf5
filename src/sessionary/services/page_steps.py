"""A session's page read in steps, so that a window can do other things between them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sessionary.core.campaign.remarks import remarks
from sessionary.services.pages import session_page
from sessionary.services.player_pages import for_players

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import tzinfo

    from sessionary.services.library import Library
    from sessionary.services.pages import SessionPage


def page_in_steps(library: Library, key: str, *, players_only: bool) -> Iterator[SessionPage]:
    """Read the page of a session; the last one that is given is the whole page.

    A step of a session of 500 events takes about as long as a frame of the window.

    Args:
        library: Where the session is.
        key: Its key.
        players_only: Whether the page is that of players.

    Raises:
        UserError: There is no such session, it cannot be read, or players may not see it.
    """
    page = session_page(library, key, findings=False, players_only=players_only)
    yield page
    yield for_players(page, library) if players_only else with_findings(page, library.zone)


def with_findings(page: SessionPage, zone: tzinfo) -> SessionPage:
    """Return a page with what does not fit together in its session.

    Args:
        page: A page that was read without its findings.
        zone: The zone of date-times that give no offset.
    """
    review = page.review
    found = remarks(
        page.data, review.events, review.tallies.negative, epoch=review.epoch, zone=zone,
        clock=review.clock,
    )  # fmt: skip
    return replace(page, review=replace(review, findings=found))
