from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from sessionary.core.survey.lines import split_lines
from sessionary.core.survey.opening import open_session, snapshot_name
from sessionary.core.survey.session import read_session

if TYPE_CHECKING:
    from sessionary.core.survey.records import Opened

DEFINITION = (
    "version 2\nSession zero\nwithout python\n"
    "one:First::TEXT:0::-1:-1:0:0::\n"
    "two:Second::INT:0::1:10:0:0::points\n"
)
NAME = snapshot_name(DEFINITION)
HEAD = "".join(
    f"@{uid}:META::{value}:0:0:0:0:0:0::0:0\n"
    for uid, value in (("user", 0), ("group", 0), ("authority", 0), ("state", 2))
)


@dataclass
class Pile:
    """Definitions by name."""

    definitions: dict[str, str] = field(default_factory=dict)

    def snapshot(self, survey: str, name: str) -> str | None:
        return self.definitions.get(f"{survey}/{name}")

    def current(self, survey: str) -> str | None:
        return self.definitions.get(f"{survey}/current")


def opened(definitions: dict[str, str], body: str = "", *, name: str = NAME) -> Opened:
    session = read_session(split_lines(f"foo/{name}\n{HEAD}{body}"))
    return open_session(session, Pile(definitions))


def found(it: Opened) -> list[tuple[int, str, str]]:
    return [(one.line, one.level.value, one.code) for one in it.findings]


def test_the_name_of_a_snapshot_is_the_sha1_of_its_bytes() -> None:
    assert snapshot_name("") == "da39a3ee5e6b4b0d3255bfef95601890afd80709"
    assert snapshot_name("\u00e9\r\n") == "5efa7383d7279c2a7c2b74c5d2e437be3274387d"


def test_a_session_opens_with_its_snapshot() -> None:
    it = opened({f"foo/{NAME}": DEFINITION, "foo/current": DEFINITION})
    assert it.definition is not None
    assert [one.uid for one in it.definition.questions] == ["one", "two"]
    assert (it.findings, it.confirm, it.offer) == ((), False, False)


def test_a_snapshot_needs_no_current() -> None:
    assert not opened({f"foo/{NAME}": DEFINITION}).findings


def test_a_survey_that_was_edited_since_is_told() -> None:
    it = opened({f"foo/{NAME}": DEFINITION, "foo/current": DEFINITION + "\n"})
    assert it.definition is not None
    assert found(it) == [(1, "I", "S-DEF-OUTDATED")]


@pytest.mark.parametrize("definitions", [{}, {"foo/current": DEFINITION + "\n"}])
def test_a_session_without_its_snapshot_opens_without_definition(
    definitions: dict[str, str],
) -> None:
    it = opened(definitions, "ghost:TEXT:x:0:0:0:0:0:0:0::0:0\n")
    assert it.definition is None
    assert found(it) == [(1, "W", "S-DEF-MISSING")]
    assert not it.offer


def test_current_stands_in_for_a_missing_snapshot_that_it_is() -> None:
    it = opened({"foo/current": DEFINITION})
    assert it.definition is not None
    assert found(it) == [(1, "W", "S-DEF-MISSING")]
    assert it.offer


def test_a_snapshot_that_is_not_what_its_name_says_must_be_confirmed() -> None:
    it = opened({f"foo/{NAME}": DEFINITION + "\n", "foo/current": DEFINITION})
    assert it.definition is not None
    assert found(it) == [(1, "W", "S-DEF-SHA")]
    assert snapshot_name(DEFINITION + "\n") in it.findings[0].message
    assert it.confirm


def test_a_snapshot_of_which_nothing_can_be_opened_is_missing_too() -> None:
    name = snapshot_name("version 3\n")
    it = opened({f"foo/{name}": "version 3\n"}, name=name)
    assert it.definition is None
    assert found(it) == [(1, "W", "S-DEF-MISSING")]
    assert "D-VERSION" in it.findings[0].message


def test_a_session_that_is_not_pinned_opens_with_current() -> None:
    it = opened({"foo/current": DEFINITION}, name="current")
    assert it.definition is not None
    assert found(it) == [(1, "W", "S-DEF-UNPINNED")]
    it = opened({}, name="current")
    assert it.definition is None
    assert found(it) == [(1, "W", "S-DEF-UNPINNED"), (1, "W", "S-DEF-MISSING")]


def test_a_fatal_session_opens_without_definition() -> None:
    session = read_session(split_lines("nothing\n"))
    it = open_session(session, Pile())
    assert it.definition is None
    assert it.findings == session.findings


@pytest.mark.parametrize(
    ("line", "codes"),
    [
        ("one:TEXT:x:0:0:0:0:0:0:0::0:0", []),
        ("two:INT::5:0:0:0:0:0:0:points:0:0", []),
        ("ghost:TEXT:x:0:0:0:0:0:0:0::0:0", ["A-UNKNOWN-UID"]),
        ("ghost:TEXT:x:0:0:0:0:0:0:0::1:0", ["A-UNKNOWN-UID"]),
        ("ghost:META:x:0:0:0:0:0:0:0::0:0", []),
        ("one:META:x:0:0:0:0:0:0:0::0:0", []),
        ("@ghost:TEXT:x:0:0:0:0:0:0:0::0:0", ["S-HEADER-ORDER"]),
        ("one:INT::5:0:0:0:0:0:0::0:0", ["A-TYPE"]),
        ("one:TEXT:x:0:0:0:0:0:0:0:points:0:0", ["A-UNIT"]),
        ("two:INT::5:0:0:0:0:0:0::1:0", ["A-UNIT"]),
    ],
)
def test_answers_are_held_against_their_questions(line: str, codes: list[str]) -> None:
    it = opened({f"foo/{NAME}": DEFINITION}, line + "\n")
    assert [one.code for one in it.findings] == codes
    assert all(one.line == 6 and one.raw == line for one in it.findings)
