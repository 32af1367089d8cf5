"""Set Sessionary up in this checkout and run it; needs nothing but Python and pip.

``python3 packaging/run.py`` opens the program, ``… test`` runs every check, and any other
arguments go to the program's command line. The first start makes ``.venv`` and installs what
``requirements.lock`` names; later ones do so only when the lock or ``pyproject.toml`` changed.
Everything said about the set-up goes to standard error: standard output is the program's.

Old Pythons must be able to read this file as far as the sentence that refuses them.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import platform
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

OLDEST_PYTHON = (3, 11)
ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
STAMP = ENVIRONMENT / "sessionary-set-up.json"
LOCK = ROOT / "requirements.lock"
PROJECT = ROOT / "pyproject.toml"

OFFSCREEN = "offscreen"
# The leaves of what Qt links against; apt fetches the rest as their dependencies.
_ALWAYS = ("libegl1", "libgl1", "libglib2.0-0", "libfontconfig1", "libdbus-1-3")
_XCB = ("libxkbcommon-x11-0", "libxcb-cursor0", "libxcb-icccm4", "libxcb-keysyms1", "libxcb-shape0")
DEBIAN_PACKAGES = {
    OFFSCREEN: (*_ALWAYS, "libxkbcommon0"),
    "xcb": (*_ALWAYS, *_XCB),
    "wayland": (*_ALWAYS, *_XCB, "libwayland-client0", "libwayland-cursor0"),
}
FEDORA_PACKAGES = ("xcb-util-cursor", "libxkbcommon-x11", "mesa-libEGL")
# From these releases on Debian and Ubuntu call GLib's package libglib2.0-0t64.
_TIME64_SINCE = {"debian": (13,), "ubuntu": (24, 4)}

_QT_MODULES = ("Core", "Gui", "Widgets", "Svg", "Network", "PrintSupport")
_PROBE = (
    f"from PySide6 import {', '.join('Qt' + name for name in _QT_MODULES)}\n"
    "QtWidgets.QApplication([])\n"
)
_MISSING = re.compile(r"(lib[\w.+-]+?\.so[.\d]*)(?: => not found|: cannot open shared object)")


class SetUpFailed(Exception):
    """The program cannot be set up here; the text says why and what helps, and is shown as is."""


def main(arguments: Sequence[str]) -> int:
    """Set up what is not set up yet, then run what `arguments` ask for; return its exit status."""
    if sys.version_info < OLDEST_PYTHON:
        say(too_old(sys.version_info[:3]))
        return 1
    testing = arguments[:1] == ["test"]
    try:
        set_up()
        if testing or opens_window(arguments):
            wanted = OFFSCREEN if testing else qt_platform(os.environ, sys.platform)
            provide_qt(wanted)
    except SetUpFailed as failure:
        say(str(failure))
        return 1
    if testing:
        return run_checks(arguments[1:])
    return become([str(environment_program("python")), "-m", "sessionary", *arguments])


def too_old(found: Iterable[int]) -> str:
    """Return the sentence that refuses a Python of version `found`."""
    needed = ".".join(map(str, OLDEST_PYTHON))
    have = ".".join(map(str, found))
    return (
        f"Sessionary needs Python {needed} or newer; this is Python {have} ({sys.executable}). "
        f"Install a newer Python and start again with it, such as: python{needed} packaging/run.py"
    )


def opens_window(arguments: Sequence[str]) -> bool:
    """Say whether these arguments open the window: options and existing files do, a verb does not.

    A verb of the command line must not fail for want of a library that only windows need.
    """
    return all(argument.startswith("-") or Path(argument).exists() for argument in arguments)


def say(text: str) -> None:
    """Tell the person something without touching standard output."""
    print(text, file=sys.stderr, flush=True)


def set_up() -> None:
    """Make the environment and install into it, unless the stamp says that all of it is there.

    Raises:
        SetUpFailed: A step failed; the next start tries again from where it stopped.
    """
    wanted = {"python": sys.version, "checkout": str(ROOT), "inputs": inputs_hash()}
    stamp = read_stamp()
    python = environment_program("python")
    if python.exists() and all(stamp.get(key) == value for key, value in wanted.items()):
        return
    say("Setting Sessionary up in .venv (first start, or its requirements changed) …")
    same_python = all(stamp.get(key) == wanted[key] for key in ("python", "checkout"))
    running_inside = Path(sys.prefix).resolve() == ENVIRONMENT.resolve()
    if not (python.exists() and (same_python or running_inside)):
        make_environment()
    # An interrupted installation must not pass for a finished one.
    write_stamp({**wanted, "inputs": "", "qt": []})
    install()
    write_stamp({**wanted, "qt": []})


def inputs_hash() -> str:
    """Return one hash over the files that decide what is installed."""
    digest = hashlib.sha256()
    for path in (PROJECT, LOCK):
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            raise SetUpFailed(
                f"{path.name} is missing from {ROOT}; is the checkout whole?"
            ) from None
        digest.update(len(content).to_bytes(8, "big") + content)
    return digest.hexdigest()


def read_stamp() -> dict[str, object]:
    """Return what the last set-up wrote down; empty where there is nothing to read."""
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def write_stamp(stamp: Mapping[str, object]) -> None:
    """Write down how far the set-up has come."""
    STAMP.write_text(json.dumps(stamp), encoding="utf-8")


def environment_program(name: str, *, windows: bool = os.name == "nt") -> Path:
    """Return where a program of the environment is."""
    return ENVIRONMENT / "Scripts" / f"{name}.exe" if windows else ENVIRONMENT / "bin" / name


def make_environment() -> None:
    """Make an empty environment, with pip in it where this Python can put it there."""
    command = [sys.executable, "-m", "venv", "--clear", str(ENVIRONMENT)]
    if not has_module("ensurepip") and not has_module("pip"):
        package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
        if not may_install_packages():
            raise SetUpFailed(
                "This Python can make no environment: it has neither ensurepip nor pip. "
                f"On Debian or Ubuntu run: sudo apt install {package}"
            )
        install_packages((package,))
        importlib.invalidate_caches()
    if not has_module("ensurepip"):
        # Debian keeps ensurepip in a package of its own. The pip outside can serve the environment.
        command.insert(-1, "--without-pip")
    step(command, "The environment .venv could not be made.")


def has_module(name: str) -> bool:
    """Say whether this Python could import the top-level module `name`."""
    return importlib.util.find_spec(name) is not None


def install() -> None:
    """Install the locked packages and, linked to this checkout, the program."""
    pip = [
        *pip_command(),
        "--disable-pip-version-check",
        "install",
        "--quiet",
        "--no-input",
        "--no-compile",
    ]
    failed = "The packages could not be installed; the lines above say why."
    step([*pip, "--require-hashes", "--requirement", str(LOCK)], failed)
    # Its build back end came with the lock: an isolated build would fetch one more, unchecked.
    step([*pip, "--no-deps", "--no-build-isolation", "--editable", str(ROOT)], failed)


def pip_command() -> list[str]:
    """Return the start of a pip command line that installs into the environment."""
    python = str(environment_program("python"))
    if any(ENVIRONMENT.glob("[Ll]ib*/**/site-packages/pip/__init__.py")):
        return [python, "-m", "pip"]
    return [sys.executable, "-m", "pip", "--python", python]


def step(command: Sequence[str], failed: str) -> None:
    """Run one step of the set-up, its output on standard error.

    Raises:
        SetUpFailed: With the text `failed` and the command line.
    """
    # A user's settings for pip outside environments would send the packages elsewhere.
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in {"PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PYTHONHOME"}
    }
    environment |= {"PIP_USER": "0", "DEBIAN_FRONTEND": "noninteractive"}
    try:
        status = subprocess.call(command, stdout=sys.stderr, env=environment, cwd=ROOT)
    except OSError as error:
        raise SetUpFailed(f"{failed} ({error})") from error
    if status:
        raise SetUpFailed(f"{failed}\nThe command was: {shlex.join(command)}")


def qt_platform(environment: Mapping[str, str], system: str) -> str:
    """Return the Qt platform that windows will use: ``xcb``, ``wayland``, ``native`` or other.

    Args:
        environment: The variables a program starts with.
        system: As `sys.platform`.
    """
    if chosen := environment.get("QT_QPA_PLATFORM"):
        # "wayland;xcb" tries in order, "offscreen:configfile=…" has options.
        return re.split("[;:]", chosen)[0]
    if system in {"win32", "darwin"}:
        return "native"
    if environment.get("DISPLAY"):
        return "xcb"
    return "wayland" if environment.get("WAYLAND_DISPLAY") else OFFSCREEN


def provide_qt(qt: str) -> None:
    """Make sure that Qt starts on the platform `qt`, installing system packages where allowed.

    What started once is noted in the stamp and not tried again.

    Raises:
        SetUpFailed: Qt does not start; the text names the libraries and what installs them.
    """
    stamp = read_stamp()
    known = stamp.get("qt")
    started = [str(name) for name in known] if isinstance(known, list) else []
    if qt in started:
        return
    complaint = probe_qt(qt)
    if complaint and missing_libraries(complaint) and may_install_packages():
        install_packages(debian_packages(qt, os_release()))
        complaint = probe_qt(qt)
    if complaint:
        raise SetUpFailed(qt_sentence(qt, complaint, os_release()))
    write_stamp({**stamp, "qt": [*started, qt]})


def probe_qt(qt: str) -> str:
    """Start Qt in a process of its own (a missing plugin aborts it); return its complaint or ""."""
    environment = dict(os.environ)
    if qt != "native":
        environment["QT_QPA_PLATFORM"] = qt
    done = subprocess.run(
        [str(environment_program("python")), "-c", _PROBE],
        capture_output=True,
        text=True,
        errors="replace",
        env=environment,
        check=False,
    )
    if done.returncode == 0:
        return ""
    # An import error names the first library only, and a plugin's names none.
    return f"{done.stderr}\n{linked_libraries(qt)}"


def linked_libraries(qt: str) -> str:
    """Return what ``ldd`` misses for Qt and for its platform plugin; empty where there is none."""
    home = next(ENVIRONMENT.glob("lib/python*/site-packages/PySide6/Qt"), None)
    if home is None or shutil.which("ldd") is None:
        return ""
    names = [home / "lib" / f"libQt6{name}.so.6" for name in _QT_MODULES]
    names.append(home / "plugins" / "platforms" / f"libq{qt}.so")
    files = [str(name) for name in names if name.exists()]
    said = subprocess.run(["ldd", *files], capture_output=True, text=True, check=False).stdout
    return "\n".join(line for line in said.splitlines() if _MISSING.search(line))


def missing_libraries(complaint: str) -> list[str]:
    """Return the libraries that an import error or ``ldd`` calls missing, each once, in order."""
    return list(dict.fromkeys(_MISSING.findall(complaint)))


def qt_sentence(qt: str, complaint: str, release: Mapping[str, str]) -> str:
    """Return what to tell a person whose Qt does not start."""
    missing = missing_libraries(complaint)
    if not missing:
        return f"Qt could not start on the platform {qt}:\n{complaint.strip()}"
    without = "" if qt == OFFSCREEN else " (Tests do not need them: QT_QPA_PLATFORM=offscreen.)"
    return (
        f"Qt could not start because these system libraries are missing: {', '.join(missing)}. "
        f"On Debian or Ubuntu run: sudo apt install {' '.join(debian_packages(qt, release))}. "
        "On Fedora (names not checked here): "
        f"sudo dnf install {' '.join(FEDORA_PACKAGES)}.{without}"
    )


def os_release() -> dict[str, str]:
    """Return what this system says about itself; empty where it is no Linux that does."""
    try:
        return platform.freedesktop_os_release()
    except OSError:
        return {}


def debian_packages(qt: str, release: Mapping[str, str]) -> list[str]:
    """Return the packages that hold Qt's libraries for a platform, as that release names them."""
    since = _TIME64_SINCE.get(release.get("ID", ""))
    digits = re.findall(r"\d+", release.get("VERSION_ID", ""))
    time64 = since is not None and tuple(map(int, digits)) >= since
    names = DEBIAN_PACKAGES.get(qt, DEBIAN_PACKAGES["xcb"])
    return [name + "t64" if time64 and name == "libglib2.0-0" else name for name in names]


