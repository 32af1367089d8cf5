"""The formats that can be imported: how each is read, and how what was read is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sessionary.services.imports import (
    campaign_reading,
    campaign_writing,
    library_reading,
    library_writing,
    survey_reading,
    survey_writing,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sessionary.services.imports.preview import Reading
    from sessionary.services.imports.writing import Writing

    Report = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Importer:
    """One format.

    Attributes:
        read: Reads a file into the preview.
        write: Reads it again and writes its entries and what could not be read; the documents
            are written by then.
    """

    read: Callable[[Reading, Report], None]
    write: Callable[[Writing, Report], None]


IMPORTERS: Final[Mapping[str, Importer]] = {
    "campaign": Importer(campaign_reading.read, campaign_writing.write),
    "survey": Importer(survey_reading.read, survey_writing.write),
    "sessionary": Importer(library_reading.read, library_writing.write),
}
"""By the names that :func:`sessionary.formats.sniff.detect` gives them."""
