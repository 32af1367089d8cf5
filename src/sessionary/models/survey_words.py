"""What surveys are told in: states, types of questions, what a question asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from sessionary.core.survey.question_types import type_named
from sessionary.core.survey.records import AUTOMATIC, RANDOM, State
from sessionary.core.survey.values import day_time_text, duration_text, fixed_point, printable
from sessionary.models.event_words import day_text

if TYPE_CHECKING:
    from sessionary.core.survey.records import Question

STATES: Final = {
    State.NEW: "new",
    State.OPEN: "open",
    State.FINISHED: "finished",
    State.CLOSED: "closed",
}
"""What the icons of states are called."""

_STATE_WORDS: Final = {
    State.NEW: str(QT_TRANSLATE_NOOP("Survey", "New")),
    State.OPEN: str(QT_TRANSLATE_NOOP("Survey", "Open")),
    State.FINISHED: str(QT_TRANSLATE_NOOP("Survey", "Finished")),
    State.CLOSED: str(QT_TRANSLATE_NOOP("Survey", "Closed")),
}
_TYPE_WORDS: Final = {
    "HIDDEN": str(QT_TRANSLATE_NOOP("Survey", "Text to read")),
    "TEXT": str(QT_TRANSLATE_NOOP("Survey", "A line")),
    "TEXTAREA": str(QT_TRANSLATE_NOOP("Survey", "Several lines")),
    "EMAIL": str(QT_TRANSLATE_NOOP("Survey", "E-mail address")),
    "SINGLECHOICE": str(QT_TRANSLATE_NOOP("Survey", "One of")),
    "SINGLESELECT": str(QT_TRANSLATE_NOOP("Survey", "One from a list")),
    "MULTICHOICE": str(QT_TRANSLATE_NOOP("Survey", "Any of")),
    "MULTISELECT": str(QT_TRANSLATE_NOOP("Survey", "Any from a list")),
    "CHECKBOX": str(QT_TRANSLATE_NOOP("Survey", "Yes or no")),
    "INT": str(QT_TRANSLATE_NOOP("Survey", "Whole number")),
    "FIXEDPOINT": str(QT_TRANSLATE_NOOP("Survey", "Number")),
    "DATETIME": str(QT_TRANSLATE_NOOP("Survey", "Date and time")),
    "DAYTIME": str(QT_TRANSLATE_NOOP("Survey", "Time of day")),
    "TIMERANGE": str(QT_TRANSLATE_NOOP("Survey", "From when to when")),
    "DURATION24": str(QT_TRANSLATE_NOOP("Survey", "Duration")),
    "LATLON": str(QT_TRANSLATE_NOOP("Survey", "Coordinates")),
    "FIXEDPOINT_SEQUENCE": str(QT_TRANSLATE_NOOP("Survey", "A number each")),
    "DAYTIME_SEQUENCE": str(QT_TRANSLATE_NOOP("Survey", "A time of day each")),
    "DATETIME_SEQUENCE": str(QT_TRANSLATE_NOOP("Survey", "A date each")),
    "DIALOG_DATA_CRAWLER": str(QT_TRANSLATE_NOOP("Survey", "Permission")),
    "SHA1_HASH": str(QT_TRANSLATE_NOOP("Survey", "Secret (hash)")),
    "UUID": str(QT_TRANSLATE_NOOP("Survey", "Identifier")),
    "UPLOAD": str(QT_TRANSLATE_NOOP("Survey", "File")),
    "META": str(QT_TRANSLATE_NOOP("Survey", "Of the program")),
    "PASSWORD": str(QT_TRANSLATE_NOOP("Survey", "Password")),
}
_MILLION = 1_000_000


def say(text: str) -> str:
    """Return a text in the reader's language."""
    return QCoreApplication.translate("Survey", text)


def state_word(state: State | None) -> str:
    """Return what people call a state; one of a session that cannot be opened is no state."""
    return say("Cannot be opened") if state is None else say(_STATE_WORDS[state])


def type_word(name: str) -> str:
    """Return what people call a type of question; an unknown one is shown as it stands."""
    return say(_TYPE_WORDS[name]) if name in _TYPE_WORDS else name


def day_of(seconds: int) -> str:
    """Return the day of UNIX seconds in the reader's zone, empty where it is not known."""
    # What no calendar holds is none.
    known = 0 < seconds < 2**40
    return day_text(seconds * _MILLION) if known else ""


def title_of(question: Question) -> str:
    """Return what a question is called: its text, else its id."""
    return printable(question.text.strip() or question.uid)


def limits_text(question: Question) -> str:
    """Return what a question's bounds say, such as ``1 to 10 points``; empty without any."""
    bounds, type_ = question.bounds, type_named(question.type)
    unit = printable(question.unit)
    if bounds is None or type_ is None:
        return "" if unit in ("", "seconds") else unit
    low, high = bounds
    if type_.is_text:
        return _length(low, high)
    if question.type in {"DAYTIME", "TIMERANGE"}:
        return "" if bounds == (0, 86_400) else _span(day_time_text(low), day_time_text(high))
    if question.type == "DURATION24":
        if bounds == (0, 86_400):
            return ""
        return _span(*(duration_text(one, question.flags) for one in bounds))
    if question.type == "FIXEDPOINT":
        ends = [fixed_point(one, question.decimals) for one in bounds]
        return " ".join(filter(None, (_span(*ends), unit)))
    return " ".join(filter(None, (_span(str(low), str(high)), unit)))


def _span(low: str, high: str) -> str:
    return say("{0} to {1}").format(low, high)


def _length(low: int, high: int) -> str:
    if low > 0:
        return say("{0} to {1} characters").format(low, high)
    return say("at most {0} characters").format(high)


def marks_of(question: Question) -> list[str]:
    """Return what else holds for a question: that it must be answered, or is not asked of all."""
    found = [say("mandatory")] if question.is_mandatory else []
    found += [say("hidden from respondents")] if question.is_hidden else []
    if question.flags & RANDOM and question.flags & AUTOMATIC:
        found.append(say("filled by chance"))
    elif question.flags & AUTOMATIC:
        found.append(say("filled automatically"))
    return found
