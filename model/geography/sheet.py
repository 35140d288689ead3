"""How a map lies on its sheet: the whole, and insets of areas too dense to be read in it.

Insets are found, not named: units whose labels need more room than the map has, lying together.
They stand where nothing else is, at sea or beside the land.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Final, NamedTuple

from model.geography.cells import Box

LONG_SIDE: Final = 6400.0
"""How long the map's longer side is on the sheet, in the sheet's unit."""
MARGIN: Final = 90.0
"""Round everything on the sheet."""
GAP: Final = 60.0
"""Between an inset and what is beside it."""

_DENSE: Final = 3.1
"""Units are dense whose labels fit only on a map so many times as large as a page's."""
_FEW: Final = 5
"""Fewer dense units than this have no inset."""
_TRIM: Final = 0.88
"""A unit is left out of an inset that is so much smaller without it."""
_MOST: Final = 4
"""How many insets there are at most."""
_SHARE: Final = 0.36
"""How much of the map's longer side an inset takes at most, across and down."""
_MANY: Final = 24
"""An inset of fewer units than this is smaller."""
_LEAST_GAIN: Final = 1.7
"""An inset that enlarges less than this is not worth its room."""
_MOST_GAIN: Final = 6.0
_CELLS: Final = 48
"""Cells along the longer side in which room for insets is looked for."""
ASPECT: Final = 1.0
"""Width to height of the sheet that is shown largest: the map has a part of a window or page."""


class Frame(NamedTuple):
    """A part of the map and where it lies on the sheet.

    Attributes
    ----------
    source : Box
        What it shows, in the map's unit.
    x, y : float
        Where its top left corner lies on the sheet.
    scale : float
        The sheet's units to one of the map.
    units : tuple of str
        The dense units that it is there for; empty for the main map.
    """

    source: Box
    x: float
    y: float
    scale: float
    units: tuple[str, ...] = ()

    @property
    def box(self) -> Box:
        """Where it lies on the sheet."""
        left, top, right, bottom = self.source
        return (
            *(self.x, self.y),
            *(self.x + (right - left) * self.scale, self.y + (bottom - top) * self.scale),
        )

    def to_map(self, x: float, y: float) -> tuple[float, float]:
        """Return the point of the map at a point of the sheet."""
        left, top = self.source[:2]
        return left + (x - self.x) / self.scale, top + (y - self.y) / self.scale

    def to_sheet(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point of the map lies on the sheet."""
        left, top = self.source[:2]
        return self.x + (x - left) * self.scale, self.y + (y - top) * self.scale

    def holds(self, x: float, y: float) -> bool:
        """Whether a point of the sheet lies in it."""
        left, top, right, bottom = self.box
        return left <= x <= right and top <= y <= bottom


class Sheet(NamedTuple):
    """The main map and its insets, and how large they are together."""

    main: Frame
    insets: tuple[Frame, ...]
    width: float
    height: float

    @property
    def frames(self) -> tuple[Frame, ...]:
        """All frames, the main map first."""
        return (self.main, *self.insets)

    def frame_at(self, x: float, y: float) -> Frame:
        """Return the frame that a point of the sheet is in; the main map if in no inset."""
        return next((inset for inset in self.insets if inset.holds(x, y)), self.main)


def plain_sheet(bounds: Box) -> Sheet:
    """Return a sheet without insets."""
    return _laid_out(bounds, ())


def sheet_of(
    bounds: Box,
    boxes: Mapping[str, Box],
    needed: Mapping[str, float],
    beside: Callable[[str], Collection[str]],
    land: Iterable[tuple[float, float]],
    aspect: float = ASPECT,
) -> Sheet:
    """Return a sheet with insets for what is dense.

    Parameters
    ----------
    bounds : Box
        Of the whole map.
    boxes : mapping of str to Box
        Of each unit's main part.
    needed : mapping of str to float
        How many times as large as on a page the map must be for each unit's label to fit.
    beside : callable
        Which units touch a unit.
    land : iterable of (float, float)
        Points all over the land and along its edge: no inset may cover one.
    aspect : float
        Width to height of what the sheet is shown in.
    """
    dense = {unit for unit, times in needed.items() if times > _DENSE}
    wanted = [_wanted(bounds, boxes, needed, units) for units in _clusters(dense, beside)]
    insets = sorted((w for w in wanted if w is not None), key=lambda w: -len(w[2]))[:_MOST]
    return _laid_out(bounds, insets, land, aspect)


def _clusters(
    dense: Collection[str], beside: Callable[[str], Collection[str]]
) -> Iterator[list[str]]:
    """Iterate over sets of dense units that lie together."""
    left = set(dense)
    while left:
        waiting = [min(left)]
        left.remove(waiting[0])
        found = []
        while waiting:
            found.append(unit := waiting.pop())
            near = left.intersection(beside(unit))
            left -= near
            waiting += near
        if len(found) >= _FEW:
            yield sorted(found)


_Wanted = tuple[Box, float, tuple[str, ...]]
"""What an inset shows, how many times it is enlarged, and for which units."""


def _wanted(
    bounds: Box, boxes: Mapping[str, Box], needed: Mapping[str, float], units: Sequence[str]
) -> _Wanted | None:
    """Return an inset for some units, None if it would show little more than the map does."""
    units = _compact(boxes, units)
    source = _around([boxes[unit] for unit in units])
    width, height = source[2] - source[0], source[3] - source[1]
    pad = 0.05 * max(width, height)
    source = (source[0] - pad, source[1] - pad, source[2] + pad, source[3] + pad)
    longest = max(bounds[2] - bounds[0], bounds[3] - bounds[1])
    share = min(_SHARE, _SHARE * math.sqrt(len(units) / _MANY))
    room = share * longest / (max(width, height) + 2 * pad)
    times = sorted(needed[unit] for unit in units)[math.floor(0.9 * len(units))]
    gain = min(room, times, _MOST_GAIN)
    return (source, gain, tuple(units)) if gain >= _LEAST_GAIN else None


def _compact(boxes: Mapping[str, Box], units: Sequence[str]) -> Sequence[str]:
    """Return units without those for whose sake alone their box would be much larger."""
    kept = list(units)
    while len(kept) > _FEW:
        left = [[u for u in kept if u != out] for out in kept]
        least = min(left, key=lambda units: _size(_around([boxes[u] for u in units])))
        if _size(_around([boxes[u] for u in least])) > _TRIM * _size(
            _around([boxes[u] for u in kept])
        ):
            break
        kept = least
    return kept


def _size(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _around(boxes: Iterable[Box]) -> Box:
    """Return the least box that holds others."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _laid_out(
    bounds: Box,
    wanted: Iterable[_Wanted],
    land: Iterable[tuple[float, float]] = (),
    aspect: float = ASPECT,
) -> Sheet:
    """Put the map on a sheet, then each inset where there is room."""
    left, top, right, bottom = bounds
    scale = LONG_SIDE / max(right - left, bottom - top, 1e-9)
    room = _Room(bounds, scale, land, aspect)
    insets = []
    for source, gain, units in wanted:
        width, height = (source[2] - source[0]), (source[3] - source[1])
        x, y = room.take(width * scale * gain, height * scale * gain, _middle(source))
        insets.append(Frame(source, x, y, scale * gain, units))
    boxes = [room.whole, *(inset.box for inset in insets)]
    west, north, east, south = _around(boxes)
    dx, dy = MARGIN - west, MARGIN - north
    return Sheet(
        Frame(bounds, dx, dy, scale),
        tuple(f._replace(x=f.x + dx, y=f.y + dy) for f in insets),
        *(east - west + 2 * MARGIN, south - north + 2 * MARGIN),
    )


