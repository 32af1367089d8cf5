"""A campaign of made-up evenings on a timeline."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from sessionary.models.timeline_content import AxisKind, Band, LaneKind, Members
from sessionary.models.timeline_lod import EventArrays
from sessionary.models.timeline_model import MarkText, TimelineModel
from sessionary.views.theme import Appearance, Look, Theme
from sessionary.views.timeline import TimelineView

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pytestqt.qtbot import QtBot

DAY = 86_400


class Campaign:
    """Evenings of four hours, `gap_days` apart, with events that alternate between categories."""

    def __init__(
        self,
        *,
        evenings: int = 3,
        each: int = 4,
        gap_days: int = 12,
        start: int = 3 * DAY + 32_400,
        label: str = "Event {pk}",
        title: str = "Evening {number}",
        times: Sequence[int] | None = None,
    ) -> None:
        length = 4 * 3600
        begins = [start + number * (gap_days * DAY + length) for number in range(evenings)]
        self._bands = [
            Band(
                pk=1000 + number,
                title=title.format(number=number + 1),
                number=number + 1,
                hue=number,
                status="planned" if number == evenings - 1 else "completed",
                game=(begin, begin + length),
                real=(begin * 10**6, (begin + length) * 10**6),
            )
            for number, begin in enumerate(begins)
        ]
        made = [
            (begin + (at + 1) * length // (each + 1), 1000 + number)
            for number, begin in enumerate(begins)
            for at in range(each)
        ]
        if times is not None:
            made = [(time, 0) for time in times]
        self._times = np.array([time for time, _ in made], np.int64)
        self._sessions = np.array([session for _, session in made], np.int64)
        self._label = label

    def bands(self) -> Sequence[Band]:
        return self._bands

    def times(self, axis: AxisKind) -> EventArrays:
        count = self._times.size
        return EventArrays(
            times=self._times * (10**6 if axis == AxisKind.REAL else 1),
            pks=np.arange(1, count + 1),
            categories=(np.arange(count) % 3).astype(np.int16),
            importances=(np.arange(count) % 4).astype(np.int8),
            sessions=self._sessions,
            category_names=("combat", "social", "sung at dawn"),
        )

    def members(self, lanes: LaneKind) -> Members | None:
        if lanes in (LaneKind.CATEGORY, LaneKind.SESSION):
            return None
        count = self._times.size
        return Members(
            pks=np.arange(1, count + 1),
            places=(np.arange(count) % 2).astype(np.int16),
            names=("Quay", "Chapel"),
        )

    def labels(self, pks: Sequence[int]) -> Sequence[MarkText]:
        return [MarkText(pk, self._label.replace("{pk}", str(pk)), "Tamsin") for pk in pks]


@pytest.fixture(params=[Appearance.LIGHT, Appearance.DARK])
def any_theme(theme: Theme, request: pytest.FixtureRequest) -> Theme:
    """Both themes, one after the other."""
    theme.set_look(Look(appearance=request.param))
    return theme


@pytest.fixture
def campaign() -> type[Campaign]:
    return Campaign


@pytest.fixture
def shown(qtbot: QtBot, theme: Theme) -> Callable[..., TimelineView]:
    """Return a function that shows a source on a timeline of 1200 x 300."""

    def show(
        source: Campaign,
        *,
        lanes: LaneKind = LaneKind.CATEGORY,
        axis: AxisKind = AxisKind.GAME,
        looks: Theme | None = None,
    ) -> TimelineView:
        model = TimelineModel(source, lanes=lanes, axis=axis)
        model.reload()
        view = TimelineView(looks or theme, model)
        qtbot.addWidget(view)
        view.resize(1200, 300)
        with qtbot.waitExposed(view):
            view.show()
        view.setFocus()
        return view

    return show
