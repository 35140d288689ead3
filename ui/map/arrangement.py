"""How a map lies on its page: how large, and where its legend and the list of its groups are."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF

from model.geography.sheet import ASPECT
from ui import theme
from ui.map.index import Column, Index, columns, height_of, pages
from ui.map.land import Land
from ui.map.painter import Lens
from ui.map.paper_legend import paper_legend
from ui.map.scheme import Scheme

GAP: Final = 14.0
"""Between the map, the columns of the list and each other, points on A4, as all lengths here."""
SCALE: Final = 28.0
"""Height of the scale."""
_COLUMN: Final = (100.0, 122.0, 144.0, 166.0, 190.0)
"""Widths of a column of the list beside the map; below it none is narrower than the first."""
_CORNER: Final = 150.0
"""Width of the legend in a corner of the map."""
_MOST_COLUMNS: Final = 8
_NAME_LINES: Final = (12, 4, 2, 1)
"""Most lines of a name in the list: fewer are tried if the map would be too small."""
_ANY: Final = 100
"""More lines than any name takes."""
_SHARE: Final = 0.55
"""How large the map is at least beside its list, of what it would be alone."""
_FIGURES: Final = 0.95
"""How large it is at least with figures in the list, of what it would be without."""
_WRAPPED: Final = 0.04
"""How much larger it must be for each name to take a line more."""
_MOVED: Final = 0.02
"""How much larger it must be for its legend to stand in a corner of it."""
_ASPECTS: Final = (0.65, ASPECT, 1.5)
"""Widths to heights of rooms for which insets are laid out."""


class Arrangement(NamedTuple):
    """Where everything is on a page.

    Attributes
    ----------
    land : Land
        With its insets where they suit the room.
    room : QRectF
        That of the map and what stands on it.
    listing : Index
        The list of groups.
    columns : list of Column
        The same, as it is set.
    width, height : float
        Of a column, and of all of them with the legend and the scale, if these are there.
    start : QPointF
        Top left of the first column.
    legend_width : float
        Most that the legend takes.
    corner : QRectF or None
        The corner of the room where legend and scale are, if they are not in the columns.
    is_spacious : bool
        Whether the map is not much smaller than without a list that has names in full.
    """

    land: Land
    lens: Lens
    room: QRectF
    listing: Index
    columns: list[Column]
    width: float
    height: float
    start: QPointF
    legend_width: float
    corner: QRectF | None
    is_spacious: bool = True

    @property
    def bottom(self) -> float:
        """Where all of it ends."""
        return max(self.room.bottom(), self.start.y() + self.height)

    @property
    def worth(self) -> float:
        """How good it is: how large the map, the less for names in many lines."""
        rows = [row for column in self.columns for part in column for row in part if row.number]
        more = sum(len(row.text.lines) - 1 for row in rows) / max(1, len(rows))
        return self.lens.zoom * (1 - _WRAPPED * more) * (1 - _MOVED * (self.corner is not None))


def arranged(
    scheme: Scheme, numbers: Mapping[str, int], box: QRectF, k: float, *, is_listed: bool
) -> Arrangement:
    """Return a map on its page, as large as can be with all groups listed.

    Parameters
    ----------
    numbers : mapping of str to int
        Of the groups on the map.
    box : QRectF
        What it may take of the page.
    k : float
        How much larger than on A4 its texts are.
    is_listed : bool
        False if the list is on another page.
    """
    return _Arranger(scheme, numbers, box, k, is_listed).best()


class _Arranger:
    def __init__(
        self,
        scheme: Scheme,
        numbers: Mapping[str, int],
        box: QRectF,
        k: float,
        is_listed: bool,
    ) -> None:
        self._is_listed = is_listed
        self._scheme, self._numbers = scheme, numbers
        self._box, self._k, self._gap = box, k, GAP * k
        self._legends: dict[tuple[float, bool], QSizeF] = {}

    def best(self) -> Arrangement:
        """Return the best arrangement; long names are shortened if the map would suffer."""
        _, alone = self._laid(self._box)
        for lines in _NAME_LINES:
            found = self._best(lines, has_figures=False)
            if found.lens.zoom >= _SHARE * alone.zoom:
                told = self._best(lines, has_figures=True)
                found = told if told.lens.zoom >= _FIGURES * found.lens.zoom else found
                break
        return found._replace(is_spacious=lines == _NAME_LINES[0])

    def _best(self, lines: int, *, has_figures: bool) -> Arrangement:
        index = Index(self._scheme, self._numbers, theme.LIGHT, has_figures=has_figures)
        return max(self._choices(index, lines), key=lambda choice: choice.worth)

    def _choices(self, index: Index, lines: int) -> Iterator[Arrangement]:
        """Iterate over lists below the map and beside it, in columns as wide as may be."""
        box, gap, k = self._box, self._gap, self._k
        least = max(_COLUMN[0] * k, index.least)
        for has_corner in (False, True):
            for count in range(1, _MOST_COLUMNS + 1):
                width = (box.width() - (count - 1) * gap) / count
                if count > 1 and width < least:
                    break
                listed, high = self._listed(index, lines, width, count, has_corner)
                room = QRectF(box.topLeft(), QSizeF(box.width(), box.height() - high - gap))
                # Where there is no room for both, the list goes on below what there is.
                room.setHeight(max(room.height(), box.height() / 4))
                start = QPointF(box.left(), room.bottom() + gap)
                yield from self._in(room, start, index, listed, width, high, has_corner)
            for wide in _COLUMN:
                width = max(wide * k, index.least)
                for count in range(1, _MOST_COLUMNS + 1):
                    free = box.width() - count * (width + gap)
                    if free <= 0:
                        break
                    listed, high = self._listed(index, lines, width, count, has_corner)
                    if high <= box.height():
                        room = QRectF(box.topLeft(), QSizeF(free, box.height()))
                        start = QPointF(room.right() + gap, box.top())
                        yield from self._in(room, start, index, listed, width, high, has_corner)
                        break

    def _listed(
        self, index: Index, lines: int, width: float, count: int, has_corner: bool
    ) -> tuple[list[Column], float]:
        """Return the list in columns, and how high these are with what else stands in them."""
        heights = [0.0] * count
        if not has_corner:
            heights[0] += self._legend_size(width, index).height()
            heights[-1] += SCALE * self._k
        found = columns(index.blocks(width, lines) if self._is_listed else [], heights)
        return found, max(a + height_of(c) for a, c in zip(heights, found, strict=True))

    def _legend_size(self, width: float, index: Index) -> QSizeF:
        """Return the size of a legend that says all it might have to."""
        key = width, index.measure is not None
        if key not in self._legends:
            legend = paper_legend(
                *(self._scheme, self._numbers, width),
                has_leads=True,
                has_units=True,
                measure=index.measure,
            )
            self._legends[key] = QSizeF(legend.width, legend.height)
        return self._legends[key]

    def _in(
        self,
        room: QRectF,
        start: QPointF,
        index: Index,
        listed: list[Column],
        width: float,
        height: float,
        has_corner: bool,
    ) -> Iterator[Arrangement]:
        """Iterate over the arrangement with the map in some room, if it can be."""
        land, lens = self._laid(room)
        corner = None
        if has_corner:
            size = self._legend_size(_CORNER * self._k, index)
            corner = _free_corner(land, lens, room, size + QSizeF(0, SCALE * self._k), self._gap)
            if corner is None:
                return
        wide = _CORNER * self._k if has_corner else width
        yield Arrangement(land, lens, room, index, listed, width, height, start, wide, corner)

    def _laid(self, room: QRectF) -> tuple[Land, Lens]:
        """Return the map with its insets where they suit some room, in the middle of it."""
        aspect = room.width() / room.height()
        nearest = min(_ASPECTS, key=lambda other: abs(math.log(aspect / other)))
        land = self._scheme.land.laid_out(nearest)
        sheet = land.sheet
        zoom = min(room.width() / sheet.width, room.height() / sheet.height)
        return land, Lens(
            zoom,
            room.left() + (room.width() - sheet.width * zoom) / 2,
            room.top() + (room.height() - sheet.height * zoom) / 2,
        )


def _free_corner(land: Land, lens: Lens, room: QRectF, size: QSizeF, gap: float) -> QRectF | None:
    """Return a box in a corner of the room where the map has nothing, None if there is none."""
    points = np.array(land.taken) * lens.zoom + (lens.dx, lens.dy)
    for right, foot in ((True, False), (False, False), (True, True), (False, True)):
        box = QRectF(room.topLeft(), size)
        if right:
            box.moveRight(room.right())
        if foot:
            box.moveBottom(room.bottom())
        near = box.adjusted(-gap, -gap, gap, gap)
        across = (points[:, 0] > near.left()) & (points[:, 0] < near.right())
        down = (points[:, 1] > near.top()) & (points[:, 1] < near.bottom())
        if room.contains(box) and not (across & down).any():
            return box
    return None


class ListPage(NamedTuple):
    """A page of a list that is not beside its map."""

    columns: list[Column]
    width: float


def list_pages(index: Index, width: float, height: float, k: float) -> list[ListPage]:
    """Return the list of a map on pages of its own, names in full."""
    gap = GAP * k
    count = max(1, math.floor((width + gap) / (max(_COLUMN[-2] * k, index.least) + gap)))
    wide = (width - (count - 1) * gap) / count
    return [ListPage(found, wide) for found in pages(index.blocks(wide, _ANY), count, height)]
