"""Random lives of two documents against a model of a few lines."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from sessionary.core.store import Database, SaveFailed, Session, Store, UndoBlocked
from sessionary.core.store.memory import HandScheduler, MemoryBackend

Value: TypeAlias = dict[str, Any]
KEYS = ("one", "two")
Step: TypeAlias = tuple[list[int], list[int], int]
"""Before, after, and the number of the act or 0."""

keys = st.sampled_from(KEYS)
numbers = st.integers(0, 3)


def put(value: Value, number: int) -> Value:
    value["numbers"].append(number)
    value["last"] = number
    return value


@dataclass
class Model:
    """One document: what memory has, what is saved, and the way back."""

    saved: list[int] | None = None
    value: list[int] | None = None
    version: int = 0
    dirty: bool = False
    past: list[Step] = field(default_factory=list)
    future: list[Step] = field(default_factory=list)
    told: list[list[int]] = field(default_factory=list)

    def change(self, value: list[int], act: int = 0) -> None:
        assert self.value is not None
        self.past.append((self.value, value, act))
        self.future.clear()
        self.take(value)

    def take(self, value: list[int]) -> None:
        self.value = value
        self.version += 1
        self.dirty = True
        self.told.append(value)

    def save(self) -> None:
        self.saved, self.dirty = self.value, False

    def close(self) -> None:
        self.value, self.version, self.dirty = None, 0, False
        self.past, self.future, self.told = [], [], []


class Lives(RuleBasedStateMachine):
    """Loads, patches, saves, stops, undoes, fails and kills, as people and disks do."""

    def __init__(self) -> None:
        super().__init__()
        self.backend = MemoryBackend()
        self.models = {key: Model() for key in KEYS}
        self.acts = 0
        self.start()

    def start(self) -> None:
        self.scheduler = HandScheduler()
        self.errors: list[Exception] = []
        self.database = Database(self.backend, self.scheduler, self.errors.append)
        self.store: Store[Value] = Store(
            self.database, "session", default_data=lambda: {"numbers": []}, autosave_s=10
        )
        self.sessions: dict[str, Session[Value]] = {}
        self.told: dict[str, list[list[int]]] = {}

    def fail(self, times: int) -> None:
        self.backend.failures.extend(SaveFailed("disk full") for _ in range(times))

    @rule(key=keys)
    def load(self, key: str) -> None:
        session, model = self.store.load(key), self.models[key]
        if key in self.sessions:
            assert session is self.sessions[key]
            return
        self.sessions[key] = session
        model.value = model.saved or []
        model.dirty = model.saved is None
        model.told = [model.value]
        told: list[list[int]] = []
        self.told[key] = told
        session.updated(lambda value: told.append(list(value["numbers"])))

    @precondition(lambda self: self.sessions)
    @rule(data=st.data(), number=numbers)
    def patch(self, data: Any, number: int) -> None:
        key = data.draw(st.sampled_from(sorted(self.sessions)))
        model = self.models[key]
        assert model.value is not None
        assert self.sessions[key].patch(put, number)
        model.change([*model.value, number])

    @precondition(lambda self: self.sessions)
    @rule(data=st.data())
    def patch_in_vain(self, data: Any) -> None:
        session = self.sessions[data.draw(st.sampled_from(sorted(self.sessions)))]
        assert not session.patch(lambda value: put(value, 9) and None)
        assert not session.patch(lambda value: value)

    @rule(number=numbers, failing=st.booleans())
    def act_on_both(self, number: int, failing: bool) -> None:
        if failing:
            self.fail(1)
        try:
            with self.database.act("Both") as act:
                for key in KEYS:
                    act.edit(self.store, key, put, number)
        except SaveFailed:
            assert failing
            return
        assert not failing
        self.acts += 1
        for key, model in self.models.items():
            if key in self.sessions:
                assert model.value is not None
                model.change([*model.value, number], self.acts)
                model.save()
            else:
                model.saved = [*(model.saved or []), number]

    @precondition(lambda self: self.sessions)
    @rule(data=st.data(), back=st.booleans())
    def travel(self, data: Any, back: bool) -> None:
        key = data.draw(st.sampled_from(sorted(self.sessions)))
        session, model = self.sessions[key], self.models[key]
        steps = model.past if back else model.future
        expected = self.expected(steps, back)
        try:
            assert (session.undo() if back else session.redo()) == expected
        except UndoBlocked:
            assert expected is None
            return
        if not expected:
            return
        act = steps[-1][2]
        for one in self.models.values() if act else [model]:
            step = (one.past if back else one.future).pop()
            (one.future if back else one.past).append(step)
            one.take(step[0] if back else step[1])
            if act:
                one.save()

    def expected(self, steps: list[Step], back: bool) -> bool | None:
        """True: it happens; False: there is nothing; None: it is blocked."""
        if not steps:
            return False
        act = steps[-1][2]
        if not act:
            return True
        tops = [(m.past if back else m.future)[-1:] for m in self.models.values()]
        return True if all(top and top[0][2] == act for top in tops) else None

    @precondition(lambda self: self.sessions)
    @rule(data=st.data(), failing=st.booleans())
    def save(self, data: Any, failing: bool) -> None:
        key = data.draw(st.sampled_from(sorted(self.sessions)))
        model, errors = self.models[key], len(self.errors)
        if failing and model.dirty:
            self.fail(1)
        self.sessions[key].save()
        self.scheduler.advance(0)
        if failing and model.dirty:
            assert len(self.errors) == errors + 1
        else:
            model.save()

    @rule()
    def autosave(self) -> None:
        self.scheduler.advance(10)
        for key in self.sessions:
            self.models[key].save()

    @precondition(lambda self: self.sessions)
    @rule(data=st.data(), failures=st.sampled_from([0, 0, 1, 5, 6]))
    def stop(self, data: Any, failures: int) -> None:
        key = data.draw(st.sampled_from(sorted(self.sessions)))
        # The other session must not tick while this one tries again.
        self.autosave_others(key)
        session, model = self.sessions.pop(key), self.models[key]
        dirty, asides = model.dirty, len(self.backend.aside)
        if dirty:
            self.fail(failures)
        session.stop()
        assert session.wait() == (not dirty or failures < 6)
        assert session.state == "done"
        if dirty and failures == 6:
            rescued = json.loads(self.backend.aside[asides].text)["data"]["numbers"]
            assert rescued == model.value
        elif dirty:
            model.save()
        model.close()

    def autosave_others(self, key: str) -> None:
        for other, session in self.sessions.items():
            if other != key:
                session.save()
                self.scheduler.advance(0)
                self.models[other].save()

    @rule(key=keys)
    def delete(self, key: str) -> None:
        model = self.models[key]
        assert self.store.delete(key) == (model.saved is not None or key in self.sessions)
        self.sessions.pop(key, None)
        model.close()
        model.saved = None

    @rule()
    def kill(self) -> None:
        for model in self.models.values():
            model.close()
        self.start()

    @invariant()
    def memory_and_disk_are_as_in_the_model(self) -> None:
        for key, model in self.models.items():
            stored = self.backend.read("session", key)
            saved = None if stored is None else json.loads(stored.text)["data"]["numbers"]
            assert saved == model.saved
            session = self.sessions.get(key)
            assert (session is None) == (self.store.session_of(key) is None)
            if session is not None:
                assert list(session.value["numbers"]) == model.value
                assert session.version == model.version
                assert session.dirty == model.dirty
                assert self.told[key] == model.told
                assert session.can_undo() == (self.expected(model.past, back=True) is True)
                assert session.can_redo() == (self.expected(model.future, back=False) is True)
        assert not self.backend.failures


Lives.TestCase.settings = settings(max_examples=100, stateful_step_count=40, deadline=None)
TestLives = Lives.TestCase
