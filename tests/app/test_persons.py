"""A person looks who is in the library, and has one of them forgotten, by window and command."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtWidgets import QFileDialog, QMessageBox

from sessionary.app.arguments import parser
from sessionary.app.cli import run
from sessionary.services.backups import automatic, listed
from sessionary.storage.ids import FILE_NAME
from sessionary.views.persons_dialog import PersonsDialog

if TYPE_CHECKING:
    from pathlib import Path

    from tests.app.conftest import Person


def names(dialog: PersonsDialog) -> list[str]:
    return [str(dialog.model.index(row, 0).data()) for row in range(dialog.model.rowCount())]


def opened(person: Person) -> PersonsDialog:
    person.run("tools.persons")
    dialog = person.dialog(PersonsDialog)
    person.wait(dialog.export.isEnabled)
    return dialog


@pytest.mark.gui
def test_all_that_is_held_about_a_person_is_written_to_a_file(
    sample: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    to = tmp_path / "held.json"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(lambda *_a: (str(to), "")))
    dialog = opened(sample)
    assert names(dialog)[-1] == "Tomás Reyes"
    sample.press("PgDown", "Tab", "Tab", "Space")
    sample.wait(lambda: "Tomás Reyes" in dialog.told.text())
    assert json.loads(to.read_text())["person"] == "campaign:user-tomas"
    sample.press("Esc")


@pytest.mark.gui
def test_a_person_is_forgotten_after_it_was_said_what_goes(sample: Person) -> None:
    automatic(sample.library.library, "after changes")
    sample.click_row("Nine Fathoms of Rope")
    sample.press("F2")
    sample.type("!")
    sample.press("Return")
    assert sample.can("edit.undo")
    dialog = opened(sample)
    dialog.table.choose_row(names(dialog).index("Tomás Reyes"))
    sample.click(dialog.forget)
    box = sample.dialog(QMessageBox)
    told = box.informativeText()
    for words in (
        "former-player-1",
        "13 sessions, 1 campaign",
        "1 former version",
        "Backups",
        "undo",
    ):
        assert words in told
    assert box.defaultButton() is box.button(QMessageBox.StandardButton.Cancel)
    sample.answer(QMessageBox.StandardButton.Cancel)
    assert "Tomás Reyes" in names(dialog)
    sample.click(dialog.forget)
    sample.answer(QMessageBox.StandardButton.Yes)
    sample.wait(lambda: "Tomás Reyes" not in names(dialog))
    assert len(listed(sample.folder)) == 1
    sample.answer(QMessageBox.StandardButton.Yes)
    assert listed(sample.folder) == []
    sample.wait(dialog.close_button.isEnabled)
    sample.press("Esc")
    assert not sample.can("edit.undo")
    assert b"user-tomas" not in (sample.folder / FILE_NAME).read_bytes()
    page = sample.window.sessions_place.page
    assert page is not None
    assert page.page is not None
    assert "former-player-1" in [one.presence.user for one in page.page.review.players]


class Shell:
    """Runs commands on a library, in this process."""

    def __init__(self, library: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.library, self._capsys = library, capsys

    def __call__(self, *words: str) -> tuple[int, str, str]:
        status = run(parser().parse_args(["--library", str(self.library), *words]))
        said = self._capsys.readouterr()
        return status, said.out, said.err


@pytest.fixture
def shell(template: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Shell:
    shutil.copytree(template, tmp_path / "library")
    return Shell(tmp_path / "library", capsys)


def test_the_command_line_lists_people(shell: Shell) -> None:
    status, out, err = shell("person", "list")
    assert (status, err) == (0, "")
    assert out.splitlines()[-1].split(maxsplit=3) == ["user-tomas", "14", "0", "Tomás Reyes"]
    found: list[dict[str, Any]] = json.loads(shell("person", "list", "--json")[1])
    assert found[-1] == {
        "person": "campaign:user-tomas", "name": "Tomás Reyes", "documents": 14, "events": 0,
    }  # fmt: skip


def test_the_command_line_exports_a_person(shell: Shell, tmp_path: Path) -> None:
    to = tmp_path / "held.json"
    assert shell("person", "export", "campaign:user-jonas", "--to", str(to)) == (0, f"{to}\n", "")
    assert json.loads(to.read_text()) == json.loads(shell("person", "export", "user-jonas")[1])
    status, out, err = shell("person", "export", "nobody")
    assert (status, out) == (2, "")
    assert err == "sessionary: The library holds nothing of a person nobody.\n"


def test_the_command_line_forgets_only_after_a_yes(shell: Shell) -> None:
    before = (shell.library / FILE_NAME).read_bytes()
    status, out, err = shell("person", "forget", "user-tomas")
    assert (status, err) == (
        1, "sessionary: nothing was changed; add --yes to forget them for good\n",
    )  # fmt: skip
    assert "would be changed: 13 sessions, 1 campaign," in out
    assert (shell.library / FILE_NAME).read_bytes() == before
    status, out, err = shell("person", "forget", "user-tomas", "--yes", "--json")
    told = json.loads(out)
    assert (status, told["former"], told["sessions"], told["forgotten"]) == (
        0, "former-player-1", 13, True,
    )  # fmt: skip
    assert shell("person", "forget", "user-tomas", "--yes")[0] == 2
    assert "user-tomas" not in shell("person", "list")[1]


def test_the_command_line_deletes_backups_that_hold_the_person(shell: Shell) -> None:
    from sessionary.core.store.plain import PlainScheduler
    from sessionary.services.library import Library

    library = Library(shell.library, PlainScheduler(), zone="UTC")
    automatic(library, "after changes")
    library.close()
    status, out, _err = shell("person", "forget", "user-jonas")
    assert "they stand in these backups: " in out
    status, out, _err = shell("person", "forget", "user-jonas", "--yes", "--backups")
    assert status == 0
    assert "deleted: " in out
    assert listed(shell.library) == []
