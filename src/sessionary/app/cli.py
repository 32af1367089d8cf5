"""The command line: the same services as the window, for scripts and for checking."""

from __future__ import annotations

import json
import os
import sys
import time
from typing import TYPE_CHECKING, Any

from sessionary.app.paths import library_folder, local_zone
from sessionary.core.backups import BackupFailed
from sessionary.core.problems import UserError
from sessionary.core.store.errors import StoreError
from sessionary.core.store.plain import PlainScheduler

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from sessionary.services.library import Library

DONE, REFUSED, NOTHING = 0, 1, 2
"""Exit statuses: all read; something was refused or wrong; nothing could be done."""


def run(arguments: argparse.Namespace) -> int:
    """Do what one command line says; return its exit status."""
    status = NOTHING
    try:
        status = _VERBS[arguments.verb](arguments)
        sys.stdout.flush()
    except (UserError, StoreError) as error:
        print(f"sessionary: {error}", file=sys.stderr)
    except BrokenPipeError:
        # Whoever reads it has read enough; what is left must not be tried again at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = DONE
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        print(f"sessionary: {where}{error.strerror or error}", file=sys.stderr)
        status = NOTHING
    return status


def open_library(arguments: argparse.Namespace, *, read_only: bool, alone: bool = False) -> Library:
    """Open the library that a command line means; `alone` keeps other programs out."""
    # Imported here: a command that only shows its help needs no ORM.
    from sessionary.services.backups import advice  # noqa: PLC0415
    from sessionary.services.library import Library  # noqa: PLC0415
    from sessionary.services.rebuild import bring_index_up  # noqa: PLC0415
    from sessionary.storage.library_file import LibraryDamaged, NotALibrary  # noqa: PLC0415

    folder = arguments.library or library_folder()
    try:
        library = Library(
            folder, PlainScheduler(), zone=local_zone(), read_only=read_only, alone=alone
        )
        try:
            bring_index_up(library, progress)
        except BaseException:
            library.close()
            raise
    except (NotALibrary, LibraryDamaged) as error:
        raise UserError(f"{error} {advice(folder)}".rstrip()) from error
    return library


def _back_up_before_import(library: Library) -> None:
    """Make a backup; where there can be none say so: nobody is there to be asked."""
    from sessionary.services.backups import before_import  # noqa: PLC0415

    try:
        before_import(library, progress)
    except BackupFailed as error:
        print(f"sessionary: imported without a backup: {error}", file=sys.stderr)


def no_report(_done: int, _total: int) -> None:
    """Take no note of progress."""


def progress(done: int, total: int) -> None:
    """Show how far something has come, where somebody looks on."""
    if sys.stderr.isatty() and total:
        print(f"\r{100 * done // total:3d} %", end="", file=sys.stderr, flush=True)


