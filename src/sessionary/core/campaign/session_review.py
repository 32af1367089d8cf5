"""What is known of a session, ready to be shown: the types that a review is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sessionary.core.campaign.agenda import Carried, Secret, Standing
from sessionary.core.campaign.gametime import clock_face
from sessionary.core.campaign.lifecycle import Status
from sessionary.core.campaign.summary import Escape, summary_text
from sessionary.core.campaign.tallies import Sort, Tallies
from sessionary.core.text import one_line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sessionary.core.campaign.attendance import Presence
    from sessionary.core.campaign.clock import Clock
    from sessionary.core.campaign.combats import Combat
    from sessionary.core.campaign.discoveries import Named
    from sessionary.core.campaign.order import LoggedEvent
    from sessionary.core.campaign.record import Number
    from sessionary.core.problems import Problem

_HARM: Final = (Sort.DEALT, Sort.RECEIVED)
_EARNINGS: Final = (Sort.XP, Sort.TREASURE)

LIST_LABELS: Final = {
    "highlights": "Highlights",
    "npcsIntroduced": "NPCs introduced",
    "locationsVisited": "Locations visited",
    "itemsAcquired": "Items acquired",
    "questsStarted": "Quests started",
    "questsCompleted": "Quests completed",
}
"""How the six lists of a summary are called, in the order in which they are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """Somebody as a session names them.

    Attributes:
        id: The id in the file.
        name: The name that it stands for; the id itself where none is known.
    """

    id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayerLine:
    """One player in a session's attendance.

    Attributes:
        who: The player.
        characters: The characters planned or played.
        presence: Whether the player came, late or not, and stayed.
        said: What the roll call says of it, such as "came 15 min late"; empty without one.
    """

    who: Who
    characters: tuple[Who, ...]
    presence: Presence
    said: str = ""

    @property
    def word(self) -> str:
        """How it is shown, such as "came late"."""
        return self.said or self.presence.word


@dataclass(frozen=True, slots=True, kw_only=True)
class Objective:
    """One planned objective, and where it stands.

    Attributes:
        text: What was planned.
        reached: Whether it is among those reached, or was ticked here.
        standing: Also whether it was reached in part, failed, or moved on to a later session.
    """

    text: str
    reached: bool
    standing: Standing = Standing.OPEN


