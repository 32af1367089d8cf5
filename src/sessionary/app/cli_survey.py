"""The command line's verb ``survey``: files of surveys looked over, and sessions filled in."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from sessionary.app.cli import DONE, REFUSED, open_library, print_json, progress
from sessionary.core.text import one_line

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from sessionary.core.survey.flow import Standing
    from sessionary.core.survey.opening import Shelf
    from sessionary.services.survey_check import CheckedFile


def run_survey(arguments: argparse.Namespace) -> int:
    """Do what one command line with the verb ``survey`` says; return its exit status."""
    if arguments.act == "check":
        return _check(arguments)
    from sessionary.app.cli_survey_edits import run_edit  # noqa: PLC0415

    return run_edit(arguments)


def _check(arguments: argparse.Namespace) -> int:
    from sessionary.services.survey_check import check_files  # noqa: PLC0415

    with _shelf(arguments) as shelf:
        checked = check_files(arguments.file, progress, shelf=shelf)
    if arguments.json:
        print_json(checked.as_json())
    else:
        for file in checked.files:
            print("\n".join(_told(file)))
        for other in checked.others:
            print(one_line(f"{other.path}: left alone, {other.reason}", None))
    return REFUSED if checked.is_wrong else DONE


@contextmanager
def _shelf(arguments: argparse.Namespace) -> Iterator[Shelf | None]:
    """Give the definitions of the library that a command line names; files need none."""
    from sessionary.services.survey_shelf import LibraryShelf  # noqa: PLC0415
    from sessionary.storage.ids import FILE_NAME  # noqa: PLC0415

    if arguments.library is None or not (arguments.library / FILE_NAME).exists():
        yield None
        return
    library = open_library(arguments, read_only=True)
    try:
        yield LibraryShelf(library)
    finally:
        library.close()


def _told(file: CheckedFile) -> Iterator[str]:
    """Yield what is told of a file, a line each."""
    facts = [str(file.sort or "not read")]
    if survey := file.facts.get("survey"):
        facts.append(f"of {survey}")
    if file.standing is not None:
        facts.append(f"generation {file.facts['generation'] or 'unknown'}")
        facts.append(standing_text(file.standing))
    elif questions := file.facts.get("questions"):
        facts.append(f"{questions} questions")
    yield one_line(f"{file.path}: {', '.join(facts)}", None)
    if file.sha1:
        yield f"  SHA1 {file.sha1}"
    for finding in file.findings:
        place = f"line {finding.line}{f', {finding.field}' if finding.field else ''}"
        said = f"{finding.level} {finding.code} ({place}): {finding.message}"
        yield f"  {one_line(said, None)}"


def standing_text(standing: Standing) -> str:
    """Return how a session stands: ``open, 3 of 10, next: pillars``."""
    total = "?" if standing.total is None else standing.total
    about = "about " if standing.approximate else ""
    parts = [standing.word, f"{about}{standing.done} of {total}"]
    if not standing.order_known:
        parts.append("order unknown")
    if standing.next:
        parts.append(f"next: {', '.join(standing.next)}")
    if standing.conflict is not None:
        parts.append("which is answered already")
    return ", ".join(parts)
