"""The tidy tree: what holds for every tree, and the same places as by the obvious slow way."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.tidy import Tidy, tidy

Tree = tuple[list[int], list[float], list[float]]
"""Parents, widths, heights."""

GAP, LEVEL_GAP = 20.0, 40.0
NEAR = 1e-6
# Many alike, and many that are not.
sizes = st.integers(-2, 1_200).map(lambda n: (0.0, 100.0, 240.0)[n] if n <= 0 else n / 3)


def breadth_first(parents: Sequence[int]) -> list[int]:
    """Return a tree's parents, renumbered level by level with siblings together."""
    children: list[list[int]] = [[] for _ in range(len(parents) + 1)]
    for node, parent in enumerate(parents, 1):
        children[parent].append(node)
    order, result = [0], [-1]
    for at, node in enumerate(order):
        order += children[node]
        result += [at] * len(children[node])
    return result


@st.composite
def trees(draw: st.DrawFn, most: int = 60) -> Tree:
    count = draw(st.integers(0, most))
    # Any earlier node, or one of the last few: broad and deep trees, and all between.
    reach = draw(st.integers(1, most))
    steps = draw(st.lists(st.integers(0, most), min_size=count, max_size=count))
    parents = [i - step % (min(reach, i) + 1) for i, step in enumerate(steps)]
    column = st.lists(sizes, min_size=count + 1, max_size=count + 1)
    return breadth_first(parents), draw(column), draw(column)


def slow(tree: Tree, gap: float, cousin_gap: float) -> list[float]:
    """Return the centres by recursion: subtrees with outlines, set from the left and the right."""
    parents, widths, _ = tree
    children: list[list[int]] = [[] for _ in parents]
    for node, parent in enumerate(parents[1:], 1):
        children[parent].append(node)
    offset = [0.0] * len(parents)
    Outline = dict[int, tuple[float, float]]

    def settle(node: int) -> Outline:
        """Place what is below a node; return how far it reaches, by levels below it."""
        outlines = [settle(child) for child in children[node]]
        count = len(outlines)
        from_left = [0.0] * count
        for i in range(count):
            for j in range(i):
                for level in outlines[i].keys() & outlines[j].keys():
                    room = cousin_gap if level else gap
                    least = from_left[j] + outlines[j][level][1] + room - outlines[i][level][0]
                    from_left[i] = max(from_left[i], least)
        from_right = [0.0] * count
        for i in reversed(range(count)):
            for j in range(i + 1, count):
                for level in outlines[i].keys() & outlines[j].keys():
                    room = cousin_gap if level else gap
                    most = from_right[j] + outlines[j][level][0] - room - outlines[i][level][1]
                    from_right[i] = min(from_right[i], most)
        places = [(a + b) / 2 for a, b in zip(from_left, from_right, strict=True)]
        reach: Outline = {0: (-widths[node] / 2, widths[node] / 2)}
        for child, place, outline in zip(children[node], places, outlines, strict=True):
            offset[child] = place - (places[0] + places[-1]) / 2
            for level, (left, right) in outline.items():
                old = reach.get(level + 1, (np.inf, -np.inf))
                reach[level + 1] = (
                    min(old[0], left + offset[child]),
                    max(old[1], right + offset[child]),
                )
        return reach

    settle(0)
    x = [0.0] * len(parents)
    for node, parent in enumerate(parents[1:], 1):
        x[node] = x[parent] + offset[node]
    return x


def depths(parents: Sequence[int]) -> list[int]:
    result = [0]
    for parent in parents[1:]:
        result.append(result[parent] + 1)
    return result


def mirrored(tree: Tree) -> tuple[Tree, list[int]]:
    """Return a tree with siblings the other way round, and each node's row in it."""
    parents = tree[0]
    children: list[list[int]] = [[] for _ in parents]
    for node, parent in enumerate(parents[1:], 1):
        children[parent].append(node)
    order = [0]
    for node in order:
        order += reversed(children[node])
    row = {node: i for i, node in enumerate(order)}
    other = [-1, *(row[parents[node]] for node in order[1:])]
    widths, heights = ([column[node] for node in order] for column in tree[1:])
    return (other, widths, heights), [row[node] for node in range(len(parents))]


