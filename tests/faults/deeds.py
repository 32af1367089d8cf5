"""What the program is at when it is killed, loses its power or meets a full disk.

A work is a row of steps without end, each of which ends with a call of a service that promises
something: that an edit is on the disk, that an export is there. A step says what it begins and,
once the call has returned, that it is safe. Whatever comes after a restart must be what was safe,
or what was begun: ``truth.py`` compares.
"""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Protocol

from sessionary.core.entries import EntryPut
from sessionary.core.store.memory import HandScheduler
from sessionary.services import backups
from sessionary.services.exports import export
from sessionary.services.imports.reading import read_files
from sessionary.services.imports.writing import write_import
from sessionary.services.library import Library
from sessionary.services.session_edits import edit_together, type_text
from sessionary.services.sessions import delete_sessions, document_data, edit, restore_sessions
from sessionary.services.undo import undo, undo_import

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

EXPORTS = ("markdown", "vault", "csv", "json", "campaign")
BACKUPS = ("", "copy.sessionary", "copy.sessionary.gz")
RESTORED = ("a.sessionary", "b.sessionary.gz")
EDITS = ("title", "logged", "typed", "both", "undone", "binned")


class Teller(Protocol):
    """Takes down what a work begins and what of it is safe, by topic."""

    def begin(self, topic: str, value: Any) -> None:
        """Say what is attempted now."""

    def safe(self, topic: str, value: Any) -> None:
        """Say what a service has promised."""


class Work(Protocol):
    """One row of steps in a folder; numbers begin with 1."""

    def step(self, number: int, /) -> None:
        """Do one thing."""

    def close(self) -> None:
        """End it as a window is closed."""


def quiet(_done: int, _total: int) -> None:
    """Take no note of progress."""


def moment(number: int) -> datetime:
    """Return a time of day for a step: two of one second could not be told apart."""
    return datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=number)


def event(number: int, owner: str) -> dict[str, Any]:
    """Return the record of an event."""
    return {
        "id": f"logged-{number}",
        "sessionId": owner,
        "event": {"type": "note", "name": f"Logged {number}"},
    }


class Open:
    """A work in the open library of its folder.

    Attributes:
        errors: What saves have reported.
    """

    def __init__(self, folder: Path, teller: Teller) -> None:
        self.folder = folder
        self.teller = teller
        self.errors: list[Exception] = []
        self.scheduler = HandScheduler()
        self.library = Library(
            folder / "library", self.scheduler, zone="UTC", on_error=self.errors.append
        )

    def close(self) -> None:
        """Close the library."""
        self.library.close()

    def title(self, number: int) -> None:
        """Say the number of a step in the library, as an edit of its own."""
        self.teller.begin("title", number)
        edit(self.library, "session", "s-1", "/title", f"title {number}", "Rename")
        self.teller.safe("title", number)


class Edits(Open):
    """Every sort of act of a window, one commit each.

    Attributes:
        taken: The step whose text the document has taken up. Where the disk refuses already that
            a document is opened to be typed in, the text stays in its field, and is refused there.
    """

    taken = 0

    def step(self, number: int) -> None:
        """Do one act."""
        self.teller.begin("edit", number)
        getattr(self, EDITS[(number - 1) % len(EDITS)])(number)
        self.teller.safe("edit", number)

    def title(self, number: int) -> None:
        """Set one value."""
        edit(self.library, "session", "s-1", "/title", f"title {number}", "Rename")

    def logged(self, number: int) -> None:
        """Log an event."""
        with self.library.act("Log") as act:
            act.put(self._put(number, "s-1"))

    def typed(self, number: int) -> None:
        """Type, and leave the field."""
        type_text(self.library, "session", "s-2", "/own/notes", f"typed {number}", "Type")
        self.taken = number
        session = self.library.stores["session"].load("s-2")
        session.save()
        if not session.wait(0.5):
            assert session.value["own"]["notes"] == f"typed {number}", "typing was lost"
            assert session.dirty, "what could not be saved is said to be saved"
            raise self.errors[-1]

    def close_while_typing(self, number: int) -> None:
        """Type in place of the step of this number, and close without leaving the field."""
        self.teller.begin("edit", number)
        type_text(self.library, "session", "s-2", "/own/notes", f"typed {number}", "Type")
        if not self.library.close():
            raise self.errors[-1]
        self.teller.safe("edit", number)

    def both(self, number: int) -> None:
        """Change two sessions and an event in one act."""
        store = self.library.stores["session"]
        with self.library.act("Both") as act:
            for key in ("s-1", "s-2"):
                act.edit(store, key, _tag, number)
            act.put(self._put(number, "s-2"))

    def undone(self, _number: int) -> None:
        """Take the last act back."""
        undo(self.library, self.library.newest_act())

    def binned(self, number: int) -> None:
        """Put a session into the bin, or take it out."""
        if number // len(EDITS) % 2:
            delete_sessions(self.library, ["s-3"])
        else:
            restore_sessions(self.library, ["s-3"])

    def _put(self, number: int, owner: str) -> EntryPut:
        text = json.dumps(event(number, owner))
        return EntryPut(
            kind="session", type="event", scope="c", id=f"logged-{number}",
            document=("session", owner), text=text,
            columns=self.library.columns_of("session", "event", "c", text, None),
        )  # fmt: skip


def _tag(data: dict[str, Any], number: int) -> dict[str, Any]:
    data["own"]["tags"] = [f"tag {number}"]
    return data


