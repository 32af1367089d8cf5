"""What must hold in a folder after a restart, whatever stopped the program there."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import time
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.faults.deeds import (
    BACKUPS,
    EXPORTS,
    RESTORED,
    Exports,
    Imports,
    after_edits,
    observed,
    quiet,
    write_export,
)

from sessionary.core.problems import UserError
from sessionary.core.store.errors import StoreError
from sessionary.core.store.memory import HandScheduler
from sessionary.services import backups
from sessionary.services.check import check
from sessionary.services.library import Library
from sessionary.storage import backup
from sessionary.storage.ids import FILE_NAME

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

OPENED_WITHIN_S = 2.0

# What is computed, and what says when and by whom, is left out.
_TRUTH = (
    "SELECT kind, key, container, text, hash, binned IS NOT NULL FROM document",
    """
    SELECT kind, type, scope, id, position, text, hash, seen, struck IS NOT NULL, wanted,
    (SELECT kind || '/' || key FROM document WHERE document.pk = entry.document) FROM entry
    """,
    "SELECT place, code, found, expected, message, text FROM reject",
)


@dataclass(slots=True)
class Said:
    """What a program has begun and promised, by topic: the last of each."""

    begun: dict[str, Any] = field(default_factory=dict)
    promised: dict[str, Any] = field(default_factory=dict)

    def begin(self, topic: str, value: Any) -> None:
        """Take down what is attempted."""
        self.begun[topic] = value

    def safe(self, topic: str, value: Any) -> None:
        """Take down what is promised."""
        self.promised[topic] = value

    def legal(self, topic: str, start: int = 0) -> list[int]:
        """Return the numbers of the steps that may be the last one done."""
        safe = self.promised.get(topic, start)
        return sorted({safe, self.begun.get(topic, safe)})


@dataclass(slots=True)
class Verdict:
    """What was found.

    Attributes:
        problems: What must not be, a sentence each.
        at: The number of the last step that was done, as far as the library says.
        copies: The number of the step that each copy of the library holds, by topic.
    """

    problems: list[str] = field(default_factory=list)
    at: int = 0
    copies: dict[str, int] = field(default_factory=dict)

    def expect(self, found: object, allowed: list[Any], of: str) -> None:
        """Note a problem unless what was found is allowed."""
        if found not in allowed:
            self.problems.append(f"{of} is {found!r}, not one of {allowed!r}")


def judge(work: str, folder: Path, said: Said, start: int) -> Verdict:
    """Open what a work has left in a folder and compare it with what was said.

    Args:
        work: One of ``WORKS``.
        folder: Where it worked.
        said: What it said.
        start: The number of the last step before it began.
    """
    verdict = Verdict(at=start)
    try:
        _JUDGES[work](folder, said, verdict)
    except (UserError, StoreError, OSError, sqlite3.Error) as error:
        verdict.problems.append(f"{type(error).__name__}: {error}")
    return verdict


def content(folder: Path) -> str:
    """Return a digest of all that is true in a library that is closed."""
    whole = hashlib.sha256()
    with closing(sqlite3.connect(folder / FILE_NAME)) as connection:
        for query in _TRUTH:
            whole.update(repr(sorted(map(repr, connection.execute(query)))).encode())
    return whole.hexdigest()


def sums(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of each file that has its final name."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix != ".part"
    }


def reference(folder: Path) -> dict[str, Any]:
    """Return what comes of an undisturbed import and of undisturbed exports.

    The folder is used up.
    """
    found: dict[str, Any] = {"contents": [content(folder / "library")], "exports": []}
    imports = Imports(folder, Said())
    for number in (1, 2):
        imports.step(number)
        found["contents"].append(content(folder / "library"))
    imports.close()
    assert found["contents"][0] == found["contents"].pop() != found["contents"][1]
    exports = Exports(folder, Said())
    for turn in (0, 1):
        for number in range(1, len(EXPORTS) + 1):
            exports.step(turn * len(EXPORTS) + number)
        found["exports"].append({name: sums(folder / "out" / name) for name in EXPORTS})
    exports.close()
    return found


def _reference(folder: Path) -> Any:
    return json.loads((folder / "reference.json").read_text("utf-8"))


def _opened(folder: Path, verdict: Verdict) -> Library:
    began = time.process_time()
    library = Library(folder, HandScheduler(), zone="UTC")
    if time.process_time() - began > OPENED_WITHIN_S:
        verdict.problems.append("it took too long to open")
    return library


def _look(folder: Path, verdict: Verdict, look: Callable[[Library], None] | None = None) -> None:
    """Open a library, look at it, check it and all of its backups."""
    library = _opened(folder, verdict)
    try:
        if look is not None:
            look(library)
        verdict.problems += check(library, quiet)
        if library.file.damaged or library.read_only:
            verdict.problems.append(f"it is read-only: {library.reason}")
    finally:
        library.close()
    list(_held_by_backups(folder))


def _held_by_backups(folder: Path) -> Iterator[dict[str, Any]]:
    """Return what each backup holds of the first two sessions, newest first; all are whole."""
    for one in backups.listed(folder):
        yield _held(backups.folder_of(folder) / one.name)


def _held(copy: Path) -> dict[str, Any]:
    with backup.unpacked(copy, copy.parent) as (plain, _snapshot):
        return _titles(plain)


def _titles(library: Path) -> dict[str, Any]:
    with closing(sqlite3.connect(library)) as connection:
        rows = connection.execute(
            "SELECT json_extract(text, '$.data.record.title') FROM document "
            "WHERE kind='session' AND key IN ('s-1', 's-2') ORDER BY key"
        )
        titles = [row[0] for row in rows]
    return {"title": titles[0], "base": titles[1]}


def _edits(folder: Path, said: Said, verdict: Verdict) -> None:
    def look(library: Library) -> None:
        found = observed(library)
        for number in said.legal("edit", verdict.at):
            if found == after_edits(number):
                verdict.at = number
                return
        expected = [after_edits(number) for number in said.legal("edit", verdict.at)]
        verdict.expect(found, expected, "what was edited")

    _look(folder / "library", verdict, look)


def _imports(folder: Path, said: Said, verdict: Verdict) -> None:
    _look(folder / "library", verdict)
    contents = _reference(folder)["contents"]
    found = content(folder / "library")
    legal = said.legal("import", verdict.at)
    verdict.expect(found, [contents[number % 2] for number in legal], "the content")
    verdict.at = next((number for number in legal if contents[number % 2] == found), verdict.at)


def _migrations(folder: Path, said: Said, verdict: Verdict) -> None:
    wanted = _reference(folder)["contents"][0]
    for number in said.legal("opened", verdict.at):
        opened = folder / f"opened {number}"
        if not number or not opened.exists():
            verdict.expect(number, [0, said.begun.get("opened")], "the folder that is missing")
            continue
        if number % 2:
            _look_at_tables(opened / FILE_NAME, said.promised.get("opened", 0) >= number, verdict)
        _look(opened, verdict)
        if number % 2:
            verdict.expect(content(opened), [wanted], "what was migrated")
            _look_at_tables(opened / FILE_NAME, True, verdict)
        verdict.at = number


def _look_at_tables(library: Path, migrated: bool, verdict: Verdict) -> None:
    # Only read: what a WAL holds is for the program to find.
    address = f"{library.as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True)) as connection:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        columns = {row[1] for row in connection.execute("PRAGMA table_info(document)")}
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
        lengths = "SELECT count(*) FROM document WHERE length(text) IS NOT length"
        wrong = connection.execute(lengths).fetchone()[0] if "length" in columns else 0
    shape = ("length" in columns, "letters" in tables, "entry_by_act" in tables)
    newer = shape == (True, True, True) and not wrong
    verdict.expect((shape, wrong), [((newer,) * 3, 0)], f"the shape of version {version}")
    if migrated and not newer:
        verdict.problems.append("what was migrated is not")


def _exports(folder: Path, said: Said, verdict: Verdict) -> None:
    wanted = _reference(folder)["exports"]
    for name in EXPORTS:
        out = folder / "out" / name
        found = sums(out) if out.exists() else {}
        safe, begun = said.promised.get(name), said.begun.get(name)
        if safe is not None and safe == begun:
            verdict.expect(found, [wanted[safe[1]][name]], f"the {name} export")
        for file, digest in found.items():
            if not file.startswith("."):
                whole = [state[name].get(file) for state in wanted]
                verdict.expect(digest, whole, f"{file} of the {name} export")
        verdict.at = max(verdict.at, safe[0] if safe else 0)

    def export_again(library: Library) -> None:
        title = observed(library)["title"]
        state = int(title.removeprefix("state ")) if title else 0
        # An export that was cut off can be made again, and is then as if nothing had been.
        for name in EXPORTS if title else ():
            write_export(library, name, folder / "out" / name)
            verdict.expect(sums(folder / "out" / name), [wanted[state][name]], f"{name} again")

    _look(folder / "library", verdict, export_again)


def _backups(folder: Path, said: Said, verdict: Verdict) -> None:
    _look(folder / "library", verdict)
    legal = said.legal("title", verdict.at)
    found = _titles(folder / "library" / FILE_NAME)["title"]
    verdict.expect(found, [f"title {number}" if number else None for number in legal], "the title")
    for name in BACKUPS:
        numbers = said.legal(f"backup {name}")
        copy = folder / name
        if not name:
            newest = next(_held_by_backups(folder / "library"), None)
        else:
            newest = _held(copy) if copy.exists() else None
        there = None if newest is None else newest["title"]
        allowed = [f"title {number}" if number else None for number in numbers]
        verdict.expect(there, allowed, f"the backup {name or 'that made itself'}")
        if there in allowed:
            verdict.copies[f"backup {name}"] = numbers[allowed.index(there)]
    verdict.at = next((n for n in legal if found == f"title {n}"), verdict.at)


def _restores(folder: Path, said: Said, verdict: Verdict) -> None:
    restored = Said(
        {"step": said.begun.get("restored", ["", 0])[1]},
        {"step": said.promised.get("restored", ["", 0])[1]},
    )
    start = verdict.at
    safe = max(restored.promised["step"], said.promised.get("title", 0), start)
    begun = max(restored.begun["step"], said.begun.get("title", 0), start)
    found: dict[str, Any] = {}

    def look(library: Library) -> None:
        found.update(_titles(library.file.path))

    _look(folder / "library", verdict, look)
    legal = sorted({safe, begun})
    verdict.expect(found, [restored_state(number) for number in legal], "what was restored")
    verdict.at = next((n for n in legal if restored_state(n) == found), start)
    if verdict.at % 2:
        kept = list(_held_by_backups(folder / "library"))
        verdict.expect(restored_state(verdict.at - 1) in kept, [True], "a backup of what was there")


def restored_state(number: int) -> dict[str, Any]:
    """Return the titles that a library has after so many steps of ``Restores``."""
    if not number:
        return {"title": "title 0", "base": None}
    source = RESTORED[(number - (1 - number % 2)) // 2 % 2]
    title = None if number % 2 else f"title {number}"
    return {"title": title, "base": f"from {source[0]}"}


_JUDGES: dict[str, Callable[[Path, Said, Verdict], None]] = {
    "edit": _edits,
    "import": _imports,
    "migrate": _migrations,
    "export": _exports,
    "backup": _backups,
    "restore": _restores,
}
