"""The command line as scripts use it: what a verb prints, and the status it ends with."""

from __future__ import annotations

import io
import json
import os
import sqlite3
import subprocess
import sys
from contextlib import chdir, closing, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from sessionary.app.main import main
from sessionary.core.store.plain import PlainScheduler
from sessionary.services.library import Library

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "resources" / "sample" / "campaign.json"
DATA = ROOT / "tests" / "data" / "campaign"
LIFECYCLE = sorted((DATA / "lifecycle").glob("*.json"))


class Ran(NamedTuple):
    """What became of a command."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


class Shell:
    """Runs commands on one library: called, in this process; `apart`, in one of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.library = folder / "library"

    def __call__(self, *words: str | Path) -> Ran:
        out, err = io.StringIO(), io.StringIO()
        with chdir(self.folder), redirect_stdout(out), redirect_stderr(err):
            status = main(self._words(words))
        return Ran(status, out.getvalue(), err.getvalue())

    def apart(self, *words: str | Path) -> Ran:
        """Run a command as a shell does."""
        environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT / "src"),
            "QT_QPA_PLATFORM": "offscreen",
            "TZ": "Europe/Berlin",
            "PYTHONWARNINGS": "error",
        }
        done = subprocess.run(
            [sys.executable, "-m", "sessionary", *self._words(words)],
            capture_output=True, encoding="utf-8", env=environment, cwd=self.folder, timeout=90,
            check=False,
        )  # fmt: skip
        return Ran(done.returncode, done.stdout, done.stderr)

    def _words(self, words: tuple[str | Path, ...]) -> list[str]:
        return ["--library", str(self.library), *map(str, words)]


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """A folder without a library yet."""
    return Shell(tmp_path)


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """A library with the four documents of one session; nobody changes it."""
    shell = Shell(tmp_path_factory.mktemp("played"))
    done = shell.apart("import", *LIFECYCLE)
    assert done == (0, done.out, "")
    return shell


def sentence(ran: Ran) -> str:
    """Return the one sentence on standard error of a command that could do nothing."""
    assert (ran.status, ran.out) == (2, "")
    (line,) = ran.err.splitlines()
    assert line.startswith("sessionary: ")
    return line.removeprefix("sessionary: ")


def test_import_tells_of_each_file_as_json(shell: Shell) -> None:
    ran = shell("import", "--json", *LIFECYCLE)
    assert (ran.status, ran.err) == (0, "")
    files = ran.json["files"]
    assert [Path(file["file"]).name for file in files] == [path.name for path in LIFECYCLE]
    assert [(f["format"], f["new"], f["changed"], f["same"]) for f in files] == [
        ("campaign", 1, 0, 0),
        ("campaign", 0, 1, 0),
        ("campaign", 1, 0, 0),
        ("campaign", 0, 1, 0),
    ]
    assert [file["problems"] for file in files] == [[], [], [], []]
    again = shell("import", "--json", *LIFECYCLE)
    assert again.status == 0
    assert [(f["new"], f["changed"], f["same"]) for f in again.json["files"]] == [(0, 0, 1)] * 4


def test_import_of_a_damaged_file_ends_with_1_and_says_why(shell: Shell) -> None:
    ran = shell.apart("import", "--json", DATA / "bad" / "number.type.jsonl")
    assert (ran.status, ran.err) == (1, "")
    (file,) = ran.json["files"]
    assert (file["new"], file["changed"], file["same"]) == (2, 0, 0)
    assert file["problems"] == [
        {
            "severity": "error",
            "code": "number.type",
            "place": "line 2, number",
            "found": '"nine"',
            "expected": "a whole number, 0 or more",
            "message": '"nine" stands where a whole number, 0 or more is expected',
        }
    ]
    assert len(shell("list", "--json").json) == 2


def test_import_with_warnings_and_notes_alone_ends_with_0(shell: Shell) -> None:
    path = shell.folder / "bundle.json"
    path.write_text('{"campaign": {"id": "c"}, "exportedBy": "another program"}')
    ran = shell("import", "--json", path, DATA / "bad" / "time.no_offset.jsonl")
    assert ran.status == 0
    severities = [[p["severity"] for p in file["problems"]] for file in ran.json["files"]]
    assert severities == [["note"], ["warning"]]


def test_import_for_people_is_a_line_a_file_and_a_line_a_problem(shell: Shell) -> None:
    ran = shell("import", DATA / "bad" / "number.type.jsonl")
    assert ran.status == 1
    first, second = ran.out.splitlines()
    assert first == "number.type.jsonl: 2 new, 0 changed, 0 the same, 1 wrong"
    assert second == (
        '  error: number.type.jsonl, line 2, number: "nine" stands where a whole number, 0 or '
        "more is expected"
    )


