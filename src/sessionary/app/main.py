"""Where the program begins: the window, or a verb of the command line."""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING

from sessionary.app.arguments import is_command, parser, window_parser
from sessionary.app.paths import library_folder

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; return its exit status.

    With a verb it is the command line; otherwise the window is opened on the library, with the
    files that are named. Where there is no display, the sample is written out instead.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    if is_command(given) or any(word in given for word in ("-h", "--help", "--version")):
        arguments_of_verb = parser().parse_args(given)
        from sessionary.app import cli  # noqa: PLC0415  a window does not wait for it

        return cli.run(arguments_of_verb)
    window = window_parser().parse_args(given)
    folder = window.library or library_folder()
    if not has_display():
        from sessionary.app.headless import show_without_display  # noqa: PLC0415

        return show_without_display(window.to)
    # Nothing is open yet that could be saved. An exception is no way out of loading Qt: thrown
    # there it is an abort, and in a slot it is lost.
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from sessionary.app.start import open_window  # noqa: PLC0415  not before it is wanted

    return open_window(folder, window.files)


def has_display() -> bool:
    """Say whether there is a screen; Qt ends the process if it finds none."""
    if sys.platform in ("win32", "darwin"):
        return True
    if os.environ.get("QT_QPA_PLATFORM", "").partition(":")[0] in ("offscreen", "minimal", "vnc"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
