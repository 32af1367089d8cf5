"""The command line's verb ``person``: who is in the library, and what is held about them."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

from sessionary.app.cli import DONE, REFUSED, open_library, print_json, progress
from sessionary.core.text import one_line

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from sessionary.services.forgetting_plan import Forgetting


_TRACES = "the file could not be written anew; a window that opens it tries again"


def run_person(arguments: argparse.Namespace) -> int:
    """Do what one command line with the verb ``person`` says; return its exit status."""
    return _ACTS[arguments.act](arguments)


def _list(arguments: argparse.Namespace) -> int:
    from sessionary.services.persons import people, shown_id  # noqa: PLC0415

    library = open_library(arguments, read_only=True)
    try:
        found = people(library)
    finally:
        library.close()
    if arguments.json:
        print_json([one.as_json() for one in found])
    else:
        for one in found:
            print(f"{shown_id(one.id):24} {one.documents:>6} {one.events:>8}  {one_line(one.name)}")
    return DONE


def _export(arguments: argparse.Namespace) -> int:
    from sessionary.services.persons import export_person, write_person  # noqa: PLC0415

    library = open_library(arguments, read_only=True)
    try:
        if arguments.to is None:
            print_json(export_person(library, arguments.person, progress))
        else:
            print(write_person(library, arguments.person, arguments.to, progress))
    finally:
        library.close()
    return DONE


def _forget(arguments: argparse.Namespace) -> int:
    from sessionary.services.forgetting import (  # noqa: PLC0415
        check_settled,
        delete_backups,
        forget,
        plan_to_forget,
        traces_left,
    )

    library = open_library(arguments, read_only=not arguments.yes)
    left: list[str] = []
    try:
        plan = plan_to_forget(library, arguments.person, progress)
        if arguments.yes:
            check_settled(library, plan)
            plan, _change = forget(library, plan, progress, at=time.time())
            if traces_left(library):
                print(f"sessionary: {_TRACES}", file=sys.stderr)
            if arguments.backups:
                left = delete_backups(library, plan.backups)
    finally:
        library.close()
    if arguments.json:
        print_json({**plan.as_json(), "forgotten": arguments.yes})
    else:
        print("\n".join(_told(plan, done=arguments.yes, backups=arguments.backups)))
    if not arguments.yes:
        print("sessionary: nothing was changed; add --yes to forget them for good", file=sys.stderr)
        return REFUSED
    for name in left:
        print(f"sessionary: {name} could not be deleted", file=sys.stderr)
    return REFUSED if left else DONE


def _told(plan: Forgetting, *, done: bool, backups: bool) -> list[str]:
    """Return what goes, or has gone, a line each."""
    changed = [
        _count(plan.sessions, "session"),
        _count(plan.campaigns, "campaign"),
        _count(plan.goals, "goal"),
        _count(plan.world, "entry of the world", "entries of the world"),
        _count(plan.events, "event"),
        _count(plan.rejects, "text that could not be read", "texts that could not be read"),
        _count(plan.names, "name of an act or file", "names of acts and files"),
    ]
    gone = [
        *(
            [_count(plan.surveys, "session of a survey", "sessions of surveys")]
            * bool(plan.surveys)
        ),
        _count(plan.revisions, "former version"),
        _count(plan.copies, "copy", "copies"),
    ]
    would = "" if done else "would be "
    lines = [f"{would}gone: {', '.join(gone)}"]
    if plan.former:
        lines = [
            f"{plan.name} ({plan.person}) {'is' if done else 'would be'} {plan.former}.",
            f"{would}changed: {', '.join(changed)}",
            *lines,
        ]
    if plan.remaining or plan.remaining_events:
        named = ", ".join(f"{kind}/{key}" for kind, key in plan.remaining)
        lines.append(
            f"a part of the name still stands in {_count(plan.remaining_events, 'event')}"
            f"{' and in ' if named else ''}{named}"
        )
    if plan.backups:
        deleted = "deleted" if done and backups else "they stand in these backups"
        lines.append(f"{deleted}: {', '.join(plan.backups)}")
    return lines


def _count(count: int, one: str, many: str = "") -> str:
    return f"{count} {one if count == 1 else many or one + 's'}"


_ACTS: dict[str, Callable[[argparse.Namespace], int]] = {
    "list": _list,
    "export": _export,
    "forget": _forget,
}
