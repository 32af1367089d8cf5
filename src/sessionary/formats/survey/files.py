"""A file of a survey: what it is, told by its content, and its bytes as they are.

Bytes stand here as latin-1, one character each.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from sessionary.core.survey.fields import ANSWER_FIELDS
from sessionary.core.survey.given import respondent_lines
from sessionary.core.survey.lines import join_lines, kept
from sessionary.core.survey.session import (
    is_session_id,
    is_snapshot_name,
    is_survey_id,
    read_first_line,
)
from sessionary.formats.atomic import atomic_bytes
from sessionary.formats.records import MEBIBYTE, FileRefused

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from sessionary.core.survey.lines import Line
    from sessionary.core.survey.records import SurveySession

LARGEST_FILE: Final = 64 * MEBIBYTE
MOST_LINES: Final = 100_000
"""Twelve times what a session may have; a file of blank lines alone would take gigabytes."""
LARGEST_HEAD: Final = 256 * 1024
"""How much of a file is looked at to tell what it is; its first lines may be long."""
SURVEYS: Final = "surveys"
SESSIONS: Final = "sessions"
"""The two folders of a home."""
CURRENT: Final = "current"
"""The name of the definition that can be edited, beside its snapshots."""

_VERSION = re.compile(r"version[ \t]*\+?[0-9]+\r?")
_MARK = "\u00ef\u00bb\u00bf"
_HEADER = ("@user:", "@group:", "@authority:", "@closed:", "@state:")
_LOOKED_AT: Final = 20
"""In how many lines a header is looked for."""


class Sort(StrEnum):
    """What a file of a survey is."""

    DEFINITION = "definition"
    SESSION = "session"


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyFile:
    """A file of a survey, read.

    Attributes:
        path: Where it stands.
        sort: What it is.
        content: Its bytes.
        survey: The id of its survey as its place tells, empty if that tells none; a session
            itself says to which survey it belongs.
        name: Of a session its id, of a definition ``current`` or the snapshot's name; empty where
            the file is called otherwise.
    """

    path: Path
    sort: Sort
    content: str
    survey: str = ""
    name: str = ""


def sort_of(head: bytes) -> Sort | None:
    """Return what the beginning of a file tells that it is, None if it is none of a survey.

    A damaged file is known as long as either its first line or a line of its header is whole.
    """
    lines = head.decode("latin-1").split("\n", _LOOKED_AT + 1)[: _LOOKED_AT + 1]
    # A mark before the first line makes it wrong, which the reader says.
    first = lines[0].removeprefix(_MARK).removesuffix("\r")
    if _VERSION.fullmatch(first):
        return Sort.DEFINITION
    pinned = read_first_line(first)
    if pinned is not None and pinned[1] != CURRENT:
        return Sort.SESSION
    return Sort.SESSION if any(map(_is_header, lines[1:])) else None


def _is_header(line: str) -> bool:
    return (
        line.startswith(_HEADER)
        and ":META:" in line
        and len(re.findall(r"(?<!\\):", line)) == len(ANSWER_FIELDS) - 1
    )


def sort_by_place(path: Path) -> Sort | None:
    """Return what a file in a home folder must be by its place; None for all others."""
    parents = path.absolute().parents
    above = parents[1].name if len(parents) > 2 else ""
    if above == SURVEYS and is_definition_name(path.name) and is_survey_id(parents[0].name):
        return Sort.DEFINITION
    return Sort.SESSION if above == SESSIONS and is_session_id(path.name) else None


def read_file(path: Path) -> SurveyFile | None:
    """Return a file of a survey with all its bytes, None if it is none.

    In a home folder its place says what it is, elsewhere its content; a file of which that says
    nothing is a session if it is called like one.

    Raises:
        OSError: It cannot be read.
        FileRefused: It is larger than `LARGEST_FILE`, or has more than `MOST_LINES`.
    """
    content = read_content(path)
    sort = sort_by_place(path) or sort_of(content[:LARGEST_HEAD].encode("latin-1"))
    if sort is Sort.SESSION or (sort is None and is_session_id(path.name)):
        # Downloaded or sent, a file may have been given an ending.
        name = next((one for one in (path.name, path.stem) if is_session_id(one)), "")
        return SurveyFile(path=path, sort=Sort.SESSION, content=content, name=name)
    if sort is None:
        return None
    survey, name = definition_name(path)
    return SurveyFile(path=path, sort=sort, content=content, survey=survey, name=name)


def read_content(path: Path) -> str:
    """Return the bytes of a file.

    Raises:
        OSError: It cannot be read.
        FileRefused: It is larger than `LARGEST_FILE`, or has more than `MOST_LINES`.
    """
    with path.open("rb") as file:
        content = file.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        most = f"{LARGEST_FILE // MEBIBYTE} MB"
    elif content.count(b"\n") > MOST_LINES:
        most = f"{MOST_LINES} lines"
    else:
        return content.decode("latin-1")
    found, expected = f"more than {most}", f"a file of at most {most}"
    raise FileRefused("file.limit", path.name, "", found, expected)


def is_definition_name(name: str) -> bool:
    """Say whether a definition in the folder of its survey can be called so."""
    return name == CURRENT or is_snapshot_name(name)


def definition_name(path: Path) -> tuple[str, str]:
    """Return survey and name of a definition as its place tells.

    A file called ``current``, or as a snapshot is, belongs to the survey that its folder is named
    by; any other is the current definition of the survey that it is named by itself. The survey
    is empty where that can be no id.
    """
    if is_definition_name(path.name):
        survey, name = path.absolute().parent.name, path.name
    else:
        survey, name = path.stem, ""
    return (survey if is_survey_id(survey) else ""), name


def write_lines(path: Path, lines: Iterable[Line], *, replace: bool = True) -> None:
    """Write the lines of a session or definition to a file, byte for byte.

    Raises:
        FileExistsError: If the file exists and `replace` is False.
        OSError: What the disk says.
    """
    write_content(path, join_lines(lines), replace=replace)


def write_content(path: Path, content: str, *, replace: bool = True) -> None:
    """Write the bytes of a file; see `write_lines`."""
    with atomic_bytes(path, replace=replace) as stream:
        stream.write(content.encode("latin-1"))


def write_respondent(path: Path, session: SurveySession, *, replace: bool = True) -> None:
    """Write what the respondent of a session may see: a public line for each given answer."""
    lines = (f"{kept(line)}\n" for line in respondent_lines(session))
    write_content(path, "".join(lines), replace=replace)
