"""Results of a survey as CSV tables: what is counted, and all answers, one row a session.

See :mod:`sessionary.formats.csv_tables` for the bytes. Durations are seconds; dates are UTC.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final, TextIO

from sessionary.core.survey.distribution import Measure
from sessionary.core.survey.result_words import bin_words, number_words, range_words, value_words
from sessionary.core.survey.results import (
    Choices,
    Numbers,
    Ranges,
    Series,
    places_of,
)
from sessionary.core.survey.values import printable, value_text
from sessionary.formats.csv_tables import write_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sessionary.core.survey.distribution import Figures
    from sessionary.core.survey.records import Answer, Definition, Question
    from sessionary.core.survey.results import QuestionResult, Results

COUNT_COLUMNS: Final = (
    "question", "title", "type", "asked", "answered", "left empty", "what", "answer", "value",
)  # fmt: skip
_SESSION_COLUMNS: Final = ("session", "respondent", "version", "state", "begun")
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MEAN_PLACES: Final = 4


def write_counts(stream: TextIO, questions: Sequence[QuestionResult]) -> int:
    """Write what the answers to questions amount to, a row a choice or step; return how many."""
    return write_table(stream, COUNT_COLUMNS, (row for one in questions for row in _counts(one)))


def write_answers(stream: TextIO, results: Results, versions: Mapping[str, Definition]) -> int:
    """Write all answers, one row a session and one column a question; return how many rows."""
    uids = [one.question.uid for one in results.questions]
    rows = []
    for response in results.responses:
        definition = versions.get(response.version)
        given: dict[str, Answer] = {}
        for answer in response.answers:
            given.setdefault(answer.uid, answer)
        cells = [
            _cell(given[uid], definition.question(uid) if definition else None)
            if uid in given
            else None
            for uid in uids
        ]
        state = response.state.name.lower()
        begun = _moment(response.started) if response.started else None
        rows.append(
            [response.key, printable(response.respondent), response.version, state, begun, *cells]
        )
    return write_table(stream, [*_SESSION_COLUMNS, *map(printable, uids)], rows)


def _counts(result: QuestionResult) -> Iterator[list[Any]]:
    question, told = result.question, result.told
    head = [
        printable(question.uid), printable(question.text), question.type, result.asked,
        result.answered, result.left_empty,
    ]  # fmt: skip
    found = list(_rows(question, told)) if result.answered else []
    for what, answer, value in found or [("answered", None, result.answered)]:
        yield [*head, what, answer, value]


def _rows(question: Question, told: object) -> Iterator[tuple[str, Any, Any]]:
    if isinstance(told, Choices):
        yield from (("chosen", printable(one.text), one.count) for one in told.choices)
    elif isinstance(told, Numbers):
        yield from (
            ("count", bin_words(one, question, told, unit=False), one.count) for one in told.bins
        )
        if told.figures is not None:
            yield from _figures("", told.figures, question, told.measure, told.places)
    elif isinstance(told, Ranges):
        yield from (("count", range_words(one), one.count) for one in told.bins)
    elif isinstance(told, Series):
        for label, figures in told.labels:
            if figures is not None:
                name = printable(label)
                yield from _figures(name, figures, question, told.measure, told.places)


def _figures(
    name: str, figures: Figures, question: Question, measure: Measure, places: int
) -> Iterator[tuple[str, Any, Any]]:
    for what in ("mean", "median", "least", "greatest"):
        value = getattr(figures, what)
        said: Any = value_words(value, question, measure, places)
        if measure is Measure.NUMBER:
            # A number for spreadsheets, with a point.
            said = _number(number_words(value, max(places, _MEAN_PLACES)))
        yield what, name or None, said


def _cell(answer: Answer, question: Question | None) -> Any:
    """Return the value of an answer as spreadsheets take it."""
    if answer.type in {"INT", "DURATION24"}:
        return answer.value
    if answer.type == "FIXEDPOINT" and question is not None:
        places = places_of(question)
        return _number(number_words(Fraction(answer.value, 10**places), places))
    if answer.type in {"MULTICHOICE", "MULTISELECT"}:
        return [printable(one) for one in answer.text.split(",") if one]
    if answer.type == "DATETIME":
        return _moment(answer.time_begin)
    return value_text(answer, question)


def _number(text: str) -> float | int:
    return float(text) if "." in text else int(text)


def _moment(seconds: int) -> str:
    try:
        return (_EPOCH + timedelta(seconds=seconds)).isoformat().replace("+00:00", "Z")
    except OverflowError:
        return str(seconds)
