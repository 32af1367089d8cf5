"""A user's own layout of the automatic summary: a Jinja2 template, kept in the campaign.

It comes from a person or from a file that somebody sent, so it runs in a sandbox, for a limited
time, and may only become so long.

Source: campaign specification, sections 7 and 10.
"""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Any, Final

from sessionary.core.campaign.words import counted, counted_names, listed, said_number
from sessionary.core.entries import Importance
from sessionary.core.text import one_line

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

    from sessionary.core.campaign.session_review import SessionReview

MOST_SECONDS: Final = 1.0
MOST_CHARACTERS: Final = 200_000
_MOST_TEMPLATE: Final = 20_000
_MOST_PRODUCT: Final = 100_000

EXAMPLE: Final = """\
# {{ session.heading }}

{% if lists.locationsVisited %}New places: {{ lists.locationsVisited | listed }}.
{% endif -%}
{% if lists.npcsIntroduced %}Met: {{ lists.npcsIntroduced | listed }}.
{% endif -%}
{{ stats.combatEncounters | counted("fight", "fights") | capitalize }}, {{ stats.xpEarned }} XP.

{% for text in session.reached %}
- {{ text }}
{% endfor %}
"""
"""What a new template begins with."""


class TemplateFailed(Exception):
    """A template could not be used.

    Attributes:
        line: The line of the template, counted from 1; 0 where it is none of them.
        reason: Why, in a sentence without its full stop.
    """

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"Line {line}: {reason}." if line else f"{reason}.")
        self.line, self.reason = line, reason


def render_template(
    template: str, review: SessionReview, escape: Callable[[str], str] = one_line
) -> str:
    """Return the summary that a template makes of a session.

    It sees ``session``, ``events``, ``stats``, ``lists``, ``goals`` and ``campaign``, all of them
    made from the review, so that a review for players makes a summary for players. What is missing
    prints nothing.

    Args:
        template: The template.
        review: Everything known of the session.
        escape: What is done with each text of a file that is printed.

    Raises:
        TemplateFailed: It cannot be read, does what the sandbox forbids, takes too long or prints
            too much.
    """
    # Only who has a template waits for it to be imported.
    from jinja2 import TemplateError, TemplateSyntaxError  # noqa: PLC0415
    from jinja2.sandbox import SandboxedEnvironment  # noqa: PLC0415

    if len(template) > _MOST_TEMPLATE:
        raise TemplateFailed(0, f"A template has at most {_MOST_TEMPLATE:,} characters")

    class Sandbox(SandboxedEnvironment):
        intercepted_binops = frozenset({"*", "**"})

        def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
            # A long text is made of a short one by one sign.
            sizes = [one if isinstance(one, int) else len(one) for one in (left, right)]
            if operator == "**" or max(map(abs, sizes)) > _MOST_PRODUCT:
                raise TemplateFailed(0, "That product is too large")
            return super().call_binop(context, operator, left, right)

    def printed(value: object) -> object:
        if value is None:
            return ""
        return escape(value) if isinstance(value, str) else value

    sandbox = Sandbox(
        finalize=printed, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=False
    )
    sandbox.filters |= {
        "listed": lambda names: listed([str(name) for name in names]),
        "counted": lambda count, one, many: counted(int(count), one, many),
        "named": lambda names, one, many: counted_names([str(n) for n in names], one, many),
        "number": said_number,
    }
    try:
        return _timed(sandbox.from_string(template), _seen(review))
    except TemplateSyntaxError as error:
        raise TemplateFailed(error.lineno, _plain(error.message)) from error
    except TemplateFailed as failed:
        raise TemplateFailed(failed.line or _line_of(failed), failed.reason) from failed
    except (
        TemplateError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError,
        RecursionError,
    ) as error:  # fmt: skip
        raise TemplateFailed(_line_of(error), _plain(str(error))) from error


def _plain(text: str | None) -> str:
    return one_line(text or "It cannot be read").rstrip(".")


def _line_of(error: BaseException) -> int:
    """Return the line of the template at which an error was raised."""
    line, trace = 0, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _timed(template: Any, seen: dict[str, Any]) -> str:
    """Render a template, watched line by line: a loop that prints nothing ends as well."""
    until = time.monotonic() + MOST_SECONDS

    def watch(_frame: FrameType, _event: str, _argument: object) -> Any:
        if time.monotonic() > until:
            raise TemplateFailed(0, f"It takes longer than {MOST_SECONDS:g} s")
        return watch

    before = sys.gettrace()
    parts: list[str] = []
    length = 0
    sys.settrace(watch)
    try:
        for part in template.generate(**seen):
            length += len(part)
            if length > MOST_CHARACTERS:
                raise TemplateFailed(0, f"It prints more than {MOST_CHARACTERS:,} characters")
            parts.append(part)
    finally:
        sys.settrace(before)
    return "".join(parts).strip()


def _seen(review: SessionReview) -> dict[str, Any]:
    """Return what a template sees."""
    return {
        "session": {
            "id": review.id,
            "number": review.number,
            "title": review.title,
            "heading": review.heading,
            "status": review.status.word,
            "description": review.description,
            "location": review.location,
            "start": review.start,
            "end": review.end,
            "minutes": review.minutes,
            "netMinutes": review.net_minutes,
            "gameStart": review.game_start_text,
            "gameEnd": review.game_end_text,
            "elapsed": review.elapsed_text,
            "gap": review.gap,
            "gm": review.gm.name if review.gm is not None else None,
            "players": [
                {
                    "name": one.who.name,
                    "characters": [who.name for who in one.characters],
                    "came": one.presence.attended,
                    "said": one.word,
                }
                for one in review.players
            ],
            "planned": [one.text for one in review.planned],
            "reached": list(review.reached),
            "tags": list(review.tags),
        },
        "events": [
            {
                "type": columns.word,
                "category": columns.category,
                "label": columns.label,
                "importance": Importance(columns.importance).name.lower(),
            }
            for _record, columns in review.events
        ],
        "stats": {line.key: review.stated(line.key) for line in review.statistics},
        "lists": {one.key: [named.name for named in one.entries] for one in review.lists},
        "combats": [
            {"name": one.name, "rounds": one.rounds, "dealt": one.dealt, "received": one.received,
             "outcome": one.outcome}
            for one in review.combats
        ],
        "goals": [{"name": goal.text, "standing": goal.standing} for goal in review.goals],
        "campaign": {"id": review.campaign, "name": review.campaign_name},
    }  # fmt: skip
