"""The set-up script, without setting anything up."""

import importlib.util
import json
import socket
import sys
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).parents[2] / "packaging" / "run.py"
BOOKWORM = {"ID": "debian", "VERSION_ID": "12"}


@pytest.fixture
def run(tmp_path: Path) -> ModuleType:
    """Load the script anew, its environment moved to an empty folder."""
    spec = importlib.util.spec_from_file_location("sessionary_run", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name in ("PROJECT", "LOCK"):
        path = tmp_path / getattr(module, name).name
        path.write_text(name, encoding="utf-8")
        vars(module)[name] = path
    vars(module)["ENVIRONMENT"] = tmp_path / ".venv"
    vars(module)["STAMP"] = tmp_path / ".venv" / "stamp.json"
    return module


@pytest.mark.parametrize(
    ("environment", "system", "platform"),
    [
        ({}, "linux", "offscreen"),
        ({"DISPLAY": ":0"}, "linux", "xcb"),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", "wayland"),
        ({"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}, "linux", "xcb"),
        ({"DISPLAY": ""}, "linux", "offscreen"),
        ({"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"}, "linux", "offscreen"),
        ({"QT_QPA_PLATFORM": "wayland;xcb"}, "linux", "wayland"),
        ({"QT_QPA_PLATFORM": "offscreen:configfile=x"}, "linux", "offscreen"),
        ({}, "win32", "native"),
        ({}, "darwin", "native"),
    ],
)
def test_the_platform_follows_the_display(
    run: ModuleType, environment: dict[str, str], system: str, platform: str
) -> None:
    assert run.qt_platform(environment, system) == platform


def test_missing_libraries_are_read_from_an_import_error_and_from_ldd(run: ModuleType) -> None:
    complaint = (
        "ImportError: libglib-2.0.so.0: cannot open shared object file: No such file\n"
        "\tlibxcb-cursor.so.0 => not found\n"
        "\tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f)\n"
        "\tlibglib-2.0.so.0 => not found\n"
    )
    assert run.missing_libraries(complaint) == ["libglib-2.0.so.0", "libxcb-cursor.so.0"]


def test_the_sentence_names_the_libraries_and_the_command(run: ModuleType) -> None:
    sentence = run.qt_sentence("xcb", "\tlibxcb-cursor.so.0 => not found\n", BOOKWORM)
    assert sentence.startswith(
        "Qt could not start because these system libraries are missing: libxcb-cursor.so.0. "
        "On Debian or Ubuntu run: sudo apt install libegl1 libgl1 libglib2.0-0 "
    )
    assert sentence.endswith("(Tests do not need them: QT_QPA_PLATFORM=offscreen.)")


def test_a_complaint_without_a_library_is_shown_as_it_stands(run: ModuleType) -> None:
    sentence = run.qt_sentence("xcb", "could not connect to display :7\n", BOOKWORM)
    assert sentence == ("Qt could not start on the platform xcb:\ncould not connect to display :7")


@pytest.mark.parametrize(
    ("release", "name"),
    [
        (BOOKWORM, "libglib2.0-0"),
        ({"ID": "debian", "VERSION_ID": "13"}, "libglib2.0-0t64"),
        ({"ID": "ubuntu", "VERSION_ID": "22.04"}, "libglib2.0-0"),
        ({"ID": "ubuntu", "VERSION_ID": "24.04"}, "libglib2.0-0t64"),
        ({"ID": "debian"}, "libglib2.0-0"),
        ({}, "libglib2.0-0"),
    ],
)
def test_glib_has_the_name_that_the_release_gives_it(
    run: ModuleType, release: dict[str, str], name: str
) -> None:
    packages = run.debian_packages("offscreen", release)
    assert name in packages
    assert len(packages) == 6


def test_the_offscreen_set_needs_no_x_libraries(run: ModuleType) -> None:
    assert not [name for name in run.debian_packages("offscreen", BOOKWORM) if "xcb" in name]
    assert "libxcb-cursor0" in run.debian_packages("xcb", BOOKWORM)
    assert "libwayland-client0" in run.debian_packages("wayland", BOOKWORM)


@pytest.mark.parametrize(
    ("arguments", "opens"),
    [
        ([], True),
        (["--portable"], True),
        ([str(SCRIPT)], True),
        (["show", "15", "--json"], False),
        (["import", str(SCRIPT)], False),
    ],
)
def test_a_verb_needs_no_window(run: ModuleType, arguments: list[str], *, opens: bool) -> None:
    assert run.opens_window(arguments) is opens


def test_an_old_python_is_refused_in_one_sentence(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2, "final", 0))
    assert run.main([]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("Sessionary needs Python 3.11 or newer; this is Python 3.9.2 (")


def test_the_hash_changes_with_either_file_and_not_with_where_they_split(run: ModuleType) -> None:
    hashes = set()
    for project, lock in (("ab", "c"), ("a", "bc"), ("ab", "d"), ("ac", "c")):
        run.PROJECT.write_text(project, encoding="utf-8")
        run.LOCK.write_text(lock, encoding="utf-8")
        hashes.add(run.inputs_hash())
    assert len(hashes) == 4


def test_a_checkout_without_its_lock_says_so(run: ModuleType) -> None:
    run.LOCK.unlink()
    with pytest.raises(run.SetUpFailed, match=r"requirements\.lock is missing"):
        run.inputs_hash()


@pytest.mark.parametrize("text", ["", "{", "[1]", '"x"', "\x00"])
def test_a_damaged_stamp_counts_as_none(run: ModuleType, text: str) -> None:
    run.ENVIRONMENT.mkdir()
    run.STAMP.write_text(text, encoding="utf-8")
    assert run.read_stamp() == {}


def test_programs_stand_where_each_system_puts_them(run: ModuleType) -> None:
    below = run.ENVIRONMENT
    assert run.environment_program("python", windows=False) == below / "bin" / "python"
    assert run.environment_program("python", windows=True) == below / "Scripts" / "python.exe"


def _pretend_set_up(run: ModuleType) -> None:
    python = run.environment_program("python")
    python.parent.mkdir(parents=True)
    python.touch()
    stamp = {"python": sys.version, "checkout": str(run.ROOT), "inputs": run.inputs_hash()}
    run.STAMP.write_text(json.dumps({**stamp, "qt": ["offscreen"]}), encoding="utf-8")


def _count_steps(run: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    steps: list[str] = []

    def make_environment() -> None:
        run.ENVIRONMENT.mkdir(exist_ok=True)
        steps.append("environment")

    monkeypatch.setattr(run, "make_environment", make_environment)
    monkeypatch.setattr(run, "install", lambda: steps.append("install"))
    return steps


def test_a_finished_set_up_is_not_done_again(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = _count_steps(run, monkeypatch)
    _pretend_set_up(run)
    run.set_up()
    assert steps == []


def test_a_changed_lock_installs_into_the_same_environment(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = _count_steps(run, monkeypatch)
    _pretend_set_up(run)
    run.LOCK.write_text("another", encoding="utf-8")
    run.set_up()
    assert steps == ["install"]
    run.set_up()
    assert steps == ["install"]


def test_another_python_gets_another_environment(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = _count_steps(run, monkeypatch)
    _pretend_set_up(run)
    monkeypatch.setattr(sys, "version", "3.99.0 (main)")
    run.set_up()
    assert steps == ["environment", "install"]


def test_an_installation_that_failed_is_tried_again(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    _pretend_set_up(run)
    run.LOCK.write_text("another", encoding="utf-8")

    def fail() -> None:
        raise run.SetUpFailed("no room")

    monkeypatch.setattr(run, "install", fail)
    with pytest.raises(run.SetUpFailed):
        run.set_up()
    steps = _count_steps(run, monkeypatch)
    run.set_up()
    assert steps == ["install"]


def test_a_platform_that_started_once_is_not_probed_again(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    probed: list[str] = []

    def probe(platform: str) -> str:
        probed.append(platform)
        return ""

    monkeypatch.setattr(run, "probe_qt", probe)
    _pretend_set_up(run)
    for platform in ("offscreen", "xcb", "xcb", "offscreen"):
        run.provide_qt(platform)
    assert probed == ["xcb"]


def test_missing_libraries_stop_a_person_who_is_not_root(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    _pretend_set_up(run)
    monkeypatch.setattr(run, "may_install_packages", lambda: False)
    monkeypatch.setattr(run, "probe_qt", lambda _: "libEGL.so.1 => not found")
    with pytest.raises(run.SetUpFailed, match=r"libraries are missing: libEGL\.so\.1\."):
        run.provide_qt("xcb")


def test_root_on_debian_gets_them_installed(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    _pretend_set_up(run)
    installed: list[str] = []
    monkeypatch.setattr(run, "may_install_packages", lambda: True)
    monkeypatch.setattr(run, "os_release", lambda: BOOKWORM)
    monkeypatch.setattr(run, "install_packages", installed.extend)
    monkeypatch.setattr(run, "probe_qt", lambda _: "" if installed else "libEGL.so.1 => not found")
    run.provide_qt("xcb")
    assert "libxcb-icccm4" in installed
    assert run.read_stamp()["qt"] == ["offscreen", "xcb"]


def test_the_checks_stop_at_the_first_that_fails(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    python = sys.executable
    table = [
        ("first", [python, "-c", "print('one')"]),
        ("second", [python, "-c", "raise SystemExit(3)"]),
        ("third", [python, "-c", "print('never')"]),
    ]
    monkeypatch.setattr(run, "checks", lambda _: table)
    assert run.run_checks([]) == 3
    lines = capfd.readouterr().out.splitlines()
    assert lines[1] == "one"
    assert lines[0].startswith("$ ")
    assert lines[-1] == "Failed: second (exit status 3)"


def test_further_arguments_of_test_go_to_pytest(run: ModuleType) -> None:
    *others, (name, command) = run.checks(["tests/core", "-x"])
    assert name == "tests"
    assert command[-2:] == ["tests/core", "-x"]
    assert not [command for _, command in others if "-x" in command]


def test_what_the_set_up_says_keeps_off_standard_output(
    run: ModuleType, capfd: pytest.CaptureFixture[str]
) -> None:
    run.say("Setting up")
    run.step([sys.executable, "-c", "print('from a step')"], "It failed.")
    said = capfd.readouterr()
    assert said.out == ""
    assert said.err.split("\n") == ["Setting up", "from a step", ""]


def test_a_step_that_fails_names_its_command(run: ModuleType) -> None:
    with pytest.raises(run.SetUpFailed, match=r"It failed\.\nThe command was: .*SystemExit"):
        run.step([sys.executable, "-c", "raise SystemExit(1)"], "It failed.")


def test_pip_outside_serves_an_environment_that_has_none(run: ModuleType) -> None:
    assert run.pip_command()[:4] == [sys.executable, "-m", "pip", "--python"]
    packages = run.ENVIRONMENT / "lib" / "python3.11" / "site-packages" / "pip"
    packages.mkdir(parents=True)
    (packages / "__init__.py").touch()
    assert run.pip_command() == [str(run.environment_program("python")), "-m", "pip"]


def test_the_lock_pins_by_hash_and_names_no_address() -> None:
    lock = SCRIPT.parents[1] / "requirements.lock"
    lines = lock.read_text(encoding="utf-8").splitlines()
    requirements = [line for line in lines if "==" in line]
    assert "pyside6-essentials==6.11" in "\n".join(requirements)
    for position, line in enumerate(lines):
        assert "://" not in line
        assert " @ " not in line
        if "==" in line:
            assert lines[position + 1].lstrip().startswith("--hash=sha256:")


def test_no_test_can_reach_the_network() -> None:
    with (
        socket.socket() as connection,
        pytest.raises(BaseException, match=r"a connection to \('127\.0\.0\.1', 9\)"),
    ):
        connection.connect(("127.0.0.1", 9))


def test_every_test_has_an_empty_home_of_its_own(home: Path) -> None:
    assert Path.home() == home
    assert not [path for path in home.rglob("*") if path.is_file()]
