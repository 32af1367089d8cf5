from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget

from sessionary.views.command_palette import CommandPalette, PaletteEntry
from sessionary.views.commands import Commands, KeyNeededForTyping, KeyTaken, native
from sessionary.views.key_settings import KeySettings
from sessionary.views.settings_dialog import Preferences, SettingsDialog
from sessionary.views.shortcuts_overlay import KeyHint, ShortcutsOverlay
from sessionary.views.theme import Appearance, Density, Look, Theme

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

ENTER, ESCAPE = Qt.Key.Key_Return, Qt.Key.Key_Escape


@pytest.fixture
def done() -> list[str]:
    return []


@pytest.fixture
def commands(theme: Theme, done: list[str]) -> Commands:
    made = Commands(theme, theme)
    for key, path, text, keys in (
        ("session.new", "Session", "&New session", ["Ctrl+N"]),
        ("session.pause", "Session", "&Pause", ["F6"]),
        ("edit.undo", "Edit", "&Undo", ["Ctrl+Z"]),
        ("help.keys", "Help", "&Keyboard shortcuts", ["F1", "Ctrl+?"]),
        ("file.markdown", "File > Export", "As &Markdown && HTML", []),
    ):
        made.add(key, path, text, partial(done.append, key), keys=keys, icon="list")
    return made


def _keys(commands: Commands, key: str) -> list[str]:
    return [one.toString() for one in commands[key].action.shortcuts()]


# Commands and their keys


def test_a_command_knows_its_name_menu_and_group(commands: Commands) -> None:
    markdown = commands["file.markdown"]
    assert (markdown.name, markdown.group) == ("As Markdown & HTML", "File")
    assert [command.key for command in commands][:2] == ["session.new", "session.pause"]


def test_triggering_does_the_command(commands: Commands, done: list[str]) -> None:
    commands["session.new"].action.trigger()
    assert done == ["session.new"]


def test_a_taken_key_is_refused_with_the_name_of_the_other(commands: Commands) -> None:
    with pytest.raises(KeyTaken) as refused:
        commands.set_keys("session.pause", [QKeySequence("F7"), QKeySequence("Ctrl+N")])
    assert refused.value.other.name == "New session"
    assert _keys(commands, "session.pause") == ["F6"]


def test_a_key_with_which_another_begins_is_taken_too(commands: Commands) -> None:
    commands.set_keys("session.new", [QKeySequence("Ctrl+K, Ctrl+N")])
    with pytest.raises(KeyTaken):
        commands.set_keys("session.pause", [QKeySequence("Ctrl+K")])


@pytest.mark.parametrize("key", ["A", "Shift+A", "7", "?", "Space", "/", ","])
def test_a_letter_alone_is_refused(commands: Commands, key: str) -> None:
    with pytest.raises(KeyNeededForTyping):
        commands.set_keys("session.pause", [QKeySequence(key)])


@pytest.mark.parametrize("key", ["F7", "Del", "Ctrl+,", "Alt+Up", "Ctrl+Shift+A"])
def test_other_keys_can_be_given(qtbot: QtBot, commands: Commands, key: str) -> None:
    with qtbot.waitSignal(commands.keys_changed):
        commands.set_keys("session.pause", [QKeySequence(key)])
    assert _keys(commands, "session.pause") == [key]


def test_a_default_that_is_taken_is_a_mistake_in_the_program(commands: Commands) -> None:
    with pytest.raises(KeyTaken):
        commands.add("x", "Session", "X", keys="Ctrl+N")


def test_only_changed_keys_are_saved_and_they_come_back(theme: Theme, commands: Commands) -> None:
    commands.set_keys("session.pause", [QKeySequence("F7"), QKeySequence("Ctrl+,")])
    commands.set_keys("edit.undo", [])
    saved = commands.changed()
    assert saved == {"session.pause": "F7; Ctrl+,", "edit.undo": ""}
    commands.use_defaults()
    assert commands.changed() == {}
    commands.restore(saved)
    assert commands.changed() == saved


def test_two_commands_may_swap_their_keys_in_the_settings(commands: Commands) -> None:
    commands.restore({"session.pause": "Ctrl+N", "session.new": "F6"})
    assert _keys(commands, "session.pause") == ["Ctrl+N"]
    assert _keys(commands, "session.new") == ["F6"]


