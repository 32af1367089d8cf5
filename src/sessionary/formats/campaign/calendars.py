"""Calendars of other programs: Calendarium (and the plugin before it) and Fantasy-Calendar files.

What has no place in our calendars is named in a note; the whole source is kept beside the
definition. Source: "What other tools write", section 2.9.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sessionary.core.calendar.document import read_calendar
from sessionary.core.json_text import JsonError, parse
from sessionary.core.problems import UserError
from sessionary.formats.campaign.calendarium import Calendarium
from sessionary.formats.campaign.fantasy_calendar import FantasyCalendar

if TYPE_CHECKING:
    from pathlib import Path

    from sessionary.core.problems import Problem
    from sessionary.formats.campaign.calendar_taking import Record

LARGEST_FILE: Final = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundCalendar:
    """One calendar of a file.

    Attributes:
        name: What it is called.
        calendar: It as a campaign's document keeps it, with its whole source; None where it cannot
            be used.
        current: The date that the file says is today: year as written, month and day from 1; None
            where it says none.
        day_length: Seconds in a day, where the file says so.
        problems: What is wrong with it, or could not be taken over.
    """

    name: str
    calendar: Record | None
    current: tuple[int, int, int] | None
    day_length: int | None
    problems: tuple[Problem, ...]


def read_calendar_file(path: Path) -> tuple[FoundCalendar, ...]:
    """Return the calendars of a file, the one that it calls its default first.

    Raises:
        UserError: It cannot be read, or holds none.
    """
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise UserError(f"{path.name} is larger than 64 MB; no calendar is.")
        value = parse(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise UserError(f"{path}: {error.strerror or error}.") from error
    except UnicodeDecodeError:
        raise UserError(f"{path.name} is not text in UTF-8.") from None
    except JsonError as error:
        raise UserError(
            f"{path.name}, character {error.position}: found {error.found}, "
            f"expected {error.expected}."
        ) from None
    found = tuple(_one(one) for one in _calendars(value))
    if not found:
        raise UserError(
            f"{path.name} holds no calendar of Calendarium or Fantasy-Calendar that is known here."
        )
    return found


def _calendars(value: Any) -> list[Record]:
    if not isinstance(value, dict):
        return []
    listed = value.get("calendars")
    found = listed if isinstance(listed, list) else [value]
    known = [one for one in found if isinstance(one, dict) and _parts(one) is not None]
    default = value.get("defaultCalendar")
    return sorted(known, key=lambda one: default is None or one.get("id") != default)


def _parts(value: Record) -> str | None:
    """Return which key holds the parts of a calendar, None if it is none."""
    return next(
        (key for key in ("static", "static_data") if isinstance(value.get(key), dict)), None
    )


def _one(source: Record) -> FoundCalendar:
    taking = FantasyCalendar(source) if _parts(source) == "static_data" else Calendarium(source)
    document = taking.document()
    calendar, wrong = read_calendar(document)
    problems = (*wrong, *taking.problems)
    return FoundCalendar(
        name=str(document["name"]),
        calendar=None if calendar is None else {**document, "source": source},
        current=taking.current(),
        day_length=taking.day_length(),
        problems=problems,
    )
