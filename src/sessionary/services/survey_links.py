"""What leads to sessions of surveys: links of campaign sessions, and entries that are answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sessionary.core.survey.rows import SURVEY
from sessionary.services.surveys import CAMPAIGN_SESSION
from sessionary.storage import queries, survey_queries

if TYPE_CHECKING:
    from sessionary.core.kinds import SessionSummary
    from sessionary.services.library import Library


def surveys_of_session(library: Library, key: str) -> list[SessionSummary]:
    """Return the survey sessions that are linked to a session of a campaign, oldest first."""
    with library.reading() as connection:
        keys = survey_queries.linked_with(connection, SURVEY, CAMPAIGN_SESSION, key)
        found = queries.summaries_by_name(connection, [(SURVEY, one) for one in keys])
    return sorted(found, key=lambda one: (one.start_us or 0, one.key))


def place_of_answer(library: Library, pk: int) -> tuple[str, int] | None:
    """Return session and physical line of an entry that is an answer, None for any other."""
    with library.reading() as connection:
        entries = queries.entries_by_pk(connection, [pk])
    if not entries or entries[0].kind != SURVEY:
        return None
    return entries[0].scope, entries[0].position
