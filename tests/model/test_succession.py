"""Successors and their members: who is in which, what their areas come to, what is refused."""

from __future__ import annotations

import pytest

from model import edits
from model.changes import Create, Field, Join, Move, OptionField, Remove, SetField, SetOption
from model.describe import describe
from model.errors import ChangeRefusedError
from model.pack import Tier
from model.state import State
from tests.sample_pack import sample_scenario


@pytest.fixture
def state() -> State:
    """Return three groups, G1 (U1, U2), G2 (U3) and G3 (U4, U5), with H1 in G1 and H2 in G2."""
    state = sample_scenario().options[0].state
    state.apply(edits.new_successor(state, "G1", "H1", "First", ["U1"]))
    state.apply(edits.new_successor(state, "G2", "H2", "Second"))
    return state


def a_part(state: State) -> str:
    return state.at_tier(Tier.PART)[0]


def test_an_area_comes_to_what_its_members_come_to(state: State) -> None:
    state.apply(edits.set_members(state, "H1", ["U1", "U2", "U3"]))
    known = [state.value(u, "population") for u in ("U1", "U2", "U3")]
    area = state.area("H1", "population")
    assert area.value == sum(v for v in known if v is not None)
    assert area.known == sum(v is not None for v in known)
    assert area.low < area.value < area.high  # one of them is an estimate
    assert state.joined("H1") == ["U1", "U2", "U3"]
    assert state.area("H2", "population").is_missing


def test_successors_add_nothing_to_the_totals_of_their_group(state: State) -> None:
    fresh = sample_scenario().options[0].state
    assert state.totals("G1") == fresh.totals("G1")
    assert state.held("G1") == fresh.held("G1") + 1


def test_nobody_is_counted_twice(state: State) -> None:
    part = a_part(state)
    assert state.parent(part) == "U1"
    with pytest.raises(ChangeRefusedError, match="as a whole a member of First"):
        state.apply(Join(part, "H2"))
    state.apply(Join("U1", ""))
    state.apply(Join(part, "H2"))
    with pytest.raises(ChangeRefusedError, match="is a member of Second"):
        state.apply(Join("U1", "H1"))
    state.apply(Join("U2", "H1"))
    with pytest.raises(ChangeRefusedError, match="counted twice"):
        state.apply(Move(part, "U2"))


def test_a_member_changes_places_in_one_step(state: State) -> None:
    inverse = state.apply(Join("U1", "H2"))
    assert (state.joined("H1"), state.joined("H2")) == ([], ["U1"])
    assert inverse == Join("U1", "H1")
    state.apply(inverse)
    assert state.successor_of("U1") == "H1"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (Join("G1", "H1"), "is not one"),
        (Join("H2", "H1"), "is not one"),
        (Join("U1", "G1"), "can't have members"),
        (Join("U1", "nothing"), "There is no organisation"),
        (Remove("H1"), "members"),
        (Create("H3", "heir", "X1", "Third", "R1"), "can't stand under"),
        (SetField("U1", Field.AUTHORISED, "yes"), "no such field"),
        (SetField("H1", Field.AUTHORISED, "no"), "'yes' or nothing"),
        (SetField("H1", Field.BOARD, "yes"), "no such field"),
        (SetOption(OptionField.STRUCTURE, "never"), "no structure"),
        (SetOption(OptionField.LEGAL, "no"), "'yes' or nothing"),
    ],
)
def test_what_is_refused(state: State, change: object, said: str) -> None:
    before = state.snapshot()
    with pytest.raises(ChangeRefusedError, match=said):
        state.apply(change)  # type: ignore[arg-type]  # a list of many types
    assert state.snapshot() == before


def test_the_groups_that_a_successor_reaches_into(state: State) -> None:
    state.apply(edits.set_members(state, "H1", [a_part(state), "U3"]))
    assert state.area_units("H1") == ["U1", "U3"]
    assert state.serving("G1") == state.serving("G2") == ["H1"]
    assert state.serving("G3") == []


def test_removing_takes_members_out_and_can_be_undone(state: State) -> None:
    before = state.snapshot()
    inverse = state.apply(edits.remove_successors(state, ["H1"]))
    assert "H1" not in state
    assert state.successor_of("U1") == ""
    state.apply(inverse)
    assert state.snapshot() == before


def test_dissolving_a_group_removes_the_successors_in_it(state: State) -> None:
    before = state.snapshot()
    inverse = state.apply(edits.dissolve(state, ["G1"]))
    assert "H1" not in state
    assert "G1" not in state
    state.apply(inverse)
    assert state.snapshot() == before


def test_legal_bodies_follow_structure_switch_and_field(state: State) -> None:
    assert not state.is_legal_body("H1")
    state.apply(SetOption(OptionField.STRUCTURE, "later"))
    assert not state.is_legal_body("H1")
    state.apply(SetField("H1", Field.LEGAL, "yes"))
    assert state.is_legal_body("H1")
    assert not state.is_legal_body("H2")
    state.apply(SetOption(OptionField.LEGAL, "yes"))
    assert state.is_legal_body("H2")
    assert not state.is_legal_body("G1")
    assert state.is_legal_body("N")


def test_what_it_says_of_members(state: State) -> None:
    said = [
        (Join("U2", "H1"), f"Put {state.label('U2')} into First"),
        (Join("U1", ""), f"Take {state.label('U1')} out of First"),
        (edits.set_members(state, "H1", ["U2", "U3", "U4", "U1"]), "Put 3 members into First"),
        (SetField("H1", Field.AUTHORISED, "yes"), "Authorise First"),
        (SetOption(OptionField.STRUCTURE, "later"), "Look ahead to: Later on"),
        (SetOption(OptionField.STRUCTURE, ""), "Look at things as now"),
        (SetOption(OptionField.LEGAL, "yes"), "Make heirs legal bodies"),
    ]
    for change, text in said:
        assert describe(change, state) == text


def test_new_ones_have_codes_of_their_own(state: State) -> None:
    assert [state.code(h) for h in state.at_tier(Tier.SUCCESSOR)] == ["H01", "H02"]
    with pytest.raises(ChangeRefusedError, match="already"):
        edits.set_members(state, "H1", ["U1"])
