"""What part of a timeline is in sight: the window on time, kept while content and size change."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from sessionary.core.timeline.window import Window

if TYPE_CHECKING:
    from sessionary.core.timeline.folding import Fold
    from sessionary.models.timeline_content import TimelineContent

# Of the width, when a fold is opened: the stretch that it cut out.
_OPENED_SHARE: Final = 0.6


class Sight:
    """The window on the time of some content; there is none while there is no content.

    Attributes:
        window: What stretch of time is seen.
        fitted: Whether everything is to be seen, also when the size changes.
    """

    def __init__(self) -> None:
        """Start with nothing in sight."""
        self.window: Window | None = None
        self.fitted = True
        self._seen: TimelineContent | None = None
        self._opening: Fold | None = None

    def take(self, content: TimelineContent | None, width: float, widest_fold: float) -> None:
        """Look at `content` from now on, at the same moment if it is on the same axis.

        Args:
            content: What there is; None takes the window away.
            width: Of the canvas.
            widest_fold: How wide a fold is at most.
        """
        before, self._seen = self._seen, content
        opening, self._opening = self._opening, None
        if content is None:
            self.window = None
            return
        span = content.levels.span
        if self.window is None or before is None or before.axis_kind != content.axis_kind:
            self.fitted = True
            second = content.axis.second
            window = Window(span=span, width=width, second=second, widest_fold=widest_fold)
            self.window = window.fitted()
            return
        middle = self.window.time_at(self.window.width / 2)
        moved = replace(self.window, span=span)
        self.window = moved.panned(moved.x(middle) - moved.width / 2)
        if opening is not None and opening not in span.folds:
            self._show_whole(self.window, opening)

    def resize(self, width: float, widest_fold: float) -> None:
        """Keep the left edge where it is, or everything in sight if it was."""
        if self.window is not None:
            window = replace(self.window, widest_fold=widest_fold).resized(width)
            self.window = window.fitted() if self.fitted else window

    def look(self, window: Window) -> None:
        """See `window` from now on."""
        self.fitted = False
        self.window = window

    def fit(self) -> None:
        """See everything."""
        if self.window is not None:
            self.fitted = True
            self.window = self.window.fitted()

    def expect(self, fold: Fold) -> None:
        """Show the whole of what `fold` cuts out as soon as content comes without it."""
        self._opening = fold

    def _show_whole(self, window: Window, fold: Fold) -> None:
        room = window.width * _OPENED_SHARE
        wide = window.x(fold.until) - window.x(fold.since)
        if wide > room:
            window = window.zoomed(room / wide, window.width / 2)
            middle = (window.x(fold.since) + window.x(fold.until)) / 2
            self.look(window.panned(middle - window.width / 2))
        elif self.fitted:
            self.fit()
