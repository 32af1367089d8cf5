"""Pages that are kept must never be told from pages that are made."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sessionary.core.entries import EntryPut
from sessionary.services.exports import page_keeper
from sessionary.services.sessions import edit, edit_own
from sessionary.services.undo import undo
from sessionary.storage import kept_pages

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.services.conftest import Desk

CAMPAIGN = "campaign-drowned-bells"
SESSION = "session-03"


def kept(desk: Desk) -> dict[str, bytes]:
    with closing(sqlite3.connect(desk.library.file.path)) as connection:
        return dict(connection.execute("SELECT name, blob FROM cache ORDER BY name").fetchall())


def forget_pages(desk: Desk) -> None:
    with desk.library.file.writing() as connection:
        connection.exec_driver_sql("DELETE FROM cache")


def log(desk: Desk, identity: str, name: str) -> int | None:
    """Log an event, or log it anew."""
    record = {"id": identity, "sessionId": SESSION, "event": {"type": "note", "name": name}}
    text = json.dumps(record)
    with desk.library.act("Log") as act:
        act.put(
            EntryPut(
                kind="session", type="event", scope=CAMPAIGN, id=identity,
                document=("session", SESSION), text=text,
                columns=desk.library.columns_of("session", "event", CAMPAIGN, text, None),
            )
        )  # fmt: skip
    return act.number


@pytest.fixture(autouse=True)
def worth(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_keeper, "_WORTH_KEEPING", 1)


@pytest.mark.parametrize("format_", ["markdown", "vault"])
def test_an_export_from_kept_pages_is_the_one_that_made_them(sample: Desk, format_: str) -> None:
    first = sample.exported(format_)
    pages = kept(sample)
    assert len(pages) == 13 - 2  # what was not played has no events
    assert sample.exported(format_) == first
    assert kept(sample) == pages


def test_a_page_is_really_read(sample: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    first = sample.exported("markdown")

    def never(*_given: object, **_named: object) -> None:
        raise AssertionError

    monkeypatch.setattr(kept_pages, "packed_page", never)
    assert sample.exported("markdown") == first


CHANGES: dict[str, Callable[[Desk], object]] = {
    "a title": lambda d: edit(d.library, "session", SESSION, "/title", "Ten Fathoms", "Rename"),
    "the session before": lambda d: edit(
        d.library, "session", "session-02", "/gameTime/endTime",
        {"total": 5, "formatted": "Day 1, 1:00 AM"}, "Change",
    ),
    "notes of our own": lambda d: edit_own(d.library, "session", SESSION, "tags", ["x"], "Tag"),
    "the campaign": lambda d: edit(d.library, "campaign", CAMPAIGN, "/name", "Bells", "Rename"),
    "a new event": lambda d: log(d, "new-event", "The tide turns"),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_what_changed_is_made_anew(sample: Desk, change: str) -> None:
    before = sample.exported("markdown")
    CHANGES[change](sample)
    after = sample.exported("markdown")
    assert after != before
    forget_pages(sample)
    assert sample.exported("markdown") == after


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    steps=st.lists(
        st.one_of(
            st.tuples(st.just("log"), st.sampled_from(["a", "b"]), st.sampled_from(["x", "y"])),
            st.tuples(st.just("undo"), st.integers(0, 3), st.none()),
            st.tuples(st.just("export"), st.none(), st.none()),
        ),
        max_size=8,
    )
)
def test_whatever_is_logged_and_undone_no_page_is_old(
    sample: Desk, steps: list[tuple[str, str | int | None, str | None]]
) -> None:
    acts: list[int] = []
    for step, which, name in steps:
        if step == "log":
            number = log(sample, f"event-{which}", str(name))
            acts += [] if number is None else [number]
        elif step == "undo" and acts:
            acts = _undone(sample, acts, int(str(which)) % len(acts))
        elif step == "export":
            sample.exported("markdown", [("campaign", CAMPAIGN)])
    from_kept = sample.exported("markdown", [("campaign", CAMPAIGN)])
    forget_pages(sample)
    assert sample.exported("markdown", [("campaign", CAMPAIGN)]) == from_kept
    for act in reversed(acts):
        undo(sample.library, act)


def _undone(desk: Desk, acts: list[int], place: int) -> list[int]:
    """Undo an act and those after it, the newest first, as a window does."""
    for act in reversed(acts[place:]):
        undo(desk.library, act)
    return acts[:place]


def test_players_never_get_a_page_of_the_gms(sample: Desk) -> None:
    sample.exported("markdown")
    made = kept(sample)
    safe = sample.exported("markdown", player_safe=True)
    assert kept(sample) == made
    forget_pages(sample)
    assert sample.exported("markdown", player_safe=True) == safe


def test_checking_and_rebuilding_drop_the_pages(sample: Desk) -> None:
    from sessionary.services.rebuild import rebuild_index

    sample.exported("markdown")
    assert kept(sample)
    rebuild_index(sample.library, lambda _done, _all: None)
    assert kept(sample) == {}
