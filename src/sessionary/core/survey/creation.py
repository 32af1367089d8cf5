"""A new session of a survey, as the second generation begins one.

Source: survey specification, sections 4 and 9.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sessionary.core.survey.fields import encode_answer
from sessionary.core.survey.findings import Level
from sessionary.core.survey.lines import Line
from sessionary.core.survey.records import Answer, Generation, State
from sessionary.core.survey.refusals import Refused
from sessionary.core.survey.writable import check_answer

if TYPE_CHECKING:
    from sessionary.core.survey.records import Definition


def check_fillable(definition: Definition) -> None:
    """Refuse a definition of which no new session can be made.

    Raises:
        Refused: R-DAMAGED, or R-CONTROLLER if a program decides what is asked.
    """
    if definition.fatal or any(one.level is Level.ERROR for one in definition.findings):
        raise Refused("R-DAMAGED", "A line of this survey is damaged; repair it first.")
    if definition.with_python:
        said = "A program that is not here decides what this survey asks; it cannot be filled in."
        raise Refused("R-CONTROLLER", said)


def new_session(
    definition: Definition,
    survey: str,
    snapshot: str,
    now: int,
    *,
    user: str = "",
    group: str = "",
) -> tuple[Line, ...]:
    """Return the lines of a new session.

    Args:
        definition: What is to be asked.
        survey: The survey's id.
        snapshot: The name of the definition's snapshot.
        now: UNIX seconds.
        user: Who answers; may be empty.
        group: What they belong to; may be empty.

    Raises:
        Refused: See `check_fillable`; R-TOO-LONG, R-BACKSLASH-END, NUL or NOT-UTF8 for names.
    """
    check_fillable(definition)
    first = definition.questions[0].uid
    header = (
        Answer(line=2, uid="@user", type="META", text=user, stored=now),
        Answer(line=3, uid="@group", type="META", text=group, stored=now),
        Answer(line=4, uid="@authority", type="META", stored=now),
        Answer(
            line=5,
            uid="@state",
            type="META",
            text=first,
            value=int(State.NEW),
            time_begin=now,
            stored=now,
        ),
    )
    for answer in header:
        check_answer(answer, Generation.SECOND)
    lines = [f"{survey}/{snapshot}"]
    lines += [encode_answer(answer, Generation.SECOND) for answer in header]
    return tuple(Line(text) for text in lines)
