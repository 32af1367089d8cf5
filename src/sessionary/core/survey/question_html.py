"""The longer description of a question, made safe: a few tags, no attribute, nothing to load."""

from __future__ import annotations

import html
from html.parser import HTMLParser
from typing import Final

from typing_extensions import override

_KEPT: Final = frozenset({
    "p", "b", "strong", "i", "em", "u", "s", "sub", "sup", "small", "code", "pre", "blockquote",
    "ul", "ol", "li",
})  # fmt: skip
_AS: Final = {
    "h1": "p", "h2": "p", "h3": "p", "h4": "p", "h5": "p", "h6": "p", "div": "p", "tr": "p",
    "del": "s", "strike": "s", "tt": "code", "kbd": "code", "dt": "p", "dd": "p",
}  # fmt: skip
_SILENT: Final = frozenset({
    "script", "style", "head", "title", "template", "object", "svg", "math", "iframe", "noscript",
    "select", "textarea", "audio", "video", "canvas",
})  # fmt: skip
# Nested deeper than anybody reads, a text takes minutes to be laid out.
_DEEPEST: Final = 12


def safe_html(text: str) -> str:
    """Return a description as HTML of our own making.

    Only tags that set text apart are kept, without their attributes and closed in order; links
    and pictures leave their words behind, scripts and styles nothing. Line breaks of a text that
    has no tag at all are kept.
    """
    reader = _Reader()
    reader.feed(text)
    reader.close()
    written = reader.written()
    return written if reader.tagged else written.replace("\n", "<br>")


def plain_text(text: str) -> str:
    """Return the words of a description, without any tag, as one paragraph."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return " ".join("".join(reader.words).split())


class _Reader(HTMLParser):
    """Writes down what is kept, as it comes by."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tagged = False
        self.words: list[str] = []
        self._out: list[str] = []
        self._open: list[str] = []
        self._silent: list[str] = []

    def written(self) -> str:
        """Return all of it, with what was left open closed."""
        return "".join([*self._out, *(f"</{tag}>" for tag in reversed(self._open))])

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tagged = True
        if tag in _SILENT:
            self._silent.append(tag)
            return
        self.words.append(" ")
        if self._silent:
            return
        if tag in ("br", "hr"):
            self._out.append("<br>")
            return
        name = _AS.get(tag, tag)
        if name not in _KEPT or len(self._open) >= _DEEPEST:
            return
        if name == "p" and "p" in self._open:
            self._close("p")
        self._open.append(name)
        self._out.append(f"<{name}>")

    @override
    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _SILENT:
            self.handle_starttag(tag, attrs)

    @override
    def handle_endtag(self, tag: str) -> None:
        if self._silent:
            if tag == self._silent[-1]:
                self._silent.pop()
            return
        name = _AS.get(tag, tag)
        if name in self._open:
            self.words.append(" ")
            self._close(name)

    @override
    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.words.append(data)
            self._out.append(html.escape(data, quote=False))

    def _close(self, name: str) -> None:
        while self._open:
            tag = self._open.pop()
            self._out.append(f"</{tag}>")
            if tag == name:
                return
