"""The records of events, and what is told of them, made of their texts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sessionary.core.campaign.event_types import ALWAYS_HIDDEN
from sessionary.formats.campaign.event_decoder import decoded_events

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sessionary.core.campaign.order import LoggedEvent, ReadEvent
    from sessionary.core.entries import LoggedEntry


def exported(parts: Iterable[Sequence[LoggedEntry]]) -> Iterator[list[LoggedEntry]]:
    """Walk over entries without those that only the table knew of: safety pauses."""
    for part in parts:
        yield [entry for entry in part if entry.word not in ALWAYS_HIDDEN]


def read_events(part: Sequence[LoggedEntry]) -> list[LoggedEvent]:
    """Return events of which the records are texts yet.

    Their texts are read as one: the reader makes each key once, and takes a third of the time.
    """
    records = json.loads(f"[{','.join([entry.text for entry in part])}]")
    return list(zip(records, part, strict=True))


def read_parts(part: Sequence[LoggedEntry]) -> list[ReadEvent]:
    """Return what is told and counted of events of which the records are texts yet."""
    return list(zip(decoded_events([entry.text for entry in part]), part, strict=True))
