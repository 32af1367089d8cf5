"""What a typed line would log, in words; and what is given to each of a party, as a sum."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sessionary.core.campaign.attendance import presences
from sessionary.core.campaign.clock import PLAIN, Clock
from sessionary.core.campaign.event_types import readable
from sessionary.core.campaign.gametime import gap_text
from sessionary.core.campaign.log_line import LogLine, Takes
from sessionary.core.campaign.record import exact

if TYPE_CHECKING:
    from sessionary.core.campaign.record import Record


def party_at_table(session: Record) -> int:
    """Return how many share what each of a party gets: the characters of those who came.

    Who plays none counts as one. Before anybody is marked as there, all who are listed count.
    """
    listed = presences(session)
    came = [one for one in listed if one.attended] or listed
    characters = {character for one in came for character in one.characters}
    return len(characters) + sum(not one.characters for one in came)


def with_sum(line: LogLine, party: int) -> LogLine:
    """Return a line whose amount is that of the party: ``xp 400 each`` for four is 1600.

    Statistics are sums of the party, and the text says what each got.

    Args:
        line: What was typed.
        party: How many share; with nobody, the line stays as it is.
    """
    word, _, rest = line.text.partition(" ")
    if line.takes is not Takes.AMOUNT or line.amount is None or word not in {"each", "total"}:
        return line
    if word == "total":
        return replace(line, text=rest)
    if not party:
        return line
    unit = line.coin or ("XP" if line.word == "xp_awarded" else "")
    total = exact(line.amount * party)
    said_sum = " ".join(filter(None, (f"{total:,}", unit)))
    text = " ".join(filter(None, (f"{said_sum}, {line.amount:,} each", rest)))
    return replace(line, amount=total, each=line.amount, text=text)


def said(line: LogLine, clock: Clock = PLAIN) -> str:
    """Return in words what a line would log, such as ``Damage: 8 → goblin · GM only``."""
    what = line.text
    if line.amount is not None and line.each is None:
        what = " ".join(part for part in (f"{line.amount:,}", line.coin, line.text) if part)
    if line.target:
        what = f"{what} → {line.target}" if what else line.target
    kind = readable(line.word)
    parts = [f"{kind}: {what}" if what else kind]
    if line.people and line.takes is not Takes.TEXT:
        parts.append(", ".join(line.people))
    if line.place and line.takes is not Takes.TEXT and line.place != line.text:
        parts.append(f"at {line.place}")
    if line.shift:
        parts.append(gap_text(line.shift, clock))
    parts += [f"#{tag}" for tag in line.tags]
    if line.visibility:
        parts.append("GM only" if line.visibility == "gm-only" else "players see it")
    return " · ".join(parts)
