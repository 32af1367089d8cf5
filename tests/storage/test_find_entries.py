"""Whichever way a search goes through the entries, it finds the same ones, newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sessionary.core.entries import EntryColumns
from sessionary.core.query import parse_query
from sessionary.storage import search
from sessionary.storage.connection import writer_engine
from sessionary.storage.entry_changes import INSERT_ENTRY
from sessionary.storage.indexing import IndexWriter
from sessionary.storage.migrate import migrate
from sessionary.storage.search import find_entries

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection

NAMES = ("Malachar", "Malina", "Elara", "Malo")
PLACES = ("the quay", "the mill")


def _columns(pk: int) -> EntryColumns:
    name = NAMES[pk % len(NAMES)]
    facets = [("actor", name), ("place", PLACES[pk % 2]), ("tag", "night")]
    if pk % 3 == 0:
        facets.append(("target", NAMES[(pk + 1) % len(NAMES)]))
    return EntryColumns(
        game_s=pk * 3600,
        category="combat" if pk % 5 else "note",
        importance=pk % 4,
        facets=tuple(facets),
        search=f"{name} fights" if pk % 2 else f"{name} talks of dragons",
    )


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    engine = writer_engine(tmp_path / "library.sqlite")
    migrate(engine)
    with engine.begin() as made:
        index = IndexWriter(made)
        for pk in range(1, 61):
            one = _columns(pk)
            row = (
                pk, "session", "event", "c", f"e{pk}", None, None, pk, None, one.game_s,
                one.category, one.word, one.importance, 0, "", 1, None, 1 if pk == 57 else None,
                b"", b"", "{}",
            )  # fmt: skip
            made.exec_driver_sql(INSERT_ENTRY, row)
            index.entry_in(pk, one)
        yield made
    engine.dispose()


def _by_hand(keep: str) -> list[int]:
    def meets(pk: int) -> bool:
        one = _columns(pk)
        people = {text.lower() for name, text in one.facets if name in ("actor", "target")}
        words = {
            "mal": any(person.startswith("mal") for person in people),
            "elara": "elara" in people,
            "quay": pk % 2 == 0,
            "fights": "fights" in one.search,
            "dragons": "dragons" in one.search,
            "note": one.category == "note",
            "all": True,
        }
        wanted = keep.split()
        return all(not words[w[1:]] if w.startswith("-") else words[w] for w in wanted)

    return [pk for pk in range(60, 0, -1) if pk != 57 and meets(pk)]


QUERIES = [
    ("@mal", "mal"),
    ("@elara", "elara"),
    ("@elara @mal", "elara mal"),
    ("@mal -@elara", "mal -elara"),
    ("^the", "all"),
    ('^"the quay" @mal', "quay mal"),
    ("#night", "all"),
    ("#night -@mal", "-mal"),
    ("fights @mal", "fights mal"),
    ("fights -@elara", "fights -elara"),
    ("@mal -dragons", "mal -dragons"),
    ("@elara category:note", "elara note"),
    ("category:note", "note"),
    ("category:note -dragons", "note -dragons"),
]


@pytest.mark.parametrize(("typed", "meant"), QUERIES)
@pytest.mark.parametrize("bound", [0, 1, 10_000])
def test_people_places_and_words_are_found_newest_first(
    connection: Connection, monkeypatch: pytest.MonkeyPatch, bound: int, typed: str, meant: str
) -> None:
    """The bounds between the ways change how long it takes, and nothing else."""
    monkeypatch.setattr(search, "_MANY", max(1, bound))
    monkeypatch.setattr(search, "_MERGED", bound)
    expected = _by_hand(meant)
    assert find_entries(connection, parse_query(typed), 100) == expected
    assert find_entries(connection, parse_query(typed), 3) == expected[:3]


@pytest.mark.parametrize("typed", ["", "-dragons", "@nobody", "#", "!!!"])
def test_what_names_nothing_finds_nothing(connection: Connection, typed: str) -> None:
    assert find_entries(connection, parse_query(typed), 100) == []


def test_a_day_and_a_person_are_found_together(connection: Connection) -> None:
    found = find_entries(connection, parse_query("day:1 @mal"), 100)
    assert found == [pk for pk in _by_hand("mal") if 24 <= pk < 48]
