"""Lines of a map: each once, with what lies on both sides."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.geography.arcs import Arc, arcs_of
from model.geography.shapes import Part, Shape
from tests.model.geography.areas import atlas_of, ragged, ring, square


def _sides(arc: Arc) -> tuple[str, str]:
    a, b = sorted((arc.right, arc.left))
    return a, b


@given(st.integers(0, 1000), st.integers(1, 5), st.integers(1, 5))
def test_lines_along_an_area_come_to_its_perimeter(seed: int, columns: int, rows: int) -> None:
    shapes = ragged(Random(seed), columns, rows)
    found = arcs_of(atlas_of(shapes))
    for name, shape in shapes.items():
        along = sum(arc.length for arc in found if name in _sides(arc))
        assert along == pytest.approx(shape.perimeter)


@given(st.integers(0, 1000))
def test_each_line_is_there_once_between_its_neighbours(seed: int) -> None:
    shapes = ragged(Random(seed), 3, 3)
    found = arcs_of(atlas_of(shapes))
    pairs = {_sides(arc) for arc in found if arc.left}
    beside = {
        (f"{x}-{y}", f"{x + dx}-{y + dy}")
        for x in range(3)
        for y in range(3)
        for dx, dy in ((1, 0), (0, 1))
        if x + dx < 3 and y + dy < 3
    }
    assert pairs == beside
    whole = sum(arc.length for arc in found)
    outside = sum(arc.length for arc in found if not arc.left)
    assert 2 * whole - outside == pytest.approx(sum(s.perimeter for s in shapes.values()))


def test_an_island_has_one_closed_line() -> None:
    shape = Shape("isle", [Part(square(0, 0, 4))])
    (arc,) = arcs_of(atlas_of({"isle": shape}))
    assert (arc.right, arc.left) == ("isle", "")
    assert tuple(arc.points[:2]) == tuple(arc.points[-2:])


def test_an_area_inside_another_has_one_line_with_it() -> None:
    inner = square(1, 1)
    hole = ring((1, 1), (1, 2), (2, 2), (2, 1))
    outer = Shape("out", [Part(square(0, 0, 3), (hole,))])
    found = arcs_of(atlas_of({"out": outer, "in": Shape("in", [Part(inner)])}))
    assert sorted(_sides(arc) for arc in found) == [("", "out"), ("in", "out")]
    (between,) = (arc for arc in found if arc.left)
    assert between.length == pytest.approx(4)
