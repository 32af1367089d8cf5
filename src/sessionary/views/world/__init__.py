"""The World place: who and what a campaign's events mention."""
