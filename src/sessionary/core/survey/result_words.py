"""Results in words: numbers, steps, shares, and what the answers to a question amount to."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from sessionary.core.survey.distribution import DAY, Bin, Figures, Measure
from sessionary.core.survey.results import Choices, Counted, Numbers, Ranges, Series
from sessionary.core.survey.values import (
    date_time_text,
    day_time_text,
    duration_text,
    fixed_point,
    printable,
)

if TYPE_CHECKING:
    from sessionary.core.survey.records import Question
    from sessionary.core.survey.results import QuestionResult

_MEAN_PLACES: Final = 2
_TIMES: Final = "seconds"


def share_text(count: int, of: int) -> str:
    """Return a share in whole per cent, such as ``40 %``; empty where there is nothing."""
    return f"{round(Fraction(100 * count, of))} %" if of else ""


def number_words(value: Fraction, places: int) -> str:
    """Return a number with so many places after its point, without those at its end for nothing."""
    text = fixed_point(round(value * 10**places), places)
    return text.rstrip("0").rstrip(".") if places else text


def value_words(value: Fraction, question: Question, measure: Measure, places: int) -> str:
    """Return a value of a question as people read it, without its unit."""
    if measure is Measure.NUMBER:
        # What was given has the places of its question, a mean has more.
        exact = not value * 10**places % 1
        return (
            fixed_point(int(value * 10**places), places)
            if exact
            else number_words(value, max(places + 1, _MEAN_PLACES))
        )
    seconds = round(value)
    if measure is Measure.DURATION:
        return duration_text(seconds, question.flags)
    if measure is Measure.DAYTIME:
        return day_time_text(seconds)
    return date_time_text(seconds)


def unit_of(question: Question, measure: Measure) -> str:
    """Return the unit that is told behind numbers; times are told in words that need none."""
    unit = printable(question.unit)
    return unit if measure is Measure.NUMBER else ""


def bin_label(one: Bin, question: Question, numbers: Numbers) -> str:
    """Return what stands below a step: where it begins."""
    if numbers.measure is Measure.MOMENT:
        day, time, *_ = date_time_text(int(one.low)).split(" ")
        return day if one.high - one.low >= DAY or one.is_single else time
    return value_words(one.low, question, numbers.measure, numbers.places)


def bin_words(one: Bin, question: Question, numbers: Numbers, *, unit: bool = True) -> str:
    """Return what a step stands for: ``7 points``, ``18:00 to 18:30``, without its unit ``7``."""
    measure = numbers.measure
    of = unit_of(question, measure) if unit else ""

    def said(value: Fraction) -> str:
        text = value_words(value, question, measure, numbers.places)
        days = measure is Measure.MOMENT and one.high - one.low >= DAY
        return text.split(" ")[0] if days else text

    last = measure is Measure.DAYTIME and one.low >= DAY
    words = said(one.low) if one.is_single or last else f"{said(one.low)} to {said(one.high)}"
    return f"{words} {of}" if of else words


def range_words(one: Bin) -> str:
    """Return the half hour of a day that a step stands for; after midnight it begins anew."""
    low, high = (day_time_text(int(end) % DAY) for end in (one.low, one.high))
    return f"{low} to {high}"


def figures_words(
    figures: Figures, question: Question, measure: Measure, places: int, *, median: bool = True
) -> str:
    """Return ``8.1 points on average, median 8, from 6 to 9``."""

    def said(value: Fraction) -> str:
        return value_words(value, question, measure, places)

    unit = unit_of(question, measure)
    if figures.least == figures.greatest:
        return f"{said(figures.least)} {unit}".rstrip()
    parts = []
    if measure is not Measure.MOMENT:
        # Times that were given in whole minutes have a mean in whole minutes.
        minutes = measure is not Measure.NUMBER and not (
            figures.least % 60 or figures.greatest % 60
        )
        mean = Fraction(60 * round(figures.mean / 60)) if minutes else figures.mean
        parts = [f"{f'{said(mean)} {unit}'.rstrip()} on average"]
    parts += [f"median {said(figures.median)}"] if median and figures.count > 2 else []
    return ", ".join([*parts, f"from {said(figures.least)} to {said(figures.greatest)}"])


def answered_words(result: QuestionResult) -> str:
    """Return how many answered: ``9 of 12 answered, 1 left it empty``."""
    said = f"{result.answered} of {result.asked} answered"
    return f"{said}, {result.left_empty} left it empty" if result.left_empty else said


def told_words(result: QuestionResult) -> str:
    """Return in a sentence what answers amount to; empty where their number is all."""
    question, told = result.question, result.told
    if not result.answered:
        return ""
    if isinstance(told, Choices):
        return _most_chosen(told)
    if isinstance(told, Numbers) and told.figures is not None:
        return figures_words(told.figures, question, told.measure, told.places)
    if isinstance(told, Ranges) and told.bins:
        best = max(told.bins, key=lambda one: one.count)
        return f"most from {range_words(best).split(' to ')[0]}, {best.count} at once"
    if isinstance(told, Counted) and question.type in {"SHA1_HASH", "PASSWORD"}:
        return "what was typed is not kept"
    return ""


def _most_chosen(told: Choices) -> str:
    best = max((one.count for one in told.choices), default=0)
    named = [printable(one.text) or "nothing" for one in told.choices if best and one.count == best]
    return f"mostly {' and '.join(named)}" if 0 < len(named) <= 2 else ""


def series_words(series: Series, at: int, question: Question) -> str:
    """Return what one label of a series amounts to; a dash where nobody said anything."""
    _label, figures = series.labels[at]
    if figures is None:
        return "–"
    return figures_words(figures, question, series.measure, series.places, median=False)
