"""Measure an import of 100,000 events against the sqlite3 shell that loads the same file.

    python tests/benchmarks/bench_import.py [FOLDER] [--million]

The shell (``limit_import.py``) fills the same tables, indexes, unique ids and full text. The
program reads the file twice: once to show what an import would do, which is reported beside it,
and once to write it. With ``--million`` a million events are imported too, for the memory it takes.
Shell and program take turns, each in a process and a library of its own.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from limit_import import load
from measure import EVENTS, PEAK, Measure, campaign_lines, print_rows, wanted_folder

RUNS = 5
_EVENTS = 100_000
_TARGET, _MOST_MB = 1.3, 300
_PROGRAM = (
    PEAK
    + """
import json, sys, time
from pathlib import Path
from sessionary.core.store.plain import PlainScheduler
from sessionary.services.imports.reading import read_files
from sessionary.services.imports.writing import write_import
from sessionary.services.library import Library

def no_report(done, total): pass

library = Library(Path(sys.argv[2]), PlainScheduler(), zone="UTC")
started = time.perf_counter()
preview = read_files(library, [Path(sys.argv[1])], no_report)
read = time.perf_counter()
write_import(library, preview, no_report, at=time.time())
written = time.perf_counter()
library.close()
closed = time.perf_counter()
if "check" in sys.argv:
    from sessionary.services.check import check
    again = Library(Path(sys.argv[2]), PlainScheduler(), zone="UTC")
    problems = check(again, no_report)
    again.close()
    if problems:
        sys.exit("the library is not whole: " + "; ".join(problems[:5]))
print(json.dumps({
    "preview": read - started, "write": written - read, "close": closed - written,
    "peak_mb": peak_mb(),
}))
"""
)


def imported(lines: Path, *, check: bool = False) -> dict[str, float]:
    """Import a file in a new process into a new library; return its times in seconds."""
    with tempfile.TemporaryDirectory(dir=lines.parent) as folder:
        done = subprocess.run(
            [sys.executable, "-c", _PROGRAM, lines, folder, *(["check"] if check else [])],
            stdout=subprocess.PIPE,
            check=True,
        )
    found: dict[str, float] = json.loads(done.stdout)
    return found


def limit(lines: Path) -> float:
    """Let the shell load a file into a new library; return how long that took, in seconds."""
    with tempfile.TemporaryDirectory(dir=lines.parent) as folder:
        return load(lines, Path(folder) / "library.sqlite").seconds


def measure(folder: Path, runs: int = RUNS, *, million: bool = False) -> list[Measure]:
    """Return the measures of an import; the first one is looked over by ``check``."""
    lines = campaign_lines(folder, _EVENTS)
    limits: list[float] = []
    programs: list[dict[str, float]] = []
    for turn in range(runs):
        limits.append(limit(lines))
        programs.append(imported(lines, check=turn == 0))

    def took(*parts: str) -> float:
        return statistics.median(sum(one[part] for part in parts) for one in programs)

    shared: dict[str, Any] = {"limit": statistics.median(limits), "unit": "s"}
    shared["limit_name"] = "sqlite3 shell"
    measures = [
        Measure(name="Import of 100,000 events", program=took("write", "close"),
                target=_TARGET, **shared),
        Measure(name="The preview before it", program=took("preview"), **shared),
    ]  # fmt: skip
    if million:
        peak = imported(campaign_lines(folder, EVENTS))["peak_mb"]
        measures.append(
            Measure(
                name="Memory of an import of 1,000,000 events",
                program=peak,
                unit="MB",
                most=_MOST_MB,
            )
        )
    return measures


if __name__ == "__main__":
    with_million = "--million" in sys.argv
    sys.argv = [word for word in sys.argv if word != "--million"]
    sys.exit(print_rows(measure(wanted_folder(__doc__), million=with_million)))
