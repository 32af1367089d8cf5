"""A wrong command line is answered by one sentence, a cry for help by everything."""

from __future__ import annotations

import pytest

from sessionary.app.arguments import VERBS
from sessionary.app.main import main

SEARCH_HELP = "see “sessionary search --help”."


def answer(capsys: pytest.CaptureFixture[str], line: str) -> tuple[object, str, str]:
    """Run a command line that ends at its words; return status, output and errors."""
    with pytest.raises(SystemExit) as ended:
        main(line.split())
    captured = capsys.readouterr()
    return ended.value.code, captured.out, captured.err


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("export --all", "sessionary export needs --format, --to; see “sessionary export --help”."),
        ("show", "sessionary show needs KEY; see “sessionary show --help”."),
        ("list --colour", "sessionary does not know --colour; see “sessionary --help”."),
        ("--colour", "sessionary does not know --colour; see “sessionary --help”."),
        (
            "search bell --limit m",
            "sessionary search cannot be done: argument --limit: invalid int value: 'm'; "
            + SEARCH_HELP,
        ),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(
    capsys: pytest.CaptureFixture[str], line: str, sentence: str
) -> None:
    assert answer(capsys, line) == (2, "", f"{sentence}\n")


@pytest.mark.parametrize("line", ["export --format odd --to x", "list --kind", "picture --to"])
def test_whatever_is_wrong_takes_one_line(capsys: pytest.CaptureFixture[str], line: str) -> None:
    status, out, err = answer(capsys, line)
    assert (status, out) == (2, "")
    assert err.startswith(f"sessionary {line.split(maxsplit=1)[0]} ")
    assert err.endswith("--help”.\n")
    assert err.count("\n") == 1


def test_help_tells_of_every_verb(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = answer(capsys, "--help")
    assert (status, err) == (0, "")
    assert all(verb in out for verb in VERBS)
    status, out, _err = answer(capsys, "export --help")
    assert status == 0
    assert "usage: sessionary export" in out
    assert "--player-safe" in out
