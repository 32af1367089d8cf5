"""Every command does something, can be found, and has its own key."""

from __future__ import annotations

from collections import Counter
from functools import partial
from operator import itemgetter
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QMenu, QMessageBox, QWidget
from shiboken6 import isValid

from sessionary.app.window_commands import MENUS
from sessionary.core.survey.definition_edit import new_definition as definition_lines
from sessionary.core.survey.given import Given
from sessionary.core.survey.question_typed import new_question
from sessionary.services.survey_edits import answer, new_definition, new_session
from sessionary.views.settings_dialog import Preferences, SettingsDialog
from sessionary.views.shortcuts_overlay import ShortcutsOverlay
from sessionary.views.sources_dialog import SourcesDialog
from sessionary.views.survey.place.surveys_place import SurveysPlace
from sessionary.views.theme import Appearance, Look

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.app.conftest import Desk, Person

KEYS = [row.key for _title, rows in MENUS for row in rows if row.key]
COMMANDS = [key for key in KEYS if key != "file.recent"]

TABLE = {
    "Ctrl+K": "go.palette",
    "Ctrl+1": "go.now",
    "Ctrl+2": "go.sessions",
    "Ctrl+3": "go.world",
    "Ctrl+7": "go.insights",
    "Ctrl+F": "edit.find",
    "Ctrl+N": "session.new",
    "F5": "session.start",
    "F6": "session.pause",
    "Alt+Up": "session.previous",
    "Alt+Down": "session.next",
    "Ctrl+Shift+E": "session.end",
    "Ctrl+Shift+1": "view.list",
    "Ctrl+Shift+2": "view.timeline",
    "Ctrl+Shift+3": "view.calendar",
    "Ctrl+Z": "edit.undo",
    "Ctrl+Shift+Z": "edit.redo",
    "F2": "session.rename",
    "Del": "session.delete",
    "Ctrl+Shift+P": "view.players",
    "F9": "view.sidebar",
    "F11": "view.full_screen",
    "Ctrl+,": "tools.settings",
    "F1": "help.keys",
    "Ctrl+?": "help.keys",
}


def has_its_method(sample: Person) -> None:
    for key in COMMANDS:
        assert callable(getattr(sample.window.acts, key.replace(".", "_")))
    assert [command.key for command in sample.window.commands] == COMMANDS


def is_on_the_key_of_the_table(sample: Person) -> None:
    held = {}
    for keys in TABLE:
        holder = sample.window.commands.holder(QKeySequence(keys))
        held[keys] = holder.key if holder is not None else ""
    assert held == TABLE


def has_a_key_of_its_own(sample: Person) -> None:
    counts = Counter(
        key.toString() for command in sample.window.commands for key in command.action.shortcuts()
    )
    assert counts.most_common(1)[0][1] == 1


def has_a_letter_of_its_own_in_its_menu(sample: Person) -> None:
    for menu in sample.window.menuBar().findChildren(QMenu):
        letters = Counter(
            action.text().replace("&&", "").partition("&")[2][:1].casefold()
            for action in menu.actions()
            if "&" in action.text().replace("&&", "")
        )
        assert not letters or letters.most_common(1)[0][1] == 1, (menu.title(), letters)


def test_every_command_has_its_method_its_key_and_its_letter(sample: Person) -> None:
    has_its_method(sample)
    is_on_the_key_of_the_table(sample)
    has_a_key_of_its_own(sample)
    has_a_letter_of_its_own_in_its_menu(sample)


def looks(person: Person) -> tuple[object, ...]:
    """Return what a command may change in the window or the library."""
    window = person.window
    place = window.sessions_place
    return (
        [w.metaObject().className() for w in QApplication.topLevelWidgets() if w.isVisible()],
        window.place,
        place.view,
        person.focus,
        place.list.field.text(),
        person.chosen(),
        window.palette_popup.isVisible(),
        window.sidebar.isVisible(),
        window.isFullScreen(),
        window.theme.look,
        window.theme.tokens.bg.name(),
        window.acts.player_view,
        person.library.library.newest_act() if window.library else None,
        window.isVisible(),
        window.progress.isVisible(),
    )


def open_world(person: Person) -> None:
    """Open the world, and wait until somebody of it is chosen."""
    person.press("Ctrl+3")
    person.wait(person.window.commands["world.merge"].action.isEnabled)


NOW = 1_795_179_600


