from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from sessionary.services.world_edits import rename_thing
from sessionary.views.world.thing_dialogs import MergeChooser, NewThing
from sessionary.views.world.world_place import WorldPlace

if TYPE_CHECKING:
    from sessionary.core.campaign.world import Thing

    from .conftest import Person


def place_of(person: Person) -> WorldPlace:
    place = person.window.places.get("world")
    assert isinstance(place, WorldPlace)
    return place


def read(person: Person) -> WorldPlace:
    place = place_of(person)
    person.qtbot.waitUntil(lambda: not place.busy)
    return place


def shown(place: WorldPlace) -> Thing:
    assert place.page.thing is not None
    return place.page.thing


def names(place: WorldPlace) -> list[str]:
    model = place.list.model
    return [str(model.index(row, 1).data()) for row in range(model.rowCount())]


def test_a_thing_is_found_written_about_renamed_merged_and_deleted_by_keyboard(
    sample: Person,
) -> None:
    sample.press("Ctrl+3")
    place = read(sample)
    assert names(place)[0] == "Pell Ambry"
    sample.press("Ctrl+F")
    QTest.keyClicks(place.list.field, "bellward")
    assert names(place) == ["The Bellwarden"]
    read(sample)
    assert place.page.heading.text() == "Named in 10 events and 1 summary, spoken of in 2 more"

    place.page.notes.setFocus()
    QTest.keyClicks(place.page.notes, "Knows the hour.")
    read(sample)
    assert place.page.flush()
    read(sample)
    assert shown(place).notes == "Knows the hour."

    sample.press("F2")
    editor = place.page.name.editor
    assert editor is not None
    QTest.keyClicks(editor, "Anselm")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    read(sample)
    assert shown(place).name == "Anselm"
    assert shown(place).aliases == ("The Bellwarden",)

    place.ask_to_merge()
    (chooser,) = place.findChildren(MergeChooser)
    QTest.keyClicks(chooser.line, "the drowned bell")
    QTest.keyClick(chooser.line, Qt.Key.Key_Return)
    read(sample)
    merged = shown(place)
    assert merged.goes_by("The Drowned Bell")
    assert merged.events == 13
    assert sample.window.banner.accessibleName().startswith("“The Drowned Bell” is another name")

    place.list.table.setFocus()
    sample.press("Del")
    read(sample)
    assert place.world is not None
    assert place.world.find("Anselm") is None
    sample.press("Ctrl+Z")
    read(sample)
    assert place.world.find("Anselm") is not None


def test_players_see_neither_notes_nor_what_is_hidden(sample: Person) -> None:
    sample.press("Ctrl+3")
    place = read(sample)
    place.list.table.setFocus()
    sample.press("Ctrl+N")
    (asking,) = place.findChildren(NewThing)
    QTest.keyClicks(asking.line, "Lord Zyxquill")
    QTest.keyClick(asking.line, Qt.Key.Key_Return)
    read(sample)
    assert shown(place).name == "Lord Zyxquill"
    place.page.seen.choices.actions()[2].trigger()
    read(sample)
    assert shown(place).hidden
    assert place.world is not None
    rename_thing(sample.library.library, place.world.campaign, shown(place), "Slack Water")
    assert "Slack Water" in sample.titles()
    sample.press("Ctrl+Shift+P")
    read(sample)
    assert "Slack Water" not in sample.titles()
    assert "Pell Ambry" in names(place)
    assert not {"Lord Zyxquill", "Slack Water"} & {*names(place)}
    assert place.page.notes_card.isHidden()
    assert place.page.merge_button.isHidden()


def test_whom_a_line_names_for_the_first_time_is_there_and_offered(sample: Person) -> None:
    sample.press("Ctrl+L")
    page = sample.window.sessions_place.page
    assert page is not None
    entry = page.log.entry
    for typed, offered in (
        ("npc Priestess Zyxquill ^The Tally House", "New NPC: Priestess Zyxquill"),
        ("dmg 3 drowned hand @Pell Ambry", ""),
    ):
        QTest.keyClicks(entry.field, typed)
        QTest.keyClick(entry.field, Qt.Key.Key_Return)
        sample.settle()
        assert entry.hint.text()
        assert ("" if entry.named.isHidden() else entry.named.text()) == offered
    QTest.keyClicks(entry.field, "loc Zyxquill Cellar")
    QTest.keyClick(entry.field, Qt.Key.Key_Return)
    sample.settle()
    entry.named.click()
    place = read(sample)
    assert sample.window.place == "world"
    assert shown(place).name == "Zyxquill Cellar"
    assert place.world is not None
    assert place.world.find("Priestess Zyxquill") is not None
