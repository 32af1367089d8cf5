"""What forgetting a person changes, as it is told before anybody agrees to it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Place = tuple[str, str]
"""Kind and key of a document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgetting:
    """What forgetting a person changes, or has changed.

    Attributes:
        person: The id, with its kind.
        name: What the person is called.
        former: What takes the place of the id; empty where all that is theirs goes.
        sessions, campaigns, goals, world: How many of these are written anew.
        surveys: How many sessions of surveys go.
        events: How many events are written anew.
        revisions: How many former revisions go.
        copies: How many rescue copies, and texts from before migrations, go.
        rejects: How many parts of files that could not be read are written anew.
        names: How many names of acts and files are written anew.
        remaining: Documents (kind, key) whose texts may still speak of the person by a part of
            the name: what somebody wrote in their own words is not touched.
        remaining_events: How many events may.
        places: All documents concerned.
        backups: The names of the backups that hold the person.
    """

    person: str
    name: str
    former: str
    sessions: int = 0
    campaigns: int = 0
    goals: int = 0
    world: int = 0
    surveys: int = 0
    events: int = 0
    revisions: int = 0
    copies: int = 0
    rejects: int = 0
    names: int = 0
    remaining: tuple[Place, ...] = ()
    remaining_events: int = 0
    places: tuple[Place, ...] = field(default=(), repr=False)
    backups: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return what the command line prints."""
        return {
            "person": self.person,
            "former": self.former,
            "sessions": self.sessions,
            "campaigns": self.campaigns,
            "goals": self.goals,
            "world": self.world,
            "surveys": self.surveys,
            "events": self.events,
            "revisions": self.revisions,
            "copies": self.copies,
            "rejects": self.rejects,
            "names": self.names,
            "remaining": [f"{kind}/{key}" for kind, key in self.remaining],
            "remainingEvents": self.remaining_events,
            "backups": list(self.backups),
        }
