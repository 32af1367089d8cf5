"""The event types and aliases that a campaign has of its own: data in its document.

They stand in ``own.eventTypes``: ``{"omen": {"category": "quest", "aliases": ["om"]},
"combat_start": {"aliases": ["boss"]}}``. As typed lines: ``omen (quest): om`` and
``combat_start: boss``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from sessionary.core.campaign.event_types import EVENT_TYPES, category_of, meaning
from sessionary.core.campaign.log_line import ALIASES, Alias, takes_of
from sessionary.core.campaign.record import object_at, text_at, texts_at
from sessionary.core.problems import UserError

if TYPE_CHECKING:
    from collections.abc import Mapping

OWN_TYPES: Final = "eventTypes"
_LINE: Final = re.compile(r"([\w-]+)\s*(?:\(([^()]*)\))?\s*(?::(.*))?", re.UNICODE)
_ALIAS: Final = re.compile(r"[^\s,:#@^!+\-]\S{0,29}")
_LONGEST: Final = 60


@dataclass(frozen=True, slots=True)
class OwnTypes:
    """The words that a campaign logs with.

    Attributes:
        aliases: The words for types in the log line, the built-in ones among them.
        categories: Type or alias -> category, of what the campaign has of its own.
        meanings: Alias of the campaign's own -> the type that an event of that word counts as.
    """

    aliases: Mapping[str, Alias]
    categories: Mapping[str, str]
    meanings: Mapping[str, str] = field(default_factory=dict)

    def category(self, word: str) -> str:
        """Return the category of a type, empty for one that is not known."""
        return self.categories.get(word) or category_of(word)

    def meaning(self, word: str) -> str:
        """Return the type that an event of this word counts as, which may be the word itself."""
        return meaning(self.meanings.get(word, word))


BUILT_IN: Final = OwnTypes(ALIASES, {})


def own_types(data: Mapping[str, Any] | None) -> OwnTypes:
    """Return the words of a campaign by its data; what cannot be used there is left out."""
    kept = object_at(data, "own", OWN_TYPES)
    if not kept:
        return BUILT_IN
    aliases, categories = dict(ALIASES), {}
    meanings: dict[str, str] = {}
    for word in kept:
        categories[word] = text_at(kept, word, "category")
        aliases.setdefault(word, Alias(word, takes_of(word)))
        for alias in texts_at(kept, word, "aliases"):
            aliases[alias] = Alias(word, takes_of(word))
            categories.setdefault(alias, categories[word] or category_of(word))
            if alias not in kept and alias not in EVENT_TYPES:
                meanings.setdefault(alias, word)
    known = {word: one for word, one in categories.items() if one}
    return OwnTypes(aliases, known, meanings)


def types_text(data: Mapping[str, Any] | None) -> str:
    """Return a campaign's own types and aliases as lines."""
    kept = object_at(data, "own", OWN_TYPES)
    lines = []
    for word in kept:
        category, aliases = text_at(kept, word, "category"), texts_at(kept, word, "aliases")
        line = f"{word} ({category})" if category else word
        lines.append(f"{line}: {', '.join(aliases)}" if aliases else line)
    return "\n".join(lines)


def typed_types(text: str) -> dict[str, Any]:
    """Return own types and aliases from their lines.

    Raises:
        UserError: A line cannot be read, or an alias stands for two types.
    """
    types: dict[str, Any] = {}
    used: dict[str, str] = {}
    for line in (one.strip() for one in text.split("\n")):
        if not line:
            continue
        found = _LINE.fullmatch(line)
        if found is None or len(found[1]) > _LONGEST:
            raise UserError(
                f"“{line}” cannot be read. Write for example combat_start: boss, or "
                "omen (quest): om."
            )
        word = found[1]
        aliases = [one.strip() for one in (found[3] or "").split(",") if one.strip()]
        for alias in aliases:
            _check_alias(alias, word, used)
        made: dict[str, Any] = {}
        if category := (found[2] or "").strip():
            made["category"] = category
        elif word not in EVENT_TYPES:
            raise UserError(f"{word} is a new type: say its category, such as {word} (quest).")
        if aliases:
            made["aliases"] = aliases
        types[word] = made
    return types


def _check_alias(alias: str, word: str, used: dict[str, str]) -> None:
    if not _ALIAS.fullmatch(alias):
        raise UserError(f"“{alias}” can be no alias: it is one word that begins with no sign.")
    if used.setdefault(alias, word) != word:
        raise UserError(f"“{alias}” stands for {used[alias]} already.")
    if alias in EVENT_TYPES and alias != word:
        raise UserError(f"“{alias}” is a type itself.")
