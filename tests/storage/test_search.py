"""Search expressions: whatever is typed is looked for, and nothing typed is syntax."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessionary.core.query import parse_query
from sessionary.core.text import fold
from sessionary.storage.search import full_text


@pytest.mark.parametrize(
    ("typed", "expression"),
    [
        ("dragon", '"dragon"*'),
        ("Dragon Fire", '"dragon"* AND "fire"*'),
        ('"red dragon"', '"red dragon"'),
        ("dragon -red", '"dragon"* NOT "red"*'),
        ('say "hi""there"', '"say"* AND "hi" AND "there"'),
        ("AND OR NOT", '"and"* AND "or"* AND "not"*'),
        ("http://x-y", '"http://x-y"*'),
        ("-red", ""),
        ("!!!", ""),
        ("", ""),
    ],
)
def test_words_become_a_quoted_expression(typed: str, expression: str) -> None:
    assert full_text(parse_query(typed).of("")) == expression


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_text_is_an_error_to_the_full_text(typed: str, stored: str) -> None:
    expression = full_text(parse_query(typed).of(""))
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE VIRTUAL TABLE fts USING fts5(text, prefix='2 3')").close()
        connection.execute("INSERT INTO fts VALUES (?)", (fold(stored),)).close()
        if expression:
            connection.execute("SELECT rowid FROM fts WHERE fts MATCH ?", (expression,)).fetchall()
