"""The one painter of the map, for screen and paper alike.

It draws in the painter's own unit, pixels or points, so that lines and texts are as wide and as
large at any scale. What is drawn with (brushes and pictures of texts on a screen, strokes and
letters on paper) is a `Surface`.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable
from typing import Final, NamedTuple, Protocol

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QTransform

from model.geography.labels import Placed
from model.geography.shades import Show
from model.geography.sheet import LONG_SIDE, Box, Frame
from model.rules.standing import Sign
from ui import signs
from ui.map import palette
from ui.map.land import PAGE, Land, Name, line_height
from ui.map.palette import Look
from ui.map.scheme import Scheme, Weight
from ui.theme import Theme

WIDTHS: Final = {Weight.UNIT: 1.0, Weight.GROUP: 2.0, Weight.REGION: 3.2}
"""Of lines, in the painter's unit."""
MARGIN: Final = 4.0
"""How far lines reach out of what they lie along."""
NAME_REACH: Final = 160.0
"""How far off a name may be that hides another that is seen."""


class Lens(NamedTuple):
    """From the sheet to the painter.

    Attributes
    ----------
    zoom : float
        The painter's units to one of the sheet.
    dx, dy : float
        Where the sheet's corner is.
    """

    zoom: float
    dx: float
    dy: float

    def box(self, box: Box) -> QRectF:
        """Return where a box of the sheet is drawn."""
        left, top, right, bottom = box
        zoom = self.zoom
        return QRectF(
            left * zoom + self.dx,
            top * zoom + self.dy,
            (right - left) * zoom,
            (bottom - top) * zoom,
        )

    def through(self, frame: Frame) -> QTransform:
        """Return what takes the map of a frame to the painter."""
        scale = frame.scale * self.zoom
        left, top = frame.source[:2]
        return QTransform(
            scale,
            0.0,
            0.0,
            scale,
            frame.x * self.zoom + self.dx - left * scale,
            frame.y * self.zoom + self.dy - top * scale,
        )


class Surface(Protocol):
    """What areas are filled and texts written with."""

    def fill(self, painter: QPainter, path: QPainterPath, look: Look) -> None:
        """Fill an area, given in the painter's unit."""

    def write(self, painter: QPainter, name: Name, at: QPointF, theme: Theme) -> None:
        """Write a name about a place, so that it can be read on anything."""

    def write_plain(self, painter: QPainter, name: Name, at: QPointF, colour: QColor) -> None:
        """Write a name about a place, in a colour."""

    def clip(self, painter: QPainter, box: QRectF) -> None:
        """Draw nothing outside a box from now on, until the painter is restored."""

    def stroke(self, painter: QPainter, paths: Iterable[QPainterPath], pen: QPen) -> None:
        """Draw lines."""

    def dots(
        self, painter: QPainter, points: Iterable[tuple[float, float]], colour: QColor, size: float
    ) -> None:
        """Draw dots of a radius."""


