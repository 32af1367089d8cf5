from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from sessionary.core.text import one_line
from sessionary.formats.calendar_file import Evening, calendar_text

START = datetime(2026, 11, 24, 18, 0, tzinfo=UTC)


def evening(**given_: object) -> Evening:
    us = int(START.timestamp()) * 1_000_000
    values: dict[str, object] = {
        "uid": "s-1@c.sessionary", "title": "The Ledger: Session 12", "start_us": us,
        "minutes": 210, "changed_us": us,
    }  # fmt: skip
    return Evening(**{**values, **given_})  # type: ignore[arg-type]


def test_an_evening_is_an_event_with_its_times() -> None:
    text = calendar_text("The Ledger", [evening(location="Ingrid’s kitchen", description="a\nb")])
    (event,) = Calendar.from_ical(text).walk("VEVENT")
    assert event.decoded("dtstart") == START
    assert (event.decoded("dtend") - START).total_seconds() == 210 * 60
    assert event["summary"] == "The Ledger: Session 12"
    assert event["location"] == "Ingrid’s kitchen"
    assert event["description"] == "a\nb"
    assert event["status"] == "CONFIRMED"
    assert text.startswith("BEGIN:VCALENDAR\r\n")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


def test_what_was_called_off_is_cancelled() -> None:
    text = calendar_text("c", [evening(cancelled=True)])
    (event,) = Calendar.from_ical(text).walk("VEVENT")
    assert event["status"] == "CANCELLED"


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=120))
def test_any_title_comes_back_and_brings_no_line_of_its_own(title: str) -> None:
    text = calendar_text(title, [evening(title=title), evening(title=f"{title}\nBEGIN:VALARM")])
    first, second = Calendar.from_ical(text).walk("VEVENT")
    assert str(first["summary"]) == one_line(title, None)
    assert "BEGIN:VALARM" in str(second["summary"])
    assert not Calendar.from_ical(text).walk("VALARM")
