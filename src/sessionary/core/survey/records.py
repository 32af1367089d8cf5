"""What the lines of a survey's files say: questions, answers, and the documents they make up."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sessionary.core.survey.findings import Finding
    from sessionary.core.survey.lines import Line

SECONDS, MINUTES, HOURS, DAYS = 1, 2, 4, 8
AUTOMATIC, HIDDEN, RANDOM, MANDATORY = 16, 32, 64, 128
"""The flags of a question; the first four say in which units a duration is shown."""

DELETED: Final = 1
"""The flag of an answer that was taken back; all its data stay."""


class Generation(IntEnum):
    """Which generation of the format a session is of: it ends its header by another line."""

    FIRST = 1
    SECOND = 2


class State(IntEnum):
    """How far a session is."""

    NEW = 1
    OPEN = 2
    FINISHED = 3
    CLOSED = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question line of a definition, decoded. Texts may hold surrogates for odd bytes.

    Attributes:
        line: Its physical line, counted from 1.
        type: The name of its type in upper case.
        low, high: The fields ``min`` and ``max`` as they stand; see :attr:`bounds`.
        choices: The items of its list; a trailing empty one is none.
        num_choices: As the file says; nothing follows from it.
    """

    line: int
    uid: str
    text: str
    html: str
    type: str
    flags: int = 0
    default: str = ""
    low: int = -1
    high: int = -1
    decimals: int = 0
    num_choices: int = 0
    choices: tuple[str, ...] = ()
    unit: str = ""

    @property
    def bounds(self) -> tuple[int, int] | None:
        """The least and the greatest value or length, None where there are no bounds."""
        return (self.low, self.high) if self.high > self.low else None

    @property
    def is_mandatory(self) -> bool:
        """Whether it must not be skipped."""
        return bool(self.flags & MANDATORY)

    @property
    def is_hidden(self) -> bool:
        """Whether the respondent does not see it."""
        return bool(self.flags & HIDDEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """A survey's definition: ``current``, or one of its snapshots.

    Attributes:
        lines: The file.
        version: 1 or 2; 0 where the first line cannot be read.
        description: Its second line.
        with_python: Whether a program decides what is asked next; always so in version 1.
        questions: Those that take part, in order; the first of a uid is the one that counts.
        after_blank: Those after the first blank line: shown greyed, out of every lookup.
        findings: By line.
        fatal: Whether nothing of it can be opened.
        damaged: Whether an error keeps it from being edited.
    """

    lines: tuple[Line, ...]
    version: int = 0
    description: str = ""
    with_python: bool = True
    questions: tuple[Question, ...] = ()
    after_blank: tuple[Question, ...] = ()
    findings: tuple[Finding, ...] = ()
    fatal: bool = False
    damaged: bool = False
    _by_uid: Mapping[str, Question] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_uid = {one.uid: one for one in reversed(self.questions)}
        object.__setattr__(self, "_by_uid", by_uid)

    def question(self, uid: str) -> Question | None:
        """Return the question that goes by a uid, the first if several do."""
        return self._by_uid.get(uid)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer line of a session, decoded: of its header, a system answer, or a given one.

    Attributes:
        line: Its physical line, counted from 1.
        type: The name of its type in upper case; ``PASSWORD`` stays as it is.
        value: For numbers: the stored integer.
        time_begin, time_end: In seconds, of the day or since 1970 UTC as the type has it.
        time_zone_delta, dst_delta: In minutes.
        stored: UNIX seconds of the last add or delete.
    """

    line: int
    uid: str
    type: str
    text: str = ""
    value: int = 0
    lat: int = 0
    lon: int = 0
    time_begin: int = 0
    time_end: int = 0
    time_zone_delta: int = 0
    dst_delta: int = 0
    unit: str = ""
    flags: int = 0
    stored: int = 0

    @property
    def is_deleted(self) -> bool:
        """Whether it was taken back."""
        return bool(self.flags & DELETED)

    @property
    def is_system(self) -> bool:
        """Whether it is the program's own: it needs no question, and nobody may edit it."""
        return self.type == "META" or self.uid.startswith("@")

    @property
    def is_given(self) -> bool:
        """Whether it is a respondent's and was not taken back."""
        return not self.is_deleted and not self.is_system


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveySession:
    """One respondent's way through a survey.

    Attributes:
        lines: The file.
        id: Its id: the file's name.
        survey: The id of its survey.
        snapshot: The name of the definition it is pinned to: 40 hexadecimal digits, or
            ``current``.
        generation: None while the header does not tell.
        header: The answers of its header.
        body: All later answers that can be decoded, in the order of the file.
        raw: The physical lines (counted from 1) that cannot be decoded and are kept as they are.
        findings: By line; those on the definition are added by `opening.open_session`.
        fatal: Whether nothing of it can be opened.
        damaged: Whether an error keeps it from being edited.
    """

    lines: tuple[Line, ...]
    id: str = ""
    survey: str = ""
    snapshot: str = ""
    generation: Generation | None = None
    header: tuple[Answer, ...] = ()
    body: tuple[Answer, ...] = ()
    raw: tuple[int, ...] = ()
    findings: tuple[Finding, ...] = ()
    fatal: bool = False
    damaged: bool = False

    def head(self, uid: str) -> Answer | None:
        """Return the header answer of a uid such as ``@user``."""
        return next((one for one in self.header if one.uid == uid), None)

    @property
    def respondent(self) -> str:
        """The name of its user, empty if there is none."""
        user = self.head("@user")
        return "" if user is None else user.text

    @property
    def given(self) -> tuple[Answer, ...]:
        """The answers that count, in the order of the file."""
        return tuple(one for one in self.body if one.is_given)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A session with the definition that it is pinned to.

    Attributes:
        session: The session; ``session.findings`` are among ``findings``.
        definition: The definition, None where its snapshot is missing or cannot be opened.
        findings: All of them: of the lines, of the answers against the definition, of the pin.
        confirm: Whether its snapshot is not what its name says, so that editing must be confirmed.
        offer: Whether `current` stands in for a snapshot that is missing and should be written.
    """

    session: SurveySession
    definition: Definition | None
    findings: tuple[Finding, ...]
    confirm: bool = False
    offer: bool = False
