"""Writes the snapshots of surveys' definitions; documents are written with all others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sessionary.core.json_text import digest
from sessionary.core.survey.rows import DEFINITION, SNAPSHOT, snapshot_columns
from sessionary.formats.survey.files import Sort, read_file
from sessionary.storage import bulk

if TYPE_CHECKING:
    from collections.abc import Callable

    from sessionary.services.imports.writing import Writing

    Report = Callable[[int, int], None]


def write(writing: Writing, report: Report) -> None:
    """Read a file again and write its snapshot, if it is one."""
    found = read_file(writing.file.path)
    if found is not None and found.sort is Sort.DEFINITION and found.name:
        entries = writing.entries()
        write_snapshot(writing, entries, found.survey, found.name)
        writing.written(entries)
    report(writing.file.size, writing.file.size)


def write_snapshot(
    writing: Writing, entries: bulk.BulkWriter, survey: str, name: str, *, seen: bytes | None = None
) -> None:
    """Write a snapshot that the preview takes, once."""
    surveys = writing.preview.surveys
    content = surveys.snapshots.get((survey, name))
    if content is None or (survey, name) in surveys.written:
        return
    surveys.written.add((survey, name))
    draft = writing.state.drafts.get((DEFINITION, "", survey))
    mark = digest(content)
    entries.add(
        bulk.BulkEntry(
            kind=DEFINITION, type=SNAPSHOT, scope=survey, id=name,
            document=None if draft is None else draft.pk, wanted=None, position=0, text=content,
            hash=mark, seen=mark if seen is None else seen, columns=snapshot_columns(content),
        )
    )  # fmt: skip
