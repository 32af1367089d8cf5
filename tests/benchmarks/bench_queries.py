"""Measure what a window asks of a library of a million events, while somebody types or clicks.

    python tests/benchmarks/bench_queries.py [FOLDER]

Each question is asked as the program asks it, with many different words, sessions and days, so
that no answer comes out of the last one. The limit is sqlite3 that reads the same rows by their
numbers; the targets are times, as people wait for times.
"""

from __future__ import annotations

import itertools
import random
import sqlite3
import statistics
import sys
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING, Any

from make_campaign import World
from measure import Measure, big_library, milliseconds, print_rows, wanted_folder

from sessionary.core.store.plain import PlainScheduler
from sessionary.services.library import Change, Library
from sessionary.services.listing import listed
from sessionary.services.search import search
from sessionary.services.session_list import SessionList
from sessionary.services.sessions import summaries
from sessionary.storage import queries

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

ASKED = 40
_TURNS = 3
_LIST_MS, _EVENTS_MS, _WORD_MS, _OTHER_MS = 5.0, 2.0, 5.0, 50.0
_PAGE = 50


def measure(folder: Path) -> list[Measure]:
    """Return a measure for each kind of question."""
    path = big_library(folder)
    library = Library(path, PlainScheduler(), zone="UTC", read_only=True)
    try:
        with closing(sqlite3.connect(f"{library.file.path.as_uri()}?mode=ro", uri=True)) as plain:
            return [*_lists(library, plain), *_events(library, plain), *_searches(library, plain)]
    finally:
        library.close()


def _lists(library: Library, plain: sqlite3.Connection) -> list[Measure]:
    keys = [row[0] for row in plain.execute("SELECT key FROM document WHERE kind='session'")]
    window = SessionList(library)
    window.read()

    def edited(key: str) -> object:
        names = frozenset({("session", key)})
        window.take(Change(act=0, name="", origin="edit", documents=names, entries=False))
        return window.read()

    asked: dict[str, tuple[Callable[[str], object], float | None]] = {
        "List of 2,000 sessions": (lambda _: listed(library), _LIST_MS),
        "List of a window, after an edit": (edited, _LIST_MS),
        "List of a window, all of it": (lambda _: summaries(library), _LIST_MS),
    }
    return [
        _compared(
            what,
            lambda _: plain.execute("SELECT * FROM session_row").fetchall(),
            read,
            random.Random(4).sample(keys, ASKED),  # noqa: S311  as below
            limit_name="the rows",
            most=most,
        )
        for what, (read, most) in asked.items()
    ]


def _events(library: Library, plain: sqlite3.Connection) -> list[Measure]:
    pks = [row[0] for row in plain.execute("SELECT document FROM session_row WHERE entries > 0")]
    chance = random.Random(5)  # noqa: S311  the same questions each time are the point
    some = chance.sample(pks, ASKED)
    last_day = plain.execute("SELECT max(game_s) FROM entry").fetchone()[0] // 86_400
    played = plain.execute("SELECT game_s / 86400 FROM entry WHERE pk % 20011 = 7").fetchall()
    days = [row[0] for row in played if row[0] < last_day][:ASKED]
    with library.reading() as connection:
        return [
            _compared(
                "All events of a session",
                lambda pk: plain.execute("SELECT * FROM entry WHERE document=?", (pk,)).fetchall(),
                lambda pk: queries.entries_of(connection, pk),
                some,
                limit_name="the rows",
                most=_EVENTS_MS,
            ),
            _compared(
                "Newest 50 events of a day",
                lambda day: _rows_of_day(plain, day),
                lambda day: search(library, f"day:{day}", limit=_PAGE),
                days,
                limit_name="the rows",
                most=_EVENTS_MS,
            ),
        ]


def _rows_of_day(plain: sqlite3.Connection, day: int) -> object:
    return plain.execute(
        "SELECT * FROM entry WHERE game_s BETWEEN ? AND ? LIMIT ?",
        (day * 86_400, day * 86_400 + 86_399, _PAGE),
    ).fetchall()


def _searches(library: Library, plain: sqlite3.Connection) -> list[Measure]:
    world = World(random.Random(1))  # noqa: S311  the words of the generated campaign
    names = [world.rare_name() for _ in range(ASKED)]
    words = sorted({word for text in world.sentences[:400] for word in text.strip(".").split()})
    words = random.Random(2).sample(words, ASKED)  # noqa: S311  as above
    pairs = list(itertools.pairwise(words))
    asked = {
        "A word as it is typed": (words, _WORD_MS),
        "A name as it is typed": (names, _WORD_MS),
        "The first two letters": ([name[:2] for name in names], _WORD_MS),
        "The first three letters": ([name[:3] for name in names], _WORD_MS),
        "The first five letters": ([name[:5] for name in words], _WORD_MS),
        "A tag": ([f"#{tag}" for tag in world.tags[:ASKED]], _OTHER_MS),
        "A person": ([f'@"{name}"' for name in world.creatures[:ASKED]], _OTHER_MS),
        "A place": ([f'^"{place}"' for place in world.places[:ASKED]], _OTHER_MS),
        "Two words": ([" ".join(pair) for pair in pairs], _OTHER_MS),
        "A phrase": ([f'"{" ".join(t.split()[1:4])}"' for t in world.sentences[:ASKED]], _OTHER_MS),
        "A word but not another": ([f"{one} -{other}" for one, other in pairs], _OTHER_MS),
        "A word and a tag": (
            [f"{word} #{tag}" for word, tag in zip(words, world.tags, strict=False)],
            _OTHER_MS,
        ),
        "A rare name and a session's status": (
            [f"{name} status:played" for name in names],
            _OTHER_MS,
        ),
        "Events that matter": (["importance:critical", "importance:significant"], _OTHER_MS),
    }
    return [
        _compared(
            f"{what}, newest 50",
            lambda _: _page(plain),
            lambda text: search(library, text, limit=_PAGE),
            texts,
            limit_name="50 rows by number",
            most=most,
        )
        for what, (texts, most) in asked.items()
    ]


def _page(plain: sqlite3.Connection) -> object:
    first = random.randrange(1, 900_000)  # noqa: S311  any page will do
    return plain.execute(
        "SELECT * FROM entry WHERE pk BETWEEN ? AND ?", (first, first + _PAGE - 1)
    ).fetchall()


def _compared(
    name: str,
    limit: Callable[[Any], object],
    program: Callable[[Any], object],
    asked: Sequence[Any],
    *,
    limit_name: str,
    most: float | None,
) -> Measure:
    """Ask everything once unmeasured, then measure limit and program, taking turns."""
    limits, programs = [], []
    for turn in range(_TURNS):
        for one in asked:
            limit_ms = milliseconds(partial(limit, one))
            program_ms = milliseconds(partial(program, one))
            if turn:
                limits.append(limit_ms)
                programs.append(program_ms)
    return Measure(
        name=name,
        limit_name=limit_name,
        limit=statistics.median(limits),
        program=statistics.median(programs),
        most=most,
        note=f"worst {max(programs):.1f} ms",
    )


if __name__ == "__main__":
    sys.exit(print_rows(measure(wanted_folder(__doc__))))
