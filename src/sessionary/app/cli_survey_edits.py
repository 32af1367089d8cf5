"""The command line's verb ``survey``, where it fills in the sessions of a library."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Any, Final

from sessionary.app.cli import DONE, REFUSED, open_library, print_json
from sessionary.app.cli_survey import standing_text
from sessionary.core.problems import UserError
from sessionary.core.survey.editing import consistency_hash
from sessionary.core.survey.flow import standing
from sessionary.core.survey.given import read_public_line
from sessionary.core.survey.refusals import Refused
from sessionary.core.survey.values import printable
from sessionary.core.text import one_line

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from sessionary.core.survey.flow import Standing
    from sessionary.core.survey.records import Opened
    from sessionary.services.library import Library

    Edit = Callable[[Library, str, argparse.Namespace], Standing]


def run_edit(arguments: argparse.Namespace) -> int:
    """Tell how a session stands, or edit it and tell how it stands then; return the status."""
    edit = EDITS[arguments.act]
    library = open_library(arguments, read_only=edit is None)
    refused = None
    stands = None
    try:
        key = _session(library, arguments.key)
        if edit is not None:
            try:
                stands = edit(library, key, arguments)
            except Refused as error:
                refused = error
        _tell(arguments, library, key, stands, refused)
    finally:
        library.close()
    return DONE if refused is None else REFUSED


def _session(library: Library, key: str) -> str:
    from sessionary.services.keys import find_document  # noqa: PLC0415

    found = find_document(library, key)
    if found.kind != "survey":
        raise UserError(f"{found.kind}/{found.key} is no session of a survey.")
    return found.key


def _tell(
    arguments: argparse.Namespace,
    library: Library,
    key: str,
    stands: Standing | None,
    refused: Refused | None,
) -> None:
    """Print how a session stands now; after a refusal that is how it stood before."""
    from sessionary.services.survey_shelf import opened_session  # noqa: PLC0415

    opened = opened_session(library, key)
    if stands is None and not opened.session.fatal:
        stands = standing(opened)
    if arguments.json:
        print_json(
            {
                "key": f"survey/{key}",
                "refused": None if refused is None else _refusal_json(refused),
                **({} if stands is None else _standing_json(opened, stands)),
                "questions": [] if stands is None else _asked_json(opened, stands),
            }
        )
        return
    if refused is not None:
        where = f" {printable(refused.uid)}:" if refused.uid else ""
        print(f"sessionary: {refused.code}:{where} {refused.message}", file=sys.stderr)
    if stands is not None:
        print(_told(opened, stands))


def _told(opened: Opened, stands: Standing) -> str:
    lines = [standing_text(stands)]
    for asked in _asked_json(opened, stands):
        proposed = f" [{asked['proposal']}]" if asked["proposal"] else ""
        lines.append(f"{asked['uid']} ({asked['type']}): {asked['text']}{proposed}")
    return "\n".join(one_line(line, None) for line in lines)


def _standing_json(opened: Opened, stands: Standing) -> dict[str, Any]:
    """Return how a session stands, with the hash by which a script knows that nobody edited it."""
    from sessionary.services.survey_check import standing_json  # noqa: PLC0415

    return {**standing_json(stands), "hash": consistency_hash(opened.session, stands.number)}


def _asked_json(opened: Opened, stands: Standing) -> list[dict[str, Any]]:
    """Return the questions that are asked next, as scripts get them."""
    found = []
    for uid in stands.next:
        question = None if opened.definition is None else opened.definition.question(uid)
        if question is not None:
            found.append(
                {
                    "uid": printable(uid),
                    "type": question.type,
                    "text": printable(question.text),
                    "mandatory": question.is_mandatory,
                    "choices": [printable(choice) for choice in question.choices],
                    "unit": printable(question.unit),
                    "proposal": printable(stands.proposals.get(uid, "")),
                }
            )
    return found


def _refusal_json(refused: Refused) -> dict[str, str]:
    return {
        "code": refused.code,
        "uid": printable(refused.uid),
        "field": refused.field,
        "message": refused.message,
    }


def _now() -> int:
    return int(time.time())


def _add(library: Library, key: str, arguments: argparse.Namespace) -> Standing:
    from sessionary.services.survey_edits import answer  # noqa: PLC0415

    return answer(library, key, [read_public_line(line) for line in arguments.lines], _now())


def _replace(library: Library, key: str, arguments: argparse.Namespace) -> Standing:
    from sessionary.services.survey_edits import replace_answers  # noqa: PLC0415

    givens = [read_public_line(line) for line in arguments.lines]
    return replace_answers(library, key, givens, _now())


def _delete(library: Library, key: str, arguments: argparse.Namespace) -> Standing:
    from sessionary.services.survey_edits import delete_answer  # noqa: PLC0415

    return delete_answer(library, key, arguments.uid, _now(), following=arguments.following)


def _close(library: Library, key: str, _arguments: argparse.Namespace) -> Standing:
    from sessionary.services.survey_edits import close_session  # noqa: PLC0415

    return close_session(library, key, _now())


EDITS: Final[dict[str, Edit | None]] = {
    "next": None,
    "add": _add,
    "replace": _replace,
    "delete": _delete,
    "close": _close,
}
"""What each act does; None for one that only tells."""
