"""Outlines of several areas, against counting edges one by one; and what a plan cuts."""

from __future__ import annotations

from array import array
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from math import cos, hypot, pi, sin
from random import Random
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.boundaries import read_atlas
from model.changes import Move
from model.geography.arcs import arcs_of
from model.geography.outlines import Outlines, Ties
from model.geography.shapes import Atlas, Part, Shape, edges, ring_area, turned
from model.option import Option
from model.pack import Link, Pack
from model.rules.rule import Rule, Severity
from tests.england import installed_pack
from tests.model.geography.areas import atlas_of, is_inside, ragged, ring, square
from tests.sample_pack import WHEN, WHO, sample_pack, sample_scenario

Edge = tuple[float, float, float, float]


def around_plainly(atlas: Atlas, organisations: set[str]) -> Counter[Edge]:
    """Return the edges of areas that are not there the other way round, too."""
    found: Counter[Edge] = Counter()
    for organisation in organisations:
        for one in atlas.shapes[organisation].rings:
            found.update(edges(one))
    return Counter({e: n for e, n in found.items() if (e[2], e[3], e[0], e[1]) not in found})


@given(st.integers(0, 10**6), st.integers(1, 6), st.integers(1, 6))
def test_an_outline_is_made_of_the_edges_that_nobody_shares(
    seed: int, columns: int, rows: int
) -> None:
    random = Random(seed)
    atlas = atlas_of(ragged(random, columns, rows))
    outlines = Outlines(atlas)
    for _ in range(4):
        some = {o for o in atlas.shapes if random.random() < 0.6}
        rings = outlines.of(some)
        found = Counter(edge for one in rings for edge in edges(one))
        assert found == around_plainly(atlas, some)
        area = sum(atlas.shapes[o].area for o in some)
        assert sum(map(ring_area, rings)) == pytest.approx(area)
        assert sum(arc.length for arc in outlines.borders(some)) == pytest.approx(
            sum(hypot(c - a, d - b) for a, b, c, d in found.elements())
        )
        for _ in range(5):
            x, y = random.uniform(0, columns * 10), random.uniform(0, rows * 10)
            assert is_inside(rings, x, y) == any(atlas.shapes[o].contains(x, y) for o in some)


@given(st.integers(0, 10**6), st.integers(1, 6), st.integers(1, 6))
def test_every_line_is_there_once_with_both_its_sides(seed: int, columns: int, rows: int) -> None:
    atlas = atlas_of(ragged(Random(seed), columns, rows))
    owner = {e: o for o, shape in atlas.shapes.items() for one in shape.rings for e in edges(one)}
    seen: set[Edge] = set()
    for arc in arcs_of(atlas):
        points = list(zip(arc.points[::2], arc.points[1::2], strict=True))
        assert list(zip(arc.backwards[::2], arc.backwards[1::2], strict=True)) == points[::-1]
        for (ax, ay), (bx, by) in pairwise(points):
            assert owner[ax, ay, bx, by] == arc.right
            assert owner.get((bx, by, ax, ay), "") == arc.left
            assert not seen & {(ax, ay, bx, by), (bx, by, ax, ay)}
            seen |= {(ax, ay, bx, by), (bx, by, ax, ay)}
    assert seen >= owner.keys()


def test_an_area_within_another_one_has_one_line_with_it() -> None:
    """Though neither has a point where a third line begins, and they begin it elsewhere."""
    inner = square(20, 20, 40)
    moved = array("d", [*inner[4:], *inner[:4]])
    shapes = {
        "out": Shape("out", [Part(square(0, 0, 100), (turned(moved, clockwise=False),))]),
        "in": Shape("in", [Part(inner)]),
    }
    outlines = Outlines(atlas_of(shapes))
    assert sorted((arc.length, arc.right, arc.left) for arc in outlines.arcs) == [
        (160, "out", "in"),
        (400, "out", ""),
    ]
    assert [ring_area(one) for one in outlines.of(["out", "in"])] == [10_000]
    assert sorted(ring_area(one) for one in outlines.of(["out"])) == [-1_600, 10_000]
    assert [ring_area(one) for one in outlines.of(["in"])] == [1_600]
    assert outlines.of([]) == ()
    assert outlines.of(["who"]) == ()


def test_areas_that_touch_in_a_point_keep_to_themselves() -> None:
    shapes = {"a": Shape("a", [Part(square(0, 0, 9))]), "b": Shape("b", [Part(square(9, 9, 9))])}
    outlines = Outlines(atlas_of(shapes))
    assert sum(map(ring_area, outlines.of("ab"))) == 162
    assert sum(arc.length for arc in outlines.borders("ab")) == 72


