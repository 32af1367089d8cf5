"""The card in which the layout of summaries is written, with what it makes of a session below."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer

from sessionary.core.campaign.record import text_at
from sessionary.core.campaign.summary_template import EXAMPLE, TemplateFailed
from sessionary.core.problems import UserError
from sessionary.services.templates import try_template
from sessionary.views.campaign.live_text import LiveText
from sessionary.views.widgets.buttons import LinkButton
from sessionary.views.widgets.cards import Card
from sessionary.views.widgets.text import Paragraph, TextLabel

if TYPE_CHECKING:
    from sessionary.services.campaign_pages import CampaignPage
    from sessionary.views.campaign.edits import DocumentEdits
    from sessionary.views.theme import Theme

_TRY_MS: Final = 400


class TemplateCard(Card):
    """A template that is saved while it is typed; what fails in it is said with its line."""

    def __init__(self, theme: Theme, edits: DocumentEdits) -> None:
        super().__init__(theme, self.tr("Layout of recaps"))
        self._edits = edits
        self._key = ""
        self.editor = LiveText(
            theme,
            self.tr("Layout of recaps"),
            self._typed,
            placeholder=self.tr("Empty: recaps are laid out by the program."),
        )
        self.example = LinkButton(theme, self.tr("Begin with an example"))
        self.add_to_header(self.example)
        self.add(
            Paragraph(
                self.tr(
                    "A Jinja2 template. It sees session, events, stats, lists, combats, goals and "
                    "campaign; what the GM writes is never touched by it."
                ),
                tone="text2",
            )
        )
        self.problem = TextLabel(tone="bad", wrap=True)
        self.tried = TextLabel(tone="text2", role="secondary", wrap=True)
        self.preview = Paragraph()
        for widget in (self.editor, self.problem, self.tried, self.preview):
            self.add(widget)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_TRY_MS)
        self._later.timeout.connect(self._try)
        self.editor.textChanged.connect(self._later.start)
        self.example.clicked.connect(lambda: self.editor.insertPlainText(EXAMPLE))
        self._say("", "", "")

    def show_page(self, page: CampaignPage, *, editable: bool) -> None:
        """Show the template of a campaign."""
        self._key = page.key
        self.editor.setReadOnly(not editable)
        self.editor.set_text(text_at(page.data, "own", "template"))
        self._try()
        self.example.setVisible(editable and not self.editor.toPlainText())

    def flush(self) -> bool:
        """Save what is typed; say whether nothing is left unsaved."""
        return self.editor.flush()

    def _typed(self, text: str) -> bool:
        return bool(self._edits.type("/own/template", text, self.tr("Edit the layout of recaps")))

    def _try(self) -> None:
        template = self.editor.toPlainText()
        self.example.setVisible(not template and not self.editor.isReadOnly())
        if not template.strip() or not self._key:
            self._say("", "", "")
            return
        try:
            name, made = try_template(self._edits.library, self._key, template)
        except (TemplateFailed, UserError) as failed:
            self._say(str(failed), "", "")
            return
        self._say("", self.tr("{0} would read:").format(name) if name else "", made)

    def _say(self, problem: str, tried: str, made: str) -> None:
        for label, text in ((self.problem, problem), (self.tried, tried), (self.preview, made)):
            label.setText(text)
            label.setVisible(bool(text))
