"""Finding names in texts, however they are written there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sessionary.core.text import ELLIPSIS, visible_form, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# "Malachars", "the Elaras", "Malachars Turm": a name with an ending is still that name.
_ENDINGS: Final = frozenset({"", "s", "es", "n", "en", "e"})
_LONG_ENOUGH: Final = 4
_ARTICLES: Final = frozenset({"the", "a", "an", "der", "die", "das", "le", "la", "el", "il"})
_DISTINCTIVE: Final = 7
_SHORT: Final = 60
_REMEMBERED: Final = 20_000


class Names:
    """A set of names to look for: people, places, ids, also such as ``goblin-king``.

    Case, width, invisible characters and what stands between the words make no difference, and
    the last word may have an ending; a name inside a longer word is not a mention.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._names: dict[tuple[str, ...], str] = {}
        self._by_first: dict[str, list[tuple[str, ...]]] = {}
        self._signs: list[str] = []
        self._asked: dict[str, bool] = {}
        for name in names:
            form = visible_form(name)
            key = tuple(word for word, _, _ in words(form))
            if key and key not in self._names:
                self._names[key] = name
                self._by_first.setdefault(key[0], []).append(key)
            elif not key and form.strip():
                self._signs.append(form.strip())

    def __bool__(self) -> bool:
        return bool(self._names or self._signs)

    def in_text(self, text: str) -> bool:
        """Return whether `text` mentions any of the names."""
        if not self:
            return False
        # The log of a campaign says the same few names and types over and over.
        answer = self._asked.get(text)
        if answer is None:
            form = visible_form(text)
            answer = any(sign in form for sign in self._signs)
            answer = answer or next(self._places(form), None) is not None
            if len(text) < _SHORT and len(self._asked) < _REMEMBERED:
                self._asked[text] = answer
        return answer

    def found(self, text: str) -> tuple[str, ...]:
        """Return the names that `text` mentions, as they were given, in order, each once."""
        if not self.in_text(text):
            return ()
        form = visible_form(text)
        said = [self._names[key] for key, _, _ in self._places(form)]
        return tuple(dict.fromkeys(said + [sign for sign in self._signs if sign in form]))

    def left_out(self, text: str) -> str:
        """Return `text` with … where it mentions a name; untouched where it mentions none."""
        if not self.in_text(text):
            return text
        form, parts, at = visible_form(text), [], 0
        for _, start, end in self._places(form):
            # An overlapping mention may begin inside the last one and end after it.
            if start >= at:
                parts += [form[at:start], ELLIPSIS]
            at = max(at, end)
        masked = "".join([*parts, form[at:]])
        for sign in self._signs:
            masked = masked.replace(sign, ELLIPSIS)
        return masked

    def _places(self, form: str) -> Iterator[tuple[tuple[str, ...], int, int]]:
        if not self._by_first:
            return
        said = words(form)
        firsts = self._by_first
        for at, (word, start, _) in enumerate(said):
            for first in (word, word[:-1], word[:-2]):
                if first not in firsts:
                    continue
                for key in firsts[first]:
                    if _says(said, at, key):
                        yield key, start, said[at + len(key) - 1][2]


def with_bare(names: Iterable[str]) -> list[str]:
    """Return names, and those with an article without it as well: "The Bellwarden" is Bellwarden.

    A short common word that is left, as of "The Bell", is no name.
    """
    found = []
    for name in names:
        article, _, bare = name.strip().partition(" ")
        distinctive = " " in bare.strip() or len(bare.strip()) >= _DISTINCTIVE
        found += [name, bare] if article.casefold() in _ARTICLES and distinctive else [name]
    return found


def _says(said: list[tuple[str, int, int]], at: int, key: tuple[str, ...]) -> bool:
    if at + len(key) > len(said):
        return False
    if any(said[at + step][0] != key[step] for step in range(len(key) - 1)):
        return False
    last, word = key[-1], said[at + len(key) - 1][0]
    if word == last:
        return True
    return len(last) >= _LONG_ENOUGH and word.startswith(last) and word[len(last) :] in _ENDINGS
