"""The head of a survey session's page: who answers, how far it is, and what can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from sessionary.core.survey.findings import Level
from sessionary.core.survey.records import Generation, State
from sessionary.core.survey.values import printable
from sessionary.models.survey_lines import when_text
from sessionary.models.survey_words import STATES
from sessionary.services.surveys import times_of
from sessionary.views.campaign.facts_line import FactsLine
from sessionary.views.campaign.tags_field import TagsField
from sessionary.views.survey.interview import progress_text
from sessionary.views.survey.small_parts import FindingLine
from sessionary.views.widgets.bars import ProgressLine
from sessionary.views.widgets.buttons import LinkButton, MenuButton, OutlinedButton
from sessionary.views.widgets.flow_layout import FlowLayout
from sessionary.views.widgets.status_icon import StatusBadge
from sessionary.views.widgets.text import TextLabel, literal, one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QResizeEvent

    from sessionary.views.survey.session_view import SessionView
    from sessionary.views.theme import Theme

_LINK_CHARACTERS = 60
_NAME_CHARACTERS = 90


class SurveySessionHeader(QWidget):
    """Shows what a session is and where it stands.

    Signals:
        close_asked: The reader wants to close the session for good.
        back_asked: The reader wants to take the last answer back.
        export_asked: The reader wants to export it.
        link_asked: The reader wants to link it to a session of a campaign.
        linked_asked: The reader wants to see a session that it is linked to; its key.
    """

    close_asked = Signal()
    back_asked = Signal()
    export_asked = Signal()
    link_asked = Signal()
    linked_asked = Signal(str)

    def __init__(
        self,
        theme: Theme,
        save_tags: Callable[[list[str]], str],
        category_of: Callable[[str], int | str | None],
        parent: QWidget | None = None,
    ) -> None:
        """Make the head.

        Args:
            theme: Colours and sizes.
            save_tags: Takes all tags; returns why they are refused, empty if they were saved.
            category_of: The colour of a tag.
            parent: The widget it belongs to.
        """
        super().__init__(parent)
        self.theme = theme
        self.title = TextLabel(role="page_title", wrap=True)
        self.badge = StatusBadge(theme, "new")
        self.facts = FactsLine(theme, self.badge)
        self.second = TextLabel(tone="text2", wrap=True)
        self.progress = TextLabel(role="secondary", tone="text2")
        self.bar = ProgressLine(theme)
        self.tags = TagsField(theme, save_tags, category_of)
        self.links = QWidget()
        self._links = FlowLayout(self.links, gap=4)
        self.close_button = OutlinedButton(theme, self.tr("Close for good"), "lock")
        self.export_button = OutlinedButton(theme, self.tr("&Export"), "file-up")
        self.more = MenuButton(theme, self.tr("More"))
        theme.bind_icon(self.more, "ellipsis", "text2")
        self._lay_out()
        self.close_button.clicked.connect(self.close_asked)
        self.export_button.clicked.connect(self.export_asked)

    def _lay_out(self) -> None:
        policy = self.links.sizePolicy()
        policy.setHeightForWidth(True)
        self.links.setSizePolicy(policy)
        first = QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(self.title, 1)
        for button in (self.close_button, self.export_button, self.more):
            first.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        progress = QHBoxLayout()
        progress.setSpacing(10)
        progress.addWidget(self.bar)
        progress.addWidget(self.progress)
        progress.addStretch(1)
        self.bar.setFixedWidth(self.theme.px(160))
        inner = QVBoxLayout()
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(4)
        inner.addWidget(self.facts)
        inner.addWidget(self.second)
        inner.addLayout(progress)
        inner.addWidget(self.links)
        inner.addWidget(self.tags)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 12, 24, 4)
        column.setSpacing(4)
        column.addLayout(first)
        column.addLayout(inner)

    def show_view(
        self, view: SessionView, links: Sequence[tuple[str, str]], *, editable: bool
    ) -> None:
        """Show a session.

        Args:
            view: The session.
            links: Key and title of the campaign sessions that it is linked to.
            editable: Whether tags, links and the state may be changed.
        """
        session, definition = view.opened.session, view.opened.definition
        name = one_line(printable(session.respondent), _NAME_CHARACTERS)
        self.title.setText(name or view.key[:8])
        self.badge.set_status(STATES[view.standing.state])
        begun, closed = (when_text(one) for one in times_of(view.opened))
        group = session.head("@group")
        self.facts.set_facts([
            self.tr("Begun {0}").format(begun) if begun else "",
            self.tr("closed {0}").format(closed) if closed else "",
            "" if group is None else printable(group.text),
        ])  # fmt: skip
        title = "" if definition is None else printable(definition.description.strip())
        old = view.generation is Generation.FIRST
        parts = [title or session.survey, self.tr("first generation") if old else ""]
        self.second.setText("  ·  ".join(one_line(part, 200) for part in parts if part))
        self._show_progress(view)
        self._show_links(links)
        self.tags.set_tags(_tags(view))
        self.tags.set_editable(editable=editable)
        self.tags.setVisible(not view.for_players)
        self._show_actions(view, editable=editable)

    def _show_progress(self, view: SessionView) -> None:
        standing = view.standing
        self.progress.setText(progress_text(self, view))
        self.bar.setVisible(bool(standing.total))
        self.bar.set_share(standing.done / standing.total if standing.total else 0)
        self.bar.setAccessibleName(self.progress.text())

    def _show_links(self, links: Sequence[tuple[str, str]]) -> None:
        self._links.clear()
        for key, title in links:
            words = self.tr("Feedback for {0}").format(one_line(title, _LINK_CHARACTERS))
            button = LinkButton(self.theme, literal(words), "link")
            button.clicked.connect(lambda _checked=False, at=key: self.linked_asked.emit(at))
            self._links.addWidget(button)
        self.links.setVisible(bool(links))

    def _show_actions(self, view: SessionView, *, editable: bool) -> None:
        finished = view.standing.state is State.FINISHED and view.answerable
        self.close_button.setVisible(finished)
        self.export_button.setVisible(not view.for_players)
        self.more.choices.clear()
        if view.answerable and view.opened.session.given:
            back = self.more.choices.addAction(self.tr("Take the last answer back"))
            self.theme.bind_icon(back, "undo-2", "text2")
            back.triggered.connect(self.back_asked)
        if editable and not view.for_players:
            link = self.more.choices.addAction(self.tr("Link to a session…"))
            self.theme.bind_icon(link, "link", "text2")
            link.triggered.connect(self.link_asked)
        self.more.setVisible(not self.more.choices.isEmpty())
        self._fit()

    def flush(self) -> bool:
        """Save what is typed; say whether nothing is left unsaved."""
        return self.tags.flush()

    def give_up(self) -> None:
        """Close all editors without saving."""
        self.tags.give_up()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Take the words from the buttons where the title would be cut because of them."""
        buttons = [b for b in (self.close_button, self.export_button) if not b.isHidden()]
        room = self.width() - 48 - self.theme.px(48)
        room -= sum(button.full_width() + 8 for button in buttons)
        for button in buttons:
            button.set_compact(compact=room < self.theme.px(160))


