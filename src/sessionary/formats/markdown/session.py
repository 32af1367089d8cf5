"""A session as a Markdown page.

The page says what a review says. What players may not see is taken out of the records before they
are reviewed (:mod:`sessionary.core.campaign.redact`), so nothing here has to know about it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final, TextIO

from sessionary.core.campaign.agenda import Sort, Standing
from sessionary.core.campaign.gametime import elapsed_text
from sessionary.core.campaign.lifecycle import Status
from sessionary.core.campaign.summary import running_text
from sessionary.core.campaign.words import counted, said_number
from sessionary.formats.markdown.escape import escape, escape_all, prose
from sessionary.formats.markdown.facts import facts
from sessionary.formats.markdown.log import day_lines, log_lines
from sessionary.formats.markdown.names import MarkdownNames

if TYPE_CHECKING:
    from sessionary.core.campaign.clock import Clock
    from sessionary.core.campaign.combats import Combat, Share
    from sessionary.core.campaign.order import LoggedEvent
    from sessionary.core.campaign.session_review import SessionReview, StatisticLine
    from sessionary.formats.markdown.log import LogLine

_LINKED_LISTS: Final = frozenset({"npcsIntroduced", "locationsVisited", "npcsMet"})
_FOUND_LABELS: Final = {
    "roomsExplored": "Rooms explored",
    "placesRevisited": "Places revisited",
    "npcsMet": "NPCs met again",
    "dialogue": "Dialogue",
    "openThreads": "Open threads",
    "clues": "Clues",
    "itemsLost": "Items lost or used",
}
_OTHER_LENGTH: Final = 2_000
_MINUTE: Final = 60
_STANDINGS: Final = {
    Standing.PARTLY: " (partly)",
    Standing.FAILED: " (failed)",
    Standing.MOVED: " (moved on)",
}
_LEFT: Final = {Sort.THREAD: "Open thread", Sort.FIGHT: "Fight"}
_UNPLAYED: Final = frozenset({Status.PLANNED, Status.CANCELLED})

Lines = Iterator[str]


def write_session(
    stream: TextIO,
    review: SessionReview,
    *,
    names: MarkdownNames | None = None,
    log: Iterable[LoggedEvent] | None = None,
    brief: bool = False,
) -> None:
    """Write a session's page; the same review gives the same bytes.

    Args:
        stream: Opened as UTF-8 with LF as line end, as `atomic_text` does.
        review: What there is to say.
        names: How people and places are named; ids stand for themselves if it is left out.
        log: The events of the log where they are not to be those of the review; they are taken one
            at a time.
        brief: Whether the log says only label and type of its events; see
            :func:`~sessionary.formats.markdown.log.log_lines`.
    """
    stream.writelines(session_lines(review, names=names, log=log, brief=brief))


def session_lines(
    review: SessionReview,
    *,
    names: MarkdownNames | None = None,
    log: Iterable[LoggedEvent] | None = None,
    lines: Iterable[LogLine] | None = None,
    brief: bool = False,
    level: int = 1,
) -> Lines:
    """Yield the lines of a session's page, each with its line end.

    Args:
        review: What there is to say.
        names: How people and places are named.
        log: The events of the log where they are not to be those of the review.
        lines: What the log says of each event, where that was made already.
        brief: Whether the log says only label and type of its events.
        level: The level of its heading; deeper where sessions are parts of a longer page.
    """
    names = MarkdownNames() if names is None else names
    mark = "#" * (level + 1)
    yield f"{'#' * level} {escape(review.heading)}\n"
    yield from _block(f"- **{label}:** {text}\n" for label, text in facts(review, names))
    yield from _text(prose(review.description))
    yield from _titled(f"{mark} Objectives", _objectives(review))
    yield from _titled(f"{mark} Summary", _summary(review))
    for key, label, entries in _lists(review):
        shown = map(names, entries) if key in _LINKED_LISTS else escape_all(entries)
        whole = "".join([f"- {name}\n" for name in shown])
        yield from _titled(f"{mark} {label}", filter(None, [whole]))
    yield from _titled(f"{mark} Goals", _goals(review))
    yield from _titled(
        f"{mark} Combats", (_combat(one, names, review.clock) for one in review.combats)
    )
    yield from _titled(f"{mark} Statistics", _statistics(review))
    yield from _titled(f"{mark} Attendance", _attendance(review, names))
    days, clock = f"{mark}#", review.clock
    if lines is None:
        events = review.events if log is None else log
        logged = log_lines(events, names, heading=days, clock=clock, brief=brief)
    else:
        # All of it is here: to hand on each line by itself takes as long as to make it.
        whole = "".join(day_lines(lines, heading=days, clock=clock))
        logged = filter(None, [whole])
    yield from _titled(f"{mark} Log", logged)
    yield from _titled(f"{mark} Notes", _text(prose(review.notes), before=""))
    yield from _titled(f"{mark} Preparation", _text(prose(review.prep), before=""))
    yield from _titled(f"{mark} Secrets", _secrets(review))
    yield from _titled(f"{mark} Taken over", _carried(review))
    yield from _titled(f"{mark} Other fields", _other_fields(review))


def table(columns: Iterable[str], rows: Iterable[Iterable[str]]) -> Lines:
    """Yield the lines of a table; its cells are Markdown already. Without rows it is no table."""
    head = tuple(columns)
    lines = (f"| {' | '.join(row)} |\n" for row in rows)
    first = next(lines, None)
    if first is None:
        return
    yield f"| {' | '.join(head)} |\n"
    yield f"|{' --- |' * len(head)}\n"
    yield first
    yield from lines


def _block(lines: Iterable[str]) -> Lines:
    """Yield an empty line and the lines, nothing if there are none."""
    each = iter(lines)
    first = next(each, None)
    if first is not None:
        yield "\n"
        yield first
        yield from each


def _titled(title: str, lines: Iterable[str]) -> Lines:
    """Yield a heading and its lines, nothing if there are none: no heading stands over nothing."""
    each = iter(lines)
    first = next(each, None)
    if first is not None:
        yield f"\n{title}\n\n"
        yield first
        yield from each


def _text(markdown: str, before: str = "\n") -> Lines:
    if markdown:
        yield f"{before}{markdown}\n"


def _objectives(review: SessionReview) -> Lines:
    said = set()
    for objective in review.planned:
        if text := escape(objective.text):
            said.add(text.casefold())
            mark = "x" if objective.reached else " "
            yield f"- [{mark}] {text}{_STANDINGS.get(objective.standing, '')}\n"
    for reached in map(escape, review.reached):
        if reached and reached.casefold() not in said:
            yield f"- [x] {reached}\n"


def _summary(review: SessionReview) -> Lines:
    parts = [prose(review.gm_summary)]
    if review.status not in _UNPLAYED:
        # Its lists have sections of their own below.
        parts.append(_below_heading(review.laid_out(escape)) or running_text(review, escape))
    parts.append(prose(review.file_summary))
    said = [part for part in dict.fromkeys(parts) if part]
    if said:
        yield "\n\n".join(said) + "\n"


def _below_heading(text: str) -> str:
    """Return a summary without the heading that it begins with: the page has one already."""
    first, _, rest = text.partition("\n")
    return rest.strip() if first.startswith("# ") else text


def _lists(review: SessionReview) -> Iterator[tuple[str, str, list[str]]]:
    for one in review.lists:
        entries = [named.name for named in one.entries]
        if one.key == "highlights":
            entries += [named.name for named in review.weighty]
        yield one.key, one.label, [name for name in entries if name.strip()]
    for key, label in _FOUND_LABELS.items():
        found = review.found.get(key, ())
        yield key, label, [named.name for named in found if named.name.strip()]


def _goals(review: SessionReview) -> Lines:
    for goal in review.goals:
        standing = f": {escape(goal.standing)}" if goal.standing else ""
        yield f"- {escape(goal.text)}{standing}\n"


def _combat(combat: Combat, names: MarkdownNames, clock: Clock) -> str:
    facts_ = [counted(combat.rounds, "round", "rounds")] if combat.rounds else []
    if combat.seconds and combat.seconds >= _MINUTE:
        facts_.append(f"{elapsed_text(combat.seconds, clock)} of game time")
    elif combat.seconds and not combat.rounds:
        # Under a minute the time is told in rounds, which would else stand there twice.
        facts_.append(elapsed_text(combat.seconds, clock))
    if combat.dealt:
        facts_.append(f"{said_number(combat.dealt)} damage dealt{_shares(combat.dealt_by, names)}")
    if combat.received:
        shares = _shares(combat.received_by, names)
        facts_.append(f"{said_number(combat.received)} damage received{shares}")
    if combat.healing:
        facts_.append(f"{said_number(combat.healing)} healed")
    said = [", ".join(facts_)]
    if combat.deaths:
        said.append(f"Killed: {names.listed(combat.deaths)}")
    if combat.fallen:
        said.append(f"Fallen: {names.listed(combat.fallen)}")
    if combat.outcome:
        said.append(f"Outcome: {escape(combat.outcome)}")
    told = "".join(f" {part}." for part in said if part)
    return f"- **{escape(combat.name)}**{':' if told else ''}{told}\n"


def _shares(shares: Iterable[Share], names: MarkdownNames) -> str:
    told = ", ".join(f"{names(share.name)} {said_number(share.amount)}" for share in shares)
    return f" ({told})" if told else ""


def _statistics(review: SessionReview) -> Lines:
    known = [line for line in review.statistics if line.declared is not None or line.counted]
    if not any(line.differs for line in known):
        values = ((line.label, line.declared or line.counted) for line in known)
        yield from table(
            ("Statistic", "Value"), ((label, said_number(value)) for label, value in values)
        )
        return
    heads = ["Statistic", "From the file", "From the log"]
    if ours := any(line.overridden for line in known):
        # Not all of them are the file's.
        heads[1:] = ["Stated", "From the log", "Stated by"]
    yield from table(heads, (_statistic(line, ours=ours) for line in known))


def _statistic(line: StatisticLine, *, ours: bool) -> tuple[str, ...]:
    stated = "" if line.declared is None else said_number(line.declared)
    cells = (line.label, stated, said_number(line.counted))
    return (*cells, escape(line.source)) if ours else cells


def _attendance(review: SessionReview, names: MarkdownNames) -> Lines:
    yield from table(
        ("Player", "Characters", "Attendance"),
        (
            (
                names(player.who.id),
                names.listed([one.id for one in player.characters]),
                player.word,
            )
            for player in review.players
        ),
    )


def _secrets(review: SessionReview) -> Lines:
    for secret in review.secrets:
        revealed = " (revealed)" if secret.revealed else ""
        yield f"- {escape(secret.text)}{revealed}\n"


def _carried(review: SessionReview) -> Lines:
    """Yield what a session to come has taken over, but for what stands among its own already."""
    if review.status is not Status.PLANNED:
        return
    for one in review.carried:
        if one.sort in _LEFT:
            yield f"- {_LEFT[one.sort]}: {escape(one.text)}\n"


def _other_fields(review: SessionReview) -> Lines:
    for path, value in review.other_fields:
        text = json.dumps(value, ensure_ascii=False)
        if len(text) > _OTHER_LENGTH:
            text = text[: _OTHER_LENGTH - 1] + "…"
        yield f"- **{escape(path)}:** {escape(text)}\n"
