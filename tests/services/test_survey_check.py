from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from sessionary.app.cli import no_report
from sessionary.core.problems import UserError
from sessionary.formats.records import FileRefused
from sessionary.formats.survey import files
from sessionary.services import survey_check
from sessionary.services.survey_check import check_files

if TYPE_CHECKING:
    from sessionary.services.survey_check import Checked

SAMPLES = Path(__file__).parents[1] / "data" / "survey"
ID = "381544dc-0000-0000-0d04-01123f06e306"
HEX = "0a" * 20


def check(path: Path) -> Checked:
    return check_files(path, no_report)


def told(checked: Checked) -> dict[str, Any]:
    """Return by the first characters of a session's id: state, next, done, total, codes."""
    told = {}
    for file in checked.as_json()["files"]:
        if file["sort"] == "session":
            progress = file["progress"]
            told[file["id"][:8]] = (
                file["state"],
                file["next"],
                progress["done"],
                progress["total"],
                [one["code"] for one in file["findings"]],
            )
    return told


OUTDATED = ["S-DEF-OUTDATED"]


def test_the_tabletop_home_stands_as_its_readme_says() -> None:
    checked = check(SAMPLES / "tabletop")
    assert told(checked) == {
        "c0010a1b": ("new", ["hello"], 0, 10, OUTDATED),
        "c0020a1b": ("open", ["pillars"], 3, 10, OUTDATED),
        "c0030a1b": ("finished", [], 10, 10, OUTDATED),
        "c0040a1b": ("closed", [], 10, 10, OUTDATED),
        "d4d4a001": ("finished", [], 22, 22, ["V-WRAP"]),
        "d4d4b002": ("open", ["pace"], 4, 22, []),
        "e5e5c003": ("open", ["price", "omen"], 1, 3, []),
    }
    by_id = {file.facts.get("id", "")[:8]: file for file in checked.files}
    second = by_id["c0020a1b"].as_json()
    assert second["proposals"] == {"pillars": "combat"}
    assert second["sha1"] == "77d714ba3078dbc96e248f49070ec6d153652441"
    oracle = by_id["e5e5c003"].as_json()
    assert (oracle["orderKnown"], oracle["progress"]["approximate"]) == (False, True)
    assert [one.path.suffix for one in checked.others] == [".json"]
    assert not checked.is_wrong


def test_the_seeds_stand_as_their_readme_says() -> None:
    first, second = check(SAMPLES / "seed-gen1"), check(SAMPLES / "seed-gen2")
    assert told(first) == {"381544dc": ("finished", [], 2, 2, ["S-DEF-SHA"])}
    assert told(second) == {"381544dc": ("open", ["question2"], 1, 2, [])}
    snapshot, current = first.files[:2]
    assert [one.code for one in snapshot.findings] == ["S-DEF-SHA"]
    assert current.as_json() == {
        "file": str(SAMPLES / "seed-gen1" / "surveys" / "foo" / "current"),
        "sort": "definition",
        "sha1": "b884bcb19954b245d8be53db2b266c4798dc742d",
        "survey": "foo",
        "name": "current",
        "version": 2,
        "description": "Silly test survey updated",
        "withPython": False,
        "questions": 2,
        "findings": [],
    }


def test_the_broken_home_is_wrong_in_four_files() -> None:
    checked = check(SAMPLES / "broken")
    wrong = [file.facts["id"][:8] for file in checked.files if file.is_wrong]
    assert wrong == ["bad00004", "bad00007", "bad00008", "bad00009"]
    assert checked.as_json()["ok"] is False


def put(path: Path, content: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode("latin-1"))
    return path


def codes(checked: Checked) -> list[list[str]]:
    return [[one.code for one in file.findings] for file in checked.files]


def test_a_session_of_no_home_has_no_definition(tmp_path: Path) -> None:
    path = put(tmp_path / ID, f"foo/{HEX}\n@state:META::2:0:0:0:0:0:0::0:0\n")
    assert codes(check(path)) == [["S-DEF-MISSING", "S-HEADER-ORDER"]]


def test_a_session_that_is_not_called_by_its_id_is_fatal_but_told(tmp_path: Path) -> None:
    path = put(tmp_path / "of ann.txt", f"foo/{HEX}\nrubbish\n")
    checked = check(path)
    assert codes(checked)[0][0] == "S-ID"
    assert "FIELD-COUNT" in codes(checked)[0]
    assert checked.is_wrong


def test_a_session_in_the_wrong_folder_is_warned_of(tmp_path: Path) -> None:
    put(tmp_path / "sessions" / "0000" / ID, "")
    assert codes(check(tmp_path)) == [["S-PREFIX", "S-EMPTY"]]


def test_a_folder_that_is_no_home_is_looked_through(tmp_path: Path) -> None:
    put(tmp_path / "session zero", "version 2\nx\nwithout python\none:::TEXT:0::0:0:0:0::\n")
    put(tmp_path / "notes.txt", "hello")
    checked = check(tmp_path)
    assert [file.facts["survey"] for file in checked.files] == ["session zero"]
    assert [other.path.name for other in checked.others] == ["notes.txt"]


def test_where_no_file_of_a_survey_is_that_is_said(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="holds no file"):
        check(tmp_path)
    with pytest.raises(UserError, match="neither a definition of a survey nor a session"):
        check(put(tmp_path / "notes.txt", "hello"))


def test_a_file_that_cannot_be_read_does_not_keep_others_from_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "LARGEST_FILE", 100)
    large = put(tmp_path / "surveys" / "foo" / HEX, "x" * 101)
    put(tmp_path / "surveys" / "foo" / "current", "version 2\n")
    checked = check(tmp_path)
    assert codes(checked) == [["file.limit"], ["D-DESCRIPTION"]]
    assert checked.as_json()["files"][0]["sort"] is None
    with pytest.raises(FileRefused):
        check(large)


def test_a_file_that_the_disk_refuses_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path / "surveys" / "foo" / "current", "version 2\n")

    def refuse(_path: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(survey_check, "read_file", refuse)
    (file,) = check(tmp_path).files
    assert [(one.code, one.message) for one in file.findings] == [
        ("file.unreadable", "Permission denied")
    ]


def test_bytes_that_are_no_text_can_be_printed(tmp_path: Path) -> None:
    definition = "version 2\n\xe9\nwithout python\nq\xe9:::RUNE\xff:0::0:0:0:0::\n"
    path = put(tmp_path / "surveys" / "foo" / "current", definition)
    put(path.with_name(HEX), definition)
    put(tmp_path / "sessions" / "3815" / ID, f"foo/{HEX}\n@state\xe9:META\nq\xe9\nq\xe9:TEXT\n")
    assert str(check(tmp_path).as_json()).encode()
