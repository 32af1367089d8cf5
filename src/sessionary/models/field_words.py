"""Places and values of documents in words: ``/record/realTime/startTime`` is "Start"."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from sessionary.core.campaign.lifecycle import Status
from sessionary.core.changes import ABSENT, Line, Member, line_changes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sessionary.core.changes import Difference


def _n(words: str) -> str:
    return str(QT_TRANSLATE_NOOP("Fields", words))


_PLACES: Final[Mapping[tuple[str, ...], str]] = {
    ("id",): _n("Id"),
    ("campaignId",): _n("Campaign"),
    ("number",): _n("Number"),
    ("name",): _n("Name"),
    ("title",): _n("Title"),
    ("description",): _n("Description"),
    ("location",): _n("Location"),
    ("notes",): _n("Notes"),
    ("status",): _n("Status"),
    ("tags",): _n("Tags"),
    ("gm",): _n("GM"),
    ("plannedObjectives",): _n("Planned objectives"),
    ("actualObjectives",): _n("Objectives reached"),
    ("createdAt",): _n("Made at"),
    ("updatedAt",): _n("Changed at"),
    ("realTime", "startTime"): _n("Start"),
    ("realTime", "endTime"): _n("End"),
    ("realTime", "durationMinutes"): _n("Length in minutes"),
    ("gameTime", "startTime"): _n("Game time at the start"),
    ("gameTime", "endTime"): _n("Game time at the end"),
    ("gameTime", "elapsed"): _n("Game time that passed"),
    ("participants",): _n("Participants"),
    ("participants", "gm"): _n("GM"),
    ("participants", "players"): _n("Players"),
    ("participants", "characters"): _n("Characters"),
    ("attended",): _n("came"),
    ("arrivedLate",): _n("came late"),
    ("leftEarly",): _n("left early"),
    ("characterIds",): _n("characters"),
    ("summary", "auto"): _n("Recap (automatic)"),
    ("summary", "gm"): _n("Recap (GM)"),
    ("summary", "highlights"): _n("Highlights"),
    ("summary", "npcsIntroduced"): _n("NPCs met"),
    ("summary", "locationsVisited"): _n("Places visited"),
    ("summary", "itemsAcquired"): _n("Items gained"),
    ("summary", "questsStarted"): _n("Quests begun"),
    ("summary", "questsCompleted"): _n("Quests completed"),
    ("stats", "eventCount"): _n("Events (declared)"),
    ("stats", "combatEncounters"): _n("Fights (declared)"),
    ("stats", "totalDamageDealt"): _n("Damage dealt (declared)"),
    ("stats", "totalDamageReceived"): _n("Damage received (declared)"),
    ("stats", "totalHealingDone"): _n("Healing (declared)"),
    ("stats", "npcsKilled"): _n("NPCs killed (declared)"),
    ("stats", "treasureGained"): _n("Treasure (declared)"),
    ("stats", "xpEarned"): _n("XP (declared)"),
    ("own", "tags"): _n("Tags set here"),
    ("own", "notes"): _n("Notes kept here"),
    ("own", "plannedStart"): _n("Planned start"),
    ("own", "pauses"): _n("Pauses"),
    ("own", "prep"): _n("Preparation"),
    ("own", "objectives"): _n("Where objectives stand"),
    ("own", "revealed"): _n("Secrets revealed"),
    ("own", "roll"): _n("Roll call"),
    ("own", "carried"): _n("Taken over"),
    ("own", "template"): _n("Layout of recaps"),
    ("own", "secrets"): _n("Secrets"),
    ("own", "visibility"): _n("Who may see it"),
    ("own", "noteVisibility"): _n("Who may read notes"),
    ("own", "statisticReasons"): _n("Why statistics were set"),
    ("notesVisibility",): _n("Who may read the notes"),
    ("own", "campaign"): _n("Campaign chosen here"),
    ("own", "epoch"): _n("Clock at the beginning, in seconds"),
    ("own", "calendar"): _n("Calendar"),
    ("own", "dayLength"): _n("Length of a day, in seconds"),
    ("own", "roundLength"): _n("Length of a round, in seconds"),
    ("own", "rests"): _n("Lengths of rests, in seconds"),
    ("own", "eventTypes"): _n("Event types and aliases"),
    ("own", "gameShift"): _n("Game time moved by, in seconds"),
    ("own", "playersMaySee"): _n("Players may see its events"),
    ("own", "users"): _n("People"),
    ("own", "characters"): _n("Characters"),
    ("own", "links"): _n("Belongs to"),
    ("own", "confirmed"): _n("Questions confirmed"),
    ("survey",): _n("Survey"),
    ("version",): _n("Version"),
    ("header", "state"): _n("State"),
    ("header", "closed"): _n("Closed"),
    ("header", "user"): _n("Respondent"),
    ("header", "group"): _n("Group"),
    ("answers",): _n("Answers"),
    ("questions",): _n("Questions"),
    ("afterTheEnd",): _n("After the end"),
    ("damaged",): _n("Damaged lines"),
    ("takenBack",): _n("taken back"),
    ("orderByProgram",): _n("A program decides the order"),
    ("spelling",): _n("How a number is written"),
}
_CAMEL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[_\-]+")


def _words(text: str) -> str:
    return QCoreApplication.translate("Fields", text)


def place_words(path: Sequence[str], name_of: Callable[[str], str]) -> str:
    """Return a place of a document in words: ``Players, Tomás Reyes, came late``.

    Args:
        path: As in :class:`.Difference`.
        name_of: The name that an id stands for; any other text as it is.
    """
    keys = tuple(path[1:] if path[:1] == ("record",) else path)
    said = []
    while keys:
        if isinstance(keys[0], Member):
            said.append(name_of(str(keys[0])))
            keys = keys[1:]
            continue
        length = next((n for n in (2, 1) if _PLACES.get(keys[:n])), 0)
        said.append(_words(_PLACES[keys[:length]]) if length else _readable(keys[0]))
        keys = keys[max(length, 1) :]
    return ", ".join(said) or _words("Everything")


def _readable(key: str) -> str:
    words = _CAMEL.sub(" ", key).strip().lower()
    return words[:1].upper() + words[1:] or key


def value_lines(path: Sequence[str], value: Any, name_of: Callable[[str], str]) -> list[str]:
    """Return a value in words, as lines; nothing at all is no line."""
    if value is ABSENT:
        return []
    if isinstance(value, str):
        if path[-1:] == ("status",) and value in set(Status):
            return [_words(Status(value).word)]
        return [name_of(line) for line in value.split("\n")]
    if isinstance(value, (list, tuple)):
        return [" ".join(value_lines((), one, name_of)) for one in value] or [_words("(none)")]
    if isinstance(value, dict):
        formatted = value.get("formatted")
        if isinstance(formatted, str) and formatted:
            return [formatted]
        return json.dumps(value, ensure_ascii=False, indent=2).split("\n")
    words = {True: _words("yes"), False: _words("no"), None: _words("nothing")}
    return [words[value] if value is None or isinstance(value, bool) else json.dumps(value)]


def difference_lines(difference: Difference, name_of: Callable[[str], str]) -> list[Line]:
    """Return what went and what came at one place, line by line."""
    path = difference.path
    old = value_lines(path, difference.old, name_of)
    new = value_lines(path, difference.new, name_of)
    if old == new:
        # They read alike, so they are shown as they stand in the file.
        old, new = _as_json(difference.old), _as_json(difference.new)
    return line_changes(old, new)


def _as_json(value: Any) -> list[str]:
    return [] if value is ABSENT else [json.dumps(value, ensure_ascii=False)]
