"""Fills of groups: neighbours are told apart, and groups keep what they have."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.geography.colouring import ALIKE, FILLS, HUES, Colouring, Fill, touching

SIDE = 8


def _borders() -> list[tuple[str, str]]:
    """Return the borders of a field of cells."""
    cells = [(x, y) for x in range(SIDE) for y in range(SIDE)]
    return [
        (f"{x}-{y}", f"{x + dx}-{y + dy}")
        for x, y in cells
        for dx, dy in ((1, 0), (0, 1))
        if x + dx < SIDE and y + dy < SIDE
    ]


def _plan(random: Random, groups: int) -> dict[str, str]:
    """Return cells in groups, some cells in none."""
    cells = [f"{x}-{y}" for x in range(SIDE) for y in range(SIDE)]
    return {cell: f"g{random.randrange(groups)}" for cell in cells if random.random() < 0.9}


def _areas(random: Random, groups: int) -> dict[str, str]:
    """Return cells in groups that hang together, as groups do."""
    seeds = [(random.uniform(0, SIDE), random.uniform(0, SIDE)) for _ in range(groups)]

    def nearest(x: int, y: int) -> int:
        return min(range(groups), key=lambda i: (seeds[i][0] - x) ** 2 + (seeds[i][1] - y) ** 2)

    return {f"{x}-{y}": f"g{nearest(x, y)}" for x in range(SIDE) for y in range(SIDE)}


@given(st.integers(0, 10_000), st.integers(1, 90))
def test_groups_that_touch_are_never_alike_however_they_lie(seed: int, groups: int) -> None:
    random, colouring = Random(seed), Colouring()
    for _ in range(4):
        beside = touching(_borders(), _plan(random, groups))
        colouring.update(beside)
        for group, others in beside.items():
            assert all(colouring[group] != colouring[other] for other in others)


def is_taken_for(one: Fill, other: Fill) -> bool:
    """Return whether somebody may take one for the other: a hue may be seen as another."""
    is_alike = one.hue == other.hue or (one.hue, other.hue) in ALIKE
    return one.hue == other.hue or (is_alike and one.pattern == other.pattern)


@given(st.integers(0, 10_000), st.integers(1, 50))
def test_areas_that_touch_are_told_apart_by_those_who_see_fewer_hues(
    seed: int, groups: int
) -> None:
    random, colouring = Random(seed), Colouring()
    for _ in range(4):
        beside = touching(_borders(), _areas(random, groups))
        colouring.update(beside)
        for group, others in beside.items():
            around = [colouring[o] for o in others]
            if any(is_taken_for(colouring[group], other) for other in around):
                # only where each fill there is would be taken for one of those around
                assert all(any(is_taken_for(f, o) for o in around) for f in FILLS)


@given(st.integers(0, 10_000), st.integers(1, 50))
def test_areas_that_touch_are_of_different_hues(seed: int, groups: int) -> None:
    random, colouring = Random(seed), Colouring()
    for _ in range(4):
        beside = touching(_borders(), _areas(random, groups))
        colouring.update(beside)
        for group, others in beside.items():
            hues = {colouring[o].hue for o in others}
            assert colouring[group].hue not in hues or len(hues) == HUES


@given(st.integers(0, 10_000), st.integers(1, len(FILLS)))
def test_as_many_groups_as_there_are_fills_all_differ(seed: int, groups: int) -> None:
    random, colouring = Random(seed), Colouring()
    beside = touching(_borders(), _plan(random, groups))
    colouring.update(beside)
    assert len({colouring[group] for group in beside}) == len(beside)
    assert len(FILLS) >= 60


def test_fills_are_unlike_again_when_there_are_enough_for_all() -> None:
    apart = {f"g{i}": set() for i in range(len(FILLS) + 20)}
    colouring = Colouring()
    colouring.update(apart)
    fewer = {f"g{i}": set() for i in range(15, len(FILLS) + 10)}
    colouring.update(fewer)
    assert len({colouring[group] for group in fewer}) == len(fewer)


@given(st.integers(0, 10_000))
def test_a_move_alters_few_fills_and_only_where_one_is_needed(seed: int) -> None:
    random, colouring = Random(seed), Colouring()
    plan = _areas(random, 20)
    colouring.update(touching(_borders(), plan))
    for _ in range(6):
        plan[random.choice(sorted(plan))] = f"g{random.randrange(21)}"
        before = {g: colouring[g] for g in set(plan.values()) if g in colouring}
        beside = touching(_borders(), plan)
        clashing = {
            g
            for g, others in beside.items()
            for o in others
            if g in before and o in before and is_taken_for(before[g], before[o])
        }
        altered = colouring.update(beside)
        assert altered <= clashing | (set(beside) - set(before))
        if clashing:  # of two that clash one keeps its fill
            assert len(altered & clashing) < len(clashing)


def test_undoing_a_move_leaves_fills_as_they_are() -> None:
    plan = _plan(Random(1), 12)
    colouring = Colouring()
    colouring.update(touching(_borders(), plan))
    cell = next(iter(plan))
    home, plan[cell] = plan[cell], "new"
    colouring.update(touching(_borders(), plan))
    kept = {group: colouring[group] for group in set(plan.values()) - {"new"}}
    plan[cell] = home
    assert colouring.update(touching(_borders(), plan)) == set()
    assert "new" not in colouring
    assert {group: colouring[group] for group in kept} == kept


@pytest.mark.parametrize("rim", [11, 12, 60, 72, 120])
def test_a_group_that_touches_very_many_still_differs_from_all(rim: int) -> None:
    beside = {"hub": {f"r{i}" for i in range(rim)}}
    for i in range(rim):
        beside[f"r{i}"] = {"hub", f"r{(i + 1) % rim}", f"r{(i - 1) % rim}"}
    colouring = Colouring()
    colouring.update({g: o - {"hub"} for g, o in beside.items() if g != "hub"})
    colouring.update(beside)
    for group, others in beside.items():
        assert all(colouring[group] != colouring[other] for other in others)