# -- the same as the slow way --------------------------------------------------------------------


@given(trees(), st.sampled_from([GAP, 60.0]))
def test_the_places_are_those_of_the_slow_way(tree: Tree, cousin_gap: float) -> None:
    fast = tidy(*tree, gap=GAP, cousin_gap=cousin_gap)
    assert fast.x == pytest.approx(slow(tree, GAP, cousin_gap), abs=NEAR)


def test_low_subtrees_between_high_ones_are_midway() -> None:
    # A low one, a high one, two low ones, a high one whose many children reach below them.
    parents = [-1, 0, 0, 0, 0, 0, *[2] * 4, *[5] * 4]
    tree = (parents, [100.0] * len(parents), [20.0] * len(parents))
    x = tidy(*tree, gap=GAP).x
    assert x == pytest.approx(slow(tree, GAP, GAP), abs=NEAR)
    # The children of the high ones are as near as all siblings are, below the low ones.
    assert x[10] - x[9] == pytest.approx(100 + GAP)
    # The first low one stands beside the high one; the two between are in the middle.
    assert x[2] - x[1] == pytest.approx(100 + GAP)
    assert (x[3] + x[4]) / 2 == pytest.approx((x[2] + x[5]) / 2)


# -- what holds for every tree -------------------------------------------------------------------


def gaps(tree: Tree, placed: Tidy) -> list[tuple[bool, float]]:
    """Return, for neighbours on a level, whether they are siblings and what is between them."""
    parents, widths, _ = tree
    depth = depths(parents)
    return [
        (
            parents[i] == parents[i + 1],
            placed.x[i + 1] - placed.x[i] - (widths[i] + widths[i + 1]) / 2,
        )
        for i in range(len(parents) - 1)
        if depth[i] == depth[i + 1]
    ]


@given(trees())
def test_boxes_of_a_level_keep_their_distance_and_order(tree: Tree) -> None:
    placed = tidy(*tree, gap=GAP, cousin_gap=33.0)
    for is_sibling, between in gaps(tree, placed):
        assert between >= (GAP if is_sibling else 33.0) - NEAR


@given(trees())
def test_a_parent_is_over_the_middle_of_its_children(tree: Tree) -> None:
    placed, parents = tidy(*tree), np.array(tree[0])
    for parent in set(tree[0]) - {-1}:
        own = np.flatnonzero(parents == parent)
        middle = (placed.x[own[0]] + placed.x[own[-1]]) / 2
        assert placed.x[parent] == pytest.approx(middle, abs=NEAR)


@given(trees())
def test_a_level_has_one_top_below_the_highest_box_above(tree: Tree) -> None:
    placed, depth, heights = tidy(*tree, level_gap=LEVEL_GAP), np.array(depths(tree[0])), tree[2]
    assert placed.levels.tolist() == [
        *np.searchsorted(depth, range(depth[-1] + 1)).tolist(),
        len(depth),
    ]
    top = 0.0
    for level in range(depth[-1] + 1):
        own = depth == level
        assert placed.top[own].tolist() == pytest.approx([top] * own.sum())
        top += np.array(heights)[own].max() + LEVEL_GAP


@given(trees())
def test_the_mirrored_tree_has_the_mirrored_layout(tree: Tree) -> None:
    other, row = mirrored(tree)
    assert tidy(*other).x[row] == pytest.approx(-tidy(*tree).x, abs=NEAR)


