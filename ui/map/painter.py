"""The one painter of the map, for screen and paper alike.

It draws in the painter's own unit, pixels or points, so that lines and texts are as wide and as
large at any scale. What is drawn with (brushes and pictures of texts on a screen, strokes and
letters on paper) is a `Surface`.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final, NamedTuple, Protocol

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QTransform

from model.geography.cells import Box
from model.geography.labels import Placed
from model.geography.shades import Show
from model.geography.sheet import LONG_SIDE, Frame
from model.rules.standing import Sign
from ui import signs
from ui.letters import Letters
from ui.map import palette
from ui.map.land import PAGE, TAB_ROOM, Land, Name, line_height, tab_side
from ui.map.palette import Look
from ui.map.scheme import Badge, Scheme, Weight
from ui.theme import Theme

WIDTHS: Final = {Weight.UNIT: 1.0, Weight.GROUP: 2.0, Weight.REGION: 3.2, Weight.CUT: 2.4}
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
        if self.scheme.shade.measure is not None:  # white would not show between pale classes
            self._pens[Weight.UNIT].setColor(self.theme.quiet)
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
            self._draw_rim(painter, frame, lens.box(frame.box), lens, inside=True)

    def _draw_frame(
        self,
        painter: QPainter,
        frame: Frame,
        exposed: QRectF,
        lens: Lens,
        selection: Collection[str],
    ) -> None:
        through = lens.through(frame)
        box = seen_box(through, exposed)
        self._draw_areas(painter, through, box)
        self._draw_dots(painter, through, frame, lens, box)
        self._draw_lines(painter, through, box)
        shapes = self.land.atlas.shapes
        chosen = [unit for unit in selection if _touch(shapes[unit].bounds, box)]
        if chosen:
            self._draw_selection(painter, through, selection, box)
        if self.scheme.pending:
            self._draw_pending(painter, through, box)
        self._draw_cuts(painter, through, box)
        if frame is self.land.sheet.main:
            for inset in self.land.sheet.insets:
                (left, top), (right, bottom) = (
                    frame.to_sheet(*inset.source[:2]),
                    frame.to_sheet(*inset.source[2:]),
                )
                source = lens.box((left, top, right, bottom))
                self._draw_rim(painter, inset, source, lens, inside=False)
        self._draw_names(painter, through, exposed, frame, lens)

    def _draw_areas(self, painter: QPainter, through: QTransform, box: Box) -> None:
        paths, scheme, theme = self.land.paths, self.scheme, self.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for unit in self.land.atlas.near(box):
            self.surface.fill(painter, through.map(paths[unit]), scheme.look(unit, theme))

    def _draw_lines(self, painter: QPainter, through: QTransform, box: Box) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        weights = self.scheme.weights
        seen: dict[Weight, list[QPainterPath]] = {weight: [] for weight in Weight}
        for number, path in self.land.near(box):
            seen[weights[number]].append(path)
        for weight, paths in seen.items():
            self.surface.stroke(painter, map(through.map, paths), self._pens[weight])

    def outline(
        self, units: Collection[str], box: Box, *, inside: bool = False
    ) -> list[QPainterPath]:
        """Return the lines round some units together, or between them, that a box shows.

        All are in metres.
        """
        found, arcs = [], self.land.arcs
        for number, path in self.land.near(box):
            right, left = arcs[number].right in units, arcs[number].left in units
            if (right or left) and (right and left) is inside:
                found.append(path)
        return found

    def _draw_selection(
        self, painter: QPainter, through: QTransform, units: Collection[str], box: Box
    ) -> None:
        """Draw a heavy line with a light one in it round what is selected."""
        accent, surface = self.theme.accent, self.surface
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        between = [through.map(path) for path in self.outline(units, box, inside=True)]
        surface.stroke(painter, between, QPen(accent, 1.5))
        around = [through.map(path) for path in self.outline(units, box)]
        surface.stroke(painter, around, QPen(accent, 4.5))
        surface.stroke(painter, around, QPen(self.theme.panel, 1.0))

    def _draw_pending(self, painter: QPainter, through: QTransform, box: Box) -> None:
        """Draw a line round what is not decided on."""
        around = [through.map(path) for path in self.outline(self.scheme.pending, box)]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        self.surface.stroke(painter, around, QPen(self.theme.accent, 2.0))

    def _draw_cuts(self, painter: QPainter, through: QTransform, box: Box) -> None:
        """Draw a dashed line round each tie that is cut."""
        pen = self._pens[Weight.CUT]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        casing = QPen(self.theme.panel, pen.widthF() + 2.0)
        for cut in self.scheme.cuts:
            path = self.land.around(cut.units)
            place = path.boundingRect()
            if _touch((place.left(), place.top(), place.right(), place.bottom()), box):
                line = [through.map(path)]
                self.surface.stroke(painter, line, casing)
                self.surface.stroke(painter, line, pen)

    def _draw_badges(self, painter: QPainter, through: QTransform, seen: Box) -> None:
        """Draw the numbers of the parts of groups that are in several."""
        strong, theme = self.scheme.lettering.strong, self.theme
        for badge in sorted(self.scheme.badges):
            box = badge_box(badge, through, strong)
            if not _touch((box.left(), box.top(), box.right(), box.bottom()), seen):
                continue
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.panel, 1.5))
            painter.setBrush(theme.text)
            painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
            text = str(badge.number)
            name = Name((text,), strong, strong.width(text), float(line_height(strong)))
            self.surface.write_plain(painter, name, box.center(), theme.panel)

    def altered(self, lens: Lens) -> list[QRectF]:
        """Return where the last edit altered names and numbers, on the map and in insets.

        With a group's name go those of units that it may hide.
        """
        strong, found = self.scheme.lettering.strong, []
        for frame in self.land.sheet.frames:
            through = lens.through(frame)
            for placed in self.scheme.changed_names:
                box = name_box(placed, through)
                if box is not None:
                    name = QRectF(QPointF(*box[:2]), QPointF(*box[2:]))
                    found.append(name.adjusted(-110, -50, 110, 50))
            for badge in self.scheme.changed_badges:
                found.append(badge_box(badge, through, strong).adjusted(-2, -2, 2, 2))
        return found

    def _draw_dots(
        self, painter: QPainter, through: QTransform, frame: Frame, lens: Lens, box: Box
    ) -> None:
        if not self.land.atlas.points:
            return
        left, top, right, bottom = box
        scale, dx, dy = through.m11(), through.dx(), through.dy()
        size = dot_size(frame.scale * lens.zoom / self.land.scale)
        for group, dots in self.scheme.dots.items():
            if not _touch(dots.bounds, box):
                continue
            near = [
                (x * scale + dx, y * scale + dy)
                for x, y in dots.points
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
        # In an inset no name lies on its letter; on the map none is placed there.
        strong = self.scheme.lettering.strong
        tab = inset_tab(frame, whole, lens, strong, inside=True)
        letters = [] if tab is None else [(tab.left(), tab.top(), tab.right(), tab.bottom())]
        taken = [*letters]
        writing: list[tuple[Name, Box]] = []
        units = [
            (unit, box)
            for unit, box in boxes_seen(self.scheme.unit_names(), through, seen)
            if _holds(inner, box)
        ]
        for group, box in boxes_seen(self.scheme.names, through, seen):
            if not _holds(inner, box) or any(_touch(box, letter) for letter in letters):
                continue
            is_open = through.m11() >= self.scheme.opens[group]
            if is_open and any(_touch(box, other) for _, other in units):
                continue
            taken.append(box)
            writing.append((self.scheme.name(group), box))
            self._draw_sign(painter, group, box)
        for unit, box in units:
            if not any(_touch(box, other) for other in taken):
                writing.append((self.scheme.unit_name(unit), box))
        for name, (x, y, to_x, to_y) in reversed(writing):
            self.surface.write(painter, name, QPointF((x + to_x) / 2, (y + to_y) / 2), self.theme)
        self._draw_badges(painter, through, seen)

    def _draw_sign(self, painter: QPainter, group: str, box: Box) -> None:
        """Draw how a group stands beside its name, where fills tell that."""
        if self.scheme.shade.show is not Show.VERDICT:
            return
        sign = self.scheme.sign(group)
        if sign not in (Sign.NONE, Sign.TICK):  # all is well without a sign, as on the chart
            place = QRectF(box[0] - 12, (box[1] + box[3]) / 2 - 6, 12, 12)
            signs.draw(painter, sign, place, self.theme)

    def _draw_rim(
        self, painter: QPainter, inset: Frame, place: QRectF, lens: Lens, *, inside: bool
    ) -> None:
        """Draw the frame of an inset, or of where on the map it is from, with its letter.

        Parameters
        ----------
        inside : bool
            Whether the letter is in the frame; what it is from may be too small for that.
        """
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self.theme.quiet, 1.0))
        painter.drawRect(place)
        strong = self.scheme.lettering.strong
        tab = inset_tab(inset, place, lens, strong, inside=inside)
        if tab is None:
            return
        painter.fillRect(tab, self.theme.quiet)
        letter = chr(ord("A") + self.land.sheet.insets.index(inset))
        name = Name((letter,), strong, strong.width(letter), tab.height())
        self.surface.write_plain(painter, name, tab.center(), self.theme.panel)


def inset_tab(
    frame: Frame, place: QRectF, lens: Lens, strong: Letters, *, inside: bool
) -> QRectF | None:
    """Return where an inset's letter stands, None if it is too small to have one.

    Parameters
    ----------
    place : QRectF
        The frame of the inset, or of where on the map it is from.
    inside : bool
        Whether the letter is in that, or on top of it.
    """
    side = tab_side(strong)
    size = lens.box(frame.box)
    if not frame.units or min(size.width(), size.height()) < TAB_ROOM * side:
        return None
    return QRectF(place.left(), place.top() if inside else place.top() - side, side, side)


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
        Weight.CUT: theme.warning,
    }
    pens: dict[Weight, QPen] = {}
    for weight, colour in colours.items():
        if weight is Weight.CUT:
            pens[weight] = QPen(colour, WIDTHS[weight] * times, Qt.PenStyle.DashLine)
            continue
        pen = QPen(colour, WIDTHS[weight] * times, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.BevelJoin)
        pens[weight] = pen
    return pens


def badge_box(badge: Badge, through: QTransform, strong: Letters) -> QRectF:
    """Return where a number is drawn."""
    middle = through.map(QPointF(badge.x, badge.y)) + QPointF(0.0, badge.drop)
    high = float(line_height(strong))
    wide = max(high, strong.width(str(badge.number)) + high / 2)
    return QRectF(middle.x() - wide / 2, middle.y() - high / 2, wide, high)


def seen_box(through: QTransform, exposed: QRectF) -> Box:
    """Return what of the map a rectangle shows, and what reaches into it from outside."""
    back, _ = through.inverted()
    seen = back.mapRect(exposed.adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN))
    return seen.left(), seen.top(), seen.right(), seen.bottom()


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


def boxes_seen(
    names: Mapping[str, Placed], through: QTransform, seen: Box
) -> Iterator[tuple[str, Box]]:
    """Iterate over whose names a box shows, and where each is (`name_box`)."""
    left, top, right, bottom = seen
    scale, dx, dy = through.m11(), through.dx(), through.dy()
    for key, placed in names.items():  # hundreds for each frame: not by a call for each
        label = placed.label
        x, across = label.x * scale + dx + placed.dx, label.width / 2
        if x - across > right or x + across < left or placed.scale > scale:
            continue
        y, down = label.y * scale + dy + placed.dy, label.height / 2
        if y - down <= bottom and y + down >= top:
            yield key, (x - across, y - down, x + across, y + down)


def _holds(a: Box, b: Box) -> bool:
    return a[0] <= b[0] and a[1] <= b[1] and a[2] >= b[2] and a[3] >= b[3]


def _touch(a: Box, b: Box) -> bool:
    return a[0] <= b[2] and a[2] >= b[0] and a[1] <= b[3] and a[3] >= b[1]
