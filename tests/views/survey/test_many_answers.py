"""A session of 8,192 answers opens at once and scrolls without a dropped frame."""

from __future__ import annotations

import gc
import time
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from sessionary.core.survey.lines import split_lines
from sessionary.core.survey.opening import open_session, snapshot_name
from sessionary.core.survey.session import read_session
from sessionary.services.collector import collector_paused
from sessionary.views.survey.form import SurveyForm
from sessionary.views.survey.question_row import QuestionRow
from sessionary.views.survey.session_view import view_of

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from sessionary.views.theme import Theme

MANY = 8188  # and the four lines of the header
KEY = "abcd0000-0000-0000-0000-000000000000"
_TYPES = (
    ("TEXT", "", "hello", 0), ("INT", "", "", 5), ("SINGLECHOICE", "a,b,c", "b", 0),
    ("MULTICHOICE", "a,b,c", "a,c", 0), ("TEXTAREA", "", "one\\ntwo", 0), ("DURATION24", "", "", 9),
    ("SINGLESELECT", "x,y", "x", 0),
)  # fmt: skip


def _files() -> tuple[str, str]:
    """Return a definition and a session that answers all of it."""
    questions, lines = [], []
    for at in range(MANY):
        type_, choices, text, value = _TYPES[at % len(_TYPES)]
        questions.append(f"q{at}:Question {at}::{type_}:0::-1:-1:0:0:{choices}:\n")
        lines.append(f"q{at}:{type_}:{text}:{value}:0:0:0:0:0:0::0:1717250010\n")
    definition = "version 2\nMany\nwithout python\n" + "".join(questions)
    header = "".join(
        f"@{name}:META:::0:0:0:0:0:0::0:1717250000\n".replace(":::", "::0:", 1)
        for name in ("user", "group", "authority")
    )
    state = "@state:META::3:0:0:1717250000:0:0:0::0:1717250000\n"
    first = f"many/{snapshot_name(definition)}\n"
    return definition, first + header + state + "".join(lines)


class _Shelf:
    def __init__(self, definition: str) -> None:
        self._definition = definition

    def snapshot(self, survey: str, name: str) -> str | None:
        del survey, name
        return self._definition

    def current(self, survey: str) -> str | None:
        del survey
        return self._definition


class _NoEditor:
    """Nothing is edited here."""


def test_opening_and_scrolling_as_many_answers_as_there_can_be(qtbot: QtBot, theme: Theme) -> None:
    definition, session = _files()
    shelf, lines = _Shelf(definition), split_lines(session)
    form = SurveyForm(theme, _NoEditor())  # type: ignore[arg-type]
    qtbot.addWidget(form)
    form.resize(800, 700)
    form.show()
    QApplication.processEvents()
    took = []
    for _try in range(2):
        form.show_view(None)
        # Of this process alone, and without its collector: others may keep the machine busy, and
        # what all tests before have left is no part of opening a session.
        begun = time.process_time()
        with collector_paused():
            opened = open_session(read_session(lines, id=KEY), shelf)
            form.show_view(view_of(KEY, opened, {}, editable=True, for_players=False))
            QApplication.processEvents()
        took.append(time.process_time() - begun)
        assert not opened.findings
        assert form.count() == MANY
    assert min(took) < 0.4  # half of it is left to machines that are slower than the one aimed at
    bar = form.questions.verticalScrollBar()
    frames = []
    gc.collect()
    for step in (60, 120, 5_000, -700):
        for _frame in range(12):
            begun = time.process_time()
            bar.setValue(bar.value() + step)
            QApplication.processEvents()
            frames.append(time.process_time() - begun)
    assert sorted(frames)[-3] < 0.033
    bar.setValue(bar.maximum())
    qtbot.waitUntil(lambda: isinstance(form.questions.widget(MANY - 1), QuestionRow))
    # Few widgets, however many rows.
    assert len(form.questions.widgets()) < 40
