from __future__ import annotations

import gzip
import json
import re
import tracemalloc
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sessionary.formats import text_feed
from sessionary.formats.json_pieces import BundleShape
from sessionary.formats.json_stream import JsonFile
from sessionary.formats.records import FILE_LIMIT, RECORD_LIMIT, FileRefused, Limits

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from sessionary.formats.json_pieces import Piece

SHAPE = BundleShape(
    lists=frozenset({"sessions", "events"}), marks=frozenset({"id"}), objects=frozenset({"head"})
)
# What may stand between pieces: blanks, punctuation, and the keys of a bundle with their colons.
BETWEEN = re.compile(r'(?:[\s\[\]{},]|"(?:[^"\\]|\\.)*"\s*:)*')
RECORDS = st.fixed_dictionaries(
    {"id": st.text(max_size=3)},
    optional={
        "n": st.integers() | st.floats(allow_nan=False, allow_infinity=False),
        "list": st.lists(st.dictionaries(st.sampled_from("ab"), st.text('x:{[,"\\é'), max_size=2)),
    },
)
SCRAPS = st.sampled_from([*'{}[],:"\n \\1-é/\t', "e9", "nul", "NaN", "\r\n  {"]) | st.sampled_from(
    ['"id"', '"a":', "{}", '{"id":1}', '"sessions"', '"sessions":[', '"head":{}']
)


@pytest.fixture(name="folder", scope="module")
def _folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("json")


def read(folder: Path, content: str | bytes, chunk: int = 256 * 1024) -> list[Piece]:
    path = folder / "file.json"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    file = JsonFile(path, SHAPE, chunk=chunk)
    try:
        return list(file.pieces())
    finally:
        file.close()


def told(pieces: Sequence[Piece]) -> list[tuple[str, str, str]]:
    return [(piece.place, piece.error.code if piece.error else "", piece.text) for piece in pieces]


def assert_whole(text: str, pieces: Sequence[Piece]) -> None:
    end = 0
    for piece in pieces:
        assert text.startswith(piece.text, piece.start)
        assert BETWEEN.fullmatch(text, end, piece.start), text[end : piece.start]
        end = piece.start + len(piece.text)
    assert BETWEEN.fullmatch(text, end), text[end:]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"id": 1}', [("", "", '{"id": 1}')]),
        (
            ' [ {"id":1} , 2,"x" ]\n',
            [("[0]", "", '{"id":1}'), ("[1]", "", "2"), ("[2]", "", '"x"')],
        ),
        ('{"id":1}\r\n\r\n{"id":2}', [("line 1", "", '{"id":1}'), ("line 3", "", '{"id":2}')]),
        ("1 2", [("line 1", "", "1"), ("line 1, column 3", "", "2")]),
        (
            '{"version": 2, "events": [{"id":1}], "head": {"id": "c"}, "sessions": []}',
            [("version", "", "2"), ("events[0]", "", '{"id":1}'), ("head", "", '{"id": "c"}')],
        ),
        ('{"id": 1, "events": [{"id": 2}]}', [("", "", '{"id": 1, "events": [{"id": 2}]}')]),
        ('{"head": {}}{"id":1}', [("head", "", "{}"), ("line 1, column 13", "", '{"id":1}')]),
        ("", []),
        (" \n\t", []),
        ("[]", []),
    ],
)
def test_each_shape_of_file_gives_its_values(
    folder: Path, text: str, expected: list[tuple[str, str, str]]
) -> None:
    pieces = read(folder, text)
    assert told(pieces) == expected
    assert_whole(text, pieces)