def test_settings_that_do_not_fit_any_more_are_left_out(commands: Commands) -> None:
    commands.restore({"gone": "F9", "session.pause": "Ctrl+N", "edit.undo": "A"})
    assert _keys(commands, "session.pause") == ["F6"]
    assert _keys(commands, "edit.undo") == ["Ctrl+Z"]


# The palette


@pytest.fixture
def window(qtbot: QtBot, theme: Theme) -> QWidget:
    made = QWidget()
    made.resize(1000, 700)
    qtbot.addWidget(made)
    QLineEdit(made).setObjectName("before")
    made.show()
    made.activateWindow()
    made.findChild(QLineEdit).setFocus()  # type: ignore[union-attr]
    return made


@pytest.fixture
def palette(
    qtbot: QtBot, theme: Theme, commands: Commands, window: QWidget, done: list[str]
) -> CommandPalette:
    def sessions(typed: str) -> list[PaletteEntry]:
        text = "Go to session 13 <img src=x>"
        found = [PaletteEntry(text=text, act=lambda: done.append("13"), path="Harbour Nights")]
        return found if "13" in typed else []

    made = CommandPalette(theme, commands, window, sessions)
    made.open()
    qtbot.waitUntil(made.field.hasFocus)
    return made


def _listed(palette: CommandPalette) -> list[str]:
    return [entry.text for entry in palette.entries()]


def test_the_palette_lists_all_commands_at_first(palette: CommandPalette) -> None:
    assert _listed(palette) == [
        "New session",
        "Pause",
        "Undo",
        "Keyboard shortcuts",
        "As Markdown & HTML",
    ]
    assert palette.entries()[3].keys == native([QKeySequence("F1"), QKeySequence("Ctrl+?")])


def test_typing_and_enter_run_a_command_and_give_the_focus_back(
    qtbot: QtBot, palette: CommandPalette, window: QWidget, done: list[str]
) -> None:
    qtbot.keyClicks(palette.field, "und")
    qtbot.keyClick(palette.field, ENTER)
    assert done == ["edit.undo"]
    assert palette.isHidden()
    assert window.focusWidget().objectName() == "before"


def test_up_and_down_go_around_the_list(
    qtbot: QtBot, palette: CommandPalette, done: list[str]
) -> None:
    qtbot.keyClick(palette.field, Qt.Key.Key_Up)
    assert palette.found.currentIndex().row() == 4
    qtbot.keyClick(palette.field, Qt.Key.Key_Down)
    qtbot.keyClick(palette.field, Qt.Key.Key_Down)
    assert "Pause" in palette.field.accessibleDescription()
    qtbot.keyClick(palette.field, Qt.Key.Key_PageDown)
    assert palette.found.currentIndex().row() == 4
    qtbot.keyClick(palette.field, Qt.Key.Key_PageUp)
    qtbot.keyClick(palette.field, ENTER)
    assert done == ["session.new"]


