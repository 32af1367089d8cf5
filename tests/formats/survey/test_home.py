from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sessionary.core.survey.opening import open_session
from sessionary.core.survey.session import read_session
from sessionary.formats.survey import files
from sessionary.formats.survey import home as home_folder
from sessionary.formats.survey.home import (
    HomeShelf,
    definition_path,
    home_of,
    is_home,
    scan,
    session_path,
)

if TYPE_CHECKING:
    import os

SAMPLES = Path(__file__).parents[2] / "data" / "survey"
ID = "381544dc-0000-0000-0d04-01123f06e306"
HEX = "0a" * 20


@pytest.mark.parametrize(
    ("name", "definitions", "sessions"),
    [("seed-gen1", 2, 1), ("seed-gen2", 2, 1), ("tabletop", 8, 7), ("broken", 2, 10)],
)
def test_a_sample_home_is_scanned(name: str, definitions: int, sessions: int) -> None:
    folder = SAMPLES / name
    home = scan(folder)
    assert len(home.definitions) == definitions
    assert len(home.sessions) == sessions
    assert is_home(folder)
    for session in home.sessions:
        assert not session.is_misplaced
        assert session.finding is None
        assert session.path == folder / session_path(session.id)
        assert home_of(session.path) == folder
    for definition in home.definitions:
        assert definition.path == folder / definition_path(definition.survey, definition.name)


def test_an_analysis_is_another_file() -> None:
    (other,) = scan(SAMPLES / "tabletop").others
    assert other.path.name.endswith(".analysis.json")
    assert other.reason == "it belongs to a session, and is none"


def test_current_comes_after_the_snapshots_of_its_survey() -> None:
    found = [(one.survey, one.name[:4]) for one in scan(SAMPLES / "tabletop").definitions]
    assert found[:4] == [
        ("after-session", "d382"),
        ("after-session", "curr"),
        ("handouts", "9d69"),
        ("handouts", "curr"),
    ]


def put(home: Path, *names: str) -> None:
    for name in names:
        path = home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")


def test_everything_else_is_told_with_its_reason(tmp_path: Path) -> None:
    put(
        tmp_path,
        "readme",
        f"sessions/3815/write.{ID}",
        f"sessions/3815/{ID.upper()}",
        f"sessions/{ID}",
        f"sessions/3815/deep/{ID}",
        "surveys/readme",
        f"surveys/foo/{HEX.upper()}",
        f"surveys/foo/{HEX}",
        "surveys/f+o/current",
        "backup/sessions/x",
    )
    home = scan(tmp_path)
    assert [one.name for one in home.definitions] == [HEX]
    assert not home.sessions
    assert [(one.path.relative_to(tmp_path).as_posix(), one.reason) for one in home.others] == [
        ("backup", "it is not of a survey"),
        ("readme", "it is not of a survey"),
        (f"sessions/3815/{ID.upper()}", "it is neither a definition nor a session"),
        ("sessions/3815/deep", "it is a folder"),
        (f"sessions/3815/write.{ID}", "it was left behind by a program that was writing"),
        (f"sessions/{ID}", "it does not stand in a folder '3815'"),
        ("surveys/f+o/current", "its folder is no id of a survey"),
        (f"surveys/foo/{HEX.upper()}", "it is neither a definition nor a session"),
        ("surveys/readme", "it is neither a definition nor a session"),
    ]


def test_a_session_in_the_folder_of_others_is_warned_of(tmp_path: Path) -> None:
    put(tmp_path, f"sessions/0000/{ID}")
    (session,) = scan(tmp_path).sessions
    assert session.is_misplaced
    assert session.finding is not None
    assert (session.finding.level, session.finding.code) == ("W", "S-PREFIX")
    put(tmp_path, f"sessions/3815/{ID}")
    home = scan(tmp_path)
    assert [one.folder for one in home.sessions] == ["3815"]
    assert [one.path.parent.name for one in home.others] == ["0000"]


def test_a_link_may_be_the_current_definition(tmp_path: Path) -> None:
    put(tmp_path, f"surveys/foo/{HEX}")
    try:
        (tmp_path / "surveys/foo/current").symlink_to(HEX)
        (tmp_path / "surveys/foo/round").symlink_to("round")
        (tmp_path / "surveys/foo" / ("b" * 40)).symlink_to("nowhere")
    except OSError:
        pytest.skip("there are no links here")
    home = scan(tmp_path)
    assert [one.name for one in home.definitions] == [HEX, "current"]
    assert [one.reason for one in home.others] == ["it is no file", "it is no file"]
    assert HomeShelf(tmp_path).current("foo") == "x"


def test_a_shelf_has_what_can_be_read(tmp_path: Path) -> None:
    put(tmp_path, "surveys/foo/current", f"surveys/bar/current/{HEX}")
    shelf = HomeShelf(tmp_path)
    assert shelf.current("foo") == "x"
    assert shelf.snapshot("foo", HEX) is None
    assert shelf.current("bar") is None
    assert shelf.current("none") is None
    session = read_session(())
    assert open_session(session, shelf).findings == session.findings


def test_a_folder_is_a_home_by_its_two_folders(tmp_path: Path) -> None:
    assert not is_home(tmp_path)
    put(tmp_path, "sessions")
    assert not is_home(tmp_path)
    put(tmp_path, "surveys/foo/current")
    assert is_home(tmp_path)
    assert home_of(tmp_path / "surveys" / "foo" / "current") == tmp_path
    assert home_of(tmp_path / "surveys" / "foo") is None
    assert home_of(Path("/a")) is None


def test_what_cannot_be_read_keeps_nothing_else_from_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, "surveys/foo/current", "surveys/shut/current", f"sessions/3815/{ID}")
    read = home_folder._entries

    def refuse(folder: Path) -> list[os.DirEntry[str]]:
        if folder.name in {"shut", "sessions"}:
            raise PermissionError(13, "Permission denied")
        return read(folder)

    monkeypatch.setattr(home_folder, "_entries", refuse)
    home = scan(tmp_path)
    assert [one.survey for one in home.definitions] == ["foo"]
    assert [(one.path.name, one.reason) for one in home.others] == [
        ("sessions", "it cannot be read (Permission denied)"),
        ("shut", "it cannot be read (Permission denied)"),
    ]
    monkeypatch.setattr(home_folder, "_entries", lambda _folder: refuse(Path("shut")))
    with pytest.raises(PermissionError):
        scan(tmp_path)


def test_a_definition_over_the_limit_is_not_on_the_shelf(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, "surveys/foo/current")
    monkeypatch.setattr(files, "LARGEST_FILE", 0)
    assert HomeShelf(tmp_path).current("foo") is None
