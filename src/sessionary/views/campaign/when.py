"""Real times as the reader sees them: in the zone of the machine."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from PySide6.QtCore import QCoreApplication, QLocale, QTimeZone

from sessionary.core.campaign.words import span_of_minutes
from sessionary.models.event_words import clock_text, day_text

if TYPE_CHECKING:
    from datetime import tzinfo

translate = QCoreApplication.translate


def reader_zone(fallback: tzinfo) -> tzinfo:
    """Return the zone in which times are shown and typed; `fallback` if it has no name we know."""
    try:
        return ZoneInfo(QTimeZone.systemTimeZoneId().toStdString())
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return fallback


def span_text(start_us: int | None, end_us: int | None) -> str:
    """Return ``Mon 20 Jan 2025, 18:05–22:15``; the day of the end only where it is another."""
    if start_us is None:
        return ""
    day, last = day_text(start_us), day_text(end_us)
    first = f"{day}, {clock_text(start_us)}"
    if end_us is None:
        return first
    return (
        f"{first}–{clock_text(end_us)}"
        if day == last
        else f"{first} – {last}, {clock_text(end_us)}"
    )


def length_text(minutes: int | None, net_minutes: int | None = None) -> str:
    """Return a length such as ``4 h 10 min``, and the play time beside it if there were pauses."""
    if minutes is None:
        return ""
    if minutes < 0:
        return f"−{span_of_minutes(-minutes)}"
    length = span_of_minutes(minutes)
    if net_minutes is None or net_minutes == minutes:
        return length
    net = span_of_minutes(net_minutes)
    return translate("Session", "{0}, {1} without pauses").format(length, net)


def number_text(value: float) -> str:
    """Return a number with the reader's separators: whole where it is whole."""
    if isinstance(value, int) or value.is_integer():
        whole = int(value)
        # Past 2**63 Qt's own formatting overflows.
        return QLocale().toString(whole) if abs(whole) < 2**63 else str(whole)
    return QLocale().toString(value, "f", 2)
