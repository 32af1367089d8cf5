"""Importing files: what is chosen or dropped, what it would do, and doing it."""

from sessionary.views.imports.files import ask_for_files, dropped_paths
from sessionary.views.imports.import_dialog import ImportDialog

__all__ = ["ImportDialog", "ask_for_files", "dropped_paths"]
