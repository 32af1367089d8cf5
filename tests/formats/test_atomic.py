from __future__ import annotations

import json
import os
from hashlib import sha256
from pathlib import Path
from typing import TextIO

import pytest

from sessionary.formats.atomic import MANIFEST, ExportFolder, NotOurs, atomic_bytes, atomic_text
from sessionary.formats.file_names import OutsideFolder


class Trouble(Exception):
    pass


def fail_after(stream: TextIO, text: str) -> None:
    stream.write(text)
    raise Trouble


def fail_after_one_file(out: ExportFolder) -> None:
    with out.text("a.md") as stream:
        stream.write("a2")
    with out.text("b.md") as stream:
        fail_after(stream, "half")


def export(folder: Path, files: dict[str, str]) -> ExportFolder:
    with ExportFolder(folder) as out:
        for name, text in files.items():
            with out.text(name) as stream:
                stream.write(text)
    return out


def contents(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in folder.iterdir() if path.name != MANIFEST}


def test_a_file_is_written_whole(tmp_path: Path) -> None:
    with atomic_text(tmp_path / "a.md") as stream:
        stream.write("é\n" * 3)
    assert (tmp_path / "a.md").read_bytes() == "é\n".encode() * 3
    with atomic_bytes(tmp_path / "a.md") as raw:
        raw.write(b"new")
    assert contents(tmp_path) == {"a.md": "new"}


