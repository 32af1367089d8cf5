"""Edits of surveys and of their sessions: each is one act, and one step of undo.

What was typed as a secret becomes its hash before anything of it reaches a document.
"""

from __future__ import annotations

from dataclasses import replace as altered
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from sessionary.core.entries import EntryPut
from sessionary.core.problems import UserError
from sessionary.core.survey import editing
from sessionary.core.survey.creation import new_session as new_session_lines
from sessionary.core.survey.definition import read_definition
from sessionary.core.survey.lines import join_lines, split_lines, stored_lines
from sessionary.core.survey.opening import snapshot_name
from sessionary.core.survey.refusals import Refused
from sessionary.core.survey.rows import (
    DEFINITION,
    SNAPSHOT,
    SURVEY,
    file_lines,
    snapshot_columns,
)
from sessionary.core.survey.session import is_survey_id, read_session
from sessionary.core.survey.values import printable
from sessionary.core.text import one_line
from sessionary.services.documents import empty_data
from sessionary.services.sessions import document_data
from sessionary.services.survey_shelf import opened_session

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sessionary.core.store.act import Act
    from sessionary.core.survey.draft import Edited
    from sessionary.core.survey.flow import Standing
    from sessionary.core.survey.given import Given
    from sessionary.core.survey.lines import Line
    from sessionary.core.survey.records import Opened
    from sessionary.services.library import Library

Data = dict[str, Any]

FEEDBACK = "feedback"
"""The role of a campaign session that a survey session is about."""

_TITLE = 40


def answer(library: Library, key: str, givens: Sequence[Given], now: int) -> Standing:
    """Add answers to a survey session; return how it stands afterwards.

    Args:
        library: Where it is.
        key: Its key.
        givens: See `editing.add`.
        now: UNIX seconds.

    Raises:
        Refused: See `editing.add`.
    """
    return _edit(
        library,
        key,
        lambda opened: editing.add(opened, givens, now),
        lambda opened: (
            _named("Answer", opened, givens[0].uid) if len(givens) == 1 else "Answer questions"
        ),
    )


def replace_answer(library: Library, key: str, given: Given, now: int) -> Standing:
    """Correct a given answer of a survey session; return how it stands afterwards.

    Raises:
        Refused: See `editing.replace`.
    """
    return replace_answers(library, key, [given], now)


def replace_answers(library: Library, key: str, givens: Sequence[Given], now: int) -> Standing:
    """Correct given answers of a survey session, all of them or none.

    Raises:
        Refused: See `editing.replace`; R-NOT-GIVEN without any.
    """

    def replaced(opened: Opened) -> Edited:
        if not givens:
            raise Refused("R-NOT-GIVEN", "No answer is given.")
        edited = editing.replace(opened, givens[0], now)
        for given in givens[1:]:
            session = read_session(edited.lines, id=key)
            edited = editing.replace(altered(opened, session=session), given, now)
        return edited

    return _edit(
        library,
        key,
        replaced,
        lambda opened: (
            _named("Correct", opened, givens[0].uid) if len(givens) == 1 else "Correct answers"
        ),
    )


def delete_answer(
    library: Library, key: str, uid: str, now: int, *, following: bool = True
) -> Standing:
    """Take an answer of a survey session back; return how it stands afterwards.

    Raises:
        Refused: See `editing.delete`.
    """
    return _edit(
        library,
        key,
        lambda opened: editing.delete(opened, uid, now, following=following),
        lambda opened: _named("Take back", opened, uid),
    )


def delete_previous_answer(
    library: Library, key: str, now: int, *, following: bool = True
) -> Standing:
    """Take the last given answer back; with none left nothing happens.

    Raises:
        Refused: See `editing.delete_previous`.
    """
    return _edit(
        library,
        key,
        lambda opened: editing.delete_previous(opened, now, following=following),
        lambda opened: (
            _named("Take back", opened, opened.session.given[-1].uid)
            if opened.session.given
            else "Take back answer"
        ),
    )


