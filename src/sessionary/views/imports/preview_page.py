"""The page that shows what an import would do, before anything is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QLocale, QModelIndex, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from sessionary.models.import_preview import PreviewFiles, PreviewLines, VerdictFilter
from sessionary.models.import_rows import ALL_FILES, ICON_ROLE, ROW_ROLE, verdict_word
from sessionary.services.imports.report import Verdict
from sessionary.views.delegates import CellKind, ColumnLook
from sessionary.views.imports.choices import CampaignChoice, CampaignTimes, VisibilityChoice
from sessionary.views.imports.conflict_list import ConflictList
from sessionary.views.imports.problem_list import ProblemList
from sessionary.views.imports.rows import TonedTable
from sessionary.views.widgets.cards import ScrollPage
from sessionary.views.widgets.chips import ChipFlow, ChipText
from sessionary.views.widgets.empty_state import EmptyState
from sessionary.views.widgets.segmented import Segment, SegmentedFilter
from sessionary.views.widgets.tab_bar import TabPages

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sessionary.services.imports.reading import Preview
    from sessionary.views.theme import Theme

_FILES_SHOWN: Final = 4
_SIDE: Final = 280
_CHIP_COLOURS: Final[dict[Verdict, str]] = {
    Verdict.NEW: "blue",
    Verdict.CHANGED: "violet",
    Verdict.SAME: "green",
    Verdict.CONFLICT: "gold",
    Verdict.WRONG: "red",
}
_LINE_LOOKS: Final = (
    ColumnLook(kind=CellKind.ICON, width=40, role=ICON_ROLE),
    ColumnLook(kind=CellKind.TITLE),
    ColumnLook(kind=CellKind.ICON, width=28, role=ICON_ROLE),
    ColumnLook(width=90),
    ColumnLook(width=190, tone="text2", hide_below=560, gives_way=2),
    ColumnLook(kind=CellKind.NUMBER, width=76),
)
_FILE_LOOKS: Final = (
    ColumnLook(kind=CellKind.TITLE),
    *(ColumnLook(kind=CellKind.NUMBER, width=86) for _ in Verdict),
)


class PreviewPage(QWidget):
    """Files with their counts, records with their verdicts, problems, conflicts, and choices.

    `ticked` says that a conflict was ticked or not any more.
    """

    ticked = Signal()

    def __init__(
        self, theme: Theme, campaigns: Sequence[tuple[str, str]], parent: QWidget | None = None
    ) -> None:
        """Make an empty page; `show_preview` fills it.

        Args:
            theme: Colours and sizes.
            campaigns: (id, name) of the campaigns that are there.
            parent: The widget it belongs to.
        """
        super().__init__(parent)
        self.theme = theme
        self._names = dict(campaigns)
        self._preview: Preview | None = None
        self.chips = ChipFlow(theme)
        self.files = TonedTable(theme, _FILE_LOOKS, self.tr("Files"))
        self.files.setModel(PreviewFiles(self))
        self.pages = TabPages(theme, self.tr("What was found"), side=16)
        self.records = _Records(theme)
        self.problems = ProblemList(theme)
        self.conflicts = ConflictList(theme)
        self.pages.add("records", self.tr("Records"), self.records)
        self.pages.add("problems", self.tr("Problems"), self.problems)
        self.pages.add("conflicts", self.tr("Conflicts"), self.conflicts)
        self.campaign = CampaignChoice(theme, campaigns)
        self.visibility = VisibilityChoice(theme)
        self.times = CampaignTimes(theme)
        self._lay_out()
        self.files.chosen.connect(self._file_chosen)
        self.conflicts.model.ticked.connect(self.ticked)
        theme.changed.connect(self._resize_parts)

    def _lay_out(self) -> None:
        main = QVBoxLayout()
        main.setContentsMargins(0, 0, 0, 0)
        main.setSpacing(0)
        main.addWidget(self.files)
        main.addWidget(self.pages, 1)
        lists = QFrame()
        lists.setObjectName("pane")
        lists.setLayout(main)
        self.side = ScrollPage(self.theme, side=12)
        self.side.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for card in (self.campaign, self.times, self.visibility):
            self.side.add(card)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(lists, 1)
        row.addWidget(self.side)
        head = QVBoxLayout()
        head.setContentsMargins(16, 0, 16, 8)
        head.addWidget(self.chips)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(row, 1)
        self._resize_parts()

    def show_preview(self, preview: Preview, *, campaign: bool) -> None:
        """Show what was read.

        Args:
            preview: It; ticking conflicts changes it.
            campaign: Whether to ask for the campaign of records that name none.
        """
        self._preview = preview
        counts = preview.counts
        self.chips.set_chips(
            [
                ChipText(
                    f"{QLocale().toString(counts[verdict])} {verdict_word(verdict).lower()}", colour
                )
                for verdict, colour in _CHIP_COLOURS.items()
                if counts[verdict]
            ]
        )
        files = self.files.model()
        assert isinstance(files, PreviewFiles)  # set above  # noqa: S101
        files.show_preview(preview)
        self.files.setVisible(len(preview.files) > 1)
        self.files.setCurrentIndex(files.index(0, 0))
        self.records.show_preview(preview, self._names)
        self.problems.show_preview(preview)
        self.conflicts.model.show_preview(preview)
        self.pages.set_count("records", counts.total())
        self.pages.set_count("problems", len(self.problems.model.rows))
        self.pages.set_count("conflicts", len(self.conflicts.model.rows))
        self.pages.set_shown("problems", shown=bool(self.problems.model.rows))
        self.pages.set_shown("conflicts", shown=bool(self.conflicts.model.rows))
        self.campaign.setVisible(campaign)
        self.times.show_preview(preview, self._names)
        events = any(line.sort == "event" for file in preview.files for line in file.lines)
        self.visibility.setVisible(events)
        self.side.setVisible(campaign or events or not self.times.isHidden())
        self._resize_parts()

    @Slot(QModelIndex)
    def _file_chosen(self, index: QModelIndex) -> None:
        row = index.data(ROW_ROLE)
        number = row.number if row is not None else ALL_FILES
        self.records.show_file(number)
        if self._preview is not None:
            self.problems.model.show_files(self._preview.files, number)
            self.pages.set_count("problems", len(self.problems.model.rows))

    def _resize_parts(self) -> None:
        px = self.theme.px
        self.side.setFixedWidth(px(_SIDE))
        rows = min(self.files.model().rowCount(), _FILES_SHOWN)
        self.files.setFixedHeight(px(30) + rows * self.theme.row_height + 2)


class _Records(QWidget):
    """Each record with its verdict, narrowed by a verdict."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.lines = PreviewLines(self)
        self.shown = VerdictFilter(self.lines, self)
        self._file = ALL_FILES
        self.filter: SegmentedFilter | None = None
        self.table = TonedTable(theme, _LINE_LOOKS, self.tr("Records"))
        self.table.setModel(self.shown)
        self.empty = EmptyState(theme, "funnel", self.tr("No such record"), "", self.tr("Show all"))
        self._pages = QStackedWidget()
        self._pages.addWidget(self.table)
        self._pages.addWidget(self.empty)
        self._head = QHBoxLayout()
        self._head.setContentsMargins(16, 8, 16, 8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._head)
        column.addWidget(self._pages, 1)
        self.empty.acted.connect(self._show_all)

    def show_preview(self, preview: Preview, names: Mapping[str, str]) -> None:
        self.lines.show_preview(preview, names)
        self._file = ALL_FILES
        verdicts = [verdict for verdict in Verdict if preview.counts[verdict]]
        if self.filter is not None:
            self._head.removeWidget(self.filter)
            self.filter.hide()
            self.filter.deleteLater()
        segments = [
            Segment("", self.tr("All")),
            *(Segment(verdict, verdict_word(verdict)) for verdict in verdicts),
        ]
        self.filter = SegmentedFilter(self.theme, segments, self.tr("Verdict"))
        self.filter.chosen.connect(self._narrow)
        self.filter.setVisible(len(verdicts) > 1)
        self._head.addWidget(self.filter)
        QWidget.setTabOrder(self.filter, self.table)
        self._narrow()
        self.table.scrollToTop()

    def show_file(self, number: int) -> None:
        self._file = number
        self._narrow()

    @Slot()
    def _show_all(self) -> None:
        if self.filter is not None:
            self.filter.choose("")
        self._narrow()

    @Slot()
    def _narrow(self) -> None:
        key = self.filter.key() if self.filter is not None else ""
        self.shown.narrow(Verdict(key) if key else None, self._file)
        if self.shown.rowCount():
            self._pages.setCurrentWidget(self.table)
            return
        nothing = not self.lines.rows
        self.empty.say(
            "file" if nothing else "funnel",
            self.tr("No records") if nothing else self.tr("No such record"),
            self.tr("Nothing in these files is a record that can be imported.")
            if nothing
            else self.tr("This file has none with this verdict."),
            "" if nothing else self.tr("Show all"),
        )
        self._pages.setCurrentWidget(self.empty)
