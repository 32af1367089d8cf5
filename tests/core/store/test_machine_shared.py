"""Random lives of two documents that two copies of the program share, to a model.

What ``test_machine.py`` does with one copy and ``test_machine_copies.py`` with transactions over
two files comes together here: acts, undo and saves that fail, while locks are held, lost and
taken over.
"""

from __future__ import annotations

import itertools
import json
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from tests.core.store.copies import Copy, Value, add

from sessionary.core.store import SaveFailed, Session, SessionLocked, UndoBlocked, transaction
from sessionary.core.store.memory import MemoryBackend
from sessionary.core.store.memory_locks import KnownProcesses

KEYS = ("one", "two")
SIDES = (0, 1)
Step: TypeAlias = tuple[int, int, int]
"""Before, after, and the number of what they share with another document, or 0."""

AUTOSAVE_S = 15
DAY_S = 86_400

sides = st.sampled_from(SIDES)
keys = st.sampled_from(KEYS)
numbers = st.integers(1, 9)


@dataclass
class Model:
    """One document: every value that was saved, and what its holder has."""

    saved: list[int] = field(default_factory=list)
    holder: int | None = None
    value: int = 0
    dirty: bool = False
    past: list[Step] = field(default_factory=list)
    future: list[Step] = field(default_factory=list)

    @property
    def last(self) -> int:
        return self.saved[-1] if self.saved else 0

    def open(self, side: int) -> None:
        self.holder, self.value, self.dirty = side, self.last, not self.saved
        self.past, self.future = [], []

    def change(self, value: int, shared: int = 0) -> None:
        self.past.append((self.value, value, shared))
        self.future = []
        self.value, self.dirty = value, True

    def save(self) -> None:
        if self.dirty:
            self.saved.append(self.value)
            self.dirty = False


