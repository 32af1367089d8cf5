from __future__ import annotations

import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtWidgets import QMessageBox, QWidget
from shiboken6 import isValid

from sessionary.core.problems import UserError
from sessionary.models.open_library import OpenLibrary
from sessionary.models.scheduler import QtScheduler
from sessionary.services.library import Library
from sessionary.views.exports import ExportDialog, ExportScope
from sessionary.views.exports.preview_pane import SHOWN_CHARACTERS, shown_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pytestqt.qtbot import QtBot

    from sessionary.views.theme import Theme

pytestmark = pytest.mark.gui
SESSION = ExportScope(key="session", title="15 Into the Temple", documents=(("session", "s-15"),))
CAMPAIGN = ExportScope(key="campaign", title="The Temple", documents=(("campaign", "temple"),))
LIBRARY = ExportScope(key="library")


@dataclass
class FakeWritten:
    paths: tuple[Path, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass
class FakeService:
    """Stands for the service: notes what it is asked for."""

    asked: list[dict[str, Any]] = field(default_factory=list)
    previewed: list[tuple[str, str, str, bool]] = field(default_factory=list)
    previewed_for: list[str] = field(default_factory=list)
    written: FakeWritten | None = None
    error: Exception | None = None
    hold: threading.Event | None = None
    text: str = "# Into the Temple\n"

    def export(
        self,
        _library: Library,
        chosen: Sequence[tuple[str, str]] | None,
        format: str,  # noqa: A002 - the service's word
        to: Path,
        *,
        player_safe: bool,
        player: str,
        report: Callable[[int, int], None],
    ) -> FakeWritten:
        self.asked.append(
            {
                "chosen": chosen,
                "format": format,
                "to": to,
                "player_safe": player_safe,
                "player": player,
            }
        )
        while self.hold is not None and not self.hold.is_set():
            report(1, 2)
        if self.error is not None:
            raise self.error
        return self.written or FakeWritten((to,))

    def players(
        self, _library: Library, chosen: Sequence[tuple[str, str]] | None
    ) -> list[tuple[str, str]]:
        return [] if chosen is None else [("u1", "Ann"), ("u2", "Bob")]

    def preview(
        self,
        _library: Library,
        kind: str,
        key: str,
        format: str,  # noqa: A002 - the service's word
        *,
        player_safe: bool,
        player: str,
    ) -> str:
        self.previewed.append((kind, key, format, player_safe))
        self.previewed_for.append(player)
        if self.error is not None:
            raise self.error
        return f"{self.text}{format} {key} {'players' if player_safe else 'full'}"


@pytest.fixture
def open_library(qapp: Any, tmp_path: Path) -> Iterator[OpenLibrary]:
    opened = OpenLibrary(Library(tmp_path / "library", QtScheduler(), zone="Europe/Berlin"))
    yield opened
    opened.close()


@pytest.fixture
def service() -> FakeService:
    return FakeService()


@pytest.fixture
def opened_urls() -> list[QUrl]:
    return []


@pytest.fixture
def dialog(
    theme: Theme,
    open_library: OpenLibrary,
    service: FakeService,
    opened_urls: list[QUrl],
    tmp_path: Path,
) -> Iterator[ExportDialog]:
    made = ExportDialog(
        theme,
        open_library,
        [SESSION, CAMPAIGN, LIBRARY],
        service.export,
        service.preview,
        tmp_path,
        players=service.players,
        ask_file=lambda *_: (str(tmp_path / "asked.md"), ""),
        ask_folder=lambda *_: str(tmp_path / "asked"),
        open_url=opened_urls.append,
    )
    made.open()
    yield made
    if isValid(made):
        made.close()


def press(qtbot: QtBot, widget: QWidget) -> None:
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)


def wait_preview(qtbot: QtBot, dialog: ExportDialog, text: str) -> None:
    qtbot.waitUntil(lambda: text in dialog.pane.text.toPlainText())


def test_a_session_is_written_as_markdown_with_one_click(
    qtbot: QtBot, dialog: ExportDialog, service: FakeService, tmp_path: Path
) -> None:
    with qtbot.waitSignals([dialog.exported, dialog.folder_chosen]):
        press(qtbot, dialog.go)
    (asked,) = service.asked
    assert asked["chosen"] == [("session", "s-15")]
    assert asked["format"] == "markdown"
    assert asked["player_safe"] is False
    assert asked["to"].parent == tmp_path
    assert asked["to"].name.startswith("15 Into the Temple ")
    assert asked["to"].suffix == ".md"
    assert dialog.done_page.paths.toPlainText() == str(asked["to"])
    assert dialog.done_page.title.text() == "One file was written"
    assert dialog.go.isHidden()
    assert dialog.cancel.text() == "Close"


