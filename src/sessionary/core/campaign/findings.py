"""Collects what is wrong with one record while its keys are looked at."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from sessionary.core.campaign.clock import PLAIN, Clock
from sessionary.core.campaign.gametime import is_readable, whole
from sessionary.core.campaign.record import has_offset, instant_us, number
from sessionary.core.problems import Problem, Severity

if TYPE_CHECKING:
    from datetime import tzinfo

VISIBILITIES: Final = ("public", "gm-only", "player-specific")
_SHOWN_LENGTH: Final = 60


def said(value: object) -> str:
    """Return a value as an error shows it: ``"two"``, ``null``, a list, cut if it is long."""
    if isinstance(value, Mapping):
        return "an object"
    if isinstance(value, (list, tuple)):
        return "a list"
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _SHOWN_LENGTH else text[: _SHOWN_LENGTH - 1] + "…"


def join(place: str, key: str) -> str:
    """Return the place of `key` inside `place`."""
    return f"{place}.{key}" if place else key


class Findings:
    """The problems of one record, in the order in which they were found."""

    def __init__(self, zone: tzinfo, clock: Clock = PLAIN) -> None:
        self.zone, self.clock = zone, clock
        self.problems: list[Problem] = []

    def error(self, code: str, place: str, found: str, expected: str, message: str = "") -> None:
        """Note something that keeps the record out."""
        self._note(Severity.ERROR, code, place, found, expected, message)

    def warning(self, code: str, place: str, found: str, expected: str, message: str = "") -> None:
        """Note something that is kept and reported."""
        self._note(Severity.WARNING, code, place, found, expected, message)

    def _note(
        self, severity: Severity, code: str, place: str, found: str, expected: str, message: str
    ) -> None:
        sentence = message or f"{found} stands where {expected} is expected"
        self.problems.append(
            Problem(
                severity=severity,
                code=code,
                place=place,
                found=found,
                expected=expected,
                message=sentence,
            )
        )

    def wrong_type(self, value: object, place: str, expected: str) -> None:
        """Note a value of another type than its key has."""
        self.error("value.type", place, said(value), expected)


Check: TypeAlias = Callable[[Findings, Any, str], None]
Fields: TypeAlias = Mapping[str, Check]


def check_fields(findings: Findings, record: Mapping[str, Any], place: str, fields: Fields) -> None:
    """Look at the keys that have a rule; keys without one, absent ones and nulls are no problem."""
    for key, check in fields.items():
        value = record.get(key)
        if value is not None:
            check(findings, value, join(place, key))


def check_text(findings: Findings, value: object, place: str) -> None:
    """Text belongs here."""
    if not isinstance(value, str):
        findings.wrong_type(value, place, "text")


def check_flag(findings: Findings, value: object, place: str) -> None:
    """True or false belongs here."""
    if not isinstance(value, bool):
        findings.wrong_type(value, place, "true or false")


def check_number(findings: Findings, value: object, place: str) -> None:
    """Any number belongs here."""
    if number(value) is None:
        findings.wrong_type(value, place, "a number")


def check_amount(findings: Findings, value: object, place: str) -> None:
    """A number that is not negative belongs here."""
    amount = number(value)
    if amount is None:
        findings.wrong_type(value, place, "a number, 0 or more")
    elif amount < 0:
        findings.error("value.range", place, said(value), "a number, 0 or more")


def check_whole(findings: Findings, value: object, place: str) -> None:
    """A whole number belongs here, also a negative one."""
    if whole(value) is None:
        findings.wrong_type(value, place, "a whole number")


def check_count(findings: Findings, value: object, place: str) -> None:
    """A whole number that is not negative belongs here."""
    count = whole(value)
    if count is None:
        findings.wrong_type(value, place, "a whole number, 0 or more")
    elif count < 0:
        findings.error("value.range", place, said(value), "a whole number, 0 or more")


def check_texts(findings: Findings, value: object, place: str) -> None:
    """A list of texts belongs here."""
    for position, text in _listed(findings, value, place, "a list of texts"):
        check_text(findings, text, f"{place}[{position}]")


def check_time(findings: Findings, value: object, place: str) -> None:
    """A date-time belongs here; one without an offset is read in the user's time zone."""
    expected = "a date-time such as 2025-01-20T18:05:00Z"
    if not isinstance(value, str) or instant_us(value, findings.zone) is None:
        findings.error("time.invalid", place, said(value), expected)
    elif not has_offset(value):
        message = (
            f"{said(value)} gives no offset from UTC; it is read in the time zone {findings.zone}"
        )
        findings.warning("time.no_offset", place, said(value), "an offset or Z", message)


def check_visibility(findings: Findings, value: object, place: str) -> None:
    """One of the three words of visibility belongs here; another one hides from players."""
    if not isinstance(value, str):
        findings.wrong_type(value, place, "text")
    elif value not in VISIBILITIES:
        expected = " or ".join(VISIBILITIES)
        message = f"{said(value)} is no visibility known here; only the GM will see this"
        findings.warning("visibility.unknown", place, said(value), expected, message)


def check_game_time(findings: Findings, value: object, place: str) -> None:
    """A game time belongs here: whole numbers and a text."""
    if not isinstance(value, Mapping):
        findings.wrong_type(value, place, "a game time")
        return
    check_fields(findings, value, place, _GAME_TIME)
    text = value.get("formatted")
    if isinstance(text, str) and not is_readable(text, findings.clock):
        rest = "the total decides" if whole(value.get("total")) is not None else "it has no place"
        message = f"{said(text)} cannot be read as a game time; {rest} in the order of events"
        expected = "a text such as Day 15, 3:30 PM"
        findings.warning(
            "gametime.unreadable", join(place, "formatted"), said(text), expected, message
        )


_GAME_TIME: Final[Fields] = {
    "rounds": check_whole,
    "minutes": check_whole,
    "hours": check_whole,
    "days": check_whole,
    "total": check_whole,
    "formatted": check_text,
}


def object_with(fields: Fields) -> Check:
    """Return a check for an object whose keys have these rules."""

    def check(findings: Findings, value: object, place: str) -> None:
        if isinstance(value, Mapping):
            check_fields(findings, value, place, fields)
        else:
            findings.wrong_type(value, place, "an object")

    return check


def objects_with(fields: Fields) -> Check:
    """Return a check for a list of objects whose keys have these rules."""
    one = object_with(fields)

    def check(findings: Findings, value: object, place: str) -> None:
        for position, part in _listed(findings, value, place, "a list of objects"):
            one(findings, part, f"{place}[{position}]")

    return check


def _listed(
    findings: Findings, value: object, place: str, expected: str
) -> Iterator[tuple[int, object]]:
    if isinstance(value, (list, tuple)):
        yield from enumerate(value)
    else:
        findings.wrong_type(value, place, expected)
