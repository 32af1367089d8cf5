"""Calendars of the plugins Calendarium and Fantasy Calendar for Obsidian."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from typing_extensions import override

from sessionary.formats.campaign.calendar_taking import Record, Taking, objects, whole

if TYPE_CHECKING:
    from collections.abc import Sequence


class Calendarium(Taking):
    """Takes a calendar of the plugins Calendarium and Fantasy Calendar for Obsidian."""

    @override
    def document(self) -> Record:
        parts = self.source["static"]
        weekdays = [one.get("name") for one in objects(parts.get("weekdays"))]
        document = {
            "name": self.source.get("name") or "Calendar",
            "months": self.months("static.months", parts.get("months"), ("short",)),
            "weekdays": weekdays,
            "firstWeekday": whole(parts.get("firstWeekDay")) % max(len(weekdays), 1),
            "weekdaysRestart": parts.get("overflow") is False,
            "leapDays": [
                self._leap_day(f"static.leapDays[{i}]", one)
                for i, one in enumerate(objects(parts.get("leapDays")))
            ],
            "moons": self.moons("static.moons", parts.get("moons"), "offset"),
            "eras": self._eras(parts.get("eras")),
        }
        self.note_rest(
            "static",
            parts,
            ("firstWeekDay", "overflow", "weekdays", "months", "leapDays", "moons", "eras"),
        )
        self.count_events()
        return document

    def _leap_day(self, place: str, leap: Record) -> Record:
        intervals = sorted(
            objects(leap.get("interval")), key=lambda one: whole(one.get("interval"), 1)
        )
        offset = whole(leap.get("offset"))
        rules: list[Record] = []
        if intervals and intervals[0].get("exclusive"):
            rules.append({"every": 1})
        for one in intervals:
            rule: Record = {"every": max(whole(one.get("interval"), 1), 1)}
            if offset and not one.get("ignore"):
                rule["offset"] = offset
            if one.get("exclusive"):
                rule["except"] = True
            rules.append(rule)
        made: Record = {
            "name": leap.get("name") or "",
            "month": whole(leap.get("timespan")) + 1,
            "rules": rules,
        }
        if leap.get("intercalary"):
            made |= {"intercalary": True, "after": max(whole(leap.get("after")), 0)}
        self.note_rest(
            "static.leapDays",
            leap,
            ("id", "name", "type", "interval", "timespan", "intercalary", "offset", "after"),
        )
        self.same_years(place, made, lambda year: _falls(intervals, offset, year))
        return made

    def _eras(self, listed: Any) -> list[Record]:
        eras = []
        for era in objects(listed):
            start = era.get("start", era.get("date"))
            restart = bool(era.get("restart"))
            made = self.era(
                era, "static.eras", start, restart=restart, first=bool(era.get("isStartingEra"))
            )
            if made is not None:
                eras.append(made)
            known = ("id", "name", "start", "date", "end", "restart", "isStartingEra", "type")
            self.note_rest("static.eras", era, known)
        return eras

    @override
    def current(self) -> tuple[int, int, int] | None:
        now = self.source.get("current")
        if not isinstance(now, dict) or now.get("year") is None:
            return None
        return whole(now["year"], 1), whole(now.get("month")) + 1, whole(now.get("day"), 1)


def _falls(intervals: Sequence[Record], offset: int, year: int) -> bool:
    """Return whether Calendarium has a leap day in a year: each interval, and what it excludes."""
    for place, one in enumerate(intervals):
        every = max(whole(one.get("interval"), 1), 1)
        divides = (year - (0 if one.get("ignore") else offset)) % every == 0
        if one.get("exclusive"):
            if place == 0 and not divides:
                return True
            continue
        behind = intervals[place + 1] if place + 1 < len(intervals) else {}
        if divides and behind.get("exclusive"):
            excluded = max(whole(behind.get("interval"), 1), 1)
            divides = (year - (0 if behind.get("ignore") else offset)) % excluded != 0
        if divides:
            return True
    return False
