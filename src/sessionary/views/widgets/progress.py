"""The line that shows a job: what is done, how far it is, and a way to stop it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QWidget

from sessionary.views.widgets.buttons import LinkButton
from sessionary.views.widgets.text import TextLabel

if TYPE_CHECKING:
    from sessionary.models.jobs import Job
    from sessionary.views.theme import Theme

_STEPS = 1000


class JobProgress(QFrame):
    """Shows the newest job while it runs; hidden otherwise."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.setObjectName("banner")
        self._job: Job | None = None
        self.words = TextLabel(elide=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, _STEPS)
        self.bar.setFixedHeight(theme.px(6))
        self.stop = LinkButton(theme, self.tr("Cancel"))
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 8, 4)
        row.setSpacing(12)
        row.addWidget(self.words)
        row.addWidget(self.bar, 1)
        row.addWidget(self.stop)
        self.stop.clicked.connect(self._cancel)
        self.hide()

    def follow(self, job: Job) -> None:
        """Show a job until it ends."""
        self._job = job
        self.words.setText(job.name)
        self.bar.setAccessibleName(job.name)
        self.bar.setValue(0)
        job.progressed.connect(self._show)
        for ended in (job.finished, job.failed, job.cancelled):
            ended.connect(lambda *_result, ended_job=job: self._end(ended_job))
        self.show()

    def _show(self, done: int, total: int) -> None:
        self.bar.setValue(_STEPS * done // max(total, 1))

    def _end(self, job: Job) -> None:
        if job is self._job:
            self._job = None
            self.hide()

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()
