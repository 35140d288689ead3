"""The map on paper and in drawings: all of it lines, areas and letters, so that it stays sharp.

`PlacedMap` is a map with its legend and scale in their places on a page, in points. It is drawn by
the painter of the screen; what differs is the surface: hatching in place of tiles, letters in
place of pictures of them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPaintEngine, QPainter, QPainterPath, QPen, QPolygonF

from model.option import Option
from model.pack import Tier
from ui import theme
from ui.letters import letters, writing
from ui.map.arrangement import GAP, SCALE, Arrangement, ListPage, arranged, list_pages
from ui.map.index import Index, list_measure, numbers_of
from ui.map.land import Land, Name, line_height
from ui.map.legend import Legend, draw_scale, scale_width
from ui.map.numbering import NumberedPainter, Numbering, numbering_of
from ui.map.palette import Look, Pattern
from ui.map.paper_legend import paper_legend
from ui.map.scheme import Lettering, Scheme
from ui.theme import Theme

_SMALL, _STRONG = 7.0, 8.0
"""Sizes of the names of units and of groups, points on A4."""
_FINE: Final = 20
"""Fonts come in whole pixels: texts are set this many times as large and scaled down."""
_STEP: Final = 5.0
"""From one line of a pattern to the next, points."""
_DOT: Final = QPointF(0.01, 0.0)
"""A dot is a line of hardly any length with round ends: an ellipse would be eight times as long."""
_FINEST: Final = 0.7
"""Points of a line that are nearer to each other than this, points, are one."""
_PAD: Final = 0.2
"""How far a light ground reaches beside the letters on it, of their size.

