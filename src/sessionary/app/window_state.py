"""What a window remembers from one start to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSize

if TYPE_CHECKING:
    from sessionary.app.main_window import MainWindow

_FRAME = QSize(24, 48)
"""What a title bar and a frame take from the screen."""


_USUAL = QSize(1440, 900)


def restore_size(window: MainWindow, scale: float = 1.0) -> None:
    """Give a window the size that it had when it was closed last."""
    geometry = window.preferences.state("geometry")
    if geometry is None or not window.restoreGeometry(geometry):
        room = window.screen().availableSize() - _FRAME
        window.resize((_USUAL * scale).boundedTo(room))


def restore_shape(window: MainWindow) -> None:
    """Give a window the size and the parts that it had when it was closed last."""
    restore_size(window, window.theme.fonts.scale)
    keep = window.preferences
    splitter = keep.state("splitter")
    if splitter is not None:
        window.sessions_place.splitter.restoreState(splitter)
    window.sidebar.setVisible(keep.text("sidebar") != "hidden")
    window.commands["view.sidebar"].action.setChecked(not window.sidebar.isHidden())
    window.commands["view.full_screen"].action.setChecked(window.isFullScreen())


def restore_choices(window: MainWindow) -> None:
    """Sort the list and choose the campaign as when the window was closed last."""
    place, keep = window.sessions_place, window.preferences
    order, campaign = keep.text("order"), keep.text("campaign")
    if order in place.list.orders():
        place.list.sort_by(order)
    if campaign and campaign in window.sessions_model.names():
        place.list.set_container(campaign)
        window.sidebar.choose_campaign(campaign)
    place.list.choose(keep.text("session"))


def restore_pages(window: MainWindow) -> None:
    """Turn the pages of a library to what was open when the window was closed last."""
    place, keep = window.sessions_place, window.preferences
    if place.page is not None:
        place.page.tabs.turn_back_to(keep.text("tab"))
        log = keep.state("log")
        if log is not None:
            place.page.tabs.log_state = log
    if place.timeline is not None:
        place.timeline.run_along(keep.text("axis"), keep.text("lanes"))
    if place.others is not None and keep.text("days"):
        place.others.make_calendar().show_days(keep.text("days"))
    place.show_view(keep.text("view"))


def keep_state(window: MainWindow) -> None:
    """Remember how a window looks."""
    place, keep = window.sessions_place, window.preferences
    keep.keep_state("geometry", QByteArray(window.saveGeometry()))
    keep.keep_state("splitter", QByteArray(place.splitter.saveState()))
    keep.keep_text("sidebar", "hidden" if window.sidebar.isHidden() else "shown")
    keep.keep_text("order", place.list.order)
    keep.keep_text("campaign", place.list.container)
    keep.keep_text("session", place.list.key())
    keep.keep_text("view", place.view)
    if place.page is not None:
        keep.keep_text("tab", place.page.tabs.key())
        if (log := place.page.tabs.log_state) is not None:
            keep.keep_state("log", QByteArray(log))
    if place.timeline is not None:
        keep.keep_text("axis", place.timeline.axis.key())
        keep.keep_text("lanes", place.timeline.lanes.key())
    if place.calendar is not None:
        keep.keep_text("days", place.calendar.axis.key())
    keep.flush()
