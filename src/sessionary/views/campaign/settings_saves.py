"""Takes what is edited in the settings of a campaign; says why it is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QCoreApplication

from sessionary.core.calendar.document import read_calendar
from sessionary.core.calendar.typed import typed_lines_of
from sessionary.core.campaign.clock import LONGEST_DAY, LONGEST_ROUND, SHORTEST_DAY
from sessionary.core.campaign.gametime import parse_clock, parse_shift
from sessionary.core.campaign.own_types import OWN_TYPES, typed_types
from sessionary.core.campaign.record import list_at
from sessionary.core.campaign.roster import renamed, with_characters, with_user
from sessionary.core.campaign.typed import typed_face, typed_names
from sessionary.core.problems import UserError
from sessionary.core.store.values import same, thaw

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sessionary.services.calendar_files import FoundCalendar
    from sessionary.services.campaign_pages import CampaignPage
    from sessionary.views.campaign.edits import DocumentEdits

_FARTHEST: Final = 10**15
_FIRST_MONTHS: Final = 12
_DAYS: Final = 30
_WEEK: Final = 7


def _words(text: str) -> str:
    return QCoreApplication.translate("CampaignSettings", text)


class SettingsSaves:
    """The edits of a campaign's settings; each is one act, or one job where events are placed."""

    def __init__(self, edits: DocumentEdits) -> None:
        self.edits = edits
        self.page: CampaignPage | None = None

    @property
    def own(self) -> Mapping[str, Any]:
        """The own part of the campaign's data."""
        own: Mapping[str, Any] = {} if self.page is None else self.page.data["own"]
        return own

    def calendar(self) -> dict[str, Any]:
        """Return the calendar as the document keeps it, empty where it has none."""
        kept = self.own.get("calendar")
        return {} if kept is None else dict(thaw(kept))

    def epoch(self, text: str) -> str:
        """Take where the clock begins."""
        if self.page is None:
            return ""
        face = typed_face(text.strip(), former=self.page.epoch, clock=self.page.clock)
        if face is None or abs(face) > _FARTHEST:
            return _words("“{0}” is no game time. Write for example Day 0, 9:00 AM.").format(
                text.strip()
            )
        return "" if face == self.page.epoch else self.edits.reckon(epoch=face)

    def day_length(self, text: str) -> str:
        """Take how long a day is."""
        return self._length(
            "dayLength", text, SHORTEST_DAY, LONGEST_DAY, "24 h", _words("Edit the length of a day")
        )

    def round_length(self, text: str) -> str:
        """Take how long a round is."""
        return self._length(
            "roundLength", text, 1, LONGEST_ROUND, "6 s", _words("Edit the length of a round")
        )

    def _length(self, key: str, text: str, least: int, most: int, example: str, name: str) -> str:
        seconds = self._span(text)
        if seconds is None or not least <= seconds <= most:
            return _no_span(text, example)
        return self._reckon({key: seconds}, name)

    def rest(self, kind: str, text: str) -> str:
        """Take how long a rest is: a short or a long one."""
        seconds = self._span(text)
        if seconds is None or not 0 <= seconds <= LONGEST_DAY:
            return _no_span(text, "1 h")
        rests = {**thaw(self.own.get("rests") or {}), kind: seconds}
        return self.edits.put_own("rests", rests, _words("Edit the length of a rest"))

    def _span(self, text: str) -> int | None:
        # A day of other days than these is what is being said, so it counts 24 hours here.
        typed = text.strip()
        return parse_shift(typed if typed.startswith(("+", "-")) else f"+{typed}")

    def _reckon(self, own: Mapping[str, Any], name: str) -> str:
        if all(same(self.own.get(key), value) for key, value in own.items()):
            return ""
        return self.edits.reckon(own=own, name=name)

    # The calendar

    def make_calendar(self) -> str:
        """Give the campaign a calendar of twelve months to begin with."""
        months = [
            {"name": _words("Month {0}").format(number), "days": _DAYS}
            for number in range(1, _FIRST_MONTHS + 1)
        ]
        weekdays = [_words("Weekday {0}").format(number) for number in range(1, _WEEK + 1)]
        name = _words("Calendar of this world")
        calendar = {"name": name, "months": months, "weekdays": weekdays, "dayZero": -1}
        return self._put_calendar(calendar, _words("Make a calendar"))

    def remove_calendar(self) -> str:
        """Only count the days again."""
        return self._reckon({"calendar": None}, _words("Remove the calendar"))

    def take_calendar(self, found: FoundCalendar) -> str:
        """Take a calendar of a file; its present day becomes the last day that was played."""
        if found.calendar is None or self.page is None:
            return "" if found.calendar is not None else found.problems[0].sentence()
        calendar = {**found.calendar, "dayZero": self._zero(found)}
        own: dict[str, Any] = {"calendar": calendar}
        if found.day_length is not None:
            own["dayLength"] = found.day_length
        return self._reckon(own, _words("Import a calendar"))

    def _zero(self, found: FoundCalendar) -> int:
        from sessionary.core.calendar.almanac import Almanac, NoSuchDate  # noqa: PLC0415
        from sessionary.core.calendar.definition import Date  # noqa: PLC0415

        calendar, _ = read_calendar(found.calendar)
        if calendar is None or found.current is None or self.page is None:
            return -1
        year, month, day = found.current
        try:
            today = Almanac(calendar).day_of(Date(year, min(month, len(calendar.months)) - 1, day))
        except NoSuchDate:
            return -1
        ends = [
            one.game_start if one.game_end is None else one.game_end for one in self.page.sessions
        ]
        last = max((end for end in ends if end is not None), default=self.page.epoch)
        return today - last // self.page.clock.day_length

    def part(self, part: str, text: str) -> str:
        """Take the months, weekdays, leap days, moons or eras, one a line."""
        calendar = self.calendar()
        try:
            calendar[part] = typed_lines_of(part, text, calendar)
        except UserError as error:
            return str(error)
        return self._put_calendar(calendar, _words("Edit the calendar"))

    def calendar_name(self, text: str) -> str:
        """Take what the calendar is called."""
        return self._put_calendar(
            {**self.calendar(), "name": text.strip()}, _words("Rename the calendar")
        )

    def flag(self, key: str, *, value: bool) -> str:
        """Take whether there is a year 0, or whether weeks begin with each month."""
        return self._put_calendar({**self.calendar(), key: value}, _words("Edit the calendar"))

    def first_weekday(self, text: str) -> str:
        """Take the weekday of the first day of year 1."""
        calendar = self.calendar()
        names = [name.lower() for name in calendar.get("weekdays", ())]
        if text.strip().lower() not in names:
            return _words("“{0}” is no weekday of this calendar.").format(text.strip())
        return self._put_calendar(
            {**calendar, "firstWeekday": names.index(text.strip().lower())},
            _words("Edit the calendar"),
        )

    def first_day(self, text: str) -> str:
        """Take the date of Day 1."""
        if self.page is None or self.page.clock.almanac is None:
            return ""
        clock = self.page.clock
        face = parse_clock(text.strip(), clock=clock)
        if face is None:
            return _words("“{0}” is no date of this calendar.").format(text.strip())
        # What is called this now becomes Day 1.
        zero = clock.day_zero + face // clock.day_length - 1
        return self._put_calendar({**self.calendar(), "dayZero": zero}, _words("Edit the calendar"))

    def _put_calendar(self, calendar: dict[str, Any], name: str) -> str:
        _calendar, problems = read_calendar(calendar)
        if problems:
            return problems[0].sentence()
        return self._reckon({"calendar": calendar}, name)

    # Players and words

    def add_player(self, text: str) -> str:
        """Add a player by name."""
        if not text.strip():
            return ""
        users = with_user(thaw(list_at(self.own, "users")), text.strip())
        if users is None:
            return _words("{0} is listed already.").format(text.strip())
        return self.edits.put_own("users", users, _words("Add player"))

    def rename_player(self, identity: str, text: str) -> str:
        """Take the name of a player."""
        if not text.strip():
            return _words("A player needs a name.")
        users = renamed(thaw(list_at(self.own, "users")), identity, text.strip())
        return self.edits.put_own("users", users, _words("Rename player"))

    def characters(self, identity: str, text: str) -> str:
        """Take the characters of a player, with commas between them."""
        found = with_characters(thaw(list_at(self.own, "characters")), identity, typed_names(text))
        return self.edits.put_own("characters", found, _words("Edit characters"))

    def types(self, text: str) -> str:
        """Take event types and aliases, one type a line."""
        try:
            types = typed_types(text)
        except UserError as error:
            return str(error)
        return self._reckon({OWN_TYPES: types or None}, _words("Edit event types"))

    def hidden_tags(self, text: str) -> str:
        """Take the tags that players do not see, with commas between them."""
        tags = [tag.removeprefix("#").strip() for tag in typed_names(text)]
        kept = list(dict.fromkeys(filter(None, tags)))
        if kept == list(list_at(self.own, "hiddenTags")):
            return ""
        return self.edits.put_own("hiddenTags", kept, _words("Hide tags"))


def _no_span(text: str, example: str) -> str:
    return _words("“{0}” is no such length. Write for example {1}.").format(text.strip(), example)
