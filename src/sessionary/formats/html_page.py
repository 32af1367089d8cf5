"""Markdown pages as HTML that needs nothing else: no script, no other file, no network.

The Markdown is our own: what comes from files is escaped in it. Raw HTML, links and pictures are
switched off all the same, so that nothing in a page can reach outside it.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Final

from markdown_it import MarkdownIt

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from markdown_it.rules_core import StateCore

_TICKS: Final = {"[x] ": "☑ ", "[ ] ": "☐ "}
_HEADING: Final = re.compile(r"^(#{1,6}) (.*)$", re.MULTILINE)
_FOLDED: Final = "Log"

_HEAD: Final = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="referrer" content="no-referrer">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; --ink: #1f1d1a; --soft: #5c5850; --line: #d9d5cc;
  --ground: #fffdf9; --accent: #2a5bbf; }}
@media (prefers-color-scheme: dark) {{ :root {{ --ink: #e9e7e4; --soft: #aaa7a1; --line: #44434a;
  --ground: #1b1b1f; --accent: #8fb0f5; }} }}
body {{ margin: 0 auto; max-width: 46rem; padding: 2rem 1.25rem 4rem; background: var(--ground);
  color: var(--ink); font: 1rem/1.6 system-ui, sans-serif; overflow-wrap: anywhere; }}
h1, h2, h3, h4 {{ line-height: 1.25; margin: 2em 0 .5em; }}
h1 {{ margin-top: 0; font-size: 1.9rem; }}
h2 {{ border-bottom: 1px solid var(--line); padding-bottom: .25rem; }}
ul {{ padding-left: 1.25rem; }}
li {{ margin: .15rem 0; }}
table {{ border-collapse: collapse; display: block; overflow-x: auto; }}
th, td {{ border-bottom: 1px solid var(--line); padding: .35rem .75rem .35rem 0;
  text-align: left; }}
th {{ color: var(--soft); font-weight: 600; }}
summary {{ cursor: pointer; font-weight: 600; margin: 1.5em 0 .5em; color: var(--accent); }}
@media print {{ body {{ max-width: none; padding: 0; }} h2 {{ break-after: avoid; }} }}
</style>
</head>
<body>
"""
_FOOT: Final = "</body>\n</html>\n"


def html_pages(title: str, pages: Iterable[str]) -> Iterator[str]:
    """Yield an HTML document in parts: its head, each page, its end.

    Args:
        title: What a browser calls it.
        pages: Texts in Markdown, as the modules of :mod:`sessionary.formats.markdown` make them;
            they are taken one at a time.
    """
    yield _HEAD.format(title=html.escape(title))
    renderer = _renderer()
    for page in pages:
        for folded, part in _parts(page):
            body = renderer.render(part)
            yield f"<details>\n<summary>{_FOLDED}</summary>\n{body}</details>\n" if folded else body
    yield _FOOT


def _renderer() -> MarkdownIt:
    renderer = MarkdownIt("commonmark", {"html": False}).enable("table")
    renderer.disable(["link", "image", "autolink", "html_inline", "html_block", "reference"])
    renderer.core.ruler.push("ticks", _tick)
    return renderer


def _tick(state: StateCore) -> None:
    """Show the boxes of a list of tasks as signs."""
    for token in state.tokens:
        box = token.content[:4]
        if token.type == "inline" and box in _TICKS and token.children:
            first = token.children[0]
            first.content = _TICKS[box] + first.content.removeprefix(box)


def _parts(page: str) -> Iterator[tuple[bool, str]]:
    """Yield (folded, Markdown) of a page: logs are long, and open when somebody wants them."""
    start, level = 0, 0
    for found in _HEADING.finditer(page):
        if level and len(found[1]) <= level:
            yield True, page[start : found.start()]
            start, level = found.start(), 0
        if not level and found[2] == _FOLDED:
            yield False, page[start : found.start()]
            start, level = found.end(), len(found[1])
    yield bool(level), page[start:]
