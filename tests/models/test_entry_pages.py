from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

from sessionary.models.entry_pages import PAGE, TEXT, WHO, EntryPagesModel
from sessionary.models.event_log import ICON_ROLE, PK_ROLE
from sessionary.services.campaign_pages import EventLine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pytestqt.modeltest import ModelTester


class Reader:
    """Gives events by their number, and remembers how often it was asked."""

    def __init__(self) -> None:
        self.asked: list[int] = []
        self.gone: set[int] = set()

    def __call__(self, pks: Sequence[int]) -> list[EventLine | None]:
        self.asked.append(len(pks))
        return [None if pk in self.gone else line(pk) for pk in pks]


def line(pk: int) -> EventLine:
    return EventLine(pk, 7, pk * 1_000_000, pk * 60, "combat", "attack", 1, 1, f"Event {pk}", "w")


def model_of(count: int, reader: Reader) -> EntryPagesModel:
    model = EntryPagesModel(reader)
    names = {"w": "Wren"}
    model.set_numbers(
        array("q", range(1, count + 1)), lambda one: names.get(one, one), {7: ("s7", "7  Seven")}
    )
    return model


def test_the_model_keeps_qts_rules(qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(model_of(3, Reader()))


def test_a_million_events_are_counted_without_reading_one() -> None:
    reader = Reader()
    model = model_of(1_000_000, reader)
    assert model.rowCount() == 1_000_000
    assert reader.asked == []
    assert model.index(999_999, TEXT).data() == "Event 1000000"
    assert model.index(999_999, WHO).data() == "Wren"
    assert model.index(999_999, 0).data(PK_ROLE) == 1_000_000
    assert model.index(999_999, 2).data(ICON_ROLE) == "sword"
    assert model.session_at(999_999) == "s7"
    assert reader.asked == [1_000_000 % PAGE]


def test_a_page_is_read_once_and_forgotten_after_64_others() -> None:
    reader = Reader()
    model = model_of(100 * PAGE, reader)
    for page in range(65):
        model.index(page * PAGE, TEXT).data()
    assert len(reader.asked) == 65
    model.index(64 * PAGE, TEXT).data()
    assert len(reader.asked) == 65
    model.index(0, TEXT).data()
    assert len(reader.asked) == 66


def test_an_event_that_is_gone_says_so() -> None:
    reader = Reader()
    reader.gone = {2}
    model = model_of(3, reader)
    assert model.index(1, TEXT).data() == "This event was removed."
    assert model.session_at(1) == ""


def test_reading_again_shows_what_changed() -> None:
    reader = Reader()
    model = model_of(3, reader)
    model.index(0, TEXT).data()
    reader.gone = {1}
    model.reread()
    assert model.index(0, TEXT).data() == "This event was removed."
