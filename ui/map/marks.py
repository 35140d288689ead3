"""What is marked on the map at the moment, drawn over its picture: never by colour alone."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPen, QTransform

from model.geography.cells import Box
from ui.map.painter import Lens, MapPainter, seen_box


class Marks:
    """What is marked at the moment.

    Attributes
    ----------
    hovered, dragged, target : frozenset of str
        Units: under the pointer, held by it, and of the group that would take those.
    current : frozenset of str
        The one of several that are selected which keys act on.
    is_refused : bool
        That group would refuse them.
    """

    def __init__(self) -> None:
        self.hovered: frozenset[str] = frozenset()
        self.dragged: frozenset[str] = frozenset()
        self.target: frozenset[str] = frozenset()
        self.current: frozenset[str] = frozenset()
        self.is_refused = False

    def forget(self) -> None:
        """Take an edit: what is a group's area is another."""
        self.target = frozenset()


def draw_marks(
    painter: QPainter, map_: MapPainter, lens: Lens, exposed: QRectF, marks: Marks
) -> None:
    """Draw the marks that a rectangle of the viewport shows."""
    if not (marks.hovered or marks.dragged or marks.target or marks.current):
        return
    theme, sheet = map_.theme, map_.land.sheet
    for frame in sheet.frames:
        place = lens.box(frame.box)
        seen = exposed if frame is sheet.main else place.intersected(exposed)
        if seen.isEmpty():
            continue
        painter.save()
        if frame is not sheet.main:
            painter.setClipRect(place)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        through = lens.through(frame)
        box = seen_box(through, seen)
        line = partial(_line, painter, map_, through, box)
        if marks.dragged:
            veil = QColor(theme.panel)
            veil.setAlpha(170)
            for unit in marks.dragged:
                painter.fillPath(through.map(map_.land.paths[unit]), veil)
            line(marks.dragged, (theme.text, 1.0))
        if marks.target:
            colour = theme.broken if marks.is_refused else theme.accent
            line(marks.target, (theme.panel, 5.0), (colour, 3.0))
        if marks.current:
            line(marks.current, (theme.text, 6.5), (theme.panel, 4.0), (theme.accent, 2.0))
        if marks.hovered:
            line(marks.hovered, (theme.panel, 4.0), (theme.text, 2.0))
        painter.restore()


def _line(
    painter: QPainter,
    map_: MapPainter,
    through: QTransform,
    box: Box,
    units: Collection[str],
    *strokes: tuple[QColor, float],
) -> None:
    """Draw the line round some units together, in one width after the other."""
    paths = [through.map(path) for path in map_.outline(units, box)]
    for colour, width in strokes:
        map_.surface.stroke(painter, paths, QPen(colour, width))
