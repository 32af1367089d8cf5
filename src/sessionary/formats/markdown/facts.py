"""The facts at the head of a session's page: when, how long, who, where."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from sessionary.core.campaign.words import span_of_minutes
from sessionary.formats.markdown.escape import escape

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sessionary.core.campaign.session_review import PlayerLine, SessionReview
    from sessionary.formats.markdown.names import MarkdownNames

# Not strftime: its names follow the language of the machine, and an export is the same everywhere.
_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


def facts(review: SessionReview, names: MarkdownNames) -> Iterator[tuple[str, str]]:
    """Yield (label, Markdown) of what is known of a session, in the order of a page."""
    said = (
        ("Status", review.status.word),
        ("Date", date_text(review)),
        ("Duration", duration_text(review)),
        ("Game time", game_text(review)),
        ("GM", names(review.gm.id) if review.gm else ""),
        ("Players", ", ".join(_player(player, names) for player in review.players)),
        ("Location", escape(review.location)),
        ("Tags", ", ".join(map(escape, review.tags))),
    )
    for label, text in said:
        if text:
            yield label, text


def date_text(review: SessionReview) -> str:
    """Return day and times as the file's own clock has them, such as ``Monday, 20 January 2025``.

    A time that cannot be read stands there word for word.
    """
    start, end = _moment(review.start), _moment(review.end)
    if start is None:
        return escape(review.start)
    said = f"{_day(start)}, {start:%H:%M}"
    if end is not None:
        if start.tzinfo and end.tzinfo:
            end = end.astimezone(start.tzinfo)
        same_day = end.date() == start.date()
        said += f" to {end:%H:%M}" if same_day else f" to {_day(end)}, {end:%H:%M}"
    elif review.end:
        said += f" to {escape(review.end)}"
    said += _zone(start.utcoffset())
    return f"{said}, {review.lateness}" if review.lateness else said


def day_text(review: SessionReview) -> str:
    """Return the day alone as ``2025-01-20``; what cannot be read is what the file says."""
    start = _moment(review.start)
    return review.start if start is None else start.date().isoformat()


def duration_text(review: SessionReview) -> str:
    """Return how long it took, and how much of that was play, where there were pauses."""
    if review.minutes is None:
        return ""
    said = span_of_minutes(review.minutes)
    if review.net_minutes is not None and review.net_minutes != review.minutes:
        return f"{said}, {span_of_minutes(review.net_minutes)} without pauses"
    return said


def game_text(review: SessionReview) -> str:
    """Return game time from start to end, what passed, and the gap to the session before."""
    start, end = escape(review.game_start_text), escape(review.game_end_text)
    said = f"{start} to {end}" if start and end else start or end
    if review.elapsed_text:
        said = f"{said} ({review.elapsed_text})" if said else review.elapsed_text
    if review.gap:
        said = f"{said}, {review.gap}" if said else review.gap
    return said


def _player(player: PlayerLine, names: MarkdownNames) -> str:
    aside = [names.listed([one.id for one in player.characters])]
    if player.word != "came":
        aside.append(player.word)
    inside = "; ".join(text for text in aside if text)
    return f"{names(player.who.id)} ({inside})" if inside else names(player.who.id)


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _day(moment: datetime) -> str:
    month = _MONTHS[moment.month - 1]
    return f"{_DAYS[moment.weekday()]}, {moment.day} {month} {moment.year}"


def _zone(offset: timedelta | None) -> str:
    if offset is None:
        return ""
    minutes = offset // timedelta(minutes=1)
    if minutes == 0:
        return " (UTC)"
    hours, rest = divmod(abs(minutes), 60)
    return f" (UTC{'-' if minutes < 0 else '+'}{hours:02}:{rest:02})"
