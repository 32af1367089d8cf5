"""What an import would do, as tables: files with their counts, records with their verdicts."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import (
    QLocale,
    QObject,
    QSortFilterProxyModel,
)
from typing_extensions import override

from sessionary.core.problems import Severity
from sessionary.models.import_problems import problem_text
from sessionary.models.import_rows import (
    ALL_FILES,
    VERDICT_ICONS,
    Column,
    Index,
    RowsModel,
    say,
    verdict_word,
)
from sessionary.services.imports.report import Verdict

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from sessionary.services.imports.reading import Preview
    from sessionary.services.imports.report import FileReport

# In the order in which lines are shown.
_SORT_ICONS: Final = {
    "campaign": "map",
    "session": "calendar-days",
    "goal": "target",
    "world": "globe",
    "character": "user",
    "user": "user",
    "event": "scroll-text",
    "definition": "list-checks",
    "snapshot": "history",
    "survey": "clipboard-list",
}
_SORT_ORDER: Final = [*_SORT_ICONS, ""].index
# The part of a place that names the record: ``line 3`` of ``line 3, number``.
_RECORD_PLACE: Final = re.compile(r"line \d+|\w*\[\d+\]")


def sort_word(sort: str) -> str:
    """Return the word a reader sees for a sort of record."""
    words = {
        "campaign": say("Campaign"),
        "session": say("Session"),
        "event": say("Events"),
        "goal": say("Goal"),
        "world": say("World"),
        "character": say("Character"),
        "user": say("Player"),
        "definition": say("Survey"),
        "snapshot": say("Version of a survey"),
        "survey": say("Survey session"),
    }
    return words.get(sort, say("Record"))


@dataclass(frozen=True, slots=True, kw_only=True)
class FileCounts:
    """One file of an import, or all of them together.

    Attributes:
        number: Its place among the files, :data:`ALL_FILES` for all of them.
        name: What it is called.
        counts: Records by verdict.
    """

    number: int
    name: str
    counts: Counter[Verdict]


class PreviewFiles(RowsModel[FileCounts]):
    """The files of an import with their counts; the first row is all of them together."""

    def __init__(self, parent: QObject | None = None) -> None:
        def count(verdict: Verdict) -> Callable[[FileCounts], str]:
            return lambda row: QLocale().toString(found) if (found := row.counts[verdict]) else "–"

        super().__init__(
            [
                Column(say("File"), lambda row: row.name),
                *(Column(verdict_word(v), count(v)) for v in VERDICT_ICONS),
            ],
            parent,
        )

    def show_preview(self, preview: Preview) -> None:
        """Show the files of a preview."""
        both = FileCounts(number=ALL_FILES, name=say("All files"), counts=preview.counts)
        files = enumerate(preview.files)
        each = [FileCounts(number=n, name=_file_name(f.path), counts=f.counts) for n, f in files]
        self.set_rows([both, *each])


def _file_name(path: Path) -> str:
    """Return what a file is called; in a home of surveys each has a file ``current``."""
    of_survey = path.parent.parent.name == "surveys"
    return f"{path.parent.name}/{path.name}" if of_survey else path.name


@dataclass(frozen=True, slots=True, kw_only=True)
class LineRow:
    """One line of the preview.

    Attributes:
        file: The place of its file among the files.
        sort: ``session``, ``event`` …
        title: What people call it.
        verdict: What becomes of it.
        detail: What else there is to say.
        count: How many records it stands for.
    """

    file: int
    sort: str
    title: str
    verdict: Verdict
    detail: str
    count: int


class PreviewLines(RowsModel[LineRow]):
    """What would become of each record, the wrong ones last."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(
            [
                Column(
                    "",
                    lambda row: sort_word(row.sort),
                    lambda row: (_SORT_ICONS.get(row.sort, "file"), "text2"),
                ),
                Column(say("Record"), lambda row: row.title),
                Column(
                    "",
                    lambda row: verdict_word(row.verdict),
                    lambda row: VERDICT_ICONS[row.verdict],
                ),
                Column(say("Verdict"), lambda row: verdict_word(row.verdict)),
                Column(say("Detail"), lambda row: row.detail),
                Column(say("Records"), lambda row: QLocale().toString(row.count)),
            ],
            parent,
        )

    def show_preview(self, preview: Preview, names: Mapping[str, str]) -> None:
        """Show the lines of a preview.

        Args:
            preview: What was read.
            names: The names of campaigns by their ids.
        """
        names = {**names, **coming_names(preview)}
        self.set_rows(
            [
                row
                for number, file in enumerate(preview.files)
                for row in (*_lines(preview, number, names), *_wrong_lines(preview, number, file))
            ]
        )


