"""Random campaigns with a token in every place: none of the GM's may reach the players."""

from __future__ import annotations

import io
import json
import re
from dataclasses import dataclass, field
from datetime import UTC
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from sessionary.core.campaign.attendance import attendance_by_player
from sessionary.core.campaign.columns import event_columns
from sessionary.core.campaign.naming import names_of
from sessionary.core.campaign.redact import PlayerView
from sessionary.core.campaign.review import review_session
from sessionary.formats import csv_tables
from sessionary.formats.atomic import ExportFolder
from sessionary.formats.calendar_file import Evening, calendar_text
from sessionary.formats.html_page import html_pages
from sessionary.formats.markdown.campaign import write_campaign, write_vault
from sessionary.formats.markdown.names import MarkdownNames
from sessionary.formats.markdown.session import session_lines

if TYPE_CHECKING:
    from pathlib import Path

    from sessionary.core.campaign.order import LoggedEvent
    from sessionary.core.campaign.session_review import SessionReview

GM = "gmqz"
LOGGED_AT = "1737397800000000"
PLAYERS = "plvw"
LETTERS = "abcdefghijkmopqrtuvwxyz"  # no s and n: "gmqzas" would be "gmqza" with an ending


@dataclass
class Campaign:
    """A random campaign. Texts with a token of the GM's are secret, those of players are shown."""

    random: Random
    count: int = 0
    shown: set[str] = field(default_factory=set)
    data: dict[str, Any] = field(default_factory=dict)
    world: list[dict[str, Any]] = field(default_factory=list)
    goals: list[dict[str, Any]] = field(default_factory=list)
    sessions: list[dict[str, Any]] = field(default_factory=list)
    events: list[dict[str, Any]] = field(default_factory=list)

    def token(self, prefix: str) -> str:
        self.count += 1
        rest, letters = self.count, ""
        while rest:
            rest, digit = divmod(rest, len(LETTERS))
            letters += LETTERS[digit]
        return f"{prefix}{letters}q"

    def gm(self) -> str:
        """Return something that only the GM may see, of any type that holds text."""
        token = self.token(GM)
        return self.random.choice([token, f"The {token}", f"{token}-x_{token}", f"a\n{token} b"])

    def secret(self) -> Any:
        forms = [self.gm(), [self.gm()], {"x": self.gm()}, {self.gm(): 1}, [{"y": [self.gm()]}]]
        return self.random.choice(forms)

    def seen(self) -> str:
        token = self.token(PLAYERS)
        self.shown.add(token)
        return self.random.choice([token, f"The {token}", f"{token} & Co", f"{token}'s [x]"])

    def maybe(self, value: dict[str, Any]) -> dict[str, Any]:
        return value if self.random.random() < 0.7 else {}

    def strewn(self, record: dict[str, Any]) -> dict[str, Any]:
        """Return `record` with unknown keys in it, which are the GM's."""
        for _ in range(self.random.randrange(3)):
            record[self.token(GM)] = self.secret()
            record[f"x{self.count}"] = self.secret()
        return record


def hidden_mark(made: Campaign) -> dict[str, Any]:
    word = made.random.choice(["gm-only", "player-specific", "Public", "party", "", 0, False, []])
    return {"visibility": word}


def make(seed: int) -> Campaign:
    made = Campaign(Random(seed))  # noqa: S311 - tokens, no secrets
    people(made)
    made.data = {
        "record": made.strewn(
            {"id": "campaign-001", "name": made.seen(), "description": made.gm(),
             "template": made.gm(), "calendar": made.secret()}
        ),
        "own": made.strewn(
            {
                "epoch": 86_400,
                "hiddenTags": [made.token(GM) for _ in range(made.random.randrange(3))],
                "users": [made.strewn({"id": "ann", "name": made.seen()})],
                "characters": [
                    made.strewn({"id": "fighter-pc", "name": made.seen(), "userId": "ann"}),
                    {"id": made.world[0]["record"]["id"], "name": made.gm()},
                ],
            }
        ),
    }  # fmt: skip
    for number in range(1, made.random.randrange(2, 4)):
        made.sessions.append(session(made, number))
        made.events += [event(made, number) for _ in range(made.random.randrange(6))]
    # Chance has thrown some of the tokens away again.
    written = json.dumps([made.data, made.sessions, made.events, made.world], ensure_ascii=False)
    made.shown = {token for token in made.shown if token in written}
    return made


