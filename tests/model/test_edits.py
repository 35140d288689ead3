"""Gestures as changes."""

from __future__ import annotations

import pytest

from model import edits
from model.changes import Appoint, Batch, Create, Field, Move, Remove, SetField
from model.errors import ChangeRefusedError, UnknownOrganisationError
from model.pack import ReadyOption, StartGroup
from model.state import State
from tests.model.packs import ON, rich_pack


def new_state(*codes: str) -> State:
    """Return a state with groups of those codes (and ids) in North."""
    state = State(rich_pack(), "Option", ON)
    for code in codes:
        state.apply(Create(code, "cluster", code, f"Group {code}", "R1"))
    return state


@pytest.mark.parametrize(
    ("codes", "free"),
    [
        ((), "C01"),
        (("C01", "C02"), "C03"),
        (("C01", "C09"), "C10"),
        (("C50",), "C51"),
        (("C99",), "C100"),
        (("c07",), "C01"),
        (("Y9", "C7a", "CC8"), "C01"),
    ],
)
def test_the_next_code_follows_the_highest_in_use(codes: tuple[str, ...], free: str) -> None:
    assert edits.free_code(new_state(*codes)) == free


def test_a_code_that_something_else_has_is_passed_over() -> None:
    state = new_state("c01")
    assert edits.free_code(state) == "C02"
    state.apply(edits.new_group(state, "R1", "new"))
    assert state.code("new") == "C02"


def test_moving_leaves_out_what_is_there_already() -> None:
    state = new_state("C01")
    state.apply(Move("T01", "C01"))
    assert edits.move(state, ["T01", "T02"], "C01") == Move("T02", "C01")


@pytest.mark.parametrize(
    ("units", "why"),
    [
        (["T01"], "Trust 1 is in Group C01 already."),
        (["T01", "T02"], "Every one of the 2 is in Group C01 already."),
    ],
)
def test_moving_nothing_is_refused(units: list[str], why: str) -> None:
    state = new_state("C01")
    for unit in units:
        state.apply(Move(unit, "C01"))
    with pytest.raises(ChangeRefusedError) as error:
        edits.move(state, units, "C01")
    assert str(error.value) == why


def test_to_the_tray_means_to_each_units_home() -> None:
    state = new_state("C01")
    state.apply(edits.move(state, ["T01", "T06"], "C01"))
    change = edits.to_tray(state, ["T01", "T02", "T06"])
    assert change == Batch((Move("T01", "R1"), Move("T06", "R2")))
    state.apply(change)
    with pytest.raises(ChangeRefusedError, match="Trust 1 is not in any group"):
        edits.to_tray(state, ["T01"])


def test_a_unit_made_here_goes_to_the_tray_of_where_it_is() -> None:
    state = new_state("C01")
    state.apply(Create("V", "venture", "V1", "Venture", "C01"))
    assert edits.to_tray(state, ["V"]) == Move("V", "R1")


def test_a_new_group_has_its_units_and_the_name_of_the_largest() -> None:
    state = new_state()
    state.apply(edits.new_group(state, "R1", "new", units=["T04", "T01", "T02"]))
    assert state.label("new") == "Trust 1"
    assert state.members("new") == ["T02", "T04", "T01"]


def test_a_new_group_of_nothing_is_called_new() -> None:
    state = new_state()
    state.apply(edits.new_group(state, "R2", "new"))
    assert (state.label("new"), state.parent("new")) == ("New cluster", "R2")


def test_a_unit_without_a_figure_gives_its_name_only_where_none_has_one() -> None:
    state = new_state()
    names = [
        edits.new_group(state, "R2", "new", units=units).changes[0].name
        for units in (["T07", "T10"], ["T07"])
    ]
    assert names == ["Trust 10", "Trust 7"]


def test_dissolving_sends_units_home_and_clears_the_posts_first() -> None:
    state = new_state("C01")
    state.apply(edits.move(state, ["T01", "T06"], "C01"))
    state.apply(Appoint("C01", "chief", "Ann Lee"))
    change = edits.dissolve(state, ["C01"])
    assert change == Batch(
        (Move("T01", "R1"), Move("T06", "R2"), Appoint("C01", "chief", ""), Remove("C01"))
    )
    state.apply(change)
    assert "C01" not in state
    assert len(state.tray()) == 12


def test_setting_what_is_set_already_is_refused() -> None:
    state = new_state("C01", "C02")
    state.apply(SetField("C01", Field.LOCKED, "yes"))
    change = edits.set_field(state, ["C01", "C02"], Field.LOCKED, "yes")
    assert change == SetField("C02", Field.LOCKED, "yes")
    state.apply(change)
    with pytest.raises(ChangeRefusedError):
        edits.set_field(state, ["C01", "C02"], Field.LOCKED, "yes")


def test_gestures_on_what_is_not_there_are_refused() -> None:
    with pytest.raises(UnknownOrganisationError):
        edits.move(new_state(), ["nobody"], "R1")
    with pytest.raises(UnknownOrganisationError):
        edits.dissolve(new_state(), ["nobody"])


def test_a_ready_made_option_names_its_leaders_and_says_where_from() -> None:
    groups = (
        StartGroup("G1", "G1", "One", "R1", ("T01",), "Ann Lee", "A paper"),
        StartGroup("G2", "G2", "Two", "R2", ("T06", "T02")),
    )
    state = new_state()
    state.apply(edits.start(ReadyOption("june", "June", ON, groups), state))
    assert (state.holder("G1", "chief"), state.field("G1", Field.NOTE)) == (
        "Ann Lee",
        "Leader: A paper",
    )
    assert (state.holder("G2", "chief"), state.field("G2", Field.NOTE)) == ("", "")
    assert state.members("G2") == ["T02", "T06"]
