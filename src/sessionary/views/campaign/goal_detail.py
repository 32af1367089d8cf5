"""One goal in full: what it is, what moves it, and why it stands where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from sessionary.core.campaign.goal_milestones import milestone_lines, typed_milestones, with_tick
from sessionary.core.campaign.goal_rewards import are_lines, reward_lines
from sessionary.core.campaign.goal_typed import tracked_lines, typed_target, typed_tracked
from sessionary.core.campaign.record import list_at, text_at
from sessionary.core.campaign.typed import names_line, typed_lines, typed_names
from sessionary.core.problems import UserError
from sessionary.core.text import fold
from sessionary.models.goal_list import status_word, word_of
from sessionary.views.campaign.fields import EditableText
from sessionary.views.campaign.goal_milestones import GoalMilestones
from sessionary.views.campaign.goal_why import GoalWhy
from sessionary.views.campaign.overview_cards import tighten
from sessionary.views.widgets.bars import ProgressLine
from sessionary.views.widgets.buttons import DangerButton, MenuButton
from sessionary.views.widgets.cards import KeyValue, ScrollPage
from sessionary.views.widgets.flow_layout import FlowLayout
from sessionary.views.widgets.text import TextLabel, literal, one_line, shown_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sessionary.services.goals import GoalNode, GoalPage
    from sessionary.views.campaign.goal_work import GoalWork
    from sessionary.views.theme import Theme

_STATUSES: Final = ("not_started", "in_progress", "completed", "failed", "abandoned")
_MOST_PARENTS: Final = 60
_BAR: Final = 240


class GoalDetail(ScrollPage):
    """Shows a goal; what is written of it is edited where it stands.

    Signals:
        event_asked: The reader wants an event that moved it; the number of its entry.
        goal_asked: The reader wants another goal; its key.
        deleted: The reader has deleted it; its key.
    """

    event_asked = Signal(object)
    goal_asked = Signal(str)
    deleted = Signal(str)

    def __init__(self, theme: Theme, work: GoalWork, parent: QWidget | None = None) -> None:
        super().__init__(theme, side=24, parent=parent)
        self._work = work
        self._page_shown: GoalPage | None = None
        self._others: tuple[GoalNode, ...] = ()
        self.setAccessibleName(self.tr("The chosen goal"))
        self.title = EditableText(
            theme, self.tr("Goal"), self._save_title, role="heading", wrap=True
        )
        self.bar = ProgressLine(theme)
        self.bar.setMaximumWidth(theme.px(_BAR))
        self.standing = TextLabel(wrap=True)
        self.waits = TextLabel(tone="text2", wrap=True)
        self.description = EditableText(
            theme, self.tr("Description"), self._save_description,
            placeholder=self.tr("Add a description"), lines=True,
        )  # fmt: skip
        self.status = MenuButton(theme, self.tr("Status"))
        self.visibility = MenuButton(theme, self.tr("Who may see it"))
        self.parent_goal = MenuButton(theme, self.tr("What it belongs to"))
        self.target = self._field(self.tr("Target"), self._save_target, self.tr("20 rooms"))
        self.tracked = EditableText(
            theme, self.tr("Counts"), self._save_tracked,
            placeholder=self.tr("Say which events move it"),
            hint="room_explored location=temple +1", lines=True,
        )  # fmt: skip
        self.dependencies = self._field(
            self.tr("Waits for"), self._save_dependencies, self.tr("Goals, with commas between")
        )
        self.steps = EditableText(
            theme, self.tr("Milestones"), self._save_steps, placeholder=self.tr("Add"),
            hint=self.tr("10: Half of the rooms"), lines=True,
        )  # fmt: skip
        self.rewards = EditableText(
            theme, self.tr("Rewards"), self._save_rewards, placeholder=self.tr("Add"),
            hint=self.tr("One a line"), lines=True,
        )  # fmt: skip
        self.fields = KeyValue(
            theme,
            [
                (self.tr("Target"), self.target),
                (self.tr("Counts"), self.tracked),
                (self.tr("Waits for"), self.dependencies),
                (self.tr("Milestones"), self.steps),
                (self.tr("Rewards"), self.rewards),
            ],
        )
        tighten(self.fields)
        self.rows = KeyValue(theme)
        self.milestones = GoalMilestones()
        self.why = GoalWhy(theme)
        self.delete_button = DangerButton(theme, self.tr("Delete goal"), "trash-2")
        self._lay_out()
        self._fill_menus()
        self.why.event_asked.connect(self.event_asked)
        self.why.goal_asked.connect(self.goal_asked)
        self.milestones.ticked.connect(self._tick)
        self.delete_button.clicked.connect(self.delete)
        self.show_goal(None, (), editable=False)

    def _field(self, name: str, save: Any, hint: str) -> EditableText:
        return EditableText(
            self.theme, name, save, placeholder=self.tr("Add"), hint=hint, wrap=True
        )

    def _lay_out(self) -> None:
        self.choices = QWidget()
        choices = FlowLayout(self.choices, gap=4)
        for button in (self.status, self.visibility, self.parent_goal):
            choices.addWidget(button)
        # As far in as the words of the fields, which have room around them.
        head = QWidget()
        column = QVBoxLayout(head)
        column.setContentsMargins(6, 0, 6, 0)
        column.setSpacing(4)
        column.addWidget(self.bar)
        column.addWidget(self.standing)
        column.addWidget(self.waits)
        foot = QWidget()
        row = QHBoxLayout(foot)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.delete_button)
        row.addStretch(1)
        self._foot = foot
        for widget in (
            self.title, head, self.description, self.choices, self.milestones, self.why,
            _inset(self.fields), _inset(self.rows), foot,
        ):  # fmt: skip
            self.add(widget)

    def _fill_menus(self) -> None:
        for status in _STATUSES:
            action = self.status.choices.addAction(word_of(status))
            action.setCheckable(True)
            action.setData(status)
            action.triggered.connect(lambda _c=False, to=status: self._choose_status(to))
        seen = {"public": self.tr("Players see it"), "gm-only": self.tr("For the GM alone")}
        for value, word in seen.items():
            action = self.visibility.choices.addAction(word)
            action.setCheckable(True)
            action.setData(value)
            action.triggered.connect(lambda _c=False, to=value: self._choose_seen(to))

    def show_goal(
        self, page: GoalPage | None, others: Sequence[GoalNode], *, editable: bool
    ) -> None:
        """Show a goal; without one nothing is said.

        Args:
            page: The goal, and why it stands where it stands.
            others: All goals of its campaign.
            editable: Whether it can be changed.
        """
        former = self._page_shown
        if former is not None and (page is None or former.key != page.key):
            # What is typed belongs to the goal that was shown.
            self.flush()
            self.give_up()
        self._page_shown, self._others = page, tuple(others)
        self._page.setVisible(page is not None)
        for field in self._fields():
            field.set_editable(editable=editable and page is not None)
        for widget in (self.choices, self._foot):
            widget.setVisible(editable)
        record = {} if page is None else page.record
        self._show_words(record, editable=editable)
        if page is None:
            self.why.show_why(None)
            self.milestones.show_milestones((), editable=False)
            self.rows.set_rows(())
            for label in (self.standing, self.waits):
                label.setText("")
            return
        self._show_standing(page)
        self.why.show_why(page)
        self._show_choices(page)
        self._show_rows(page, editable=editable)
        if former is None or former.key != page.key:
            self.verticalScrollBar().setValue(0)

    def _fields(self) -> tuple[EditableText, ...]:
        counted = (self.target, self.tracked, self.dependencies)
        return (self.title, self.description, *counted, self.steps, self.rewards)

    def _show_words(self, record: Mapping[str, Any], *, editable: bool) -> None:
        name, said = text_at(record, "name"), text_at(record, "description")
        self.title.set_value(one_line(name or text_at(record, "id"), 300), name)
        self.description.set_value(shown_text(said), said)
        self.description.setVisible(editable or bool(said))
        progress = self._page_shown.standing.goal if self._page_shown is not None else None
        target = "" if progress is None or progress.target is None else str(progress.target)
        self.target.set_value(" ".join(filter(None, (target, text_at(record, "progress", "unit")))))
        lines = tracked_lines(record)
        self.tracked.set_value(shown_text(lines), lines)
        names = {one.goal.id: one.goal.name for one in self._others}
        waits = [names.get(one, one) for one in (progress.dependencies if progress else ())]
        self.dependencies.set_value(", ".join(waits), names_line(waits))
        self.dependencies.set_choices(list(names.values()))
        steps = milestone_lines(record)
        self.steps.set_value(shown_text(steps), steps)
        rewards = record.get("rewards")
        self.rewards.set_value(shown_text("\n".join(reward_lines(rewards))))
        # What a file has in another form is told below, and not edited.
        self.rewards.set_editable(editable=editable and are_lines(rewards))
        # A reader sees in other places how it stands; these say how it is set.
        self.fields.setVisible(editable)

    def _show_standing(self, page: GoalPage) -> None:
        standing = page.standing
        self.bar.setVisible(standing.share is not None)
        self.bar.set_share(standing.share or 0.0)
        self.standing.setText("  ·  ".join(filter(None, (standing.text, status_word(standing)))))
        waits = ""
        if page.waits_for:
            waits = self.tr("Waits for {0}.").format(", ".join(page.waits_for))
            if standing.held:
                held = self.tr("What moves it meanwhile is held, and counts then: {0}.")
                waits = f"{waits} {held.format(standing.held)}"
        self.waits.setText(waits)
        self.waits.setVisible(bool(waits))

    def _show_choices(self, page: GoalPage) -> None:
        standing = page.standing
        self.status.setText(literal(status_word(standing)))
        for action in self.status.choices.actions():
            action.setChecked(action.data() == standing.status)
        node = next((one for one in self._others if one.key == page.key), None)
        seen = "public" if node is not None and node.public else "gm-only"
        for action in self.visibility.choices.actions():
            action.setChecked(action.data() == seen)
            if action.data() == seen:
                self.visibility.setText(action.text())
        self.parent_goal.setText(
            literal(self.tr("Part of {0}").format(one_line(page.parent, 60)))
            if page.parent
            else self.tr("Part of no other goal")
        )
        self._fill_parents(page)

    def _fill_parents(self, page: GoalPage) -> None:
        menu = self.parent_goal.choices
        menu.clear()
        none = menu.addAction(self.tr("No other goal"))
        none.triggered.connect(lambda: self._choose_parent(""))
        below = _below(page.key, self._others)
        for one in [one for one in self._others if one.key not in below][:_MOST_PARENTS]:
            action = menu.addAction(literal(one_line(one.goal.name, 80)))
            action.setCheckable(True)
            action.setChecked(page.standing.goal.id in one.standing.children)
            action.triggered.connect(lambda _c=False, to=one.goal.id: self._choose_parent(to))

    def _show_rows(self, page: GoalPage, *, editable: bool) -> None:
        goal = page.standing.goal
        steps = goal.milestones(page.standing.current)
        self.milestones.show_milestones(steps, editable=editable)
        told = not editable or not are_lines(page.record.get("rewards"))
        rewards = "\n".join(one_line(one, 200) for one in goal.rewards[:50]) if told else ""
        rows = [
            (self.tr("Part of"), "" if editable else page.parent),
            (self.tr("Rewards"), rewards),
        ]
        self.rows.set_rows([(key, shown_text(text, 2_000)) for key, text in rows if text])
        self.rows.setVisible(any(text for _key, text in rows))

    def flush(self) -> bool:
        """Save what is typed; say whether nothing is left unsaved."""
        done = [field.flush() for field in self._fields()]
        return all(done)

    def give_up(self) -> None:
        """Close the editors without saving."""
        for field in self._fields():
            field.give_up()

    def delete(self) -> None:
        """Delete the goal that is shown."""
        if self._page_shown is None:
            return
        key = self._page_shown.key
        self.give_up()
        if not self._work.delete(key):
            self.deleted.emit(key)

    def _put(self, values: Mapping[str, Any], name: str) -> str:
        return (
            "" if self._page_shown is None else self._work.edit(self._page_shown.key, values, name)
        )

    def _save_title(self, typed: str) -> str:
        if not typed.strip():
            return self.tr("A goal needs a name.")
        return self._put({"/name": typed.strip()}, self.tr("Rename goal"))

    def _save_description(self, typed: str) -> str:
        return self._put({"/description": typed or None}, self.tr("Describe goal"))

    def _save_target(self, typed: str) -> str:
        try:
            target, unit = typed_target(typed)
        except UserError as error:
            return str(error)
        values = {"/progress/target": target, "/progress/unit": unit or None}
        return self._put(values, self.tr("Edit target"))

    def _save_tracked(self, typed: str) -> str:
        former = () if self._page_shown is None else self._page_shown.record
        try:
            tracked = typed_tracked(typed, list_at(former, "trackedEvents"))
        except UserError as error:
            return str(error)
        return self._put({"/trackedEvents": tracked or None}, self.tr("Edit what a goal counts"))

    def _save_dependencies(self, typed: str) -> str:
        ids = {fold(one.goal.name): one.goal.id for one in self._others}
        known = {one.goal.id for one in self._others}
        wanted = []
        for name in typed_names(typed):
            goal = name if name in known else ids.get(fold(name))
            if goal is None:
                return self.tr("There is no goal named “{0}”.").format(name)
            wanted.append(goal)
        return self._put({"/dependencies": wanted or None}, self.tr("Edit what a goal waits for"))

    def _save_steps(self, typed: str) -> str:
        former = () if self._page_shown is None else self._page_shown.record
        steps = typed_milestones(typed, list_at(former, "progress", "milestones"))
        return self._put({"/progress/milestones": steps or None}, self.tr("Edit milestones"))

    def _save_rewards(self, typed: str) -> str:
        former = () if self._page_shown is None else self._page_shown.record.get("rewards")
        rewards = typed_lines(typed, reward_lines(former))
        return self._put({"/rewards": rewards or None}, self.tr("Edit rewards"))

    def _tick(self, place: int, on: bool) -> None:  # noqa: FBT001  Qt's signature
        if self._page_shown is None:
            return
        steps = list_at(self._page_shown.record, "progress", "milestones")
        name = self.tr("Tick milestone") if on else self.tr("Untick milestone")
        if self._put({"/progress/milestones": with_tick(steps, place, reached=on)}, name):
            self._show_rows(self._page_shown, editable=True)

    def _choose_status(self, status: str) -> None:
        if self._page_shown is not None:
            self._work.set_status(self._page_shown.key, status)
        if self._page_shown is not None:
            # The mark of the one that was chosen already has gone.
            self._show_choices(self._page_shown)

    def _choose_seen(self, visibility: str) -> None:
        self._put({"/visibility": visibility}, self.tr("Change who sees it"))
        if self._page_shown is not None:
            self._show_choices(self._page_shown)

    def _choose_parent(self, parent: str) -> None:
        if self._page_shown is not None:
            self._work.set_parent(self._page_shown.key, parent)


def _inset(widget: QWidget) -> QWidget:
    """Return a widget that holds another as far in as the words of fields stand."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(6, 0, 6, 0)
    row.addWidget(widget)
    return holder


def _below(key: str, goals: Sequence[GoalNode]) -> set[str]:
    """Return the keys of a goal and of all goals below it."""
    by_id = {one.goal.id: one for one in goals}
    found: set[str] = set()
    waiting = [one for one in goals if one.key == key]
    while waiting:
        one = waiting.pop()
        if one.key not in found:
            found.add(one.key)
            waiting += [by_id[child] for child in one.standing.children if child in by_id]
    return found
