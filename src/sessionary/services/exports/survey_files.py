"""Surveys as the files of the original program, byte for byte: single sessions, a home folder."""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sessionary.core.json_text import digest
from sessionary.core.problems import UserError
from sessionary.core.survey.given import respondent_lines
from sessionary.core.survey.lines import join_lines, kept, shown
from sessionary.core.survey.rows import CURRENT, DEFINITION, SURVEY, file_lines
from sessionary.core.survey.session import is_session_id, is_survey_id
from sessionary.core.survey.values import printable
from sessionary.formats.survey.files import is_definition_name, read_content, write_content
from sessionary.formats.survey.home import definition_path, session_path
from sessionary.services.exports.surveys import KINDS, SurveyContents
from sessionary.storage import queries, seen, versions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from sessionary.storage.connection import Reader


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    """A file of a home folder; `pk` is the number of the document that it is, 0 of a snapshot."""

    name: str
    pk: int
    content: str = field(repr=False)


def write_survey_files(
    contents: SurveyContents, to: Path, *, player_safe: bool, everything: bool
) -> tuple[Path, ...]:
    """Write surveys; return the files.

    A single session goes into the file that is named; everything else, and all that goes into a
    folder that is there, into a home folder. A file there is replaced only by a newer state of
    the same document.

    Args:
        contents: What is taken.
        to: A file or folder.
        player_safe: Write what respondents may see, a text file for each session.
        everything: Whether these are all there are, so that they go into a folder.

    Raises:
        UserError: There is nothing to write, or other files are in the way.
        OSError: What the disk says.
    """
    part = contents.part
    if not part:
        raise UserError("There is nothing to export.")
    single = len(part.sessions) == 1 and not part.definitions
    alone = single and not everything and not to.is_dir()
    if player_safe:
        return _write_public(contents, to, alone=alone)
    if alone:
        (file,) = _files(contents)
        to.parent.mkdir(parents=True, exist_ok=True)
        write_content(to, file.content)
        return (to,)
    if to.exists() and not to.is_dir():
        raise UserError(f"{to} is a file; surveys need a folder.")
    files = list(_files(contents))
    _check_inside(files)
    in_the_way = [file.name for file in files if not _may_write(contents.connection, to, file)]
    if in_the_way:
        named = ", ".join(in_the_way[:5])
        more = f" and {len(in_the_way) - 5} more" if len(in_the_way) > 5 else ""
        raise UserError(
            f"{to} holds other contents than the library has ever had: {named}{more}. "
            "Nothing was written."
        )
    return tuple(_written(to, file) for file in files)


def shown_file(contents: SurveyContents, *, player_safe: bool) -> str:
    """Return the text of the file that a preview shows: of a session, else what is current.

    Raises:
        UserError: There is none.
    """
    if player_safe:
        for _key, opened, _notes in contents.opened():
            return "".join(f"{line}\n" for line in respondent_lines(opened.session))
        raise UserError("Respondents see nothing of a definition but its questions.")
    files = list(_files(contents))
    if not files:
        raise UserError("There is nothing to export.")
    return printable(shown(files[-1].content))


def _write_public(contents: SurveyContents, to: Path, *, alone: bool) -> tuple[Path, ...]:
    for key in () if alone else contents.part.sessions:
        if not is_session_id(key):
            raise UserError(f"{key} is no name of a file.")
    paths = []
    for key, opened, _notes in contents.opened():
        path = to if alone else to / f"{key}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = respondent_lines(opened.session)
        write_content(path, kept("".join(f"{line}\n" for line in lines)))
        paths.append(path)
    if not paths:
        raise UserError("Respondents see nothing of a definition but its questions.")
    return tuple(paths)


def _files(contents: SurveyContents) -> Iterator[_File]:
    """Yield the files of what is taken: definitions with all their snapshots, then sessions."""
    connection, part = contents.connection, contents.part
    for survey in part.definitions:
        for name in versions.snapshot_names(connection, survey):
            content = versions.snapshot(connection, survey, name) or ""
            yield _File(name=definition_path(survey, name), pk=0, content=content)
        stored = queries.document(connection, DEFINITION, survey)
        content = "" if stored is None else _content_in(stored.text)
        if stored is not None and content:
            name = definition_path(survey, CURRENT)
            yield _File(name=name, pk=stored.pk, content=content)
    for key in part.sessions:
        stored = queries.document(connection, SURVEY, key)
        if stored is not None:
            yield _File(name=session_path(key), pk=stored.pk, content=_content_in(stored.text))


def _content_in(text: str) -> str:
    try:
        return join_lines(file_lines(json.loads(text)["data"]))
    except (ValueError, LookupError, TypeError):
        return ""


def _check_inside(files: Iterable[_File]) -> None:
    """Raise UserError if the name of a file leads out of the folder."""
    for file in files:
        folders = file.name.split("/")
        above, name = folders[-2:]
        named = is_survey_id(above) and (is_definition_name(name) or is_session_id(name))
        if len(folders) != 3 or not named:
            raise UserError(f"{file.name} is no name of a file in a home folder.")


def _may_write(connection: Reader, folder: Path, file: _File) -> bool:
    """Say whether nothing is lost by writing a file: what is there came from here, or was read."""
    path = folder / file.name
    if not path.exists():
        return True
    try:
        there = read_content(path)
    except (OSError, UserError):
        return False
    if there == file.content:
        return True
    if not file.pk:
        return False
    if seen.was_seen(connection, file.pk, digest(there)):
        return True
    formers = versions.former_texts(connection, file.pk)
    return any(_content_in(zlib.decompress(packed).decode()) == there for packed in formers)


def _written(folder: Path, file: _File) -> Path:
    path = folder / file.name
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists() or read_content(path) != file.content:
        write_content(path, file.content)
    return path


def needs_survey(kinds: set[str]) -> None:
    """Raise UserError if something that is to be written so is not of a survey."""
    for kind in sorted(kinds - KINDS):
        raise UserError(f"A {kind} is not of a survey.")
