from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest

from sessionary.app import resources
from sessionary.app.resources import MissingResource, read_resource, resource

if TYPE_CHECKING:
    from collections.abc import Iterator

ICONS = Path(__file__).parents[2] / "resources" / "icons"
SOURCES = Path(__file__).parents[2] / "src"


def test_an_icon_is_read_from_the_source_tree() -> None:
    assert b"<svg" in read_resource("icons/search.svg")


@pytest.mark.parametrize(
    "name", ["", "/etc/passwd", "../pyproject.toml", "icons/../../README.md", "a//b", "a\\b", "."]
)
def test_a_name_that_leads_out_of_the_folder_is_refused(name: str) -> None:
    with pytest.raises(MissingResource):
        resource(name)


@pytest.mark.parametrize("name", ["icons/no such icon.svg", "icons"])
def test_what_is_not_there_is_missing(name: str) -> None:
    with pytest.raises(MissingResource, match=name):
        read_resource(name)


def test_the_installed_package_has_its_own_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "_resources" / "icons").mkdir(parents=True)
    (tmp_path / "_resources" / "icons" / "x.svg").write_bytes(b"installed")
    monkeypatch.setattr(resources, "files", lambda _package: tmp_path)
    assert read_resource("icons/x.svg") == b"installed"


@pytest.mark.parametrize("path", sorted(ICONS.glob("*.svg")), ids=lambda path: path.stem)
def test_every_icon_is_an_outline_that_can_be_recoloured(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert 'stroke="currentColor"' in text
    assert 'stroke-width="2"' in text
    assert ElementTree.fromstring(text).get("viewBox") == "0 0 24 24"  # noqa: S314 - our file


def test_the_licence_of_the_icons_is_with_them() -> None:
    assert "ISC License" in (ICONS / "LICENSE").read_text(encoding="utf-8")


def _named_icons() -> Iterator[tuple[str, str]]:
    patterns = (
        r"""icon=["']([a-z0-9-]+)["']""",
        r"""bind_icon\([\w.]+, ["']([a-z0-9-]+)["']""",
        r"""pixmap\(["']([a-z0-9-]+)["']""",
    )
    for path in SOURCES.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        for pattern in patterns:
            for name in re.findall(pattern, text):
                yield path.name, name


def test_every_icon_that_the_program_names_is_there() -> None:
    missing = [
        (where, name) for where, name in _named_icons() if not (ICONS / f"{name}.svg").exists()
    ]
    assert missing == []
