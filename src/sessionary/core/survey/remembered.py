"""Files of surveys as they were read last: a page, a save and a list ask for the same ones."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from sessionary.core.survey.definition import read_definition
from sessionary.core.survey.lines import Line, split_lines
from sessionary.core.survey.session import read_session

if TYPE_CHECKING:
    from sessionary.core.survey.records import Definition, SurveySession


@lru_cache(maxsize=32)
def definition_of(content: str) -> Definition:
    """Return what a definition says, given its bytes as latin-1."""
    return read_definition(split_lines(content))


@lru_cache(maxsize=4)
def session_of(lines: tuple[Line, ...], key: str) -> SurveySession:
    """Return what the lines of the session of an id say."""
    return read_session(lines, id=key)
