"""The sample homes: what their README says of each file, and the same bytes again."""

from __future__ import annotations

from pathlib import Path

import pytest

from sessionary.core.survey.definition import read_definition
from sessionary.core.survey.lines import join_lines, split_lines
from sessionary.core.survey.opening import open_session, snapshot_name
from sessionary.core.survey.records import Generation
from sessionary.core.survey.session import read_session

SAMPLES = Path(__file__).parents[2] / "data" / "survey"


class Home:
    """The definitions of a home folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def snapshot(self, survey: str, name: str) -> str | None:
        path = self.folder / "surveys" / survey / name
        return path.read_bytes().decode("latin-1") if path.exists() else None

    def current(self, survey: str) -> str | None:
        return self.snapshot(survey, "current")


OUTDATED = [(1, "S-DEF-OUTDATED")]
SESSIONS: dict[str, tuple[int | None, list[tuple[int, str]]]] = {
    "seed-gen1/381544dc": (1, [(1, "S-DEF-SHA")]),
    "seed-gen2/381544dc": (2, []),
    "tabletop/c0010a1b": (2, OUTDATED),
    "tabletop/c0020a1b": (2, OUTDATED),
    "tabletop/c0030a1b": (2, OUTDATED),
    "tabletop/c0040a1b": (2, OUTDATED),
    "tabletop/d4d4a001": (2, [(14, "V-WRAP")]),
    "tabletop/d4d4b002": (1, []),
    "tabletop/e5e5c003": (2, []),
    "broken/bad00001": (2, [(1, "CRLF")]),
    "broken/bad00002": (2, [(6, "NO-FINAL-NEWLINE")]),
    "broken/bad00003": (2, [(7, "BLANK-LINE")]),
    "broken/bad00004": (1, [(6, "FIELD-COUNT"), (7, "ESCAPE"), (8, "FIELD-COUNT")]),
    "broken/bad00005": (2, [(6, "NOT-UTF8")]),
    "broken/bad00006": (2, [(7, "DUP-UID"), (8, "A-UNKNOWN-UID")]),
    "broken/bad00007": (2, [(6, "TYPE-UNKNOWN"), (7, "FIELD-COUNT")]),
    "broken/bad00008": (None, [(5, "S-HEADER-MISSING"), (6, "S-STRAY-HEADER")]),
    "broken/bad00009": (2, [(6, "TRAILING-BACKSLASH"), (7, "ESCAPE")]),
    "broken/bad0000a": (2, [(1, "S-DEF-MISSING")]),
}


@pytest.mark.parametrize(("sample", "expected"), SESSIONS.items(), ids=SESSIONS.keys())
def test_every_sample_session_says_what_it_should(
    sample: str, expected: tuple[int | None, list[tuple[int, str]]]
) -> None:
    home, _, start = sample.partition("/")
    path = next((SAMPLES / home).glob(f"sessions/*/{start}-????-????-????-????????????"))
    content = path.read_bytes()
    session = read_session(split_lines(content.decode("latin-1")), id=path.name)
    it = open_session(session, Home(SAMPLES / home))
    generation, findings = expected
    assert session.generation == (None if generation is None else Generation(generation))
    assert [(one.line, one.code) for one in it.findings] == findings
    assert join_lines(session.lines).encode("latin-1") == content


@pytest.mark.parametrize(
    "path", sorted(SAMPLES.glob("*/surveys/*/*")), ids=lambda path: "-".join(path.parts[-4:])
)
def test_every_sample_definition_is_read_without_a_finding(path: Path) -> None:
    content = path.read_bytes().decode("latin-1")
    definition = read_definition(split_lines(content))
    assert not definition.findings
    assert definition.questions
    assert join_lines(definition.lines) == content
    if path.name != "current":
        is_wrong = path.parts[-4] == "seed-gen1"
        assert (snapshot_name(content) != path.name) == is_wrong