def close_session(library: Library, key: str, now: int) -> Standing:
    """Close a finished survey session for good; return how it stands afterwards.

    Raises:
        Refused: See `editing.close`.
    """
    return _edit(
        library,
        key,
        lambda opened: editing.close(opened, now),
        lambda _opened: "Close survey session",
    )


def put_lines(library: Library, key: str, lines: Sequence[Line]) -> None:
    """Put lines that somebody mended in the place of a survey session's; see `repairs.repair`."""
    with library.act("Repair survey session") as act:
        _put(library, act, SURVEY, key, lines)


def confirm_definition(library: Library, key: str) -> None:
    """Note that a definition which is not what its name says may be used for a session."""
    with library.act("Confirm questions of survey session") as act:
        act.edit(library.stores[SURVEY], key, _confirmed)


def keep_snapshot(library: Library, key: str) -> None:
    """Keep the snapshot that a session misses, where the survey's current definition is the same.

    Raises:
        Refused: S-DEF-MISSING: it is not.
    """
    opened = opened_session(library, key)
    survey = opened.session.survey
    content = library.shelf.current(survey) if opened.offer else None
    if content is None:
        raise Refused("S-DEF-MISSING", "The current definition of this survey is another.")
    with library.act("Keep version of survey") as act:
        act.put(_snapshot(survey, content))


def new_session(
    library: Library, survey: str, respondent: str, now: int, *, group: str = "", about: str = ""
) -> str:
    """Make a new session of a survey's current definition; return its key.

    The definition is kept as a snapshot if it is not yet.

    Args:
        library: Where the survey is.
        survey: Its id.
        respondent: Who answers; may be empty.
        now: UNIX seconds.
        group: What the respondent belongs to; may be empty.
        about: The key of the campaign session that it is about; may be empty.

    Raises:
        Refused: S-DEF-MISSING, R-DAMAGED, R-CONTROLLER, or why a name cannot be written.
    """
    content = library.shelf.current(survey)
    if content is None:
        raise Refused("S-DEF-MISSING", "This survey has no current definition.")
    name = snapshot_name(content)
    definition = read_definition(split_lines(content))
    lines = new_session_lines(definition, survey, name, now, user=respondent, group=group)
    key, data = str(uuid4()), _data(lines)
    if about:
        data = _linked(data, _link(about, FEEDBACK)) or data
    with library.act("New survey session") as act:
        if library.shelf.snapshot(survey, name) is None:
            act.put(_snapshot(survey, content))
        act.create(library.stores[SURVEY], key, data)
    return key


def save_definition(
    library: Library, survey: str, lines: Sequence[Line], name: str = "Edit survey"
) -> bool:
    """Make lines the current definition of a survey; say whether they are others than before.

    Snapshots and sessions keep what they have.

    Args:
        library: Where the survey is.
        survey: Its id.
        lines: The file; see `definition_edit` for how they are made.
        name: What was done, for the undo menu.

    Raises:
        Refused: The fatal code of a definition that could not be opened.
    """
    definition = read_definition(lines)
    if definition.fatal:
        fault = definition.findings[0]
        raise Refused(fault.code, fault.message)
    with library.act(name) as act:
        return _put(library, act, DEFINITION, survey, lines)


def new_definition(library: Library, survey: str, lines: Sequence[Line]) -> None:
    """Make a new survey, or a current definition where only snapshots are known.

    Raises:
        Refused: S-FIRSTLINE for an id that no survey can have; see `save_definition`.
        UserError: There is such a survey.
    """
    if not is_survey_id(survey) or len(survey) > _LONGEST_ID:
        said = "An id of a survey is made of letters, digits, blanks, dots, hyphens, underscores."
        raise Refused("S-FIRSTLINE", said)
    stored = library.database.backend.read(DEFINITION, survey)
    if stored is not None:
        data = document_data(library, DEFINITION, survey)
        if data["own"].get("binned"):
            raise UserError("A survey of this id lies in the bin.")
        if file_lines(data):
            raise UserError("There is a survey of this id already.")
    save_definition(library, survey, lines, "New survey")


