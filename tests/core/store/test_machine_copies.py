"""Random lives of accounts in two files, which two copies of the program share, to a model."""

from __future__ import annotations

import itertools
import json
from dataclasses import dataclass
from typing import Any, TypeAlias

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from tests.core.store.copies import Program, Value, add

from sessionary.core.store import SaveFailed, Session, SessionLocked, transaction
from sessionary.core.store.memory import MemoryBackend
from sessionary.core.store.memory_locks import Crash, Fuse, KnownProcesses

FILES = ("here", "there")
PLACES = (("here", "one"), ("here", "two"), ("there", "one"), ("there", "two"))
Place: TypeAlias = tuple[str, str]
GAIN, LOSS = 1, 100
SIDES = (0, 1)

sides = st.sampled_from(SIDES)
places = st.sampled_from(PLACES)


@dataclass
class Account:
    """One document: what is saved, what a transaction still brings, and what its holder has."""

    saved: int = 10
    owed: int = 0
    holder: int | None = None
    value: int = 0
    dirty: bool = False

    def open(self, side: int) -> None:
        self.holder, self.value, self.dirty = side, self.saved + self.owed, self.owed != 0

    def save(self) -> None:
        if self.dirty:
            self.saved, self.owed, self.dirty = self.value, 0, False


class Copies(RuleBasedStateMachine):
    """Loads, patches, transfers, stops, is killed, falls asleep and sets its clock."""

    def __init__(self) -> None:
        super().__init__()
        self.fuse = Fuse()
        self.files = {file: MemoryBackend(self.fuse, file) for file in FILES}
        self.processes = KnownProcesses()
        self.owners = itertools.count()
        self.accounts = {place: Account() for place in PLACES}
        self.programs = [self.start(), self.start()]
        self.sessions: list[dict[Place, Session[Value]]] = [{}, {}]
        for place in PLACES:
            self.programs[0].load(*place).stop()
        self.programs[0].scheduler.advance(0)

    def start(self) -> Program:
        return Program(f"start {next(self.owners)}", self.files, self.processes, autosave_s=3600)

    def own(self, side: int) -> list[Place]:
        return sorted(self.sessions[side])

    @rule(side=sides, place=places)
    def load(self, side: int, place: Place) -> None:
        account = self.accounts[place]
        if account.holder == 1 - side:
            with pytest.raises(SessionLocked):
                self.programs[side].load(*place)
            return
        self.sessions[side][place] = self.programs[side].load(*place)
        if account.holder is None:
            account.open(side)

    @rule(side=sides, place=places, number=st.integers(1, 9))
    def patch(self, side: int, place: Place, number: int) -> None:
        if place in self.sessions[side]:
            account = self.accounts[place]
            assert self.sessions[side][place].patch(add, number)
            account.value, account.dirty = account.value + number, True

    @rule(side=sides)
    def save(self, side: int) -> None:
        for place, session in self.sessions[side].items():
            session.save()
            self.accounts[place].save()
        self.programs[side].scheduler.advance(0)

    @rule(side=sides, place=places)
    def stop(self, side: int, place: Place) -> None:
        session = self.sessions[side].pop(place, None)
        if session is not None:
            session.stop()
            self.programs[side].scheduler.advance(0)
            self.accounts[place].save()
            self.accounts[place].holder = None

    @precondition(lambda self: any(len(own) > 1 for own in self.sessions))
    @rule(data=st.data(), failing=st.none() | st.integers(0, 3))
    def transfer(self, data: Any, failing: int | None) -> None:
        side, chosen = self.choose(data)
        commits = itertools.count()

        def fail() -> None:
            if next(commits) == failing:
                raise SaveFailed("disk full")

        for backend in self.files.values():
            backend.during_commit = fail
        done = self.run(side, chosen)
        for backend in self.files.values():
            backend.during_commit = None
        files = list(dict.fromkeys(file for file, _ in chosen))
        decided = 0 if len(files) == 1 else len(files)
        assert done == (failing is None or failing > decided)
        for place in chosen:
            account = self.accounts[place]
            before = account.value
            account.value, account.dirty = before + (GAIN if done else LOSS), True
            # Only what is applied after the decision can be late.
            if failing != 3 or files.index(place[0]) == 0 or len(files) == 1:
                account.save()
            else:
                account.saved, account.owed = before, GAIN

    @precondition(lambda self: any(len(own) > 1 for own in self.sessions))
    @rule(data=st.data(), writes=st.integers(0, 4))
    def crash(self, data: Any, writes: int) -> None:
        side, chosen = self.choose(data)
        self.fuse.left = writes
        try:
            self.run(side, chosen)
            crashed = False
        except Crash:
            crashed = True
        self.fuse.left = None
        files = list(dict.fromkeys(file for file, _ in chosen))
        assert crashed == (writes < (1 if len(files) == 1 else 5))
        for place in chosen:
            self.fall(self.accounts[place], files.index(place[0]), len(files), writes)
        self.kill(side)

    def fall(self, account: Account, file: int, files: int, writes: int) -> None:
        """Have the model know what a crash after some writes left of one account."""
        if files == 1:
            if writes:
                account.value, account.dirty = account.value + GAIN, True
                account.save()
            return
        if writes > file:
            account.save()
        if 0 < writes <= files:
            account.owed += LOSS
        elif writes > files + file:
            account.saved += GAIN
        elif writes:
            account.owed += GAIN

    def choose(self, data: Any) -> tuple[int, list[Place]]:
        side = data.draw(st.sampled_from([s for s in SIDES if len(self.sessions[s]) > 1]))
        own = st.sampled_from(self.own(side))
        chosen = data.draw(st.lists(own, min_size=2, max_size=4, unique=True))
        if any(self.accounts[place].owed for place in chosen):
            # Its save tells the journal, and that would be among the writes that are counted.
            self.save(side)
        return side, chosen

    def run(self, side: int, chosen: list[Place]) -> bool:
        sessions = [self.sessions[side][place] for place in chosen]

        def gain(number: int) -> None:
            for session in sessions:
                assert session.patch(add, number)

        return transaction(lambda: gain(GAIN), lambda: gain(LOSS))

    @rule(side=sides)
    def kill(self, side: int) -> None:
        self.programs[side].kill()
        for place in self.sessions[side]:
            self.accounts[place].holder = None
        self.sessions[side] = {}
        self.programs[side] = self.start()

    @rule(side=sides, place=places)
    def take_over_from_one_that_sleeps(self, side: int, place: Place) -> None:
        account, other = self.accounts[place], 1 - side
        if account.holder != other:
            return
        lost, asides = self.sessions[other].pop(place), len(self.files[place[0]].aside)
        self.sessions[side][place] = self.programs[side].load(*place, takeover=True)
        rescued = account.dirty and account.value != account.saved + account.owed
        value = account.value
        account.open(side)
        self.programs[other].scheduler.advance(5)
        reason = lost.bad()
        assert reason is not None
        assert reason.code == "lock_lost"
        kept = self.files[place[0]].aside[asides:]
        if rescued:
            assert [json.loads(aside.text)["data"]["count"] for aside in kept] == [value]

    @rule(side=sides, seconds=st.floats(0, 20), shift=st.sampled_from([-86_400, 0, 86_400]))
    def live_on(self, side: int, seconds: float, shift: int) -> None:
        self.programs[side].scheduler.wall_shift += shift
        self.programs[side].scheduler.advance(seconds)

    @rule(place=places)
    def wait_for_one_that_lives(self, place: Place) -> None:
        holder = self.accounts[place].holder
        if holder is not None:
            other = self.programs[1 - holder]
            other.scheduler.later(15, lambda: self.programs[holder].scheduler.advance(5))
            with pytest.raises(SessionLocked):
                other.load(*place, takeover=True)

    @invariant()
    def all_is_as_in_the_model(self) -> None:
        for place, account in self.accounts.items():
            backend = self.files[place[0]]
            text = backend.stored["account", place[1]].text
            assert json.loads(text)["data"]["count"] == account.saved
            for side in SIDES:
                session = self.sessions[side].get(place)
                assert (session is not None) == (account.holder == side)
                if session is not None:
                    assert session.value["count"] == account.value
                    assert session.dirty == account.dirty
                    assert session.state == "open"
            row = backend.locks.rows["account", place[1]]
            alive = row.holder is not None and row.holder.owner not in self.processes.dead
            assert alive == (account.holder is not None)

    def teardown(self) -> None:
        """Whatever was left open comes to its end, and nothing of it stays behind."""
        for _ in range(2):
            for side in SIDES:
                self.kill(side)
            for place in PLACES:
                self.load(0, place)
            self.all_is_as_in_the_model()
            assert self.programs[0].close()
            for account in self.accounts.values():
                account.save()
        for backend in self.files.values():
            assert not backend.journal.kept


Copies.TestCase.settings = settings(max_examples=100, stateful_step_count=40, deadline=None)
TestCopies = Copies.TestCase
