"""Opens the export of a session, a campaign or the library."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sessionary.core.survey.rows import DEFINITION, SURVEY
from sessionary.core.survey.values import printable
from sessionary.services.exports import export, preview
from sessionary.services.exports.players import players_of
from sessionary.services.surveys import Surveys
from sessionary.views.exports.export_dialog import ExportDialog
from sessionary.views.exports.offers import FORMATS, SURVEY_FORMATS, ExportScope, nobody

if TYPE_CHECKING:
    from sessionary.app.main_window import MainWindow
    from sessionary.models.open_library import OpenLibrary
    from sessionary.models.session_list import SessionListModel

_FOLDER = "export_folder"


def open_export(
    window: MainWindow,
    library: OpenLibrary,
    kind: str,
    key: str,
    *,
    player_view: bool,
) -> None:
    """Open the export with a document chosen; what it belongs to can be chosen instead.

    Args:
        window: Over which it opens; it remembers where the last export went.
        library: What is exported.
        kind: ``session``, ``campaign``, ``survey`` (a session of one) or ``definition``.
        key: The document's key, empty for the library as a whole.
        player_view: Propose what players may see.
    """
    kept = window.preferences.text(_FOLDER)
    folder = Path(kept) if kept and Path(kept).is_dir() else Path.home()
    of_survey = kind in (SURVEY, DEFINITION)
    scopes = (
        survey_scopes(library, kind, key)
        if of_survey
        else export_scopes(window.sessions_model, kind, key)
    )
    dialog = ExportDialog(
        window.theme,
        library,
        scopes,
        export,
        preview,
        folder,
        formats=SURVEY_FORMATS if of_survey else FORMATS,
        players=nobody if of_survey else players_of,
        parent=window,
    )
    dialog.players.setChecked(player_view)
    dialog.folder_chosen.connect(lambda chosen: window.preferences.keep_text(_FOLDER, str(chosen)))
    dialog.open()


def survey_scopes(library: OpenLibrary, kind: str, key: str) -> list[ExportScope]:
    """Return what can be exported from a survey, or from one of its sessions."""
    surveys = Surveys(library.library).read()
    scopes: list[ExportScope] = []
    found = next((one for one in surveys if kind == DEFINITION and one.id == key), None)
    for survey in surveys:
        session = next((one for one in survey.sessions if kind == SURVEY and one.key == key), None)
        if session is not None:
            found = survey
            title = f"{survey.title} {session.respondent}".strip()
            scopes.append(
                ExportScope(
                    key="session",
                    title=printable(title),
                    documents=((SURVEY, key),),
                    # The tables are of what all have answered.
                    without=frozenset({"csv"}),
                )
            )
    if found is None:
        return [ExportScope(key="library")]
    title = printable(found.title)
    whole = [(SURVEY, one.key) for one in found.sessions]
    if found.versions:
        scopes.append(ExportScope(key="results", title=title, documents=((DEFINITION, found.id),)))
        whole.insert(0, (DEFINITION, found.id))
    return [*scopes, ExportScope(key="survey", title=title, documents=tuple(whole))]


def export_scopes(model: SessionListModel, kind: str, key: str) -> list[ExportScope]:
    """Return what can be exported from a document's page: it, its campaign, the library."""
    scopes: list[ExportScope] = []
    campaign = key if kind == "campaign" else ""
    if kind == "session":
        found = next((one for one in model.everything() if one.key == key), None)
        if found is not None:
            number = "" if found.number is None else f"{found.number} "
            scopes.append(
                ExportScope(
                    key="session",
                    title=f"{number}{found.title or found.id}",
                    documents=(("session", key),),
                )
            )
            campaign = found.container
    if campaign in model.names():
        scopes.append(
            ExportScope(
                key="campaign",
                title=model.campaign_name(campaign),
                documents=(("campaign", campaign),),
            )
        )
    return [*scopes, ExportScope(key="library")]