def test_the_preview_follows_what_is_chosen(
    qtbot: QtBot, dialog: ExportDialog, service: FakeService
) -> None:
    wait_preview(qtbot, dialog, "markdown s-15 full")
    dialog.players.click()
    wait_preview(qtbot, dialog, "markdown s-15 players")
    press(qtbot, dialog.scope.buttons["campaign"])
    press(qtbot, dialog.format.buttons["vault"])
    wait_preview(qtbot, dialog, "vault temple players")
    # Changes that follow at once are one preview.
    assert ("campaign", "temple", "markdown", True) not in service.previewed
    press(qtbot, dialog.scope.buttons["library"])
    assert dialog.pane.empty.isVisible()


def test_only_the_preview_asked_for_last_is_shown(
    qtbot: QtBot, theme: Theme, open_library: OpenLibrary
) -> None:
    from sessionary.views.exports.preview_pane import PreviewPane

    pane = PreviewPane(theme, open_library)
    qtbot.addWidget(pane)
    slow = threading.Event()

    def first() -> str:
        slow.wait(5)
        return "first"

    pane.show_text(first)
    qtbot.wait(200)
    pane.show_text(lambda: "second")
    qtbot.waitUntil(lambda: pane.text.toPlainText() == "second")
    slow.set()
    qtbot.wait(100)
    assert pane.text.toPlainText() == "second"


def test_what_has_no_preview_says_why(
    qtbot: QtBot, dialog: ExportDialog, service: FakeService
) -> None:
    wait_preview(qtbot, dialog, "s-15")
    service.error = UserError("Players may not see any of it.")
    dialog.players.click()
    qtbot.waitUntil(dialog.pane.empty.isVisible)
    assert dialog.pane.empty.accessibleDescription() == "Players may not see any of it."


@pytest.mark.parametrize(
    ("scope", "format_", "ending", "chosen"),
    [
        ("session", "markdown", ".md", [("session", "s-15")]),
        ("session", "vault", "", [("session", "s-15")]),
        ("session", "campaign", ".json", [("session", "s-15")]),
        ("campaign", "csv", "", [("campaign", "temple")]),
        ("library", "markdown", "", None),
        ("library", "campaign", "", None),
        ("library", "json", ".json", None),
    ],
)
def test_each_format_proposes_a_file_or_a_folder(
    qtbot: QtBot,
    dialog: ExportDialog,
    service: FakeService,
    scope: str,
    format_: str,
    ending: str,
    chosen: list[tuple[str, str]] | None,
) -> None:
    press(qtbot, dialog.scope.buttons[scope])
    press(qtbot, dialog.format.buttons[format_])
    assert Path(dialog.target.text()).suffix == ending
    with qtbot.waitSignal(dialog.exported):
        press(qtbot, dialog.go)
    assert service.asked[0]["chosen"] == chosen
    assert service.asked[0]["format"] == format_


def test_the_format_with_everything_in_it_is_not_for_players(
    qtbot: QtBot, dialog: ExportDialog, service: FakeService
) -> None:
    dialog.players.click()
    assert "for players" in dialog.target.text()
    press(qtbot, dialog.format.buttons["json"])
    assert not dialog.players.isEnabled()
    assert "choose another one for players" in dialog.for_whom.note.text()
    assert "for players" not in dialog.target.text()
    with qtbot.waitSignal(dialog.exported):
        press(qtbot, dialog.go)
    assert service.asked[0]["player_safe"] is False
    assert not service.asked[0]["to"].exists()


def test_a_copy_can_be_for_one_player(
    qtbot: QtBot, dialog: ExportDialog, service: FakeService
) -> None:
    assert dialog.player.isHidden()
    dialog.players.click()
    assert [dialog.player.itemText(at) for at in range(3)] == ["All players", "Ann", "Bob"]
    dialog.player.setFocus()
    qtbot.keyClick(dialog.player, Qt.Key.Key_Down)
    assert "for Ann" in dialog.target.text()
    assert "for Ann alone is in it" in dialog.for_whom.note.text()
    wait_preview(qtbot, dialog, "markdown s-15 players")
    assert service.previewed_for[-1] == "u1"
    press(qtbot, dialog.format.buttons["insights"])
    assert dialog.player.isHidden()
    press(qtbot, dialog.format.buttons["html"])
    qtbot.keyClick(dialog.player, Qt.Key.Key_Down)
    with qtbot.waitSignal(dialog.exported):
        press(qtbot, dialog.go)
    assert (service.asked[0]["player_safe"], service.asked[0]["player"]) == (True, "u1")


def test_a_chosen_target_stays_when_other_things_change(
    qtbot: QtBot, dialog: ExportDialog, tmp_path: Path
) -> None:
    press(qtbot, dialog.choose)
    assert dialog.target.text() == str(tmp_path / "asked.md")
    press(qtbot, dialog.format.buttons["csv"])
    press(qtbot, dialog.choose)
    assert dialog.target.text() == str(tmp_path / "asked")
    dialog.players.click()
    assert dialog.target.text() == str(tmp_path / "asked")


