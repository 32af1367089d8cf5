"""What the game master has in mind: objectives, secrets, and what was left from before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from sessionary.core.campaign.agenda import Sort, Standing
from sessionary.core.campaign.record import text_at
from sessionary.views.campaign.choice_rows import ChoiceRows
from sessionary.views.campaign.standings import (
    HIDDEN,
    REVEALED,
    objective_choices,
    secret_choices,
    sort_word,
)
from sessionary.views.widgets.buttons import LinkButton
from sessionary.views.widgets.cards import Card, ScrollPage
from sessionary.views.widgets.text import Paragraph, TextLabel

if TYPE_CHECKING:
    from sessionary.services.live import LivePage
    from sessionary.views.live.live_work import LiveWork
    from sessionary.views.theme import Theme


class AgendaPanel(ScrollPage):
    """Cards at the left of the log.

    Signals:
        plan_asked: The reader wants to plan what the evening is about.
    """

    plan_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, side=12)
        self.setAccessibleName(self.tr("Agenda"))
        self._live: LivePage | None = None
        self._work: LiveWork | None = None
        self.objectives = ChoiceRows(theme, objective_choices(), self._stand, wrap=True)
        self.objectives_card = Card(theme, self.tr("Objectives"))
        self.objectives_card.add(self.objectives)
        self.none = TextLabel(self.tr("Nothing was planned."), tone="text2", wrap=True)
        self.plan = LinkButton(theme, self.tr("Plan…"))
        self.objectives_card.add(self.none)
        self.objectives_card.add_to_header(self.plan)
        self.secrets = ChoiceRows(theme, secret_choices(), self._reveal, wrap=True)
        self.secrets_card = Card(theme, self.tr("Secrets"))
        self.secrets_count = TextLabel(tone="text2", role="secondary")
        self.secrets_card.add_to_header(self.secrets_count)
        self.secrets_card.add(self.secrets)
        self.threads = Paragraph()
        self.threads_card = Card(theme, self.tr("Open threads"))
        self.threads_card.add(self.threads)
        self.prep = Paragraph()
        self.prep_card = Card(theme, self.tr("Preparation"))
        self.prep_card.add(self.prep)
        for card in (self.objectives_card, self.secrets_card, self.threads_card, self.prep_card):
            self.add(card)
        self.plan.clicked.connect(self.plan_asked)

    def show_page(self, page: LivePage, work: LiveWork, *, editable: bool, private: bool) -> None:
        """Show the agenda of a session.

        Args:
            page: All that is known of it.
            work: What can be done in it.
            editable: Whether anything can be ticked.
            private: Whether the GM looks on.
        """
        self._live, self._work = page, work
        lines = page.objectives
        for row, (text, standing) in zip(self.objectives.take(len(lines)), lines, strict=True):
            row.set_row(text, standing.value, editable=editable)
        self.none.setVisible(not lines)
        self.plan.setVisible(editable)
        secrets = page.secrets
        for line, secret in zip(self.secrets.take(len(secrets)), secrets, strict=True):
            line.set_row(secret.text, REVEALED if secret.revealed else HIDDEN, editable=editable)
        unrevealed = sum(not secret.revealed for secret in secrets)
        self.secrets_count.setText(self.tr("{0} unrevealed").format(unrevealed) if private else "")
        self.secrets_card.setVisible(bool(secrets))
        threads = [one for one in page.carried if one.sort in {Sort.THREAD, Sort.FIGHT}]
        self.threads.setText("\n".join(f"{sort_word(one.sort)}: {one.text}" for one in threads))
        self.threads_card.setVisible(private and bool(threads))
        # Players get a page that holds it only if they may read it.
        prep = text_at(page.page.data, "own", "prep")
        self.prep.setText(prep)
        self.prep_card.setVisible(bool(prep.strip()))

    def _stand(self, at: int, key: str) -> None:
        if self._live is not None and self._work is not None:
            self._work.stand(self._live.objectives[at][0], Standing(key))

    def _reveal(self, at: int, key: str) -> None:
        if self._live is not None and self._work is not None:
            self._work.reveal(self._live.secrets[at].text, key)
