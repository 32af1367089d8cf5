"""``survey check`` as scripts use it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sessionary.app.main import main

SAMPLES = Path(__file__).parents[1] / "data" / "survey"
BROKEN = SAMPLES / "broken" / "sessions" / "bad0"
SUFFIX = "-0000-0000-0000-000000000000"


def run(capsys: pytest.CaptureFixture[str], *words: str | Path) -> tuple[int, str, str]:
    status = main(["survey", "check", *map(str, words)])
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def test_a_file_is_told_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capsys, BROKEN / f"bad00007{SUFFIX}", "--json")
    assert (status, err) == (1, "")
    told = json.loads(out)
    (file,) = told["files"]
    assert (told["ok"], file["state"], file["generation"]) == (False, "open", 2)
    assert file["findings"][0] == {
        "level": "E",
        "code": "TYPE-UNKNOWN",
        "line": 6,
        "field": "type",
        "message": "There is no type 'RUNE'.",
    }


def test_a_file_is_told_in_lines(capsys: pytest.CaptureFixture[str]) -> None:
    path = SAMPLES / "seed-gen2" / "sessions" / "3815" / "381544dc-0000-0000-0d04-01123f06e306"
    status, out, err = run(capsys, path)
    assert (status, err) == (0, "")
    assert out.splitlines()[0] == (
        f"{path}: session, of foo, generation 2, open, 1 of 2, next: question2"
    )
    _, out, _ = run(capsys, BROKEN / f"bad00004{SUFFIX}")
    assert out.splitlines()[3] == (
        "  E ESCAPE (line 7, text): A backslash is the last byte of the line. "
        "A record split at a line break is a known defect of the first generation."
    )


@pytest.mark.parametrize(("home", "status"), [("tabletop", 0), ("seed-gen1", 0), ("broken", 1)])
def test_a_home_ends_with_1_if_an_error_is_in_it(
    capsys: pytest.CaptureFixture[str], home: str, status: int
) -> None:
    ended, out, err = run(capsys, SAMPLES / home)
    assert (ended, err) == (status, "")
    assert ("left alone" in out) is (home == "tabletop")


def test_a_definition_of_which_nothing_can_be_opened_is_told(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "a+b"
    path.write_bytes(b"version 3\n")
    status, out, _ = run(capsys, path)
    assert status == 1
    assert out.splitlines()[0] == f"{path}: definition"
    assert "  F D-VERSION (line 1): " in out


def test_a_file_of_no_home_is_opened_with_the_definitions_of_the_library(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    library, home = tmp_path / "library", SAMPLES / "seed-gen2"
    (session,) = home.glob("sessions/*/*")
    path = tmp_path / f"{session.name}.txt"
    path.write_bytes(session.read_bytes())
    words = ["--library", str(library), "survey", "check", str(path)]
    assert main(words) == 0
    assert "S-DEF-MISSING" in capsys.readouterr().out
    assert not library.exists()
    assert main(["--library", str(library), "import", str(home)]) == 0
    capsys.readouterr()
    assert main(words) == 0
    told = capsys.readouterr().out
    assert "open, 1 of 2, next: question2" in told
    assert "S-DEF-MISSING" not in told


def test_what_is_none_ends_with_2(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    status, out, err = run(capsys, tmp_path / "nothing")
    assert (status, out) == (2, "")
    assert err.startswith("sessionary: ")
