"""The index rows of a survey's documents: what lists, the timeline and the search know of them.

Pure functions of a document's data and of the definitions on a shelf: called with each value about
to be written, and again for all of them when the index is rebuilt. They never raise, whatever
stands in the lines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sessionary.core.entries import EntryColumns
from sessionary.core.survey.lines import Line, lines_of, shown
from sessionary.core.text import one_line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sessionary.core.store.backend import Rows

    Data = Mapping[str, Any]

SURVEY: Final = "survey"
"""The kind of session, and the store of its documents."""

DEFINITION: Final = "definition"
SNAPSHOT: Final = "snapshot"

_LABEL: Final = 300
"""The most characters of a line in a list."""


def file_lines(data: Data) -> tuple[Line, ...]:
    """Return the lines that a document of a survey holds, none where it holds no file."""
    stored = data["record"].get("lines", ())
    whole = isinstance(stored, list | tuple) and all(map(_is_line, stored))
    return lines_of(stored) if whole else ()


def _is_line(stored: Any) -> bool:
    return (
        isinstance(stored, list | tuple)
        and len(stored) == 2
        and isinstance(stored[0], str)
        and isinstance(stored[1], str)
    )


def pin_of(lines: tuple[Line, ...]) -> tuple[str, str]:
    """Return (id of the survey, name of the snapshot) that a session's first line names."""
    survey, _, snapshot = lines[0].text.partition("/") if lines else ("", "", "")
    return survey, snapshot


def definition_rows(key: str, data: Data | None) -> Rows:
    """Return the index rows of a survey's present definition."""
    if data is None:
        return {}
    texts = [shown(line.text) for line in file_lines(data)]
    said = "\n".join([key, *texts]).encode("utf-8", "replace").decode()
    return {"search": [(said.replace("\0", ""),)], "document": [(key,)]}


def snapshot_columns(content: str) -> EntryColumns:
    """Return the columns of a snapshot, given its bytes as latin-1: it is listed, never searched.

    What is searched is the survey's present definition.
    """
    lines = content.split("\n", 2)
    description = shown(lines[1]) if len(lines) > 1 else ""
    return EntryColumns(label=one_line(description, _LABEL))


def survey_rows(key: str, data: Data | None) -> Rows:
    """Return the index rows of a survey session."""
    if data is None:
        return {}
    survey, _snapshot = pin_of(file_lines(data))
    row = (
        SURVEY, key, survey, None, "", "new", "", None, "", None, None, None, None, 0, 0, 0, 0,
        "", "",
    )  # fmt: skip
    return {"session_row": [row], "search": [(survey,)], "document": [(survey,)]}
