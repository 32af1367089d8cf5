from __future__ import annotations

import io
import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sessionary.formats.library_json import (
    LibraryDocument,
    LibraryEntry,
    LibraryPart,
    LibraryReject,
    read_library,
    write_library,
)
from sessionary.formats.records import FileRefused, Reject

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
RECORDS = st.sampled_from(
    ['{"id":"s1",\n\t"n" : 1e3}', "null", "[1.10, -0]", '{"a": {"b": ["}", "\\u0000"]}}', '"x"']
)
OBJECTS = st.sampled_from(["{}", '{"tags": ["a"]}', '{"/record/n": "1e3"}'])
DOCUMENTS = st.builds(
    LibraryDocument,
    kind=WORDS,
    key=WORDS,
    container=WORDS,
    record=RECORDS,
    own=OBJECTS,
    spelling=OBJECTS,
    seen=st.lists(WORDS, max_size=2).map(tuple),
    binned=st.booleans(),
)
ENTRIES = st.builds(
    LibraryEntry,
    kind=WORDS,
    scope=WORDS,
    type=WORDS,
    id=WORDS,
    document=st.none() | WORDS,
    position=st.integers(0),
    record=RECORDS,
    plain=st.booleans(),
    wanted=st.none() | WORDS,
    seen=WORDS,
    struck=st.booleans(),
)
REJECTS = st.builds(
    LibraryReject, file=WORDS, format=WORDS, place=WORDS, code=WORDS, bytes=st.binary(max_size=9)
)
DOCUMENT = LibraryDocument(
    kind="session", key="s1", container="c1", record='{"id":"s1"}', own='{"tags": []}'
)
ENTRY = LibraryEntry(
    kind="session", scope="c1", type="event", id="e1", document="s1", position=0, record="{}"
)
REJECT = LibraryReject(
    file="a.jsonl", format="campaign", place="line 2", code="json.syntax", bytes=b"\xff{"
)


def written(parts: Sequence[LibraryPart | Reject]) -> str:
    out = io.StringIO()
    write_library(
        out,
        [part for part in parts if isinstance(part, LibraryDocument)],
        [part for part in parts if isinstance(part, LibraryEntry)],
        [part for part in parts if isinstance(part, LibraryReject)],
    )
    return out.getvalue()


def read(folder: Path, text: str) -> list[LibraryPart | Reject]:
    path = folder / "library.json"
    path.write_text(text, encoding="utf-8", newline="")
    return list(read_library(path, lambda _done, _total: None))


def test_a_library_is_readable_json() -> None:
    text = written([DOCUMENT, ENTRY, REJECT])
    assert text == (
        '{"format": "sessionary", "version": 1,\n"documents": [\n'
        '{"kind": "session", "key": "s1", "container": "c1",'
        ' "record": {"id":"s1"}, "own": {"tags": []}, "spelling": {}}\n],\n"entries": [\n'
        '{"kind": "session", "scope": "c1", "type": "event", "id": "e1", "document": "s1",'
        ' "position": 0, "record": {}}\n],\n"rejects": [\n'
        '{"file": "a.jsonl", "format": "campaign", "place": "line 2", "code": "json.syntax",'
        ' "bytes": "/3s="}\n]}\n'
    )


@settings(max_examples=60)
@given(
    st.lists(DOCUMENTS, max_size=3), st.lists(ENTRIES, max_size=3), st.lists(REJECTS, max_size=2)
)
def test_what_is_read_is_what_was_written_and_gives_the_same_bytes(
    tmp_path_factory: pytest.TempPathFactory,
    documents: list[LibraryDocument],
    entries: list[LibraryEntry],
    rejects: list[LibraryReject],
) -> None:
    parts: list[LibraryPart | Reject] = [*documents, *entries, *rejects]
    text = written(parts)
    json.loads(text)
    again = read(tmp_path_factory.getbasetemp(), text)
    assert again == parts
    assert written(again) == text


def test_a_record_as_deep_as_any_comes_back(tmp_path: Path) -> None:
    document = replace(DOCUMENT, record="[" * 100 + "]" * 100)
    assert read(tmp_path, written([document])) == [document]


def test_text_that_is_no_json_comes_back(tmp_path: Path) -> None:
    entry = replace(ENTRY, plain=True, record='not "JSON"\n\x00')
    assert read(tmp_path, written([entry])) == [entry]


@pytest.mark.parametrize(
    ("old", "new", "place", "found", "expected"),
    [
        ('"position": 0', '"position": "0"', "entries[0].position", '"0"', "a whole number"),
        ('"position": 0', '"position": true', "entries[0].position", "true", "a whole number"),
        ('"key": "s1", ', "", "documents[0].key", "nothing", "text"),
        ('"own": {"tags": []}', '"own": []', "documents[0].own", "[]", "an object"),
        ('"record": {}', '"struck": 1', "entries[0].record", "nothing", "a record"),
        ('"/3s="', '"?"', "rejects[0].bytes", '"?"', "base64"),
    ],
)
def test_a_wrong_part_is_rejected_and_the_others_are_read(
    tmp_path: Path, old: str, new: str, place: str, found: str, expected: str
) -> None:
    text = written([DOCUMENT, ENTRY, REJECT])
    parts = read(tmp_path, text.replace(old, new, 1))
    (reject,) = [part for part in parts if isinstance(part, Reject)]
    problem = reject.problem
    assert (problem.code, problem.place, problem.found, problem.expected) == (
        "value.type",
        place,
        found,
        expected,
    )
    assert len(parts) == 3


def test_a_part_that_is_no_object_is_rejected(tmp_path: Path) -> None:
    (reject,) = read(tmp_path, '{"format": "sessionary", "version": 1, "documents": [17]}')
    assert isinstance(reject, Reject)
    assert (reject.text, reject.problem.expected) == (b"17", "an object")


def test_keys_that_are_not_known_are_kept_as_notes(tmp_path: Path) -> None:
    parts = read(tmp_path, '{"format": "sessionary", "documents": [], "colour": "red"}')
    assert [(part.text, part.place) for part in parts if isinstance(part, Reject)] == [
        (b'"red"', "colour")
    ]


def test_a_broken_part_is_rejected(tmp_path: Path) -> None:
    text = written([DOCUMENT, replace(DOCUMENT, key="s2")]).replace('"key": "s1"', '"key": s1')
    broken, good = read(tmp_path, text)
    assert isinstance(broken, Reject)
    assert (broken.problem.code, broken.problem.place) == ("json.syntax", "line 3, column 28")
    assert good == replace(DOCUMENT, key="s2")


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ('"format": "sessionary", "version": 2', "version: found 2, expected 1"),
        ('"format": "sessionary", "version": true', "version: found true, expected 1"),
        ('"format": "other", "version": 1', 'format: found "other", expected sessionary'),
    ],
)
def test_another_version_or_format_is_refused(tmp_path: Path, head: str, expected: str) -> None:
    with pytest.raises(FileRefused, match=expected):
        read(tmp_path, f'{{{head}, "documents": []}}')
