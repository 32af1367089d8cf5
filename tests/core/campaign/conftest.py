from __future__ import annotations

import json
from typing import Any

import pytest

_PLANNED = """
{"id": "session-015", "campaignId": "campaign-001", "number": 15, "status": "planned",
 "realTime": {"startTime": "2025-01-20T18:00:00Z"},
 "participants": {"gm": "user-gm-1", "players": [
  {"userId": "user-player-1", "characterIds": ["fighter-pc"], "attended": false},
  {"userId": "user-player-2", "characterIds": ["wizard-pc"], "attended": false}]},
 "plannedObjectives": ["Explore the abandoned temple", "Find the lost artifact",
  "Confront the cult leader"],
 "tags": ["dungeon-crawl", "temple", "cult"], "createdAt": "2025-01-18T10:00:00Z"}
"""
_STARTED = """
{"id": "session-015", "status": "in_progress", "realTime": {"startTime": "2025-01-20T18:05:00Z"},
 "gameTime": {"startTime":
  {"days": 15, "hours": 9, "total": 1296000, "formatted": "Day 15, 9:00 AM"}},
 "participants": {"players": [{"userId": "user-player-1", "attended": true},
  {"userId": "user-player-2", "attended": true, "arrivedLate": true}]}}
"""
_EVENT = """
{"id": "event-001", "sessionId": "session-015", "timestamp": {"realTime": "2025-01-20T18:30:00Z",
 "gameTime": {"days": 15, "hours": 10, "total": 1299600, "formatted": "Day 15, 10:00 AM"}},
 "event": {"type": "combat_start", "name": "Ambushed by cultists"}}
"""
_COMPLETED = """
{"id": "session-015", "status": "completed",
 "realTime": {"startTime": "2025-01-20T18:05:00Z", "endTime": "2025-01-20T22:15:00Z",
  "durationMinutes": 250},
 "gameTime": {
  "startTime": {"days": 15, "hours": 9, "total": 1296000, "formatted": "Day 15, 9:00 AM"},
  "endTime": {"days": 15, "hours": 18, "total": 1328400, "formatted": "Day 15, 6:00 PM"},
  "elapsed": {"hours": 9}},
 "actualObjectives": ["Explored 15/20 rooms of the temple", "Defeated the cult leader",
  "Found the artifact"],
 "summary": {
  "highlights": ["Epic battle with the cult leader",
   "Wizard's clutch Counterspell saved the party", "Fighter discovered hidden treasure room"],
  "npcsIntroduced": ["Cult Leader Malachar", "Priestess Elara"],
  "locationsVisited": ["Temple Main Hall", "Hidden Catacombs", "Artifact Chamber"],
  "itemsAcquired": ["Ancient Artifact of Power", "Cult Leader's Spellbook"],
  "questsCompleted": ["Recover the Artifact"]},
 "stats": {"eventCount": 247, "combatEncounters": 3, "totalDamageDealt": 385,
  "totalHealingDone": 142, "npcsKilled": 12, "treasureGained": 1500, "xpEarned": 4000}}
"""


@pytest.fixture
def lifecycle() -> list[dict[str, Any]]:
    """The four records of one session's life: planned, started, an event, completed."""
    return [json.loads(text) for text in (_PLANNED, _STARTED, _EVENT, _COMPLETED)]
