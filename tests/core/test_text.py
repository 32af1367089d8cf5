from __future__ import annotations

from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessionary.core.text import fold, one_line, shown, visible_form, without_bidi, words

BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("Into the Temple", "Into the Temple"),
        ("a\0b", "a␀b"),
        ("a\x1bb\x7fc", "a␛b␡c"),
        ("a\r\nb\rc\nd\te", "a\nb\nc\nd\te"),
        ("good\u202egpj.exe", "goodgpj.exe"),
        ("a\ud800b", "a\ufffdb"),
        ("\x85a", "\x85a"),
        ("", ""),
    ],
)
def test_shown_text_has_signs_for_what_cannot_be_seen(text: str, seen: str) -> None:
    assert shown(text) == seen


def test_shown_text_is_capped_and_says_so() -> None:
    assert shown("x" * 10_001) == "x" * 9_999 + "…"
    assert shown("x" * 10_000) == "x" * 10_000
    assert shown("x" * 20_000, None) == "x" * 20_000
    assert one_line("word " * 100_000, 20) == "word word word word…"


def test_one_line_has_no_line_break_of_any_kind() -> None:
    assert one_line(" a\r\nb\u2028c\u2029d\x85e\tf\x0bg\u00a0 h ") == "a b c d e f g h"


@given(st.text(alphabet=st.characters(), max_size=50))
def test_shown_text_can_be_encoded_and_has_no_bidi_controls(text: str) -> None:
    seen = one_line(text)
    seen.encode()
    assert not set(seen) & set(BIDI)
    assert without_bidi(seen) == seen
    assert one_line(seen) == seen


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("TEMPLE", "temple"),
        ("Straße", "STRASSE"),
        ("\uff34\uff25\uff2d\uff30\uff2c\uff25", "temple"),
        ("cafe\u0301", "CAFÉ"),
        ("ｶﾞ", "ガ"),
        ("co\u00adoperate", "cooperate"),
        ("a\0b", "ab"),
        ("fam\u200dily", "family"),
        ("①", "1"),
        ("葛\U000e0100飾", "葛飾"),
    ],
)
def test_texts_that_read_alike_fold_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("東京タワー", "東 京 タ ワ ー"),
        ("第3話Temple of 神", "第 3 話 temple of 神"),
        ("한국어 말", "한 국 어 말"),
        ("plain  words", "plain  words"),
        ("Ünïcode", "ünïcode"),
    ],
)
def test_characters_of_chinese_japanese_and_korean_stand_apart(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing(text: str) -> None:
    once = fold(text)
    assert fold(once) == once
    assert "\0" not in once
    assert fold(normalize("NFD", text)) == fold(normalize("NFC", text))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Priestess Elara's 3 rooms", ["priestess", "elara", "s", "3", "rooms"]),
        ("goblin_king-2b", ["goblin", "king", "2", "b"]),
        ("東京Tower", ["東", "京", "tower"]),
        ("Mala\u200bchar", ["malachar"]),
        ("...", []),
    ],
)
def test_words_are_runs_of_letters_or_digits(text: str, found: list[str]) -> None:
    seen = visible_form(text)
    assert [word for word, _, _ in words(seen)] == found
    assert [seen[start:end].casefold() for _, start, end in words(seen)] == found
