"""A theme as the program has it, with the real icons."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sessionary.app.resources import read_resource
from sessionary.views.theme import Appearance, Icons, Look, Theme

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication


@pytest.fixture(scope="session")
def icons(qapp: QApplication) -> Icons:
    """The icons, each drawn once."""
    return Icons(read_resource)


@pytest.fixture
def theme(qapp: QApplication, icons: Icons, tmp_path: Path) -> Iterator[Theme]:
    """The light theme at the system's text size."""
    made = Theme(qapp, icons, images=tmp_path / "images", look=Look(appearance=Appearance.LIGHT))
    yield made
    made.setParent(None)
    qapp.setStyleSheet("")
    made.deleteLater()