def print_json(value: Any) -> None:
    """Print a value as JSON."""
    json.dump(value, sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")


def _import(arguments: argparse.Namespace) -> int:
    from sessionary.services.imports.reading import read_files  # noqa: PLC0415
    from sessionary.services.imports.writing import write_import  # noqa: PLC0415

    library = open_library(arguments, read_only=False)
    try:
        preview = read_files(
            library,
            arguments.files,
            progress,
            campaign=arguments.campaign,
            players_see=arguments.players_see,
        )
        if preview.writes or preview.rejects:
            _back_up_before_import(library)
            write_import(library, preview, progress, at=time.time())
    finally:
        library.close()
    if arguments.json:
        print_json({"files": [file.as_json() for file in preview.files]})
    else:
        for file in preview.files:
            print(file.sentence())
            for problem in file.problems:
                print(f"  {problem.severity}: {problem.sentence()}")
    return REFUSED if any(file.errors for file in preview.files) else DONE


def _list(arguments: argparse.Namespace) -> int:
    from sessionary.services.listing import listed, listed_json  # noqa: PLC0415

    library = open_library(arguments, read_only=True)
    try:
        sessions = listed(library, arguments.kind)
    finally:
        library.close()
    if arguments.json:
        print_json([listed_json(session) for session in sessions])
    else:
        for session in sessions:
            number = "" if session.number is None else str(session.number)
            title = session.name
            print(f"{number:>4}  {session.status:12} {session.start[:16]:16}  {title}")
    return DONE


def _show(arguments: argparse.Namespace) -> int:
    from sessionary.services.keys import find_document  # noqa: PLC0415
    from sessionary.services.pages import show_json, show_text  # noqa: PLC0415

    library = open_library(arguments, read_only=True)
    try:
        document = find_document(library, arguments.key)
        if arguments.json:
            print_json(show_json(library, document.kind, document.key))
        else:
            print(show_text(library, document.kind, document.key))
    finally:
        library.close()
    return DONE


def _search(arguments: argparse.Namespace) -> int:
    from sessionary.services.search import found_json, search  # noqa: PLC0415

    library = open_library(arguments, read_only=True)
    try:
        found = found_json(
            search(library, " ".join(arguments.query), limit=arguments.limit),
            library.epochs.clock_of,
        )
    finally:
        library.close()
    if arguments.json:
        print_json(found)
    else:
        for hit in found:
            print(f"{hit['key'] or '-'}  {hit['title'] or hit['session'] or '-'}")
    return DONE


def _export(arguments: argparse.Namespace) -> int:
    from sessionary.formats.survey.markdown import Included  # noqa: PLC0415
    from sessionary.services.exports import export  # noqa: PLC0415
    from sessionary.services.keys import find_document  # noqa: PLC0415

    if bool(arguments.keys) == bool(arguments.all):
        raise UserError("Name what to export: one KEY or more, or --all.")
    library = open_library(arguments, read_only=True)
    try:
        chosen = None
        if not arguments.all:
            found = [find_document(library, key) for key in arguments.keys]
            chosen = [(document.kind, document.key) for document in found]
        written = export(
            library,
            chosen,
            arguments.format,
            arguments.to,
            player_safe=arguments.player_safe,
            include=Included(**dict.fromkeys(arguments.include, True)),
            player=arguments.player,
            report=progress,
        )
    finally:
        library.close()
    for warning in written.warnings:
        print(f"sessionary: {warning}", file=sys.stderr)
    for path in written.paths:
        print(path)
    return DONE


def _check(arguments: argparse.Namespace) -> int:
    from sessionary.services.check import check  # noqa: PLC0415

    library = open_library(arguments, read_only=not arguments.rebuild, alone=arguments.rebuild)
    try:
        problems = check(library, progress, mend_index=arguments.rebuild)
    finally:
        library.close()
    if arguments.json:
        print_json({"ok": not problems, "problems": problems})
    else:
        print("\n".join(problems) if problems else "The library is whole.")
    return REFUSED if problems else DONE


def _backup(arguments: argparse.Namespace) -> int:
    from sessionary.services.backups import back_up  # noqa: PLC0415

    print(back_up(arguments.library or library_folder(), arguments.to))
    return DONE


def _restore(arguments: argparse.Namespace) -> int:
    from sessionary.services.backups import restore  # noqa: PLC0415

    kept = restore(arguments.library or library_folder(), arguments.file, progress)
    print(f"The library is that of {arguments.file}.")
    if kept is not None:
        print(f"What was there before is {kept}.")
    return DONE


def _picture(arguments: argparse.Namespace) -> int:
    from sessionary.app.pictures import take_picture  # noqa: PLC0415

    library = arguments.library or library_folder()
    take_picture(
        library, arguments.place, arguments.key, arguments.to, dark=arguments.dark,
        size=arguments.size,
    )  # fmt: skip
    print(arguments.to)
    return DONE


def _person(arguments: argparse.Namespace) -> int:
    from sessionary.app.cli_persons import run_person  # noqa: PLC0415

    return run_person(arguments)


def _survey(arguments: argparse.Namespace) -> int:
    from sessionary.app.cli_survey import run_survey  # noqa: PLC0415

    return run_survey(arguments)


_VERBS: dict[str, Callable[[argparse.Namespace], int]] = {
    "import": _import,
    "list": _list,
    "show": _show,
    "search": _search,
    "export": _export,
    "check": _check,
    "backup": _backup,
    "restore": _restore,
    "picture": _picture,
    "person": _person,
    "survey": _survey,
}
