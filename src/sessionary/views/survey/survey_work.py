"""What the editor does to a session, and why it could not be done."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sessionary.core.survey.given import Given
    from sessionary.core.survey.lines import Line


class Refusal(NamedTuple):
    """Why an edit was not made: a sentence for people, and the stable code, if it has one."""

    message: str
    code: str = ""


class SurveyEditor(Protocol):
    """Edits one session, each edit as one act; all return why it was refused, None if not."""

    def answer(self, given: Given) -> Refusal | None:
        """Answer a question that has no answer."""

    def replace(self, given: Given) -> Refusal | None:
        """Put another answer in the place of the one that was given."""

    def delete(self, uid: str, *, following: bool) -> Refusal | None:
        """Take an answer back, with `following` all later ones too."""

    def delete_previous(self) -> Refusal | None:
        """Take the last answer back."""

    def close(self) -> Refusal | None:
        """Close the session for good."""

    def repair(self, lines: Sequence[Line]) -> Refusal | None:
        """Put lines that somebody mended in the place of the session's."""
