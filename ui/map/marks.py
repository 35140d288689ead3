"""What is marked on the map at the moment, drawn over its picture: never by colour alone."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QTransform

from ui.map.painter import Lens, MapPainter

_REACH: Final = 6.0


class Marks:
    """What is marked at the moment.

    Attributes
    ----------
    hovered, dragged, target : frozenset of str
        Units: under the pointer, held by it, and of the group that would take those.
    is_refused : bool
        That group would refuse them.
    """

    def __init__(self) -> None:
        self.hovered: frozenset[str] = frozenset()
        self.dragged: frozenset[str] = frozenset()
        self.target: frozenset[str] = frozenset()
        self.is_refused = False

    def forget(self) -> None:
        """Take an edit: what is a group's area is another."""
        self.target = frozenset()


def draw_marks(
    painter: QPainter, map_: MapPainter, lens: Lens, exposed: QRectF, marks: Marks
) -> None:
    """Draw the marks that a rectangle of the viewport shows."""
    if not (marks.hovered or marks.dragged or marks.target):
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
        if marks.dragged:
            veil = QColor(theme.panel)
            veil.setAlpha(170)
            for unit in marks.dragged:
                painter.fillPath(through.map(map_.land.paths[unit]), veil)
            _stroke(painter, _line(map_, through, marks.dragged), theme.text, 1.5, dashed=True)
        if marks.target:
            colour = theme.broken if marks.is_refused else theme.accent
            line = _line(map_, through, marks.target)
            _stroke(painter, line, theme.panel, 6.0)
            _stroke(painter, line, colour, 3.5, dashed=marks.is_refused)
        if marks.hovered:
            line = _line(map_, through, marks.hovered)
            _stroke(painter, line, theme.panel, 4.5)
            _stroke(painter, line, theme.text, 2.0)
        painter.restore()


def _line(map_: MapPainter, through: QTransform, units: Collection[str]) -> QPainterPath:
    """Return the line round some units together."""
    return through.map(map_.outline(units))


def _stroke(
    painter: QPainter, line: QPainterPath, colour: QColor, width: float, *, dashed: bool = False
) -> None:
    style = Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine
    pen = QPen(colour, width, style, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.strokePath(line, pen)
