"""What a timeline says in words: gaps, categories, and one thing in full."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from sessionary.models.event_words import category_word
from sessionary.views.timeline.frame import COLUMN, fold_length
from sessionary.views.timeline.picked import PickedKind
from sessionary.views.widgets.text import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtCore import QPoint

    from sessionary.core.timeline.folding import Passed
    from sessionary.models.timeline_content import TimelineContent
    from sessionary.models.timeline_model import MarkText
    from sessionary.views.timeline.frame import Frame
    from sessionary.views.timeline.picked import Picked

translate = QCoreApplication.translate

_LABEL_CHARACTERS: Final = 300
_MOST_LISTED: Final = 8
_PASS: Final = {
    "day": (
        str(QT_TRANSLATE_NOOP("Timeline", "1 day passes")),
        str(QT_TRANSLATE_NOOP("Timeline", "%n days pass")),
    ),
    "hour": (
        str(QT_TRANSLATE_NOOP("Timeline", "1 hour passes")),
        str(QT_TRANSLATE_NOOP("Timeline", "%n hours pass")),
    ),
    "minute": (
        str(QT_TRANSLATE_NOOP("Timeline", "1 minute passes")),
        str(QT_TRANSLATE_NOOP("Timeline", "%n minutes pass")),
    ),
}
_STATUS: Final = {
    "planned": str(QT_TRANSLATE_NOOP("Timeline", "planned")),
    "in_progress": str(QT_TRANSLATE_NOOP("Timeline", "live")),
    "completed": str(QT_TRANSLATE_NOOP("Timeline", "played")),
    "cancelled": str(QT_TRANSLATE_NOOP("Timeline", "cancelled")),
}


def between(first: str, last: str) -> str:
    """Return two moments as a stretch of time, one moment as itself."""
    if first == last:
        return first
    return translate("Timeline", "%1 to %2").replace("%1", first).replace("%2", last)


def passes(length: Passed) -> str:
    """Return what a fold says, such as ``12 days pass``."""
    one, many = _PASS[length.unit]
    # Counts may be past 31 bits, which Qt's own %n is not.
    return (
        translate("Timeline", one)
        if length.count == 1
        else translate("Timeline", many).replace("%n", str(length.count))
    )


def mark_words(content: TimelineContent, index: int, text: MarkText) -> str:
    """Return an event in full: its label, category, time and detail, one a line."""
    levels = content.levels
    category = content.category_names[int(levels.categories[index])]
    when = content.axis.text(int(levels.times[index]))
    label = one_line(text.label, _LABEL_CHARACTERS) or translate("Timeline", "Event without a name")
    lines = [label, f"{category_word(category)} · {when}"]
    if detail := one_line(text.detail, _LABEL_CHARACTERS):
        lines.append(detail)
    return "\n".join(lines)


def band_words(content: TimelineContent, index: int) -> str:
    """Return a session in full: number, title, status, start and end."""
    band = content.bands[index]
    title = one_line(band.title, _LABEL_CHARACTERS) or translate(
        "Timeline", "Session without a title"
    )
    name = title if band.number is None else f"{band.number}  {title}"
    first = content.axis.text(int(content.starts[index]))
    last = content.axis.text(int(content.ends[index]))
    status = (
        translate("Timeline", _STATUS[band.status])
        if band.status in _STATUS
        else one_line(band.status, 60)
    )
    when = between(first, last)
    return f"{name}\n{status} · {when}" if status else f"{name}\n{when}"


def fold_words(content: TimelineContent, index: int, length: Passed) -> str:
    """Return a fold in full: how long, from when to when."""
    fold = content.levels.span.folds[index]
    since, until = content.axis.text(fold.since), content.axis.text(fold.until)
    return f"{passes(length)}\n{between(since, until)}"


def picked_words(
    content: TimelineContent,
    picked: Picked,
    read: Callable[[Sequence[int]], Sequence[MarkText]],
) -> str:
    """Return what is picked in full, for a screen reader; `read` gives texts of events."""
    if picked.kind == PickedKind.MARK:
        return mark_words(content, picked.index, read([picked.pk])[0])
    if picked.kind == PickedKind.BAND:
        return band_words(content, picked.index)
    return fold_words(content, picked.index, fold_length(content, picked.index))


def point_words(
    content: TimelineContent, frame: Frame, found: Picked | None, place: QPoint, reach: float
) -> str:
    """Return what a tooltip says at a point of the canvas; empty where there is nothing.

    Args:
        content: All there is.
        frame: What is seen.
        found: The thing at the point.
        place: The point, from the left edge of the canvas.
        reach: How far a mark may be from it.
    """
    if found is None:
        return _column_words(content, frame, place)
    if found.kind == PickedKind.BAND:
        return band_words(content, found.index)
    if found.kind == PickedKind.FOLD:
        words = fold_words(content, found.index, fold_length(content, found.index))
        return f"{words}\n{translate('Timeline', 'Click to unfold')}"
    near = frame.near(place.x(), place.y(), reach)
    if len(near) == 1:
        return mark_words(content, near[0].index, near[0].text)
    first = content.axis.text(int(content.levels.times[near[0].index]))
    labels = [one_line(mark.text.label, _LABEL_CHARACTERS) for mark in near[:_MOST_LISTED]]
    more = len(near) - len(labels)
    tail = [translate("Timeline", "and %n more").replace("%n", str(more))] if more else []
    return "\n".join([first, *labels, *tail])


def _column_words(content: TimelineContent, frame: Frame, place: QPoint) -> str:
    lane = frame.rows.lane_at(place.y())
    if frame.columns is None or lane is None or place.x() < 0:
        return ""
    column = int((place.x() - frame.first_column) // COLUMN)
    count = int(frame.columns[lane - frame.rows.seen.start, column])
    if not count:
        return ""
    left = frame.first_column + column * COLUMN
    first = content.axis.text(frame.window.time_at(left))
    last = content.axis.text(frame.window.time_at(left + COLUMN))
    said = (
        translate("Timeline", "1 event")
        if count == 1
        else translate("Timeline", "%n events").replace("%n", str(count))
    )
    return f"{said}\n{between(first, last)}"