GOOD = '{"id":7}'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # JSON Lines: a broken line costs that line.
        (
            f'{GOOD}\n{{"id": "cut\n{GOOD}\n{{"id":1,"id":2}}\nnonsense\n{GOOD}\n{{"id":',
            [
                ("line 1", "", GOOD),
                ("line 2", "json.syntax", '{"id": "cut'),
                ("line 3", "", GOOD),
                ("line 4", "json.duplicate_key", '{"id":1,"id":2}'),
                ("line 5", "json.syntax", "nonsense"),
                ("line 6", "", GOOD),
                ("line 7", "json.syntax", '{"id":'),
            ],
        ),
        # Objects over several lines: the brackets tell where the broken one ends …
        (
            '{\n "id": nope,\n "x": {"y": [1]}\n}\n{\n "id": 2\n}',
            [
                ("line 1", "json.syntax", '{\n "id": nope,\n "x": {"y": [1]}\n}'),
                ("line 5", "", '{\n "id": 2\n}'),
            ],
        ),
        # … and where they do not, the next line that begins as it did.
        (
            '[\n  {\n    "id": 1,\n    "x": {\n  },\n  {\n    "id": 2\n  }\n]',
            [
                ("[0]", "json.syntax", '{\n    "id": 1,\n    "x": {\n  }'),
                ("[1]", "", '{\n    "id": 2\n  }'),
            ],
        ),
        (
            f'[{{"id": NaN}}, {GOOD}]',
            [("[0]", "json.not_finite", '{"id": NaN}'), ("[1]", "", GOOD)],
        ),
        (f"[nope, {GOOD}]", [("[0]", "json.syntax", "nope"), ("[1]", "", GOOD)]),
        (f'["\\q", {GOOD}]', [("[0]", "json.syntax", '"\\q"'), ("[1]", "", GOOD)]),
        (
            f"[{GOOD} {GOOD}, {GOOD}]",
            [("[0]", "", GOOD), ("[1]", "json.syntax", GOOD), ("[2]", "", GOOD)],
        ),
        (
            f"[{GOOD}}}, {GOOD}]",
            [("[0]", "", GOOD), ("[1]", "json.syntax", "}"), ("[2]", "", GOOD)],
        ),
        (f"[{GOOD},,{GOOD}]", [("[0]", "", GOOD), ("[1]", "json.syntax", ""), ("[2]", "", GOOD)]),
        (f"[{GOOD},]", [("[0]", "", GOOD), ("[1]", "json.syntax", "")]),
        (f"[{GOOD}", [("[0]", "", GOOD), ("", "json.syntax", "")]),
        # Nothing good can be told from what is behind: the rest is kept as it is.
        (
            f'[{GOOD}, {{"id": 1, "x": {{"y": 2}}, {GOOD}]',
            [("[0]", "", GOOD), ("[1]", "json.syntax", f'{{"id": 1, "x": {{"y": 2}}, {GOOD}]')],
        ),
        (
            f'{{"head": {{}}, sessions: [{GOOD}]}}',
            [("head", "", "{}"), ("", "json.syntax", f"sessions: [{GOOD}]}}")],
        ),
        (
            f'{{"sessions": [{GOOD}], "sessions": [{GOOD}], "x": 1, "x": 2}}',
            [
                ("sessions[0]", "", GOOD),
                ("sessions[0]", "json.duplicate_key", GOOD),
                ("x", "", "1"),
                ("x", "json.duplicate_key", "2"),
            ],
        ),
        (
            f'{{"sessions": [{GOOD}] "events": []}}',
            [("sessions[0]", "", GOOD), ("", "json.syntax", "")],
        ),
        (
            '{"head": {}, "events": ["' + "[" * 101 + '"]}',
            [("head", "", "{}"), ("events[0]", "", '"' + "[" * 101 + '"')],
        ),
        (
            '{"events": [' + "[" * 101 + "]" * 101 + ", 1]}",
            [("events[0]", "json.depth", "[" * 101 + "]" * 101), ("events[1]", "", "1")],
        ),
    ],
)
@pytest.mark.parametrize("chunk", [4, 7, 1024])
def test_good_values_behind_a_broken_one_are_read(
    folder: Path, text: str, expected: list[tuple[str, str, str]], chunk: int
) -> None:
    pieces = read(folder, text, chunk)
    assert told(pieces) == expected
    assert_whole(text, pieces)


def test_an_error_tells_line_column_found_and_expected(folder: Path) -> None:
    pieces = read(folder, '[\n  {"id": 1},\n  {"id": 2, "n" 3}\n]', 8)
    error = pieces[1].error
    assert error
    assert (pieces[1].error_line, pieces[1].error_column) == (3, 17)
    assert (error.found, error.expected) == ("3}", "a colon")
    assert (pieces[1].line, pieces[1].column) == (3, 3)


