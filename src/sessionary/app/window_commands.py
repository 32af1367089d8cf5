"""The commands of the window, a row each: menus, palette, keys and the key list come from here."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMenu, QMenuBar

    from sessionary.views.commands import Commands


def _words(text: str) -> str:
    return QCoreApplication.translate("Commands", text)


@dataclass(frozen=True, slots=True)
class Row:
    """One command, or a line between commands where ``key`` is empty.

    Attributes:
        key: Its name in settings, and with dots as underlines the method that does it.
        text: What is read, with ``&`` before its letter.
        keys: Its keys.
        icon: Name of an icon.
        checkable: Whether it is switched on and off.
    """

    key: str = ""
    text: str = ""
    keys: tuple[str, ...] = ()
    icon: str = ""
    checkable: bool = False


_LINE = Row()

MENUS: tuple[tuple[str, tuple[Row, ...]], ...] = (
    (
        "&File",
        (
            Row("session.new", "&New session", ("Ctrl+N",), "plus"),
            Row("campaign.new", "New &campaign…", ("Ctrl+Shift+N",), "castle"),
            _LINE,
            Row("file.import", "&Import files…", ("Ctrl+O",), "import"),
            Row("file.import_folder", "Import a folder of s&urveys…", (), "folder"),
            Row("file.recent", "Open &recent"),
            Row("file.sample", "Load the &sample campaign", (), "book-open"),
            _LINE,
            Row("file.export", "&Export…", ("Ctrl+E",), "file-down"),
            Row("file.export_markdown", "Export as &Markdown…", ("Ctrl+Shift+M",), "file-text"),
            _LINE,
            Row("file.history", "&History…", ("Ctrl+H",), "history"),
            _LINE,
            Row("file.backup", "&Back up the library…", (), "archive"),
            Row("file.restore", "Res&tore a backup…", (), "archive-restore"),
            Row("file.folder", "Open the library’s &folder", (), "folder-open"),
            _LINE,
            Row("file.quit", "&Quit", ("Ctrl+Q",), "log-out"),
        ),
    ),
    (
        "&Edit",
        (
            Row("edit.undo", "&Undo", ("Ctrl+Z",), "undo-2"),
            Row("edit.redo", "&Redo", ("Ctrl+Shift+Z", "Ctrl+Y"), "redo-2"),
            _LINE,
            Row("edit.find", "&Find", ("Ctrl+F",), "search"),
            Row("edit.find_everywhere", "Find &everywhere…", ("Ctrl+Shift+F",), "search"),
            Row("edit.clear_filter", "&Clear filter", (), "filter-x"),
            _LINE,
            Row("session.rename", "Re&name", ("F2",), "pencil"),
            Row("session.delete", "&Delete", ("Del",), "trash-2"),
            Row("world.merge", "&Merge with…", (), "link"),
        ),
    ),
    (
        "&Session",
        (
            Row("session.open", "&Open", ("Ctrl+Return",), "book-open"),
            Row("session.previous", "&Previous session", ("Alt+Up",), "arrow-up"),
            Row("session.next", "Ne&xt session", ("Alt+Down",), "arrow-down"),
            _LINE,
            Row("session.log", "&Log an event", ("Ctrl+L",), "scroll-text"),
            Row("session.start", "&Start or go live", ("F5",), "play"),
            Row("session.pause", "Pa&use or resume", ("F6",), "pause"),
            Row("session.end", "&End…", ("Ctrl+Shift+E",), "flag"),
            Row("session.cancel", "&Cancel session", (), "ban"),
            Row("session.plan", "Plan &again", (), "calendar"),
            _LINE,
            Row("session.bin", "Deleted sessions…", (), "trash-2"),
        ),
    ),
    (
        "Su&rvey",
        (
            Row("survey.new", "New &survey…", ("Ctrl+Shift+U",), "clipboard-list"),
            Row("survey.add_question", "&Add a question", ("Ctrl+Shift+A",), "plus"),
            Row("survey.question_up", "Move question &up", ("Alt+Shift+Up",), "arrow-up"),
            Row("survey.question_down", "Move question &down", ("Alt+Shift+Down",), "arrow-down"),
            _LINE,
            Row("survey.edit", "&Edit questions", ("Ctrl+Shift+Q",), "pencil"),
            Row("survey.results", "&Results", ("Ctrl+Shift+R",), "chart-bar"),
            _LINE,
            Row("survey.form", "As a &form", ("Ctrl+Shift+O",), "list-checks"),
            Row("survey.interview", "As an &interview", ("Ctrl+Shift+I",), "message-circle"),
            Row("survey.back", "&Take the last answer back", ("Ctrl+Shift+T",), "undo-2"),
            Row("survey.close", "&Close for good", ("Ctrl+Shift+K",), "lock"),
            Row("survey.link", "&Link to an evening…", ("Ctrl+Shift+L",), "link"),
        ),
    ),
    (
        "&View",
        (
            Row("view.list", "&List", ("Ctrl+Shift+1",), "list"),
            Row("view.timeline", "&Timeline", ("Ctrl+Shift+2",), "chart-gantt"),
            Row("view.calendar", "&Calendar", ("Ctrl+Shift+3",), "calendar"),
            _LINE,
            Row("view.players", "&Player view", ("Ctrl+Shift+P",), "eye", checkable=True),
            _LINE,
            Row("view.sidebar", "&Sidebar", ("F9",), "panel-left", checkable=True),
            Row("view.full_screen", "&Full screen", ("F11",), "maximize", checkable=True),
            Row("view.system", "Theme: as the s&ystem", (), "monitor"),
            Row("view.light", "Theme: li&ght", (), "sun"),
            Row("view.dark", "Theme: &dark", (), "moon"),
        ),
    ),
    (
        "&Go",
        (
            Row("go.now", "&Now", ("Ctrl+1",), "circle-dot"),
            Row("go.sessions", "&Sessions", ("Ctrl+2",), "list"),
            Row("go.world", "&World", ("Ctrl+3",), "globe"),
            Row("go.surveys", "S&urveys", ("Ctrl+5",), "clipboard-list"),
            Row("go.insights", "&Insights", ("Ctrl+7",), "chart-column"),
            _LINE,
            Row("go.palette", "Search or run a &command…", ("Ctrl+K",), "command"),
        ),
    ),
    (
        "&Tools",
        (
            Row("tools.rejects", "What could not be &read…", (), "circle-alert"),
            Row("tools.rescues", "Resc&ued changes…", (), "save"),
            Row("tools.persons", "&Personal data…", (), "users"),
            Row("tools.check", "&Check the library", (), "stethoscope"),
            _LINE,
            Row("tools.settings", "&Settings…", ("Ctrl+,",), "settings"),
        ),
    ),
    (
        "&Help",
        (
            Row("help.keys", "&Keyboard shortcuts", ("F1", "Ctrl+?"), "keyboard"),
            Row("help.about", "&About Sessionary", (), "info"),
        ),
    ),
)

PLACE_COMMANDS = tuple(
    row.key for _title, rows in MENUS for row in rows if row.key.startswith("survey.")
)
"""The commands that the place they are about allows or not."""


def build_menus(bar: QMenuBar, commands: Commands, target: object) -> dict[str, QMenu]:
    """Make all commands and put them into menus.

    Args:
        bar: The menu bar.
        commands: Takes up the commands.
        target: Has a method for each command: ``session.new`` is ``session_new``.

    Returns:
        The menus that stand for a command of their own, such as the recent files.
    """
    submenus: dict[str, QMenu] = {}
    for title, rows in MENUS:
        menu = bar.addMenu(_words(title))
        for row in rows:
            if not row.key:
                menu.addSeparator()
            elif row.key == "file.recent":
                submenus[row.key] = menu.addMenu(_words(row.text))
            else:
                menu.addAction(
                    commands.add(
                        row.key,
                        _words(title).replace("&", ""),
                        _words(row.text),
                        getattr(target, row.key.replace(".", "_")),
                        keys=row.keys,
                        icon=row.icon,
                        checkable=row.checkable,
                    )
                )
        named = [row.key for row in rows if row.icon]
        menu.aboutToShow.connect(partial(commands.draw_icons, named))
    return submenus
