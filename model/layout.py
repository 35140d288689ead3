"""The chart's geometry: cards of fixed width packed under their regions, with connectors.

An organisation chart of three levels whose last one is stacked: the root on top, regions as
blocks that flow in shelves, groups as cards in rows inside their block, units as rows inside their
card. Everything is in arrays, in scene units (1 = 1 pixel at 100% zoom), y downwards, so that a
painter can cull and a move can be laid out again at any size.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Metrics:
    """Sizes, all multiples of 4 scene units."""

    card_width: float = 240
    gap: float = 12
    stack_gap: float = 10
    """Between cards that hang below each other (`model.hanging`)."""
    row_height: float = 22
    card_foot: float = 6
    region_head: float = 32
    region_gap: float = 40
    shelf_gap: float = 36
    bus: float = 12
    """Room above a row of cards for the hairline that joins them."""
    gutter: float = 20
    """Room left of everything for the trunk that joins the shelves."""
    root_width: float = 440
    root_height: float = 36
    margin: float = 24


@dataclass(frozen=True, slots=True)
class Shape:
    """What is to be laid out, in the chart's order.

    Attributes
    ----------
    cards_of_region : ints, one a region
        Number of cards in each region.
    header : floats, one a card
        Height of each card's header.
    rows_of_card : ints, one a card
        Number of rows in each card.
    row_heights : floats, one a row, or None
        Height of each row; None if all have that of the metrics.
    """

    cards_of_region: Ints
    header: Floats
    rows_of_card: Ints
    row_heights: Floats | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """Where everything is.

    Attributes
    ----------
    width, height : float
        Of the whole chart, margins included.
    root : (x, y, width, height)
    regions : (number of regions, 4) array of x, y, width, height
    cards : (number of cards, 4) array of x, y, width, height
    region_of_card : ints, one a card
    first_row : ints, one a card and one more
        Row numbers of a card are `first_row[c]` to `first_row[c + 1] - 1`.
    row_top, row_height : floats, one a row
        y and height of each row; its x and width are its card's.
    card_of_row : ints, one a row
    lines : (number of lines, 4) array of x1, y1, x2, y2
        Connectors, each level or upright.
    """

    width: float
    height: float
    root: tuple[float, float, float, float]
    regions: Floats
    cards: Floats
    region_of_card: Ints
    first_row: Ints
    row_top: Floats
    row_height: Floats
    card_of_row: Ints
    lines: Floats


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows inside their cards, and how high that makes the cards.

    Attributes
    ----------
    first : ints, one a card and one more
    card : ints, one a row
    top, height : floats, one a row
        From the card's top.
    card_height : floats, one a card
    """

    first: Ints
    card: Ints
    top: Floats
    height: Floats
    card_height: Floats


def stack_rows(shape: Shape, metrics: Metrics) -> Rows:
    """Return where rows are in their cards."""
    first = np.concatenate(([0], np.cumsum(shape.rows_of_card)))
    card = np.repeat(np.arange(len(shape.header)), shape.rows_of_card)
    height = shape.row_heights
    if height is None:
        height = np.full(first[-1], metrics.row_height)
    above = np.concatenate(([0.0], np.cumsum(height)))
    in_card = np.diff(above[first])
    top = shape.header[card] + above[:-1] - above[first][card]
    return Rows(first, card, top, height, shape.header + in_card + metrics.card_foot)


def lay_out(shape: Shape, columns: int, metrics: Metrics) -> Layout:
    """Lay out a chart whose shelves are at most `columns` cards wide.

    Raises
    ------
    ValueError
        If `columns` is below 1.
    """
    if columns < 1:
        raise ValueError("a chart needs at least one column")
    m = metrics
    pitch = m.card_width + m.gap
    # Two cards wide at least: room for the head's totals, and ground to drop a new group on.
    count = np.maximum(shape.cards_of_region, 2)
    across = np.minimum(count, columns)
    widths = across * pitch - m.gap + m.gutter

    rows = stack_rows(shape, m)
    heights = rows.card_height
    region_of_card = np.repeat(np.arange(len(count)), shape.cards_of_region)
    first_card = np.cumsum(shape.cards_of_region) - shape.cards_of_region
    place = np.arange(len(heights)) - first_card[region_of_card]
    column, line = np.divmod(place, across[region_of_card])[::-1]
    line_tops, region_heights = _line_tops(heights, region_of_card, line, len(count), m)

    shelf = _shelves(widths, columns * pitch - m.gap + m.gutter, m.region_gap)
    shelf_heights = np.zeros(int(shelf[-1]) + 1 if len(shelf) else 0)
    np.maximum.at(shelf_heights, shelf, region_heights)
    top = m.margin + m.root_height + m.shelf_gap
    shelf_tops = top + np.concatenate(([0.0], np.cumsum(shelf_heights + m.shelf_gap)))[:-1]

    regions = np.empty((len(count), 4))
    regions[:, 0] = _along_shelves(widths + m.region_gap, shelf) + m.margin + m.gutter
    regions[:, 1] = shelf_tops[shelf]
    regions[:, 2], regions[:, 3] = widths, region_heights

    cards = np.empty((len(heights), 4))
    cards[:, 0] = regions[region_of_card, 0] + m.gutter + column * pitch
    cards[:, 1] = regions[region_of_card, 1] + line_tops
    cards[:, 2], cards[:, 3] = m.card_width, heights

    right = float((regions[:, 0] + regions[:, 2]).max()) if len(count) else m.root_width
    width = max(right, m.root_width + m.margin) + m.margin
    bottom = float((regions[:, 1] + regions[:, 3]).max()) if len(count) else top
    root = ((width - m.root_width) / 2, m.margin, m.root_width, m.root_height)
    lines = _connectors(root, regions, cards, region_of_card, shelf, line, m)
    return Layout(
        width,
        bottom + m.margin,
        root,
        regions,
        cards,
        region_of_card,
        rows.first,
        cards[rows.card, 1] + rows.top,
        rows.height,
        rows.card,
        lines,
    )


