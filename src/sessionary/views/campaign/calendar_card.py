"""The calendar of a campaign, defined line by line or taken from a file."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QMenu, QMessageBox, QWidget

from sessionary.core.calendar.typed import lines_of
from sessionary.core.campaign.gametime import day_name
from sessionary.core.problems import UserError
from sessionary.services.calendar_files import FoundCalendar, read_calendar_file
from sessionary.views.campaign.fields import EditableText
from sessionary.views.campaign.overview_cards import tighten
from sessionary.views.campaign.small_parts import TickLine
from sessionary.views.widgets.buttons import OutlinedButton
from sessionary.views.widgets.cards import Card, KeyValue
from sessionary.views.widgets.text import Paragraph, TextLabel, literal, one_line

if TYPE_CHECKING:
    from sessionary.services.campaign_pages import CampaignPage
    from sessionary.views.campaign.settings_saves import SettingsSaves
    from sessionary.views.theme import Theme

_PARTS: Final = ("months", "weekdays", "leapDays", "moons", "eras")
_EXAMPLES: Final = {
    "months": "Hammer, 30\nMidwinter, 1, intercalary",
    "weekdays": "Sul, Mol, Zol",
    "leapDays": "February: every 4, not every 100, every 400",
    "moons": "Selûne, 30.4375",
    "eras": "DR, from 1\nbefore DR, before, backward",
}
_NAME_CHARACTERS: Final = 80
_MOST_TOLD: Final = 12


class CalendarCard(Card):
    """Says how the days of a campaign are named, and lets that be changed."""

    def __init__(self, theme: Theme, saves: SettingsSaves, parent: QWidget | None = None) -> None:
        super().__init__(theme, "", parent)
        self.set_title(self.tr("Calendar"))
        self._saves = saves
        self.counted = Paragraph(
            self.tr("Days are counted: Day 1, Day 2 and so on. A calendar gives them names."),
            tone="text2",
        )
        self.name = EditableText(theme, self.tr("Name"), saves.calendar_name, wrap=True)
        self.first = EditableText(
            theme, self.tr("Day 1 is"), saves.first_day, hint=self.tr("A date"), wrap=True
        )
        self.begins = EditableText(
            theme, self.tr("Year 1 begins on"), saves.first_weekday,
            hint=self.tr("A weekday"), wrap=True,
        )  # fmt: skip
        names = (
            self.tr("Months"), self.tr("Weekdays"), self.tr("Leap days"), self.tr("Moons"),
            self.tr("Eras"),
        )  # fmt: skip
        self.parts = {
            part: EditableText(
                theme, name, partial(saves.part, part), lines=True, placeholder=self.tr("Add"),
                hint=_EXAMPLES[part],
            )
            for part, name in zip(_PARTS, names, strict=True)
        }  # fmt: skip
        self.rows = KeyValue(
            theme,
            [
                (self.tr("Name"), self.name),
                (self.tr("Day 1 is"), self.first),
                *((name, self.parts[part]) for part, name in zip(_PARTS, names, strict=True)),
                (self.tr("Year 1 begins on"), self.begins),
            ],
        )
        tighten(self.rows)
        self.restart = TickLine()
        self.zero = TickLine()
        self.restart.ticked.connect(lambda on: self._flag(self.restart, "weekdaysRestart", on))
        self.zero.ticked.connect(lambda on: self._flag(self.zero, "yearZero", on))
        self.import_button = OutlinedButton(theme, self.tr("Import a calendar…"), "file-down")
        self.make_button = OutlinedButton(theme, self.tr("Make one"), "plus")
        self.remove_button = OutlinedButton(theme, self.tr("Remove"), "trash-2")
        self.refused = TextLabel(role="secondary", tone="bad", wrap=True)
        self.refused.hide()
        self._buttons = QWidget()
        line = QHBoxLayout(self._buttons)
        line.setContentsMargins(0, 4, 0, 0)
        line.setSpacing(8)
        for button in (self.import_button, self.make_button, self.remove_button):
            line.addWidget(button)
        line.addStretch(1)
        for part in (
            self.counted, self.rows, self.restart, self.zero, self._buttons, self.refused,
        ):  # fmt: skip
            self.add(part)
        self.import_button.clicked.connect(self.ask_file)
        self.make_button.clicked.connect(lambda: self._say(saves.make_calendar()))
        self.remove_button.clicked.connect(lambda: self._say(saves.remove_calendar()))

    def show_page(self, page: CampaignPage, *, editable: bool) -> None:
        """Show the calendar of a campaign."""
        calendar = self._saves.calendar()
        there = page.clock.calendar is not None
        self.counted.setVisible(not there)
        self._buttons.setVisible(editable)
        self.make_button.setVisible(not there)
        self.remove_button.setVisible(there)
        for widget in (self.rows, self.restart, self.zero):
            widget.setVisible(there)
        for field in self._fields():
            field.set_editable(editable=editable)
        if not there:
            return
        self.name.set_value(str(calendar.get("name", "")))
        self.first.set_value(day_name(1, page.clock))
        weekdays = calendar.get("weekdays", [])
        place = calendar.get("firstWeekday", 0)
        self.begins.set_value(weekdays[place] if place < len(weekdays) else "")
        self.begins.set_choices(weekdays)
        for part, field in self.parts.items():
            field.set_value(lines_of(part, calendar))
        for tick, key, words in (
            (self.restart, "weekdaysRestart", self.tr("Each month begins with the first weekday")),
            (self.zero, "yearZero", self.tr("There is a year 0")),
        ):
            tick.set_line(words, ticked=calendar.get(key) is True, editable=editable)

    def _fields(self) -> list[EditableText]:
        return [self.name, self.first, self.begins, *self.parts.values()]

    def flush(self) -> bool:
        """Save what is typed; say whether nothing is left unsaved."""
        # Each of them, also behind one that is refused.
        saved = [field.flush() for field in self._fields()]
        return all(saved)

    def give_up(self) -> None:
        """Close all editors without saving."""
        self.refused.hide()
        for field in self._fields():
            field.give_up()

    def _flag(self, tick: TickLine, key: str, on: bool) -> None:  # noqa: FBT001  Qt's signature
        refused = self._saves.flag(key, value=on)
        if refused:
            tick.box.setChecked(not on)
        self._say(refused)

    def _say(self, refused: str) -> None:
        self.refused.setText(refused)
        self.refused.setVisible(bool(refused))

    def ask_file(self) -> None:
        """Ask for the file of a calendar."""
        asking = QFileDialog(self.window(), self.tr("Import a calendar"))
        asking.setFileMode(QFileDialog.FileMode.ExistingFile)
        asking.setNameFilters([self.tr("Calendars (*.json)"), self.tr("All files (*)")])
        asking.fileSelected.connect(lambda name: self.take_file(Path(name)))
        asking.open()

    def take_file(self, path: Path) -> None:
        """Take the calendar of a file; of several one is asked for."""
        try:
            found = read_calendar_file(path)
        except UserError as error:
            self._say(str(error))
            return
        if len(found) == 1:
            self._take(found[0])
            return
        menu = QMenu(self)
        for one in found:
            action = menu.addAction(literal(one_line(one.name, _NAME_CHARACTERS)))
            action.triggered.connect(lambda _on=False, chosen=one: self._take(chosen))
        menu.popup(self.import_button.mapToGlobal(QPoint(0, self.import_button.height())))

    def _take(self, found: FoundCalendar) -> None:
        refused = self._saves.take_calendar(found)
        self._say(refused)
        if refused or not found.problems:
            return
        told = [problem.sentence() for problem in found.problems[:_MOST_TOLD]]
        if len(found.problems) > _MOST_TOLD:
            told.append(self.tr("and {0} more").format(len(found.problems) - _MOST_TOLD))
        box = QMessageBox(self.window())
        box.setWindowTitle(self.tr("Import a calendar"))
        box.setText(self.tr("The calendar was taken over. Not all of it has a place here:"))
        box.setInformativeText("\n".join(told))
        box.open()