class Notice(QFrame):
    """What stands in the way of editing, and the way out of it; hidden while nothing does.

    `acted` says that its button was pressed.
    """

    acted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self.line = FindingLine(theme)
        self.button = LinkButton(theme, "")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 8, 6)
        row.setSpacing(8)
        row.addWidget(self.line, 1)
        row.addWidget(self.button)
        self.button.clicked.connect(self.acted)

    def show_view(self, view: SessionView, barred: str = "") -> None:
        """Say what stands in the way of editing a session.

        Args:
            view: The session.
            barred: Why the library lets nobody edit it, empty if it does.
        """
        opened = view.opened
        if barred or view.for_players:
            self.say(Level.INFO, barred)
        elif opened.session.fatal:
            fatal = next(one for one in opened.findings if one.level is Level.FATAL)
            words = self.tr("This session cannot be opened. {0}").format(fatal.message)
            self.say(Level.FATAL, words, self.tr("Repair…"), fatal.code)
        elif opened.session.damaged:
            wrong = [one.line for one in opened.findings if one.level is Level.ERROR]
            words = self.tr("Line {0} cannot be read. Until it is repaired, nothing can be edited.")
            line = wrong[0] if wrong else 1
            self.say(Level.ERROR, words.format(line), self.tr("Repair…"), "R-DAMAGED")
        elif opened.confirm:
            words = self.tr("The questions are not what the name of their version says.")
            self.say(Level.WARNING, words, self.tr("Use them all the same"), "S-DEF-SHA")
        elif opened.definition is None or opened.offer:
            words = self.tr("The version of the survey that this session belongs to is missing.")
            offer = self.tr("Keep the current one, which is the same") if opened.offer else ""
            self.say(Level.WARNING, words, offer, "S-DEF-MISSING")
        elif not view.standing.order_known and view.answerable:
            words = self.tr(
                "A program of the survey decides what is asked, and is not run here: answers can "
                "be corrected and taken back, but none can be added."
            )
            self.say(Level.INFO, words, code="R-CONTROLLER")
        else:
            self.say(Level.INFO, "")

    def say(self, level: Level, words: str, button: str = "", code: str = "") -> None:
        """Say something; nothing hides it."""
        self.line.say(level, words, code)
        self.button.setText(button)
        self.button.setVisible(bool(button))
        self.setVisible(bool(words))


def _tags(view: SessionView) -> list[str]:
    tags = view.own.get("tags")
    return [one for one in tags if isinstance(one, str)] if isinstance(tags, list | tuple) else []
