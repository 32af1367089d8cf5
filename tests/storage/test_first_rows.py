"""The rows of the first picture are the first rows of the list that follows it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from sessionary.core.session_order import ORDERS, sorted_sessions
from sessionary.storage.connection import writer_engine
from sessionary.storage.first_page import first_campaigns, first_summaries
from sessionary.storage.first_rows import FirstRow, first_rows
from sessionary.storage.migrate import migrate

if TYPE_CHECKING:
    from pathlib import Path

_DAY = 86_400


# Campaign, number, start; numbers stand for game time too.
_SESSIONS = (
    ("a", 1, None), ("a", 2, None), ("a", None, 5), ("a", None, None), ("a", None, 9),
    ("b", 3, 1), ("b", 1, 3), ("b", 2, 2),
)  # fmt: skip
_NAMES = {"a": "Zeal", "b": "Ash"}


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """Two campaigns; the one whose name comes first has the later id."""
    path = tmp_path / "library.sessionary"
    engine = writer_engine(path)
    migrate(engine)
    document = (
        "INSERT INTO document (pk, kind, key, container, revision, text, hash, act, saved_at) "
        "VALUES (?, ?, ?, ?, 1, ?, x'', 1, 0)"
    )
    with engine.begin() as connection:
        for pk, (campaign, name) in enumerate(_NAMES.items(), 100):
            text = json.dumps({"data": {"record": {"name": name}}})
            connection.exec_driver_sql(document, (pk, "campaign", campaign, campaign, text))
        for pk, (campaign, number, start) in enumerate(_SESSIONS, 1):
            key = f"{campaign}{pk}"
            connection.exec_driver_sql(document, (pk, "session", key, campaign, "{}"))
            connection.exec_driver_sql(
                "INSERT INTO session_row (document, kind, id, container, number, title, status, "
                'start, start_us, "end", game_start, entries, listed, attended, planned, reached, '
                "tags, people) VALUES (?, 'campaign', ?, ?, ?, '', 'completed', '', ?, '', ?, "
                "0, 0, 0, 0, 0, '', '')",
                (pk, key, campaign, number, start, (number or 0) ** 2 * _DAY // 4),
            )
    engine.dispose()
    return path


@pytest.mark.parametrize("campaign", ["", "a", "b"])
def test_they_stand_as_in_the_list(library: Path, campaign: str) -> None:
    names = dict(first_campaigns(library))
    every = [one for one in first_summaries(library) if campaign in ("", one.container)]
    listed = sorted_sessions(every, ORDERS["newest"], names.__getitem__)
    found = first_rows(library, 4, campaign)
    assert found.sessions == len(every)
    numbered = [one for one in listed if one.container == listed[0].container]
    assert [row.title for row in found.rows] == [one.name for one in numbered][:4]


def test_gaps_of_a_day_part_them(library: Path) -> None:
    assert [(row.number, row.apart) for row in first_rows(library, 9, "b").rows][:3] == [
        (3, True),
        (2, False),
        (1, False),
    ]


@pytest.mark.parametrize("content", [b"", b"no database at all"])
def test_what_is_no_library_has_no_rows(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "library.sessionary"
    assert first_rows(path, 3) == ([], 0)
    path.write_bytes(content)
    assert first_rows(path, 3) == ([], 0)


def test_a_row_says_what_the_list_says_first(library: Path) -> None:
    assert first_rows(library, 2, "b").rows[0] == FirstRow(3, "Session 3", "", None, apart=True)
