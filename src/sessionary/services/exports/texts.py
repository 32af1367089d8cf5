"""Exports that are read by people: Markdown, vaults and tables."""

from __future__ import annotations

import io
from statistics import median
from typing import TYPE_CHECKING, Final, TextIO

from sessionary.core.campaign.attendance import attendance_by_player
from sessionary.core.campaign.clock import Clock, campaign_clock
from sessionary.core.campaign.lifecycle import Status
from sessionary.core.campaign.order import timeline_order
from sessionary.core.campaign.record import instant_us, text_at
from sessionary.core.survey.values import printable
from sessionary.formats.calendar_file import Evening, calendar_text
from sessionary.formats.csv_tables import (
    ENCODING,
    NEWLINE,
    write_attendance,
    write_events,
    write_players,
    write_sessions,
)
from sessionary.formats.file_names import FolderNames
from sessionary.formats.markdown.campaign import write_campaign, write_vault
from sessionary.formats.markdown.names import MarkdownNames
from sessionary.formats.markdown.session import session_lines, write_session
from sessionary.formats.survey.results_markdown import results_markdown
from sessionary.formats.survey.results_tables import write_answers, write_counts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sessionary.core.campaign.order import LoggedEvent
    from sessionary.formats.atomic import ExportFolder
    from sessionary.services.exports.contents import Contents, Data
    from sessionary.services.exports.files import Files
    from sessionary.services.exports.surveys import SurveyContents


_USUAL_MINUTES: Final = 240


def write_markdown(contents: Sequence[Contents], files: Files) -> None:
    """Write a file for each campaign that is taken whole, and for each single session."""
    names = FolderNames()
    for campaign in contents:
        if campaign.part.whole:
            with files.text(names.name(campaign.name, campaign.id, ".md")) as stream:
                write_campaign_page(stream, campaign)
        else:
            _write_sessions(campaign, files, names)


def write_survey_markdown(surveys: SurveyContents, files: Files) -> None:
    """Write a page of Markdown for each session of a survey."""
    names = FolderNames()
    for title, key, page in surveys.pages():
        with files.text(names.name(title, key, ".md")) as stream:
            stream.write(page)


def write_survey_html(surveys: SurveyContents, files: Files) -> None:
    """Write an HTML page for each session of a survey."""
    from sessionary.formats.html_page import html_pages  # noqa: PLC0415  seldom wanted

    names = FolderNames()
    for title, key, page in surveys.pages():
        with files.text(names.name(title, key, ".html")) as stream:
            stream.writelines(html_pages(title, [page]))


def write_results_markdown(surveys: SurveyContents, files: Files) -> None:
    """Write the results of each survey as a page of Markdown."""
    names = FolderNames()
    for survey, results in surveys.results():
        with files.text(names.name(printable(survey.title), survey.id, ".md")) as stream:
            stream.write(results_markdown(results))


def write_results_html(surveys: SurveyContents, files: Files) -> None:
    """Write the results of each survey as an HTML page."""
    from sessionary.formats.html_page import html_pages  # noqa: PLC0415  seldom wanted

    names = FolderNames()
    for survey, results in surveys.results():
        title = printable(survey.title)
        with files.text(names.name(title, survey.id, ".html")) as stream:
            stream.writelines(html_pages(title, [results_markdown(results)]))


def write_result_tables(surveys: SurveyContents, files: Files) -> None:
    """Write two tables for each survey: what was counted, and all answers, a row a session."""
    names = FolderNames()
    for survey, results in surveys.results():
        versions = {one.name: one.definition for one in survey.versions}
        title = printable(survey.title)
        mine = f"{title} " if len(surveys.part.definitions) > 1 else ""
        # The one that a preview shows comes first.
        answers = names.name(f"{mine}answers", survey.id, ".csv")
        with files.text(answers, encoding=ENCODING, newline=NEWLINE) as stream:
            write_answers(stream, results, versions)
        counts = names.name(f"{mine}counts", survey.id, ".csv")
        with files.text(counts, encoding=ENCODING, newline=NEWLINE) as stream:
            write_counts(stream, results.questions)


def count_pages(contents: Sequence[Contents]) -> int:
    """Return how many files :func:`write_markdown` writes."""
    return sum(1 if one.part.whole else len(one.part.sessions) for one in contents)


def write_campaign_page(stream: TextIO, campaign: Contents) -> None:
    """Write a campaign as one page of Markdown."""
    names = MarkdownNames(campaign.name_of)

    pages = campaign.pages("markdown", names, 2)
    write_campaign(
        stream,
        campaign.name,
        overview=campaign.overview(),
        attendance=attendance_by_player(data["record"] for _, data in campaign.sessions()),
        pages=(text for _data, text in pages),
        names=names,
        notes=_notes(campaign),
    )


def _write_sessions(campaign: Contents, files: Files, names: FolderNames) -> None:
    markdown = MarkdownNames(campaign.name_of)
    for review in campaign.reviews():
        # Two campaigns may each have a session of the same id and title.
        mark = f"{campaign.id}/{review.id}"
        with files.text(names.name(review.heading, mark, ".md")) as stream:
            write_session(stream, review, names=markdown)


