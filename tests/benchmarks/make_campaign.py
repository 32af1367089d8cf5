"""Make the import files of big libraries: one campaign of as many events as asked for.

    python tests/benchmarks/make_campaign.py 100000 /tmp/big

writes ``campaign-100000.json`` (a bundle) and ``campaign-100000.jsonl`` (the same sessions and
events, one a line): 500 events a session, about 644 bytes an event, the same bytes for the same
seed. The sentences are walks through the words of the sample campaign, so that words are as common
and as rare as in a real log; names made of syllables add the long tail.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SAMPLE = Path(__file__).parents[2] / "resources" / "sample" / "campaign.json"
EVENTS_A_SESSION = 500
SENTENCES = 20_000
SHORTEST_SENTENCE, LONGEST_SENTENCE = 5, 13
EPOCH = 86_400
"""What the clock shows at total 0: Day 1, midnight, the program's default."""

FIRST_EVENING = datetime(1990, 1, 2, 18, 0, tzinfo=UTC)
CAMPAIGN = {"id": "campaign-big", "name": "A Campaign of Many Evenings"}
USERS = [{"id": f"user-{number}", "name": f"Player {number}"} for number in range(1, 6)]
CHARACTERS = [
    {"id": f"hero-{number}", "name": f"Hero {number}", "userId": f"user-{number}"}
    for number in range(1, 5)
]

# Type, category, how often in a hundred.
TYPES = (
    ("attack", "combat", 24),
    ("damage", "combat", 10),
    ("healing", "combat", 5),
    ("spell_cast", "combat", 6),
    ("condition_applied", "combat", 3),
    ("creature_death", "combat", 4),
    ("combat_start", "combat", 2),
    ("combat_end", "combat", 2),
    ("round_end", "combat", 8),
    ("dialogue", "social", 9),
    ("npc_introduced", "social", 3),
    ("location_discovered", "exploration", 2),
    ("room_explored", "exploration", 6),
    ("skill_check", "exploration", 6),
    ("item_acquired", "treasure", 2),
    ("treasure_gained", "treasure", 1),
    ("xp_awarded", "progress", 1),
    ("quest_started", "quest", 1),
    ("travel", "exploration", 2),
    ("note", "note", 3),
)
IMPORTANCE = ("trivial", "normal", "normal", "normal", "normal", "significant", "critical")
VISIBILITY = ("public", "public", "public", "public", "gm-only")


class World:
    """The words, names and places that the events draw from; all of it follows from the chance."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.sentences = _sentences(chance, SENTENCES)
        self.rare = _names(chance, 6_000)
        self.creatures = [f"{name} {number}" for name in _names(chance, 60) for number in (1, 2, 3)]
        self.places = [f"the {name} {_noun(chance)}" for name in _names(chance, 400)]
        self.tags = [name.lower() for name in _names(chance, 205)]
        # Common ones come first and often, the last ones hardly ever, as in any real log.
        self.rare_steps = _steps(len(self.rare))
        self.tag_steps = _steps(len(self.tags))
        self.types = [row[:2] for row in TYPES]
        self.type_steps = list(itertools.accumulate(row[2] for row in TYPES))

    def rare_name(self) -> str:
        """Return a name; a few are everywhere, most are nearly nowhere."""
        return self.chance.choices(self.rare, cum_weights=self.rare_steps)[0]


def records(events: int, seed: int = 1) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield ("session" or "event", record): each session before its events.

    Args:
        events: How many events; the last session has what is left over.
        seed: Other seeds give other campaigns.
    """
    world = World(random.Random(seed))  # noqa: S311 - the same numbers each time are the point
    total = 0
    for number, first in enumerate(range(0, events, EVENTS_A_SESSION), 1):
        count = min(EVENTS_A_SESSION, events - first)
        start = FIRST_EVENING + timedelta(days=7 * (number - 1))
        session = _session(world, number, start, total)
        yield "session", session
        for position in range(count):
            total += world.chance.randrange(0, 120)
            moment = start + timedelta(seconds=position * 28)
            yield "event", _event(world, first + position, session["id"], moment, total)
        total += 8 * 3600 + world.chance.randrange(0, 3 * 86_400)


def _session(world: World, number: int, start: datetime, total: int) -> dict[str, Any]:
    chance = world.chance
    players = [
        {"userId": hero["userId"], "characterIds": [hero["id"]], "attended": chance.random() > 0.1}
        for hero in CHARACTERS
    ]
    return {
        "id": f"session-{number:05}",
        "campaignId": CAMPAIGN["id"],
        "number": number,
        "status": "completed",
        "title": f"The {world.rare_name()} {_noun(chance)}",
        "description": chance.choice(world.sentences),
        "realTime": {
            "startTime": _stamp(start),
            "endTime": _stamp(start + timedelta(hours=4)),
            "durationMinutes": 240,
        },
        "gameTime": {"startTime": _game_time(total)},
        "participants": {"gm": USERS[4]["id"], "players": players},
        "plannedObjectives": [chance.choice(world.sentences) for _ in range(3)],
        "tags": sorted(set(chance.choices(world.tags, cum_weights=world.tag_steps, k=2))),
    }