def test_a_seam_between_areas_that_were_drawn_apart_is_no_outline() -> None:
    """One has a point more on the shared line than the other, a metre beside it."""
    west = ring((0, 0), (1000, 0), (1001, 500), (1000, 1000), (0, 1000))
    east = ring((1000, 0), (2000, 0), (2000, 1000), (1000, 1000))
    shapes = {"w": Shape("w", [Part(west)]), "e": Shape("e", [Part(east)])}
    (outline,) = Outlines(atlas_of(shapes)).of(["w", "e"])
    assert ring_area(outline) == pytest.approx(2e6, rel=1e-3)


def test_areas_that_overlap_come_to_an_end_too() -> None:
    shapes = {o: Shape(o, [Part(square(i * 30, 0, 90))]) for i, o in enumerate("abc")}
    shapes["d"] = Shape("d", [Part(square(0, 0, 90))])
    outlines = Outlines(atlas_of(shapes))
    assert outlines.of("abcd")
    assert outlines.of("ad")


def test_areas_that_all_meet_in_one_point_are_outlined_in_no_time() -> None:
    """Trying every way on from there for each would take their number squared."""
    number = 4_000
    radius = 1e6
    rim = [
        (radius * cos(2 * pi * i / number), radius * sin(2 * pi * i / number))
        for i in range(number)
    ]
    parts = [Part(ring((0, 0), rim[i], rim[i + 1])) for i in range(0, number, 2)]
    outlines = Outlines(atlas_of({"a": Shape("a", parts)}))
    area = sum(map(ring_area, outlines.of("a")))
    assert area == pytest.approx(sum(ring_area(part.outer) for part in parts))


# -- England -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def england() -> Pack:
    return installed_pack()


def test_outlines_of_englands_clusters_are_their_areas(england: Pack) -> None:
    atlas = read_atlas(england)
    outlines = Outlines(atlas)
    for group in england.options[0].groups:
        area = sum(atlas.shapes[unit].area for unit in group.members)
        assert sum(map(ring_area, outlines.of(group.members))) == pytest.approx(area, rel=1e-4)
    everyone = outlines.of(atlas.shapes)
    assert sum(map(ring_area, everyone)) == pytest.approx(130.5e9, rel=1e-3)


def test_only_the_groups_of_a_move_are_outlined_anew(
    england: Pack, monkeypatch: pytest.MonkeyPatch
) -> None:
    option = Option.from_ready(england, england.options[0], "A", when=WHEN, who=WHO)
    state = option.state
    outlines = Outlines(read_atlas(england))
    groups = [group.id for group in england.options[0].groups]
    asked: list[frozenset[str]] = []
    borders = outlines.borders

    def watched(organisations: frozenset[str]) -> object:
        asked.append(organisations)
        return borders(organisations)

    monkeypatch.setattr(outlines, "borders", watched)
    for group in groups:
        outlines.of(state.members(group))
    assert len(asked) == 50
    state.apply(Move("5NT", "C12"))
    for group in groups:
        outlines.of(state.members(group))
    assert [*asked[50:]] == [
        frozenset(state.members(group))
        for group in groups
        if group in ("C12", next(g.id for g in england.options[0].groups if "5NT" in g.members))
    ]


# -- what a plan cuts --------------------------------------------------------------------------


def test_june_2011_cuts_no_council_but_slivers(england: Pack) -> None:
    """North Lincolnshire: 1.5% of its people live in Lincolnshire PCT's area, which is no cut."""
    option = Option.from_ready(england, england.options[0], "A", when=WHEN, who=WHO)
    ties = Ties(england)
    assert ties.cut(option.state) == []
    # Cheshire East is shared by two PCTs of one cluster, 2.7% of it by the smaller share.
    option.state.apply(Move("5NN", "C06"))
    found = {cut.name: set(cut.units) for cut in ties.cut(option.state)}
    assert found == {n: {"5NN", "5NP"} for n in ("Cheshire East", "Cheshire West and Chester")}


def test_a_tie_to_a_group_and_to_the_tray_is_cut() -> None:
    state = sample_scenario().options[0].state
    pack = replace(sample_pack(), links=(Link("U1", "E1", "One"), Link("U2", "E1", "One")))
    ties = Ties(pack)
    assert ties.cut(state) == []
    state.apply(Move("U2", "R1"))
    (cut,) = ties.cut(state)
    assert cut.units == ("U1", "U2")
    state.apply(Move("U1", "R1"))
    assert ties.cut(state) == []


def test_ties_are_those_that_the_packs_rules_ask_about() -> None:
    links = tuple(Link(u, code, code) for code in ("E1", "F1") for u in ("U1", "U4"))
    pack = replace(sample_pack(), links=links)
    state = sample_scenario().options[0].state
    assert [cut.code for cut in Ties(pack).cut(state)] == ["E1", "F1"]
    rule = Rule(
        *("S-9", "Whole", "group", "whole-links", Severity.NORM, "Whole.", "Nobody", "I"),
        params=MappingProxyType({"limit": 0, "codes": ["F"]}),
    )
    asking = replace(pack, rules=(*pack.rules, rule))
    assert [cut.code for cut in Ties(asking).cut(state)] == ["F1"]