def people(made: Campaign) -> None:
    for _ in range(made.random.randrange(1, 4)):
        record = {"id": made.token(GM), "name": made.gm(), "aliases": [made.gm()],
                  "visibility": "gm-only", "notes": made.gm()}  # fmt: skip
        made.world.append({"record": made.strewn(record), "own": {}})
    elara = {"id": "elara", "name": "Elara", "visibility": "public"}
    if made.random.random() < 0.5:
        elara |= {"notes": f"{made.seen()} {mention(made)}", "notesVisibility": "public"}
    else:
        elara |= {"notes": made.gm()}
    made.world.append({"record": elara, "own": {}})
    goal = {"id": made.token(GM), "name": made.gm(), "description": made.gm()}
    made.goals.append({"record": {**goal, "visibility": "gm-only"}, "own": {}})
    made.goals.append({"record": {**goal, "name": made.gm()}, "own": {}})


def mention(made: Campaign) -> str:
    """Return a visible text that speaks of somebody hidden."""
    who = made.random.choice([one for one in made.world if one["record"]["id"] != "elara"])[
        "record"
    ]
    name: str = made.random.choice([who["id"], who["name"], who["name"].upper(), who["aliases"][0]])
    name = name.replace("\n", " ")
    return made.random.choice([name, f"They meet {name}.", f"{name}'s plan", f"({name})"])


def lines(made: Campaign) -> list[Any]:
    said = [made.seen() for _ in range(made.random.randrange(3))]
    return said + [mention(made) for _ in range(made.random.randrange(2))]


def session(made: Campaign, number: int) -> dict[str, Any]:
    hidden_tags = made.data["own"]["hiddenTags"]
    player = {"userId": "ann", "characterIds": ["fighter-pc", made.world[0]["record"]["id"]],
              "attended": True}  # fmt: skip
    shared, prepared = made.random.random() < 0.5, made.random.random() < 0.3
    notes = f"{made.seen()} {mention(made)}" if shared else made.gm()
    record = {
        "id": f"session-{number}",
        "campaignId": "campaign-001",
        "number": number,
        "status": "completed",
        "title": made.random.choice([made.seen(), f"{made.seen()} {mention(made)}"]),
        **made.maybe({"description": made.seen(), "location": made.seen()}),
        "notes": notes,
        "realTime": made.strewn({"startTime": "2025-01-20T18:05:00Z"}),
        "gameTime": made.strewn({"startTime": made.strewn({"total": 0})}),
        "participants": made.strewn(
            {"gm": made.seen(), "players": [made.strewn(player)], "characters": ["fighter-pc"]}
        ),
        "plannedObjectives": lines(made),
        "actualObjectives": lines(made),
        "summary": made.strewn(
            {
                "auto": made.gm(),
                **made.maybe({"gm": f"{made.seen()} {mention(made)}\n\n{made.seen()}"}),
                **{name: lines(made) for name in
                   ("highlights", "npcsIntroduced", "locationsVisited", "itemsAcquired",
                    "questsStarted", "questsCompleted")},
            }
        ),
        "stats": {"eventCount": 987_654_321, "xpEarned": 987_654_321, "other": made.gm()},
        "tags": [made.seen(), *hidden_tags],
        "createdAt": made.gm(),
    }  # fmt: skip
    known = [*(made.seen().split("'")[0] for _ in range(2)), mention(made)]
    secrets = [made.gm().replace("\n", " "), *known]
    own: dict[str, Any] = {
        "tags": [made.seen(), *hidden_tags],
        "notes": made.gm(),
        "prep": made.seen() if prepared else made.secret(),
        "secrets": made.random.choice([secrets, "\n".join(f"- {one}" for one in secrets)]),
        "revealed": known,
        "noteVisibility": {
            "notes": "public" if shared else made.random.choice(["gm-only", "Public", "", 1]),
            **({"prep": "public"} if prepared else {}),
        },
        "edited": [f"/record/{made.gm()}"],
        "links": made.secret(),
    }
    if made.random.random() < 0.5:
        own["visibility"] = {"/record/location": "gm-only"}
        record["location"] = made.gm()
    return {"record": made.strewn(record), "own": made.strewn(own), "spelling": {made.gm(): "1e3"}}


def event(made: Campaign, number: int) -> dict[str, Any]:
    visible = made.random.random() < 0.5
    text = made.seen if visible else made.gm
    hidden = made.random.choice(made.world)["record"]["id"]
    record: dict[str, Any] = {
        "id": f"event-{made.count}" if visible else made.token(GM),
        "sessionId": f"session-{number}",
        "timestamp": {
            "realTime": "2025-01-20T18:30:00Z",
            "gameTime": {"total": made.random.randrange(99_999), "formatted": "Day 1, 1:00 AM"},
        },
        "event": {"type": made.random.choice(["attack", "note", "npc_introduced", "xp_awarded"]),
                  "name": text(), "description": text(), "value": 987_654_321},
        "participants": {"actor": text(), "targets": [text(), hidden], "location": text()},
        "mechanics": {"roll": {"expression": text(), "total": 3}, "outcome": text()},
        "effects": {
            "immediate": [{"type": "damage", "target": hidden, "value": 987_654_321}]
            if hidden != "elara" or not visible else [],
            "cascade": [made.token(GM)],
        },
        "metadata": {"tags": [text(), *made.data["own"]["hiddenTags"]]},
    }  # fmt: skip
    if visible:
        record["event"]["value"] = 5
        record["metadata"]["visibility"] = "public"
        for part in ("event", "participants", "mechanics", "metadata"):
            made.strewn(record[part])
        return made.strewn(record)
    if made.random.random() < 0.8:
        record["metadata"].update(hidden_mark(made))
    elif made.random.random() < 0.5:
        del record["metadata"]
    return record


