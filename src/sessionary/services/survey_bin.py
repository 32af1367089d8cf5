"""Surveys go into the bin with all of their sessions, and come back out of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sessionary.core.survey.rows import DEFINITION, SURVEY
from sessionary.storage import survey_queries

if TYPE_CHECKING:
    from sessionary.services.library import Library

Data = dict[str, Any]


def delete_survey(library: Library, survey: str) -> int | None:
    """Put a survey and its sessions into the bin, as one act; return its number."""
    with library.reading() as connection:
        mine = [
            one.key for one in survey_queries.held(connection, SURVEY) if one.container == survey
        ]
        known = any(one.key == survey for one in survey_queries.held(connection, DEFINITION))
    with library.act("Delete survey") as act:
        if known:
            act.edit(library.stores[DEFINITION], survey, _binned)
        for key in mine:
            act.edit(library.stores[SURVEY], key, _binned)
    return act.number


def _binned(data: Data) -> Data:
    data["own"]["binned"] = True
    return data
