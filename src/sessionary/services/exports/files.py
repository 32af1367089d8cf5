"""Where an export goes: one file, a folder, or the beginning of a text that is only shown."""

from __future__ import annotations

import io
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, Protocol, TextIO

from typing_extensions import override

from sessionary.core.problems import UserError
from sessionary.formats.atomic import ExportFolder, atomic_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Files(Protocol):
    """Takes the files of an export by name."""

    def text(
        self, name: str, *, encoding: str = "utf-8", newline: str = "\n"
    ) -> AbstractContextManager[TextIO]:
        """Give a stream for the text of one file."""


class OneFile:
    """A file whose name somebody has chosen; it takes the one text of an export."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.paths: list[Path] = []

    def __enter__(self) -> OneFile:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        return self

    def __exit__(self, *_raised: object) -> None:
        """Leave the file where it is: each text is whole or not there."""

    @contextmanager
    def text(self, name: str, *, encoding: str = "utf-8", newline: str = "\n") -> Iterator[TextIO]:
        """Give a stream for the file, whatever the export would have called it."""
        del name
        with atomic_text(self._path, encoding=encoding, newline=newline) as stream:
            yield stream
        self.paths.append(self._path)


class NamedFolder(ExportFolder):
    """A folder of exported files that knows which ones it has written, in their order."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.paths: list[Path] = []

    @override
    def __enter__(self) -> NamedFolder:
        super().__enter__()
        return self

    @override
    @contextmanager
    def text(self, name: str, *, encoding: str = "utf-8", newline: str = "\n") -> Iterator[TextIO]:
        with super().text(name, encoding=encoding, newline=newline) as stream:
            yield stream
        self.paths.append(self.path / name)


class ShownFolder(ExportFolder):
    """A folder that is nowhere: it keeps the beginning of one text, for a preview.

    Args:
        wanted: Which of the texts is kept, counted from 0.
        most: How many characters of it.
    """

    def __init__(self, path: Path, wanted: int, most: int) -> None:
        super().__init__(path)
        self._wanted = wanted
        self._most = most
        self._count = 0
        self.shown = ""

    @override
    @contextmanager
    def text(self, name: str, *, encoding: str = "utf-8", newline: str = "\n") -> Iterator[TextIO]:
        stream = Head(self._most)
        mine = self._count == self._wanted
        self._count += 1
        try:
            yield stream
        except Enough:
            if not mine:
                return  # only the text that is asked for may be long
            raise
        finally:
            if mine:
                self.shown = stream.getvalue()
        if mine:
            raise Enough


class Enough(Exception):
    """Raised by a preview's stream when it has what it shows."""


class Head(io.StringIO):
    """A text stream that stops whoever writes to it when it has enough."""

    def __init__(self, most: int) -> None:
        super().__init__(newline="")
        self._room = most

    @override
    def write(self, text: str, /) -> int:
        super().write(text[: self._room])
        self._room -= len(text)
        if self._room <= 0:
            raise Enough
        return len(text)


def target(path: Path, *, files: int) -> OneFile | NamedFolder:
    """Return what takes the files of an export.

    Args:
        path: A folder; or a file, where there is one to be written.
        files: How many there are to be.

    Raises:
        UserError: They do not fit.
    """
    if is_folder(path):
        return NamedFolder(path)
    if files > 1:
        raise UserError(f"{files} files need a folder; {path.name} is the name of one file.")
    return OneFile(path)


def is_folder(path: Path) -> bool:
    """Say whether a path means a folder: it is one, or has no ending as files have.

    Raises:
        UserError: It has no ending, but is a file.
    """
    if path.is_dir():
        return True
    if path.suffix:
        return False
    if path.exists():
        raise UserError(f"{path} is a file; name a folder, or a file with an ending.")
    return True
