"""The automatic summary of a session: plain English made from its log, the same for the same log.

Source: campaign specification, section 7.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sessionary.core.campaign.lifecycle import Status
from sessionary.core.campaign.words import counted, counted_names, listed, said_number
from sessionary.core.text import one_line

if TYPE_CHECKING:
    from sessionary.core.campaign.discoveries import Named
    from sessionary.core.campaign.record import Number
    from sessionary.core.campaign.session_review import SessionReview

Escape = Callable[[str], str]
"""Makes text of files fit for where the summary goes, such as Markdown without marks of its own."""

_NAMED_LOCATIONS: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence or list item of a summary.

    Attributes:
        text: What it says.
        events: The positions of the events it is made from: a click opens them.
        heading: The words above it in a list; empty for a sentence of running text.
    """

    text: str
    events: tuple[int, ...] = ()
    heading: str = ""


def summary_sentences(review: SessionReview, escape: Escape = one_line) -> tuple[Sentence, ...]:
    """Return what a summary says, sentence by sentence.

    Args:
        review: Everything known of the session.
        escape: What to do with names and texts that come from files.
    """
    if review.status is Status.CANCELLED:
        return (Sentence(text="This session was cancelled."),)
    if review.status is Status.PLANNED:
        return tuple(_planned(review, escape))
    return tuple(_played(review, escape))


def summary_text(review: SessionReview, escape: Escape = one_line) -> str:
    """Return the summary as Markdown: a heading, a paragraph, and lists that are never empty."""
    running: list[str] = []
    lists: dict[str, list[str]] = {}
    for sentence in summary_sentences(review, escape):
        if sentence.heading:
            lists.setdefault(sentence.heading, []).append(f"- {sentence.text}")
        else:
            running.append(sentence.text)
    parts = [f"# {escape(review.heading)}", " ".join(running)]
    parts += [f"{heading}:\n\n" + "\n".join(items) for heading, items in lists.items()]
    return "\n\n".join(part for part in parts if part)


def _planned(review: SessionReview, escape: Escape) -> Iterator[Sentence]:
    yield Sentence(text="This session has not been played yet.")
    for objective in review.planned:
        yield Sentence(text=escape(objective.text), heading="Planned objectives")


def running_text(review: SessionReview, escape: Escape = one_line) -> str:
    """Return the sentences of a summary without its lists, for those who have these elsewhere."""
    if review.status in {Status.CANCELLED, Status.PLANNED}:
        said: Iterable[Sentence] = summary_sentences(review, escape)
    else:
        said = _told(review, escape)
    return " ".join([sentence.text for sentence in said if not sentence.heading])


def _played(review: SessionReview, escape: Escape) -> Iterator[Sentence]:
    yield from _told(review, escape)
    for text in review.reached:
        yield Sentence(text=escape(text), heading="Achievements")
    for moment in _moments(review):
        yield Sentence(text=escape(moment.name), events=moment.events, heading="Highlights")
    for goal in review.goals:
        yield Sentence(text=_goal(goal.text, goal.standing, escape), heading="Goals")


def _told(review: SessionReview, escape: Escape) -> Iterator[Sentence]:
    """Yield the sentences of running text about a session that was played."""
    yield _locations(review, escape)
    yield _people(review, escape)
    yield from _fights(review)
    for quest in ("questsStarted", "questsCompleted"):
        yield from _quests(review, quest, escape)
    yield from _items(review, escape)
    yield from _earnings(review)


def _locations(review: SessionReview, escape: Escape) -> Sentence:
    places = review.entries("locationsVisited")
    names = [escape(place.name) for place in places]
    if not names:
        return Sentence(text="The party discovered no new location.")
    found = counted_names(names, "new location", "new locations", named=_NAMED_LOCATIONS)
    return Sentence(text=f"The party discovered {found}.", events=_events(places))


def _people(review: SessionReview, escape: Escape) -> Sentence:
    people = review.entries("npcsIntroduced")
    names = [escape(person.name) for person in people]
    met = counted_names(names, "new NPC", "new NPCs")
    return Sentence(text=f"They met {met}.", events=_events(people))


def _fights(review: SessionReview) -> Iterator[Sentence]:
    fights = review.stated("combatEncounters")
    positions = tuple(combat.first for combat in review.combats)
    if fights is not None:
        there = "There was" if fights in {0, 1} else "There were"
        said = (
            f"{said_number(fights)} combats" if fights > 1 else counted(int(fights), "combat", "")
        )
        yield Sentence(text=f"{there} {said}.", events=positions)
    dealt, received = review.stated("totalDamageDealt"), review.stated("totalDamageReceived")
    if fights or dealt or received:
        yield from _harm(review, dealt, received)


def _harm(
    review: SessionReview, dealt: Number | None, received: Number | None
) -> Iterator[Sentence]:
    """Yield what was dealt and received, as far as it is known."""
    parts = []
    if dealt is not None:
        parts.append(f"dealt {said_number(dealt)} damage" if dealt else "dealt no damage")
    if received is not None:
        amount = said_number(received) if received else "none" if dealt else "no"
        parts.append(f"received {amount}" if dealt else f"received {amount} damage")
    if parts:
        yield Sentence(text=f"The party {listed(parts)}.", events=review.harm_events)


def _quests(review: SessionReview, key: str, escape: Escape) -> Iterator[Sentence]:
    quests = review.entries(key)
    if quests:
        verb = "started" if key == "questsStarted" else "completed"
        named = counted_names([escape(quest.name) for quest in quests], "quest", "quests")
        yield Sentence(text=f"They {verb} {named}.", events=_events(quests))


def _items(review: SessionReview, escape: Escape) -> Iterator[Sentence]:
    items = review.entries("itemsAcquired")
    if items:
        named = counted_names([escape(item.name) for item in items], "item", "items")
        yield Sentence(text=f"They acquired {named}.", events=_events(items))


def _earnings(review: SessionReview) -> Iterator[Sentence]:
    xp, treasure = review.stated("xpEarned"), review.stated("treasureGained")
    earned = []
    if xp:
        earned.append(f"{said_number(xp)} XP")
    if treasure:
        earned.append(f"{said_number(treasure)} gp in treasure")
    if earned:
        yield Sentence(text=f"The party earned {listed(earned)}.", events=review.earning_events)
    elif xp is not None and treasure is not None:
        yield Sentence(text="The party earned neither XP nor treasure.")


def _moments(review: SessionReview) -> Iterable[Named]:
    """Return the highlights: those listed, then the weighty events that no list has yet."""
    return (*review.entries("highlights"), *review.weighty)


def _goal(name: str, standing: str, escape: Escape) -> str:
    return f"{escape(name)}: {standing}" if standing else escape(name)


def _events(named: Sequence[Named]) -> tuple[int, ...]:
    return tuple(position for one in named for position in one.events)
