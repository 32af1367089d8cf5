"""Calendars of worlds: months, weeks, leap rules, moons and eras, in whole days, no floats."""
