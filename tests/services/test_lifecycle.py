"""The four documents of one session's life, as the first issue's figures have them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from sessionary.services.imports.report import Verdict
from sessionary.services.listing import listed, listed_json
from sessionary.services.pages import session_page, show_json
from sessionary.services.sessions import summaries

if TYPE_CHECKING:
    from tests.services.conftest import Desk

LIFECYCLE = sorted((Path(__file__).parents[1] / "data/campaign/lifecycle").glob("*.json"))


@pytest.fixture
def played(desk: Desk) -> Desk:
    """A library into which the four were imported in order, one at a time."""
    for path in LIFECYCLE:
        preview = desk.take(path)
        assert preview.counts.total() == 1
        assert not preview.files[0].problems
    return desk


def shown(desk: Desk) -> dict[str, Any]:
    return show_json(desk.library, "session", "session-015")


def test_the_four_documents_give_one_completed_session(played: Desk) -> None:
    assert [listed_json(session) for session in listed(played.library)] == [
        {
            "key": "session/session-015",
            "kind": "campaign",
            "id": "session-015",
            "number": 15,
            "title": None,
            "status": "completed",
            "start": "2025-01-20T18:05:00Z",
            "end": "2025-01-20T22:15:00Z",
            "durationMinutes": 250,
            "entries": 1,
        }
    ]


def test_nine_hours_of_game_time_passed(played: Desk) -> None:
    review = session_page(played.library, "session-015").review
    assert review.elapsed_seconds == 32_400
    assert review.elapsed == {"hours": 9}
    assert (review.game_start_text, review.game_end_text) == ("Day 15, 9:00 AM", "Day 15, 6:00 PM")


def test_two_players_attended_and_one_came_late_with_the_characters_planned(played: Desk) -> None:
    players = session_page(played.library, "session-015").review.players
    assert [(p.who.id, [c.id for c in p.characters], p.word) for p in players] == [
        ("user-player-1", ["fighter-pc"], "came"),
        ("user-player-2", ["wizard-pc"], "came late"),
    ]
    (session,) = summaries(played.library)
    assert (session.listed, session.attended) == (2, 2)


def test_three_objectives_were_planned_and_three_reached(played: Desk) -> None:
    (session,) = summaries(played.library)
    assert (session.planned, session.reached) == (3, 3)


def test_the_epoch_is_day_0_at_nine(played: Desk) -> None:
    derived = show_json(played.library, "campaign", "campaign-001")["derived"]
    assert derived["epoch"] == "Day 0, 9:00 AM"


def test_the_event_stands_at_day_15_at_ten(played: Desk) -> None:
    page = session_page(played.library, "session-015")
    (entry,) = page.entries
    assert entry.label == "Ambushed by cultists"
    assert entry.game_s == 15 * 86_400 + 10 * 3_600


def test_declared_statistics_stand_beside_those_of_the_log(played: Desk) -> None:
    statistics = session_page(played.library, "session-015").review.statistics
    both = {line.key: (line.declared, line.counted) for line in statistics}
    assert both == {
        "eventCount": (247, 1),
        "combatEncounters": (3, 1),
        "totalDamageDealt": (385, 0),
        "totalDamageReceived": (None, 0),
        "totalHealingDone": (142, 0),
        "npcsKilled": (12, 0),
        "treasureGained": (1500, 0),
        "xpEarned": (4000, 0),
    }


def test_the_planned_start_is_kept_beside_the_real_one(played: Desk) -> None:
    review = session_page(played.library, "session-015").review
    assert review.planned_start == "2025-01-20T18:00:00Z"
    assert review.lateness == "started 5 min late"


def test_without_a_title_the_markdown_still_reads_as_english(played: Desk) -> None:
    (text,) = (
        b.decode() for b in played.exported("markdown", [("session", "session-015")]).values()
    )
    assert text.startswith("# Session 15\n")
    for word in ("None", "undefined", "null", "{}", "[]"):
        assert word not in text
    assert "250 min" in text or "4 h 10 min" in text
    lines = [line for line in text.splitlines() if line]
    levels = [len(line) - len(line.lstrip("#")) for line in lines]
    for level, below in zip(levels, [*levels[1:], 1], strict=True):
        assert not (level and below) or below > level, "a heading stands over nothing"


def test_importing_all_of_it_again_changes_nothing(played: Desk) -> None:
    exports = {name: played.exported(name) for name in ("json", "campaign", "markdown", "csv")}
    act = played.library.newest_act()
    for path in LIFECYCLE:
        preview = played.take(path)
        assert preview.counts == {Verdict.SAME: 1}
    assert played.take(*LIFECYCLE).counts == {Verdict.SAME: 4}
    assert played.library.newest_act() == act, "nothing was written"
    assert {name: played.exported(name) for name in exports} == exports


def test_all_four_at_once_give_the_same_as_one_by_one(played: Desk, other: Desk) -> None:
    preview = other.take(*LIFECYCLE)
    assert preview.counts == {Verdict.NEW: 2, Verdict.CHANGED: 2}
    assert shown(other) == shown(played)
    assert other.exported("campaign") == played.exported("campaign")
