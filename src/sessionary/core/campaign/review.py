"""Everything that a page, a Markdown export and ``show --json`` say about a session.

A review is made anew from the session's data and its events whenever one of them changes; nothing
of it is stored. What a file declares and what the log gives stand side by side.

Source: campaign specification, sections 1, 3, 5, 7 and 8.
"""

from __future__ import annotations

from datetime import UTC, tzinfo
from typing import TYPE_CHECKING, Any, Final

from sessionary.core.campaign.agenda import Standing, carried, secrets, standings
from sessionary.core.campaign.attendance import Presence, presences
from sessionary.core.campaign.check_session import STATISTICS, SUMMARY_LISTS
from sessionary.core.campaign.clock import Clock, campaign_clock
from sessionary.core.campaign.combats import combats
from sessionary.core.campaign.discoveries import Named, Naming, discoveries
from sessionary.core.campaign.event_types import EVENT_TYPES, words_for
from sessionary.core.campaign.gametime import (
    clock_face,
    elapsed_fields,
    elapsed_seconds,
    elapsed_text,
    gap_text,
    whole,
)
from sessionary.core.campaign.lifecycle import Status, status_of
from sessionary.core.campaign.naming import names_of
from sessionary.core.campaign.other_fields import other_fields
from sessionary.core.campaign.pauses import lateness, paused_us
from sessionary.core.campaign.record import (
    Number,
    Record,
    instant_us,
    list_at,
    object_at,
    text_at,
    texts_at,
)
from sessionary.core.campaign.remarks import remarks
from sessionary.core.campaign.roll_call import call_words, roll_call
from sessionary.core.campaign.rows import (
    campaign_epoch,
    duration_minutes,
    game_second,
    session_tags,
)
from sessionary.core.campaign.session_review import (
    LIST_LABELS,
    GoalLine,
    Objective,
    PlayerLine,
    SessionReview,
    StatisticLine,
    SummaryList,
    Who,
)
from sessionary.core.campaign.statistics import (
    LABELS,
    STATISTIC_REASONS,
    declared_statistics,
    summed,
)
from sessionary.core.campaign.tallies import Party, party_of, tallied
from sessionary.core.campaign.told import Told, tell_all, told_order, told_seconds
from sessionary.core.entries import Importance
from sessionary.core.text import fold

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sessionary.core.campaign.order import LoggedEvent


__all__ = [
    "GoalLine",
    "Objective",
    "PlayerLine",
    "SessionReview",
    "StatisticLine",
    "SummaryList",
    "Who",
    "heading",
    "objectives",
    "party",
    "review_session",
]

_US_PER_MINUTE: Final = 60_000_000
_SIGNIFICANT: Final = int(Importance.SIGNIFICANT)
_NEVER_WEIGHTY: Final = frozenset(
    {word for word, row in EVENT_TYPES.items() if not row.counted} | {*words_for("combat_start")}
)


