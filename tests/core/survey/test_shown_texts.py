"""What of a survey's texts is shown, and how a line's bytes are edited."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessionary.core.survey.question_html import plain_text, safe_html
from sessionary.core.survey.raw_text import raw_kept, raw_shown


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Takes three minutes.", "Takes three minutes."),
        ("a < b\n& c", "a &lt; b<br>&amp; c"),
        ("<p>One<br/>two</p>", "<p>One<br>two</p>"),
        ('<b onclick="x()" style="color:red">bold</b>', "<b>bold</b>"),
        ('<a href="file:///etc/passwd">here</a>', "here"),
        ('<img src="http://x/y.png" alt="map">after', "after"),
        ("<script>alert(1)</script>safe", "safe"),
        ("<style>p{background:url(x)}</style>safe", "safe"),
        ("<iframe src=x>inside</iframe>after", "after"),
        ("<b>open <i>both", "<b>open <i>both</i></b>"),
        ("</b>closed", "closed"),
        ("<h1>Head</h1>", "<p>Head</p>"),
        ("<ul><li>one<li>two</ul>", "<ul><li>one<li>two</li></li></ul>"),
        ("&lt;b&gt;", "&lt;b&gt;"),
    ],
)
def test_a_description_keeps_a_few_tags_and_loads_nothing(text: str, kept: str) -> None:
    assert safe_html(text) == kept


def test_a_description_nested_without_end_stays_shallow() -> None:
    assert safe_html("<ul>" * 4000).count("<ul>") == 12


@given(st.text("<>/=\"' bpiscrtaue&;!-\n"))
def test_whatever_is_written_there_no_other_tag_comes_out(text: str) -> None:
    tags = re.findall("<[^>]*>", safe_html(text))
    assert all(re.fullmatch("</?[a-z]+>", tag) for tag in tags)
    assert "<" not in re.sub("</?[a-z]+>", "", safe_html(text))


def test_the_words_of_a_description() -> None:
    assert plain_text("<p>Ten <em>short</em>\nones</p><p>go</p>") == "Ten short ones go"


@given(st.binary(max_size=60).map(lambda data: data.replace(b"\n", b"").decode("latin-1")))
def test_every_line_comes_back_from_the_editor(line: str) -> None:
    assert raw_kept(raw_shown(line)) == line


def test_odd_bytes_stand_in_brackets() -> None:
    assert raw_shown("caf\xe9\t\xc3\xa9") == "caf⟪E9⟫⟪09⟫é"
    assert raw_kept(raw_shown("\u27eaE9\u27eb".encode().decode("latin-1"))) == (
        "\u27eaE9\u27eb".encode().decode("latin-1")
    )
