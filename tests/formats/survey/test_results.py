"""Results as Markdown and as tables read as what was answered, whatever that was."""

from __future__ import annotations

import csv
import io
from fractions import Fraction
from typing import Any

from sessionary.core.survey.records import Answer, Definition, Question, State
from sessionary.core.survey.result_words import number_words, share_text
from sessionary.core.survey.results import Response, results_of
from sessionary.formats.survey.results_markdown import results_markdown
from sessionary.formats.survey.results_tables import write_answers, write_counts

QUESTIONS = (
    Question(line=4, uid="rating", text="How was it?", html="", type="INT", low=1, high=3,
             unit="points"),
    Question(line=5, uid="pace", text="", html="", type="FIXEDPOINT", decimals=1),
    Question(line=6, uid="best", text="Best | of *all*", html="", type="MULTICHOICE",
             choices=("the duel", "the feast")),
    Question(line=7, uid="slot", text="When?", html="", type="TIMERANGE", unit="seconds"),
    Question(line=8, uid="dates", text="Dates", html="", type="DATETIME", unit="seconds"),
    Question(line=9, uid="acts", text="Acts", html="", type="FIXEDPOINT_SEQUENCE",
             choices=("first", "second")),
    Question(line=10, uid="line", text="In a line", html="", type="TEXT"),
    Question(line=11, uid="secret", text="Secret", html="", type="SHA1_HASH"),
)  # fmt: skip


def answer(uid: str, type_: str, text: str = "", **values: Any) -> Answer:
    return Answer(line=6, uid=uid, type=type_, text=text, stored=100, **values)


def response(number: int, *answers: Answer) -> Response:
    return Response(
        key=f"{number}0000000-0000", respondent=f"seat-{number}", version="v" * 40,
        state=State.OPEN, started=1_700_000_000 + number, answers=answers,
    )  # fmt: skip


RESULTS = results_of(
    "s",
    {"v" * 40: Definition(lines=(), version=2, with_python=False, questions=QUESTIONS)},
    [
        response(
            1,
            answer("rating", "INT", value=3),
            answer("pace", "FIXEDPOINT", value=15),
            answer("best", "MULTICHOICE", "the duel"),
            answer("slot", "TIMERANGE", time_begin=82_800, time_end=1_800),
            answer("dates", "DATETIME", time_begin=1_720_288_800),
            answer("acts", "FIXEDPOINT_SEQUENCE", "1,3.5"),
            answer("line", "TEXT", "=cmd()\n# not a heading"),
            answer("secret", "SHA1_HASH", "c" * 40),
        ),
        response(2, answer("rating", "INT", value=2), answer("best", "MULTICHOICE", "")),
        response(3, answer("rating", "TEXT", "four")),
    ],
    title="After *the* session",
)


def test_results_read_as_markdown() -> None:
    said = results_markdown(RESULTS)
    assert said.startswith("# After \\*the\\* session\n\n3 sessions.\n\n## How was it?\n")
    for part in (
        "3 of 3 answered; 2.5 points on average, from 2 to 3.\n",
        "| points | Count |\n| --- | --- |\n| 1 | 0 |\n| 2 | 1 |\n| 3 | 1 |\n",
        "Answers that could not be counted:\n\n- four (seat-3)\n",
        "## pace\n\n1 of 3 answered; 1.5.\n",
        "## Best \\| of \\*all\\*\n\n1 of 3 answered, 1 left it empty; mostly the duel.\n",
        "| the duel | 1 | 100 % |\n| the feast | 0 | 0 % |\n",
        "| 23:00 to 23:30 | 1 |\n| 23:30 to 00:00 | 1 |\n| 00:00 to 00:30 | 1 |\n",
        "| 2024-07-06 18:00 UTC | 1 |\n",
        "| first | 1 |\n| second | 3.5 |\n",
        "- \\=cmd() \\# not a heading (seat-1)\n",
        "## Secret\n\n1 of 3 answered; what was typed is not kept.\n",
    ):
        assert part in said
    assert "c" * 40 not in said


def table(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


def test_results_are_tables_of_answers_and_of_counts() -> None:
    stream = io.StringIO(newline="")
    versions = {"v" * 40: Definition(lines=(), version=2, questions=QUESTIONS)}
    assert write_answers(stream, RESULTS, versions) == 3
    head, first, second, third = table(stream.getvalue())
    assert head == ["session", "respondent", "version", "state", "begun",
                    *(one.uid for one in QUESTIONS)]  # fmt: skip
    assert first[1:] == [
        "seat-1", "v" * 40, "open", "2023-11-14T22:13:21Z", "3", "1.5", "the duel",
        "23:00 – 00:30", "2024-07-06T18:00:00Z", "first: 1, second: 3.5",
        "'=cmd()\n# not a heading", "hash stored",
    ]  # fmt: skip
    assert second[5:] == ["2", "", "", "", "", "", "", ""]
    assert third[5] == "four"
    stream = io.StringIO(newline="")
    write_counts(stream, RESULTS.questions)
    rows = table(stream.getvalue())
    assert rows[0] == [
        "question", "title", "type", "asked", "answered", "left empty", "what", "answer", "value",
    ]  # fmt: skip
    told = [[row[0], *row[6:]] for row in rows]
    for row in (
        ["rating", "count", "3", "1"], ["rating", "mean", "", "2.5"],
        ["best", "chosen", "the feast", "0"], ["acts", "greatest", "second", "3.5"],
        ["secret", "answered", "", "1"], ["slot", "count", "23:00 to 23:30", "1"],
    ):  # fmt: skip
        assert row in told


def test_numbers_and_shares_are_written_as_people_read_them() -> None:
    assert number_words(Fraction(5, 2), 2) == "2.5"
    assert number_words(Fraction(10), 0) == "10"
    assert number_words(Fraction(1, 3), 2) == "0.33"
    assert share_text(1, 3) == "33 %"
    assert share_text(0, 0) == ""
