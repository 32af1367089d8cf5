"""The widgets that answer questions, one for each of the types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sessionary.core.survey.records import DAYS, HOURS, MINUTES, SECONDS
from sessionary.views.survey.fields.base import AnswerField
from sessionary.views.survey.fields.choices import (
    CheckField,
    MultiChoiceField,
    MultiSelectField,
    SingleChoiceField,
    SingleSelectField,
)
from sessionary.views.survey.fields.numbers import DurationField, NumberField, PlaceField
from sessionary.views.survey.fields.permission import PermissionField
from sessionary.views.survey.fields.raw import RawField
from sessionary.views.survey.fields.sequences import (
    DayTimeSequenceField,
    MomentSequenceField,
    SequenceField,
)
from sessionary.views.survey.fields.texts import (
    SecretField,
    SlideField,
    TextAreaField,
    TextField,
    UuidField,
)
from sessionary.views.survey.fields.times import DayTimeField, MomentField, TimeRangeField

if TYPE_CHECKING:
    from sessionary.core.survey.records import Question

__all__ = ["AnswerField", "field_kind"]

_KINDS: Final[dict[str, type[AnswerField]]] = {
    "INT": NumberField,
    "FIXEDPOINT": NumberField,
    "MULTICHOICE": MultiChoiceField,
    "MULTISELECT": MultiSelectField,
    "LATLON": PlaceField,
    "DATETIME": MomentField,
    "DAYTIME": DayTimeField,
    "TIMERANGE": TimeRangeField,
    "TEXT": TextField,
    "CHECKBOX": CheckField,
    "HIDDEN": SlideField,
    "TEXTAREA": TextAreaField,
    "EMAIL": TextField,
    "SINGLECHOICE": SingleChoiceField,
    "SINGLESELECT": SingleSelectField,
    "FIXEDPOINT_SEQUENCE": SequenceField,
    "DAYTIME_SEQUENCE": DayTimeSequenceField,
    "DATETIME_SEQUENCE": MomentSequenceField,
    "DURATION24": DurationField,
    "DIALOG_DATA_CRAWLER": PermissionField,
    "SHA1_HASH": SecretField,
    "PASSWORD": SecretField,
    "UUID": UuidField,
}

# A widget for each of thousands of choices would take seconds to be made.
_MOST: Final = 100
_MANY: Final[dict[str, type[AnswerField]]] = {
    "MULTICHOICE": MultiSelectField,
    "SINGLECHOICE": SingleSelectField,
    "FIXEDPOINT_SEQUENCE": TextField,
    "DAYTIME_SEQUENCE": TextField,
    "DATETIME_SEQUENCE": TextField,
}


def field_kind(question: Question) -> type[AnswerField]:
    """Return the kind of widget that answers a question; one that only shows for odd types."""
    if len(question.choices) > _MOST and question.type in _MANY:
        return _MANY[question.type]
    if question.type == "INT" and question.flags & (SECONDS | MINUTES | HOURS | DAYS):
        return DurationField
    return _KINDS.get(question.type, RawField)
