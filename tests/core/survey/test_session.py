from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessionary.core.survey.fields import encode_answer
from sessionary.core.survey.lines import Line, join_lines, split_lines
from sessionary.core.survey.records import Answer, Generation, SurveySession
from sessionary.core.survey.session import (
    MOST_ANSWERS,
    is_session_id,
    is_survey_id,
    read_first_line,
    read_session,
)

ID = "381544dc-0000-0000-0d04-01123f06e306"
FIRST = "foo/" + "0a" * 20 + "\n"
USER = "@user:META:ann:0:0:0:0:0:0:0::0:5\n"
GROUP = "@group:META::0:0:0:0:0:0:0::0:5\n"
AUTHORITY = "@authority:META:\\:\\:1(8099):1:0:0:0:0:0:0::0:5\n"
STATE = "@state:META:two:2:0:0:5:0:0:0::0:5\n"
CLOSED = "@closed:META::0:0:0:0:0:0:0::0:5\n"
TOP = FIRST + USER + GROUP + AUTHORITY
HEAD = TOP + STATE
ONE = "one:TEXT:Hello:0:0:0:0:0:0:0::0:6\n"
TWO = "two:INT::7:0:0:0:0:0:0:points:1:8\n"

ROOM = 65534 - len(ONE.strip()) + len("Hello")
"""How many bytes a text may have in a line of the greatest length."""

Found = list[tuple[int, str, str, str]]


def read(content: str) -> SurveySession:
    return read_session(split_lines(content), id=ID)


def found(session: SurveySession) -> Found:
    return [(one.line, one.level.value, one.code, one.field) for one in session.findings]


def test_a_session_is_read() -> None:
    meta = "diceLog:META:log:12:1:2:3:4:5:6:u:0:7\n"
    session = read(HEAD + ONE + meta + TWO)
    assert (session.survey, session.snapshot, session.id) == ("foo", "0a" * 20, ID)
    assert session.generation is Generation.SECOND
    assert session.respondent == "ann"
    assert [one.uid for one in session.header] == ["@user", "@group", "@authority", "@state"]
    authority = session.head("@authority")
    assert authority is not None
    assert authority.text == "::1(8099)"
    one, log, two = session.body
    assert one == Answer(line=6, uid="one", type="TEXT", text="Hello", stored=6)
    assert log == Answer(
        line=7,
        uid="diceLog",
        type="META",
        text="log",
        value=12,
        lat=1,
        lon=2,
        time_begin=3,
        time_end=4,
        time_zone_delta=5,
        dst_delta=6,
        unit="u",
        stored=7,
    )
    assert (two.line, two.value, two.unit, two.is_deleted) == (8, 7, "points", True)
    assert session.given == (one,)
    assert not session.findings
    assert not session.raw


def test_a_session_of_the_first_generation_ends_its_header_otherwise() -> None:
    session = read(TOP + CLOSED + ONE)
    assert session.generation is Generation.FIRST
    assert not session.findings


@pytest.mark.parametrize(
    ("first", "read_as"),
    [
        ("foo/" + "0" * 40, ("foo", "0" * 40)),
        ("A z.9-_/current", ("A z.9-_", "current")),
        (" /current", (" ", "current")),
        (".../current", ("...", "current")),
        ("./current", None),
        ("../current", None),
        ("foo", None),
        ("/current", None),
        ("foo/", None),
        ("foo/Current", None),
        ("foo/current ", None),
        ("foo/bar/current", None),
        ("foo/" + "A" * 40, None),
        ("foo/" + "0" * 39, None),
        ("f:o/current", None),
        ("f\u00f6o/current", None),
        ("f\to/current", None),
        ("x" * 1014 + "/current", ("x" * 1014, "current")),
        ("x" * 1015 + "/current", None),
    ],
)
def test_the_first_line_names_survey_and_snapshot(
    first: str, read_as: tuple[str, str] | None
) -> None:
    assert read_first_line(first) == read_as


@pytest.mark.parametrize(
    ("id_", "expected"),
    [
        (ID, True),
        ("-" * 36, False),
        ("a" + "-" * 35, True),
        (ID.upper(), False),
        (ID[:-1], False),
        (ID + "0", False),
        (ID[:-1] + "\n", False),
        (ID[:-1] + "g", False),
    ],
)
def test_ids_of_sessions_are_36_characters(id_: str, *, expected: bool) -> None:
    assert is_session_id(id_) is expected
    session = read_session(split_lines(HEAD + ONE), id=id_)
    assert session.fatal is not expected
    assert [one.code for one in session.findings] == ([] if expected else ["S-ID"])


