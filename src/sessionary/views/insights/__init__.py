"""Insights: charts across the sessions of a campaign, painted by the program."""
