"""What a game master has in mind for an evening: objectives, secrets, and what was left open.

Where an objective stands, and which secrets are out, is ours alone: ``own.objectives`` and
``own.revealed``. What the next session takes over of it is linked, not copied: ``own.carried``.

Source: campaign specification, section 2; "At the table", section 1, points 10 and 11.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from sessionary.core.campaign.record import list_at, object_at, text_at, texts_at
from sessionary.core.text import fold

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sessionary.core.campaign.session_review import SessionReview

Data = dict[str, Any]


class Standing(StrEnum):
    """Where a planned objective stands; the values are those of ``own.objectives``."""

    OPEN = ""
    MET = "reached"
    PARTLY = "partly"
    FAILED = "failed"
    MOVED = "moved"


CARRIED_ON: Final = frozenset({Standing.OPEN, Standing.PARTLY, Standing.MOVED})
"""What a next session is asked to take over; what failed stays where it failed."""


def standings(data: Mapping[str, Any]) -> tuple[tuple[str, Standing], ...]:
    """Return what was planned for a session, and where each of it stands."""
    record, states = object_at(data, "record"), object_at(data, "own", "objectives")
    reached = {fold(text).strip() for text in texts_at(record, "actualObjectives")}
    found = []
    for text in texts_at(record, "plannedObjectives"):
        word = states.get(text)
        standing = Standing(word) if word in set(Standing) else Standing.OPEN
        met = standing is Standing.MET or fold(text).strip() in reached
        found.append((text, Standing.MET if met else standing))
    return tuple(found)


def with_standing(data: Data, text: str, standing: Standing) -> Data:
    """Note where a planned objective stands: what is met is among those reached as well.

    Args:
        data: The session's data, plain; it is changed.
        text: The objective.
        standing: Where it stands now.
    """
    record, own = data["record"], data["own"]
    folded = fold(text).strip()
    before = list(texts_at(record, "actualObjectives"))
    rest = [one for one in before if fold(one).strip() != folded]
    after = [*rest, text] if standing is Standing.MET else rest
    if after != before:
        record["actualObjectives"] = after
        edited = own.setdefault("edited", [])
        if "/actualObjectives" not in edited:
            edited.append("/actualObjectives")
    states = own.setdefault("objectives", {})
    states.pop(text, None)
    if standing not in {Standing.OPEN, Standing.MET}:
        states[text] = standing.value
    if not states:
        del own["objectives"]
    return data


@dataclass(frozen=True, slots=True, kw_only=True)
class Secret:
    """One line of a session's secrets, and whether the players know it by now."""

    text: str
    revealed: bool


def secrets(data: Mapping[str, Any]) -> tuple[Secret, ...]:
    """Return the secrets of a session, a line each."""
    own = object_at(data, "own")
    revealed = {fold(text).strip() for text in texts_at(own, "revealed")}
    lines = map(_bare, secrets_text(own).splitlines())
    return tuple(
        Secret(text=line, revealed=fold(line).strip() in revealed)
        for line in dict.fromkeys(filter(None, lines))
    )


def secrets_text(own: Mapping[str, Any]) -> str:
    """Return the secrets of a session as they are typed; a list of texts is read as its lines."""
    return text_at(own, "secrets") or "\n".join(texts_at(own, "secrets"))


def with_secret(data: Data, text: str, *, revealed: bool) -> Data:
    """Note whether the players know a secret.

    Args:
        data: The session's data, plain; it is changed.
        text: The secret's line.
        revealed: Whether they do.
    """
    own = data["own"]
    folded = fold(text).strip()
    rest = [one for one in texts_at(own, "revealed") if fold(one).strip() != folded]
    own["revealed"] = [*rest, text] if revealed else rest
    if not own["revealed"]:
        del own["revealed"]
    return data


class Sort(StrEnum):
    """What is taken over into a next session; the values are those of ``own.carried``."""

    OBJECTIVE = "objective"
    SECRET = "secret"  # noqa: S105  no password
    THREAD = "thread"
    FIGHT = "fight"


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """One thing that was left open.

    Attributes:
        sort: What it is.
        text: What it says.
        origin: The key of the session that left it open.
        event: The id of the event that told of it, empty if none did.
    """

    sort: Sort
    text: str
    origin: str = ""
    event: str = ""


