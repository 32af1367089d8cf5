"""Messages that wait for an answer; only for what cannot be undone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMessageBox, QWidget

from sessionary.views.widgets.text import shown_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from sessionary.views.theme import ColourRole, Theme

_ICONS: Final[dict[QMessageBox.Icon, tuple[str, ColourRole]]] = {
    QMessageBox.Icon.Information: ("info", "accent"),
    QMessageBox.Icon.Question: ("circle-question-mark", "accent"),
    QMessageBox.Icon.Warning: ("triangle-alert", "warn"),
    QMessageBox.Icon.Critical: ("circle-alert", "bad"),
}


def message_box(
    theme: Theme,
    parent: QWidget | None,
    title: str,
    text: str,
    *,
    details: str = "",
    icon: QMessageBox.Icon = QMessageBox.Icon.Information,
    buttons: QMessageBox.StandardButton = QMessageBox.StandardButton.Ok,
    answered: Callable[[QMessageBox.StandardButton], object] | None = None,
) -> QMessageBox:
    """Open a message that shows its text as it stands, and return at once.

    Args:
        theme: Colours and sizes.
        parent: The window it belongs to.
        title: What the title bar says.
        text: The statement.
        details: A second paragraph.
        icon: Information, question, warning or error.
        buttons: What can be answered.
        answered: Called with the button that was chosen.
    """
    box = QMessageBox(icon, title, "", buttons, parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(shown_text(text))
    box.setInformativeText(shown_text(details))
    # The second paragraph's label does not take over the box's text format.
    for label in box.findChildren(QLabel):
        label.setTextFormat(Qt.TextFormat.PlainText)
    if icon in _ICONS:
        name, role = _ICONS[icon]
        box.setIconPixmap(theme.pixmap(name, role, 32, box.devicePixelRatioF()))
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    if answered is not None:
        box.finished.connect(lambda result: answered(QMessageBox.StandardButton(result)))
    box.open()
    return box
