"""Areas: sizes, who is where, and what lies in a lasso, against slow and obvious answers."""

from __future__ import annotations

from math import cos, pi, sin
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.geography.shapes import MICRO, Atlas, Part, Shape, ring_area, turned
from tests.model.geography.areas import atlas_of, is_inside, ragged, ring, square


def test_a_square_with_a_hole_has_the_size_that_it_has() -> None:
    shape = Shape("a", [Part(square(0, 0, 10), (turned(square(2, 2, 5), clockwise=False),))])
    assert (shape.area, shape.perimeter) == (75, 60)
    assert shape.bounds == (0, 0, 10, 10)
    assert shape.contains(1, 1)
    assert not shape.contains(4, 4)
    assert not shape.contains(11, 5)


def test_the_largest_part_comes_first() -> None:
    parts = [Part(square(0, 0, 2)), Part(square(5, 0, 4), (turned(square(6, 1), clockwise=False),))]
    shape = Shape("a", parts)
    assert [ring_area(part.outer) for part in shape.parts] == [16, 4]
    assert shape.area == 19


@given(st.integers(0, 10**6), st.integers(3, 60))
def test_a_label_that_nobody_set_stands_inside(seed: int, number: int) -> None:
    random = Random(seed)
    points = [
        (random.uniform(5, 100) * cos(turn), random.uniform(5, 100) * sin(turn))
        for turn in (2 * pi * i / number for i in range(number))
    ]
    shape = Shape("a", [Part(turned(ring(*points), clockwise=True))])
    assert shape.contains(*shape.label)


@given(st.integers(0, 10**6), st.integers(1, 7), st.integers(1, 7))
def test_a_place_is_in_the_area_that_goes_round_it(seed: int, columns: int, rows: int) -> None:
    random = Random(seed)
    shapes = ragged(random, columns, rows)
    atlas = atlas_of(shapes)
    for _ in range(30):
        x, y = random.uniform(-5, columns * 10 + 5), random.uniform(-5, rows * 10 + 5)
        found = [o for o, shape in shapes.items() if is_inside(shape.rings, x, y)]
        assert [atlas.at(x, y)] == (found or [None])


@given(st.integers(0, 10**6))
def test_a_place_on_a_shared_line_is_in_one_area(seed: int) -> None:
    """No place between two areas is in both, or in neither, whatever the rounding."""
    random = Random(seed)
    shapes = ragged(random, 3, 3)
    middle = shapes["1-1"]
    for part in middle.parts:
        for ax, ay, bx, by in zip(*(part.outer[i::2] for i in (0, 1)), *_next(part), strict=True):
            t = random.random()
            x, y = ax + t * (bx - ax), ay + t * (by - ay)
            assert sum(shape.contains(x, y) for shape in shapes.values()) == 1


def _next(part: Part) -> tuple[list[float], list[float]]:
    xs, ys = list(part.outer[::2]), list(part.outer[1::2])
    return [*xs[1:], xs[0]], [*ys[1:], ys[0]]


def test_an_area_that_covers_very_much_is_found_among_many_small_ones() -> None:
    shapes = {f"{x}-{y}": Shape("s", [Part(square(x, y))]) for x in range(20) for y in range(20)}
    shapes["all"] = Shape("all", [Part(square(-500, -500, 1000))])
    atlas = Atlas(shapes, {})
    assert atlas.at(3.5, 4.5) == "3-4"
    assert atlas.at(-300, -300) == "all"
    assert atlas.at(501, 0) is None


def test_edges_that_all_go_up_and_down_are_in_few_bands() -> None:
    """Else an area of such edges alone would take as much memory as their number squared."""
    teeth = [(float(i), 1000.0 * (i % 2)) for i in range(2000)]
    shape = Shape("a", [Part(turned(ring(*teeth, (1000.0, 5000.0)), clockwise=True))])
    assert not shape.contains(500, 4999.9 + 200)
    assert sum(map(len, shape._bands.values())) < 4 * 2001


@given(st.integers(0, 10**6))
def test_a_lasso_catches_what_has_its_label_in_it(seed: int) -> None:
    random = Random(seed)
    shapes = ragged(random, 5, 5)
    atlas = atlas_of(shapes)
    lasso = ring(*((random.uniform(0, 50), random.uniform(0, 50)) for _ in range(8)))
    wanted = [o for o, shape in shapes.items() if is_inside([lasso], *shape.label)]
    assert atlas.within(lasso) == wanted
    left, top, right, bottom = 10, 5, 42, 33
    box = ring((left, top), (right, top), (right, bottom), (left, bottom))
    assert atlas.in_box(left, top, right, bottom) == atlas.within(box)


@pytest.mark.parametrize("points", [[], [(1.0, 1.0)], [(0.0, 0.0), (9.0, 9.0)]])
def test_a_lasso_without_an_inside_catches_nothing(points: list[tuple[float, float]]) -> None:
    assert atlas_of({"a": Shape("a", [Part(square(0, 0, 5))])}).within(ring(*points)) == []


def test_an_atlas_of_nothing_is_false_and_knows_nobody() -> None:
    nothing = Atlas.of({}, {})
    assert not nothing
    assert nothing.at(0, 0) is None
    assert nothing.bounds == (0, 0, 0, 0)
    places = Atlas.of({}, {"P1": (-1.0, 52.0), "P2": (-1.0, 53.0)})
    assert not places
    assert places.at(0, 0) is None
    (x1, y1), (x2, y2) = places.points["P1"], places.points["P2"]
    assert (x1, x2) == pytest.approx((0, 0))
    assert y1 - y2 == pytest.approx(111_250, rel=1e-3)


def test_areas_and_places_come_to_the_plane_about_the_middle_of_the_areas() -> None:
    west = ([0, 2 * MICRO, 2 * MICRO, 0], [50 * MICRO, 50 * MICRO, 52 * MICRO, 52 * MICRO])
    east = ([2 * MICRO, 4 * MICRO, 4 * MICRO, 2 * MICRO], west[1])
    atlas = Atlas.of({"W": [[west]], "E": [[east]]}, {"W": (0.5, 51.5), "P": (3.0, 51.0)})
    assert atlas
    assert list(atlas.points) == ["P"]
    assert atlas.at(*atlas.points["P"]) == "E"
    assert atlas.at(*atlas.shapes["W"].label) == "W"
    assert atlas.shapes["W"].label[0] < -100_000
    assert atlas.shapes["W"].area == pytest.approx(atlas.shapes["E"].area)
    # Their shared line is the same in both.
    assert set(_points(atlas, "W")) & set(_points(atlas, "E"))


def _points(atlas: Atlas, organisation: str) -> list[tuple[float, float]]:
    outer = atlas.shapes[organisation].parts[0].outer
    return list(zip(outer[::2], outer[1::2], strict=True))