def test_a_file_that_is_there_is_replaced_only_after_asking(
    qtbot: QtBot, dialog: ExportDialog, service: FakeService, tmp_path: Path
) -> None:
    (tmp_path / "asked.md").write_text("mine", encoding="utf-8")
    press(qtbot, dialog.choose)
    press(qtbot, dialog.go)
    box = dialog.findChild(QMessageBox)
    assert isinstance(box, QMessageBox)
    assert box.text() == "Replace “asked.md”?"
    press(qtbot, box.button(QMessageBox.StandardButton.Cancel))
    assert service.asked == []
    qtbot.waitUntil(lambda: dialog.findChild(QMessageBox) is None)
    press(qtbot, dialog.go)
    box = dialog.findChild(QMessageBox)
    assert isinstance(box, QMessageBox)
    with qtbot.waitSignal(dialog.exported):
        press(qtbot, box.button(QMessageBox.StandardButton.Yes))
    assert len(service.asked) == 1


@pytest.mark.parametrize("typed", ["", "  ", "evening.md"])
def test_a_path_that_is_none_is_refused_with_a_sentence(
    qtbot: QtBot, dialog: ExportDialog, service: FakeService, typed: str
) -> None:
    dialog.target.selectAll()
    qtbot.keyClick(dialog.target, Qt.Key.Key_Delete)
    qtbot.keyClicks(dialog.target, typed)
    press(qtbot, dialog.go)
    assert dialog.sentence.text() == "Name a file or a folder, with its whole path."
    assert service.asked == []


def test_what_goes_wrong_stays_in_the_dialog(
    qtbot: QtBot, dialog: ExportDialog, service: FakeService
) -> None:
    service.error = OSError(28, "No space left on device")
    press(qtbot, dialog.go)
    qtbot.waitUntil(lambda: "No space left on device" in dialog.sentence.text())
    assert dialog.isVisible()
    assert dialog.go.isEnabled()
    assert dialog.sentence.property("tone") == "bad"


def test_an_export_can_be_cancelled(
    qtbot: QtBot, dialog: ExportDialog, service: FakeService
) -> None:
    service.hold = threading.Event()
    press(qtbot, dialog.go)
    qtbot.waitUntil(lambda: dialog.progress.value() > 0)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(dialog.progress.isHidden)
    assert dialog.isVisible()
    assert dialog.sentence.text() == "Cancelled: nothing was exported."


def test_warnings_are_shown_and_the_folder_opens(
    qtbot: QtBot,
    dialog: ExportDialog,
    service: FakeService,
    opened_urls: list[QUrl],
    tmp_path: Path,
) -> None:
    paths = tuple(tmp_path / "out" / f"{number}.md" for number in range(600))
    service.written = FakeWritten(paths, ("A text names <b>Elara</b>.",))
    with qtbot.waitSignal(dialog.exported):
        press(qtbot, dialog.go)
    assert dialog.done_page.title.text() == "600 files were written"
    assert dialog.done_page.paths.toPlainText().endswith("and 100 more")
    assert dialog.done_page.warnings.toPlainText() == "A text names <b>Elara</b>."
    press(qtbot, dialog.done_page.folder)
    assert [url.toLocalFile() for url in opened_urls] == [str(tmp_path / "out")]
    press(qtbot, dialog.cancel)
    qtbot.waitUntil(lambda: not isValid(dialog))


def test_hostile_titles_make_no_names_of_other_folders(
    qtbot: QtBot, theme: Theme, open_library: OpenLibrary, service: FakeService, tmp_path: Path
) -> None:
    title = "../../etc/<img src=x>\n\0\u202e"
    scope = ExportScope(key="session", title=title, documents=(("session", "x"),))
    dialog = ExportDialog(theme, open_library, [scope], service.export, service.preview, tmp_path)
    dialog.open()
    assert Path(dialog.target.text()).parent == tmp_path
    assert not dialog.grab().isNull()
    dialog.close()


def test_everything_is_reached_by_tab_and_has_a_name(qtbot: QtBot, dialog: ExportDialog) -> None:
    reached: list[QWidget] = []
    dialog.cancel.setFocus()
    for _ in range(40):
        focused = dialog.focusWidget()
        if focused in reached:
            break
        reached.append(focused)
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
    wanted = [
        dialog.scope.buttons["session"],
        dialog.format.buttons["markdown"],
        dialog.players,
        dialog.target,
        dialog.choose,
        dialog.pane.text,
        dialog.go,
        dialog.cancel,
    ]
    assert [one for one in wanted if one not in reached] == []


@pytest.mark.parametrize("size", [(1024, 700), (720, 480), (1440, 900)])
def test_nothing_is_cut_off_in_small_and_large_windows(
    dialog: ExportDialog, size: tuple[int, int]
) -> None:
    dialog.resize(*size)
    for widget in (dialog.go, dialog.cancel, dialog.choose, dialog.target, dialog.pane):
        assert dialog.rect().contains(widget.mapTo(dialog, widget.rect().bottomRight()))
    assert dialog.target.width() >= 100


def test_the_preview_is_capped_and_so_are_its_lines() -> None:
    assert len(shown_lines("x " * SHOWN_CHARACTERS)) <= SHOWN_CHARACTERS
    assert shown_lines("a" * 30_000 + "\nb").endswith("…\nb")
    assert shown_lines("<b>a</b>\0") == "<b>a</b>␀"
