"""Measure what it takes to change a document of 50 kB, and to have it on the disk.

    python tests/benchmarks/bench_save.py [FOLDER]

The limit is sqlite3 with the statements written out that one save has to make: the lock is asked
for, the former text goes into the history, the document, its index, its full text and the act are
written, all by one commit that waits for the disk. The two take turns, each on a library of its
own.
"""

from __future__ import annotations

import json
import random
import sqlite3
import statistics
import sys
import zlib
from contextlib import closing
from hashlib import blake2b
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

from measure import Measure, milliseconds, print_rows, taking_turns, wanted_folder

from sessionary.core.campaign.rows import session_rows
from sessionary.core.store.plain import PlainScheduler
from sessionary.core.text import fold
from sessionary.services.library import Library

SIZE = 50_000
RUNS = 200
_UNMEASURED = 20
_TIMES, _BESIDE_MS, _PATCH_MS = 2.0, 5.0, 3.0
_KEY = "long-evening"


def measure(folder: Path) -> list[Measure]:
    """Return a measure for a save, for a save without the disk, and for a patch."""
    with TemporaryDirectory(dir=folder) as made:
        library = Library(Path(made) / "library", PlainScheduler(), zone="UTC")
        hand = Library(Path(made) / "hand", PlainScheduler(), zone="UTC")
        store = library.stores["session"]
        for one in (library, hand):
            with one.act("New session") as act:
                act.create(one.stores["session"], _KEY, document())
        path = hand.file.path
        hand.close()
        try:
            session = store.load(_KEY)
            with closing(_connected(path)) as plain:
                by_hand = _Hand(plain)
                steps = iter(range(10_000_000))

                def save() -> None:
                    session.patch(_retitled, f"Title {next(steps)}")
                    session.save()
                    assert session.wait(10)

                for _ in range(_UNMEASURED):
                    by_hand.save()
                    save()
                limit, program = taking_turns(by_hand.save, save, RUNS)
                saves = _saves(limit, program)
                _do_not_wait_for_the_disk(library)
                beside = statistics.median(milliseconds(save) for _ in range(RUNS))
                patch = statistics.median(
                    milliseconds(lambda: session.patch(_retitled, f"Title {next(steps)}"))
                    for _ in range(RUNS)
                )
        finally:
            library.close()
    return [
        saves,
        Measure(name="The same beside the wait for the disk", program=beside, most=_BESIDE_MS),
        Measure(name="Patch of one field of it, not saved", program=patch, most=_PATCH_MS),
    ]


def _saves(limit: float, program: float) -> Measure:
    return Measure(
        name="Patch and save of a 50 kB document",
        limit_name="sqlite3, statements by hand",
        limit=limit,
        program=program,
        target=_TIMES,
    )


def _do_not_wait_for_the_disk(library: Library) -> None:
    writer = library.file._writer
    assert writer is not None
    writer._pragma("synchronous=OFF")


def _retitled(data: dict[str, Any], title: str) -> dict[str, Any]:
    data["record"]["title"] = title
    return data


