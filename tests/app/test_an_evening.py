"""An evening at the table by keyboard alone, from the plan to the draft of the next session."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sessionary.services.exports.writing import export
from sessionary.services.sessions import document_data
from sessionary.views.live.live_place import LivePlace
from sessionary.views.widgets.text import TextLabel

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget
    from tests.app.conftest import Person

    from sessionary.views.campaign.log_tab import LogTab

LINES = (
    'npc "Old Pell" !players',
    'loc "Lower Dock"',
    "* Ilse rings the bell",
    '"We count the living here"',
    "clue The rope was cut from inside",
    "loot A silver bell #ship",
    "fight Ambush at the dock",
    "dmg 8 hound",
    'dmg 5 "Pell Ambry"',
    "round",
    'heal 3 "Pell Ambry"',
    "dmg 4 hound",
    "round",
    "dead hound",
    "end the hounds flee",
    "xp 400",
    "gp 150",
    "q+ Bury the bell",
    "rest l",
    "+3d waiting for the tide",
    "He asks for a name !gm",
)


EXPORTED = Path(__file__).parents[1] / "data" / "markdown" / "an-evening.md"


class Evening:
    """Somebody who plays, and the time that passes meanwhile."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.began = person.window.now()
        self.minutes = 0
        person.window.now = lambda: self.began + 60 * self.minutes

    @property
    def place(self) -> LivePlace:
        place = self.person.window.places.get("live")
        assert isinstance(place, LivePlace)
        return place

    @property
    def log(self) -> LogTab:
        assert self.place.log is not None
        return self.place.log

    def told(self) -> list[str]:
        """Return what the log says, the newest first."""
        model = self.log.model
        return [str(model.index(row, 4).data()) for row in range(model.rowCount())]

    def at(self, widget: QWidget) -> bool:
        """Say whether a widget has the focus."""
        return self.person.focus is widget

    def tab_to(self, wanted: Callable[[], bool]) -> None:
        """Press Tab until the focus is where it is wanted."""
        for _step in range(60):
            if wanted():
                return
            self.person.press("Tab")
        pytest.fail("Tab does not get there")


@pytest.fixture
def evening(sample: Person) -> Evening:
    return Evening(sample)


def plan(evening: Evening) -> None:
    person = evening.person
    person.press("Ctrl+N")
    person.type("The Cut Rope")
    person.press("Return")
    person.settle()
    evening.tab_to(lambda: person.focus.accessibleName() == "Edit objectives")
    person.press("Space")
    person.type("Find the rope")
    person.press("Return")
    person.type("Talk to Margit")
    person.press("Ctrl+Return")
    person.settle()


def test_an_evening_by_keyboard(evening: Evening, tmp_path: Path) -> None:
    person = evening.person
    plan(evening)
    page = person.window.sessions_place.page
    assert page is not None
    assert page.page is not None
    assert [one.text for one in page.page.review.planned] == ["Find the rope", "Talk to Margit"]
    assert page.page.review.number == 13

    person.press("F5")
    place = evening.place
    assert person.window.place == "live"
    assert place.bar.title.text() == "Session 13: The Cut Rope"
    rows = place.table.calls.rows
    assert evening.at(rows[0]), "the roll is called first"
    evening.minutes = 15
    for key in ("c", "l", "x", "c"):
        person.press(key)
    assert [row.word.text() for row in rows] == ["came", "late 15 min", "excused", "came"]
    assert place.table.count.text() == "3 of 4"

    person.press("Ctrl+L")
    assert evening.at(evening.log.entry.field)
    for number, line in enumerate(LINES):
        evening.minutes = 20 + 5 * number
        person.type(line)
        person.press("Return")
        if line == "dmg 4 hound":
            fight = place.table.fight
            assert (fight.title.text(), fight.round.text()) == ("Ambush at the dock", "Round 2")
            fighters = [
                label.text()
                for label in fight.fighters.findChildren(TextLabel)
                if label.isVisible()
            ]
            assert fighters == ["Pell Ambry", "5 damage, 3 healed", "hound", "12 damage"]
    assert place.table.fight.isHidden()
    assert evening.told()[:4] == [
        "He asks for a name",
        "waiting for the tide",
        "Long rest complete",
        "Bury the bell",
    ]
    assert len(evening.told()) == len(LINES)

    person.press("Ctrl+Z")
    assert evening.told()[0] == "waiting for the tide"
    person.press("Ctrl+Shift+Z")
    assert evening.told()[0] == "He asks for a name"

    # What was misheard is corrected where it stands, and the line goes on.
    person.press("F2", "Ctrl+A")
    person.type("He asks for her name")
    person.press("Return")
    assert evening.told()[0] == "He asks for her name"
    person.press("Ctrl+L")
    assert evening.at(evening.log.entry.field)

    person.press("F6")
    assert place.bar.pause.text() == "&Resume"
    evening.minutes += 10
    person.press("F6")
    assert place.bar.pause.text() == "&Pause"

    person.press("Ctrl+Shift+E")
    assert evening.at(place.end_page.end)
    evening.tab_to(lambda: evening.at(place.end_page.objectives.rows[0]))
    person.press("m")
    assert evening.at(place.end_page.objectives.rows[1])
    person.press("p")
    left = [line.words.text() for line in place.end_page.lines]
    assert left == ["Objective: Talk to Margit", "Open thread: Bury the bell"]
    evening.tab_to(lambda: evening.at(place.end_page.end))
    person.press("Space")
    person.settle()

    assert person.window.place == "sessions"
    assert person.heading() == "The Cut Rope"
    assert "is planned" in person.banner()
    review = page.page.review
    assert (review.minutes, review.net_minutes) == (130, 120)
    assert review.elapsed_text == "3 days 8 h 2 rounds"
    drafted = next(s for s in person.window.sessions_model.everything() if s.number == 14)
    planned = document_data(person.library.library, "session", drafted.key)
    assert list(planned["record"]["plannedObjectives"]) == ["Talk to Margit"]
    exported = export(
        person.library.library,
        [("session", page.key)],
        "markdown",
        tmp_path / "evening.md",
        player_safe=False,
        report=lambda _done, _all: None,
    )
    assert exported.paths[0].read_text(encoding="utf-8") == EXPORTED.read_text(encoding="utf-8")
