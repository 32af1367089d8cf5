"""Surveys on the command line: taken in, listed, shown, found, written out, forgotten."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.app.test_cli import Shell

if TYPE_CHECKING:
    from collections.abc import Mapping

HOMES = Path(__file__).parents[1] / "data" / "survey"
HALF = "d4d4b002-0000-0000-2222-aabbccddeeff"


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path)


def counted(reports: list[Mapping[str, object]], word: str) -> int:
    return sum(int(str(report[word])) for report in reports)


def test_a_home_folder_is_taken_in_with_a_report_a_file(shell: Shell) -> None:
    first = shell("import", "--json", HOMES / "tabletop")
    assert first.status == 0
    files = first.json["files"]
    assert {one["format"] for one in files} == {"survey", ""}
    assert (len(files), counted(files, "new")) == (16, 15)
    again = shell("import", "--json", HOMES / "tabletop").json["files"]
    assert (counted(again, "new"), counted(again, "same")) == (0, 15)
    assert shell("check").status == 0


def test_what_is_damaged_is_told_and_ends_with_a_status_of_its_own(shell: Shell) -> None:
    told = shell("import", "--json", HOMES / "broken")
    assert told.status == 1
    problems = [problem for file in told.json["files"] for problem in file["problems"]]
    assert {("error", "TYPE-UNKNOWN"), ("warning", "DUP-UID")} <= {
        (one["severity"], one["code"]) for one in problems
    }
    assert not any("fatal" in one for one in problems)
    (shell.folder / HALF).write_bytes(b"nowhere\n")
    told = shell("import", "--json", shell.folder / HALF)
    (problem,) = told.json["files"][0]["problems"]
    assert (told.status, problem["code"], problem["fatal"]) == (1, "S-FIRSTLINE", True)


def test_surveys_are_listed_shown_found_and_written_out(shell: Shell) -> None:
    shell("import", HOMES / "tabletop")
    listed = shell("list", "--kind", "survey", "--json").json
    assert {one["status"] for one in listed} == {"new", "open", "finished", "closed"}
    assert shell("list", "--kind", "campaign", "--json").json == []
    shown = shell("show", f"survey/{HALF}", "--json").json
    assert (shown["kind"], shown["derived"]["next"]) == ("survey", ["pace"])
    assert "oracle" in shell("show", "definition/oracle", "--json").json["key"]
    hits = shell("search", "kind:survey", "status:open", "--json").json
    assert f"survey/{HALF}" in {hit["key"] for hit in hits}
    assert shell("export", HALF, "--format", "survey", "--to", "one").status == 0
    source = HOMES / "tabletop" / "sessions" / "d4d4" / HALF
    assert (shell.folder / "one").read_bytes() == source.read_bytes()
    written = ("--format", "markdown", "--to", "page.md")
    shell("export", HALF, *written, "--include", "deleted")
    assert "~~0.90 x~~" in (shell.folder / "page.md").read_text("utf-8")


def test_a_respondent_is_forgotten_once_it_is_agreed_to(shell: Shell) -> None:
    shell("import", HOMES / "tabletop")
    assert {one["person"] for one in shell("person", "list", "--json").json} >= {"survey:seat-1"}
    asked = shell("person", "forget", "seat-1")
    assert (asked.status, "2 sessions of surveys" in asked.out) == (1, True)
    assert shell("person", "forget", "survey:seat-1", "--yes", "--json").json["surveys"] == 2
    assert len(shell("list", "--json").json) == 5
