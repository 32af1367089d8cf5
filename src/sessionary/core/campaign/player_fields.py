"""The fields that players may see: a table. What is not in it is the GM's, whatever it is called.

Source: campaign specification, section 9, "For players".
"""

from __future__ import annotations

from enum import Enum, auto
from typing import Any, Final, TypeAlias


class Kind(Enum):
    """What a field that players may see holds, which decides what a hidden name in it does."""

    ID = auto()  # a text by which records find each other
    TEXT = auto()  # prose: a hidden name in it is left out
    NAME = auto()  # a name or a line of a list: one with a hidden name goes as a whole
    TAG = auto()
    DATE = auto()  # a date-time; anything else that stands there counts as text
    NUMBER = auto()
    FLAG = auto()
    VALUE = auto()  # text, number or flag


Shape: TypeAlias = Kind | dict[str, Any] | list[Any]
"""What is kept of a value: of an object the keys, of a list each entry, of the rest one kind."""

_ID, _TEXT, _NAME, _TAG = Kind.ID, Kind.TEXT, Kind.NAME, Kind.TAG
_NUMBER, _FLAG, _VALUE, _DATE = Kind.NUMBER, Kind.FLAG, Kind.VALUE, Kind.DATE

_SPAN: Final = {"rounds": _NUMBER, "minutes": _NUMBER, "hours": _NUMBER, "days": _NUMBER}
_GAME_TIME: Final = {**_SPAN, "total": _NUMBER, "formatted": _TEXT}
_EFFECT: Final = {
    "type": _NAME,
    "target": _NAME,
    "value": _NUMBER,
    "condition": _NAME,
    "duration": _VALUE,
}
_LISTS: Final = (
    "highlights",
    "npcsIntroduced",
    "locationsVisited",
    "itemsAcquired",
    "questsStarted",
    "questsCompleted",
)

SESSION: Final[Shape] = {
    "id": _ID,
    "campaignId": _ID,
    "number": _NUMBER,
    "status": _NAME,
    "title": _TEXT,
    "description": _TEXT,
    "location": _TEXT,
    "realTime": {"startTime": _DATE, "endTime": _DATE, "durationMinutes": _NUMBER},
    "gameTime": {"startTime": _GAME_TIME, "endTime": _GAME_TIME, "elapsed": _SPAN},
    "participants": {
        "gm": _NAME,
        "players": [
            {
                "userId": _NAME,
                "characterIds": [_NAME],
                "attended": _FLAG,
                "arrivedLate": _FLAG,
                "leftEarly": _FLAG,
            }
        ],
        "characters": [_NAME],
    },
    "plannedObjectives": [_NAME],
    "actualObjectives": [_NAME],
    "summary": {"gm": _TEXT, **{name: [_NAME] for name in _LISTS}},
    "tags": [_TAG],
}
SESSION_OWN: Final[Shape] = {"tags": [_TAG], "plannedStart": _DATE, "pauses": [[_VALUE]]}

EVENT: Final[Shape] = {
    "id": _ID,
    "sessionId": _ID,
    "timestamp": {"realTime": _DATE, "gameTime": _GAME_TIME, "endGameTime": _GAME_TIME},
    "event": {
        "type": _NAME,
        "category": _NAME,
        "name": _TEXT,
        "description": _TEXT,
        "value": _NUMBER,
        "amount": _NUMBER,
        "coin": _NAME,
    },
    "value": _NUMBER,
    "participants": {"actor": _NAME, "targets": [_NAME], "location": _NAME},
    "mechanics": {
        "prompt": _TEXT,
        "roll": {
            "expression": _TEXT,
            "rolls": [_NUMBER],
            "modifiers": _VALUE,
            "total": _NUMBER,
            "type": _NAME,
            "advantage": _FLAG,
            "disadvantage": _FLAG,
        },
        "result": _VALUE,
        "outcome": _VALUE,
    },
    "effects": {"immediate": [_EFFECT], "ongoing": [_EFFECT], "cascade": [_ID]},
    "metadata": {"tags": [_TAG], "importance": _NAME},
}

GOAL: Final[Shape] = {
    "id": _ID,
    "campaignId": _ID,
    "sessionId": _ID,
    "name": _TEXT,
    "description": _TEXT,
    "type": _NAME,
    "category": _NAME,
    "ownerId": _NAME,
    "assignedTo": [_NAME],
    "status": _NAME,
    "progress": {"current": _NUMBER, "target": _NUMBER, "unit": _NAME},
    "tags": [_TAG],
    "importance": _NAME,
    "completedAt": _DATE,
    "failedAt": _DATE,
}

THING: Final[Shape] = {
    "id": _ID,
    "campaignId": _ID,
    "kind": _NAME,
    "name": _NAME,
    "aliases": [_NAME],
    "userId": _NAME,
}

CAMPAIGN: Final[Shape] = {"id": _ID, "campaignId": _ID, "name": _TEXT}
_USER: Final = {"id": _NAME, "name": _NAME}
_CHARACTER: Final = {"id": _NAME, "name": _NAME, "userId": _NAME}
_CALENDAR: Final[Shape] = {
    "name": _TEXT,
    "months": [
        {
            "name": _TEXT,
            "days": _NUMBER,
            "intercalary": _FLAG,
            "every": _NUMBER,
            "offset": _NUMBER,
        }
    ],
    "weekdays": [_TEXT],
    "firstWeekday": _NUMBER,
    "weekdaysRestart": _FLAG,
    "leapDays": [
        {
            "name": _TEXT,
            "month": _NUMBER,
            "rules": [{"every": _NUMBER, "offset": _NUMBER, "except": _FLAG}],
            "intercalary": _FLAG,
            "after": _NUMBER,
        }
    ],
    "yearZero": _FLAG,
    "moons": [{"name": _TEXT, "cycle": _VALUE, "offset": _VALUE}],
    "eras": [
        {
            "name": _TEXT,
            "start": {"year": _NUMBER, "month": _NUMBER, "day": _NUMBER},
            "restart": _FLAG,
            "backward": _FLAG,
        }
    ],
    "dayZero": _NUMBER,
}
CAMPAIGN_OWN: Final[Shape] = {
    "epoch": _NUMBER,
    "calendar": _CALENDAR,
    "dayLength": _NUMBER,
    "roundLength": _NUMBER,
    "users": [_USER],
    "characters": [_CHARACTER],
}

WHOSE: Final = frozenset({"id", "target", "userId"})
"""Keys without which the object around them says too much: an effect on a hidden person."""
