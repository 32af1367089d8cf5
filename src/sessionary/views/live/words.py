"""The states of the live mode as rows show them: of players, and the clock's."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from sessionary.core.campaign.roll_call import Called
from sessionary.views.campaign.choice_row import Choice


def _words(text: str) -> str:
    return QCoreApplication.translate("Live", text)


def player_choices() -> list[Choice]:
    """Return what the roll call says of a player, a letter each."""
    return [
        Choice(key=Called.OPEN, word=_words("not called yet"), icon="circle-dashed", quiet=True),
        Choice(key=Called.CAME, word=_words("came"), icon="circle-check", letter="c", tone="ok"),
        Choice(key=Called.LATE, word=_words("late"), icon="clock-alert", letter="l", tone="warn"),
        Choice(
            key=Called.LEFT, word=_words("left early"), icon="door-open", letter="e", tone="warn"
        ),
        Choice(key=Called.GUEST, word=_words("guest"), icon="user-plus", letter="g", tone="ok"),
        Choice(key=Called.EXCUSED, word=_words("excused"), icon="coffee", letter="x"),
        Choice(key=Called.STANDBY, word=_words("standby"), icon="hourglass", letter="s"),
        Choice(key=Called.ABSENT, word=_words("absent"), icon="circle-x", letter="a", tone="bad"),
    ]


def minutes_addition(minutes: int | None) -> str:
    """Return minutes as they stand behind a word."""
    return "" if minutes is None else _words("{0} min").format(minutes)


def clock_text(seconds: int) -> str:
    """Return a stretch of play as a clock shows it: ``1:42:07``."""
    minutes, second = divmod(max(0, seconds), 60)
    hour, minute = divmod(minutes, 60)
    return f"{hour}:{minute:02}:{second:02}"
