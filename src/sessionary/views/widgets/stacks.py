"""Pages that are taken out of a stack for good."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QStackedWidget, QWidget


def discard(stack: QStackedWidget, page: QWidget) -> None:
    """Take a page out of a stack; it is deleted once the event loop comes round.

    Taken out, a page would be Python's alone, and Python deletes what it finds in a cycle whenever
    it looks: in the middle of a layout's work, or on the thread of a job. So it stays Qt's.
    """
    stack.removeWidget(page)
    page.hide()
    page.setParent(stack)
    page.deleteLater()
