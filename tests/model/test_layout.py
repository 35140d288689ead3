"""The chart's geometry: nothing overlaps, everything is inside what it belongs to."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.layout import Metrics, Shape, best_columns, lay_out

M = Metrics()


@st.composite
def shapes(draw: st.DrawFn) -> Shape:
    cards = draw(st.lists(st.integers(0, 9), min_size=1, max_size=8))
    total = sum(cards)
    rows = draw(st.lists(st.integers(0, 24), min_size=total, max_size=total))
    headers = draw(st.lists(st.sampled_from([52.0, 85.0, 102.0]), min_size=total, max_size=total))
    return Shape(np.array(cards), np.array(headers, dtype=float), np.array(rows, dtype=np.int64))


def overlaps(boxes: np.ndarray) -> list[tuple[int, int]]:
    """The slow, obvious test: every pair of boxes."""
    found = []
    for i, (x, y, w, h) in enumerate(boxes.tolist()):
        for j, (u, v, s, t) in enumerate(boxes[:i].tolist()):
            if x < u + s and u < x + w and y < v + t and v < y + h:
                found.append((i, j))
    return found


@given(shapes(), st.integers(1, 12))
def test_no_two_cards_and_no_two_regions_overlap(shape: Shape, columns: int) -> None:
    layout = lay_out(shape, columns, M)
    assert overlaps(layout.cards) == []
    assert overlaps(layout.regions) == []


@given(shapes(), st.integers(1, 12))
def test_cards_are_inside_their_region_and_rows_inside_their_card(
    shape: Shape, columns: int
) -> None:
    layout = lay_out(shape, columns, M)
    region = layout.regions[layout.region_of_card]
    cards = layout.cards
    assert (cards[:, :2] >= region[:, :2]).all()
    assert (cards[:, :2] + cards[:, 2:] <= region[:, :2] + region[:, 2:] + 1e-9).all()
    card = cards[layout.card_of_row]
    assert (layout.row_top >= card[:, 1]).all()
    assert (layout.row_top + M.row_height <= card[:, 1] + card[:, 3]).all()


@given(shapes(), st.integers(1, 12))
def test_everything_is_on_the_chart_with_a_margin(shape: Shape, columns: int) -> None:
    layout = lay_out(shape, columns, M)
    boxes = np.concatenate([layout.regions, layout.cards, [layout.root]])
    assert (boxes[:, :2] >= M.margin).all()
    assert (boxes[:, 0] + boxes[:, 2] <= layout.width - M.margin + 1e-9).all()
    assert (boxes[:, 1] + boxes[:, 3] <= layout.height - M.margin + 1e-9).all()
    assert (layout.lines >= 0).all()
    assert (layout.lines[:, [0, 2]] <= layout.width).all()
    assert (layout.lines[:, [1, 3]] <= layout.height).all()


@given(shapes(), st.integers(1, 12))
def test_every_card_and_region_has_a_connector_that_ends_at_it(shape: Shape, columns: int) -> None:
    layout = lay_out(shape, columns, M)
    ends = {(round(x, 6), round(y, 6)) for _, _, x, y in layout.lines.tolist()}
    for x, y, w, _ in layout.cards.tolist():
        assert (round(x + w / 2, 6), round(y, 6)) in ends
    for x, y, _, _ in layout.regions.tolist():
        assert (round(x, 6), round(y, 6)) in ends


def test_a_shelf_is_no_wider_than_the_columns_asked_for() -> None:
    shape = Shape(np.array([5, 5, 5]), np.full(15, 85.0), np.full(15, 3))
    layout = lay_out(shape, 5, M)
    assert len(set(layout.regions[:, 1].tolist())) == 3
    assert lay_out(shape, 16, M).regions[:, 1].min() == lay_out(shape, 16, M).regions[:, 1].max()


def test_the_best_columns_follow_the_page() -> None:
    shape = Shape(np.full(10, 5), np.full(50, 85.0), np.full(50, 3))
    wide, tall = best_columns(shape, 2.0, M), best_columns(shape, 0.7, M)
    assert wide > tall
    layout = lay_out(shape, wide, M)
    assert 1.2 < layout.width / layout.height < 3.2


def test_no_columns_are_refused() -> None:
    with pytest.raises(ValueError, match="column"):
        lay_out(Shape(np.array([1]), np.array([85.0]), np.array([1])), 0, M)
