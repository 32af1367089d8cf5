"""The roll call: who is at the table, since when, and who is excused.

A session's record says of each player ``attended``, ``arrivedLate`` and ``leftEarly``. What it has
no room for stands in ``own.roll``: the minutes, and why somebody is not there.

Source: campaign specification, sections 1, 2 and 8; "At the table", section 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from sessionary.core.campaign.attendance import presences
from sessionary.core.campaign.gametime import whole
from sessionary.core.campaign.record import list_at, object_at, text_at
from sessionary.core.campaign.words import span_of_minutes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Data = dict[str, Any]

MOST_MINUTES: Final = 24 * 60


class Called(StrEnum):
    """What the roll call says of a player; the values are those of ``own.roll``."""

    OPEN = "open"
    CAME = "came"
    LATE = "late"
    LEFT = "left"
    GUEST = "guest"
    EXCUSED = "excused"
    STANDBY = "standby"
    ABSENT = "absent"


AWAY: Final = frozenset({Called.OPEN, Called.EXCUSED, Called.STANDBY, Called.ABSENT})
_MARKS: Final = {Called.LATE: ("arrivedLate", "late"), Called.LEFT: ("leftEarly", "left")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One player at the roll call.

    Attributes:
        user: The player's user id.
        name: What the player is called.
        characters: The names of the characters.
        called: What holds of the player.
        late: Whether the player came late, also one who left early again.
        minutes: How many minutes late, None if nobody noted it.
        left_minutes: How many minutes into the evening the player left, None if unknown.
        guest: Whether the player is a guest, who does not belong to the group.
    """

    user: str
    name: str
    characters: tuple[str, ...]
    called: Called
    late: bool
    minutes: int | None
    left_minutes: int | None
    guest: bool


def roll_call(data: Mapping[str, Any], name_of: Callable[[str], str] = str) -> tuple[Call, ...]:
    """Return the players of a session with what the roll call says of them.

    Args:
        data: The session's data.
        name_of: Gives the names of ids.
    """
    roll = object_at(data, "own", "roll")
    calls = []
    for presence in presences(object_at(data, "record")):
        said = object_at(roll, presence.user)
        guest = said.get("guest") is True
        calls.append(
            Call(
                user=presence.user,
                name=name_of(presence.user),
                characters=tuple(map(name_of, presence.characters)),
                called=_called(presence.attended, presence.late, presence.left, said),
                late=presence.late,
                minutes=whole(said.get("late")),
                left_minutes=whole(said.get("left")),
                guest=guest,
            )
        )
    return tuple(calls)


def _called(attended: bool, late: bool, left: bool, said: Mapping[str, Any]) -> Called:  # noqa: FBT001
    if not attended:
        word = text_at(said, "state")
        return Called(word) if word in AWAY else Called.OPEN
    if left:
        return Called.LEFT
    if late:
        return Called.LATE
    return Called.GUEST if said.get("guest") is True else Called.CAME


def call_words(call: Call, otherwise: str) -> str:
    """Return what the roll call says of a player: "came 15 min late", "excused".

    Args:
        call: What it says.
        otherwise: What is said without a roll call, such as "came late".
    """
    if call.called in {Called.EXCUSED, Called.STANDBY}:
        return "excused" if call.called is Called.EXCUSED else "on standby"
    words = "absent" if call.called is Called.ABSENT else otherwise
    if call.late and call.minutes is not None:
        words = words.replace("came late", f"came {call.minutes} min late")
    if call.called is Called.LEFT and call.left_minutes is not None:
        words += f" after {span_of_minutes(call.left_minutes)}"
    return f"{words}, a guest" if call.guest else words


def with_call(data: Data, user: str, called: Called, minutes: int | None = None) -> Data | None:
    """Note what holds of a player.

    Args:
        data: The session's data, plain; it is changed.
        user: The player's user id; a guest who is not listed is added.
        called: What holds now. Who is late or left early was there; who is not there was neither.
        minutes: How late, or how many minutes into the evening the player left; None leaves it
            unknown.

    Returns:
        The data, None if there is no such player.
    """
    player = _player(data, user)
    if player is None:
        if called is not Called.GUEST or not user:
            return None
        players = data["record"].setdefault("participants", {}).setdefault("players", [])
        player = {"userId": user, "characterIds": []}
        players.append(player)
    roll = data["own"].setdefault("roll", {})
    said = dict(object_at(roll, user))
    _note(player, said, called, minutes)
    if said:
        roll[user] = said
    else:
        roll.pop(user, None)
    if not roll:
        data["own"].pop("roll")
    edited = data["own"].setdefault("edited", [])
    if "/participants/players" not in edited:
        edited.append("/participants/players")
    return data


def _note(player: Data, said: Data, called: Called, minutes: int | None) -> None:
    player["attended"] = called not in AWAY
    said.pop("state", None)
    if called in AWAY and called is not Called.OPEN:
        said["state"] = called.value
    if called is Called.GUEST:
        said["guest"] = True
    if called in _MARKS:
        mark, key = _MARKS[called]
        player[mark] = True
        said.pop(key, None)
        if minutes is not None:
            said[key] = min(max(minutes, 0), MOST_MINUTES)
        return
    for mark, key in _MARKS.values():
        if mark in player:
            player[mark] = False
        said.pop(key, None)


def _player(data: Mapping[str, Any], user: str) -> Data | None:
    for player in list_at(data, "record", "participants", "players"):
        if isinstance(player, dict) and text_at(player, "userId") == user:
            return player
    return None
