"""The automatic summary on a page: each sentence opens the events it is made from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sessionary.core.campaign.summary import summary_sentences
from sessionary.views.campaign.linked_text import Line, LinkedText, Part

if TYPE_CHECKING:
    from sessionary.core.campaign.session_review import SessionReview


class Recap(LinkedText):
    """Running text, then lists that are never empty."""

    def show_review(self, review: SessionReview) -> None:
        """Show the summary of a session, as the user lays it out if there is a template."""
        laid_out = review.laid_out()
        if laid_out:
            self.set_lines([Line((Part(line),)) for line in laid_out.splitlines() if line.strip()])
            return
        running: list[Part] = []
        lists: dict[str, list[Part]] = {}
        for sentence in summary_sentences(review):
            part = Part(sentence.text, sentence.events)
            (lists.setdefault(sentence.heading, []) if sentence.heading else running).append(part)
        lines = [Line(tuple(running))] if running else []
        for heading, parts in lists.items():
            lines.append(Line((Part(heading, tone="text2"),), above=8 if lines else 0))
            lines += [Line((part,), above=2, bullet=True) for part in parts]
        self.set_lines(lines)
