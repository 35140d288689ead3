"""What of the map no edit alters: areas, lines, the sheet they lie on, the names of units.

Made once for a pack, when the map is first shown.
"""

from __future__ import annotations

import math
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QByteArray, QDataStream
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPolygonF, QTransform

from model.geography.arcs import Arc
from model.geography.cells import Box, Cells
from model.geography.labels import Label, Placed, place
from model.geography.outlines import Outlines, Ties
from model.geography.sheet import ASPECT, LONG_SIDE, Sheet, sheet_of
from model.pack import Pack
from ui.chart.paper import wrapped
from ui.letters import Letters, letters

if TYPE_CHECKING:
    from model.geography.shapes import Atlas, Ring

PAGE: Final = 900.0
"""How long the map's longer side is on a screen or a page, pixels: what is dense there is inset."""
UNIT_ROOM: Final = 104.0
GROUP_ROOM: Final = 150.0
"""Most of a line of a name, in the unit of the letters at `USUAL` pixels."""
USUAL: Final = 11
_LINES: Final = 3
_OVERLAP: Final = 1.15
"""How far a name may reach out of its area, of the area's width."""
_PLACE_CELLS: Final = 200
"""Cells along the longer side by which places are found; none reaches farther."""
_PIECE: Final = 48
"""Edges of a piece of a line."""
TAB_ROOM: Final = 3.0
"""An inset has a letter if it is so many times as wide and high as that."""
_LAND_STEPS: Final = 100
"""Along how many places of the longer side it is asked whether there is land."""


class Name(NamedTuple):
    """A name set in lines, in the unit of its letters."""

    lines: tuple[str, ...]
    letters: Letters
    width: float
    height: float


def set_name(text: str, letters: Letters, room: float, lines: int = _LINES) -> Name:
    """Return a name in lines of at most `room`; an ellipsis ends what takes more lines."""
    found = wrapped(text, letters.width, room) or [""]
    if len(found) > lines:
        last = found[lines - 1]
        while last and letters.width(f"{last}…") > room:
            last = last[:-1]
        found = [*found[: lines - 1], f"{last.rstrip()}…"]
    width = max(map(letters.width, found))
    return Name(tuple(found), letters, width, len(found) * line_height(letters))


def line_height(letters: Letters) -> float:
    """Return how far lines of a name are apart."""
    return round(letters.pixels * 1.22)


def tab_side(strong: Letters) -> float:
    """Return how wide and high an inset's letter is with its ground."""
    return line_height(strong) + 2.0


