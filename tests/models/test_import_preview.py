from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt

from sessionary.core.problems import Problem, Severity
from sessionary.models.import_conflicts import PreviewConflicts
from sessionary.models.import_preview import (
    PreviewFiles,
    PreviewLines,
    VerdictFilter,
    coming,
    lacks_campaign,
)
from sessionary.models.import_problems import PreviewProblems, report_text
from sessionary.models.import_rows import ICON_ROLE, ROW_ROLE, TONE_ROLE
from sessionary.models.open_library import OpenLibrary
from sessionary.models.scheduler import QtScheduler
from sessionary.services.imports.reading import read_files
from sessionary.services.imports.report import MOST_OF_ONE_CODE, FileReport, Verdict
from sessionary.services.library import Library
from sessionary.services.sessions import edit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.modeltest import ModelTester
    from pytestqt.qtbot import QtBot

    from sessionary.services.imports.reading import Preview

    Read = Callable[..., Preview]

PLAIN = {
    "id": "s-1",
    "campaignId": "temple",
    "number": 1,
    "title": "First",
    "realTime": {"startTime": "2025-01-20T18:00:00Z"},
}
EVENT = {
    "id": "e-1",
    "sessionId": "s-1",
    "timestamp": {"realTime": "2025-01-20T18:30:00Z"},
    "event": {"type": "note"},
}


@pytest.fixture
def open_library(qapp: QApplication, tmp_path: Path) -> Iterator[OpenLibrary]:
    opened = OpenLibrary(Library(tmp_path / "library", QtScheduler(), zone="Europe/Berlin"))
    yield opened
    opened.close()


@pytest.fixture
def read(open_library: OpenLibrary, tmp_path: Path) -> Read:
    """Read lists of records, each as a file, and return the preview."""

    def reading(*files: list[Any], campaign: str = "") -> Preview:
        paths = []
        for number, records in enumerate(files):
            path = tmp_path / f"{number}.jsonl"
            lines = [one if isinstance(one, str) else json.dumps(one) for one in records]
            path.write_text("\n".join(lines), encoding="utf-8")
            paths.append(path)
        return read_files(open_library.library, paths, lambda *_: None, campaign=campaign)

    return reading


@pytest.fixture
def edited(qtbot: QtBot, open_library: OpenLibrary, read: Read) -> None:
    """Import the session and its event, then change the session's title."""
    with qtbot.waitSignal(open_library.changed):
        open_library.write_import(read([PLAIN, EVENT]))
    edit(open_library.library, "session", "s-1", "/title", "Mine", "Rename")


