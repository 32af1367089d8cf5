"""All that a page, an export or ``show`` says of one document, read in one go."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sessionary.core.campaign.derived import derived_json, standing_json
from sessionary.core.campaign.gametime import clock_face
from sessionary.core.campaign.record import object_at
from sessionary.core.campaign.review import review_session
from sessionary.core.entries import Entry
from sessionary.core.problems import UserError
from sessionary.core.survey.rows import DEFINITION, SURVEY
from sessionary.core.text import one_line
from sessionary.services.goals import GoalPage, SessionGoals, flat, goal_page, goal_tree
from sessionary.services.sessions import document_data
from sessionary.services.stored import DocumentBad
from sessionary.services.survey_pages import (
    definition_text,
    show_definition,
    show_survey,
    survey_text,
)
from sessionary.storage import queries

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sessionary.core.campaign.review import SessionReview
    from sessionary.core.kinds import SessionSummary
    from sessionary.services.goals import SessionGoal
    from sessionary.services.library import Library
    from sessionary.storage.connection import Reader

Data = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionPage:
    """One session with everything around it.

    Attributes:
        key: Its key.
        summary: Its row in lists.
        data: Its record and own part, unsaved typing included.
        campaign: The data of its campaign; empty parts if it has none.
        entries: Its events in the order of a timeline; struck ones are left out.
        records: The record of each entry.
        goals: The goals that it has to do with.
        review: What follows from all that.
    """

    key: str
    summary: SessionSummary
    data: Data
    campaign: Data
    entries: tuple[Entry, ...]
    records: tuple[Data, ...]
    goals: tuple[SessionGoal, ...]
    review: SessionReview


def session_page(
    library: Library, key: str, *, findings: bool = True, players_only: bool = False
) -> SessionPage:
    """Return the page of a session.

    Args:
        library: Where it is.
        key: Its key.
        findings: Whether to look for what does not fit together; it takes as long as the rest.
        players_only: Whether :func:`.for_players` is to make of it what players may see.

    Raises:
        UserError: There is no such session, or it cannot be read.
    """
    data = document_data(library, "session", key)
    with library.reading() as connection:
        stored = queries.document(connection, "session", key)
        summary = queries.summary_of(connection, stored.pk) if stored else None
        if stored is None or summary is None:
            raise UserError(f"There is no session {key}.")
        campaign = _campaign(library, summary.container)
        entries = [one for one in queries.entries_of(connection, stored.pk) if not one.struck]
        previous = _previous(library, connection, summary)
        goals = _goals(library, connection, summary, players_only=players_only)
    review = review_session(
        data,
        campaign=campaign,
        events=[(json.loads(entry.text), entry) for entry in entries],
        previous=previous,
        names=names_of(campaign),
        goals=[goal.move.line(object_at(goal.data, "record")) for goal in goals],
        zone=library.zone,
        findings=findings,
    )
    return SessionPage(
        key=key,
        summary=summary,
        data=data,
        campaign=campaign,
        entries=tuple(entry for _record, entry in review.events if isinstance(entry, Entry)),
        records=tuple(dict(record) for record, _columns in review.events),
        goals=goals,
        review=review,
    )


def _goals(
    library: Library, connection: Reader, session: SessionSummary, *, players_only: bool
) -> tuple[SessionGoal, ...]:
    if not library.file.has_goals:
        return ()
    goals = SessionGoals(connection, session.container, players_only=players_only)
    return goals.of(session.pk, session.id)


def _campaign(library: Library, key: str) -> Data:
    empty: Data = {"record": {"id": key}, "own": {}, "spelling": {}}
    if not key:
        return empty
    try:
        return document_data(library, "campaign", key)
    except UserError:
        return empty


def _previous(
    library: Library, connection: Reader, session: SessionSummary
) -> Mapping[str, Any] | None:
    """Return the data of the session before this one in its campaign, that was played."""
    if session.number is None:
        return None
    before = queries.session_before(connection, session.container, session.number)
    try:
        return None if before is None else document_data(library, "session", before)
    except DocumentBad:
        # It does not keep those after it from being read.
        return None


def names_of(campaign: Mapping[str, Any]) -> dict[str, str]:
    """Return id -> name of the people and characters of a campaign."""
    own = campaign["own"]
    people = [*own.get("users", ()), *own.get("characters", ())]
    return {
        str(person["id"]): str(person["name"])
        for person in people
        if isinstance(person, dict) and person.get("id") and person.get("name")
    }


def show_json(library: Library, kind: str, key: str) -> dict[str, Any]:
    """Return a document as ``show --json`` prints it: record, entries, and what follows."""
    if kind == "session":
        page = session_page(library, key)
        return {
            "key": f"session/{key}",
            "kind": page.summary.kind,
            "document": page.data["record"],
            "own": page.data["own"],
            "entries": list(page.records),
            "derived": derived_json(page.review),
            "findings": [
                {
                    "severity": finding.severity.value,
                    "code": finding.code,
                    "place": finding.place,
                    "found": finding.found,
                    "expected": finding.expected,
                    "message": finding.message or finding.sentence(),
                }
                for finding in page.review.findings
            ],
        }
    if kind == SURVEY:
        return show_survey(library, key)
    if kind == DEFINITION:
        return show_definition(library, key)
    data = document_data(library, kind, key)
    return {
        "key": f"{kind}/{key}",
        "kind": kind,
        "document": data["record"],
        "own": data["own"],
        "entries": [],
        "derived": _derived(library, kind, key),
        "findings": [],
    }


def _derived(library: Library, kind: str, key: str) -> dict[str, Any]:
    if kind == "goal":
        return goal_json(goal_page(library, key)) if library.file.has_goals else {}
    if kind != "campaign":
        return {}
    with library.reading() as connection:
        sessions = [
            one for one in queries.summaries(connection, kind="campaign") if one.container == key
        ]
    epoch = library.epochs.of(key)
    return {
        "epoch": clock_face(0, epoch=epoch, clock=library.epochs.clock_of(key)),
        "epochSeconds": epoch,
        "sessions": len(sessions),
        "minutes": sum(session.duration or 0 for session in sessions),
        "events": sum(session.entries for session in sessions),
        "goals": [
            {"depth": depth, **standing_json(node.standing)}
            for depth, node in flat(goal_tree(library, key))
        ],
    }


def goal_json(page: GoalPage) -> dict[str, Any]:
    """Return what is computed of a goal, and the events that it comes from."""
    return {
        **standing_json(page.standing),
        "stated": page.stated,
        "events": [
            {"id": hit.id, "session": hit.session or None, "amount": hit.amount}
            for hit in page.hits
        ],
    }


def show_text(library: Library, kind: str, key: str) -> str:
    """Return a document as text for people."""
    if kind == "session":
        review = session_page(library, key).review
        return f"{review.heading}\n\n{review.summary()}"
    if kind == "goal" and library.file.has_goals:
        return _goal_text(goal_page(library, key))
    if kind == SURVEY:
        return survey_text(library, key)
    if kind == DEFINITION:
        return definition_text(library, key)
    return json.dumps(show_json(library, kind, key)["document"], ensure_ascii=False, indent=2)


def _goal_text(page: GoalPage) -> str:
    standing = page.standing
    lines = [
        standing.goal.name,
        ", ".join(filter(None, (standing.text, standing.word.lower()))),
        *([f"Waits for {', '.join(page.waits_for)}."] if page.waits_for else []),
        "",
        f"{page.stated} before, as it was read or set",
        *(f"{hit.amount:+} {hit.label} ({hit.title or 'between sessions'})" for hit in page.hits),
        *(f"{child.goal.name}: {child.word.lower()}" for _key, child in page.children),
    ]
    return "\n".join(one_line(line) for line in lines)


def survey_of(library: Library, pk: int) -> str:
    """Return the key of the survey session that an entry is an answer of, empty for any other."""
    with library.reading() as connection:
        entries = queries.entries_by_pk(connection, [pk])
    return entries[0].scope if entries and entries[0].kind == SURVEY else ""


def is_survey_session(library: Library, key: str) -> bool:
    """Say whether a key is that of a session of a survey."""
    with library.reading() as connection:
        return queries.document(connection, SURVEY, key) is not None


def owner_of(library: Library, pk: int) -> str:
    """Return the key of the session to which an entry belongs, empty if it has none."""
    with library.reading() as connection:
        entries = queries.entries_by_pk(connection, [pk])
        owner = entries[0].document if entries else None
        summary = None if owner is None else queries.summary_of(connection, owner)
    return "" if summary is None else summary.key


def has_documents(library: Library, kinds: tuple[str, ...]) -> bool:
    """Say whether there is a document of some kinds that is not in the bin."""
    with library.reading() as connection:
        return queries.has_documents(connection, kinds)


def loose_ends(library: Library) -> tuple[int, int]:
    """Return how many records could not be read, and how many events wait for their session."""
    with library.reading() as connection:
        return queries.count_rejects(connection), queries.count_unassigned(connection)
