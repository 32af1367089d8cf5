"""Backups that make themselves, and a library that comes back out of one."""

from __future__ import annotations

import gzip
import shutil
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from tests.services.conftest import SAMPLE

from sessionary.app.main import main
from sessionary.core.backups import BackupFailed, NotWhole
from sessionary.core.problems import UserError
from sessionary.models.jobs import Cancelled
from sessionary.services import backups
from sessionary.services.backups import automatic, back_up, before_import, listed, restore
from sessionary.services.sessions import edit
from sessionary.storage.backup import size_of
from sessionary.storage.ids import FILE_NAME

if TYPE_CHECKING:
    from pathlib import Path

    from tests.services.conftest import Desk

NOW = datetime(2026, 11, 20, 13, 0, tzinfo=UTC)


def rename(desk: Desk, title: str) -> None:
    edit(desk.library, "session", "session-03", "/title", title, "Rename")
    assert desk.library.save_all()


def make(desk: Desk, now: datetime = NOW) -> Path:
    made = automatic(desk.library, backups.BEFORE_IMPORT, now=now)
    assert made is not None
    return made


def test_a_backup_says_when_why_and_what(sample: Desk) -> None:
    made = make(sample)
    assert made.parent == sample.folder / "backups"
    assert made.name == ("2026-11-20 130000 before import, 13 sessions, 390 events.sessionary.gz")
    assert made.stat().st_size < size_of(sample.library.file.path) / 2
    assert [path.name for path in made.parent.iterdir()] == [made.name]
    assert gzip.decompress(made.read_bytes())[:15] == b"SQLite format 3"


def test_what_a_backup_held_comes_back_to_the_letter(sample: Desk) -> None:
    truth, index = sample.content(), sample.index()
    made = make(sample)
    rename(sample, "Another")
    changed = sample.content()
    sample.close()
    kept = restore(sample.folder, made)
    sample.reopen()
    assert (sample.content(), sample.index()) == (truth, index)
    assert kept is not None
    sample.close()
    restore(sample.folder, kept)
    sample.reopen()
    assert sample.content() == changed, "and what was there before comes back as well"


def test_an_empty_library_has_nothing_to_back_up(desk: Desk) -> None:
    assert automatic(desk.library, backups.BEFORE_IMPORT) is None
    assert not (desk.folder / "backups").exists()


def test_what_the_last_backup_holds_is_not_backed_up_again(sample: Desk) -> None:
    made = make(sample)
    assert automatic(sample.library, backups.AFTER_CHANGES) is None
    sample.reopen()
    assert automatic(sample.library, backups.AFTER_CHANGES) is None, "known after a start, too"
    rename(sample, "Another")
    assert automatic(sample.library, backups.AFTER_CHANGES) is not None
    rename(sample, "And another")
    again = automatic(sample.library, backups.AFTER_CHANGES)
    assert again is not None
    again.unlink()
    assert automatic(sample.library, backups.AFTER_CHANGES) is not None, "it was lost"
    assert made.exists()


def test_a_large_library_is_backed_up_before_imports_once_an_hour(
    sample: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backups, "LARGE", 1000)
    assert before_import(sample.library, now=NOW) is not None
    rename(sample, "One")
    assert before_import(sample.library, now=NOW + timedelta(minutes=59)) is None
    assert before_import(sample.library, now=NOW + timedelta(minutes=60)) is not None
    rename(sample, "Two")
    assert before_import(sample.library, now=NOW) is not None, "a clock that went back is no hour"


def test_old_backups_are_thinned_and_other_files_are_left(sample: Desk) -> None:
    folder = sample.folder / "backups"
    folder.mkdir()
    for hours in range(60, 24 * 10, 2):
        stamp = (NOW - timedelta(hours=hours)).strftime("%Y-%m-%d %H%M%S")
        (folder / f"{stamp} before import.sessionary").write_bytes(b"x")
    (folder / "my own copy.sessionary").write_bytes(b"x")
    make(sample)
    assert len(listed(sample.folder)) == 1 + 8 + 1
    assert (folder / "my own copy.sessionary").exists()


def test_a_backup_that_is_cancelled_leaves_nothing(sample: Desk) -> None:
    calls = []

    def stop(done: int, _total: int) -> None:
        calls.append(done)
        if len(calls) > 1:
            raise Cancelled

    with pytest.raises(Cancelled):
        automatic(sample.library, backups.BEFORE_IMPORT, stop)
    assert list((sample.folder / "backups").iterdir()) == []