def coming_names(preview: Preview) -> dict[str, str]:
    """Return the names of the campaigns that the files bring or change, by their ids."""
    return {
        draft.id: name
        for draft in preview.state.drafts.values()
        if draft.kind == "campaign" and isinstance(name := draft.record.get("name"), str) and name
    }


def _lines(preview: Preview, number: int, names: Mapping[str, str]) -> Iterator[LineRow]:
    for line in sorted(preview.files[number].lines, key=lambda line: _SORT_ORDER(line.sort)):
        title = line.title
        if line.sort == "event":
            title = _events_of(preview, line.detail, line.title)
        yield LineRow(
            file=number,
            sort=line.sort,
            title=title,
            verdict=line.verdict,
            detail=names.get(line.detail, line.detail),
            count=line.count,
        )


def _events_of(preview: Preview, campaign: str, session: str) -> str:
    if session == "between sessions":
        return say("Events between sessions")
    draft = preview.state.drafts.get(("session", campaign, session))
    title = draft.record.get("title") if draft is not None else None
    return say("Events of {0}").format(title if isinstance(title, str) and title else session)


def _wrong_lines(preview: Preview, number: int, file: FileReport) -> Iterator[LineRow]:
    """Yield a line for each record that is refused for itself: the report has no line of those."""
    if file.format == "survey" and not file.refused:
        # A line that cannot be read is taken with the rest of its file.
        return
    refused = {draft.refused for draft in preview.state.drafts.values()}
    told: dict[str, str] = {}
    for problem in file.problems:
        if problem.severity is Severity.ERROR and problem.code not in ("conflict", "status.move"):
            if replace(problem, file="") in refused:
                continue
            found = _RECORD_PLACE.match(problem.place)
            told.setdefault(found.group() if found else "", problem_text(problem))
    for place, detail in told.items():
        yield LineRow(
            file=number,
            sort="",
            title=place or file.path.name,
            verdict=Verdict.WRONG,
            detail=detail,
            count=1,
        )
    listed = len(told) + sum(line.count for line in file.lines if line.verdict is Verdict.WRONG)
    more = file.counts[Verdict.WRONG] - listed
    if more > 0:
        yield LineRow(
            file=number,
            sort="",
            title=say("More of the same kinds"),
            verdict=Verdict.WRONG,
            detail="",
            count=more,
        )


class VerdictFilter(QSortFilterProxyModel):
    """The lines of one verdict, of one file, or all."""

    def __init__(self, source: PreviewLines, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines = source
        self._verdict: Verdict | None = None
        self._file = ALL_FILES
        self.setSourceModel(source)

    def narrow(self, verdict: Verdict | None, file: int = ALL_FILES) -> None:
        """Show the lines of a verdict and of a file; None and `ALL_FILES` for all of them."""
        self.beginFilterChange()
        self._verdict, self._file = verdict, file
        self.endFilterChange()

    @override
    def filterAcceptsRow(self, source_row: int, source_parent: Index, /) -> bool:
        row = self._lines.rows[source_row]
        return self._verdict in (None, row.verdict) and self._file in (ALL_FILES, row.file)


def coming(preview: Preview) -> int:
    """Return how many records an import would write, with the conflicts that are ticked."""
    counts = preview.counts
    ticked = sum(
        len(draft.records)
        for draft in preview.state.drafts.values()
        if draft.accepted and draft.refused is None
    )
    return counts[Verdict.NEW] + counts[Verdict.CHANGED] + ticked + len(preview.accepted)


def lacks_campaign(preview: Preview) -> bool:
    """Say whether records name no campaign and none is known for them."""
    return any(
        problem.code in ("campaign.missing", "campaign.ambiguous")
        for file in preview.files
        for problem in file.problems
    ) or any(
        line.sort == "event" and not line.detail for file in preview.files for line in file.lines
    )
