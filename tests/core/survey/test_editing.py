"""Sections 7 and 8: what an edit does in each state, and what is refused."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest
from tests.core.survey.surveys import (
    CREATED,
    NOW,
    Shelf,
    answer,
    definition,
    opened,
    session,
    told,
)

from sessionary.core.survey import editing
from sessionary.core.survey.editing import consistency_hash
from sessionary.core.survey.given import Given
from sessionary.core.survey.lines import Line, split_lines
from sessionary.core.survey.opening import open_session
from sessionary.core.survey.refusals import Refused
from sessionary.core.survey.session import read_session

if TYPE_CHECKING:
    from collections.abc import Callable

    from sessionary.core.survey.draft import Edited
    from sessionary.core.survey.records import Opened

SURVEY = definition("q1", "q2", "q3")
PYTHON = definition("q1", "q2", "q3", directive="with python")


def state_line(number: int, asked: str = "", *, stored: int = NOW, end: int = 0) -> str:
    return f"@state:META:{asked}:{number}:0:0:{CREATED}:{end}:0:0::0:{stored}"


def add(*uids: str, text: str = "new") -> Callable[[Opened], Edited]:
    return lambda before: editing.add(before, [Given(uid=uid, text=text) for uid in uids], NOW)


def replace(uid: str, text: str = "new") -> Callable[[Opened], Edited]:
    return lambda before: editing.replace(before, Given(uid=uid, text=text), NOW)


def delete(uid: str, *, following: bool = True) -> Callable[[Opened], Edited]:
    return lambda before: editing.delete(before, uid, NOW, following=following)


def delete_previous(before: Opened) -> Edited:
    return editing.delete_previous(before, NOW)


def close(before: Opened) -> Edited:
    return editing.close(before, NOW)


def edited(file: str, edit: Callable[[Opened], Edited], survey: str = SURVEY) -> list[str]:
    """Return the lines after the first four that an edit makes, read back as they were meant."""
    result = edit(opened(file, survey))
    again = opened(result.lines, survey)
    assert not again.session.damaged
    return told(result.lines)[4:]


def refused(file: str, edit: Callable[[Opened], Edited], survey: str | None = SURVEY) -> str:
    with pytest.raises(Refused) as caught:
        edit(opened(file, survey))
    return caught.value.code


def new(uid: str, text: str = "new") -> str:
    return answer(uid, text, stored=NOW)


# The table of section 7.

GIVEN = {1: [], 2: ["q1"], 3: ["q1", "q2", "q3"], 4: ["q1", "q2", "q3"]}


def at(state: int) -> str:
    asked = {1: "q1", 2: "q2"}.get(state, "")
    return session(*(answer(uid) for uid in GIVEN[state]), survey=SURVEY, state=state, asked=asked)


@pytest.mark.parametrize(
    ("state", "edit", "after"),
    [
        (1, add("q1"), [state_line(2, "q2"), new("q1")]),
        (2, add("q2"), [state_line(2, "q3", stored=CREATED), answer("q1"), new("q2")]),
        (
            2,
            delete("q1"),
            [state_line(2, "q1", stored=CREATED), answer("q1", deleted=True, stored=NOW)],
        ),
        (
            3,
            delete("q3"),
            [
                state_line(2, "q3"),
                answer("q1"),
                answer("q2"),
                answer("q3", deleted=True, stored=NOW),
            ],
        ),
        (3, close, [state_line(4, end=NOW), *(answer(uid) for uid in GIVEN[3])]),
        (4, close, told(split_lines(at(4)))[4:]),
    ],
)
def test_an_edit_moves_the_state(
    state: int, edit: Callable[[Opened], Edited], after: list[str]
) -> None:
    assert edited(at(state), edit) == after


@pytest.mark.parametrize(
    ("state", "edit", "code"),
    [
        (3, add("q1"), "R-FINISHED"),
        (4, add("q1"), "R-CLOSED"),
        (1, delete("q1"), "R-NEW-EMPTY"),
        (4, delete("q1"), "R-CLOSED"),
        (4, delete_previous, "R-CLOSED"),
        (1, close, "R-NOT-FINISHED"),
        (2, close, "R-NOT-FINISHED"),
        (4, replace("q1"), "R-CLOSED"),
        (1, replace("q1"), "R-NOT-GIVEN"),
    ],
)
def test_a_state_refuses_an_edit(state: int, edit: Callable[[Opened], Edited], code: str) -> None:
    assert refused(at(state), edit) == code


def test_the_last_answer_finishes_a_session_at_once() -> None:
    survey = definition("only")
    file = session(survey=survey, state=1, asked="only")
    assert edited(file, add("only"), survey) == [state_line(3), new("only")]


@pytest.mark.parametrize(("odd", "code"), [(0, ""), (-3, ""), (5, "R-CLOSED"), (99, "R-CLOSED")])
def test_an_odd_state_acts_like_the_nearest_one(odd: int, code: str) -> None:
    file = session(survey=SURVEY, state=odd, asked="q1")
    if code:
        assert refused(file, add("q1")) == code
        assert edited(file, close) == told(split_lines(file))[4:]
    else:
        assert edited(file, add("q1")) == [state_line(2, "q2"), new("q1")]


def test_a_delete_that_leaves_nothing_leaves_the_session_open() -> None:
    after = editing.delete(opened(at(2), SURVEY), "q1", NOW)
    assert (after.standing.word, after.standing.next, after.standing.done) == ("open", ("q1",), 0)


def test_what_was_stale_is_written_with_the_next_edit() -> None:
    stale = session(answer("q1"), answer("q2"), answer("q3"), survey=SURVEY, state=2, asked="q2")
    assert edited(stale, replace("q1"))[:2] == [state_line(3), new("q1")]
    # What is shown as finished can be closed.
    assert edited(stale, close)[0] == state_line(4, end=NOW)
    file = session(answer("q1"), survey=SURVEY, state=3)
    assert edited(file, add("q2"))[0] == state_line(2, "q3")


# The first generation.


def test_the_first_generation_lets_any_unanswered_question_be_answered() -> None:
    file = session(survey=SURVEY, generation=1)
    closed = told(split_lines(file))[4]
    assert edited(file, add("q3", "q1")) == [closed, new("q3"), new("q1")]
    assert refused(file, add("q3", "q3")) == "R-ANSWERED"


def test_the_first_generation_takes_back_one_answer_or_all_from_there() -> None:
    file = session(
        answer("q1"),
        answer("q2"),
        answer("dice", type_="META"),
        answer("gone", deleted=True, stored=5),
        answer("q3"),
        survey=SURVEY,
        generation=1,
    )
    head, q1, _q2, *rest = told(split_lines(file))[4:]
    alone = answer("q2", deleted=True, stored=NOW)
    assert edited(file, delete("q2", following=False)) == [head, q1, alone, *rest]
    later = [*rest[:2], answer("q3", deleted=True, stored=CREATED)]
    assert edited(file, delete("q2")) == [head, q1, alone, *later]


def test_the_first_generation_is_closed_by_our_own_number() -> None:
    file = session(*(answer(uid) for uid in GIVEN[3]), survey=SURVEY, generation=1)
    assert edited(file, close)[0] == f"@closed:META::1:0:0:0:0:0:0::0:{NOW}"
    assert refused(session(answer("q1"), survey=SURVEY, generation=1), close) == "R-NOT-FINISHED"
    closed = session(answer("q1"), survey=SURVEY, generation=1, state=4)
    assert edited(closed, close) == told(split_lines(closed))[4:]
    for edit in (add("q2"), delete("q1"), replace("q1"), delete_previous):
        assert refused(closed, edit) == "R-CLOSED"


# Section 8: add.


@pytest.mark.parametrize(
    ("file", "edit", "code"),
    [
        (session(survey=SURVEY, asked="q1"), add("@user"), "R-SYSTEM"),
        (session(survey=SURVEY, asked="q1"), add("@unheard"), "R-SYSTEM"),
        (session(answer("q1", type_="META"), survey=SURVEY, asked="q1"), add("q1"), "R-SYSTEM"),
        (session(survey=SURVEY, asked="ghost"), add("ghost"), "R-UNKNOWN-UID"),
        (session(survey=SURVEY, asked="q1"), add("q2"), "R-NOT-NEXT"),
        (session(survey=SURVEY, asked="q1"), add("q1", "q2"), "R-NOT-NEXT"),
        (session(survey=SURVEY, asked="q1"), add(), "R-NOT-NEXT"),
        (session(answer("q2"), answer("q1"), survey=SURVEY), add("q2"), "R-ANSWERED"),
        (session(answer("q1"), survey=SURVEY, generation=1), add("q1"), "R-ANSWERED"),
        (session(survey=SURVEY, asked="q1"), add("q1", text="x\\"), "R-BACKSLASH-END"),
        (session(survey=SURVEY, asked="q1"), add("q1", text="x" * 16384), "R-TOO-LONG"),
        (session(survey=SURVEY, asked="q1"), add("q1", text="ä" * 8192), "R-TOO-LONG"),
        (session(survey=SURVEY, asked="q1"), add("q1", text="x\0"), "NUL"),
        (session(survey=SURVEY, asked="q1"), add("q1", text="\ud800"), "NOT-UTF8"),
    ],
)
def test_an_answer_is_not_added(file: str, edit: Callable[[Opened], Edited], code: str) -> None:
    assert refused(file, edit) == code


def test_a_question_of_the_program_is_never_answered() -> None:
    survey = definition("q1:?::META:0::-1:-1:0:0::")
    assert refused(session(survey=survey, asked="q1"), add("q1"), survey) == "R-SYSTEM"


def test_a_line_must_not_be_too_long_once_it_is_written() -> None:
    uid = ":" * 16383
    survey = definition("\\:" * 16383 + ":?::TEXT:0::-1:-1:0:0::")
    file = session(survey=survey, generation=1)
    assert refused(file, add(uid, text=uid), survey) == "R-TOO-LONG"
    assert edited(file, add(uid, text="x" * 16383), survey)


def test_checks_come_in_the_order_of_the_specification() -> None:
    choice = "q1:?::SINGLECHOICE:0::-1:-1:0:2:a,b:"
    survey = definition(choice, "q2")
    answered = session(answer("q1", "a"), survey=survey, state=4)
    assert refused(answered + "damaged\n", add("@x"), survey) == "R-DAMAGED"
    assert refused(answered, add("@x"), survey) == "R-CLOSED"
    open_ = session(answer("q1", "a"), survey=survey, asked="q2")
    assert refused(open_, add("ghost", "@x"), survey) == "R-SYSTEM"
    assert refused(open_, add("ghost", "q1"), survey) == "R-UNKNOWN-UID"
    assert refused(open_, add("q1"), survey) == "R-NOT-NEXT"
    stale = session(answer("q1", "a"), survey=survey, asked="q1")
    assert refused(stale, add("q1", text="c"), survey) == "R-ANSWERED"
    first = session(survey=survey, asked="q1")
    assert refused(first, add("q1", text="c\\"), survey) == "V-CHOICE"


def test_type_and_unit_come_from_the_question() -> None:
    survey = definition("q1:Rating::INT:0::1:10:0:0::points")
    file = session(survey=survey, state=1, asked="q1")
    given = Given(uid="q1", value=9, time_zone_delta=60, dst_delta=-1)
    after = editing.add(opened(file, survey), [given], NOW)
    assert told(after.lines)[5] == f"q1:INT::9:0:0:0:0:60:-1:points:0:{NOW}"
    with pytest.raises(Refused, match="64 bits") as caught:
        editing.add(opened(file, survey), [Given(uid="q1", value=9, lat=1 << 63)], NOW)
    assert (caught.value.code, caught.value.field) == ("INT-RANGE", "lat")


def test_a_deleted_answer_is_overwritten_in_its_place() -> None:
    file = session(
        answer("q1"),
        "q2:INT:old:7:1:2:3:4:5:6:unit:5:9",
        answer("q3", deleted=True),
        survey=SURVEY,
        asked="q2",
    )
    # With q2 given, q3 is next, and its deleted answer stays where it is.
    assert edited(file, add("q2"))[2:] == [new("q2"), answer("q3", deleted=True)]


def test_an_appended_line_ends_as_the_one_before_it() -> None:
    for end in ("\n", "\r\n"):
        file = at(2).replace("\n", end).removesuffix(end)
        after = add("q2")(opened(file, SURVEY)).lines
        assert [line.end for line in after] == [end] * len(after)
        assert after[-1] == Line(new("q2"), end)


def test_an_answer_in_place_keeps_the_missing_end_of_the_file() -> None:
    file = session(answer("q1"), answer("q2", deleted=True), survey=SURVEY, asked="q2")
    after = add("q2")(opened(file.removesuffix("\n"), SURVEY)).lines
    assert after[-1] == Line(new("q2"), "")


def test_a_typed_secret_is_kept_as_its_hash_alone() -> None:
    word = "hunter2"
    digest = hashlib.sha1(word.encode()).hexdigest()  # noqa: S324 (the format asks for it)
    for type_ in ("SHA1_HASH", "PASSWORD"):
        survey = definition(f"q1:?::{type_}:0::-1:-1:0:0::", "q2")
        file = session(survey=survey, state=1, asked="q1")
        kept = answer("q1", digest, type_=type_, stored=NOW)
        assert edited(file, add("q1", text=word), survey)[1] == kept
        file = session(answer("q1", "former", type_=type_), survey=survey, asked="q2")
        assert edited(file, replace("q1", word), survey)[1] == kept


def test_a_session_takes_8192_answers_and_no_more() -> None:
    survey = definition("q1", "q2")
    meta = [answer(f"m{number}", type_="META") for number in range(8192 - 5)]
    full = add("q1")(opened(session(*meta, survey=survey, asked="q1"), survey))
    again = opened(full.lines, survey)
    assert not again.session.damaged
    with pytest.raises(Refused) as caught:
        add("q2")(again)
    assert caught.value.code == "S-TOO-MANY"


# Section 8: delete.


def test_a_delete_takes_all_later_answers_with_it() -> None:
    file = session(
        answer("q1"),
        answer("q2", "a\\:b"),
        answer("dice", type_="META"),
        answer("q3"),
        answer("gone", deleted=True, stored=5),
        survey=SURVEY,
    )
    assert edited(file, delete("q2", following=False))[1:] == [
        answer("q1"),
        answer("q2", "a\\:b", deleted=True, stored=NOW),
        answer("dice", type_="META"),
        answer("q3", deleted=True, stored=NOW),
        answer("gone", deleted=True, stored=5),
    ]


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        (delete("@user"), "R-SYSTEM"),
        (delete("dice"), "R-SYSTEM"),
        (delete("q2"), "R-NOT-GIVEN"),
        (delete("q3"), "R-NOT-GIVEN"),
        (replace("@user"), "R-SYSTEM"),
        (replace("dice"), "R-SYSTEM"),
        (replace("q2"), "R-NOT-GIVEN"),
        (replace("q3"), "R-NOT-GIVEN"),
        (replace("ghost"), "R-UNKNOWN-UID"),
    ],
)
@pytest.mark.parametrize("generation", [1, 2])
def test_what_is_not_a_given_answer_is_neither_deleted_nor_replaced(
    edit: Callable[[Opened], Edited], code: str, generation: int
) -> None:
    file = session(
        answer("q1"),
        answer("dice", type_="META"),
        answer("q3", deleted=True),
        answer("ghost"),
        survey=SURVEY,
        generation=generation,
    )
    assert refused(file, edit) == code


def test_an_answer_without_a_question_can_be_taken_back() -> None:
    file = session(answer("q1"), answer("ghost"), survey=SURVEY)
    assert edited(file, delete("ghost"))[2] == answer("ghost", deleted=True, stored=NOW)


def test_a_delete_that_ends_on_an_answered_question_takes_that_answer_too() -> None:
    file = session(answer("q2"), answer("q1"), answer("q3"), survey=SURVEY)
    after = editing.delete(opened(file, SURVEY), "q3", NOW)
    gone = [answer(uid, deleted=True, stored=NOW) for uid in ("q2", "q1", "q3")]
    assert told(after.lines)[4:] == [state_line(2, "q2", stored=CREATED), *gone]
    stands = after.standing
    assert (stands.word, stands.next, stands.done, stands.total) == ("open", ("q2",), 1, 3)
    assert stands.proposals == {"q2": "x"}
    # The list stored then may be answered, and so may what is asked from now on.
    for uid in ("q2", "q1"):
        assert add(uid)(opened(after.lines, SURVEY)).standing.word == "open"


def test_a_value_that_ends_in_a_backslash_can_still_be_taken_back() -> None:
    file = session(answer("q1", "x\\\\"), survey=SURVEY)
    assert edited(file, delete("q1"))[1] == answer("q1", "x\\\\", deleted=True, stored=NOW)


def test_the_last_given_answer_is_the_previous_one() -> None:
    file = session(
        answer("q1"), answer("q2"), answer("q1"), answer("q3", deleted=True), survey=SURVEY
    )
    assert edited(file, delete_previous)[1:4] == [
        answer("q1"),
        answer("q2"),
        answer("q1", deleted=True, stored=NOW),
    ]


@pytest.mark.parametrize("state", [1, 2])
def test_with_no_answer_left_delete_previous_does_nothing(state: int) -> None:
    file = session(answer("q1", deleted=True), survey=SURVEY, state=state, asked="stale")
    assert edited(file, delete_previous) == told(split_lines(file))[4:]


# Section 8: replace.


def test_a_correction_leaves_all_else_alone() -> None:
    file = session(
        f"q1:text:x:007:0:0:0:0:0:0:old:4:{CREATED}", answer("q2"), survey=SURVEY, asked="q3"
    )
    assert edited(file, replace("q1", "fixed")) == [
        state_line(2, "q3", stored=CREATED),
        f"q1:TEXT:fixed:0:0:0:0:0:0:0::4:{NOW}",
        answer("q2"),
    ]


def test_a_correction_keeps_to_the_rules_of_its_type() -> None:
    survey = definition("q1:?::SINGLECHOICE:0::-1:-1:0:2:a,b:")
    file = session(answer("q1", "a", type_="SINGLECHOICE"), survey=survey, state=3)
    assert refused(file, replace("q1", "c"), survey) == "V-CHOICE"


def test_a_session_that_says_it_is_new_has_nothing_to_be_corrected() -> None:
    file = session(answer("q1"), survey=SURVEY, state=1)
    assert refused(file, replace("q1")) == "R-NOT-GIVEN"
    assert refused(file, delete_previous) == "R-NEW-EMPTY"


@pytest.mark.parametrize("generation", [1, 2])
def test_a_finished_session_can_be_corrected(generation: int) -> None:
    file = session(
        *(answer(uid) for uid in GIVEN[3]), survey=SURVEY, state=3, generation=generation
    )
    assert edited(file, replace("q2"))[1:] == [answer("q1"), new("q2"), answer("q3")]


# Surveys whose order a program decides.


@pytest.mark.parametrize("generation", [1, 2])
def test_in_a_survey_with_a_program_only_the_last_answer_is_corrected(generation: int) -> None:
    file = session(answer("q2"), answer("q1"), survey=PYTHON, asked="q3", generation=generation)
    assert refused(file, add("q3"), PYTHON) == "R-CONTROLLER"
    assert refused(file, replace("q2"), PYTHON) == "R-CONTROLLER"
    assert edited(file, replace("q1"), PYTHON)[1:] == [answer("q2"), new("q1")]
    assert refused(session(survey=PYTHON, state=1, asked="q1"), add("q1"), PYTHON) == "R-CONTROLLER"


def test_in_a_survey_with_a_program_a_delete_leaves_the_list_empty() -> None:
    file = session(answer("q2"), answer("q1"), survey=PYTHON, state=3, asked="q3")
    after = delete("q1")(opened(file, PYTHON))
    assert told(after.lines)[4] == state_line(2)
    assert (after.standing.word, after.standing.next) == ("open", ())
    assert refused(file.replace(":3:0:0:", ":2:0:0:"), close, PYTHON) == "R-NOT-FINISHED"
    assert edited(file, close, PYTHON)[0] == state_line(4, "q3", end=NOW)


# What cannot be edited at all.

EDITS = [add("q2"), replace("q1"), delete("q1"), delete_previous, close]


@pytest.mark.parametrize("edit", EDITS)
def test_nothing_is_edited_in_a_damaged_session(edit: Callable[[Opened], Edited]) -> None:
    assert refused(at(2) + "too:few:fields\n", edit) == "R-DAMAGED"
    assert refused(at(4) + "too:few:fields\n", edit) == "R-DAMAGED"
    assert refused("", edit) == "R-DAMAGED"


@pytest.mark.parametrize("edit", EDITS)
def test_nothing_is_edited_without_the_definition(edit: Callable[[Opened], Edited]) -> None:
    assert refused(at(2), edit, None) == "S-DEF-MISSING"
    # The name of the snapshot does not fit its bytes until somebody confirms it.
    assert refused(at(2), edit, SURVEY + "\n") == "S-DEF-SHA"


def test_a_damaged_definition_decides_nothing() -> None:
    damaged = definition("q1", "q2:unknown:type:x:y:z", "q3")
    assert refused(session(survey=damaged, asked="q1"), add("q1"), damaged) == "R-DAMAGED"
    # What stands after the blank line takes no part.
    after_blank = SURVEY + "\nq4:unknown\n"
    assert edited(session(survey=after_blank, asked="q1"), add("q1"), after_blank)


def test_current_stands_in_for_a_snapshot_that_is_missing() -> None:
    shelf = Shelf(None, current=SURVEY)
    before = open_session(read_session(split_lines(at(2))), shelf)
    assert before.offer
    assert told(editing.add(before, [Given(uid="q2", text="new")], NOW).lines)[-1] == new("q2")


def test_the_hash_tells_a_session_by_its_last_answer() -> None:
    file = session(answer("q1"), answer("q2", deleted=True), survey=SURVEY)
    assert consistency_hash(opened(file, SURVEY).session, 2) == (
        "85b1f8078ca81068a78b429ad7f86a91fbbf6645"
    )
    empty = opened(session(survey=SURVEY), SURVEY).session
    assert consistency_hash(empty, 1) == hashlib.sha1(f"{empty.id}1".encode()).hexdigest()  # noqa: S324 (the format asks for it)
