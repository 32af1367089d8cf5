"""The agenda in words: where objectives stand, which secrets are out, what was left open."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from sessionary.core.campaign.agenda import Sort, Standing
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


def sort_word(sort: Sort) -> str:
    """Return what is taken over from a session before, in a word."""
    return {
        Sort.OBJECTIVE: _words("Objective"),
        Sort.SECRET: _words("Secret"),
        Sort.THREAD: _words("Open thread"),
        Sort.FIGHT: _words("Fight"),
    }[sort]
