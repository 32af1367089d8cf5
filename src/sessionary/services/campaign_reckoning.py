"""Sets what all events of a campaign are reckoned by: its epoch, and who sees what is unmarked."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sessionary.core.json_text import dump
from sessionary.core.store.backend import DocumentWrite
from sessionary.services.collector import collector_paused
from sessionary.services.library import Change
from sessionary.services.rebuild import reckon_again
from sessionary.services.reckoning import is_open
from sessionary.services.stored import readable_data
from sessionary.storage import queries
from sessionary.storage.backend import begin_act, take_out, write_document
from sessionary.storage.indexing import IndexWriter
from sessionary.storage.lock import JOB_PATIENCE_S

if TYPE_CHECKING:
    from collections.abc import Callable

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

    Raises:
        DiskError: The disk did not take it; nothing was changed.
        DocumentBad: The campaign's document cannot be used; nothing was changed.
    """
    name = "Edit where the clock begins" if epoch is not None else "Edit what players may see"
    try:
        with collector_paused(), library.file.writing(patience=JOB_PATIENCE_S) as connection:
            act = begin_act(connection, name, ORIGIN, at)
            stored = queries.document(connection, "campaign", campaign)
            envelope = _envelope(library, None if stored is None else stored.text, campaign)
            data = envelope["data"]
            if epoch is not None:
                data["own"]["epoch"] = epoch
                library.epochs.learn({campaign: epoch})
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