A rim round each letter, as on screen, would double the file.
"""
_VEIL: Final = 165
"""How much that ground hides, of 255."""
_USUAL: Final = 900.0
"""From this shorter side of a map on, points, its texts are larger: before, more of them fit."""


class Paper:
    """Draws a map with points, on a `QPainter` or what writes SVG."""

    def fill(self, painter: QPainter, path: QPainterPath, look: Look) -> None:
        """Fill an area."""
        path = _thinned(path, painter)
        if look.pattern is Pattern.NONE:
            painter.fillPath(path, QColor.fromRgb(look.colour))
            return
        ink, box = QColor.fromRgb(look.ink), path.boundingRect()
        painter.save()
        # The outline is in the file once: what is cut off by it need not be drawn along it.
        painter.setClipPath(path, Qt.ClipOperation.IntersectClip)
        painter.fillRect(box, QColor.fromRgb(look.colour))
        if look.pattern is Pattern.DOTS:
            painter.setPen(QPen(ink, _STEP / 4, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            painter.drawLines([QLineF(at, at + _DOT) for at in _grid(box)])
        else:
            painter.setPen(QPen(ink, _STEP / 7))
            painter.drawLines(list(_hatching(look.pattern, box)))
        painter.restore()

    def clip(self, painter: QPainter, box: QRectF) -> None:
        """Draw nothing outside a box."""
        painter.setClipRect(box, Qt.ClipOperation.IntersectClip)

    def write(self, painter: QPainter, name: Name, at: QPointF, theme: Theme) -> None:
        """Write a name about a place, on a light ground."""
        rim = QColor(theme.panel)
        rim.setAlpha(_VEIL)
        self._write(painter, name, at, theme.text, rim)

    def write_plain(self, painter: QPainter, name: Name, at: QPointF, colour: QColor) -> None:
        """Write a name about a place, in a colour."""
        self._write(painter, name, at, colour, None)

    def _write(
        self, painter: QPainter, name: Name, at: QPointF, colour: QColor, rim: QColor | None
    ) -> None:
        size = name.letters.pixels
        fine = letters(size * _FINE, bold=name.letters.bold)
        write = writing(painter, at_scale=False)
        step = line_height(name.letters)
        painter.save()
        painter.translate(at.x(), at.y())
        painter.scale(1 / _FINE, 1 / _FINE)
        lines = [
            (line, -fine.width(line) / 2, (number * step - name.height / 2) * _FINE)
            for number, line in enumerate(name.lines)
        ]
        if rim is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(rim)
            high, pad, round_ = step * _FINE, _PAD * size * _FINE, _FINE * size / 4
            for line, x, y in lines:
                box = QRectF(x - pad, y, fine.width(line) + 2 * pad, high)
                painter.drawRoundedRect(box, round_, round_)
        painter.setPen(QPen(colour))
        for line, x, y in lines:
            write(fine, x, y, line)
        painter.restore()

    def stroke(self, painter: QPainter, paths: Iterable[QPainterPath], pen: QPen) -> None:
        """Draw lines."""
        whole = QPainterPath()
        for path in paths:
            whole.addPath(_thinned(path, painter))
        if not whole.isEmpty():
            painter.strokePath(whole, pen)

    def dots(
        self, painter: QPainter, points: Iterable[tuple[float, float]], colour: QColor, size: float
    ) -> None:
        """Draw dots of a radius."""
        whole = QPainterPath()
        whole.setFillRule(Qt.FillRule.WindingFill)
        for x, y in points:
            whole.addEllipse(QPointF(x, y), size, size)
        painter.fillPath(whole, colour)


def _thinned(path: QPainterPath, painter: QPainter) -> QPainterPath:
    """Return a path of straight lines without the points that nobody can see on paper.

    Pixels are painted sooner than that takes; a file is smaller by a third.
    """
    if isinstance(painter, QPainter) and painter.paintEngine().type() is QPaintEngine.Type.Raster:
        return path
    result = QPainterPath()
    result.setFillRule(path.fillRule())
    for polygon in path.toSubpathPolygons():
        corners = polygon.toList()
        last = corners[0]
        x, y = last.x(), last.y()
        kept = [last]
        for corner in corners[1:-1]:
            u, v = corner.x(), corner.y()
            if abs(u - x) + abs(v - y) >= _FINEST:
                kept.append(corner)
                x, y = u, v
        result.addPolygon(QPolygonF([*kept, corners[-1]]))
    return result


def _grid(box: QRectF) -> Iterator[QPointF]:
    """Iterate over the dots in a box, the same on all of the page."""
    first, last = math.floor(box.left() / _STEP), math.ceil(box.right() / _STEP)
    top, foot = math.floor(box.top() / _STEP), math.ceil(box.bottom() / _STEP)
    for row in range(2 * top, 2 * foot + 1):
        for column in range(first, last + 1):
            yield QPointF((column + row % 2 / 2) * _STEP, row * _STEP / 2)


def _hatching(pattern: Pattern, box: QRectF) -> Iterator[QLineF]:
    """Iterate over the lines of a pattern in a box, the same on all of the page."""
    left, top, right, foot = box.left(), box.top(), box.right(), box.bottom()
    if pattern in (Pattern.LEVEL, Pattern.GRID):
        for n in range(math.ceil(top / _STEP), math.floor(foot / _STEP) + 1):
            yield QLineF(left, n * _STEP, right, n * _STEP)
    if pattern in (Pattern.UPRIGHT, Pattern.GRID):
        for n in range(math.ceil(left / _STEP), math.floor(right / _STEP) + 1):
            yield QLineF(n * _STEP, top, n * _STEP, foot)
    across = _STEP * math.sqrt(2)
    if pattern is Pattern.RISING:  # x + y is the same along a line
        for n in range(math.ceil((left + top) / across), math.floor((right + foot) / across) + 1):
            yield QLineF(n * across - top, top, n * across - foot, foot)
    if pattern is Pattern.FALLING:  # x - y is
        for n in range(math.ceil((left - foot) / across), math.floor((right - top) / across) + 1):
            yield QLineF(n * across + top, top, n * across + foot, foot)


def paper_lettering(k: float) -> Lettering:
    """Return the type of names on a page on which things are `k` times as large as on A4."""
    return Lettering(letters(round(_SMALL * k)), letters(round(_STRONG * k), bold=True))


@dataclass(frozen=True)
class PlacedMap:
    """A map on a page, with its legend, its scale and the list of its groups.

    Attributes
    ----------
    box : QRectF
        What it may take of the page, points.
    k : float
        How much larger than on A4 its texts are.
    is_listed : bool
        False if the list is on pages of its own.
    """

    land: Land
    scheme: Scheme
    box: QRectF
    k: float
    is_listed: bool = True

    @property
    def smallest_pt(self) -> float:
        """Size of the smallest text, points."""
        return float(self.scheme.lettering.small.pixels)

    @property
    def words(self) -> str:
        """What the legend says."""
        return self.legend.words

    @property
    def bottom(self) -> float:
        """Where all of it ends, points from the top of the page."""
        return self.arrangement.bottom

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The number of each group on the map."""
        return numbers_of(self.scheme)

    @cached_property
    def arrangement(self) -> Arrangement:
        """Where everything is."""
        return arranged(self.scheme, self.numbers, self.box, self.k, is_listed=self.is_listed)

    @cached_property
    def numbering(self) -> Numbering:
        """What stands on the map."""
        made = self.arrangement
        return numbering_of(self.scheme, self.numbers, made.land, made.lens, made.room, made.corner)

    @cached_property
    def legend(self) -> Legend:
        """What fills, lines and signs mean: all that are there."""
        made, told = self.arrangement, self.numbering
        return paper_legend(
            self.scheme,
            self.numbers,
            made.legend_width,
            has_leads=told.has_leads,
            has_units=told.has_units,
            measure=made.listing.measure,
        )

    def draw(self, painter: QPainter, part: QRectF | None = None) -> None:
        """Draw it, or what of it is in a part of the page, with a painter that takes points."""
        surface, look, made = Paper(), theme.LIGHT, self.arrangement
        exposed = self.box if part is None else part
        if exposed.isEmpty():
            return
        painter.save()
        ground = NumberedPainter(made.land, self.scheme, look, surface, self.numbering)
        ground.draw(painter, exposed, made.lens)
        corner, legend, k = made.corner, self.legend, self.k
        legend.draw(painter, made.start if corner is None else corner.topLeft(), surface)
        x, y = made.start.x(), made.start.y() + (legend.height if corner is None else 0.0)
        for column in made.columns:
            end = made.listing.draw(painter, column, QPointF(x, y), made.width, surface)
            at = QPointF(x, end)
            x, y = x + made.width + GAP * k, made.start.y()
        if corner is not None:
            at = QPointF(corner.left(), corner.top() + legend.height)
        small, scale = self.scheme.lettering.small, made.lens.zoom * made.land.sheet.main.scale
        right = QPointF(scale_width(scale, small), SCALE * k)
        draw_scale(painter, at + right, scale, small, surface, look)
        painter.restore()


