from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessionary.formats.html_page import html_pages
from sessionary.formats.markdown.escape import escape

HOSTILE = [
    '<img src="file:///dev/zero">',
    "<script>alert(1)</script>",
    "[click](javascript:alert(1))",
    "![x](http://example.com/x.png)",
    "<http://example.com>",
    "</details></body><h1>x",
    "&lt;b&gt;",
    "[x]: http://example.com",
    "# not a heading",
    "| a | b |",
]


class Seen(HTMLParser):
    """Notes all elements with their attributes, and the text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def page(markdown: str, title: str = "T") -> str:
    return "".join(html_pages(title, [markdown]))


def body(markdown: str) -> str:
    return page(markdown).partition("<body>\n")[2].removesuffix("</body>\n</html>\n")


@pytest.mark.parametrize("text", HOSTILE)
def test_what_looks_like_html_or_markdown_reads_as_it_stands(text: str) -> None:
    made = page(f"# {escape(text)}\n\n- {escape(text)}\n", title=text)
    seen = Seen(made)
    assert {tag for tag, _ in seen.tags} <= {
        "html", "head", "meta", "title", "style", "body", "h1", "ul", "li",
    }  # fmt: skip
    assert "".join(seen.text).count(text) == 3


@pytest.mark.parametrize("text", HOSTILE)
def test_even_unescaped_text_reaches_nothing_outside(text: str) -> None:
    for tag, attributes in Seen(page(f"{text}\n\ntext {text} text\n")).tags:
        assert tag not in {"a", "img", "script", "iframe", "link", "object"}
        assert not {"href", "src", "onclick"} & set(attributes)


@given(st.text(max_size=60))
def test_no_text_brings_an_element_of_its_own(text: str) -> None:
    seen = Seen(page(f"- {escape(text)}\n"))
    assert [tag for tag, _ in seen.tags][-3:] in (["body", "ul", "li"], ["body", "ul"])


def test_the_page_forbids_everything_but_its_own_style() -> None:
    metas = [attributes for tag, attributes in Seen(page("# T\n")).tags if tag == "meta"]
    policy = next(one["content"] for one in metas if "http-equiv" in one)
    assert policy == "default-src 'none'; style-src 'unsafe-inline'"


def test_tasks_and_tables_are_shown() -> None:
    made = body("- [x] Done **so**\n- [ ] Open\n\n| A | B |\n| --- | --- |\n| 1 | 2 |\n")
    assert "<li>☑ Done <strong>so</strong></li>" in made
    assert "<li>☐ Open</li>" in made
    assert "<td>1</td>" in made


def test_logs_are_folded_and_end_where_the_next_part_begins() -> None:
    made = body(
        "# One\n\ntext\n\n## Log\n\n### Day 1\n\n- 5 PM: x\n\n## Notes\n\nmine\n\n"
        "## Two\n\n### Log\n\n- y\n\n## Three\n\nz\n"
    )
    first, second = made.split("<details>")[1:]
    assert "<summary>Log</summary>" in first
    assert "Day 1" in first.partition("</details>")[0]
    assert "Notes" in first.partition("</details>")[2]
    assert "<li>y</li>" in second.partition("</details>")[0]
    assert "Three" in second.partition("</details>")[2]
