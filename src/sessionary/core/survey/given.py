"""What somebody answers to one question: the nine fields that are public."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Given:
    """The data of one answer, without what the session itself adds."""

    uid: str
    text: str = ""
    value: int = 0
    lat: int = 0
    lon: int = 0
    time_begin: int = 0
    time_end: int = 0
    time_zone_delta: int = 0
    dst_delta: int = 0
