"""What can be done with sessions and campaigns: made, edited, moved, put into the bin."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

from sessionary.core.campaign.check import check_record
from sessionary.core.campaign.lifecycle import Status, moved
from sessionary.core.campaign.persons import is_former
from sessionary.core.json_pointer import get_at, remove_at, set_at
from sessionary.core.problems import Severity, UserError
from sessionary.core.store.errors import StoreError
from sessionary.services.listing import document_kind
from sessionary.services.stored import DocumentBad, readable_data
from sessionary.services.survey_bin import binned_surveys
from sessionary.storage import queries

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from sessionary.core.campaign.clock import Clock
    from sessionary.core.json_text import J
    from sessionary.core.kinds import SessionSummary
    from sessionary.core.store.act import Act
    from sessionary.services.library import Library

Data = dict[str, Any]

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_WEEK: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign:
    """A campaign as lists show it.

    Attributes:
        id: Its id, which is its key.
        name: What it is called; its id where no name is known.
        epoch: What its clock shows at total 0, in seconds since Day 0, midnight.
        clock: How its days are counted and written.
    """

    id: str
    name: str
    epoch: int
    clock: Clock


def summaries(library: Library, *, binned: bool = False) -> list[SessionSummary]:
    """Return all sessions of campaigns, or those in the bin."""
    with library.reading() as connection:
        return queries.summaries(connection, binned=binned, kind="campaign")


def binned_sessions(library: Library) -> list[SessionSummary]:
    """Return the sessions of every kind that lie in the bin, and surveys as a whole."""
    with library.reading() as connection:
        return [*queries.summaries(connection, binned=True), *binned_surveys(connection)]


def campaigns(library: Library) -> list[Campaign]:
    """Return the campaigns of the library by name."""
    with library.reading() as connection:
        named = list(queries.campaign_names(connection))
    found = [
        Campaign(
            id=key,
            name=name or key,
            epoch=library.epochs.of(key),
            clock=library.epochs.clock_of(key),
        )
        for key, name in named
    ]
    return sorted(found, key=lambda campaign: (campaign.name.casefold(), campaign.id))


def new_campaign(library: Library, name: str) -> str:
    """Make a campaign; return its id.

    Raises:
        UserError: The name is empty.
    """
    name = name.strip()
    if not name:
        raise UserError("A campaign needs a name.")
    identifier = f"campaign-{uuid4()}"
    data: Data = {"record": {"id": identifier, "name": name}, "own": {}, "spelling": {}}
    with library.act(f"New campaign {name}") as act:
        act.create(library.stores["campaign"], identifier, data)
    return identifier


def next_number(library: Library, campaign: str) -> int:
    """Return the number that is proposed for a campaign's next session: the highest plus one."""
    numbers = [
        session.number
        for session in summaries(library)
        if session.container == campaign and session.number is not None
    ]
    return max(numbers) + 1 if numbers else 1


def new_session(
    library: Library,
    campaign: str,
    now: datetime,
    *,
    filled: Callable[[Data], Data] | None = None,
) -> str:
    """Plan the next session of a campaign, with the players of its last one; return its key.

    Args:
        library: Where it goes.
        campaign: The campaign's id.
        now: The time of day, with an offset; the start is proposed on the weekday and at the time
            of the last session, a week after it or as soon as such a time comes.
        filled: Puts more into its data before it is made.
    """
    identifier = f"session-{uuid4()}"
    number = next_number(library, campaign)
    start = _proposed_start(library, campaign, now)
    stamp = now.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    record: Data = {
        "id": identifier,
        "campaignId": campaign,
        "number": number,
        "status": Status.PLANNED.value,
        "realTime": {"startTime": start.isoformat(timespec="minutes")},
        "participants": _expected(library, campaign),
        "createdAt": stamp,
        "updatedAt": stamp,
    }
    data: Data = {"record": record, "own": {}, "spelling": {}}
    with library.act(f"New session {number}") as act:
        act.create(library.stores["session"], identifier, filled(data) if filled else data)
    return identifier


