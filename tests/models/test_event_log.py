from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt

from sessionary.core.campaign.event_filter import EventFilter
from sessionary.core.entries import Entry, Importance, Visible
from sessionary.models.event_log import ICON_ROLE, TEXT, WHO, EventLogModel

if TYPE_CHECKING:
    from pytestqt.modeltest import ModelTester


def event(pk: int, label: str, **more: Any) -> tuple[Entry, dict[str, Any]]:
    record = {
        "id": f"e{pk}",
        "event": {"type": more.get("word", "note"), "name": label},
        "participants": {"actor": more.get("actor", "")},
        "effects": {"cascade": more.get("cascade", [])},
    }
    entry = Entry(
        pk=pk,
        kind="session",
        type="event",
        scope="c",
        id=f"e{pk}",
        document=1,
        wanted=None,
        position=pk,
        text=json.dumps(record),
        real_us=None,
        game_s=pk * 60,
        category=more.get("category", "note"),
        word=more.get("word", "note"),
        importance=more.get("importance", Importance.NORMAL),
        visible=more.get("visible", Visible.PLAYERS),
        label=label,
    )
    return entry, record


FIREBALL = [
    event(1, "Fireball", cascade=["e2", "e4"], category="combat", word="spell_cast", actor="w"),
    event(2, "A goblin dies", category="combat", cascade=["e3"], importance=Importance.CRITICAL),
    event(3, "It drops a key", category="treasure"),
    event(4, "The other one flees", category="combat", visible=Visible.GM),
    event(5, "Silence", category="social"),
]


def log(events: list[tuple[Entry, dict[str, Any]]] = FIREBALL) -> EventLogModel:
    model = EventLogModel()
    names = {"w": "Wren"}
    model.set_events(
        [entry for entry, _ in events],
        [record for _, record in events],
        lambda one: names.get(one, one),
    )
    return model


def texts(model: EventLogModel) -> list[str]:
    return [model.index(row, TEXT).data() for row in range(model.rowCount())]


def test_the_model_keeps_qts_rules(qtmodeltester: ModelTester) -> None:
    model = log()
    qtmodeltester.check(model)
    model.set_cascade(cascade=True)
    qtmodeltester.check(model)


def test_events_stand_in_their_order_with_the_names_of_people() -> None:
    model = log()
    assert texts(model)[0] == "Fireball"
    assert model.index(0, WHO).data() == "Wren"
    assert model.index(0, 2).data(ICON_ROLE) == "sparkles"


def test_a_filter_shows_only_what_it_lets_through() -> None:
    model = log()
    cases = [
        (EventFilter(categories=frozenset({"combat"})), [1, 2, 4]),
        (EventFilter(least=Importance.SIGNIFICANT), [2]),
        (EventFilter(visible=Visible.GM), [4]),
        (EventFilter(text="goblin DIES"), [2]),
        (EventFilter(text="wren"), [1]),
        (EventFilter(pks=frozenset({3, 5})), [3, 5]),
        (EventFilter(text="dragon"), []),
        (EventFilter(), [1, 2, 3, 4, 5]),
    ]
    for narrowed, pks in cases:
        model.narrow(narrowed)
        assert [model.entry_at(row).pk for row in range(model.rowCount())] == pks  # type: ignore[union-attr]  # rows are there


def test_a_cascade_is_a_tree_under_what_triggered_it() -> None:
    model = log()
    model.set_cascade(cascade=True)
    step = "      "
    assert texts(model) == [
        "▾ Fireball",
        f"{step}▾ A goblin dies",
        f"{step}{step}It drops a key",
        f"{step}The other one flees",
        "Silence",
    ]
    said = model.index(2, TEXT).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "Note: It drops a key, triggered by A goblin dies"
    assert model.parent_row(2) == 1


def test_a_branch_can_be_shut_and_opened_again() -> None:
    model = log()
    model.set_cascade(cascade=True)
    assert model.set_open(0, is_open=False)
    assert texts(model) == ["▸ Fireball", "Silence"]
    assert not model.set_open(0, is_open=False)
    assert model.set_open(0, is_open=True)
    assert len(texts(model)) == 5


def test_what_matches_in_a_tree_is_shown_with_its_causes() -> None:
    model = log()
    model.set_cascade(cascade=True)
    model.narrow(EventFilter(text="key"))
    assert [text.strip("▾ ") for text in texts(model)] == [
        "Fireball",
        "A goblin dies",
        "It drops a key",
    ]


def test_events_that_trigger_each_other_are_all_shown() -> None:
    model = log([event(1, "One", cascade=["e2"]), event(2, "Two", cascade=["e1"])])
    model.set_cascade(cascade=True)
    assert model.rowCount() == 2


def test_the_same_rows_are_changed_in_place_and_not_set_anew() -> None:
    model = log()
    resets: list[None] = []
    model.modelReset.connect(lambda: resets.append(None))
    renamed = [event(1, "Firestorm", cascade=["e2", "e4"], category="combat"), *FIREBALL[1:]]
    model.set_events([e for e, _ in renamed], [r for _, r in renamed])
    assert texts(model)[0] == "Firestorm"
    assert not resets


def test_hostile_text_is_one_line_as_it_stands() -> None:
    label = "<b>a</b>\n<img src=/dev/zero>\0\u202e" + "x" * 1_000_000
    model = log([event(1, label)])
    shown = texts(model)[0]
    assert shown.startswith("<b>a</b> <img src=/dev/zero>␀x")
    assert len(shown) <= 300
