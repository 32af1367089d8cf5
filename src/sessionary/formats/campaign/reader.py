"""Reads campaign files: sessions, events and goals, alone, in lists and lines, or in a bundle."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sessionary.core.campaign.check import check_record, sort_of
from sessionary.core.json_text import digest, shown
from sessionary.core.problems import Problem, Severity
from sessionary.formats.json_pieces import BundleShape
from sessionary.formats.json_stream import JsonFile
from sessionary.formats.records import REPORT_EVERY, Record, Reject
from sessionary.formats.text_feed import TextFeed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import tzinfo
    from pathlib import Path

    from sessionary.core.campaign.check import Sort
    from sessionary.core.json_text import J, JsonError
    from sessionary.formats.json_pieces import Piece
    from sessionary.formats.records import Report

BUNDLE_SORTS: Final[Mapping[str, Sort]] = {
    "sessions": "session",
    "events": "event",
    "goals": "goal",
    "characters": "character",
    "users": "user",
    "world": "world",
}
CAMPAIGN_SHAPE: Final = BundleShape(
    lists=BUNDLE_SORTS.keys(),
    # A session may well have a key "events" that its own program wrote.
    marks=frozenset({"id", "campaignId", "number", "realTime", "timestamp", "event"}),
    objects=frozenset({"campaign"}),
)


def read_campaign(
    path: Path,
    *,
    zone: tzinfo,
    report: Report,
    wrong: frozenset[int] | None = None,
    again: bool = False,
) -> Iterator[Record | Reject]:
    """Read a campaign file record by record.

    Args:
        path: The file: one object, a list, JSON Lines, objects one after the other, a bundle;
            UTF-8 or UTF-16 with its mark; or a gzip archive of one of these.
        zone: The zone of date-times that give no offset.
        report: Called with bytes read and bytes in all. What it raises ends the reading.
        wrong: For a second reading of the same bytes: the positions of the records in which the
            first one found errors. Only these are checked again.
        again: For a second reading of the same bytes, of which the first one gave no reject: they
            are not even looked at, and records do not tell where they stand.

    Yields:
        Records, checked as updates are (what a first session must have, only the library can
        ask for), and rejects, in the order of the file. Together they are the whole file.

    Raises:
        FileRefused: Nothing of the file can be taken, not even what came before.
        OSError: The file cannot be read.
    """
    campaigns = _Campaigns(path, report)
    file = JsonFile(path, CAMPAIGN_SHAPE, again=again)
    try:
        maker = _Maker(file.feed, zone, wrong)
        for position, piece in enumerate(file.pieces()):
            if position % REPORT_EVERY == 0:
                report(file.feed.done, file.feed.total)
            campaign = campaigns.of(piece) if piece.bundle else ""
            yield maker.made(piece, position, campaign)
        report(file.feed.total, file.feed.total)
    finally:
        file.close()


class _Campaigns:
    """Knows the campaign of each bundle in a file, also where it stands behind the lists."""

    def __init__(self, path: Path, report: Report) -> None:
        self._path = path
        self._report = report
        self._met: dict[int, str] = {}
        self._all: dict[int, str] | None = None

    def of(self, piece: Piece) -> str:
        if piece.key == "campaign":
            self._met.setdefault(piece.bundle, _campaign_id(piece.value))
        campaign = self._met.get(piece.bundle)
        if campaign is None:
            if self._all is None:
                self._all = self._look_ahead() if self._is_named() else {}
            campaign = self._all.get(piece.bundle, "")
            self._met[piece.bundle] = campaign
        return campaign

    def _is_named(self) -> bool:
        key, before = '"campaign"', ""
        with TextFeed(self._path) as feed:
            while text := feed.read():
                if key in before + text:
                    return True
                before = text[-len(key) :]
                self._report(0, feed.total)
        return False

    def _look_ahead(self) -> dict[int, str]:
        found: dict[int, str] = {}
        file = JsonFile(self._path, CAMPAIGN_SHAPE)
        try:
            for position, piece in enumerate(file.pieces()):
                if position % REPORT_EVERY == 0:
                    self._report(0, file.feed.total)
                if piece.bundle and piece.key == "campaign":
                    found.setdefault(piece.bundle, _campaign_id(piece.value))
        finally:
            file.close()
        return found


def _campaign_id(value: J) -> str:
    name = value.get("id") if isinstance(value, dict) else value
    return name if isinstance(name, str) else ""


class _Maker:
    """Makes records and rejects of the pieces of one file."""

    def __init__(self, feed: TextFeed, zone: tzinfo, wrong: frozenset[int] | None) -> None:
        self._feed = feed
        self._zone = zone
        self._wrong = wrong

    def made(self, piece: Piece, position: int, campaign: str) -> Record | Reject:
        if piece.error:
            return self._reject(piece, position, self._wrong_json(piece, piece.error))
        sort = _sort(piece)
        if sort is None or not isinstance(piece.value, dict):
            return self._reject(piece, position, self._unknown(piece))
        problems: tuple[Problem, ...] = ()
        if self._wrong is None or position in self._wrong:
            problems = check_record(sort, piece.value, first=False, zone=self._zone)
        return Record(
            sort=sort,
            value=piece.value,
            text=piece.text,
            place=piece.place,
            line=piece.line,
            column=piece.column,
            position=position,
            campaign=campaign,
            problems=tuple(self._placed(piece, problem) for problem in problems)
            if problems
            else (),
            digest=digest(piece.text),
        )

    def _reject(self, piece: Piece, position: int, problem: Problem) -> Reject:
        text = piece.text.encode(self._feed.encoding)
        return Reject(problem=problem, text=text, place=piece.place, position=position)

    def _placed(self, piece: Piece, problem: Problem) -> Problem:
        return Problem(
            severity=problem.severity,
            code=problem.code,
            place=_joined(piece, problem.place),
            found=problem.found,
            expected=problem.expected,
            message=problem.message,
            file=self._feed.name,
        )

    def _wrong_json(self, piece: Piece, error: JsonError) -> Problem:
        return Problem(
            severity=Severity.ERROR,
            code=error.code,
            place=f"line {piece.error_line}, column {piece.error_column}",
            found=error.found,
            expected=error.expected,
            file=self._feed.name,
        )

    def _unknown(self, piece: Piece) -> Problem:
        if not _of_bundle_itself(piece):
            return self._problem(
                piece, Severity.ERROR, "record.unknown", "a session, an event or a goal"
            )
        # Others may well call something else so.
        if piece.key in BUNDLE_SORTS and piece.key != "world":
            return self._problem(piece, Severity.ERROR, "value.type", "a list of records")
        if piece.key == "campaign":
            return self._problem(piece, Severity.ERROR, "value.type", "the campaign as an object")
        return self._problem(
            piece,
            Severity.NOTE,
            "record.unknown",
            "campaign, sessions, events, goals, characters, users or a list world",
        )

    def _problem(self, piece: Piece, severity: Severity, code: str, expected: str) -> Problem:
        return Problem(
            severity=severity,
            code=code,
            place=piece.place or f"line {piece.line}, column {piece.column}",
            found=shown(piece.text, 0, 40),
            expected=expected,
            file=self._feed.name,
        )


def _of_bundle_itself(piece: Piece) -> bool:
    return piece.bundle > 0 and piece.index is None


def _sort(piece: Piece) -> Sort | None:
    if not piece.bundle:
        return sort_of(piece.value)
    if piece.index is not None:
        return BUNDLE_SORTS[piece.key]
    return "campaign" if piece.key == "campaign" else None


def _joined(piece: Piece, inner: str) -> str:
    # ``sessions[3].number``, but ``line 3, number``: a line is no part of a path.
    if not inner or not piece.place:
        return inner or piece.place
    return f"{piece.place}{'.' if piece.place.endswith(']') or piece.key else ', '}{inner}"