def test_an_exception_leaves_the_old_file_and_nothing_beside_it(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("old")
    with pytest.raises(Trouble), atomic_text(tmp_path / "a.md") as stream:
        fail_after(stream, "half" * 100_000)
    assert contents(tmp_path) == {"a.md": "old"}


def test_a_disk_error_at_the_flush_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.md").write_text("old")

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"), atomic_text(tmp_path / "a.md") as stream:
        stream.write("new")
    assert contents(tmp_path) == {"a.md": "old"}


def test_a_file_that_is_there_can_be_refused(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("old")
    with pytest.raises(FileExistsError), atomic_text(tmp_path / "a.md", replace=False):
        pass
    with atomic_text(tmp_path / "b.md", replace=False) as stream:
        stream.write("new")
    with pytest.raises(FileExistsError), atomic_text(tmp_path / "c.md", replace=False) as stream:
        (tmp_path / "c.md").write_text("meanwhile")
    assert contents(tmp_path) == {"a.md": "old", "b.md": "new", "c.md": "meanwhile"}


def test_a_link_stays_a_link_and_rights_stay_as_they_are(tmp_path: Path) -> None:
    real = tmp_path / "real.md"
    real.write_text("old")
    real.chmod(0o640)
    (tmp_path / "link.md").symlink_to(real)
    with atomic_text(tmp_path / "link.md") as stream:
        stream.write("new")
    assert (tmp_path / "link.md").is_symlink()
    assert real.read_text() == "new"
    assert real.stat().st_mode & 0o777 == 0o640


def test_a_mark_for_spreadsheets_and_their_line_ends_can_be_asked_for(tmp_path: Path) -> None:
    with atomic_text(tmp_path / "a.csv", encoding="utf-8-sig", newline="") as stream:
        stream.write("a\r\n")
    assert (tmp_path / "a.csv").read_bytes() == b"\xef\xbb\xbfa\r\n"


def test_a_folder_has_a_manifest_with_the_sum_of_each_file(tmp_path: Path) -> None:
    export(tmp_path / "out", {"b.md": "b", "a.md": "a"})
    assert contents(tmp_path / "out") == {"a.md": "a", "b.md": "b"}
    manifest = json.loads((tmp_path / "out" / MANIFEST).read_text())
    assert manifest == {
        "files": {"a.md": sha256(b"a").hexdigest(), "b.md": sha256(b"b").hexdigest()}
    }


def test_an_export_made_again_replaces_its_own_files_and_removes_those_it_has_no_more(
    tmp_path: Path,
) -> None:
    export(tmp_path, {"a.md": "a", "b.md": "b"})
    (tmp_path / "mine.md").write_text("mine")
    again = export(tmp_path, {"a.md": "a2", "c.md": "c"})
    assert contents(tmp_path) == {"a.md": "a2", "c.md": "c", "mine.md": "mine"}
    assert again.removed == ("b.md",)


@pytest.mark.parametrize("name", ["mine.md", "changed.md"])
def test_a_file_that_is_not_ours_stops_the_whole_export(name: str, tmp_path: Path) -> None:
    export(tmp_path, {"changed.md": "ours"})
    (tmp_path / "mine.md").write_text("mine")
    (tmp_path / "changed.md").write_text("changed by hand")
    before = contents(tmp_path)
    with pytest.raises(NotOurs, match=name) as refused:
        export(tmp_path, {"new.md": "new", name: "ours"})
    assert refused.value.names == (name,)
    assert contents(tmp_path) == before


def test_a_changed_file_that_the_export_has_no_more_is_kept_and_told(tmp_path: Path) -> None:
    export(tmp_path, {"a.md": "a", "b.md": "b"})
    (tmp_path / "b.md").write_text("changed by hand")
    again = export(tmp_path, {"a.md": "a"})
    assert again.kept == ("b.md",)
    assert contents(tmp_path) == {"a.md": "a", "b.md": "changed by hand"}


def test_a_link_in_the_folder_is_never_written_through(tmp_path: Path) -> None:
    outside = tmp_path / "outside.md"
    outside.write_text("precious")
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "a.md").symlink_to(outside)
    with pytest.raises(NotOurs):
        export(folder, {"a.md": "new"})
    assert outside.read_text() == "precious"


def test_an_exception_in_the_middle_leaves_the_folder_as_it_was(tmp_path: Path) -> None:
    export(tmp_path, {"a.md": "a"})
    before = (contents(tmp_path), (tmp_path / MANIFEST).read_bytes())
    with pytest.raises(Trouble), ExportFolder(tmp_path) as out:
        fail_after_one_file(out)
    assert (contents(tmp_path), (tmp_path / MANIFEST).read_bytes()) == before


@pytest.mark.parametrize("calls", range(5))
def test_an_export_cut_off_while_files_take_their_places_can_be_made_again(
    calls: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    export(tmp_path, {"a.md": "a", "b.md": "b", "old.md": "old"})
    left = [calls]
    replace = Path.replace

    def cut(self: Path, target: Path) -> Path:
        left[0] -= 1
        if left[0] < 0:
            raise OSError(5, "Input/output error")
        return replace(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", cut)
        if calls < 4:
            with pytest.raises(OSError, match="Input"):
                export(tmp_path, {"a.md": "a2", "b.md": "b2"})
        else:
            export(tmp_path, {"a.md": "a2", "b.md": "b2"})
    export(tmp_path, {"a.md": "a3", "b.md": "b3"})
    assert contents(tmp_path) == {"a.md": "a3", "b.md": "b3"}


@pytest.mark.parametrize("name", ["../evil.md", "/etc/evil.md", "", "a/b.md", ".."])
def test_a_name_cannot_lead_out_of_the_folder(name: str, tmp_path: Path) -> None:
    with pytest.raises(OutsideFolder), ExportFolder(tmp_path) as out, out.text(name):
        pass


def test_a_file_is_written_once_in_an_export(tmp_path: Path) -> None:
    with pytest.raises(FileExistsError, match="twice"):
        export(tmp_path, {"Temple.md": "1", "temple.md": "2"})
    with pytest.raises(FileExistsError, match="twice"):
        export(tmp_path, {MANIFEST: "{}"})


@pytest.mark.parametrize(
    "manifest",
    [
        "not json",
        "[1]",
        '{"files": {"../evil.md": "x"}}',
        '{"files": {"a.md": 3}}',
        '{"files": 1}',
        "[" * 100_000,
    ],
)
def test_a_manifest_that_is_none_makes_nothing_ours(manifest: str, tmp_path: Path) -> None:
    (tmp_path / MANIFEST).write_text(manifest)
    (tmp_path / "a.md").write_text("mine")
    with pytest.raises(NotOurs):
        export(tmp_path, {"a.md": "new"})
    assert contents(tmp_path) == {"a.md": "mine"}


def test_a_renamed_file_that_differs_only_in_case_is_still_ours(tmp_path: Path) -> None:
    export(tmp_path, {"Temple.md": "1"})
    again = export(tmp_path, {"temple.md": "2"})
    assert contents(tmp_path) == {"temple.md": "2"}
    assert again.removed == ("Temple.md",)


def test_where_there_are_no_hard_links_a_file_is_still_not_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Path, target: Path) -> None:
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    with atomic_text(tmp_path / "a.md", replace=False) as stream:
        stream.write("new")
    with pytest.raises(FileExistsError), atomic_text(tmp_path / "b.md", replace=False):
        (tmp_path / "b.md").write_text("meanwhile")
    assert contents(tmp_path) == {"a.md": "new", "b.md": "meanwhile"}


def test_a_folder_takes_binary_files_too(tmp_path: Path) -> None:
    with ExportFolder(tmp_path) as out, out.bytes("map.png") as stream:
        stream.write(b"\x89PNG")
    assert (tmp_path / "map.png").read_bytes() == b"\x89PNG"


def test_what_a_killed_export_left_is_swept_a_day_later(tmp_path: Path) -> None:
    old, young, mine = (
        tmp_path / f".sessionary-{'0' * 15}1.part",
        tmp_path / f".sessionary-{'0' * 15}2.part",
        tmp_path / ".sessionary-notes.part",
    )
    for path in (old, young, mine):
        path.write_text("half")
    for path in (old, mine):
        os.utime(path, (0, 0))
    with atomic_text(tmp_path / "page.md") as stream:
        stream.write("whole")
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        [young.name, mine.name, "page.md"]
    )
