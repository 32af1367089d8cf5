"""What goals are held against: how objectives stand, and what types of events count as."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sessionary.core.campaign.goal_objectives import OBJECTIVE, objective_status
from sessionary.core.campaign.own_types import OwnTypes, own_types
from sessionary.core.campaign.record import text_at

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from sessionary.core.campaign.record import Record


def data_in(text: str) -> dict[str, Any] | None:
    """Return the data of a stored document, None for a text that holds none."""
    try:
        data = json.loads(text)["data"]
    except (ValueError, LookupError, TypeError, RecursionError):
        return None
    return data if isinstance(data, dict) else None


class Objectives:
    """Looks up the objectives of a campaign's sessions, each session once."""

    def __init__(self, connection: Connection, campaign: str) -> None:
        self._connection, self._campaign = connection, campaign
        self._sessions: dict[str, dict[str, Any] | None] = {}

    def status(self, record: Record, own: Record) -> str:
        """Return the status that a goal has by its objective, empty if it stands for none."""
        text, session = text_at(own, OBJECTIVE), text_at(record, "sessionId")
        if not text or not session:
            return ""
        if session not in self._sessions:
            self._sessions[session] = self._data(session)
        data = self._sessions[session]
        return "" if data is None else objective_status(data, text)

    def _data(self, session: str) -> dict[str, Any] | None:
        text = self._connection.exec_driver_sql(
            "SELECT text FROM session_row JOIN document ON document.pk = session_row.document "
            "WHERE session_row.container=? AND session_row.id=? AND session_row.kind='campaign'",
            (self._campaign, session),
        ).scalar()
        return None if text is None else data_in(text)


def types_in(connection: Connection, campaign: str) -> OwnTypes:
    """Return the event types and aliases of a campaign as its document has them."""
    text = connection.exec_driver_sql(
        "SELECT text FROM document WHERE kind='campaign' AND key=?", (campaign,)
    ).scalar()
    return own_types(None if text is None else data_in(text))


def has_goals_of(connection: Connection, campaign: str, session: str) -> bool:
    """Return whether a session, named by its id, has goals of its own."""
    found = connection.exec_driver_sql(
        "SELECT 1 FROM document JOIN link ON link.document = document.pk "
        "WHERE document.kind='goal' AND container=? AND to_kind='session' AND to_key=? LIMIT 1",
        (campaign, session),
    )
    return found.first() is not None