@dataclass(frozen=True, slots=True, kw_only=True)
class StatisticLine:
    """One statistic: what the file declares (None if nothing) beside what the log gives.

    Attributes:
        key: Its key in the file.
        label: What it is called.
        declared: What is declared, by the file or by the GM.
        counted: What the log gives.
        edited: Whether the GM set what is declared; otherwise the file did.
        reason: Why the GM did.
    """

    key: str
    label: str
    declared: Number | None
    counted: Number
    edited: bool = False
    reason: str = ""

    @property
    def overridden(self) -> bool:
        """Whether the GM has set another figure than the log gives."""
        return self.edited and self.differs

    @property
    def source(self) -> str:
        """Where what is declared comes from, in a few words; empty if nothing is."""
        if self.declared is None:
            return ""
        because = f": {self.reason}" if self.reason else ""
        return f"set here{because}" if self.edited else "from file"

    @property
    def differs(self) -> bool:
        """Whether both are known and are not the same."""
        return self.declared is not None and self.declared != self.counted


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryList:
    """One list of a summary: the file's entries, then those that only the log has."""

    key: str
    label: str
    entries: tuple[Named, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalLine:
    """What became of a goal in this session.

    Attributes:
        id: The goal's id.
        text: Its name.
        standing: Such as ``15/20 rooms, 3 more`` or ``completed``; empty if there is none.
    """

    id: str
    text: str
    standing: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionReview:
    """A session as it is shown. Positions of events are positions in :attr:`events`.

    Attributes:
        id: The session's id in its file.
        campaign: The id of its campaign.
        campaign_name: The campaign's name, its id where none is known.
        number: Its number, None if it has none.
        title: Its title, empty if it has none.
        heading: "Session 15: Into the Temple"; without a title "Session 15".
        status: Where it is in its life; ``status.word`` is how that is shown.
        description, location, notes: As in the file.
        prep: How the evening was prepared.
        secrets: What the players do not know yet, or do by now.
        carried: What it took over from sessions before.
        start, end: Real start and end as the file writes them, empty if unknown.
        start_us, end_us: The same in microseconds since 1970 UTC.
        planned_start: The start that was planned, once it has started at another time.
        lateness: "started 5 min late", empty if it was on time or has not started.
        minutes: Whole minutes from start to end, pauses included; None while it runs.
        net_minutes: The same without pauses.
        game_start, game_end: Game times in seconds on the clock face.
        game_start_text, game_end_text: What the clock showed, empty if unknown.
        elapsed_seconds: Game time that passed, None if unknown.
        elapsed: The same in the largest whole units.
        elapsed_text: The same in words, empty if unknown.
        gap_seconds: From the end of the session before it to its start, in game time.
        gap: The same in words, such as "12 days later"; empty where nothing lies between.
        epoch: What the campaign's clock shows at total 0, in seconds since Day 0, midnight.
        clock: How the campaign's days are counted and written.
        gm: The game master, None if the file names none.
        players: Everybody listed, in order.
        characters: Characters involved: those listed, then those of the players.
        planned: Objectives set before.
        reached: Objectives reached.
        statistics: Every statistic, declared beside counted.
        lists: The six lists of the summary, also empty ones.
        gm_summary: What the GM wrote.
        file_summary: The automatic summary that the file brought.
        events: The events in the order of the timeline; none where only what they tell was kept.
        tallies: What the events add up to.
        combats: The fights in order.
        found: Lists that only the log gives: rooms, dialogue, open threads, clues …
        weighty: Significant and critical events that no list names yet.
        goals: What became of goals in this session.
        tags: Tags of the file, then those set here.
        other_fields: Unknown keys at any depth, as (path, value).
        findings: What does not fit together, such as a text and a total that disagree.
        template: The user's layout of the summary, empty for the program's own.
    """

    id: str
    campaign: str
    campaign_name: str
    number: int | None
    title: str
    heading: str
    status: Status
    description: str
    location: str
    notes: str
    prep: str
    secrets: tuple[Secret, ...]
    carried: tuple[Carried, ...]
    start: str
    start_us: int | None
    end: str
    end_us: int | None
    planned_start: str
    lateness: str
    minutes: int | None
    net_minutes: int | None
    game_start: int | None
    game_end: int | None
    game_start_text: str
    game_end_text: str
    elapsed_seconds: int | None
    elapsed: Mapping[str, int]
    elapsed_text: str
    gap_seconds: int | None
    gap: str
    epoch: int
    clock: Clock
    gm: Who | None
    players: tuple[PlayerLine, ...]
    characters: tuple[Who, ...]
    planned: tuple[Objective, ...]
    reached: tuple[str, ...]
    statistics: tuple[StatisticLine, ...]
    lists: tuple[SummaryList, ...]
    gm_summary: str
    file_summary: str
    events: tuple[LoggedEvent, ...]
    tallies: Tallies
    combats: tuple[Combat, ...]
    found: Mapping[str, tuple[Named, ...]]
    weighty: tuple[Named, ...]
    goals: tuple[GoalLine, ...]
    tags: tuple[str, ...]
    other_fields: tuple[tuple[str, Any], ...]
    findings: tuple[Problem, ...]
    template: str = ""

    @property
    def epoch_text(self) -> str:
        """What the clock showed at total 0, such as "Day 0, 9:00 AM"."""
        return clock_face(self.epoch, clock=self.clock)

    @property
    def attended(self) -> int:
        """How many players came."""
        return sum(player.presence.attended for player in self.players)

    @property
    def harm_events(self) -> tuple[int, ...]:
        """The events in which damage was dealt or received."""
        return _events_of(self.tallies, _HARM)

    @property
    def earning_events(self) -> tuple[int, ...]:
        """The events that gave experience or treasure."""
        return _events_of(self.tallies, _EARNINGS)

    def entries(self, key: str) -> tuple[Named, ...]:
        """Return the entries of one of the six lists, or of a list that only the log gives."""
        for one in self.lists:
            if one.key == key:
                return one.entries
        return self.found[key]

    def stated(self, key: str) -> Number | None:
        """Return the value of a statistic that a summary states.

        It is the file's where the file declares it. Where the file declares others but not this
        one, a log that counts nothing of it proves nothing: the value is unknown.
        """
        line = next(line for line in self.statistics if line.key == key)
        if line.declared is not None:
            return line.declared
        silent = all(other.declared is None for other in self.statistics)
        return line.counted if line.counted or silent else None

    def summary(self, escape: Escape = one_line) -> str:
        """Return the automatic summary as Markdown.

        Args:
            escape: What to do with names and texts of files; they are only put on one line if
                nothing else is asked for.
        """
        return self.laid_out(escape) or summary_text(self, escape)

    def laid_out(self, escape: Escape = one_line) -> str:
        """Return the summary as the user's template lays it out, if the session was played.

        It is empty without a template, and where the template fails: where it is edited, it is
        said why.
        """
        if not self.template.strip() or self.status in {Status.PLANNED, Status.CANCELLED}:
            return ""
        # It is imported by who has a template, and uses this module.
        from sessionary.core.campaign.summary_template import (  # noqa: PLC0415
            TemplateFailed,
            render_template,
        )

        try:
            return render_template(self.template, self, escape)
        except TemplateFailed:
            return ""


def _events_of(tallies: Tallies, sorts: Sequence[Sort]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(one.event for one in tallies.counted if one.sort in sorts))
