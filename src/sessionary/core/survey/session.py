"""A survey session, read from its lines alone; `opening` adds what its definition says.

Source: survey specification, sections 4 and 6.
"""

from __future__ import annotations

import re
from dataclasses import fields
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from sessionary.core.survey.decoding import Findings, RecordReader
from sessionary.core.survey.fields import (
    ANSWER_FIELDS,
    LEGACY_TYPE,
    LONGEST_FIELD,
    TYPE_NAMES,
    quoted,
)
from sessionary.core.survey.findings import Level
from sessionary.core.survey.lines import shown
from sessionary.core.survey.records import Answer, Generation, State, SurveySession

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sessionary.core.survey.lines import Line

MOST_ANSWERS: Final = 8192
LONGEST_FIRST_LINE: Final = 1022

_SESSION_ID = re.compile(r"[0-9a-f][0-9a-f-]{35}")
_SURVEY_ID = re.compile(r"[A-Za-z0-9 ._-]+")
_SNAPSHOT = re.compile(r"[0-9a-f]{40}")
_HEADER = ("@user", "@group", "@authority")
_ENDS = {"@closed": Generation.FIRST, "@state": Generation.SECOND}
_INTEGERS = {3: 64, 4: 64, 5: 64, 6: 64, 7: 64, 8: 32, 9: 32, 11: 32, 12: 64}
_TOP = 1 << 31
_USUAL = (0, 0, 0)
_DEFINED_TYPES = TYPE_NAMES - {LEGACY_TYPE}


def is_session_id(text: str) -> bool:
    """Return whether a text can be the id of a session, and so the name of its file."""
    return _SESSION_ID.fullmatch(text) is not None


def is_survey_id(text: str) -> bool:
    """Return whether a text can be the id of a survey, and so the name of its folder."""
    return text not in {".", ".."} and _SURVEY_ID.fullmatch(text) is not None


def is_snapshot_name(text: str) -> bool:
    """Return whether a text can be the name of a snapshot; `current` is none."""
    return _SNAPSHOT.fullmatch(text) is not None


def read_first_line(text: str) -> tuple[str, str] | None:
    """Return the survey's id and the snapshot's name that a first line holds, None if it is bad."""
    survey, slash, snapshot = text.partition("/")
    if len(text) > LONGEST_FIRST_LINE or not slash or not is_survey_id(survey):
        return None
    return (survey, snapshot) if snapshot == "current" or is_snapshot_name(snapshot) else None


def read_session(lines: Sequence[Line], *, id: str = "") -> SurveySession:  # noqa: A002 (the field's word)
    """Return what the lines of a session say, with everything odd or wrong in them.

    Never raises: a session that cannot be opened is fatal and has its lines and findings alone.

    Args:
        lines: The file.
        id: The session's id, which its file is named by; empty if it is not known.
    """
    lines = tuple(lines)
    findings = Findings(lines)
    first = _read_first(lines, id, findings)
    if first is None:
        return SurveySession(
            lines=lines, id=id, findings=findings.by_line(), fatal=True, damaged=True
        )
    findings.endings()
    answers = _Answers(lines, findings)
    answers.read()
    header = _Header(lines, answers.end_of_header, answers.decoded, findings)
    header.tell()
    _tell_repeated(answers.decoded, findings)
    return SurveySession(
        lines=lines,
        id=id,
        survey=first[0],
        snapshot=first[1],
        generation=header.generation,
        header=tuple(one for one in answers.decoded if one.line <= answers.end_of_header),
        body=tuple(one for one in answers.decoded if one.line > answers.end_of_header),
        raw=tuple(answers.raw),
        findings=findings.by_line(),
        damaged=findings.is_damaged,
    )


