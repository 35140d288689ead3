"""The wide chart: every box over what is below it, lines that lead straight down."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from model.layout import Metrics, Shape
from model.upright import arrange_tree
from tests.model.geometry import boxes, lines_of, overlaps, owners
from tests.model.geometry import shape as uniform
from tests.model.test_hanging import shapes

M = Metrics()
NEAR = 1e-6


def middles(of: np.ndarray) -> np.ndarray:
    return np.asarray(of[:, 0] + of[:, 2] / 2)


@given(shapes())
def test_heads_are_over_their_cards_and_the_root_is_over_the_heads(shape: Shape) -> None:
    layout = arrange_tree(shape, M)
    for region, head in enumerate(middles(boxes(layout.regions)).tolist()):
        own = middles(boxes(layout.cards))[owners(layout) == region]
        if len(own):
            assert abs(head - (own[0] + own[-1]) / 2) < NEAR
    heads = middles(boxes(layout.regions))
    assert abs(layout.root[0] + layout.root[2] / 2 - (heads[0] + heads[-1]) / 2) < NEAR


@given(shapes())
def test_boxes_keep_their_distance_and_order(shape: Shape) -> None:
    layout = arrange_tree(shape, M)
    assert overlaps(boxes(layout.cards)) == []
    assert overlaps(boxes(layout.regions)) == []
    room = np.diff(boxes(layout.cards)[:, 0]) - M.card_width
    is_sibling = np.diff(owners(layout)) == 0
    assert (room >= np.where(is_sibling, M.gap, M.region_gap) - NEAR).all()
    between = boxes(layout.regions)[1:, 0] - (
        boxes(layout.regions)[:-1, 0] + boxes(layout.regions)[:-1, 2]
    )
    assert (between >= M.region_gap - NEAR).all()


@given(shapes())
def test_cards_share_a_top_below_all_heads_and_rows_are_in_their_cards(shape: Shape) -> None:
    layout = arrange_tree(shape, M)
    if len(boxes(layout.cards)):
        assert np.ptp(boxes(layout.cards)[:, 1]) == 0
        assert (
            boxes(layout.cards)[:, 1] >= boxes(layout.regions)[:, 1].max() + M.region_head
        ).all()
        assert boxes(layout.cards)[:, 3].tolist() == shape.card_heights(M)
    feet = boxes(layout.regions)[:, 1] + boxes(layout.regions)[:, 3]
    for card, region in zip(boxes(layout.cards), owners(layout), strict=True):
        assert card[1] + card[3] <= feet[region] + NEAR


@given(shapes())
def test_the_chart_fills_its_sheet_to_the_margins(shape: Shape) -> None:
    layout = arrange_tree(shape, M)
    every = np.concatenate([boxes(layout.regions), boxes(layout.cards), [layout.root]])
    assert every[:, :2].min(axis=0).tolist() == [M.margin, M.margin]
    ends = (every[:, :2] + every[:, 2:]).max(axis=0)
    assert np.allclose(ends, [layout.width - M.margin, layout.height - M.margin])
    assert (lines_of(layout)[:, [0, 2]] <= layout.width).all()
    assert (lines_of(layout)[:, [1, 3]] <= layout.height).all()


@given(shapes())
def test_lines_lead_from_each_box_to_the_one_above(shape: Shape) -> None:
    layout = arrange_tree(shape, M)
    lines = lines_of(layout).tolist()
    heads = [[x, y, width, M.region_head] for x, y, width, _ in boxes(layout.regions).tolist()]
    joined = [(list(layout.root), head) for head in heads]
    cards = zip(
        layout.region_of_card,
        boxes(layout.cards).tolist(),
        strict=True,
    )
    joined += [(heads[region], card) for region, card in cards]
    for above, below in joined:
        start, end = (box[0] + box[2] / 2 for box in (above, below))
        bus = below[1] - M.shelf_gap / 2
        assert [start, above[1] + above[3], start, bus] in lines
        assert [end, bus, end, below[1]] in lines
        low, high = sorted((start, end))
        assert low == high or any(
            y == v == bus and x <= low + NEAR and u >= high - NEAR for x, y, u, v in lines
        )


@given(shapes(), st.data())
def test_heads_are_as_wide_as_they_are_asked_to_be(shape: Shape, data: st.DataObject) -> None:
    count = len(shape.cards_of_region)
    widths = data.draw(st.lists(st.floats(60, 900), min_size=count, max_size=count))
    layout = arrange_tree(shape, M, widths)
    assert boxes(layout.regions)[:, 2].tolist() == widths
    assert overlaps(boxes(layout.regions)) == []


def test_a_chart_of_a_root_alone() -> None:
    layout = arrange_tree(uniform([], 85.0, 0), M)
    assert layout.root == (M.margin, M.margin, M.root_width, M.root_height)
    assert len(lines_of(layout)) == 0
