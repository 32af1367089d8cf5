"""Acts of the Tools and Help menus."""

from __future__ import annotations

import platform
from typing import TYPE_CHECKING

from PySide6.QtCore import qVersion
from PySide6.QtWidgets import QMessageBox

from sessionary import __version__
from sessionary.app.acts.base import Acts
from sessionary.views.widgets.message import message_box

if TYPE_CHECKING:
    from collections.abc import Sequence


class ToolActs(Acts):
    """Looks things over, and tells about the program."""

    def tools_rejects(self) -> None:
        """Show what could not be read."""
        from sessionary.views.sources_dialog import SourcesDialog  # noqa: PLC0415

        if self._library is not None:
            SourcesDialog(self.window.theme, self._library.library, parent=self.window).open()

    def tools_rescues(self) -> None:
        """Show what could not be saved and was kept."""
        from sessionary.app.documents import show_rescues  # noqa: PLC0415

        if self._library is not None:
            self.window.flush()
            show_rescues(self.window, self._library)

    def tools_persons(self) -> None:
        """Show who is in the library, and what is held about them."""
        from sessionary.views.persons_dialog import PersonsDialog  # noqa: PLC0415

        if self._library is not None:
            self.window.flush()
            PersonsDialog(self.window.theme, self._library, self.window).open()

    def tools_check(self) -> None:
        """Look the library over, as a job."""
        from sessionary.services.check import check  # noqa: PLC0415

        library = self._library
        if library is None:
            return
        self.window.flush()
        job = library.run(
            self.tr("Checking the library"), lambda report: check(library.library, report)
        )
        job.finished.connect(self._tell_check)
        job.failed.connect(lambda error: self.window.banner.say(str(error), tone="bad"))

    def _tell_check(self, problems: Sequence[str]) -> None:
        message_box(
            self.window.theme,
            self.window,
            self.tr("Check the library"),
            self.tr("The library is whole.") if not problems else self.tr("Something is wrong."),
            details="\n".join(problems[:20])
            or self.tr("File, content hashes and index are as they should be."),
            icon=QMessageBox.Icon.Warning if problems else QMessageBox.Icon.Information,
        )

    def tools_settings(self) -> None:
        """Show the settings."""
        from sessionary.views.settings_dialog import SettingsDialog  # noqa: PLC0415

        window = self.window
        facts = []
        if self._library is not None:
            file = self._library.library.file
            facts = [
                (self.tr("File"), str(file.path)),
                (self.tr("Size"), f"{file.path.stat().st_size / 1_000_000:.1f} MB"),
                (self.tr("Time zone"), self._library.library.zone.key),
            ]
        dialog = SettingsDialog(
            window.theme, window.preferences.preferences(), window.commands, facts, window
        )
        dialog.chosen.connect(window.acts.take_preferences)
        dialog.folder_asked.connect(window.acts.file_folder)
        dialog.open()

    def help_keys(self) -> None:
        """Show all keys."""
        from sessionary.views.shortcuts_overlay import KeyHint, ShortcutsOverlay  # noqa: PLC0415

        lists, timeline = self.tr("Lists"), self.tr("Timeline")
        hints = [
            KeyHint(lists, self.tr("Up and down"), ("↑", "↓")),
            KeyHint(lists, self.tr("Into the page"), ("Enter",)),
            KeyHint(timeline, self.tr("From event to event"), ("←", "→")),
            KeyHint(timeline, self.tr("From lane to lane"), ("↑", "↓")),
            KeyHint(timeline, self.tr("Zoom"), ("+", "−")),
            KeyHint(timeline, self.tr("Everything"), ("0",)),
            KeyHint(timeline, self.tr("Move sideways"), ("Ctrl+←", "Ctrl+→")),
            KeyHint(timeline, self.tr("First and last"), ("Home", "End")),
            KeyHint(timeline, self.tr("Open"), ("Enter",)),
        ]
        ShortcutsOverlay(self.window.theme, self.window.commands, hints, self.window).open()

    def help_about(self) -> None:
        """Tell what this program is and what it stands on."""
        from sessionary.storage.connection import sqlite_version  # noqa: PLC0415

        message_box(
            self.window.theme,
            self.window,
            self.tr("About Sessionary"),
            self.tr("Sessionary {0}").format(__version__),
            details=self.tr(
                "Sessions of every kind in one library, on your own machine. MIT licence.\n\n"
                "Python {0}, Qt {1} (LGPL 3), SQLite {2}. Icons: Lucide (ISC).\n"
                "Nothing is ever sent anywhere."
            ).format(platform.python_version(), qVersion(), sqlite_version()),
        )
