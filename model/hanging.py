"""The chart's geometry on paper: cards hang below each other in columns, close together.

On screen a region's cards stand in rows, and a tall card leaves its neighbours' room empty. A sheet
of paper has no room to spare, so here each region is as many columns as suit it, filled from the
top, and regions of about the same height share a shelf. Columns hang on a line of their own, so it
still reads as an organisation chart.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise
from math import ceil

import numpy as np
from numpy.typing import NDArray

from model.layout import Box, Layout, Line, Metrics, Shape
from model.records import record

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


@record
class _Way:
    """One way to set a region: how wide and high it is, and which cards each column holds."""

    width: float
    height: float
    cuts: tuple[int, ...]


Shelf = list[tuple[int, _Way]]
"""Regions side by side, by number."""
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@record
class Hung:
    """Which regions share a shelf and in which columns their cards hang: all but the places.

    Attributes
    ----------
    width, height : float
        Of the whole chart, margins included.
    metrics : Metrics
        With the height of regions' heads that was asked for.
    """

    width: float
    height: float
    metrics: Metrics
    shelves: Sequence[Shelf]

    @property
    def region_widths(self) -> list[float]:
        """Width of each region."""
        return [way.width for shelf in self.shelves for _, way in shelf]


class Hanging:
    """A chart's cards, to be hung in any area.

    What does not depend on the area is worked out once: the columns that each region may be set in,
    and the best shelves for each width that is tried.
    """

    def __init__(self, shape: Shape, metrics: Metrics) -> None:
        self.shape = shape
        self.metrics = metrics
        heights = shape.card_heights(metrics)
        self._settings = [
            _settings(heights[start:end], metrics.stack_gap)
            for start, end in pairwise(shape.first_cards())
        ]
        self._spans = _spans([[tallest for _, tallest in of] for of in self._settings])
        self._tried: dict[tuple[float, tuple[float, ...]], list[Hung]] = {}

    def best(
        self,
        width: float,
        height: float,
        *,
        most: float = float("inf"),
        least_widths: Sequence[float] = (),
        region_head: float | None = None,
    ) -> Hung:
        """Return what fills an area best.

        Parameters
        ----------
        width, height : float
            Of the area, in any unit.
        most : float
            The most of that unit that a scene unit may take. Where that is reached, a broad chart
            is preferred to a high one.
        least_widths : floats, one a region, optional
            What each region's head needs.
        region_head : float, optional
            Height of regions' heads; that of the metrics if not given.
        """
        head = self.metrics.region_head if region_head is None else region_head
        key = (head, tuple(least_widths))
        if key not in self._tried:
            self._tried[key] = self._try(*key)

        def score(hung: Hung) -> tuple[float, float]:
            scale = min(width / hung.width, height / hung.height, most)
            return scale, hung.width if scale == most else 0.0

        return max(self._tried[key], key=score)

    def _try(self, head: float, least_widths: Sequence[float]) -> list[Hung]:
        """Return the lowest chart for each width of a shelf."""
        m = replace(self.metrics, region_head=head)
        ways = [
            _ways(settings, least_widths[number] if least_widths else 0.0, m)
            for number, settings in enumerate(self._settings)
        ]
        tried = []
        for shelves in _shelves(ways, self._spans, _limits(ways, m), m):
            wide, high = _size(shelves, m)
            tried.append(Hung(wide, high, m, shelves))
        return tried

    def place(self, hung: Hung) -> Layout:
        """Return where everything is."""
        return _place(self.shape, hung.shelves, hung.metrics)


def hang(
    shape: Shape,
    metrics: Metrics,
    width: float,
    height: float,
    *,
    most: float = float("inf"),
    least_widths: Sequence[float] = (),
) -> Layout:
    """Lay out a chart so that it fills an area as large as possible; see `Hanging.best`."""
    hanging = Hanging(shape, metrics)
    return hanging.place(hanging.best(width, height, most=most, least_widths=least_widths))


def _settings(heights: Sequence[float], gap: float) -> list[tuple[tuple[int, ...], float]]:
    """Return the columns that cards may be set in: where they are cut, and how high they are.

    Each has more columns than the one before and is lower.
    """
    if not heights:
        return [((0,), 0.0)]
    settings: list[tuple[tuple[int, ...], float]] = []
    for columns in range(1, min(len(heights), _MOST_COLUMNS) + 1):
        cuts = _columns(heights, columns, gap)
        tallest = max(sum(heights[a:b]) + gap * (b - a - 1) for a, b in pairwise(cuts))
        if not settings or tallest < settings[-1][1]:
            settings.append((tuple(cuts), tallest))
    return settings


def _ways(
    settings: Sequence[tuple[tuple[int, ...], float]], least: float, m: Metrics
) -> list[_Way]:
    """Return the ways to set a region, each lower and wider than the one before."""
    top, pitch = m.region_head, m.card_width + m.gap
    if len(settings[0][0]) == 1:  # no cards, so the head alone
        return [_Way(max(m.card_width, least), top, (0,))]
    ways = []
    for cuts, tallest in settings:
        wide = (len(cuts) - 1) * pitch - m.gap + m.gutter
        spare = max(0.0, least - wide)
        ways.append(_Way(wide + pitch * ceil(spare / pitch), top + tallest, cuts))
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


@record
class _Span:
    """Regions that may stand on one shelf, from `first` to before `end`, and how they then may.

    Attributes
    ----------
    tops : floats
        Heights of the shelf without heads, each lower than the one before.
    ways : (regions, tops) ints
        Number of the way, counted over all regions, that each region then takes: the narrowest
        that is no higher.
    """

    first: int
    end: int
    tops: Floats
    ways: Ints


def _spans(heights: Sequence[Sequence[float]]) -> list[_Span]:
    """Return what may stand on a shelf, by the first region from the last to the first.

    Parameters
    ----------
    heights : floats, falling, for each region
        Of the ways to set it.
    """
    count = len(heights)
    tops = np.array(sorted({high for of_region in heights for high in of_region}, reverse=True))
    own = np.array([np.isin(tops, of_region) for of_region in heights])
    starts = [0, *accumulate(map(len, heights))]
    ways = np.array(
        [
            start + np.searchsorted(-np.array(of_region), -tops)
            for start, of_region in zip(starts, heights, strict=False)
        ]
    )
    spans = []
    for first in range(count - 1, -1, -1):
        among = np.zeros(len(tops), dtype=bool)
        # No region can be lower than the highest of those that are as low as they get.
        least = 0.0
        for end in range(first + 1, min(count, first + _MOST_ON_SHELF) + 1):
            among |= own[end - 1]
            least = max(least, heights[end - 1][-1])
            which = np.flatnonzero(among & (tops >= least))
            step = -(-len(which) // _MOST_HEIGHTS)
            which = np.append(which[:-1:step], which[-1])
            spans.append(_Span(first, end, tops[which], ways[first:end, which]))
    return spans


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


def _shelves(
    ways: Sequence[Sequence[_Way]], spans: Sequence[_Span], limits: Sequence[float], m: Metrics
) -> Iterator[list[Shelf]]:
    """Iterate over the shelves that are lowest all together, for some width they may have."""
    count, room = len(ways), np.array(limits) + 0.01
    # From the last region to the first, for all widths at once: how low all from there on can be,
    # up to which region the first shelf goes then, and how high it is.
    lowest = np.zeros((count + 1, len(room)))
    lowest[:-1] = np.inf
    until = np.zeros((count, len(room)), dtype=np.int64)
    tops = np.zeros((count, len(room)))
    wide = np.array([way.width for of_region in ways for way in of_region])
    for span in spans:
        gaps = m.region_gap * (span.end - span.first - 1)
        place = np.searchsorted(wide[span.ways].sum(axis=0) + gaps, room, side="right") - 1
        top = span.tops[place] + m.region_head
        high = top + m.shelf_gap + lowest[span.end]
        better = (place >= 0) & (high <= lowest[span.first])
        np.copyto(lowest[span.first], high, where=better)
        np.copyto(until[span.first], span.end, where=better)
        np.copyto(tops[span.first], top, where=better)
    seen: set[tuple[tuple[int, int, float], ...]] = set()
    for end, top_of in zip(until.T.tolist(), tops.T.tolist(), strict=True):
        cuts, at = [], 0
        while at < count:
            cuts.append((at, end[at], top_of[at]))
            at = end[at]
        if tuple(cuts) not in seen:
            seen.add(tuple(cuts))
            yield [
                [(n, _under(ways[n], top)) for n in range(first, after)]
                for first, after, top in cuts
            ]


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
    heights, firsts = shape.card_heights(m), shape.first_cards()
    wide, high = _size(shelves, m)
    root = ((wide - m.root_width) / 2, m.margin, m.root_width, m.root_height)
    widest = max((_across(shelf, m) for shelf in shelves), default=0.0)
    trunk = m.gutter if len(shelves) > 1 else 0.0
    spare = wide - 2 * m.margin - trunk - widest
    trunk_x = m.margin + spare / 2
    left = trunk_x + trunk
    regions: list[Box] = []
    cards: list[Box] = []
    branches: list[list[Line]] = []
    starts: list[list[float]] = []
    tops: list[float] = []
    y = m.margin + m.root_height + m.shelf_gap
    for shelf in shelves:
        x = left
        starts.append([])
        tops.append(y)
        for number, way in shelf:
            regions.append((x, y, way.width, way.height))
            own = heights[firsts[number] : firsts[number + 1]]
            branches.append(_place_cards(cards, own, way, x, y, m))
            starts[-1].append(x + _BAR)
            x += way.width + m.region_gap
        y += max(way.height for _, way in shelf) + m.shelf_gap
    return Layout(
        wide,
        high,
        root,
        regions,
        cards,
        regions,
        shape.region_of_card(),
        firsts,
        _join(root, starts, tops, trunk_x, m),
        branches,
    )


def _place_cards(
    cards: list[Box], heights: Sequence[float], way: _Way, x: float, y: float, m: Metrics
) -> list[Line]:
    """Add a region's cards in their columns; return the lines that they hang on."""
    bus = y + m.region_head - _ABOVE
    lines: list[Line] = []
    spine = x + _BAR
    for column, (start, end) in enumerate(pairwise(way.cuts)):
        card_x = x + m.gutter + column * (m.card_width + m.gap)
        spine = card_x - m.gutter + _BAR
        at = y + m.region_head
        for height in heights[start:end]:
            cards.append((card_x, at, m.card_width, height))
            lines.append((spine, at + TICK, card_x, at + TICK))
            at += height + m.stack_gap
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
