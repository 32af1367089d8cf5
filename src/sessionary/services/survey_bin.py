"""Surveys go into the bin with all of their sessions, and come back out of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sessionary.core.kinds import SessionSummary
from sessionary.core.survey.lines import shown
from sessionary.core.survey.rows import DEFINITION, SURVEY, file_lines
from sessionary.core.survey.values import printable
from sessionary.storage import survey_queries

if TYPE_CHECKING:
    from sessionary.services.library import Library
    from sessionary.storage.connection import Reader

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


def binned_surveys(connection: Reader) -> list[SessionSummary]:
    """Return the surveys that lie in the bin, as rows of a list of sessions."""
    return [
        SessionSummary(
            pk=pk, kind=DEFINITION, key=key, id=key, container=key, number=None,
            title=_title(text) or key, status="", start="", start_us=None, end_us=None,
            duration=None, game_start=None, game_end=None, entries=0, listed=0, attended=0,
            planned=0, reached=0, tag_lines="", people_lines="",
        )
        for pk, key, text in survey_queries.binned_definitions(connection)
    ]  # fmt: skip


def _title(text: str) -> str:
    try:
        lines = file_lines(json.loads(text)["data"])
    except (ValueError, LookupError, TypeError):
        return ""
    return printable(shown(lines[1].text)).strip() if len(lines) > 1 else ""
