"""Whole pages: golden files, hostile names, and what must never be printed."""

from __future__ import annotations

import io
import json
import re
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml  # type: ignore[import-untyped]  # no stubs package, as settled for the project
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from sessionary.core.campaign.attendance import attendance_by_player
from sessionary.core.campaign.columns import event_columns
from sessionary.core.campaign.naming import names_of
from sessionary.core.campaign.redact import PlayerView
from sessionary.core.campaign.review import review_session
from sessionary.core.campaign.session_review import GoalLine, SessionReview
from sessionary.formats.atomic import ExportFolder
from sessionary.formats.markdown.campaign import write_campaign, write_vault
from sessionary.formats.markdown.names import MarkdownNames
from sessionary.formats.markdown.session import session_lines, write_session
from sessionary.formats.markdown.vault import front_matter, tag

if TYPE_CHECKING:
    from sessionary.core.campaign.order import LoggedEvent

DATA = Path(__file__).parents[2] / "data" / "markdown"
TEMPLE: dict[str, Any] = json.loads((DATA / "temple.json").read_text("utf-8"))
HOSTILE: list[str] = json.loads((DATA / "hostile.json").read_text("utf-8"))
EPOCH = 32_400


def reviews(temple: dict[str, Any], *, players: bool = False) -> list[SessionReview]:
    campaign, sessions = temple["campaign"], temple["sessions"]
    log: list[LoggedEvent] = [
        (one, event_columns(one, epoch=EPOCH, zone=UTC)) for one in temple["events"]
    ]
    if players:
        view = PlayerView(campaign, world=temple["world"])
        for record, _ in log:
            view.notice(record)
        sessions = [reduced for data in sessions if (reduced := view.session(data))]
        campaign = view.campaign(campaign)
        log = list(view.log(log))
    made = []
    previous = None
    for data in sessions:
        mine = [one for one in log if one[0].get("sessionId") == data["record"]["id"]]
        goals = [GoalLine(id="g", text="Explore [all]", standing="15/20 rooms")] if mine else []
        made.append(
            review_session(data, campaign=campaign, events=mine, previous=previous, goals=goals)
        )
        previous = data
    return made


def names(*, linked: bool = False) -> MarkdownNames:
    known = {"npc-malachar": "Cult Leader Malachar"}
    return MarkdownNames(names_of(TEMPLE["campaign"], known), linked=linked)


def session_page(review: SessionReview, *, linked: bool = False) -> str:
    stream = io.StringIO()
    write_session(stream, review, names=names(linked=linked))
    return stream.getvalue()


def campaign_page(made: list[SessionReview]) -> str:
    stream = io.StringIO()
    players = attendance_by_player(data["record"] for data in TEMPLE["sessions"])
    pages = ["".join(session_lines(review, names=names(), level=2)) for review in made]
    write_campaign(
        stream, "The Temple War", overview=made, attendance=players, pages=pages, names=names()
    )
    return stream.getvalue()


def vault(folder: Path, made: list[SessionReview]) -> dict[str, str]:
    players = attendance_by_player(data["record"] for data in TEMPLE["sessions"])
    with ExportFolder(folder) as out:
        files = write_vault(
            out,
            "The Temple War",
            "campaign-001",
            overview=made,
            attendance=players,
            pages=[session_page(review, linked=True) for review in made],
            names=names(linked=True),
        )
    return {name: (folder / name).read_text("utf-8") for name in files}


def compare(name: str, text: str) -> None:
    assert text == (DATA / name).read_text("utf-8")


def test_a_session_page_is_as_it_should_be() -> None:
    compare("session.md", session_page(reviews(TEMPLE)[1]))


