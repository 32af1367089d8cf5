"""What holds for every sequence of edits: other lines keep their bytes, values come back equal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given as for_all
from hypothesis import strategies as st
from tests.core.survey.surveys import answer, definition, opened, session

from sessionary.core.survey import editing
from sessionary.core.survey.flow import standing
from sessionary.core.survey.given import Given
from sessionary.core.survey.lines import join_lines
from sessionary.core.survey.refusals import Refused

if TYPE_CHECKING:
    from sessionary.core.survey.draft import Edited
    from sessionary.core.survey.lines import Line
    from sessionary.core.survey.records import Opened

UIDS = ["q1", "q2", "q3", "q4"]
SURVEYS = [
    definition(*UIDS),
    definition(*UIDS, directive="with python"),
    definition(*UIDS, version=1),
]
I32, I64 = 1 << 31, 1 << 63
TEXTS = st.text(
    st.characters(exclude_characters="\0", exclude_categories=["Cs"])
    | st.sampled_from(list("\n\r\t\b\\:,")),
    max_size=60,
).filter(lambda text: not text.endswith("\\"))

STORED = st.one_of(
    st.builds(
        answer,
        st.sampled_from([*UIDS, "ghost"]),
        st.sampled_from(["x", "a\\:b", "caf\xe9", "\t", "end\\\\"]),
        deleted=st.booleans(),
    ),
    st.just(answer("dice", type_="META")),
    st.just("q2:text:x:007:0:0:0:0:0:0::8:5"),
    st.just(""),
)

ACTIONS = st.one_of(
    st.tuples(st.just("add"), st.sampled_from(UIDS), TEXTS),
    st.tuples(st.just("next"), st.just(""), TEXTS),
    st.tuples(st.just("replace"), st.sampled_from(UIDS), TEXTS),
    st.tuples(st.just("delete"), st.sampled_from([*UIDS, "ghost", "dice"]), st.just("")),
    st.tuples(st.just("one"), st.sampled_from([*UIDS, "ghost"]), st.just("")),
    st.tuples(st.just("previous"), st.just(""), st.just("")),
    st.tuples(st.just("close"), st.just(""), st.just("")),
)


def act(before: Opened, action: tuple[str, str, str], now: int) -> Edited:
    """Do one thing; what is asked next is answered as a whole."""
    verb, uid, text = action
    if verb == "next":
        asked = standing(before).next
        return editing.add(before, [Given(uid=one, text=text) for one in asked], now)
    if verb == "add":
        return editing.add(before, [Given(uid=uid, text=text)], now)
    if verb == "replace":
        return editing.replace(before, Given(uid=uid, text=text), now)
    if verb in {"delete", "one"}:
        return editing.delete(before, uid, now, following=verb == "delete")
    if verb == "previous":
        return editing.delete_previous(before, now)
    return editing.close(before, now)


def touched(before: tuple[Line, ...], after: tuple[Line, ...]) -> list[int]:
    return [index for index, line in enumerate(before) if after[index] != line]


@for_all(
    st.lists(STORED, max_size=6),
    st.lists(ACTIONS, max_size=8),
    st.sampled_from(SURVEYS),
    st.sampled_from([1, 2]),
    st.integers(0, 5),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
)
def test_any_edits_leave_every_line_that_they_do_not_concern(
    body: list[str],
    actions: list[tuple[str, str, str]],
    survey: str,
    generation: int,
    state: int,
    end: str,
    terminated: bool,
) -> None:
    file = session(*body, survey=survey, generation=generation, state=state, asked="q1")
    file = file.replace("\n", end)
    now = opened(file if terminated else file.removesuffix(end), survey)
    for number, action in enumerate(actions):
        before = now.session.lines
        try:
            edited = act(now, action, 2000 + number)
        except Refused:
            assert now.session.lines == before
            continue
        after = opened(edited.lines, survey)
        assert not after.session.damaged
        assert len(before) <= len(edited.lines) <= len(before) + 4
        _check_lines(now, after, edited)
        now = after
    assert join_lines(now.session.lines).count("\n") == sum(
        bool(line.end) for line in now.session.lines
    )


def _check_lines(before: Opened, after: Opened, edited: Edited) -> None:
    """Check that only lines of answers that changed were written, and the state's."""
    old = {one.line: one for one in (*before.session.header, *before.session.body)}
    new = {one.line: one for one in (*after.session.header, *after.session.body)}
    lines = before.session.lines
    for index in touched(lines, edited.lines):
        number = index + 1
        if lines[index].text == edited.lines[index].text:
            # The last line of the file was terminated.
            assert number == len(lines)
            assert not lines[index].end
            continue
        assert number in new
        assert old[number] != new[number]
        assert not old[number].is_system or new[number].uid in {"@state", "@closed"}
    if edited.lines == lines:
        # Nothing was done, so the file may still say what it said before.
        return
    # What the edit says of itself is what the file says when it is read again.
    assert edited.standing.number == (
        standing(after).number if after.session.generation == 1 else _stored(after)
    )


def _stored(opened_: Opened) -> int:
    state = opened_.session.head("@state")
    assert state is not None
    return state.value


@for_all(
    TEXTS,
    st.lists(st.integers(-I64, I64 - 1), min_size=5, max_size=5),
    st.integers(-I32, I32 - 1),
    st.integers(-I32, I32 - 1),
    st.sampled_from([1, 2]),
)
def test_any_value_written_is_read_back_equal(
    text: str, numbers: list[int], zone: int, dst: int, generation: int
) -> None:
    survey = definition("q1")
    value, lat, lon, begin, end = numbers
    given = Given(
        uid="q1",
        text=text,
        value=value,
        lat=lat,
        lon=lon,
        time_begin=begin,
        time_end=end,
        time_zone_delta=zone,
        dst_delta=dst,
    )
    file = session(survey=survey, state=1, generation=generation)
    after = opened(editing.add(opened(file, survey), [given], 2000).lines, survey)
    (found,) = after.session.given
    assert {name: getattr(found, name) for name in Given.__slots__} == {
        name: getattr(given, name) for name in Given.__slots__
    }
    assert (found.type, found.unit, found.flags, found.stored) == ("TEXT", "", 0, 2000)
