"""The files that come with the program: icons, translations, templates, the sample library.

They lie in ``resources/`` beside ``src/`` in the source tree and in ``sessionary/_resources`` once
the program is installed; nothing else in the program needs to know which.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


class MissingResource(LookupError):
    """A file that should have come with the program is not there."""


def resource(name: str) -> Traversable:
    """Return the resource called `name`, such as ``icons/search.svg``; it may not exist.

    Args:
        name: Path below the resources folder, with forward slashes and without ``..``.

    Raises:
        MissingResource: `name` points out of the resources folder.
    """
    parts = name.split("/")
    if not name or any(part in {"", ".", ".."} or "\\" in part for part in parts):
        raise MissingResource(name)
    return _folder().joinpath(*parts)


def read_resource(name: str) -> bytes:
    """Return the content of the resource called `name`.

    Raises:
        MissingResource: There is no such file.
    """
    found = resource(name)
    if not found.is_file():
        raise MissingResource(name)
    return found.read_bytes()


def _folder() -> Traversable:
    installed = files("sessionary").joinpath("_resources")
    if installed.is_dir():
        return installed
    return Path(__file__).parents[3] / "resources"
