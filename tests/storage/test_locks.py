"""Lock rows on disk, from two programs on one library."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sessionary.core.store import Fence, LockLost, LockRow, Process, SaveFailed
from sessionary.storage.library_file import LibraryFile
from sessionary.storage.locks import DocumentHeld, SqliteLocks, check_fences, check_unheld
from sessionary.storage.processes import this_process

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PLACE = ("session", "one")


@pytest.fixture
def files(tmp_path: Path) -> Iterator[tuple[LibraryFile, LibraryFile]]:
    both = LibraryFile(tmp_path / "library"), LibraryFile(tmp_path / "library")
    yield both
    for file in both:
        file.close()


@pytest.fixture
def here(files: tuple[LibraryFile, LibraryFile]) -> SqliteLocks:
    return SqliteLocks(files[0])


@pytest.fixture
def there(files: tuple[LibraryFile, LibraryFile]) -> SqliteLocks:
    return SqliteLocks(files[1])


def row(holder: Process | None, generation: int = 0, beat: int = 0) -> LockRow:
    store, key = PLACE
    return LockRow(store=store, key=key, holder=holder, generation=generation, beat=beat)


def test_a_row_is_read_back_as_it_was_written(here: SqliteLocks, there: SqliteLocks) -> None:
    mine = row(this_process(), generation=3, beat=9)
    assert here.row(*PLACE) is None
    assert here.replace(mine, None)
    assert there.row(*PLACE) == mine
    assert there.held() == [mine]


def test_only_who_has_seen_the_present_row_replaces_it(
    here: SqliteLocks, there: SqliteLocks
) -> None:
    mine, other = row(this_process()), row(this_process())
    assert here.replace(mine, None)
    assert not there.replace(other, None)
    assert not there.replace(other, row(None))
    assert there.replace(other, mine)
    assert here.row(*PLACE) == other


def test_the_generation_of_a_lock_that_was_given_back_stays(
    here: SqliteLocks, there: SqliteLocks
) -> None:
    me = this_process()
    here.replace(row(me, generation=2), None)
    assert not there.release(Fence(*PLACE, me.owner, 1))
    assert not there.release(Fence(*PLACE, "other", 2))
    assert here.release(Fence(*PLACE, me.owner, 2))
    left = there.row(*PLACE)
    assert left is not None
    assert (left.holder, left.generation) == (None, 2)
    assert there.held() == []


def test_while_another_program_writes_for_long_a_beat_is_left_out(
    files: tuple[LibraryFile, LibraryFile], here: SqliteLocks
) -> None:
    me = this_process()
    here.replace(row(me), None)
    with files[1].writing():
        assert here.beat(me.owner) == [Fence(*PLACE, me.owner, 0)]
        with pytest.raises(SaveFailed, match="is being written to"):
            here.set_busy(me.owner, busy=True)
    present = here.row(*PLACE)
    assert present is not None
    assert present.beat == 0
    assert here.beat(me.owner) == [Fence(*PLACE, me.owner, 0)]
    present = here.row(*PLACE)
    assert present is not None
    assert present.beat == 1


def test_all_fences_that_do_not_hold_are_named(
    files: tuple[LibraryFile, LibraryFile], here: SqliteLocks
) -> None:
    me = this_process()
    here.replace(row(me, generation=1), None)
    held = Fence(*PLACE, me.owner, 1)
    with files[0].writing() as connection:
        check_fences(connection, [held])
        with pytest.raises(LockLost) as caught:
            check_fences(
                connection,
                [held, Fence(*PLACE, me.owner, 0), Fence("session", "two", me.owner, 0)],
            )
    assert caught.value.places == (PLACE, ("session", "two"))


def test_a_job_may_write_what_a_dead_program_held_and_not_what_a_living_one_does(
    files: tuple[LibraryFile, LibraryFile], here: SqliteLocks
) -> None:
    from dataclasses import replace

    me = this_process()
    here.replace(row(replace(me, started="1")), None)
    with files[0].writing() as connection:
        check_unheld(connection, [PLACE, ("session", "two")])
    dead = here.row(*PLACE)
    here.replace(row(me, generation=1), dead)
    with (
        pytest.raises(DocumentHeld, match=f"The session one is open for editing in {me.label[:9]}"),
        files[0].writing() as connection,
    ):
        check_unheld(connection, [PLACE])
    # Of one on another computer nobody can say whether it lives.
    here.replace(row(replace(me, boot="other"), generation=2), here.row(*PLACE))
    with pytest.raises(DocumentHeld), files[0].writing() as connection:
        check_unheld(connection, [PLACE])
