"""Calendars of Fantasy-Calendar.com."""

from __future__ import annotations

from typing import Any

from typing_extensions import override

from sessionary.formats.campaign.calendar_taking import Record, Taking, objects, said, whole


class FantasyCalendar(Taking):
    """Takes a calendar of Fantasy-Calendar.com."""

    @override
    def document(self) -> Record:
        parts = self.source["static_data"]
        year = parts["year_data"] if isinstance(parts.get("year_data"), dict) else {}
        settings = parts.get("settings")
        week = year.get("global_week")
        weekdays = week if isinstance(week, list) else []
        document = {
            "name": self.source.get("name") or "Calendar",
            "months": self.months("year_data.timespans", year.get("timespans"), ()),
            "weekdays": weekdays,
            "firstWeekday": (whole(year.get("first_day"), 1) - 1) % max(len(weekdays), 1),
            "weekdaysRestart": year.get("overflow") is False,
            "leapDays": [self._leap_day(one) for one in objects(year.get("leap_days"))],
            "yearZero": isinstance(settings, dict) and settings.get("year_zero_exists") is True,
            "moons": self.moons("moons", parts.get("moons"), "shift"),
            "eras": self._eras(parts.get("eras")),
        }
        known = ("first_day", "overflow", "global_week", "timespans", "leap_days")
        self.note_rest("year_data", year, known)
        for key in ("seasons", "cycles"):
            value = parts.get(key)
            listed = value.get("data", value.get("locations")) if isinstance(value, dict) else value
            if listed:
                self.note(key, said(listed), "nothing: it is kept with the source only")
        self._note_clock()
        self.count_events()
        return document

    def _leap_day(self, leap: Record) -> Record:
        offset = whole(leap.get("offset"))
        rules = []
        for written in str(leap.get("interval", "")).split(","):
            text = written.strip()
            every = whole(text.lstrip("!+"), 0)
            rule: Record = {"every": every}
            if offset and "+" not in text:
                rule["offset"] = offset
            if "!" in text:
                rule["except"] = True
            rules.append(rule)
        made: Record = {
            "name": leap.get("name") or "",
            "month": whole(leap.get("timespan")) + 1,
            "rules": rules,
        }
        if leap.get("intercalary"):
            made |= {"intercalary": True, "after": max(whole(leap.get("day")), 0)}
        known = ("name", "interval", "timespan", "intercalary", "offset", "day")
        self.note_rest("year_data.leap_days", leap, (*known, "not_numbered", "show_text"))
        return made

    def _eras(self, listed: Any) -> list[Record]:
        eras = []
        for era in objects(listed):
            settings = era["settings"] if isinstance(era.get("settings"), dict) else {}
            made = self.era(
                era,
                "eras",
                era.get("date"),
                restart=bool(settings.get("restart")),
                first=bool(settings.get("starting_era")),
            )
            if made is not None:
                eras.append(made)
            known = ("restart", "starting_era", "show_as_event", "event_category_id")
            self.note_rest("eras.settings", settings, (*known, "use_custom_format"))
        return eras

    def _clock(self) -> tuple[int, int] | None:
        clock = self.source["static_data"].get("clock")
        if not isinstance(clock, dict) or not clock.get("enabled"):
            return None
        return whole(clock.get("hours"), 24), whole(clock.get("minutes"), 60)

    def _note_clock(self) -> None:
        clock = self._clock()
        if clock is not None and clock[1] != 60:
            self.note("clock.minutes", str(clock[1]), "60: hours are written with 60 minutes")

    @override
    def day_length(self) -> int | None:
        clock = self._clock()
        length = None if clock is None else clock[0] * clock[1] * 60
        return length if length and length > 0 else None

    @override
    def current(self) -> tuple[int, int, int] | None:
        now = self.source.get("dynamic_data")
        if not isinstance(now, dict) or now.get("year") is None:
            return None
        return whole(now["year"], 1), whole(now.get("timespan")) + 1, whole(now.get("day"), 1)
