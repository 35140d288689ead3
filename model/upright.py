"""The chart's geometry as the classic, wide organisation chart: root over regions over cards.

Root, heads of regions and cards are boxes of one tidy tree (`model.tidy`), three levels of it: each
is centred over what is below it, and all cards begin at one height. It is broad, and every line
leads straight down, which is what people expect who have drawn such charts by hand.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from model.layout import Layout, Metrics, Shape
from model.tidy import Floats, Ints, tidy

_HEAD_CARDS = 2
"""A region's head is as wide as so many cards, if nothing else is said."""


def arrange_tree(shape: Shape, metrics: Metrics, head_widths: Sequence[float] = ()) -> Layout:
    """Lay out a chart as a tree from top to bottom.

    A region's box is as wide as its head, which is centred over the region's cards, and reaches
    down to their feet; cards may stand to the left and right of it.

    Parameters
    ----------
    head_widths : floats, one a region, optional
        What each region's head takes; the width of two cards if not given.
    """
    m = metrics
    count, cards = len(shape.cards_of_region), len(shape.header)
    first, region_of_card = shape.first_cards(), np.array(shape.region_of_card(), dtype=np.int64)
    usual = _HEAD_CARDS * (m.card_width + m.gap) - m.gap
    heads = np.array(list(head_widths) or [usual] * count, dtype=np.float64)
    width = np.concatenate(([m.root_width], heads, np.full(cards, m.card_width)))
    # Heads are siblings to the tree, and as far apart as regions all the same.
    room = width.copy()
    room[1 : count + 1] += max(0.0, m.region_gap - m.gap)
    height = np.concatenate(([m.root_height], np.full(count, m.region_head), shape.card_heights(m)))
    # Row 0 is the root, regions follow, then cards in their order: breadth-first as it is.
    parent = np.concatenate(([-1], np.zeros(count, dtype=np.int64), region_of_card + 1))
    placed = tidy(parent, room, height, gap=m.gap, level_gap=m.shelf_gap, cousin_gap=m.region_gap)
    boxes = np.stack([placed.x - width / 2, placed.top, width, height], axis=1)
    boxes[:, :2] += m.margin
    boxes[:, 0] -= (placed.x - width / 2).min()
    lines = _connectors(boxes, parent, placed.levels, m)
    right, bottom = (boxes[:, :2] + boxes[:, 2:]).max(axis=0).tolist()
    regions, of_cards = boxes[1 : count + 1], boxes[count + 1 :]
    foot = regions[:, 1] + regions[:, 3]
    np.maximum.at(foot, region_of_card, of_cards[:, 1] + of_cards[:, 3])
    regions[:, 3] = foot - regions[:, 1]
    (root,) = _tuples(boxes[:1])
    return Layout(
        right + m.margin,
        bottom + m.margin,
        root,
        _tuples(regions),
        _tuples(of_cards),
        _tuples(_reach(regions, of_cards, region_of_card)),
        region_of_card.tolist(),
        first,
        _tuples(lines),
        [[]] * count,
    )


def _reach(regions: Floats, cards: Floats, region_of_card: Ints) -> Floats:
    """Return what each region covers with its cards."""
    reach = regions.copy()
    right = regions[:, 0] + regions[:, 2]
    np.minimum.at(reach[:, 0], region_of_card, cards[:, 0])
    np.maximum.at(right, region_of_card, cards[:, 0] + cards[:, 2])
    reach[:, 2] = right - reach[:, 0]
    return reach


def _tuples(rows: Floats) -> list[tuple[float, float, float, float]]:
    return [(a, b, c, d) for a, b, c, d in rows.tolist()]


def _connectors(boxes: Floats, parent: Ints, levels: Ints, m: Metrics) -> Floats:
    """Return the lines from each box down to those below it: a stem, a bus, and a drop to each."""
    if len(boxes) == 1:
        return np.empty((0, 4))
    centre, top = boxes[:, 0] + boxes[:, 2] / 2, boxes[:, 1]
    foot = top + boxes[:, 3]
    bus = top - m.shelf_gap / 2
    child = np.arange(1, len(boxes))
    drops = np.stack([centre[child], bus[child], centre[child], top[child]], axis=1)
    first = np.flatnonzero(np.diff(parent)) + 1
    last = np.append(first[1:], len(boxes)) - 1
    above = parent[first]
    stems = np.stack([centre[above], foot[above], centre[above], bus[first]], axis=1)
    buses = np.stack([centre[first], bus[first], centre[last], bus[first]], axis=1)
    # With one box below, stem and drop are in line and there is nothing to join.
    return np.concatenate([stems, buses[last > first], drops])
