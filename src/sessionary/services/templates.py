"""The template of a campaign's summaries, tried on the session that was played last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sessionary.core.campaign.lifecycle import Status
from sessionary.core.campaign.summary_template import render_template
from sessionary.services.pages import session_page
from sessionary.services.sessions import summaries

if TYPE_CHECKING:
    from sessionary.services.library import Library


def try_template(library: Library, campaign: str, template: str) -> tuple[str, str]:
    """Return the name of the campaign's last played session, and the summary it would have.

    Both are empty where no session was played yet.

    Raises:
        TemplateFailed: The template cannot be used; it says where and why.
        UserError: The session cannot be read.
    """
    played = [
        one
        for one in summaries(library)
        if one.container == campaign and one.status in (Status.COMPLETED, Status.IN_PROGRESS)
    ]
    if not played:
        return "", ""
    last = max(played, key=lambda one: (one.start_us or 0, one.number or 0))
    page = session_page(library, last.key, findings=False)
    return page.review.heading, render_template(template, page.review)
