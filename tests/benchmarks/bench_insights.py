"""Measure charts across 2,000 sessions with 100,000 events.

    python tests/benchmarks/bench_insights.py [FOLDER]

Figures are counted once and kept. What a reader waits for is the second opening, compared with
reading what is kept as plain JSON; and the opening after one event was logged, compared with one
GROUP BY over all events, without which nobody knows what has changed. To count everything anew is
compared with reading the events as plain JSON.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import statistics
import subprocess
import sys
import zlib
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import make_campaign
from measure import Measure, milliseconds, print_rows, taking_turns, wanted_folder

from sessionary.core.campaign.insights import attendance_chart, charts
from sessionary.core.store.plain import PlainScheduler
from sessionary.services.insights import Insights, count_insights, read_insights
from sessionary.services.library import Library
from sessionary.services.log_entries import log_line

if TYPE_CHECKING:
    from pathlib import Path

SESSIONS, EVENTS_A_SESSION = 2_000, 50
RUNS, _FIRST_RUNS = 5, 3
_AGAIN, _CHANGED, _FIRST = 5.0, 4.0, 6.0


def measure(folder: Path) -> list[Measure]:
    """Return a measure for each way in which Insights is opened."""
    kept = _library(folder)
    work = folder / "insights-work"
    shutil.rmtree(work, ignore_errors=True)
    shutil.copytree(kept, work)
    library = Library(work, PlainScheduler(), zone="UTC")
    try:
        with closing(sqlite3.connect(library.file.path)) as plain:
            return [_first(library, plain), _again(library, plain), *_changed(library, plain)]
    finally:
        library.close()


def quiet(_done: int, _total: int) -> None:
    """Take no note of progress."""


def opened(library: Library) -> Insights:
    """Open Insights as the place does, up to what is painted."""
    insights = read_insights(library, make_campaign.CAMPAIGN["id"], quiet)
    if insights.waiting:
        insights = count_insights(library, insights, quiet)
    charts(insights.sessions)
    attendance_chart(insights.sessions)
    return insights


def _first(library: Library, plain: sqlite3.Connection) -> Measure:
    def read() -> None:
        for (text,) in plain.execute("SELECT text FROM entry"):
            json.loads(text)

    def anew() -> None:
        with library.file.writing() as connection:
            connection.exec_driver_sql("DELETE FROM cache")
        opened(library)

    limit, program = taking_turns(read, anew, _FIRST_RUNS)
    return Measure(
        name="Insights of 2,000 sessions, counted",
        limit_name="read the events",
        limit=limit,
        program=program,
        target=_FIRST,
    )


def _again(library: Library, plain: sqlite3.Connection) -> Measure:
    def read() -> None:
        (blob,) = plain.execute("SELECT blob FROM cache WHERE name LIKE 'figures:%'").fetchone()
        json.loads(zlib.decompress(blob))

    limit, program = taking_turns(read, lambda: opened(library), RUNS)
    return Measure(
        name="the same, opened again",
        limit_name="read what is kept",
        limit=limit,
        program=program,
        target=_AGAIN,
    )


def _changed(library: Library, plain: sqlite3.Connection) -> list[Measure]:
    limits, programs = [], []
    key = library_key(plain)
    for run in range(RUNS):
        log_line(library, key, f"dmg {run + 1} goblin", datetime.now(UTC))
        limits.append(
            milliseconds(
                lambda: plain.execute(
                    "SELECT document, category, count(*) FROM entry WHERE struck IS NULL "
                    "GROUP BY document, category"
                ).fetchall()
            )
        )
        programs.append(milliseconds(lambda: opened(library)))
    return [
        Measure(
            name="the same, after an event was logged",
            limit_name="one GROUP BY",
            limit=statistics.median(limits),
            program=statistics.median(programs),
            target=_CHANGED,
        )
    ]


def library_key(plain: sqlite3.Connection) -> str:
    """Return the key of the last session."""
    query = "SELECT key FROM document WHERE kind='session' ORDER BY key DESC LIMIT 1"
    return str(plain.execute(query).fetchone()[0])


def _library(folder: Path) -> Path:
    """Return the folder of such a library, made if it is not there."""
    library = folder / "library-insights"
    if not (library / "made").exists():
        lines = folder / "insights.jsonl"
        # Many short evenings, where the other benchmarks have few long ones.
        make_campaign.EVENTS_A_SESSION = EVENTS_A_SESSION
        make_campaign.write_lines(lines, make_campaign.records(SESSIONS * EVENTS_A_SESSION))
        subprocess.run(
            [sys.executable, "-m", "sessionary", "--library", library, "import", lines],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        (library / "made").touch()
    return library


if __name__ == "__main__":
    sys.exit(print_rows(measure(wanted_folder(__doc__))))
