"""Boxes found by where they are, against a look at each of them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from model.geography.cells import Box, Cells

number = st.floats(-1e6, 1e6, allow_nan=False) | st.integers(-5, 5).map(float)
box = st.tuples(number, number, number, number).map(
    lambda b: (min(b[0], b[2]), min(b[1], b[3]), max(b[0], b[2]), max(b[1], b[3]))
)


def touch(a: Box, b: Box) -> bool:
    return a[0] <= b[2] and a[2] >= b[0] and a[1] <= b[3] and a[3] >= b[1]


@given(st.lists(box, max_size=40), box)
def test_none_that_touches_is_overlooked(boxes: list[Box], asked: Box) -> None:
    found = list(Cells(boxes).near(asked))
    assert found == sorted(set(found))
    assert set(found) >= {i for i, other in enumerate(boxes) if touch(other, asked)}


@given(st.lists(box, max_size=40), number, number)
def test_none_that_holds_a_place_is_overlooked(boxes: list[Box], x: float, y: float) -> None:
    found = Cells(boxes).at(x, y)
    assert len(found) == len(set(found))
    assert set(found) >= {i for i, other in enumerate(boxes) if touch(other, (x, y, x, y))}


def test_a_small_box_among_many_is_found_without_a_look_at_all() -> None:
    boxes = [(float(x), float(y), x + 0.5, y + 0.5) for x in range(30) for y in range(30)]
    assert len(Cells(boxes).near((10.0, 10.0, 12.0, 12.0))) < 50
