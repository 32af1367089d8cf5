"""A home folder: definitions of surveys and sessions in the layout of the original program.

``surveys/<survey id>/current``, ``surveys/<survey id>/<snapshot>`` and
``sessions/<first 4 characters of the id>/<id>``; whatever else lies there is left alone.

Source: survey specification, section 6.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sessionary.core.survey.findings import Finding, Level
from sessionary.core.survey.session import is_session_id, is_survey_id
from sessionary.formats.records import FileRefused
from sessionary.formats.survey.files import (
    CURRENT,
    SESSIONS,
    SURVEYS,
    is_definition_name,
    read_content,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

_PREFIX: Final = 4
_LEFTOVER: Final = "write."


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeDefinition:
    """A definition in a home folder; its `name` is ``current`` or that of a snapshot."""

    path: Path
    survey: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeSession:
    """A session in a home folder; its `folder` is the first characters of its id, or should be."""

    path: Path
    id: str
    folder: str

    @property
    def is_misplaced(self) -> bool:
        """Whether it stands in the folder of other sessions."""
        return self.folder != self.id[:_PREFIX]

    @property
    def finding(self) -> Finding | None:
        """What is to be told of its place, None if it stands where it should."""
        if not self.is_misplaced:
            return None
        message = f"The session stands in the folder {self.folder!r}, not in {self.id[:_PREFIX]!r}."
        return Finding(level=Level.WARNING, code="S-PREFIX", line=1, message=message)


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherFile:
    """A file or folder that is none of a survey, and why."""

    path: Path
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """What a home folder holds, each list in the order of the paths.

    Attributes:
        folder: The home itself.
        definitions: By survey, ``current`` last.
        sessions: Of every id one; the one in its right folder if there are several.
        others: All that is left alone.
    """

    folder: Path
    definitions: tuple[HomeDefinition, ...]
    sessions: tuple[HomeSession, ...]
    others: tuple[OtherFile, ...]


def is_home(folder: Path) -> bool:
    """Say whether a folder is laid out as a home."""
    return (folder / SURVEYS).is_dir() or (folder / SESSIONS).is_dir()


def home_of(path: Path) -> Path | None:
    """Return the home folder that a file stands in by its place, None if it stands in none."""
    parents = path.absolute().parents
    if len(parents) < 3 or parents[1].name not in {SURVEYS, SESSIONS}:
        return None
    return parents[2]


def scan(folder: Path) -> Home:
    """Return what a home folder holds, without reading a file.

    A file may be a link to another; folders that are links are followed too, two levels deep and
    no deeper.

    Raises:
        OSError: The folder itself cannot be read.
    """
    others: list[OtherFile] = []
    definitions: list[HomeDefinition] = []
    sessions: list[HomeSession] = []
    for entry in _entries(folder):
        if entry.name == SURVEYS and _is_folder(entry):
            definitions.extend(_definitions(Path(entry.path), others))
        elif entry.name == SESSIONS and _is_folder(entry):
            sessions.extend(_sessions(Path(entry.path), others))
        else:
            others.append(OtherFile(path=Path(entry.path), reason="it is not of a survey"))
    return Home(
        folder=folder,
        definitions=tuple(definitions),
        sessions=_each_once(sessions, others),
        others=tuple(sorted(others, key=lambda other: other.path)),
    )


def session_path(id: str) -> str:  # noqa: A002 - the field's word
    """Return where a session stands in a home folder."""
    return f"{SESSIONS}/{id[:_PREFIX]}/{id}"


def definition_path(survey: str, name: str = CURRENT) -> str:
    """Return where a definition stands in a home folder."""
    return f"{SURVEYS}/{survey}/{name}"


class HomeShelf:
    """The definitions of a home folder; a `Shelf` for opening its sessions.

    Whatever cannot be read, or is too large, is not there.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def snapshot(self, survey: str, name: str) -> str | None:
        """Return the bytes of a snapshot, None if it is not there."""
        return self._content(survey, name)

    def current(self, survey: str) -> str | None:
        """Return the bytes of a survey's ``current``, None if it is not there."""
        return self._content(survey, CURRENT)

    def _content(self, survey: str, name: str) -> str | None:
        path = self._folder / SURVEYS / survey / name
        try:
            return read_content(path) if path.is_file() else None
        except (OSError, FileRefused):
            return None


def _is_folder(entry: os.DirEntry[str]) -> bool:
    # A link that leads round in a circle is neither a folder nor a file.
    try:
        return entry.is_dir()
    except OSError:
        return False


def _is_file(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_file()
    except OSError:
        return False


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    with os.scandir(folder) as found:
        return sorted(found, key=lambda entry: entry.name)


def _inner(folder: Path, others: list[OtherFile]) -> Iterator[tuple[str, list[os.DirEntry[str]]]]:
    """Yield the folders of a folder with all that is in them; tell of what is none."""
    try:
        entries = _entries(folder)
    except OSError as error:
        others.append(_unreadable(folder, error))
        return
    for entry in entries:
        path = Path(entry.path)
        if not _is_folder(entry):
            others.append(OtherFile(path=path, reason=_reason(entry)))
            continue
        try:
            yield entry.name, _entries(path)
        except OSError as error:
            others.append(_unreadable(path, error))


def _definitions(folder: Path, others: list[OtherFile]) -> Iterator[HomeDefinition]:
    for survey, entries in _inner(folder, others):
        current: list[HomeDefinition] = []
        for entry in entries:
            path = Path(entry.path)
            if not is_survey_id(survey):
                others.append(OtherFile(path=path, reason="its folder is no id of a survey"))
            elif not _is_file(entry) or not is_definition_name(entry.name):
                others.append(OtherFile(path=path, reason=_reason(entry)))
            elif entry.name == CURRENT:
                current.append(HomeDefinition(path=path, survey=survey, name=CURRENT))
            else:
                yield HomeDefinition(path=path, survey=survey, name=entry.name)
        yield from current


def _sessions(folder: Path, others: list[OtherFile]) -> Iterator[HomeSession]:
    for prefix, entries in _inner(folder, others):
        for entry in entries:
            path = Path(entry.path)
            if _is_file(entry) and is_session_id(entry.name):
                yield HomeSession(path=path, id=entry.name, folder=prefix)
            else:
                others.append(OtherFile(path=path, reason=_reason(entry)))


def _each_once(sessions: list[HomeSession], others: list[OtherFile]) -> tuple[HomeSession, ...]:
    chosen: dict[str, HomeSession] = {}
    for session in sorted(sessions, key=lambda one: (one.is_misplaced, one.path)):
        first = chosen.setdefault(session.id, session)
        if first is not session:
            reason = f"the session stands in the folder {first.folder!r} as well"
            others.append(OtherFile(path=session.path, reason=reason))
    return tuple(sorted(chosen.values(), key=lambda one: one.path))


def _reason(entry: os.DirEntry[str]) -> str:
    """Say why a file or folder is none of a survey."""
    if _is_folder(entry):
        return "it is a folder"
    if not _is_file(entry):
        return "it is no file"
    if entry.name.startswith(_LEFTOVER):
        return "it was left behind by a program that was writing"
    if is_session_id(entry.name):
        return f"it does not stand in a folder {entry.name[:_PREFIX]!r}"
    if is_session_id(entry.name.partition(".")[0]):
        return "it belongs to a session, and is none"
    return "it is neither a definition nor a session"


def _unreadable(path: Path, error: OSError) -> OtherFile:
    return OtherFile(path=path, reason=f"it cannot be read ({error.strerror or error})")
