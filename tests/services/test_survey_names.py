"""Names of surveys and of their sessions become names of files: none may lead out of a folder."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from tests.core.survey.surveys import ID, definition

from sessionary.core.problems import UserError
from sessionary.services.documents import empty_data

if TYPE_CHECKING:
    from tests.services.conftest import Desk

FILE = {"lines": [["version 2", "\n"]]}
OUTSIDE = "../../evil"
SNAPSHOT = "0" * 40


def library(documents: list[dict[str, Any]], entries: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "format": "sessionary", "version": 1, "rejects": [], "entries": entries,
        "documents": [
            {"container": "", "own": {}, "spelling": {}, "record": FILE, **one} for one in documents
        ],
    }  # fmt: skip


@pytest.mark.parametrize(
    "document",
    [
        {"kind": "survey", "key": OUTSIDE},
        {"kind": "survey", "key": "current"},
        {"kind": "definition", "key": OUTSIDE},
        {"kind": "definition", "key": ".."},
        {"kind": "definition", "key": ""},
        {"kind": "survey", "key": ID, "record": {"lines": "version 2"}},
        {"kind": "survey", "key": ID, "record": {"lines": [["version\n2", "\n"]]}},
        {"kind": "survey", "key": ID, "record": {"lines": [["version 2", "\r"]]}},
        {"kind": "survey", "key": ID, "record": {"lines": [["version 2", ""], ["a", "\n"]]}},
        {"kind": "survey", "key": ID, "record": {"lines": [["version \u0100", "\n"]]}},
    ],
)
def test_a_document_that_no_file_can_be_is_not_taken_from_a_library(
    desk: Desk, document: dict[str, Any]
) -> None:
    file = desk.paper("made.json", library([document], []))
    (read,) = desk.take(file).files
    assert [problem.code for problem in read.problems] == ["record.unknown"]
    assert desk.rows("SELECT key FROM document") == []
    # It is kept word for word, and given away again.
    (text,) = desk.exported("json").values()
    assert [one["code"] for one in json.loads(text)["rejects"]] == ["record.unknown"]


@pytest.mark.parametrize(
    ("survey", "name"), [(OUTSIDE, SNAPSHOT), ("..", SNAPSHOT), ("s", OUTSIDE), ("s", "current")]
)
def test_a_snapshot_that_no_file_can_be_is_not_taken_from_a_library(
    desk: Desk, survey: str, name: str
) -> None:
    entry = {
        "kind": "definition", "scope": survey, "type": "snapshot", "id": name, "position": 0,
        "document": survey, "text": definition("q1"),
    }  # fmt: skip
    (read,) = desk.take(desk.paper("made.json", library([], [entry]))).files
    assert [problem.code for problem in read.problems] == ["record.unknown"]
    assert desk.rows("SELECT id FROM entry") == []


def test_a_definition_without_a_present_version_is_taken_from_a_library(desk: Desk) -> None:
    file = desk.paper("made.json", library([{"kind": "definition", "key": "s", "record": {}}], []))
    assert not desk.take(file).files[0].problems


@pytest.mark.parametrize(("kind", "key"), [("survey", OUTSIDE), ("definition", "..")])
@pytest.mark.parametrize("player_safe", [False, True])
def test_what_stands_under_such_a_name_in_a_library_is_written_nowhere(
    desk: Desk, kind: str, key: str, *, player_safe: bool
) -> None:
    data = empty_data()
    data["record"] = FILE
    with desk.library.act("Import", "import") as act:
        act.create(desk.library.stores[kind], key, data)
    before = set(desk.papers.parent.rglob("*"))
    with pytest.raises(UserError, match=r"no name of a file|Respondents see nothing"):
        desk.export("survey", "deep/home", player_safe=player_safe)
    assert set(desk.papers.parent.rglob("*")) == before
