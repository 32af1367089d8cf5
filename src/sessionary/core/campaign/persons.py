"""Who is in a campaign's documents, and how a person is taken out of them.

A person is noted as ``campaign:ID``: the GM, the players, and the users of a bundle. Characters
are figures of the game, not persons; they stay when their player is forgotten.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from sessionary.core.campaign.record import list_at, object_at, text_at, texts_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

J: TypeAlias = Any
Data: TypeAlias = "Mapping[str, Any]"

PREFIX: Final = "campaign:"
FORMER: Final = "former-player-"
"""What a forgotten person is called from then on, with a number."""

_NUMBERED: Final = re.compile(re.escape(FORMER) + r"(\d{1,9})(?!\d)")
_WORD: Final = re.compile(r"\w+")
# What a person's entry in a list of users keeps: what they were, not who.
_KEPT_OF_USERS: Final = frozenset({"id", "role"})
# What is kept of what was written about them.
_KEPT_OF_ENTRIES: Final = frozenset({"id", "campaignId", "kind", "name", "visibility", "userId"})
# Where an id stands for a person, though it would be a common word elsewhere.
_PERSON_KEYS: Final = frozenset(
    {"gm", "userId", "users", "actor", "target", "targets", "ownerId", "assignedTo", "player"}
)
# What names a document or an event is no person, even where it is spelt alike.
_IDENTITIES: Final = frozenset({"id", "campaignId", "sessionId"})
_DISTINCTIVE: Final = 6
_LONG_ENOUGH: Final = 3


def session_people(data: Data) -> tuple[str, ...]:
    """Return the ids of the people in a session: its GM and its players, each once."""
    found = [text_at(data, "record", "participants", "gm")]
    players = list_at(data, "record", "participants", "players")
    found += [text_at(player, "userId") for player in players]
    return _once(found)


def campaign_people(data: Data) -> tuple[str, ...]:
    """Return the ids of the people of a campaign: its GM, users, and players of characters."""
    found = [text_at(data, "record", "gm")]
    found += [text_at(user, "id") for user in list_at(data, "own", "users")]
    found += [text_at(one, "userId") for one in list_at(data, "own", "characters")]
    return _once(found)


def person_rows(people: Iterable[str]) -> list[tuple[str]]:
    """Return the rows of the person index for some ids."""
    return [(PREFIX + one,) for one in people]


def names_in(data: Data, person: str) -> tuple[str, ...]:
    """Return what a document calls a person: users, players, what was written about them."""
    users = [one for one in list_at(data, "own", "users") if text_at(one, "id") == person]
    players = [
        one
        for one in list_at(data, "record", "participants", "players")
        if text_at(one, "userId") == person
    ]
    names = [text_at(one, "name") for one in (*users, *players)]
    if _is_entry_of(object_at(data, "record"), person):
        names += [text_at(data, "record", "name"), *texts_at(data, "record", "aliases")]
    return _once(name.strip() for name in names)


def _is_entry_of(record: Mapping[str, Any], person: str) -> bool:
    """Say whether a record is what was written about a person; that of their character is not."""
    return record.get("kind") == "person" and record.get("userId") == person


def is_former(person: object) -> bool:
    """Say whether an id is that of a forgotten person."""
    return isinstance(person, str) and person.startswith(FORMER)


def last_former(text: str) -> int:
    """Return the highest number of a forgotten person in a text, 0 if there is none."""
    return max((int(number) for number in _NUMBERED.findall(text)), default=0)


def _once(found: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for one in found if one and not is_former(one)))


class Forgetter:
    """Takes one person out of values and texts.

    The id becomes the former player's wherever it stands. Of a person's own entry nothing but the
    id and the role is left; of an entry among players, who came and when, but no text. A name of
    several words is taken out of every text; a name of one word only where it stands alone, since
    it may be a word like any other.

    Args:
        person: The id, as documents have it.
        names: What the person is called.
        former: What takes the place of the id: ``former-player-3``.
    """

    def __init__(self, person: str, names: Iterable[str], former: str) -> None:
        self.person, self.former = person, former
        self.names = tuple(dict.fromkeys(name for name in names if name))
        self._said = former.replace("-", " ")
        self._distinctive = len(person) >= _DISTINCTIVE and not person.isdecimal()
        long_names = [name for name in self.names if len(name.split()) > 1]
        alone = frozenset(self.names) - frozenset(long_names)
        self._alone = {**dict.fromkeys(alone, self._said)}
        within = [*long_names, *([person] if self._distinctive else [])]
        self._within = _any_of(within)
        whole = [json.dumps(word, ensure_ascii=False) for word in (*self.names, person)]
        # Plain texts are looked for much faster than patterns, and there may be a million events.
        self._raw = (*whole, *(json.dumps(word, ensure_ascii=False)[1:-1] for word in within))
        parts = {
            part for name in self.names for part in _WORD.findall(name) if len(part) >= _LONG_ENOUGH
        }
        self._parts = tuple(sorted(part.casefold() for part in parts))
        self._part = _any_of(self._parts)

    @property
    def needles(self) -> tuple[bytes, ...]:
        """What a file of a library has in it that holds the person, mostly; as bytes."""
        names = [name if len(name.split()) > 1 else f'"{name}"' for name in self.names]
        person = self.person if self._distinctive else f'"{self.person}"'
        return tuple(one.encode() for one in (person, *names))

    def concerns(self, text: str) -> bool:
        """Say whether a stored text of JSON may hold the person; sure when it says no."""
        return any(word in _unescaped(text) for word in self._raw)

    def touches(self, text: str) -> bool:
        """Say whether a stored text of JSON, or of half a record, holds the person."""
        if not self.concerns(text):
            return False
        try:
            value = json.loads(text)
        except (ValueError, RecursionError):
            return self.words(text) != text
        return self.value(value) is not value

    def value(self, value: J) -> J:
        """Return a value without the person; the same object where nothing was of them."""
        return self._value(value, personal=False)

    def text(self, text: str) -> str:
        """Return a text for people without the person."""
        if text in self._alone:
            return self._alone[text]
        return self._within.sub(self._replaced, text) if self._within is not None else text

    def words(self, text: str) -> str:
        """Return a text that is no JSON, such as half a record, without the person."""
        quoted = json.dumps(self.person, ensure_ascii=False)
        return self.text(text).replace(quoted, json.dumps(self.former))

    def mentions(self, text: str) -> bool:
        """Say whether a stored text may speak of the person by a part of the name."""
        folded = _unescaped(text).casefold()
        if self._part is None or not any(part in folded for part in self._parts):
            return False
        return self._part.search(folded) is not None

    def _replaced(self, found: re.Match[str]) -> str:
        return self.former if found[0] == self.person else self._said

    def _value(self, value: J, *, personal: bool) -> J:
        if isinstance(value, str):
            if value == self.person and (personal or self._distinctive):
                return self.former
            return self.text(value)
        if isinstance(value, dict):
            return self._object(value)
        if isinstance(value, (list, tuple)):
            made = [self._value(one, personal=personal) for one in value]
            same = all(one is other for one, other in zip(made, value, strict=True))
            return value if same else made
        return value

    def _object(self, value: Mapping[str, J]) -> J:
        made: dict[str, J] = {}
        same = True
        for key, one in value.items():
            if not self._keeps(value, key):
                same = False
                continue
            new = self.former if key == self.person else self.text(key)
            own_id = key == "id" and self._is_user(value)
            if key in _IDENTITIES and not own_id:
                made[new] = one
            else:
                made[new] = self._value(one, personal=own_id or key in _PERSON_KEYS)
            same = same and new == key and made[new] is one
        return value if same else made

    def _is_user(self, value: Mapping[str, J]) -> bool:
        return value.get("id") == self.person and not {"record", "event"} & value.keys()

    def _keeps(self, value: Mapping[str, J], key: str) -> bool:
        """Say whether a key of an object stays: of what is the person's own, little does."""
        if self._is_user(value):
            return key in _KEPT_OF_USERS
        if _is_entry_of(value, self.person):
            return key in _KEPT_OF_ENTRIES
        if value.get("userId") == self.person and "id" not in value:
            return key == "userId" or not isinstance(value[key], str)
        return True


def _any_of(words: Iterable[str]) -> re.Pattern[str] | None:
    """Return what finds any of some words, not inside longer ones; None without words."""
    given = sorted(words, key=len, reverse=True)
    if not given:
        return None
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, given))})(?![\w-])")


def _unescaped(text: str) -> str:
    """Return a text of JSON with its letters as they are read; somebody may have escaped each."""
    if "\\u" not in text:
        return text
    try:
        return json.dumps(json.loads(text), ensure_ascii=False)
    except (ValueError, RecursionError):
        return text