def _read_first(lines: tuple[Line, ...], id_: str, findings: Findings) -> tuple[str, str] | None:
    """Return survey and snapshot of the first line; None, with the fatal finding told."""
    if id_ and not is_session_id(id_):
        message = "A session's id has 36 characters of 0-9, a-f and -, and does not start with -."
        findings.add(Level.FATAL, "S-ID", 1, message)
        return None
    if not lines:
        findings.add(Level.FATAL, "S-EMPTY", 1, "The session is empty.")
        return None
    first = read_first_line(lines[0].text)
    if first is None:
        message = (
            "The first line is not the id of a survey, a slash and the name of a snapshot "
            "(40 lower-case hexadecimal digits, or “current”)."
        )
        findings.add(Level.FATAL, "S-FIRSTLINE", 1, message)
        return None
    if first[1] == "current":
        message = "The session is not pinned to a snapshot, so its questions may change."
        findings.add(Level.WARNING, "S-DEF-UNPINNED", 1, message)
    return first


_SET = tuple(Answer.__dict__[field.name].__set__ for field in fields(Answer))


def _answer(values: tuple[object, ...]) -> Answer:
    """Return an answer of all its values, in their order.

    What a frozen class does for each of its fields takes more time than reading the line; here
    they are set as they are in memory.
    """
    answer = object.__new__(Answer)
    for put, value in zip(_SET, values, strict=True):
        put(answer, value)
    return answer


# A file repeats most of its integers.
@lru_cache(maxsize=8192)
def _integer(text: str) -> int:
    """Return an integer of 64 bits in its shortest form; raise ValueError if it is none."""
    value = int(text)
    # int() takes more than the format does: blanks, underscores, a plus sign.
    if str(value) != text or not -(1 << 63) <= value < 1 << 63:
        raise ValueError(text)
    return value


# An edit changes one line, and all of them are read again.
@lru_cache(maxsize=2 * MOST_ANSWERS)
def _plain_answer(number: int, text: str) -> Answer | None:
    """Return the answer of a line in which nothing is odd, None for every other line.

    Nearly all lines of nearly all files are such; this takes a fourth of the time.
    """
    if "\\" in text or "\0" in text or len(text) > LONGEST_FIELD:
        return None
    if not text.isascii():
        try:
            text = text.encode("latin-1").decode("utf-8")
        except UnicodeDecodeError:
            return None
    try:
        uid, name, said, value, lat, lon, begin, end, zone, dst, unit, flags, stored = text.split(
            ":"
        )
        narrow = _integer(zone), _integer(dst), _integer(flags)
        if not uid or name not in _DEFINED_TYPES:
            return None
        if narrow != _USUAL and not -_TOP <= min(narrow) <= max(narrow) < _TOP:
            return None
        wide = _integer(value), _integer(lat), _integer(lon), _integer(begin), _integer(end)
        last = int(stored) if stored.isascii() else 0
        if str(last) != stored or not -(1 << 63) <= last < 1 << 63:
            return None
    except ValueError:
        return None
    return _answer((number, uid, name, said, *wide, *narrow[:2], unit, narrow[2], last))


class _Answers:
    """Reads the lines after the first.

    Attributes:
        decoded: The answers, in the order of the file.
        raw: The numbers of the lines that must stay as they are.
        end_of_header: The number of the header's last line; 1 if there is no header.
    """

    def __init__(self, lines: tuple[Line, ...], findings: Findings) -> None:
        self.decoded: list[Answer] = []
        self.raw: list[int] = []
        self.end_of_header = 1
        self._lines = lines
        self._findings = findings
        self._reader = RecordReader(ANSWER_FIELDS, _INTEGERS, findings)

    def read(self) -> None:
        """Read all of them."""
        lines = self._lines
        while self.end_of_header < len(lines) and lines[self.end_of_header].text.startswith("@"):
            self.end_of_header += 1
        count = 0
        surplus: list[int] = []
        for number, line in enumerate(lines[1:], 2):
            if not line.text:
                message = "The line is blank; the original refuses such a session."
                self._findings.add(Level.WARNING, "BLANK-LINE", number, message)
                continue
            count += 1
            if count > MOST_ANSWERS:
                surplus.append(number)
            answer = _plain_answer(number, line.text) or self._read_odd(number, line)
            if answer is None:
                self.raw.append(number)
            else:
                self.decoded.append(answer)
            if number > self.end_of_header and line.text.startswith("@"):
                message = "A line of the header stands after it and does not count as such."
                self._findings.add(Level.WARNING, "S-STRAY-HEADER", number, message, "uid")
        first = self._findings.first_without_error(surplus)
        if first is not None:
            message = f"There are {count} answers, at most {MOST_ANSWERS} are allowed."
            self._findings.add(Level.ERROR, "S-TOO-MANY", first, message)

    def _read_odd(self, number: int, line: Line) -> Answer | None:
        """Return the answer of a line, and tell everything odd or wrong in it."""
        read = self._reader.read(number, line)
        if read is None:
            return None
        texts, integers = read
        for place, field in enumerate(texts):
            if field.endswith("\\"):
                message = "The value ends in a backslash; the original refuses such a session."
                self._findings.add(
                    Level.WARNING, "TRAILING-BACKSLASH", number, message, ANSWER_FIELDS[place]
                )
        return Answer(
            line=number,
            uid=texts[0],
            type=texts[1],
            text=texts[2],
            value=integers[3],
            lat=integers[4],
            lon=integers[5],
            time_begin=integers[6],
            time_end=integers[7],
            time_zone_delta=integers[8],
            dst_delta=integers[9],
            unit=texts[10],
            flags=integers[11],
            stored=integers[12],
        )