def open_survey(person: Person, *answers: Given, editing: bool = False) -> None:
    """Open the Surveys place with a survey of three questions, or a session that has answers."""
    library = person.library.library
    number = library.newest_act()
    questions = [new_question(f"q{at}", f"Question {at}") for at in (1, 2, 3)]
    new_definition(library, f"s{number}", definition_lines("Survey", questions))
    key = new_session(library, f"s{number}", "Ann", NOW) if answers else ""
    for given in answers:
        answer(library, key, [given], NOW)
    person.press("Ctrl+5")
    place = person.window.places.get("surveys")
    assert isinstance(place, SurveysPlace)
    person.wait(lambda: not place.busy)
    place.seek(f"s{number}", key)
    if editing:
        place.show_editor()
        place.page.edit.choose("q2")
    person.wait(lambda: not place.busy)
    person.window.acts.update_enabled()


GIVEN = [Given(uid=f"q{at}", text="So") for at in (1, 2, 3)]

PREPARED: dict[str, Callable[[Person], object]] = {
    "edit.undo": lambda person: person.press("Del"),
    "edit.redo": lambda person: person.press("Del", "Ctrl+Z"),
    "edit.clear_filter": lambda person: person.filter("water"),
    "session.end": lambda person: person.press("F5"),
    "session.pause": lambda person: person.press("F5"),
    "session.plan": lambda person: person.click_row("The Regatta of Empty Boats"),
    "session.previous": lambda person: person.click_row("Slack Water"),
    "view.list": lambda person: person.press("Ctrl+Shift+2"),
    "view.light": lambda person: person.run("view.dark"),
    "go.sessions": lambda person: person.press("Ctrl+1"),
    "world.merge": open_world,
    "survey.add_question": open_survey,
    "survey.question_up": lambda person: open_survey(person, editing=True),
    "survey.question_down": lambda person: open_survey(person, editing=True),
    "survey.edit": open_survey,
    "survey.results": open_survey,
    "survey.form": lambda person: open_survey(person, GIVEN[0]),
    "survey.interview": lambda person: open_survey(person, GIVEN[0]),
    "survey.back": lambda person: open_survey(person, GIVEN[0]),
    "survey.close": lambda person: open_survey(person, *GIVEN),
    "survey.link": lambda person: open_survey(person, GIVEN[0]),
}


OF_ITS_OWN = (
    "session.new", "file.sample", "file.quit", "edit.undo", "edit.redo", "session.delete",
    "session.start", "session.pause", "session.end", "session.cancel", "session.plan",
    "file.restore",
)  # fmt: skip
"""Commands that change the library or end the window: each has a window to itself."""

GROUPS = [
    *((command,) for command in OF_ITS_OWN),
    *(
        tuple(one for one in COMMANDS if one.startswith(f"{menu}.") and one not in OF_ITS_OWN)
        for menu in dict.fromkeys(command.partition(".")[0] for command in COMMANDS)
    ),
]


def begin_anew(person: Person) -> None:
    """Put a window back to how it begins: the list of all sessions, the first one chosen."""
    window, place = person.window, person.window.sessions_place
    window.palette_popup.hide()
    for dialog in window.findChildren(QDialog):
        dialog.reject()
    for key, wanted in (("players", False), ("sidebar", True), ("full_screen", False)):
        if window.commands[f"view.{key}"].action.isChecked() != wanted:
            person.run(f"view.{key}")
    window.acts.take_preferences(Preferences(look=Look(appearance=Appearance.LIGHT)))
    window.go_to("sessions")
    place.show_view("list")
    place.list.clear_filter()
    place.list.choose(window.sessions_model.shown()[0].key)
    place.list.table.setFocus()
    person.settle()


