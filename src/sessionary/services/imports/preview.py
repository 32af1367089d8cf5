"""What an import would do, as far as it is known before anything is written."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sessionary.core.problems import Problem, Severity
from sessionary.services.imports.report import KEPT_BYTES, Verdict
from sessionary.services.imports.survey_preview import SurveyPreview

if TYPE_CHECKING:
    from sessionary.services.imports.drafts import Draft
    from sessionary.services.imports.report import FileReport
    from sessionary.services.imports.state import State
    from sessionary.services.library import Library
    from sessionary.storage.connection import Reader


@dataclass(slots=True)
class Preview:
    """What an import would do; :func:`.writing.write_import` does it.

    Attributes:
        files: A report each.
        state: The drafts, and where records without a campaign go.
        conflicts: (campaign, id) of events whose new record would overwrite one edited here.
        accepted: Those of them that are taken all the same.
        scopes: Campaigns that have entries already, so that ids must be looked up.
        repeated: Whether an event's id comes twice.
        players_see: Whether events that do not say who may see them are the players' too.
        unplaced: (file, position) of records whose campaign cannot be known, and why.
        drafts_of: (file, kind, key) of documents of a library's JSON, and their drafts here.
        surveys: What is read of surveys.
    """

    files: list[FileReport]
    state: State
    conflicts: set[tuple[str, str]] = field(default_factory=set)
    accepted: set[tuple[str, str]] = field(default_factory=set)
    scopes: set[str] = field(default_factory=set)
    repeated: bool = False
    players_see: bool = False
    unplaced: dict[tuple[int, int], Problem] = field(default_factory=dict)
    drafts_of: dict[tuple[int, str, str], Draft] = field(default_factory=dict)
    surveys: SurveyPreview = field(default_factory=SurveyPreview)

    @property
    def counts(self) -> Counter[Verdict]:
        """Records by verdict, over all files."""
        return sum((file.counts for file in self.files), Counter())

    @property
    def rejects(self) -> bool:
        """Whether anything of the files is to be put aside word for word."""
        return any(
            (file.counts[Verdict.WRONG] or file.noted) and not file.kept for file in self.files
        )

    @property
    def writes(self) -> bool:
        """Whether any document or event would be written."""
        return any(self.counts[verdict] for verdict in (Verdict.NEW, Verdict.CHANGED)) or any(
            draft.writes for draft in self.state.drafts.values()
        )


@dataclass(frozen=True, slots=True)
class Reading:
    """One file while it is read into a preview.

    Attributes:
        preview: What is found.
        number: Which of the files it is.
        connection: A reader of the library.
        library: Where the file would go.
    """

    preview: Preview
    number: int
    connection: Reader
    library: Library

    @property
    def file(self) -> FileReport:
        """What is found in this file."""
        return self.preview.files[self.number]

    @property
    def state(self) -> State:
        """The drafts of all files."""
        return self.preview.state

    def problem(
        self,
        code: str,
        place: str,
        found: str,
        expected: str,
        message: str = "",
        severity: Severity = Severity.ERROR,
    ) -> Problem:
        """Take a problem into the report, and return it."""
        problem = Problem(
            severity=severity, code=code, place=place, found=found, expected=expected,
            message=message, file=self.file.path.name,
        )  # fmt: skip
        self.file.add(problem)
        return problem

    def refuse(self, *problems: Problem) -> None:
        """Take note of a file of which nothing can be taken, and of what is wrong with it."""
        file = self.file
        file.refused = True
        file.too_large = file.size > KEPT_BYTES
        self.wrong()
        for problem in problems:
            file.add(problem)
        if file.too_large:
            self.problem(
                "file.limit", "", f"{file.size / 1e6:.0f} MB",
                f"at most {KEPT_BYTES / 1e6:.0f} MB",
                f"The file has {file.size / 1e6:.0f} MB. What cannot be read is kept word for word "
                f"up to {KEPT_BYTES / 1e6:.0f} MB; nothing of this file was kept.",
            )  # fmt: skip

    def wrong(self, problem: Problem | None = None) -> None:
        """Count a record that cannot be taken, and report why if that is not done yet."""
        self.file.counts[Verdict.WRONG] += 1
        if problem is not None:
            self.file.add(problem)
