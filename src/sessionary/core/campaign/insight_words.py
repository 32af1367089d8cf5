"""English for charts: what a value is, what a chart amounts to, what a session is called."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, TypeAlias

from sessionary.core.campaign.clock import PLAIN, Clock
from sessionary.core.campaign.event_types import readable
from sessionary.core.campaign.gametime import day_name, elapsed_text
from sessionary.core.campaign.insights import Measure, Shape, Unit
from sessionary.core.campaign.words import said_number, span_of_minutes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sessionary.core.campaign.attendance import PlayerAttendance, Presence
    from sessionary.core.campaign.insights import Bar, Chart, Series
    from sessionary.core.campaign.record import Number
    from sessionary.core.campaign.session_figures import SessionFigures

_HOUR: Final = 3_600

_NOTHING_KNOWN: Final = {
    Measure.DURATION: "No session says when it began and ended.",
    Measure.GAME_TIME: "No session says how much game time passed in it.",
    Measure.DAYS: "No session says its game days.",
    Measure.CATEGORIES: "No event is logged yet.",
}

SayNumber: TypeAlias = Callable[["Number"], str]
"""Writes a number, for example with the reader's separators."""


def said_value(
    value: Number, unit: Unit, say: SayNumber = said_number, clock: Clock = PLAIN
) -> str:
    """Return a value with its unit: ``4 h 10 min``, ``9 h``, ``400 XP``, ``6 days``.

    Args:
        value: How much it is.
        unit: What it is counted in.
        say: Writes a number.
        clock: How long the days of the campaign are.
    """
    if unit is Unit.MINUTES:
        minutes = round(value)
        return span_of_minutes(minutes) if minutes >= 0 else f"−{span_of_minutes(-minutes)}"
    if unit is Unit.GAME_SECONDS:
        seconds = round(value)
        # Nobody asks for the rounds of a mean of hours.
        return elapsed_text(seconds if abs(seconds) < _HOUR else round(seconds / 60) * 60, clock)
    if unit is Unit.POINTS:
        return say(value)
    if unit is Unit.EVENTS:
        return f"{say(value)} {'event' if value == 1 else 'events'}"
    if unit is Unit.DAYS:
        return f"{say(value)} {'day' if value == 1 else 'days'}"
    return f"{say(value)} {unit.value}"


def session_words(figures: SessionFigures) -> str:
    """Return what a session is called beside others: ``15 Into the Temple``."""
    number = "" if figures.number is None else str(figures.number)
    return f"{number} {figures.title}".strip() or figures.key


def mark_words(session: SessionFigures, mark: Presence) -> str:
    """Return how a player's presence reads: nobody is absent from what did not take place."""
    return mark.word_at(session.status)


def category_title(key: str) -> str:
    """Return what a category is called in a table."""
    return "At the table" if key == "table" else readable(key) or "Other"


def bar_words(chart: Chart, place: int, say: SayNumber = said_number) -> str:
    """Return what a chart says of one session: the value, or that it is not known.

    Args:
        chart: The chart.
        place: The position of the session on its axis.
        say: Writes a number.
    """
    if chart.shape is Shape.STACKED:
        return _parts(chart, place, say)
    said = []
    for one in chart.series:
        bar = one.bars[place]
        words = _bar(bar, chart, say, waits=chart.sessions[place].waits)
        said.append(f"{one.label.lower()} {words}" if len(chart.series) > 1 else words)
    return ", ".join(said) or "not known"


def _bar(bar: Bar, chart: Chart, say: SayNumber, *, waits: bool) -> str:
    if bar.value is None:
        return "not counted yet" if waits and chart.is_statistic else "not known"
    words = said_value(bar.value, chart.unit, say, chart.clock)
    if bar.span is not None:
        first, last = (day_name(day, chart.clock) for day in bar.span)
        return first if first == last else f"{first} to {last}, {words}"
    if bar.differs and bar.counted is not None:
        return f"{words} as declared, {said_value(bar.counted, chart.unit, say)} in the log"
    return words


