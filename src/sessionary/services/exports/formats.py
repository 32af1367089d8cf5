"""The formats of exports: how each is written, and what it can hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sessionary.formats.csv_tables import NOTE
from sessionary.services.exports.figures import write_figure_tables, write_figures
from sessionary.services.exports.records import write_bundles
from sessionary.services.exports.texts import (
    count_pages,
    write_calendars,
    write_html,
    write_markdown,
    write_notes,
    write_result_tables,
    write_results_html,
    write_results_markdown,
    write_survey_html,
    write_survey_markdown,
    write_tables,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from sessionary.formats.atomic import ExportFolder
    from sessionary.services.exports.contents import Contents
    from sessionary.services.exports.files import Files
    from sessionary.services.exports.surveys import SurveyContents
    from sessionary.services.insights import Insights


@dataclass(frozen=True, slots=True)
class Format:
    """One format: how it is written, and what it can hold.

    Attributes:
        files: Writes all that was chosen into files of one folder, or into one file; None for a
            format that has a folder for each campaign.
        folder: Writes one campaign into a folder of its own.
        count: Returns how many files the first one writes.
        goals: Whether goals can be taken by themselves.
        surveys: Writes sessions of surveys; None for a format that cannot hold them.
        results: Writes what the answers of surveys amount to; None for a format that cannot.
        noted: What is said of every export in this format.
        shown_as: The format of which a preview shows the text, where nobody would read its own.
        insights: Writes the charts of campaigns, for a format of these, to a file or folder.
    """

    files: Callable[[Sequence[Contents], Files], None] | None = None
    folder: Callable[[Contents, ExportFolder], None] | None = None
    count: Callable[[Sequence[Contents]], int] = len
    goals: bool = False
    surveys: Callable[[SurveyContents, Files], None] | None = None
    results: Callable[[SurveyContents, Files], None] | None = None
    noted: tuple[str, ...] = ()
    shown_as: str = ""
    insights: Callable[[Sequence[Insights], Path], tuple[Path, ...]] | None = None


FORMATS = {
    "markdown": Format(
        files=write_markdown,
        count=count_pages,
        surveys=write_survey_markdown,
        results=write_results_markdown,
    ),
    "vault": Format(folder=write_notes),
    "html": Format(
        files=write_html,
        count=count_pages,
        surveys=write_survey_html,
        results=write_results_html,
        shown_as="markdown",
    ),
    "ics": Format(files=write_calendars, count=count_pages),
    "campaign": Format(files=write_bundles, goals=True),
    "json": Format(count=lambda _contents: 1, goals=True),
    "survey": Format(),
    "csv": Format(folder=write_tables, results=write_result_tables, noted=(NOTE,)),
    "insights": Format(insights=write_figures),
    "insights-csv": Format(insights=write_figure_tables, noted=(NOTE,), shown_as="insights"),
}