def review_session(
    data: Mapping[str, Any],
    *,
    campaign: Mapping[str, Any] | None = None,
    events: Sequence[LoggedEvent] = (),
    told: Sequence[Told] | None = None,
    previous: Mapping[str, Any] | None = None,
    names: Mapping[str, str] | None = None,
    goals: Sequence[GoalLine] = (),
    zone: tzinfo = UTC,
    findings: bool = True,
    template: str | None = None,
) -> SessionReview:
    """Return the review of a session.

    Args:
        data: The session's data, ``{"record": …, "own": …}``.
        campaign: The campaign's data; its epoch, users and characters are used.
        events: The session's events that are not struck, in the order of the file.
        told: What they tell, in the order of the timeline, for a review without the events
            themselves; told for the :func:`party` of the same data.
        previous: The data of the session before it, for the gap in game time.
        names: Names of further ids, such as those of people and places.
        goals: What became of goals, by those who compute it.
        zone: The zone of date-times that give no offset.
        findings: Whether to look for what does not fit together; it takes as long as the rest.
        template: The layout of its summary; the campaign's own if not given.
    """
    record, own = object_at(data, "record"), object_at(data, "own")
    status, epoch, clock = status_of(record), campaign_epoch(campaign), campaign_clock(campaign)
    name_of = names_of(campaign, names)
    layout = text_at(campaign, "own", "template") if template is None else template
    if told is None:
        by_file = tell_all(events, party(data, campaign))
        order = told_order(by_file, clock)
        events, told = [events[i] for i in order], [by_file[i] for i in order]
    elif layout:
        # A template looks at what the columns know of each event, and at no more.
        events = [({}, one.columns) for one in told]
    tallies = tallied([one.id for one in told], [one.adding for one in told])
    found = discoveries(told, name_of)
    lists = _lists(record, found, name_of)
    number, title = whole(record.get("number")), text_at(record, "title").strip()
    times = _times(record, own, status, zone)
    game = _game(data, previous, epoch, clock)
    return SessionReview(
        id=text_at(record, "id"),
        campaign=text_at(record, "campaignId"),
        campaign_name=text_at(campaign, "record", "name") or text_at(record, "campaignId"),
        number=number,
        title=title,
        heading=heading(number, title),
        status=status,
        description=text_at(record, "description"),
        location=text_at(record, "location"),
        notes=text_at(record, "notes"),
        prep=text_at(own, "prep"),
        secrets=secrets(data),
        carried=carried(data),
        epoch=epoch,
        clock=clock,
        gm=_gm(record, name_of),
        players=_players(data, record, name_of),
        characters=_characters(record, name_of),
        planned=objectives(data),
        reached=texts_at(record, "actualObjectives"),
        statistics=_statistics(data, summed([one.columns.word for one in told], tallies.counted)),
        lists=lists,
        gm_summary=text_at(record, "summary", "gm"),
        file_summary=text_at(record, "summary", "auto"),
        events=tuple(events),
        tallies=tallies,
        combats=combats(told, told_seconds(told, clock), tallies.counted, name_of),
        found={key: found[key] for key in found if key not in SUMMARY_LISTS},
        weighty=_weighty(told, lists),
        goals=tuple(goals),
        tags=session_tags(data),
        other_fields=other_fields(record),
        template=layout,
        findings=remarks(data, events, tallies.negative, epoch=epoch, zone=zone, clock=clock)
        if findings
        else (),
        **times,
        **game,
    )


def party(data: Mapping[str, Any], campaign: Mapping[str, Any] | None) -> Party:
    """Return the party of a session: the characters of its players, by ids and names."""
    return party_of(object_at(data, "record"), list_at(campaign, "own", "characters"))


def heading(number: int | None, title: str) -> str:
    """Return what a session is called: "Session 15: The Temple", without a title "Session 15"."""
    name = "Session" if number is None else f"Session {number}"
    return f"{name}: {title}" if title else name


