"""A record's line as its fields, with what is odd or wrong in it.

What both files share: the order in which errors of a line count, integers, names of types, bytes
that are no UTF-8.

Source: survey specification, sections 1.4 and 2.
"""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING

from sessionary.core.survey.fields import (
    ANSWER_FIELDS,
    LEGACY_TYPE,
    LONGEST_FIELD,
    LONGEST_LINE,
    TYPE_NAMES,
    FieldFault,
    quoted,
    read_integer,
    split_fields,
)
from sessionary.core.survey.findings import Finding, Level
from sessionary.core.survey.lines import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from sessionary.core.survey.lines import Line


class Findings:
    """Gathers the findings of a file while its lines are read."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        self._found: list[Finding] = []
        self._errors: set[int] = set()

    @property
    def is_fatal(self) -> bool:
        """Whether nothing of the file can be opened."""
        return any(one.level is Level.FATAL for one in self._found)

    @property
    def is_damaged(self) -> bool:
        """Whether an error keeps the file from being edited."""
        return bool(self._errors) or self.is_fatal

    def add(self, level: Level, code: str, number: int, message: str, field: str = "") -> None:
        """Add a finding; a line has one error at most, the first that is told."""
        if level is Level.ERROR:
            if number in self._errors:
                return
            self._errors.add(number)
        raw = self._lines[number - 1].text if 0 < number <= len(self._lines) else ""
        self._found.append(
            Finding(level=level, code=code, line=number, field=field, message=message, raw=raw)
        )

    def first_without_error(self, numbers: Iterable[int]) -> int | None:
        """Return the first of some lines that has no error of its own."""
        return next((number for number in numbers if number not in self._errors), None)

    def endings(self) -> None:
        """Add what is odd about how the file's lines end."""
        carriage = next((n for n, line in enumerate(self._lines, 1) if line.end == "\r\n"), None)
        if carriage is not None:
            self.add(
                Level.WARNING, "CRLF", carriage, "Lines end with CR LF, of which CR is superfluous."
            )
        if self._lines and not self._lines[-1].end:
            self.add(
                Level.WARNING,
                "NO-FINAL-NEWLINE",
                len(self._lines),
                "The last line has no line end; the original refuses such a session.",
            )

    def not_utf8(self, number: int, field: str = "") -> None:
        """Add that a line holds bytes that are no UTF-8."""
        message = "The line holds bytes that are no UTF-8."
        self.add(Level.WARNING, "NOT-UTF8", number, message, field)

    def by_line(self) -> tuple[Finding, ...]:
        """Return all of them in the order of the lines."""
        return tuple(sorted(self._found, key=lambda one: one.line))


