from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessionary.core.survey.lines import split_lines
from sessionary.formats.records import FileRefused
from sessionary.formats.sniff import FileFormat, detect
from sessionary.formats.survey import files
from sessionary.formats.survey.files import (
    Sort,
    definition_name,
    read_file,
    sort_of,
    write_content,
    write_lines,
)

SAMPLES = Path(__file__).parents[2] / "data" / "survey"
ID = "381544dc-0000-0000-0d04-01123f06e306"
HEX = "0a" * 20
HEADER = "@user:META::0:0:0:0:0:0:0::0:5\n"


def files_of(pattern: str) -> list[Path]:
    return [path for path in sorted(SAMPLES.glob(pattern)) if not path.suffix]


@pytest.mark.parametrize("path", files_of("*/sessions/*/*"), ids=lambda path: path.name)
def test_every_sample_session_is_known_and_written_byte_for_byte(
    path: Path, tmp_path: Path
) -> None:
    read = read_file(path)
    assert read is not None
    assert (read.sort, read.name, read.survey) == (Sort.SESSION, path.name, "")
    assert detect(path) is FileFormat.SURVEY
    copy = tmp_path / path.name
    write_lines(copy, split_lines(read.content))
    assert copy.read_bytes() == path.read_bytes()


@pytest.mark.parametrize(
    "path", files_of("*/surveys/*/*"), ids=lambda path: "-".join(path.parts[-4:])
)
def test_every_sample_definition_is_known(path: Path) -> None:
    read = read_file(path)
    assert read is not None
    assert (read.sort, read.survey, read.name) == (Sort.DEFINITION, path.parent.name, path.name)
    assert detect(path) is FileFormat.SURVEY


def test_what_lies_beside_a_session_is_none() -> None:
    (path,) = SAMPLES.glob("*/sessions/*/*.json")
    assert read_file(path) is None
    assert detect(path) is None


@pytest.mark.parametrize(
    ("head", "sort"),
    [
        ("version 2\n", Sort.DEFINITION),
        ("version 1\r\nx\r\n", Sort.DEFINITION),
        ("version\t+01", Sort.DEFINITION),
        ("\ufeffversion 2\n", Sort.DEFINITION),
        # A version that nobody knows is a definition with a finding.
        ("version 3\n", Sort.DEFINITION),
        (f"foo/{HEX}\n", Sort.SESSION),
        (f"foo/{HEX}\r\nrubbish", Sort.SESSION),
        ("foo/current\n" + HEADER, Sort.SESSION),
        ("../current\n" + HEADER, Sort.SESSION),
        ("\ufefffoo/current\n" + HEADER, Sort.SESSION),
        (f"foo/current\n{HEADER}".replace("::0", ":\\:\\:1:0", 1), Sort.SESSION),
        ("foo/current\n", None),
        ("foo/current\n" + HEADER.replace("META", "TEXT"), None),
        ("foo/current\n" + HEADER.replace("::", ":"), None),
        ("foo/current\n" + "x\n" * 20 + HEADER, None),
        ("Version 2\n", None),
        ("version 2.0\n", None),
        ("version history\n", None),
        ("{}", None),
        ("", None),
    ],
)
def test_a_file_is_known_by_its_first_line_or_its_header(head: str, sort: Sort | None) -> None:
    assert sort_of(head.encode()) is sort


@given(st.binary())
def test_any_bytes_can_be_told_apart(head: bytes) -> None:
    assert sort_of(head) in {None, Sort.SESSION, Sort.DEFINITION}


def place(path: Path, content: bytes = b"\xff\0rubbish\n") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def test_in_a_home_folder_the_place_says_what_a_file_is(tmp_path: Path) -> None:
    session = read_file(place(tmp_path / "sessions" / "3815" / ID))
    definition = read_file(place(tmp_path / "surveys" / "foo" / "current", b""))
    swapped = place(tmp_path / "sessions" / "9999" / ID, b"version 2\n")
    other = place(tmp_path / "surveys" / "foo" / "readme")
    assert session is not None
    assert session.sort is Sort.SESSION
    assert definition is not None
    assert definition.sort is Sort.DEFINITION
    assert (read_file(swapped) or definition).sort is Sort.SESSION
    assert read_file(other) is None
    assert detect(session.path) is detect(definition.path) is FileFormat.SURVEY
    assert detect(other) is None


def test_elsewhere_a_name_says_it_only_where_the_content_does_not(tmp_path: Path) -> None:
    called = read_file(place(tmp_path / ID))
    assert called is not None
    assert (called.sort, called.name) == (Sort.SESSION, ID)
    loose = read_file(place(tmp_path / "of ann.txt", f"foo/{HEX}\n".encode()))
    assert loose is not None
    assert (loose.sort, loose.name) == (Sort.SESSION, "")
    ending = read_file(place(tmp_path / f"{ID}.txt", f"foo/{HEX}\n".encode()))
    assert ending is not None
    assert (ending.sort, ending.name) == (Sort.SESSION, ID)
    assert read_file(place(tmp_path / f"{ID}.json")) is None
    assert read_file(place(tmp_path / "notes.txt")) is None


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("foo/current", ("foo", "current")),
        (f"foo/{HEX}", ("foo", HEX)),
        ("f\u00f6o/current", ("", "current")),
        ("foo/session zero.survey", ("session zero", "")),
        ("foo/session-zero", ("session-zero", "")),
        ("foo/a+b.txt", ("", "")),
    ],
)
def test_a_definition_belongs_to_the_survey_that_its_place_names(
    path: str, names: tuple[str, str]
) -> None:
    assert definition_name(Path("/home") / path) == names


def test_a_file_over_the_limit_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LARGEST_FILE", 100)
    path = place(tmp_path / ID, f"foo/{HEX}\n".ljust(100).encode())
    assert read_file(path) is not None
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(FileRefused, match="at most") as caught:
        read_file(path)
    assert caught.value.problem.code == "file.limit"


def test_a_file_of_too_many_lines_is_refused(tmp_path: Path) -> None:
    content = f"foo/{HEX}\n".encode()
    assert read_file(place(tmp_path / ID, content + b"\n" * (files.MOST_LINES - 1)))
    path = place(tmp_path / ID, content + b"\n" * files.MOST_LINES)
    with pytest.raises(FileRefused, match="at most 100000 lines"):
        read_file(path)


def test_a_file_that_is_there_is_replaced_only_if_that_is_wanted(tmp_path: Path) -> None:
    path = place(tmp_path / "session", b"old")
    with pytest.raises(FileExistsError):
        write_content(path, "new", replace=False)
    assert path.read_bytes() == b"old"
    write_content(path, "\xff\r\n")
    assert path.read_bytes() == b"\xff\r\n"