def test_sessions_are_offered_and_opened(
    qtbot: QtBot, palette: CommandPalette, done: list[str]
) -> None:
    qtbot.keyClicks(palette.field, "13")
    assert _listed(palette) == ["Go to session 13 <img src=x>"]
    palette.grab()
    index = palette.found.model().index(0, 0)
    place = palette.found.visualRect(index).center()
    qtbot.mouseClick(palette.found.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert done == ["13"]


def test_escape_closes_and_the_command_again_closes_too(
    qtbot: QtBot, palette: CommandPalette
) -> None:
    qtbot.keyClick(palette.field, ESCAPE)
    assert palette.isHidden()
    palette.open()
    palette.open()
    assert palette.isHidden()


def test_going_elsewhere_closes_the_palette(
    qtbot: QtBot, palette: CommandPalette, window: QWidget
) -> None:
    before = window.findChild(QLineEdit, "before")
    assert before is not None
    before.setFocus(Qt.FocusReason.MouseFocusReason)
    assert palette.isHidden()
    assert before.hasFocus()


def test_a_command_that_cannot_be_done_now_is_last_and_does_nothing(
    qtbot: QtBot, palette: CommandPalette, commands: Commands, done: list[str]
) -> None:
    commands["session.new"].action.setEnabled(False)
    qtbot.keyClicks(palette.field, "s")
    assert _listed(palette)[-1] == "New session"
    qtbot.keyClick(palette.field, Qt.Key.Key_Up)
    qtbot.keyClick(palette.field, ENTER)
    assert done == []
    assert palette.isVisible()


def test_what_is_found_nowhere_is_said(qtbot: QtBot, palette: CommandPalette) -> None:
    qtbot.keyClicks(palette.field, "<b>zz")
    assert palette.entries() == ()
    assert palette.nothing.text() == "Nothing is called “<b>zz”."
    assert not palette.nothing.isHidden()
    qtbot.keyClick(palette.field, ENTER)


def test_what_was_run_last_comes_first_next_time(qtbot: QtBot, palette: CommandPalette) -> None:
    qtbot.keyClicks(palette.field, "und")
    qtbot.keyClick(palette.field, ENTER)
    palette.open()
    assert _listed(palette)[0] == "Undo"


def test_the_palette_stays_in_the_window(palette: CommandPalette, window: QWidget) -> None:
    window.resize(400, 300)
    QApplication.processEvents()
    assert window.rect().contains(palette.geometry())


# The list of keys


@pytest.fixture
def overlay(qtbot: QtBot, theme: Theme, commands: Commands) -> ShortcutsOverlay:
    made = ShortcutsOverlay(theme, commands, [KeyHint("Timeline", "Next mark", ("→",))])
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(made)
    made.show()
    return made


def test_all_commands_with_keys_and_the_hints_are_listed(overlay: ShortcutsOverlay) -> None:
    assert overlay.listed() == [
        "New session: Ctrl+N",
        "Pause: F6",
        "Undo: Ctrl+Z",
        "Keyboard shortcuts: F1, Ctrl+?",
        "Next mark: →",
    ]


def test_the_list_narrows_by_command_and_by_key(qtbot: QtBot, overlay: ShortcutsOverlay) -> None:
    qtbot.keyClicks(overlay.field, "ctrl+z")
    assert overlay.listed() == ["Undo: Ctrl+Z"]
    overlay.field.setText("next")
    assert overlay.listed() == ["Next mark: →"]
    overlay.field.setText("nothing like that")
    assert overlay.listed() == []
    assert not overlay.nothing.isHidden()
    overlay.field.clear()
    assert len(overlay.listed()) == 5


def test_the_list_fits_narrow_and_wide_windows(overlay: ShortcutsOverlay) -> None:
    for width in (360, 700, 1300):
        overlay.resize(width, 500)
        QApplication.processEvents()
        overlay.grab()
    assert len(overlay.listed()) == 5


# Changing keys


@pytest.fixture
def settings(qtbot: QtBot, theme: Theme, commands: Commands) -> KeySettings:
    made = KeySettings(theme, commands)
    qtbot.addWidget(made)
    made.resize(640, 480)
    made.show()
    return made


def _press(qtbot: QtBot, settings: KeySettings, key: Qt.Key, *, control: bool = True) -> None:
    none = Qt.KeyboardModifier.NoModifier
    modifier = Qt.KeyboardModifier.ControlModifier if control else none
    settings.edit.setFocus()
    with qtbot.waitSignal(settings.edit.editingFinished):
        qtbot.keyClick(settings.edit, key, modifier)


def test_a_pressed_key_is_taken_up_at_once(
    qtbot: QtBot, settings: KeySettings, commands: Commands
) -> None:
    settings.table.choose_row(1)
    assert settings.name.text() == "Pause"
    _press(qtbot, settings, Qt.Key.Key_P)
    assert _keys(commands, "session.pause") == ["Ctrl+P"]
    assert settings.message.text() == "“Pause” has Ctrl+P now."
    assert settings.table.model().index(1, 2).data() == "Ctrl+P"


def test_a_taken_key_is_refused_by_the_other_ones_name_and_put_back(
    qtbot: QtBot, settings: KeySettings, commands: Commands
) -> None:
    settings.table.choose_row(1)
    _press(qtbot, settings, Qt.Key.Key_N)
    assert _keys(commands, "session.pause") == ["F6"]
    assert settings.edit.keySequence() == QKeySequence("F6")
    assert "“New session” (Session)" in settings.message.text()
    assert settings.message.property("tone") == "bad"


def test_a_letter_alone_is_refused_with_a_reason(
    qtbot: QtBot, settings: KeySettings, commands: Commands
) -> None:
    settings.table.choose_row(1)
    _press(qtbot, settings, Qt.Key.Key_P, control=False)
    assert _keys(commands, "session.pause") == ["F6"]
    assert "needed for writing" in settings.message.text()


def test_a_second_key_stays_when_the_first_is_changed(
    qtbot: QtBot, settings: KeySettings, commands: Commands
) -> None:
    settings.table.choose_row(3)
    _press(qtbot, settings, Qt.Key.Key_H)
    assert _keys(commands, "help.keys") == ["Ctrl+H", "Ctrl+?"]


def test_a_key_can_be_taken_away_and_the_default_be_had_again(
    qtbot: QtBot, settings: KeySettings, commands: Commands
) -> None:
    settings.table.choose_row(2)
    qtbot.mouseClick(settings.none, Qt.MouseButton.LeftButton)
    assert _keys(commands, "edit.undo") == []
    qtbot.mouseClick(settings.default, Qt.MouseButton.LeftButton)
    assert _keys(commands, "edit.undo") == ["Ctrl+Z"]
    commands.set_keys("edit.undo", [])
    qtbot.mouseClick(settings.all_defaults, Qt.MouseButton.LeftButton)
    assert commands.changed() == {}


def test_commands_are_filtered_by_name_and_by_key(qtbot: QtBot, settings: KeySettings) -> None:
    qtbot.keyClicks(settings.field, "f6")
    assert settings.table.model().rowCount() == 1
    qtbot.keyClick(settings.field, ENTER)
    assert settings.table.hasFocus()
    assert settings.name.text() == "Pause"


# The dialog


@pytest.fixture
def dialog(qtbot: QtBot, theme: Theme, commands: Commands) -> SettingsDialog:
    look = Look(appearance=Appearance.LIGHT)
    made = SettingsDialog(
        theme,
        Preferences(look=look),
        commands,
        [("Place", "/tmp/<b>library.db")],  # noqa: S108
    )
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(made)
    made.show()
    return made


def test_what_is_chosen_about_looks_is_told_at_once(qtbot: QtBot, dialog: SettingsDialog) -> None:
    told: list[Preferences] = []
    dialog.chosen.connect(told.append)
    page = dialog.appearance
    qtbot.mouseClick(page.appearance.buttons[Appearance.DARK], Qt.MouseButton.LeftButton)
    qtbot.mouseClick(page.density.buttons[Density.COMPACT], Qt.MouseButton.LeftButton)
    page.percent.setValue(150)
    qtbot.keyClick(page.letters, Qt.Key.Key_Space)
    dark = Look(appearance=Appearance.DARK, density=Density.COMPACT, text_percent=150)
    assert told[-1] == dialog.preferences == Preferences(look=dark, list_letters=True)
    assert len(told) == 4
    assert page.slider.value() == 150


def test_the_slider_and_the_figure_are_one(qtbot: QtBot, dialog: SettingsDialog) -> None:
    dialog.appearance.slider.setFocus()
    qtbot.keyClick(dialog.appearance.slider, Qt.Key.Key_Right)
    assert dialog.appearance.percent.value() == 105
    assert dialog.preferences.look.text_percent == 105


def test_the_library_is_named_and_its_folder_can_be_asked_for(
    qtbot: QtBot, dialog: SettingsDialog
) -> None:
    dialog.pages.turn_to("data")
    assert "/tmp/<b>library.db" in [label.text() for label in dialog.data.findChildren(QLabel)]  # noqa: S108
    with qtbot.waitSignal(dialog.folder_asked):
        qtbot.mouseClick(dialog.data.open_folder, Qt.MouseButton.LeftButton)


def test_tabs_are_turned_by_arrow_keys(qtbot: QtBot, dialog: SettingsDialog) -> None:
    dialog.pages.bar.setFocus()
    with qtbot.waitSignal(dialog.pages.turned) as told:
        qtbot.keyClick(dialog.pages.bar, Qt.Key.Key_Right)
    assert told.args == ["keys"]
    assert dialog.pages.key() == "keys"
