"""The calendar: a page of days, painted, walked with the keys and read out."""
