from __future__ import annotations

from typing import TYPE_CHECKING

from sessionary.models.other_fields import OtherFieldsModel

if TYPE_CHECKING:
    from pytestqt.modeltest import ModelTester


def test_paths_stand_beside_the_json_of_their_values(qtmodeltester: ModelTester) -> None:
    model = OtherFieldsModel()
    model.set_fields([("a.b", {"c": (1, True)}), ("d", "text\nof two lines")])
    qtmodeltester.check(model)
    assert model.index(0, 1).data() == '{"c": [1, true]}'
    assert model.index(1, 1).data() == "text of two lines"
    assert model.text([1, 0]) == 'd: text\nof two lines\na.b: {"c": [1, true]}'