def test_import_of_a_file_that_is_not_there_does_nothing(shell: Shell) -> None:
    assert sentence(shell("import", LIFECYCLE[0], "nowhere.json")).startswith(
        "nowhere.json: No such"
    )
    assert shell("list", "--json").json == []


def test_records_without_a_campaign_go_where_it_is_said(shell: Shell) -> None:
    path = shell.folder / "one.json"
    path.write_text('{"id": "s", "number": 1, "realTime": {"startTime": "2025-01-01T18:00:00Z"}}')
    assert shell("import", path).status == 1
    assert shell("import", "--campaign", "mine", path).status == 0
    assert shell("show", "campaign/mine/1", "--json").json["document"]["id"] == "s"


def test_list_prints_an_array(played: Shell) -> None:
    ran = played.apart("list", "--json")
    assert (ran.status, ran.err) == (0, "")
    assert ran.json == [
        {
            "key": "session/session-015",
            "kind": "campaign",
            "id": "session-015",
            "number": 15,
            "title": None,
            "status": "completed",
            "start": "2025-01-20T18:05:00Z",
            "end": "2025-01-20T22:15:00Z",
            "durationMinutes": 250,
            "entries": 1,
        }
    ]
    assert played("list", "--kind", "score", "--json").json == []
    assert "completed" in played("list").out


@pytest.mark.parametrize("key", ["session/session-015", "session-015", "campaign/campaign-001/15"])
def test_show_prints_a_document_its_entries_and_what_follows(played: Shell, key: str) -> None:
    ran = played("show", key, "--json")
    assert (ran.status, ran.err) == (0, "")
    shown = ran.json
    assert (shown["key"], shown["kind"]) == ("session/session-015", "campaign")
    assert shown["document"]["status"] == "completed"
    assert [entry["id"] for entry in shown["entries"]] == ["event-001"]
    assert {"derived", "findings"} <= shown.keys()


def test_show_of_what_is_not_there_or_could_be_two_things_says_so(played: Shell) -> None:
    said = sentence(played("show", "nobody", "--json"))
    assert said == "Nothing in the library goes by nobody."


def test_search_prints_hits(played: Shell) -> None:
    ran = played.apart("search", "ambush", "--json")
    assert (ran.status, ran.err) == (0, "")
    assert [(hit["type"], hit["id"]) for hit in ran.json] == [("event", "event-001")]
    assert played("search", "day:15", "actor:goblin", "--json").json == []


def test_check_says_whether_all_is_well(shell: Shell) -> None:
    shell("import", *LIFECYCLE)
    assert shell("check", "--json") == (0, shell("check", "--json").out, "")
    assert shell("check", "--json").json == {"ok": True, "problems": []}
    file = shell.library / "library.sessionary"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("UPDATE entry SET game_s = 0")
        connection.commit()
    ran = shell("check", "--json")
    assert ran.status == 1
    assert ran.json == {
        "ok": False,
        "problems": ["The index of the event event-001 is not its record's."],
    }
    assert shell("check", "--rebuild").status == 0
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("UPDATE entry SET text = text || ' '")
        connection.commit()
    ran = shell("check")
    assert (ran.status, ran.out) == (1, "The event event-001 is not as it was written.\n")


def test_export_prints_the_files_it_wrote(played: Shell, tmp_path: Path) -> None:
    ran = played.apart("export", "session-015", "--format", "markdown", "--to", tmp_path / "a.md")
    assert ran == (0, f"{tmp_path / 'a.md'}\n", "")
    assert (tmp_path / "a.md").read_text().startswith("# Session 15\n")
    for format_ in ("markdown", "vault", "html", "ics", "campaign", "json", "csv"):
        ran = played("export", "--all", "--format", format_, "--to", tmp_path / format_)
        assert ran.status == 0
        paths = [Path(line) for line in ran.out.splitlines()]
        assert paths
        assert all(path.is_file() for path in paths)
    assert "apostrophe" in ran.err, "what whoever opens the tables should know"


def test_export_for_players_leaves_the_gms_out(shell: Shell) -> None:
    path = shell.folder / "one.json"
    path.write_text(
        '{"id": "s", "campaignId": "c", "number": 1, "notes": "xyzzy", '
        '"realTime": {"startTime": "2025-01-01T18:00:00Z"}}'
    )
    shell("import", path)
    words: list[str | Path] = ["export", "s", "--format", "markdown", "--to"]
    shell(*words, shell.folder / "full.md")
    shell(*words, shell.folder / "safe.md", "--player-safe")
    assert "xyzzy" in (shell.folder / "full.md").read_text()
    assert "xyzzy" not in (shell.folder / "safe.md").read_text()