@pytest.mark.parametrize(
    ("sessions", "said"),
    [
        ([], ""),
        ([("planned", 1, None)], ""),
        ([("completed", 1, 120)], "One session: 2 h of play."),
        ([("completed", 1, None)], "One session."),
        ([("completed", 1, 120), ("planned", 9, None)], "One session: 2 h of play."),
        (
            [("completed", 1, 120), ("completed", 8, None)],
            "2 sessions, 2025-01-01 to 2025-01-08: 2 h of play in the one whose end is known.",
        ),
        (
            [("completed", 1, 60), ("completed", 8, None), ("in_progress", 9, 90)],
            "3 sessions, 2025-01-01 to 2025-01-09: 2 h 30 min of play in the 2 whose end is known.",
        ),
    ],
)
def test_a_campaign_says_how_many_sessions_took_place_and_how_long(
    sessions: list[tuple[str, int, int | None]], said: str
) -> None:
    made = []
    for number, (status, day, minutes) in enumerate(sessions):
        times: dict[str, Any] = {"startTime": f"2025-01-{day:02}T18:00:00Z"}
        if minutes is not None:
            times["durationMinutes"] = minutes
        record = {"id": f"s{number}", "number": number, "status": status, "realTime": times}
        data = {"record": record, "own": {}, "spelling": {}}
        made.append(review_session(data, campaign=TEMPLE["campaign"], events=()))
    stream = io.StringIO()
    write_campaign(stream, "The Temple War", overview=made)
    after = stream.getvalue().removeprefix("# The Temple War\n").split("## Sessions")[0]
    assert after.strip() == said


def test_a_session_page_for_players_is_as_it_should_be() -> None:
    compare("session-for-players.md", session_page(reviews(TEMPLE, players=True)[1]))


def test_a_campaign_page_is_as_it_should_be() -> None:
    compare("campaign.md", campaign_page(reviews(TEMPLE)))


def test_a_vault_is_as_it_should_be(tmp_path: Path) -> None:
    notes = vault(tmp_path, reviews(TEMPLE))
    assert [re.sub(r" \w{6}\.md$", "", name) for name in notes] == [
        "The Temple War",
        "Session 14 The Road",
        "Session 15 Into the Temple",
        "Session 16",
    ]
    index, _, note, _ = notes.values()
    compare("vault-index.md", index)
    compare("vault-note.md", note)


def test_links_between_the_notes_of_a_vault_lead_somewhere(tmp_path: Path) -> None:
    notes = vault(tmp_path, reviews(TEMPLE))
    stems = {name.removesuffix(".md") for name in notes}
    targets = {
        target
        for text in notes.values()
        for target in re.findall(r"\[\[([^]|\\]+)", text)
        if re.search(r" [0-9a-z]{6}$", target)
    }
    assert targets == stems


def test_the_same_session_gives_the_same_bytes() -> None:
    assert len({session_page(reviews(TEMPLE)[1]) for _ in range(3)}) == 1


def test_the_file_has_lf_and_ends_with_one() -> None:
    for text in (session_page(reviews(TEMPLE)[1]), campaign_page(reviews(TEMPLE))):
        assert text.endswith("\n")
        assert not text.endswith("\n\n")
        assert "\r" not in text
        assert "\n\n\n" not in text
        assert not re.search(r"[ \t]\n", text)


BARE: list[dict[str, Any]] = [
    {},
    {"id": "x"},
    {"id": "x", "number": 0},
    {"id": "x", "title": "", "summary": None, "stats": None, "participants": None},
    {"id": "x", "title": " ", "summary": {"gm": "", "highlights": [], "npcsIntroduced": [" "]}},
    {"id": "x", "realTime": {"startTime": "soon"}, "gameTime": {"startTime": {"formatted": "?"}}},
    {"id": "x", "plannedObjectives": ["", " "], "tags": [""], "notes": "\n\n"},
    {"id": "x", "status": "completed", "participants": {"players": [{"attended": True}, 3]}},
    {"id": "x", "status": "cancelled", "participants": {"gm": None, "players": []}},
]


@pytest.mark.parametrize("record", BARE)
def test_nothing_is_printed_for_what_is_not_there(record: dict[str, Any]) -> None:
    review = review_session({"record": record, "own": {}})
    for linked in (False, True):
        check_reading(session_page(review, linked=linked))
    check_reading(campaign_page([review]))


