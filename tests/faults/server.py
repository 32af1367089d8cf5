"""The program that is put through it: started once, it forks a process for each job.

A job is one line of JSON on standard input. What it has to say are lines of JSON on standard
output, the first its process id, the last how it ended. Nothing of SQLite is open when it forks.
"""

from __future__ import annotations

import dataclasses
import json
import os
import shutil
import sqlite3
import sys
import traceback
from contextlib import redirect_stderr, redirect_stdout
from functools import partial
from io import StringIO
from itertools import count
from pathlib import Path
from typing import Any

import alembic.command
import alembic.config  # noqa: F401 - here, so that no job waits for it
from tests.faults import truth
from tests.faults.deeds import RESTORED, WORKS, Edits, Open, Work, event, older, quiet
from tests.faults.newer import become_newer
from tests.faults.shim import Shim

from sessionary.app.main import main
from sessionary.core.problems import UserError
from sessionary.core.store.errors import StoreError
from sessionary.services import backups
from sessionary.services.imports.reading import read_files
from sessionary.services.imports.writing import write_import
from sessionary.services.sessions import edit

Job = dict[str, Any]
START = {"startTime": "2025-02-01T18:00:00Z"}
PAPER = "paper.jsonl"


def say(what: str, *more: Any) -> None:
    """Tell whoever gave the job; in one write, so that a kill cannot cut it."""
    os.write(1, (json.dumps([what, *more]) + "\n").encode())


class Aloud:
    """Tells what is begun and what is safe, to the log of the disk as well."""

    def __init__(self, shim: Shim | None = None) -> None:
        self._shim = shim

    def begin(self, topic: str, value: Any) -> None:
        """Say what is attempted now."""
        self._tell("begun", topic, value)

    def safe(self, topic: str, value: Any) -> None:
        """Say what a service has promised."""
        self._tell("safe", topic, value)

    def _tell(self, *what: Any) -> None:
        if self._shim is not None:
            self._shim.mark(json.dumps(what))
        say(*what)


def _careless(sql: str) -> str:
    return sql.replace("synchronous=FULL", "synchronous=NORMAL")


class CarelessCursor(sqlite3.Cursor):
    """See :class:`Careless`."""

    def execute(self, sql: str, given: Any = (), /) -> CarelessCursor:
        return super().execute(_careless(sql), given)


class Careless(sqlite3.Connection):
    """Does not wait for the disk at each commit: the control that must lose what was promised."""

    def execute(self, sql: str, given: Any = (), /) -> sqlite3.Cursor:
        return super().execute(_careless(sql), given)

    def cursor(self, _factory: Any = None) -> CarelessCursor:  # type: ignore[override]  # ours
        return super().cursor(CarelessCursor)


def prepare(job: Job) -> None:
    """Make a folder in which every work can begin, and what comes of it undisturbed."""
    folder = Path(job["folder"])
    papers = folder / "papers"
    papers.mkdir()
    sessions = [
        {"id": f"s-{n}", "campaignId": "c", "number": n, "realTime": START} for n in (1, 2, 3)
    ]
    events = [{**event(n, f"s-{n % 4}"), "id": f"e-{n}"} for n in range(60)]
    _write_lines(papers / "sessions.jsonl", [*sessions, *events[:20]])
    _write_lines(folder / PAPER, [{"id": "s-2", "recap": "From the file"}, *events])
    with (folder / PAPER).open("a") as paper:
        paper.write('{"broken')
    opened = Open(folder, Aloud())
    preview = read_files(opened.library, [papers / "sessions.jsonl"], quiet)
    write_import(opened.library, preview, quiet, at=1.0)
    opened.close()
    for name in RESTORED:
        other = folder / f"of {name}"
        shutil.copytree(folder / "library", other / "library")
        opened = Open(other, Aloud())
        edit(opened.library, "session", "s-2", "/title", f"from {name[0]}", "Rename")
        opened.close()
        backups.back_up(other / "library", folder / name)
        shutil.rmtree(other)
    shutil.copytree(folder, folder / "used")
    (folder / "reference.json").write_text(json.dumps(truth.reference(folder / "used")))
    shutil.rmtree(folder / "used")


def _write_lines(path: Path, records: list[Any]) -> None:
    path.write_text("".join(json.dumps(record) + "\n" for record in records), "utf-8")


