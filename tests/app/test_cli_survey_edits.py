"""``survey next|add|replace|delete|close`` as scripts use them."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

import pytest
from tests.core.survey.surveys import answer, definition, session

from sessionary.app.main import main
from sessionary.core.store.plain import PlainScheduler
from sessionary.core.survey.lines import join_lines, split_lines, stored_lines
from sessionary.core.survey.rows import file_lines
from sessionary.services.library import Library
from sessionary.services.sessions import document_data

if TYPE_CHECKING:
    from pathlib import Path

SURVEY = definition("q1", "q2:Which tone?::SINGLECHOICE:128:grim:-1:-1:0:2:heroic,grim:")
KEY = "aaaaaaaa-0000-0000-0000-aaaaaaaaaaaa"
OLD = "bbbbbbbb-0000-0000-0000-bbbbbbbbbbbb"
DAMAGED = "cccccccc-0000-0000-0000-cccccccccccc"


class Shell:
    """A command line, and the library that it works on."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._capsys = capsys
        library = self._library()
        self._keep(library, "definition", "foo", SURVEY)
        self._keep(library, "survey", KEY, session(survey=SURVEY, state=1, asked="q1"))
        self._keep(library, "survey", DAMAGED, "no first line\n")
        body = answer("q1"), answer("q2", "grim", type_="SINGLECHOICE")
        self._keep(library, "survey", OLD, session(*body, survey=SURVEY, generation=1))
        library.close()

    def _library(self) -> Library:
        return Library(self.folder, PlainScheduler(), zone="UTC")

    def _keep(self, library: Library, kind: str, key: str, content: str) -> None:
        lines = stored_lines(split_lines(content))
        data = {"record": {"lines": lines}, "own": {}, "spelling": {}}
        with library.act("Import", "import") as act:
            act.create(library.stores[kind], key, data)

    def run(self, *words: str) -> tuple[int, str, str]:
        status = main(["--library", str(self.folder), "survey", *words])
        captured = self._capsys.readouterr()
        return status, captured.out, captured.err

    def told(self, *words: str) -> tuple[int, dict[str, Any]]:
        status, out, err = self.run(*words, "--json")
        assert err == ""
        return status, json.loads(out)

    def file(self, key: str = KEY) -> list[str]:
        library = self._library()
        content = join_lines(file_lines(document_data(library, "survey", key)))
        library.close()
        return content.splitlines()[4:]


@pytest.fixture
def shell(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(tmp_path / "library", capsys)


def test_a_session_is_filled_in_to_its_end(shell: Shell) -> None:
    status, told = shell.told("next", KEY)
    assert (status, told["key"], told["state"], told["next"]) == (0, f"survey/{KEY}", "new", ["q1"])
    assert told["hash"] == hashlib.sha1(f"{KEY}1".encode()).hexdigest()  # noqa: S324 (the format's)
    status, told = shell.told("add", KEY, "q1:one\\: two:0:0:0:0:0:0:0")
    assert (status, told["refused"], told["state"]) == (0, None, "open")
    assert told["progress"] == {"done": 1, "total": 2, "approximate": False}
    assert told["questions"] == [
        {
            "uid": "q2",
            "type": "SINGLECHOICE",
            "text": "Which tone?",
            "mandatory": True,
            "choices": ["heroic", "grim"],
            "unit": "",
            "proposal": "grim",
        }
    ]
    assert shell.told("add", f"survey/{KEY}", "q2:heroic:0:0:0:0:0:0:0")[1]["state"] == "finished"
    status, told = shell.told("replace", KEY, "q1:a:0:0:0:0:0:0:0", "q2:grim:0:0:0:0:0:0:0")
    assert (status, told["state"], told["questions"]) == (0, "finished", [])
    status, told = shell.told("delete", KEY, "q2")
    assert (status, told["state"], told["proposals"]) == (0, "open", {"q2": "grim"})
    shell.told("add", KEY, "q2:grim:0:0:0:0:0:0:0")
    assert shell.told("close", KEY)[1]["stateNumber"] == 4
    assert [line.split(":")[:3] for line in shell.file()] == [
        ["@state", "META", ""],
        ["q1", "TEXT", "a"],
        ["q2", "SINGLECHOICE", "grim"],
    ]


REFUSED = [
    (("add", KEY, "q2:grim:0:0:0:0:0:0:0"), "R-NOT-NEXT", "q2"),
    (("add", KEY, "q1:x:0:0"), "FIELD-COUNT", ""),
    (("add", KEY, "q1:x:zero:0:0:0:0:0:0"), "INT-SYNTAX", "q1"),
    (("replace", KEY, "q1:x:0:0:0:0:0:0:0"), "R-NOT-GIVEN", "q1"),
    (("delete", KEY, "q1"), "R-NEW-EMPTY", ""),
    (("delete", KEY, "@user"), "R-NEW-EMPTY", ""),
    (("delete", OLD, "@user"), "R-SYSTEM", "@user"),
    (("close", KEY), "R-NOT-FINISHED", ""),
    (("add", OLD, "q1:x:0:0:0:0:0:0:0"), "R-FINISHED", ""),
]


def test_a_refusal_ends_with_1_and_leaves_the_bytes(shell: Shell) -> None:
    before = shell.file(KEY), shell.file(OLD)
    for words, code, uid in REFUSED:
        status, told = shell.told(*words)
        assert (status, told["refused"]["code"], told["refused"]["uid"]) == (1, code, uid)
        assert told["state"] == ("new" if words[1] == KEY else "finished")
    assert (shell.file(KEY), shell.file(OLD)) == before


def test_the_first_generation_deletes_one_answer_or_all_that_follow(shell: Shell) -> None:
    assert shell.told("delete", OLD, "q1")[1]["next"] == ["q1"]
    flags = [line.split(":")[11] for line in shell.file(OLD)[1:]]
    assert flags == ["1", "0"]
    shell.told("add", OLD, "q1:x:0:0:0:0:0:0:0")
    shell.told("delete", OLD, "q1", "--following")
    assert [line.split(":")[11] for line in shell.file(OLD)[1:]] == ["1", "1"]


def test_people_read_lines(shell: Shell) -> None:
    assert shell.run("next", KEY) == (
        0, "new, 0 of 2, next: q1\nq1 (TEXT): Question\n", ""
    )  # fmt: skip
    status, out, err = shell.run("add", KEY, "q2:grim:0:0:0:0:0:0:0")
    assert (status, err) == (1, "sessionary: R-NOT-NEXT: q2: This is not what is asked next.\n")
    assert out.startswith("new, 0 of 2")
    status, out, _err = shell.run("add", KEY, "q1::0:0:0:0:0:0:0")
    assert (status, out.splitlines()[1]) == (0, "q2 (SINGLECHOICE): Which tone? [grim]")


def test_what_cannot_be_opened_or_is_no_session_is_said(shell: Shell) -> None:
    status, told = shell.told("close", DAMAGED)
    assert (status, told["refused"]["code"], told["questions"]) == (1, "R-DAMAGED", [])
    assert "state" not in told
    assert shell.run("next", "definition/foo")[0] == 2
    assert shell.run("next", "nowhere")[0] == 2
