"""A corpus of damaged libraries: each is told of, none is overwritten, none ends the program."""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from tests.services.conftest import SAMPLE, Desk

from sessionary.core.problems import UserError
from sessionary.core.store.plain import PlainScheduler
from sessionary.services.check import check
from sessionary.services.library import Library
from sessionary.storage.first_page import first_campaigns, first_summaries
from sessionary.storage.ids import FILE_NAME

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_PAGE = 4096
_FLIPS = 150


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of a library with the sample campaign."""
    desk = Desk(tmp_path_factory.mktemp("whole") / "library")
    desk.take(SAMPLE)
    desk.close()
    return (desk.folder / FILE_NAME).read_bytes()


def quiet(_done: int, _total: int) -> None:
    """Take no note of progress."""


def told(folder: Path, spoilt: bytes) -> list[str]:
    """Return what the program says of a library of these bytes, which must stay as they are."""
    path = folder / FILE_NAME
    path.write_bytes(spoilt)
    first_summaries(path)
    first_campaigns(path)
    try:
        library = Library(folder, PlainScheduler(), zone="Europe/Berlin")
    except (UserError, OSError) as refused:
        problems = [str(refused)]
    else:
        problems = check(library, quiet)
        library.close()
    assert path.read_bytes() == spoilt
    return problems


def truth(path: Path) -> str:
    """Return a digest of the texts of a library."""
    whole = hashlib.sha256()
    with closing(sqlite3.connect(path)) as connection:
        for table in ("document", "entry"):
            rows = connection.execute(
                f"SELECT kind, CAST(text AS BLOB), hash FROM {table} ORDER BY 1, 3"
            )
            whole.update(repr(rows.fetchall()).encode())
    return whole.hexdigest()


def _cut(share: int) -> Callable[[bytes], bytes]:
    return lambda whole: whole[: len(whole) * share // 100]


def _zeroed(page: int) -> Callable[[bytes], bytes]:
    def spoil(whole: bytes) -> bytes:
        at = page * _PAGE % len(whole)
        return whole[:at] + bytes(_PAGE) + whole[at + _PAGE :]

    return spoil


@pytest.mark.parametrize(
    "spoil",
    [
        *(pytest.param(_cut(share), id=f"cut to {share} %") for share in (1, 10, 50, 90, 99)),
        *(pytest.param(_zeroed(page), id=f"page {page} zeroed") for page in (0, 1, 2, 5)),
        pytest.param(lambda _whole: b"", id="empty"),
        pytest.param(lambda _whole: b"Dear Mara,\n" * 5000, id="a letter"),
        pytest.param(lambda whole: bytes(100) + whole[100:], id="no header"),
        pytest.param(lambda whole: whole[:-100], id="the end is gone"),
        pytest.param(lambda whole: whole[:16] + bytes(84) + whole[100:], id="half a header"),
    ],
)
def test_a_damaged_library_is_told_of(
    tmp_path: Path, whole: bytes, spoil: Callable[[bytes], bytes]
) -> None:
    assert told(tmp_path, spoil(whole))


def test_of_all_pages_that_are_lost_one_by_one_each_with_a_record_is_missed(
    tmp_path: Path, whole: bytes
) -> None:
    (tmp_path / FILE_NAME).write_bytes(whole)
    right = truth(tmp_path / FILE_NAME)
    for page in range(1, len(whole) // _PAGE, 3):
        if not told(tmp_path, _zeroed(page)(whole)):
            assert truth(tmp_path / FILE_NAME) == right, f"page {page}"


def test_a_flipped_bit_is_told_of_or_changes_no_record(tmp_path: Path, whole: bytes) -> None:
    (tmp_path / FILE_NAME).write_bytes(whole)
    right = truth(tmp_path / FILE_NAME)
    found = 0
    for number in range(_FLIPS):
        at = len(whole) * number // _FLIPS + number % 97
        flipped = bytes([whole[at] ^ (1 << number % 8)])
        if told(tmp_path, whole[:at] + flipped + whole[at + 1 :]):
            found += 1
        else:
            assert truth(tmp_path / FILE_NAME) == right, f"byte {at}"
    assert found > _FLIPS / 3
