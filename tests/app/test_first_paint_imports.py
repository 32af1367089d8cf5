"""What the first picture waits for: nothing that is slow to import."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

SLOW = (
    "PySide6.QtNetwork",
    "PySide6.QtSvg",
    "sqlmodel",
    "sqlalchemy",
    "alembic",
    "pydantic",
    "numpy",
    "mako",
    "greenlet",
)
_SOURCE = Path(__file__).parents[2] / "src"
_PROGRAM = """
import json, os, sys
from sessionary.app import start
from sessionary.app.main import main

def painted(self):
    print(json.dumps({
        "modules": sorted(sys.modules),
        "sessions": [row.title for row in self._window.centralWidget().found.rows],
    }), flush=True)
    os._exit(0)

start._Starter.begin = painted
main(["--library", sys.argv[1]])
"""


@pytest.fixture(scope="module")
def painted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What a program that shows a library had imported when it was painted first."""
    folder = tmp_path_factory.mktemp("library")
    home = str(tmp_path_factory.mktemp("home"))
    session = folder / "session.json"
    record = {"id": "s1", "campaignId": "c1", "number": 1, "title": "A Toll of Ash"}
    times = {"realTime": {"startTime": "2026-01-02T18:00:00Z"}, "status": "planned"}
    session.write_text(json.dumps({**record, **times}), encoding="utf-8")
    environment = {
        **os.environ,
        "PYTHONPATH": str(_SOURCE),
        "QT_QPA_PLATFORM": "offscreen",
        **dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME"), home),
    }
    command = [sys.executable, "-m", "sessionary", "--library", str(folder), "import", str(session)]
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM, str(folder)],
        env=environment, check=True, stdout=subprocess.PIPE, timeout=60,
    )  # fmt: skip
    found: dict[str, list[str]] = json.loads(done.stdout)
    return found


def test_the_first_picture_shows_the_sessions(painted: dict[str, list[str]]) -> None:
    assert painted["sessions"] == ["A Toll of Ash"]


@pytest.mark.parametrize("name", SLOW)
def test_the_first_picture_does_not_wait_for(painted: dict[str, list[str]], name: str) -> None:
    imported = [one for one in painted["modules"] if one == name or one.startswith(f"{name}.")]
    assert imported == []


@pytest.mark.parametrize(
    "room",
    ["services", "formats", "models", "core", "storage.first_page", "views.theme", "views.widgets"],
)
def test_the_first_picture_does_not_wait_for_what_is_behind_it(
    painted: dict[str, list[str]], room: str
) -> None:
    name = f"sessionary.{room}"
    imported = [
        one
        for one in painted["modules"]
        if (one == name or one.startswith(f"{name}.")) and one != "sessionary.core"
    ]
    assert imported == []
