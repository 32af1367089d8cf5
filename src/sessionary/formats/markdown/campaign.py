"""A campaign as one Markdown document, or as a vault: a folder of notes that link to each other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final, TextIO

from sessionary.core.campaign.attendance import TOOK_PLACE
from sessionary.core.campaign.lifecycle import Status
from sessionary.core.campaign.words import counted, span_of_minutes
from sessionary.formats.file_names import FolderNames
from sessionary.formats.markdown.escape import escape, link, prose
from sessionary.formats.markdown.facts import day_text, game_text
from sessionary.formats.markdown.names import MarkdownNames
from sessionary.formats.markdown.session import table
from sessionary.formats.markdown.vault import Field, front_matter, tag

if TYPE_CHECKING:
    from sessionary.core.campaign.attendance import PlayerAttendance
    from sessionary.core.campaign.session_review import SessionReview
    from sessionary.formats.atomic import ExportFolder

_ENDING: Final = ".md"
_NO_TITLE: Final = "Campaign"

Lines = Iterator[str]


def write_campaign(
    stream: TextIO,
    name: str,
    *,
    overview: Sequence[SessionReview],
    attendance: Sequence[PlayerAttendance] = (),
    pages: Iterable[str] = (),
    names: MarkdownNames | None = None,
    notes: str = "",
) -> None:
    """Write a campaign: a table of its sessions, a table of attendance, then each session.

    Args:
        stream: Opened as UTF-8 with LF as line end, as `atomic_text` does.
        name: The campaign's name; it may be empty.
        overview: All sessions in order. Their events are not looked at, so the reviews may be made
            without them.
        attendance: The players.
        pages: The sessions told in full, in order, each as
            :func:`~sessionary.formats.markdown.session.session_lines` tells it at level 2.
        names: How people and places are named; ids stand for themselves if it is left out.
        notes: What was written about the campaign.
    """
    names = MarkdownNames() if names is None else names
    stream.writelines(_overview(name, overview, attendance, names, _plain_title))
    stream.writelines(_notes(notes))
    for page in pages:
        stream.write("\n")
        stream.write(page)


def write_vault(
    folder: ExportFolder,
    name: str,
    campaign_id: str,
    *,
    overview: Sequence[SessionReview],
    attendance: Sequence[PlayerAttendance] = (),
    pages: Iterable[str] = (),
    names: MarkdownNames | None = None,
    notes: str = "",
) -> tuple[str, ...]:
    """Write a note for each session and an index note that leads to them; return their file names.

    Every note has front matter; people, places and sessions are ``[[links]]``.

    Args:
        folder: Where the notes go.
        name: The campaign's name; it may be empty.
        campaign_id: What keeps the index note's file name the same.
        overview: All sessions in order, with or without their events.
        attendance: The players.
        pages: The sessions of `overview` told in full, each as
            :func:`~sessionary.formats.markdown.session.session_lines` tells it at level 1.
        names: How people and places are named; made with ``linked=True``.
        notes: What was written about the campaign.
    """
    names = MarkdownNames(linked=True) if names is None else names
    files = FolderNames()
    index = files.name(name or _NO_TITLE, campaign_id, _ENDING)
    files_of = {review.id: files.name(review.heading, review.id, _ENDING) for review in overview}
    links = {review.id: link(_stem(files_of[review.id]), review.heading) for review in overview}

    def linked_title(review: SessionReview) -> str:
        return link(_stem(files_of[review.id]), review.heading, bar=r"\|")

    with folder.text(index) as stream:
        fields: dict[str, Field] = {"title": name or _NO_TITLE, "sessions": len(overview)}
        stream.write(front_matter(fields))
        stream.writelines(_overview(name, overview, attendance, names, linked_title))
        stream.writelines(_notes(notes))
    # A preview asks for no page but the one it shows.
    for place, (review, page) in enumerate(zip(overview, pages, strict=False)):
        with folder.text(files_of[review.id]) as stream:
            stream.write(front_matter(_fields(review, _stem(index), name, names)))
            stream.write(page)
            stream.writelines(_beside(overview, place, links))
    return (index, *files_of.values())


def _beside(overview: Sequence[SessionReview], place: int, links: Mapping[str, str]) -> Lines:
    """Yield a line with links to the notes before and after one."""
    before = [f"Before: {links[review.id]}" for review in overview[max(place - 1, 0) : place]]
    after = [f"After: {links[review.id]}" for review in overview[place + 1 : place + 2]]
    if before or after:
        yield f"\n{' · '.join(before + after)}\n"


def _overview(
    name: str,
    overview: Sequence[SessionReview],
    attendance: Sequence[PlayerAttendance],
    names: MarkdownNames,
    title: Callable[[SessionReview], str],
) -> Lines:
    yield f"# {escape(name) or _NO_TITLE}\n"
    if said := _said(overview):
        yield f"\n{said}\n"
    if overview:
        yield "\n## Sessions\n\n"
        yield from table(
            ("Session", "Date", "Status", "Duration", "Game time", "Players", "Objectives"),
            (_row(review, title) for review in overview),
        )
    if attendance:
        yield "\n## Attendance\n\n"
        yield from table(
            ("Player", "Attended", "Of", "Share", "Late", "Left early", "Longest run"),
            (_player(player, names) for player in attendance),
        )


def _notes(notes: str) -> Lines:
    if text := prose(notes):
        yield f"\n## Notes\n\n{text}\n"


def _said(overview: Sequence[SessionReview]) -> str:
    """Return how much was played, in one sentence; nothing where nothing was."""
    took_place = [one for one in overview if one.status in TOOK_PLACE]
    if not took_place:
        return ""
    days = sorted(day for review in took_place if (day := day_text(review)))
    played = counted(len(took_place), "session", "sessions")
    when = f", {escape(days[0])} to {escape(days[-1])}" if days and days[0] != days[-1] else ""
    return f"{played[:1].upper()}{played[1:]}{when}{_minutes_said(took_place)}."


def _minutes_said(took_place: Sequence[SessionReview]) -> str:
    """Return how long sessions took, and of how many of them that is known."""
    minutes = [review.minutes for review in took_place if review.minutes is not None]
    if not sum(minutes):
        return ""
    known = "" if len(minutes) == len(took_place) else f" in the {len(minutes)} whose end is known"
    if known and len(minutes) == 1:
        known = " in the one whose end is known"
    return f": {span_of_minutes(sum(minutes))} of play{known}"


def _plain_title(review: SessionReview) -> str:
    return escape(review.heading)


def _row(review: SessionReview, title: Callable[[SessionReview], str]) -> tuple[str, ...]:
    reached = sum(objective.reached for objective in review.planned)
    return (
        title(review),
        escape(day_text(review)),
        review.status.word,
        "" if review.minutes is None else span_of_minutes(review.minutes),
        game_text(review),
        _came(review),
        f"{reached}/{len(review.planned)}" if review.planned else "",
    )


def _came(review: SessionReview) -> str:
    if not review.players:
        return ""
    if review.status in TOOK_PLACE:
        return f"{review.attended}/{len(review.players)}"
    return f"{len(review.players)} expected" if review.status is Status.PLANNED else ""


def _player(player: PlayerAttendance, names: MarkdownNames) -> tuple[str, ...]:
    share = player.percentage
    return (
        names(player.user),
        str(player.attended),
        str(player.counted),
        "" if share is None else f"{share} %",
        str(player.late),
        str(player.left),
        str(player.longest_run),
    )


def _fields(
    review: SessionReview, index: str, campaign: str, names: MarkdownNames
) -> dict[str, Field]:
    tags = (tag(text) for text in review.tags)
    return {
        "title": review.title or review.heading,
        "aliases": [review.heading],
        "session": review.number,
        "campaign": link(index, campaign or _NO_TITLE),
        "date": day_text(review),
        "status": str(review.status),
        "tags": list(dict.fromkeys(text for text in tags if text)),
        "gm": names.plain(review.gm.id) if review.gm else "",
        "players": [names.plain(player.who.id) for player in review.players],
        "game_start": review.game_start_text,
        "game_end": review.game_end_text,
    }


def _stem(file_name: str) -> str:
    return file_name.removesuffix(_ENDING)
