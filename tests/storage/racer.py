"""A program that adds to a count in a library again and again, and says each time that it is safe.

``test_races.py`` starts two of them on one library, and kills one now and then.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import Any

from sessionary.core.store import SaveFailed, SessionLocked
from sessionary.core.store.plain import PlainScheduler
from sessionary.services.library import Library

PLACE = ("campaign", "race")


def add(data: dict[str, Any]) -> dict[str, Any]:
    """Count one more."""
    data["own"]["count"] = data["own"].get("count", 0) + 1
    return data


def say(word: str) -> None:
    """Tell the parent."""
    os.write(1, f"{word}\n".encode())


def race(library: Library, number: int) -> None:
    """Add 1, by a session or by an act; refused while the other program has the document."""
    store = library.stores[PLACE[0]]
    if number % 2:
        with library.act("Count") as act:
            act.edit(store, PLACE[1], add)
        say("ACK")
        return
    session = store.load(PLACE[1])
    session.patch(add)
    session.save()
    if session.wait(30):
        say("ACK")
    session.stop()
    assert session.wait(30)


def main() -> None:
    """Race as often as the command line says: FOLDER TIMES."""
    library = Library(Path(sys.argv[1]), PlainScheduler(), zone="UTC")
    say("READY")
    sys.stdin.readline()
    won = 0
    while won < int(sys.argv[2]):
        try:
            race(library, won)
            won += 1
        except (SessionLocked, SaveFailed):
            # Held by the other one, or that one wrote all the time: nothing has happened.
            time.sleep(0.0005)
    library.close()


if __name__ == "__main__":
    main()
