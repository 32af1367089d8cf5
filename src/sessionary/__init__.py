"""Sessionary keeps sessions of every kind in one library."""

__version__ = "0.1.0"
