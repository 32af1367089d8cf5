"""The statistics of a session: what its file declares beside what its log gives."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from sessionary.core.campaign.words import said_number
from sessionary.models.event_words import category_order, category_word
from sessionary.views.campaign.fields import EditableText
from sessionary.views.campaign.small_parts import ShareBar, clear
from sessionary.views.campaign.when import number_text
from sessionary.views.timeline.shapes import looks
from sessionary.views.widgets.buttons import LinkButton, OutlinedButton
from sessionary.views.widgets.cards import Card, ScrollPage
from sessionary.views.widgets.text import Paragraph, TextLabel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sessionary.core.campaign.session_review import SessionReview, StatisticLine
    from sessionary.services.pages import SessionPage
    from sessionary.views.campaign.session_saves import SessionSaves
    from sessionary.views.theme import Theme

_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class StatisticsTab(ScrollPage):
    """Two figures a line; where they differ, one click takes the log's."""

    def __init__(self, theme: Theme, saves: SessionSaves, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self._saves = saves
        self._lines: dict[str, _Line] = {}
        self._shown: object = None
        self.card = Card(theme, self.tr("Statistics"))
        self.all_button = OutlinedButton(theme, self.tr("Use the log’s for all"), "list-checks")
        self._table = QWidget()
        self._grid = QGridLayout(self._table)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(0, 1)
        self.note = Paragraph(
            self.tr(
                "Where a figure is declared, by its file or by you, the recap states that one."
            ),
            tone="text2",
        )
        self.card.add(self._table)
        self.card.add(self.note)
        self.card.add_to_header(self.all_button)
        self.categories_card = Card(theme, self.tr("Events by category"))
        self._bars = QWidget()
        self._bar_grid = QGridLayout(self._bars)
        self._bar_grid.setContentsMargins(0, 0, 0, 0)
        self._bar_grid.setHorizontalSpacing(12)
        self._bar_grid.setVerticalSpacing(4)
        self._bar_grid.setColumnStretch(1, 1)
        self.categories_card.add(self._bars)
        self.add(self.card)
        self.add(self.categories_card)
        self.all_button.clicked.connect(self._take_all)
        self._heads()

    def _heads(self) -> None:
        heads = (self.tr("Statistic"), self.tr("Declared"), self.tr("From the log"))
        for column, head in enumerate(heads):
            label = TextLabel(head, role="caption", tone="text2")
            label.setContentsMargins(0, 0, 6 if column == 1 else 0, 2)
            align = _RIGHT if column else Qt.AlignmentFlag.AlignLeft
            self._grid.addWidget(label, 0, column, align)

    def show_page(self, page: SessionPage, *, editable: bool) -> None:
        """Show the statistics."""
        review = page.review
        for place, line in enumerate(review.statistics, 1):
            if line.key not in self._lines:
                self._lines[line.key] = _Line(self, self._saves, line, place)
            self._lines[line.key].show_line(line, editable=editable)
        differing = [line.key for line in review.statistics if line.differs]
        self.all_button.setVisible(editable and len(differing) > 1)
        self.note.setVisible(bool(differing))
        self._show_categories(review)

    def place_line(self, cells: Sequence[QWidget], below: QWidget, place: int) -> None:
        """Put a statistic into the table, and below it where it comes from."""
        row = 2 * place - 1
        for column, widget in enumerate(cells):
            if column == 1:
                self._grid.addWidget(widget, row, column)
            else:
                align = _RIGHT if column else Qt.AlignmentFlag.AlignVCenter
                self._grid.addWidget(widget, row, column, align)
        self._grid.addWidget(below, row + 1, 0, 1, len(cells))

    def flush(self) -> bool:
        """Save what is typed; say whether nothing is left unsaved."""
        return all([line.flush() for line in self._lines.values()])  # noqa: C419  each of them is to be saved

    def give_up(self) -> None:
        """Close all editors without saving."""
        for line in self._lines.values():
            line.declared.give_up()
            line.reason.give_up()

    def _take_all(self) -> None:
        page = self._saves.page
        if page is not None:
            lines = page.review.statistics
            self._saves.take_counted([line.key for line in lines if line.differs])

    def _show_categories(self, review: SessionReview) -> None:
        counts: dict[str, int] = {}
        for _record, columns in review.events:
            counts[columns.category] = counts.get(columns.category, 0) + 1
        self.categories_card.setVisible(bool(counts))
        if counts == self._shown:
            return
        self._shown = counts
        clear(self._bar_grid)
        most = max(counts.values(), default=1)
        colours = looks(list(counts))
        for row, name in enumerate(sorted(counts, key=category_order)[:40]):
            self._bar_grid.addWidget(TextLabel(category_word(name)), row, 0)
            bar = ShareBar(self.theme, counts[name] / most, colours[name][0])
            self._bar_grid.addWidget(bar, row, 1)
            self._bar_grid.addWidget(TextLabel(number_text(counts[name])), row, 2, _RIGHT)


class _Line:
    """One statistic: its name, both figures, and the button that takes the log's."""

    def __init__(
        self, tab: StatisticsTab, saves: SessionSaves, line: StatisticLine, place: int
    ) -> None:
        theme = tab.theme
        self.label = TextLabel(line.label)
        self.source = TextLabel(tab.tr("from file"), role="secondary", tone="text2")
        self.reason = EditableText(
            theme,
            tab.tr("Why {0} is another than the log gives").format(line.label),
            partial(saves.statistic_reason, line.key),
            placeholder=tab.tr("set here; say why"),
            role="secondary",
            tone="text2",
            wrap=True,
        )
        self.declared = EditableText(
            theme,
            tab.tr("{0}, declared").format(line.label),
            partial(saves.statistic, line.key),
            placeholder="–",
            right=True,
        )
        self.counted = TextLabel()
        self.use = LinkButton(theme, tab.tr("Use the log’s"))
        self.use.setAccessibleName(tab.tr("Use the log’s figure for {0}").format(line.label))
        self.use.clicked.connect(lambda: saves.take_counted([line.key]))
        self._below = QWidget()
        row = QHBoxLayout(self._below)
        row.setContentsMargins(0, 0, 0, 4)
        row.setSpacing(8)
        row.addWidget(self.source)
        row.addWidget(self.reason, 1)
        row.addStretch(0)
        row.addWidget(self.use)
        tab.place_line((self.label, self.declared, self.counted), self._below, place)

    def flush(self) -> bool:
        """Save what is typed; say whether nothing is left unsaved."""
        return all((self.declared.flush(), self.reason.flush()))

    def show_line(self, line: StatisticLine, *, editable: bool) -> None:
        """Show both figures."""
        shown = "" if line.declared is None else number_text(line.declared)
        typed = "" if line.declared is None else said_number(line.declared)
        self.declared.set_value(shown, typed)
        self.declared.set_editable(editable=editable)
        self.counted.setText(number_text(line.counted))
        self.counted.set_tone("warn" if line.differs else "text")
        self.use.setVisible(editable and line.differs)
        self._below.setVisible(line.differs)
        self.source.setVisible(line.differs and not line.edited)
        self.reason.setVisible(line.overridden and (editable or bool(line.reason)))
        self.reason.set_value(line.reason)
        self.reason.set_editable(editable=editable)
