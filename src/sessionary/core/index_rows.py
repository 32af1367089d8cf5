"""What the index rows of documents of all kinds are made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeAlias

from sessionary.core.campaign.record import Record, list_at, text_at

Facet: TypeAlias = tuple[str, str]
"""Name and value of what something is found by."""


def all_texts(value: Any) -> Iterator[str]:
    """Yield the texts inside a value of ours, in order."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from all_texts(part)
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from all_texts(part)


def joined(texts: Iterable[str]) -> str:
    """Return the text by which full text knows a document; a NUL ends a text in SQLite."""
    return "\n".join(text for text in texts if text).replace("\0", "")


def once(facets: Iterable[Facet]) -> list[Facet]:
    """Return facets in order, each once, without those that have no value."""
    return list(dict.fromkeys(facet for facet in facets if facet[1]))


def own_links(own: Record) -> list[tuple[str, str, str]]:
    """Return (kind, key, role) of what a document's own part points to."""
    links = (
        (text_at(link, "kind"), text_at(link, "key"), text_at(link, "role"))
        for link in list_at(own, "links")
    )
    return [link for link in dict.fromkeys(links) if link[0] and link[1]]
