"""What holds for every test: no window, no network, no file of the person who runs them."""

import os
import socket
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

# Before anything imports Qt: it reads this once.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from hypothesis import HealthCheck, settings

_FOLDERS = {
    "HOME": "",
    "USERPROFILE": "",
    "APPDATA": "AppData/Roaming",
    "LOCALAPPDATA": "AppData/Local",
    "XDG_CONFIG_HOME": ".config",
    "XDG_DATA_HOME": ".local/share",
    "XDG_STATE_HOME": ".local/state",
    "XDG_CACHE_HOME": ".cache",
    "XDG_RUNTIME_DIR": ".runtime",
}

# A deadline would fail a sound property on a busy machine. The suite tries the same examples each
# time, so that what it says of a commit stays said; `--hypothesis-profile=random` looks for others.
settings.register_profile(
    "sessionary",
    deadline=None,
    max_examples=60,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "random", settings.get_profile("sessionary"), derandomize=False, max_examples=300
)
settings.load_profile("sessionary")


class NetworkUsed(BaseException):
    """The program went to the network; not an `Exception`, so that no handler swallows it."""


def _refuse_network(event: str, arguments: tuple[Any, ...]) -> None:
    if event != "socket.connect":
        return
    connecting: socket.socket = arguments[0]
    if connecting.family != getattr(socket, "AF_UNIX", None):
        raise NetworkUsed(f"a connection to {arguments[1]!r}")


# An audit hook cannot be taken away again, which is what is wanted here.
sys.addaudithook(_refuse_network)


def _settle(home: Path, environment: Any) -> None:
    """Put every folder of a user below `home`, in `environment`."""
    for name, below in _FOLDERS.items():
        folder = home / below
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        environment[name] = str(folder)


# Until the first test, too: modules and session fixtures may ask where the user's folders are.
_HOMES = tempfile.TemporaryDirectory(prefix="sessionary-tests-", ignore_cleanup_errors=True)
_settle(Path(_HOMES.name) / "all", os.environ)


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give each test a home of its own, empty, and return it."""
    folder, environment, made = _untouched.pop() if _untouched else _new_home()
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    yield folder
    # Making and removing the folders takes longer than most tests, which never look at them.
    if _found(folder) == made:
        _untouched.append((folder, environment, made))


_Found = list[tuple[str, int, list[str]]]
_untouched: list[tuple[Path, dict[str, str], _Found]] = []


def _new_home() -> tuple[Path, dict[str, str], _Found]:
    folder = Path(tempfile.mkdtemp(dir=_HOMES.name))
    environment: dict[str, str] = {}
    _settle(folder, environment)
    return folder, environment, _found(folder)


def _found(home: Path) -> _Found:
    """Return all folders below `home`: when each was changed, and what is in it."""
    return [
        (folder, Path(folder).stat().st_ctime_ns, sorted(folders + files))
        for folder, folders, files in os.walk(home)
    ]


def pytest_unconfigure() -> None:
    """Remove the homes."""
    _HOMES.cleanup()


@pytest.fixture(autouse=True)
def nothing_left_behind() -> Iterator[None]:
    """Delete what a test leaves of windows and of what listens to the application.

    Whatever stays is styled, filtered and told of again in each later test: a hundred windows on,
    a test takes a minute.
    """
    yield
    widgets = sys.modules.get("PySide6.QtWidgets")
    application = widgets.QApplication.instance() if widgets is not None else None
    if widgets is None or application is None:
        return
    for widget in widgets.QApplication.topLevelWidgets():
        widget.deleteLater()
    for child in application.children():
        ours = type(child).__module__.startswith("sessionary.")
        if ours and not isinstance(child, widgets.QStyle):
            child.deleteLater()
    deferred = sys.modules["PySide6.QtCore"].QEvent.Type.DeferredDelete
    application.sendPostedEvents(None, deferred)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print the counts of the fault harness, also of what ran in another process.

    It stands here because who hands tests out to other processes reads no other `conftest.py`.
    """
    lines = [
        f"{report.nodeid.rpartition('::')[2]}: {said}"
        for reports in terminalreporter.stats.values()
        for report in reports
        for name, said in getattr(report, "user_properties", ())
        if name == "faults" and report.when == "teardown"
    ]
    if lines:
        terminalreporter.section("faults")
        for line in sorted(lines):
            terminalreporter.write_line(line)