def check_reading(text: str) -> None:
    assert not re.search(r"None|undefined|null|nan\b|\{\}|\[\]", text)
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    for one, after in zip(tokens, [*tokens[1:], None], strict=True):
        if one.type == "heading_close" and after is not None and after.type == "heading_open":
            assert int(after.tag[1]) > int(one.tag[1]), text
        if one.type == "heading_close" and one.tag != "h1":
            assert after is not None, text
        if one.type in {"paragraph_open", "heading_open"}:
            assert after is not None, text
            assert after.content.strip(), text


@settings(max_examples=100)
@given(
    st.recursive(
        st.one_of(st.none(), st.integers(), st.text(max_size=5), st.booleans(), st.floats()),
        lambda inner: (
            st.lists(inner, max_size=2)
            | st.dictionaries(st.sampled_from(sorted(BARE[-1])), inner, max_size=2)
        ),
        max_leaves=4,
    ),
    st.sampled_from(sorted(TEMPLE["sessions"][1]["record"])),
)
def test_a_field_of_any_type_gives_a_page(value: Any, key: str) -> None:
    record = {**TEMPLE["sessions"][1]["record"], key: value}
    session_page(review_session({"record": record, "own": {}}))


def filled(text: str) -> dict[str, Any]:
    """Return the temple with `text` wherever a person or a file puts words."""
    temple: dict[str, Any] = json.loads(json.dumps(TEMPLE))
    record = temple["sessions"][1]["record"]
    for key in ("title", "location"):
        record[key] = text
    record["participants"]["gm"] = text
    record["participants"]["players"][0]["characterIds"] = [text]
    record["summary"]["highlights"] = record["summary"]["npcsIntroduced"] = [text]
    record["plannedObjectives"] = record["actualObjectives"] = [text]
    record["tags"] = [text]
    record["house"] = text
    for event in temple["events"]:
        event["event"]["name"] = event["event"]["description"] = text
        event["participants"] = {"actor": text, "targets": [text], "location": text}
        event["mechanics"] = {"outcome": text, "roll": {"expression": text}}
        event["effects"] = {"immediate": [{"type": "condition", "condition": text}]}
    return temple


def shape(text: str) -> list[Any]:
    def kinds(tokens: Any) -> list[Any]:
        made: list[Any] = []
        for token in tokens:
            kind = "text" if token.type == "text_special" else token.type
            part: Any = (kind, token.tag, token.markup, str(token.attrs))
            if kind == "text":
                part = "text"
                if made[-1:] == ["text"]:
                    continue
            made.append([part, kinds(token.children)] if token.children else part)
        return made

    return kinds(MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text))


HARMLESS = shape(session_page(reviews(filled("name"))[1]))


@pytest.mark.parametrize("text", [text for text in HOSTILE if text.strip()])
def test_a_hostile_name_everywhere_leaves_the_page_as_a_harmless_one(text: str) -> None:
    # Short enough for the label of an event, so that lists and log name the same thing.
    assert shape(session_page(reviews(filled(f"x {text[:150]}"))[1])) == HARMLESS


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_name_stays_in_its_vault(text: str, tmp_path: Path) -> None:
    folder = tmp_path / "vault"
    notes = vault(folder, reviews(filled(text)))
    assert len({name.casefold() for name in notes}) == 4
    assert [path.name for path in tmp_path.iterdir()] == ["vault"]
    assert len(list(folder.iterdir())) == 5
    for note in notes.values():
        head = yaml.safe_load(note.split("---\n")[1])
        assert isinstance(head["title"], str)
        assert isinstance(head.get("tags", []), list)


def test_the_log_of_a_page_can_come_from_elsewhere() -> None:
    review = reviews(TEMPLE)[1]
    stream = io.StringIO()
    write_session(stream, review, log=iter(review.events[:1]))
    assert stream.getvalue().count("\n- 10:00 AM") == 1


