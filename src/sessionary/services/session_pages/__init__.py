"""Markdown pages of sessions, made in this process and, where many are wanted, in others too."""
