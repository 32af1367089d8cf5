"""A survey's definition, read from its lines.

Source: survey specification, section 3.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from sessionary.core.survey.decoding import Findings, RecordReader, check_line, is_utf8
from sessionary.core.survey.fields import QUESTION_FIELDS, FieldFault, quoted, read_choices
from sessionary.core.survey.findings import Level
from sessionary.core.survey.lines import shown
from sessionary.core.survey.question_types import QUESTION_TYPES, Choosing
from sessionary.core.survey.records import Definition, Question

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sessionary.core.survey.lines import Line

MOST_QUESTIONS: Final = 8192

_VERSION = re.compile(r"version[ \t]*\+?0*([12])")
_DIRECTIVES = {"without python": False, "with python": True}
_INTEGERS = {4: 32, 6: 64, 7: 64, 8: 32, 9: 32}


def read_definition(lines: Sequence[Line]) -> Definition:
    """Return what the lines of a definition say, with everything odd or wrong in them.

    Never raises: a definition that cannot be opened is fatal and has its lines and findings alone.
    """
    lines = tuple(lines)
    findings = Findings(lines)
    head = _read_head(lines, findings)
    if head is None:
        return Definition(lines=lines, findings=findings.by_line(), fatal=True, damaged=True)
    version, with_python, first = head
    findings.endings()
    questions, after_blank = _read_questions(lines, first, findings)
    _tell_questions(questions, findings)
    return Definition(
        lines=lines,
        version=version,
        description=shown(lines[1].text),
        with_python=with_python,
        questions=tuple(questions),
        after_blank=tuple(after_blank),
        findings=findings.by_line(),
        damaged=findings.is_damaged,
    )


def _read_head(lines: tuple[Line, ...], findings: Findings) -> tuple[int, bool, int] | None:
    """Return version, whether a program rules the order, and where questions begin in `lines`.

    None, with the fatal finding told, where nothing can be opened.
    """
    if not lines:
        findings.add(Level.FATAL, "D-EMPTY", 1, "The definition is empty.")
        return None
    written = _VERSION.fullmatch(lines[0].text)
    if written is None:
        message = "The first line is neither “version 1” nor “version 2”."
        findings.add(Level.FATAL, "D-VERSION", 1, message)
        return None
    version = int(written[1])
    if lines[0].text != f"version {version}":
        message = f"The line means “version {version}”, written in a longer form."
        findings.add(Level.WARNING, "NONCANONICAL", 1, message, "version")
    if len(lines) < 2:
        findings.add(
            Level.FATAL, "D-DESCRIPTION", 2, "The description, the second line, is missing."
        )
        return None
    _check_description(lines[1], findings)
    if version == 1:
        return version, True, 2
    directive = lines[2].text.lower() if len(lines) > 2 else ""
    if directive not in _DIRECTIVES:
        message = "The third line is neither “without python” nor “with python”."
        findings.add(Level.FATAL, "D-DIRECTIVE", 3, message)
        return None
    return version, _DIRECTIVES[directive], 3


def _check_description(line: Line, findings: Findings) -> None:
    """Tell what is wrong with the second line; all of it is text, there are no escapes."""
    try:
        check_line(line)
    except FieldFault as fault:
        findings.add(Level.ERROR, fault.code, 2, fault.message, "description")
    if not is_utf8(line.text):
        findings.not_utf8(2, "description")


def _read_questions(
    lines: tuple[Line, ...], first: int, findings: Findings
) -> tuple[list[Question], list[Question]]:
    """Return the questions up to the first blank line, and those after it."""
    reader = RecordReader(QUESTION_FIELDS, _INTEGERS, findings)
    questions: list[Question] = []
    after_blank: list[Question] = []
    numbers: list[int] = []
    ended = False
    for number, line in enumerate(lines[first:], first + 1):
        if not line.text:
            message = "The survey ends at the first blank line."
            findings.add(Level.INFO, "BLANK-LINE", number, message)
            ended = True
            continue
        question = _read_question(reader, number, line)
        if ended:
            message = "The line stands after a blank line, where the survey has ended."
            findings.add(Level.WARNING, "Q-AFTER-BLANK", number, message)
        else:
            numbers.append(number)
        if question is not None:
            (after_blank if ended else questions).append(question)
    if not numbers:
        findings.add(Level.ERROR, "D-NO-QUESTIONS", first + 1, "There are no questions.")
    surplus = findings.first_without_error(numbers[MOST_QUESTIONS:])
    if surplus is not None:
        message = f"There are {len(numbers)} questions, at most {MOST_QUESTIONS} are allowed."
        findings.add(Level.ERROR, "D-TOO-MANY", surplus, message)
    return questions, after_blank


def _read_question(reader: RecordReader, number: int, line: Line) -> Question | None:
    read = reader.read(number, line)
    if read is None:
        return None
    fields, integers = read
    return Question(
        line=number,
        uid=fields[0],
        text=fields[1],
        html=fields[2],
        type=fields[3],
        flags=integers[4],
        default=fields[5],
        low=integers[6],
        high=integers[7],
        decimals=integers[8],
        num_choices=integers[9],
        choices=read_choices(fields[10]),
        unit=fields[11],
    )


def _tell_questions(questions: Sequence[Question], findings: Findings) -> None:
    """Tell what is odd about questions that take part."""
    seen: dict[str, int] = {}
    for question in questions:
        former = seen.setdefault(question.uid, question.line)
        if former != question.line:
            message = (
                f"The uid {quoted(question.uid)} stands in line {former} already; that one counts."
            )
            findings.add(Level.WARNING, "DUP-UID", question.line, message, "uid")
        if question.type == "META" or question.uid.startswith("@"):
            message = "Nobody can answer it, so nothing after it is ever asked."
            field = "type" if question.type == "META" else "uid"
            findings.add(Level.WARNING, "Q-SYSTEM", question.line, message, field)
        _tell_choices(question, findings)


def _tell_choices(question: Question, findings: Findings) -> None:
    choosing = QUESTION_TYPES[question.type].choosing
    if choosing is Choosing.NONE:
        return
    found = len(question.choices)
    if choosing in {Choosing.ONE, Choosing.MANY} and not found:
        message = f"A {question.type} needs choices, and there are none."
    elif choosing is Choosing.PAIR and found != 2:
        message = f"A {question.type} needs two choices, found {found}."
    else:
        return
    findings.add(Level.WARNING, "Q-CHOICES", question.line, message, "choices")
