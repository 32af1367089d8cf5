"""The history of a document: its revisions, what each changed, and bringing one back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sessionary.core.campaign.clock import CLOCK_KEYS
from sessionary.core.campaign.own_types import OWN_TYPES
from sessionary.core.changes import Difference, differences
from sessionary.core.problems import UserError
from sessionary.core.store.errors import StoreError
from sessionary.core.survey.comparing import told_definition, told_session
from sessionary.core.survey.definition import read_definition
from sessionary.core.survey.rows import DEFINITION, SURVEY, file_lines, pinned_definition
from sessionary.core.survey.session import read_session
from sessionary.services.stored import readable_data
from sessionary.storage import revisions as stored_revisions

if TYPE_CHECKING:
    from sessionary.core.store.values import J
    from sessionary.services.library import Library

Data = dict[str, Any]

_BOOKKEEPING: Final = {("own", "edited"), ("own", "binned")}
"""Parts that nobody wrote: they follow from what was done."""

_STAYS: Final = ("binned", "epoch", "gameShift", "playersMaySee", OWN_TYPES, *CLOCK_KEYS)
"""Parts of a document that are kept when a former revision comes back: whether it lies in the
bin, and what all its events are reckoned by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One revision of a document.

    Attributes:
        number: 1 for the first; some in between may be gone.
        at: When it was saved, in seconds since 1970.
        name: What made it: ``Edit title``. Empty if that is not known any more.
        origin: Where that came from: ``edit``, ``import``, ``undo`` …
        present: Whether it is the one the library shows.
        title: What somebody called it; such a revision is kept for ever.
    """

    number: int
    at: float
    name: str
    origin: str
    present: bool
    title: str = ""


def revisions(library: Library, kind: str, key: str) -> list[Revision]:
    """Return the revisions that are kept of a document, newest first; from any thread."""
    if not library.file.has_sharing:
        return []
    with library.reading() as connection:
        stored = stored_revisions.revisions(connection, kind, key)
    return [
        Revision(
            number=one.revision,
            at=one.saved_at,
            name=one.name,
            origin=one.origin,
            present=at == 0,
            title=one.title,
        )
        for at, one in enumerate(stored)
    ]


def name_revision(library: Library, kind: str, key: str, number: int, title: str) -> None:
    """Give a revision a name, so that it is kept for ever; an empty one takes the name away.

    Raises:
        UserError: The library is read-only.
    """
    with library.file.writing() as connection:
        stored_revisions.name_revision(connection, kind, key, number, title.strip())


def revision_data(library: Library, kind: str, key: str, number: int) -> Data:
    """Return the data of a revision, in the newest form.

    Raises:
        UserError: It is not kept any more, or it cannot be read.
    """
    stored = library.database.backend.revision(kind, key, number)
    if stored is None:
        raise UserError(f"Version {number} is not kept any more.")
    return readable_data(library, kind, key, stored.text)


def told_data(library: Library, kind: str, data: Data) -> Data:
    """Return the data of a revision as it is compared: what its text means, and no secret.

    Most kinds are compared as they are. A survey's file is compared by its answers or questions.
    """
    if kind == SURVEY:
        session = read_session(file_lines(data))
        record = told_session(session, pinned_definition(session, library.shelf))
    elif kind == DEFINITION:
        record = told_definition(read_definition(file_lines(data)))
    else:
        return data
    return {**data, "record": record}


def changes(old: J, new: J) -> list[Difference]:
    """Return where the data of two revisions differ, without what follows from the rest."""
    found = list(differences(old, new))
    told = [one for one in found if one.path[:2] not in _BOOKKEEPING and one.path[0] != "spelling"]
    # Where nothing else was changed, how a number is written was.
    return told or [one for one in found if one.path[0] == "spelling"]


def bring_back(library: Library, kind: str, key: str, number: int) -> int | None:
    """Make a former revision the present one, as one act that adds a revision.

    Whether the document lies in the bin stays as it is, and so does what the events of a campaign
    are reckoned by: neither is what the document says.

    Returns:
        The number of the act; None if the document says all that already.

    Raises:
        UserError: The revision cannot be read, or would break a rule of the library.
    """
    former = revision_data(library, kind, key, number)

    def back(present: Data) -> Data:
        stays = {name: present["own"][name] for name in _STAYS if name in present["own"]}
        own = {name: value for name, value in former["own"].items() if name not in _STAYS}
        return {**former, "own": {**own, **stays}}

    library.save_all()
    try:
        with library.act(f"Bring back version {number}") as act:
            act.edit(library.stores[kind], key, back)
    except StoreError as error:
        if error.code != "conflict":
            raise
        raise UserError(
            "Another session has taken the number it had; give that one another number first."
        ) from error
    return act.number
