"""Cards in columns on paper: nothing overlaps, order is kept, the area is used."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.hanging import Hanging, hang
from model.layout import Layout, Metrics, Shape, lay_out
from tests.model.geometry import boxes, lines_of, overlaps, owners
from tests.model.geometry import shape as uniform

M = Metrics(gap=20, gutter=13, region_gap=7, margin=1)


@st.composite
def shapes(draw: st.DrawFn) -> Shape:
    cards = draw(st.lists(st.integers(0, 9), min_size=1, max_size=8))
    total = sum(cards)
    headers = draw(st.lists(st.sampled_from([52.0, 85.0, 221.0]), min_size=total, max_size=total))
    # As high as any 24 rows together; each row drawn by itself took longer than all that is tested.
    halves = draw(st.lists(st.integers(0, 2 * 24 * 107), min_size=total, max_size=total))
    return Shape(cards, headers, [half / 2 for half in halves])


areas = st.sampled_from([(785.0, 392.0), (538.0, 591.0), (3000.0, 2000.0), (300.0, 900.0)])


@given(shapes(), areas)
def test_no_two_cards_and_no_two_regions_overlap(shape: Shape, area: tuple[float, float]) -> None:
    layout = hang(shape, M, *area)
    assert overlaps(boxes(layout.cards)) == []
    assert overlaps(boxes(layout.regions)) == []


@given(shapes(), areas)
def test_everything_is_inside_what_it_belongs_to(shape: Shape, area: tuple[float, float]) -> None:
    layout = hang(shape, M, *area)
    region, cards = (
        boxes(layout.regions)[owners(layout)],
        boxes(layout.cards),
    )
    assert (cards[:, :2] >= region[:, :2]).all()
    assert (cards[:, :2] + cards[:, 2:] <= region[:, :2] + region[:, 2:] + 1e-6).all()
    every = np.concatenate([boxes(layout.regions), boxes(layout.cards), [layout.root]])
    assert (every[:, :2] >= M.margin - 1e-6).all()
    assert (every[:, 0] + every[:, 2] <= layout.width - M.margin + 1e-6).all()
    assert (every[:, 1] + every[:, 3] <= layout.height - M.margin + 1e-6).all()
    assert (lines_of(layout) >= 0).all()
    assert (lines_of(layout)[:, [0, 2]] <= layout.width).all()
    assert (lines_of(layout)[:, [1, 3]] <= layout.height).all()


@given(shapes(), areas)
def test_cards_and_regions_are_read_down_and_across_in_their_order(
    shape: Shape, area: tuple[float, float]
) -> None:
    layout = hang(shape, M, *area)
    for region in range(len(shape.cards_of_region)):
        own = boxes(layout.cards)[owners(layout) == region][:, :2].tolist()
        assert own == sorted(own)
    shelves = [(y, x) for x, y in boxes(layout.regions)[:, :2].tolist()]
    assert shelves == sorted(shelves)


@given(shapes())
def test_each_card_hangs_on_a_line_and_lines_cross_no_card(shape: Shape) -> None:
    layout = hang(shape, M, 800, 500)
    ends = {(x2, y2) for _, _, x2, y2 in lines_of(layout).tolist()}
    for x, y, _, _ in boxes(layout.cards).tolist():
        assert any(end_x == x and y < end_y for end_x, end_y in ends)
    for x1, y1, x2, y2 in lines_of(layout).tolist():
        for x, y, w, h in boxes(layout.cards).tolist():
            is_across = y1 == y2 and y < y1 < y + h and min(x1, x2) < x + w and max(x1, x2) > x
            is_down = x1 == x2 and x < x1 < x + w and min(y1, y2) < y + h and max(y1, y2) > y
            assert not is_across
            assert not is_down


def scale(layout: Layout, area: tuple[float, float]) -> float:
    return min(area[0] / layout.width, area[1] / layout.height)


@pytest.mark.parametrize("area", [(785.0, 392.0), (538.0, 591.0)])
def test_a_page_holds_more_in_columns_than_in_rows(area: tuple[float, float]) -> None:
    random = np.random.default_rng(1)
    cards = np.array([4, 5, 5, 5, 5, 7, 6, 3, 3, 7])
    shape = uniform(cards, 85.0, random.integers(1, 9, 50).tolist())
    in_rows = max(scale(lay_out(shape, columns, M), area) for columns in range(1, 20))
    assert scale(hang(shape, M, *area), area) > 1.1 * in_rows


def test_a_chart_that_is_large_enough_is_broad_rather_than_high() -> None:
    shape = uniform([3], 85.0, 1)
    layout = hang(shape, M, 785, 600, most=0.8)
    assert len(set(boxes(layout.cards)[:, 1].tolist())) == 1


def test_a_region_is_as_broad_as_its_head_needs() -> None:
    shape = uniform([1, 1], 85.0, 1)
    layout = hang(shape, M, 785, 392, least_widths=[300, 100])
    assert boxes(layout.regions)[0, 2] >= 300
    assert boxes(layout.regions)[1, 2] < 300


def test_regions_without_cards_stand_on_their_own() -> None:
    layout = hang(uniform([0, 0, 0], 85.0, 0), M, 785, 392)
    assert len(boxes(layout.cards)) == 0
    assert overlaps(boxes(layout.regions)) == []


def test_many_regions_are_laid_out_at_once() -> None:
    cards = np.full(120, 12)
    shape = uniform(cards, 85.0, 7)
    layout = hang(shape, M, 2000, 1400)
    assert len(boxes(layout.cards)) == 1440


def test_a_chart_without_regions_is_its_root() -> None:
    layout = hang(uniform([], 85.0, 0), M, 785, 392)
    assert (len(boxes(layout.regions)), len(lines_of(layout))) == (0, 0)
    assert layout.root[2:] == (M.root_width, M.root_height)


@given(shapes(), st.lists(st.tuples(areas, st.sampled_from([27.0, 61.0])), max_size=5))
def test_what_was_asked_for_one_area_does_not_show_in_the_next(
    shape: Shape, asked: list[tuple[tuple[float, float], float]]
) -> None:
    hanging = Hanging(shape, M)
    for area, head in asked:
        again = hanging.place(hanging.best(*area, region_head=head))
        fresh = hang(shape, replace(M, region_head=head), *area)
        assert again == fresh


@given(shapes(), areas)
def test_the_size_is_known_before_anything_is_placed(
    shape: Shape, area: tuple[float, float]
) -> None:
    hanging = Hanging(shape, M)
    hung = hanging.best(*area)
    layout = hanging.place(hung)
    assert (hung.width, hung.height) == (layout.width, layout.height)
    assert hung.region_widths == boxes(layout.regions)[:, 2].tolist()
