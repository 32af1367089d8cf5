from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sessionary.core.backups import BackupFailed
from sessionary.models.backup_clock import INTERVAL_MS, BackupClock
from sessionary.models.open_library import OpenLibrary
from sessionary.models.scheduler import QtScheduler
from sessionary.services.backups import listed
from sessionary.services.library import Library
from sessionary.services.sessions import new_campaign

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot


@pytest.fixture
def library(qapp: QApplication, tmp_path: Path) -> Iterator[OpenLibrary]:
    opened = OpenLibrary(Library(tmp_path / "library", QtScheduler(), zone="Europe/Berlin"))
    yield opened
    opened.close()


def test_it_is_half_an_hour() -> None:
    assert INTERVAL_MS == 30 * 60 * 1000


def test_changes_are_backed_up_after_a_while_and_only_changes(
    qtbot: QtBot, library: OpenLibrary
) -> None:
    shown: list[object] = []
    library.job_began.connect(shown.append)
    clock = BackupClock(library, interval_ms=30)
    assert not clock.waiting()
    with qtbot.waitSignal(clock.made):
        new_campaign(library.library, "The Salt Road")
        assert clock.waiting()
    (made,) = listed(library.library.file.folder)
    assert made.why == "after changes"
    assert not clock.waiting()
    assert shown == [], "nobody waits for it, so nothing is shown"
    with qtbot.waitSignal(clock.made):
        new_campaign(library.library, "Another")
    assert len(listed(library.library.file.folder)) == 2


def test_typing_on_does_not_put_it_off(qtbot: QtBot, library: OpenLibrary) -> None:
    clock = BackupClock(library, interval_ms=200)
    new_campaign(library.library, "The Salt Road")
    left = clock._timer.remainingTime()
    qtbot.wait(20)
    new_campaign(library.library, "Another")
    assert clock._timer.remainingTime() < left


def test_what_a_former_window_left_is_backed_up_too(library: OpenLibrary) -> None:
    new_campaign(library.library, "The Salt Road")
    assert BackupClock(library).waiting()


def test_where_none_can_be_made_it_is_said_and_tried_again(
    qtbot: QtBot, library: OpenLibrary
) -> None:
    in_the_way = library.library.file.folder / "backups"
    in_the_way.write_text("in the way")
    clock = BackupClock(library, interval_ms=30)
    with qtbot.waitSignal(clock.failed) as told:
        new_campaign(library.library, "The Salt Road")
    assert told.args is not None
    assert isinstance(told.args[0], BackupFailed)
    assert clock.waiting()
    in_the_way.unlink()
    with qtbot.waitSignal(clock.made):
        pass
    assert len(listed(library.library.file.folder)) == 1