def test_front_matter_leaves_out_what_is_empty() -> None:
    assert front_matter({"a": None, "b": "", "c": [], "d": 0, "e": ["yes", "0123"]}) == (
        '---\nd: 0\ne:\n  - "yes"\n  - "0123"\n---\n\n'
    )


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("dungeon crawl", "dungeon-crawl"),
        ("day:15", "day-15"),
        ("#a/b", "a/b"),
        ("2025", "2025-"),
        ("!!", ""),
        ("神殿", "神殿"),
    ],
)
def test_a_tag_is_one_that_obsidian_takes(text: str, written: str) -> None:
    assert tag(text) == written


@pytest.mark.parametrize(
    ("times", "said"),
    [
        (("2025-01-20T18:05:00", ""), "Monday, 20 January 2025, 18:05"),
        (("soon", "later"), "soon"),
        (("2025-01-20T18:05:00Z", "late"), "Monday, 20 January 2025, 18:05 to late (UTC)"),
        (
            ("2025-01-20T18:05:00-03:30", "2025-01-20T22:35:00Z"),
            "Monday, 20 January 2025, 18:05 to 19:05 (UTC-03:30)",
        ),
        (
            ("2025-12-31T23:05:00+01:00", "2026-01-01T01:00:00+01:00"),
            "Wednesday, 31 December 2025, 23:05 to Thursday, 1 January 2026, 01:00 (UTC+01:00)",
        ),
    ],
)
def test_a_date_is_told_by_the_clock_of_the_file(times: tuple[str, str], said: str) -> None:
    record = {"id": "x", "realTime": dict(zip(("startTime", "endTime"), times, strict=True))}
    page = session_page(review_session({"record": record, "own": {}}))
    assert f"- **Date:** {said}\n" in page


def test_game_time_is_told_as_far_as_it_is_known() -> None:
    elapsed = {"id": "x", "gameTime": {"elapsed": {"hours": 9}}}
    assert "- **Game time:** 9 h\n" in session_page(review_session({"record": elapsed, "own": {}}))


def test_a_large_unknown_field_is_cut() -> None:
    page = session_page(review_session({"record": {"id": "x", "house": "y" * 9_999}, "own": {}}))
    assert len(page) < 2_200
    assert page.endswith("yy…\n")


def test_a_campaign_of_one_session_and_no_player_has_its_table(tmp_path: Path) -> None:
    review = review_session({"record": {"id": "x", "number": 1}, "own": {}})
    stream = io.StringIO()
    write_campaign(stream, "", overview=[review])
    assert stream.getvalue() == (
        "# Campaign\n\n## Sessions\n\n"
        "| Session | Date | Status | Duration | Game time | Players | Objectives |\n"
        "| --- | --- | --- | --- | --- | --- | --- |\n"
        "| Session 1 |  | Planned |  |  |  |  |\n"
    )
    with ExportFolder(tmp_path) as folder:
        index, note = write_vault(folder, "", "c", overview=[review], pages=[session_page(review)])
    assert index.startswith("Campaign ")
    assert "Before" not in (tmp_path / note).read_text("utf-8")


def test_the_page_of_a_planned_session_is_its_plan() -> None:
    own = {
        "prep": "Two maps.",
        "secrets": "The bell is cursed\nMara lies",
        "revealed": ["Mara lies"],
        "carried": [
            {"sort": "thread", "text": "Who rang?", "from": "s"},
            {"sort": "secret", "text": "Mara lies", "from": "s"},
            {"sort": "fight", "text": "Ambush", "from": "s"},
        ],
    }
    record = {"id": "x", "number": 3, "plannedObjectives": ["Rest"], "status": "planned"}
    page = session_page(review_session({"record": record, "own": own}))
    assert page.endswith(
        "## Objectives\n\n- [ ] Rest\n\n## Preparation\n\nTwo maps.\n\n## Secrets\n\n"
        "- The bell is cursed\n- Mara lies (revealed)\n\n## Taken over\n\n"
        "- Open thread: Who rang?\n- Fight: Ambush\n"
    )
    played = {**record, "status": "completed"}
    assert "Taken over" not in session_page(review_session({"record": played, "own": own}))
