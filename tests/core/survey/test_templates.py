"""What a new survey begins with is without fault."""

from __future__ import annotations

import pytest

from sessionary.core.survey.creation import check_fillable
from sessionary.core.survey.definition import read_definition
from sessionary.core.survey.definition_edit import new_definition
from sessionary.core.survey.templates import TEMPLATES


@pytest.mark.parametrize("name", list(TEMPLATES))
def test_a_template_is_a_definition_that_can_be_filled_in(name: str) -> None:
    definition = read_definition(new_definition("Title", TEMPLATES[name]))
    assert definition.findings == ()
    assert len(definition.questions) == len(TEMPLATES[name])
    assert all(one.num_choices == len(one.choices) for one in definition.questions)
    check_fillable(definition)