@pytest.mark.parametrize("commands", [group for group in GROUPS if group], ids=itemgetter(0))
def test_every_command_does_something(
    sample: Person, commands: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for command in commands:
        with monkeypatch.context() as patched:
            check_command(sample, command, patched, tmp_path)
        if command != commands[-1]:
            begin_anew(sample)


def check_command(
    sample: Person, command: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked: list[str] = []

    def ask(*_arguments: object, **_more: object) -> tuple[str, str]:
        asked.append(command)
        return str(tmp_path / "copy.sessionary") if command == "file.backup" else "", ""

    def ask_for_files(*_arguments: object) -> list[Path]:
        asked.append(command)
        return []

    def ask_for_folder(*_arguments: object) -> None:
        asked.append(command)

    for name in ("getOpenFileName", "getSaveFileName"):
        monkeypatch.setattr(QFileDialog, name, staticmethod(ask))
    monkeypatch.setattr(
        "sessionary.views.imports.files.QFileDialog.getOpenFileNames",
        staticmethod(lambda *_a: ([], "")),
    )
    monkeypatch.setattr(
        "sessionary.views.imports.files.ask_for_files",
        ask_for_files,
    )
    monkeypatch.setattr("sessionary.views.imports.files.ask_for_folder", ask_for_folder)
    monkeypatch.setattr(
        "sessionary.app.acts.files.QDesktopServices.openUrl",
        lambda url: asked.append(url.toLocalFile()),
    )
    if command in PREPARED:
        PREPARED[command](sample)
    before = looks(sample)
    sample.run(command)
    if command == "file.sample":
        sample.wait(sample.window.progress.isHidden)
        assert sample.window.sessions_model.total == 13
        return
    if command == "file.quit":
        assert not sample.window.isVisible()
        return
    if command == "view.system":
        assert sample.window.preferences.preferences().look.appearance == "system"
        return
    assert asked or looks(sample) != before, command
    sample.settle()


def test_the_palette_runs_a_command(sample: Person) -> None:
    sample.press("Ctrl+K")
    assert sample.window.palette_popup.isVisible()
    sample.type("timeline")
    sample.press("Return")
    assert not sample.window.palette_popup.isVisible()
    assert sample.window.sessions_place.view == "timeline"


def test_the_palette_goes_to_a_session(sample: Person) -> None:
    sample.press("Ctrl+1", "Ctrl+K")
    sample.type("slack wat")
    texts = [entry.text for entry in sample.window.palette_popup.entries()]
    assert texts[0] == "Go to session 10 Slack Water"
    sample.press("Return")
    sample.settle()
    assert sample.window.place == "sessions"
    assert sample.heading() == "Slack Water"


def test_the_palette_finds_sessions_that_the_filter_hides(sample: Person) -> None:
    sample.filter("margit")
    sample.press("Ctrl+K")
    sample.type("slack water")
    sample.press("Return")
    sample.settle()
    assert sample.heading() == "Slack Water"
    assert len(sample.titles()) == 13


def test_f1_lists_every_command_that_has_a_key(sample: Person) -> None:
    sample.press("F1")
    overlay = sample.dialog(ShortcutsOverlay)
    listed = "\n".join(overlay.listed())
    native = QKeySequence.SequenceFormat.NativeText
    for command in sample.window.commands:
        for key in command.action.shortcuts():
            assert f"{command.name}: " in listed
            assert key.toString(native) in listed
    overlay.close()


def test_keys_and_theme_that_were_changed_survive_a_restart(sample: Person, desk: Desk) -> None:
    sample.press("Ctrl+,")
    settings = sample.dialog(SettingsDialog)
    sample.click(settings.appearance.appearance.buttons["dark"])
    settings.close()
    sample.window.commands.set_keys("session.open", [QKeySequence("Ctrl+Alt+O")])
    assert sample.window.theme.tokens.bg.lightness() < 60
    desk.close(sample)
    again = desk.open(sample.folder)
    assert again.window.preferences.preferences().look.appearance == "dark"
    shortcuts = again.window.commands["session.open"].action.shortcuts()
    assert [key.toString() for key in shortcuts] == ["Ctrl+Alt+O"]
    again.press("Ctrl+Alt+O")
    assert again.window.sessions_place.detail.isAncestorOf(again.focus)


def test_the_window_comes_back_as_it_was_left(sample: Person, desk: Desk) -> None:
    sample.window.sessions_place.list.sort_by("title")
    sample.click_row("Slack Water")
    sample.press("Ctrl+Shift+2", "F9")
    desk.close(sample)
    again = desk.open(sample.folder)
    # Of the geometry: the screen that is not there is too small to show more than this.
    assert again.window.preferences.state("geometry") is not None
    assert again.window.sessions_place.view == "timeline"
    assert not again.window.sidebar.isVisible()
    assert again.window.sessions_place.list.order == "title"
    again.press("Ctrl+Shift+1")
    assert again.heading() == "Slack Water"


def test_settings_that_cannot_be_understood_are_left_at_their_defaults(
    desk: Desk, tmp_path: Path
) -> None:
    (tmp_path / "settings.ini").write_text(
        "[look]\nappearance=purple\ntext_percent=many\n[shortcuts]\nsession.new=Ctrl+K\n"
        "gone=F7\n[window]\nversion=1\ngeometry=broken\norder=sideways\ncampaign=nowhere\n",
        encoding="utf-8",
    )
    person = desk.open(tmp_path / "library")
    assert person.window.preferences.preferences().look.text_percent == 100
    holder = person.window.commands.holder(QKeySequence("Ctrl+K"))
    assert holder is not None
    assert holder.key == "go.palette"


def test_the_letters_j_and_k_move_in_lists_once_they_are_wanted(sample: Person) -> None:
    sample.click_row("Slack Water")
    sample.press("Ctrl+,")
    settings = sample.dialog(SettingsDialog)
    sample.click(settings.appearance.letters, QPoint(8, settings.appearance.letters.height() // 2))
    settings.close()
    sample.window.sessions_place.list.table.setFocus()
    sample.press("J")
    assert sample.chosen() == "Ink and Salt Water"
    sample.press("K", "K")
    assert sample.chosen() == "The Bell Rings Once"


def test_the_library_is_looked_over_from_the_menu(sample: Person) -> None:
    sample.run("tools.check")
    box = sample.dialog(QMessageBox)
    assert box.text() == "The library is whole."
    box.close()
    sample.settle()


def test_what_could_not_be_read_is_a_dialog_of_its_own(sample: Person) -> None:
    sample.run("tools.rejects")
    sample.dialog(SourcesDialog).close()


def gone(dialog: QDialog) -> bool:
    """Say whether a dialog has closed."""
    return not isValid(dialog) or dialog.isHidden()


def walk(person: Person, *, back: bool = False) -> list[QWidget]:
    """Return what Tab visits in the window until it comes round."""
    first = person.focus
    visited = [first]
    for _press in range(800):
        person.press("Shift+Tab" if back else "Tab")
        if person.focus is first:
            return visited
        # Within a text Tab goes from link to link.
        if person.focus is not visited[-1]:
            visited.append(person.focus)
    raise AssertionError([widget.accessibleName() for widget in visited[-5:]])


PLACES = [
    ("overview", "log", "attendance", "statistics"),
    ("notes", "other", "now", "campaign", "timeline"),
]


@pytest.mark.parametrize("places", PLACES, ids=itemgetter(0))
def test_tab_reaches_every_widget_and_each_has_a_name(
    sample: Person, places: tuple[str, ...]
) -> None:
    for place in places:
        is_walked(sample, place)
        begin_anew(sample)


def is_walked(sample: Person, place: str) -> None:
    sample.click_row("The Bell Rings Once")
    page = sample.window.sessions_place.page
    assert page is not None
    if place in page.tabs.parts:
        page.tabs.turn_to(place)
    if place == "timeline":
        sample.press("Ctrl+Shift+2")
        timeline = sample.window.sessions_place.timeline
        assert timeline is not None
        sample.wait(lambda: timeline.model.content is not None)
    elif place == "now":
        sample.press("Ctrl+1")
    elif place == "campaign":
        sample.window.sessions_place.list.choose("")
        sample.window.choose_campaign(sample.library.campaigns()[0].id)
        sample.settle()
    visited = walk(sample)
    reachable = {
        widget
        for widget in sample.window.findChildren(QWidget)
        if widget.isVisible()
        and widget.isEnabled()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.focusProxy() is None
    }
    # Of a group of choices Tab reaches the one that holds; arrows reach the others.
    missed = [
        widget
        for widget in reachable - set(visited)
        if not (hasattr(widget, "autoExclusive") and widget.autoExclusive())
        and widget is not sample.window.menuBar()
    ]
    assert not missed
    nameless = [w for w in visited if not (w.accessibleName() or getattr(w, "text", str)())]
    assert not nameless
    assert set(walk(sample, back=True)) == set(visited)


def test_every_dialog_of_the_menus_closes_by_escape(sample: Person) -> None:
    for command in (
        "tools.settings",
        "help.keys",
        "session.bin",
        "tools.rejects",
        "file.export",
        "file.history",
        "tools.rescues",
        "tools.persons",
    ):
        sample.run(command)
        dialog = sample.dialog(QDialog)
        sample.settle()
        sample.press("Esc")
        sample.wait(partial(gone, dialog))