def _event(world: World, number: int, session: str, moment: datetime, total: int) -> dict[str, Any]:
    chance = world.chance
    word, category = chance.choices(world.types, cum_weights=world.type_steps)[0]
    hero = chance.choice(CHARACTERS)["id"]
    creature = chance.choice(world.creatures)
    name = world.rare_name()
    said = f"{chance.choice(world.sentences)} {name}. {chance.choice(world.sentences)}"
    event: dict[str, Any] = {
        "type": word,
        "category": category,
        "name": f"{name} and the {_noun(chance)}",
        "description": said,
    }
    if word in {"treasure_gained", "xp_awarded"}:
        event["value"] = chance.randrange(10, 400)
    record: dict[str, Any] = {
        "id": f"event-{number:07}",
        "sessionId": session,
        "timestamp": {"realTime": _stamp(moment), "gameTime": _game_time(total)},
        "event": event,
        "participants": {
            "actor": hero,
            "targets": [creature],
            "location": chance.choice(world.places),
        },
    }
    if word in {"attack", "skill_check"}:
        die, bonus = chance.randrange(1, 21), chance.randrange(0, 9)
        roll = {"expression": f"1d20+{bonus}", "rolls": [die], "modifiers": bonus}
        record["mechanics"] = {"roll": {**roll, "total": die + bonus}}
    if word in {"attack", "damage", "healing"}:
        sort = "healing" if word == "healing" else "damage"
        effect = {"type": sort, "target": creature, "value": chance.randrange(1, 20)}
        record["effects"] = {"immediate": [effect]}
    tags = set(chance.choices(world.tags, cum_weights=world.tag_steps, k=chance.randrange(0, 4)))
    record["metadata"] = {
        "tags": sorted(tags),
        "importance": chance.choice(IMPORTANCE),
        "visibility": chance.choice(VISIBILITY),
    }
    return record


def _stamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _game_time(total: int) -> dict[str, Any]:
    day, second = divmod(EPOCH + total, 86_400)
    hour, minute = second // 3600, second % 3600 // 60
    half = "AM" if hour < 12 else "PM"
    return {"total": total, "formatted": f"Day {day}, {hour % 12 or 12}:{minute:02} {half}"}


def _steps(count: int) -> list[float]:
    """Return the cumulated weights of a list whose n-th part is 1/n as common as the first."""
    return list(itertools.accumulate(1 / place for place in range(1, count + 1)))


_NOUNS = (
    "bell", "bridge", "cellar", "chapel", "crown", "door", "ferry", "gate", "harbour", "lamp",
    "ledger", "mill", "oath", "orchard", "quay", "road", "stair", "tide", "tower", "well",
)  # fmt: skip


def _noun(chance: random.Random) -> str:
    return chance.choice(_NOUNS)


def _names(chance: random.Random, count: int) -> list[str]:
    starts = "Al Bra Cor Dun El Fen Gar Hes Il Jor Kar Lys Mor Nim Os Pel Rus Sef Tob Ul Vay Wre"
    middles = "a an be da el en i is la lo mi na or ri sa ta u va"
    ends = "ck dra lin mar nd ne rik rth sk th thas ven wyn x yle"
    made = list(
        map("".join, itertools.product(*(part.split() for part in (starts, middles, ends))))
    )
    if count > len(made):
        made += [f"{one}{other.lower()}" for one, other in itertools.pairwise(made)]
    chance.shuffle(made)
    return made[:count]


def _sentences(chance: random.Random, count: int) -> list[str]:
    """Return sentences that go from word to word as the texts of the sample campaign do."""
    follows: dict[str, list[str]] = defaultdict(list)
    for event in json.loads(SAMPLE.read_text(encoding="utf-8"))["events"]:
        text = event["event"]["description"].encode("ascii", "ignore").decode()
        words = text.replace(".", "").replace(",", "").split()
        for word, following in itertools.pairwise(["", *words, ""]):
            follows[word].append(following)
    return [_walk(chance, follows) for _ in range(count)]


def _walk(chance: random.Random, follows: dict[str, list[str]]) -> str:
    words: list[str] = []
    while len(words) < LONGEST_SENTENCE:
        word = chance.choice(follows[words[-1] if words else ""])
        if not word and len(words) >= SHORTEST_SENTENCE:
            break
        words.append(word or chance.choice(follows[""]))
    return " ".join(words) + "."


def write_lines(path: Path, made: Iterable[tuple[str, dict[str, Any]]]) -> None:
    """Write sessions and events as JSON Lines."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for _, record in made:
            file.write(json.dumps(record) + "\n")


def write_bundle(path: Path, lines: Path) -> None:
    """Write the records of `lines` as one bundle: sessions first, then events."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        people = {"campaign": CAMPAIGN, "users": USERS, "characters": CHARACTERS}
        file.write(json.dumps(people)[:-1])
        for key, is_session in (("sessions", True), ("events", False)):
            file.write(f', "{key}": [\n')
            with lines.open(encoding="utf-8") as records_of_file:
                wanted = (
                    line.rstrip("\n")
                    for line in records_of_file
                    if line.startswith('{"id": "session-') == is_session
                )
                file.writelines(_separated(wanted))
            file.write("]")
        file.write("}\n")


def _separated(lines: Iterable[str]) -> Iterator[str]:
    between = ""
    for line in lines:
        yield between + line
        between = ",\n"
    yield "\n"


def main() -> None:
    """Write both files and say where they are."""
    parser = argparse.ArgumentParser(description="Make the import files of a big campaign.")
    parser.add_argument("events", type=int)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    wanted.folder.mkdir(parents=True, exist_ok=True)
    lines = wanted.folder / f"campaign-{wanted.events}.jsonl"
    write_lines(lines, records(wanted.events, wanted.seed))
    write_bundle(lines.with_suffix(".json"), lines)
    print(f"{lines}: {lines.stat().st_size / wanted.events:.0f} bytes an event")
    print(lines.with_suffix(".json"))


if __name__ == "__main__":
    main()
