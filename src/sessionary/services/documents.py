"""The kinds of documents: for each its store, what is computed from it, and its name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sessionary.core.campaign.persons import PREFIX as CAMPAIGN_PREFIX
from sessionary.core.campaign.persons import campaign_people, session_people
from sessionary.core.campaign.rows import campaign_rows, goal_rows, session_rows
from sessionary.core.campaign.world_record import world_people, world_rows
from sessionary.core.store.store import Store
from sessionary.core.survey.rows import PREFIX as SURVEY_PREFIX
from sessionary.core.survey.rows import definition_rows, respondents, survey_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import tzinfo

    from sessionary.core.store.backend import Rows
    from sessionary.core.store.database import Database
    from sessionary.core.store.values import J
    from sessionary.core.survey.opening import Shelf
    from sessionary.services.reckoning import Epochs

AUTOSAVE_SECONDS = 1.0
"""Typing is on disk a second after the last key at the latest."""


def empty_data() -> dict[str, Any]:
    """Return the data of a document about which nothing is known yet."""
    return {"record": {}, "own": {}, "spelling": {}}


def is_data(value: J) -> bool:
    """Say whether a value has the form that every document of the library has."""
    return isinstance(value, dict) and all(
        isinstance(value.get(part), dict) for part in ("record", "own", "spelling")
    )


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """One kind of document.

    Attributes:
        name: The store's name, and the first part of a KEY.
        label: What people call it.
        index: Computes its index rows from (key, data).
        people: Returns the ids of the people in its data.
        prefix: Stands before these ids in the index of persons.
    """

    name: str
    label: str
    index: Callable[[str, J], Rows]
    people: Callable[[J], tuple[str, ...]]
    prefix: str = CAMPAIGN_PREFIX


def document_kinds(epochs: Epochs, zone: tzinfo, shelf: Shelf) -> dict[str, DocumentKind]:
    """Return the kinds of documents this program keeps, by name.

    Args:
        epochs: By what campaigns reckon.
        zone: The zone of times that give no offset.
        shelf: The definitions by which sessions of surveys are read.
    """

    def session_index(key: str, data: J) -> Rows:
        placed = _placed(data)
        campaign = placed["record"].get("campaignId", "")
        return session_rows(
            key, placed, epoch=epochs.of(campaign), zone=zone, clock=epochs.clock_of(campaign)
        )

    def goal_index(key: str, data: J) -> Rows:
        return goal_rows(key, _placed(data))

    def world_index(key: str, data: J) -> Rows:
        return world_rows(key, _placed(data))

    def survey_index(key: str, data: J) -> Rows:
        return survey_rows(key, data, shelf)

    kinds = (
        DocumentKind("campaign", "Campaign", campaign_rows, campaign_people),
        DocumentKind("session", "Session", session_index, session_people),
        DocumentKind("goal", "Goal", goal_index, lambda _data: ()),
        DocumentKind("world", "World", world_index, world_people),
        DocumentKind("definition", "Survey", definition_rows, lambda _data: ()),
        DocumentKind("survey", "Survey session", survey_index, respondents, SURVEY_PREFIX),
    )
    return {kind.name: kind for kind in kinds}


def _placed(data: J) -> J:
    """Return data whose record names its campaign, be it the one that was chosen for it."""
    campaign = data["own"].get("campaign")
    if not campaign or data["record"].get("campaignId"):
        return data
    return {**data, "record": {**data["record"], "campaignId": campaign}}


def make_stores(
    database: Database, kinds: Mapping[str, DocumentKind]
) -> dict[str, Store[dict[str, Any]]]:
    """Return a store for each kind of document."""

    def indexed(kind: DocumentKind) -> Callable[[str, J | None], Rows]:
        return lambda key, data: {} if data is None else kind.index(key, data)

    return {
        kind.name: Store(
            database,
            kind.name,
            default_data=empty_data,
            index=indexed(kind),
            schema=is_data,
            autosave_s=AUTOSAVE_SECONDS,
        )
        for kind in kinds.values()
    }
