"""All events of a campaign: a filter over a list of them, read by jobs."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QCoreApplication, QModelIndex, Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from sessionary.core.campaign.clock import PLAIN
from sessionary.core.campaign.event_filter import EventFilter
from sessionary.core.campaign.naming import names_of
from sessionary.core.campaign.record import list_at, text_at
from sessionary.models.entry_pages import EntryPagesModel
from sessionary.models.event_log import ICON_ROLE
from sessionary.models.event_words import category_order
from sessionary.models.jobs import Job
from sessionary.services.campaign_pages import (
    event_categories,
    event_lines,
    event_numbers,
    session_labels,
)
from sessionary.services.hidden import hidden_names
from sessionary.views.campaign.around import Around, around_of_campaign
from sessionary.views.campaign.event_detail import EventDetail
from sessionary.views.campaign.event_filter_row import EventFilterRow
from sessionary.views.delegates.columns import CellKind, ColumnLook
from sessionary.views.delegates.table import Table
from sessionary.views.widgets.cards import CardFrame
from sessionary.views.widgets.empty_state import EmptyState

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sessionary.core.campaign.mentions import Names
    from sessionary.models.open_library import OpenLibrary
    from sessionary.services.campaign_pages import CampaignPage as PageData
    from sessionary.services.campaign_pages import EventLine
    from sessionary.views.campaign.log_work import LogWork
    from sessionary.views.theme import Theme

_ROW = 30
_LAST_WAIT_S = 5.0


class _State(NamedTuple):
    """What was read: of which campaign, after which act, for whom, through which filter."""

    key: str = ""
    act: int = -1
    players_only: bool = False
    wanted: EventFilter = EventFilter()

    def everything(self) -> tuple[str, int, bool]:
        """Return what the numbers of all events depend on."""
        return self.key, self.act, self.players_only


class CampaignEvents(QWidget):
    """Lists the events of one campaign in the order of game time.

    Signals:
        event_asked: The reader opened an event; the number of its entry.
        session_asked: The reader wants the page of its session; its key.
        thing_asked: The reader wants the page of somebody or something; the name.
        counted: How many events the campaign has.
    """

    event_asked = Signal(object)
    session_asked = Signal(str)
    thing_asked = Signal(str)
    counted = Signal(int)

    def __init__(self, theme: Theme, open_library: OpenLibrary, work: LogWork) -> None:
        """Make a list that shows nothing yet.

        Args:
            theme: Colours and sizes.
            open_library: Where the events are.
            work: Edits what happened between sessions; other events are edited in theirs.
        """
        super().__init__()
        self.theme, self.open_library, self._work = theme, open_library, work
        self._editable = False
        self._sought: int | None = None
        self._around = Around()
        self._page: PageData | None = None
        self._player_view = False
        self._hidden: Names | None = None
        self._job: Job | None = None
        self._shown = self._asked = _State()
        self._counts: dict[str, int] = {}
        self.filters = EventFilterRow(theme, self.tr("Filter the events"))
        self.model = EntryPagesModel(self._read, self)
        self.table = Table(theme, _looks(), self.tr("All events of the campaign"))
        self.table.setModel(self.model)
        self.empty = EmptyState(theme, "scroll-text", self.tr("No events yet"), " ")
        self.rows = QStackedWidget()
        self.detail = EventDetail(theme, work)
        self.detail.hide()
        self.detail.thing_asked.connect(self.thing_asked)
        self._lay_out()
        self.filters.narrowed.connect(self._read_numbers)
        self.filters.moved_on.connect(lambda: self.table.setFocus(Qt.FocusReason.TabFocusReason))
        self.empty.acted.connect(self.filters.clear)
        self.table.opened.connect(self._open)
        self.table.chosen.connect(self._choose)
        self.theme.changed.connect(self._restyle)
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self._stop_job)
        self._restyle()

    def _lay_out(self) -> None:
        self._framed = QWidget()
        around = QVBoxLayout(self._framed)
        around.setContentsMargins(24, 0, 24, 16)
        around.addWidget(CardFrame(self.table))
        self.rows.addWidget(self._framed)
        self.rows.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.filters)
        column.addWidget(self.rows, 3)
        column.addWidget(self.detail, 2)

    def show_page(self, page: PageData, *, players_only: bool, editable: bool = False) -> None:
        """Show the events of a campaign; they are read once this is looked at.

        Args:
            page: The campaign.
            players_only: Leave out what is for the GM alone.
            editable: Whether what happened between sessions can be edited here.
        """
        self._editable = editable
        self._around = around_of_campaign(page, self.detail.saves.between())
        if self._page is None or page.key != self._page.key or players_only != self._player_view:
            self.model.set_numbers(array("q"))
            self._shown = _State()
        self._page, self._player_view = page, players_only
        library = self.open_library.library
        self._hidden = hidden_names(library, page.key) if players_only else None
        # Found by words are also events of which players may not read the word.
        self.filters.field.setVisible(not players_only)
        if players_only:
            self.filters.field.clear()
        self.filters.set_private(private=not players_only)
        self._choose(self.table.currentIndex())
        self.look()

    @property
    def reading(self) -> bool:
        """Whether events are being read."""
        return self._job is not None

    def look(self) -> None:
        """Read what may have changed, if it is looked at."""
        if self.isVisible():
            self._read_numbers()

    def _state(self) -> _State:
        key = "" if self._page is None else self._page.key
        act = self.open_library.library.newest_act()
        return _State(key, act, self._player_view, self.filters.wanted())

    def _read_numbers(self) -> None:
        state = self._state()
        if self._job is not None:
            if state != self._asked:
                # It ends at its next report, and what is wanted now is read then.
                self._job.cancel()
            return
        if self._page is None or state == self._shown:
            return
        library, people = self.open_library.library, self._people(self._page)
        counts = self._counts if state.everything() == self._shown.everything() else None

        def work(report: Callable[[int, int], None]) -> tuple[array[int], dict[str, int]]:
            numbers = event_numbers(
                library,
                state.key,
                report,
                wanted=state.wanted,
                people=people,
                players_only=state.players_only,
            )
            if counts is not None:
                return numbers, counts
            return numbers, event_categories(library, state.key, players_only=state.players_only)

        self._asked = state
        # It belongs to the library, which outlives the page: a thread must not die while it runs.
        self._job = Job(self.tr("Read events"), work, self.open_library)
        self._job.finished.connect(self._take)
        self._job.failed.connect(self._failed)
        self._job.cancelled.connect(self._cancelled)
        self._job.start()

    def _take(self, found: tuple[array[int], dict[str, int]]) -> None:
        self._end_job()
        state, asked = self._state(), self._asked
        if (asked.key, asked.players_only) == (state.key, state.players_only):
            self._show(*found)
        # Something may have been written, or typed, while they were read.
        self.look()

    def _show(self, numbers: array[int], counts: dict[str, int]) -> None:
        self._shown, self._counts = self._asked, counts
        pk = self.model.pk_at(self.table.currentIndex().row())
        place = self.table.verticalScrollBar().value()
        labels = session_labels(self.open_library.library, self._asked.key, self._hidden)
        page = self._page
        name_of = names_of(None if page is None else page.data)
        clock = PLAIN if page is None else page.clock
        self.model.set_numbers(numbers, name_of, labels, clock)
        total = sum(counts.values())
        self.counted.emit(total)
        self.filters.set_categories(
            {one: counts[one] for one in sorted(counts, key=category_order)}
        )
        self.filters.say_count(len(numbers), total)
        self._say_empty(total)
        self.rows.setCurrentWidget(self._framed if numbers else self.empty)
        if pk is not None and pk in numbers:
            self.table.setCurrentIndex(self.model.index(numbers.index(pk), 0))
        self.table.verticalScrollBar().setValue(place)
        self._find(numbers)

    def seek(self, pk: int) -> None:
        """Choose an event as soon as it is read, whatever the filter hid."""
        self._sought = pk
        self.filters.clear(focus=False)
        self._find(self.model.numbers)
        self.look()

    def _find(self, numbers: array[int]) -> None:
        sought = self._sought
        if sought is not None and sought in numbers:
            self._sought = None
            index = self.model.index(numbers.index(sought), 0)
            self.table.setCurrentIndex(index)
            self.table.scrollTo(index)
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say_empty(self, total: int) -> None:
        if total:
            self.empty.say(
                "search",
                self.tr("No event matches"),
                self.tr("The filter hides all {0} events of this campaign.").format(
                    self.locale().toString(total)
                ),
                self.tr("Clear filter"),
            )
        else:
            self.empty.say(
                "scroll-text",
                self.tr("No events yet"),
                self.tr(
                    "All events of all its sessions will stand here, in the order of game time."
                ),
            )

    def _people(self, page: PageData) -> dict[str, str]:
        return {
            text_at(one, "id"): text_at(one, "name")
            for kind in ("users", "characters")
            for one in list_at(page.data, "own", kind)
            if text_at(one, "id") and text_at(one, "name")
        }

    def _failed(self, error: Exception) -> None:
        self._end_job()
        self.open_library.refused.emit(str(error))

    def _cancelled(self) -> None:
        self._end_job()
        self.look()

    def _stop_job(self) -> None:
        """Wait for what is being read: the program ends, and a thread must end before it."""
        if self._job is not None:
            self._job.cancel()
            self._job.wait(_LAST_WAIT_S)

    def _end_job(self) -> None:
        if self._job is not None:
            self._job.deleteLater()
            self._job = None

    def _read(self, pks: Sequence[int]) -> list[EventLine | None]:
        return event_lines(self.open_library.library, pks, self._hidden)

    def _choose(self, index: QModelIndex) -> None:
        """Show what happened between sessions below the list; its sessions show the rest."""
        pk = self.model.pk_at(index.row()) if index.isValid() else None
        found = None if pk is None or self._player_view else self._work.event(pk)
        self.detail.setVisible(found is not None)
        entry, record = found or (None, None)
        self.detail.show_event(entry, record, self._around, editable=self._editable)

    def flush(self) -> bool:
        """Save what is typed; say whether nothing is left unsaved."""
        return self.detail.flush()

    def give_up(self) -> None:
        """Close the editors without saving."""
        self.detail.give_up()

    def _open(self, index: QModelIndex) -> None:
        pk, session = self.model.pk_at(index.row()), self.model.session_at(index.row())
        if session:
            self.session_asked.emit(session)
            if pk is not None:
                self.event_asked.emit(pk)
        elif not self.detail.isHidden():
            self.detail.title.setFocus(Qt.FocusReason.OtherFocusReason)

    def _restyle(self) -> None:
        self.table.verticalHeader().setDefaultSectionSize(self.theme.px(_ROW))


def _looks() -> list[ColumnLook]:
    number = CellKind.NUMBER
    return [
        ColumnLook(kind=number, width=132, tone="text2", left=True, gives_way=1),
        ColumnLook(kind=number, width=150, tone="text2", left=True, gives_way=4, hide_below=760),
        ColumnLook(kind=CellKind.ICON, width=32, tone="text2", role=ICON_ROLE),
        ColumnLook(kind=CellKind.TITLE, width=136, gives_way=3),
        ColumnLook(kind=CellKind.TEXT),
        ColumnLook(kind=CellKind.TEXT, width=150, tone="text2", gives_way=5, hide_below=560),
    ]
