"""Edits of a definition: questions added, moved, changed and removed on its lines.

Lines that an edit does not concern keep their bytes. What stands after the first blank line takes
no part in the survey and is left alone. Questions are named by their place among those that take
part, since a uid may stand there twice.

Source: survey specification, section 3.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from sessionary.core.survey.definition import MOST_QUESTIONS
from sessionary.core.survey.fields import choice_list, encode_question
from sessionary.core.survey.findings import Level
from sessionary.core.survey.lines import Line, kept
from sessionary.core.survey.question_types import QUESTION_TYPES, Choosing, type_named
from sessionary.core.survey.records import Generation
from sessionary.core.survey.refusals import Refused
from sessionary.core.survey.writable import check_integer, check_line, check_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sessionary.core.survey.records import Definition, Question

_INTEGERS: Final = {
    "flags": ("flags", 32),
    "min": ("low", 64),
    "max": ("high", 64),
    "decimals": ("decimals", 32),
    "num_choices": ("num_choices", 32),
}


def new_definition(
    description: str, questions: Sequence[Question] = (), *, end: str = "\n"
) -> tuple[Line, ...]:
    """Return the lines of a new definition that no program decides.

    Args:
        description: Its second line.
        questions: They, in order. Without any it is not complete yet.
        end: How its lines end.

    Raises:
        Refused: See `add_question` and `describe`.
    """
    _check_description(description)
    lines = ["version 2", kept(description), "without python"]
    for place, question in enumerate(questions):
        check_question(question, questions[:place])
        lines.append(encode_question(question))
    return tuple(Line(text, end) for text in lines)


def describe(definition: Definition, description: str) -> tuple[Line, ...]:
    """Return the lines with another description.

    Raises:
        Refused: R-DAMAGED, R-TOO-LONG, NUL, NOT-UTF8, or D-DESCRIPTION for a line break in it.
    """
    _check_whole(definition)
    _check_description(description)
    return _with(definition.lines, 1, kept(description))


def add_question(
    definition: Definition, question: Question, place: int | None = None
) -> tuple[Line, ...]:
    """Return the lines with one more question.

    Args:
        definition: The definition.
        question: Its number of choices is counted, whatever it says.
        place: Where it is to stand among the others, at the end if not given.

    Raises:
        Refused: R-DAMAGED, D-TOO-MANY, or why the question may not be asked; see
            `check_question`.
    """
    _check_addable(definition)
    questions = definition.questions
    if len(questions) >= MOST_QUESTIONS:
        raise Refused("D-TOO-MANY", f"A survey has at most {MOST_QUESTIONS} questions.")
    question = replace(question, num_choices=len(question.choices))
    check_question(question, questions)
    lines = definition.lines
    if place is None or place >= len(questions):
        at = questions[-1].line if questions else _head(definition)
    else:
        at = questions[place].line - 1
    return _inserted(lines, at, encode_question(question, _generation(definition)))


def change_question(definition: Definition, place: int, question: Question) -> tuple[Line, ...]:
    """Return the lines with a question put in the place of another.

    Its number of choices is written as it says: files disagree with the list, and nothing follows
    from it. A question that says the same keeps its line as it stands.

    Raises:
        Refused: R-DAMAGED, R-UNKNOWN-UID, or why it may not be asked; see `check_question`.
    """
    _check_whole(definition)
    former = _at(definition, place)
    if replace(question, line=former.line) == former:
        return definition.lines
    others = (*definition.questions[:place], *definition.questions[place + 1 :])
    check_question(question, others, former)
    line = encode_question(question, _generation(definition))
    return _with(definition.lines, former.line - 1, line)


def move_question(definition: Definition, place: int, to: int) -> tuple[Line, ...]:
    """Return the lines with a question moved; its line keeps its bytes.

    Args:
        definition: The definition.
        place: Where it stands among the others.
        to: Where it is to stand afterwards.

    Raises:
        Refused: R-DAMAGED or R-UNKNOWN-UID.
    """
    _check_whole(definition)
    moved = _at(definition, place)
    places = [one.line - 1 for one in definition.questions]
    order = [one for one in places if one != moved.line - 1]
    order.insert(max(to, 0), moved.line - 1)
    lines = list(definition.lines)
    for at, source in zip(places, order, strict=True):
        # The end belongs to the place: the last line of a file may have none.
        lines[at] = Line(definition.lines[source].text, lines[at].end)
    return tuple(lines)


def remove_question(definition: Definition, place: int) -> tuple[Line, ...]:
    """Return the lines without a question.

    Raises:
        Refused: R-DAMAGED, R-UNKNOWN-UID, or D-NO-QUESTIONS for the last one.
    """
    _check_whole(definition)
    removed = _at(definition, place)
    if len(definition.questions) == 1:
        raise Refused("D-NO-QUESTIONS", "A survey needs a question.", uid=removed.uid)
    lines = list(definition.lines)
    end = lines.pop(removed.line - 1).end
    if not end and removed.line - 1 == len(lines):
        lines[-1] = Line(lines[-1].text, "")
    return tuple(lines)


def check_question(
    question: Question, others: Sequence[Question], former: Question | None = None
) -> None:
    """Refuse a question that cannot be asked, or that no file can hold.

    What was as odd before may stay so: files hold such questions, and only what is changed has to
    be right.

    Args:
        question: The question.
        others: Those that it must not share its uid with.
        former: What stood there before, None for a new question.

    Raises:
        Refused: UID-EMPTY, Q-SYSTEM, DUP-UID, TYPE-UNKNOWN, Q-CHOICES, INT-RANGE, R-TOO-LONG,
            R-BACKSLASH-END, NUL or NOT-UTF8.
    """
    if former is None or question.uid != former.uid:
        _check_uid(question, others)
    if former is None or question.type != former.type:
        _check_type(question)
    if former is None or (question.type, question.choices) != (former.type, former.choices):
        _check_choices(question)
    for name in ("uid", "text", "html", "default", "unit"):
        # Uid and unit are copied into answers, which cannot hold such a value.
        check_text(
            getattr(question, name), name, question.uid, backslash=name not in {"uid", "unit"}
        )
    check_text(choice_list(question.choices), "choices", question.uid)
    for name, (attribute, bits) in _INTEGERS.items():
        check_integer(getattr(question, attribute), name, bits, question.uid)
    check_line(encode_question(question), "\r\n", question.uid)


def _check_uid(question: Question, others: Sequence[Question]) -> None:
    if not question.uid:
        raise Refused("UID-EMPTY", "A question needs a uid.", field="uid")
    if question.uid.startswith("@"):
        said = "A uid that starts with @ is the program's own; nobody could answer it."
        raise Refused("Q-SYSTEM", said, uid=question.uid, field="uid")
    if any(one.uid == question.uid for one in others):
        said = "Another question goes by this uid."
        raise Refused("DUP-UID", said, uid=question.uid, field="uid")


def _check_type(question: Question) -> None:
    if question.type == "META":
        said = "META answers are the program's own; nobody could answer the question."
        raise Refused("Q-SYSTEM", said, uid=question.uid, field="type")
    if question.type not in QUESTION_TYPES or question.type == "PASSWORD":
        said = "There is no such type of question."
        raise Refused("TYPE-UNKNOWN", said, uid=question.uid, field="type")


def _check_choices(question: Question) -> None:
    kind = type_named(question.type)
    needed = Choosing.NONE if kind is None else kind.choosing
    said = ""
    if any("," in choice for choice in question.choices):
        said = "A choice cannot hold a comma."
    elif any(choice.endswith("\\") for choice in question.choices):
        said = "A choice cannot end in a backslash: its answer could not be stored."
    elif needed is Choosing.PAIR and len(question.choices) != 2:
        said = "This type of question needs two choices."
    elif needed is not Choosing.NONE and not question.choices:
        said = "This type of question needs choices."
    elif needed is not Choosing.LABELS and len(set(question.choices)) < len(question.choices):
        said = "Two choices are the same."
    if said:
        raise Refused("Q-CHOICES", said, uid=question.uid, field="choices")


def _check_description(description: str) -> None:
    if "\n" in description or "\r" in description:
        said = "The description is one line."
        raise Refused("D-DESCRIPTION", said, field="description")
    if "\0" in description:
        raise Refused("NUL", "A line cannot hold a NUL byte.", field="description")
    try:
        text = kept(description)
    except UnicodeEncodeError:
        said = "The text holds half a character."
        raise Refused("NOT-UTF8", said, field="description") from None
    check_line(text, "\r\n", "")


def _check_whole(definition: Definition) -> None:
    if definition.damaged or definition.fatal:
        raise Refused("R-DAMAGED", "A line of this survey is damaged; repair it first.")


def _check_addable(definition: Definition) -> None:
    """Refuse a damaged definition, unless all that is wrong is that it has no question yet."""
    wrong = {one.code for one in definition.findings if one.level is Level.ERROR}
    if definition.fatal or wrong - {"D-NO-QUESTIONS"}:
        _check_whole(definition)


def _at(definition: Definition, place: int) -> Question:
    if not 0 <= place < len(definition.questions):
        raise Refused("R-UNKNOWN-UID", "The survey has no such question.")
    return definition.questions[place]


def _generation(definition: Definition) -> Generation:
    """Return how a definition is written: readers of old take no escape for a TAB."""
    return Generation.FIRST if definition.version == 1 else Generation.SECOND


def _head(definition: Definition) -> int:
    """Return how many lines stand before the first question."""
    return 2 if definition.version == 1 else 3


def _inserted(lines: tuple[Line, ...], at: int, text: str) -> tuple[Line, ...]:
    """Return lines with one put in, which ends as the one before it; that one gets an end."""
    before, after = lines[:at], lines[at:]
    last = before[-1]
    end = last.end or (before[-2].end if len(before) > 1 else "") or "\n"
    return (*before[:-1], Line(last.text, end), Line(text, end), *after)


def _with(lines: tuple[Line, ...], at: int, text: str) -> tuple[Line, ...]:
    """Return lines with another text in one of them."""
    return (*lines[:at], Line(text, lines[at].end), *lines[at + 1 :])
