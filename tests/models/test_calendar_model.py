"""What stands on the days of a calendar, page by page."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from sessionary.core.calendar.definition import Calendar, LeapDay, LeapRule, Month, Moon
from sessionary.core.campaign.clock import PLAIN, Clock
from sessionary.core.kinds import SessionSummary
from sessionary.models.calendar_model import CalendarModel, Shown
from sessionary.models.month_pages import GamePages, RealPages
from sessionary.services.month_days import DayEvent, Days, EventsOfDay
from sessionary.views.calendar.grid import Grid, rows_of

if TYPE_CHECKING:
    from collections.abc import Callable

DAY = 86_400
TODAY = date(2026, 11, 20).toordinal()
WORLD = Clock(
    calendar=Calendar(
        name="World",
        months=(
            Month(name="Ash", days=7),
            Month(name="Feast", days=2, intercalary=True),
            Month(name="Bone", days=6),
        ),
        weekdays=("Sun", "Moon", "Star"),
        leap_days=(
            LeapDay(name="Gap", month=0, rules=(LeapRule(every=1),), intercalary=True, after=4),
        ),
        moons=(Moon(name="Pale", cycle=8),),
    )
)


def summary(number: int, start: str, *game: int, container: str = "c") -> SessionSummary:
    us = round(datetime.fromisoformat(start).replace(tzinfo=UTC).timestamp()) * 10**6
    return SessionSummary(
        pk=number, kind="campaign", key=f"s-{number}", id=f"s-{number}", container=container,
        number=number, title=f"Night {number}", status="completed", start=start, start_us=us,
        end_us=None, duration=None, game_start=game[0] * DAY if game else None,
        game_end=game[-1] * DAY + 3600 if game else None, entries=0, listed=0, attended=0,
        planned=0, reached=0, tag_lines="", people_lines="",
    )  # fmt: skip


NIGHTS = (
    summary(1, "2026-11-03T11:00", 1, 2),
    summary(2, "2026-11-03T12:00"),
    summary(3, "2026-12-01T11:00", 3),
)


class Desk:
    """A calendar whose events are read when the test says so."""

    def __init__(self) -> None:
        self.asked: list[tuple[Days, Callable[[dict[int, EventsOfDay]], None]]] = []
        self.model = CalendarModel(
            lambda days, take: self.asked.append((days, take)), lambda: TODAY
        )

    def texts(self, day: int) -> list[str]:
        return [item.text for item in self.model.items(day)]


@pytest.fixture
def desk() -> Desk:
    made = Desk()
    made.model.show(Shown(sessions=NIGHTS))
    return made


def test_sessions_stand_on_the_days_on_which_they_were_played(desk: Desk) -> None:
    november = date(2026, 11, 1).toordinal()
    assert desk.model.page.title == "November 2026"
    assert desk.texts(november + 2) == ["1  Night 1", "2  Night 2"]
    desk.model.turn(1)
    assert desk.model.page.title == "December 2026"
    assert desk.texts(november + 30) == ["3  Night 3"]
    assert desk.asked == []


def test_turning_keeps_the_day_of_the_month_as_far_as_there_is_one(desk: Desk) -> None:
    desk.model.go(date(2026, 12, 31).toordinal())
    desk.model.turn(-1)
    assert date.fromordinal(desk.model.day) == date(2026, 11, 30)
    desk.model.turn(14)
    assert date.fromordinal(desk.model.day) == date(2028, 1, 30)
    desk.model.go(10**9)
    assert date.fromordinal(desk.model.day) == date.max
    desk.model.turn(1)
    assert date.fromordinal(desk.model.day) == date.max


def test_the_game_opens_at_the_last_day_that_was_played_and_asks_for_its_events(desk: Desk) -> None:
    desk.model.set_game(game=True)
    assert desk.model.day == 3
    assert desk.model.page.title == "Day 1–28"
    assert [desk.texts(day) for day in (1, 2, 3)] == [
        ["1  Night 1"],
        ["1  Night 1"],
        ["3  Night 3"],
    ]
    days, take = desk.asked[-1]
    assert (days.campaign, days.first, days.length, days.count) == ("c", DAY, DAY, 28)
    take({1: EventsOfDay(30, (DayEvent(1, 7, "Ambush", "combat", "combat_start"),))})
    assert desk.texts(2) == ["1  Night 1", "Ambush"]
    assert (desk.model.sessions_on(2), desk.model.events_on(2)) == (1, 30)
    assert desk.model.total == (2, 30)


def test_events_that_come_late_are_not_shown_on_another_page(desk: Desk) -> None:
    desk.model.set_game(game=True)
    _days, take = desk.asked[-1]
    desk.model.turn(1)
    take({0: EventsOfDay(1, (DayEvent(0, 7, "Ambush", "combat", ""),))})
    assert desk.model.total == (0, 0)


def test_of_several_campaigns_the_game_is_that_of_the_one_played_last(desk: Desk) -> None:
    other = summary(9, "2027-01-01T11:00", 50, container="d")
    desk.model.show(
        Shown(sessions=(*NIGHTS, other), clock_of=lambda c: WORLD if c == "d" else PLAIN)
    )
    desk.model.set_game(game=True)
    assert (desk.model.campaign, desk.model.clock) == ("d", WORLD)
    desk.model.show(Shown(sessions=NIGHTS))
    assert (desk.model.campaign, desk.model.day, desk.model.page.title) == ("c", 3, "Day 1–28")


def test_days_outside_of_weeks_stand_in_rows_of_their_own() -> None:
    pages = GamePages(WORLD)
    ash, feast = pages.page(0), pages.page(8)
    assert [day.number for day in ash.days] == ["1", "2", "3", "4", "Gap", "5", "6", "7"]
    assert [row.wide for row in rows_of(ash)] == [False, False, True, False, False]
    assert [[column for _place, column in row.cells] for row in rows_of(ash)] == [
        [0, 1, 2], [0], [0], [1, 2], [0],
    ]  # fmt: skip
    assert [row.wide for row in rows_of(feast)] == [True]
    assert (ash.title, feast.title) == ("Ash 1", "Feast 1")
    assert ash.days[0].moons == (("Pale", 0),)
    assert ash.days[4].moons == (("Pale", 4),)
    assert ash.days[4].name == "Gap 1"
    assert ash.days[0].name == "Sun, 1 Ash 1"


def test_the_grid_leaves_no_gap_and_finds_each_day_again() -> None:
    grid = Grid(GamePages(WORLD).page(0), 301, 500, week=60, wide=50)
    assert grid.height <= 500
    for place, rect in enumerate(grid.rects):
        assert grid.at(rect.center().x(), rect.center().y()) == place
    assert grid.at(5, 10_000) is None
    assert grid.beside(0, 1) == 3
    assert grid.beside(3, 1) == 4
    assert grid.beside(0, -1) is None
    mirrored = Grid(GamePages(WORLD).page(0), 301, 500, week=60, wide=50, mirrored=True)
    assert [rect.left() for rect in mirrored.rects[:3]] == [200, 100, 0]
    low = Grid(RealPages().page(TODAY), 700, 100, week=60, wide=50)
    assert low.height == 360


def test_a_month_of_endless_length_is_shown_in_pieces() -> None:
    long = Calendar(name="", months=(Month(name="All", days=1_000),))
    pages = GamePages(Clock(calendar=long))
    assert pages.page(150).title == "All 1 (141–280)"
    assert len(pages.page(999).days) == 20
    assert replace(pages.page(0)).last == 139
