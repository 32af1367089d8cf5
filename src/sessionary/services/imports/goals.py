"""Goals that are read from files: up to where in the log their progress counts already."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sessionary.core.campaign.goal_progress import CLOSED
from sessionary.core.campaign.record import list_at, object_at, text_at
from sessionary.storage.goal_hits import CLOSED_AT, COUNTED, last_event

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sessionary.services.imports.drafts import Draft
    from sessionary.storage.connection import Writer

Data = dict[str, Any]


def as_read(connection: Writer, draft: Draft, data: Data) -> Data:
    """Return a goal's data with the mark up to where its ``current`` counts the log.

    Call it when all events of the import are written: those of the goal's own file are counted.

    Args:
        connection: The writer.
        draft: The goal's draft.
        data: What it would leave.
    """
    if draft.whole or not list_at(data, "record", "trackedEvents"):
        return data
    own = dict(data["own"])
    last = last_event(connection, draft.campaign)
    if COUNTED not in own or _states_progress(draft):
        own[COUNTED] = last
        own.pop(CLOSED_AT, None)
    elif _is_closed(data) and not _is_closed(draft.before):
        own[CLOSED_AT] = last
    if not _is_closed(data):
        own.pop(CLOSED_AT, None)
    return {**data, "own": own}


def _states_progress(draft: Draft) -> bool:
    return any("current" in object_at(record.value, "progress") for _file, record in draft.records)


def _is_closed(data: Mapping[str, Any] | None) -> bool:
    return text_at(data, "record", "status") in CLOSED
