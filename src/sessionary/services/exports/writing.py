"""Writes what was chosen in one of the formats, as a file or a folder of files."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sessionary.core.problems import UserError
from sessionary.formats.file_names import FolderNames
from sessionary.formats.survey.markdown import USUAL
from sessionary.services.bad_documents import bad_documents, left_out
from sessionary.services.collector import collector_paused
from sessionary.services.exports.contents import Contents
from sessionary.services.exports.figures import (
    figures_of,
    figures_text,
    whole_campaigns,
)
from sessionary.services.exports.files import Enough, NamedFolder, ShownFolder, target
from sessionary.services.exports.formats import FORMATS, Format
from sessionary.services.exports.page_keeper import PageKeeper
from sessionary.services.exports.players import check_player
from sessionary.services.exports.progress import Progress
from sessionary.services.exports.records import (
    LIBRARY_FILE,
    write_part,
    write_whole,
)
from sessionary.services.exports.selection import select
from sessionary.services.exports.survey_files import needs_survey, shown_file, write_survey_files
from sessionary.services.exports.surveys import KINDS, SurveyContents, SurveyPart, select_surveys
from sessionary.storage import walks

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sessionary.formats.atomic import ExportFolder
    from sessionary.formats.survey.markdown import Included
    from sessionary.services.exports.progress import Report
    from sessionary.services.exports.selection import Named, Part
    from sessionary.services.insights import Insights
    from sessionary.services.library import Library
    from sessionary.services.stored import DocumentBad
    from sessionary.storage.connection import Reader

PREVIEW_LENGTH = 200_000
"""A preview shows so many characters at most."""


@dataclass(frozen=True, slots=True)
class Written:
    """What an export has left on the disk.

    Attributes:
        paths: The files, in the order in which they were written.
        warnings: What whoever hands them on should know, a sentence each.
    """

    paths: tuple[Path, ...]
    warnings: tuple[str, ...]


def export(
    library: Library,
    chosen: Sequence[Named] | None,
    format: str,  # noqa: A002 - the command line's word
    to: Path,
    *,
    player_safe: bool = False,
    include: Included = USUAL,
    player: str = "",
    report: Report,
) -> Written:
    """Write documents of a library to the disk; from any thread, nothing in the library changes.

    Only what is saved is written: save what is being typed before.

    Args:
        library: Where they are.
        chosen: Kind and key of each; None for everything.
        format: A key of :data:`FORMATS`, such as ``markdown``.
        to: A folder, or a file where the export is one file. A path without an ending that is
            not there yet becomes a folder.
        player_safe: Leave out everything that players may not see.
        include: What pages of surveys tell beyond what respondents see; nothing is told beyond
            that where it is to be safe for players.
        player: Leave out what this player may not see, by the id: of what is for some players
            alone, what is for this one stays in. Insights are those of all players.
        report: Called with events done and in all; what it raises ends the export, and nothing
            is written then.

    Raises:
        UserError: Something chosen is not there, or does not fit into the format or the file.
        OSError: What the disk says.
    """
    made, player_safe = FORMATS[format], player_safe or bool(player)
    if made.insights is not None:
        return _export_insights(
            library, chosen, made, to, report, player_safe=player_safe, player=player
        )
    with (
        collector_paused(),
        contextlib.ExitStack() as helped,
        library.reading() as connection,
    ):
        bad = bad_documents(library, connection)
        taken = select_surveys(connection, chosen, bad)
        surveys = SurveyContents(connection, library, taken, include, player_safe=player_safe)
        others = _without_surveys(chosen)
        if format == "survey":
            needs_survey({kind for kind, _key in others or ()})
            paths = write_survey_files(
                surveys, to, player_safe=player_safe, everything=chosen is None
            )
            return Written(paths, ())
        parts = select(connection, others, bad)
        if player:
            check_player(library, connection, parts, player)
        # Players' copies are read twice: first to learn who is known from which events.
        progress = Progress(report, sum(part.entries for part in parts) * (1 + player_safe))
        if format == "json" and chosen is None and not player_safe:
            paths = _write_whole(connection, library, progress, to, bad)
            return Written(paths, tuple(map(left_out, bad.values())))
        if chosen is None:
            fitting = _fitting(taken, made, player_safe)
            surveys = SurveyContents(connection, library, fitting, include, player_safe=player_safe)
        _check(parts, format, surveys.part, player_safe=player_safe)
        keeper = PageKeeper(library, connection)
        contents = [
            Contents(
                connection,
                part,
                library,
                progress,
                player_safe=player_safe,
                player=player,
                keeper=keeper,
            )
            for part in parts
        ]
        for one in contents:
            helped.callback(one.close)
        if made.folder is not None:
            paths = _write_folders(contents, made.folder, to)
            if surveys.part.definitions and made.results is not None:
                with NamedFolder(to) as folder:
                    made.results(surveys, folder)
                paths += tuple(folder.paths)
        else:
            paths = _write_files(contents, made, to, surveys, library)
        keeper.flush()
        warnings = [line for one in contents for line in one.warnings()]
        warnings += _missing(taken, surveys.part)
        if chosen is None:
            warnings += [*map(left_out, bad.values()), *_homeless(connection)]
    return Written(paths, (*made.noted, *warnings))


def preview(
    library: Library,
    kind: str,
    key: str,
    format: str,  # noqa: A002 - the command line's word
    *,
    player_safe: bool = False,
    player: str = "",
) -> str:
    """Return the beginning of what an export of one document would write; from any thread.

    Of several files it is the one about the document: of tables that of sessions, of a vault its
    note. At most :data:`PREVIEW_LENGTH` characters are made.

    Raises:
        UserError: It is not there, does not fit into the format, or players may not see it.
    """
    player_safe = player_safe or bool(player)
    format = FORMATS[format].shown_as or format  # noqa: A001
    made = FORMATS[format]
    if made.insights is not None:
        found = _insights(library, [(kind, key)], _unheard, player_safe=player_safe)
        return figures_text(found[0])[:PREVIEW_LENGTH]
    # The first note of a vault is its index.
    shown = ShownFolder(Path(), int(format == "vault" and kind == "session"), PREVIEW_LENGTH)
    with library.reading() as connection, contextlib.suppress(Enough):
        bad = bad_documents(library, connection)
        taken = select_surveys(connection, [(kind, key)], bad)
        parts = select(connection, _without_surveys([(kind, key)]), bad)
        _check(parts, format, taken, player_safe=player_safe)
        surveys = SurveyContents(connection, library, taken, player_safe=player_safe)
        if format == "survey":
            return shown_file(surveys, player_safe=player_safe)[:PREVIEW_LENGTH]
        progress = Progress(lambda _done, _total: None, 0)
        contents = [
            Contents(connection, part, library, progress, player_safe=player_safe, player=player)
            for part in parts
        ]
        _show(contents, made, shown, surveys, library)
        raise UserError(_HIDDEN)
    return shown.shown


def _show(
    contents: Sequence[Contents],
    made: Format,
    shown: ShownFolder,
    surveys: SurveyContents,
    library: Library,
) -> None:
    """Write what was chosen into a folder that only shows it."""
    if surveys.part.definitions and made.results is not None:
        made.results(surveys, shown)
    if surveys.part.sessions and made.surveys is not None:
        made.surveys(surveys, shown)
    if made.folder is not None and contents:
        made.folder(contents[0], shown)
    elif made.files is not None and contents:
        made.files(contents, shown)
    elif made is FORMATS["json"]:
        write_part(contents, shown, surveys, library.sources)


def _unheard(_done: int, _total: int) -> None:
    """Take no note of progress."""


def _insights(
    library: Library, chosen: Sequence[Named] | None, report: Report, *, player_safe: bool
) -> list[Insights]:
    with library.reading() as connection:
        parts = select(connection, chosen, bad_documents(library, connection))
    campaigns = whole_campaigns(parts)
    found = [*figures_of(library, campaigns, report, player_safe=player_safe)]
    if not found:
        raise UserError(_HIDDEN if player_safe else "There is nothing to export.")
    return found


def _export_insights(
    library: Library,
    chosen: Sequence[Named] | None,
    made: Format,
    to: Path,
    report: Report,
    *,
    player_safe: bool,
    player: str,
) -> Written:
    assert made.insights is not None  # noqa: S101
    if player:
        with library.reading() as connection:
            parts = select(connection, chosen, bad_documents(library, connection))
            check_player(library, connection, parts, player)
    found = _insights(library, chosen, report, player_safe=player_safe)
    return Written(made.insights(found, to), made.noted)


_HIDDEN = "Players may not see any of it."


def _fitting(taken: SurveyPart, made: Format, player_safe: bool) -> SurveyPart:  # noqa: FBT001
    """Return what a format holds of surveys where all of a library is written in it.

    What respondents have said is for the GM alone.
    """
    if player_safe:
        return SurveyPart()
    if made is FORMATS["json"]:
        return taken
    return SurveyPart(sessions=taken.sessions if made.surveys is not None else ())


def _missing(taken: SurveyPart, written: SurveyPart) -> list[str]:
    count = len(taken.sessions) - len(written.sessions)
    if not count:
        return []
    sessions = "1 session of a survey is" if count == 1 else f"{count} sessions of surveys are"
    return [f"{sessions} not in it; the formats survey and json have all of them."]


def _without_surveys(chosen: Sequence[Named] | None) -> Sequence[Named] | None:
    return None if chosen is None else [name for name in chosen if name[0] not in KINDS]


def _check(parts: Sequence[Part], format_: str, surveys: SurveyPart, *, player_safe: bool) -> None:
    if not parts and not surveys:
        raise UserError("There is nothing to export.")
    for part in parts:
        if part.goals and not part.whole and not FORMATS[format_].goals:
            raise UserError(f"A goal by itself cannot be written as {format_}.")
    if surveys and player_safe and format_ == "json":
        raise UserError("What respondents have said is not written for players as json.")
    if surveys.definitions and player_safe and format_ != "survey":
        raise UserError("What respondents have said is not written for players.")
    others = ("json", "survey")
    if surveys.definitions and format_ not in others and FORMATS[format_].results is None:
        raise UserError(f"A survey's definition cannot be written as {format_}.")
    # What its sessions say stands in the tables of a survey.
    told = format_ == "json" or (surveys.definitions and FORMATS[format_].results is not None)
    if surveys.sessions and not told and FORMATS[format_].surveys is None and format_ != "survey":
        raise UserError(f"A session of a survey cannot be written as {format_}.")


def _write_whole(
    connection: Reader,
    library: Library,
    progress: Progress,
    to: Path,
    bad: Mapping[Named, DocumentBad],
) -> tuple[Path, ...]:
    with target(to, files=1) as files, files.text(LIBRARY_FILE) as stream:
        write_whole(connection, library, progress, stream, bad)
    return tuple(files.paths)


def _write_files(
    contents: Sequence[Contents],
    made: Format,
    to: Path,
    surveys: SurveyContents,
    library: Library,
) -> tuple[Path, ...]:
    sessions = surveys.part.sessions if made.surveys is not None else ()
    pages = surveys.part.definitions if made.results is not None else ()
    with target(to, files=made.count(contents) + len(sessions) + len(pages)) as files:
        if made.files is None:
            write_part(contents, files, surveys, library.sources)
        else:
            made.files(contents, files)
        if made.surveys is not None:
            made.surveys(surveys, files)
        if made.results is not None:
            made.results(surveys, files)
        if not files.paths:
            raise UserError(_HIDDEN)
    return tuple(files.paths)


def _write_folders(
    contents: Sequence[Contents], write: Callable[[Contents, ExportFolder], None], to: Path
) -> tuple[Path, ...]:
    """Write each campaign into its own folder; a single one into the folder that was named."""
    if to.exists() and not to.is_dir():
        raise UserError(f"{to} is a file; this format needs a folder.")
    names = FolderNames()
    paths: list[Path] = []
    for campaign in contents:
        path = to if len(contents) == 1 else to / names.name(campaign.name, campaign.id)
        with NamedFolder(path) as folder:
            write(campaign, folder)
        paths += folder.paths
    return tuple(paths)


def _homeless(connection: Reader) -> list[str]:
    count = walks.count_homeless(connection)
    if not count:
        return []
    events = "1 event belongs" if count == 1 else f"{count} events belong"
    return [f"{events} to no campaign; the JSON of the whole library has them all."]
