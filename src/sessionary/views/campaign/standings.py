"""Where an objective may stand, and whether a secret is out, as rows show it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from sessionary.core.campaign.agenda import Standing
from sessionary.views.campaign.choice_row import Choice

REVEALED, HIDDEN = "revealed", "hidden"


def _words(text: str) -> str:
    return QCoreApplication.translate("Objectives", text)


def objective_choices() -> list[Choice]:
    """Return where an objective may stand, a letter each."""
    return [
        Choice(key=Standing.OPEN, word=_words("open"), icon="circle", letter="o", quiet=True),
        Choice(key=Standing.MET, word=_words("met"), icon="circle-check", letter="m", tone="ok"),
        Choice(key=Standing.PARTLY, word=_words("partly"), icon="circle-dot", letter="p"),
        Choice(key=Standing.FAILED, word=_words("failed"), icon="circle-x", letter="f", tone="bad"),
        Choice(key=Standing.MOVED, word=_words("moved on"), icon="chevrons-right", letter="n"),
    ]


def secret_choices(*, said: bool = False) -> list[Choice]:
    """Return whether the players know a secret, a letter each.

    Args:
        said: Whether also one that they do not know says so in a word.
    """
    secret, revealed = _words("secret"), _words("revealed")
    return [
        Choice(key=HIDDEN, word=secret, icon="eye-off", letter="h", quiet=not said),
        Choice(key=REVEALED, word=revealed, icon="eye", letter="r", tone="ok"),
    ]