@dataclass(frozen=True)
class PlacedList:
    """A page of the list of a map's groups; the attributes are those of `PlacedMap`."""

    index: Index
    page: ListPage
    box: QRectF
    k: float

    @property
    def smallest_pt(self) -> float:
        """Size of the smallest text, points."""
        return self.index.smallest_pt

    def draw(self, painter: QPainter, part: QRectF | None = None) -> None:
        """Draw it, whatever part of the page is wanted, with a painter that takes points."""
        if part is not None and not part.intersects(self.box):
            return
        painter.save()
        surface, x = Paper(), self.box.left()
        for column in self.page.columns:
            at = QPointF(x, self.box.top())
            self.index.draw(painter, column, at, self.page.width, surface)
            x += self.page.width + GAP * self.k
        painter.restore()


def list_told(of: PlacedMap) -> str:
    """Return what is to be said above the list of a map on pages of its own."""
    pack = of.scheme.option.pack
    text = f"Each {pack.kind_at(Tier.GROUP).label} by its number on the map"
    measure = list_measure(of.scheme)
    return f"{text}, with its {measure.label.lower()}." if measure else f"{text}."


def placed_lists(of: PlacedMap, box: QRectF) -> list[PlacedList]:
    """Return the list of a map on pages of its own."""
    index = Index(of.scheme, of.numbers, theme.LIGHT, has_figures=True)
    made = list_pages(index, box.width(), box.height(), of.k)
    return [PlacedList(index, page, box, of.k) for page in made]


def placed_map(
    option: Option, land: Land, box: QRectF, k: float, *, is_fixed: bool = False
) -> PlacedMap:
    """Return a map of an option in a box of a page.

    Parameters
    ----------
    k : float
        How much larger than on A4 texts may be.
    is_fixed : bool
        Whether they are as large on a map that is no larger.
    """
    own = k if is_fixed else max(1.0, min(k, min(box.width(), box.height()) / _USUAL))
    return PlacedMap(land, Scheme(option, land, paper_lettering(own)), box, own)