class Land:
    """The map of a pack.

    Parameters
    ----------
    outlines : Outlines, optional
        Those of the atlas, if somebody has them already.

    Attributes
    ----------
    atlas : Atlas
        Areas and places.
    paths : mapping of str to QPainterPath
        The area of each unit, in the atlas's metres.
    outlines : Outlines
        The lines, and what is round several areas together.
    ties : Ties
        What several units are tied to.
    arcs : tuple of Arc
        All lines, each once.
    lines : list of QPainterPath
        The same, to be drawn.
    arcs_of : mapping of str to list of int
        The numbers of the lines along each unit.
    sheet : Sheet
        How the map and its insets lie.
    taken : list of (float, float)
        Points all over the sheet where there is land or an inset, from left to right.
    """

    def __init__(self, pack: Pack, atlas: Atlas, outlines: Outlines | None = None) -> None:
        self.pack = pack
        self.atlas = atlas
        self.paths = {o: _area(shape.rings) for o, shape in atlas.shapes.items()}
        self.outlines = outlines or Outlines(atlas)
        self.arcs = self.outlines.arcs
        self.ties = Ties(pack)
        self.lines = [_line(arc.points) for arc in self.arcs]
        self._pieces = [
            (number, box, path)
            for number, arc in enumerate(self.arcs)
            for box, path in _pieces(arc)
        ]
        self._cells = Cells([box for _, box, _ in self._pieces])
        self.arcs_of: Mapping[str, list[int]] = defaultdict(list)
        for number, arc in enumerate(self.arcs):
            for unit in filter(None, (arc.right, arc.left)):
                self.arcs_of[unit].append(number)
        rows = pack.organisations.rows
        self._names = {o: pack.organisations.names[rows[o]] for o in atlas.shapes}
        self.scale = LONG_SIDE / max(
            atlas.bounds[2] - atlas.bounds[0], atlas.bounds[3] - atlas.bounds[1], 1.0
        )
        self._set: dict[tuple[str, Letters], Name] = {}
        self._layouts: dict[float, Land] = {ASPECT: self}
        self._land = list(self._ground())
        self._lay_out(ASPECT)

    def _lay_out(self, aspect: float) -> None:
        self._placed: dict[tuple[Letters, Letters, int], Mapping[str, Placed]] = {}
        self.sheet = self._sheet(aspect)
        self.taken = [self.sheet.main.to_sheet(*point) for point in self._land]
        for frame in self.sheet.frames[1:]:
            self.taken += _grid(frame.box)
        self.taken.sort()

    def near(self, box: Box) -> Iterator[tuple[int, QPainterPath]]:
        """Iterate over the pieces of lines that a box shows, each with its line's number.

        Lines are in short pieces, so that only what is seen of one need be drawn.
        """
        left, top, right, bottom = box
        for at in self._cells.near(box):
            number, (west, north, east, south), path = self._pieces[at]
            if west <= right and east >= left and north <= bottom and south >= top:
                yield number, path

    def laid_out(self, aspect: float) -> Land:
        """Return the same map with its insets where they suit room of such a width to height."""
        if aspect not in self._layouts:
            self._layouts[aspect] = copy(self)
            self._layouts[aspect]._lay_out(aspect)  # noqa: SLF001 - it is one of us
        return self._layouts[aspect]

    def beside(self, unit: str) -> set[str]:
        """Return the units that touch one."""
        return {self.arcs[number].beyond(unit) for number in self.arcs_of[unit]} - {""}

    def around(self, units: Iterable[str]) -> QPainterPath:
        """Return the line round some units together, in the atlas's metres."""
        return _area(self.outlines.of(units))

    def place_near(self, x: float, y: float, reach: float) -> str | None:
        """Return the organisation whose place is nearest to a point, within a reach in metres."""
        column, row = self._cell(x), self._cell(y)
        near = [
            (math.dist(self.atlas.points[organisation], (x, y)), organisation)
            for c in (column - 1, column, column + 1)
            for r in (row - 1, row, row + 1)
            for organisation in self._places.get((c, r), ())
        ]
        found = min(near, default=(math.inf, None))
        return found[1] if found[0] <= reach else None

    def _cell(self, metres: float) -> int:
        return math.floor(metres * self.scale / LONG_SIDE * _PLACE_CELLS)

    @cached_property
    def _places(self) -> Mapping[tuple[int, int], list[str]]:
        """The organisations of which a place is known, by cells."""
        cells: dict[tuple[int, int], list[str]] = defaultdict(list)
        for organisation, (x, y) in self.atlas.points.items():
            cells[self._cell(x), self._cell(y)].append(organisation)
        return cells

    @property
    def borders(self) -> Iterator[tuple[str, str]]:
        """The pairs of units that touch: on the map, or as the pack says."""
        yield from ((arc.right, arc.left) for arc in self.arcs if arc.left)
        yield from ((border.a, border.b) for border in self.pack.borders)

    def names(self, kind: Letters, strong: Letters, spare: int = 0) -> Mapping[str, Placed]:
        """Return where the units' names stand, and from which scale on: pixels to a metre.

        Parameters
        ----------
        strong : Letters
            Those of the insets' letters, which no name lies on.
        spare : int
            How many lines are to stand below each.
        """
        key = (kind, strong, spare)
        placed = self._placed.get(key)
        if placed is None:
            placed = self._placed[key] = self._place(kind, self.tabs(strong), spare)
        return placed

    def _place(self, kind: Letters, tabs: Iterable[Placed], spare: int) -> Mapping[str, Placed]:
        room = UNIT_ROOM * kind.pixels / USUAL
        below = spare * line_height(kind)
        shapes = sorted(self.atlas.shapes.values(), key=lambda s: (-s.area, s.organisation))
        labels = []
        for shape in shapes:
            name = self.name(shape.organisation, kind)
            left, _, right, _ = shape.bounds
            fits = name.width / max((right - left) * _OVERLAP, 1e-9)
            least = max(fits, 0.35 * PAGE * self.scale / LONG_SIDE)
            size = (min(name.width, room) + 4, name.height + below + 2)
            labels.append(Label(shape.organisation, *shape.label, *size, least))
        return place(labels, tabs)

    def tabs(self, strong: Letters) -> list[Placed]:
        """Return where on the map the insets' letters stand: on top of what each inset shows."""
        side, found = tab_side(strong), []
        for inset in self.sheet.insets:
            left, top, right, bottom = inset.source
            scale = self.sheet.main.scale / inset.scale
            least = TAB_ROOM * side / min(right - left, bottom - top) * scale
            label = Label(inset.units[0], left, top, side, side, least)
            found.append(Placed(label, least, side / 2, -side / 2))
        return found

    def name(self, unit: str, kind: Letters) -> Name:
        """Return a unit's name as it is set."""
        name = self._set.get((unit, kind))
        if name is None:
            room = UNIT_ROOM * kind.pixels / USUAL
            name = self._set[unit, kind] = set_name(self._names[unit], kind, room)
        return name

    def _sheet(self, aspect: float) -> Sheet:
        page = PAGE * self.scale / LONG_SIDE
        kind = letters(USUAL)
        needed = {
            o: self.name(o, kind).width / (math.sqrt(shape.area) * page)
            for o, shape in self.atlas.shapes.items()
        }
        boxes = {o: shape.bounds for o, shape in self.atlas.shapes.items()}
        return sheet_of(self.atlas.bounds, boxes, needed, self.beside, self._land, aspect)

    def _ground(self) -> Iterator[tuple[float, float]]:
        """Iterate over points all over the land: those of a small picture that are painted."""
        left, top, right, bottom = self.atlas.bounds
        step = max(right - left, bottom - top, 1.0) / _LAND_STEPS
        across, down = math.ceil((right - left) / step) + 1, math.ceil((bottom - top) / step) + 1
        picture = QImage(across, down, QImage.Format.Format_Grayscale8)
        picture.fill(0)
        painter = QPainter(picture)
        painter.setPen(QColor(255, 255, 255))
        painter.setBrush(QColor(255, 255, 255))
        to = QTransform.fromScale(1 / step, 1 / step).translate(-left, -top)
        for path in self.paths.values():
            painter.drawPath(to.map(path))
        painter.end()
        stride = picture.bytesPerLine()
        for number, value in enumerate(bytes(picture.constBits())):
            row, column = divmod(number, stride)
            if value and column < across:  # what fills a row up in memory can be anything
                yield left + (column + 0.5) * step, top + (row + 0.5) * step


