"""Labels on a map of one scale: in the area that each names, or beside it with a line to it.

The map is taken in cells, each of which belongs to an area, to none of those that are labelled, or
to nothing (sea, and what lies beyond). A label covers whole cells, so that two never overlap.
Lengths are in the unit of the page, from the top left corner of the cells.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

NOTHING: Final = -1
"""What owns a cell without land."""
_REACH: Final = 0.45
"""How far a label may be from its area, of the longer side of the map."""
_TRIES: Final = 800
"""How many places for a label beside its area are looked at."""
_SHY: Final = 4.0
"""How much farther off a label may stand to lie at sea and not on land, in its own widths."""


class Spot(NamedTuple):
    """Where a label stands.

    Attributes
    ----------
    x, y : float
        Its middle.
    lead : (float, float) or None
        The point of the area that a line leads to, if the label is not in it.
    """

    x: float
    y: float
    lead: tuple[float, float] | None = None


class Canvas:
    """A map in cells, and what stands on it already.

    Parameters
    ----------
    owner : array of int, rows by columns
        The area that each cell belongs to, from 0; `NOTHING` without land.
    cell : float
        Side of a cell.
    """

    def __init__(self, owner: NDArray[np.int32], cell: float) -> None:
        self._owner = owner
        self._cell = cell
        self._taken = np.zeros(owner.shape, dtype=bool)
        self._barred = np.zeros(owner.shape, dtype=bool)
        self._lines = np.zeros(owner.shape, dtype=bool)
        self._windows: dict[int, tuple[slice, slice] | None] = {}
        self._hearts: dict[int, tuple[float, float]] = {}

    def size(self, area: int) -> float:
        """Return how large an area is here."""
        window = self._window(area)
        if window is None:
            return 0.0
        return float(np.count_nonzero(self._owner[window] == area)) * self._cell**2

    # -- what is taken ---------------------------------------------------------------------

    def bar(self, left: float, top: float, right: float, bottom: float) -> None:
        """Keep labels and lines out of a box."""
        window = self._cells(left, top, right, bottom)
        self._taken[window] = self._barred[window] = True

    def take(self, spot: Spot, width: float, height: float) -> None:
        """Put a label where `inside` or `beside` found room for it."""
        self._set(spot, width, height, True)
        for row, column in self._line(spot, width, height):
            self._taken[row, column] = self._lines[row, column] = True

    def free(self, spot: Spot, width: float, height: float) -> None:
        """Take away a label that is in its area."""
        self._set(spot, width, height, False)

    def _set(self, spot: Spot, width: float, height: float, value: bool) -> None:
        across, down = self._whole(width), self._whole(height)
        row = round(spot.y / self._cell - down / 2)
        column = round(spot.x / self._cell - across / 2)
        window = slice(row, row + down), slice(column, column + across)
        self._taken[window] = self._barred[window] = value

    # -- room ------------------------------------------------------------------------------

    def inside(
        self, area: int, width: float, height: float, *, own: float = 1.0, others: float = 0.0
    ) -> Spot | None:
        """Return where a label finds room in its area, None if it finds none.

        Parameters
        ----------
        own, others : float
            How much of it lies on its own area at least, and on others at most; the rest is sea.
        """
        across, down = self._whole(width), self._whole(height)
        window = self._window(area, across, down)
        if window is None:
            return None
        owner, taken = self._owner[window], self._taken[window]
        if owner.shape[0] < down or owner.shape[1] < across:
            return None
        mine, size = owner == area, across * down
        covered = _sums(mine, across, down)
        good = (covered >= own * size) & (_sums(taken, across, down) == 0)
        good &= _sums((owner != NOTHING) & ~mine, across, down) <= others * size
        rows, columns = np.nonzero(good)
        if not len(rows):
            return None
        y, x = self._heart(area)
        ys = rows + (window[0].start + down / 2)
        xs = columns + (window[1].start + across / 2)
        extent = math.sqrt(np.count_nonzero(mine))
        cost = np.hypot(ys - y, xs - x) / extent - covered[rows, columns] / size
        best = int(np.argmin(cost))
        return Spot(float(xs[best]) * self._cell, float(ys[best]) * self._cell)

    def beside(
        self,
        area: int,
        width: float,
        height: float,
        at: tuple[float, float],
        *,
        crossing: bool = False,
    ) -> Spot | None:
        """Return where a label finds room near its area, with a line that lies on no label.

        Parameters
        ----------
        at : (float, float)
            Where the line leads if the area is too small to have a cell.
        crossing : bool
            Whether it may cross other lines.
        """
        across, down = self._whole(width), self._whole(height)
        rows, columns = self._owner.shape
        if self._window(area) is None:
            x, y = at[0] / self._cell, at[1] / self._cell
        else:
            y, x = self._open_heart(area)
        if rows < down or columns < across or not (0 <= x < columns and 0 <= y < rows):
            return None
        land = _sums(self._owner != NOTHING, across, down) / (across * down)
        far = np.hypot(
            (np.arange(land.shape[0]) + down / 2 - y)[:, None],
            (np.arange(land.shape[1]) + across / 2 - x)[None, :],
        )
        cost = far + land * (_SHY * across)
        cost[(_sums(self._taken, across, down) > 0) | (far > _REACH * max(rows, columns))] = np.inf
        count = min(_TRIES, cost.size)
        flat = cost.ravel()
        nearest = np.argpartition(flat, count - 1)[:count]
        lead = (x * self._cell, y * self._cell)
        closed = self._barred if crossing else self._barred | self._lines
        for place in nearest[np.lexsort((nearest, flat[nearest]))]:
            if flat[place] == np.inf:
                break
            row, column = divmod(int(place), land.shape[1])
            spot = Spot((column + across / 2) * self._cell, (row + down / 2) * self._cell, lead)
            if not any(closed[cell] for cell in self._line(spot, width, height)):
                return spot
        return None

    def _line(self, spot: Spot, width: float, height: float) -> Iterator[tuple[int, int]]:
        """Iterate over the cells under a label's line: row and column."""
        if spot.lead is None:
            return
        start = end_of_line(spot, width, height)
        steps = max(2, math.ceil(2 * math.dist(start, spot.lead) / self._cell))
        rows, columns = self._owner.shape
        seen = None
        for step in range(steps + 1):
            x = start[0] + (spot.lead[0] - start[0]) * step / steps
            y = start[1] + (spot.lead[1] - start[1]) * step / steps
            at = math.floor(y / self._cell), math.floor(x / self._cell)
            if at != seen and 0 <= at[0] < rows and 0 <= at[1] < columns:
                yield at
                seen = at

    def _heart(self, area: int) -> tuple[float, float]:
        """Return the middle of the largest square in an area, row and column."""
        known = self._hearts.get(area)
        if known is not None:
            return known
        window = self._window(area)
        assert window is not None
        found = self._hearts[area] = _largest(self._owner[window] == area, window)
        return found

    def _open_heart(self, area: int) -> tuple[float, float]:
        """Return the same of what a line can lead to: of what nothing covers."""
        window = self._window(area)
        assert window is not None
        mine = self._owner[window] == area
        bare = mine & ~self._barred[window]
        return _largest(bare if bare.any() else mine, window)

    def _window(self, area: int, across: int = 0, down: int = 0) -> tuple[slice, slice] | None:
        """Return the rows and columns that an area takes, and so many round it."""
        if area not in self._windows:
            mine = self._owner == area
            rows, columns = np.flatnonzero(mine.any(axis=1)), np.flatnonzero(mine.any(axis=0))
            self._windows[area] = (
                (
                    slice(int(rows[0]), int(rows[-1]) + 1),
                    slice(int(columns[0]), int(columns[-1]) + 1),
                )
                if len(rows)
                else None
            )
        found = self._windows[area]
        if found is None:
            return None
        rows_, columns_ = found
        return (
            slice(max(0, rows_.start - down), rows_.stop + down),
            slice(max(0, columns_.start - across), columns_.stop + across),
        )

    def _cells(self, left: float, top: float, right: float, bottom: float) -> tuple[slice, slice]:
        cell = self._cell
        return (
            slice(max(0, math.floor(top / cell)), max(0, math.ceil(bottom / cell))),
            slice(max(0, math.floor(left / cell)), max(0, math.ceil(right / cell))),
        )

    def _whole(self, length: float) -> int:
        """Return how many cells a length takes."""
        return max(1, math.ceil(length / self._cell - 1e-6))