class MapPainter:
    """Draws a map.

    Parameters
    ----------
    surface : Surface
        What it draws with.
    """

    def __init__(self, land: Land, scheme: Scheme, theme: Theme, surface: Surface) -> None:
        self.land = land
        self.scheme = scheme
        self.theme = theme
        self.surface = surface
        self._pens: dict[Weight, QPen] = {}

    # -- the whole -------------------------------------------------------------------------

    def draw(
        self,
        painter: QPainter,
        exposed: QRectF,
        lens: Lens,
        selection: Collection[str] = frozenset(),
    ) -> None:
        """Draw what a rectangle shows.

        Parameters
        ----------
        exposed : QRectF
            In the painter's unit.
        selection : collection of str
            Units that are marked as selected.
        """
        sheet = self.land.sheet
        self._pens = line_pens(self.theme, fineness(lens))
        for frame in sheet.frames:
            place = lens.box(frame.box)
            seen = place.adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN).intersected(exposed)
            if seen.isEmpty():
                continue
            if frame is sheet.main:
                self._draw_frame(painter, frame, exposed, lens, selection)
                continue
            painter.save()
            self.surface.clip(painter, place)
            painter.fillRect(place, self.theme.ground)
            self._draw_frame(painter, frame, seen, lens, selection)
            painter.restore()
        for inset in sheet.insets:
            self._draw_rim(painter, inset, lens)

    def _draw_frame(
        self,
        painter: QPainter,
        frame: Frame,
        exposed: QRectF,
        lens: Lens,
        selection: Collection[str],
    ) -> None:
        through = lens.through(frame)
        near = exposed.adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN)
        back, _ = through.inverted()
        seen = back.mapRect(near)
        box = (seen.left(), seen.top(), seen.right(), seen.bottom())
        self._draw_areas(painter, through, box)
        self._draw_dots(painter, through, frame, lens, box)
        self._draw_lines(painter, through, box)
        shapes = self.land.atlas.shapes
        chosen = [unit for unit in selection if _touch(shapes[unit].bounds, box)]
        if chosen:
            self._draw_selection(painter, through, selection)
        self._draw_names(painter, through, exposed, frame, lens)

    def _draw_areas(self, painter: QPainter, through: QTransform, box: Box) -> None:
        shapes, scheme, theme = self.land.atlas.shapes, self.scheme, self.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for unit, path in self.land.paths.items():
            if _touch(shapes[unit].bounds, box):
                self.surface.fill(painter, through.map(path), scheme.look(unit, theme))

    def _draw_lines(self, painter: QPainter, through: QTransform, box: Box) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        weights = self.scheme.weights
        seen: dict[Weight, list[QPainterPath]] = {weight: [] for weight in Weight}
        for number, pieces in enumerate(self.land.pieces):
            for piece_box, path in pieces:
                if _touch(piece_box, box):
                    seen[weights[number]].append(path)
        for weight, paths in seen.items():
            self.surface.stroke(painter, map(through.map, paths), self._pens[weight])

    def outline(self, units: Collection[str], *, inside: bool = False) -> QPainterPath:
        """Return the line round some units together, or the lines between them, in metres."""
        land, path = self.land, QPainterPath()
        for number in {n for unit in units for n in land.arcs_of.get(unit, ())}:
            arc = land.arcs[number]
            if (arc.right in units and arc.left in units) is inside:
                path.addPath(land.lines[number])
        return path

    def _draw_selection(
        self, painter: QPainter, through: QTransform, units: Collection[str]
    ) -> None:
        """Draw a heavy line with a light one in it round what is selected."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self.theme.accent, 1.5))
        painter.drawPath(through.map(self.outline(units, inside=True)))
        line = through.map(self.outline(units))
        for colour, width in ((self.theme.accent, 5.0), (self.theme.panel, 1.5)):
            pen = QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            painter.drawPath(line)

    def _draw_dots(
        self, painter: QPainter, through: QTransform, frame: Frame, lens: Lens, box: Box
    ) -> None:
        if not self.land.atlas.points:
            return
        left, top, right, bottom = box
        scale, dx, dy = through.m11(), through.dx(), through.dy()
        size = dot_size(frame.scale * lens.zoom / self.land.scale)
        for group, points in self.scheme.dots.items():
            near = [
                (x * scale + dx, y * scale + dy)
                for x, y in points
                if left <= x <= right and top <= y <= bottom
            ]
            fill = None if group is None else self.scheme.fill(group)
            colour = palette.dot_colour(fill, self.theme)
            self.surface.dots(painter, near, colour, size)

    # -- names -----------------------------------------------------------------------------

    def _draw_names(
        self, painter: QPainter, through: QTransform, exposed: QRectF, frame: Frame, lens: Lens
    ) -> None:
        """Draw the names that are seen; in an inset only those that are wholly in it."""
        reach = exposed.adjusted(-NAME_REACH, -NAME_REACH, NAME_REACH, NAME_REACH)
        seen = (reach.left(), reach.top(), reach.right(), reach.bottom())
        whole = lens.box(frame.box)
        inner = (whole.left(), whole.top(), whole.right(), whole.bottom())
        if frame is self.land.sheet.main:
            inner = (-math.inf, -math.inf, math.inf, math.inf)
        taken = []
        writing: list[tuple[Name, Box]] = []
        for group, placed in self.scheme.names.items():
            box = name_box(placed, through)
            if box is not None and _touch(box, seen) and _holds(inner, box):
                taken.append(box)
                writing.append((self.scheme.name(group), box))
                self._draw_sign(painter, group, box)
        small = self.scheme.lettering.small
        for unit, placed in self.land.names(small).items():
            box = name_box(placed, through)
            if box is None or not _touch(box, seen) or not _holds(inner, box):
                continue
            if not any(_touch(box, other) for other in taken):
                writing.append((self.land.name(unit, small), box))
        for name, (x, y, to_x, to_y) in reversed(writing):
            self.surface.write(painter, name, QPointF((x + to_x) / 2, (y + to_y) / 2), self.theme)

    def boxes_of_name(self, placed: Placed, lens: Lens) -> list[QRectF]:
        """Return where a group's name is written, with the names of units that it may hide."""
        found = [name_box(placed, lens.through(frame)) for frame in self.land.sheet.frames]
        return [
            QRectF(QPointF(*box[:2]), QPointF(*box[2:])).adjusted(-110, -50, 110, 50)
            for box in found
            if box is not None
        ]

    def _draw_sign(self, painter: QPainter, group: str, box: Box) -> None:
        """Draw how a group stands beside its name, where fills tell that."""
        if self.scheme.shade.show is not Show.VERDICT:
            return
        sign = self.scheme.sign(group)
        if sign not in (Sign.NONE, Sign.TICK):  # all is well without a sign, as on the chart
            place = QRectF(box[0] - 12, (box[1] + box[3]) / 2 - 6, 12, 12)
            signs.draw(painter, sign, place, self.theme)

    def _draw_rim(self, painter: QPainter, frame: Frame, lens: Lens) -> None:
        """Draw an inset's frame and where on the map it is from, both with its letter."""
        main, insets = self.land.sheet.main, self.land.sheet.insets
        letter = chr(ord("A") + insets.index(frame))
        corners = (*main.to_sheet(*frame.source[:2]), *main.to_sheet(*frame.source[2:]))
        strong = self.scheme.lettering.strong
        side = float(line_height(strong)) + 2
        inset, source = lens.box(frame.box), lens.box(corners)
        # The mark may be small: its letter stands over it.
        for place, top in ((inset, inset.top()), (source, source.top() - side)):
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self.theme.quiet, 1.0))
            painter.drawRect(place)
            if min(inset.width(), inset.height()) < 3 * side:
                continue
            tab = QRectF(place.left(), top, side, side)
            painter.fillRect(tab, self.theme.quiet)
            name = Name((letter,), strong, strong.width(letter), side)
            self.surface.write_plain(painter, name, tab.center(), self.theme.panel)


