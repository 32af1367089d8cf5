from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import time
from contextlib import closing
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest

from sessionary.core.store.plain import PlainScheduler
from sessionary.services.exports import Written, export
from sessionary.services.imports.reading import Preview, read_files
from sessionary.services.imports.writing import write_import
from sessionary.services.library import Change, Library
from sessionary.services.undo import redo_import, undo_import
from sessionary.storage.ids import FILE_NAME

if TYPE_CHECKING:
    from collections.abc import Iterator

DATA = Path(__file__).parents[1] / "data" / "campaign"
LIFECYCLE = sorted((DATA / "lifecycle").glob("*.json"))
SAMPLE = Path(__file__).parents[2] / "resources" / "sample" / "campaign.json"

# What is computed from documents and entries, and what only says when and by whom.
_TRUTH = {
    "document": "kind, key, container, text, hash, binned IS NOT NULL",
    "entry": (
        "kind, type, scope, id, position, text, hash, seen, struck IS NOT NULL, wanted, "
        "(SELECT kind || '/' || key FROM document WHERE document.pk = entry.document)"
    ),
    "reject": "place, code, found, expected, message, text",
}
_INDEX = {
    "entry": "kind, type, scope, id, real_us, game_s, category, word, importance, visible, label",
    "session_row": (
        "kind, id, container, number, title, status, start, start_us, end_us, duration, "
        "game_start, game_end, entries, listed, attended, planned, reached, tags, people, "
        "binned IS NOT NULL"
    ),
    "attendance": 'person, came, late, "left"',
    "link": "to_kind, to_key, role",
    "facet": "(SELECT name || ':' || value FROM facet_value WHERE pk = facet.value), owner < 0",
    "searched": "text",
    "derived": "text, facets",
    "fts_docsize": "count(*)",
}


START = {"startTime": "2025-02-01T18:00:00Z"}


def session(number: int, campaign: str | None = "c", **more: Any) -> dict[str, Any]:
    """Return the record of a session."""
    owner = {} if campaign is None else {"campaignId": campaign}
    return {"id": f"s-{number}", **owner, "number": number, "realTime": START, **more}


def event(number: int, owner: str | None = "s-1", **more: Any) -> dict[str, Any]:
    """Return the record of an event."""
    belongs = {} if owner is None else {"sessionId": owner}
    return {
        "id": f"e-{number}",
        **belongs,
        "timestamp": {"realTime": "2025-02-01T19:00:00Z"},
        "event": {"type": "note", "name": f"Note {number}"},
        **more,
    }


def at(number: int, total: int | None, text: str | None, **more: Any) -> dict[str, Any]:
    """Return the record of an event with a game time."""
    pairs = {"total": total, "formatted": text}
    time = {key: value for key, value in pairs.items() if value is not None}
    return event(number, timestamp={"gameTime": time}, **more)


def quiet(_done: int, _total: int) -> None:
    """Take no note of progress."""


@cache
def _empty_library() -> bytes:
    """Return the file of an empty library; each test that made its own would wait for that."""
    with TemporaryDirectory() as folder:
        Library(Path(folder), PlainScheduler(), zone="Europe/Berlin").close()
        return (Path(folder) / FILE_NAME).read_bytes()


class Desk:
    """A library in a folder of its own, and the few things that tests do with one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.papers = folder.parent / f"{folder.name} papers"
        self.papers.mkdir(parents=True, exist_ok=True)
        self.changes: list[Change] = []
        if not (folder / FILE_NAME).exists():
            folder.mkdir(parents=True, exist_ok=True)
            (folder / FILE_NAME).write_bytes(_empty_library())
        self.library = self._open()

    def _open(self) -> Library:
        library = Library(self.folder, PlainScheduler(), zone="Europe/Berlin")
        library.on_change(self.changes.append)
        return library

    def close(self) -> None:
        self.library.close()

    def reopen(self) -> None:
        self.close()
        self.library = self._open()

    def paper(self, name: str, *records: Any) -> Path:
        """Write records into a file, one a line, text as it stands."""
        path = self.papers / name
        lines = [r if isinstance(r, str) else json.dumps(r, ensure_ascii=False) for r in records]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    def read(self, *paths: Path, campaign: str = "", players_see: bool = False) -> Preview:
        return read_files(self.library, paths, quiet, campaign=campaign, players_see=players_see)

    def write(self, preview: Preview) -> Change:
        self.library.release_documents()
        change = write_import(self.library, preview, quiet, at=time.time())
        self.library.announce(change)
        return change

    def take(self, *paths: Path, campaign: str = "", players_see: bool = False) -> Preview:
        """Import files as the command line does."""
        preview = self.read(*paths, campaign=campaign, players_see=players_see)
        if preview.writes or preview.rejects:
            self.write(preview)
        return preview

    def take_back(self, act: int) -> Change:
        self.library.release_documents()
        change = undo_import(self.library, act, quiet, at=time.time())
        self.library.announce(change)
        return change

    def take_again(self, act: int) -> Change:
        self.library.release_documents()
        change = redo_import(self.library, act, quiet, at=time.time())
        self.library.announce(change)
        return change

    def export(self, format_: str, to: str, chosen: Any = None, **how: Any) -> Written:
        self.library.save_all()
        return export(self.library, chosen, format_, self.papers / to, report=quiet, **how)

    def exported(self, format_: str, chosen: Any = None, **how: Any) -> dict[str, bytes]:
        """Return the bytes of each file that an export writes, by name."""
        folder = f"{format_} {len(list(self.papers.iterdir()))}"
        written = self.export(format_, folder, chosen, **how)
        return {str(p.relative_to(self.papers / folder)): p.read_bytes() for p in written.paths}

    def rows(self, query: str, *given: Any) -> list[Any]:
        with self.library.reading() as connection:
            return [tuple(row) for row in connection.exec_driver_sql(query, given)]

    def content(self) -> str:
        """Return a digest of all that is true in the library: documents, entries, rejects."""
        return self._digest(_TRUTH)

    def index(self) -> str:
        """Return a digest of all that is computed."""
        return self._digest(_INDEX)

    def _digest(self, tables: dict[str, str]) -> str:
        whole = hashlib.sha256()
        with closing(sqlite3.connect(self.folder / FILE_NAME)) as connection:
            for table, columns in tables.items():
                rows = connection.execute(f"SELECT {columns} FROM {table}").fetchall()
                whole.update(repr((table, sorted(map(repr, rows)))).encode())
        return whole.hexdigest()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """An empty library."""
    made = Desk(tmp_path / "library")
    yield made
    made.close()


@pytest.fixture(scope="session")
def imported_sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a library with the sample campaign, to be copied."""
    made = Desk(tmp_path_factory.mktemp("sample") / "library")
    made.take(SAMPLE)
    made.close()
    return made.folder


@pytest.fixture
def sample(imported_sample: Path, tmp_path: Path) -> Iterator[Desk]:
    """A library with the sample campaign."""
    shutil.copytree(imported_sample, tmp_path / "sample")
    made = Desk(tmp_path / "sample")
    yield made
    made.close()


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Desk]:
    """Another empty library."""
    made = Desk(tmp_path / "other library")
    yield made
    made.close()
