"""A survey session as a page shows it at one moment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sessionary.core.problems import UserError
from sessionary.core.survey.flow import standing
from sessionary.core.survey.records import State
from sessionary.core.survey.rows import SURVEY
from sessionary.core.survey.sheet import SheetRow, Stand, sheet
from sessionary.services.collector import collector_paused
from sessionary.services.sessions import document_data
from sessionary.services.survey_shelf import opened_in
from sessionary.services.surveys import linked_sessions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sessionary.core.survey.flow import Standing
    from sessionary.core.survey.records import Generation, Opened
    from sessionary.services.library import Library


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionView:
    """One session with all that its page shows of it.

    Attributes:
        key: Its id.
        opened: The session and its definition.
        standing: How far it is.
        rows: Its questions with their answers; without those that players do not see, if it is
            shown to them.
        own: What only the library knows of it: tags, notes, links.
        answerable: Whether answers can be given, replaced and taken back.
        for_players: Whether only what its respondent may see is shown.
    """

    key: str
    opened: Opened
    standing: Standing
    rows: tuple[SheetRow, ...]
    own: Mapping[str, Any]
    answerable: bool
    for_players: bool

    @property
    def generation(self) -> Generation | None:
        """Of its format, None if its header does not tell."""
        return self.opened.session.generation

    @property
    def asked(self) -> SheetRow | None:
        """The question that is asked next and can be answered; None if there is none."""
        return next((one for one in self.rows if one.is_next and one.stand is Stand.ASKED), None)


def read_view(library: Library, key: str, *, editable: bool, for_players: bool) -> SessionView:
    """Read a session from a library; see `view_of`.

    Raises:
        DocumentBad: Its document cannot be used.
        UserError: There is no such session.
    """
    with collector_paused():
        data = document_data(library, SURVEY, key)
        opened = opened_in(library, key, data)
        return view_of(key, opened, data["own"], editable=editable, for_players=for_players)


def view_of(
    key: str, opened: Opened, own: Mapping[str, Any], *, editable: bool, for_players: bool
) -> SessionView:
    """Return what a page shows of a session.

    Args:
        key: The session's id.
        opened: The session and its definition.
        own: What only the library knows of it.
        editable: Whether the library lets it be edited at all.
        for_players: Whether it is shown to players.
    """
    stands = standing(opened)
    rows = sheet(opened, stands)
    session = opened.session
    definition = opened.definition
    free = (
        editable
        and definition is not None
        and not session.damaged
        and not opened.confirm
        and stands.state is not State.CLOSED
    )
    return SessionView(
        key=key,
        opened=opened,
        standing=stands,
        rows=tuple(map(_for_players, filter(_seen, rows))) if for_players else rows,
        own=own,
        answerable=free,
        for_players=for_players,
    )


def links_of(library: Library, own: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return key and title of the campaign sessions that a survey session is linked to."""
    found = []
    for key in linked_sessions({"own": own}):
        try:
            record = document_data(library, "session", key)["record"]
        except UserError:
            # It is gone, or cannot be used; the link stays for when it comes back.
            continue
        number, title = record.get("number"), record.get("title")
        words = [f"#{number}" if number is not None else "", title or ""]
        found.append((key, " ".join(str(word) for word in words if word)))
    return found


def _seen(row: SheetRow) -> bool:
    """Whether a respondent sees a question."""
    return not row.question.is_hidden and row.stand not in (Stand.IGNORED, Stand.LOOSE)


def _for_players(row: SheetRow) -> SheetRow:
    """Return a row without what is for the GM alone: former answers, and what is odd."""
    return row._replace(taken_back=None, findings=())
