"""The cards of a session's overview that the log alone fills: fights, finds, what does not fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from sessionary.views.campaign.linked_text import Line, LinkedText, Part
from sessionary.views.campaign.when import number_text
from sessionary.views.widgets.cards import Card

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from sessionary.core.campaign.combats import Combat
    from sessionary.core.campaign.session_review import SessionReview
    from sessionary.core.problems import Problem
    from sessionary.views.theme import Theme

_MOST = 60
_MOST_FINDINGS = 12


class CombatsCard(Card):
    """The fights of a session.

    `followed` says the positions of a fight's events.
    """

    followed = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "", parent)
        self.set_title(self.tr("Combats"))
        self.words = LinkedText(theme)
        self.words.followed.connect(self.followed)
        self.add(self.words)

    def show_combats(self, combats: Sequence[Combat]) -> None:
        """Show these fights; without any the card hides."""
        self.setVisible(bool(combats))
        lines = []
        for place, combat in enumerate(combats[:_MOST]):
            events = tuple(range(combat.first, combat.last + 1))
            name = Part(combat.name, events, strong=True)
            lines.append(Line((name,), above=6 if place else 0))
            lines += [Line((Part(words, tone="text2"),)) for words in self._told(combat)]
        self.words.set_lines(lines)

    def _told(self, combat: Combat) -> list[str]:
        parts = []
        if combat.rounds:
            one = combat.rounds == 1
            parts.append(self.tr("1 round") if one else self.tr("{0} rounds").format(combat.rounds))
        parts.append(self.tr("{0} damage dealt").format(number_text(combat.dealt)))
        parts.append(self.tr("{0} received").format(number_text(combat.received)))
        if combat.healing:
            parts.append(self.tr("{0} healed").format(number_text(combat.healing)))
        if combat.open:
            parts.append(self.tr("its end is not told"))
        lines = ["  ·  ".join(parts)]
        for words, shares in (
            (self.tr("Dealt by {0}"), combat.dealt_by),
            (self.tr("Received by {0}"), combat.received_by),
        ):
            said = (f"{share.name} {number_text(share.amount)}" for share in shares[:8])
            lines += [words.format(", ".join(said))] if shares else []
        dead = [*combat.deaths, *combat.fallen]
        lines += [self.tr("Died: {0}").format(", ".join(dead[:20]))] if dead else []
        lines += [combat.outcome] if combat.outcome else []
        return lines


class FoundCard(Card):
    """What only the log tells: rooms, talk, open threads, clues.

    `followed` says the positions of the events that tell of it.
    """

    followed = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "", parent)
        self.set_title(self.tr("Also in the log"))
        self.words = LinkedText(theme)
        self.words.followed.connect(self.followed)
        self.add(self.words)
        self._titles: dict[str, str] = {
            "openThreads": self.tr("Open threads"),
            "clues": self.tr("Clues"),
            "roomsExplored": self.tr("Rooms explored"),
            "placesRevisited": self.tr("Places seen again"),
            "npcsMet": self.tr("NPCs met again"),
            "dialogue": self.tr("Dialogue"),
            "itemsLost": self.tr("Items lost or used"),
        }

    def show_review(self, review: SessionReview) -> None:
        """Show what was found; without any the card hides."""
        lines: list[Line] = []
        for key, title in self._titles.items():
            entries = review.found.get(key, ())
            if entries:
                lines.append(self._title(f"{title}  {len(entries)}", lines))
                lines += [Line((Part(e.name, e.events),), bullet=True) for e in entries[:_MOST]]
        if review.goals:
            lines.append(self._title(self.tr("Goals"), lines))
            for goal in review.goals[:_MOST]:
                parts = (Part(goal.text), Part(goal.standing, tone="text2"))
                lines.append(Line(parts, bullet=True))
        self.setVisible(bool(lines))
        self.words.set_lines(lines)

    def _title(self, words: str, lines: list[Line]) -> Line:
        return Line((Part(words, tone="text2"),), above=8 if lines else 0)


class FindingsCard(Card):
    """What does not fit together in the session, none of it rewritten."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "", parent)
        self.set_title(self.tr("Worth a look"))
        self.words = LinkedText(theme)
        self.add(self.words)

    def show_findings(self, findings: Sequence[Problem]) -> None:
        """Show the findings; without any the card hides."""
        self.setVisible(bool(findings))
        texts = [finding.sentence() for finding in findings[:_MOST_FINDINGS]]
        more = len(findings) - _MOST_FINDINGS
        if more > 0:
            texts.append(self.tr("and {0} more").format(more))
        self.words.set_lines([Line((Part(text),), bullet=True) for text in texts])
