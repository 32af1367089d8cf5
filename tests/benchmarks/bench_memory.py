"""Measure the memory of a window with a library of a million events open.

    python tests/benchmarks/bench_memory.py [FOLDER]

A process of its own opens the library as the program does, shows the list, the timeline of all
events and the table of a campaign's events, and walks about in them. What counts is the most that
it ever had.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from measure import PEAK, Measure, big_library, print_rows, wanted_folder

_MOST_MB = 250
_PROGRAM = (
    PEAK
    + """
import sys, time
from pathlib import Path
from PySide6.QtCore import QThreadPool
from sessionary.app.main_window import MainWindow
from sessionary.app.preferences_file import PreferencesFile
from sessionary.app.resources import read_resource
from sessionary.app.start import make_application, make_theme, open_library
from sessionary.storage.first_page import first_campaigns, first_summaries
from sessionary.storage.ids import FILE_NAME

folder, scratch = Path(sys.argv[1]), Path(sys.argv[2])
application = make_application()
preferences = PreferencesFile(scratch / "settings.ini")
theme = make_theme(application, preferences.preferences().look, scratch / "images")
window = MainWindow(application, theme, preferences, read_resource=read_resource)
window.show_first(first_summaries(folder / FILE_NAME), first_campaigns(folder / FILE_NAME))
window.show()

def settle(seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        application.processEvents()
        time.sleep(0.005)
    QThreadPool.globalInstance().waitForDone()
    application.processEvents()

settle(0.2)
opened = open_library(folder)
window.attach(opened)
settle(1)
place = window.sessions_place
bar = place.list.table.verticalScrollBar()
for step in range(20):
    bar.setValue(bar.maximum() * step // 20)
    place.list.step(1)
    settle(0.05)
place.show_view("timeline")
settle(4)
print(peak_mb())
"""
)


def measure(folder: Path) -> list[Measure]:
    """Return the one measure."""
    library = big_library(folder)
    source = Path(__file__).parents[2] / "src"
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM, library, folder / "memory-scratch"],
        stdout=subprocess.PIPE,
        check=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(source)},
    )
    return [
        Measure(
            name="Memory of a window on 1,000,000 events, timeline shown",
            program=float(done.stdout),
            unit="MB",
            most=_MOST_MB,
        )
    ]


if __name__ == "__main__":
    sys.exit(print_rows(measure(wanted_folder(__doc__))))
