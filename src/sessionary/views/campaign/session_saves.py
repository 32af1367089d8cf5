"""Takes what is typed on a session's page and writes it as files write it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication

from sessionary.core.campaign.gametime import whole
from sessionary.core.campaign.notes import shared_notes
from sessionary.core.campaign.record import list_at, object_at, text_at, texts_at
from sessionary.core.campaign.rows import game_second
from sessionary.core.campaign.statistics import STATISTIC_REASONS
from sessionary.core.campaign.typed import (
    game_time_over,
    typed_face,
    typed_instant,
    typed_lines,
    typed_names,
)
from sessionary.core.problems import UserError
from sessionary.core.store.values import thaw
from sessionary.core.text import fold
from sessionary.services import session_edits
from sessionary.services.live import reveal, set_standing
from sessionary.services.next_session import leave_out
from sessionary.views.campaign.when import reader_zone

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sessionary.core.campaign.agenda import Carried, Standing
    from sessionary.services.pages import SessionPage
    from sessionary.views.campaign.edits import DocumentEdits


def _words(text: str) -> str:
    return QCoreApplication.translate("SessionSaves", text)


class SessionSaves:
    """One method a field; each returns why the text is refused, empty if it was saved."""

    def __init__(self, edits: DocumentEdits) -> None:
        self.edits = edits
        self.page: SessionPage | None = None
        self.shows_private = True
        """Whether the page shows what is for the GM alone."""

    @property
    def record(self) -> dict[str, Any]:
        """The record as the page shows it."""
        return {} if self.page is None else self.page.data["record"]

    @property
    def own(self) -> dict[str, Any]:
        """The own part as the page shows it."""
        return {} if self.page is None else self.page.data["own"]

    def title(self, text: str) -> str:
        """Take a title."""
        return self.edits.put("/title", text.strip() or None, _words("Edit title"))

    def number(self, text: str) -> str:
        """Take a number, also written ``#15``."""
        text = text.strip().removeprefix("#").strip()
        if not text.isdecimal() or len(text) > 15:
            return _words("A number is a whole number, 0 or more.")
        return self.edits.put("/number", int(text), _words("Edit number"))

    def location(self, text: str) -> str:
        """Take where people meet."""
        return self.edits.put("/location", text.strip() or None, _words("Edit location"))

    def tags(self, tags: list[str]) -> str:
        """Take all tags: those of the file stay in the record, others are set here."""
        kept = [tag for tag in texts_at(self.record, "tags") if tag in tags]
        own = [tag for tag in tags if tag not in kept]
        values: dict[str, Any] = {}
        if kept != list(list_at(self.record, "tags")):
            values["/tags"] = kept
        return self.edits.put_together(values, _words("Edit tags"), own={"tags": own})

    def start(self, text: str) -> str:
        """Take the real start."""
        return self._real("startTime", text, _words("Edit start"))

    def end(self, text: str) -> str:
        """Take the real end; nothing takes it away."""
        return self._real("endTime", text, _words("Edit end"))

    def _real(self, which: str, text: str, name: str) -> str:
        library = self.edits.library
        former = text_at(self.record, "realTime", which)
        zone = reader_zone(library.zone)
        if not text.strip() and which == "endTime":
            stamp = None
        else:
            # A time alone for an end that is not known yet is on the day of the start.
            stamp = typed_instant(
                text, former=former or text_at(self.record, "realTime", "startTime"), zone=zone
            )
            if stamp is None:
                return _words(
                    "“{0}” is no date and time. Write for example 2025-01-20 18:05."
                ).format(text.strip())
        try:
            values = session_edits.real_times(self.record, which, stamp, library.zone)
        except UserError as error:
            return str(error)
        return self.edits.put_together(values, name)

    def game_start(self, text: str) -> str:
        """Take the game time at the start."""
        return self._game("startTime", text, _words("Edit game time at start"))

    def game_end(self, text: str) -> str:
        """Take the game time at the end."""
        return self._game("endTime", text, _words("Edit game time at end"))

    def _game(self, which: str, text: str, name: str) -> str:
        if self.page is None:
            return ""
        epoch, clock = self.page.review.epoch, self.page.review.clock
        if not text.strip():
            return self.edits.put_together(session_edits.game_times(self.record, which, None), name)
        former = game_second(self.page.data, which, epoch, clock)
        if former is None and which == "endTime":
            former = game_second(self.page.data, "startTime", epoch, clock)
        face = typed_face(text.strip(), former=former, clock=clock)
        if face is None:
            return _words(
                "“{0}” is no game time. Write for example Day 15, 3:30 PM, or +2h."
            ).format(text.strip())
        shift = whole(self.own.get("gameShift")) or 0
        time = game_time_over(
            thaw(dict(object_at(self.record, "gameTime", which))),
            face,
            epoch=epoch,
            shift=shift,
            clock=clock,
        )
        return self.edits.put_together(
            session_edits.game_times(self.record, which, time, clock), name
        )

    def gm(self, text: str) -> str:
        """Take the game master, by name or by id."""
        who = self.id_of(text.strip()) if text.strip() else None
        return self.edits.put("/participants/gm", who, _words("Edit GM"))

    def lines(self, pointer: str, text: str, name: str) -> str:
        """Take a list with one entry a line."""
        former = texts_at(self.record, *pointer.split("/")[1:])
        return self.edits.put(pointer, typed_lines(text, former), name)

    def stand(self, text: str, standing: Standing) -> str:
        """Note where a planned objective stands."""
        edits = self.edits
        return edits.do(lambda: set_standing(edits.library, edits.key, text, standing))

    def reveal(self, text: str, *, revealed: bool) -> str:
        """Note whether the players know a secret by now."""
        edits = self.edits
        return edits.do(lambda: reveal(edits.library, edits.key, text, revealed=revealed))

    def leave_out(self, item: Carried) -> str:
        """Leave out again what was taken over from a session before."""
        edits = self.edits
        return edits.do(lambda: leave_out(edits.library, edits.key, item))

    def share_note(self, name: str, *, shared: bool) -> str:
        """Let players read a note, or keep it for the GM alone."""
        if self.page is None:
            return ""
        value = shared_notes(self.page.data, name, shared=shared)
        act = _words("Let players read it") if shared else _words("Keep for the GM alone")
        return self.edits.put_own("noteVisibility", value, act)

    def statistic(self, key: str, text: str) -> str:
        """Take a statistic that is declared; nothing takes it away."""
        text = text.strip()
        if not text:
            return self._put_statistics({key: None}, _words("Edit statistics"))
        try:
            # The point is the decimal separator everywhere: the value is that of a file.
            value: float = int(text) if text.isdecimal() else float(text)
        except ValueError:
            return _words("“{0}” is no number. Write for example 385 or 12.5.").format(text)
        if not 0 <= value < 1e15:
            return _words("A statistic is a number, 0 or more.")
        return self.edits.put(f"/stats/{key}", value, _words("Edit statistics"))

    def take_counted(self, keys: Sequence[str]) -> str:
        """Declare what the log gives."""
        if self.page is None:
            return ""
        counted = {line.key: line.counted for line in self.page.review.statistics}
        values = {key: counted[key] for key in keys}
        return self._put_statistics(values, _words("Use the log's statistics"))

    def _put_statistics(self, values: Mapping[str, Any], name: str) -> str:
        """Declare figures for which there are no reasons of the GM's any more."""
        kept = object_at({} if self.page is None else self.page.data, "own", STATISTIC_REASONS)
        reasons = {key: text for key, text in kept.items() if key not in values}
        figures = {f"/stats/{key}": value for key, value in values.items()}
        return self.edits.put_together(figures, name, {STATISTIC_REASONS: reasons})

    def statistic_reason(self, key: str, text: str) -> str:
        """Take why a statistic is another than the log gives."""
        kept = object_at({} if self.page is None else self.page.data, "own", STATISTIC_REASONS)
        reasons = {**kept, key: text.strip()}
        if not reasons[key]:
            del reasons[key]
        return self.edits.put_together(
            {}, _words("Edit the reason of a statistic"), {STATISTIC_REASONS: reasons}
        )

    def presence(self, user: str, key: str, *, value: bool) -> str:
        """Tick ``attended``, ``arrivedLate`` or ``leftEarly`` of a player.

        Who is late or left early was there; who was not there was neither.
        """
        at, player = self._player(user)
        if player is None:
            return _words("This player is not listed any more.")
        place = f"/participants/players/{at}"
        values: dict[str, Any] = {}
        if key == "attended" or value:
            values[f"{place}/attended"] = value or key != "attended"
        if key != "attended":
            values[f"{place}/{key}"] = value
        elif not value:
            values |= {
                f"{place}/{mark}": False for mark in ("arrivedLate", "leftEarly") if mark in player
            }
        return self.edits.put_together(values, _words("Edit attendance"))

    def everybody_came(self) -> str:
        """Tick all players at once."""
        values = {
            f"/participants/players/{at}/attended": True
            for at, player in enumerate(list_at(self.record, "participants", "players"))
            if isinstance(player, dict) and text_at(player, "userId")
        }
        return self.edits.put_together(values, _words("Tick all players"))

    def characters(self, user: str, text: str) -> str:
        """Take the characters of a player, by name or id, with commas between them."""
        at, player = self._player(user)
        if player is None:
            return _words("This player is not listed any more.")
        ids = [self.id_of(name, characters=True) for name in typed_names(text)]
        return self.edits.put(
            f"/participants/players/{at}/characterIds", ids, _words("Edit characters")
        )

    def add_player(self, text: str) -> str:
        """Add a player, by name or id."""
        user = self.id_of(text.strip())
        if not user:
            return ""
        if self._player(user)[1] is not None:
            return _words("{0} is listed already.").format(text.strip())
        players = [*thaw(list_at(self.record, "participants", "players"))]
        players.append({"userId": user, "characterIds": [], "attended": False})
        return self.edits.put("/participants/players", players, _words("Add player"))

    def remove_player(self, user: str) -> str:
        """Take a player off the list."""
        players = thaw(list_at(self.record, "participants", "players"))
        kept = [one for one in players if text_at(one, "userId") != user]
        return self.edits.put("/participants/players", kept, _words("Remove player"))

    def involved(self, text: str) -> str:
        """Take all characters involved, by name or id, with commas between them."""
        ids = [self.id_of(name, characters=True) for name in typed_names(text)]
        return self.edits.put("/participants/characters", ids, _words("Edit characters"))

    def _player(self, user: str) -> tuple[int, dict[str, Any] | None]:
        for at, player in enumerate(list_at(self.record, "participants", "players")):
            if text_at(player, "userId") == user:
                return at, player
        return -1, None

    def id_of(self, name: str, *, characters: bool = False) -> str:
        """Return the id of somebody of the campaign; a name that nobody has is its own id."""
        people = self.people("characters" if characters else "users")
        folded = fold(name)
        for identity, known in people.items():
            if folded in (fold(known), fold(identity)):
                return identity
        return name

    def people(self, kind: str) -> dict[str, str]:
        """Return id -> name of the campaign's ``users`` or ``characters``."""
        own = {} if self.page is None else self.page.campaign["own"]
        return {
            text_at(one, "id"): text_at(one, "name") or text_at(one, "id")
            for one in list_at(own, kind)
            if text_at(one, "id")
        }
