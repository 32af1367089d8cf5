"""A program that writes into libraries until it is killed, and says what is safe.

Started once, it forks a writer for each line it is told: ``MODE FOLDER``. A writer prints ``ACK``
with what it did once the call that did it has returned. ``test_killed.py`` kills it.
"""

from __future__ import annotations

import json
import os
import sys
import time
from itertools import count
from pathlib import Path

from sessionary.core.entries import EntryPut
from sessionary.core.store.plain import PlainScheduler
from sessionary.services.imports.reading import read_files
from sessionary.services.imports.writing import write_import
from sessionary.services.library import Library
from sessionary.services.sessions import delete_sessions, edit, edit_own, restore_sessions
from sessionary.services.undo import undo, undo_import


def quiet(_done: int, _total: int) -> None:
    """Take no note of progress."""


def acknowledge(*what: object) -> None:
    """Say that something is safe now."""
    os.write(1, ("ACK " + " ".join(map(str, what)) + "\n").encode())


def log(library: Library, number: int) -> None:
    """Log an event."""
    record = {"id": f"logged-{number}", "sessionId": "s-1", "event": {"type": "note"}}
    text = json.dumps(record)
    with library.act("Log") as act:
        act.put(
            EntryPut(
                kind="session", type="event", scope="c", id=f"logged-{number}",
                document=("session", "s-1"), text=text,
                columns=library.columns_of("session", "event", "c", text, None),
            )
        )  # fmt: skip


def type_on(library: Library, number: int) -> None:
    """Type into an open session, and leave the field."""
    session = library.stores["session"].load("s-2")
    session.patch(lambda data: {**data, "own": {**data["own"], "notes": f"typed {number}"}})
    session.save()
    session.wait(5)


def write(library: Library) -> None:
    """Do one thing after the other, each a commit of its own."""
    for number in count(1):
        edit(library, "session", "s-1", "/title", f"title {number}", "Rename")
        acknowledge("title", number)
        log(library, number)
        acknowledge("log", number)
        type_on(library, number)
        acknowledge("typed", number)
        edit_own(library, "session", "s-3", "tags", [f"tag {number}"], "Tag")
        undo(library, library.newest_act())
        acknowledge("undone", number)
        delete_sessions(library, ["s-3"])
        restore_sessions(library, ["s-3"])
        acknowledge("restored", number)


def take(library: Library, paper: Path) -> None:
    """Import a file and take that back, again and again."""
    for number in count(1):
        preview = read_files(library, [paper], quiet)
        act = write_import(library, preview, quiet, at=time.time()).act
        acknowledge("imported", number)
        undo_import(library, act, quiet, at=time.time())
        acknowledge("undone", number)


def work(mode: str, folder: Path) -> None:
    """Write until somebody ends it."""
    library = Library(folder, PlainScheduler(), zone="UTC")
    acknowledge("open")
    if mode == "write":
        write(library)
    else:
        take(library, folder.parent / "paper.jsonl")


def main() -> None:
    """Fork a writer for each line of standard input."""
    for line in sys.stdin:
        mode, _, folder = line.strip().partition(" ")
        child = os.fork()
        if not child:
            work(mode, Path(folder))
        os.write(1, f"PID {child}\n".encode())
        os.waitpid(child, 0)
        os.write(1, b"DEAD\n")


if __name__ == "__main__":
    main()