def may_install_packages() -> bool:
    """Say whether packages can be installed without asking: as root on a Debian."""
    release = os_release()
    family = {release.get("ID", ""), *release.get("ID_LIKE", "").split()}
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return is_root and "debian" in family and shutil.which("apt-get") is not None


def install_packages(names: Iterable[str]) -> None:
    """Install Debian packages; raise `SetUpFailed` where that does not work."""
    names = list(names)
    say(f"Installing system packages: {' '.join(names)}")
    step(["apt-get", "update", "-qq"], "The list of system packages could not be read.")
    command = ["apt-get", "install", "-y", "-qq", "-oDpkg::Use-Pty=0", "--no-install-recommends"]
    step([*command, *names], "The system packages could not be installed.")


def become(command: list[str]) -> int:
    """Run `command` in place of this process; where that cannot be, beside it, with its status."""
    if os.name == "posix":
        os.execv(command[0], command)  # noqa: S606 - no shell is what is wanted
    # Windows' own execv returns to the prompt while the program still runs.
    return subprocess.call(command)


def checks(extra: Sequence[str]) -> list[tuple[str, list[str]]]:
    """Return every check's name and command line; `extra` arguments go to pytest."""
    python = str(environment_program("python"))
    return [
        ("formatting", [python, "-m", "ruff", "format", "--check", "."]),
        ("linting", [python, "-m", "ruff", "check", "."]),
        ("types", [python, "-m", "mypy"]),
        ("layers", [str(environment_program("lint-imports"))]),
        ("tests", [python, "-m", "pytest", "-q", "-n", "2", *extra]),
    ]


def run_checks(extra: Sequence[str]) -> int:
    """Run the checks in turn and stop at the first that fails; return its exit status."""
    environment = dict(os.environ)
    if qt_platform(environment, sys.platform) == OFFSCREEN:
        environment["QT_QPA_PLATFORM"] = OFFSCREEN
    for name, command in checks(extra):
        print(f"$ {shlex.join(command)}", flush=True)
        status = subprocess.call(command, cwd=ROOT, env=environment)
        if status:
            print(f"Failed: {name} (exit status {status})", flush=True)
            # A signal is a negative number here, which no process can exit with.
            return status if status > 0 else 128 - status
    print("All checks passed.", flush=True)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
