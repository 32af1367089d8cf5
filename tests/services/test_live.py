"""A session that is played: what each act of the live mode leaves in the library."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from sessionary.core.campaign.agenda import Sort, Standing
from sessionary.core.campaign.lifecycle import EndBeforeStart, InvalidTransition, Status
from sessionary.core.campaign.roll_call import Called
from sessionary.core.problems import UserError
from sessionary.core.store.plain import PlainScheduler
from sessionary.services import live, log_entries, next_session, session_edits, sessions, undo
from sessionary.services.library import Library

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

START = datetime(2026, 11, 20, 18, 5, tzinfo=UTC)


def after(minutes: int) -> datetime:
    return START + timedelta(minutes=minutes)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    library = Library(tmp_path, PlainScheduler(), zone="UTC")
    yield library
    library.close()


@pytest.fixture
def key(library: Library) -> str:
    """A planned session with two players, two objectives and a secret."""
    campaign = sessions.new_campaign(library, "Harbour")
    key = sessions.new_session(library, campaign, START)
    players: list[dict[str, Any]] = [
        {"userId": user, "characterIds": [], "attended": False} for user in ("Ann", "Ben")
    ]
    session_edits.edit_together(
        library,
        key,
        {
            "/participants/players": players,
            "/plannedObjectives": ["Find the bell", "Rest"],
            "/gameTime": {"startTime": {"total": 0, "formatted": "Day 1, 12:00 AM"}},
        },
        "Plan",
        {"secrets": "The bell is cursed"},
    )
    return key


def record(library: Library, key: str) -> dict[str, Any]:
    found: dict[str, Any] = sessions.document_data(library, "session", key)["record"]
    return found


def test_an_evening_from_start_to_end(library: Library, key: str) -> None:
    live.start_session(library, key, START)
    assert live.live_session(library) == key
    live.call_player(library, key, "Ann", Called.CAME)
    live.call_player(library, key, "Ben", Called.LATE, 10)
    live.toggle_pause(library, key, after(60))
    assert live.live_page(library, key).paused
    live.toggle_pause(library, key, after(80))
    log_entries.log_line(library, key, "npc Elara", after(90))
    log_entries.log_line(library, key, "xp 400", after(95))
    log_entries.step_clock(library, key, "+3h", after(100))
    shown = live.live_page(library, key)
    assert shown.played_seconds(after(110)) == 90 * 60
    assert shown.cast == ("Elara",)
    live.set_standing(library, key, "Find the bell", Standing.MET)
    ending = live.proposed_ending(library, key, after(250))
    live.end_session(library, key, ending)
    done = record(library, key)
    assert done["status"] == "completed"
    assert done["realTime"] == {
        "startTime": START.isoformat(timespec="seconds"),
        "endTime": "2026-11-20T22:15:00+00:00",
        "durationMinutes": 250,
    }
    assert done["gameTime"]["elapsed"] == {"hours": 3}
    assert list(done["actualObjectives"]) == ["Find the bell"]
    told = live.live_page(library, key).page.review.summary()
    assert "They met one new NPC: Elara." in told
    assert "The party earned 400 XP." in told
    assert "summary" not in done, "it is made from the log, never old"
    assert live.live_session(library) == ""


def test_what_was_left_is_taken_over_into_one_act_that_can_be_undone(
    library: Library, key: str
) -> None:
    live.start_session(library, key, START)
    live.set_standing(library, key, "Find the bell", Standing.PARTLY)
    log_entries.log_line(library, key, "fight Ambush", after(10))
    log_entries.log_line(library, key, "round", after(11))
    live.end_session(library, key, live.proposed_ending(library, key, after(20)))
    left = next_session.what_is_left(library, key)
    assert [(one.sort, one.text) for one in left] == [
        (Sort.OBJECTIVE, "Find the bell"),
        (Sort.OBJECTIVE, "Rest"),
        (Sort.SECRET, "The bell is cursed"),
        (Sort.FIGHT, "Ambush"),
    ]
    made = next_session.draft_next(
        library, key, [one for one in left if one.text != "Rest"], after(21)
    )
    planned = live.live_page(library, made)
    assert [text for text, _ in planned.objectives] == ["Find the bell"]
    assert [secret.text for secret in planned.secrets] == ["The bell is cursed"]
    assert [one.origin for one in planned.carried] == [key] * 3
    live.start_session(library, made, after(1000))
    (fight,) = [one for one in planned.carried if one.sort is Sort.FIGHT]
    live.resume_fight(library, made, fight, after(1001))
    resumed = live.live_page(library, made).fight
    assert resumed is not None
    assert (resumed.name, resumed.round) == ("Ambush", 2)


def test_rounds_name_themselves_and_move_the_clock(library: Library, key: str) -> None:
    live.start_session(library, key, START)
    log_entries.log_line(library, key, "fight Ambush", after(1))
    for _round in range(2):
        log_entries.log_line(library, key, "round", after(2))
    page = live.live_page(library, key)
    assert page.fight is not None
    assert page.fight.round == 3
    assert [entry.label for entry in page.page.entries] == ["Ambush", "Round 2", "Round 3"]
    assert log_entries.table_of(library, key).face == 86_400 + 12
    log_entries.log_line(library, key, "end", after(3))
    assert live.live_page(library, key).fight is None
    assert log_entries.table_of(library, key).fight_round == 0
    assert live.live_page(library, key).page.review.combats[0].rounds == 3


def test_steps_of_the_clock_in_a_row_are_one_entry(library: Library, key: str) -> None:
    live.start_session(library, key, START)
    for _step in range(3):
        log_entries.step_clock(library, key, "+10m", after(5))
    assert [entry.game_s for entry in live.live_page(library, key).page.entries] == [88_200]
    log_entries.log_line(library, key, "A door creaks", after(6))
    log_entries.step_clock(library, key, "+1h", after(7))
    log_entries.step_clock(library, key, "+1h", after(30))
    assert len(live.live_page(library, key).page.entries) == 4
    with pytest.raises(UserError, match="is no time"):
        log_entries.step_clock(library, key, "soon", after(31))


def test_each_act_is_taken_back_by_itself(library: Library, key: str) -> None:
    before = sessions.document_data(library, "session", key)
    acts = []
    listener = library.on_change(lambda change: acts.append(change.act))
    live.start_session(library, key, START)
    live.call_player(library, key, "Ann", Called.LATE, 5)
    live.call_player(library, key, "Zoe", Called.GUEST)
    live.reveal(library, key, "The bell is cursed", revealed=True)
    live.toggle_pause(library, key, after(5))
    live.end_session(library, key, live.proposed_ending(library, key, after(9)))
    listener()
    assert len(acts) == 6
    for act in reversed(acts):
        undo.undo(library, act)
    assert sessions.document_data(library, "session", key) == before


def test_what_is_not_live_is_neither_paused_nor_ended(library: Library, key: str) -> None:
    with pytest.raises(UserError, match="live"):
        live.toggle_pause(library, key, START)
    with pytest.raises(InvalidTransition):
        live.end_session(library, key, live.proposed_ending(library, key, START))
    live.start_session(library, key, START)
    with pytest.raises(EndBeforeStart):
        live.end_session(library, key, live.proposed_ending(library, key, after(-60)))
    assert record(library, key)["status"] == Status.IN_PROGRESS


def test_players_see_nothing_of_the_agenda_that_is_the_gms(library: Library, key: str) -> None:
    live.start_session(library, key, START)
    log_entries.log_line(library, key, "npc Elara !gm", after(1))
    shown = live.live_page(library, key, players_only=True)
    assert (shown.secrets, shown.carried, shown.cast) == ((), (), ())
    assert shown.page.entries == ()


def test_gm_text_is_never_overwritten(library: Library, key: str) -> None:
    session_edits.edit_together(library, key, {"/summary": {"gm": "Mine."}}, "Write")
    live.start_session(library, key, START)
    live.end_session(library, key, live.proposed_ending(library, key, after(9)))
    assert record(library, key)["summary"]["gm"] == "Mine."
