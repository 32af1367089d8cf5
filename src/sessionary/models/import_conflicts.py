"""What an import would overwrite, as a table whose rows are ticked to be taken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import (
    QObject,
    Qt,
    Signal,
)
from typing_extensions import override

from sessionary.models.import_rows import (
    Column,
    Index,
    RowsModel,
    say,
)
from sessionary.services.imports.report import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sessionary.services.imports.drafts import Draft
    from sessionary.services.imports.reading import Preview

_VALUE_CHARACTERS: Final = 120


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


class PreviewConflicts(RowsModel[ConflictRow]):
    """What is left out unless it is ticked. Ticking changes the preview itself.

    `ticked` says that a tick was set or taken away.
    """

    ticked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(
            [
                Column("", lambda row: row.title),
                Column(say("Record"), lambda row: row.title),
                Column(say("What differs"), lambda row: row.place),
                Column(say("Here"), lambda row: row.ours),
                Column(say("In the file"), lambda row: row.theirs),
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
            title=say("Event {0}").format(event[1]),
            place=say("the whole event"),
            ours=say("edited here"),
            theirs=say("another text"),
            records=1,
            event=event,
        )


def _shown(value: object) -> str:
    text = value if isinstance(value, str) else say("nothing") if value is None else str(value)
    return text if len(text) <= _VALUE_CHARACTERS else text[: _VALUE_CHARACTERS - 1] + "…"
