"""The tables of a session's lines and of what is odd in them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont

from sessionary.core.survey.definition import read_definition
from sessionary.core.survey.lines import split_lines
from sessionary.core.survey.records import Opened
from sessionary.core.survey.session import read_session
from sessionary.models.survey_lines import (
    ICON_ROLE,
    AnswerLinesModel,
    FindingsModel,
    Kind,
    when_text,
)

if TYPE_CHECKING:
    from PySide6.QtCore import QAbstractItemModel
    from pytestqt.modeltest import ModelTester

HOME = Path(__file__).parents[1] / "data" / "survey"
HALF = HOME / "tabletop" / "sessions" / "d4d4" / "d4d4b002-0000-0000-2222-aabbccddeeff"
FULL = HALF.with_name("d4d4a001-0000-0000-1111-aabbccddeeff")
BAD = HOME / "broken" / "sessions" / "bad0" / "bad00007-0000-0000-0000-000000000000"


def opened(path: Path, definition: str = "tabletop/surveys/after-session/current") -> Opened:
    session = read_session(split_lines(path.read_bytes().decode("latin-1")), id=path.name)
    lines = split_lines((HOME / definition).read_bytes().decode("latin-1"))
    return Opened(session=session, definition=read_definition(lines), findings=session.findings)


def cells(model: QAbstractItemModel, row: int) -> list[str]:
    return [str(model.index(row, column).data()) for column in range(model.columnCount())]


def test_lines_stand_in_the_order_of_the_file_and_can_be_narrowed(
    qtmodeltester: ModelTester,
) -> None:
    model = AnswerLinesModel()
    model.show(opened(HALF))
    qtmodeltester.check(model)
    assert cells(model, 0)[:4] == ["Header", "2", "@user", "seat-1"]
    assert cells(model, 5)[:5] == ["Given", "7", "Overall rating", "6 points", "Whole number"]
    assert cells(model, 6)[:4] == ["Of the program", "8", "diceLog", "table-log, value 12345"]
    struck = model.index(7, 3).data(Qt.ItemDataRole.FontRole)
    assert isinstance(struck, QFont)
    assert struck.strikeOut()
    assert model.index(7, 0).data(ICON_ROLE) == "undo-2"
    assert model.row_of(9) == 7
    for kind, lines in ((Kind.TAKEN_BACK, [9]), (Kind.SYSTEM, [2, 3, 4, 5, 8])):
        model.narrow(kind)
        assert [model.answer(row).line for row in range(model.rowCount())] == lines
    model.show(None)
    assert model.rowCount() == 0


def test_a_secret_is_never_written_out() -> None:
    model = AnswerLinesModel()
    model.show(opened(FULL))
    shown = [text for row in range(model.rowCount()) for text in cells(model, row)]
    assert "hash stored" in shown
    assert not any("932e6411" in text for text in shown)


def test_findings_say_line_words_and_code(qtmodeltester: ModelTester) -> None:
    model = FindingsModel()
    model.show(opened(BAD, "broken/surveys/foo/current").findings)
    qtmodeltester.check(model)
    found = [cells(model, row) for row in range(model.rowCount())]
    assert [[one[0], one[1], one[3]] for one in found] == [
        ["Error", "6", "TYPE-UNKNOWN"],
        ["Error", "7", "FIELD-COUNT"],
    ]
    assert model.finding(1).line == 7
    assert model.index(0, 0).data(ICON_ROLE) == "circle-alert"


def test_moments_that_no_calendar_shows_are_left_out() -> None:
    assert when_text(0) == when_text(-5) == when_text(2**62) == ""
    assert "2024" in when_text(1_720_288_800)
