"""The limit of an import: the sqlite3 shell loads the same file into the same tables.

    python tests/benchmarks/make_campaign.py 100000 /tmp/big
    python tests/benchmarks/limit_import.py /tmp/big/campaign-100000.jsonl

The tables and indexes are those of an empty library, made by the program itself; the shell's
``.import`` reads the lines and SQL does the rest: columns out of the JSON, unique ids, facets, the
rows of the list, full text. Indexes of the entries are built after their rows, as any quick loader
does. What the program does besides (checks, digests, a preview, cancelling) is not done here: the
digests are random bytes of the same length.

Where there is no ``sqlite3`` program, Python's sqlite3 executes the same statements, and says so.
"""

from __future__ import annotations

import argparse
import re
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sessionary.storage.connection import writer_engine
from sessionary.storage.migrate import migrate

if TYPE_CHECKING:
    from collections.abc import Sequence

EPOCH = 86_400
"""What the clock shows at total 0 in the files of ``make_campaign.py``."""

# The program's own cache and durability; but a file that is empty needs no WAL to write twice.
PRAGMAS = "PRAGMA cache_size=-65536; PRAGMA journal_mode=DELETE; PRAGMA synchronous=FULL;"

_LATE = re.compile(r"CREATE (UNIQUE )?INDEX entry_")

# A line that names its session is an event; every other line of the file is a session.
SESSIONS = """
INSERT INTO act (pk, at, name, origin, first_entry)
  VALUES (1, unixepoch(), 'Import', 'import', 1);
INSERT INTO source (pk, act, name, path, sha256, format, size, choices)
  VALUES (1, 1, 'campaign', '', '', 'campaign', 0, '{}');

INSERT INTO document (kind, "key", container, revision, text, hash, act, saved_at)
SELECT 'session', text ->> '$.id', text ->> '$.campaignId', 1,
  '{"migrations": [], "pending": {}, "data": {"record": ' || text
    || ', "own": {}, "spelling": {}}}',
  randomblob(16), 1, unixepoch()
FROM line WHERE instr(text, '"sessionId"') = 0;

INSERT INTO session_row (document, kind, id, container, number, title, status, start, start_us,
  "end", end_us, duration, game_start, listed, attended, planned, reached, tags, people, entries)
SELECT pk, 'campaign', "key", container, r ->> '$.number', r ->> '$.title', r ->> '$.status',
  r ->> '$.realTime.startTime',
  CAST(strftime('%s', r ->> '$.realTime.startTime') AS INTEGER) * 1000000,
  r ->> '$.realTime.endTime',
  CAST(strftime('%s', r ->> '$.realTime.endTime') AS INTEGER) * 1000000,
  r ->> '$.realTime.durationMinutes', (r ->> '$.gameTime.startTime.total') + :epoch,
  json_array_length(r, '$.participants.players'),
  (SELECT sum(value ->> '$.attended') FROM json_each(r, '$.participants.players')),
  json_array_length(r, '$.plannedObjectives'), 0,
  (SELECT group_concat(value, char(10)) FROM json_each(r, '$.tags')),
  (SELECT group_concat(value ->> '$.userId', char(10))
    FROM json_each(r, '$.participants.players')), 0
FROM (SELECT pk, "key", container, text -> '$.data.record' AS r FROM document);

INSERT INTO attendance (document, person, came, late, "left")
SELECT document.pk, value ->> '$.userId', value ->> '$.attended', 0, 0
FROM document, json_each(document.text, '$.data.record.participants.players');
"""

EVENTS = """
INSERT INTO entry (kind, type, scope, id, document, position, real_us, game_s, category, word,
  importance, visible, label, act, source, hash, seen, text)
SELECT 'session', 'event', document.container, line.text ->> '$.id', document.pk, line.rowid,
  CAST(strftime('%s', line.text ->> '$.timestamp.realTime') AS INTEGER) * 1000000,
  (line.text ->> '$.timestamp.gameTime.total') + :epoch,
  line.text ->> '$.event.category', line.text ->> '$.event.type',
  CASE line.text ->> '$.metadata.importance'
    WHEN 'trivial' THEN 0 WHEN 'significant' THEN 2 WHEN 'critical' THEN 3 ELSE 1 END,
  CASE line.text ->> '$.metadata.visibility'
    WHEN 'public' THEN 1 WHEN 'player-specific' THEN 2 ELSE 0 END,
  line.text ->> '$.event.name', 1, 1, randomblob(16), randomblob(16), line.text
FROM line CROSS JOIN document
  ON document.kind = 'session' AND document."key" = line.text ->> '$.sessionId'
WHERE instr(line.text, '"sessionId"') > 0;
UPDATE act SET last_entry = (SELECT max(pk) FROM entry);
UPDATE session_row SET entries = counted.n
  FROM (SELECT document, count(*) AS n FROM entry GROUP BY document) AS counted
  WHERE counted.document = session_row.document;
"""

FACETS = """
CREATE TEMP TABLE found (name TEXT, value TEXT, owner INTEGER);
INSERT INTO found
SELECT 'type', lower(word), pk FROM entry
UNION ALL SELECT 'actor', lower(text ->> '$.participants.actor'), pk FROM entry
UNION ALL SELECT 'place', lower(text ->> '$.participants.location'), pk FROM entry
UNION ALL SELECT 'target', lower(value), pk
  FROM entry, json_each(entry.text, '$.participants.targets')
UNION ALL SELECT 'tag', lower(value), pk
  FROM entry, json_each(entry.text, '$.metadata.tags');
INSERT INTO facet_value (name, value)
  SELECT DISTINCT name, value FROM found WHERE value IS NOT NULL;
INSERT INTO facet (value, owner)
  SELECT DISTINCT facet_value.pk, found.owner
  FROM found JOIN facet_value USING (name, value) ORDER BY 1, 2;
DROP TABLE found;
"""

