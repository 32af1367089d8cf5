"""Surveys: the editor of a session, and the widgets that it answers with."""
