from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml  # type: ignore[import-untyped]  # no stubs package, as settled for the project
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from sessionary.core.text import one_line
from sessionary.formats.markdown.escape import escape, escape_all, link, prose, scalar

if TYPE_CHECKING:
    from markdown_it.token import Token

HOSTILE_FILE = Path(__file__).parents[2] / "data" / "markdown" / "hostile.json"
HOSTILE: list[str] = json.loads(HOSTILE_FILE.read_text("utf-8"))
MARKS = st.text(
    alphabet=st.sampled_from(list("#*_-+=`~[]()<>|\\!&:;.^$%{}@/'\"123abw \n\t\r\0ä字"))
)

PAGE = """# {0}

{0}

- {0}
- [x] {0}
  - {0}

1. {0}

| {0} | x |
|---|---|
| {0} | y |

**{0}**: {0} and {0}
"""


def shape(tokens: list[Token]) -> list[Any]:
    """What the document is made of, without its words."""
    parts: list[Any] = []
    for token in tokens:
        part: Any = (token.type, token.tag, token.nesting, token.markup, token.attrs)
        if token.children is not None:
            part = (part, shape(token.children))
        # An escaped mark splits a text in two.
        if token.type in {"text", "text_special"}:
            part = "text"
            if parts[-1:] == ["text"]:
                continue
        parts.append(part)
    return parts


def reading(markdown: str) -> str:
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    (inline,) = [token for token in parser.parse(markdown) if token.type == "inline"]
    assert inline.children is not None
    return "".join(child.content for child in inline.children)


def page_shape(name: str) -> list[Any]:
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    return shape(parser.parse(PAGE.format(name)))


HARMLESS = page_shape("name")


def test_there_are_two_hundred_hostile_texts() -> None:
    assert len(HOSTILE) >= 200


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_leaves_the_structure_alone_and_reads_as_itself(text: str) -> None:
    escaped = escape(text)
    assert "\n" not in escaped
    for framed in (text, f"a {text}", f"{text} b"):
        if one_line(framed):
            assert page_shape(escape(framed)) == HARMLESS
            assert reading(escape(framed)) == one_line(framed, None)


@given(st.one_of(MARKS, st.text(max_size=40)))
def test_no_text_at_all_changes_the_structure(text: str) -> None:
    if one_line(text):
        assert page_shape(escape(text)) == HARMLESS
        assert reading(escape(text)) == one_line(text, None)


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("Wizard's clutch Counterspell saved the party!", None),
        ("Explored 15/20 rooms (of the temple), and more.", None),
        ("Day 15, 3:30 PM", None),
        ("Dungeons & Dragons", None),
        ("100% hits", None),
        ("critical-hit", None),
        ("[[Secret]] %%gm%% ==mark== #tag", r"\[\[Secret\]\] \%\%gm\%\% \=\=mark\=\= \#tag"),
        ("<!-- gm -->", r"\<!-- gm --\>"),
        ("key:: value", r"key\:\: value"),
        ("http://a.example", r"http\://a.example"),
        ("1. item", r"1\. item"),
        ("2d6. And", "2d6. And"),
        ("a ^block", r"a \^block"),
        ("good\u202egpj", "goodgpj"),
    ],
)
def test_only_marks_get_a_backslash(text: str, escaped: str | None) -> None:
    assert escape(text) == (text if escaped is None else escaped)


def test_prose_keeps_its_paragraphs_and_lines_and_nothing_else() -> None:
    text = "First line\nsecond line\n\n\n# no heading\n- no item\n  \n    no code\r\n\r\nlast"
    assert prose(text) == (
        "First line\\\nsecond line\n\n\\# no heading\\\n\\- no item\n\nno code\n\nlast"
    )
    assert prose(" \n\n \t\n") == ""


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_prose_is_paragraphs_only(text: str) -> None:
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(prose(text))
    assert {token.type for token in tokens} <= {"paragraph_open", "inline", "paragraph_close"}
    assert {child.type for token in tokens for child in token.children or ()} <= {
        "text",
        "text_special",
        "hardbreak",
    }


@pytest.mark.parametrize("text", HOSTILE)
def test_yaml_reads_a_front_matter_text_as_that_text(text: str) -> None:
    read = yaml.safe_load(f"title: {scalar(text)}\nnext: 1\n")
    assert read["next"] == 1
    assert isinstance(read["title"], str)
    if text.isprintable():
        assert read["title"] == " ".join(text.split())


def test_numbers_and_absent_values_are_yaml_too() -> None:
    values = [15, -1, 2**70, 66.67, True, None]
    assert yaml.safe_load("[" + ", ".join(map(scalar, values)) + "]") == values


@pytest.mark.parametrize(
    ("target", "text", "written"),
    [
        ("Priestess Elara", None, "[[Priestess Elara]]"),
        ("Priestess Elara", "Elara", "[[Priestess Elara|Elara]]"),
        ("a]] [[b|c#d^e%%", None, "[[a b c d e]]"),
        ("[[", None, r"\[\["),
        ("goblin_king", "goblin_king", "[[goblin king]]"),
    ],
)
def test_a_link_cannot_be_broken_out_of(target: str, text: str | None, written: str) -> None:
    assert link(target, text) == written


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_link_is_one_link(text: str) -> None:
    written = link(text)
    if written.startswith("[["):
        assert written.count("[") == written.count("]") == 2
        assert not set(written) & set("|#^%*_`<>$\\=~\n")


ODD = st.sampled_from(
    [
        "",
        " ",
        "a ",
        " a",
        "a  b",
        "a\nb",
        "www.a",
        "see WwW.b",
        "a: b",
        "a:b",
        "1. a",
        "- a",
        "a:",
        "ü",
        "*",
    ]
)


@given(texts=st.lists(st.text(alphabet="ab .:w-1*\n", max_size=6) | ODD, max_size=4))
def test_many_texts_are_escaped_as_each_of_them_is(texts: list[str]) -> None:
    assert list(escape_all(texts)) == [escape(text) for text in texts]
    plain = [text for text in texts if escape(text) == text]
    assert list(escape_all(plain)) == plain
