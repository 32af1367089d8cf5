"""Sets what all events of a campaign are reckoned by: its epoch, and who sees what is unmarked."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sessionary.core.campaign.clock import campaign_clock
from sessionary.core.campaign.own_types import OWN_TYPES
from sessionary.core.json_text import dump
from sessionary.core.store.backend import DocumentWrite
from sessionary.services.collector import collector_paused
from sessionary.services.library import Change
from sessionary.services.rebuild import reckon_again
from sessionary.services.reckoning import is_open, reckoning_in
from sessionary.services.stored import readable_data
from sessionary.storage import queries
from sessionary.storage.backend import begin_act, take_out, write_document
from sessionary.storage.goal_keeper import keep_all
from sessionary.storage.indexing import IndexWriter
from sessionary.storage.lock import JOB_PATIENCE_S

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sessionary.core.json_text import J
    from sessionary.services.library import Library

    Report = Callable[[int, int], None]

ORIGIN = "reckon"
"""The origin of such an act; :func:`.undo_import` takes it back."""


def reckon_campaign(
    library: Library,
    campaign: str,
    report: Report,
    *,
    at: float,
    epoch: int | None = None,
    players_may_see: bool | None = None,
    own: Mapping[str, J] | None = None,
    name: str = "",
) -> Change:
    """Change how a campaign is reckoned and place all its events anew, as one act.

    Runs on any thread while no document of the library is open. Call
    :meth:`Library.announce` with the result on the library's own thread.

    Args:
        library: Where it is.
        campaign: Its id.
        report: Called with what is done and all; may raise to cancel.
        at: The time of day in seconds since 1970.
        epoch: What its clock shows at total 0, in seconds since Day 0, midnight; None leaves it.
        players_may_see: Whether players see imported events that do not say who may; None leaves
            it.
        own: What of its clock (CLOCK_KEYS) and of its event types changes; None takes a value
            away.
        name: What is done, for the undo menu.

    Raises:
        DiskError: The disk did not take it; nothing was changed.
        DocumentBad: The campaign's document cannot be used; nothing was changed.
    """
    if not name:
        name = "Edit what players may see" if epoch is None else "Edit where the clock begins"
    try:
        with collector_paused(), library.file.writing(patience=JOB_PATIENCE_S) as connection:
            act = begin_act(connection, name, ORIGIN, at)
            stored = queries.document(connection, "campaign", campaign)
            envelope = _envelope(library, None if stored is None else stored.text, campaign)
            data = envelope["data"]
            if own:
                _set_clock(data["own"], own)
                library.epochs.learn_reckonings({campaign: reckoning_in(data)})
            if epoch is not None:
                data["own"]["epoch"] = epoch
            set_now = data["own"].get("epoch")
            library.epochs.learn({campaign: set_now if isinstance(set_now, int) else None})
            if players_may_see is not None:
                data["own"]["playersMaySee"] = players_may_see
                library.epochs.learn_open({campaign: is_open(data)})
            write = DocumentWrite(
                store="campaign",
                key=campaign,
                base=0 if stored is None else stored.revision,
                text=dump(envelope),
                value=data,
                rows=library.kinds["campaign"].index(campaign, data),
            )
            index = IndexWriter(connection)
            take_out(connection, index, write)
            write_document(connection, index, act, write, at)
            report(0, 1)
            reckon_again(library, connection, campaign)
            if own and OWN_TYPES in own:
                # What events count as is what goals count.
                keep_all(connection, act, library.columns_of)
            report(1, 1)
    except BaseException:
        # What was learnt is not true if it is rolled back.
        library.epochs.forget()
        raise
    return Change(
        act=act,
        name=name,
        origin=ORIGIN,
        documents=frozenset({("campaign", campaign)}),
        entries=True,
    )


def _set_clock(own: dict[str, Any], values: Mapping[str, J]) -> None:
    """Set what a clock is made of. The day at which it begins stays, and the time of that day."""
    former = campaign_clock({"own": own}).day_length
    for key, value in values.items():
        if value is None:
            own.pop(key, None)
        else:
            own[key] = value
    length = campaign_clock({"own": own}).day_length
    if length != former and isinstance(epoch := own.get("epoch"), int):
        day, second = divmod(epoch, former)
        own["epoch"] = day * length + min(second, length - 1)


def _envelope(library: Library, text: str | None, campaign: str) -> dict[str, Any]:
    """Return what is stored of a campaign; one that sessions only name has no document yet.

    Raises:
        DocumentBad: What is stored cannot be used.
    """
    if text is None:
        data = {"record": {"id": campaign}, "own": {}, "spelling": {}}
        return {"migrations": [], "pending": {}, "data": data}
    readable_data(library, "campaign", campaign, text)
    envelope: dict[str, Any] = json.loads(text)
    return envelope
