"""What all benchmarks share: a measure and its target, and the library of a million events."""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

EVENTS = 1_000_000
SESSIONS = 2_000
_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """What the program took beside its limit, measured in one run.

    Attributes:
        name: What was measured.
        limit_name: What it is compared with; empty where only the time counts.
        limit: What that took.
        program: What the program took.
        unit: Of both.
        target: The greatest ratio allowed, None where only the value counts.
        most: The greatest value allowed, None where only the ratio counts.
        note: What else there is to say.
    """

    name: str
    program: float
    limit_name: str = ""
    limit: float | None = None
    unit: str = "ms"
    target: float | None = None
    most: float | None = None
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """How many times the limit the program took."""
        return None if self.limit is None else self.program / self.limit

    @property
    def held(self) -> bool:
        """Whether the target is met."""
        ratio = self.ratio
        return (self.most is None or self.program <= self.most) and (
            self.target is None or ratio is None or ratio <= self.target
        )

    def row(self) -> str:
        """Return the row of :data:`HEAD` for it."""
        ratio = "" if self.ratio is None else f"{self.ratio:.2f} ×"
        wanted = [f"≤ {self.target:g} ×"] if self.target is not None else []
        wanted += [f"≤ {self.most:g} {self.unit}"] if self.most is not None else []
        limit = "" if self.limit is None else f"{self.limit_name}: {self._value(self.limit)}"
        name = f"{self.name} ({self.note})" if self.note else self.name
        held = "yes" if self.held else "**no**"
        return (
            f"| {name} | {limit} | {self._value(self.program)} | {ratio} "
            f"| {', '.join(wanted)} | {held} |"
        )

    def _value(self, value: float) -> str:
        digits = 2 if value < 10 else 1 if value < 100 else 0
        return f"{value:,.{digits}f} {self.unit}"


PEAK = """
def peak_mb():
    try:
        with open("/proc/self/status", encoding="ascii") as status:
            lines = dict(line.split(":", 1) for line in status)
        return int(lines["VmHWM"].split()[0]) / 1024
    except (OSError, KeyError):
        import resource
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
"""
"""What tells a program of its own how much memory it ever had.

Elsewhere than on Linux it may tell of the process that started it instead.
"""

HEAD = (
    "| measure | limit | program | ratio | target | held |\n| --- | --- | ---: | ---: | --- | --- |"
)


def print_rows(measures: Sequence[Measure]) -> int:
    """Print measures as a Markdown table; return 1 if one misses its target."""
    print(HEAD)
    for measure in measures:
        print(measure.row(), flush=True)
    return int(not all(measure.held for measure in measures))


def milliseconds(act: Callable[[], object]) -> float:
    """Return how long `act` takes."""
    started = time.perf_counter()
    act()
    return (time.perf_counter() - started) * 1000


def taking_turns(
    limit: Callable[[], object],
    program: Callable[[], object],
    runs: int,
    prepare: Callable[[], object] = lambda: None,
) -> tuple[float, float]:
    """Return the medians of both in milliseconds; they take turns, so both meet one machine.

    What `prepare` does before each turn of the program is not measured.
    """
    limits, programs = [], []
    for _ in range(runs):
        limits.append(milliseconds(limit))
        prepare()
        programs.append(milliseconds(program))
    return statistics.median(limits), statistics.median(programs)


def default_folder() -> Path:
    """Return where generated files and libraries are kept between runs."""
    return Path(tempfile.gettempdir()) / "sessionary-benchmarks"


def campaign_lines(folder: Path, events: int) -> Path:
    """Return the generated JSON Lines of so many events, made if they are not there."""
    lines = folder / f"campaign-{events}.jsonl"
    if not lines.exists():
        subprocess.run(
            [sys.executable, _HERE / "make_campaign.py", str(events), folder], check=True
        )
    return lines


def big_library(folder: Path, events: int = EVENTS) -> Path:
    """Return the folder of a library with so many events, imported if it is not there."""
    library = folder / f"library-{events}"
    if not (library / "made").exists():
        lines = campaign_lines(folder, events)
        subprocess.run(
            [sys.executable, "-m", "sessionary", "--library", library, "import", lines],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        (library / "made").touch()
    return library


def wanted_folder(said: str | None) -> Path:
    """Return the folder named on the command line, by default one below the temporary folder."""
    parser = argparse.ArgumentParser(description=(said or "").partition("\n")[0])
    parser.add_argument(
        "folder", type=Path, nargs="?", default=default_folder(),
        help="where generated files and libraries are kept between runs",
    )  # fmt: skip
    folder: Path = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    return folder
