from __future__ import annotations

import gzip
import json
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sessionary.core.json_text import digest
from sessionary.core.problems import Severity
from sessionary.formats.campaign.reader import read_campaign
from sessionary.formats.records import Record, Reject
from sessionary.formats.text_feed import TextFeed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

FILES = Path(__file__).parents[2] / "data" / "campaign"

# What the reader finds in the damaged samples by itself: file, code, place.
FOUND = [
    ("json.syntax.jsonl", "json.syntax", ["line 2, column 35", "line 3, column 39"]),
    ("json.duplicate_key.jsonl", "json.duplicate_key", ["line 2, column 36"]),
    ("json.not_finite.jsonl", "json.not_finite", ["line 2, column 33", "line 3, column 45"]),
    ("json.depth.jsonl", "json.depth", ["line 2, column 129"]),
    ("record.unknown.jsonl", "record.unknown", ["line 2", "line 3"]),
    ("id.missing.json", "id.missing", ["sessions[1].id"]),
    ("number.type.jsonl", "number.type", ["line 2, number"]),
    ("status.unknown.jsonl", "status.unknown", ["line 2, status"]),
    ("time.invalid.jsonl", "time.invalid", [f"line {n}, realTime.startTime" for n in (2, 3)]),
    ("time.order.jsonl", "time.order", ["line 2, realTime.endTime"]),
    ("value.type.json", "value.type", ["[1].participants.players[0].attended", "[2].tags"]),
    (
        "value.range.jsonl",
        "value.range",
        ["line 2, number", "line 3, stats.eventCount", "line 4, column 63"],
    ),
    ("time.no_offset.jsonl", "time.no_offset", ["line 2, realTime.startTime"]),
    (
        "gametime.unreadable.jsonl",
        "gametime.unreadable",
        ["line 3, timestamp.gameTime.formatted"],
    ),
    ("roll.sum.jsonl", "roll.sum", ["line 3, mechanics.roll"]),
    ("visibility.unknown.jsonl", "visibility.unknown", ["line 3, metadata.visibility"]),
]
WARNINGS = {"time.no_offset", "gametime.unreadable", "roll.sum", "visibility.unknown"}
# What can only be told by the library or by all records together; the reader lets them pass.
LATER = [
    "campaign.missing.jsonl",
    "campaign.ambiguous.jsonl",
    "number.duplicate.jsonl",
    "status.move-first.jsonl",
    "status.move.jsonl",
    "goal.cycle.json",
    "gametime.mismatch.jsonl",
    "event.session.unknown.jsonl",
]


def read(path: Path) -> list[Record | Reject]:
    return list(read_campaign(path, zone=UTC, report=lambda _done, _total: None))


def problems(parts: Sequence[Record | Reject]) -> list[tuple[str, str, str]]:
    return [
        (problem.code, problem.place, problem.severity.value)
        for part in parts
        for problem in (part.problems if isinstance(part, Record) else (part.problem,))
    ]


def records(parts: Sequence[Record | Reject]) -> list[Record]:
    return [part for part in parts if isinstance(part, Record)]


def written(folder: Path, content: str | bytes, name: str = "evening.jsonl") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize(("file", "code", "places"), FOUND)
def test_a_damaged_sample_gives_its_code_at_its_place(
    file: str, code: str, places: list[str]
) -> None:
    severity = "warning" if code in WARNINGS else "error"
    assert problems(read(FILES / "bad" / file)) == [(code, place, severity) for place in places]


@pytest.mark.parametrize("file", [file for file, _, _ in FOUND])
def test_the_good_records_of_a_damaged_sample_are_read(file: str) -> None:
    good = [part for part in records(read(FILES / "bad" / file)) if not part.problems]
    ids = [part.value["id"] for part in good if part.sort != "campaign"]
    assert ids[0] == "session-001"
    assert len(ids) >= 2


@pytest.mark.parametrize("file", LATER)
def test_what_only_the_library_can_tell_passes_the_reader(file: str) -> None:
    parts = read(FILES / "bad" / file)
    assert len(records(parts)) >= 2
    assert problems(parts) == []


def test_there_is_a_damaged_sample_of_each_code() -> None:
    files = {path.name for path in (FILES / "bad").iterdir()}
    assert files == {file for file, _, _ in FOUND} | set(LATER)


