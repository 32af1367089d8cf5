from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QUrl

from sessionary.views.imports import ask_for_files, dropped_paths
from sessionary.views.imports.files import ask_for_folder

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget


def mime(*urls: QUrl) -> QMimeData:
    made = QMimeData()
    made.setUrls(list(urls))
    return made


def test_dropped_files_are_taken_whatever_they_are_called(tmp_path: Path) -> None:
    path = tmp_path / "ä b.txt"
    path.write_text("{}", encoding="utf-8")
    assert dropped_paths(mime(QUrl.fromLocalFile(str(path)))) == [path]


def test_a_dropped_folder_stands_for_the_files_in_it_that_may_be_imported(tmp_path: Path) -> None:
    for name in ("b.json", "a.JSONL", "c.ndjson", "d.json.gz", "notes.txt", "picture.png"):
        (tmp_path / name).write_text("{}", encoding="utf-8")
    (tmp_path / "folder.json").mkdir()
    found = dropped_paths(
        mime(QUrl.fromLocalFile(str(tmp_path)), QUrl.fromLocalFile(str(tmp_path / "b.json")))
    )
    assert [path.name for path in found] == ["a.JSONL", "b.json", "c.ndjson", "d.json.gz"]


def test_what_is_not_on_this_machine_is_not_taken(tmp_path: Path) -> None:
    gone = QUrl.fromLocalFile(str(tmp_path / "gone.json"))
    assert dropped_paths(mime(QUrl("https://example.org/a.json"), gone)) == []
    assert dropped_paths(QMimeData()) == []


def test_the_question_begins_where_the_last_files_came_from(tmp_path: Path) -> None:
    asked: list[tuple[str, str]] = []

    def ask(
        _parent: QWidget | None, _title: str, folder: str, filters: str
    ) -> tuple[list[str], str]:
        asked.append((folder, filters))
        return [str(tmp_path / "one.json")], ""

    assert ask_for_files(None, tmp_path, ask=ask) == [tmp_path / "one.json"]
    assert asked[0][0] == str(tmp_path)
    assert "*.jsonl" in asked[0][1]
    ask_for_files(None, tmp_path / "gone", ask=ask)
    assert asked[1][0] == ""


def test_no_answer_is_no_file() -> None:
    assert ask_for_files(None, None, ask=lambda *_: ([], "")) == []


def test_a_home_folder_of_surveys_is_taken_whole(tmp_path: Path) -> None:
    (tmp_path / "home" / "sessions").mkdir(parents=True)
    home = tmp_path / "home"
    assert dropped_paths(mime(QUrl.fromLocalFile(str(home)))) == [home]
    asked = ask_for_folder(None, tmp_path, ask=lambda _parent, _title, start: f"{start}/home")
    assert asked == home
    assert ask_for_folder(None, tmp_path / "gone", ask=lambda *_asked: "") is None
