"""The chart's geometry on paper: cards hang below each other in columns, close together.

On screen a region's cards stand in rows, and a tall card leaves its neighbours' room empty. A sheet
of paper has no room to spare, so here each region is as many columns as suit it, filled from the
top, and regions of about the same height share a shelf. Columns hang on a line of their own, so it
still reads as an organisation chart.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil

import numpy as np

from model.layout import Floats, Layout, Metrics, Shape, stack_rows

TICK = 17.0
"""How far below a card's top its line meets it."""
_BAR = 1.5
"""A column's line is below the middle of the bar that marks its region's head."""
_ABOVE = 5.0
"""How far above its cards the line is that joins a region's columns."""
# Bounds on how much is tried: a pack may have any number of regions.
_MOST_COLUMNS = 40
_MOST_WIDTHS = 96
_MOST_ON_SHELF = 16
_MOST_HEIGHTS = 24


@dataclass(frozen=True, slots=True)
class _Way:
    """One way to set a region: how wide and high it is, and which cards each column holds."""

    width: float
    height: float
    cuts: tuple[int, ...]


Shelf = list[tuple[int, _Way]]
"""Regions side by side, by number."""
Line = tuple[float, float, float, float]
"""From x, y to x, y."""


def hang(
    shape: Shape,
    metrics: Metrics,
    width: float,
    height: float,
    *,
    most: float = float("inf"),
    least_widths: Sequence[float] = (),
) -> Layout:
    """Lay out a chart so that it fills an area as large as possible.

    Parameters
    ----------
    width, height : float
        Of the area, in any unit.
    most : float
        The most of that unit that a scene unit may take. Where that is reached, a broad chart is
        preferred to a high one.
    least_widths : floats, one a region, optional
        What each region's head needs.
    """
    heights = stack_rows(shape, metrics).card_height
    ends = np.cumsum(shape.cards_of_region).tolist()
    ways = []
    for number, end in enumerate(ends):
        own = heights[end - int(shape.cards_of_region[number]) : end].tolist()
        least = least_widths[number] if least_widths else 0.0
        ways.append(_ways(own, least, metrics))
    parts = _parts(ways, metrics)
    best: tuple[tuple[float, float], list[Shelf]] | None = None
    for limit in _limits(ways, metrics):
        shelves = _shelves(parts, limit, metrics)
        wide, high = _size(shelves, metrics)
        scale = min(width / wide, height / high, most)
        score = (scale, wide if scale == most else 0.0)
        if best is None or score > best[0]:
            best = (score, shelves)
    return _place(shape, best[1] if best else [], metrics)


def _ways(heights: Sequence[float], least: float, m: Metrics) -> list[_Way]:
    """Return the ways to set a region, each lower and wider than the one before."""
    top = m.region_head
    if not heights:
        return [_Way(max(m.card_width, least), top, (0,))]
    ways: list[_Way] = []
    for columns in range(1, min(len(heights), _MOST_COLUMNS) + 1):
        cuts = _columns(heights, columns, m.stack_gap)
        tallest = max(sum(heights[a:b]) + m.stack_gap * (b - a - 1) for a, b in pairwise(cuts))
        wide = (len(cuts) - 1) * (m.card_width + m.gap) - m.gap + m.gutter
        if not ways or top + tallest < ways[-1].height:
            pitch = m.card_width + m.gap
            spare = max(0.0, least - wide)
            ways.append(_Way(wide + pitch * ceil(spare / pitch), top + tallest, tuple(cuts)))
    return ways


def _columns(heights: Sequence[float], columns: int, gap: float) -> list[int]:
    """Return where to cut cards into columns so that the highest is as low as can be."""
    low, high = max(heights), sum(heights) + gap * len(heights)
    cuts = _cut(heights, high, gap)
    while high - low > 0.5:
        middle = (low + high) / 2
        tried = _cut(heights, middle, gap)
        if len(tried) - 1 <= columns:
            high, cuts = middle, tried
        else:
            low = middle
    return cuts