@pytest.mark.parametrize(
    ("file", "sort"),
    [
        ("1-planned.json", "session"),
        ("2-started.json", "session"),
        ("3-event.json", "event"),
        ("4-completed.json", "session"),
    ],
)
def test_a_document_of_the_life_cycle_is_one_record_word_for_word(file: str, sort: str) -> None:
    path = FILES / "lifecycle" / file
    text = path.read_text(encoding="utf-8").rstrip("\n")
    (part,) = records(read(path))
    assert (part.sort, part.text, part.place, part.line, part.column) == (sort, text, "", 1, 1)
    assert (part.digest, part.problems, part.campaign) == (digest(text), (), "")


BUNDLE = {
    "campaign": {"id": "c1", "name": "The Temple"},
    "sessions": [{"id": "s1", "number": 1}],
    "events": [{"id": "e1", "event": {"type": "note"}}, {"id": "e2", "event": {"type": "note"}}],
    "goals": [{"id": "g1", "name": "Find it"}],
    "characters": [{"id": "pc1", "name": "Ann"}],
    "users": [{"id": "u1", "name": "Ben"}],
}
PLACES = [
    "campaign",
    "sessions[0]",
    "events[0]",
    "events[1]",
    "goals[0]",
    "characters[0]",
    "users[0]",
]


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("packed", [False, True])
def test_a_bundle_gives_each_of_its_records(
    tmp_path: Path, indent: int | None, *, packed: bool
) -> None:
    text = json.dumps(BUNDLE, indent=indent).encode()
    parts = records(read(written(tmp_path, gzip.compress(text) if packed else text)))
    assert [part.place for part in parts] == PLACES
    assert [part.sort for part in parts] == [
        *("campaign", "session", "event", "event", "goal", "character", "user")
    ]
    assert {part.campaign for part in parts} == {"c1"}
    assert [part.position for part in parts] == list(range(7))


def test_a_bundle_whose_campaign_comes_last_still_names_it(tmp_path: Path) -> None:
    text = json.dumps(dict(reversed(BUNDLE.items())))
    assert {part.campaign for part in records(read(written(tmp_path, text)))} == {"c1"}


def test_a_bundle_without_campaign_has_none(tmp_path: Path) -> None:
    text = json.dumps({"sessions": BUNDLE["sessions"]})
    assert [part.campaign for part in records(read(written(tmp_path, text)))] == [""]


def test_each_of_two_bundles_has_its_own_campaign(tmp_path: Path) -> None:
    first = json.dumps({"events": BUNDLE["events"], "campaign": {"id": "c1"}})
    second = json.dumps({"events": BUNDLE["events"], "campaign": {"id": "c2"}})
    parts = records(read(written(tmp_path, f"{first}\n{second}\n")))
    assert [part.campaign for part in parts] == ["c1"] * 3 + ["c2"] * 3
    assert parts[3].place == "line 2, events[0]"


def test_unknown_keys_of_a_bundle_are_kept_and_noted(tmp_path: Path) -> None:
    text = '{"version": 1.50, "campaign": {"id": "c"}, "maps": [{"a": 1}], "sessions": []}'
    version, campaign, maps = read(written(tmp_path, text))
    assert isinstance(campaign, Record)
    assert isinstance(version, Reject)
    assert isinstance(maps, Reject)
    assert (version.text, version.place, version.problem.severity) == (
        b"1.50",
        "version",
        Severity.NOTE,
    )
    assert (maps.text, maps.problem.code) == (b'[{"a": 1}]', "record.unknown")


@pytest.mark.parametrize(
    ("text", "place", "found", "expected"),
    [
        (
            '{"campaign": {"id": "c"}, "events": {"a": 1}}',
            "events",
            '{"a": 1}',
            "a list of records",
        ),
        ('{"campaign": "c", "events": []}', "campaign", '"c"', "the campaign as an object"),
    ],
)
def test_a_key_of_a_bundle_with_another_type_is_an_error(
    tmp_path: Path, text: str, place: str, found: str, expected: str
) -> None:
    (reject,) = [part for part in read(written(tmp_path, text)) if isinstance(part, Reject)]
    problem = reject.problem
    assert (problem.code, problem.place, problem.found, problem.expected) == (
        "value.type",
        place,
        found,
        expected,
    )


def test_an_element_of_a_bundle_that_is_no_object_is_rejected(tmp_path: Path) -> None:
    (reject,) = read(written(tmp_path, '{"events": [17]}'))
    assert isinstance(reject, Reject)
    assert (reject.problem.code, reject.place) == ("record.unknown", "events[0]")


