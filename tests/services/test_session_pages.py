"""Pages must be the same whoever makes them, and nobody may stay behind who helped."""

from __future__ import annotations

import io
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from sessionary.core.problems import UserError
from sessionary.services.exports import contents, export, page_keeper
from sessionary.services.session_pages import crew, helper_process
from sessionary.services.session_pages.crew import Crew, helpers_for
from sessionary.services.session_pages.frames import read_frame, read_json, write_frame, write_json
from sessionary.services.session_pages.helper_process import HelperProcess

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.services.conftest import Desk

    from sessionary.services.session_pages.helper_process import Answer
    from sessionary.services.session_pages.wanted import Wanted

PLAYED = 11


class Watched:
    """What happens to the helpers of one test."""

    def __init__(self) -> None:
        self.helpers: list[HelperProcess] = []
        self.pages = 0

    def gone(self) -> bool:
        return all(helper.code is not None for helper in self.helpers)


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> Watched:
    """Have two helpers make every page, as long as one of them lives."""
    seen = Watched()
    start, note, mine = Crew.start, Crew._note, Crew._for_me

    def started(self: Crew) -> None:
        start(self)
        seen.helpers += self._helpers

    def noted(self: Crew, answer: Answer) -> None:
        seen.pages += answer.page is not None
        note(self, answer)

    def patient(self: Crew, document: int) -> Wanted | None:
        return None if self._helpers else mine(self, document)

    monkeypatch.setattr(crew, "_WORTH_A_HELPER", 1)
    monkeypatch.setattr(crew, "_processors", lambda: 3)
    monkeypatch.setattr(page_keeper, "_WORTH_KEEPING", 1)
    monkeypatch.setattr(Crew, "start", started)
    monkeypatch.setattr(Crew, "_note", noted)
    monkeypatch.setattr(Crew, "_for_me", patient)
    return seen


def made_alone(desk: Desk, format_: str) -> dict[str, bytes]:
    """Return an export that nobody helped with, and forget its pages."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(crew, "helpers_for", lambda _events: 0)
        files = desk.exported(format_)
    forget(desk)
    return files


def forget(desk: Desk) -> None:
    with desk.library.file.writing() as connection:
        connection.exec_driver_sql("DELETE FROM cache")


@pytest.mark.parametrize("format_", ["markdown", "vault"])
def test_helpers_make_the_same_pages_and_keep_them(
    sample: Desk, watched: Watched, format_: str
) -> None:
    alone = made_alone(sample, format_)
    assert sample.exported(format_) == alone
    assert watched.pages == 13
    assert watched.gone()
    kept = sample.rows("SELECT name, blob FROM cache ORDER BY name")
    assert len(kept) == PLAYED
    made_alone(sample, format_)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(crew, "helpers_for", lambda _events: 0)
        sample.exported(format_)
    assert sample.rows("SELECT name, blob FROM cache ORDER BY name") == kept


def refuse(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(sys, "executable", "/no/such/program")


def stop_at_once(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(helper_process, "_PROGRAM", "sessionary.no_such_program")


def see_another_state(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(contents, "last_act", lambda _connection: -1)


def die_at_work(patch: pytest.MonkeyPatch) -> None:
    give = HelperProcess.give

    def killed(self: HelperProcess, wanted: Wanted) -> None:
        give(self, wanted)
        if len(self.in_hand) > 1:
            self._process.kill()

    patch.setattr(HelperProcess, "give", killed)


@pytest.mark.parametrize("fail", [refuse, stop_at_once, see_another_state, die_at_work])
def test_what_a_helper_does_not_make_is_made_here(
    sample: Desk,
    watched: Watched,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    fail: Callable[[pytest.MonkeyPatch], None],
) -> None:
    alone = made_alone(sample, "markdown")
    fail(monkeypatch)
    assert sample.exported("markdown") == alone
    assert watched.pages < 13
    assert watched.gone()
    assert "help" in caplog.text


def test_an_export_that_is_ended_leaves_no_helper(
    sample: Desk, watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    def end(_done: int, _total: int) -> None:
        raise UserError("Enough.")

    # A helper that never answers: whoever waits is asked whether the export is still wanted.
    monkeypatch.setattr(HelperProcess, "give", lambda self, wanted: self.in_hand.append(wanted))
    with pytest.raises(UserError):
        export(sample.library, None, "markdown", sample.papers / "ended", report=end)
    assert watched.helpers
    assert watched.gone()
    assert not list(sample.papers.glob("ended/*.md"))


def test_a_helper_ends_with_the_program_that_started_it() -> None:
    done = subprocess.run(
        [sys.executable, "-P", "-m", helper_process._PROGRAM],
        input=b"", capture_output=True, check=True, env=helper_process._environment(),
    )  # fmt: skip
    assert (done.stdout, done.stderr) == (b"", b"")


@pytest.mark.parametrize(
    ("events", "processors", "helpers"),
    [(0, 4, 0), (4_999, 4, 0), (5_000, 4, 1), (100_000, 4, 3), (100_000, 64, 3), (100_000, 1, 0)],
)
def test_helpers_are_as_many_as_are_worth_it(
    monkeypatch: pytest.MonkeyPatch, events: int, processors: int, helpers: int
) -> None:
    monkeypatch.setattr(crew, "_processors", lambda: processors)
    assert helpers_for(events) == helpers
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert helpers_for(events) == 0


def test_a_frame_that_is_cut_off_is_none() -> None:
    pipe = io.BytesIO()
    write_frame(pipe, b"")
    write_json(pipe, {"name": "Bó", "total": 10**30})
    whole = pipe.getvalue()
    pipe = io.BytesIO(whole)
    assert read_frame(pipe) == b""
    assert read_json(pipe) == {"name": "Bó", "total": 10**30}
    assert read_json(pipe) is None
    assert read_json(io.BytesIO(whole[8:-1])) is None
