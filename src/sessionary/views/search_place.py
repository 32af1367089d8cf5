"""Search everywhere: what is typed is looked for in all sessions and events of the library."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout
from typing_extensions import override

from sessionary.core.survey.rows import SURVEY
from sessionary.models.event_log import ICON_ROLE
from sessionary.models.search_results import SearchResults
from sessionary.services.search import search
from sessionary.views.delegates.columns import CellKind, ColumnLook
from sessionary.views.delegates.table import Table
from sessionary.views.place import Place
from sessionary.views.widgets.buttons import OutlinedButton
from sessionary.views.widgets.cards import CardFrame
from sessionary.views.widgets.empty_state import EmptyState
from sessionary.views.widgets.search_field import SearchField
from sessionary.views.widgets.text import TextLabel

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PySide6.QtGui import QKeyEvent

    from sessionary.models.jobs import Job
    from sessionary.models.open_library import OpenLibrary
    from sessionary.services.search import Found
    from sessionary.views.theme import Theme

MOST = 100
"""So many sessions, and so many events, are shown at most."""


class SearchPlace(Place):
    """A field, and below it what was found; each key begins the search anew.

    Escape in the empty field goes back.

    Signals:
        kept: The words are to be kept in the sidebar, or not any more.
    """

    kept = Signal(str, bool)

    def __init__(
        self,
        theme: Theme,
        library: Callable[[], OpenLibrary | None],
        is_kept: Callable[[str], bool],
    ) -> None:
        """Make an empty search.

        Args:
            theme: Colours and sizes.
            library: Returns the library that is open, None without one.
            is_kept: Whether words are kept in the sidebar.
        """
        super().__init__()
        self._is_kept = is_kept
        self.keep = OutlinedButton(theme, self.tr("&Keep in the sidebar"), "bookmark")
        self.keep.hide()
        self.theme, self._library = theme, library
        self._job: Job | None = None
        self._searched = ""
        self.field = _Field(theme, self.tr("Search all sessions, events and answers"))
        self.count = TextLabel(tone="text2")
        self.model = SearchResults(self)
        self.table = Table(theme, _looks(), self.tr("What was found"))
        self.table.setModel(self.model)
        self.empty = EmptyState(theme, "search", " ", " ")
        self.rows = QStackedWidget()
        self._lay_out()
        self.field.textChanged.connect(lambda _text: self._typed())
        self.keep.clicked.connect(self._keep)
        self.field.moved_on.connect(self._enter_table)
        self.field.left.connect(self.left)
        self.table.opened.connect(self._open)
        self._say_empty()

    def _lay_out(self) -> None:
        heading = TextLabel(self.tr("Search everywhere"), role="pane_title")
        top = QHBoxLayout()
        top.addWidget(heading)
        top.addStretch(1)
        top.addWidget(self.count)
        top.addWidget(self.keep)
        frame = CardFrame(self.table)
        self._framed = frame
        self.rows.addWidget(frame)
        self.rows.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(8)
        column.addLayout(top)
        column.addWidget(self.field)
        column.addWidget(self.rows, 1)

    def look_for(self, text: str) -> None:
        """Search for these words."""
        self.field.setText(text)
        self.begin()

    def _typed(self) -> None:
        self._say_kept()
        self.look()

    def _keep(self) -> None:
        text = self.field.text().strip()
        if text:
            self.kept.emit(text, not self._is_kept(text))
            self._say_kept()

    def _say_kept(self) -> None:
        text = self.field.text().strip()
        self.keep.setVisible(bool(text))
        kept = self._is_kept(text)
        self.keep.setText(
            self.tr("Ta&ke out of the sidebar") if kept else self.tr("&Keep in the sidebar")
        )

    @override
    def begin(self) -> None:
        """Go into the field, its words marked so that typing replaces them."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()
        self.look(anew=True)

    @property
    @override
    def busy(self) -> bool:
        """Whether something is being looked for."""
        return self._job is not None

    @override
    def refresh(self) -> None:
        """Look anew for what is typed: something else may be found."""
        self.look(anew=True)

    def look(self, *, anew: bool = False) -> None:
        """Look for what is typed.

        Args:
            anew: Also if it was looked for last: the library may have changed.
        """
        library, text = self._library(), self.field.text().strip()
        if self._job is not None or (text == self._searched and not anew):
            # Once the search that runs is done, what is typed by then is looked for.
            return
        self._searched = text
        if library is None or library.closed or not text:
            self._show(None)
            return
        self._job = library.run(
            self.tr("Searching"),
            lambda _report: search(library.library, text, limit=MOST),
            shown=False,
        )
        self._job.finished.connect(self._found)
        self._job.failed.connect(lambda _error: self._found(None))
        self._job.cancelled.connect(lambda: self._found(None))

    def _found(self, found: Found | None) -> None:
        self._job = None
        if self.field.text().strip() != self._searched:
            self.look()
            return
        self._show(found)

    def _show(self, found: Found | None) -> None:
        library = self._library()
        if library is None:
            self.model.show(found)
        else:
            self.model.show(found, library.library.epochs.clock_of)
        self.rows.setCurrentWidget(self._framed if self.model.rowCount() else self.empty)
        self._say_empty()
        self.count.setText("" if found is None else " · ".join(self._counts(found)))
        if self.model.rowCount():
            self.table.setCurrentIndex(self.model.index(0, 0))

    def _counts(self, found: Found) -> Iterator[str]:
        """Yield how many of each were found; of events and answers together the newest are."""
        if found.sessions:
            words = self.tr("session"), self.tr("sessions")
            yield self._counted(len(found.sessions), *words)
        answers = sum(entry.kind == SURVEY for entry, _session in found.entries)
        events = len(found.entries) - answers
        if answers and events and len(found.entries) >= MOST:
            yield self._counted(len(found.entries), "", self.tr("events and answers"))
            return
        if events:
            yield self._counted(events, self.tr("event"), self.tr("events"))
        if answers:
            yield self._counted(answers, self.tr("answer"), self.tr("answers"))

    def _counted(self, count: int, one: str, many: str) -> str:
        if count >= MOST:
            return self.tr("the newest {0} {1}").format(count, many)
        return f"{count} {one if count == 1 else many}"

    def _say_empty(self) -> None:
        if self.field.text().strip():
            self.empty.say(
                "search",
                self.tr("Nothing found"),
                self.tr("No session and no event has all of these words."),
            )
            return
        self.empty.say(
            "search",
            self.tr("Search everywhere"),
            self.tr(
                "Words, “whole phrases” and -words that must not be there; "
                "day:15 or day:12..15, @Malachar, ^temple, #cult, item:sword, "
                "type:quote, category:combat, session:12, status:played."
            ),
        )

    def _enter_table(self) -> None:
        if self.model.rowCount():
            self.table.setFocus(Qt.FocusReason.TabFocusReason)

    def _open(self, index: QModelIndex) -> None:
        hit = self.model.hit(index.row())
        if hit is None:
            return
        if hit.pk is not None:
            self.event_asked.emit(hit.pk)
        elif hit.session:
            self.session_asked.emit(hit.session)


class _Field(SearchField):
    """A search field that tells of Escape once it is empty."""

    left = Signal()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self.text():
            self.left.emit()
        else:
            super().keyPressEvent(event)


def _looks() -> list[ColumnLook]:
    return [
        ColumnLook(kind=CellKind.ICON, width=36, tone="text2", role=ICON_ROLE),
        ColumnLook(kind=CellKind.TITLE),
        ColumnLook(kind=CellKind.TEXT, width=280, tone="text2", gives_way=1),
        ColumnLook(kind=CellKind.NUMBER, width=150, tone="text2", left=True, gives_way=2),
    ]
