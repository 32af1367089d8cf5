from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessionary.formats.file_names import (
    FolderNames,
    OutsideFolder,
    inside,
    safe_name,
    same_file,
    short_id,
)

if TYPE_CHECKING:
    from pathlib import Path

RESERVED = {
    "con",
    "prn",
    "aux",
    "nul",
    *(f"{d}{n}" for d in ("com", "lpt") for n in "123456789¹²³"),
}

HOSTILE = [
    "../../evil", "/etc/passwd", "..", ".", "", " ", "con", "NUL", "com1", "COM¹", "a:b",
    "x.", "x ", ".hidden", "-rf", "a\nb", "a\0b", "\u202egpj.exe", "é" * 200, "x" * 300,
    "\U0001d54f" * 100, "\ud800", "C:\\windows", "\\\\host\\share", "~root", "$HOME",
    "%TEMP%", "a|b", 'a"b', "a<b>c", "a*b?", "[[link]]", "#tag", "\u3164", "\u0301\u0301",
    "🎲🎲", "東京", "שלום", "a/../b", "name.md", "desktop.ini", "\ufeffx", "\u200bx",
    "a\u00a0b", "aux.md", "_", "---",
]  # fmt: skip


def check(name: str, suffix: str = ".md") -> None:
    stem = name.removesuffix(suffix)
    assert name.endswith(suffix)
    assert len(name.encode()) <= 120
    assert normalize("NFC", name) == name
    assert not set(name) & set('<>:"/\\|?*\0[]#^')
    assert all(c.isprintable() for c in name)
    assert stem.split(".")[0].casefold().strip() not in RESERVED
    assert stem[0] not in ".- "
    assert stem[-1] not in ". "
    assert ".." not in name


@pytest.mark.parametrize("title", HOSTILE)
def test_hostile_titles_give_names_that_every_system_takes(title: str, tmp_path: Path) -> None:
    name = safe_name(title, "session-015", ".md")
    check(name)
    path = inside(tmp_path, name)
    path.write_text("x")
    assert path.resolve().parent == tmp_path.resolve()


@given(st.text(alphabet=st.characters(), max_size=200), st.text(alphabet=st.characters()))
def test_any_title_gives_a_safe_name(title: str, id_: str) -> None:
    check(safe_name(title, id_, ".md"))


def test_a_name_reads_as_its_title_and_ends_with_a_short_id() -> None:
    assert safe_name("Session 15: Into the Temple", "session-015", ".md") == (
        f"Session 15 Into the Temple {short_id('session-015')}.md"
    )
    assert safe_name("神殿へ", "a", ".md") == f"神殿へ {short_id('a')}.md"
    assert safe_name("???", "a", ".md") == f"{short_id('a')}.md"


def test_short_ids_stay_as_they_are_for_ever() -> None:
    assert short_id("session-015") == "3hhd90"
    assert len({short_id(f"session-{n}") for n in range(5000)}) == 5000


def test_names_in_a_folder_differ_whatever_the_file_system_ignores() -> None:
    names = FolderNames()
    given_ = [
        names.name(title, id_, ".md")
        for title in (
            "Temple",
            "TEMPLE",
            "temple",
            "Tem\u200bple",
            "\uff34\uff25\uff2d\uff30\uff2c\uff25",
            "Straße",
            "STRASSE",
        )
        for id_ in ("a", "A", "b")
    ]
    assert len({same_file(name) for name in given_}) == len(given_)
    assert names.name("Temple", "a", ".md") == given_[0]


def test_a_clash_of_short_ids_is_solved_with_more_of_the_id(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sessionary.formats.file_names._SHORT", 0)
    names = FolderNames()
    assert len({names.name("Temple", str(n)) for n in range(100)}) == 100


@pytest.mark.parametrize(
    "name", ["", ".", "..", "a/b", "../a", "/a", "a\\b", "C:\\a", "C:a", "a\0b", "a/"]
)
def test_a_path_is_no_name(name: str, tmp_path: Path) -> None:
    with pytest.raises(OutsideFolder):
        inside(tmp_path, name)