def best_columns(shape: Shape, aspect: float, metrics: Metrics) -> int:
    """Return the number of columns whose chart fills a page of that aspect best.

    Parameters
    ----------
    aspect : float
        Width of the page by its height.
    """
    most = int(shape.cards_of_region.sum()) + len(shape.cards_of_region)
    best, best_scale = 1, 0.0
    for columns in range(1, min(most, 60) + 1):
        layout = lay_out(shape, columns, metrics)
        scale = min(aspect / layout.width, 1.0 / layout.height)
        if scale > best_scale * 1.0001:
            best, best_scale = columns, scale
    return best


def _line_tops(
    heights: Floats, region: Ints, line: Ints, regions: int, m: Metrics
) -> tuple[Floats, Floats]:
    """Return the top of each card in its region, and the height of each region."""
    lines = np.zeros(regions, dtype=np.int64)
    np.maximum.at(lines, region, line + 1)
    first = np.cumsum(lines) - lines
    tallest = np.zeros(int(lines.sum()))
    np.maximum.at(tallest, first[region] + line, heights)
    step = tallest + m.gap + m.bus
    ends = np.cumsum(step)
    starts = ends - step
    owner = np.repeat(np.arange(regions), lines)
    tops = starts - starts[first[owner]] + m.region_head + m.bus if len(step) else starts
    used = np.full(regions, m.region_head + m.bus + m.row_height * 2)
    if len(step):
        np.maximum.at(used, owner, tops + tallest)
    return tops[first[region] + line], used


def _shelves(widths: Floats, limit: float, gap: float) -> Ints:
    """Return the shelf of each region, filled from left to right."""
    shelf = np.zeros(len(widths), dtype=np.int64)
    at, used = 0, 0.0
    for i, width in enumerate(widths.tolist()):
        if used and used + gap + width > limit:
            at, used = at + 1, 0.0
        used += width + (gap if used else 0.0)
        shelf[i] = at
    return shelf


def _along_shelves(steps: Floats, shelf: Ints) -> Floats:
    """Return the x of each region from the start of its shelf."""
    if not len(steps):
        return steps
    starts = np.cumsum(steps) - steps
    first = np.searchsorted(shelf, shelf)
    return np.asarray(starts - starts[first], dtype=np.float64)


def _connectors(
    root: Sequence[float],
    regions: Floats,
    cards: Floats,
    region_of_card: Ints,
    shelf: Ints,
    line: Ints,
    m: Metrics,
) -> Floats:
    """Return the hairlines from the root to regions and from regions to cards."""
    if not len(regions):
        return np.empty((0, 4))
    x0 = m.margin
    lines: list[tuple[float, float, float, float]] = []
    middle, foot = root[0] + root[2] / 2, root[1] + root[3]
    tops = sorted(set(regions[:, 1].tolist()))
    buses = [top - m.bus for top in tops]
    lines.append((middle, foot, middle, buses[0]))
    lines.append((x0, buses[0], x0, buses[-1]))
    for number, bus in enumerate(buses):
        own = regions[shelf == number]
        ends = own[:, 0].tolist()
        reach = max([*ends, middle] if number == 0 else ends)
        lines.append((x0, bus, reach, bus))
        lines += [(x, bus, x, bus + m.bus) for x in ends]
    groups = np.array(lines)
    if not len(cards):
        return groups
    # Below its head a region has an upright line left of its cards, and a level one above each
    # row of them, from which a short line drops to each card.
    bus_y = np.repeat(cards[:, 1] - m.bus, 1)
    left = regions[region_of_card, 0]
    centre = cards[:, 0] + cards[:, 2] / 2
    drops = np.stack([centre, bus_y, centre, cards[:, 1]], axis=1)
    last = np.ones(len(cards), dtype=bool)
    last[:-1] = (region_of_card[1:] != region_of_card[:-1]) | (line[1:] != line[:-1])
    level = np.stack([left, bus_y, centre, bus_y], axis=1)[last]
    lowest = np.zeros(len(regions))
    np.maximum.at(lowest, region_of_card, bus_y)
    has = lowest > 0
    head = regions[:, 1] + m.region_head
    uprights = np.stack([regions[:, 0], head - m.bus, regions[:, 0], lowest], axis=1)[has]
    return np.concatenate([groups, uprights, level, drops])
