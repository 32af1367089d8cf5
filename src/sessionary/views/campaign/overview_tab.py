"""The overview of a session: what happened, at a glance, what was reached, who and where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from sessionary.core.campaign.agenda import Standing, carried
from sessionary.core.campaign.lifecycle import Status
from sessionary.core.campaign.record import text_at, texts_at
from sessionary.services.survey_links import surveys_of_session
from sessionary.views.campaign.carried_card import CarriedCard
from sessionary.views.campaign.live_text import LiveText
from sessionary.views.campaign.overview_cards import Glance, NamesCard, Objectives
from sessionary.views.campaign.recap import Recap
from sessionary.views.campaign.small_parts import TwoColumns
from sessionary.views.campaign.surveys_card import SurveysCard
from sessionary.views.campaign.told_cards import CombatsCard, FindingsCard, FoundCard
from sessionary.views.widgets.cards import Card, ScrollPage

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from sessionary.services.pages import SessionPage
    from sessionary.views.campaign.fields import EditableText
    from sessionary.views.campaign.session_saves import SessionSaves
    from sessionary.views.theme import Theme


class OverviewTab(ScrollPage):
    """Cards that say what is known of a session.

    `followed` says the positions of events that the reader wants to see, `survey_asked` the key
    of a session of a survey.
    """

    followed = Signal(object)
    survey_asked = Signal(str)

    def __init__(self, theme: Theme, saves: SessionSaves, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self._saves = saves
        self.recap = Recap(theme)
        self.recap_card = Card(theme, self.tr("Recap"))
        self.recap_card.add(self.recap)
        self.glance = Glance(theme, saves)
        self.gm_text = LiveText(
            theme,
            self.tr("The GM’s recap"),
            lambda text: saves.edits.type("/summary/gm", text, self.tr("Edit the GM’s recap")),
            placeholder=self.tr("Write what happened, in your own words."),
        )
        self.gm_card = Card(theme, self.tr("The GM’s recap"))
        self.gm_card.add(self.gm_text)
        self.objectives = Objectives(theme, saves)
        self.carried = CarriedCard(theme)
        self.lists = self._make_lists()
        self.surveys = SurveysCard(theme)
        self.combats = CombatsCard(theme)
        self.found = FoundCard(theme)
        self.findings = FindingsCard(theme)
        self._lay_out()
        self._connect()

    def _make_lists(self) -> dict[str, NamesCard]:
        words = {
            "highlights": (self.tr("Highlights"), self.tr("Add a highlight")),
            "npcsIntroduced": (self.tr("NPCs"), self.tr("Add an NPC")),
            "locationsVisited": (self.tr("Places"), self.tr("Add a place")),
            "itemsAcquired": (self.tr("Items"), self.tr("Add an item")),
            "questsStarted": (self.tr("Quests started"), self.tr("Add a quest")),
            "questsCompleted": (self.tr("Quests completed"), self.tr("Add a quest")),
        }
        return {
            key: NamesCard(self.theme, self._saves, key, title, placeholder)
            for key, (title, placeholder) in words.items()
        }

    def _lay_out(self) -> None:
        lists: list[QWidget] = [self.surveys, *self.lists.values()]
        told: list[QWidget] = [self.combats, self.found]
        self.add(self.findings)
        self.add(
            TwoColumns(
                self.theme,
                [self.recap_card, self.gm_card, *told],
                [self.glance, self.objectives, self.carried, *lists],
                [
                    self.recap_card,
                    self.glance,
                    self.gm_card,
                    self.objectives,
                    self.carried,
                    *lists,
                    *told,
                ],
            )
        )

    def _connect(self) -> None:
        self.recap.followed.connect(self.followed)
        self.combats.followed.connect(self.followed)
        self.found.followed.connect(self.followed)
        for card in self.lists.values():
            card.followed.connect(self.followed)
        self.objectives.stood.connect(self._stand)
        self.surveys.survey_asked.connect(self.survey_asked)
        self.carried.refused.connect(self._saves.leave_out)

    def show_page(self, page: SessionPage, *, editable: bool) -> None:
        """Show a session.

        Args:
            page: All that is known of it.
            editable: Whether values can be edited.
        """
        review = page.review
        self.set_editable(editable=editable)
        self.recap.show_review(review)
        self.glance.show_review(review)
        recap = text_at(page.data, "record", "summary", "gm")
        self.gm_text.set_text(recap)
        self.gm_card.setVisible(editable or bool(recap))
        self.objectives.show_review(review)
        ahead = review.status is Status.PLANNED
        self.carried.show_items(carried(page.data) if ahead else (), editable=editable)
        for one in review.lists:
            written = texts_at(page.data, "record", "summary", one.key)
            self.lists[one.key].show_entries(one.entries, written)
        # What respondents said is for the GM alone.
        told = self._saves.shows_private
        self.surveys.show_surveys(
            surveys_of_session(self._saves.edits.library, page.key) if told else ()
        )
        self.combats.show_combats(review.combats)
        self.found.show_review(review)
        self.findings.show_findings(review.findings if self._saves.shows_private else ())

    def set_editable(self, *, editable: bool) -> None:
        """Let values be edited or only read."""
        for field in self._fields():
            field.set_editable(editable=editable)
        self.objectives.set_editable(editable=editable)
        self.gm_text.setReadOnly(not editable)

    def flush(self) -> bool:
        """Save what is typed; say whether nothing is left unsaved."""
        fields = [*self._fields(), *self.objectives.fields]
        return all([*(field.flush() for field in fields), self.gm_text.flush()])

    def give_up(self) -> None:
        """Close all editors without saving."""
        for field in (*self._fields(), *self.objectives.fields):
            field.give_up()

    def _fields(self) -> list[EditableText]:
        return [*self.glance.fields, *(card.field for card in self.lists.values())]

    def _stand(self, text: str, key: str) -> None:
        self._saves.stand(text, Standing(key))
