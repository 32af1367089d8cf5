"""Measure a campaign of 100,000 events as Markdown against reading and writing its texts.

    python tests/benchmarks/bench_markdown.py [FOLDER]

The limit selects the columns and the record of each event with sqlite3 and writes them to one
file, a line each, without making anything of them. The program writes the page of the campaign
and one page a session, text escaped, statistics counted and summaries told. The pages of sessions
are kept, so it is measured twice: when none is there, and when nothing has changed since. The
log, which is nearly all of the text, is measured alone too, in full and in brief. All take turns.
"""

from __future__ import annotations

import json
import os
import sqlite3
import sys
import tempfile
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from measure import Measure, big_library, print_rows, taking_turns, wanted_folder

from sessionary.core.store.plain import PlainScheduler
from sessionary.formats.markdown.log import log_lines
from sessionary.formats.markdown.names import MarkdownNames
from sessionary.services.collector import collector_paused
from sessionary.services.exports import export
from sessionary.services.library import Library
from sessionary.storage import queries, walks

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sessionary.core.entries import LoggedEntry

RUNS = 5
_EVENTS = 100_000
_TARGET = 3.0
_COLUMNS = (
    "SELECT game_s, real_us, category, word, importance, visible, label, text FROM entry "
    "ORDER BY document, pk"
)


def select_and_write(library: Library, folder: Path) -> None:
    """Write all columns and records of the events to one file."""
    path = library.file.path
    with (
        closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection,
        (folder / "events.txt").open("w", encoding="utf-8", newline="\n") as file,
    ):
        for row in connection.execute(_COLUMNS):
            file.write("{} {} {} {} {} {} {} {}\n".format(*row))


def forget_pages(library: Library) -> None:
    """Take away the pages that are kept."""
    with library.file.writing() as connection:
        connection.exec_driver_sql("DELETE FROM cache")


def write_markdown(library: Library, folder: Path, format_: str) -> None:
    """Write the whole library as pages, with those that are kept."""
    with tempfile.TemporaryDirectory(dir=folder) as pages:
        export(library, None, format_, Path(pages) / "pages", report=lambda _done, _total: None)


def ready() -> None:
    """Do nothing before a turn."""


def write_log(library: Library, folder: Path, *, brief: bool) -> None:
    """Write the events of all sessions, without counting or telling anything of them."""
    names = MarkdownNames()
    with (
        library.reading() as connection,
        collector_paused(),
        (folder / "log.md").open("w", encoding="utf-8", newline="\n") as file,
    ):
        for session in queries.summaries(connection):
            events = (
                event
                for part in walks.logged(connection, session.pk)
                for event in zip(records_of(part, brief=brief), part, strict=True)
            )
            file.writelines(log_lines(events, names, brief=brief))


def records_of(part: Sequence[LoggedEntry], *, brief: bool) -> list[Any]:
    """Return the records of events, empty ones where nothing looks at them."""
    if brief:
        return [{}] * len(part)
    records: list[Any] = json.loads(f"[{','.join([entry.text for entry in part])}]")
    return records


def measure(folder: Path, runs: int = RUNS) -> list[Measure]:
    """Return the measures of whole exports, and of their largest part alone."""
    # The processes that help find their modules compiled, as those of an installed program do.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    library = Library(big_library(folder, _EVENTS), PlainScheduler(), zone="UTC")
    ways: dict[str, tuple[Callable[..., None], dict[str, Any], float | None]] = {
        "Markdown of 100,000 events, no page kept": (
            write_markdown,
            {"format_": "markdown"},
            _TARGET,
        ),
        "The same, written again": (
            write_markdown,
            {"format_": "markdown"},
            _TARGET,
        ),
        "The same for note vaults, no page kept": (
            write_markdown,
            {"format_": "vault"},
            _TARGET,
        ),
        "The same, written again for note vaults": (
            write_markdown,
            {"format_": "vault"},
            _TARGET,
        ),
        "Its log alone": (write_log, {"brief": False}, None),
        "Its log alone, in brief": (write_log, {"brief": True}, _TARGET),
    }
    try:
        with tempfile.TemporaryDirectory(dir=folder) as scratch:
            limit = partial(select_and_write, library, Path(scratch))
            write_markdown(library, Path(scratch), "markdown")
            found = []
            for name, (write, given, target) in ways.items():
                program = partial(write, library, Path(scratch), **given)
                prepare = partial(forget_pages, library) if "no page kept" in name else ready
                limit_ms, program_ms = taking_turns(limit, program, runs, prepare)
                found.append(
                    Measure(
                        name=name,
                        limit_name="select and write",
                        limit=limit_ms / 1000,
                        program=program_ms / 1000,
                        unit="s",
                        target=target,
                    )
                )
            return found
    finally:
        library.close()


if __name__ == "__main__":
    sys.exit(print_rows(measure(wanted_folder(__doc__))))
