"""The timeline as a person uses it: wheel, drag, keys, clicks, tooltips."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QHelpEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel, QToolTip, QVBoxLayout, QWidget

from sessionary.models.timeline_content import AxisKind, LaneKind
from sessionary.models.timeline_model import TimelineModel
from sessionary.views.theme import Appearance, Look, Theme
from sessionary.views.timeline import Picked, PickedKind, TimelineView
from sessionary.views.widgets.text import one_line

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

Show = Callable[..., TimelineView]
KEY = Qt.Key
GUTTER = 128


def wheel(
    view: TimelineView,
    notches: float,
    x: int = 600,
    *,
    modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    sideways: bool = False,
) -> None:
    turned = round(120 * notches)
    place = QPointF(x, 150)
    event = QWheelEvent(
        place,
        view.viewport().mapToGlobal(place),
        QPoint(),
        QPoint(turned, 0) if sideways else QPoint(0, turned),
        Qt.MouseButton.NoButton,
        modifiers,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view.viewport(), event)


def press(view: TimelineView, *keys: Qt.Key, qtbot: QtBot, shift: bool = False) -> None:
    held = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    for key in keys:
        qtbot.keyClick(view, key, held)


def scale(view: TimelineView) -> float:
    assert view.window_on_time is not None
    return view.window_on_time.scale


def place_of_mark(view: TimelineView, pk: int) -> QPoint:
    frame = view.frame_in_sight()
    assert frame is not None
    mark = next(mark for mark in frame.marks if mark.text.pk == pk)
    return QPoint(round(mark.x) + GUTTER, round(frame.rows.y(mark.lane) + frame.rows.height / 2))


def test_the_wheel_zooms_around_the_pointer(shown: Show, campaign: Any) -> None:
    view = shown(campaign())
    before = view.window_on_time
    assert before is not None
    under = before.time_at(700 - GUTTER)
    wheel(view, 3, x=700)
    after = view.window_on_time
    assert after is not None
    assert after.scale == pytest.approx(before.scale * 1.25**3)
    assert after.x(under) == pytest.approx(700 - GUTTER, abs=1)
    wheel(view, -3, x=700, modifiers=Qt.KeyboardModifier.ControlModifier)
    assert scale(view) == pytest.approx(before.scale)


def test_the_wheel_goes_from_a_century_to_a_round(shown: Show, campaign: Any) -> None:
    view = shown(campaign())
    wheel(view, -200)
    window = view.window_on_time
    assert window is not None
    assert window.width / window.scale == pytest.approx(36_525 * 86_400)
    for _ in range(3):
        wheel(view, 100)
    assert view.window_on_time is not None
    assert view.window_on_time.width / scale(view) == pytest.approx(6)
    assert not view.grab().isNull()


def test_the_wheel_held_with_shift_or_turned_sideways_pans(shown: Show, campaign: Any) -> None:
    view = shown(campaign())
    wheel(view, 8)
    window = view.window_on_time
    assert window is not None
    wheel(view, -1, modifiers=Qt.KeyboardModifier.ShiftModifier)
    assert view.window_on_time == window.panned(120)
    wheel(view, 1, sideways=True)
    assert view.window_on_time == window


def test_arrows_visit_every_mark_and_fold_in_order(
    shown: Show, campaign: Any, qtbot: QtBot
) -> None:
    view = shown(campaign())
    seen: list[Picked] = []
    view.selection_changed.connect(seen.append)
    press(view, *[KEY.Key_Right] * 20, qtbot=qtbot)
    assert [one.pk for one in seen if one.kind == PickedKind.MARK] == list(range(1, 13))
    kinds = [one.kind.value for one in seen]
    assert kinds == [*["mark"] * 4, "fold", *["mark"] * 4, "fold", *["mark"] * 4]
    seen.clear()
    press(view, *[KEY.Key_Left] * 20, qtbot=qtbot)
    assert [one.pk for one in seen] == [11, 10, 9, 0, 8, 7, 6, 5, 0, 4, 3, 2, 1]


def test_the_walk_keeps_what_is_picked_in_sight(shown: Show, campaign: Any, qtbot: QtBot) -> None:
    view = shown(campaign(evenings=12, each=10))
    wheel(view, 12)
    pks = set()
    for _ in range(140):
        press(view, KEY.Key_Right, qtbot=qtbot)
        window, picked, walk = view.window_on_time, view.picked, view.walk
        assert window is not None
        assert picked is not None
        assert walk is not None
        assert 0 <= window.x(walk.time(picked)) <= window.width
        pks.add(picked.pk)
    assert max(pks) == 120


def test_shift_and_arrows_stay_in_the_lane(shown: Show, campaign: Any, qtbot: QtBot) -> None:
    view = shown(campaign())
    press(view, KEY.Key_Home, qtbot=qtbot)
    pks = []
    for _ in range(5):
        assert view.picked is not None
        pks.append(view.picked.pk)
        press(view, KEY.Key_Right, qtbot=qtbot, shift=True)
    assert pks == [1, 4, 7, 10, 10]


def test_up_and_down_change_the_lane(shown: Show, campaign: Any, qtbot: QtBot) -> None:
    view = shown(campaign())
    press(view, KEY.Key_Home, KEY.Key_Down, qtbot=qtbot)
    assert view.picked == Picked(PickedKind.MARK, 1, 2)
    press(view, KEY.Key_Up, KEY.Key_Up, qtbot=qtbot)
    assert view.picked == Picked(PickedKind.BAND, 0, 1000)
    press(view, KEY.Key_Up, qtbot=qtbot)
    assert view.picked == Picked(PickedKind.BAND, 0, 1000)
    press(view, KEY.Key_Right, KEY.Key_Right, qtbot=qtbot)
    assert view.picked == Picked(PickedKind.BAND, 1, 1001)
    press(view, KEY.Key_End, qtbot=qtbot)
    assert view.picked == Picked(PickedKind.BAND, 2, 1002)


def test_home_and_end_go_to_the_first_and_the_last_mark(
    shown: Show, campaign: Any, qtbot: QtBot
) -> None:
    view = shown(campaign())
    press(view, KEY.Key_End, qtbot=qtbot)
    assert view.picked == Picked(PickedKind.MARK, 11, 12)
    press(view, KEY.Key_Home, qtbot=qtbot)
    assert view.picked == Picked(PickedKind.MARK, 0, 1)


def test_enter_opens_an_event_a_session_and_a_fold(
    shown: Show, campaign: Any, qtbot: QtBot
) -> None:
    view = shown(campaign())
    press(view, KEY.Key_Home, qtbot=qtbot)
    with qtbot.waitSignal(view.mark_opened) as opened:
        press(view, KEY.Key_Return, qtbot=qtbot)
    assert opened.args == [1]
    press(view, KEY.Key_Up, qtbot=qtbot)
    with qtbot.waitSignal(view.band_opened) as opened:
        press(view, KEY.Key_Enter, qtbot=qtbot)
    assert opened.args == [1000]
    press(view, KEY.Key_Right, KEY.Key_Return, qtbot=qtbot)
    assert view.content is not None
    assert len(view.content.levels.span.folds) == 1
    press(view, KEY.Key_F, qtbot=qtbot)
    assert len(view.content.levels.span.folds) == 2


def test_an_opened_fold_is_shown_whole(shown: Show, campaign: Any, qtbot: QtBot) -> None:
    view = shown(campaign())
    press(view, *[KEY.Key_Right] * 5, qtbot=qtbot)
    assert view.content is not None
    fold = view.content.levels.span.folds[0]
    press(view, KEY.Key_Return, qtbot=qtbot)
    window = view.window_on_time
    assert window is not None
    assert 0 < window.x(fold.since) < window.x(fold.until) < window.width


def test_signs_zoom_and_naught_fits(shown: Show, campaign: Any, qtbot: QtBot) -> None:
    view = shown(campaign())
    fitted = scale(view)
    press(view, KEY.Key_Plus, KEY.Key_Equal, qtbot=qtbot)
    assert scale(view) == pytest.approx(fitted * 2.25)
    assert view.zoom_percent() == 225
    press(view, KEY.Key_Minus, qtbot=qtbot)
    assert scale(view) == pytest.approx(fitted * 1.5)
    press(view, KEY.Key_0, qtbot=qtbot)
    assert scale(view) == fitted


def test_keys_zoom_around_what_is_picked(shown: Show, campaign: Any, qtbot: QtBot) -> None:
    view = shown(campaign())
    press(view, KEY.Key_Right, KEY.Key_Right, qtbot=qtbot)
    place = place_of_mark(view, 2)
    press(view, KEY.Key_Plus, KEY.Key_Plus, qtbot=qtbot)
    assert place_of_mark(view, 2).x() == pytest.approx(place.x(), abs=1)


def test_control_and_arrows_pan(shown: Show, campaign: Any, qtbot: QtBot) -> None:
    view = shown(campaign())
    wheel(view, 8)
    window = view.window_on_time
    assert window is not None
    qtbot.keyClick(view, KEY.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert view.window_on_time == window.panned(window.width / 4)
    qtbot.keyClick(view, KEY.Key_Left, Qt.KeyboardModifier.ControlModifier)
    assert view.window_on_time == window


def test_keys_that_mean_nothing_here_go_on(shown: Show, campaign: Any, qtbot: QtBot) -> None:
    view = shown(campaign())
    before = (view.window_on_time, view.picked)
    press(view, KEY.Key_Q, KEY.Key_Escape, qtbot=qtbot)
    assert (view.window_on_time, view.picked) == before


def test_tab_comes_and_goes(qtbot: QtBot, theme: Theme, campaign: Any) -> None:
    model = TimelineModel(campaign())
    model.reload()
    page = QWidget()
    before, after = QWidget(), QWidget()
    view = TimelineView(theme, model)
    column = QVBoxLayout(page)
    for widget in (before, view, after):
        widget.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        column.addWidget(widget)
    qtbot.addWidget(page)
    with qtbot.waitActive(page):
        page.show()
    before.setFocus()
    qtbot.keyClick(before, KEY.Key_Tab)
    assert view.hasFocus()
    qtbot.keyClick(view, KEY.Key_Tab)
    assert after.hasFocus()


def test_dragging_pans_and_picks_nothing(shown: Show, campaign: Any, qtbot: QtBot) -> None:
    view = shown(campaign())
    wheel(view, 10)
    window = view.window_on_time
    assert window is not None
    viewport = view.viewport()
    qtbot.mousePress(viewport, Qt.MouseButton.LeftButton, pos=QPoint(600, 150))
    for x in range(600, 399, -50):
        qtbot.mouseMove(viewport, QPoint(x, 150))
    qtbot.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=QPoint(400, 150))
    assert view.window_on_time == window.panned(200)
    assert view.picked is None


def test_a_click_picks_and_a_double_click_opens(shown: Show, campaign: Any, qtbot: QtBot) -> None:
    view = shown(campaign())
    place = place_of_mark(view, 6)
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert view.picked == Picked(PickedKind.MARK, 5, 6)
    with qtbot.waitSignal(view.mark_opened) as opened:
        qtbot.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert opened.args == [6]
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(300, 10))
    assert view.picked is None


def test_a_click_on_a_fold_opens_it(shown: Show, campaign: Any, qtbot: QtBot) -> None:
    view = shown(campaign())
    frame = view.frame_in_sight()
    assert frame is not None
    fold = frame.folds[1]
    place = QPoint(round(fold.x + fold.width / 2) + GUTTER, 200)
    qtbot.mouseMove(view.viewport(), place)
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert view.content is not None
    assert len(view.content.levels.span.folds) == 1


def test_a_band_is_picked_on_it_and_in_the_gutter_of_its_lane(
    shown: Show, campaign: Any, qtbot: QtBot
) -> None:
    view = shown(campaign())
    frame = view.frame_in_sight()
    assert frame is not None
    band = frame.bands[1]
    qtbot.mouseClick(
        view.viewport(),
        Qt.MouseButton.LeftButton,
        pos=QPoint(round(band.x + band.width / 2) + GUTTER, 45),
    )
    assert view.picked == Picked(PickedKind.BAND, 1, 1001)
    own = shown(campaign(), lanes=LaneKind.SESSION)
    qtbot.mouseClick(own.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(40, 28 + 44 * 2 + 9))
    assert own.picked == Picked(PickedKind.BAND, 2, 1002)


def tip_at(view: TimelineView, place: QPoint) -> str:
    QToolTip.hideText()
    event = QHelpEvent(QEvent.Type.ToolTip, place, view.viewport().mapToGlobal(place))
    QApplication.sendEvent(view.viewport(), event)
    return QToolTip.text()


def test_tooltips_say_what_is_there(shown: Show, campaign: Any) -> None:
    view = shown(campaign())
    tip = tip_at(view, place_of_mark(view, 2))
    for word in ("Event 2", "Social", "Day 3", "Tamsin"):
        assert word in tip
    frame = view.frame_in_sight()
    assert frame is not None
    fold = tip_at(view, QPoint(round(frame.folds[0].x) + GUTTER + 9, 200))
    assert "12 days pass" in fold
    band = tip_at(view, QPoint(round(frame.bands[2].x) + GUTTER + 9, 45))
    assert "Evening 3" in band
    assert "planned" in band


def test_a_tooltip_over_a_crowd_lists_some_and_counts_the_rest(shown: Show, campaign: Any) -> None:
    view = shown(campaign(evenings=1, times=[500_000] * 30))
    tip = tip_at(view, place_of_mark(view, 1))
    assert "and 2 more" in tip
    assert tip.count("Event") == 8


HOSTILE = [
    "<b>bold</b><img src='file:///etc/passwd'>",
    "line\nbreak\ttab\0nul",
    "\u202eright to left\u202c",
    "x" * 100_000,
    "\ud800 broken",
    "&amp; %1 %n {pk}",
    "",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_labels_are_shown_as_they_stand(
    shown: Show, campaign: Any, qtbot: QtBot, text: str
) -> None:
    braces = text.replace("{", "{{").replace("}", "}}")
    view = shown(campaign(label=text, title=braces))
    press(view, KEY.Key_Right, qtbot=qtbot)
    assert not view.grab().isNull()
    tip = tip_at(view, place_of_mark(view, 1))
    assert tip.startswith(one_line(text.replace("{pk}", "1"))[:60])
    shown_by = next(one for one in QApplication.topLevelWidgets() if one.inherits("QTipLabel"))
    assert isinstance(shown_by, QLabel)
    assert shown_by.textFormat() == Qt.TextFormat.PlainText
    assert len(view.accessibleDescription()) < 1_000
    press(view, KEY.Key_Up, qtbot=qtbot)
    assert not view.grab().isNull()


@pytest.fixture
def screen_reader() -> Iterator[None]:
    QAccessible.setActive(True)
    yield
    QAccessible.setActive(False)


@pytest.mark.usefixtures("screen_reader")
def test_each_step_is_told_to_a_screen_reader(shown: Show, campaign: Any, qtbot: QtBot) -> None:
    view = shown(campaign())
    assert view.accessibleName() == "Timeline"
    press(view, KEY.Key_Right, qtbot=qtbot)
    interface = QAccessible.queryAccessibleInterface(view)
    first = interface.text(QAccessible.Text.Description)
    assert first.startswith("Event 1. Combat · Day 3, ")
    told = [first]
    for _ in range(13):
        press(view, KEY.Key_Right, qtbot=qtbot)
        told.append(interface.text(QAccessible.Text.Description))
    assert len(set(told)) == 14
    assert sum("12 days pass" in text for text in told) == 2


@pytest.mark.parametrize("axis", list(AxisKind))
@pytest.mark.parametrize("lanes", [LaneKind.CATEGORY, LaneKind.SESSION, LaneKind.PLACE])
def test_it_paints_in_every_way(
    shown: Show, campaign: Any, any_theme: Theme, axis: AxisKind, lanes: LaneKind
) -> None:
    view = shown(campaign(evenings=12, each=25), axis=axis, lanes=lanes, looks=any_theme)
    window = view.window_on_time
    assert window is not None
    view.set_now(window.time_at(500))
    for notches in (0, 4, 8, 20, -60):
        wheel(view, notches)
        colours = {view.grab().toImage().pixel(x, 200) for x in range(0, 1200, 7)}
        assert len(colours) > 1


def test_many_events_are_shown_as_columns(shown: Show, campaign: Any) -> None:
    view = shown(campaign(evenings=20, each=100))
    frame = view.frame_in_sight()
    assert frame is not None
    assert frame.columns is not None
    assert int(frame.columns.sum()) == 2_000
    assert not view.grab().isNull()
    lane = frame.rows.seen[1]
    column = int(frame.columns[lane].argmax())
    x = round(frame.first_column + column * 4) + GUTTER + 2
    tip = tip_at(view, QPoint(x, frame.rows.y(lane) + 20))
    assert "event" in tip


def test_many_lanes_scroll(shown: Show, campaign: Any, qtbot: QtBot) -> None:
    view = shown(campaign(evenings=40, each=2), lanes=LaneKind.SESSION)
    bar = view.verticalScrollBar()
    assert bar.maximum() > 0
    press(view, KEY.Key_End, qtbot=qtbot)
    assert bar.value() == bar.maximum()
    frame = view.frame_in_sight()
    assert frame is not None
    assert frame.rows.seen.stop == 40
    press(view, KEY.Key_PageUp, qtbot=qtbot)
    assert bar.value() < bar.maximum()


def test_the_lanes_follow_the_sessions_in_sight(shown: Show, campaign: Any) -> None:
    view = shown(campaign(evenings=40, each=2), lanes=LaneKind.SESSION)
    wheel(view, 14, x=1150)
    frame = view.frame_in_sight()
    assert frame is not None
    assert frame.bands
    assert frame.rows.seen.start > 20


@pytest.mark.parametrize(
    "times",
    [
        [],
        [5],
        [-(2**40)],
        [2**33, 2**33 + 6],
        [7] * 1_000,
        [-500 * 86_400, 0, 10**6 * 86_400],
    ],
)
def test_any_times_can_be_shown(shown: Show, campaign: Any, qtbot: QtBot, times: list[int]) -> None:
    view = shown(campaign(evenings=0, times=times))
    assert not view.grab().isNull()
    press(view, *[KEY.Key_Right] * 5, KEY.Key_Up, KEY.Key_Down, KEY.Key_Plus, qtbot=qtbot)
    press(view, KEY.Key_End, KEY.Key_Home, KEY.Key_Return, KEY.Key_0, qtbot=qtbot)
    assert not view.grab().isNull()
    assert (view.picked is None) == (not times)
    assert (view.range_text() == "") == (not times)


def test_new_content_keeps_place_and_pick(shown: Show, campaign: Any, qtbot: QtBot) -> None:
    view = shown(campaign())
    press(view, *[KEY.Key_Right] * 2, qtbot=qtbot)
    wheel(view, 8)
    before = scale(view)
    view._model.reload()
    assert scale(view) == before
    assert view.picked == Picked(PickedKind.MARK, 1, 2)
    view._model.set_lanes(LaneKind.SESSION)
    assert view.picked == Picked(PickedKind.MARK, 1, 2)
    view._model.set_axis(AxisKind.REAL)
    assert view.zoom_percent() == 100
    assert "1970" in view.range_text()


def test_a_mark_can_be_picked_from_outside(shown: Show, campaign: Any) -> None:
    view = shown(campaign())
    assert view.pick_mark(7)
    assert view.picked == Picked(PickedKind.MARK, 6, 7)
    assert not view.pick_mark(99)


def test_larger_text_makes_everything_larger(shown: Show, campaign: Any, theme: Theme) -> None:
    view = shown(campaign())
    view.resize(1200, 700)
    before = view.frame_in_sight()
    assert before is not None
    theme.set_look(Look(appearance=Appearance.DARK, text_percent=200))
    after = view.frame_in_sight()
    assert after is not None
    assert after.rows.height > before.rows.height
    assert not view.grab().isNull()


def test_the_window_follows_the_widgets_size(shown: Show, campaign: Any) -> None:
    view = shown(campaign())
    view.resize(800, 300)
    assert view.zoom_percent() == 100
    assert view.window_on_time is not None
    assert view.window_on_time.width == 800 - GUTTER
    wheel(view, 5, x=500)
    zoomed = scale(view)
    view.resize(1000, 300)
    assert scale(view) == zoomed
