"""Dialogs on one document, opened from the window."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from sessionary.core.campaign.naming import names_of
from sessionary.core.campaign.record import list_at, text_at
from sessionary.core.problems import UserError
from sessionary.core.survey.rows import DEFINITION, SURVEY
from sessionary.services.history import revisions
from sessionary.services.sessions import document_data
from sessionary.services.survey_shelf import survey_title
from sessionary.views.history_dialog import HistoryDialog
from sessionary.views.rescue_dialog import RescueDialog

if TYPE_CHECKING:
    from typing import Any

    from sessionary.app.main_window import MainWindow
    from sessionary.models.open_library import OpenLibrary


def _words(text: str) -> str:
    return QCoreApplication.translate("Documents", text)


def show_history(window: MainWindow, library: OpenLibrary, kind: str, key: str) -> None:
    """Show the former revisions of a document."""
    if not revisions(library.library, kind, key):
        # A campaign that sessions name and no file brought.
        window.banner.say(_words("There is no document here that could have a history."))
        return
    dialog = HistoryDialog(
        window.theme,
        library,
        kind,
        key,
        title=title_of(window, kind, key),
        name_of=names_of(_campaign_of(window, library, kind, key)),
        parent=window,
    )
    dialog.open()


def show_rescues(window: MainWindow, library: OpenLibrary) -> None:
    """Show the changes that could not be saved."""
    names: dict[str, str] = {}
    for campaign in library.campaigns():
        names |= _names(library, campaign.id)
    dialog = RescueDialog(
        window.theme, library, name_of=lambda one: names.get(one, one), parent=window
    )
    dialog.open()


def title_of(window: MainWindow, kind: str, key: str) -> str:
    """Return what a document is called in the lists of the window; its key if it is in none."""
    if kind == "campaign":
        return window.sessions_model.campaign_name(key) or key
    if kind == "world" and window.library is not None:
        with suppress(UserError):
            record = document_data(window.library.library, kind, key)["record"]
            return str(record.get("name") or key)
        return key
    if kind in (DEFINITION, SURVEY) and window.library is not None:
        with suppress(UserError):
            return survey_title(window.library.library, kind, key) or key
        return key
    sessions = window.sessions_model.everything()
    return next((one.name for one in sessions if one.key == key), key)


def _names(library: OpenLibrary, campaign: str) -> dict[str, str]:
    """Return id -> name of the people and characters of a campaign."""
    try:
        own = document_data(library.library, "campaign", campaign)["own"]
    except UserError:
        return {}
    people = (*list_at(own, "users"), *list_at(own, "characters"))
    return {text_at(one, "id"): text_at(one, "name") for one in people if text_at(one, "name")}


def _campaign_of(
    window: MainWindow, library: OpenLibrary, kind: str, key: str
) -> dict[str, Any] | None:
    sessions = window.sessions_model.everything()
    campaign = key
    if kind == "session":
        campaign = next((one.container for one in sessions if one.key == key), "")
    try:
        return document_data(library.library, "campaign", campaign) if campaign else None
    except UserError:
        return None
