"""The widgets of the question types: what they show, what they give, what they leave alone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCalendarWidget
from tests.views.survey.conftest import answers, definition

from sessionary.core.survey.given import Given, given_of
from sessionary.core.survey.question_types import QUESTION_TYPES
from sessionary.core.survey.records import Answer, Question
from sessionary.views.survey.fields import AnswerField, field_kind
from sessionary.views.survey.fields.choices import MultiSelectField, SingleSelectField
from sessionary.views.survey.fields.raw import RawField
from sessionary.views.survey.fields.texts import TextField

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from sessionary.views.survey.fields.choices import SingleChoiceField
    from sessionary.views.survey.fields.numbers import DurationField, NumberField
    from sessionary.views.survey.fields.permission import PermissionField
    from sessionary.views.survey.fields.sequences import SequenceField
    from sessionary.views.survey.fields.texts import (
        SecretField,
        TextAreaField,
        UuidField,
    )
    from sessionary.views.survey.fields.times import DayTimeField, MomentField, TimeRangeField
    from sessionary.views.theme import Theme

KEY = "d4d4a001-0000-0000-1111-aabbccddeeff"


def question(type_: str, **more: Any) -> Question:
    return Question(line=4, uid="q", text="Question", html="", type=type_, **more)


def answer(type_: str, **more: Any) -> Answer:
    return Answer(line=6, uid="q", type=type_, **more)


def shown(
    qtbot: QtBot, theme: Theme, asked: Question, given: Answer | None = None, proposal: str = ""
) -> Any:
    """Return the field of a question, on the screen."""
    field = field_kind(asked)(theme)
    qtbot.addWidget(field)
    field.set(asked, given, proposal)
    field.resize(600, 200)
    field.show()
    return field


def test_every_type_has_a_widget(theme: Theme) -> None:
    raw = {one for one in QUESTION_TYPES if field_kind(question(one)) is RawField}
    assert raw == {"META", "UPLOAD"}
    assert field_kind(question("NONSENSE")) is RawField


@pytest.mark.parametrize(
    ("type_", "kind"),
    [
        ("MULTICHOICE", MultiSelectField),
        ("SINGLECHOICE", SingleSelectField),
        ("DAYTIME_SEQUENCE", TextField),
    ],
)
def test_thousands_of_choices_are_not_thousands_of_widgets(
    type_: str, kind: type[AnswerField]
) -> None:
    assert field_kind(question(type_, choices=tuple(map(str, range(3000))))) is kind


def test_each_answer_of_the_form_is_shown_and_given_back_unchanged(
    qtbot: QtBot, theme: Theme
) -> None:
    stored = answers("tabletop", KEY)
    for asked in definition("tabletop", "after-session").questions:
        field: AnswerField = shown(qtbot, theme, asked, stored[asked.uid])
        assert field.given() == given_of(stored[asked.uid]), asked.uid
        assert not field.touched
        assert field.is_locked == (asked.uid == "secret")
        field.give_up()
        assert field.given() == given_of(stored[asked.uid])
        field.forget()


@pytest.mark.parametrize(
    ("asked", "given", "told"),
    [
        (question("TEXT"), answer("TEXT", text="two\nlines"), "two\nlines"),
        (question("TEXT"), answer("TEXT", text="half \udce9"), "half \ufffd"),
        (question("TEXTAREA"), answer("TEXTAREA", text="bell \x08"), "bell \x08"),
        (question("SINGLECHOICE", choices=("a", "b")), answer("SINGLECHOICE", text="c"), "c"),
        (question("SINGLESELECT", choices=("a", "b")), answer("SINGLESELECT", text="c"), "c"),
        (question("MULTICHOICE", choices=("a", "b")), answer("MULTICHOICE", text="a,c"), "a,c"),
        (question("MULTISELECT", choices=("a", "b")), answer("MULTISELECT", text="a,a"), "a,a"),
        (question("CHECKBOX", choices=("no", "yes")), answer("CHECKBOX", text="maybe"), "maybe"),
        (question("CHECKBOX", choices=("no",)), answer("CHECKBOX", text="no"), "no"),
        (question("DAYTIME_SEQUENCE", choices=("x",)), answer("DAYTIME_SEQUENCE", text="1,2"),
         "1,2"),
        (question("FIXEDPOINT_SEQUENCE", choices=("x",)),
         answer("FIXEDPOINT_SEQUENCE", text="1e3"), "1e3"),
        (question("INT"), answer("TEXT", text="nine"), "nine"),
        (question("SHA1_HASH"), answer("SHA1_HASH", text="a" * 40), "Hash stored"),
        (question("PASSWORD"), answer("PASSWORD", text="plain"), "Hash stored"),
    ],
)  # fmt: skip
def test_what_a_widget_cannot_hold_stays_until_somebody_replaces_it(
    qtbot: QtBot, theme: Theme, asked: Question, given: Answer, told: str
) -> None:
    field = shown(qtbot, theme, asked, given)
    assert field.is_locked
    assert field._locked.words.text() == told
    assert not field.touched
    assert field.given() == given_of(given)
    field._locked.button.click()
    assert not field.is_locked
    assert not field.touched
    field.give_up()
    assert field.is_locked


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        (question("INT", low=1, high=10), answer("INT", value=2**62)),
        (question("FIXEDPOINT", decimals=2), answer("FIXEDPOINT", value=-(2**63))),
        (question("DATETIME"), answer("DATETIME", time_begin=-(2**62))),
        (question("DAYTIME"), answer("DAYTIME", time_begin=86_401)),
        (question("DURATION24"), answer("DURATION24", value=5_405)),
        (question("INT", flags=8), answer("INT", value=-90_061)),
        (question("LATLON", decimals=4), answer("LATLON", lat=9_999_999, lon=-5)),
        (question("TEXTAREA"), answer("TEXTAREA", text="a\u00a0b\r\n\tc\n")),
        (question("FIXEDPOINT_SEQUENCE", choices=("x", "y")),
         answer("FIXEDPOINT_SEQUENCE", text="01,3.50")),
        (question("MULTICHOICE", choices=("a", "b")), answer("MULTICHOICE", text="b,a")),
        (question("TIMERANGE"), answer("TIMERANGE", time_begin=80_000, time_end=10,
                                       time_zone_delta=60)),
    ],
)  # fmt: skip
def test_odd_values_are_shown_and_nothing_of_them_changes(
    qtbot: QtBot, theme: Theme, asked: Question, given: Answer
) -> None:
    field = shown(qtbot, theme, asked, given)
    assert not field.is_locked
    assert not field.touched
    if asked.type != "MULTICHOICE":
        assert field.given() == given_of(given)


def test_a_number_is_typed_stepped_and_slid_and_empty_until_then(
    qtbot: QtBot, theme: Theme
) -> None:
    field: NumberField = shown(qtbot, theme, question("INT", low=1, high=10, unit="points"))
    assert field.given() is None
    assert field.slider.isVisible()
    field.box.stepBy(1)
    assert field.given() == Given(uid="q", value=1)
    field.box.stepBy(-1)
    assert field.given() == Given(uid="q", value=1)
    field.slider.setValue(8)
    assert field.given() == Given(uid="q", value=9)
    field.box.lineEdit().selectAll()
    QTest.keyClicks(field.box, "4x")
    assert field.given() is None
    assert "whole number" in field.missing()
    assert field.touched


def test_a_duration_keeps_odd_seconds_and_days_until_they_are_edited(
    qtbot: QtBot, theme: Theme
) -> None:
    asked = question("DURATION24", flags=6)
    field: DurationField = shown(qtbot, theme, asked, answer("DURATION24", value=5_405))
    texts = [box.text() for box in field.boxes.values() if box.isVisible()]
    assert texts == ["1", "30", "5"]
    field.boxes[2].stepBy(5)
    assert field.given() == Given(uid="q", value=5_705)


def test_a_day_ends_at_24_and_a_range_passes_midnight(qtbot: QtBot, theme: Theme) -> None:
    time: DayTimeField = shown(qtbot, theme, question("DAYTIME", low=0, high=86_400))
    time.slider.setValue(time.slider.maximum())
    assert time.box.text() == "24:00"
    assert time.given() == Given(uid="q", time_begin=86_400)
    slot: TimeRangeField = shown(qtbot, theme, question("TIMERANGE"), proposal="64800,7200")
    assert (slot.begin.text(), slot.end.text()) == ("18:00", "02:00")
    assert slot.length.text() == "8 h, past midnight"
    free: TimeRangeField = shown(qtbot, theme, question("TIMERANGE"))
    assert free.given() == Given(uid="q", time_begin=28_800, time_end=57_600)


def test_arrows_move_the_part_of_a_date_in_which_the_cursor_stands(
    qtbot: QtBot, theme: Theme
) -> None:
    field: MomentField = shown(qtbot, theme, question("DATETIME"), proposal="1720288800")
    for place, text in ((2, "2025-07-06 18:00"), (6, "2025-08-06 18:00"), (9, "2025-08-07 18:00"),
                        (12, "2025-08-07 19:00"), (15, "2025-08-07 19:05")):  # fmt: skip
        field.box.lineEdit().setCursorPosition(place)
        field.box.stepBy(1)
        assert field.box.text() == text
    field.box.put(-(2**60))
    assert field.box.text() == f"@{-(2**60)}"


def test_a_date_is_chosen_in_a_month_and_its_time_stays(qtbot: QtBot, theme: Theme) -> None:
    field: MomentField = shown(qtbot, theme, question("DATETIME"), proposal="1720288800")
    field.calendar.click()
    month = QApplication.activePopupWidget().findChild(QCalendarWidget)  # type: ignore[union-attr]
    assert isinstance(month, QCalendarWidget)
    assert month.selectedDate() == QDate(2024, 7, 6)
    with qtbot.waitSignal(field.edited):
        month.clicked.emit(QDate(2024, 7, 13))
    assert field.box.text() == "2024-07-13 18:00"
    assert field.touched
    assert QApplication.activePopupWidget() is None


def test_text_is_no_longer_than_its_bound_and_a_face_counts_once(
    qtbot: QtBot, theme: Theme
) -> None:
    field: TextField = shown(qtbot, theme, question("TEXT", low=0, high=4))
    QTest.keyClicks(field.line, "abcdef")
    assert field.given() == Given(uid="q", text="abcd")
    field.line.setText("\U0001f409\U0001f409")
    field.line.setCursorPosition(4)
    QTest.keyClicks(field.line, "xyz")
    assert field.given() == Given(uid="q", text="\U0001f409\U0001f409xy")


def test_only_what_was_edited_of_a_text_changes(qtbot: QtBot, theme: Theme) -> None:
    given = answer("TEXTAREA", text="one\u00a0\r\ntwo")
    field: TextAreaField = shown(qtbot, theme, question("TEXTAREA"), given)
    field.area.moveCursor(field.area.textCursor().MoveOperation.End)
    QTest.keyClicks(field.area, "!")
    assert field.given() == Given(uid="q", text="one\u00a0\r\ntwo!")


def test_one_choice_is_taken_back_by_delete(qtbot: QtBot, theme: Theme) -> None:
    asked = question("SINGLECHOICE", choices=("a", "b"))
    field: SingleChoiceField = shown(qtbot, theme, asked, answer("SINGLECHOICE", text="b"))
    QTest.keyClick(field.buttons[1], Qt.Key.Key_Delete)
    assert field.given() == Given(uid="q")
    field.set(replace(asked, flags=128), None)
    assert field.given() is None
    field.buttons[0].click()
    assert field.given() == Given(uid="q", text="a")


def test_leave_to_read_data_is_given_in_a_dialog(qtbot: QtBot, theme: Theme) -> None:
    asked = question("DIALOG_DATA_CRAWLER", choices=("Denied", "Granted"), unit="dice-log")
    field: PermissionField = shown(qtbot, theme, asked)
    assert field.given() is None
    field.button.click()
    assert field.dialog is not None
    with qtbot.waitSignal(field.entered):
        field.dialog.buttons[1].click()
    assert field.given() == Given(uid="q", text="Granted")


def test_a_secret_is_gone_from_the_line_once_it_is_stored(qtbot: QtBot, theme: Theme) -> None:
    field: SecretField = shown(qtbot, theme, question("SHA1_HASH"))
    QTest.keyClicks(field.line, "open sesame")
    assert field.given() == Given(uid="q", text="open sesame")
    assert "open" not in field.line.displayText()
    field.set(question("SHA1_HASH"), answer("SHA1_HASH", text="a" * 40))
    assert field.line.text() == ""
    assert not field.line.isUndoAvailable()


def test_an_id_is_typed_in_its_characters_or_made(qtbot: QtBot, theme: Theme) -> None:
    field: UuidField = shown(qtbot, theme, question("UUID"))
    QTest.keyClicks(field.line, "-AXg1e")
    assert field.line.text() == "1e"
    field.button.click()
    assert len(field.line.text()) == 36
    assert field.touched


def test_a_sequence_has_a_row_for_each_label(qtbot: QtBot, theme: Theme) -> None:
    asked = question("FIXEDPOINT_SEQUENCE", choices=("act 1", "act 2"), decimals=1)
    field: SequenceField = shown(qtbot, theme, asked)
    assert field.given() == Given(uid="q")
    for box, text in zip(field.boxes, ("1", "3.50"), strict=True):
        QTest.keyClicks(box, text)
    assert field.given() is None or field.given() == Given(uid="q", text="1,3.5")
    field.boxes[1].put(35)
    assert field.given() == Given(uid="q", text="1,3.5")


def test_the_wheel_scrolls_the_page_and_changes_no_answer(qtbot: QtBot, theme: Theme) -> None:
    field: NumberField = shown(qtbot, theme, question("INT"), answer("INT", value=5))
    field.box.setFocus()
    from PySide6.QtCore import QPoint, QPointF
    from PySide6.QtGui import QWheelEvent

    wheel = QWheelEvent(
        QPointF(5, 5), QPointF(5, 5), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(field.box, wheel)
    assert field.given() == Given(uid="q", value=5)
