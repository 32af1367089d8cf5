"""Measure start to first paint against a bare window, each in a new process, taking turns.

    python tests/benchmarks/bench_start.py [FOLDER]

A process is timed from its spawning to the first turn of the event loop after its window was
painted.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from measure import Measure, big_library, print_rows, wanted_folder

RUNS = 15
TARGET = 1.40
_SOURCE = Path(__file__).parents[2] / "src"

# What each process says when it has been painted; it then ends at once, so that the next one
# does not have to share the machine with its farewell.
_PAINTED = """
def painted():
    import os
    os.write(1, b"painted\\n")
    os._exit(0)
"""
BARE = (
    _PAINTED
    + """
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow

class Window(QMainWindow):
    def paintEvent(self, event):
        QTimer.singleShot(0, painted)

application = QApplication([])
window = Window()
window.resize(1440, 900)
window.show()
application.exec()
"""
)
PROGRAM = (
    _PAINTED
    + """
import sys
from sessionary.app import start
from sessionary.app.main import main
start._Starter.begin = lambda self: painted()
main(["--library", sys.argv[1]])
"""
)


def seconds_to_paint(program: str, *arguments: str, home: Path) -> float:
    """Run a program in a new process until it says that it has been painted."""
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPATH": str(_SOURCE),
        # Settings and logs of its own, so that no reader's window state is measured.
        **dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"), str(home)),
        # Compiled once, as an installed program is.
        "PYTHONPYCACHEPREFIX": str(home / "compiled"),
    }
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    started = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-c", program, *arguments],
        stdout=subprocess.PIPE,
        env=environment,
    ) as process:
        if process.stdout is None or process.stdout.readline() != b"painted\n":
            sys.exit("the window was not painted")
        return time.perf_counter() - started


def measure(folder: Path, runs: int = RUNS) -> list[Measure]:
    """Return the median of each; the first run of both is left out: it fills the disk's cache."""
    library = big_library(folder)
    bare: list[float] = []
    program: list[float] = []
    with tempfile.TemporaryDirectory() as home:
        for _ in range(runs + 1):
            bare.append(seconds_to_paint(BARE, home=Path(home)))
            program.append(seconds_to_paint(PROGRAM, str(library), home=Path(home)))
    return [
        Measure(
            name="Start to first paint, 2,000 sessions of 1,000,000 events",
            limit_name="bare QMainWindow",
            limit=statistics.median(bare[1:]) * 1000,
            program=statistics.median(program[1:]) * 1000,
            target=TARGET,
        )
    ]


if __name__ == "__main__":
    sys.exit(print_rows(measure(wanted_folder(__doc__))))