def _parts(chart: Chart, place: int, say: SayNumber) -> str:
    known = [(one.label, one.bars[place].value) for one in chart.series]
    parts = [(label, value) for label, value in known if value]
    if not parts:
        return "no events"
    total = sum(value for _, value in parts)
    listed = ", ".join(f"{say(value)} {category_title(label).lower()}" for label, value in parts)
    return f"{said_value(total, chart.unit, say)}: {listed}"


def chart_words(chart: Chart, say: SayNumber = said_number) -> str:
    """Return what a chart amounts to: total and mean, and of how many sessions nothing is known.

    Args:
        chart: The chart.
        say: Writes a number.
    """
    if not chart.series:
        return _NOTHING_KNOWN.get(
            chart.measure, "Neither a file nor a log says anything of it yet."
        )
    if chart.measure is Measure.DAYS:
        said = _days(chart, say)
    elif chart.shape is Shape.STACKED:
        said = _of_all_parts(chart, say)
    else:
        said = "; ".join(_of_series(one, chart, say) for one in chart.series)
    known = max(_known(chart), 1)
    unknown = len(chart.sessions) - known
    ends = "." if not unknown else f"; of {unknown} nothing is known."
    return f"{said[:1].upper()}{said[1:]}{ends}"


def _known(chart: Chart) -> int:
    bars = zip(*(one.bars for one in chart.series), strict=True)
    return sum(any(bar.value is not None for bar in of_one) for of_one in bars)


def _of_series(series: Series, chart: Chart, say: SayNumber) -> str:
    if series.total is None or series.mean is None:
        return f"{series.label.lower()} not known"
    total = said_value(series.total, chart.unit, say, chart.clock)
    mean = said_value(series.mean, chart.unit, say, chart.clock)
    name = f"{series.label.lower()} " if len(chart.series) > 1 else ""
    return f"{name}{total} in {_sessions(series.known)}, {mean} on average"


def _of_all_parts(chart: Chart, say: SayNumber) -> str:
    total = sum(one.total or 0 for one in chart.series)
    known = _known(chart)
    mean = round(total / known, 2) if known else 0
    return f"{said_value(total, chart.unit, say)} in {_sessions(known)}, {say(mean)} on average"


def _days(chart: Chart, say: SayNumber) -> str:
    spans = [bar.span for bar in chart.series[0].bars if bar.span is not None]
    first, last = min(span[0] for span in spans), max(span[1] for span in spans)
    begins, ends = day_name(first, chart.clock), day_name(last, chart.clock)
    if first == last:
        return f"{begins}, in {_sessions(len(spans))}"
    covered = said_value(chart.days or 0, chart.unit, say)
    return f"{begins} to {ends}, {covered} of them in {_sessions(len(spans))}"


def _sessions(count: int) -> str:
    return "one session" if count == 1 else f"{count} sessions"


def apart_words(sessions: Iterable[SessionFigures]) -> str:
    """Return which sessions are in no chart: ``Apart: 2 planned, 1 cancelled.``; or nothing."""
    counts = Counter(one.status for one in sessions if not one.took_place)
    said = ", ".join(f"{count} {status.word.lower()}" for status, count in sorted(counts.items()))
    return f"Apart: {said}." if said else ""


def attendance_words(player: PlayerAttendance) -> str:
    """Return how often a player came: ``2 of 3 sessions, 66.67 %, late once, longest run 2``."""
    share = "" if player.percentage is None else f", {player.percentage} %"
    said = [f"{player.attended} of {_sessions(player.counted)}{share}"]
    said += [f"{word} {_times(count)}" for word, count in _late(player) if count]
    return ", ".join([*said, f"longest run {player.longest_run}"])


def _late(player: PlayerAttendance) -> tuple[tuple[str, int], ...]:
    return ("late", player.late), ("left early", player.left)


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")
