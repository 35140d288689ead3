"""Placements as rows, and rows as one change: nothing is lost on the way, slips are told."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from random import Random

import pytest

from model import edits
from model.changes import Field, SetField
from model.option import Option
from model.pack import Tier
from model.placements import Placement, placements, understand
from model.records import altered
from tests.model.packs import ON, WHEN, rich_pack, wide_pack
from tests.model.report.plans import hostile_plan, plan


def ids() -> Callable[[], str]:
    numbers = count(1)
    return lambda: f"new{next(numbers)}"


def blank() -> Option:
    return Option(rich_pack(), "b", "Blank", ON)


def rows_of(option: Option) -> list[Placement]:
    return list(placements(option.state))


def place(option: Option, rows: list[Placement]) -> list[str]:
    found = understand(option.state, rows, ids())
    assert found.problems == []
    if found.change is not None:
        option.commit(found.change, when=WHEN, who="Ada")
    return found.steps


def test_rows_tell_every_unit_and_every_empty_group() -> None:
    option = plan()
    rows = rows_of(option)
    assert len(rows) == 12 + 1
    assert Placement("", "", "C03", "Nobody", "R2", "Middle") in rows
    assert Placement("5NT", "Trust 1", "C01", "East", "R1", "North") in rows
    assert Placement("X12", "Trust 12", "", "", "R3", "South") in rows


def test_rows_read_back_give_the_same_placements_and_do_nothing_where_they_are_from() -> None:
    option = plan()
    rows = rows_of(option)
    assert understand(option.state, rows, ids()).change is None
    other = blank()
    assert place(other, rows) == ["3 clusters made", "4 trusts moved"]
    assert rows_of(other) == rows
    assert place(other, rows) == []


def test_plans_drawn_at_random_turn_into_each_other() -> None:
    random = Random(5)

    def drawn() -> Option:
        option = Option(wide_pack(3, 20), "w", "Wide", ON)
        for number in range(random.randrange(1, 6)):
            units = random.sample(option.state.at_tier(Tier.UNIT), random.randrange(0, 6))
            region = random.choice(option.state.at_tier(Tier.REGION))
            name = f"Group {random.randrange(9)}"
            change = edits.new_group(option.state, region, f"g{number}", name, units)
            option.commit(change, when=WHEN, who="Ada")
        return option

    for _ in range(20):
        one, other = drawn(), drawn()
        place(one, rows_of(other))
        kept = [row for row in rows_of(one) if row.unit or row in rows_of(other)]
        assert kept == rows_of(other)
        totals = [option.state.totals(option.state.root).sums for option in (one, other)]
        assert totals[0] == totals[1]


def test_it_is_one_step_that_undo_takes_back() -> None:
    option = plan()
    before = option.state.snapshot()
    other = blank()
    rows = rows_of(other)
    assert place(option, rows) == ["4 trusts moved", "2 clusters dissolved"]
    assert option.state.tray() == other.state.tray()
    # One that nobody was in was not left by anybody.
    assert [option.state.label(g) for g in option.state.at_tier(Tier.GROUP)] == ["Nobody"]
    option.undo()
    assert option.state.snapshot() == before


def test_groups_are_renamed_and_moved_to_another_region() -> None:
    option = plan()
    rows = [
        altered(row, group_name="Far East", region="R3", region_name="")
        if row.group == "C01"
        else row
        for row in rows_of(option)
    ]
    assert place(option, rows) == ["1 cluster renamed", "1 cluster moved to another region"]
    assert option.state.label("G1") == "Far East"
    assert option.state.region_of("G1") == "R3"


def test_units_that_no_row_names_and_groups_that_keep_one_stay() -> None:
    option = plan()
    row = Placement("5NT", "", "C02", "", "", "")
    assert place(option, [row]) == ["1 trust moved"]
    assert option.state.group_of("T01") == "G2"
    assert option.state.members("G1") == ["T02", "T03"]


def test_codes_are_taken_as_people_write_them_and_a_group_goes_where_its_units_belong() -> None:
    option = blank()
    place(option, [Placement(" 5nt ", "", "new", "New", "", "")])
    group = option.state.with_code("NEW")
    assert option.state.region_of(group) == "R1"
    assert option.state.members(group) == ["T01"]


@pytest.mark.parametrize(
    ("rows", "column", "text"),
    [
        ([("zz", "", "C01", "")], "unit", "there is no trust 'zz'"),
        ([("C01", "", "C02", "")], "unit", "there is no trust 'C01'"),
        ([("5NT", "", "C01", ""), ("5nt", "", "", "")], "unit", "'5nt' is in line 1 already"),
        ([("", "", "", "")], "unit", "names neither"),
        ([("5NT", "", "C9", "")], "group_name", "no cluster 'C9', and no name for it"),
        ([("5NT", "", "R1", "East")], "group", "'R1' is the code of a Region, not of a cluster"),
        ([("5NT", "East", "C01", "")], "group_name", "is 'West', but 'East' in line 1"),
        ([("5NT", "", "C01", "R9")], "region", "there is no Region 'R9'"),
        ([("5NT", "", "C01", "5E1")], "region", "there is no Region '5E1'"),
        ([("", "East", "C9", "")], "region", "is empty, and there is no unit to tell it by"),
    ],
)
def test_slips_are_told_with_their_place_and_nothing_is_done(
    rows: list[tuple[str, str, str, str]], column: str, text: str
) -> None:
    read = [
        Placement(unit, "", group, name, region, "", line)
        for line, (unit, name, group, region) in enumerate(rows, 1)
    ]
    if text.startswith("is 'West'"):
        read.append(Placement("5E1", "", "C01", "West", "", "", 2))
    found = understand(plan().state, read, ids())
    assert found.change is None
    assert any(p.column == column and text in p.text and p.line for p in found.problems)


def test_every_slip_is_told_at_once() -> None:
    rows = [Placement(f"zz{n}", "", "C01", "", "", "", n) for n in range(1, 40)]
    assert [p.line for p in understand(plan().state, rows, ids()).problems] == list(range(1, 40))


def test_what_is_locked_is_refused_by_the_model_and_left_as_it_is() -> None:
    option = plan()
    option.commit(SetField("G1", Field.LOCKED, "yes"), when=WHEN, who="Ada")
    found = understand(option.state, rows_of(blank()), ids())
    before = option.state.snapshot()
    assert found.problems or option.preview(found.change).refused
    assert option.state.snapshot() == before


def test_hostile_names_come_back_as_they_were() -> None:
    option = hostile_plan()
    other = Option(option.pack, "o", "Other", ON)
    place(other, rows_of(option))
    assert rows_of(other) == rows_of(option)
