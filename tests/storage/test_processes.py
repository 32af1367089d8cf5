"""Who lives, as the system tells it, and what is said where it does not tell."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from sessionary.storage import processes
from sessionary.storage.processes import SystemProcesses, this_boot, this_process

if TYPE_CHECKING:
    from pathlib import Path

LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs /proc")


@pytest.fixture
def known() -> SystemProcesses:
    return SystemProcesses()


def test_this_process_lives_and_two_starts_are_told_apart(known: SystemProcesses) -> None:
    one, two = this_process(), this_process()
    assert known.lives(one)
    assert one.pid == os.getpid()
    assert f"process {os.getpid()}" in one.label
    assert one.owner != two.owner
    assert replace(one, owner=two.owner) == two


def test_a_process_that_ended_is_gone_also_while_its_parent_has_not_asked(
    known: SystemProcesses,
) -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        holder = replace(this_process(), pid=child.pid, started=processes._started(child.pid))
        assert known.lives(holder)
        assert child.stdin
        child.stdin.close()
        if sys.platform.startswith("linux"):
            os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
            assert known.lives(holder) is False
        child.wait()
        assert known.lives(holder) is False


def test_another_process_of_the_same_number_is_another_one(known: SystemProcesses) -> None:
    assert known.lives(replace(this_process(), started="1")) is False


def test_nothing_is_known_of_other_computers_and_runs(known: SystemProcesses) -> None:
    assert known.lives(replace(this_process(), boot="other")) is None


@LINUX
def test_a_process_that_the_system_hides_may_live(
    known: SystemProcesses, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    me = this_process()
    monkeypatch.setattr(processes, "_PROC", tmp_path)
    assert known.lives(me) is None


@LINUX
def test_the_name_of_a_program_may_hold_anything(
    known: SystemProcesses, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    numbers = " ".join(str(number) for number in range(4, 53))
    (tmp_path / "7").mkdir()
    (tmp_path / "7" / "stat").write_text(f"7 (a) Z 9 (b) S {numbers}", "utf-8")
    monkeypatch.setattr(processes, "_PROC", tmp_path)
    assert processes._started(7) == "22"


@LINUX
def test_a_run_of_the_computer_that_has_no_id_is_taken_for_a_new_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(processes, "_PROC", tmp_path)
    this_boot.cache_clear()
    assert this_boot().startswith("unknown ")
    assert this_boot() == this_boot()
    this_boot.cache_clear()
