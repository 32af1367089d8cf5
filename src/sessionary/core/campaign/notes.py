"""Notes that are for the game master alone until somebody lets players read them.

Who may read a note stands in the own part of its document, ``own.noteVisibility``: the name of
the field -> ``public``. A field that is not named there is the GM's, as all notes were before.

Source: campaign specification, section 9, "For players".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sessionary.core.campaign.record import object_at, text_at

if TYPE_CHECKING:
    from collections.abc import Mapping

PUBLIC: Final = "public"
SESSION_NOTES: Final = (("record", "notes"), ("own", "prep"))
"""The notes of a session: the part of its data that holds each, and its name there."""


def is_shared(data: object, name: str) -> bool:
    """Return whether players may read a note.

    Args:
        data: The data of its document.
        name: The name of its field, such as ``notes``.
    """
    return text_at(data, "own", "noteVisibility", name) == PUBLIC


def shared_notes(data: object, name: str, *, shared: bool) -> dict[str, Any] | None:
    """Return ``own.noteVisibility`` as it is once players may read a note, or not any more.

    Args:
        data: The data of its document.
        name: The name of its field.
        shared: Whether they may read it.
    """
    before: Mapping[str, Any] = object_at(data, "own", "noteVisibility")
    rest = {key: word for key, word in before.items() if key != name}
    return ({**rest, name: PUBLIC} if shared else rest) or None
