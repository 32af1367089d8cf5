"""What a new survey can begin with: a few questions that a game master asks anyway."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from sessionary.core.survey.records import HOURS, MANDATORY, MINUTES, Question

if TYPE_CHECKING:
    from collections.abc import Mapping

EMPTY: Final = ""


def _asked(uid: str, text: str, type_: str, html: str = "", **more: Any) -> Question:
    # Its fields are checked where it is written; here they are ours.
    return Question(line=0, uid=uid, text=text, html=html, type=type_, **more)


def _one_of(uid: str, text: str, *choices: str, flags: int = 0) -> Question:
    return _asked(uid, text, "SINGLECHOICE", choices=choices, num_choices=len(choices), flags=flags)


def _any_of(uid: str, text: str, *choices: str) -> Question:
    return _asked(uid, text, "MULTICHOICE", choices=choices, num_choices=len(choices))


_SESSION_ZERO: Final = (
    _asked(
        "hello", "Welcome to the table", "HIDDEN",
        "A few questions before our first game. Skip what you would rather not answer.",
    ),
    _asked(
        "handle", "What should we call you at the table?", "TEXT", flags=MANDATORY, low=1, high=40
    ),
    _one_of("tone", "Which tone do you want?", "heroic", "grim", "comic", "horror"),
    _any_of("pillars", "What do you enjoy most?", "combat", "exploration", "intrigue", "puzzles"),
    _asked(
        "lines", "Lines: what must not appear", "TEXTAREA", "One a line.", low=0, high=2000
    ),
    _asked(
        "veils", "Veils: what may happen, but not on screen", "TEXTAREA", "One a line.",
        low=0, high=2000,
    ),
    _asked("lethality", "How deadly may it be?", "INT", "0: safe, 10: brutal.", low=0, high=10),
    _asked("slot", "When can you play?", "TIMERANGE", unit="seconds", default="68400,79200"),
    _asked("contact", "Where do we reach you?", "EMAIL"),
)  # fmt: skip

_AFTER: Final = (
    _asked("rating", "How was it?", "INT", unit="points", low=1, high=10, flags=MANDATORY),
    _any_of("best", "What was best?", "combat", "talking", "exploring", "the story", "the jokes"),
    _one_of("pace", "How was the pace?", "too slow", "just right", "too fast"),
    _asked("moment", "The moment that you will remember", "TEXT", low=0, high=200),
    _asked("less", "What would you like less of?", "TEXTAREA"),
    _asked("next", "When can you play next?", "DATETIME", unit="seconds"),
    _asked(
        "prep", "How long did you prepare?", "DURATION24", flags=HOURS | MINUTES, unit="seconds"
    ),
)

TEMPLATES: Final[Mapping[str, tuple[Question, ...]]] = MappingProxyType(
    {
        EMPTY: (_asked("q1", "New question", "TEXT"),),
        "session-zero": _SESSION_ZERO,
        "after-session": _AFTER,
    }
)
"""By name; without a name, one question to begin with."""