def test_without_room_there_is_no_backup_and_nothing_of_one(
    sample: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(sample.folder)
    monkeypatch.setattr("shutil.disk_usage", lambda _path: usage._replace(free=10))
    with pytest.raises(BackupFailed, match="MB free"):
        before_import(sample.library)
    assert list((sample.folder / "backups").iterdir()) == []


def test_a_library_with_a_wrong_text_makes_no_backup(sample: Desk) -> None:
    with sample.library.file.writing() as connection:
        connection.exec_driver_sql("UPDATE entry SET text = text || ' ' WHERE pk=7")
    with pytest.raises(NotWhole, match="not as it was written"):
        make(sample)
    assert listed(sample.folder) == []


def test_a_backup_to_a_file_is_packed_if_its_name_says_so(sample: Desk, tmp_path: Path) -> None:
    plain = back_up(sample.folder, tmp_path / "copy.sessionary")
    packed = back_up(sample.folder, tmp_path / "copy.sessionary.gz")
    assert packed.stat().st_size < plain.stat().st_size / 2
    assert backups.look_into(plain, tmp_path) == backups.look_into(packed, tmp_path)


def test_a_copy_that_holds_more_is_replaced_only_after_a_question(
    sample: Desk, other: Desk, tmp_path: Path
) -> None:
    copy = back_up(sample.folder, tmp_path / "copy.sessionary")
    with pytest.raises(UserError, match="holds more"):
        back_up(other.folder, copy)
    back_up(sample.folder, copy)
    back_up(other.folder, copy, replace=True)
    with pytest.raises(UserError, match="library itself"):
        back_up(sample.folder, sample.folder / FILE_NAME, replace=True)
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear Mara")
    with pytest.raises(UserError, match="not a library"):
        back_up(sample.folder, letter)
    assert letter.read_text() == "Dear Mara"


def spoil(path: Path, how: str) -> None:
    whole = path.read_bytes()
    middle = len(whole) // 2
    spoilt = {
        "cut": whole[:middle],
        "empty": b"",
        "text": b"Dear Mara, " * 1000,
        "flipped": whole[:middle] + bytes([whole[middle] ^ 4]) + whole[middle + 1 :],
        "other gzip": gzip.compress(b"Dear Mara, " * 100_000),
    }
    path.write_bytes(spoilt[how])


@pytest.mark.parametrize("how", ["cut", "empty", "text", "flipped", "other gzip"])
def test_a_damaged_backup_is_not_restored(sample: Desk, how: str) -> None:
    made = make(sample)
    truth = sample.content()
    sample.close()
    spoil(made, how)
    before = (sample.folder / FILE_NAME).read_bytes()
    with pytest.raises(NotWhole):
        restore(sample.folder, made)
    assert (sample.folder / FILE_NAME).read_bytes() == before
    assert sorted(path.name for path in sample.folder.iterdir()) == [
        "backups",
        "library.lock",
        FILE_NAME,
        "library.write",
    ]
    sample.reopen()
    assert sample.content() == truth


@pytest.mark.parametrize("how", ["cut", "empty", "text"])
def test_a_damaged_library_is_kept_when_a_backup_takes_its_place(sample: Desk, how: str) -> None:
    truth = sample.content()
    made = make(sample)
    sample.close()
    spoil(sample.folder / FILE_NAME, how)
    damaged = (sample.folder / FILE_NAME).read_bytes()
    kept = restore(sample.folder, made, now=NOW)
    assert kept == sample.folder / "library damaged 2026-11-20 130000.sessionary"
    assert kept.read_bytes() == damaged
    sample.reopen()
    assert sample.content() == truth


def command(folder: Path, *words: Any) -> int:
    return main(["--library", str(folder), *map(str, words)])


def test_the_command_line_backs_up_before_it_imports(
    sample: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    late = {"id": "e-late", "sessionId": "session-03", "event": {"type": "note"}, "timestamp": {}}
    paper = sample.paper("late.jsonl", late)
    sample.close()
    assert command(sample.folder, "import", paper) == 0
    (made,) = listed(sample.folder)
    assert made.why == "before import"
    assert capsys.readouterr().err == ""
    assert command(sample.folder, "import", paper) == 0
    assert len(listed(sample.folder)) == 1, "nothing was written"
    assert command(sample.folder, "restore", sample.folder / "backups" / made.name) == 0
    assert "What was there before is" in capsys.readouterr().out


def test_the_command_line_imports_without_a_backup_but_says_so(
    sample: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    (sample.folder / "backups").write_text("in the way")
    late = {"id": "e-late", "sessionId": "session-03", "event": {"type": "note"}, "timestamp": {}}
    paper = sample.paper("late.jsonl", late)
    sample.close()
    assert command(sample.folder, "import", paper) == 0
    assert "imported without a backup" in capsys.readouterr().err
    sample.reopen()
    assert sample.rows("SELECT count(*) FROM entry WHERE id='e-late'") == [(1,)]


def test_no_library_is_made_where_one_was_lost(
    sample: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    made = make(sample)
    sample.close()
    (sample.folder / FILE_NAME).unlink()
    assert command(sample.folder, "import", SAMPLE) == 2
    said = capsys.readouterr().err
    assert "is gone, but there are backups" in said
    assert str(made) in said
    assert not (sample.folder / FILE_NAME).exists()
    assert command(sample.folder, "restore", made) == 0
    sample.reopen()
