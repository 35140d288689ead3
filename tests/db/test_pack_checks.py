"""What a pack must obey, looked at a column at a time: the same as looked at one by one."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.pack_checks import MAX_LEVELS, check_pack, levels
from db.schema import BrokenPromiseError
from model.organisations import ROOT_PARENT, Organisations
from model.pack import Kind, Measure, Pack, Style, Tier
from tests.sample_pack import sample_pack

KINDS = [kind.id for kind in sample_pack().kinds]


def pack_of(kinds: list[str], parents: list[int]) -> Pack:
    names = [f"O{row}" for row in range(len(kinds))]
    organisations = Organisations(names, kinds, names, names, parents)
    return replace(
        sample_pack(), organisations=organisations, rules=(), links=(), borders=(), boundaries={}
    )


def tree(random: Random, size: int, *, in_order: bool) -> tuple[list[str], list[int]]:
    """Return kinds and parents of a sound chart; in order, siblings stand together."""
    kinds = ["nation", "region", "unit", *random.choices(["region", "unit", "part"], k=size)]
    if in_order:
        kinds[3:] = sorted(kinds[3:], key=["region", "unit", "part"].index)
    places = {kind: [row for row, k in enumerate(kinds) if k == kind] for kind in KINDS}
    under = {"region": "nation", "unit": "region", "part": "unit"}
    parents = [ROOT_PARENT]
    for row, kind in enumerate(kinds[1:], 1):
        before = [place for place in places[under[kind]] if place < row]
        parents.append(random.choice(before))
    if in_order:
        parents[3:] = [
            p
            for k in under
            for p in sorted(parents[r] for r in range(3, size + 3) if kinds[r] == k)
        ]
    return kinds, parents


def fault_one_by_one(pack: Pack) -> bool:
    """Whether somebody hangs where they may not, the slow way."""
    o = pack.organisations
    kinds: dict[str, Kind] = {kind.id: kind for kind in pack.kinds}
    for row, (kind, parent) in enumerate(zip(o.kinds, o.parents, strict=True)):
        if row == 0:
            if parent != ROOT_PARENT or kinds[kind].tier is not Tier.ROOT:
                return True
            continue
        if not 0 <= parent < row or kinds[kind].tier in (Tier.ROOT, Tier.GROUP):
            return True
        if o.kinds[parent] not in kinds[kind].parents:
            return True
    return False


@given(
    random=st.randoms(use_true_random=False),
    size=st.integers(0, 200),
    in_order=st.booleans(),
    harm=st.integers(0, 3),
)
def test_who_hangs_where_is_checked_as_one_by_one(
    random: Random, size: int, in_order: bool, harm: int
) -> None:
    kinds, parents = tree(random, size, in_order=in_order)
    for _ in range(harm):
        row = random.randrange(len(kinds))
        if random.random() < 0.5:
            kinds[row] = random.choice(KINDS)
        else:
            parents[row] = random.choice([*range(-2, len(kinds) + 1), row, 10**15])
    pack = pack_of(kinds, parents)
    if fault_one_by_one(pack):
        with pytest.raises(BrokenPromiseError, match=r"'O\d+' (hangs|does|is a)"):
            check_pack(pack)
    elif "unit" in kinds:
        check_pack(pack)


@given(random=st.randoms(use_true_random=False), size=st.integers(0, 60))
def test_levels_are_counted_as_one_by_one(random: Random, size: int) -> None:
    parents = [ROOT_PARENT, *(random.randrange(row) for row in range(1, size))]
    organisations = pack_of(["unit"] * len(parents), parents).organisations
    deepest = 0
    for row in range(len(parents)):
        depth, at = 0, row
        while at != ROOT_PARENT:
            depth, at = depth + 1, parents[at]
        deepest = max(deepest, depth)
    assert levels(organisations) == deepest


@pytest.mark.parametrize("more", [0, 1])
def test_so_many_levels_and_no_more(more: int) -> None:
    parts = MAX_LEVELS - 3 + more
    kinds = ["nation", "region", "unit", *["part"] * parts]
    pack = pack_of(kinds, list(range(-1, len(kinds) - 1)))
    if more:
        with pytest.raises(BrokenPromiseError, match="more than 200 levels deep"):
            check_pack(pack)
    else:
        check_pack(pack)


PEOPLE = Measure("people", "People", "people", "unit")
SERVED = Measure("served", "Served", "people", "heir", enterable=True, stands_for="people")


@pytest.mark.parametrize(
    ("measures", "fault"),
    [
        ([PEOPLE, SERVED], ""),
        ([SERVED, PEOPLE], "no measure before it"),
        ([PEOPLE, replace(SERVED, carrier="unit")], "successors carry"),
        ([PEOPLE, replace(SERVED, style=Style.MONEY)], "counted otherwise"),
        ([PEOPLE, SERVED, replace(SERVED, id="again")], "two measures stand for"),
        ([replace(PEOPLE, carrier="heir"), SERVED], "successors carry"),
    ],
)
def test_what_a_figure_of_a_successor_can_stand_for(measures: list[Measure], fault: str) -> None:
    pack = pack_of(["nation", "region", "unit"], [-1, 0, 1])
    pack = replace(pack, measures=tuple(measures))
    if fault:
        with pytest.raises(BrokenPromiseError, match=fault):
            check_pack(pack)
    else:
        check_pack(pack)


@pytest.mark.parametrize(
    ("one", "other"),
    [("5A", "5A"), ("5A", "5a"), ("STRASSE", "straße"), ("5a", "5a"), ("É", "é"), ("5A", " 5A")],
)
def test_codes_that_would_be_taken_for_each_other(one: str, other: str) -> None:
    pack = pack_of(["nation", "region", "unit"], [-1, 0, 1])
    pack.organisations.codes[1:] = [one, other]
    with pytest.raises(BrokenPromiseError, match="is there twice"):
        check_pack(pack)
    pack.organisations.codes[1:] = [one, other + "1"]
    check_pack(pack)