def _proposed_start(library: Library, campaign: str, now: datetime) -> datetime:
    """Return a start at the weekday and time of the campaign's last session; else now."""
    starts = [
        session.start_us
        for session in summaries(library)
        if session.container == campaign and session.start_us is not None
    ]
    if not starts:
        return now
    last = (_EPOCH + timedelta(microseconds=max(starts))).astimezone(library.zone)
    # On the clock of the wall: six in the evening stays six when summer time ends.
    wall = last.replace(tzinfo=None, second=0, microsecond=0)
    here = now.astimezone(library.zone).replace(tzinfo=None)
    weeks = max(1, -((wall - here) // _WEEK))
    return (wall + weeks * _WEEK).replace(tzinfo=library.zone)


def _expected(library: Library, campaign: str) -> Data:
    """Return the participants of a campaign's last session, none of them there yet."""
    last = max(
        (s for s in summaries(library) if s.container == campaign and s.number is not None),
        key=lambda session: session.number or 0,
        default=None,
    )
    if last is None:
        return {"players": []}
    before = _usable(library, last.key)["record"].get("participants")
    before = before if isinstance(before, dict) else {}
    players = [
        {
            "userId": player.get("userId"),
            "characterIds": player.get("characterIds", []),
            "attended": False,
        }
        for player in before.get("players", [])
        if isinstance(player, dict) and not is_former(player.get("userId"))
    ]
    gm = before.get("gm")
    return {**({} if gm is None or is_former(gm) else {"gm": gm}), "players": players}


def _usable(library: Library, key: str) -> Data:
    """Return the data of a session, empty parts if it cannot be used: others go on beside it."""
    try:
        return document_data(library, "session", key)
    except DocumentBad:
        return {"record": {}, "own": {}, "spelling": {}}


def document_data(library: Library, kind: str, key: str) -> Data:
    """Return the data of a document as it is now, unsaved typing included.

    Raises:
        DocumentBad: It cannot be used.
        UserError: There is no such document.
    """
    open_session = library.stores[kind].session_of(key)
    if open_session is not None and open_session.state != "done":
        return open_session.value
    stored = library.database.backend.read(kind, key)
    if stored is None:
        raise UserError(f"There is no {kind} {key}.")
    return readable_data(library, kind, key, stored.text)


def edit(library: Library, kind: str, key: str, pointer: str, value: J, name: str) -> None:
    """Set one value of a document's record, as one act.

    Args:
        library: Where it is.
        kind: The kind of document.
        key: Its key.
        pointer: JSON pointer into the record, such as ``/realTime/startTime``.
        value: What is to stand there; None takes it away.
        name: What was done, for the undo menu.

    Raises:
        UserError: The value is none that may stand there.
    """
    with library.act(name) as act:
        act.edit(library.stores[kind], key, _set_value, pointer, value)
        _check(library, kind, act_value(act, library, kind, key))


def edit_own(library: Library, kind: str, key: str, name: str, value: J, act_name: str) -> None:
    """Set one value of a document's own part: tags, notes, prep. None takes it away."""
    with library.act(act_name) as act:
        act.edit(library.stores[kind], key, _set_own, name, value)


def act_value(act: Any, library: Library, kind: str, key: str) -> Data:
    """Return a document as the running act would leave it."""
    session = library.stores[kind].session_of(key)
    if session is None:
        raise UserError(f"There is no {kind} {key}.")
    value: Data = act.value(session)
    return value


def _set_value(data: Data, pointer: str, value: J) -> Data:
    record = data["record"]
    data["record"] = remove_at(record, pointer) if value is None else set_at(record, pointer, value)
    edited = data["own"].setdefault("edited", [])
    if pointer not in edited:
        edited.append(pointer)
    spelt = f"/record{pointer}"
    data["spelling"] = {
        place: number
        for place, number in data["spelling"].items()
        if place != spelt and not place.startswith(f"{spelt}/")
    }
    return data


def _set_own(data: Data, name: str, value: J) -> Data:
    if value is None or value in ("", []):
        data["own"].pop(name, None)
    else:
        data["own"][name] = value
    return data


def _check(library: Library, kind: str, data: Data) -> None:
    """Refuse a value that a file could not bring either."""
    if kind == "session":
        _check_number(library, data)
    problems = check_record(
        "goal" if kind == "goal" else "session" if kind == "session" else "campaign",
        data["record"],
        first=kind == "session",
        zone=library.zone,
    )
    for problem in problems:
        if problem.severity is Severity.ERROR:
            raise UserError(problem.message or problem.sentence())


def _check_number(library: Library, data: Data) -> None:
    record = data["record"]
    number, campaign = record.get("number"), record.get("campaignId", "")
    for session in summaries(library):
        if (
            session.container == campaign
            and session.number == number
            and number is not None
            and session.id != record.get("id")
        ):
            raise UserError(
                f"Number {number} is taken by “{session.name}”. "
                f"The next free one is {next_number(library, campaign)}."
            )


def move_session(
    library: Library,
    key: str,
    status: Status,
    now: datetime,
    *,
    game: Mapping[str, Any] | None = None,
    also: Callable[[Act], object] | None = None,
) -> None:
    """Move a session to another status, with the times that belong to the move.

    Args:
        library: Where it is.
        key: Its key.
        status: Where to.
        now: The time of day, with an offset.
        game: The game time, as files write it; None leaves it as it is.
        also: Adds what else belongs to the move to its act.

    Raises:
        InvalidTransition: The life of a session has no such move.
        EndBeforeStart: The session would end before it started.
    """

    def moving(data: Data) -> Data:
        at = now.isoformat(timespec="seconds")
        if status is Status.PLANNED:
            # Planned again it keeps the start it had, until another is given.
            at = data["record"].get("realTime", {}).get("startTime") or at
        return moved(data, status, now=at, zone=library.zone, game=game)

    with library.act(f"Set session to {status.word.lower()}") as act:
        act.edit(library.stores["session"], key, moving)
        if also is not None:
            also(act)


def delete_sessions(library: Library, keys: Sequence[str], kind: str = "session") -> int | None:
    """Put sessions into the bin, as one act; return its number.

    Args:
        library: Where they are.
        keys: Their keys.
        kind: The kind of their documents, such as ``survey``.
    """
    what = "session" if len(keys) == 1 else f"{len(keys)} sessions"
    return _bin(library, [(kind, key) for key in keys], f"Delete {what}", binned=True)


def restore_sessions(library: Library, keys: Sequence[str]) -> int | None:
    """Take sessions of campaigns out of the bin; see :func:`restore_binned`."""
    return _restore(library, [("session", key) for key in keys])


def restore_binned(library: Library, binned: Sequence[SessionSummary]) -> int | None:
    """Take sessions of any kind out of the bin, as one act; return its number.

    Raises:
        UserError: Another session has taken the number of one of them.
    """
    return _restore(library, [(document_kind(one), one.key) for one in binned])


def _restore(library: Library, names: Sequence[tuple[str, str]]) -> int | None:
    what = "session" if len(names) == 1 else f"{len(names)} sessions"
    try:
        return _bin(library, names, f"Restore {what}", binned=False)
    except StoreError as error:
        if error.code != "conflict":
            raise
        raise UserError(
            "Another session has taken its number; give that one another number first."
        ) from error


def _bin(
    library: Library, names: Iterable[tuple[str, str]], name: str, *, binned: bool
) -> int | None:
    with library.act(name) as act:
        for kind, key in names:
            act.edit(library.stores[kind], key, _set_own, "binned", binned or None)
    return act.number


def empty_bin(library: Library) -> int | None:
    """Delete what lies in the bin, as one act; return its number, None if the bin was empty."""
    binned = binned_sessions(library)
    if not binned:
        return None
    with library.act(f"Empty the bin ({len(binned)})") as act:
        for session in binned:
            act.delete(library.stores[document_kind(session)], session.key)
    return act.number


def value_at(data: Data, pointer: str) -> J:
    """Return what stands at a place of a document's record, None if nothing does."""
    try:
        return get_at(data["record"], pointer)
    except KeyError:
        return None
