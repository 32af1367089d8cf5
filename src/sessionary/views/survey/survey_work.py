"""What the editor does to a session, and why it could not be done."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from PySide6.QtCore import QCoreApplication

from sessionary.core.problems import UserError
from sessionary.core.store.errors import StoreError
from sessionary.core.survey.refusals import Refused
from sessionary.services import survey_edits

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from sessionary.core.survey.given import Given
    from sessionary.core.survey.lines import Line
    from sessionary.services.library import Library
    from sessionary.views.campaign.edits import DocumentEdits


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


class LibraryEditor:
    """Edits a session of the library; what is refused is told where it was typed."""

    def __init__(
        self, edits: Callable[[], DocumentEdits | None], now: Callable[[], datetime]
    ) -> None:
        """Edit the session whose key the edits have.

        Args:
            edits: Returns what writes what is typed and knows the library, None without one.
            now: The time of day.
        """
        self._edits_now, self._now = edits, now

    def answer(self, given: Given) -> Refusal | None:
        """Answer a question that has no answer."""
        return self._do(
            lambda library, key: survey_edits.answer(library, key, [given], self._seconds)
        )

    def replace(self, given: Given) -> Refusal | None:
        """Put another answer in the place of the one that was given."""
        return self._do(
            lambda library, key: survey_edits.replace_answer(library, key, given, self._seconds)
        )

    def delete(self, uid: str, *, following: bool) -> Refusal | None:
        """Take an answer back, with `following` all later ones too."""
        return self._do(
            lambda library, key: survey_edits.delete_answer(
                library, key, uid, self._seconds, following=following
            )
        )

    def delete_previous(self) -> Refusal | None:
        """Take the last answer back."""
        return self._do(
            lambda library, key: survey_edits.delete_previous_answer(
                library, key, self._seconds, following=False
            )
        )

    def close(self) -> Refusal | None:
        """Close the session for good."""
        return self._do(
            lambda library, key: survey_edits.close_session(library, key, self._seconds)
        )

    def repair(self, lines: Sequence[Line]) -> Refusal | None:
        """Put lines that somebody mended in the place of the session's."""
        return self._do(lambda library, key: survey_edits.put_lines(library, key, lines))

    def confirm(self) -> Refusal | None:
        """Use the questions of a version that is not what its name says."""
        return self._do(survey_edits.confirm_definition)

    def keep_version(self) -> Refusal | None:
        """Keep the version that the session misses, where the current one is the same."""
        return self._do(survey_edits.keep_snapshot)

    @property
    def barred(self) -> str:
        """Why nothing can be edited in the library now, empty if it can."""
        edits = self._edits_now()
        if edits is None:
            return ""
        if edits.library.read_only:
            return edits.library.reason
        return edits.open_library.held_elsewhere(edits.kind, edits.key)

    def save_tags(self, tags: list[str]) -> str:
        """Take all tags; return why they are refused, empty if they were saved."""
        edits = self._edits_now()
        name = QCoreApplication.translate("LibraryEditor", "Edit tags")
        return "" if edits is None else edits.put_own("tags", tags or None, name)

    def type_notes(self, text: str) -> bool:
        """Take the whole notes while they are typed; say whether they could be taken."""
        edits = self._edits_now()
        if edits is None or not edits.key:
            return True
        name = QCoreApplication.translate("LibraryEditor", "Edit notes")
        return edits.type("/own/notes", text, name)

    def _do(self, act: Callable[[Library, str], object]) -> Refusal | None:
        edits = self._edits_now()
        if edits is None:
            return Refusal("")
        opened, library = edits.open_library, edits.library
        if library.read_only:
            return Refusal(library.reason or opened.tr("This library is read-only."))
        refused: list[Refusal] = []

        def act_in_field() -> None:
            try:
                act(library, edits.key)
            except Refused as error:
                refused.append(Refusal(error.message, error.code))
            except UserError as error:
                refused.append(Refusal(str(error)))
            except StoreError as error:
                refused.append(Refusal(opened.said(error)))
                raise

        # What was typed elsewhere is an act of its own, not part of this one.
        if not edits.flush():
            return Refusal(opened.tr("What was typed before could not be saved yet."))
        if not opened.try_act(act_in_field) and not refused:
            return Refusal(opened.tr("This could not be saved."))
        return refused[0] if refused else None

    @property
    def _seconds(self) -> int:
        return int(self._now().timestamp())
