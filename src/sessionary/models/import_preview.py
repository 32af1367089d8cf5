"""What an import would do, as tables: files, lines with their verdicts, problems, conflicts."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QLocale,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from typing_extensions import override

from sessionary.core.problems import Problem, Severity
from sessionary.services.imports.report import FileReport, Verdict

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from sessionary.services.imports.drafts import Draft
    from sessionary.services.imports.reading import Preview

Index = QModelIndex | QPersistentModelIndex

ICON_ROLE: Final = Qt.ItemDataRole.UserRole + 1
"""The name of a cell's icon."""
TONE_ROLE: Final = Qt.ItemDataRole.UserRole + 2
"""The colour role of a cell's icon."""
ROW_ROLE: Final = Qt.ItemDataRole.UserRole + 3
"""What a row is made of."""

ALL_FILES: Final = -1

# In the order in which they are counted and shown.
VERDICT_ICONS: Final[dict[Verdict, tuple[str, str]]] = {
    Verdict.NEW: ("plus", "accent"),
    Verdict.CHANGED: ("pencil", "accent"),
    Verdict.SAME: ("check", "ok"),
    Verdict.CONFLICT: ("git-compare", "warn"),
    Verdict.WRONG: ("circle-x", "bad"),
}
# In the order in which lines are shown.
_SORT_ICONS: Final = {
    "campaign": "map",
    "session": "calendar-days",
    "goal": "target",
    "character": "user",
    "user": "user",
    "event": "scroll-text",
}
_SORT_ORDER: Final = [*_SORT_ICONS, ""].index
_SEVERITY_ICONS: Final[dict[Severity, tuple[str, str]]] = {
    Severity.ERROR: ("circle-x", "bad"),
    Severity.WARNING: ("triangle-alert", "warn"),
    Severity.NOTE: ("info", "text2"),
}
# The part of a place that names the record: ``line 3`` of ``line 3, number``.
_RECORD_PLACE: Final = re.compile(r"line \d+|\w*\[\d+\]")
_VALUE_CHARACTERS: Final = 120


def _say(text: str) -> str:
    return QCoreApplication.translate("Import", text)


def verdict_word(verdict: Verdict) -> str:
    """Return the word a reader sees for what becomes of a record."""
    return {
        Verdict.NEW: _say("New"),
        Verdict.CHANGED: _say("Changed"),
        Verdict.SAME: _say("The same"),
        Verdict.CONFLICT: _say("Conflict"),
        Verdict.WRONG: _say("Wrong"),
    }[verdict]


def sort_word(sort: str) -> str:
    """Return the word a reader sees for a sort of record."""
    words = {
        "campaign": _say("Campaign"),
        "session": _say("Session"),
        "event": _say("Events"),
        "goal": _say("Goal"),
        "character": _say("Character"),
        "user": _say("Player"),
    }
    return words.get(sort, _say("Record"))


def severity_word(severity: Severity) -> str:
    """Return the word a reader sees for how bad a problem is."""
    return {
        Severity.ERROR: _say("Error"),
        Severity.WARNING: _say("Warning"),
        Severity.NOTE: _say("Note"),
    }[severity]


R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class _Column(Generic[R]):
    """A column: its head, the words of its cells, and what else a cell has by role."""

    head: str
    text: Callable[[R], str]
    icon: Callable[[R], tuple[str, str]] | None = None


