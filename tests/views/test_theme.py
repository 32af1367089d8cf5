from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QFont, QIcon, QImage, QPalette
from PySide6.QtWidgets import QApplication, QPushButton

from sessionary.views.theme import Appearance, Density, Fonts, Icons, Look, Theme, contrast
from sessionary.views.theme.fonts import tabular

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

DARK = Look(appearance=Appearance.DARK)


def test_choosing_dark_changes_palette_and_style_sheet_and_says_so(
    qtbot: QtBot, qapp: QApplication, theme: Theme
) -> None:
    light = qapp.styleSheet()
    with qtbot.waitSignal(theme.changed):
        theme.set_look(DARK)
    assert theme.tokens.dark
    assert qapp.palette().color(QPalette.ColorRole.Window) == theme.tokens.bg
    assert theme.tokens.surface.name() in qapp.styleSheet()
    assert qapp.styleSheet() != light


def test_the_same_look_again_changes_nothing(qtbot: QtBot, theme: Theme) -> None:
    with qtbot.assertNotEmitted(theme.changed):
        theme.set_look(theme.look)


def test_the_system_is_followed_until_the_reader_chooses(
    qtbot: QtBot, qapp: QApplication, theme: Theme
) -> None:
    # The platform of the tests has no scheme of its own, so the change is told by hand.
    system = qapp.styleHints().colorSchemeChanged
    theme.set_look(Look(appearance=Appearance.SYSTEM))
    with qtbot.waitSignal(theme.changed):
        system.emit(Qt.ColorScheme.Dark)
    assert theme.tokens.dark
    theme.set_look(Look(appearance=Appearance.LIGHT))
    with qtbot.assertNotEmitted(theme.changed):
        system.emit(Qt.ColorScheme.Dark)
    assert not theme.tokens.dark


@pytest.mark.parametrize("look", [Look(appearance=Appearance.LIGHT), DARK], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("text", "ground"),
    [
        (QPalette.ColorRole.WindowText, QPalette.ColorRole.Window),
        (QPalette.ColorRole.Text, QPalette.ColorRole.Base),
        (QPalette.ColorRole.PlaceholderText, QPalette.ColorRole.Base),
        (QPalette.ColorRole.ButtonText, QPalette.ColorRole.Button),
        (QPalette.ColorRole.HighlightedText, QPalette.ColorRole.Highlight),
        (QPalette.ColorRole.ToolTipText, QPalette.ColorRole.ToolTipBase),
        (QPalette.ColorRole.Link, QPalette.ColorRole.Base),
    ],
)
def test_every_pair_of_the_palette_is_readable(
    qapp: QApplication,
    theme: Theme,
    look: Look,
    text: QPalette.ColorRole,
    ground: QPalette.ColorRole,
) -> None:
    theme.set_look(look)
    palette = qapp.palette()
    assert contrast(palette.color(text), palette.color(ground)) >= 4.5


def test_larger_text_makes_everything_grow(theme: Theme) -> None:
    row, pixels = theme.row_height, theme.fonts.pixels("body")
    theme.set_look(Look(appearance=Appearance.LIGHT, text_percent=200))
    assert theme.row_height == pytest.approx(2 * row, abs=1)
    assert theme.fonts.pixels("body") == pytest.approx(2 * pixels, abs=1)
    assert theme.px(16) >= 32


def test_compact_rows_are_lower(theme: Theme) -> None:
    comfortable = theme.row_height
    theme.set_look(Look(appearance=Appearance.LIGHT, density=Density.COMPACT))
    assert theme.row_height == round(comfortable * 28 / 36)


@pytest.mark.parametrize("percent", [74, 201, 0])
def test_a_text_size_that_cannot_be_read_or_shown_is_refused(percent: int) -> None:
    with pytest.raises(ValueError, match="75 to 200"):
        Look(text_percent=percent)


@pytest.mark.parametrize(
    ("system", "caption", "body", "page_title"),
    [(13, 11, 13, 24), (20, 17, 20, 37), (9, 11, 13, 24)],
)
def test_font_sizes_are_shares_of_the_systems(
    qapp: QApplication, system: int, caption: int, body: int, page_title: int
) -> None:
    font = QFont()
    font.setPixelSize(system)
    fonts = Fonts(font)
    sizes = (fonts.pixels("caption"), fonts.pixels("body"), fonts.pixels("page_title"))
    assert sizes == (caption, body, page_title)


def test_a_font_that_is_handed_out_can_be_changed_without_harm(theme: Theme) -> None:
    font = theme.fonts["body"]
    font.setBold(True)
    assert not theme.fonts["body"].bold()
    assert not tabular(theme.fonts["body"]).bold()


def test_an_icon_is_drawn_once_in_the_colour_that_is_asked_for(theme: Theme, icons: Icons) -> None:
    first = icons.pixmap("search", theme.tokens.accent, 16, 2.0)
    assert first.cacheKey() == icons.pixmap("search", theme.tokens.accent, 16, 2.0).cacheKey()
    assert (first.width(), first.devicePixelRatio()) == (32, 2.0)
    image = first.toImage()
    colours = {
        image.pixelColor(x, y).name()
        for x in range(32)
        for y in range(32)
        if image.pixelColor(x, y).alpha() == 255
    }
    assert colours == {theme.tokens.accent.name()}


def test_bound_icons_follow_the_theme_and_the_last_name_given(qtbot: QtBot, theme: Theme) -> None:
    button = QPushButton()
    qtbot.addWidget(button)
    action = QAction(button)
    theme.bind_icon(button, "plus")
    theme.bind_icon(button, "x")
    theme.bind_icon(action, "x")
    assert _image(button.icon()) == _image(action.icon()) == _image(theme.icon("x"))
    light = _image(button.icon())
    theme.set_look(DARK)
    assert _image(button.icon()) == _image(theme.icon("x"))
    assert _image(button.icon()) != light


def test_arrows_are_written_once_a_theme(theme: Theme, tmp_path: Path) -> None:
    theme.set_look(DARK)
    names = [path.name for path in (tmp_path / "images").iterdir()]
    assert f"chevron-down-{theme.tokens.text2.name()[1:]}.svg" in names
    assert all(name.endswith(".svg") for name in names)


def test_without_a_folder_to_write_to_qt_draws_its_own_arrows(
    qapp: QApplication, icons: Icons, tmp_path: Path
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    for images in (None, blocked / "images"):
        made = Theme(qapp, icons, images=images)
        assert "url(" not in qapp.styleSheet()
        assert "down-arrow" not in qapp.styleSheet()
        made.setParent(None)
        made.deleteLater()


def _image(icon: QIcon) -> QImage:
    return icon.pixmap(16, 16).toImage()