def after_edits(number: int) -> dict[str, Any]:
    """Return what :func:`observed` finds after so many steps of :class:`Edits`."""
    last = dict.fromkeys(EDITS, 0)
    for step in range(max(1, number - 2 * len(EDITS) + 1), number + 1):
        last[EDITS[(step - 1) % len(EDITS)]] = step
    # The step after “both” takes it back, so its tags and its event are there for one step only.
    both = last["both"] if last["both"] > last["undone"] else 0
    logged = [step for step in range(1, number + 1) if EDITS[(step - 1) % len(EDITS)] == "logged"]
    return {
        "title": f"title {last['title']}" if last["title"] else None,
        "notes": f"typed {last['typed']}" if last["typed"] else None,
        "tags": [[f"tag {both}"] if both else None] * 2,
        "logged": sorted(f"logged-{step}" for step in [*logged, *([both] if both else [])]),
        "binned": bool(last["binned"] // len(EDITS) % 2),
    }


def observed(library: Library) -> dict[str, Any]:
    """Return what the edits have left in a library."""
    first, second, third = (document_data(library, "session", f"s-{n}") for n in (1, 2, 3))
    with library.reading() as connection:
        rows = connection.exec_driver_sql("SELECT id FROM entry WHERE id LIKE 'logged-%'")
        logged = sorted(row[0] for row in rows)
    tags = [data["own"].get("tags") for data in (first, second)]
    return {
        "title": first["record"].get("title"),
        "notes": second["own"].get("notes"),
        "tags": [None if one is None else list(one) for one in tags],
        "logged": logged,
        "binned": bool(third["own"].get("binned")),
    }


class Imports(Open):
    """A file is imported after a backup, and that is taken back: again and again."""

    def step(self, number: int) -> None:
        """Import on odd steps, take back on even ones."""
        if number % 2:
            preview = read_files(self.library, [self.folder / "paper.jsonl"], quiet)
            backups.before_import(self.library, now=moment(number))
            self.teller.begin("import", number)
            write_import(self.library, preview, quiet, at=self.scheduler.wall())
        else:
            self.teller.begin("import", number)
            act = self.library.newest_act()
            undo_import(self.library, act, quiet, at=self.scheduler.wall())
        self.teller.safe("import", number)


class Migrations:
    """A newer program opens older libraries, and makes new ones."""

    def __init__(self, folder: Path, teller: Teller) -> None:
        self._folder = folder
        self._teller = teller
        self._library: Library | None = None

    def step(self, number: int) -> None:
        """Open an older library on odd steps, an empty folder on even ones."""
        target = self._folder / f"opened {number}"
        if number % 2:
            older(self._folder, number)
        self._teller.begin("opened", number)
        self._library = Library(target, HandScheduler(), zone="UTC")
        self._teller.safe("opened", number)
        self.close()

    def close(self) -> None:
        """Close the library that is open."""
        if self._library is not None:
            self._library.close()
            self._library = None


def older(folder: Path, number: int) -> None:
    """Put an older library where a step of :class:`Migrations` opens it, if it is not there."""
    target = folder / f"opened {number}"
    if not target.exists():
        half = target.with_suffix(".new")
        shutil.rmtree(half, ignore_errors=True)
        shutil.copytree(folder / "library", half).rename(target)


class Exports(Open):
    """The library is exported in every format, before and after an edit."""

    def step(self, number: int) -> None:
        """Write one format; the library changes after all of them were written."""
        turn, which = divmod(number - 1, len(EXPORTS))
        state = turn % 2
        title = f"state {state}"
        if document_data(self.library, "session", "s-1")["record"].get("title") != title:
            edit_together(self.library, "s-1", {"/title": title}, "Rename")
        topic = EXPORTS[which]
        self.teller.begin(topic, [number, state])
        write_export(self.library, topic, self.folder / "out" / topic)
        self.teller.safe(topic, [number, state])


def write_export(library: Library, format_: str, to: Path) -> None:
    """Export everything into a folder."""
    to.mkdir(parents=True, exist_ok=True)
    export(library, None, format_, to, report=quiet)


class Backups(Open):
    """The library is edited and backed up: among its backups, beside it, and packed beside it."""

    def step(self, number: int) -> None:
        """Make an edit and one backup."""
        self.title(number)
        name = BACKUPS[(number - 1) % len(BACKUPS)]
        self.teller.begin(f"backup {name}", number)
        if name:
            backups.back_up(self.folder / "library", self.folder / name)
        else:
            backups.automatic(self.library, backups.AFTER_CHANGES, now=moment(number))
        self.teller.safe(f"backup {name}", number)


class Restores:
    """Backups are put in the place of a library that was edited meanwhile."""

    def __init__(self, folder: Path, teller: Teller) -> None:
        self._folder = folder
        self._teller = teller

    def step(self, number: int) -> None:
        """Restore on odd steps, edit on even ones."""
        if number % 2:
            source = RESTORED[number // 2 % 2]
            self._teller.begin("restored", [source, number])
            backups.restore(self._folder / "library", self._folder / source, now=moment(number))
            self._teller.safe("restored", [source, number])
        else:
            work = Open(self._folder, self._teller)
            try:
                work.title(number)
            finally:
                work.close()

    def close(self) -> None:
        """Leave nothing open."""


WORKS: dict[str, Callable[[Path, Teller], Work]] = {
    "edit": Edits,
    "import": Imports,
    "migrate": Migrations,
    "export": Exports,
    "backup": Backups,
    "restore": Restores,
}
