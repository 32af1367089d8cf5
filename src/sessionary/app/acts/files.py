"""Acts of the File menu: files in, files out, copies of the library."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from sessionary.app.acts.base import Acts
from sessionary.app.places import SESSIONS, SURVEYS
from sessionary.core.backups import BackupFailed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sessionary.models.open_library import OpenLibrary
    from sessionary.services.imports.preview import Preview
    from sessionary.services.library import Change


class FileActs(Acts):
    """Imports, exports, backs up and restores."""

    def file_import(self) -> None:
        """Ask for files and show what importing them would do."""
        from sessionary.views.imports.files import ask_for_files  # noqa: PLC0415

        folder = Path(self.window.preferences.text("import_folder") or Path.home())
        self.import_paths(ask_for_files(self.window, folder))

    def file_import_folder(self) -> None:
        """Ask for a home folder of surveys and show what importing it would do."""
        from sessionary.views.imports.files import ask_for_folder  # noqa: PLC0415

        folder = Path(self.window.preferences.text("import_folder") or Path.home())
        chosen = ask_for_folder(self.window, folder)
        if chosen is not None:
            self.import_paths([chosen])

    def import_paths(self, paths: Sequence[Path]) -> None:
        """Show what importing some files would do."""
        from sessionary.views.imports.import_dialog import ImportDialog  # noqa: PLC0415

        library = self._library
        if library is None or not paths:
            return
        if library.library.read_only:
            self.window.banner.say(library.library.reason, tone="warn")
            return
        if library.busy:
            self.window.banner.say(
                self.tr("An import is being written; try again when it is done."), tone="warn"
            )
            return
        self.window.preferences.keep_text("import_folder", str(paths[0].parent))
        self.window.flush()
        campaigns = [(one.id, one.name) for one in library.campaigns()]
        dialog = ImportDialog(self.window.theme, library, list(paths), campaigns, self.window)
        dialog.imported.connect(
            lambda change: self._imported(
                change, list(paths), SURVEYS if dialog.is_of_surveys else SESSIONS
            )
        )
        dialog.open()

    def _imported(self, change: Change, paths: list[Path], place: str) -> None:
        self.window.preferences.add_recent([str(path) for path in paths])
        self.window.go_to(place)
        self.window.banner.say(
            self.tr("{0}: done.").format(change.name),
            self.tr("Undo"),
            self.edit_undo,
            tone="ok",
            seconds=15.0,
        )

    def fill_recent(self) -> None:
        """Fill the menu of recent files; those that are gone are greyed."""
        menu = self.window.recent_menu
        menu.clear()
        for name in self.window.preferences.recent():
            path = Path(name)
            action = menu.addAction(path.name.replace("&", "&&"))
            action.setToolTip("")
            action.setEnabled(path.exists())
            action.triggered.connect(lambda _on=False, path=path: self.import_paths([path]))
        if not menu.isEmpty():
            menu.addSeparator()
        clear = menu.addAction(self.tr("&Clear this list"))
        clear.setEnabled(bool(self.window.preferences.recent()))
        clear.triggered.connect(self.window.preferences.clear_recent)

    def file_sample(self) -> None:
        """Import the sample campaign; undoing that takes it out again."""
        from sessionary.app.sample import sample_file  # noqa: PLC0415

        self.import_sample(sample_file(self._read_resource))

    def import_sample(self, path: Path) -> None:
        """Import a file without asking: it is ours."""
        from sessionary.services.imports.reading import read_files  # noqa: PLC0415

        library = self._library
        if library is None:
            return
        job = library.run(
            self.tr("Loading the sample"),
            lambda report: read_files(library.library, [path], report),
        )
        job.finished.connect(lambda preview: self._write_sample(library, preview))
        job.failed.connect(lambda error: self.window.banner.say(str(error), tone="bad"))

    def _write_sample(
        self, library: OpenLibrary, preview: Preview, *, protected: bool = True
    ) -> None:
        from sessionary.views.messages import ask_without_backup  # noqa: PLC0415

        def failed(error: BaseException) -> None:
            if isinstance(error, BackupFailed):
                ask_without_backup(
                    self.window.theme,
                    self.window,
                    str(error),
                    self.tr("Load the sample without a backup"),
                    lambda: self._write_sample(library, preview, protected=False),
                )

        library.write_import(preview, protected=protected).failed.connect(failed)

    def export_document(self, kind: str, key: str) -> None:
        """Open the export with one document chosen."""
        from sessionary.app.exporting import open_export  # noqa: PLC0415

        if self._library is not None:
            self.window.flush()
            open_export(self.window, self._library, kind, key, player_view=self.player_view)

    def file_export(self) -> None:
        """Open the export of what is chosen."""
        session, campaign = self._current(), self._campaign()
        shown = self._listing.document if self._listing is not None else None
        if shown is not None and shown[0] in ("survey", "definition"):
            self.export_document(*shown)
        elif session is not None:
            self.export_document("session", session.key)
        else:
            # Without a campaign the library as a whole is what is left to export.
            self.export_document("campaign", campaign)

    def file_export_markdown(self) -> None:
        """Open the export of the chosen session as Markdown."""
        session = self._current()
        if session is not None:
            self.export_document("session", session.key)

    def file_history(self) -> None:
        """Show the former revisions of the document that is open."""
        from sessionary.app.documents import show_history  # noqa: PLC0415

        document = self._open_document()
        if self._library is not None and document is not None:
            self.window.flush()
            show_history(self.window, self._library, *document)

    def file_backup(self) -> None:
        """Ask where to and copy the library."""
        from sessionary.app.library_files import ask_backup  # noqa: PLC0415

        if self._library is not None:
            self.window.flush()
            ask_backup(self.window, self._library)

    def file_restore(self) -> None:
        """Show the backups; the chosen one takes the library's place."""
        from sessionary.app.library_files import show_backups  # noqa: PLC0415

        if self._library is not None:
            self.window.flush()
            show_backups(self.window, self._library.library.file.folder)

    def file_folder(self) -> None:
        """Show the library's folder in the file manager."""
        if self._library is not None:
            folder = self._library.library.file.folder
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    def file_quit(self) -> None:
        """Close the window."""
        self.window.close()
