"""Where the events of files belong, and what becomes of them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sessionary.core.store.values import same
from sessionary.services.imports.report import Verdict
from sessionary.storage import seen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sessionary.core.json_text import J
    from sessionary.formats.records import Record
    from sessionary.services.imports.state import State
    from sessionary.storage.connection import Reader
    from sessionary.storage.seen import KnownEntry


@dataclass(slots=True)
class EventName:
    """Where an event belongs.

    Attributes:
        scope: The campaign in which its id stands, empty while nobody knows.
        session: The id of its session, None between sessions.
        here: Whether that session is there.
    """

    scope: str
    session: str | None
    here: bool


class Ambiguous(Exception):
    """The id of a session is known in several campaigns."""

    def __init__(self, campaigns: Iterable[str]) -> None:
        super().__init__()
        self.campaigns = sorted(campaigns)


def name_event(state: State, record: Record) -> EventName:
    """Return where an event belongs.

    Raises:
        Ambiguous: Its session is known in two campaigns, and it names none.
    """
    session = record.value.get("sessionId")
    session = session if isinstance(session, str) and session else None
    scope = record.campaign
    if not scope and session is not None:
        campaigns = state.campaigns_of(session)
        if len(campaigns) == 1:
            scope = next(iter(campaigns))
        elif state.chosen in campaigns:
            scope = state.chosen
        elif campaigns:
            raise Ambiguous(campaigns)
    scope = scope or state.chosen
    here = session is not None and state.has_session(scope, session)
    return EventName(scope, session, here)


def judge(
    connection: Reader, known: KnownEntry | None, digest: bytes, value: J | Callable[[], J]
) -> Verdict:
    """Return what becomes of an event, given what is in the library under its id.

    Args:
        connection: A reader of the library.
        known: What is there, None if nothing is.
        digest: That of the record.
        value: The record, or what gives it if it is needed.
    """
    if known is None:
        return Verdict.NEW
    if known.seen == digest:
        return Verdict.SAME
    if same(json.loads(known.text), value() if callable(value) else value):
        return Verdict.SAME
    if seen.entry_was_seen(connection, known.pk, digest):
        return Verdict.SAME
    return Verdict.CONFLICT if known.hash != known.seen else Verdict.CHANGED
