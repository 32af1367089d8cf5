"""What the answers of a survey amount to, as Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sessionary.core.survey.result_words import (
    answered_words,
    bin_words,
    range_words,
    series_words,
    share_text,
    told_words,
    unit_of,
)
from sessionary.core.survey.results import Choices, Numbers, Ranges, Series, Texts
from sessionary.core.survey.values import printable, value_text
from sessionary.formats.markdown.escape import escape
from sessionary.formats.markdown.session import table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sessionary.core.survey.results import QuestionResult, Results, Said


def results_markdown(results: Results) -> str:
    """Return the results of a survey as one document."""
    count = len(results.responses)
    counted = "1 session" if count == 1 else f"{count} sessions"
    if results.version:
        counted = f"{counted} of version {results.version[:8]}"
    parts = [f"# {escape(printable(results.title)) or escape(results.survey)}\n", f"{counted}.\n"]
    return "\n".join([*parts, *(question_markdown(one) for one in results.questions)])


def question_markdown(result: QuestionResult) -> str:
    """Return the results of one question: a heading, a sentence, and a table or a list."""
    return "".join(_question(result))


def _question(result: QuestionResult) -> Iterator[str]:
    question = result.question
    title = escape(printable(question.text.strip() or question.uid))
    yield f"## {title}\n\n"
    said = "; ".join(filter(None, (answered_words(result), told_words(result))))
    yield f"{escape(said[:1].upper() + said[1:])}.\n"
    body = "".join(_told(result))
    if body:
        yield f"\n{body}"
    if result.odd:
        yield "\nAnswers that could not be counted:\n\n"
        yield from _listed(result.odd)


def _told(result: QuestionResult) -> Iterator[str]:
    told, question = result.told, result.question
    if not result.answered:
        return
    if isinstance(told, Choices):
        rows = (
            (_choice(one.text), str(one.count), share_text(one.count, result.answered))
            for one in told.choices
        )
        yield from table(("Choice", "Count", "Share"), rows)
    elif isinstance(told, Numbers):
        yield from table(
            (escape(unit_of(question, told.measure)) or "Value", "Count"),
            (
                (escape(bin_words(one, question, told, unit=False)), str(one.count))
                for one in told.bins
            ),
        )
    elif isinstance(told, Ranges):
        yield from table(
            ("Half hour", "Count"), ((range_words(one), str(one.count)) for one in told.bins)
        )
    elif isinstance(told, Series):
        yield from table(
            ("What", "Answers"),
            (
                (_choice(label), escape(series_words(told, at, question)))
                for at, (label, _figures) in enumerate(told.labels)
            ),
        )
    elif isinstance(told, Texts):
        yield from _listed(told.texts)


def _choice(text: str) -> str:
    return escape(printable(text)) or "–"


def _listed(said: tuple[Said, ...]) -> Iterator[str]:
    for one in said:
        who = escape(printable(one.respondent) or one.key[:8])
        yield f"- {escape(value_text(one.answer, one.question))} ({who})\n"
