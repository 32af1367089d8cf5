"""What the export dialog offers: scopes and formats, and the names it proposes for files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QCoreApplication

from sessionary.formats.file_names import safe_name

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from sessionary.services.library import Library

    Report = Callable[[int, int], None]


class Written(Protocol):
    """What an export has left on the disk."""

    @property
    def paths(self) -> Sequence[Path]:
        """The files, in the order in which they were written."""

    @property
    def warnings(self) -> Sequence[str]:
        """What whoever hands them on should know."""


class Export(Protocol):
    """Writes an export, as :func:`sessionary.services.exports.export` does."""

    def __call__(
        self,
        library: Library,
        chosen: Sequence[tuple[str, str]] | None,
        format: str,  # noqa: A002 - the service's word
        to: Path,
        /,
        *,
        player_safe: bool,
        player: str,
        report: Report,
    ) -> Written:
        """Write, and return what was written."""


class Preview(Protocol):
    """Returns the beginning of a text, as :func:`sessionary.services.exports.preview` does."""

    def __call__(
        self,
        library: Library,
        kind: str,
        key: str,
        format: str,  # noqa: A002 - the service's word
        /,
        *,
        player_safe: bool,
        player: str,
    ) -> str:
        """Return what an export of one document would write."""


class Players(Protocol):
    """Returns for whom there can be a copy, as `services.exports.players.players_of` does."""

    def __call__(
        self, library: Library, chosen: Sequence[tuple[str, str]] | None, /
    ) -> Sequence[tuple[str, str]]:
        """Return id and name of each player of what is exported."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportScope:
    """What may be exported.

    Attributes:
        key: ``session``, ``campaign``, ``results`` and ``survey`` (a survey without and with its
            sessions), or ``library``.
        title: What it is called, such as the session's title; empty for the library.
        documents: Kind and key of each document; None for the whole library.
        without: The formats in which it cannot be written.
    """

    key: str
    title: str = ""
    documents: tuple[tuple[str, str], ...] | None = None
    without: frozenset[str] = frozenset()

    @property
    def shown(self) -> tuple[str, str] | None:
        """The document that the preview shows; None where there is not just one."""
        return self.documents[0] if self.documents and len(self.documents) == 1 else None

    def words(self) -> str:
        """Return what the choice says."""
        return {
            "session": _say("This session"),
            "results": _say("This survey"),
            "survey": _say("This survey with its sessions"),
            "campaign": _say("This campaign"),
            "library": _say("The whole library"),
        }.get(self.key, self.title)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportFormat:
    """A format as it is offered.

    Attributes:
        key: What the service calls it.
        ending: Of a file in it; empty where it is always a folder of files.
        player_safe: Whether a copy for players can be made in it.
        one_player: Whether one for a single player can.
        holds: What it has in it, where that is not what the format has mostly.
    """

    key: str
    ending: str
    player_safe: bool = True
    one_player: bool = True
    holds: str = ""

    def words(self) -> str:
        """Return what it is called."""
        return {
            "markdown": _say("Markdown"),
            "vault": _say("Markdown for note vaults"),
            "html": _say("Web page (HTML)"),
            "ics": _say("Calendar (ICS)"),
            "campaign": _say("Campaign file (JSON)"),
            "csv": _say("Tables (CSV)"),
            "insights": _say("Insights (Markdown)"),
            "insights-csv": _say("Insights (CSV)"),
            "json": _say("Everything (JSON)"),
            "survey": _say("Survey files"),
        }[self.key]

    def sentence(self) -> str:
        """Return what it is for."""
        return {
            "markdown": _say("A page to read, print or send."),
            "vault": _say("A folder of linked notes, one a session, person and place."),
            "html": _say("One file for any browser, without scripts; for players, say."),
            "ics": _say("The evenings that are planned, for a calendar."),
            "campaign": _say("The records as files bring them, for other programs."),
            "csv": _say("Sessions, events, attendance and players, for spreadsheets."),
            "csv answers": _say("All answers, and what they amount to, for spreadsheets."),
            "insights": _say("The charts of a campaign as tables to read."),
            "insights-csv": _say("The charts of a campaign as tables for spreadsheets."),
            "json": _say("All that the program knows; importing it gives the same again."),
            "survey": _say("The files as the survey program has them, byte for byte."),
        }[f"{self.key} {self.holds}".rstrip()]


FORMATS = (
    ExportFormat(key="markdown", ending=".md"),
    ExportFormat(key="vault", ending=""),
    ExportFormat(key="html", ending=".html"),
    ExportFormat(key="ics", ending=".ics"),
    ExportFormat(key="campaign", ending=".json"),
    ExportFormat(key="csv", ending=""),
    ExportFormat(key="insights", ending=".md", one_player=False),
    ExportFormat(key="insights-csv", ending="", one_player=False),
    ExportFormat(key="json", ending=".json", player_safe=False),
)

SURVEY_FORMATS = (
    ExportFormat(key="markdown", ending=".md"),
    ExportFormat(key="html", ending=".html"),
    ExportFormat(key="csv", ending="", player_safe=False, holds="answers"),
    ExportFormat(key="survey", ending="", player_safe=True),
    ExportFormat(key="json", ending=".json", player_safe=False),
)
"""What surveys and their sessions can be written as."""


def _say(text: str) -> str:
    return QCoreApplication.translate("Export", text)


def nobody(_library: Library, _chosen: Sequence[tuple[str, str]] | None) -> tuple[()]:
    """Return no players: there is no copy for a single one."""
    return ()


def is_one_file(scope: ExportScope, format_: ExportFormat) -> bool:
    """Say whether an export is one file; otherwise it is a folder of files."""
    return bool(format_.ending) and (scope.shown is not None or format_.key == "json")


def proposed(
    folder: Path, scope: ExportScope, format_: ExportFormat, *, player_safe: bool, player: str = ""
) -> Path:
    """Return the file or folder that is proposed for an export below `folder`.

    Args:
        folder: Where it goes.
        scope: What is exported.
        format_: In which format.
        player_safe: Whether it is for players.
        player: The name of the one player whom it is for; empty for all of them.
    """
    title = scope.title if scope.documents is not None else _say("Sessionary library")
    if player_safe and player:
        title = _say("{0} for {1}").format(title, player)
    elif player_safe:
        title = _say("{0} for players").format(title)
    mark = "/".join(scope.documents[0]) if scope.documents else "library"
    ending = format_.ending if is_one_file(scope, format_) else ""
    return folder / safe_name(title, mark, ending)