def write_html(contents: Sequence[Contents], files: Files) -> None:
    """Write an HTML page for each campaign that is taken whole, and for each single session."""
    from sessionary.formats.html_page import html_pages  # noqa: PLC0415  seldom wanted

    names = FolderNames()
    for campaign in contents:
        if campaign.part.whole:
            with files.text(names.name(campaign.name, campaign.id, ".html")) as stream:
                stream.writelines(html_pages(campaign.name, _campaign_pages(campaign)))
            continue
        markdown = MarkdownNames(campaign.name_of)
        for review in campaign.reviews():
            page = "".join(session_lines(review, names=markdown))
            mark = f"{campaign.id}/{review.id}"
            with files.text(names.name(review.heading, mark, ".html")) as stream:
                stream.writelines(html_pages(review.heading, [page]))


def _campaign_pages(campaign: Contents) -> Iterator[str]:
    """Yield the overview of a campaign, then each of its sessions."""
    names = MarkdownNames(campaign.name_of)
    overview = io.StringIO()
    write_campaign(
        overview,
        campaign.name,
        overview=campaign.overview(),
        attendance=attendance_by_player(data["record"] for _, data in campaign.sessions()),
        names=names,
        notes=_notes(campaign),
    )
    yield overview.getvalue()

    # The same pages as those of a campaign in Markdown.
    yield from (text for _data, text in campaign.pages("markdown", names, 2))


def write_calendars(contents: Sequence[Contents], files: Files) -> None:
    """Write a calendar for each campaign: its evenings that are planned or were called off.

    A single session becomes a calendar of its own, also when it was played.
    """
    names = FolderNames()
    for campaign in contents:
        evenings = _evenings(campaign)
        if campaign.part.whole:
            with files.text(names.name(campaign.name, campaign.id, ".ics"), newline="") as stream:
                stream.write(calendar_text(campaign.name, evenings))
            continue
        for evening in evenings:
            with files.text(names.name(evening.title, evening.uid, ".ics"), newline="") as stream:
                stream.write(calendar_text(campaign.name, [evening]))


def _evenings(campaign: Contents) -> Iterator[Evening]:
    overview = campaign.overview()
    played = [one.minutes for one in overview if one.minutes]
    usual = round(median(played)) if played else _USUAL_MINUTES
    for (_session, data), review in zip(campaign.sessions(), overview, strict=True):
        planned = review.status in {Status.PLANNED, Status.CANCELLED}
        if review.start_us is None or (campaign.part.whole and not planned):
            continue
        changed = text_at(data, "record", "updatedAt") or text_at(data, "record", "createdAt")
        yield Evening(
            uid=f"{review.id}@{campaign.id}.sessionary",
            title=f"{campaign.name}: {review.heading}",
            start_us=review.start_us,
            minutes=review.minutes or usual,
            changed_us=instant_us(changed, campaign.zone) or review.start_us,
            location=review.location,
            description=review.description,
            cancelled=review.status is Status.CANCELLED,
        )


def write_notes(campaign: Contents, folder: ExportFolder) -> None:
    """Write a campaign, or some of its sessions, as a vault of linked notes."""
    names = MarkdownNames(campaign.name_of, linked=True)
    pages = campaign.pages("vault", names, 1)

    write_vault(
        folder,
        campaign.name,
        campaign.id,
        overview=campaign.overview(),
        attendance=attendance_by_player(data["record"] for _, data in campaign.sessions()),
        pages=(text for _data, text in pages),
        names=names,
        notes=_notes(campaign),
    )


def _notes(campaign: Contents) -> str:
    """Return what was written about a campaign that is taken whole."""
    return text_at(campaign.campaign, "own", "notes") if campaign.part.whole else ""


def write_tables(campaign: Contents, folder: Files) -> None:
    """Write a campaign, or some of its sessions, as tables."""
    numbers = {str(data["record"].get("id")): s.number for s, data in campaign.sessions()}
    tables: dict[str, Callable[[TextIO], int]] = {
        "sessions.csv": lambda out: write_sessions(out, _counted(campaign), campaign.name_of),
        "events.csv": lambda out: write_events(
            out, _events(campaign), campaign.name_of, numbers=numbers
        ),
        "attendance.csv": lambda out: write_attendance(out, _data(campaign), campaign.name_of),
        "players.csv": lambda out: write_players(
            out,
            attendance_by_player(data["record"] for data in _data(campaign)),
            campaign.name_of,
        ),
    }
    for name, write in tables.items():
        with folder.text(name, encoding=ENCODING, newline=NEWLINE) as stream:
            write(stream)


def _data(campaign: Contents) -> Iterator[Data]:
    return (data for _, data in campaign.sessions())


def _counted(campaign: Contents) -> Iterator[Data]:
    for session, data in campaign.sessions():
        yield campaign.stated(session, data)


def _events(campaign: Contents) -> Iterator[object]:
    clock = campaign_clock(campaign.campaign)
    for session, _data in campaign.sessions():
        yield from (record for record, _ in _by_time(campaign.log(session), clock))
    yield from campaign.loose_events()


def _by_time(events: list[LoggedEvent], clock: Clock) -> Iterator[LoggedEvent]:
    return (events[i] for i in timeline_order(events, clock))
