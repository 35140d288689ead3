"""Boxes on a plane, found by where they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from math import isqrt
from typing import Final

Box = tuple[float, float, float, float]
"""Left, top, right and bottom; down is south, as on a screen."""

_FOR_EACH: Final = 2
"""Cells along the longer side for each box that would lie there if boxes were in a square."""
_MOST: Final = 400
"""What touches more cells than this is looked at wherever one asks."""


class Cells:
    """Boxes by the cells of a grid that they touch.

    Parameters
    ----------
    boxes : sequence of Box
        Each is known by its place in the sequence.
    """

    def __init__(self, boxes: Sequence[Box]) -> None:
        self._number = len(boxes)
        lefts, tops, rights, bottoms = zip(*boxes or [(0.0,) * 4], strict=True)
        self._left, self._top = min(lefts), min(tops)
        across = _FOR_EACH * (isqrt(len(boxes)) + 1)
        long = max(max(rights) - self._left, max(bottoms) - self._top)
        self._size = long / across or 1.0
        self._last = (self._column(max(rights)), self._row(max(bottoms)))
        self._cells, self._large = self._sorted(boxes)

    def _sorted(self, boxes: Sequence[Box]) -> tuple[Mapping[tuple[int, int], list[int]], set[int]]:
        cells: dict[tuple[int, int], list[int]] = defaultdict(list)
        large = set()
        for number, (left, top, right, bottom) in enumerate(boxes):
            first, last = self._column(left), self._column(right)
            above, below = self._row(top), self._row(bottom)
            if (last - first + 1) * (below - above + 1) > _MOST:
                large.add(number)
                continue
            for column in range(first, last + 1):
                for row in range(above, below + 1):
                    cells[column, row].append(number)
        return dict(cells), large

    def _column(self, x: float) -> int:
        return int((x - self._left) // self._size)

    def _row(self, y: float) -> int:
        return int((y - self._top) // self._size)

    def at(self, x: float, y: float) -> list[int]:
        """Return the numbers of boxes that may hold a place: all that do are among them."""
        return [*self._cells.get((self._column(x), self._row(y)), ()), *self._large]

    def near(self, box: Box) -> Sequence[int]:
        """Return the numbers, in order, of boxes that may touch one: all that do are among them."""
        first, last = max(0, self._column(box[0])), min(self._last[0], self._column(box[2]))
        above, below = max(0, self._row(box[1])), min(self._last[1], self._row(box[3]))
        asked = max(0, last - first + 1) * max(0, below - above + 1)
        if 2 * asked > (self._last[0] + 1) * (self._last[1] + 1):
            return range(self._number)
        found = set(self._large)
        cells = self._cells
        for column in range(first, last + 1):
            for row in range(above, below + 1):
                found.update(cells.get((column, row), ()))
        return sorted(found)
