"""Compactness: known shapes, the smallest circle against trying all, and England's clusters."""

from __future__ import annotations

from itertools import combinations
from math import cos, dist, pi, sin, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.boundaries import read_atlas
from model.geography.compactness import Measuring, hull, smallest_circle
from model.geography.outlines import Outlines
from model.geography.projection import Point
from model.geography.shapes import Atlas, Part, Shape, points_of, turned
from tests.england import installed_pack
from tests.model.geography.areas import atlas_of, ring, square

whole = st.integers(-20, 20)
some_points = st.lists(st.tuples(whole, whole), min_size=1, max_size=12)


def measuring(atlas: Atlas) -> Measuring:
    return Measuring(atlas, Outlines(atlas))


def smallest_by_trying(points: list[tuple[int, int]]) -> float:
    """Return the least radius of all circles on two or three of the points that hold them all."""
    best = 0.0 if len(set(points)) == 1 else float("inf")
    for pair in combinations(set(points), 2):
        middle = tuple(sum(side) / 2 for side in zip(*pair, strict=True))
        best = _if_it_holds(points, middle, dist(middle, pair[0]), best)
    for (ax, ay), (bx, by), (cx, cy) in combinations(set(points), 3):
        d = 2 * (ax * (by - cy) + bx * (cy - ay) + cx * (ay - by))
        if d:
            a, b, c = ax * ax + ay * ay, bx * bx + by * by, cx * cx + cy * cy
            middle = (
                (a * (by - cy) + b * (cy - ay) + c * (ay - by)) / d,
                (a * (cx - bx) + b * (ax - cx) + c * (bx - ax)) / d,
            )
            best = _if_it_holds(points, middle, dist(middle, (ax, ay)), best)
    return best


def _if_it_holds(
    points: list[tuple[int, int]], middle: tuple[float, ...], radius: float, best: float
) -> float:
    holds = all(dist(middle, point) <= radius + 1e-9 for point in points)
    return min(best, radius) if holds else best


@given(some_points)
def test_the_smallest_circle_is_the_smallest_that_holds_all(points: list[tuple[int, int]]) -> None:
    x, y, radius = smallest_circle(points)
    assert all(dist((x, y), point) <= radius + 1e-6 for point in points)
    assert radius == pytest.approx(smallest_by_trying(points), abs=1e-6)


def test_a_circle_of_many_points_is_found_at_once() -> None:
    points = [(1000 * cos(2 * pi * i / 5000), 1000 * sin(2 * pi * i / 5000)) for i in range(5000)]
    assert smallest_circle(points) == pytest.approx((0, 0, 1000), abs=1e-6)


@given(some_points)
def test_the_hull_has_no_point_outside(points: list[tuple[int, int]]) -> None:
    corners = hull(points)
    assert set(corners) <= set(points)
    for (ax, ay), (bx, by) in zip(corners, [*corners[1:], corners[0]], strict=True):
        for x, y in points:
            assert (bx - ax) * (y - ay) - (by - ay) * (x - ax) >= 0


def round_shape(number: int, radius: float = 10_000) -> Shape:
    points: list[Point] = [
        (radius * cos(2 * pi * i / number), radius * sin(2 * pi * i / number))
        for i in range(number)
    ]
    return Shape("o", [Part(turned(ring(*points), clockwise=True))])


def test_a_circle_is_as_compact_as_can_be() -> None:
    found = measuring(atlas_of({"o": round_shape(1000)})).of(["o"])
    assert found is not None
    assert found.polsby_popper == pytest.approx(1, abs=1e-4)
    assert found.reock == pytest.approx(1, abs=1e-4)
    assert found.circle == pytest.approx((0, 0, 10_000), abs=1e-3)


@pytest.mark.parametrize("length", [1, 2, 5, 50])
def test_oblongs_are_as_compact_as_books_say(length: int) -> None:
    """Of squares in a row; lines between them are no part of the outline."""
    squares = {str(i): Shape(str(i), [Part(square(i * 1000, 0, 1000))]) for i in range(length)}
    found = measuring(atlas_of(squares)).of(squares)
    assert found is not None
    assert (found.area, found.perimeter) == (length * 1e6, (2 * length + 2) * 1000)
    assert found.polsby_popper == pytest.approx(pi * length / (length + 1) ** 2)
    assert found.reock == pytest.approx(4 * length / (pi * (length**2 + 1)))
    assert found.circle[2] == pytest.approx(sqrt(length**2 + 1) * 500)


def test_a_hole_and_a_second_part_make_less_compact() -> None:
    hole = turned(square(400, 400, 200), clockwise=False)
    ringed = Shape("a", [Part(square(0, 0, 1000), (hole,))])
    far = Shape("b", [Part(square(9000, 0, 1000))])
    measure = measuring(atlas_of({"a": ringed, "b": far}))
    one, both = measure.of(["a"]), measure.of(["a", "b"])
    assert one is not None
    assert both is not None
    assert (one.area, one.perimeter) == (960_000, 4800)
    assert (both.area, both.perimeter) == (1_960_000, 8800)
    assert both.reock < one.reock / 10


def test_nothing_is_said_of_what_has_no_area() -> None:
    measure = measuring(atlas_of({"a": Shape("a", [Part(square(0, 0, 1000))])}))
    assert measure.of([]) is None
    assert measure.of(["a", "b"]) is None


def test_englands_clusters_are_between_a_line_and_a_circle() -> None:
    pack = installed_pack()
    atlas = read_atlas(pack)
    outlines = Outlines(atlas)
    measure = Measuring(atlas, outlines)
    for group in pack.options[0].groups:
        found = measure.of(group.members)
        assert found is not None
        assert 0.02 < found.polsby_popper < found.reock < 0.8
        x, y, radius = found.circle
        corners = [point for one in outlines.of(group.members) for point in points_of(one)]
        beyond = max(dist((x, y), corner) for corner in corners)
        assert beyond == pytest.approx(radius, rel=1e-8)
