"""Tells what a file is by what stands at its beginning, and hardly ever by its name."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from sessionary.core.campaign.check import sort_of
from sessionary.core.json_text import MAX_DEPTH, JsonError, scan_part, skip_space
from sessionary.formats.campaign.reader import BUNDLE_SORTS, CAMPAIGN_SHAPE
from sessionary.formats.library_json import FORMAT
from sessionary.formats.records import FileRefused
from sessionary.formats.survey.files import LARGEST_HEAD, sort_by_place
from sessionary.formats.survey.files import sort_of as survey_sort
from sessionary.formats.text_feed import TextFeed

if TYPE_CHECKING:
    from pathlib import Path

    from sessionary.core.json_text import J

LOOKED_AT: Final = 64 * 1024
_LINES: Final = 20
"""How many lines are looked at where the first is broken."""


class FileFormat(StrEnum):
    """A format that this program reads."""

    CAMPAIGN = "campaign"
    SURVEY = "survey"
    SESSIONARY = "sessionary"


def detect(path: Path) -> FileFormat | None:
    """Return the format of a file, packed with gzip or not.

    Returns:
        None if it is none of ours, or not to be told from its beginning: then somebody is asked.

    Raises:
        OSError: The file cannot be read.
    """
    # A survey's bytes need not be text in any encoding.
    with path.open("rb") as file:
        if survey_sort(file.read(LARGEST_HEAD)):
            return FileFormat.SURVEY
    found = _by_json(path)
    # In a home folder only a survey's file is called so; the reader says what is wrong with it.
    return FileFormat.SURVEY if found is None and sort_by_place(path) else found


def _by_json(path: Path) -> FileFormat | None:
    try:
        with TextFeed(path, chunk=LOOKED_AT) as feed:
            text = feed.read()
    except FileRefused:
        return None
    found = _format(_first_object(text, 0))
    if found:
        return found
    for line in text.splitlines()[1:_LINES]:
        found = _format(_first_object(line, 0))
        if found:
            return found
    return None


def looks_like_json(path: Path) -> bool:
    """Return whether a file begins as JSON does, whatever comes after that.

    Raises:
        OSError: The file cannot be read.
    """
    try:
        with TextFeed(path, chunk=LOOKED_AT) as feed:
            return feed.read().lstrip()[:1] in {"{", "["}
    except FileRefused:
        return False


def _format(value: J) -> FileFormat | None:
    if not isinstance(value, dict):
        return None
    name = value.get("format")
    if name == FORMAT:
        return FileFormat.SESSIONARY
    # Bundles of other kinds have "sessions" and "events" too, and say whose they are.
    if isinstance(name, str):
        return None
    if CAMPAIGN_SHAPE.opens(value):
        return FileFormat.CAMPAIGN if _is_campaign(value) else None
    return FileFormat.CAMPAIGN if isinstance(value.get("id"), str) and sort_of(value) else None


def _is_campaign(bundle: dict[str, J]) -> bool:
    if isinstance(bundle.get("campaign"), dict):
        return True
    lists = [bundle[key] for key in BUNDLE_SORTS if isinstance(bundle.get(key), list)]
    records = [records[0] for records in lists if records]
    return any(sort_of(record) for record in records) or not records


def _first_object(text: str, start: int) -> J:
    value, _ = _beginning(text, skip_space(text, start))
    while isinstance(value, list):
        value = next((part for part in value if isinstance(part, dict | list)), None)
    return value


def _beginning(text: str, at: int, levels: int = MAX_DEPTH) -> tuple[J, int | None]:
    """Return as much of the value at a place as there is; and its end if it is whole."""
    try:
        read = scan_part(text, at)
    except JsonError:
        read = None
    if read or not levels:
        return read or (None, None)
    if text.startswith("{", at):
        return _object_beginning(text, at + 1, levels - 1), None
    if text.startswith("[", at):
        return _list_beginning(text, at + 1, levels - 1), None
    return None, None


def _object_beginning(text: str, at: int, levels: int) -> dict[str, J]:
    known: dict[str, J] = {}
    end: int | None = skip_space(text, at)
    while end is not None and text.startswith('"', end):
        key, end = _beginning(text, end, 0)
        end = _behind(text, end, ":")
        if end is None:
            break
        known[key], end = _beginning(text, end, levels)
        end = _behind(text, end, ",")
    return known


def _list_beginning(text: str, at: int, levels: int) -> list[J]:
    known: list[J] = []
    end: int | None = skip_space(text, at)
    while end is not None:
        value, end = _beginning(text, end, levels)
        known.append(value)
        end = _behind(text, end, ",")
    return known


def _behind(text: str, end: int | None, mark: str) -> int | None:
    # The place of what follows a comma or colon; None if there is no such mark.
    if end is None:
        return None
    end = skip_space(text, end)
    return skip_space(text, end + 1) if text.startswith(mark, end) else None
