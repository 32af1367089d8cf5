"""The head of a session's page: number and title, status and times, tags, and what can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from sessionary.core.campaign.lifecycle import MOVES, Status
from sessionary.views.campaign.facts_line import FactsLine
from sessionary.views.campaign.fields import EditableText
from sessionary.views.campaign.tags_field import TagsField
from sessionary.views.campaign.when import length_text, span_text
from sessionary.views.widgets.buttons import MenuButton, OutlinedButton
from sessionary.views.widgets.status_icon import StatusBadge
from sessionary.views.widgets.text import TextLabel, literal, one_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QResizeEvent

    from sessionary.core.campaign.session_review import SessionReview
    from sessionary.views.campaign.session_saves import SessionSaves
    from sessionary.views.theme import Theme

_ORDER: Final = (Status.IN_PROGRESS, Status.COMPLETED, Status.PLANNED, Status.CANCELLED)
_OBVIOUS: Final = {
    Status.PLANNED: Status.IN_PROGRESS,
    Status.IN_PROGRESS: Status.COMPLETED,
    Status.CANCELLED: Status.PLANNED,
}
_ICONS: Final = {
    (Status.PLANNED, Status.IN_PROGRESS): "play",
    (Status.PLANNED, Status.CANCELLED): "ban",
    (Status.IN_PROGRESS, Status.COMPLETED): "check",
    (Status.COMPLETED, Status.IN_PROGRESS): "undo-2",
    (Status.CANCELLED, Status.PLANNED): "calendar",
}


class SessionHeader(QWidget):
    """Shows what a session is and where it stands.

    Signals:
        move_asked: The reader wants to move the session to a :class:`Status`.
        hide_asked: The reader wants players to see nothing of the session, or all that is theirs.
        export_asked: The reader wants to export it.
    """

    move_asked = Signal(object)
    hide_asked = Signal(bool)
    export_asked = Signal()

    def __init__(
        self,
        theme: Theme,
        saves: SessionSaves,
        category_of: Callable[[str], int | str | None],
        parent: QWidget | None = None,
    ) -> None:
        """Make the head.

        Args:
            theme: Colours and sizes.
            saves: Takes what is edited.
            category_of: The colour of a tag.
            parent: The widget it belongs to.
        """
        super().__init__(parent)
        self.theme = theme
        self._status = Status.PLANNED
        self._editable = True
        self._hidden = self._by_field = False
        self.number = EditableText(
            theme, self.tr("Number"), saves.number, placeholder="#", role="page_title", tone="text2"
        )
        self.title = EditableText(
            theme,
            self.tr("Title"),
            saves.title,
            placeholder=self.tr("Add a title"),
            role="page_title",
        )
        self.badge = StatusBadge(theme)
        self.facts = FactsLine(theme, self.badge)
        self.second = TextLabel(tone="text2", wrap=True)
        self.tags = TagsField(theme, saves.tags, category_of)
        self.move_button = OutlinedButton(theme, "", "play")
        self.export_button = OutlinedButton(theme, self.tr("&Export"), "file-up")
        self.more = MenuButton(theme, self.tr("More"))
        theme.bind_icon(self.more, "ellipsis", "text2")
        self.fields = (self.number, self.title)
        self._lay_out()
        self.move_button.clicked.connect(self._move_obviously)
        self.export_button.clicked.connect(self.export_asked)

    def _lay_out(self) -> None:
        first = QHBoxLayout()
        first.setSpacing(0)
        first.addWidget(self.number)
        first.addWidget(self.title, 1)
        first.addSpacing(8)
        for button in (self.move_button, self.export_button, self.more):
            first.addWidget(button)
            first.addSpacing(8 if button is not self.more else 0)
        inner = QVBoxLayout()
        inner.setContentsMargins(6, 0, 0, 0)
        inner.setSpacing(2)
        inner.addWidget(self.facts)
        inner.addWidget(self.second)
        inner.addWidget(self.tags)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 12, 24, 4)
        column.setSpacing(2)
        column.addLayout(first)
        column.addLayout(inner)

    def show_review(self, review: SessionReview) -> None:
        """Show a session."""
        number = "" if review.number is None else str(review.number)
        self.number.set_value(number)
        self.title.set_value(review.title)
        self.badge.set_status(review.status.value)
        game = _game_text(review)
        parts = [
            span_text(review.start_us, review.end_us) or one_line(review.start, 60),
            length_text(review.minutes, review.net_minutes),
            game,
        ]
        self.facts.set_facts(parts)
        hidden = self.tr("Hidden from players") if self._hidden else ""
        more = _dotted([hidden, review.campaign_name, review.lateness, review.gap])
        self.second.setText(more)
        self.second.setVisible(bool(more))
        self.tags.set_tags(review.tags)
        self._show_moves(review.status)

    def set_hidden(self, *, hidden: bool, by_field: bool) -> None:
        """Say whether players see nothing of the session.

        Args:
            hidden: Whether they do.
            by_field: Whether single fields are hidden instead; that is not changed here.
        """
        self._hidden, self._by_field = hidden, by_field

    def set_editable(self, *, editable: bool) -> None:
        """Let values be edited and the session be moved, or only read."""
        self._editable = editable
        for field in self.fields:
            field.set_editable(editable=editable)
        self.tags.set_editable(editable=editable)
        self._show_moves(self._status)

    def flush(self) -> bool:
        """Save what is typed; say whether nothing is left unsaved."""
        return all([*(field.flush() for field in self.fields), self.tags.flush()])

    def give_up(self) -> None:
        """Close all editors without saving."""
        for field in (*self.fields, self.tags):
            field.give_up()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _show_moves(self, status: Status) -> None:
        self._status = status
        obvious = _OBVIOUS.get(status) if self._editable else None
        self.move_button.setVisible(obvious is not None)
        if obvious is not None:
            self.theme.bind_icon(self.move_button, _ICONS[status, obvious], "text")
            self.move_button.setText(self._word(status, obvious))
        self.more.choices.clear()
        allowed = [new for new in _ORDER if new in MOVES[status] and self._editable]
        for new in allowed:
            action = self.more.choices.addAction(literal(self._word(status, new)))
            self.theme.bind_icon(action, _ICONS[status, new], "text2")
            action.triggered.connect(lambda _checked=False, to=new: self.move_asked.emit(to))
        if self._editable:
            hide = self.more.choices.addAction(self.tr("Hide from players"))
            hide.setCheckable(True)
            hide.setChecked(self._hidden)
            hide.setEnabled(not self._by_field)
            hide.triggered.connect(self.hide_asked)
        self.more.setVisible(self._editable)
        self._fit()

    def _word(self, old: Status, new: Status) -> str:
        words = {
            (Status.PLANNED, Status.IN_PROGRESS): self.tr("Start"),
            (Status.PLANNED, Status.CANCELLED): self.tr("Cancel session"),
            (Status.IN_PROGRESS, Status.COMPLETED): self.tr("End"),
            (Status.COMPLETED, Status.IN_PROGRESS): self.tr("Reopen…"),
            (Status.CANCELLED, Status.PLANNED): self.tr("Plan again"),
        }
        return words[old, new]

    def _move_obviously(self) -> None:
        new = _OBVIOUS.get(self._status)
        if new is not None:
            self.move_asked.emit(new)

    def _fit(self) -> None:
        """Take the words from the buttons where the title would be cut because of them."""
        buttons = [b for b in (self.move_button, self.export_button) if not b.isHidden()]
        room = self.width() - 18 - 24 - self.number.sizeHint().width() - self.theme.px(48)
        room -= sum(button.full_width() + 8 for button in buttons)
        wanted = min(self.title.face.sizeHint().width(), self.theme.px(260))
        for button in buttons:
            button.set_compact(compact=room < wanted)


def _game_text(review: SessionReview) -> str:
    """Return ``Day 15, 9:00 AM → 6:00 PM (9 h)``; the day of the end only where it is another."""
    first, last = review.game_start_text, review.game_end_text
    if not first or not last:
        return first or last
    day, _, time = last.partition(", ")
    end = time if time and first.startswith(f"{day}, ") else last
    passed = f" ({review.elapsed_text})" if review.elapsed_text else ""
    return f"{first} → {end}{passed}"


def _dotted(facts: list[str]) -> str:
    return "  ·  ".join(one_line(fact, 200) for fact in facts if fact)
