"""Axes in words and plain figures: "£ million", 1,500 and never 1.5e9."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import ceil, floor

import pyqtgraph as pg

from model.pack import Style
from model.plots.plot import Column, Plot, Shape
from model.wording import MINUS, capital
from ui.panels.parts import metrics
from ui.theme import CAPTION

_SCALES = ((1_000_000_000, "billion"), (1_000_000, "million"), (1_000, "thousand"))
_FEWEST = 4
"""Steps of which there are fewer are divided further."""
_KEPT = 8
"""Ranges for which an axis keeps its numbers."""
_GAP = 24.0
"""Least space between two figures on an axis, pixels."""


class Axis:
    """What stands along one side of a plot.

    Attributes
    ----------
    title : str
        What the numbers are, with their unit in words.
    of : (Plot, pair of float)
        What it was made for.
    """

    def __init__(self, plot: Plot, number: int, extent: tuple[float, float]) -> None:
        column = plot.columns[number]
        most = max(abs(extent[0]), abs(extent[1]))
        self._scale, word = _scale(column, most)
        self.title = _title(plot, column, word)
        self.of = (plot, extent)
        self._ticks: dict[tuple[float, float, float, bool], list[float]] = {}
        # Whole things come in whole steps: half an officer is none.
        self._is_whole = column.style is Style.COUNT and self._scale == 1

    def ticks(
        self, low: float, high: float, pixels: float, *, upright: bool = False
    ) -> list[float]:
        """Return the numbers to write along so many pixels, in rising order."""
        key = (low, high, pixels, upright)
        if key not in self._ticks:
            if len(self._ticks) >= _KEPT:
                self._ticks.clear()
            self._ticks[key] = self._work_out(*key)
        return self._ticks[key]

    def _work_out(self, low: float, high: float, pixels: float, upright: bool) -> list[float]:
        maker = _maker(upright)
        found: list[float] = []
        # Steps of the first kind are the broadest; the next come between them.
        for spacing, values in maker.tickValues(low / self._scale, high / self._scale, pixels):
            more = sorted([*found, *(float(v) for v in values)])
            if self._is_whole and spacing < 1:
                found = found or [float(n) for n in range(ceil(low), floor(high) + 1)]
                break
            if found and (len(found) >= _FEWEST or not self._has_room(more, pixels, upright)):
                break
            found = more
        while len(found) > 2 and not self._has_room(found, pixels, upright):
            found = found[found.index(0.0) % 2 if 0.0 in found else 0 :: 2]
        return [number * self._scale for number in found]

    def _has_room(self, numbers: Sequence[float], pixels: float, upright: bool) -> bool:
        if upright:
            return len(numbers) * _GAP <= pixels
        texts = self.texts([n * self._scale for n in numbers])
        width = max(metrics(CAPTION).horizontalAdvance(text) for text in texts)
        return len(numbers) * (width + _GAP) <= pixels

    def texts(self, numbers: Sequence[float]) -> list[str]:
        """Return what is written at numbers, all with as many decimals as one needs."""
        scaled = [number / self._scale for number in numbers]
        decimals = next(
            (d for d in range(4) if all(abs(round(n, d) - n) < 1e-9 for n in scaled)), 4
        )
        return [f"{n:,.{decimals}f}".replace("-", MINUS) for n in (s + 0.0 for s in scaled)]


@lru_cache(maxsize=2)
def _maker(upright: bool) -> pg.AxisItem:
    """Return what finds round numbers; it is never shown."""
    return pg.AxisItem("left" if upright else "bottom")


def _scale(column: Column, most: float) -> tuple[int, str]:
    """Return what numbers are divided by, and the word for it."""
    least = 1_000 if column.style is Style.MONEY else 10_000_000
    for scale, word in _SCALES:
        if most >= max(scale, least):
            return scale, word
    return 1, ""


def _title(plot: Plot, column: Column, word: str) -> str:
    unit = "£" if column.style is Style.MONEY else column.unit
    several = len(plot.columns) > 1 and plot.shape is not Shape.POINTS
    if several:  # each has a title of its own, all have one unit
        return capital(f"{word} {unit}".strip())
    said = f"{unit} {word}" if column.style is Style.MONEY else f"{word} {unit}"
    said = said.strip()
    if not said or said.casefold() in column.title.casefold():
        return column.title
    return f"{column.title}, {said}"