def test_ids_of_surveys_never_lead_out_of_their_folder() -> None:
    assert is_survey_id("session-zero 1.0_b")
    assert not any(map(is_survey_id, ("", ".", "..", "a/b", "a\\b", "ä", "a\n")))


@pytest.mark.parametrize(
    ("content", "code"),
    [("", "S-EMPTY"), ("\n", "S-FIRSTLINE"), ("../current\n" + USER, "S-FIRSTLINE")],
)
def test_a_file_without_a_first_line_is_fatal(content: str, code: str) -> None:
    session = read(content)
    assert session.fatal
    assert session.damaged
    assert found(session) == [(1, "F", code, "")]
    assert join_lines(session.lines) == content


CASES: dict[str, tuple[str, Found]] = {
    "not pinned": ("foo/current\n" + HEAD.removeprefix(FIRST), [(1, "W", "S-DEF-UNPINNED", "")]),
    "crlf is told once": ((HEAD + ONE).replace("\n", "\r\n"), [(1, "W", "CRLF", "")]),
    "crlf in a later line": (HEAD + ONE[:-1] + "\r\n" + TWO, [(6, "W", "CRLF", "")]),
    "no final newline": (HEAD + ONE[:-1], [(6, "W", "NO-FINAL-NEWLINE", "")]),
    "blank lines": (
        HEAD + "\n" + ONE + "\n",
        [(6, "W", "BLANK-LINE", ""), (8, "W", "BLANK-LINE", "")],
    ),
    "only a first line": (
        FIRST,
        [(2, "E", "S-HEADER-MISSING", ""), (2, "W", "S-HEADER-ORDER", "uid")],
    ),
    "neither state nor closed": (TOP + ONE, [(5, "E", "S-HEADER-MISSING", "")]),
    "a missing header with another error in its place": (
        TOP + "one:TEXT\n",
        [(5, "E", "FIELD-COUNT", "")],
    ),
    "both state and closed": (TOP + CLOSED + STATE, [(6, "W", "S-HEADER-BOTH", "")]),
    "both the other way round": (TOP + STATE + CLOSED, [(6, "W", "S-HEADER-BOTH", "")]),
    "another order": (
        FIRST + GROUP + USER + AUTHORITY + STATE,
        [(2, "W", "S-HEADER-ORDER", "uid")],
    ),
    "state first": (FIRST + STATE + USER + GROUP + AUTHORITY, [(2, "W", "S-HEADER-ORDER", "uid")]),
    "no group": (FIRST + USER + AUTHORITY + STATE, [(3, "W", "S-HEADER-ORDER", "uid")]),
    "an unknown line in the header": (
        HEAD + STATE.replace("@state", "@mood"),
        [(6, "W", "S-HEADER-ORDER", "uid")],
    ),
    "the same line twice in the header": (
        FIRST + USER + USER + GROUP + AUTHORITY + STATE,
        [(3, "W", "S-HEADER-ORDER", "uid"), (3, "W", "DUP-UID", "uid")],
    ),
    "a blank line ends the header": (
        TOP + "\n" + STATE,
        [
            (5, "W", "BLANK-LINE", ""),
            (5, "E", "S-HEADER-MISSING", ""),
            (6, "W", "S-STRAY-HEADER", "uid"),
        ],
    ),
    "a stray header": (HEAD + ONE + "@mood" + USER[5:], [(7, "W", "S-STRAY-HEADER", "uid")]),
    "a stray header that was there": (
        HEAD + ONE + USER,
        [(7, "W", "S-STRAY-HEADER", "uid"), (7, "W", "DUP-UID", "uid")],
    ),
    "state 0": (HEAD.replace("two:2", "two:0"), [(5, "W", "S-STATE", "value")]),
    "state 5": (HEAD.replace("two:2", "two:5"), [(5, "W", "S-STATE", "value")]),
    "closed has no states": (TOP + CLOSED.replace("::0", "::9"), []),
    "a damaged state": (TOP + "@state:META\n", [(5, "E", "FIELD-COUNT", "")]),
    "long line": (HEAD + ONE.replace("Hello", "x" * (ROOM + 1)), [(6, "E", "LINE-LONG", "")]),
    "the CR counts": (
        HEAD + ONE.replace("Hello", "x" * ROOM).replace("\n", "\r\n"),
        [(6, "W", "CRLF", ""), (6, "E", "LINE-LONG", "")],
    ),
    "the longest line": (
        HEAD + ONE.replace("Hello", "x" * ROOM),
        [(6, "E", "FIELD-LONG", "text")],
    ),
    "long field": (HEAD + ONE.replace("Hello", "x" * 16384), [(6, "E", "FIELD-LONG", "text")]),
    "the longest field": (HEAD + ONE.replace("Hello", "\\:" * 16383), []),
    "the longest field without an escape": (HEAD + ONE.replace("Hello", "x" * 16383), []),
    "NUL before escape": (HEAD + ONE.replace("Hello", "\0\\x"), [(6, "E", "NUL", "")]),
    "escape before count": (HEAD + "one:TEXT:\\x\n", [(6, "E", "ESCAPE", "text")]),
    "count": (HEAD + ONE.replace("Hello", "7::30"), [(6, "E", "FIELD-COUNT", "")]),
    "count before length": (HEAD + "x" * 20000 + "\n", [(6, "E", "FIELD-COUNT", "")]),
    "length before uid": (
        HEAD + ":TEXT:" + "x" * 20000 + ":" * 10 + "\n",
        [(6, "E", "FIELD-LONG", "text")],
    ),
    "uid before type": (HEAD + ":RUNE" + ":" * 11 + "\n", [(6, "E", "UID-EMPTY", "uid")]),
    "type before integers": (
        HEAD + "one:RUNE" + ":" * 11 + "\n",
        [(6, "E", "TYPE-UNKNOWN", "type")],
    ),
    "syntax before range": (
        HEAD + ONE.replace("Hello:0:0", "Hello:9223372036854775808:-"),
        [(6, "E", "INT-SYNTAX", "lat")],
    ),
    "range of 64 bits": (
        HEAD + ONE.replace("Hello:0:0", "Hello:0:9223372036854775808"),
        [(6, "E", "INT-RANGE", "lat")],
    ),
    "range of 32 bits": (
        HEAD + ONE.replace("::0:6", "::2147483648:6"),
        [(6, "E", "INT-RANGE", "flags")],
    ),
    "below 32 bits": (
        HEAD + ONE.replace("::0:6", "::-2147483649:6"),
        [(6, "E", "INT-RANGE", "flags")],
    ),
    "other flags are kept": (HEAD + ONE.replace("::0:6", "::-2147483648:6"), []),
    "longer integers": (
        HEAD + ONE.replace("::0:6", "::-0:06"),
        [(6, "W", "NONCANONICAL", "flags"), (6, "W", "NONCANONICAL", "stored")],
    ),
    "what int() takes and the format does not": (
        HEAD + ONE.replace(":6\n", ":1_0\n"),
        [(6, "E", "INT-SYNTAX", "stored")],
    ),
    "small letters": (HEAD + ONE.replace("TEXT", "text"), [(6, "W", "NONCANONICAL", "type")]),
    "a type of the first generation": (
        HEAD + ONE.replace("TEXT", "PASSWORD"),
        [(6, "W", "TYPE-LEGACY", "type")],
    ),
    "not UTF-8": (HEAD + ONE.replace("Hello", "caf\u00e9"), [(6, "W", "NOT-UTF8", "text")]),
    "not UTF-8 in a line that is wrong": (
        HEAD + ONE.replace("Hello", "caf\u00e9\\"),
        [(6, "W", "NOT-UTF8", "text"), (6, "E", "FIELD-COUNT", "")],
    ),
    "not UTF-8 behind an escape that is none": (
        HEAD + ONE.replace("Hello", "\\x\u00e9"),
        [(6, "W", "NOT-UTF8", ""), (6, "E", "ESCAPE", "text")],
    ),
    "a value that ends in a backslash": (
        HEAD + ONE.replace("Hello", "end\\\\"),
        [(6, "W", "TRAILING-BACKSLASH", "text")],
    ),
    "a uid answered twice": (HEAD + ONE + TWO + ONE, [(8, "W", "DUP-UID", "uid")]),
}


