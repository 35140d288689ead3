"""A stroke brings what one change of all of it would, and alters nothing before that is made."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model import edits
from model.changes import Batch, Change, Create, Field, Move
from model.errors import ChangeRefusedError
from model.option import Option, Preview, unlike
from model.pack import Tier
from model.past import NOT_TO_BE_CHANGED, Past
from model.stroke import Place, Source, Stroke, Target
from tests.model.gestures import GESTURES
from tests.model.packs import ON, WHEN, rich_pack

PACK = rich_pack()
numbers = st.integers(0, 10_000)
edited = st.lists(st.tuples(st.integers(0, len(GESTURES) - 1), *[numbers] * 3), max_size=12)
# Units by number; an odd second number takes one back.
sweeps = st.lists(st.tuples(numbers, st.integers(0, 4)), min_size=1, max_size=12)


def new_option() -> Option:
    return Option(PACK, "A", "Option A", ON)


def do(option: Option, change: Change) -> None:
    option.commit(change, when=WHEN, who="me")


def with_groups() -> Option:
    """Return an option with T01 and T02 in C1 (North), T06 in C2 (Middle), the others waiting."""
    option = new_option()
    do(option, edits.new_group(option.state, "R1", "C1", "First", ["T01", "T02"]))
    do(option, edits.new_group(option.state, "R2", "C2", "Second", ["T06"]))
    return option


def edited_option(steps: list[tuple[int, int, int, int]]) -> Option:
    option = with_groups()
    for which, a, b, c in steps:
        with suppress(ChangeRefusedError):
            do(option, list(GESTURES.values())[which](option.state, a, b, c))
    return option


def settle(stroke: Stroke) -> None:
    for _ in stroke.settle():
        pass


def differing(preview: Preview | None) -> tuple[dict[str, object], ...]:
    """Return of a preview what differs before and after."""
    if preview is None:
        return {}, {}, {}
    assert not preview.refused
    return (
        {o: pair for o, pair in preview.totals.items() if pair[0] != pair[1]},
        {o: pair for o, pair in preview.findings.items() if tuple(pair[0]) != tuple(pair[1])},
        {o: pair for o, pair in preview.standings.items() if pair[0] != pair[1]},
    )


@given(edited, numbers, sweeps)
def test_each_step_brings_what_one_change_would(
    steps: list[tuple[int, int, int, int]], choice: int, swept: list[tuple[int, int]]
) -> None:
    option = edited_option(steps)
    targets: list[Target] = [Place.NEW, Place.TRAY, *option.state.at_tier(Tier.GROUP)]
    units = option.state.at_tier(Tier.UNIT)
    before = option.state.snapshot()
    stroke = Stroke(option, targets[choice % len(targets)], identifier="NEW")
    for number, how in swept:
        unit = units[number % len(units)]
        if how == 0:
            stroke.take_back(unit)
            assert unit not in stroke.units
        else:
            assert (stroke.add(unit) == "") is (unit in stroke.units)
        settle(stroke)
        whole = None if stroke.change is None else option.preview(stroke.change)
        assert differing(stroke.preview) == differing(whole)
        assert option.state.snapshot() == before
    if stroke.change is not None:
        do(option, stroke.change)
        for unit in stroke.units:
            place = option.state.group_of(unit)
            assert place == (stroke.group or None)


def test_a_new_group_is_named_after_the_largest_and_stands_where_the_first_is() -> None:
    option = with_groups()
    stroke = Stroke(option, Place.NEW, identifier="NEW")
    assert (stroke.change, stroke.preview) == (None, None)
    assert stroke.add("T06") == ""
    assert stroke.add("T02") == ""
    assert isinstance(stroke.change, Batch)
    create = stroke.change.changes[0]
    assert create == Create("NEW", "cluster", "C03", "Trust 2", "R2")
    stroke.take_back("T02")
    assert isinstance(stroke.change, Batch)
    assert stroke.change.changes[1:] == (Move("T06", "NEW"),)
    stroke.take_back("T06")
    assert (stroke.change, stroke.preview) == (None, None)
    assert stroke.add("T02") == ""
    assert isinstance(stroke.change, Batch)
    assert stroke.change.changes[0] == Create("NEW", "cluster", "C03", "Trust 2", "R1")


@pytest.mark.parametrize(
    ("only", "taken"),
    [
        (None, ["T01", "T02", "T03", "T07"]),
        (Place.TRAY, ["T03", "T07"]),
        ("C1", ["T01", "T02"]),
    ],
)
def test_a_stroke_takes_only_from_where_it_may(only: Source, taken: list[str]) -> None:
    stroke = Stroke(with_groups(), "C2", only)
    reasons = {unit: stroke.add(unit) for unit in ("T01", "T02", "T03", "T07")}
    assert stroke.units == taken == [unit for unit, reason in reasons.items() if not reason]
    if only is Place.TRAY:
        assert reasons["T01"] == "Trust 1 is in First, and only the tray is painted from."
    if only == "C1":
        assert reasons["T07"] == "Trust 7 is in the tray, and only First is painted from."


def test_what_is_there_or_locked_stays_out_with_the_reason() -> None:
    option = with_groups()
    do(option, edits.set_field(option.state, ["T03"], Field.LOCKED, "yes"))
    do(option, edits.set_field(option.state, ["C2"], Field.LOCKED, "yes"))
    stroke = Stroke(option, "C1")
    assert stroke.add("T01") == "Trust 1 is in First already."
    assert stroke.add("T03") == "Trust 3 is locked. Unlock it to move it."
    assert stroke.add("T06").startswith("Second is locked")
    assert stroke.add("R1") == "North is a Region."
    assert not stroke.units
    assert Stroke(option, Place.TRAY).add("T04") == "Trust 4 is in the tray already."
    assert Stroke(option, "C2").add("T04").startswith("Second is locked")


def test_the_tray_takes_each_to_its_home() -> None:
    option = with_groups()
    stroke = Stroke(option, Place.TRAY)
    assert [stroke.add(unit) for unit in ("T01", "T06")] == ["", ""]
    assert stroke.change == Batch((Move("T01", "R1"), Move("T06", "R2")))


def test_what_a_step_does_not_reach_stays_the_same_object() -> None:
    option = with_groups()
    stroke = Stroke(option, "C1")
    stroke.add("T06")
    settle(stroke)
    first = stroke.preview
    stroke.add("T11")
    settle(stroke)
    second = stroke.preview
    assert first is not None
    assert second is not None
    assert "C2" in first.totals
    differing = unlike(first, second)
    assert differing >= {"C1", "R3", "N"}
    assert not differing & {"C2", "R2"}
    for organisation in differing:
        assert first.totals.get(organisation) != second.totals.get(organisation) or (
            first.findings.get(organisation) != second.findings.get(organisation)
        )
    everything = {*second.totals, *second.findings, *second.standings}
    assert unlike(second, None) == unlike(None, second) == everything
    assert not unlike(second, second)


def test_the_past_takes_no_paint() -> None:
    option = with_groups()
    first = next(iter(option.log))
    stroke = Stroke(Past(option, first.id), "C1")
    assert stroke.add("T03") == NOT_TO_BE_CHANGED
