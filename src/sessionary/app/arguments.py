"""The words of the command line, apart from what they do: a window that starts needs no more."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from sessionary import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence

    from typing_extensions import override
else:

    def override(method):
        """Return the method; a window that starts does not wait for the real one."""
        return method


KINDS = ("campaign", "score", "survey", "visit")
INCLUDED = ("hidden", "deleted", "system")
FORMATS = (
    *("markdown", "vault", "html", "ics", "campaign", "json", "csv", "survey"),
    *("insights", "insights-csv"),
)
VERBS = (
    "import",
    "list",
    "show",
    "search",
    "export",
    "check",
    "backup",
    "restore",
    "picture",
    "person",
    "survey",
)


_REQUIRED = "the following arguments are required: "
_UNKNOWN = "unrecognized arguments: "


class Parser(argparse.ArgumentParser):
    """A parser that says in one sentence what is wrong; its help is as long as ever."""

    @override
    def error(self, message: str) -> NoReturn:
        """End the program with status 2."""
        if message.startswith(_REQUIRED):
            words = f"needs {message.removeprefix(_REQUIRED)}"
        elif message.startswith(_UNKNOWN):
            words = f"does not know {message.removeprefix(_UNKNOWN)}"
        else:
            words = f"cannot be done: {message}"
        self.exit(2, f"{self.prog} {words}; see “{self.prog} --help”.\n")


def parser() -> Parser:
    """Return the parser of all verbs."""
    top = Parser(prog="sessionary", description="Sessions of every kind in one library.")
    top.add_argument("--version", action="version", version=__version__)
    top.add_argument(
        "--library", type=Path, metavar="DIR", help="folder of the library; yours if left out"
    )
    verbs = top.add_subparsers(dest="verb", metavar="VERB")
    _add_import(verbs)
    listing = verbs.add_parser("list", help="list sessions")
    listing.add_argument("--kind", choices=KINDS)
    listing.add_argument("--json", action="store_true")
    showing = verbs.add_parser("show", help="show one document with its entries")
    showing.add_argument("key", metavar="KEY")
    showing.add_argument("--json", action="store_true")
    searching = verbs.add_parser("search", help="find sessions and events")
    searching.add_argument("query", metavar="QUERY", nargs="+")
    searching.add_argument("--json", action="store_true")
    searching.add_argument("--limit", type=int, default=50)
    _add_export(verbs)
    checking = verbs.add_parser("check", help="look the library over")
    checking.add_argument("--rebuild", action="store_true", help="compute the index anew first")
    checking.add_argument("--json", action="store_true")
    backing = verbs.add_parser("backup", help="copy the library")
    backing.add_argument(
        "--to", type=Path, required=True, metavar="FILE", help="packed if it ends with .gz"
    )
    restoring = verbs.add_parser("restore", help="put a copy in the library's place")
    restoring.add_argument("file", type=Path, metavar="FILE", help="a backup, packed or not")
    picturing = verbs.add_parser("picture", help="take a picture of a place of the window")
    picturing.add_argument("place", metavar="PLACE")
    picturing.add_argument("key", nargs="?", metavar="KEY")
    picturing.add_argument("--to", type=Path, required=True, metavar="FILE.png")
    picturing.add_argument("--dark", action="store_true")
    picturing.add_argument("--size", default="1440x900", metavar="WxH")
    _add_person(verbs)
    _add_survey(verbs)
    return top


def window_parser() -> Parser:
    """Return the parser of a start without a verb."""
    top = Parser(prog="sessionary")
    top.add_argument("--library", type=Path, metavar="DIR")
    top.add_argument("--to", type=Path, metavar="DIR", help="where pictures go without a display")
    top.add_argument("files", nargs="*", type=Path, metavar="FILE")
    return top


def _add_import(verbs: Any) -> None:
    importing = verbs.add_parser("import", help="import files")
    importing.add_argument("files", nargs="+", type=Path, metavar="FILE")
    importing.add_argument("--json", action="store_true", help="print a report as JSON")
    importing.add_argument(
        "--campaign", default="", metavar="ID", help="campaign of records that name none"
    )
    importing.add_argument(
        "--players-see",
        action="store_true",
        help="events that do not say who may see them are the players' too",
    )


def _add_export(verbs: Any) -> None:
    exporting = verbs.add_parser("export", help="write sessions, campaigns or everything")
    exporting.add_argument("keys", nargs="*", metavar="KEY")
    exporting.add_argument("--all", action="store_true", help="the whole library")
    exporting.add_argument("--format", choices=FORMATS, required=True)
    exporting.add_argument(
        "--include",
        choices=INCLUDED,
        action="append",
        default=[],
        help="of survey sessions, on pages: hidden questions, deleted answers, system answers",
    )
    exporting.add_argument("--player-safe", action="store_true", help="only what players may see")
    exporting.add_argument(
        "--player", default="", metavar="ID", help="only what this one player may see"
    )
    exporting.add_argument("--to", type=Path, required=True, metavar="PATH")


def _add_person(verbs: Any) -> None:
    naming = verbs.add_parser("person", help="list, export or forget the people of the library")
    acts = naming.add_subparsers(dest="act", metavar="ACT", required=True)
    listing = acts.add_parser("list", help="list the people")
    listing.add_argument("--json", action="store_true")
    exporting = acts.add_parser("export", help="print or write all that is held about one, as JSON")
    exporting.add_argument("person", metavar="ID")
    exporting.add_argument("--to", type=Path, metavar="FILE")
    forgetting = acts.add_parser("forget", help="say what would go; with --yes let it go for good")
    forgetting.add_argument("person", metavar="ID")
    forgetting.add_argument("--yes", action="store_true", help="do it; this cannot be undone")
    forgetting.add_argument(
        "--backups", action="store_true", help="delete the backups that hold them as well"
    )
    forgetting.add_argument("--json", action="store_true", help="print what goes as JSON")


def _add_survey(verbs: Any) -> None:
    surveying = verbs.add_parser("survey", help="look over files of surveys, fill sessions in")
    acts = surveying.add_subparsers(dest="act", metavar="ACT", required=True)
    checking = acts.add_parser("check", help="tell what is odd or wrong, and how sessions stand")
    checking.add_argument("file", type=Path, metavar="FILE|FOLDER")
    checking.add_argument("--json", action="store_true")
    _add_survey_edits(acts)


def _add_survey_edits(acts: Any) -> None:
    asking = acts.add_parser("next", help="tell how a session stands and what is asked next")
    adding = acts.add_parser("add", help="answer what is asked")
    replacing = acts.add_parser("replace", help="correct answers")
    deleting = acts.add_parser("delete", help="take an answer back")
    closing = acts.add_parser("close", help="close a finished session for good")
    for act in (asking, adding, replacing, deleting, closing):
        act.add_argument("key", metavar="KEY")
        act.add_argument("--json", action="store_true")
    for act in (adding, replacing):
        act.add_argument(
            "lines",
            nargs="+",
            metavar="LINE",
            help="uid:text:value:lat:lon:time_begin:time_end:time_zone_delta:dst_delta",
        )
    deleting.add_argument("uid", metavar="UID")
    deleting.add_argument(
        "--following",
        action="store_true",
        help="all later answers too; in the second generation they always go",
    )


def is_command(arguments: Sequence[str]) -> bool:
    """Say whether a command line holds a verb, and is not a start of the window with files."""
    words = [word for word in arguments if not word.startswith("-")]
    if "--library" in arguments:
        at = arguments.index("--library") + 1
        words = [word for i, word in enumerate(arguments) if i != at and not word.startswith("-")]
    return bool(words) and words[0] in VERBS
