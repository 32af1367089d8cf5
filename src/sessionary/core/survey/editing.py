"""Edits of a session's answers, as both generations of the format allow them.

An edit rewrites the lines that it concerns; every other line keeps its bytes. A refused one raises
`Refused`, and nothing has changed. The header is only ever rewritten to say the new state.

Source: survey specification, sections 7 and 8.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace as altered
from typing import TYPE_CHECKING, Final

from sessionary.core.survey.draft import Draft, Edited
from sessionary.core.survey.findings import Level
from sessionary.core.survey.flow import answered, proposal, standing, stored_next
from sessionary.core.survey.given import hashed
from sessionary.core.survey.question_types import is_secret
from sessionary.core.survey.records import DELETED, Answer, Generation, State
from sessionary.core.survey.refusals import Refused
from sessionary.core.survey.validation import check_given

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sessionary.core.survey.flow import Standing
    from sessionary.core.survey.given import Given
    from sessionary.core.survey.records import Definition, Opened, Question, SurveySession

CLOSED_FLAG: Final = 1
"""What we write into ``@closed``; the program of the first generation only ever wrote 0."""


def add(opened: Opened, givens: Sequence[Given], now: int) -> Edited:
    """Add answers to questions that have none.

    A question whose answer was taken back gets the new one in its place; others are appended.
    What was typed as a secret is kept as its hash alone.

    Args:
        opened: The session.
        givens: In the second generation what is asked next, all of it and in its order; in the
            first any questions without an answer.
        now: UNIX seconds.

    Raises:
        Refused: R-DAMAGED, S-DEF-MISSING, S-DEF-SHA, R-FINISHED, R-CLOSED, R-SYSTEM,
            R-UNKNOWN-UID, R-CONTROLLER, R-NOT-NEXT, R-ANSWERED, a code of section 5,
            R-BACKSLASH-END or R-TOO-LONG; looked for in this order.
    """
    definition = _editable(opened)
    stands = standing(opened)
    _check_state(stands.state, finished="R-FINISHED")
    uids = [given.uid for given in givens]
    _check_known(opened, definition, uids)
    _check_asked(opened, definition, stands, uids)
    _check_unanswered(opened.session, uids)
    draft = Draft(opened)
    for given in givens:
        question = _question(definition, given.uid)
        check_given(question, given)
        draft.store(_answer(question, given, now))
    after = standing(draft.opened)
    return draft.settled(State.OPEN if after.next else State.FINISHED, after.next, now)


def replace(opened: Opened, given: Given, now: int) -> Edited:
    """Put other data in the place of a given answer; all other answers stay.

    Raises:
        Refused: R-DAMAGED, S-DEF-MISSING, S-DEF-SHA, R-CLOSED, R-SYSTEM, R-NOT-GIVEN,
            R-UNKNOWN-UID, R-CONTROLLER, a code of section 5, R-BACKSLASH-END or R-TOO-LONG.
    """
    definition = _editable(opened)
    stands = standing(opened)
    _check_state(stands.state)
    _check_not_system(opened, given.uid)
    former = _given_answer(opened.session, given.uid)
    if stands.state is State.NEW:
        raise Refused("R-NOT-GIVEN", "A new session has no answer yet.", uid=given.uid)
    question = _question(definition, given.uid)
    if definition.with_python and former != opened.session.given[-1]:
        said = "A program decides what is asked, so only the last given answer may be corrected."
        raise Refused("R-CONTROLLER", said, uid=given.uid)
    check_given(question, given)
    draft = Draft(opened)
    draft.put(altered(_answer(question, given, now), line=former.line, flags=former.flags))
    after = standing(draft.opened)
    return draft.settled(after.number, after.next, now)


def delete(opened: Opened, uid: str, now: int, *, following: bool = True) -> Edited:
    """Take an answer back; it keeps its data and its place.

    Args:
        opened: The session.
        uid: The question whose answer goes.
        now: UNIX seconds.
        following: Whether all later answers go as well. In the second generation they always do.

    Raises:
        Refused: R-DAMAGED, S-DEF-MISSING, S-DEF-SHA, R-NEW-EMPTY, R-CLOSED, R-SYSTEM,
            R-NOT-GIVEN or R-TOO-LONG.
    """
    _editable(opened)
    _check_state(standing(opened).state, new="R-NEW-EMPTY")
    _check_not_system(opened, uid, asked=False)
    return _delete(opened, _given_answer(opened.session, uid), now, following=following)


def delete_previous(opened: Opened, now: int, *, following: bool = True) -> Edited:
    """Take the last given answer back; with none left nothing happens.

    Raises:
        Refused: See `delete`.
    """
    _editable(opened)
    stands = standing(opened)
    _check_state(stands.state)
    given = opened.session.given
    if not given:
        return Edited(lines=opened.session.lines, standing=stands)
    _check_state(stands.state, new="R-NEW-EMPTY")
    return _delete(opened, given[-1], now, following=following)


def close(opened: Opened, now: int) -> Edited:
    """Close a finished session for good; a closed one stays as it is.

    Raises:
        Refused: R-DAMAGED, S-DEF-MISSING, S-DEF-SHA or R-NOT-FINISHED.
    """
    _editable(opened)
    stands = standing(opened)
    if stands.state is State.CLOSED:
        return Edited(lines=opened.session.lines, standing=stands)
    if stands.state is not State.FINISHED:
        raise Refused("R-NOT-FINISHED", "Only a finished session can be closed.")
    draft = Draft(opened)
    closed = opened.session.head("@closed")
    if opened.session.generation is Generation.FIRST and closed is not None:
        draft.put(altered(closed, value=CLOSED_FLAG, stored=now))
        return Edited(lines=draft.opened.session.lines, standing=standing(draft.opened))
    return draft.settled(State.CLOSED, stands.next, now)


def consistency_hash(session: SurveySession, number: int) -> str:
    """Return what the original calls a session's ETag: it tells whether anybody answered since.

    Args:
        session: The session.
        number: Of its state.

    Returns:
        The SHA1 of its id, the number, and the last given answer's line without its time.
    """
    given = session.given
    last = session.lines[given[-1].line - 1].text.rpartition(":")[0] if given else ""
    text = f"{session.id}{number}{last}"
    return hashlib.sha1(text.encode("latin-1"), usedforsecurity=False).hexdigest()


def _editable(opened: Opened) -> Definition:
    """Return the definition of a session that may be edited.

    Raises:
        Refused: Nothing of it may be edited now.
    """
    session, definition = opened.session, opened.definition
    if session.damaged or session.fatal:
        said = "A line of this session is damaged; repair it first."
        raise Refused("R-DAMAGED", said)
    if definition is None:
        said = "The definition of this session is missing, so it cannot be edited."
        raise Refused("S-DEF-MISSING", said)
    if _is_flow_damaged(definition):
        raise Refused("R-DAMAGED", "A line of this session's definition is damaged.")
    if opened.confirm:
        said = "The definition is not what its name says; confirm that it may be used."
        raise Refused("S-DEF-SHA", said)
    return definition


def _is_flow_damaged(definition: Definition) -> bool:
    """Say whether a question that takes part may be missing, so that none can be counted on."""
    blank = next((one.line for one in definition.findings if one.code == "BLANK-LINE"), None)
    return any(
        one.level is Level.ERROR and (blank is None or one.line <= blank)
        for one in definition.findings
    )


def _check_state(state: State, *, new: str = "", finished: str = "") -> None:
    """Refuse an edit in a state; `new` and `finished` are the codes if those are refused too."""
    if state is State.CLOSED:
        raise Refused("R-CLOSED", "This session is closed for good.")
    if state is State.FINISHED and finished:
        raise Refused(finished, "This session is finished; nothing is left to be answered.")
    if state is State.NEW and new:
        raise Refused(new, "This session is new; there is nothing to take back.")


def _check_known(opened: Opened, definition: Definition, uids: Sequence[str]) -> None:
    for uid in uids:
        _check_not_system(opened, uid)
    for uid in uids:
        _question(definition, uid)


def _check_not_system(opened: Opened, uid: str, *, asked: bool = True) -> None:
    """Refuse what is not a respondent's.

    Args:
        opened: The session.
        uid: Of the answer.
        asked: Whether it is about a question too; an answer that stands can be taken back
            whatever its question is.
    """
    question = None
    if asked and opened.definition is not None:
        question = opened.definition.question(uid)
    meta = question is not None and question.type == "META"
    stored = any(one.uid == uid and one.is_system for one in opened.session.body)
    if meta or stored or uid.startswith("@"):
        raise Refused("R-SYSTEM", "Answers of the program itself are not edited.", uid=uid)


def _check_asked(
    opened: Opened, definition: Definition, stands: Standing, uids: Sequence[str]
) -> None:
    """Refuse what is not asked next; the first generation lets any question be answered."""
    uid = uids[0] if uids else ""
    if definition.with_python:
        said = "A program that is not here decides what is asked, so nothing can be added."
        raise Refused("R-CONTROLLER", said, uid=uid)
    if opened.session.generation is Generation.FIRST:
        return
    # The original stores the list whenever somebody asks what is next; we do not, so that a list
    # gone stale must not stand in the way of what is shown as asked.
    if tuple(uids) not in {stands.next, stored_next(opened.session)}:
        raise Refused("R-NOT-NEXT", "This is not what is asked next.", uid=uid)


def _check_unanswered(session: SurveySession, uids: Sequence[str]) -> None:
    for index, uid in enumerate(uids):
        if answered(session, uid) or uid in uids[:index]:
            raise Refused("R-ANSWERED", "This question is answered already.", uid=uid)


def _question(definition: Definition, uid: str) -> Question:
    question = definition.question(uid)
    if question is None:
        raise Refused("R-UNKNOWN-UID", "The survey has no such question.", uid=uid)
    return question


def _given_answer(session: SurveySession, uid: str) -> Answer:
    # The first line of a uid is the one that counts.
    answer = next((one for one in session.body if one.uid == uid), None)
    if answer is None or not answer.is_given:
        raise Refused("R-NOT-GIVEN", "This question has no answer.", uid=uid)
    return answer


def _answer(question: Question, given: Given, now: int) -> Answer:
    """Return what is stored of an answer; its line is yet to be known."""
    if is_secret(question.type):
        given = hashed(given)
    return Answer(
        line=0,
        uid=question.uid,
        type=question.type,
        text=given.text,
        value=given.value,
        lat=given.lat,
        lon=given.lon,
        time_begin=given.time_begin,
        time_end=given.time_end,
        time_zone_delta=given.time_zone_delta,
        dst_delta=given.dst_delta,
        unit=question.unit,
        stored=now,
    )


def _delete(opened: Opened, answer: Answer, now: int, *, following: bool) -> Edited:
    draft = Draft(opened)
    if opened.session.generation is Generation.FIRST:
        draft.put(_deleted(answer, now), checked=False)
        if following:
            # Only the answer that was meant gets a new time.
            later = _from(draft.session, answer.line)
            draft.put(*(_deleted(one, one.stored) for one in later), checked=False)
        return Edited(lines=draft.session.lines, standing=standing(draft.opened))
    _cascade(draft, answer.line, now)
    after = standing(draft.opened)
    if not after.order_known:
        told = draft.settled(State.OPEN, (), now)
        return altered(told, standing=altered(told.standing, proposals={}))
    conflict = after.conflict and _given_line(draft.session, after.conflict)
    if conflict:
        _cascade(draft, conflict, now)
    told = draft.settled(State.OPEN, after.next, now)
    if not conflict:
        return told
    # Its answer went as well by now, so that it is what is proposed.
    stands = altered(
        after,
        state=told.standing.state,
        number=told.standing.number,
        conflict=None,
        proposals={uid: proposal(draft.opened, uid) for uid in after.next},
    )
    return altered(told, standing=stands)


def _cascade(draft: Draft, line: int, now: int) -> None:
    """Take back all answers from a line on."""
    draft.put(*(_deleted(one, now) for one in _from(draft.session, line)), checked=False)


def _from(session: SurveySession, line: int) -> list[Answer]:
    return [one for one in session.body if one.line >= line and one.is_given]


def _given_line(session: SurveySession, uid: str) -> int:
    """Return the line of a question's first given answer, 0 if it has none."""
    return next((one.line for one in session.given if one.uid == uid), 0)


def _deleted(answer: Answer, stored: int) -> Answer:
    return altered(answer, flags=answer.flags | DELETED, stored=stored)