def ready(job: Job) -> None:
    """Put into a folder what some works find there: what a kill has left, older libraries."""
    folder = Path(job["folder"])
    if job["work"] == "migrate":
        for number in range(1, job["steps"] + 1, 2):
            older(folder, number)
    if job["work"] == "restore":
        opened = Open(folder, Aloud())
        edit(opened.library, "session", "s-1", "/title", "title 0", "Rename")
        # Not closed: the edit is in the WAL alone.
        os._exit(0)


def work(job: Job) -> None:
    """Do steps until somebody ends it, or as many as were asked for."""
    folder = Path(job["folder"])
    shim = None
    if job.get("log"):
        shim = Shim()
        shim.watch(folder, Path(job["log"]))
    if job.get("careless"):
        vars(sqlite3)["connect"] = partial(sqlite3.connect, factory=Careless)
    teller = Aloud(shim)
    done = WORKS[job["work"]](folder, teller)
    first = job["start"] + 1
    for number in range(first, first + job["steps"]) if job["steps"] else count(first):
        done.step(number)
    done.close()


def judge(job: Job) -> None:
    """Say what is wrong with what was left."""
    said = truth.Said(job["begun"], job["promised"])
    verdict = truth.judge(job["work"], Path(job["folder"]), said, job["start"])
    say("verdict", dataclasses.asdict(verdict))


def fail(job: Job) -> None:
    """Do one thing while the disk refuses some of it, and then once more.

    ``where`` is ``open``, ``close``, ``typing`` or the number of a step. Says how often the disk
    refused, and what the program said of it.
    """
    folder, shim = Path(job["folder"]), Shim()
    shim.watch(folder)
    where = job["where"]
    make = partial(WORKS[job["work"]], folder, Aloud())
    if where == "open":
        done = _attempt(job, shim, make) or make()
        done.step(1)
        done.close()
        return
    done = make()
    before = where - 1 if isinstance(where, int) else 2
    for number in range(1, before + 1):
        done.step(number)
    if where == "close":
        _attempt(job, shim, done.close)
    elif isinstance(done, Edits) and where == "typing":
        _attempt(job, shim, partial(done.close_while_typing, before + 1))
    else:
        if not _attempt(job, shim, partial(_step, done, where)):
            _check_memory(done, where)
            done.step(where)
        done.close()


def _step(done: Work, number: int) -> bool:
    done.step(number)
    return True


def _attempt(job: Job, shim: Shim, act: Any) -> Any:
    """Have something fail; return what it returns, None if it failed."""
    told, result = "", None
    shim.calls()
    shim.fail(job["nth"], job["times"], job["errno"], torn=job["torn"])
    try:
        result = act()
    except (UserError, StoreError, OSError) as error:
        told = f"{type(error).__name__}: {error}"
    failed = shim.failed()
    say("disk", {"failed": failed, "calls": shim.calls(), "told": told})
    if job["dies"]:
        os._exit(0)
    return result


def command(job: Job) -> None:
    """Give a line to the command line while the disk refuses some of it, and then once more."""
    folder, shim = Path(job["folder"]), Shim()
    words = ["--library", str(folder / "library"), *job["words"]]
    os.chdir(folder)
    shim.watch(folder)
    for nth in (job["nth"], 0):
        shim.fail(nth, job["times"], job["errno"], torn=job["torn"])
        with redirect_stdout(StringIO()), redirect_stderr(StringIO()) as told:
            status = main(words)
        failed = shim.failed()
        shim.calls()
        say("command", {"failed": failed, "status": status, "told": told.getvalue()})


def _check_memory(done: Work, number: int) -> None:
    """What was typed and could not be saved is there, and is known not to be saved."""
    if isinstance(done, Edits) and number % 6 == 3 and done.taken == number:
        session = done.library.stores["session"].load("s-2")
        assert session.dirty
        assert session.value["own"]["notes"] == f"typed {number}"


_JOBS = {
    "prepare": prepare,
    "ready": ready,
    "work": work,
    "judge": judge,
    "fail": fail,
    "command": command,
}


def run(job: Job) -> None:
    """Do a job in a process of its own and end it."""
    os.setpgid(0, 0)
    try:
        if job.get("work") == "migrate" and job["do"] != "ready":
            become_newer()
        _JOBS[job["do"]](job)
    except Exception:  # noqa: BLE001 - this process ends here, and whoever waits must know why
        say("raised", traceback.format_exc())
    os._exit(0)


def serve() -> None:
    """Fork for each line of standard input."""
    for line in sys.stdin:
        child = os.fork()
        if not child:
            run(json.loads(line))
        say("process", child)
        os.waitpid(child, 0)
        say("ended")


if __name__ == "__main__":
    serve()
