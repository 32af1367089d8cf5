"""What the answers of all sessions of a survey amount to, question by question.

Answers that were taken back and those of the program itself do not count; of several answers to
one question the first does, as everywhere. Source: survey specification, sections 4.4 and 5.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final, TypeAlias

from sessionary.core.survey.distribution import (
    DAY,
    Bin,
    Figures,
    Measure,
    bins_of,
    coverage,
    figures_of,
)
from sessionary.core.survey.records import DAYS, HOURS, MINUTES, SECONDS, Question
from sessionary.core.survey.validation import sequence_numbers

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sessionary.core.survey.records import Answer, Definition, State

_SINGLE: Final = frozenset({"SINGLECHOICE", "SINGLESELECT", "CHECKBOX", "DIALOG_DATA_CRAWLER"})
_SEVERAL: Final = frozenset({"MULTICHOICE", "MULTISELECT"})
_SEQUENCES: Final = {
    "FIXEDPOINT_SEQUENCE": Measure.NUMBER,
    "DAYTIME_SEQUENCE": Measure.DAYTIME,
    "DATETIME_SEQUENCE": Measure.MOMENT,
}
_MEASURES: Final = {
    "INT": Measure.NUMBER,
    "FIXEDPOINT": Measure.NUMBER,
    "DURATION24": Measure.DURATION,
    "DAYTIME": Measure.DAYTIME,
    "DATETIME": Measure.MOMENT,
}
_UNTOLD: Final = frozenset({"HIDDEN", "UPLOAD", "SHA1_HASH", "PASSWORD", "META"})
"""Of these only how many there are is told: nothing was answered, or nobody may read it."""

_MOST_PLACES: Final = 18
"""A 64-bit integer has no more decimal places that mean anything."""

_LONGEST_NUMBER: Final = 100
"""A list may hold numbers of thousands of digits; nobody reckons with these."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What one session contributes.

    Attributes:
        key: The session's key.
        respondent: The name of its user, empty if there is none.
        version: The name of the version of the survey that it is pinned to.
        started: When it was begun, in UNIX seconds; 0 if that is not known.
        answers: Its given answers, in the order of its file.
    """

    key: str
    respondent: str
    version: str
    state: State
    started: int = 0
    answers: tuple[Answer, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One answer as text, and whose it is."""

    key: str
    respondent: str
    answer: Answer
    question: Question | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """How often something was chosen.

    Attributes:
        offered: Whether the newest version of the question still offers it.
    """

    text: str
    count: int
    offered: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """Of some things one is chosen, or several are."""

    choices: tuple[Choice, ...]
    several: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """Numbers, durations, dates or times of day."""

    measure: Measure
    figures: Figures | None
    bins: tuple[Bin, ...]
    places: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranges:
    """From when to when on a day: how many cover each half hour."""

    bins: tuple[Bin, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Numbers or times, one a label: the figures of each label."""

    measure: Measure
    labels: tuple[tuple[str, Figures | None], ...]
    places: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """What was written, each for itself."""

    texts: tuple[Said, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Only how many there are is told."""


Told: TypeAlias = Choices | Numbers | Ranges | Series | Texts | Counted


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionResult:
    """What the answers to one question amount to.

    Attributes:
        question: As the newest version that asks it has it.
        number: Its place in the newest version, counted from 1; 0 if that does not ask it.
        asked: How many of the sessions belong to a version that asks it.
        answered: How many of them say something.
        left_empty: How many were answered with nothing.
        told: What they say.
        odd: Answers that cannot be counted with the others: they do not say what their type wants.
    """

    question: Question
    number: int
    asked: int
    answered: int
    left_empty: int
    told: Told
    odd: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """The results of a survey, or of one version of it.

    Attributes:
        survey: Its id.
        title: What it is called.
        version: The version that was counted, empty for all.
        responses: The sessions that were counted, oldest first.
        questions: In the order of the newest version, then those that older ones asked.
    """

    survey: str
    title: str
    version: str
    responses: tuple[Response, ...]
    questions: tuple[QuestionResult, ...]


def results_of(
    survey: str,
    versions: Mapping[str, Definition],
    responses: Iterable[Response],
    *,
    title: str = "",
    version: str = "",
) -> Results:
    """Return what the answers of sessions amount to.

    Args:
        survey: The survey's id.
        versions: Its versions by name, the newest first; that of a session may be missing.
        responses: Its sessions.
        title: What it is called.
        version: Count the sessions of this version only.
    """
    counted = sorted(
        (one for one in responses if not version or one.version == version),
        key=lambda one: (one.started, one.key),
    )
    known = {version: versions[version]} if version in versions else dict(versions)
    asked = _questions(known, counted)
    given = [(one, {answer.uid: answer for answer in reversed(one.answers)}) for one in counted]
    return Results(
        survey=survey,
        title=title,
        version=version,
        responses=tuple(counted),
        questions=tuple(_result(question, number, versions, given) for question, number in asked),
    )


def _questions(
    versions: Mapping[str, Definition], responses: Sequence[Response]
) -> list[tuple[Question, int]]:
    """Return each question once, with its number in the newest version."""
    found: dict[str, tuple[Question, int]] = {}
    for place, definition in enumerate(versions.values()):
        for at, question in enumerate(definition.questions, start=1):
            found.setdefault(question.uid, (question, 0 if place else at))
    for response in responses:
        for answer in response.answers:
            # No version that is known asks it: its own type says how it is read.
            bare = Question(line=0, uid=answer.uid, text="", html="", type=answer.type)
            found.setdefault(answer.uid, (bare, 0))
    return list(found.values())


def _result(
    question: Question,
    number: int,
    versions: Mapping[str, Definition],
    responses: Sequence[tuple[Response, Mapping[str, Answer]]],
) -> QuestionResult:
    """Return what the answers to one question amount to; of a uid the first answer counts."""
    said: list[Said] = []
    asked = 0
    for response, answers in responses:
        definition = versions.get(response.version)
        put = None if definition is None else definition.question(question.uid)
        given = answers.get(question.uid)
        # Without its version, an answer is all that tells that it was asked.
        asked += put is not None or given is not None
        if given is not None:
            said.append(
                Said(key=response.key, respondent=response.respondent, answer=given, question=put)
            )
    full = [one for one in said if not _is_empty(one.answer)]
    told, odd = _told(question, full)
    return QuestionResult(
        question=question,
        number=number,
        asked=asked,
        answered=len(full),
        left_empty=len(said) - len(full),
        told=told,
        odd=tuple(odd),
    )


_TEXT_TYPES: Final = frozenset(
    {*_SINGLE, *_SEVERAL, *_SEQUENCES, "TEXT", "TEXTAREA", "EMAIL", "UUID", "SHA1_HASH", "PASSWORD"}
)


def _is_empty(answer: Answer) -> bool:
    """Say whether a question was passed over: an empty text is an answer of nothing."""
    return answer.type in _TEXT_TYPES and not answer.text


def _told(question: Question, said: Sequence[Said]) -> tuple[Told, list[Said]]:
    """Return what answers to a question amount to, and those that do not fit in."""
    if question.type in _UNTOLD:
        return Counted(), []
    if question.type in _SINGLE | _SEVERAL:
        return _choices(question, said)
    if question.type in _MEASURES:
        return _numbers(question, said)
    if question.type == "TIMERANGE":
        fitting, odd = _parted(said, "TIMERANGE")
        return Ranges(bins=coverage([_range(one.answer) for one in fitting])), odd
    if question.type in _SEQUENCES:
        return _series(question, said)
    return Texts(texts=tuple(said)), []


def _parted(said: Sequence[Said], *types: str) -> tuple[list[Said], list[Said]]:
    """Part answers into those of a type and others: an answer's own type says how it is read."""
    fitting = [one for one in said if one.answer.type in types]
    return fitting, [one for one in said if one.answer.type not in types]


def _choices(question: Question, said: Sequence[Said]) -> tuple[Choices, list[Said]]:
    fitting, odd = _parted(said, *_SINGLE, *_SEVERAL)
    several = question.type in _SEVERAL
    counts: Counter[str] = Counter()
    for one in fitting:
        text = one.answer.text
        # An item that is named twice was chosen once.
        items = text.split(",") if one.answer.type in _SEVERAL else [text]
        counts.update(set(items))
    offered = dict.fromkeys(question.choices)
    others = sorted((text for text in counts if text not in offered), key=lambda t: (-counts[t], t))
    choices = [
        *(Choice(text=text, count=counts[text]) for text in offered),
        *(Choice(text=text, count=counts[text], offered=False) for text in others),
    ]
    return Choices(choices=tuple(choices), several=several), odd


def measure_of(question: Question) -> Measure:
    """Return what the numbers of a question count; whole numbers with a flag are durations."""
    if question.type == "INT" and question.flags & (SECONDS | MINUTES | HOURS | DAYS):
        return Measure.DURATION
    return _MEASURES.get(question.type) or _SEQUENCES.get(question.type) or Measure.NUMBER


def places_of(question: Question | None) -> int:
    """Return how many decimal places the fixed-point numbers of a question have."""
    if question is None or question.type not in {"FIXEDPOINT", "FIXEDPOINT_SEQUENCE"}:
        return 0
    return min(max(question.decimals, 0), _MOST_PLACES)


def _numbers(question: Question, said: Sequence[Said]) -> tuple[Numbers, list[Said]]:
    fitting, odd = _parted(said, *_alike(question.type))
    values = [_number(one, question) for one in fitting]
    measure, places = measure_of(question), places_of(question)
    grain, bounds = Fraction(1, 10**places), question.bounds
    limits = None if bounds is None else (bounds[0] * grain, bounds[1] * grain)
    return (
        Numbers(
            measure=measure,
            figures=figures_of(values),
            bins=bins_of(values, measure, limits, grain=grain),
            places=places,
        ),
        odd,
    )


def _alike(type_: str) -> frozenset[str]:
    """Return the types whose numbers can be counted together with those of one."""
    numbers = frozenset({"INT", "FIXEDPOINT"})
    return numbers if type_ in numbers else frozenset({type_})


def _number(said: Said, question: Question) -> Fraction:
    answer = said.answer
    if answer.type in {"DAYTIME", "DATETIME"}:
        return Fraction(answer.time_begin)
    if answer.type == "FIXEDPOINT":
        # The version that it was given to says where its point stands.
        return Fraction(answer.value, 10 ** places_of(said.question or question))
    return Fraction(answer.value)


def _range(answer: Answer) -> tuple[int, int]:
    return (min(max(answer.time_begin, 0), DAY), min(max(answer.time_end, 0), DAY))


def _series(question: Question, said: Sequence[Said]) -> tuple[Series, list[Said]]:
    fitting, odd = _parted(said, question.type)
    rows: list[list[Fraction]] = []
    for one in fitting:
        text = one.answer.text
        numbers = sequence_numbers(question.type, text)
        if numbers is None or max(map(len, text.split(","))) > _LONGEST_NUMBER:
            odd.append(one)
        else:
            rows.append([Fraction(number) for number in numbers])
    labels = list(question.choices)
    most = max((len(row) for row in rows), default=0)
    labels += [str(at + 1) for at in range(len(labels), most)]
    columns = ([row[at] for row in rows if at < len(row)] for at in range(len(labels)))
    return (
        Series(
            measure=measure_of(question),
            labels=tuple(zip(labels, map(figures_of, columns), strict=True)),
            places=places_of(question),
        ),
        odd,
    )
