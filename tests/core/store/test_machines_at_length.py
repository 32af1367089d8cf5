"""The random lives of the three machines, many and long: a run of its own, see the readme."""

from __future__ import annotations

import pytest
from hypothesis import settings
from tests.core.store.test_machine import Lives
from tests.core.store.test_machine_copies import Copies
from tests.core.store.test_machine_shared import Shared

pytestmark = [pytest.mark.slow, pytest.mark.timeout(3600)]

AT_LENGTH = settings(max_examples=1500, stateful_step_count=80, deadline=None)


class LongLives(Lives):
    """One copy of the program."""


class LongCopies(Copies):
    """Two copies and two files."""


class LongShared(Shared):
    """Two copies that share the documents of one file."""


for machine in (LongLives, LongCopies, LongShared):
    machine.TestCase.settings = AT_LENGTH

TestLives = LongLives.TestCase
TestCopies = LongCopies.TestCase
TestShared = LongShared.TestCase
