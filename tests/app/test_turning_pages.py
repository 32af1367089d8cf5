"""Opening one session after the other does not hold the window up."""

from __future__ import annotations

import json
import time
from statistics import median
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QTimer

from sessionary.core.store.plain import PlainScheduler
from sessionary.services import sessions
from sessionary.services.imports.reading import read_files
from sessionary.services.imports.writing import write_import
from sessionary.services.library import Library
from sessionary.views.campaign.linked_text import LinkedText

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Desk, Person

TWO_FRAMES = 0.033
ROOM = 1.5
"""Processor caches are shared with what runs beside the test; alone it takes 12 to 27 ms."""
SLOW = 0.012
"""What a fixed piece of work takes on a machine on which two frames are to be held."""


class Heartbeat:
    """Measures how long the event loop is away, in time that this thread itself works.

    Not in time by the clock: what others do on the machine is not the window's.
    """

    def __init__(self) -> None:
        self._timer = QTimer()
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._beat)
        self._last = 0.0
        self.longest = 0.0

    def begin(self) -> None:
        """Begin a measurement."""
        self.longest, self._last = 0.0, time.thread_time()
        self._timer.start()

    def end(self) -> float:
        """Return the longest time between two beats, in seconds."""
        self._timer.stop()
        return self.longest

    def _beat(self) -> None:
        now = time.thread_time()
        self.longest, self._last = max(self.longest, now - self._last), now


def long_evenings(count: int, events: int) -> dict[str, Any]:
    """Return a bundle of evenings in which a lot happened."""
    kinds = ("attack", "dialogue", "room_explored", "item_acquired", "npc_introduced")
    return {
        "campaign": {"id": "long", "name": "Long nights"},
        "users": [{"id": "u1", "name": "Ann"}],
        "characters": [{"id": "c1", "name": "Wren", "userId": "u1"}],
        "sessions": [
            {
                "id": f"s{night}",
                "campaignId": "long",
                "number": night,
                "title": f"Evening {night}",
                "status": "completed",
                "realTime": {"startTime": f"2025-03-{night:02}T18:00:00Z"},
                "gameTime": {"startTime": {"total": 86_400 * night}},
                "participants": {"players": [{"userId": "u1", "attended": True}]},
                "plannedObjectives": [f"Objective {night} {number}" for number in range(5)],
            }
            for night in range(1, count + 1)
        ],
        "events": [
            {
                "id": f"s{night}e{number}",
                "sessionId": f"s{night}",
                "timestamp": {"gameTime": {"total": 86_400 * night + 60 * number}},
                "event": {"type": kinds[number % 5], "name": f"Thing {number % 70}"},
                "participants": {"actor": "c1", "targets": [f"goblin {number % 9}"]},
            }
            for night in range(1, count + 1)
            for number in range(events)
        ],
    }


@pytest.fixture
def long_nights(desk: Desk, tmp_path: Path) -> Person:
    """A person in front of sessions with 500 events each."""
    file, folder = tmp_path / "long.json", tmp_path / "library"
    file.write_text(json.dumps(long_evenings(5, 500)), encoding="utf-8")
    library = Library(folder, PlainScheduler(), zone="Europe/Berlin")
    preview = read_files(library, [file], lambda _done, _all: None)
    write_import(library, preview, lambda _done, _all: None, at=time.time())
    assert library.close()
    return desk.open(folder)


def is_whole(text: LinkedText) -> bool:
    """Say whether all of a text that is shown can be seen."""
    return not text.isVisible() or text.height() >= text.heightForWidth(text.width())


def slowness() -> float:
    """Return how many times slower this machine is than the limit was set for; 1 at least."""
    began = time.thread_time()
    sum(len(json.dumps({"a": [number, str(number)]})) for number in range(4_000))
    return max(1.0, (time.thread_time() - began) / SLOW)


def walk(person: Person, steps: int, key: str = "Down") -> list[float]:
    """Walk through the list, page by page, and return how long the window was away for each."""
    heart, taken = Heartbeat(), []
    person.window.sessions_place.list.table.setFocus()
    for _step in range(steps):
        before = person.heading()
        heart.begin()
        person.press(key)
        person.wait(lambda before=before: person.heading() != before)  # type: ignore[misc]
        # The page is laid out and painted in the turns that follow.
        person.qtbot.wait(40)
        taken.append(heart.end())
    return taken


def is_swift(person: Person, steps: int) -> bool:
    """Say whether walking holds the window up for less than two frames.

    Caches and clock rate are shared with all that runs meanwhile, so the quietest of some rounds,
    up and down, counts.
    """
    rounds = ("Down", "Up") * 5
    return any(median(walk(person, steps, key)) < TWO_FRAMES * ROOM * slowness() for key in rounds)


def test_walking_through_the_list_holds_the_window_up_for_no_two_frames(sample: Person) -> None:
    walk(sample, 2)
    assert is_swift(sample, 6)


def test_nor_do_sessions_of_five_hundred_events(long_nights: Person) -> None:
    page = long_nights.window.sessions_place.page
    assert page is not None
    assert is_swift(long_nights, 4)
    assert page.log.model.total == 0
    page.tabs.turn_to("log")
    long_nights.window.sessions_place.list.choose_near(0)
    long_nights.settle()
    assert is_swift(long_nights, 4)
    assert page.log.model.total == 500


def test_the_page_that_is_shown_is_always_that_of_one_session(sample: Person) -> None:
    sample.window.sessions_place.list.table.setFocus()
    page = sample.window.sessions_place.page
    assert page is not None
    for _step in range(4):
        sample.press("Down")
        sample.settle()
        assert sample.heading() == sample.chosen()
        assert page.header.title.face.value() == sample.chosen()
        assert page.overview.recap.lines()
        assert page.page is not None
        for line, objective in zip(
            page.overview.objectives.rows.rows, page.page.review.planned, strict=True
        ):
            assert line.words.text() == objective.text
            assert line.state == objective.standing


def test_what_changes_while_a_page_is_read_is_on_it(sample: Person) -> None:
    sample.click_row("A Guest of the Second Tide")
    sample.press("Down")
    place, key = sample.window.sessions_place, sample.window.sessions_place.list.key()
    assert place.page is not None
    place.page.read_ahead(key)
    assert place.page.ahead.reading
    library = sample.library.library
    sample.library.try_act(
        lambda: sessions.edit(library, "session", key, "/title", "Renamed", "Edit title")
    )
    sample.settle()
    assert sample.heading() == "Renamed"
    assert sample.chosen() == "Renamed"


def test_who_walks_on_sees_the_last_session_alone(sample: Person) -> None:
    sample.window.sessions_place.list.table.setFocus()
    sample.press("Down", "Down", "Down")
    sample.settle()
    assert sample.heading() == sample.chosen()


@pytest.mark.parametrize("width", [1440, 1024])
def test_no_card_cuts_its_text_on_any_page(sample: Person, width: int) -> None:
    sample.window.resize(width, 700)
    page = sample.window.sessions_place.page
    assert page is not None
    for session in sample.window.sessions_model.shown()[:5]:
        sample.window.open_session(session.key)
        # Laid out a turn later; where a card keeps its former height, never.
        sample.wait(lambda: all(map(is_whole, page.overview.findChildren(LinkedText))))