def _times(record: Record, own: Record, status: Status, zone: tzinfo) -> dict[str, Any]:
    """Return what a review says of real time."""
    start, end = text_at(record, "realTime", "startTime"), text_at(record, "realTime", "endTime")
    start_us, end_us = instant_us(start, zone), instant_us(end, zone)
    minutes = duration_minutes(record, zone)
    planned = text_at(own, "plannedStart")
    net = None
    if minutes is not None:
        away = 0 if start_us is None or end_us is None else paused_us(own, start_us, end_us, zone)
        net = max(minutes - -(-away // _US_PER_MINUTE), 0)
    started = status in {Status.IN_PROGRESS, Status.COMPLETED}
    return {
        "start": start,
        "start_us": start_us,
        "end": end,
        "end_us": end_us,
        "planned_start": planned,
        "lateness": lateness(instant_us(planned, zone), start_us) if started else "",
        "minutes": minutes,
        "net_minutes": net,
    }


def _game(
    data: Mapping[str, Any], previous: Mapping[str, Any] | None, epoch: int, clock: Clock
) -> dict[str, Any]:
    """Return what a review says of game time."""
    start, end = (game_second(data, which, epoch, clock) for which in ("startTime", "endTime"))
    before = None if previous is None else game_second(previous, "endTime", epoch, clock)
    passed = _elapsed(object_at(data, "record", "gameTime"), start, end, clock)
    gap = None if before is None or start is None else start - before
    return {
        "game_start": start,
        "game_end": end,
        "game_start_text": _face(data, "startTime", start, clock),
        "game_end_text": _face(data, "endTime", end, clock),
        "elapsed_seconds": passed,
        "elapsed": {} if passed is None else elapsed_fields(passed, clock),
        "elapsed_text": "" if passed is None else elapsed_text(passed, clock),
        "gap_seconds": gap,
        "gap": "" if gap is None else gap_text(gap, clock),
    }


def _elapsed(times: Record, start: int | None, end: int | None, clock: Clock) -> int | None:
    """Return end total - start total; from the clock faces, or as declared, where totals lack."""
    totals = [whole(object_at(times, key).get("total")) for key in ("startTime", "endTime")]
    if totals[0] is not None and totals[1] is not None:
        return totals[1] - totals[0]
    if start is not None and end is not None:
        return end - start
    return elapsed_seconds(object_at(times, "elapsed"), clock)


def _face(data: Mapping[str, Any], which: str, second: int | None, clock: Clock) -> str:
    if second is not None:
        return clock_face(second, clock=clock)
    return text_at(data, "record", "gameTime", which, "formatted")


def _gm(record: Record, name_of: Naming) -> Who | None:
    gm = text_at(record, "participants", "gm")
    return Who(id=gm, name=name_of(gm)) if gm else None


def _players(data: Mapping[str, Any], record: Record, name_of: Naming) -> tuple[PlayerLine, ...]:
    """Return who is listed; what a roll call says stands beside what the record does."""
    status = status_of(record)
    calls = roll_call(data) if "roll" in object_at(data, "own") else ()
    said = {call.user: call for call in calls}
    lines = []
    for presence in presences(record):
        call = said.get(presence.user)
        word = presence.word_at(status)
        words = word if call is None else call_words(call, word)
        lines.append(_player(presence, name_of, words))
    return tuple(lines)


def _player(presence: Presence, name_of: Naming, said: str) -> PlayerLine:
    return PlayerLine(
        who=Who(id=presence.user, name=name_of(presence.user)),
        characters=tuple(Who(id=one, name=name_of(one)) for one in presence.characters),
        presence=presence,
        said=said,
    )


def _characters(record: Record, name_of: Naming) -> tuple[Who, ...]:
    ids = [*texts_at(record, "participants", "characters")]
    for presence in presences(record):
        ids += presence.characters
    return tuple(Who(id=one, name=name_of(one)) for one in dict.fromkeys(ids))


def objectives(data: Mapping[str, Any]) -> tuple[Objective, ...]:
    """Return what was planned for a session, and whether each was reached."""
    return tuple(
        Objective(text=text, reached=standing is Standing.MET, standing=standing)
        for text, standing in standings(data)
    )


def _statistics(
    data: Mapping[str, Any], counted: Mapping[str, Number]
) -> tuple[StatisticLine, ...]:
    declared = declared_statistics(object_at(data, "record"))
    own = object_at(data, "own")
    edited = texts_at(own, "edited")
    reasons = object_at(own, STATISTIC_REASONS)
    return tuple(
        StatisticLine(
            key=key,
            label=LABELS[key],
            declared=declared.get(key),
            counted=counted[key],
            edited=f"/stats/{key}" in edited,
            reason=text_at(reasons, key),
        )
        for key in STATISTICS
    )


def _lists(
    record: Record, found: Mapping[str, tuple[Named, ...]], name_of: Naming
) -> tuple[SummaryList, ...]:
    """Return the six lists: the file's entries first, each with the events that name it too."""
    lists = []
    for key in SUMMARY_LISTS:
        logged = {fold(named.name): named for named in found[key]}
        names = [name_of(text).strip() for text in texts_at(record, "summary", key)]
        entries: dict[str, Named] = {}
        for name in filter(None, names):
            told = logged.get(fold(name))
            named = Named(name=name, events=told.events if told else ())
            entries.setdefault(fold(name), named)
        entries.update((key, named) for key, named in logged.items() if key not in entries)
        lists.append(SummaryList(key=key, label=LIST_LABELS[key], entries=tuple(entries.values())))
    return tuple(lists)


def _weighty(told: Sequence[Told], lists: Sequence[SummaryList]) -> tuple[Named, ...]:
    """Return the significant and critical events that no list has yet."""
    listed = {position for one in lists for named in one.entries for position in named.events}
    known = {fold(named.name) for one in lists for named in one.entries}
    weights = [one.columns.importance for one in told]
    heavy = [i for i, weight in enumerate(weights) if weight >= _SIGNIFICANT and i not in listed]
    named = [(i, told[i].columns) for i in heavy]
    return tuple(
        [
            Named(name=columns.label, events=(i,))
            for i, columns in named
            if columns.word not in _NEVER_WEIGHTY and fold(columns.label) not in known
        ]
    )