class _RowsModel(QAbstractTableModel, Generic[R]):
    """A table of rows that come all at once."""

    def __init__(self, columns: Sequence[_Column[R]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self.rows: list[R] = []

    def set_rows(self, rows: Sequence[R]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - never changed
        return 0 if parent.isValid() else len(self.rows)

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - never changed
        return 0 if parent.isValid() else len(self._columns)

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._columns[section].head
        return None

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = self.rows[index.row()], self._columns[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return column.text(row)
        if role == ROW_ROLE:
            return row
        if column.icon is not None and role in (ICON_ROLE, TONE_ROLE):
            return column.icon(row)[role == TONE_ROLE]
        return None


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


class PreviewFiles(_RowsModel[FileCounts]):
    """The files of an import with their counts; the first row is all of them together."""

    def __init__(self, parent: QObject | None = None) -> None:
        def count(verdict: Verdict) -> Callable[[FileCounts], str]:
            return lambda row: QLocale().toString(found) if (found := row.counts[verdict]) else "–"

        super().__init__(
            [
                _Column(_say("File"), lambda row: row.name),
                *(_Column(verdict_word(v), count(v)) for v in VERDICT_ICONS),
            ],
            parent,
        )

    def show_preview(self, preview: Preview) -> None:
        """Show the files of a preview."""
        both = FileCounts(number=ALL_FILES, name=_say("All files"), counts=preview.counts)
        files = enumerate(preview.files)
        each = [FileCounts(number=n, name=f.path.name, counts=f.counts) for n, f in files]
        self.set_rows([both, *each])


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


class PreviewLines(_RowsModel[LineRow]):
    """What would become of each record, the wrong ones last."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(
            [
                _Column(
                    "",
                    lambda row: sort_word(row.sort),
                    lambda row: (_SORT_ICONS.get(row.sort, "file"), "text2"),
                ),
                _Column(_say("Record"), lambda row: row.title),
                _Column(
                    "",
                    lambda row: verdict_word(row.verdict),
                    lambda row: VERDICT_ICONS[row.verdict],
                ),
                _Column(_say("Verdict"), lambda row: verdict_word(row.verdict)),
                _Column(_say("Detail"), lambda row: row.detail),
                _Column(_say("Records"), lambda row: QLocale().toString(row.count)),
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
        return _say("Events between sessions")
    draft = preview.state.drafts.get(("session", campaign, session))
    title = draft.record.get("title") if draft is not None else None
    return _say("Events of {0}").format(title if isinstance(title, str) and title else session)


def _wrong_lines(preview: Preview, number: int, file: FileReport) -> Iterator[LineRow]:
    """Yield a line for each record that is refused for itself: the report has no line of those."""
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
            title=_say("More of the same kinds"),
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


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemRow:
    """A problem and the place of its file among the files."""

    file: int
    problem: Problem


def problem_text(problem: Problem) -> str:
    """Return what is wrong, in a sentence, without the place."""
    return problem.message or _say("Found {0}, expected {1}.").format(
        problem.found or _say("nothing"), problem.expected
    )


class PreviewProblems(_RowsModel[ProblemRow]):
    """What is wrong in the files: place, found, expected, and the whole in a sentence."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(
            [
                _Column(
                    "",
                    lambda row: severity_word(row.problem.severity),
                    lambda row: _SEVERITY_ICONS[row.problem.severity],
                ),
                _Column(_say("Place"), self._place),
                _Column(_say("What is wrong"), lambda row: problem_text(row.problem)),
                _Column(_say("Found"), lambda row: row.problem.found),
                _Column(_say("Expected"), lambda row: row.problem.expected),
            ],
            parent,
        )
        self._several = False

    def show_files(self, files: Sequence[FileReport], only: int = ALL_FILES) -> None:
        """Show the problems of the files, or of one of them; errors first."""
        self._several = len(files) > 1
        rows = [
            ProblemRow(file=number, problem=problem)
            for number, file in enumerate(files)
            if only in (ALL_FILES, number)
            for problem in (*file.problems, *_uncounted(file))
        ]
        order = list(Severity)
        self.set_rows(sorted(rows, key=lambda row: order.index(row.problem.severity)))

    def _place(self, row: ProblemRow) -> str:
        parts = (row.problem.file if self._several else "", row.problem.place)
        return ", ".join(part for part in parts if part)


def _uncounted(file: FileReport) -> Iterator[Problem]:
    for code, count in sorted(file.unlisted.items()):
        yield Problem(
            severity=Severity.NOTE,
            code=code,
            place="",
            found=QLocale().toString(count),
            expected="",
            message=_say("{0} more problems of the kind {1} are not listed.").format(
                QLocale().toString(count), code
            ),
            file=file.path.name,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictRow:
    """A record that would overwrite what was edited here, or move a session back.

    Attributes:
        title: What people call it.
        place: The values concerned.
        ours: What stands here.
        theirs: What the file says.
        records: How many records of the files are left out with it.
        draft: The document, None for an event.
        event: (campaign, id) of the event, empty for a document.
    """

    title: str
    place: str
    ours: str
    theirs: str
    records: int
    draft: Draft | None = None
    event: tuple[str, str] | None = None


class PreviewConflicts(_RowsModel[ConflictRow]):
    """What is left out unless it is ticked. Ticking changes the preview itself.

    `ticked` says that a tick was set or taken away.
    """

    ticked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(
            [
                _Column("", lambda row: row.title),
                _Column(_say("Record"), lambda row: row.title),
                _Column(_say("What differs"), lambda row: row.place),
                _Column(_say("Here"), lambda row: row.ours),
                _Column(_say("In the file"), lambda row: row.theirs),
            ],
            parent,
        )
        self._preview: Preview | None = None

    def show_preview(self, preview: Preview) -> None:
        """Show the conflicts of a preview."""
        self._preview = preview
        self.set_rows([*_document_conflicts(preview), *_event_conflicts(preview)])

    def taken(self, row: ConflictRow) -> bool:
        """Say whether a conflict is ticked."""
        if row.draft is not None:
            return row.draft.accepted
        return self._preview is not None and row.event in self._preview.accepted

    def take(self, places: Sequence[int], *, taken: bool) -> None:
        """Tick rows, or take their ticks away."""
        assert self._preview is not None  # there are no rows without one  # noqa: S101
        for place in places:
            row = self.rows[place]
            if row.draft is not None:
                row.draft.accepted = taken
            elif row.event is not None and taken:
                self._preview.accepted.add(row.event)
            elif row.event is not None:
                self._preview.accepted.discard(row.event)
            index = self.index(place, 0)
            self.dataChanged.emit(index, index, [Qt.ItemDataRole.CheckStateRole])
        self.ticked.emit()

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsUserCheckable if index.column() == 0 else flags

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if index.isValid() and index.column() == 0:
            if role == Qt.ItemDataRole.CheckStateRole:
                ticked = self.taken(self.rows[index.row()])
                return Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked
            if role == Qt.ItemDataRole.DisplayRole:
                return None
        return super().data(index, role)

    @override
    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if not index.isValid() or index.column() or role != Qt.ItemDataRole.CheckStateRole:
            return False
        self.take([index.row()], taken=Qt.CheckState(value) == Qt.CheckState.Checked)
        return True


def _document_conflicts(preview: Preview) -> Iterator[ConflictRow]:
    for draft in preview.state.drafts.values():
        conflicts = draft.conflicts() if draft.refused is None and draft.records else ()
        if not conflicts or draft.verdict() not in (Verdict.CONFLICT, Verdict.CHANGED):
            continue
        before = (draft.before or {}).get("record", {})
        title = str(before.get("title") or before.get("name") or draft.id)
        yield ConflictRow(
            title=title,
            place=", ".join(one.pointer.strip("/").replace("/", ".") for one in conflicts),
            ours=", ".join(_shown(one.ours) for one in conflicts),
            theirs=", ".join(_shown(one.theirs) for one in conflicts),
            records=len(draft.records),
            draft=draft,
        )


def _event_conflicts(preview: Preview) -> Iterator[ConflictRow]:
    for event in sorted(preview.conflicts):
        yield ConflictRow(
            title=_say("Event {0}").format(event[1]),
            place=_say("the whole event"),
            ours=_say("edited here"),
            theirs=_say("another text"),
            records=1,
            event=event,
        )


def _shown(value: object) -> str:
    text = value if isinstance(value, str) else _say("nothing") if value is None else str(value)
    return text if len(text) <= _VALUE_CHARACTERS else text[: _VALUE_CHARACTERS - 1] + "…"


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


def report_text(files: Sequence[FileReport]) -> str:
    """Return the report of an import as text, to be copied or sent: a line a problem."""
    lines: list[str] = []
    for file in files:
        lines.append(file.sentence())
        lines += [
            f"{severity_word(problem.severity)}  {problem.code}  {problem.sentence()}"
            + _found(problem)
            for problem in (*file.problems, *_uncounted(file))
        ]
    return "\n".join(lines) + "\n"


def _found(problem: Problem) -> str:
    if not (problem.message and problem.expected):
        return ""
    return f" (found {problem.found}, expected {problem.expected})"
