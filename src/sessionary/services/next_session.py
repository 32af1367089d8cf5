"""What one session leaves open, and the next one takes over: linked, not copied.

Source: campaign specification, section 2; "At the table", section 1, point 11.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sessionary.core.campaign.agenda import (
    Carried,
    Sort,
    carried,
    left_open,
    secrets,
    with_carried,
    without_carried,
)
from sessionary.core.campaign.lifecycle import Status
from sessionary.core.campaign.record import text_at, texts_at
from sessionary.core.problems import UserError
from sessionary.core.text import fold
from sessionary.services.pages import session_page
from sessionary.services.sessions import document_data, new_session, summaries

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from typing import Any

    from sessionary.services.library import Library


def what_is_left(library: Library, key: str) -> tuple[Carried, ...]:
    """Return what a session left open.

    Raises:
        UserError: There is no such session, or it cannot be used.
    """
    page = session_page(library, key, findings=False)
    return left_open(page.data, page.review, key)


def left_for_next(library: Library, campaign: str) -> tuple[str, tuple[Carried, ...]]:
    """Return the name of the campaign's last played session, and what it left open.

    What is planned for a session to come already is not among it.
    """
    mine = [session for session in summaries(library) if session.container == campaign]
    played = [session for session in mine if session.status == Status.COMPLETED]
    if not played:
        return "", ()
    last = max(played, key=lambda one: (one.number or 0, one.start_us or 0))
    planned: set[tuple[Sort, str]] = set()
    for session in mine:
        if session.status == Status.PLANNED:
            planned |= _planned(library, session.key)
    try:
        left = what_is_left(library, last.key)
    except UserError:
        # One that cannot be used does not keep the next from being planned.
        return last.name, ()
    return last.name, tuple(one for one in left if (one.sort, fold(one.text)) not in planned)


def _planned(library: Library, key: str) -> set[tuple[Sort, str]]:
    """Return what a session to come has on its agenda."""
    try:
        data: Mapping[str, Any] = document_data(library, "session", key)
    except UserError:
        return set()
    return {
        *((Sort.OBJECTIVE, fold(text)) for text in texts_at(data, "record", "plannedObjectives")),
        *((Sort.SECRET, fold(secret.text)) for secret in secrets(data)),
        *((one.sort, fold(one.text)) for one in carried(data)),
    }


def draft_next(library: Library, key: str, items: Sequence[Carried], now: datetime) -> str:
    """Plan the session after this one, with what it takes over; return its key.

    It is planned and filled in one act: undone, it is gone.
    """
    campaign = text_at(document_data(library, "session", key), "record", "campaignId")
    return new_session(library, campaign, now, filled=lambda made: with_carried(made, items))


def leave_out(library: Library, key: str, item: Carried) -> None:
    """Let a session that is planned leave out again what it took over, as one act."""
    with library.act("Leave out what was taken over") as act:
        act.edit(library.stores["session"], key, lambda data: without_carried(data, item))


def take_over(library: Library, key: str, items: Sequence[Carried]) -> None:
    """Let a session that is planned take over what was left open, as one act."""
    with library.act("Take over what was left") as act:
        act.edit(library.stores["session"], key, lambda data: with_carried(data, items))