@pytest.mark.parametrize(("content", "expected"), CASES.values(), ids=CASES.keys())
def test_what_is_odd_or_wrong_is_told_by_line(content: str, expected: Found) -> None:
    session = read(content)
    assert found(session) == expected
    assert session.damaged == any(level == "E" for _, level, _, _ in expected)
    assert not session.fatal
    assert join_lines(session.lines) == content
    lines = (*session.lines, Line(""))
    assert all(one.raw == lines[one.line - 1].text for one in session.findings)


def test_lines_that_cannot_be_decoded_are_kept_by_number() -> None:
    session = read(HEAD + "one:TEXT:split\\\n" + "lines:0:0\n" + TWO)
    assert session.raw == (6, 7)
    assert [one.line for one in session.body] == [8]
    assert "known defect" in session.findings[0].message
    assert "known defect" in session.findings[1].message


def test_bytes_that_are_no_utf8_survive() -> None:
    line = ONE.replace("Hello", "caf\u00e9 \u00c3\u00a9\\:")
    answer = read(HEAD + line).body[0]
    assert answer.text == "caf\udce9 é:"
    assert encode_answer(answer, Generation.SECOND) + "\n" == line


def test_the_first_generation_tells_where_both_are() -> None:
    assert read(TOP + STATE + CLOSED).generation is Generation.SECOND
    assert read(TOP + ONE + STATE).generation is None