def document() -> dict[str, Any]:
    """Return the data of a session of about 50 kB: half of it texts, half of it fields."""
    chance = random.Random(3)  # noqa: S311  the same document each time is the point
    words = ["".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=6)) for _ in range(900)]
    names = [word.title() for word in words[:200]]

    def text(length: int) -> str:
        return " ".join(chance.choice(words) for _ in range(length // 7))

    record: dict[str, Any] = {
        "id": _KEY,
        "number": 7,
        "title": "The long evening",
        "status": "completed",
        "realTime": {"startTime": "2025-02-01T18:00:00Z", "endTime": "2025-02-01T23:00:00Z"},
        "participants": {
            "gm": "gm-1",
            "players": [
                {"userId": f"player-{number}", "name": names[number], "attended": number != 2}
                for number in range(6)
            ],
        },
        "summary": {"gm": text(14_000), "player": text(8_000)},
        "tags": words[:6],
        "scenes": [
            {
                "id": f"scene-{number}",
                "place": chance.choice(names),
                "who": chance.sample(names, 3),
                "turns": number,
                "damage": number * 1.5,
                "note": text(60),
            }
            for number in range(140)
        ],
    }
    data = {"record": record, "own": {"notes": text(2_000)}, "spelling": {}}
    size = len(json.dumps(data))
    assert 0.9 * SIZE < size < 1.1 * SIZE, size
    return data


def _connected(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, cached_statements=256)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "wal_autocheckpoint=0"):
        connection.execute(f"PRAGMA {pragma}").close()
    return connection


class _Hand:
    """One save, as somebody would write it who writes nothing else."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._sql = connection.execute
        self._data = document()
        self._count = 0
        self._zone = ZoneInfo("UTC")
        self._sql(
            "INSERT OR REPLACE INTO session_lock "
            "VALUES ('session', ?, 'me', '', 1, '', '', 0, 0, 0)",
            (_KEY,),
        )

    def save(self) -> None:
        """Change the title and save."""
        sql, data = self._sql, self._data
        self._count += 1
        data["record"]["title"] = f"Title {self._count}"
        text = json.dumps({"migrations": [], "pending": {}, "data": data}, ensure_ascii=False)
        rows = session_rows(_KEY, data, epoch=86_400, zone=self._zone)
        sql("BEGIN IMMEDIATE")
        held = sql(
            "SELECT 1 FROM session_lock WHERE kind='session' AND key=? AND owner='me' "
            "AND generation=0",
            (_KEY,),
        ).fetchone()
        old = sql(
            "SELECT pk, revision, text, act, saved_at FROM document WHERE kind='session' AND key=?",
            (_KEY,),
        ).fetchone()
        assert held
        pk, revision, former, act, saved_at = old
        act_now = sql(
            "INSERT INTO act (at, name, origin) VALUES (?, 'Edit', 'edit') RETURNING pk", (1.0,)
        ).fetchone()[0]
        sql(
            "INSERT INTO history (document, revision, act, saved_at, packed) "
            "VALUES (?, ?, ?, ?, ?)",
            (pk, revision, act, saved_at, zlib.compress(former.encode(), 1)),
        )
        digest = blake2b(text.encode(), digest_size=16).digest()
        sql(
            "UPDATE document SET revision=?, text=?, hash=?, act=?, saved_at=? WHERE pk=?",
            (revision + 1, text, digest, act_now, 1.0, pk),
        )
        sql(
            "INSERT INTO act_document VALUES (?, ?, 'session', ?, ?, ?)",
            (act_now, pk, _KEY, revision, digest),
        )
        self._index(pk, rows)
        sql("COMMIT")

    def _index(self, pk: int, rows: Any) -> None:
        sql = self._sql
        searched = sql("SELECT text, facets FROM searched WHERE document=?", (pk,)).fetchone()
        sql("INSERT INTO fts (fts, rowid, text) VALUES ('delete', ?, ?)", (-pk, searched[0]))
        for number in json.loads(searched[1]):
            sql("DELETE FROM facet WHERE value=? AND owner=?", (number, -pk))
        for table in ("session_row", "attendance", "link", "searched"):
            sql(f"DELETE FROM {table} WHERE document=?", (pk,))
        (row,) = rows["session_row"]
        sql(
            "INSERT INTO session_row (document, kind, id, container, number, title, status, "
            'start, start_us, "end", end_us, duration, game_start, game_end, listed, attended, '
            f"planned, reached, tags, people, entries) VALUES ({', '.join('?' * 20)}, 0)",
            (pk, *row),
        )
        for one in rows.get("attendance", ()):
            sql("INSERT INTO attendance VALUES (?, ?, ?, ?, ?)", (pk, *one))
        for one in rows.get("link", ()):
            sql("INSERT OR IGNORE INTO link VALUES (?, ?, ?, ?)", (pk, *one))
        numbers = []
        for name, value in rows.get("facet", ()):
            given = (name, fold(value))
            found = sql("SELECT pk FROM facet_value WHERE name=? AND value=?", given).fetchone()
            numbers.append(found[0])
            sql("INSERT OR IGNORE INTO facet (value, owner) VALUES (?, ?)", (found[0], -pk))
        text = fold("\n".join(one[0] for one in rows.get("search", ())))
        sql("INSERT INTO fts (rowid, text) VALUES (?, ?)", (-pk, text))
        sql("INSERT INTO searched VALUES (?, ?, ?)", (pk, text, json.dumps(numbers)))
        sql(
            "UPDATE session_row SET entries = (SELECT count(*) FROM entry "
            "WHERE entry.document = ? AND struck IS NULL) WHERE document=?",
            (pk, pk),
        )


if __name__ == "__main__":
    sys.exit(print_rows(measure(wanted_folder(__doc__))))
