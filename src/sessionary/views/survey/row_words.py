"""What is said of a question beside its answer: how it stands, what bounds it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sessionary.core.survey.question_types import is_secret
from sessionary.core.survey.sheet import Stand
from sessionary.core.survey.values import printable
from sessionary.models.survey_words import limits_text, type_word
from sessionary.views.widgets.text import one_line

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from sessionary.core.survey.records import Question
    from sessionary.core.survey.sheet import SheetRow

_CHOICES_SHOWN: Final = 300


def stand_word(widget: QWidget, row: SheetRow) -> str:
    """Return how a question stands, in words."""
    if row.is_again:
        return widget.tr("Asked again, though it is answered")
    words = {
        Stand.ANSWERED: widget.tr("Answered"),
        Stand.ASKED: widget.tr("Asked next") if row.is_next else widget.tr("Not answered"),
        Stand.LATER: widget.tr("Not asked yet"),
        Stand.LOOSE: widget.tr("The survey has no such question"),
        Stand.IGNORED: widget.tr("Stands after the end of the survey"),
    }
    return words[row.stand]


def hint_text(widget: QWidget, row: SheetRow) -> str:
    """Return what stands small below a question."""
    question = row.question
    if row.stand is Stand.LATER:
        asked = widget.tr("Asked next. ") if row.is_next else ""
        return asked + later_text(question)
    if row.stand is Stand.IGNORED:
        return widget.tr("After the blank line that ends the survey: it is never asked.")
    if row.is_again:
        return widget.tr("Asked next, but answered already: take that answer back, or a later one.")
    if row.stand is Stand.LOOSE:
        known = any(one.code == "A-UNKNOWN-UID" for one in row.findings)
        missing = widget.tr("What was asked is not known: its version of the survey is missing.")
        return widget.tr("No such question in this version of the survey.") if known else missing
    return bounds_text(widget, question)


def bounds_text(widget: QWidget, question: Question) -> str:
    """Return what an answer is bounded by, or whom it is for."""
    if question.type == "DIALOG_DATA_CRAWLER":
        module = one_line(printable(question.unit), _CHOICES_SHOWN)
        return widget.tr("Module: {0}").format(module) if module else ""
    # A secret has no bounds that count, and degrees are degrees.
    said = is_secret(question.type) or question.type == "LATLON"
    return "" if said else limits_text(question)


def later_text(question: Question) -> str:
    """Return what kind of question it is: ``One of heroic, grim, comic``."""
    choices = one_line(", ".join(question.choices), _CHOICES_SHOWN)
    return " – ".join(part for part in (type_word(question.type), choices) if part)