FULL_TEXT = """
INSERT INTO fts (rowid, text)
SELECT pk, lower(concat_rows) FROM (
  SELECT pk, (text ->> '$.event.name') || char(10) || (text ->> '$.event.description') || char(10)
    || (text ->> '$.participants.actor') || char(10)
    || (SELECT group_concat(value, char(10)) FROM json_each(text, '$.participants.targets'))
    || char(10) || (text ->> '$.participants.location')
    || coalesce((SELECT char(10) || group_concat(value, char(10))
         FROM json_each(text, '$.metadata.tags')), '') AS concat_rows
  FROM entry);
INSERT INTO fts (rowid, text)
SELECT -pk, lower((text ->> '$.data.record.title') || char(10)
  || (text ->> '$.data.record.description')) FROM document;
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """What the limit took.

    Attributes:
        loader: ``sqlite3`` or ``Python's sqlite3``.
        seconds: From the start of the loader to its end, the empty tables included.
        events: How many events the file held.
        peak_mb: The most memory that the loader had; of this process where Python loads.
        size_mb: The size of the library.
    """

    loader: str
    seconds: float
    events: int
    peak_mb: float
    size_mb: float


def load(lines: Path, library: Path) -> Limit:
    """Load JSON Lines of ``make_campaign.py`` into a new file, as quickly as SQL alone can.

    Args:
        lines: Sessions, each before its events, one record a line.
        library: A path where nothing lies yet.
    """
    tables, late = empty_tables()
    shell = shutil.which("sqlite3")
    started = time.perf_counter()
    if shell:
        _load_by_shell(shell, lines, library, tables, late)
        who = resource.RUSAGE_CHILDREN
    else:
        _load_by_python(lines, library, tables, late)
        who = resource.RUSAGE_SELF
    seconds = time.perf_counter() - started
    with closing(sqlite3.connect(library)) as connection:
        events = connection.execute("SELECT count(*) FROM entry").fetchone()[0]
    return Limit(
        loader="sqlite3" if shell else "Python's sqlite3",
        seconds=seconds,
        events=events,
        peak_mb=resource.getrusage(who).ru_maxrss / 1024,
        size_mb=library.stat().st_size / 2**20,
    )


def empty_tables() -> tuple[list[str], list[str]]:
    """Return the statements that make an empty library, and those of the entries' indexes."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "empty.sqlite"
        engine = writer_engine(path)
        migrate(engine)
        engine.dispose()
        with closing(sqlite3.connect(path)) as connection:
            rows = connection.execute(
                "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'fts\\_%' "
                "ESCAPE '\\' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY rowid"
            ).fetchall()
    statements = [row[0] for row in rows]
    late = [statement for statement in statements if _LATE.match(statement)]
    return [statement for statement in statements if statement not in late], late


def _load_by_shell(
    shell: str, lines: Path, library: Path, tables: Sequence[str], late: Sequence[str]
) -> None:
    # No character of the file can be the separator of columns: JSON writes it as \\u001f.
    script = [
        ".bail on",
        PRAGMAS,
        "CREATE TEMP TABLE line (text TEXT);",
        ".mode ascii",
        '.separator "\\037" "\\n"',
        f".import --schema temp {_quoted(lines)} line",
        _statements(tables, late).replace(":epoch", str(EPOCH)),
    ]
    done = subprocess.run(
        [shell, "-batch", str(library)],
        input="\n".join(script),
        text=True,
        capture_output=True,
        check=False,
    )
    if done.returncode or done.stderr:
        sys.exit(f"sqlite3 failed: {done.stderr}")


def _load_by_python(lines: Path, library: Path, tables: Sequence[str], late: Sequence[str]) -> None:
    with closing(sqlite3.connect(library, isolation_level=None)) as connection:
        connection.executescript(PRAGMAS + "CREATE TEMP TABLE line (text TEXT);")
        with lines.open(encoding="utf-8") as file:
            connection.execute("BEGIN")
            connection.executemany(
                "INSERT INTO line VALUES (?)", ((line.rstrip("\n"),) for line in file)
            )
            connection.execute("COMMIT")
        connection.executescript(_statements(tables, late).replace(":epoch", str(EPOCH)))


def _statements(tables: Sequence[str], late: Sequence[str]) -> str:
    made = "".join(f"{statement};\n" for statement in tables)
    indexes = "".join(f"{statement};\n" for statement in late)
    filled = f"{SESSIONS}{EVENTS}{indexes}{FACETS}{FULL_TEXT}"
    return f"BEGIN;\n{made}{filled}COMMIT;\nPRAGMA journal_mode=WAL;\n"


def _quoted(path: Path) -> str:
    escaped = str(path).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def main() -> None:
    """Load the file as often as asked for, each time into a new library, and say how long."""
    parser = argparse.ArgumentParser(description="Load JSON Lines with SQL alone.")
    parser.add_argument("lines", type=Path)
    parser.add_argument("--library", type=Path, help="keep the library here (one run)")
    parser.add_argument("--runs", type=int, default=1)
    wanted = parser.parse_args()
    if wanted.library:
        _say(load(wanted.lines, wanted.library))
        return
    for _ in range(wanted.runs):
        with tempfile.TemporaryDirectory(dir=wanted.lines.parent) as folder:
            _say(load(wanted.lines, Path(folder) / "library.sqlite"))


def _say(limit: Limit) -> None:
    print(
        f"{limit.loader}: {limit.events} events in {limit.seconds:.2f} s, "
        f"{limit.events / limit.seconds:,.0f} a second, {limit.peak_mb:.0f} MB of memory, "
        f"{limit.size_mb:.0f} MB on disk"
    )


if __name__ == "__main__":
    main()
