"""The signs that go with verdicts, drawn the same on screen, in tables and on paper."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from model.rules.standing import Sign
from ui.theme import Theme

if TYPE_CHECKING:
    from PySide6.QtGui import QIcon

BOX = 12.0
"""Side of the square that a sign is drawn in, pixels at 100%."""

_FILLED = (Sign.OVER, Sign.UNDER, Sign.ADVICE, Sign.OPEN)


@lru_cache(maxsize=16)
def outline(sign: Sign) -> QPainterPath:
    """Return a sign's shape in a square of `BOX`; to be filled or stroked as `draw` does."""
    path = QPainterPath()
    match sign:
        case Sign.TICK:
            path.addPolygon(_points((2, 6.5), (4.8, 9.3), (10, 3)))
        case Sign.CROSS:
            path.addPolygon(_points((3, 3), (9, 9)))
            path.addPolygon(_points((9, 3), (3, 9)))
        case Sign.OVER:
            path.addPolygon(_points((6, 1.5), (11, 10.5), (1, 10.5), (6, 1.5)))
        case Sign.UNDER:
            path.addPolygon(_points((1, 1.5), (11, 1.5), (6, 10.5), (1, 1.5)))
        case Sign.ADVICE:
            path.addPolygon(_points((6, 0.7), (11.3, 6), (6, 11.3), (0.7, 6), (6, 0.7)))
            # Left open in it: an exclamation mark.
            path.addPolygon(_points((5.3, 3.4), (6.7, 3.4), (6.7, 6.6), (5.3, 6.6), (5.3, 3.4)))
            path.addPolygon(_points((5.3, 7.6), (6.7, 7.6), (6.7, 9), (5.3, 9), (5.3, 7.6)))
        case Sign.EXCEPTION:
            path.addPolygon(_points((6, 1.5), (10.5, 6), (6, 10.5), (1.5, 6), (6, 1.5)))
        case Sign.OPEN:
            for x in (2.4, 6.0, 9.6):
                path.addEllipse(QPointF(x, 8.0), 1.1, 1.1)
        case Sign.NONE:
            pass
    return path


def _points(*points: tuple[float, float]) -> QPolygonF:
    return QPolygonF([QPointF(x, y) for x, y in points])


def draw(painter: QPainter, sign: Sign, box: QRectF, theme: Theme) -> None:
    """Draw a sign into a square box, in its colour."""
    if sign is Sign.NONE:
        return
    scale = box.width() / BOX
    colour = theme.sign(sign)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(box.topLeft())
    painter.scale(scale, scale)
    if sign in _FILLED:
        painter.fillPath(outline(sign), colour)
    else:
        pen = QPen(colour, 2.0 if sign in (Sign.TICK, Sign.CROSS) else 1.4)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.strokePath(outline(sign), pen)
    painter.restore()


@lru_cache(maxsize=64)
def _icon(sign: Sign, theme: Theme) -> QIcon:
    from PySide6.QtGui import QIcon  # comes with the names of a theme's 150 icons

    icon = QIcon()
    for ratio in (1, 2, 3):
        pixmap = QPixmap(16 * ratio, 16 * ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        side = BOX * ratio
        draw(painter, sign, QRectF(2 * ratio, 2 * ratio, side, side), theme)
        painter.end()
        pixmap.setDevicePixelRatio(ratio)
        icon.addPixmap(pixmap)
    return icon


def icon(sign: Sign, theme: Theme) -> QIcon:
    """Return a sign as an icon of 16 pixels, sharp at 100 to 300%."""
    return _icon(sign, theme)


def draw_lock(painter: QPainter, theme: Theme, at: QPointF) -> None:
    """Draw a padlock, 11 scene units wide and 12.5 high."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.quiet, 1.4))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawArc(QRectF(at.x() + 2.5, at.y(), 6, 9), 0, 180 * 16)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.quiet)
    painter.drawRoundedRect(QRectF(at.x(), at.y() + 5, 11, 7.5), 1.5, 1.5)
    painter.restore()