class Shared(RuleBasedStateMachine):
    """Two copies that load, act, save, fail, undo, sleep, wake, are killed and set their clocks."""

    def __init__(self) -> None:
        super().__init__()
        self.backend = MemoryBackend()
        self.processes = KnownProcesses()
        self.owners = itertools.count()
        self.parts: dict[int, int] = {}
        self.models = {key: Model() for key in KEYS}
        self.sessions: list[dict[str, Session[Value]]] = [{}, {}]
        self.copies = [self.start(), self.start()]

    def start(self) -> Copy:
        copy = Copy(f"start {next(self.owners)}", self.backend, self.processes)
        copy.store.action("add", add)
        return copy

    def fail(self, times: int) -> None:
        self.backend.failures.extend(SaveFailed("disk full") for _ in range(times))

    def held(self, side: int) -> list[Model]:
        return [self.models[key] for key in self.sessions[side]]

    def share(self, parts: int) -> int:
        """Return the number of a step that so many documents share."""
        number = len(self.parts) + 1
        self.parts[number] = parts
        return number

    @rule(side=sides, key=keys)
    def load(self, side: int, key: str) -> None:
        model = self.models[key]
        if model.holder == 1 - side:
            with pytest.raises(SessionLocked) as locked:
                self.copies[side].store.load(key)
            assert locked.value.info.same_machine
            assert locked.value.info.alive
            return
        session = self.copies[side].store.load(key)
        if model.holder is None:
            model.open(side)
            self.sessions[side][key] = session
        assert session is self.sessions[side][key]

    @rule(side=sides, key=keys, number=numbers)
    def patch(self, side: int, key: str, number: int) -> None:
        session, model = self.sessions[side].get(key), self.models[key]
        if session is not None:
            assert session.patch(add, number)
            model.change(model.value + number)

    @rule(side=sides, failing=st.booleans())
    def save(self, side: int, failing: bool) -> None:
        dirty = [model for model in self.held(side) if model.dirty]
        errors = len(self.copies[side].errors)
        self.fail(len(dirty) if failing else 0)
        for session in self.sessions[side].values():
            session.save()
        self.copies[side].scheduler.advance(0)
        if failing:
            assert len(self.copies[side].errors) == errors + len(dirty)
            return
        for model in dirty:
            model.save()

    @rule(side=sides, failing=st.booleans(), shift=st.sampled_from([-DAY_S, 0, DAY_S]))
    def autosave(self, side: int, failing: bool, shift: int) -> None:
        dirty = [model for model in self.held(side) if model.dirty]
        self.copies[side].scheduler.wall_shift += shift
        self.fail(len(dirty) if failing else 0)
        self.copies[side].scheduler.advance(AUTOSAVE_S)
        if not failing:
            for model in dirty:
                model.save()

    @rule(side=sides, number=numbers, failing=st.booleans())
    def act_on_both(self, side: int, number: int, failing: bool) -> None:
        locked = any(model.holder == 1 - side for model in self.models.values())
        self.fail(failing and not locked)
        with ExitStack() as expected:
            if locked or failing:
                expected.enter_context(pytest.raises(SessionLocked if locked else SaveFailed))
            with self.copies[side].database.act("Both") as act:
                for key in KEYS:
                    act.edit(self.copies[side].store, key, add, number)
        if locked or failing:
            return
        # Also with one that was not open, which then stands in the way of an undo.
        shared = self.share(len(KEYS))
        for model in self.models.values():
            if model.holder is None:
                model.saved.append(model.last + number)
            else:
                model.change(model.value + number, shared)
                model.save()

    @precondition(lambda self: any(self.sessions))
    @rule(data=st.data(), number=numbers)
    def transact(self, data: Any, number: int) -> None:
        side = data.draw(st.sampled_from([side for side in SIDES if self.sessions[side]]))
        open_ = list(self.sessions[side].values())
        assert transaction(lambda: [session.patch(add, number) for session in open_] and None)
        shared = self.share(len(open_))
        for model in self.held(side):
            model.change(model.value + number, shared)
            model.save()

    @rule(side=sides, key=keys, back=st.booleans())
    def travel(self, side: int, key: str, back: bool) -> None:
        if key not in self.sessions[side]:
            return
        session, model = self.sessions[side][key], self.models[key]
        steps = model.past if back else model.future
        expected = self.expected(side, steps, back)
        try:
            assert (session.undo() if back else session.redo()) == expected
        except UndoBlocked:
            assert expected is None
            return
        if not expected:
            return
        shared = steps[-1][2]
        for one in self.sharing(side, shared, back) if shared else [model]:
            step = (one.past if back else one.future).pop()
            (one.future if back else one.past).append(step)
            one.value, one.dirty = step[0] if back else step[1], True
            if shared:
                one.save()

    def sharing(self, side: int, shared: int, back: bool) -> list[Model]:
        """Return the documents whose next step is the one that is shared."""
        return [
            model
            for model in self.held(side)
            if any(step[2] == shared for step in (model.past if back else model.future)[-1:])
        ]

    def expected(self, side: int, steps: list[Step], back: bool) -> bool | None:
        """True: it happens; False: there is nothing; None: it is blocked."""
        if not steps:
            return False
        shared = steps[-1][2]
        if not shared:
            return True
        return True if len(self.sharing(side, shared, back)) == self.parts[shared] else None

    @rule(side=sides, key=keys)
    def stop(self, side: int, key: str) -> None:
        session = self.sessions[side].pop(key, None)
        if session is not None:
            session.stop()
            self.copies[side].scheduler.advance(0)
            self.models[key].save()
            self.models[key].holder = None

    @rule(side=sides)
    def kill(self, side: int) -> None:
        self.copies[side].kill()
        for model in self.held(side):
            model.holder = None
        self.sessions[side] = {}
        self.copies[side] = self.start()

    @rule(side=sides, key=keys, saving=st.booleans())
    def take_over_from_one_that_sleeps(self, side: int, key: str, saving: bool) -> None:
        model, other = self.models[key], 1 - side
        if model.holder != other:
            return
        # While it waits its own documents would be saved at some time.
        self.save(side, failing=False)
        lost, asides = self.sessions[other].pop(key), len(self.backend.aside)
        self.sessions[side][key] = self.copies[side].store.load(key, takeover=True)
        unsaved = model.value if model.dirty else None
        model.open(side)
        if saving:
            lost.save()
        # What was asked for comes to nothing, and so does the next beat.
        self.copies[other].scheduler.advance(0 if saving and unsaved is not None else 5)
        reason = lost.bad()
        assert reason is not None
        assert reason.code == "lock_lost"
        kept = [json.loads(one.text)["data"]["count"] for one in self.backend.aside[asides:]]
        assert kept == ([] if unsaved is None else [unsaved])

    @invariant()
    def all_is_as_in_the_model(self) -> None:
        assert not self.backend.failures
        for key, model in self.models.items():
            stored = self.backend.read("session", key)
            assert (stored.revision if stored else 0) == len(model.saved)
            for side, copy in enumerate(self.copies):
                view = copy.store.view(key).latest()
                assert (view["count"] if view else None) == (model.last if model.saved else None)
                session = self.sessions[side].get(key)
                assert (session is not None) == (model.holder == side)
                if session is not None:
                    assert session.state == "open"
                    assert session.value["count"] == model.value
                    assert session.dirty == model.dirty

    @rule(key=keys)
    def look_back(self, key: str) -> None:
        """Every revision that was ever saved can be seen, in the order of saving."""
        view = self.copies[0].store.view(key)
        for revision, value in enumerate(self.models[key].saved, start=1):
            former = view.version(revision)
            assert former is not None
            assert former["count"] == value


Shared.TestCase.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
TestShared = Shared.TestCase