def test_what_was_expected_in_the_header_is_said() -> None:
    first = read(FIRST + USER + AUTHORITY + CLOSED)
    assert first.findings[0].message == (
        "Expected @group here: the header is @user, @group, @authority, @closed."
    )
    second = read(FIRST + USER + AUTHORITY + STATE)
    assert second.findings[0].message.endswith("@authority, @state.")


def test_more_answers_than_allowed_are_an_error_at_the_first_of_them() -> None:
    body = "".join(f"q{n}:TEXT::0:0:0:0:0:0:0::0:0\n" for n in range(MOST_ANSWERS - 4))
    assert not read(HEAD + body).findings
    session = read(HEAD + body + ONE + TWO)
    assert found(session) == [(MOST_ANSWERS + 2, "E", "S-TOO-MANY", "")]
    assert len(session.body) == MOST_ANSWERS - 2


FIELDS = st.sampled_from(
    ["", "0", "-1", "007", "x", "TEXT", "text", "a\\:b", "\\\\", "\u00e9", "é", "9" * 20]
)
LINES = st.one_of(
    st.sampled_from([USER, GROUP, STATE, CLOSED, ONE, TWO, "\n", "\r\n"]),
    st.lists(FIELDS, min_size=12, max_size=14).map(lambda fields: ":".join(fields) + "\n"),
)


@given(st.one_of(st.lists(LINES).map(lambda ls: FIRST + "".join(ls)), st.binary().map(str)))
def test_any_bytes_are_a_session_that_is_saved_unchanged(content: str) -> None:
    content = content.encode().decode("latin-1")
    session = read(content)
    assert join_lines(session.lines) == content
    errors = [one.line for one in session.findings if one.level == "E"]
    assert len(errors) == len(set(errors))
    assert session.damaged == (bool(errors) or session.fatal)
    if not session.fatal:
        decoded = [one.line for one in (*session.header, *session.body)]
        told = {*decoded, *session.raw}
        blank = {n for n, line in enumerate(session.lines, 1) if not line.text}
        assert told | blank | {1} == set(range(1, len(session.lines) + 1))


TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)
I64 = st.integers(-(2**63), 2**63 - 1)
I32 = st.integers(-(2**31), 2**31 - 1)
ANSWERS = st.builds(
    Answer,
    line=st.just(6),
    uid=TEXTS.filter(lambda uid: bool(uid) and not uid.startswith("@")),
    type=st.sampled_from(["TEXT", "UUID", "META", "SHA1_HASH"]),
    text=TEXTS,
    value=I64,
    lat=I64,
    lon=I64,
    time_begin=I64,
    time_end=I64,
    time_zone_delta=I32,
    dst_delta=I32,
    unit=TEXTS,
    flags=I32,
    stored=I64,
)


@given(ANSWERS, st.sampled_from([(CLOSED, Generation.FIRST), (STATE, Generation.SECOND)]))
def test_any_answer_that_is_written_is_read_back(
    answer: Answer, header: tuple[str, Generation]
) -> None:
    session = read(TOP + header[0] + encode_answer(answer, header[1]) + "\n")
    assert session.body == (answer,)
    assert {one.code for one in session.findings} <= {"TRAILING-BACKSLASH"}