@settings(max_examples=60, deadline=None)
@given(
    records=st.lists(RECORDS, min_size=1, max_size=6),
    broken=st.data(),
    chunk=st.integers(4, 60),
    in_list=st.booleans(),
)
def test_records_on_lines_survive_any_cut_line_among_them(
    folder: Path, records: list[object], broken: st.DataObject, chunk: int, *, in_list: bool
) -> None:
    lines = [json.dumps(record) for record in records]
    line = json.dumps({"id": "broken", "x": {"y": [1, "two"]}})
    cut = line[: broken.draw(st.integers(1, len(line) - 1))]
    lines.insert(broken.draw(st.integers(0, len(lines))), cut)
    text = "[\n" + ",\n".join(lines) + "\n]" if in_list else "\n".join(lines) + "\n"
    pieces = read(folder, text, chunk)
    good = [json.loads(line) for line in lines if line != cut]
    behind = lines.index(cut) + 1 < len(lines)
    found = [piece.value for piece in pieces if not piece.error]
    assert found == good
    if behind or not in_list:
        assert cut.rstrip() in [piece.text for piece in pieces if piece.error]
    assert_whole(text, pieces)


@settings(max_examples=60, deadline=None)
@given(
    records=st.lists(RECORDS, max_size=5),
    shape=st.sampled_from(["list", "lines", "joined", "bundle", "indented", "utf-16"]),
    chunk=st.integers(4, 80),
)
def test_any_chunks_give_the_same_records(
    folder: Path, records: list[object], shape: str, chunk: int
) -> None:
    texts = [json.dumps(record, ensure_ascii=False) for record in records]
    content: str | bytes
    if shape == "list":
        content = f"[{','.join(texts)}]"
    elif shape == "bundle":
        content = f'{{"head": {{}}, "x": 1.50, "sessions": [{", ".join(texts)}], "events" : [] }}'
        texts = ["{}", "1.50", *texts]
    elif shape == "indented":
        content = json.dumps(records, indent=2)
        texts = [piece.text for piece in read(folder, content)]
    elif shape == "utf-16":
        content = ("\ufeff" + "\n".join(texts)).encode("utf-16-be")
    else:
        content = ("\n" if shape == "lines" else "").join(texts)
    pieces = read(folder, content, chunk)
    assert [piece.text for piece in pieces] == texts
    assert not any(piece.error for piece in pieces)
    assert [piece.value for piece in pieces][len(texts) - len(records) :] == records


@settings(max_examples=300, deadline=None)
@given(scraps=st.lists(SCRAPS, max_size=25), chunk=st.sampled_from([4, 5, 16, 1000]))
def test_every_character_of_any_text_is_accounted_for(
    folder: Path, scraps: list[str], chunk: int
) -> None:
    text = "".join(scraps)
    pieces = read(folder, text, chunk)
    assert_whole(text, pieces)
    assert told(pieces) == told(read(folder, text))


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=60) | st.binary(max_size=20).map(lambda part: b"\x1f\x8b\x08" + part))
def test_no_bytes_raise_anything_but_a_refusal(folder: Path, content: bytes) -> None:
    pieces, code = read_or_refused(folder, content)
    assert code in {"", "file.encoding", "file.damaged"}
    assert sum(len(piece.text) for piece in pieces) <= len(content)


def read_or_refused(folder: Path, content: bytes) -> tuple[list[Piece], str]:
    try:
        return read(folder, content, 4), ""
    except FileRefused as refused:
        return [], refused.problem.code


@pytest.mark.parametrize(
    ("content", "place", "found"),
    [
        ('{"id": "ä"}'.encode("latin-1"), "byte 9", "the byte 0xE4, which is not UTF-8 there"),
        (b"[1]\xff", "byte 4", "the byte 0xFF, which is not UTF-8 there"),
        ("[1]".encode("utf-16-le"), "byte 2", "the byte 0x00, as in UTF-16 without its mark"),
        ("[1]".encode("utf-32"), "byte 1", "the byte order mark of UTF-32"),
        (b"\xff\xfe[\x00\x00\xd8", "byte 5", "the byte 0x00, which is not UTF-16-LE there"),
        (b"\xef\xbb\xbf[1,\xe2\x82", "byte 7", "the byte 0xE2, which is not UTF-8 there"),
    ],
)
@pytest.mark.parametrize("chunk", [4, 1000])
def test_another_encoding_is_refused_with_its_first_byte(
    folder: Path, content: bytes, place: str, found: str, chunk: int
) -> None:
    with pytest.raises(FileRefused) as caught:
        read(folder, content, chunk)
    problem = caught.value.problem
    assert (problem.code, problem.place, problem.found) == ("file.encoding", place, found)


