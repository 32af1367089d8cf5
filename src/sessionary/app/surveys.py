"""Puts the Surveys place into the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from sessionary.app.takeaways import make_takeaway
from sessionary.views.survey.place.surveys_place import SurveysPlace

if TYPE_CHECKING:
    from sessionary.app.main_window import MainWindow

_UNDO_SECONDS = 12.0


def make_surveys(window: MainWindow) -> SurveysPlace:
    """Make the place; what it does can be undone from the banner."""

    def say_undo(sentence: str) -> None:
        words = QCoreApplication.translate("MainWindow", "Undo")
        window.banner.say(sentence, words, window.acts.edit_undo, seconds=_UNDO_SECONDS)

    place = SurveysPlace(
        window.theme,
        lambda: window.library,
        make_takeaway(window),
        sessions=lambda: (window.sessions_model.everything(), window.sessions_model.names()),
        category_of=window.sidebar.hue_of,
        now=window.acts.now,
    )
    place.acted.connect(say_undo)
    place.told.connect(window.banner.say)
    place.chosen.connect(window.acts.update_enabled)
    place.chosen.connect(window.acts.say_facts)
    place.export_asked.connect(window.acts.export_document)
    return place
