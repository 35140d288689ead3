"""The chart's geometry: nothing overlaps, everything is inside what it belongs to."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.layout import Metrics, Shape, best_columns, lay_out
from tests.model.geometry import ROW, boxes, lines_of, overlaps, owners
from tests.model.geometry import shape as uniform

M = Metrics()


@st.composite
def shapes(draw: st.DrawFn) -> Shape:
    cards = draw(st.lists(st.integers(0, 9), min_size=1, max_size=8))
    total = sum(cards)
    rows = draw(st.lists(st.integers(0, 24), min_size=total, max_size=total))
    headers = draw(st.lists(st.sampled_from([52.0, 85.0, 102.0]), min_size=total, max_size=total))
    return Shape(cards, headers, [ROW * count for count in rows])


@given(shapes(), st.integers(1, 12))
def test_no_two_cards_and_no_two_regions_overlap(shape: Shape, columns: int) -> None:
    layout = lay_out(shape, columns, M)
    assert overlaps(boxes(layout.cards)) == []
    assert overlaps(boxes(layout.regions)) == []


@given(shapes(), st.integers(1, 12))
def test_cards_are_inside_their_region_and_rows_inside_their_card(
    shape: Shape, columns: int
) -> None:
    layout = lay_out(shape, columns, M)
    region = boxes(layout.regions)[owners(layout)]
    cards = boxes(layout.cards)
    assert (cards[:, :2] >= region[:, :2]).all()
    assert (cards[:, :2] + cards[:, 2:] <= region[:, :2] + region[:, 2:] + 1e-9).all()


@given(shapes(), st.integers(1, 12))
def test_everything_is_on_the_chart_with_a_margin(shape: Shape, columns: int) -> None:
    layout = lay_out(shape, columns, M)
    every = np.concatenate([boxes(layout.regions), boxes(layout.cards), [layout.root]])
    assert (every[:, :2] >= M.margin).all()
    assert (every[:, 0] + every[:, 2] <= layout.width - M.margin + 1e-9).all()
    assert (every[:, 1] + every[:, 3] <= layout.height - M.margin + 1e-9).all()
    assert (lines_of(layout) >= 0).all()
    assert (lines_of(layout)[:, [0, 2]] <= layout.width).all()
    assert (lines_of(layout)[:, [1, 3]] <= layout.height).all()


@given(shapes(), st.integers(1, 12))
def test_every_card_and_region_has_a_connector_that_ends_at_it(shape: Shape, columns: int) -> None:
    layout = lay_out(shape, columns, M)
    ends = {(round(x, 6), round(y, 6)) for _, _, x, y in lines_of(layout).tolist()}
    for x, y, w, _ in boxes(layout.cards).tolist():
        assert (round(x + w / 2, 6), round(y, 6)) in ends
    for x, y, _, _ in boxes(layout.regions).tolist():
        assert (round(x, 6), round(y, 6)) in ends


def test_a_shelf_is_no_wider_than_the_columns_asked_for() -> None:
    shape = uniform([5, 5, 5], 85.0, 3)
    layout = lay_out(shape, 5, M)
    assert len(set(boxes(layout.regions)[:, 1].tolist())) == 3
    assert len({y for _, y, _, _ in lay_out(shape, 16, M).regions}) == 1


def test_the_best_columns_follow_the_page() -> None:
    shape = uniform([5] * 10, 85.0, 3)
    wide, tall = best_columns(shape, 2.0, M), best_columns(shape, 0.7, M)
    assert wide > tall
    layout = lay_out(shape, wide, M)
    assert 1.2 < layout.width / layout.height < 3.2


def test_no_columns_are_refused() -> None:
    with pytest.raises(ValueError, match="column"):
        lay_out(uniform([1], 85.0, 1), 0, M)
