"""A campaign with a calendar of its own: dates are read, placed, shown, logged and exported."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from tests.services.conftest import at, quiet, session

from sessionary.core.campaign.gametime import clock_face
from sessionary.core.campaign.record import text_at
from sessionary.services.campaign_reckoning import reckon_campaign
from sessionary.services.check import check
from sessionary.services.log_entries import log_line, table_of
from sessionary.services.pages import session_page
from sessionary.services.search import found_json, search
from sessionary.services.sessions import document_data

if TYPE_CHECKING:
    from tests.services.conftest import Desk

CAMPAIGN = "c"
DAY = 86_400
HARBOUR: dict[str, Any] = {
    "name": "Harbour reckoning",
    "months": [
        {"name": "Ebb", "days": 20},
        {"name": "Still", "days": 1, "intercalary": True},
        {"name": "Flood", "days": 20},
    ],
    "weekdays": ["Salt", "Rope", "Net", "Oar", "Bell"],
    "eras": [{"name": "AB", "start": {"year": 1}}],
    # Day 1 is the 1st of Ebb 100: 99 years of 41 days before it.
    "dayZero": 99 * 41 - 1,
}


def use(desk: Desk, **own: Any) -> int:
    """Give the campaign these values that its clock is made of; return the act."""
    desk.library.release_documents()
    change = reckon_campaign(desk.library, CAMPAIGN, quiet, at=time.time(), own=own, name="Edit")
    desk.library.announce(change)
    return change.act


def begun(desk: Desk) -> None:
    desk.take(
        desk.paper(
            "first.json",
            session(1, CAMPAIGN, id="s-1"),
            at(1, None, "Day 3, 9:00 AM"),
            at(2, None, "Still 100 AB, 3:30 PM"),
            at(3, 5 * DAY, None),
        )
    )


def faces(desk: Desk) -> list[int | None]:
    return [row[0] for row in desk.rows("SELECT game_s FROM entry ORDER BY id")]


def test_dates_are_read_once_the_campaign_has_their_calendar_and_not_any_more_when_undone(
    desk: Desk,
) -> None:
    begun(desk)
    before, truth = faces(desk), desk.content()
    assert before == [3 * DAY + 9 * 3600, None, 6 * DAY]
    act = use(desk, calendar=HARBOUR)
    # Still is the 21st day of its year, and Day 1 the first.
    assert faces(desk) == [before[0], 21 * DAY + 15 * 3600 + 1800, before[2]]
    desk.take_back(act)
    assert faces(desk) == before
    assert desk.content() == truth


def test_every_text_says_the_date_and_every_total_stays(desk: Desk) -> None:
    begun(desk)
    record = document_data(desk.library, "session", "s-1")["record"]
    use(desk, calendar=HARBOUR)
    assert document_data(desk.library, "session", "s-1")["record"] == record
    clock = desk.library.epochs.clock_of(CAMPAIGN)
    assert clock_face(0, epoch=DAY, clock=clock) == "1 Ebb 100 AB, 12:00 AM"
    hits = found_json(search(desk.library, "Note"), desk.library.epochs.clock_of)
    assert {hit["gameTime"] for hit in hits} == {
        "3 Ebb 100 AB, 9:00 AM", "Still 100 AB, 3:30 PM", "6 Ebb 100 AB, 12:00 AM",
    }  # fmt: skip
    (page,) = (text.decode() for text in desk.exported("markdown").values() if b"Still" in text)
    assert "### Still 100 AB\n\n- 3:30 PM: " in page
    log_line(desk.library, "s-1", "+1d the tide turns", datetime(2026, 1, 1, tzinfo=UTC))
    texts = [text_at(one, "timestamp", "gameTime", "formatted") for one in _records(desk)]
    assert texts.count("7 Ebb 100 AB, 12:00 AM") == 1


def _records(desk: Desk) -> tuple[dict[str, Any], ...]:
    return session_page(desk.library, "s-1").records


def test_an_import_reads_dates_of_a_calendar_that_is_there(desk: Desk) -> None:
    begun(desk)
    use(desk, calendar=HARBOUR)
    path = desk.paper("more.json", at(7, None, "12 Flood 100 AB, 8:00 AM"), at(8, None, "soon"))
    preview = desk.take(path)
    assert [one.found for one in preview.files[0].problems] == ['"soon"']
    assert faces(desk)[-2:] == [33 * DAY + 8 * 3600, None]


def test_days_of_another_length_keep_the_day_on_which_the_clock_begins(desk: Desk) -> None:
    begun(desk)
    use(desk, dayLength=30 * 3600, roundLength=10, rests={"short": 600, "long": 7200})
    assert desk.library.epochs.of(CAMPAIGN) == 30 * 3600
    assert faces(desk) == [None, None, 30 * 3600 + 5 * DAY]
    table = table_of(desk.library, "s-1")
    assert [table.read(line).shift for line in ("round", "rest", "rest l", "+1d", "+1r")] == [
        10, 600, 7200, 30 * 3600, 10,
    ]  # fmt: skip
    act = use(desk, dayLength=None, roundLength=None, rests=None)
    assert faces(desk)[2] == 6 * DAY
    desk.take_back(act)
    assert faces(desk)[2] == 30 * 3600 + 5 * DAY


def test_a_library_with_a_calendar_comes_back_from_its_export(desk: Desk, other: Desk) -> None:
    begun(desk)
    use(desk, calendar=HARBOUR)
    whole = desk.exported("json")
    path = other.papers / "whole.json"
    path.write_bytes(next(iter(whole.values())))
    other.take(path)
    assert other.index() == desk.index()
    assert other.library.epochs.clock_of(CAMPAIGN) == desk.library.epochs.clock_of(CAMPAIGN)


def test_players_read_dates_and_nothing_else_of_the_calendars_source(desk: Desk) -> None:
    begun(desk)
    use(desk, calendar={**HARBOUR, "source": {"events": [{"name": "The king dies"}]}})
    texts = desk.exported("campaign", player_safe=True)
    assert "The king dies" not in json.dumps({n: t.decode() for n, t in texts.items()})


def found_on(desk: Desk, query: str) -> tuple[list[str], list[str]]:
    found = search(desk.library, query)
    return sorted(one.id for one in found.sessions), sorted(one.id for one, _ in found.entries)


def test_a_day_of_the_search_is_one_of_the_campaign_that_it_is_looked_for_in(desk: Desk) -> None:
    hour = 3600
    times = {"gameTime": {"startTime": {"total": 30 * hour}, "endTime": {"total": 31 * hour}}}
    desk.take(
        desk.paper(
            "two.json",
            session(1, CAMPAIGN, id="s-1", **times),
            at(1, 45 * hour, None),
            {**session(1, "other", id="o-1", **times)},
            at(2, 45 * hour, None, sessionId="o-1"),
        )
    )
    # Both clocks begin on Day 1: 30 hours later it is Day 2 by each of them, 45 hours later too.
    assert found_on(desk, "day:2") == (["o-1", "s-1"], ["e-1", "e-2"])
    act = use(desk, dayLength=40 * hour)
    assert found_on(desk, "day:1") == (["s-1"], [])
    assert found_on(desk, "day:2") == (["o-1"], ["e-1", "e-2"])
    assert found_on(desk, "-day:2") == (["s-1"], [])
    desk.take_back(act)
    assert found_on(desk, "day:1") == ([], [])
    use(desk, calendar=HARBOUR)
    assert found_on(desk, 'day:"2 Ebb 100 AB"') == (["s-1"], ["e-1"])
    assert found_on(desk, 'day:"1 Ebb 100..2 Ebb 100"') == (["s-1"], ["e-1"])
    assert found_on(desk, "day:2") == (["o-1", "s-1"], ["e-1", "e-2"])
    assert found_on(desk, 'day:"2 Smarch 100"') == ([], [])


def test_an_event_whose_file_says_when_it_ended_is_found_on_each_of_its_days(desk: Desk) -> None:
    record = at(1, 0, None, sessionId="s-1")
    record["timestamp"]["endGameTime"] = {"total": 2 * DAY}
    desk.take(desk.paper("long.json", session(1, CAMPAIGN, id="s-1"), record, at(2, 0, None)))
    days = [found_on(desk, f"day:{day}")[1] for day in range(5)]
    assert days == [[], ["e-1", "e-2"], ["e-1"], ["e-1"], []]
    act = use(desk, dayLength=2 * DAY)
    assert [found_on(desk, f"day:{day}")[1] for day in range(4)] == [
        [], ["e-1", "e-2"], ["e-1"], [],
    ]  # fmt: skip
    assert check(desk.library, quiet) == []
    desk.take_back(act)
    assert [found_on(desk, f"day:{day}")[1] for day in range(5)] == days
    assert check(desk.library, quiet) == []
