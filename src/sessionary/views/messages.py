"""Questions that wait for an answer: few, in plain words, and never in the way of the event loop.

Everything that can be undone is done without asking; only what cannot is asked for here, and what
a specification says is asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtWidgets import QMessageBox

from sessionary.views.widgets.message import message_box
from sessionary.views.widgets.text import literal, one_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from sessionary.views.theme import Theme

_TITLE_CHARACTERS = 120


def ask(
    theme: Theme,
    parent: QWidget | None,
    question: str,
    *,
    details: str = "",
    yes: str,
    agreed: Callable[[], object],
    danger: bool = False,
) -> QMessageBox:
    """Ask, and return at once.

    Args:
        theme: Colours and sizes.
        parent: The window that asks.
        question: The question; it is shown as it stands.
        details: What follows from a yes.
        yes: What the button says that means yes: a verb, never "OK".
        agreed: Called when the answer is yes.
        danger: Whether a yes cannot be taken back; Enter means no then.
    """
    buttons = QMessageBox.StandardButton

    def answered(button: QMessageBox.StandardButton) -> None:
        if button == buttons.Yes:
            agreed()

    box = message_box(
        theme,
        parent,
        QCoreApplication.translate("Messages", "Sessionary"),
        question,
        details=details,
        icon=QMessageBox.Icon.Warning if danger else QMessageBox.Icon.Question,
        buttons=buttons.Yes | buttons.Cancel,
        answered=answered,
    )
    agree = box.button(buttons.Yes)
    agree.setText(literal(yes))
    agree.setProperty("kind", "danger" if danger else "primary")
    agree.style().polish(agree)
    box.button(buttons.Cancel).setText(QCoreApplication.translate("Messages", "Cancel"))
    box.setDefaultButton(buttons.Cancel if danger else buttons.Yes)
    box.setEscapeButton(buttons.Cancel)
    return box


def ask_to_reopen(
    theme: Theme, parent: QWidget | None, title: str, agreed: Callable[[], object]
) -> QMessageBox:
    """Ask whether a session that was played is to go on.

    Args:
        theme: Colours and sizes.
        parent: The window that asks.
        title: What the session is called.
        agreed: Called when it is.
    """
    say = QCoreApplication.translate
    return ask(
        theme,
        parent,
        say("Messages", "Reopen “{0}”?").format(one_line(title, _TITLE_CHARACTERS)),
        details=say(
            "Messages",
            "It is live again and loses its end; the former end stays in its history.",
        ),
        yes=say("Messages", "Reopen"),
        agreed=agreed,
    )


def ask_to_empty_bin(
    theme: Theme, parent: QWidget | None, count: int, agreed: Callable[[], object]
) -> QMessageBox:
    """Ask whether what lies in the bin is to be forgotten.

    Args:
        theme: Colours and sizes.
        parent: The window that asks.
        count: How many sessions lie in it.
        agreed: Called when they are.
    """
    say = QCoreApplication.translate
    one = say("Messages", "Empty the bin? 1 session is forgotten, its log with it.")
    many = say("Messages", "Empty the bin? {0} sessions are forgotten, their logs with them.")
    return ask(
        theme,
        parent,
        (one if count == 1 else many).format(QLocale().toString(count)),
        details=say("Messages", "This cannot be undone. Backups made before still have them."),
        yes=say("Messages", "Empty the bin"),
        agreed=agreed,
        danger=True,
    )


def ask_without_backup(
    theme: Theme, parent: QWidget | None, reason: str, yes: str, agreed: Callable[[], object]
) -> QMessageBox:
    """Ask whether to go on although no backup could be made.

    Args:
        theme: Colours and sizes.
        parent: The window that asks.
        reason: Why there is none, in a sentence.
        yes: What the button says: what is done without it.
        agreed: Called when it is to be done.
    """
    say = QCoreApplication.translate
    return ask(
        theme,
        parent,
        say("Messages", "No backup could be made first. Go on without one?"),
        details=reason,
        yes=yes,
        agreed=agreed,
        danger=True,
    )
