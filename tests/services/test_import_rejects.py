from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from sessionary.core.store.memory import HandScheduler
from sessionary.services.imports.reading import read_files
from sessionary.services.imports.report import Verdict
from sessionary.services.imports.writing import write_import
from sessionary.services.library import Library
from sessionary.services.rejects import KeptReject, kept_rejects
from sessionary.services.sessions import summaries
from sessionary.services.undo import undo_import

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sessionary.services.imports.reading import Preview


def session(number: int, **more: Any) -> dict[str, Any]:
    return {
        "id": f"s-{number}",
        "number": number,
        "realTime": {"startTime": "2025-01-20T18:00:00Z"},
        **more,
    }


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    opened = Library(tmp_path / "library", HandScheduler(), zone="Europe/Berlin")
    yield opened
    opened.close()


def lines(path: Path, *records: dict[str, Any]) -> Path:
    path.write_text("\n".join(json.dumps(one) for one in records), encoding="utf-8")
    return path


def quiet(_done: int, _total: int) -> None:
    """Report to nobody."""


def take(library: Library, *paths: Path, campaign: str = "") -> tuple[Preview, int]:
    preview = read_files(library, paths, quiet, campaign=campaign)
    return preview, write_import(library, preview, quiet, at=1.0).act


def kept(library: Library) -> list[tuple[str, str, str]]:
    def told(reject: KeptReject) -> tuple[str, str, str]:
        return reject.file, reject.place, reject.code

    return [told(one) for one in kept_rejects(library)]


def test_a_session_whose_campaign_nobody_knows_is_kept_word_for_word(
    library: Library, tmp_path: Path
) -> None:
    path = lines(tmp_path / "a.jsonl", session(1), session(2, campaignId="temple"))
    take(library, path)
    assert kept(library) == [("a.jsonl", "line 1", "campaign.missing")]
    (reject,) = kept_rejects(library)
    assert json.loads(reject.words) == session(1)
    assert reject.expected == "the id of a campaign"
    assert len(summaries(library)) == 1


def test_a_session_known_in_two_campaigns_is_kept_and_says_which(
    library: Library, tmp_path: Path
) -> None:
    both = [session(1, campaignId="a"), session(1, campaignId="b")]
    take(library, lines(tmp_path / "a.jsonl", *both))
    event = {
        "id": "e-1",
        "sessionId": "s-1",
        "timestamp": {"realTime": "2025-01-20T18:30:00Z"},
        "event": {"type": "note"},
    }
    take(library, lines(tmp_path / "b.jsonl", session(1, title="Which?"), event))
    assert kept(library) == [
        ("b.jsonl", "line 1", "campaign.ambiguous"),
        ("b.jsonl", "line 2", "campaign.ambiguous"),
    ]
    assert all(one.expected == "one of a, b" for one in kept_rejects(library))


def test_the_same_bytes_are_put_aside_once_until_that_is_undone(
    library: Library, tmp_path: Path
) -> None:
    path = lines(tmp_path / "a.jsonl", session(1, campaignId="temple"), session(2))
    _preview, act = take(library, path)
    take(library, path)
    assert len(kept(library)) == 1
    undo_import(library, act, quiet, at=2.0)
    take(library, path)
    assert kept(library) == [("a.jsonl", "line 2", "campaign.missing")]


@pytest.mark.parametrize("first", ["good.jsonl", "refused.json"])
def test_a_file_that_turns_out_to_be_none_leaves_nothing_but_itself(
    library: Library, tmp_path: Path, first: str
) -> None:
    lines(tmp_path / "good.jsonl", session(1, campaignId="temple"))
    many = [session(number, campaignId="other") for number in range(3000)]
    (tmp_path / "refused.json").write_bytes(
        b"[" + b",".join(json.dumps(one).encode() for one in many) + b',{"id":"\xe4"}]'
    )
    names = sorted(["good.jsonl", "refused.json"], key=lambda name: name != first)
    preview, _act = take(library, *(tmp_path / name for name in names))
    assert preview.counts == {Verdict.NEW: 1, Verdict.WRONG: 1}
    assert [one.container for one in summaries(library)] == ["temple"]
    assert kept(library) == [("refused.json", "", "file.encoding")]
    (reject,) = kept_rejects(library)
    assert reject.text == (tmp_path / "refused.json").read_bytes()
    assert reject.words.endswith('{"id":"ä"}]')