def _grid(box: Box) -> Iterator[tuple[float, float]]:
    """Iterate over points all over a box of the sheet, as close as those of the land."""
    left, top, right, bottom = box
    step = LONG_SIDE / _LAND_STEPS
    for row in range(round((bottom - top) / step)):
        for column in range(round((right - left) / step)):
            yield left + (column + 0.5) * step, top + (row + 0.5) * step


def _polygon(points: Ring) -> QPolygonF:
    """Return points as Qt has them, without making an object of each."""
    stream = QDataStream(
        QByteArray((len(points) // 2).to_bytes(4, sys.byteorder) + points.tobytes())
    )
    is_little = sys.byteorder == "little"
    order = QDataStream.ByteOrder
    stream.setByteOrder(order.LittleEndian if is_little else order.BigEndian)
    result = QPolygonF()
    stream >> result
    return result


def _area(rings: Iterable[Ring]) -> QPainterPath:
    path = QPainterPath()
    for ring in rings:
        path.addPolygon(_polygon(ring))
        path.closeSubpath()
    return path


def _line(points: Ring) -> QPainterPath:
    path = QPainterPath()
    path.addPolygon(_polygon(points))
    return path


def _pieces(arc: Arc) -> Iterator[tuple[Box, QPainterPath]]:
    """Iterate over a line's pieces, each with its box."""
    step = 2 * _PIECE
    for start in range(0, len(arc.points) - 2, step):
        points = arc.points[start : start + step + 2]
        xs, ys = points[::2], points[1::2]
        yield (min(xs), min(ys), max(xs), max(ys)), _line(points)