def dot_size(times: float) -> float:
    """Return the radius of a dot on a map so many times as large as the sheet at 100%."""
    return min(4.0, max(1.0, 2.2 * math.sqrt(times)))


def fineness(lens: Lens) -> float:
    """Return how wide lines are: finer on a small map, of which they would hide too much."""
    return min(1.1, max(0.4, math.sqrt(lens.zoom * LONG_SIDE / PAGE)))


def line_pens(theme: Theme, times: float = 1.0) -> dict[Weight, QPen]:
    """Return the pens of lines of each weight, so many times as wide as usual."""
    middle = QColor(theme.quiet)
    if theme.name != "dark":
        middle = middle.darker(125)
    colours = {
        Weight.UNIT: theme.ground if theme.name == "dark" else theme.panel,
        Weight.GROUP: middle,
        Weight.REGION: theme.text,
    }
    pens = {}
    for weight, colour in colours.items():
        pen = QPen(colour, WIDTHS[weight] * times, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.BevelJoin)
        pens[weight] = pen
    return pens


def name_box(placed: Placed, through: QTransform) -> Box | None:
    """Return where a name is written, None if it is not at this scale."""
    scale = through.m11()
    if placed.scale > scale:
        return None
    label = placed.label
    x = label.x * scale + through.dx() + placed.dx
    y = label.y * scale + through.dy() + placed.dy
    across, down = label.width / 2, label.height / 2
    return x - across, y - down, x + across, y + down


def _holds(a: Box, b: Box) -> bool:
    return a[0] <= b[0] and a[1] <= b[1] and a[2] >= b[2] and a[3] >= b[3]


def _touch(a: Box, b: Box) -> bool:
    return a[0] <= b[2] and a[2] >= b[0] and a[1] <= b[3] and a[3] >= b[1]
