"""Run all benchmarks and print one Markdown table, as it stands in the README.

    python tests/benchmarks/run_all.py [FOLDER]

It takes about a quarter of an hour. Generated files and libraries are kept in FOLDER for the next
run. Every limit is measured in the same run as what is compared with it, taking turns, so ratios
hold on any machine; milliseconds only show the order of magnitude. Ends with 1 if a target is
missed.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import bench_import
import bench_insights
import bench_log_line
import bench_markdown
import bench_memory
import bench_queries
import bench_save
import bench_start
import bench_table
import bench_timeline
from measure import HEAD, wanted_folder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from measure import Measure

BENCHMARKS: tuple[Callable[[Path], list[Measure]], ...] = (
    bench_start.measure,
    lambda folder: bench_import.measure(folder, million=True),
    bench_queries.measure,
    bench_save.measure,
    bench_log_line.measure,
    bench_table.measure,
    lambda _folder: bench_timeline.measures(),
    bench_markdown.measure,
    bench_insights.measure,
    bench_memory.measure,
)


def main() -> int:
    """Print a row as soon as it is measured; return 1 if a target is missed."""
    folder = wanted_folder(__doc__)
    missed = False
    print(HEAD, flush=True)
    for measure in BENCHMARKS:
        for one in measure(folder):
            print(one.row(), flush=True)
            missed |= not one.held
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
