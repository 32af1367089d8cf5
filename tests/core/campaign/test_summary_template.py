"""Summaries laid out by a user's template."""

from __future__ import annotations

import time
from datetime import UTC
from typing import Any

import pytest

from sessionary.core.campaign.columns import event_columns
from sessionary.core.campaign.review import review_session
from sessionary.core.campaign.summary_template import (
    EXAMPLE,
    TemplateFailed,
    render_template,
)


def review(**more: Any) -> Any:
    record = {"id": "s", "number": 7, "status": "completed", "actualObjectives": ["Rest"], **more}
    events = []
    for word, name in [("npc_introduced", "Elara"), ("npc_introduced", "Bran"), ("xp_awarded", "")]:
        event: dict[str, Any] = {"event": {"type": word, "name": name}}
        if word == "xp_awarded":
            event["event"]["value"] = 400
        events.append((event, event_columns(event, epoch=0, zone=UTC)))
    return review_session({"record": record, "own": {}}, events=events)


def test_the_example_reads_as_english() -> None:
    assert render_template(EXAMPLE, review()) == (
        "# Session 7\n\nMet: Elara and Bran.\nNo fight, 400 XP.\n\n- Rest"
    )


@pytest.mark.parametrize(
    "template",
    [
        "{{ session.title }}",
        "{{ nothing }}",
        "{{ session.gm }}",
        "{{ session.gap }}",
        # Nor is there a way out of the sandbox.
        "{{ ''.format.__globals__ }}",
    ],
)
def test_what_is_missing_prints_nothing(template: str) -> None:
    assert render_template(template, review()) == ""


def test_texts_of_files_are_escaped_and_the_template_is_not() -> None:
    made = render_template("*{{ session.title }}*", review(title="*T*"), lambda text: f"«{text}»")
    assert made == "*«*T*»*"


@pytest.mark.parametrize(
    ("template", "line", "reason"),
    [
        ("one\n{% if %}", 2, "Expected an expression"),
        ("{% for x in y %}", 1, "Unexpected end of template"),
        ("\n\n{{ 1 / 0 }}", 3, "division by zero"),
        ("{{ 'x'.__class__.__mro__ }}", 1, "is unsafe"),
        ("{{ 'x' * 10**9 }}", 1, "too large"),
        ("{{ nothing.at.all }}", 1, "is undefined"),
        ("\n{% include 'x' %}", 2, "no loader"),
    ],
)
def test_a_template_that_fails_says_where_and_why(template: str, line: int, reason: str) -> None:
    with pytest.raises(TemplateFailed) as failed:
        render_template(template, review())
    assert failed.value.line == line
    assert reason in failed.value.reason
    assert str(failed.value).startswith(f"Line {line}: ")


def test_a_template_has_a_second_and_so_much_room(monkeypatch: pytest.MonkeyPatch) -> None:
    module = "sessionary.core.campaign.summary_template"
    monkeypatch.setattr(f"{module}.MOST_SECONDS", 0.1)
    loop = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"
    begun = time.process_time()
    with pytest.raises(TemplateFailed, match="longer than"):
        render_template(loop, review())
    assert time.process_time() - begun < 5
    monkeypatch.setattr(f"{module}.MOST_CHARACTERS", 100)
    with pytest.raises(TemplateFailed, match="more than"):
        render_template("{% for a in range(99) %}abc{% endfor %}", review())
    with pytest.raises(TemplateFailed, match="at most"):
        render_template("x" * 30_000, review())