def rows(model: PreviewLines | VerdictFilter | PreviewProblems) -> list[list[Any]]:
    return [
        [model.index(row, column).data() for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def test_documents_come_before_their_events_and_wrong_records_last(
    read: Read, qtmodeltester: ModelTester
) -> None:
    model = PreviewLines()
    model.show_preview(read([EVENT, "{broken", PLAIN]), {"temple": "The Temple"})
    assert rows(model) == [
        ["Session", "1 First", "New", "New", "The Temple", "1"],
        ["Events", "Events of First", "New", "New", "The Temple", "1"],
        ["Record", "line 2", "Wrong", "Wrong", model.rows[2].detail, "1"],
    ]
    assert model.index(0, 2).data(ICON_ROLE) == "plus"
    assert model.index(2, 2).data(TONE_ROLE) == "bad"
    qtmodeltester.check(model)


def test_a_record_with_two_errors_is_one_line(read: Read) -> None:
    model = PreviewLines()
    preview = read([{**PLAIN, "number": "two", "status": "lost"}])
    model.show_preview(preview, {})
    assert len(preview.files[0].problems) == 2
    assert [row.count for row in model.rows] == [1]


def test_a_session_that_is_refused_is_not_listed_twice(read: Read) -> None:
    model = PreviewLines()
    model.show_preview(read([PLAIN, {**PLAIN, "id": "s-2"}]), {})
    assert [row.verdict for row in model.rows] == [Verdict.NEW, Verdict.WRONG]


def test_wrong_records_beyond_those_told_are_counted(read: Read) -> None:
    model = PreviewLines()
    model.show_preview(read([{**PLAIN, "number": "two"}] * (MOST_OF_ONE_CODE + 5)), {})
    assert len(model.rows) == MOST_OF_ONE_CODE + 1
    assert model.rows[-1].count == 5


def test_lines_are_narrowed_by_verdict_and_by_file(read: Read) -> None:
    lines = PreviewLines()
    shown = VerdictFilter(lines)
    lines.show_preview(read([PLAIN], [{**PLAIN, "id": "s-2", "number": 2}, "{"]), {})
    assert shown.rowCount() == 3
    shown.narrow(Verdict.NEW)
    assert shown.rowCount() == 2
    shown.narrow(Verdict.NEW, 1)
    assert [shown.index(0, 1).data()] == ["2 First"]
    shown.narrow(None)
    assert shown.rowCount() == 3


def test_the_first_row_of_files_is_all_of_them(read: Read, qtmodeltester: ModelTester) -> None:
    model = PreviewFiles()
    model.show_preview(read([PLAIN], [EVENT]))
    assert [row.name for row in model.rows] == ["All files", "0.jsonl", "1.jsonl"]
    assert model.index(0, 1).data() == "2"
    assert model.index(1, 5).data() == "–"
    qtmodeltester.check(model)


def test_problems_name_their_file_where_there_are_several(
    read: Read, qtmodeltester: ModelTester
) -> None:
    model = PreviewProblems()
    wrong = {**PLAIN, "number": "two"}
    model.show_files(read([wrong]).files)
    assert model.index(0, 1).data() == "number"
    model.show_files(read([PLAIN], [wrong]).files)
    assert model.index(0, 1).data() == "1.jsonl, number"
    model.show_files(read([PLAIN], [wrong]).files, 0)
    assert model.rows == []
    qtmodeltester.check(model)


def test_errors_stand_before_warnings(read: Read) -> None:
    model = PreviewProblems()
    naive = {**PLAIN, "realTime": {"startTime": "2025-01-20T18:00:00"}}
    model.show_files(read([naive, {**PLAIN, "id": "s-2", "number": "two"}]).files)
    assert [row.problem.severity for row in model.rows] == [Severity.ERROR, Severity.WARNING]
    assert model.index(1, 0).data(ICON_ROLE) == "triangle-alert"


@pytest.mark.usefixtures("edited")
def test_ticking_a_conflict_takes_its_record(read: Read, qtmodeltester: ModelTester) -> None:
    preview = read([{**PLAIN, "title": "Theirs"}])
    model = PreviewConflicts()
    model.show_preview(preview)
    assert [model.index(0, column).data() for column in range(1, 5)] == [
        "Mine", "title", "Mine", "Theirs",
    ]  # fmt: skip
    assert coming(preview) == 0
    tick = model.index(0, 0)
    assert tick.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Unchecked
    assert model.setData(tick, Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole)
    assert coming(preview) == 1
    assert preview.writes
    model.take([0], taken=False)
    assert coming(preview) == 0
    assert not model.setData(tick, "Other")
    qtmodeltester.check(model)


@pytest.mark.usefixtures("edited")
def test_an_event_edited_here_is_a_conflict_of_its_own(
    open_library: OpenLibrary, read: Read
) -> None:
    with open_library.library.file.writing() as connection:
        connection.exec_driver_sql("UPDATE entry SET hash=x'00'")
    preview = read([{**EVENT, "event": {"type": "loot"}}])
    model = PreviewConflicts()
    model.show_preview(preview)
    assert model.rows[0].title == "Event e-1"
    model.take([0], taken=True)
    assert preview.accepted == {("temple", "e-1")}
    assert coming(preview) == 1
    model.take([0], taken=False)
    assert not preview.accepted


@pytest.mark.parametrize(
    ("record", "lacks"),
    [
        (PLAIN, False),
        ({key: value for key, value in PLAIN.items() if key != "campaignId"}, True),
        (EVENT, True),
    ],
)
def test_a_campaign_is_asked_for_where_records_have_none(
    read: Read, record: dict[str, Any], *, lacks: bool
) -> None:
    assert lacks_campaign(read([record])) is lacks
    assert not lacks_campaign(read([record], campaign="temple"))


def test_the_report_has_a_line_for_each_problem(tmp_path: Path) -> None:
    file = FileReport(path=tmp_path / "evening.json")
    for number in range(MOST_OF_ONE_CODE + 2):
        file.add(
            Problem(
                severity=Severity.ERROR, code="number.type", place=f"line {number}", found='"x"',
                expected="a number", file="evening.json",
            )
        )  # fmt: skip
    lines = report_text([file]).splitlines()
    assert lines[0] == "evening.json: 0 new, 0 changed, 0 the same"
    assert lines[1] == ('Error  number.type  evening.json, line 0: found "x", expected a number')
    assert lines[-1].endswith("2 more problems of the kind number.type are not listed.")
    assert len(lines) == MOST_OF_ONE_CODE + 2


def test_hostile_text_is_handed_on_as_it_is(read: Read) -> None:
    model = PreviewLines()
    model.show_preview(read([{**PLAIN, "title": "<b>x</b>\n& \0"}]), {"temple": "<i>"})
    assert model.index(0, 1).data() == "1 <b>x</b>\n& \0"
    assert model.index(0, 4).data() == "<i>"
    assert model.index(0, 1).data(ROW_ROLE).sort == "session"
