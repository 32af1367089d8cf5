"""The parts of a calendar as typed lines."""

from __future__ import annotations

import pytest
from tests.core.calendar.test_document import WHOLE

from sessionary.core.calendar.document import read_calendar
from sessionary.core.calendar.typed import lines_of, typed_lines_of
from sessionary.core.problems import UserError

LINES = {
    "months": "Ash, 5\nFeast, 1, intercalary\nThird, 3, every 3 from 1",
    "weekdays": "Sun, Moon",
    "leapDays": "Ash: every 4, not every 100\nAsh, Gap, after 2: every 2 from 1",
    "moons": "Pale, 29.535, -0.5",
    "eras": "before, before, backward\nafter, from 7, restart",
}


@pytest.mark.parametrize("part", LINES)
def test_a_part_is_shown_as_lines_and_read_again(part: str) -> None:
    assert lines_of(part, WHOLE) == LINES[part]
    assert typed_lines_of(part, f"\n {LINES[part]} \n\n", WHOLE) == WHOLE[part]


def test_what_is_typed_is_a_calendar() -> None:
    document = {
        "months": typed_lines_of("months", "Ash, 5", {}),
        "eras": typed_lines_of("eras", "AR, from 12-1-3", {}),
        "moons": typed_lines_of("moons", "Pale, 29.5, 1.5", {}),
    }
    calendar, problems = read_calendar(document)
    assert not problems
    assert calendar is not None
    assert lines_of("eras", document) == "AR, from 12-1-3"
    assert lines_of("moons", document) == "Pale, 29.5, 1.5"


@pytest.mark.parametrize(
    ("part", "line", "example"),
    [
        ("months", "Ash", "Hammer, 30"),
        ("months", "Ash, five", "Hammer, 30"),
        ("months", "Ash, 5, sometimes", "Hammer, 30"),
        ("leapDays", "Smoke: every 4", "February: every 4, .* with the name of a month"),
        ("leapDays", "Ash: now and then", "February: every 4"),
        ("leapDays", "Ash, Gap, Gop: every 4", "Midsummer, Shieldmeet"),
        ("moons", "Pale", "Selûne, 30.4375"),
        ("eras", "AR", "DR, from 1"),
        ("eras", "AR, from 1, before", "DR, from 1"),
        ("eras", "AR, from now", "DR, from 1"),
    ],
)
def test_a_line_that_cannot_be_read_is_named_with_an_example(
    part: str, line: str, example: str
) -> None:
    with pytest.raises(UserError, match=f"“{line}” cannot be read. Write for example {example}"):
        typed_lines_of(part, line, WHOLE)