def test_an_error_reads_as_one_sentence_with_file_place_found_and_expected(tmp_path: Path) -> None:
    (part,) = records(read(written(tmp_path, '{"id": "s", "number": "two"}')))
    assert part.wrong
    (problem,) = part.problems
    assert problem.sentence().startswith("evening.jsonl, number: ")
    assert '"two"' in problem.sentence()


def test_a_reject_holds_the_bytes_of_its_file(tmp_path: Path) -> None:
    text = '{"id": "ä", "number": }'
    for encoding, mark in (("utf-8", b""), ("utf-16-le", b"\xff\xfe"), ("utf-8", b"\xef\xbb\xbf")):
        (reject,) = read(written(tmp_path, mark + text.encode(encoding)))
        assert isinstance(reject, Reject)
        assert reject.text == text.encode(encoding)
        assert reject.problem.sentence() == (
            "evening.jsonl, line 1, column 23: found }, expected a value"
        )


def test_progress_is_told_every_500_records_and_at_the_end(tmp_path: Path) -> None:
    path = written(tmp_path, '{"id": "e", "event": {"type": "note"}}\n' * 1200)
    calls: list[tuple[int, int]] = []
    list(read_campaign(path, zone=UTC, report=lambda done, total: calls.append((done, total))))
    size = path.stat().st_size
    assert len(calls) == 4
    assert calls[-1] == (size, size)
    assert all(0 <= done <= total == size for done, total in calls)


class Stopped(Exception):
    pass


def test_what_the_report_raises_stops_the_reading(tmp_path: Path) -> None:
    path = written(tmp_path, '{"id": "e", "event": {"type": "note"}}\n' * 1200)

    def stop(done: int, _total: int) -> None:
        raise Stopped

    parts = read_campaign(path, zone=UTC, report=stop)
    with pytest.raises(Stopped):
        next(parts)


@pytest.mark.parametrize("chunk", [1, 7, 64, 1 << 18])
def test_a_second_reading_gives_the_same_records_but_not_where_they_stand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chunk: int
) -> None:
    monkeypatch.setattr("sessionary.formats.text_feed.TextFeed.read", _in_parts(chunk))
    texts = (
        '{"id": "e1", "event": {"type": "note"}}\n{"id": "e2", "event": {"value": 1e3}}\n',
        '[{"id": "e1", "event": {}}, {"id": "é\\u00e9", "timestamp": {}}]',
        '{"campaign": {"id": "c"}, "events": [ {"id": "e1"} , {"id": "e2"} ], "goals": []}',
        '{"id": "s1", "number": 1}',
    )
    for text in texts:
        path = tmp_path / "file.json"
        path.write_text(text, encoding="utf-8")
        first = list(read_campaign(path, zone=UTC, report=lambda _done, _total: None))
        assert all(isinstance(record, Record) for record in first)
        again = list(
            read_campaign(
                path, zone=UTC, report=lambda _done, _total: None, wrong=frozenset(), again=True
            )
        )
        assert [_said(one) for one in again] == [_said(one) for one in first]


def _said(record: Record | Reject) -> object:
    assert isinstance(record, Record)
    return (record.sort, record.value, record.text, record.position, record.campaign, record.digest)


def _in_parts(chunk: int) -> Callable[[TextFeed], str]:
    whole = TextFeed.read
    held: dict[int, str] = {}

    def read(feed: TextFeed) -> str:
        text = held.pop(id(feed), "") or whole(feed)
        if len(text) > chunk:
            held[id(feed)] = text[chunk:]
        return text[:chunk]

    return read


def test_a_line_that_breaks_off_is_told_where_it_does_so(tmp_path: Path) -> None:
    file = tmp_path / "evenings.jsonl"
    file.write_text(
        '{"id": "a", "number": 1}\n{"id": "b", "realTime":\n{"id": "c", "number": 3}\n', "utf-8"
    )
    found = list(read_campaign(file, zone=UTC, report=lambda _done, _total: None))
    assert [one.value["id"] for one in found if isinstance(one, Record)] == ["a", "c"]
    (broken,) = [one for one in found if isinstance(one, Reject)]
    assert broken.text == b'{"id": "b", "realTime":'
    assert broken.problem.place == "line 2, column 24"
