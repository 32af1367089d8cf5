"""What the answers of a survey amount to, as text and as tables."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from sessionary.core.problems import UserError
from sessionary.formats.csv_tables import ENCODING, NEWLINE
from sessionary.formats.survey.results_markdown import question_markdown, results_markdown
from sessionary.formats.survey.results_tables import write_answers, write_counts
from sessionary.services.surveys import Surveys

if TYPE_CHECKING:
    from collections.abc import Callable

    from sessionary.core.survey.results import QuestionResult, Results
    from sessionary.services.library import Library
    from sessionary.services.surveys import Survey

    Report = Callable[[int, int], None]


def survey_results(
    library: Library, key: str, report: Report = lambda _done, _all: None, *, version: str = ""
) -> tuple[Survey, Results]:
    """Return a survey with its results; from any thread.

    Args:
        library: Where it is.
        key: The survey's id.
        report: Told how many sessions are read.
        version: The name of the version that is counted, empty for all.

    Raises:
        UserError: There is no such survey.
    """
    reader = Surveys(library)
    survey = next((one for one in reader.read() if one.id == key), None)
    if survey is None:
        raise UserError(f"There is no survey {key}.")
    return survey, reader.results(survey, report, version=version)


def results_text(results: Results) -> str:
    """Return the results of a survey as Markdown."""
    return results_markdown(results)


def question_text(result: QuestionResult) -> str:
    """Return the results of one question as Markdown."""
    return question_markdown(result)


def counts_table(questions: tuple[QuestionResult, ...]) -> bytes:
    """Return what was counted as a CSV table, one row a choice or step."""
    stream = io.StringIO(newline=NEWLINE)
    write_counts(stream, questions)
    return stream.getvalue().encode(ENCODING)


def answers_table(survey: Survey, results: Results) -> bytes:
    """Return all answers as a CSV table, one row a session and one column a question."""
    stream = io.StringIO(newline=NEWLINE)
    versions = {one.name: one.definition for one in survey.versions}
    write_answers(stream, results, versions)
    return stream.getvalue().encode(ENCODING)
