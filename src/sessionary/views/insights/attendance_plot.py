"""Who came to which session: a row a player, a column a session, a sign where they meet."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QPainterPath, QPen

from sessionary.core.campaign.insight_words import mark_words
from sessionary.views.insights.session_plot import SessionPlot
from sessionary.views.plots.plot import Legend, filled, outlined
from sessionary.views.widgets.text import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QPainter

    from sessionary.core.campaign.attendance import PlayerAttendance, Presence
    from sessionary.core.campaign.insights import AttendanceChart
    from sessionary.views.theme import Theme

_ROW: Final = 26
_NAME_CHARACTERS: Final = 60
_CAME, _ABSENT, _LATE, _LEFT = "came", "absent", "came late", "left early"
_RINGS: Final = {_ABSENT: Qt.PenStyle.SolidLine, "expected": Qt.PenStyle.DotLine}
_BOTH: Final = "came late and left early"
# Which part of a sign is full: time runs to the right, and who is late missed the beginning.
_HALVES: Final = {_LATE: (0.5, 1.0), _LEFT: (0.0, 0.5), _BOTH: (0.3, 0.7)}

translate = QCoreApplication.translate


class AttendancePlot(SessionPlot):
    """Signs that differ by shape: full, half, a ring for absent, nothing for not listed."""

    least_step = 20
    most_step = 56

    def __init__(self, theme: Theme, chart: AttendanceChart, name_of: Callable[[str], str]) -> None:
        """Make the plot of a chart that has players.

        Args:
            theme: Colours, fonts and sizes.
            chart: Who came to which session.
            name_of: Gives the name that an id stands for.
        """
        title = translate("Insights", "Attendance")
        super().__init__(theme, title, chart.sessions)
        self.chart, self._name_of = chart, name_of
        self.players = [player.user for player in chart.players]

    @property
    def rows(self) -> int:
        """How many players there are."""
        return len(self.players)

    def name(self, place: int) -> str:
        """Return what a session is called, and how many of those listed came."""
        marks = [row[place] for row in self.chart.marks.values()]
        listed = [mark for mark in marks if mark is not None]
        came = sum(mark.attended for mark in listed)
        words = translate("Insights", "{0} ({1} of {2} came)")
        return words.format(super().name(place), came, len(listed))

    def value(self, place: int, row: int) -> str:
        """Return how one player was there, and with whom."""
        user = self.players[row]
        mark = self.chart.marks[user][place]
        name = one_line(self._name_of(user), _NAME_CHARACTERS)
        if mark is None:
            return translate("Insights", "{0} is not listed").format(name)
        said = f"{name} {mark_words(self.sessions[place], mark)}"
        played = ", ".join(
            one_line(self._name_of(one), _NAME_CHARACTERS) for one in mark.characters
        )
        if not played or not mark.attended:
            return said
        return translate("Insights", "{0} as {1}").format(said, played)

    def height(self) -> int:
        """Return the height of all rows."""
        return self.theme.px(_ROW) * self.rows

    def measured_gutter(self) -> float:
        """Return the width that names need, up to some."""
        metrics, px = self.metrics("body"), self.theme.px
        widest = max(metrics.horizontalAdvance(self._name(user)) for user in self.players)
        return min(max(widest, px(56)), px(150)) + px(12)

    def measured_margin(self) -> float:
        """Return the width that the shares need."""
        return self._of_width() + self._percent_width() + self.theme.px(32)

    def _of_width(self) -> float:
        metrics = self.metrics("body")
        return max(metrics.horizontalAdvance(of_text(one)) for one in self.chart.players)

    def _percent_width(self) -> float:
        return self.metrics("body").horizontalAdvance("100.00 %")

    def _write_share(self, painter: QPainter, rect: QRectF, player: PlayerAttendance) -> None:
        """Write the share of one player, with what it is counted of."""
        right = Qt.AlignmentFlag.AlignRight
        self.write(painter, rect, percent_text(player), role="body", tone="text", align=right)
        beside = self._percent_width() + self.theme.px(16)
        of = rect.adjusted(0, 0, -beside, 0)
        self.write(painter, of, of_text(player), role="body", align=right)

    def signs(self) -> Sequence[Legend]:
        """Return what the signs mean, those that occur."""
        found = {self._sign_of(at, mark) for row in self.chart.marks.values()
                 for at, mark in enumerate(row) if mark is not None}  # fmt: skip
        order = (_CAME, _LATE, _LEFT, _BOTH, _ABSENT, "expected", "cancelled")
        words = [word for word in order if word in found]
        entries = [Legend(partial(self._legend_sign, word), word) for word in words]
        if any(mark is None for row in self.chart.marks.values() for mark in row):
            words_for_none = translate("Insights", "empty: not listed")
            entries.append(Legend(lambda _painter, _middle: None, words_for_none))
        return entries

    def cell(self, column: QRectF, row: int) -> QRectF:
        """Return where a player's sign stands in a column."""
        height = self.theme.px(_ROW)
        return QRectF(column.left(), column.top() + row * height, column.width(), height)

    def paint_ground(self, painter: QPainter, area: QRectF) -> None:
        """Paint names, lines between the rows, and shares."""
        tokens, px = self.theme.tokens, self.theme.px
        left = Qt.AlignmentFlag.AlignLeft
        for row, player in enumerate(self.chart.players):
            cell = self.cell(area, row)
            name = QRectF(0, cell.top(), area.left() - px(8), cell.height())
            self.write(painter, name, self._name(player.user), role="body", tone="text", align=left)
            share = QRectF(area.right(), cell.top(), self.margin, cell.height())
            self._write_share(painter, share, player)
            self.line(painter, cell.bottom() - 1, 0, share.right(), tokens.row_line)

    def paint_column(self, painter: QPainter, column: QRectF, place: int) -> None:
        """Paint who came to a session."""
        for row, user in enumerate(self.players):
            mark = self.chart.marks[user][place]
            if mark is not None:
                middle = self.cell(column, row).center()
                self._sign(painter, middle, self._sign_of(place, mark), self.theme.px(13) / 2)

    def _sign_of(self, place: int, mark: Presence) -> str:
        return mark_words(self.sessions[place], mark)

    def _sign(self, painter: QPainter, middle: QPointF, word: str, radius: float) -> None:
        tokens = self.theme.tokens
        circle = QRectF(middle.x() - radius, middle.y() - radius, 2 * radius, 2 * radius)
        if word == _CAME:
            filled(painter, tokens.accent)
            painter.drawEllipse(circle)
        elif word in _HALVES:
            self._half(painter, circle, word)
        elif word in _RINGS:
            painter.setPen(QPen(tokens.text2, 1.5, _RINGS[word]))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(circle.adjusted(1, 1, -1, -1))
        else:
            # It was cancelled: nobody was absent from it.
            dash = QRectF(middle.x() - radius * 0.6, middle.y() - 1, radius * 1.2, 2)
            painter.fillRect(dash, tokens.text2)

    def _half(self, painter: QPainter, circle: QRectF, word: str) -> None:
        tokens = self.theme.tokens
        outlined(painter, tokens.accent)
        painter.drawEllipse(circle.adjusted(0.75, 0.75, -0.75, -0.75))
        begin, end = _HALVES[word]
        left = circle.left() + begin * circle.width()
        whole, part = QPainterPath(), QPainterPath()
        whole.addEllipse(circle)
        part.addRect(QRectF(left, circle.top(), (end - begin) * circle.width(), circle.height()))
        # Not by clipping: SVG as Qt writes it knows none.
        painter.fillPath(whole.intersected(part), tokens.accent)

    def _legend_sign(self, word: str, painter: QPainter, middle: QPointF) -> None:
        self._sign(painter, middle, word, self.theme.px(12) / 2)

    def _name(self, user: str) -> str:
        return one_line(self._name_of(user), _NAME_CHARACTERS)


def of_text(player: PlayerAttendance) -> str:
    """Return how often a player came, of what is counted: ``2 of 3``."""
    return translate("Insights", "{0} of {1}").format(player.attended, player.counted)


def percent_text(player: PlayerAttendance) -> str:
    """Return the same as a share: ``66.67 %``."""
    return "" if player.percentage is None else f"{player.percentage} %"
