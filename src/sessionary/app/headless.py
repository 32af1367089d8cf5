"""What the program does where there is no display: its job, on the sample, into a folder."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp

from sessionary.app.places import picture_places
from sessionary.app.resources import read_resource
from sessionary.app.sample import sample_file
from sessionary.core.store.plain import PlainScheduler


def show_without_display(folder: Path | None) -> int:
    """Import the sample, write its Markdown and a picture of each place, print their paths.

    Args:
        folder: Where they go; a new folder for temporary files if None.
    """
    from sessionary.app.paths import local_zone  # noqa: PLC0415
    from sessionary.services.exports import export  # noqa: PLC0415
    from sessionary.services.imports.reading import read_files  # noqa: PLC0415
    from sessionary.services.imports.writing import write_import  # noqa: PLC0415
    from sessionary.services.library import Library  # noqa: PLC0415

    target = folder or Path(mkdtemp(prefix="sessionary-"))
    print(
        "There is no display, so no window: the sample campaign is summarised and pictured in "
        f"{target}."
    )
    with TemporaryDirectory(prefix="sessionary-library-") as folder_of_sample:
        home = Path(folder_of_sample)
        library = Library(home, PlainScheduler(), zone=local_zone())
        try:
            preview = read_files(library, [sample_file(read_resource)], _no_report)
            write_import(library, preview, _no_report, at=time.time())
            written = export(
                library, None, "markdown", target / "markdown", player_safe=False, report=_no_report
            )
        finally:
            library.close()
        for path in written.paths:
            print(path)
        for place in picture_places():
            print(_picture(home, place, target / f"{place}.png"))
    return 0


def _picture(library: Path, place: str, target: Path) -> Path:
    # A process of its own: an application can be made once in a process.
    subprocess.run(  # noqa: S603  our own program, our own arguments
        [
            sys.executable,
            "-m",
            "sessionary",
            "--library",
            str(library),
            "picture",
            place,
            "--to",
            str(target),
        ],
        check=True,
        stdout=subprocess.DEVNULL,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    return target


def _no_report(_done: int, _total: int) -> None:
    """Take no note of progress."""
