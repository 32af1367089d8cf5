from __future__ import annotations

import json
from typing import Any

import pytest
from tests.core.store.copies import Program, backend_of, saved, texts

from sessionary.core.store import (
    BadReason,
    JournalRow,
    Stored,
)


def keep(program: Program, outcome: str, *calls: Any) -> None:
    """Store an account with a pending transaction that is decided."""
    backend = backend_of(program.stores["there"].database)
    entry = {"success": list(calls), "failure": list(calls)}
    text = json.dumps({"migrations": [], "pending": {"t1": entry}, "data": {"count": 1}})
    backend.stored["account", "one"] = Stored(revision=1, text=text, saved_at=0.0)
    journal = backend_of(program.stores["here"].database).journal
    journal.kept["t1"] = JournalRow(
        txid="t1",
        outcome=outcome,  # type: ignore[arg-type]  # given by the table
        coordinator="gone",
        anchor=("account", "x"),
        participants=(),
    )


ADD = {"name": "add", "args": [2]}
BAD = [
    ([{"name": "newer", "args": []}], "unknown_action: newer"),
    ([ADD, {"name": "newer", "args": []}], "unknown_action: newer"),
    ([{"name": "refuse", "args": []}], "action_failed: refuse: LookupError('no')"),
    ([{"name": "nothing", "args": []}], "action_failed: nothing"),
    ([{"name": "add", "args": [1, 2, 3]}], "action_failed: add: TypeError"),
    (["add"], "corrupt"),
    ([{"name": "add"}], "corrupt"),
]


@pytest.mark.parametrize(("calls", "reason"), BAD)
@pytest.mark.parametrize("outcome", ["committed", "aborted", "prepared"])
def test_a_pending_action_that_cannot_be_applied_makes_the_session_bad(
    program: Program, outcome: str, calls: list[Any], reason: str
) -> None:
    keep(program, outcome, *calls)
    text = texts(program)[0]
    session = program.load("there", "one")
    assert isinstance(session.bad(), BadReason)
    assert str(session.bad()).startswith(reason)
    program.scheduler.advance(100)
    assert texts(program)[0] == text


@pytest.mark.parametrize("outcome", ["committed", "aborted", "prepared"])
def test_pending_actions_are_applied_at_load_once_and_make_no_step_of_undo(
    program: Program, outcome: str
) -> None:
    keep(program, outcome, ADD, ADD)
    session = program.load("there", "one")
    assert session.value == {"count": 5}
    assert session.version == 0
    assert session.dirty
    assert not session.can_undo()
    program.scheduler.advance(15)
    assert saved(session) == 5
    session.stop()
    assert program.load("there", "one").value == {"count": 5}


def test_a_view_shows_a_document_without_its_pending_actions(program: Program) -> None:
    keep(program, "committed", ADD)
    assert program.stores["there"].view("one").latest() == {"count": 1}
