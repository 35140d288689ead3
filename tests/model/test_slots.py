"""Slots: what changes set, and the way from one state to another."""

from __future__ import annotations

from random import Random
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model import edits
from model.changes import (
    Appoint,
    Batch,
    Change,
    Create,
    Detail,
    Field,
    Join,
    Move,
    Remove,
    SetField,
    SetLimit,
    SetPost,
    flatten,
)
from model.errors import ChangeRefusedError
from model.slots import (
    What,
    altered_slots,
    changes_to,
    departures,
    differences,
    field_of,
    parent_of,
    read,
    sets,
    setting,
    slots,
    there,
)
from model.state import State
from tests.model.gestures import GESTURES
from tests.model.packs import ON, rich_pack

PACK = rich_pack()
SEEDS = st.integers(0, 2**32)


def new_state(*codes: str) -> State:
    """Return a state with groups of those codes (and ids) in North."""
    state = State(PACK, "Option", ON)
    for code in codes:
        state.apply(Create(code, "cluster", code, f"Group {code}", "R1"))
    return state


def edited(state: State, random: Random, number: int) -> list[Change]:
    """Make random edits, those that can be made; return the simple changes made."""
    done: list[Change] = []
    for _ in range(number):
        name = random.choice(sorted(GESTURES))
        try:
            change = GESTURES[name](state, *(random.randrange(1_000) for _ in range(3)))
            state.apply(change)
        except ChangeRefusedError:
            continue
        done += flatten(change)
    return done


def copied(*edits_: tuple[Random, int]) -> State:
    state = new_state()
    for random, number in edits_:
        edited(state, random, number)
    return state


def test_random_edits_reach_every_kind_of_change() -> None:
    """What the tests below claim of all changes, they claim of each kind of them."""
    done = edited(new_state(), Random(1), 1_500)
    assert {type(change) for change in done} == {*get_args(Change)} - {Batch}
    assert {slot.what for change in done for slot in slots(change)} == set(What)


@given(SEEDS)
def test_a_change_sets_its_slots_and_no_others(seed: int) -> None:
    random, state = Random(seed), copied((Random(seed), 30))
    for change in edited(copied((Random(seed), 30)), random, 30):
        before = departures(state)
        state.apply(change)
        after = departures(state)
        for slot in before.keys() ^ after.keys() | {s for s in before if before[s] != after.get(s)}:
            assert slot in slots(change)
        for slot, value in sets(change).items():
            # A limit that is set to the pack's own value is not set.
            assert read(state, slot) == value or slot.what is What.LIMIT


@given(SEEDS, st.integers(0, 40))
def test_what_differs_is_within_the_slots_that_were_set(seed: int, number: int) -> None:
    base, other = copied((Random(seed), 30)), copied((Random(seed), 30))
    done = edited(other, Random(seed + 1), number)
    touched = {slot for change in done for slot in slots(change)}
    assert altered_slots(base, other).keys() <= touched


@given(SEEDS, st.integers(0, 60))
def test_differences_lead_from_one_state_to_the_other_and_back(seed: int, number: int) -> None:
    base, other = copied((Random(seed), 40)), copied((Random(seed), 40))
    edited(other, Random(seed + 1), number)
    first, last = base.snapshot(), other.snapshot()
    inverse = base.apply(Batch(differences(base, other)))
    assert base.snapshot() == last
    base.apply(inverse)
    assert base.snapshot() == first
    other.apply(Batch(differences(other, base)))
    assert other.snapshot() == first


@given(SEEDS)
def test_differences_lead_between_states_that_share_no_past(seed: int) -> None:
    """Ids and codes are the same here and there, and mean other organisations."""
    one, other = copied((Random(seed), 80)), copied((Random(seed + 1), 80))
    one.apply(Batch(differences(one, other)))
    assert one.snapshot() == other.snapshot()
    assert differences(one, other) == ()


@given(SEEDS)
def test_every_slot_can_be_set_by_itself_but_for_what_comes(seed: int) -> None:
    state = copied((Random(seed), 60))
    for change in edited(state, Random(seed + 1), 20):
        for slot, value in sets(change).items():
            if slot.what is What.THERE and value:
                with pytest.raises(ValueError, match="never holds"):
                    setting(slot, value)
            elif not isinstance(change, Remove | Create):
                assert setting(slot, value) == change


def test_one_edit_is_one_difference() -> None:
    base, other = new_state("C01", "C02"), new_state("C01", "C02")
    other.apply(Move("T01", "C01"))
    assert differences(base, other) == (Move("T01", "C01"),)
    assert altered_slots(base, other) == {parent_of("T01"): "C01"}


def test_what_is_moved_into_a_locked_group_is_moved_and_the_group_stays_locked() -> None:
    base = new_state("C01")
    base.apply(SetField("C01", Field.LOCKED, "yes"))
    base.apply(Batch(changes_to(base, {parent_of("T01"): "C01"})))
    assert base.parent("T01") == "C01"
    assert base.is_locked("C01")


def test_a_group_that_takes_over_the_code_of_one_that_goes() -> None:
    base, other = new_state("C01"), new_state()
    for unit in ("T01", "T02"):
        base.apply(Move(unit, "C01"))
    base.apply(Create("S", "alliance", "S1", "Alliance", "C01"))
    base.apply(Join("T01", "S"))
    base.apply(Appoint("C01", "chief", "Ann Lee"))
    other.apply(Create("X", "cluster", "c01", "Other", "R2"))
    other.apply(Move("T01", "X"))
    other.apply(Create("S", "alliance", "S1", "Alliance", "X"))
    other.apply(Join("T01", "S"))
    base.apply(Batch(differences(base, other)))
    assert base.snapshot() == other.snapshot()


def test_limits_are_set_in_an_order_that_can_be() -> None:
    base, other = new_state(), new_state()
    wanted = {("T-range", "low"): "1", ("T-range", "high"): "2"}
    other.apply(edits.set_limits(other, wanted))
    base.apply(Batch(differences(base, other)))
    assert base.limits == other.limits
    with pytest.raises(ChangeRefusedError, match="over the high one"):
        changes_to(new_state(), {next(iter(slots(SetLimit("T-range", "low", "1")))): "9999999"})


def test_an_employer_that_goes_employs_nobody_before() -> None:
    base, other = new_state("C01"), new_state("C01")
    base.apply(Create("V", "venture", "V1", "Venture", "R1"))
    base.apply(SetField("C01", Field.EMPLOYER, "V"))
    base.apply(SetPost("T01", "chief", 1, Detail.EMPLOYER, "V"))
    base.apply(Batch(differences(base, other)))
    assert base.snapshot() == other.snapshot()


def test_what_goes_takes_all_that_is_said_of_it_along() -> None:
    state = new_state("C01")
    state.apply(Appoint("C01", "chief", "Ann Lee"))
    state.apply(SetField("C01", Field.NOTE, "A note."))
    state.apply(Batch(changes_to(state, {there("C01"): ()})))
    assert "C01" not in state
    assert state.people() == []
    assert read(state, field_of("C01", Field.NOTE)) == ""


def test_a_slot_says_which_organisations_it_needs() -> None:
    assert parent_of("T01").named("C01") == {"T01", "C01"}
    assert field_of("C01", Field.EMPLOYER).named("T01") == {"C01", "T01"}
    assert field_of("C01", Field.NOTE).named("T01") == {"C01"}
    assert there("C01").named(("cluster", "C01")) == set()