def _cut(heights: Sequence[float], limit: float, gap: float) -> list[int]:
    """Return where columns of at most `limit` end, with 0 before."""
    cuts, used = [0], 0.0
    for i, height in enumerate(heights):
        if used and used + gap + height > limit:
            cuts.append(i)
            used = 0.0
        used += height + (gap if used else 0.0)
    return [*cuts, len(heights)]


@dataclass(frozen=True, slots=True)
class _Part:
    """Some regions in a row, in all the ways that they may share a shelf: lower and wider."""

    end: int
    widths: tuple[float, ...]
    shelves: tuple[Shelf, ...]


def _parts(ways: Sequence[Sequence[_Way]], m: Metrics) -> list[list[_Part]]:
    """Return, for each region, what may stand on a shelf that begins with it."""
    count = len(ways)
    return [
        [
            _part(ways, first, end, m)
            for end in range(first + 1, min(count, first + _MOST_ON_SHELF) + 1)
        ]
        for first in range(count)
    ]


def _part(ways: Sequence[Sequence[_Way]], first: int, end: int, m: Metrics) -> _Part:
    # No region can be lower than the highest of those that are as low as they get.
    least = max(of_region[-1].height for of_region in ways[first:end])
    tops = {way.height for of_region in ways[first:end] for way in of_region}
    heights = sorted((top for top in tops if top >= least), reverse=True)
    step = -(-len(heights) // _MOST_HEIGHTS)
    widths: list[float] = []
    shelves: list[Shelf] = []
    for top in [*heights[:-1:step], heights[-1]]:
        shelf = [(number, _under(ways[number], top)) for number in range(first, end)]
        width = _across(shelf, m)
        if not widths or width > widths[-1]:
            widths.append(width)
            shelves.append(shelf)
        else:
            shelves[-1] = shelf
    return _Part(end, tuple(widths), tuple(shelves))


def _under(ways: Sequence[_Way], top: float) -> _Way:
    """Return the narrowest way that is no higher than `top`."""
    return ways[bisect_left(ways, -top, key=lambda way: -way.height)]


def _limits(ways: Sequence[Sequence[_Way]], m: Metrics) -> list[float]:
    """Return the widths of a shelf to try."""
    if not ways:
        return [m.root_width]
    narrow = max(of_region[0].width for of_region in ways)
    broad = sum(of_region[-1].width + m.region_gap for of_region in ways)
    steps = max(1, min(_MOST_WIDTHS, round((broad - narrow) / (m.card_width + m.gap) * 2)))
    return [narrow + (broad - narrow) * i / steps for i in range(steps + 1)]


def _shelves(parts: Sequence[Sequence[_Part]], limit: float, m: Metrics) -> list[Shelf]:
    """Return regions on shelves of at most that width, all together as low as can be."""
    count = len(parts)
    lowest = [0.0] * (count + 1)
    choice: list[tuple[int, Shelf]] = [(0, [])] * count
    for first in range(count - 1, -1, -1):
        lowest[first] = float("inf")
        for part in parts[first]:
            place = bisect_right(part.widths, limit + 0.01) - 1
            if place < 0:
                break
            shelf = part.shelves[place]
            high = max(way.height for _, way in shelf) + m.shelf_gap + lowest[part.end]
            if high <= lowest[first]:
                lowest[first], choice[first] = high, (part.end, shelf)
    result, at = [], 0
    while at < count:
        at, shelf = choice[at]
        result.append(shelf)
    return result


def _size(shelves: Sequence[Shelf], m: Metrics) -> tuple[float, float]:
    """Return width and height of the whole chart."""
    widest = max((_across(shelf, m) for shelf in shelves), default=0.0)
    heights = [max(way.height for _, way in shelf) + m.shelf_gap for shelf in shelves]
    trunk = m.gutter if len(shelves) > 1 else 0.0
    return max(widest + trunk, m.root_width) + 2 * m.margin, (
        m.root_height + sum(heights) + 2 * m.margin
    )


def _across(shelf: Shelf, m: Metrics) -> float:
    return sum(way.width for _, way in shelf) + m.region_gap * (len(shelf) - 1)


def _place(shape: Shape, shelves: Sequence[Shelf], m: Metrics) -> Layout:
    rows = stack_rows(shape, m)
    wide, high = _size(shelves, m)
    root = ((wide - m.root_width) / 2, m.margin, m.root_width, m.root_height)
    widest = max((_across(shelf, m) for shelf in shelves), default=0.0)
    trunk = m.gutter if len(shelves) > 1 else 0.0
    spare = wide - 2 * m.margin - trunk - widest
    trunk_x = m.margin + spare / 2
    left = trunk_x + trunk
    regions = np.zeros((len(shape.cards_of_region), 4))
    cards = np.zeros((len(rows.card_height), 4))
    cards[:, 2], cards[:, 3] = m.card_width, rows.card_height
    firsts = (np.cumsum(shape.cards_of_region) - shape.cards_of_region).tolist()
    lines: list[Line] = []
    starts: list[list[float]] = []
    tops: list[float] = []
    y = m.margin + m.root_height + m.shelf_gap
    for shelf in shelves:
        x = left
        starts.append([])
        tops.append(y)
        for number, way in shelf:
            regions[number] = (x, y, way.width, way.height)
            lines += _place_cards(cards, firsts[number], way, x, y, m)
            starts[-1].append(x + _BAR)
            x += way.width + m.region_gap
        y += max(way.height for _, way in shelf) + m.shelf_gap
    lines += _join(root, starts, tops, trunk_x, m)
    return Layout(
        wide,
        high,
        root,
        regions,
        cards,
        np.repeat(np.arange(len(regions)), shape.cards_of_region),
        rows.first,
        cards[rows.card, 1] + rows.top,
        rows.height,
        rows.card,
        np.array(lines, dtype=np.float64).reshape(-1, 4),
    )


def _place_cards(
    cards: Floats, first: int, way: _Way, x: float, y: float, m: Metrics
) -> list[Line]:
    """Put a region's cards into their columns; return the lines that they hang on."""
    bus = y + m.region_head - _ABOVE
    lines: list[Line] = []
    spine = x + _BAR
    for column, (start, end) in enumerate(pairwise(way.cuts)):
        card_x = x + m.gutter + column * (m.card_width + m.gap)
        spine = card_x - m.gutter + _BAR
        at = y + m.region_head
        for card in range(first + start, first + end):
            cards[card, :2] = card_x, at
            lines.append((spine, at + TICK, card_x, at + TICK))
            at += float(cards[card, 3]) + m.stack_gap
        if end > start:
            lines.append((spine, bus if column else y, spine, lines[-1][1]))
    if len(way.cuts) > 2:
        lines.append((x + _BAR, bus, spine, bus))
    return lines


def _join(
    root: tuple[float, float, float, float],
    starts: Sequence[Sequence[float]],
    tops: Sequence[float],
    trunk_x: float,
    m: Metrics,
) -> list[Line]:
    """Return the lines from the root to the regions on each shelf."""
    if not tops:
        return []
    middle, foot = root[0] + root[2] / 2, root[1] + root[3]
    lines: list[Line] = [(middle, foot, middle, tops[0] - m.bus)]
    for number, (of_shelf, top) in enumerate(zip(starts, tops, strict=True)):
        ends = [*of_shelf, middle] if number == 0 else list(of_shelf)
        if len(tops) > 1:
            ends.append(trunk_x)
        lines.append((min(ends), top - m.bus, max(ends), top - m.bus))
        lines += [(x, top - m.bus, x, top) for x in of_shelf]
    if len(tops) > 1:
        lines.append((trunk_x, tops[0] - m.bus, trunk_x, tops[-1] - m.bus))
    return lines