def test_export_wants_keys_or_all_of_it(played: Shell, tmp_path: Path) -> None:
    to: list[str | Path] = ["--format", "json", "--to", tmp_path / "x.json"]
    wanted = "Name what to export: one KEY or more, or --all."
    assert sentence(played("export", *to)) == wanted
    assert sentence(played("export", "session-015", "--all", *to)) == wanted


def test_an_export_of_everything_is_a_library_again(played: Shell, shell: Shell) -> None:
    first, second = shell.folder / "1.json", shell.folder / "2.json"
    played("export", "--all", "--format", "json", "--to", first)
    ran = shell("import", "--json", first)
    assert (ran.status, ran.json["files"][0]["format"]) == (0, "sessionary")
    shell("export", "--all", "--format", "json", "--to", second)
    assert second.read_bytes() == first.read_bytes()


def test_a_backup_is_put_back(shell: Shell) -> None:
    copy = shell.folder / "copies" / "monday.sessionary"
    shell("import", LIFECYCLE[0])
    assert shell("backup", "--to", copy) == (0, f"{copy}\n", "")
    shell("import", *LIFECYCLE)
    assert shell("list", "--json").json[0]["status"] == "completed"
    assert shell("restore", copy).status == 0
    assert shell("list", "--json").json[0]["status"] == "planned"
    assert shell("check").status == 0
    assert "is not a library" in sentence(shell("restore", SAMPLE))


@pytest.mark.parametrize(
    "words", [("list",), ("show", "x"), ("search", "x"), ("check",), ("backup", "--to", "x")]
)
def test_what_reads_makes_no_library(shell: Shell, words: tuple[str, ...]) -> None:
    assert sentence(shell(*words)) == f"There is no library in {shell.library}."
    assert not shell.library.exists()


def test_while_a_window_has_the_library_it_is_read_and_written_but_not_replaced(
    shell: Shell,
) -> None:
    shell("import", LIFECYCLE[0])
    window = Library(shell.library, PlainScheduler(), zone="UTC")
    try:
        assert len(shell.apart("list", "--json").json) == 1
        assert shell.apart("check").status == 0
        assert shell.apart("backup", "--to", shell.folder / "copy.sessionary").status == 0
        assert shell.apart("import", LIFECYCLE[1]).status == 0
        assert window.newest_act() == 2
        for words in (("check", "--rebuild"), ("restore", shell.folder / "copy.sessionary")):
            assert "The library is open in another window" in sentence(shell.apart(*words))
    finally:
        window.close()
    assert shell.apart("check", "--rebuild").status == 0


def test_an_import_into_what_a_window_is_editing_changes_nothing(shell: Shell) -> None:
    shell("import", LIFECYCLE[0])
    window = Library(shell.library, PlainScheduler(), zone="UTC")
    try:
        (key,) = window.stores["session"].keys()
        held = window.stores["session"].load(key)
        said = sentence(shell.apart("import", LIFECYCLE[1]))
        assert said.startswith(f"The session {key} is open for editing in Sessionary on ")
        assert window.newest_act() == 1
        held.stop()
        assert held.wait()
        assert shell.apart("import", LIFECYCLE[1]).status == 0
    finally:
        window.close()


FILES: list[tuple[str, Callable[[Path], object]]] = [
    ("not a library", lambda path: path.write_bytes(b"something else entirely")),
    ("empty", lambda path: path.write_bytes(b"")),
]


@pytest.mark.parametrize(("name", "make"), FILES, ids=[name for name, _ in FILES])
def test_a_file_that_is_none_of_ours_is_left_as_it_is(
    shell: Shell, name: str, make: Callable[[Path], object]
) -> None:
    shell.library.mkdir()
    file = shell.library / "library.sessionary"
    make(file)
    before = file.read_bytes()
    assert "is not a Sessionary library" in sentence(shell("import", SAMPLE))
    assert "is not a Sessionary library" in sentence(shell.apart("list"))
    assert file.read_bytes() == before


def test_a_library_of_a_newer_program_is_read_and_not_written(shell: Shell) -> None:
    shell("import", LIFECYCLE[0])
    file = shell.library / "library.sessionary"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA user_version=99")
    before = file.read_bytes()
    assert len(shell("list", "--json").json) == 1
    assert "newer Sessionary" in sentence(shell("import", LIFECYCLE[1]))
    assert file.read_bytes() == before
