from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessionary.formats.sniff import LOOKED_AT, FileFormat, detect

CAMPAIGN = Path(__file__).parents[1] / "data" / "campaign"
SESSION = {"id": "s1", "number": 1, "title": "Into the Temple"}
EVENT = {"id": "e1", "event": {"type": "note"}}
LONG = "x" * (2 * LOOKED_AT)


@pytest.mark.parametrize("path", sorted(CAMPAIGN.rglob("*.json*")), ids=lambda path: str(path.name))
def test_every_campaign_sample_is_known(path: Path) -> None:
    assert detect(path) is FileFormat.CAMPAIGN


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(SESSION),
        json.dumps([SESSION, EVENT]),
        json.dumps(EVENT, indent=4),
        f"{json.dumps(EVENT)}\n{json.dumps(SESSION)}\n",
        json.dumps({"id": "s1", "status": "completed"}),
        json.dumps({"id": "g1", "name": "Find it", "type": "quest"}),
        json.dumps({"campaign": {"id": "c"}}),
        json.dumps({"events": [EVENT], "campaign": {"id": "c"}}),
        json.dumps({"exported": "today", "sessions": []}),
        # Longer than what is looked at.
        json.dumps({**SESSION, "notes": LONG}),
        json.dumps([{**SESSION, "notes": LONG}]),
        json.dumps({"campaign": {"id": "c", "notes": LONG}, "sessions": []}),
        json.dumps({"sessions": [SESSION] * 5000}),
        json.dumps({"events": [{**EVENT, "more": LONG}]}),
        # Broken, but not all of it.
        '{"id": "s0", "number": }\n' + json.dumps(SESSION),
        '{"id": "s0", "number": 1, "title": "cut',
    ],
)
def test_campaign_files_of_every_shape_are_known(tmp_path: Path, text: str) -> None:
    path = tmp_path / "holiday.png"
    for content in (text.encode(), gzip.compress(text.encode()), text.encode("utf-16")):
        path.write_bytes(content)
        assert detect(path) is FileFormat.CAMPAIGN


def test_a_library_is_known(tmp_path: Path) -> None:
    path = tmp_path / "library.json"
    path.write_text('{"format": "sessionary", "version": 1, "documents": [', encoding="utf-8")
    assert detect(path) is FileFormat.SESSIONARY


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"  \n",
        b"[]",
        b"17",
        b"# Session 15: Into the Temple\n\nWe met the priestess.\n",
        b"number,title\n1,Into the Temple\n",
        b'{"format": "visit-bundle", "version": 1, "sessions": [], "events": []}',
        b'{"sessionID": "Q1", "scoreIDs": ["T1"], "game": "sdvx"}',
        b'{"id": "v1", "metadata": {"time": {}}, "operation": {}}',
        b'{"sessions": [{"id": "v1", "metadata": {"time": {}}}]}',
        b'{"total": 1, "result": [{"id": "v1", "type": "page-view", "metadata": {}}]}',
        b"\xff\xfe\x00\x00[",
        b'{"id": "\xe4"}',
        b"\x1f\x8b\x08nonsense",
        b"[" * 5000,
        b"{" * 5000,
        b'[{"a":' * 5000,
        bytes(range(256)),
    ],
)
def test_other_files_are_not(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "campaign.json"
    path.write_bytes(content)
    assert detect(path) is None


@given(st.text(st.sampled_from('{}[]",: \n1a')) | st.binary().map(lambda part: part.decode("l1")))
def test_nothing_makes_it_raise(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.getbasetemp() / "any.json"
    path.write_bytes(text.encode("latin-1"))
    detect(path)
