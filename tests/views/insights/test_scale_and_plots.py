"""Scales hold every value, and charts are told without colour."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt

from sessionary.core.campaign.attendance import Presence
from sessionary.core.campaign.insights import Unit, attendance_chart, charts
from sessionary.core.campaign.lifecycle import Status
from sessionary.core.campaign.session_figures import SessionFigures
from sessionary.views.insights.attendance_plot import AttendancePlot
from sessionary.views.insights.value_plots import plot_of
from sessionary.views.plots.chart_view import ChartView
from sessionary.views.plots.pictures import PictureFailed, png_bytes, svg_bytes
from sessionary.views.plots.plot import frame_of
from sessionary.views.plots.scale import scale_of

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from sessionary.views.plots.plot import Plot
    from sessionary.views.theme import Theme

NUMBERS = st.one_of(
    st.integers(-(10**9), 10**12),
    st.floats(-1e9, 1e12, allow_nan=False),
    st.sampled_from([0, 10**400, 1e300, 0.1]),
)


@given(st.lists(NUMBERS, max_size=8), st.sampled_from(list(Unit)), st.booleans())
def test_a_scale_has_room_for_every_value(values: list[float], unit: Unit, from_zero: bool) -> None:
    scale = scale_of(values, unit, from_zero=from_zero)
    assert 2 <= len(scale.ticks) <= 5
    assert (scale.ticks[0], scale.ticks[-1]) == (scale.low, scale.high)
    assert all(scale.low <= value <= scale.high for value in values)
    if from_zero:
        assert 0 in scale.ticks
    assert scale.share(scale.low) == 0
    assert scale.share(scale.high) == 1
    shares = [scale.share(value) for value in sorted(values)]
    assert shares == sorted(shares)


@pytest.mark.parametrize(
    ("unit", "values", "ticks"),
    [
        (Unit.MINUTES, [250], (0, 120, 240, 360)),
        (Unit.GAME_SECONDS, [32_400], (0, 10_800, 21_600, 32_400)),
        (Unit.EVENTS, [3], (0, 1, 2, 3)),
        (Unit.XP, [], (0, 1)),
        (Unit.POINTS, [-3, 12], (-5, 0, 5, 10, 15)),
    ],
)
def test_a_scale_counts_in_steps_that_people_count_in(
    unit: Unit, values: list[int], ticks: tuple[int, ...]
) -> None:
    assert scale_of(values, unit).ticks == ticks


def test_a_scale_of_game_time_counts_in_the_days_of_the_campaign() -> None:
    ticks = scale_of([250_000], Unit.GAME_SECONDS, day=100_000).ticks
    assert ticks == (0, 100_000, 200_000, 300_000)


def played(count: int, **known: Any) -> list[SessionFigures]:
    return [
        SessionFigures(
            key=f"s-{at}", number=at, title=f"<b>{at}", status=Status.COMPLETED, minutes=60 * at,
            categories={"combat": 3, "note": 1}, days=(at, at + 1), **known,
            players=(
                Presence(
                    user="a\x00b", characters=(), attended=True, late=at % 2 == 0, left=False
                ),
            ),
        )
        for at in range(count)
    ]  # fmt: skip


def plots(theme: Theme, sessions: list[SessionFigures]) -> list[Plot]:
    made: list[Plot] = [plot_of(theme, chart) for chart in charts(sessions) if chart.series]
    return [*made, AttendancePlot(theme, attendance_chart(sessions), str)]


def test_a_picture_of_each_chart_is_whole(theme: Theme) -> None:
    for plot in plots(theme, played(3)):
        assert png_bytes(plot, "<i>\x01", "&").startswith(b"\x89PNG")
        root = ET.fromstring(svg_bytes(plot, "<i>\x01", "&"))  # noqa: S314  our own
        texts = [found.text or "" for found in root.iter() if found.tag.endswith("}text")]
        assert "<i>␁" in texts
        assert {"0", "1", "2", "Session"} <= {text.strip() for text in texts}


def test_too_many_sessions_for_a_picture_are_refused_in_words(theme: Theme) -> None:
    plot = plots(theme, played(2_000))[0]
    with pytest.raises(PictureFailed, match="too many sessions"):
        png_bytes(plot, "", "")
    assert b"<svg" in svg_bytes(plot, "", "")


def test_only_whole_columns_are_seen_and_the_newest_first(theme: Theme) -> None:
    plot = plots(theme, played(100))[0]
    frame = frame_of(plot, 400)
    assert frame.first + frame.shown == 100
    assert frame.area.right() <= 400
    for place in range(frame.first, 100):
        assert frame.place_at(frame.column(place).center().x()) == place
    assert frame.place_at(frame.area.right() + 1) is None
    assert frame_of(plot, 400, -5).first == 0


def test_the_keys_walk_the_sessions_and_the_focus_says_what_they_are(
    qtbot: QtBot, theme: Theme
) -> None:
    view = ChartView(theme)
    qtbot.addWidget(view)
    view.resize(300, 300)
    view.show_plot(plots(theme, played(60))[0])
    with qtbot.waitExposed(view):
        view.show()
    canvas = view.canvas
    canvas.setFocus()
    opened: list[str] = []
    view.opened.connect(opened.append)
    keys = Qt.Key
    canvas.go(59, 0)
    for key in (keys.Key_Left, keys.Key_Left, keys.Key_Right, keys.Key_Return):
        qtbot.keyClick(canvas, key)
    assert opened == ["s-58"]
    assert canvas.accessibleName() == "Duration. 58 <b>58: 58 h"
    qtbot.keyClick(canvas, keys.Key_Home)
    assert canvas.key() == "s-0"
    assert view.bar.value() == 0
    qtbot.keyClick(canvas, keys.Key_End)
    assert view.bar.value() == view.bar.maximum() > 0


@pytest.mark.parametrize("width", [60, 300, 2_000])
@pytest.mark.parametrize("count", [1, 40])
def test_a_chart_has_columns_at_every_width(theme: Theme, width: int, count: int) -> None:
    for plot in plots(theme, played(count)):
        frame = frame_of(plot, width)
        assert 0 < frame.shown <= count