def carried(data: Mapping[str, Any]) -> tuple[Carried, ...]:
    """Return what a session took over from one before it."""
    found = []
    for one in list_at(data, "own", "carried"):
        sort, text = text_at(one, "sort"), text_at(one, "text").strip()
        if text and sort in set(Sort):
            origin, event = text_at(one, "from"), text_at(one, "event")
            found.append(Carried(sort=Sort(sort), text=text, origin=origin, event=event))
    return tuple(found)


def left_open(data: Mapping[str, Any], review: SessionReview, key: str) -> tuple[Carried, ...]:
    """Return what a session left open: objectives, secrets, threads, and a fight.

    Args:
        data: The session's data.
        review: Everything known of it.
        key: The session's key.
    """
    found = [
        Carried(sort=Sort.OBJECTIVE, text=text, origin=key)
        for text, standing in standings(data)
        if standing in CARRIED_ON
    ]
    found += [
        Carried(sort=Sort.SECRET, text=secret.text, origin=key)
        for secret in secrets(data)
        if not secret.revealed
    ]
    found += [
        Carried(sort=Sort.THREAD, text=named.name, origin=key, event=_id_at(review, named.events))
        for named in (*review.found["openThreads"], *_open_quests(review))
    ]
    if review.combats and review.combats[-1].open:
        fight = review.combats[-1]
        event = _id_at(review, (fight.first,))
        found.append(Carried(sort=Sort.FIGHT, text=fight.name, origin=key, event=event))
    former = [one for one in carried(data) if one.sort is Sort.THREAD]
    return tuple(_each_once([*found, *former]))


def _open_quests(review: SessionReview) -> list[Any]:
    done = {fold(named.name) for named in review.entries("questsCompleted")}
    return [one for one in review.entries("questsStarted") if fold(one.name) not in done]


def _id_at(review: SessionReview, positions: Sequence[int]) -> str:
    return text_at(review.events[positions[0]][0], "id") if positions else ""


def _each_once(found: Sequence[Carried]) -> list[Carried]:
    return list({(one.sort, fold(one.text)): one for one in reversed(found)}.values())[::-1]


def without_carried(data: Data, item: Carried) -> Data:
    """Let a session that is planned leave out after all what it took over.

    An objective or a secret that joined its own goes with it.

    Args:
        data: The session's data, plain; it is changed.
        item: What it leaves out.
    """
    record, own = data["record"], data["own"]
    folded = fold(item.text).strip()

    def same(text: str) -> bool:
        return fold(text).strip() == folded

    own["carried"] = [
        one
        for one in list_at(own, "carried")
        if text_at(one, "sort") != item.sort.value or not same(text_at(one, "text"))
    ]
    if not own["carried"]:
        del own["carried"]
    if item.sort is Sort.OBJECTIVE and "plannedObjectives" in record:
        planned = list_at(record, "plannedObjectives")
        record["plannedObjectives"] = [
            one for one in planned if not (isinstance(one, str) and same(one))
        ]
    if item.sort is Sort.SECRET:
        lines = secrets_text(own).splitlines()
        own["secrets"] = "\n".join(one for one in lines if not same(_bare(one)))
        if not own["secrets"]:
            del own["secrets"]
    return data


def _bare(line: str) -> str:
    """Return what a line of secrets says, without the mark of a list in front."""
    return line.strip().lstrip("-*•").strip()


def with_carried(data: Data, items: Sequence[Carried]) -> Data:
    """Let a session that is planned take over what was left open.

    Objectives and secrets join its own; each keeps its link to where it comes from.

    Args:
        data: The session's data, plain; it is changed.
        items: What it takes over.
    """
    record, own = data["record"], data["own"]
    objectives = [one.text for one in items if one.sort is Sort.OBJECTIVE]
    if objectives:
        planned = list(texts_at(record, "plannedObjectives"))
        known = {fold(text).strip() for text in planned}
        new = [text for text in objectives if fold(text).strip() not in known]
        record["plannedObjectives"] = [*planned, *new]
    lines = [one.text for one in items if one.sort is Sort.SECRET]
    if lines:
        own["secrets"] = "\n".join(filter(None, [secrets_text(own), *lines]))
    if items:
        own["carried"] = [
            *list_at(own, "carried"),
            *(
                {
                    "sort": one.sort.value,
                    "text": one.text,
                    "from": one.origin,
                    **({"event": one.event} if one.event else {}),
                }
                for one in items
            ),
        ]
    return data
