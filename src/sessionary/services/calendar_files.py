"""Calendars that files of other programs hold, to be taken over by a campaign."""

from __future__ import annotations

from sessionary.formats.campaign.calendars import FoundCalendar, read_calendar_file

__all__ = ["FoundCalendar", "read_calendar_file"]