def end_of_line(spot: Spot, width: float, height: float) -> tuple[float, float]:
    """Return where a label's line begins: at the nearest point of its edge."""
    assert spot.lead is not None
    x, y = spot.lead
    return (
        min(max(x, spot.x - width / 2), spot.x + width / 2),
        min(max(y, spot.y - height / 2), spot.y + height / 2),
    )


def _sums(mask: NDArray[np.bool_], across: int, down: int) -> NDArray[np.int32]:
    """Return how many cells of a mask are in each box of so many across and down."""
    rows, columns = mask.shape
    total = np.zeros((rows + 1, columns + 1), dtype=np.int32)
    np.cumsum(np.cumsum(mask, axis=0, dtype=np.int32), axis=1, out=total[1:, 1:])
    right, low = total[:, across:] - total[:, :-across], down
    result: NDArray[np.int32] = right[low:] - right[:-low]
    return result


def _largest(mask: NDArray[np.bool_], window: tuple[slice, slice]) -> tuple[float, float]:
    """Return the middle of the largest square in a mask, of several the one nearest to its middle.

    Row and column, counted from where the window's rows and columns are.
    """
    rows, columns = np.nonzero(mask)
    middle = rows.mean() + 0.5, columns.mean() + 0.5
    low, high = 1, min(mask.shape)
    while low < high:
        side = (low + high + 1) // 2
        if (_sums(mask, side, side) == side * side).any():
            low = side
        else:
            high = side - 1
    ys, xs = np.nonzero(_sums(mask, low, low) == low * low)
    half = low / 2
    best = int(np.argmin(np.hypot(ys + half - middle[0], xs + half - middle[1])))
    return float(ys[best]) + half + window[0].start, float(xs[best]) + half + window[1].start
