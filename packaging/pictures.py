"""Take the pictures of the README: the real window on the sample campaign.

``python3 packaging/pictures.py`` writes them to ``resources/pictures``; run it inside the
program's environment (``.venv``).
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "resources" / "pictures"
SHOTS = (
    ("sessions", "sessions-light.png", ()),
    ("timeline", "timeline-light.png", ()),
    ("sessions", "sessions-dark.png", ("--dark",)),
)


def run(*words: str) -> None:
    """Run a verb of the program."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "TZ": "Europe/Berlin"}
    subprocess.run([sys.executable, "-m", "sessionary", *words], check=True, env=environment)


def main() -> None:
    """Make a library of the sample and picture its places."""
    with TemporaryDirectory() as folder:
        run("--library", folder, "import", str(ROOT / "resources/sample/campaign.json"))
        for place, name, options in SHOTS:
            target = TARGET / name
            run("--library", folder, "picture", place, "--to", str(target), *options)


if __name__ == "__main__":
    main()
