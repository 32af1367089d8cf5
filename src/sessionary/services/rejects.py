"""What files brought that could not be read, kept word for word."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sessionary.storage import queries

if TYPE_CHECKING:
    from sessionary.services.library import Library


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptReject:
    """One record, or whole file, that was put aside by an import.

    Attributes:
        number: Its number in the library.
        file: The name of the file it came in.
        place: Where it stood there; empty for the whole file.
        code: What kind of problem it has, such as ``number.type``.
        found: What stood there.
        expected: What should have stood there.
        message: The whole in a sentence; empty where found and expected say it.
        text: Its bytes.
    """

    number: int
    file: str
    place: str
    code: str
    found: str
    expected: str
    message: str
    text: bytes

    @property
    def words(self) -> str:
        """Its text; what is no UTF-8 is read as Latin-1, so that every byte is one character."""
        try:
            return self.text.decode("utf-8")
        except UnicodeDecodeError:
            return self.text.decode("latin-1")


def kept_rejects(library: Library) -> list[KeptReject]:
    """Return everything that could not be read, import by import."""
    with library.reading() as connection:
        return [
            KeptReject(
                number=one.pk,
                file=one.file,
                place=one.place,
                code=one.code,
                found=one.found,
                expected=one.expected,
                message=one.message,
                text=one.text,
            )
            for one in queries.rejects(connection)
        ]


def waiting_events(library: Library) -> list[KeptReject]:
    """Return the events that wait for their session, in the form in which rejects are shown."""
    with library.reading() as connection:
        return [
            KeptReject(
                number=-one.pk,
                file=file,
                place=one.id,
                code="event.session.unknown",
                found=one.wanted or "",
                expected="the id of a session that is here",
                message=f"Session {one.wanted} is not here yet; the event moves to it by itself "
                "when it comes.",
                text=one.text.encode("utf-8", "surrogatepass"),
            )
            for one, file in queries.waiting(connection)
        ]
