"""Finds what was typed in a name: its letters in order, not necessarily side by side."""

from __future__ import annotations

from dataclasses import dataclass

_WORD_START = 8
_IN_A_ROW = 5
_WHOLE_WORD_PIECE = 12
_OUTSIDE_NAME = 6


@dataclass(frozen=True, slots=True)
class Match:
    """A name that holds what was typed.

    Attributes:
        score: Higher is better; comparable between names for the same query only.
        places: Where in the name the letters were found, rising.
    """

    score: int
    places: tuple[int, ...]


def match(query: str, name: str, path: str = "") -> Match | None:
    """Return how well `query` fits `name`, or None if it does not.

    Args:
        query: What was typed. Each of its words is looked for, in any order; case does not count.
        name: What is searched, such as ``New session``.
        path: Where the name stands, such as ``Session``; a word found only here counts less.

    Returns:
        A match; an empty query matches everything with score 0.
    """
    score, places = 0, set[int]()
    folded_name, folded_path = _folded(name), _folded(path)
    for word in _folded(query).split():
        found = _find(word, folded_name)
        if found is not None:
            score += _score(found, folded_name)
            places.update(found)
        elif (found := _find(word, folded_path)) is not None:
            score += _score(found, folded_path) - _OUTSIDE_NAME * len(word)
        else:
            return None
    # Of two names that fit alike, the shorter one was more likely meant.
    return Match(score * 100 - min(len(name), 99) if score else 0, tuple(sorted(places)))


def _folded(text: str) -> str:
    # Letter by letter, so that a place in the folded text is one in the text.
    return "".join(letter.lower()[:1] for letter in text)


def _find(word: str, text: str) -> tuple[int, ...] | None:
    """Return the places of the letters of `word`: together if possible, else at word starts."""
    start = _piece(word, text)
    if start >= 0:
        return tuple(range(start, start + len(word)))
    return _spread(word, text, starts=True) or _spread(word, text, starts=False)


def _piece(word: str, text: str) -> int:
    first = at = text.find(word)
    while at >= 0:
        if _starts_word(text, at):
            return at
        at = text.find(word, at + 1)
    return first


def _spread(word: str, text: str, *, starts: bool) -> tuple[int, ...] | None:
    places: list[int] = []
    at = 0
    for letter in word:
        in_a_row = bool(places) and text[at : at + 1] == letter
        found = at if in_a_row else _next(letter, text, at, starts=starts)
        if found < 0:
            return None
        places.append(found)
        at = found + 1
    return tuple(places)


def _next(letter: str, text: str, at: int, *, starts: bool) -> int:
    found = first = text.find(letter, at)
    while starts and found >= 0 and not _starts_word(text, found):
        found = text.find(letter, found + 1)
    return found if found >= 0 else first


def _starts_word(text: str, at: int) -> bool:
    return at == 0 or not text[at - 1].isalnum()


def _score(places: tuple[int, ...], text: str) -> int:
    score = 0
    for before, place in zip((None, *places), places, strict=False):
        score += 1
        if _starts_word(text, place):
            score += _WORD_START
        if before is not None:
            score += _IN_A_ROW if place == before + 1 else -min(3, place - before - 1)
    if places[-1] - places[0] == len(places) - 1 and _starts_word(text, places[0]):
        score += _WHOLE_WORD_PIECE
    return score