def _middle(box: Box) -> tuple[float, float]:
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


class _Room:
    """Where on a sheet there is nothing yet, in cells; the map's top left corner is at 0, 0."""

    def __init__(
        self, bounds: Box, scale: float, land: Iterable[tuple[float, float]], aspect: float
    ) -> None:
        left, top, right, bottom = bounds
        self._bounds, self._scale, self._aspect = bounds, scale, aspect
        self.whole: Box = (0.0, 0.0, (right - left) * scale, (bottom - top) * scale)
        self._cell = LONG_SIDE / _CELLS
        self._taken = {self._at((x - left) * scale, (y - top) * scale) for x, y in land}
        self._sheet = self.whole

    def _at(self, x: float, y: float) -> tuple[int, int]:
        return math.floor(x / self._cell), math.floor(y / self._cell)

    def take(self, width: float, height: float, near: tuple[float, float]) -> tuple[float, float]:
        """Return where a box finds room, and keep it: as the sheet grows least, then nearest."""
        cell, (left, top, *_) = self._cell, self._bounds
        across = math.ceil((width + 2 * GAP) / cell)
        down = math.ceil((height + 2 * GAP) / cell)
        home = (near[0] - left) * self._scale, (near[1] - top) * self._scale
        columns, rows = (math.ceil(side / cell) for side in self.whole[2:])
        # Wide as the map may be, beside it and below it there is always room.
        spread = range(-2 * across, columns + 2 * across), range(-down, rows + down + 1)
        free = _free(self._taken, spread, across, down)

        def cost(place: tuple[int, int]) -> tuple[float, tuple[int, int]]:
            x, y = place[0] * cell + GAP, place[1] * cell + GAP
            sheet = _around([self._sheet, (x, y, x + width, y + height)])
            size = max((sheet[2] - sheet[0]) / self._aspect, sheet[3] - sheet[1])
            way = math.dist((x + width / 2, y + height / 2), home)
            return size + 0.1 * way, place

        column, row = min(free, key=cost)
        self._taken |= {(column + i, row + k) for i in range(across) for k in range(down)}
        x, y = column * cell + GAP, row * cell + GAP
        self._sheet = _around([self._sheet, (x, y, x + width, y + height)])
        return x, y


def _free(
    taken: Collection[tuple[int, int]], spread: tuple[range, range], across: int, down: int
) -> Iterator[tuple[int, int]]:
    """Iterate over the cells from which on so many across and down are free."""
    columns, rows = spread
    # For each cell, how many are taken above and left of it.
    above = [0] * (len(columns) + 1)
    sums = [above]
    for row in rows:
        line = accumulate((column, row) in taken for column in columns)
        above = [0, *(a + b for a, b in zip(above[1:], line, strict=True))]
        sums.append(above)
    for k in range(len(rows) - down + 1):
        upper, lower = sums[k], sums[k + down]
        for i in range(len(columns) - across + 1):
            if lower[i + across] - lower[i] == upper[i + across] - upper[i]:
                yield columns[i], rows[k]