def test_a_byte_order_mark_is_no_part_of_the_text(folder: Path) -> None:
    assert told(read(folder, b"\xef\xbb\xbf" + GOOD.encode())) == [("", "", GOOD)]


def test_an_archive_is_read_as_what_is_in_it(folder: Path) -> None:
    assert told(read(folder, gzip.compress(f"[{GOOD}]".encode()), 5)) == [("[0]", "", GOOD)]


@pytest.mark.parametrize("cut", [-1, -9, 12])
def test_an_archive_that_is_cut_off_is_refused(folder: Path, cut: int) -> None:
    with pytest.raises(FileRefused, match="a whole gzip archive"):
        read(folder, gzip.compress(f"[{GOOD}]".encode())[:cut])


def test_an_archive_that_unpacks_to_too_much_is_refused(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text_feed, "RATIO_FROM", 1 << 20)
    with pytest.raises(FileRefused, match="over 200 times its size"):
        read(folder, gzip.compress(b" " * (4 << 20)))


def test_a_file_over_the_limit_is_refused_unread(folder: Path) -> None:
    path = folder / "huge.json"
    with path.open("wb") as file:
        file.truncate(FILE_LIMIT + 1)
    with pytest.raises(FileRefused, match="at most 4 GiB"):
        JsonFile(path, SHAPE)
    path.unlink()


@pytest.mark.parametrize("character", ["x", "é"])
def test_a_record_over_the_limit_is_refused(folder: Path, character: str) -> None:
    length = RECORD_LIMIT // len(character.encode()) + 10
    with pytest.raises(FileRefused, match="at most 16 MB a record") as caught:
        read(folder, '[1,\n {"id": "' + character * length + '"}]')
    assert caught.value.problem.place == "line 2, column 2"


def test_a_record_that_is_broken_and_long_is_kept_in_parts(folder: Path) -> None:
    text = f'[{GOOD}, {{"id": nope, "x": [' + "1, " * 900_000 + "}}]"
    pieces = read(folder, text)
    assert [piece.error.code if piece.error else "" for piece in pieces] == [
        "",
        *["json.syntax"] * 3,
    ]
    assert max(len(piece.text) for piece in pieces) <= 1 << 20
    assert_whole(text, pieces)


def test_a_record_just_within_the_limit_is_read(folder: Path) -> None:
    text = '{"id": "' + "x" * (RECORD_LIMIT - 10) + '"}'
    assert [len(piece.text) for piece in read(folder, f"{text}\n{GOOD}")] == [RECORD_LIMIT, 8]


def test_other_limits_can_be_given(folder: Path) -> None:
    path = folder / "file.json"
    path.write_text("[[[[]]]]", encoding="utf-8")
    file = JsonFile(path, SHAPE, limits=Limits(depth=2))
    assert [piece.error.code for piece in file.pieces() if piece.error] == ["json.depth"]
    file.close()


@pytest.mark.parametrize(
    ("before", "between", "behind"), [("", "\n", ""), ('{"head":{},"events":[', ",", "]}")]
)
def test_a_long_file_is_read_in_little_memory(
    folder: Path, before: str, between: str, behind: str
) -> None:
    record = json.dumps({"id": "x" * 400, "n": [1, 2, 3]})
    path = folder / "long.json"
    path.write_text(before + between.join([record] * 8000) + behind, encoding="utf-8")
    file = JsonFile(path, SHAPE, chunk=32 * 1024)
    tracemalloc.start()
    try:
        count = sum(1 for piece in file.pieces() if not piece.error)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
        file.close()
    assert count >= 8000
    assert peak < 1 << 20
