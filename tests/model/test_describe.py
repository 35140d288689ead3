"""What a change does, in words."""

from __future__ import annotations

import pytest

from model import edits
from model.changes import (
    Appoint,
    Arrange,
    Arrangement,
    Batch,
    Change,
    Create,
    Enter,
    Field,
    KeepLink,
    Move,
    OptionField,
    Remove,
    SetField,
    SetLimit,
    SetOption,
)
from model.describe import describe
from model.errors import ChangeRefusedError
from model.pack import Style
from model.state import State
from tests.model.packs import ON, rich_pack
from tests.sample_pack import sample_pack


def new_state() -> State:
    state = State(rich_pack(), "Option", ON)
    state.apply(Create("C", "cluster", "C01", "Coast", "R1"))
    state.apply(Create("D", "cluster", "C02", "Downs", "R2"))
    for unit in ("T01", "T02", "T06"):
        state.apply(Move(unit, "C"))
    return state


@pytest.mark.parametrize(
    ("change", "text"),
    [
        (Move("T03", "C"), "Move Trust 3 to Coast"),
        (Move("T01", "R1"), "Take Trust 1 out of its cluster"),
        (Move("C", "R2"), "Move Coast to Middle"),
        (Create("E", "cluster", "C03", "Edge", "R1"), "Make Edge"),
        (Remove("D"), "Remove Downs"),
        (SetField("C", Field.NAME, "Shore"), "Rename Coast to Shore"),
        (SetField("C", Field.LOCKED, "yes"), "Lock Coast"),
        (SetField("C", Field.LOCKED, ""), "Unlock Coast"),
        (
            SetField("C", Field.FORMED, "2011-06-01"),
            "Set the formation date of Coast to 2011-06-01",
        ),
        (SetField("C", Field.EMPLOYER, "T01"), "Set the employer of Coast's shared posts"),
        (SetField("C", Field.NOTE, "Why"), "Edit the note on Coast"),
        (SetOption(OptionField.NAME, "B"), "Rename the option to B"),
        (SetOption(OptionField.ON, "2012-01-01"), "Set the as-on date to 2012-01-01"),
        (SetOption(OptionField.NOTE, "Why"), "Edit the option's note"),
        (Appoint("C", "chief", "Ann Lee"), "Name Ann Lee chief executive of Coast"),
        (Appoint("C", "chief", ""), "Clear the name of the chief executive of Coast"),
        (Arrange("T01", "chief", None), "Make the chief executive of Trust 1 as the pack has it"),
        (
            Arrange("T01", "health", Arrangement.SHARED),
            "Make the director of public health of Trust 1 shared",
        ),
        (KeepLink("T01", "L1", kept=False), "Drop the link Council 1 of Trust 1"),
        (KeepLink("T01", "L1", kept=True), "Restore the link Council 1 of Trust 1"),
    ],
)
def test_a_simple_change_names_what_it_changes(change: Change, text: str) -> None:
    assert describe(change, new_state()) == text
    assert describe(Batch((change,)), new_state()) == text


@pytest.mark.parametrize(
    ("change", "text"),
    [
        (Batch(()), "Change nothing"),
        (Batch((Move("T03", "C"), Move("T04", "C"))), "Move Trust 3 and Trust 4 to Coast"),
        (
            Batch((Move("T03", "C"), Move("T04", "C"), Move("T05", "C"))),
            "Move 3 trusts to Coast",
        ),
        (Batch((Move("T03", "C"), Move("T04", "D"))), "Move Trust 3 and Trust 4 to 2 places"),
        (
            Batch((Move("T01", "R1"), Move("T06", "R2"))),
            "Take Trust 1 and Trust 6 out of their cluster",
        ),
        (Batch((Move("C", "R3"), Move("D", "R1"))), "Move Coast and Downs to 2 places"),
        (
            Batch((SetField("C", Field.LOCKED, "yes"), SetField("D", Field.LOCKED, "yes"))),
            "Lock Coast and 1 other",
        ),
    ],
)
def test_several_changes_are_told_as_one(change: Change, text: str) -> None:
    assert describe(change, new_state()) == text


def test_gestures_are_told_as_such() -> None:
    state = new_state()
    made = edits.new_group(state, "R1", "E", "Edge", ["T03", "T04"])
    assert describe(made, state) == "Make Edge with Trust 3 and Trust 4"
    assert describe(edits.dissolve(state, ["C"]), state) == "Dissolve Coast"
    assert describe(edits.dissolve(state, ["D"]), state) == "Remove Downs"
    assert describe(edits.to_tray(state, ["T01", "T02"]), state) == (
        "Take Trust 1 and Trust 2 out of their cluster"
    )


def test_what_can_not_be_described_can_not_be_made() -> None:
    with pytest.raises(ChangeRefusedError, match="'nobody'"):
        describe(Move("nobody", "C"), new_state())


def test_limits_and_figures_are_written_as_people_read_them() -> None:
    pack = sample_pack()
    state = State(pack, "Option", ON)
    rule = next(r for r in pack.rules if {"low", "high"} <= set(r.adjustable))
    assert describe(SetLimit(rule.id, "low", "12000"), state) == (
        f"Set the low limit of {rule.id} to 12,000"
    )
    assert describe(SetLimit(rule.id, "low", ""), state) == f"Reset the low limit of {rule.id}"
    money = next(m for m in pack.measures if m.style is Style.MONEY)
    text = describe(Enter("U1", money.id, -5000), state)
    assert text == f"Enter −£5,000 as {money.label.lower()} of {state.label('U1')}"