class _Header:
    """Judges the header: the unbroken run of lines after the first whose uid starts with ``@``.

    Attributes:
        generation: What its last line tells; None if it is neither of both.
    """

    def __init__(
        self,
        lines: tuple[Line, ...],
        end: int,
        answers: Sequence[Answer],
        findings: Findings,
    ) -> None:
        # Lines that cannot be decoded are named too: what they say is wrong, not what they are.
        self._uids = [line.text.partition(":")[0] for line in lines[1:end]]
        self._end = end
        self._state = next(
            (one for one in answers if one.line <= end and one.uid == "@state"), None
        )
        self._findings = findings
        self.generation: Generation | None = None
        if "@state" in self._uids:
            self.generation = Generation.SECOND
        elif "@closed" in self._uids:
            self.generation = Generation.FIRST

    def tell(self) -> None:
        """Tell everything odd or wrong in it."""
        uids = self._uids
        if self.generation is None:
            message = "The header has neither @state nor @closed."
            self._findings.add(Level.ERROR, "S-HEADER-MISSING", self._end + 1, message)
        if "@state" in uids and "@closed" in uids:
            second = max(uids.index("@state"), uids.index("@closed")) + 2
            message = "The header has both @state and @closed; @state counts."
            self._findings.add(Level.WARNING, "S-HEADER-BOTH", second, message)
        self._tell_order()
        if self._state is not None and not State.NEW <= self._state.value <= State.CLOSED:
            message = f"There is no state {self._state.value}; states are 1 to 4."
            self._findings.add(Level.WARNING, "S-STATE", self._state.line, message, "value")

    def _tell_order(self) -> None:
        """Tell the first line that is not where it should be, unless another finding says so."""
        both = {"@state", "@closed"} <= set(self._uids)
        found = [
            (number, uid)
            for number, uid in enumerate(self._uids, 2)
            if not (both and uid == "@closed")
        ]
        expected = list(_HEADER)
        if self.generation is not None:
            expected.append("@closed" if self.generation is Generation.FIRST else "@state")
        for place, wanted in enumerate(expected):
            number, uid = found[place] if place < len(found) else (self._end + 1, "")
            if uid != wanted:
                message = (
                    f"Expected {wanted} here: the header is @user, @group, @authority, @state."
                )
                if self.generation is Generation.FIRST:
                    message = message.replace("@state.", "@closed.")
                self._findings.add(Level.WARNING, "S-HEADER-ORDER", number, message, "uid")
                return
        if len(found) > len(expected):
            number, uid = found[len(expected)]
            message = f"Nothing is expected here, least of all {quoted(shown(uid))}."
            self._findings.add(Level.WARNING, "S-HEADER-ORDER", number, message, "uid")


def _tell_repeated(answers: Sequence[Answer], findings: Findings) -> None:
    seen: dict[str, int] = {}
    for answer in answers:
        former = seen.setdefault(answer.uid, answer.line)
        if former != answer.line:
            message = (
                f"The uid {quoted(answer.uid)} stands in line {former} already; that one counts."
            )
            findings.add(Level.WARNING, "DUP-UID", answer.line, message, "uid")
