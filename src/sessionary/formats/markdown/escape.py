"""Text into Markdown that reads as that text and can never be anything else.

Names and notes come from files and from people. Whatever they hold, the headings, lists, tables
and links of a document stay ours: CommonMark, GitHub's additions and Obsidian's are all disarmed.
Only what could be read as a mark gets a backslash, so that plain prose stays plain to the eye.
"""

from __future__ import annotations

import json
import re
import string
from typing import TYPE_CHECKING, Final

from sessionary.core.text import one_line, shown, without_bidi

if TYPE_CHECKING:
    from collections.abc import Sequence

# Nearly every text of a log is such a text, without an address in it; the rest goes the long way.
_PLAIN: Final = re.compile(
    r"[A-Za-z(\"'\u00c0-\u02af\u0370-\u052f\u3041-\u9fff\uac00-\ud7a3]"
    r"[A-Za-z0-9 ,.'\"()/?!;:\-\u00c0-\u02af\u0370-\u052f\u2013\u2014\u2018\u2019\u201c\u201d\u2026"
    r"\u3041-\u9fff\uac00-\ud7a3]*"
)
# The same of ASCII alone, which most texts are: to take its characters out leaves nothing.
_PLAIN_BEGIN: Final = frozenset(f"{string.ascii_letters}(\"'")
_PLAIN_BEGINS: Final = _PLAIN_BEGIN | {""}
_PLAIN_ASCII: Final = f"{string.ascii_letters}{string.digits} ,.'\"()/?!;:-".encode()
_PLAIN_LINES: Final = _PLAIN_ASCII + b"\n"
_FEW: Final = 4
"""So many texts are looked at one by one."""

_MARKING_COLON: Final = re.compile(r":(?![\s\d]|$)")
_MARK: Final = re.compile(
    r"""
    [\\`*_\[\]<>|~\#=$^{}]          # always: emphasis, code, links, tags, tables, maths, blocks
    | &(?=[\#0-9A-Za-z])            # an entity
    | %(?=%) | (?<=%)%              # Obsidian's comments
    | :(?![\s\d]|$) | (?<=:):       # an address, an emoji's name, a field of Dataview
    | (?<=[wW]{3})\.                # an address without its scheme
    | ^[-+:]                        # a list, a definition
    """,
    re.VERBOSE,
)
_NUMBERED: Final = re.compile(r"^(\d{1,9})([.)])(?=\s|$)")
_BLANK_LINES: Final = re.compile(r"\n\s*\n")
_NOT_IN_LINK: Final = re.compile(r"[^\w \-(),'&!.]+|_")
_NOT_IN_YAML: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


def escape(text: str) -> str:
    """Return `text` as one line of Markdown whose reading is `text`.

    White space collapses to single blanks, characters that turn round the direction of writing
    go, control characters are shown as signs. Fit for headings, list items and table cells.
    """
    if text.isascii():
        plain = text[:1] in _PLAIN_BEGIN and not text.encode().translate(None, _PLAIN_ASCII)
    else:
        plain = _PLAIN.fullmatch(text) is not None
    if plain and not (
        "  " in text
        or text[-1] == " "
        or ("." in text and "www." in text.lower())
        or (":" in text and _MARKING_COLON.search(text))
    ):
        return text
    line = _MARK.sub(r"\\\g<0>", one_line(text, None))
    return _NUMBERED.sub(r"\1\\\2", line) if line[:1].isdigit() else line


def escape_all(texts: Sequence[str]) -> Sequence[str]:
    """Return what :func:`escape` makes of each of some texts.

    Where all of them are plain, as in most logs, that is found out for all at once.
    """
    if len(texts) < _FEW:
        return list(map(escape, texts))
    if _are_plain(texts):
        return texts
    half = len(texts) // 2
    return [*escape_all(texts[:half]), *escape_all(texts[half:])]


def _are_plain(texts: Sequence[str]) -> bool:
    joined = "\n".join(texts)
    if not joined.isascii() or joined.count("\n") != len(texts) - 1:
        return False
    letters = joined.encode()
    return (
        not letters.translate(None, _PLAIN_LINES)
        and _PLAIN_BEGINS.issuperset([text[:1] for text in texts])
        and not (
            b"  " in letters
            or b" \n" in letters
            or letters[-1:] == b" "
            or b"www." in letters.lower()
            or (b":" in letters and _MARKING_COLON.search(joined))
        )
    )


def prose(text: str) -> str:
    """Return a longer text as Markdown paragraphs; its own line breaks stay where they are."""
    paragraphs = (
        "\\\n".join(line for line in map(escape, part.split("\n")) if line)
        for part in _BLANK_LINES.split(shown(text, None))
    )
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def scalar(value: str | float | None) -> str:
    """Return one value of YAML front matter: JSON, which YAML reads as just that value.

    Control characters are left out of texts, because YAML readers alter or refuse them.
    """
    if isinstance(value, str):
        line = " ".join(_NOT_IN_YAML.sub(" ", without_bidi(value)).split())
        return json.dumps(line, ensure_ascii=False)
    return json.dumps(value, allow_nan=False)


def link(target: str, text: str | None = None, *, bar: str = "|") -> str:
    r"""Return an Obsidian link to the note `target` that shows `text`.

    Inside the double brackets no backslash helps: what could end the link, name a heading or a
    block, or start an alias is left out of both.

    Args:
        target: The note's name without its ending.
        text: What is shown, the note's name where it is None.
        bar: What parts target and text; a table needs ``\|``.
    """
    note = _link_text(target)
    label = note if text is None else _link_text(text)
    if not note:
        return escape(target if text is None else text)
    return f"[[{note}]]" if label in {note, ""} else f"[[{note}{bar}{label}]]"


def _link_text(text: str) -> str:
    return " ".join(_NOT_IN_LINK.sub(" ", one_line(text, None)).split()).strip(".")
