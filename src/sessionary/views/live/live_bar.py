"""The head of the live mode: what is played, the two clocks, and what moves them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from sessionary.core.campaign.clock import PLAIN
from sessionary.core.campaign.gametime import clock_face
from sessionary.views.live.words import clock_text
from sessionary.views.theme.fonts import tabular
from sessionary.views.widgets.buttons import IconButton, MenuButton, OutlinedButton
from sessionary.views.widgets.flow_layout import FlowLayout
from sessionary.views.widgets.focus import tab_through
from sessionary.views.widgets.status_icon import StatusBadge
from sessionary.views.widgets.text import TextLabel, set_tip

if TYPE_CHECKING:
    from sessionary.services.live import LivePage
    from sessionary.views.theme import Theme

_DAWN_S: Final = 6 * 3600
_STEPS: Final = ("+1r", "+1m", "+10m", "+1h")


class LiveBar(QWidget):
    """Two rows: the evening above, the game's clock below.

    Signals:
        step_asked: The clock should move; by how much, such as ``+10m``.
        log_asked: A line should be logged, such as ``rest l``.
        jump_asked: The reader wants to say how far the clock jumps, and why.
        pause_asked, end_asked, left: The buttons of these names.
    """

    step_asked = Signal(str)
    log_asked = Signal(str)
    jump_asked = Signal()
    pause_asked = Signal()
    end_asked = Signal()
    left = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self._face: int | None = None
        self._clock = PLAIN
        self.back = IconButton(theme, "arrow-left", self.tr("Back to the lists; it stays live"))
        self.badge = StatusBadge(theme, "in_progress")
        self.title = TextLabel(role="page_title", elide=True)
        self.played = TextLabel(role="pane_title")
        self.pause = OutlinedButton(theme, self.tr("&Pause"), "pause")
        self.end = OutlinedButton(theme, self.tr("&End…"), "flag")
        self.game = TextLabel(role="pane_title")
        self.game.setAccessibleName(self.tr("Game time"))
        self.steps: dict[str, OutlinedButton] = {}
        self.rest = MenuButton(theme, self.tr("Rest"))
        self.rest.setText(self.tr("Rest"))
        self.jump = OutlinedButton(theme, self.tr("&Jump…"), "skip-forward")
        self._make_steps()
        self._lay_out()
        self.back.clicked.connect(self.left)
        self.pause.clicked.connect(self.pause_asked)
        self.end.clicked.connect(self.end_asked)
        self.jump.clicked.connect(self.jump_asked)
        theme.changed.connect(self._restyle)
        self._restyle()

    def _make_steps(self) -> None:
        words = {
            "+1r": (self.tr("+1 round"), self.tr("A round later")),
            "+1m": (self.tr("+1 min"), self.tr("A minute later")),
            "+10m": (self.tr("+10 min"), self.tr("Ten minutes later")),
            "+1h": (self.tr("+1 h"), self.tr("An hour later")),
        }
        for shift in _STEPS:
            word, name = words[shift]
            button = self.steps[shift] = OutlinedButton(self.theme, word)
            button.setAccessibleName(name)
            set_tip(button, name)
            button.clicked.connect(lambda _on=False, shift=shift: self.step_asked.emit(shift))
        menu = self.rest.choices
        for text, line in (
            (self.tr("&Short rest"), "rest s"),
            (self.tr("&Long rest"), "rest l"),
        ):
            action = menu.addAction(text)
            action.triggered.connect(lambda _on=False, line=line: self.log_asked.emit(line))
        dawn = menu.addAction(self.tr("Next &dawn"))
        dawn.triggered.connect(self._dawn)

    def _lay_out(self) -> None:
        first = QHBoxLayout()
        first.setSpacing(12)
        first.addWidget(self.back)
        first.addWidget(self.badge)
        first.addWidget(self.title, 1)
        for part in (self.played, self.pause, self.end):
            first.addWidget(part)
        steps = QWidget()
        flow = FlowLayout(steps, gap=8)
        for button in (*self.steps.values(), self.rest, self.jump):
            flow.addWidget(button)
        self._steps = steps
        second = QHBoxLayout()
        second.setSpacing(16)
        second.addWidget(self.game)
        second.addWidget(steps, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addLayout(first)
        column.addLayout(second)
        tab_through([self.back, self.pause, self.end, *self.steps.values(), self.rest, self.jump])

    def show_page(self, page: LivePage, face: int | None, *, editable: bool) -> None:
        """Show which session is played and where its clocks stand.

        Args:
            page: All that is known of it.
            face: Where the game's clock stands; None before it was set.
            editable: Whether it can be changed here.
        """
        self._face = face
        review = page.page.review
        self.badge.set_status(review.status.value, self.tr("paused") if page.paused else "")
        self.title.setText(review.heading)
        self.pause.setText(self.tr("&Resume") if page.paused else self.tr("&Pause"))
        self.theme.bind_icon(self.pause, "play" if page.paused else "pause", "text")
        self._clock = review.clock
        self.game.setText(
            self.tr("No game time yet") if face is None else clock_face(face, clock=review.clock)
        )
        for part in (self.pause, self.end, self._steps):
            part.setVisible(editable)
        for step in (*self.steps.values(), self.jump):
            step.setEnabled(face is not None)

    def show_played(self, seconds: int) -> None:
        """Show how long was played."""
        self.played.setText(clock_text(seconds))
        self.played.setAccessibleName(self.tr("Played {0}").format(clock_text(seconds)))

    def _dawn(self) -> None:
        if self._face is None:
            return
        day = self._clock.day_length
        seconds = (_DAWN_S - self._face) % day or day
        self.step_asked.emit(f"+{seconds // 60}m" if seconds % 60 == 0 else f"+{seconds}s")

    def _restyle(self) -> None:
        for label in (self.played, self.game):
            label.setFont(tabular(self.theme.fonts["pane_title"]))