@given(trees(), st.integers(0, 3))
def test_siblings_can_come_no_nearer(tree: Tree, place: int) -> None:
    # Whoever moves all that is right of some sibling to the left meets something.
    placed, parents = tidy(*tree), tree[0]
    parent = parents[len(parents) // 2]
    own = [node for node, of in enumerate(parents) if of == parent]
    if len(own) < 2:
        return
    cut = own[min(place, len(own) - 2)]
    side = {node: node > cut for node in own}
    for node in range(own[-1] + 1, len(parents)):
        if parents[node] in side:
            side[node] = side[parents[node]]
    depth, widths = depths(parents), tree[1]
    rooms = []
    for level in set(depth):
        lefts = [n for n, is_right in side.items() if depth[n] == level and not is_right]
        rights = [n for n, is_right in side.items() if depth[n] == level and is_right]
        if lefts and rights:
            a, b = lefts[-1], rights[0]
            rooms.append(placed.x[b] - placed.x[a] - (widths[a] + widths[b]) / 2)
    # Averaging may leave room on both sides of a low subtree, never round one as high as the rest.
    heights = {max(depth[n] for n in below(parents, child)) for child in own}
    if len(heights) == 1:
        assert min(rooms) == pytest.approx(GAP, abs=NEAR)


def below(parents: Sequence[int], top: int) -> set[int]:
    found = {top}
    for node in range(top + 1, len(parents)):
        if parents[node] in found:
            found.add(node)
    return found


def test_a_root_alone() -> None:
    placed = tidy([-1], [100.0], [20.0])
    assert (placed.x.tolist(), placed.top.tolist(), placed.levels.tolist()) == ([0], [0], [0, 1])


def test_a_hundred_thousand_nodes_keep_their_distance() -> None:
    random = np.random.default_rng(1)
    regions = np.sort(random.integers(1, 11, 1500))
    units = np.sort(random.integers(11, 1511, 98_000))
    parent = np.concatenate(([-1], np.zeros(10, dtype=int), regions, units))
    width = random.integers(10, 30, len(parent)) * 8.0
    placed = tidy(parent, width, np.full(len(parent), 56.0), gap=GAP)
    for start, end in zip(placed.levels[:-1], placed.levels[1:], strict=True):
        own = slice(start, end)
        between = np.diff(placed.x[own]) - (width[own][1:] + width[own][:-1]) / 2
        assert (between >= GAP - NEAR).all()


# -- what is refused -----------------------------------------------------------------------------


def refused(parent: object, width: object = None, height: object = None) -> Callable[[], Tidy]:
    count = np.size(np.array(parent))
    ones = np.ones(count)
    return lambda: tidy(
        parent,
        ones if width is None else width,
        ones if height is None else height,
    )


@pytest.mark.parametrize(
    ("parent", "message"),
    [
        ([], "at least a root"),
        ([[-1, 0]], "one column"),
        ([-1.0, 0.0], "whole numbers"),
        ([0, 0], "row 0 must be the root, with parent -1, not 0"),
        ([-1, -1], "row 1 has parent -1, which is no row before it"),
        ([-1, 0, 2], "row 2 has parent 2, which is no row before it"),
        ([-1, 0, 0, 5, 1], "row 3 has parent 5, which is no row before it"),
        ([-1, 0, 1, 0], "row 3 has parent 0 and comes after a child of row 1"),
        ([-1, 0, 0, 2, 1, 2], "row 4 has parent 1 and comes after a child of row 2"),
    ],
)
def test_what_is_no_breadth_first_tree_is_refused(parent: object, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        refused(parent)()


@pytest.mark.parametrize(
    ("width", "height", "message"),
    [
        ([1.0], None, "a width for each of the 2 rows"),
        ([1.0, -2.0], None, "row 1 has width -2.0"),
        (None, [float("nan"), 1.0], "row 0 has height nan"),
        (None, [1.0, float("inf")], "row 1 has height inf"),
    ],
)
def test_what_is_no_size_is_refused(width: object, height: object, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        refused([-1, 0], width, height)()


@given(trees(), st.data())
def test_a_tree_in_another_order_is_refused_or_is_a_tree_as_well(
    tree: Tree, data: st.DataObject
) -> None:
    parents = list(tree[0])
    row = data.draw(st.integers(0, len(parents) - 1))
    parents[row] = data.draw(st.integers(-2, len(parents)))
    is_tree = parents[0] == -1 and all(
        0 <= parents[i] < i and (i == 1 or parents[i] >= parents[i - 1])
        for i in range(1, len(parents))
    )
    if is_tree:
        tidy(parents, *tree[1:])
    else:
        with pytest.raises(ValueError, match=r"row|root"):
            tidy(parents, *tree[1:])