def leaves(made: Campaign, folder: Path) -> tuple[str, PlayerView]:
    """Return everything that is written for players of a campaign, in one text."""
    view = PlayerView(made.data, world=made.world, goals=made.goals)
    logged: list[LoggedEvent] = [
        (one, event_columns(one, epoch=86_400, zone=UTC)) for one in made.events
    ]
    for record, _ in logged:
        view.notice(record)
    campaign = view.campaign(made.data)
    sessions = [reduced for data in made.sessions if (reduced := view.session(data))]
    goals = [reduced for data in made.goals if (reduced := view.goal(data))]
    world = [reduced for data in made.world if (reduced := view.thing(data))]
    log = list(view.log(logged))
    out = io.StringIO(newline="")
    records = [campaign, sessions, goals, world, [record for record, _ in log]]
    json.dump(records, out, ensure_ascii=False)
    out.write(repr([columns for _, columns in log]))
    csv_tables.write_sessions(out, sessions)
    csv_tables.write_events(out, [record for record, _ in log])
    csv_tables.write_attendance(out, sessions)
    write_pages(out, folder, campaign, sessions, log)
    return out.getvalue(), view


def write_pages(
    out: io.StringIO,
    folder: Path,
    campaign: dict[str, Any],
    sessions: list[dict[str, Any]],
    log: list[LoggedEvent],
) -> None:
    made, previous = [], None
    for data in sessions:
        mine = [one for one in log if one[0].get("sessionId") == data["record"]["id"]]
        made.append(review_session(data, campaign=campaign, events=mine, previous=previous))
        previous = data
    players = attendance_by_player(data["record"] for data in sessions)
    csv_tables.write_players(out, players, names_of(campaign))
    name = campaign["record"].get("name", "")
    plain = MarkdownNames(names_of(campaign))
    pages = ["".join(session_lines(review, names=plain, level=2)) for review in made]
    write_campaign(out, name, overview=made, attendance=players, pages=pages, names=plain)
    out.writelines(html_pages(name, pages))
    out.write(calendar_text(name, map(evening, made)))
    linked = MarkdownNames(names_of(campaign), linked=True)
    with ExportFolder(folder) as notes:
        write_vault(
            notes,
            name,
            "campaign-001",
            overview=made,
            attendance=players,
            pages=["".join(session_lines(review, names=linked)) for review in made],
            names=linked,
        )
    for path in folder.iterdir():
        out.write(f"\n{path.name}\n{path.read_text('utf-8')}")
        path.unlink()


def evening(review: SessionReview) -> Evening:
    return Evening(
        uid=review.id, title=review.heading, start_us=0, minutes=240, changed_us=0,
        location=review.location, description=review.description,
    )  # fmt: skip


def hidden_numbers(text: str) -> list[str]:
    """Return all long numbers but dates: amounts of hidden events, or sums with them."""
    without_sums_and_dates = re.sub(r"[0-9a-f]{64}|\d{8}T\d{6}Z", "", text)
    long = re.findall(r"\d{7,}", without_sums_and_dates)
    return [number for number in long if number != LOGGED_AT]


@pytest.mark.parametrize("block", range(10))
def test_no_token_of_the_gm_reaches_the_players_and_every_one_of_theirs_does(
    block: int, tmp_path: Path
) -> None:
    missing = total = 0
    for seed in range(block * 30, block * 30 + 30):
        made = make(seed)
        text, view = leaves(made, tmp_path)
        assert GM not in text.casefold(), f"seed {seed}"
        assert not hidden_numbers(text), f"seed {seed}"
        assert not any(GM in one.sentence() for one in view.mentions()), f"seed {seed}"
        total += len(made.shown)
        missing += sum(token not in text for token in made.shown)
    assert missing <= total // 1000


def test_the_tokens_are_found_where_nothing_is_taken_out() -> None:
    made = make(1)
    assert GM in json.dumps(made.sessions)
    assert GM in json.dumps([make(seed).events for seed in range(9)])
