"""A process that makes pages of sessions for an export: its own program, without ORM and window.

It is told the library and what its export sees of it, then one session after the other, and
answers with their pages in the same order. It ends when its export closes the pipe or is killed.
"""

from __future__ import annotations

import sys
from contextlib import closing
from queue import SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from sessionary.core.campaign.naming import names_of
from sessionary.core.campaign.session_review import GoalLine
from sessionary.formats.markdown.names import MarkdownNames
from sessionary.services.collector import collector_paused
from sessionary.services.session_pages.frames import read_json, write_frame
from sessionary.services.session_pages.page import session_page
from sessionary.services.session_pages.reading import exported, read_parts
from sessionary.services.session_pages.seals import page_seal
from sessionary.storage import kept_pages, plain_log

if TYPE_CHECKING:
    from typing import IO

READY: Final = b"ready"


class _Answers:
    """Sends what is made from a thread of its own: whoever reads it may be busy for a while."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._waiting: SimpleQueue[bytes | None] = SimpleQueue()
        self._thread = Thread(target=self._send, daemon=True)
        self._thread.start()

    def put(self, data: bytes) -> None:
        """Send a frame after those that were put before."""
        self._waiting.put(data)

    def close(self) -> None:
        """Send what is left."""
        self._waiting.put(None)
        self._thread.join()

    def _send(self) -> None:
        try:
            while (data := self._waiting.get()) is not None:
                write_frame(self._stream, data)
        except OSError:
            return  # nobody waits for pages any more; what is being made now is the last


def main() -> int:
    """Make pages until there are no more to be made."""
    given = sys.stdin.buffer
    start = read_json(given)
    if start is None:
        return 0
    with (
        closing(plain_log.open_snapshot(start["library"])) as connection,
        closing(_Answers(sys.stdout.buffer)) as answers,
        collector_paused(),
    ):
        if plain_log.last_act(connection) != start["act"]:
            return 1
        answers.put(READY)
        names = MarkdownNames(names_of(start["campaign"]), linked=start["linked"])
        while (task := read_json(given)) is not None:
            page = _page(connection, start, task, names).encode()
            answers.put(page)
            answers.put(_packed(connection, start, task, page) if task["worth"] else b"")
    return 0


def _page(
    connection: plain_log.Snapshot, start: dict[str, Any], task: dict[str, Any],
    names: MarkdownNames,
) -> str:  # fmt: skip
    return session_page(
        task["data"],
        map(read_parts, exported(plain_log.logged(connection, task["document"]))),
        campaign=start["campaign"],
        previous=task["previous"],
        goals=_goals(task),
        zone=ZoneInfo(start["zone"]),
        names=names,
        level=start["level"],
    )


def _goals(task: dict[str, Any]) -> list[GoalLine]:
    return [GoalLine(**goal) for goal in task["goals"]]


def _packed(
    connection: plain_log.Snapshot, start: dict[str, Any], task: dict[str, Any], page: bytes
) -> bytes:
    seal = page_seal(
        connection,
        start["variant"],
        ZoneInfo(start["zone"]),
        task["document"],
        [(kind, key) for kind, key in task["documents"]],
        _goals(task),
    )
    return kept_pages.packed_page(seal, page)


if __name__ == "__main__":
    sys.exit(main())
