"""The types of questions: which data fields an answer uses, and what it may say.

Source: survey specification, section 5.1; the numbers are those of the original program.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

DATA_FIELDS: Final = ("text", "value", "lat", "lon", "time_begin", "time_end")
"""The fields of an answer line that hold its data."""


class Choosing(Enum):
    """How an answer takes from the list of choices."""

    NONE = auto()
    ONE = auto()
    MANY = auto()
    PAIR = auto()
    LABELS = auto()
    """The choices only name the items of the answer's own list."""


class Bounded(Enum):
    """What the bounds of a question limit."""

    NOTHING = auto()
    VALUE = auto()
    TIME = auto()
    LENGTH = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionType:
    """One type of question.

    Attributes:
        name: As files write it.
        number: Inside the original program.
        fields: The data fields that its answers use.
        code: What a wrong answer is called; empty where none can be wrong.
        choosing: How its answers take from the choices.
        bounded: What min and max limit.
        skippable: Whether an empty text means that the question was skipped.
        secret: Whether only a hash of what is typed is kept, and nothing of it is shown.
        answerable: Whether anybody may answer it.
    """

    name: str
    number: int
    fields: tuple[str, ...] = ("text",)
    code: str = ""
    choosing: Choosing = Choosing.NONE
    bounded: Bounded = Bounded.NOTHING
    skippable: bool = False
    secret: bool = False
    answerable: bool = True

    @property
    def is_text(self) -> bool:
        """Whether its answers are texts."""
        return self.fields == ("text",)


_DAY_TIMES: Final = ("time_begin", "time_end")

_ROWS: Final = (
    QuestionType(name="META", number=1, fields=DATA_FIELDS, answerable=False),
    QuestionType(name="INT", number=2, fields=("value",), code="V-RANGE", bounded=Bounded.VALUE),
    QuestionType(
        name="FIXEDPOINT", number=3, fields=("value",), code="V-RANGE", bounded=Bounded.VALUE
    ),
    QuestionType(
        name="MULTICHOICE", number=4, code="V-CHOICE", choosing=Choosing.MANY, skippable=True
    ),
    QuestionType(
        name="MULTISELECT", number=5, code="V-CHOICE", choosing=Choosing.MANY, skippable=True
    ),
    QuestionType(name="LATLON", number=6, fields=("lat", "lon"), code="V-LATLON"),
    QuestionType(
        name="DATETIME", number=7, fields=("time_begin",), code="V-RANGE", bounded=Bounded.TIME
    ),
    QuestionType(
        name="DAYTIME", number=8, fields=("time_begin",), code="V-DAYTIME", bounded=Bounded.TIME
    ),
    QuestionType(name="TIMERANGE", number=9, fields=_DAY_TIMES, code="V-DAYTIME"),
    QuestionType(name="UPLOAD", number=10, fields=(), code="V-UPLOAD", answerable=False),
    QuestionType(name="TEXT", number=11, code="V-LENGTH", bounded=Bounded.LENGTH, skippable=True),
    QuestionType(name="CHECKBOX", number=12, code="V-CHOICE", choosing=Choosing.PAIR),
    QuestionType(name="HIDDEN", number=13, skippable=True),
    QuestionType(
        name="TEXTAREA", number=14, code="V-LENGTH", bounded=Bounded.LENGTH, skippable=True
    ),
    QuestionType(name="EMAIL", number=15, code="V-EMAIL", skippable=True),
    QuestionType(
        name="SINGLECHOICE", number=16, code="V-CHOICE", choosing=Choosing.ONE, skippable=True
    ),
    QuestionType(
        name="SINGLESELECT", number=17, code="V-CHOICE", choosing=Choosing.ONE, skippable=True
    ),
    QuestionType(
        name="FIXEDPOINT_SEQUENCE",
        number=18,
        code="V-SEQUENCE",
        choosing=Choosing.LABELS,
        skippable=True,
    ),
    QuestionType(
        name="DAYTIME_SEQUENCE",
        number=19,
        code="V-SEQUENCE",
        choosing=Choosing.LABELS,
        skippable=True,
    ),
    QuestionType(
        name="DATETIME_SEQUENCE",
        number=20,
        code="V-SEQUENCE",
        choosing=Choosing.LABELS,
        skippable=True,
    ),
    QuestionType(
        name="DURATION24", number=21, fields=("value",), code="V-DURATION", bounded=Bounded.VALUE
    ),
    QuestionType(name="DIALOG_DATA_CRAWLER", number=22, code="V-CHOICE", choosing=Choosing.PAIR),
    QuestionType(name="SHA1_HASH", number=23, code="V-SHA1", secret=True),
    QuestionType(name="UUID", number=24, code="V-UUID"),
)

LEGACY: Final = QuestionType(name="PASSWORD", number=16, skippable=True, secret=True)
"""A type that the first generation had; files may still hold its answers."""

QUESTION_TYPES: Final = {row.name: row for row in (*_ROWS, LEGACY)}
"""All types by name, in the order of their numbers; the legacy one is the last."""


def type_named(name: str) -> QuestionType | None:
    """Return the type that goes by a name in upper case, None if there is none."""
    return QUESTION_TYPES.get(name)


def is_secret(name: str) -> bool:
    """Say whether answers of a type are never shown."""
    row = QUESTION_TYPES.get(name)
    return row is not None and row.secret


def is_hash(text: str) -> bool:
    """Say whether a text is what is kept of a secret: a SHA1 in lower case."""
    return _HASH.fullmatch(text) is not None


_HASH = re.compile(r"[0-9a-f]{40}")
