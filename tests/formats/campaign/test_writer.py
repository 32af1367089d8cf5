from __future__ import annotations

import io
import json
from datetime import UTC
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from sessionary.formats.campaign.reader import read_campaign
from sessionary.formats.campaign.writer import write_bundle
from sessionary.formats.records import Record

if TYPE_CHECKING:
    from pathlib import Path

CAMPAIGN = '{"id": "c1", "xp": 1e3}'
SESSIONS = ['{"id":"s1",\n  "number": 1}', '{"id": "s2", "number": 2, "mine": 1.50}']


def test_a_bundle_has_one_record_a_line() -> None:
    out = io.StringIO()
    write_bundle(out, CAMPAIGN, sessions=['{"id": "s1"}', '{"id": "s2"}'], users=['{"id": "u"}'])
    assert out.getvalue() == (
        '{\n"campaign": {"id": "c1", "xp": 1e3},\n'
        '"sessions": [\n{"id": "s1"},\n{"id": "s2"}\n],\n"events": [],\n"goals": [],\n'
        '"characters": [],\n"users": [\n{"id": "u"}\n]\n}\n'
    )


def test_a_bundle_without_campaign_is_json_too() -> None:
    out = io.StringIO()
    write_bundle(out, "")
    assert set(json.loads(out.getvalue())) == {"sessions", "events", "goals", "characters", "users"}


def test_each_text_comes_back_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "bundle.json"
    events = [f'{{"id": "e{n}", "event": {{"type":"note"}}, "n":{n}.0}}' for n in range(1500)]
    with path.open("w", encoding="utf-8", newline="") as out:
        write_bundle(out, CAMPAIGN, sessions=iter(SESSIONS), events=iter(events))
    parts = list(read_campaign(path, zone=UTC, report=lambda _done, _total: None))
    assert [part.text for part in parts] == [CAMPAIGN, *SESSIONS, *events]
    assert {part.campaign for part in parts if isinstance(part, Record)} == {"c1"}


@given(st.lists(st.dictionaries(st.text(max_size=3), st.text(max_size=5), max_size=3), max_size=4))
def test_a_bundle_of_anything_is_json(records: list[dict[str, str]]) -> None:
    out = io.StringIO()
    write_bundle(out, "", goals=[json.dumps(record) for record in records])
    assert json.loads(out.getvalue())["goals"] == records
