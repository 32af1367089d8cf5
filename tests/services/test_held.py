"""Locks of programs that cannot be asked: on another computer, or before a power cut."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from sessionary.core.store import LockRow
from sessionary.core.store.locks import LEASE_S
from sessionary.core.store.memory import HandScheduler
from sessionary.services.elsewhere import Elsewhere
from sessionary.services.library import Library
from sessionary.storage.locks import SqliteLocks
from sessionary.storage.processes import this_process

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PLACE = ("campaign", "one")
AFAR = replace(this_process(), boot="another computer", label="Sessionary on attic")


@pytest.fixture
def clock() -> HandScheduler:
    return HandScheduler()


@pytest.fixture
def library(tmp_path: Path, clock: HandScheduler) -> Iterator[Library]:
    opened = Library(tmp_path / "library", clock, zone="UTC")
    yield opened
    opened.close()


@pytest.fixture
def locks(library: Library) -> SqliteLocks:
    table = SqliteLocks(library.file)
    table.replace(LockRow(store=PLACE[0], key=PLACE[1], holder=AFAR, generation=4), None)
    return table


def look(library: Library, eyes: Elsewhere, clock: HandScheduler, seconds: float) -> bool:
    """Look once a second; return whether the document is held in the end."""
    for _ in range(round(seconds)):
        clock.advance(1)
        eyes.look()
    return eyes.holder(*PLACE) is not None


def test_one_that_does_not_beat_for_the_whole_lease_holds_nothing_any_more(
    library: Library, locks: SqliteLocks, clock: HandScheduler
) -> None:
    eyes = Elsewhere(library)
    assert look(library, eyes, clock, LEASE_S)
    assert not look(library, eyes, clock, 2)
    row = locks.row(*PLACE)
    assert row is not None
    assert (row.holder, row.generation) == (None, 5)
    assert library.stores["campaign"].load("one").state == "open"


def test_one_that_beats_or_writes_for_long_keeps_what_it_holds(
    library: Library, locks: SqliteLocks, clock: HandScheduler
) -> None:
    eyes = Elsewhere(library)
    for _ in range(4):
        assert look(library, eyes, clock, 15)
        locks.beat(AFAR.owner)
    locks.set_busy(AFAR.owner, busy=True)
    assert look(library, eyes, clock, 60)


def test_looks_that_come_late_prove_nothing(
    library: Library, locks: SqliteLocks, clock: HandScheduler
) -> None:
    eyes = Elsewhere(library)
    for _ in range(5):
        clock.advance(600)
        eyes.look()
    assert eyes.holder(*PLACE) is not None


def test_who_opens_a_library_that_nobody_has_open_finds_all_of_it_free(
    library: Library, locks: SqliteLocks, clock: HandScheduler, tmp_path: Path
) -> None:
    beside = Library(tmp_path / "library", clock, zone="UTC")
    row = locks.row(*PLACE)
    assert row is not None
    assert row.holder == AFAR
    beside.close()
    library.close()
    again = Library(tmp_path / "library", clock, zone="UTC")
    left = SqliteLocks(again.file).row(*PLACE)
    assert left is not None
    assert (left.holder, left.generation) == (None, 5)
    again.close()
