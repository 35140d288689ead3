"""Labels in their areas and beside them: on cells that are theirs, and never on another."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.geography.annotation import NOTHING, Canvas, Spot, end_of_line


def canvas(*rows: str, cell: float = 1.0) -> Canvas:
    """Return a canvas: a digit is an area, a dot is sea."""
    owner = [[NOTHING if c == "." else int(c) for c in row] for row in rows]
    return Canvas(np.array(owner, dtype=np.int32), cell)


FIELD = ("...........", ".00000111..", ".00000111..", ".00000111..", "...........")


def test_a_label_that_fits_is_in_the_middle_of_its_area() -> None:
    assert canvas(*FIELD).inside(0, 3, 1) == Spot(3.5, 2.5)
    assert canvas(*FIELD, cell=2).inside(0, 6, 2) == Spot(7, 5)


def test_a_label_that_does_not_fit_finds_none() -> None:
    assert canvas(*FIELD).inside(1, 4, 1) is None
    assert canvas(*FIELD).inside(1, 20, 1, own=0.1, others=1.0) is None
    assert canvas(*FIELD).inside(7, 1, 1) is None


def test_a_label_may_reach_to_sea_and_only_as_far_as_said_on_others() -> None:
    assert canvas(*FIELD).inside(1, 4, 1, own=0.7) == Spot(8, 2.5)
    assert canvas(*FIELD).inside(1, 4, 1, own=0.8) is None
    narrow = canvas("00100")
    assert narrow.inside(1, 2, 1, own=0.5) is None
    assert narrow.inside(1, 2, 1, own=0.5, others=0.5) is not None


def test_what_is_taken_is_not_given_twice_and_can_be_given_back() -> None:
    made = canvas("0000")
    first = made.inside(0, 2, 1)
    assert first is not None
    made.take(first, 2, 1)
    second = made.inside(0, 1, 1)
    assert second is not None
    assert abs(second.x - first.x) >= 1.5
    assert made.inside(0, 3, 1) is None
    made.free(first, 2, 1)
    assert made.inside(0, 3, 1) is not None


def test_what_is_barred_holds_nothing() -> None:
    made = canvas("0000", "0000")
    made.bar(0, 0, 1.5, 2)  # each cell that it touches
    assert made.inside(0, 3, 1) is None
    assert made.inside(0, 2, 1) is not None


def test_a_label_beside_is_at_sea_near_its_area_and_its_line_ends_in_that() -> None:
    made = canvas(*(["." * 30] * 5), "......0" + "." * 23, *(["." * 30] * 5))
    spot = made.beside(0, 4, 2, (0, 0))
    assert spot is not None
    assert spot.lead == (6.5, 5.5)
    # Not on the area itself, which is smaller, and no farther off than it must be.
    assert abs(spot.x - 6.5) >= 2.5 or abs(spot.y - 5.5) >= 1.5
    assert np.hypot(spot.x - 6.5, spot.y - 5.5) < 3


def test_lines_cross_no_label_and_no_line() -> None:
    made = canvas(*(["." * 40] * 6), "." * 20 + "01" + "." * 18, *(["." * 40] * 6))
    found = []
    for area in (0, 1):
        spot = made.beside(area, 6, 2, (0, 0))
        assert spot is not None
        made.take(spot, 6, 2)
        found.append(spot)
    one, other = found
    assert abs(one.x - other.x) >= 6 or abs(one.y - other.y) >= 2
    # What was taken for the first is cut off from the second.
    wall = canvas("." * 9, "....0....", "." * 9)
    wall.bar(0, 0, 9, 1)
    wall.bar(0, 2, 9, 3)
    wall.bar(3, 1, 4, 2)
    spot = wall.beside(0, 2, 1, (0, 0))
    assert spot is None or spot.x > 4.5


def test_an_area_without_a_cell_is_led_to_where_it_is_said_to_be() -> None:
    spot = canvas(*(["." * 20] * 9)).beside(3, 2, 1, (5.5, 4.5))
    assert spot is not None
    assert spot.lead == (5.5, 4.5)
    assert canvas("...").beside(3, 2, 1, (50, 50)) is None


def test_a_line_begins_at_the_nearest_edge() -> None:
    assert end_of_line(Spot(0, 0, (10, 0)), 4, 2) == (2, 0)
    assert end_of_line(Spot(0, 0, (1, 9)), 4, 2) == (1, 1)
    assert end_of_line(Spot(0, 0, (-9, -9)), 4, 2) == (-2, -1)


@given(
    rows=st.lists(st.lists(st.integers(-1, 3), min_size=12, max_size=12), min_size=6, max_size=12),
    sizes=st.lists(st.tuples(st.integers(0, 3), st.integers(1, 4), st.integers(1, 3)), max_size=8),
)
def test_no_two_labels_share_a_cell(
    rows: list[list[int]], sizes: list[tuple[int, int, int]]
) -> None:
    owner = np.array(rows, dtype=np.int32)
    made, boxes = Canvas(owner, 1.0), []
    for area, width, height in sizes:
        spot = made.inside(area, width, height, own=0.5, others=0.3)
        spot = spot or made.beside(area, width, height, (1, 1))
        if spot is None:
            continue
        made.take(spot, width, height)
        left, top = spot.x - width / 2, spot.y - height / 2
        assert left >= 0
        assert top >= 0
        assert left + width <= owner.shape[1]
        assert top + height <= owner.shape[0]
        for x, y, across, down in boxes:
            apart = left >= x + across or x >= left + width
            assert apart or top >= y + down or y >= top + height
        boxes.append((left, top, width, height))


@pytest.mark.parametrize(("area", "size"), [(0, 60.0), (1, 36.0), (2, 0.0)])
def test_how_large_an_area_is(area: int, size: float) -> None:
    assert canvas(*FIELD, cell=2).size(area) == size
