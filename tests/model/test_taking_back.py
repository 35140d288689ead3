"""Taking an old change back out: the plan as if it had never been, or who depends on it."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from model import edits
from model.changes import Appoint, Change, Field, Move, SetField, Staff
from model.errors import ChangeRefusedError
from model.log import Entry
from model.option import Option
from model.past import Past
from model.state import Snapshot, State
from model.taking_back import dependents, taken_back, taking_back_text
from tests.model.test_past import busy_option, do, with_groups


def entry(option: Option, change: Change) -> Entry:
    return option.log[do(option, change, f"{len(option.log)}")]


def without(option: Option, left_out: Entry) -> Snapshot | None:
    """Return the plan that the log without an entry leads to, None if it leads to none."""
    state = State(option.pack, *option.first)
    try:
        for done in option.log.path():
            if done is not left_out:
                state.apply(done.change)
    except ChangeRefusedError:
        return None
    return state.snapshot()


@given(st.integers(0, 10**6), st.integers(0, 99))
def test_it_is_the_plan_without_that_entry(seed: int, which: int) -> None:
    option = busy_option(seed)
    path = option.log.path()
    assume(path)
    chosen = path[which % len(path)]
    try:
        change = taken_back(option, chosen)
    except ChangeRefusedError:
        return
    wanted = without(option, chosen)
    before = option.state.snapshot()
    option.commit(change, when="later", who="me", text=taking_back_text(chosen))
    if wanted is not None:
        assert option.state.snapshot() == wanted
    assert option.log[option.log.head].text == f"Take back: {chosen.text}"
    assert chosen.id in option.log
    option.undo()
    assert option.state.snapshot() == before


def test_a_move_among_others_is_taken_back() -> None:
    option = with_groups()
    moved = entry(option, Move("T01", "C2"))
    entry(option, Move("T03", "C2"))
    entry(option, SetField("C2", Field.NAME, "Second"))
    assert dependents(option, moved) == []
    option.commit(taken_back(option, moved), when="later", who="me")
    assert (option.state.group_of("T01"), option.state.group_of("T03")) == ("C1", "C2")


def test_what_was_set_again_since_depends_on_it() -> None:
    option = with_groups()
    moved = entry(option, Move("T01", "C2"))
    other = entry(option, Move("T02", "C2"))
    again = entry(option, Move("T01", "C1"))
    assert dependents(option, moved) == [again]
    assert dependents(option, other) == []
    with pytest.raises(ChangeRefusedError, match="1 later change depends on it: “Move Trust 1 to"):
        taken_back(option, moved)


def test_what_needs_what_was_made_depends_on_it() -> None:
    option = with_groups()
    made = entry(option, edits.new_group(option.state, "R1", "C3", "Third"))
    moved = entry(option, Move("T03", "C3"))
    named = entry(option, Appoint("C3", "chief", "Ann Lee"))
    assert dependents(option, made) == [moved, named]


def test_what_removed_the_place_it_would_go_back_to_depends_on_it() -> None:
    option = with_groups()
    for unit in ("T01", "T02"):
        moved = entry(option, Move(unit, "C2"))
    gone = entry(option, edits.dissolve(option.state, ["C1"]))
    assert dependents(option, moved) == [gone]


def test_what_fills_posts_that_came_with_it_depends_on_it() -> None:
    option = with_groups()
    more = entry(option, Staff("C1", "nursing", 3))
    named = entry(option, Appoint("C1", "nursing", "Ann Lee", 3))
    other = entry(option, Appoint("C1", "chief", "Bo Diaz"))
    assert dependents(option, more) == [named]
    assert dependents(option, other) == []


def test_what_is_undone_or_locked_can_not_be_taken_back() -> None:
    option = with_groups()
    moved = entry(option, Move("T01", "C2"))
    entry(option, SetField("C1", Field.LOCKED, "yes"))
    with pytest.raises(ChangeRefusedError, match=r"can't be taken back now: .* locked"):
        taken_back(option, moved)
    option.undo()
    option.undo()
    with pytest.raises(ChangeRefusedError, match="undone already"):
        taken_back(option, moved)


def test_the_past_is_not_asked() -> None:
    option = with_groups()
    moved = entry(option, Move("T01", "C2"))
    with pytest.raises(ChangeRefusedError, match="back to now"):
        taken_back(Past(option, option.log.head), moved)