_LONGEST_ID = 200
"""An id is the name of a folder; what is longer no file system takes together with its files."""


def link_to_campaign(library: Library, key: str, session_key: str, *, role: str = FEEDBACK) -> bool:
    """Link a survey session to a campaign session; say whether it was not yet.

    Raises:
        UserError: There is no such session.
    """
    document_data(library, "session", session_key)
    link = _link(session_key, role)
    with library.act("Link survey session") as act:
        return act.edit(_existing(library, key), key, _linked, link)


def unlink_from_campaign(library: Library, key: str, session_key: str) -> bool:
    """Take back the links of a survey session to a campaign session; say whether there were any."""
    with library.act("Unlink survey session") as act:
        return act.edit(_existing(library, key), key, _unlinked, session_key)


def _edit(
    library: Library,
    key: str,
    edit: Callable[[Opened], Edited],
    name: Callable[[Opened], str],
) -> Standing:
    opened = opened_session(library, key)
    edited = edit(opened)
    with library.act(name(opened)) as act:
        _put(library, act, SURVEY, key, edited.lines, before=opened.session.lines)
    return edited.standing


def _named(did: str, opened: Opened, uid: str) -> str:
    """Return what an edit is called: by its question, never by an answer."""
    question = None if opened.definition is None else opened.definition.question(uid)
    title = printable(question.text if question is not None and question.text else uid)
    return f"{did} “{one_line(title, _TITLE)}”"


def _put(
    library: Library,
    act: Act,
    kind: str,
    key: str,
    lines: Sequence[Line],
    *,
    before: Sequence[Line] | None = None,
) -> bool:
    """Write lines; refuse it if they are no longer those that the edit was made of."""
    former = None if before is None else stored_lines(before)
    return act.edit(library.stores[kind], key, _with_lines, _as_split(lines), former)


def _existing(library: Library, key: str) -> Any:
    """Return the store of survey sessions, if it has one of that key."""
    document_data(library, SURVEY, key)
    return library.stores[SURVEY]


def _data(lines: Sequence[Line]) -> Data:
    data = empty_data()
    data["record"]["lines"] = _as_split(lines)
    return data


def _as_split(lines: Sequence[Line]) -> list[list[str]]:
    """Return lines for a record, split where their file would be.

    A line that was typed may end in CR, or one that had no end may have got one.
    """
    return stored_lines(split_lines(join_lines(lines)))


def _snapshot(survey: str, content: str) -> EntryPut:
    return EntryPut(
        kind=DEFINITION,
        type=SNAPSHOT,
        scope=survey,
        id=snapshot_name(content),
        document=(DEFINITION, survey),
        text=content,
        columns=snapshot_columns(content),
    )


def _with_lines(data: Data, lines: list[list[str]], former: list[list[str]] | None) -> Data | None:
    if former is not None and data["record"].get("lines") != former:
        raise UserError("This was changed elsewhere meanwhile; nothing was saved.")
    if data["record"].get("lines") == lines:
        return None
    data["record"]["lines"] = lines
    return data


def _confirmed(data: Data) -> Data | None:
    if data["own"].get("confirmed"):
        return None
    data["own"]["confirmed"] = True
    return data


def _link(session_key: str, role: str) -> dict[str, str]:
    return {"kind": "session", "key": session_key, "role": role}


def _linked(data: Data, link: dict[str, str]) -> Data | None:
    links = data["own"].setdefault("links", [])
    if any(dict(one) == link for one in links):
        return None
    links.append(link)
    return data


def _unlinked(data: Data, session_key: str) -> Data | None:
    links = data["own"].get("links", [])
    kept = [one for one in links if (one.get("kind"), one.get("key")) != ("session", session_key)]
    if len(kept) == len(links):
        return None
    if kept:
        data["own"]["links"] = kept
    else:
        data["own"].pop("links")
    return data
