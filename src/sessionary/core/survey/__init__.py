"""Surveys: definitions, the sessions of respondents, and the rules by which they are filled in."""
