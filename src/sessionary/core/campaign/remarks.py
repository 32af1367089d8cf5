"""What in a session does not fit together: shown with it, and nothing of it is rewritten."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sessionary.core.campaign.check import check_record
from sessionary.core.campaign.clock import PLAIN, Clock
from sessionary.core.campaign.gametime import agrees, clock_face, pair_of, whole
from sessionary.core.campaign.record import Record, object_at, text_at
from sessionary.core.campaign.words import said_number
from sessionary.core.problems import Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import tzinfo

    from sessionary.core.campaign.order import LoggedEvent
    from sessionary.core.campaign.tallies import Tally


def remarks(
    data: Mapping[str, Any],
    events: Sequence[LoggedEvent],
    negative: Iterable[Tally],
    *,
    epoch: int,
    zone: tzinfo,
    clock: Clock = PLAIN,
) -> tuple[Problem, ...]:
    """Return what does not fit together in a session and its events.

    Args:
        data: The session's data.
        events: Its events.
        negative: Amounts below zero, which are not summed.
        epoch: The campaign's epoch.
        zone: The zone of date-times that give no offset.
        clock: How the campaign's days are counted and written.

    Returns:
        Warnings with their place; that of an event begins with its id, ``event-7: mechanics.roll``.
    """
    record = object_at(data, "record")
    shift = whole(object_at(data, "own").get("gameShift")) or 0
    found = list(check_record("session", record, first=True, zone=zone, clock=clock))
    for which in ("startTime", "endTime"):
        place = f"gameTime.{which}"
        found += _mismatch(object_at(record, "gameTime", which), place, epoch - shift, clock)
    for event, _ in events:
        name = text_at(event, "id")
        found += (
            _placed(problem, f"{name}: {problem.place}")
            for problem in check_record("event", event, first=True, zone=zone, clock=clock)
        )
        time = object_at(event, "timestamp", "gameTime")
        found += _mismatch(time, f"{name}: timestamp.gameTime", epoch - shift, clock)
    found += (_below_zero(text_at(events[one.event][0], "id"), one) for one in negative)
    # The start of a session is often wrong together with its end: say each place once.
    once = {(problem.code, problem.place): problem for problem in reversed(found)}
    return tuple(problem for problem in reversed(once.values()) if problem.code != "time.no_offset")


def _mismatch(time: Record, place: str, epoch: int, clock: Clock) -> Iterable[Problem]:
    """Yield the warning of a text and a total that name different times."""
    pair = pair_of(time, clock)
    if pair is None or agrees(*pair, epoch):
        return
    text, reckoned = text_at(time, "formatted"), clock_face(pair[1], epoch=epoch, clock=clock)
    yield Problem(
        severity=Severity.WARNING,
        code="gametime.mismatch",
        place=place,
        found=text,
        expected=reckoned,
        message=f"the text says {text}, but a total of {pair[1]} is {reckoned}; the text decides",
    )


def _below_zero(event: str, tally: Tally) -> Problem:
    amount = said_number(tally.amount)
    return Problem(
        severity=Severity.NOTE,
        code="value.range",
        place=f"{event}: value",
        found=amount,
        expected="a number, 0 or more",
        message=f"{amount} is below zero and is not added to the {tally.sort.word}",
    )


def _placed(problem: Problem, place: str) -> Problem:
    return Problem(
        severity=problem.severity,
        code=problem.code,
        place=place,
        found=problem.found,
        expected=problem.expected,
        message=problem.message,
        file=problem.file,
    )
