"""What is asked before an import: where records without a campaign go, and who may see events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QVBoxLayout, QWidget

from sessionary.core.campaign.gametime import clock_face, elapsed_text
from sessionary.core.survey.rows import DEFINITION, SURVEY
from sessionary.models.import_preview import coming_names
from sessionary.views.widgets.cards import Card
from sessionary.views.widgets.text import Paragraph, TextLabel, one_line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sessionary.services.imports.reading import Preview
    from sessionary.views.theme import Theme

_CAMPAIGNS_SHOWN: Final = 8
_NAME_CHARACTERS: Final = 120


class CampaignChoice(Card):
    """Asks for the campaign of records that name none; `chosen` says its id."""

    chosen = Signal(str)

    def __init__(
        self, theme: Theme, campaigns: Sequence[tuple[str, str]], parent: QWidget | None = None
    ) -> None:
        """Make the question.

        Args:
            theme: Colours and sizes.
            campaigns: (id, name) of those that are there.
            parent: The widget it belongs to.
        """
        super().__init__(theme, parent=parent)
        self.set_title(self.tr("Campaign"))
        self._campaigns = tuple(campaigns)
        self.add(Paragraph(self.tr("Some records name no campaign. They go to:"), tone="text2"))
        self.combo = QComboBox()
        self.combo.setAccessibleName(self.tr("Campaign of records that name none"))
        self.combo.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.combo.setMinimumContentsLength(12)
        self.combo.addItem(self.tr("Choose a campaign…"), "")
        for identifier, name in campaigns:
            self.combo.addItem(one_line(name or identifier, 200), identifier)
        self.combo.addItem(self.tr("New campaign…"), None)
        self.name = QLineEdit()
        self.name.setPlaceholderText(self.tr("Name of the new campaign"))
        self.name.setAccessibleName(self.tr("Name of the new campaign"))
        self.name.setMaxLength(_NAME_CHARACTERS)
        self.name.hide()
        self.add(self.combo)
        self.add(self.name)
        self.combo.activated.connect(self._choose)
        self.name.editingFinished.connect(self._named)

    def campaign(self) -> str:
        """Return the id of the campaign, empty while none is chosen.

        A new campaign's name is its id as well: files that come later can name it.
        """
        if self.combo.currentIndex() < self.combo.count() - 1:
            return str(self.combo.currentData())
        name = self.name.text().strip()
        same = (one for one, called in self._campaigns if called == name)
        return next(same, name)

    @Slot()
    def _choose(self) -> None:
        new = self.combo.currentIndex() == self.combo.count() - 1
        self.name.setVisible(new)
        if new:
            self.name.setFocus()
        if not new or self.name.text().strip():
            self.chosen.emit(self.campaign())

    @Slot()
    def _named(self) -> None:
        # Leaving the field by choosing an existing campaign is no name.
        if self.name.isVisible():
            self.chosen.emit(self.campaign())


class VisibilityChoice(Card):
    """Asks whether players may see the events that do not say so; `chosen` tells the answer."""

    chosen = Signal(bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self.set_title(self.tr("For players"))
        self.tick = QCheckBox(self.tr("&Players may see these"))
        self.add(self.tick)
        self.add(
            Paragraph(
                self.tr("Events that do not say who may see them are for the GM unless ticked."),
                tone="text2",
                role="secondary",
            )
        )
        self.tick.toggled.connect(self.chosen)


class CampaignTimes(Card):
    """Says for each campaign of the files where its clock begins."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self.set_title(self.tr("Game time at the start"))
        self._column = QVBoxLayout()
        self._column.setSpacing(8)
        self.body.addLayout(self._column)

    def show_preview(self, preview: Preview, names: Mapping[str, str]) -> None:
        """Show the campaigns of a preview; without any, the card hides."""
        while (item := self._column.takeAt(0)) is not None:
            if (former := item.widget()) is not None:
                former.hide()
                former.deleteLater()
        state = preview.state
        names = {**names, **coming_names(preview)}
        voted = {campaign for campaign, vote in state.votes.items() if vote.winner() is not None}
        # A survey has sessions as a campaign has, but no clock of its own.
        drafts = (one for one in state.drafts.values() if one.kind not in (DEFINITION, SURVEY))
        touched = sorted({draft.campaign for draft in drafts} | voted)
        touched = [campaign for campaign in touched if campaign]
        for campaign in touched[:_CAMPAIGNS_SHOWN]:
            self._column.addWidget(self._campaign(preview, campaign, names.get(campaign, campaign)))
        if len(touched) > _CAMPAIGNS_SHOWN:
            more = len(touched) - _CAMPAIGNS_SHOWN
            self._column.addWidget(TextLabel(self.tr("and {0} more").format(more), tone="text2"))
        self.setVisible(bool(touched))

    def _campaign(self, preview: Preview, campaign: str, name: str) -> QWidget:
        state = preview.state
        epoch = state.epoch_of(campaign)
        clock = state.library.epochs.clock_of(campaign)
        face = clock_face(0, epoch=clock.day_length if epoch is None else epoch, clock=clock)
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        title = TextLabel(name, role="medium", elide=True)
        column.addWidget(title)
        column.addWidget(TextLabel(face))
        note = self._note(preview, campaign)
        if note:
            column.addWidget(Paragraph(note, tone="text2", role="secondary"))
        part.setAccessibleName(f"{one_line(name, 200)}: {face}")
        return part

    def _note(self, preview: Preview, campaign: str) -> str:
        state = preview.state
        new = state.known("campaign", campaign, campaign) is None
        if shift := state.shift_of(campaign):
            way = self.tr("later") if shift > 0 else self.tr("earlier")
            return self.tr(
                "These files reckon from another start: their times are placed {0} {1}."
            ).format(elapsed_text(abs(shift)), way)
        if state.epoch_of(campaign) is None:
            return self.tr("No time in the files tells another start.")
        return self.tr("Found in the files; a new campaign.") if new else ""
