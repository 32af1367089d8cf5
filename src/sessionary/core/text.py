"""Text as it is shown and text as it is searched.

What a record says is kept word for word. These functions make what a person sees of it, and what
a search compares; neither is ever written back.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final
from unicodedata import normalize

SHOWN_LENGTH: Final = 10_000
"""How many characters of one text a label shows; laying out more freezes a window."""

ELLIPSIS: Final = "…"

# The characters of Unicode's property Bidi_Control: they can turn round what stands beside them.
_BIDI: Final = dict.fromkeys(
    (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
)

# Control characters have pictures of their own in Unicode; a line break and a tab are layout.
_PICTURES: Final = {
    **{code: 0x2400 + code for code in range(0x20) if code not in {0x09, 0x0A}},
    0x7F: 0x2421,
    **dict.fromkeys((*range(0x80, 0x85), *range(0x86, 0xA0)), 0xFFFD),
    **dict.fromkeys(range(0xD800, 0xE000), 0xFFFD),
}
_SHOWN: Final = {**_BIDI, **_PICTURES}
_UNSHOWN: Final = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)

# What a reader does not see is not searched either: joiners, soft hyphens, variation selectors …
_IGNORED: Final = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f\xad\u034f\u061c\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    r"\ufe00-\ufe0f\ufeff\ud800-\udfff\U000e0100-\U000e01ef]"
)
# The same for ASCII, and small letters for capitals: a table for `str.translate`. It takes longer
# to begin with than two steps do, and for long texts a tenth of their time.
_ASCII_FOLD: Final = {
    **{code: code + 0x20 for code in range(ord("A"), ord("Z") + 1)},
    **dict.fromkeys((*range(0x09), *range(0x0E, 0x20), 0x7F)),
}
_LONG: Final = 500
_CJK: Final = (
    r"\u1100-\u11ff\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3040-\u30ff\u3100-\u312f\u3130-\u318f"
    r"\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff"
    r"\U0001b000-\U0001b16f\U00020000-\U0003ffff"
)


# Compiled when they are first needed: the first picture of the window does not wait for them.
@cache
def _cjk_edge() -> re.Pattern[str]:
    return re.compile(rf"(?<=[{_CJK}])(?=\S)|(?<=\S)(?=[{_CJK}])")


@cache
def _word() -> re.Pattern[str]:
    return re.compile(rf"[{_CJK}]|[^\W\d_{_CJK}]+|\d+")


def without_bidi(text: str) -> str:
    """Return `text` without the characters that turn round the direction of writing."""
    return text if text.isascii() else text.translate(_BIDI)


def shown(text: str, cap: int | None = SHOWN_LENGTH) -> str:
    """Return what a person is shown of `text`; it may hold line breaks and tabs.

    Control characters become visible signs (NUL is ␀), those that turn round the direction of
    writing are left out, and CR LF and CR are one line break.

    Args:
        text: Any text, also with lone surrogates, which become �.
        cap: The most characters to return, the … at the end of a cut text included; None for all.
    """
    if cap is not None and len(text) > cap:
        # Cut before the work is done: a text of ten million characters costs no more than a label.
        return shown(text[: cap - 1], None) + ELLIPSIS
    if _UNSHOWN.search(text) is None:
        return text
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_SHOWN)


def one_line(text: str, cap: int | None = SHOWN_LENGTH) -> str:
    """Return `text` as :func:`shown` does, in one line: runs of white space are one blank."""
    if cap is not None and len(text) > 4 * cap:
        text = text[: 4 * cap] + ELLIPSIS
    # White space first: it takes the separators among the control characters with it.
    line = shown(" ".join(text.split()), None)
    return line if cap is None or len(line) <= cap else line[: cap - 1] + ELLIPSIS


def fold(text: str) -> str:
    """Return `text` as searches compare it: equal for texts that a reader takes for the same.

    NFKC (full and half width are one), case folded, without invisible characters, and with blanks
    between characters of Chinese, Japanese and Korean, so that words inside them are found as
    phrases. Folding a folded text changes nothing.
    """
    if text.isascii():
        if len(text) > _LONG:
            return text.translate(_ASCII_FOLD)
        folded = text.lower()
        return _IGNORED.sub("", folded) if _IGNORED.search(folded) else folded
    # Normalised again after folding the case: folding can take a text out of normal form.
    folded = normalize("NFKC", normalize("NFKC", _IGNORED.sub("", text)).casefold())
    return _cjk_edge().sub(" ", folded)


def visible_form(text: str) -> str:
    """Return `text` in NFKC and without invisible characters, its case as it is."""
    return text if text.isascii() else normalize("NFKC", _IGNORED.sub("", text))


def words(text: str) -> list[tuple[str, int, int]]:
    """Return the words of a text in visible form, case folded, each with its place in it.

    A run of letters is a word, a run of digits another, and so is each character of Chinese,
    Japanese and Korean.
    """
    return [(match[0].casefold(), match.start(), match.end()) for match in _word().finditer(text)]