class RecordReader:
    """Decodes the lines of one file that are records of one kind.

    Args:
        names: The names of a record's fields, in order.
        integers: The places of those that are integers, with their width in bits.
        findings: Where everything odd or wrong is told.
    """

    def __init__(
        self, names: Sequence[str], integers: Mapping[int, int], findings: Findings
    ) -> None:
        self._names = names
        self._integers = integers
        self._type = names.index("type")
        self._findings = findings
        self._texts: Callable[[Sequence[str]], tuple[str, ...]] = itemgetter(*integers)
        # The lines of a file repeat most of their integers.
        self._known: dict[tuple[str, ...], tuple[dict[int, int], list[int]]] = {}

    def read(self, number: int, line: Line) -> tuple[list[str], dict[int, int]] | None:
        """Return the texts of a line's fields, and its integers by their places.

        None, with an error told, for a line that must stay as it is.
        """
        if not line.text.isascii():
            self._tell_bytes(number, line)
        try:
            fields = self._fields(line)
            integers, long_winded = self._read_integers(fields)
        except FieldFault as fault:
            self._findings.add(
                Level.ERROR,
                fault.code,
                number,
                f"{fault.message}{self._hint(fault, line.text)}",
                self._name(fault.field_number),
            )
            return None
        for place in long_winded:
            self._findings.add(
                Level.WARNING,
                "NONCANONICAL",
                number,
                f"{quoted(fields[place])} is {integers[place]}, written in a longer form.",
                self._names[place],
            )
        self._tell_type(number, fields)
        if line.text.isascii():
            return fields, integers
        return [shown(field) for field in fields], integers

    def _name(self, field_number: int) -> str:
        return self._names[field_number - 1] if 0 < field_number <= len(self._names) else ""

    def _fields(self, line: Line) -> list[str]:
        """Return a line's fields; raise the first of the errors in the order of section 1.4."""
        check_line(line)
        fields = split_fields(line.text)
        if len(fields) != len(self._names):
            message = f"Found {len(fields)} fields, expected {len(self._names)}."
            raise FieldFault("FIELD-COUNT", 0, message)
        for place, field in enumerate(fields, 1) if len(line.text) > LONGEST_FIELD else ():
            if len(field) > LONGEST_FIELD:
                message = f"The field has {len(field)} bytes, at most {LONGEST_FIELD} are allowed."
                raise FieldFault("FIELD-LONG", place, message)
        if not fields[0]:
            raise FieldFault("UID-EMPTY", 1, "The uid is empty.")
        kind = fields[self._type]
        # The upper case of a sharp s would make a type of what is none.
        if not kind.isascii() or kind.upper() not in TYPE_NAMES:
            message = f"There is no type {quoted(shown(kind))}."
            raise FieldFault("TYPE-UNKNOWN", self._type + 1, message)
        return fields

    def _read_integers(self, fields: Sequence[str]) -> tuple[dict[int, int], list[int]]:
        """Return the integers by place, and the places of those not in their shortest form."""
        texts = self._texts(fields)
        read = self._known.get(texts)
        if read is None:
            read = self._known[texts] = self._read_anew(texts)
        return read

    def _read_anew(self, texts: tuple[str, ...]) -> tuple[dict[int, int], list[int]]:
        integers: dict[int, int] = {}
        long_winded: list[int] = []
        too_large: FieldFault | None = None
        for (place, bits), text in zip(self._integers.items(), texts, strict=True):
            try:
                integers[place], canonical = read_integer(text, bits)
            except FieldFault as fault:
                fault.field_number = place + 1
                if fault.code == "INT-SYNTAX":
                    raise
                too_large = too_large or fault
            else:
                if not canonical:
                    long_winded.append(place)
        if too_large is not None:
            raise too_large
        return integers, long_winded

    def _hint(self, fault: FieldFault, text: str) -> str:
        """Return a sentence on the defect of the first generation's writer that it may be."""
        if self._names is not ANSWER_FIELDS:
            return ""
        split = fault.code == "ESCAPE" and text.endswith("\\")
        if fault.code == "FIELD-COUNT":
            split = text.count(":") < len(self._names) - 1
            if not split:
                return " Doubled colons in an answer are a known defect of the first generation."
        said = " A record split at a line break is a known defect of the first generation."
        return said if split else ""

    def _tell_type(self, number: int, fields: list[str]) -> None:
        """Put the type into upper case, and tell if it was not or is none of today's."""
        written = fields[self._type]
        name = fields[self._type] = written.upper()
        if name != written:
            self._findings.add(
                Level.WARNING,
                "NONCANONICAL",
                number,
                f"{written} is {name}, not in upper case.",
                "type",
            )
        if name == LEGACY_TYPE:
            self._findings.add(
                Level.WARNING,
                "TYPE-LEGACY",
                number,
                f"{name} is a type of the first generation only; it is read as TEXT and masked.",
                "type",
            )

    def _tell_bytes(self, number: int, line: Line) -> None:
        """Tell of bytes that are no UTF-8."""
        if is_utf8(line.text):
            return
        try:
            fields = split_fields(line.text)
        except FieldFault:
            fields = []
        bad = next((place for place, field in enumerate(fields, 1) if not is_utf8(field)), 0)
        self._findings.not_utf8(number, self._name(bad))


def check_line(line: Line) -> None:
    """Raise a `FieldFault` for a line that no reader can take, whatever it says."""
    length = len(line.text) + (line.end == "\r\n")
    if length > LONGEST_LINE:
        message = f"The line has {length} bytes, at most {LONGEST_LINE} can be read."
        raise FieldFault("LINE-LONG", 0, message)
    if "\0" in line.text:
        raise FieldFault("NUL", 0, "The line holds a NUL byte.")


def is_utf8(text: str) -> bool:
    """Return whether bytes, given as latin-1, are UTF-8."""
    if text.isascii():
        return True
    try:
        text.encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
